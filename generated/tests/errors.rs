//! All kinds of errors, and what they contain.

mod support;

use std::net::TcpListener;
use std::time::Duration;

use cloudflare_stream::types::{CreateLiveInput, LiveInput};
use cloudflare_stream::{CallOptions, Client, Error, ErrorKind};
use support::{ACCOUNT, LIVE_INPUT, Server, envelope};

async fn get(server: &Server) -> Error {
    server
        .client()
        .stream()
        .live_inputs()
        .get(ACCOUNT, LIVE_INPUT)
        .options(CallOptions::new().max_retries(0))
        .await
        .map(|_: LiveInput| ())
        .expect_err("an error")
}

/// Returns the body of an error as a string.
fn body(error: &Error) -> Option<&str> {
    error
        .body()
        .map(|bytes| std::str::from_utf8(bytes).expect("UTF-8"))
}

const FAILURE: &str = r#"{"success":false,"errors":[{"code":10000,"message":"Authentication error"}],"messages":[],"result":null}"#;

#[tokio::test]
async fn success_false_is_an_error_with_status_200_too() {
    let error = get(&Server::json(FAILURE)).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(error.code(), Some(10000));
    assert_eq!(body(&error), Some(FAILURE));
    assert_eq!(
        error.to_string(),
        "GET /accounts/{account_id}/stream/live_inputs/{live_input_identifier}: 200 OK: [10000] Authentication error (cf-ray 8a1b2c3d4e5f6789-AMS)"
    );
}

#[tokio::test]
async fn an_error_status_with_an_envelope_has_its_errors() {
    let error = get(&Server::responding(
        "403 Forbidden",
        "application/json",
        FAILURE,
    ))
    .await;
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    assert_eq!(error.code(), Some(10000));
    assert_eq!(error.errors()[0].message, "Authentication error");
    assert_eq!(error.request_id(), Some("8a1b2c3d4e5f6789-AMS"));
    assert_eq!(error.operation(), Some("stream.live_inputs.get"));
    assert_eq!(body(&error), Some(FAILURE));
    assert_eq!(
        error.to_string(),
        "GET /accounts/{account_id}/stream/live_inputs/{live_input_identifier}: 403 Forbidden: [10000] Authentication error (cf-ray 8a1b2c3d4e5f6789-AMS)"
    );
}

#[tokio::test]
async fn an_html_page_is_an_error_with_its_body() {
    let page = "<html><body>502 Bad Gateway, ray 123</body></html>";
    let error = get(&Server::responding("502 Bad Gateway", "text/html", page)).await;
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    assert_eq!(error.code(), None);
    assert_eq!(body(&error), Some(page));
    assert!(!error.to_string().contains("Bad Gateway, ray"), "{error}");
}

#[tokio::test]
async fn html_with_status_200_is_a_decode_error() {
    let page = "<html>captive portal</html>";
    let error = get(&Server::responding("200 OK", "text/html", page)).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(body(&error), Some(page));
    assert!(error.to_string().contains("text/html"), "{error}");
}

#[tokio::test]
async fn truncated_json_is_an_error_with_its_body() {
    let whole = support::REFERENCE;
    let cut = &whole[..whole.len() / 2];
    let error = get(&Server::json(cut)).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(body(&error), Some(cut));
}

#[tokio::test]
async fn a_missing_result_is_an_error() {
    for response in [
        r#"{"success":true,"errors":[],"messages":[]}"#.to_owned(),
        envelope("null"),
    ] {
        let error = get(&Server::json(&response)).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{response}");
        assert_eq!(body(&error), Some(response.as_str()));
        assert!(error.to_string().contains("result"), "{error}");
    }
}

#[tokio::test]
async fn an_empty_response_is_an_error_if_a_value_is_expected() {
    let error = get(&Server::responding("200 OK", "application/json", "")).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_refused_connection_is_a_connect_error() {
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port")
        .port();
    let client = Client::builder()
        .base_url(format!("http://127.0.0.1:{port}"))
        .api_token("t")
        .build()
        .expect("a client");
    let error = client
        .stream()
        .live_inputs()
        .get(ACCOUNT, LIVE_INPUT)
        .await
        .expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(std::error::Error::source(&error).is_some());
    assert!(error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn a_silent_server_is_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let client = Client::builder()
        .base_url(format!(
            "http://{}",
            listener.local_addr().expect("an address")
        ))
        .api_token("t")
        .timeout(Duration::from_millis(200))
        .build()
        .expect("a client");
    let error = client
        .stream()
        .live_inputs()
        .get(ACCOUNT, LIVE_INPUT)
        .await
        .expect_err("no response");
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn a_request_that_violates_a_constraint_is_not_sent() {
    let server = Server::json(support::REFERENCE);
    let client = server.client();
    let live_inputs = client.stream().live_inputs();
    let error = live_inputs
        .create(
            ACCOUNT,
            &CreateLiveInput::new().delete_recording_after_days(7.0),
        )
        .await
        .expect_err("less than the minimum");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(
        error.to_string().contains("deleteRecordingAfterDays"),
        "{error}"
    );
    assert!(error.to_string().contains("minimum 30"), "{error}");
    let error = live_inputs
        .get("123456789012345678901234567890123", LIVE_INPUT)
        .await
        .expect_err("33 characters");
    assert!(error.to_string().contains("account_id"), "{error}");
    assert_eq!(server.received(), []);

    let unchecked = server.builder().validate(false).build().expect("a client");
    unchecked
        .stream()
        .live_inputs()
        .create(
            ACCOUNT,
            &CreateLiveInput::new().delete_recording_after_days(7.0),
        )
        .await
        .expect("sent unchecked");
    assert_eq!(server.only().body, r#"{"deleteRecordingAfterDays":7}"#);
}

#[tokio::test]
async fn dot_segments_are_not_sent() {
    let server = Server::json(support::REFERENCE);
    let client = server.client();
    for account in ["..", ".", "", "%2e%2e", "%2E."] {
        let error = client
            .stream()
            .live_inputs()
            .get(account, LIVE_INPUT)
            .await
            .expect_err("a dot segment");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{account:?}");
        assert!(error.to_string().contains("account_id"), "{error}");
    }
    assert_eq!(server.received(), []);
}

#[tokio::test]
async fn a_number_that_json_does_not_have_is_not_sent() {
    let server = Server::json(support::REFERENCE);
    let error = server
        .builder()
        .validate(false)
        .build()
        .expect("a client")
        .stream()
        .live_inputs()
        .create(
            ACCOUNT,
            &CreateLiveInput::new().delete_recording_after_days(f64::NAN),
        )
        .await
        .expect_err("NaN");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(server.received(), []);
}

#[tokio::test]
async fn missing_credentials_name_the_environment_variables() {
    let server = Server::json(support::REFERENCE);
    let client = Client::builder()
        .base_url(server.base_url())
        .api_email("user@example.com")
        .build()
        .expect("a client");
    let error = client
        .stream()
        .live_inputs()
        .get(ACCOUNT, LIVE_INPUT)
        .await
        .expect_err("half a credential");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let text = error.to_string();
    for part in [
        "CLOUDFLARE_API_TOKEN",
        "CLOUDFLARE_EMAIL",
        "CLOUDFLARE_API_KEY",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(server.received(), []);
}

#[tokio::test]
async fn credentials_are_not_sent_over_plain_http() {
    let client = Client::builder()
        .base_url("http://api.example.com/client/v4")
        .api_token("t")
        .build();
    let error = match client {
        Ok(client) => client
            .stream()
            .live_inputs()
            .get(ACCOUNT, LIVE_INPUT)
            .await
            .expect_err("plain http"),
        Err(error) => error,
    };
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("http"), "{error}");
}

#[tokio::test]
async fn redirects_to_other_hosts_have_no_credentials() {
    let other_host = Server::json(support::REFERENCE);
    let response = format!(
        "HTTP/1.1 302 Found\r\nlocation: {}/x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        other_host.base_url()
    );
    let here = Server::raw(vec![response.clone().into_bytes()]);
    let live_inputs = here.client().stream().live_inputs();
    live_inputs
        .get(ACCOUNT, LIVE_INPUT)
        .await
        .expect("a response");
    let request = other_host.only();
    assert_eq!(request.line, "GET /client/v4/x HTTP/1.1");
    assert_eq!(request.header("authorization"), "");
    assert_eq!(request.header("accept"), "application/json");

    let here = Server::raw(vec![response.into_bytes()]);
    let live_inputs = here.client().stream().live_inputs();
    let error = live_inputs.delete(ACCOUNT, LIVE_INPUT).await;
    let error = error.expect_err("not followed");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    assert_eq!(other_host.received().len(), 1);
}

#[test]
fn errors_are_small_and_thread_safe() {
    fn is_thread_safe<T: Send + Sync + 'static>() {}
    is_thread_safe::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}
