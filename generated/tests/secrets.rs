//! Secrets and bodies are never printed: a marker in their place must not appear.

mod support;

use cloudflare_stream::types::{CreateLiveInput, CreateOutput, LiveInput, Output};
use cloudflare_stream::{Error, json};
use support::{ACCOUNT, LIVE_INPUT, Server, envelope};

const MARKER: &str = "S3CR3T-MARKER";

/// Returns the result of the reference response with the marker in each sensitive member.
fn with_markers() -> String {
    let mut response: serde_json::Value = serde_json::from_str(support::REFERENCE).expect("JSON");
    let result = &mut response["result"];
    for (object, members) in [
        ("rtmps", &["streamKey", "url"][..]),
        ("rtmpsPlayback", &["streamKey", "url"]),
        ("srt", &["passphrase", "url"]),
        ("srtPlayback", &["passphrase", "url"]),
        ("webRTC", &["url"]),
        ("webRTCPlayback", &["url"]),
    ] {
        for member in members {
            result[object][member] = format!("{MARKER}-{object}-{member}").into();
        }
    }
    result["playback"] = serde_json::json!({"dash": MARKER, "hls": MARKER});
    result.to_string()
}

fn assert_no_marker(printed: &str) {
    assert!(!printed.contains(MARKER), "{printed}");
}

#[test]
fn values_do_not_print_secrets() {
    let text = with_markers();
    let live_input: LiveInput = json::from_str(&text).expect("a live input");
    assert!(json::to_string(&live_input).expect("JSON").contains(MARKER));
    assert_no_marker(&format!("{live_input:?} {live_input:#?}"));
    assert!(format!("{live_input:?}").contains("[redacted]"));

    let output: Output = json::from_str(&format!(
        r#"{{"streamKey":"{MARKER}","url":"{MARKER}","uid":"u"}}"#
    ))
    .expect("an output");
    assert_no_marker(&format!("{output:?}"));
    let create = CreateOutput::new(MARKER, MARKER);
    assert_no_marker(&format!("{create:?}"));
}

#[tokio::test]
async fn calls_responses_and_clients_do_not_print_secrets() -> Result<(), Error> {
    let server = Server::json(&envelope(&with_markers()));
    let client = server
        .builder()
        .api_token(MARKER)
        .api_key(MARKER)
        .api_email(MARKER)
        .build()?;
    assert_no_marker(&format!(
        "{:?} {:?}",
        client,
        server.builder().api_token(MARKER)
    ));
    let call = client
        .stream()
        .live_inputs()
        .create(ACCOUNT, &CreateLiveInput::new().default_creator(MARKER));
    assert_no_marker(&format!("{call:?}"));
    let call = client.stream().live_inputs().outputs().create(
        ACCOUNT,
        LIVE_INPUT,
        &CreateOutput::new(MARKER, MARKER),
    );
    assert_no_marker(&format!("{call:?}"));
    let response = client
        .stream()
        .live_inputs()
        .get(ACCOUNT, LIVE_INPUT)
        .with_response()
        .await?;
    assert_no_marker(&format!("{response:?}"));
    assert!(response.text().contains(MARKER));
    Ok(())
}

#[tokio::test]
async fn errors_do_not_print_bodies() {
    let in_envelope = envelope(&with_markers());
    for (status, content_type, body) in [
        (
            "200 OK",
            "application/json",
            &in_envelope[..in_envelope.len() - 5],
        ),
        ("200 OK", "application/json", "\"S3CR3T-MARKER\""),
        ("200 OK", "text/html", "<p>S3CR3T-MARKER</p>"),
        (
            "500 Internal Server Error",
            "text/html",
            "<p>S3CR3T-MARKER</p>",
        ),
        (
            "200 OK",
            "application/json",
            r#"{"success":true,"errors":[],"messages":[],"result":["S3CR3T-MARKER"]}"#,
        ),
        (
            "200 OK",
            "application/json",
            r#"{"success":"S3CR3T-MARKER","errors":"S3CR3T-MARKER","result":{}}"#,
        ),
    ] {
        let server = Server::responding(status, content_type, body);
        let client = server.builder().strict(true).max_retries(0).build();
        let client = client.expect("a client");
        let error = client
            .stream()
            .live_inputs()
            .get(ACCOUNT, LIVE_INPUT)
            .await
            .expect_err(body);
        assert!(
            error
                .body()
                .is_some_and(|kept| String::from_utf8_lossy(kept).contains(MARKER)),
            "{body}"
        );
        let mut printed = format!("{error} {error:?} {error:#?}");
        let mut source = std::error::Error::source(&error);
        while let Some(inner) = source {
            printed.push_str(&format!(" {inner} {inner:?}"));
            source = inner.source();
        }
        assert_no_marker(&printed);
    }
}
