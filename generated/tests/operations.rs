//! The requests of every operation, byte by byte, with a local server.

mod support;

use cloudflare_stream::types::{
    CreateLiveInput, CreateOutput, Recording, RecordingMode, UpdateLiveInput, UpdateOutput,
};
use cloudflare_stream::{Error, Patch};
use support::{ACCOUNT, LIVE_INPUT, OUTPUT, Received, Server, envelope};

const OUTPUT_JSON: &str = r#"{"enabled":true,"streamKey":"uzya-f19y-g2g9-a2ee-51j2","uid":"baea4d9c515887b80289d5c33cf01145","url":"rtmp://a.rtmp.youtube.com/live2"}"#;

/// Compares the request with the expected one. `headers` are those in addition to the headers of every request.
fn assert_sent(server: &Server, line: &str, headers: &[(&str, &str)], body: &str) {
    let mut expected: Vec<(&str, String)> = vec![
        ("accept", "application/json".to_owned()),
        (
            "authorization",
            "Bearer Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY".to_owned(),
        ),
        ("host", server.host().to_owned()),
        (
            "user-agent",
            concat!("cloudflare-stream/", env!("CARGO_PKG_VERSION")).to_owned(),
        ),
    ];
    if cfg!(feature = "gzip") {
        expected.push(("accept-encoding", "gzip".to_owned()));
    }
    if !body.is_empty() {
        expected.push(("content-type", "application/json".to_owned()));
    }
    if !body.is_empty() || line.starts_with("POST") || line.starts_with("PUT") {
        expected.push(("content-length", body.len().to_string()));
    }
    expected.extend(
        headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    assert_eq!(
        server.only(),
        Received {
            line: line.to_owned(),
            headers: expected
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            body: body.to_owned(),
        }
    );
}

#[tokio::test]
async fn create_sends_the_body_and_decodes_the_reference_response() -> Result<(), Error> {
    let server = Server::json(support::REFERENCE);
    let live_input = server
        .client()
        .stream()
        .live_inputs()
        .create(
            ACCOUNT,
            &CreateLiveInput::new()
                .delete_recording_after_days(45.0)
                .recording(
                    Recording::new()
                        .mode(RecordingMode::Automatic)
                        .allowed_origins(["example.com"]),
                ),
        )
        .await?;
    assert_eq!(live_input.uid.as_deref(), Some(LIVE_INPUT));
    assert_sent(
        &server,
        "POST /client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs HTTP/1.1",
        &[],
        r#"{"deleteRecordingAfterDays":45,"recording":{"allowedOrigins":["example.com"],"mode":"automatic"}}"#,
    );
    Ok(())
}

#[tokio::test]
async fn create_sends_the_optional_header() -> Result<(), Error> {
    let server = Server::json(support::REFERENCE);
    server
        .client()
        .stream()
        .live_inputs()
        .create(ACCOUNT, &CreateLiveInput::new())
        .idempotency_key("7f1c9a52")
        .await?;
    assert_sent(
        &server,
        "POST /client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs HTTP/1.1",
        &[("idempotency-key", "7f1c9a52")],
        "{}",
    );
    Ok(())
}

#[tokio::test]
async fn integers_and_pairs_of_strings_are_accepted() -> Result<(), Error> {
    let server = Server::json(support::REFERENCE);
    server
        .client()
        .stream()
        .live_inputs()
        .create(
            ACCOUNT,
            &CreateLiveInput::new()
                .delete_recording_after_days(45)
                .meta([("name", "test stream 1")]),
        )
        .await?;
    assert_sent(
        &server,
        "POST /client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs HTTP/1.1",
        &[],
        r#"{"deleteRecordingAfterDays":45,"meta":{"name":"test stream 1"}}"#,
    );
    Ok(())
}

#[tokio::test]
async fn list_sends_its_query_only_when_set() -> Result<(), Error> {
    let response = envelope(
        r#"{"liveInputs":[{"created":"2014-01-02T02:20:00Z","deleteRecordingAfterDays":45,"enabled":true,"meta":{"name":"a"},"modified":"2014-01-02T02:20:00Z","uid":"66be4bf738797e01e1fca35a7bdecdcd"}],"range":1000,"total":35586}"#,
    );
    let server = Server::json(&response);
    let list = server.client().stream().live_inputs().list(ACCOUNT).await?;
    assert_eq!((list.range, list.total), (Some(1000), Some(35586)));
    let live_inputs = list.live_inputs.unwrap_or_default();
    assert_eq!(live_inputs.len(), 1);
    assert_eq!(live_inputs[0].uid.as_deref(), Some(LIVE_INPUT));
    let line =
        "GET /client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs HTTP/1.1";
    assert_sent(&server, line, &[], "");

    let server = Server::json(&response);
    server
        .client()
        .stream()
        .live_inputs()
        .list(ACCOUNT)
        .include_counts(true)
        .await?;
    let line = "GET /client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs?include_counts=true HTTP/1.1";
    assert_sent(&server, line, &[], "");
    Ok(())
}

#[tokio::test]
async fn get_decodes_a_live_input() -> Result<(), Error> {
    let server = Server::json(support::REFERENCE);
    let live_input = server
        .client()
        .stream()
        .live_inputs()
        .get(ACCOUNT, LIVE_INPUT)
        .await?;
    assert_eq!(live_input.enabled, Some(true));
    let line = "GET /client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs/66be4bf738797e01e1fca35a7bdecdcd HTTP/1.1";
    assert_sent(&server, line, &[], "");
    Ok(())
}

#[tokio::test]
async fn update_distinguishes_absent_null_and_value() -> Result<(), Error> {
    let bodies = [
        (UpdateLiveInput::new(), "{}"),
        (
            UpdateLiveInput::new().delete_recording_after_days(Patch::Null),
            r#"{"deleteRecordingAfterDays":null}"#,
        ),
        (
            UpdateLiveInput::new().delete_recording_after_days(45.0),
            r#"{"deleteRecordingAfterDays":45}"#,
        ),
        (
            UpdateLiveInput::new()
                .delete_recording_after_days(30.5)
                .enabled(false),
            r#"{"deleteRecordingAfterDays":30.5,"enabled":false}"#,
        ),
    ];
    for (body, sent) in bodies {
        let server = Server::json(support::REFERENCE);
        server
            .client()
            .stream()
            .live_inputs()
            .update(ACCOUNT, LIVE_INPUT, &body)
            .await?;
        let line = "PUT /client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs/66be4bf738797e01e1fca35a7bdecdcd HTTP/1.1";
        assert_sent(&server, line, &[], sent);
    }
    Ok(())
}

#[tokio::test]
async fn delete_needs_no_body_in_either_direction() -> Result<(), Error> {
    for response in [
        support::http("200 OK", "application/json", &envelope("null")),
        support::http(
            "200 OK",
            "application/json",
            r#"{"success":true,"errors":[],"messages":[]}"#,
        ),
        support::http("200 OK", "application/json", &envelope("{}")),
        support::http("204 No Content", "application/json", ""),
        support::http("200 OK", "text/plain", ""),
    ] {
        let server = Server::raw(vec![response]);
        let () = server
            .client()
            .stream()
            .live_inputs()
            .delete(ACCOUNT, LIVE_INPUT)
            .await?;
        let line = "DELETE /client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs/66be4bf738797e01e1fca35a7bdecdcd HTTP/1.1";
        assert_sent(&server, line, &[], "");
    }
    Ok(())
}

#[tokio::test]
async fn enable_disable_and_rotate_keys_post_without_a_body() -> Result<(), Error> {
    for action in ["enable", "disable", "rotate_keys"] {
        let server = Server::json(support::REFERENCE);
        let client = server.client();
        let live_inputs = client.stream().live_inputs();
        let live_input = match action {
            "enable" => live_inputs.enable(ACCOUNT, LIVE_INPUT).await?,
            "disable" => live_inputs.disable(ACCOUNT, LIVE_INPUT).await?,
            _ => live_inputs.rotate_keys(ACCOUNT, LIVE_INPUT).await?,
        };
        assert_eq!(live_input.uid.as_deref(), Some(LIVE_INPUT));
        let line = format!(
            "POST /client/v4/accounts/{ACCOUNT}/stream/live_inputs/{LIVE_INPUT}/{action} HTTP/1.1"
        );
        assert_sent(&server, &line, &[], "");
    }
    Ok(())
}

#[tokio::test]
async fn outputs_are_listed() -> Result<(), Error> {
    let server = Server::json(&envelope(&format!("[{OUTPUT_JSON}]")));
    let outputs = server
        .client()
        .stream()
        .live_inputs()
        .outputs()
        .list(ACCOUNT, LIVE_INPUT)
        .await?;
    assert_eq!(outputs.len(), 1);
    assert_eq!(outputs[0].uid.as_deref(), Some(OUTPUT));
    assert_eq!(
        outputs[0].stream_key.as_deref(),
        Some("uzya-f19y-g2g9-a2ee-51j2")
    );
    let line = "GET /client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs/66be4bf738797e01e1fca35a7bdecdcd/outputs HTTP/1.1";
    assert_sent(&server, line, &[], "");
    Ok(())
}

#[tokio::test]
async fn an_output_is_created() -> Result<(), Error> {
    let server = Server::json(&envelope(OUTPUT_JSON));
    let output = server
        .client()
        .stream()
        .live_inputs()
        .outputs()
        .create(
            ACCOUNT,
            LIVE_INPUT,
            &CreateOutput::new(
                "rtmp://a.rtmp.youtube.com/live2",
                "uzya-f19y-g2g9-a2ee-51j2",
            ),
        )
        .await?;
    assert_eq!(output.enabled, Some(true));
    let line = "POST /client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs/66be4bf738797e01e1fca35a7bdecdcd/outputs HTTP/1.1";
    let body =
        r#"{"url":"rtmp://a.rtmp.youtube.com/live2","streamKey":"uzya-f19y-g2g9-a2ee-51j2"}"#;
    assert_sent(&server, line, &[], body);
    Ok(())
}

#[tokio::test]
async fn an_output_is_updated() -> Result<(), Error> {
    let server = Server::json(&envelope(OUTPUT_JSON));
    server
        .client()
        .stream()
        .live_inputs()
        .outputs()
        .update(ACCOUNT, LIVE_INPUT, OUTPUT, &UpdateOutput::new(false))
        .await?;
    let line = "PUT /client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs/66be4bf738797e01e1fca35a7bdecdcd/outputs/baea4d9c515887b80289d5c33cf01145 HTTP/1.1";
    assert_sent(&server, line, &[], r#"{"enabled":false}"#);
    Ok(())
}

#[tokio::test]
async fn an_output_is_deleted() -> Result<(), Error> {
    let server = Server::json(&envelope("null"));
    let () = server
        .client()
        .stream()
        .live_inputs()
        .outputs()
        .delete(ACCOUNT, LIVE_INPUT, OUTPUT)
        .await?;
    let line = "DELETE /client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs/66be4bf738797e01e1fca35a7bdecdcd/outputs/baea4d9c515887b80289d5c33cf01145 HTTP/1.1";
    assert_sent(&server, line, &[], "");
    Ok(())
}

#[tokio::test]
async fn identifiers_are_encoded_as_one_segment() -> Result<(), Error> {
    let server = Server::json(support::REFERENCE);
    server
        .client()
        .stream()
        .live_inputs()
        .get("a/b?c#d%e é", "f;g")
        .await?;
    assert_sent(
        &server,
        "GET /client/v4/accounts/a%2Fb%3Fc%23d%25e%20%C3%A9/stream/live_inputs/f%3Bg HTTP/1.1",
        &[],
        "",
    );
    Ok(())
}

#[tokio::test]
async fn email_and_key_are_sent_together() -> Result<(), Error> {
    let server = Server::json(support::REFERENCE);
    let client = cloudflare_stream::Client::builder()
        .base_url(server.base_url())
        .api_email("user@example.com")
        .api_key("144c9defac04969c7bfad8efaa8ea194")
        .build()?;
    client
        .stream()
        .live_inputs()
        .get(ACCOUNT, LIVE_INPUT)
        .await?;
    let sent = server.only();
    assert_eq!(sent.header("x-auth-email"), "user@example.com");
    assert_eq!(
        sent.header("x-auth-key"),
        "144c9defac04969c7bfad8efaa8ea194"
    );
    assert_eq!(sent.header("authorization"), "");
    Ok(())
}

#[tokio::test]
async fn a_token_is_sent_alone_if_the_other_credentials_are_incomplete() -> Result<(), Error> {
    let server = Server::json(support::REFERENCE);
    let client = server.builder().api_email("user@example.com").build()?;
    client
        .stream()
        .live_inputs()
        .get(ACCOUNT, LIVE_INPUT)
        .await?;
    let sent = server.only();
    assert_eq!(
        sent.header("authorization"),
        "Bearer Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY"
    );
    assert_eq!(sent.header("x-auth-email"), "");
    Ok(())
}
