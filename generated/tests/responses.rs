//! Decoding of responses: the example of the API's reference, unknown and invalid members, the envelope.

mod support;

use std::sync::{Arc, Mutex};

use cloudflare_stream::types::{
    LiveInput, LiveInputConnection, LiveInputConnections, LiveInputState, LiveInputStatus,
    RecordingMode,
};
use cloudflare_stream::{CallOptions, Client, Error, json};
use serde_json::Value;
use support::{ACCOUNT, LIVE_INPUT, Server, envelope, http};

async fn get(server: &Server) -> Result<LiveInput, Error> {
    server
        .client()
        .stream()
        .live_inputs()
        .get(ACCOUNT, LIVE_INPUT)
        .await
}

#[tokio::test]
async fn the_reference_response_survives_decoding_and_encoding() -> Result<(), Error> {
    let live_input = get(&Server::json(support::REFERENCE)).await?;
    let created = live_input.created.expect("created");
    assert_eq!(created.to_string(), "2014-01-02T02:20:00Z");
    assert_eq!(live_input.delete_recording_after_days, Some(45.0));
    assert_eq!(
        live_input.status,
        Some(LiveInputStatus::State(LiveInputState::Connected))
    );
    let recording = live_input.recording.as_ref().expect("a recording");
    assert_eq!(recording.mode, Some(RecordingMode::Off));
    assert_eq!(
        recording.allowed_origins.as_deref(),
        Some(&["example.com".to_owned()][..])
    );
    assert_eq!(recording.require_signed_urls, Some(false));
    assert_eq!(recording.timeout_seconds, Some(0));
    let rtmps = live_input.rtmps.as_ref().expect("rtmps");
    assert_eq!(
        rtmps.url.as_deref(),
        Some("rtmps://live.cloudflare.com:443/live/")
    );
    let web_rtc = live_input.web_rtc.as_ref().expect("webRTC");
    assert!(
        web_rtc
            .url
            .as_deref()
            .is_some_and(|url| url.ends_with("/webRTC/publish"))
    );
    let meta = live_input.meta.as_ref().expect("meta");
    assert_eq!(meta["name"], "test stream 1");

    let expected: Value = serde_json::from_str(support::REFERENCE).expect("JSON");
    let written = json::to_string(&live_input).expect("JSON");
    let written: Value = serde_json::from_str(&written).expect("JSON");
    assert!(equal(&written, &expected["result"]), "{written:#}");
    Ok(())
}

#[tokio::test]
async fn the_raw_response_is_kept_with_the_value() -> Result<(), Error> {
    let server = Server::json(support::REFERENCE);
    let response = server
        .client()
        .stream()
        .live_inputs()
        .get(ACCOUNT, LIVE_INPUT)
        .with_response()
        .await?;
    assert_eq!(response.status(), 200);
    assert_eq!(response.request_id(), Some("8a1b2c3d4e5f6789-AMS"));
    assert_eq!(response.text(), support::REFERENCE);
    assert_eq!(response.messages()[0].code, Some(1000));
    assert_eq!(response.warnings(), []);
    assert_eq!(response.into_value().uid.as_deref(), Some(LIVE_INPUT));
    Ok(())
}

#[tokio::test]
async fn an_unknown_state_survives_in_both_forms() -> Result<(), Error> {
    for status in [
        r#"{"status":"on_the_moon"}"#,
        r#"{"status":{"current":{"reason":"gravity","state":"on_the_moon"}}}"#,
    ] {
        let server = Server::json(&envelope(status));
        let client = server.builder().strict(true).build()?;
        let call = client.stream().live_inputs().get(ACCOUNT, LIVE_INPUT);
        let live_input = call.await?;
        let state = match live_input.status.clone() {
            Some(LiveInputStatus::State(state)) => Some(state),
            Some(LiveInputStatus::Connections(connections)) => {
                connections.current.and_then(|current| current.state)
            }
            _ => None,
        };
        let state = state.expect("a state");
        assert_eq!(state.as_str(), "on_the_moon");
        assert!(matches!(state, LiveInputState::Unrecognized(_)));
        assert_eq!(json::to_string(&live_input).expect("JSON"), status);
    }
    Ok(())
}

#[tokio::test]
async fn a_status_with_connections_is_decoded() -> Result<(), Error> {
    let status = r#"{"status":{"current":{"ingestProtocol":"rtmp","reason":"connected","state":"connected","statusEnteredAt":"2024-01-11T21:17:41.104Z","statusLastSeen":"2024-01-11T21:18:41.104Z"},"history":[{"state":"disconnected","reason":"client_disconnect"}]}}"#;
    let server = Server::json(&envelope(status));
    let client = server.builder().strict(true).build()?;
    let call = client.stream().live_inputs().get(ACCOUNT, LIVE_INPUT);
    let live_input = call.await?;
    let Some(LiveInputStatus::Connections(connections)) = live_input.status else {
        panic!("not an object: {:?}", live_input.status);
    };
    let time = |text: &str| Some(text.parse().expect("a time"));
    let current = connections.current.expect("a connection");
    assert_eq!(current.ingest_protocol.as_deref(), Some("rtmp"));
    assert_eq!(current.state, Some(LiveInputState::Connected));
    assert_eq!(current.reason, Some(LiveInputState::Connected));
    assert_eq!(current.status_entered_at, time("2024-01-11T21:17:41.104Z"));
    assert_eq!(current.status_last_seen, time("2024-01-11T21:18:41.104Z"));
    let [earlier] = connections
        .history
        .expect("a history")
        .try_into()
        .expect("one");
    let earlier: LiveInputConnection = earlier;
    assert_eq!(earlier.state, Some(LiveInputState::Disconnected));
    assert_eq!(earlier.reason, Some(LiveInputState::ClientDisconnect));
    Ok(())
}

#[tokio::test]
async fn a_status_before_the_first_connection_is_decoded() -> Result<(), Error> {
    let never = LiveInputConnections::default();
    let mut none = never.clone();
    none.history = Some(Vec::new());
    for (body, status) in [
        (r#"{"status":null}"#, None),
        (r"{}", None),
        (
            r#"{"status":{"current":null,"history":[]}}"#,
            Some(LiveInputStatus::Connections(none)),
        ),
        (
            r#"{"status":{}}"#,
            Some(LiveInputStatus::Connections(never)),
        ),
    ] {
        let server = Server::json(&envelope(body));
        let client = server.builder().strict(true).build()?;
        let call = client.stream().live_inputs().get(ACCOUNT, LIVE_INPUT);
        assert_eq!(call.await?.status, status, "{body}");
    }
    Ok(())
}

#[tokio::test]
async fn an_optional_member_of_another_type_is_none_and_reported() -> Result<(), Error> {
    let body = envelope(r#"{"recording":["automatic"],"uid":"66be4bf738797e01e1fca35a7bdecdcd"}"#);
    let server = Server::json(&body);
    let reported = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&reported);
    let client = server
        .builder()
        .on_warning(move |warning| sink.lock().expect("one thread").push(warning.to_string()))
        .build()?;
    let response = client
        .stream()
        .live_inputs()
        .get(ACCOUNT, LIVE_INPUT)
        .with_response()
        .await?;
    assert_eq!(response.value().recording, None);
    assert_eq!(response.value().uid.as_deref(), Some(LIVE_INPUT));
    let warnings: Vec<String> = response
        .warnings()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        warnings,
        ["stream.live_inputs.get: result.recording: expected an object, found an array"]
    );
    assert_eq!(*reported.lock().expect("one thread"), warnings);
    Ok(())
}

#[tokio::test]
async fn a_strict_call_fails_where_a_lenient_one_warns() -> Result<(), Error> {
    let invalid = envelope(r#"{"recording":["automatic"]}"#);
    let invalid = http("200 OK", "application/json", &invalid);
    let server = Server::raw(vec![invalid; 4]);
    let strict = CallOptions::new().strict(true);
    let lenient = CallOptions::new().strict(false);
    let client = server.builder().strict(true).build()?;
    let errors = [
        get_with(&client, CallOptions::new()).await,
        get_with(&server.client(), strict.clone()).await,
        get_with(&server.client().with_options(strict), CallOptions::new()).await,
    ];
    for error in errors {
        let error = error.expect_err("strict").to_string();
        assert!(
            error.contains("result.recording: expected an object, found an array"),
            "{error}"
        );
    }
    assert_eq!(get_with(&client, lenient).await?, LiveInput::default());
    Ok(())
}

async fn get_with(client: &Client, options: CallOptions) -> Result<LiveInput, Error> {
    let live_inputs = client.stream().live_inputs();
    live_inputs.get(ACCOUNT, LIVE_INPUT).options(options).await
}

#[tokio::test]
async fn a_playback_without_a_required_url_is_none_and_reported() -> Result<(), Error> {
    let server = Server::json(&envelope(
        r#"{"playback":{"hls":"https://example.com/a.m3u8"},"enabled":true}"#,
    ));
    let response = server
        .client()
        .stream()
        .live_inputs()
        .get(ACCOUNT, LIVE_INPUT)
        .with_response()
        .await?;
    assert_eq!(response.value().playback, None);
    assert_eq!(response.value().enabled, Some(true));
    assert_eq!(response.warnings().len(), 1);
    assert_eq!(response.warnings()[0].path, "result.playback");
    Ok(())
}

#[tokio::test]
async fn null_and_unknown_members_are_ignored() -> Result<(), Error> {
    let server = Server::json(&envelope(
        r#"{"keysRotatedAt":null,"status":null,"created":null,"brandNew":[{"a":1}],"uid":"x"}"#,
    ));
    let response = server
        .client()
        .stream()
        .live_inputs()
        .get(ACCOUNT, LIVE_INPUT)
        .with_response()
        .await?;
    assert_eq!(response.warnings(), []);
    assert_eq!(
        response.value(),
        &json::from_str::<LiveInput>(r#"{"uid":"x"}"#).expect("JSON")
    );
    Ok(())
}

/// Returns whether two values are equal: objects as sets of members, numbers by value, everything else exactly.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, value)| right.get(name).is_some_and(|other| equal(value, other)))
        }
        _ => left == right,
    }
}
