//! Compares the requests of this client with those of Cloudflare's SDK for Python, version 5.9.0.
//!
//! `side_by_side/python.json` has the requests that the SDK sent to `side_by_side/record.py`. All differences are listed here, each
//! with its reason.

mod support;

use cloudflare_stream::Client;
use cloudflare_stream::types::{
    CreateLiveInput, CreateOutput, Recording, RecordingMode, UpdateLiveInput, UpdateOutput,
};
use serde_json::{Value, json};
use support::{ACCOUNT, LIVE_INPUT, OUTPUT, Server, envelope};

/// The differences: the index of the request, the member, the value of the SDK, and ours.
const DIFFERENCES: &[(usize, &str, &str, &str)] = &[
    // The SDK declares a JSON body that it does not send.
    (6, "content_type", "\"application/json\"", "null"),
    (10, "content_type", "\"application/json\"", "null"),
    // This client decodes the response of a deletion, because it can report that the deletion failed.
    (6, "accept", "\"*/*\"", "\"application/json\""),
    (10, "accept", "\"*/*\"", "\"application/json\""),
];

fn recording() -> Recording {
    Recording::new()
        .allowed_origins(["example.com", "https://*.example.org"])
        .hide_live_viewer_count(false)
        .mode(RecordingMode::Automatic)
        .require_signed_urls(true)
        .timeout_seconds(0)
}

fn meta() -> [(&'static str, Value); 2] {
    [
        ("name", json!("test stream 1")),
        ("nested", json!({"a": [1, null, "é"]})),
    ]
}

/// Makes the calls of `record.py` in the same order. The responses do not matter.
async fn calls(client: &Client) {
    let live_inputs = client.stream().live_inputs();
    let outputs = live_inputs.outputs();
    let create = CreateLiveInput::new()
        .default_creator("creator-id_abcde12345")
        .delete_recording_after_days(45.0)
        .enabled(false)
        .meta(meta())
        .prefer_low_latency(true)
        .recording(recording());
    let update = UpdateLiveInput::new()
        .default_creator("creator-id_abcde12345")
        .delete_recording_after_days(45.0)
        .enabled(false)
        .meta(meta())
        .prefer_low_latency(true)
        .recording(recording());
    let output = CreateOutput::new("rtmp://a.rtmp.example.com/live2", "k ey/+=").enabled(true);

    let _ = live_inputs.create(ACCOUNT, &CreateLiveInput::new()).await;
    let _ = live_inputs.create(ACCOUNT, &create).await;
    let _ = live_inputs.list(ACCOUNT).await;
    let _ = live_inputs.list(ACCOUNT).include_counts(true).await;
    let _ = live_inputs.get(ACCOUNT, LIVE_INPUT).await;
    let _ = live_inputs.update(ACCOUNT, LIVE_INPUT, &update).await;
    let _ = live_inputs.delete(ACCOUNT, LIVE_INPUT).await;
    let _ = outputs.create(ACCOUNT, LIVE_INPUT, &output).await;
    let _ = outputs.list(ACCOUNT, LIVE_INPUT).await;
    let _ = outputs
        .update(ACCOUNT, LIVE_INPUT, OUTPUT, &UpdateOutput::new(false))
        .await;
    let _ = outputs.delete(ACCOUNT, LIVE_INPUT, OUTPUT).await;
}

#[tokio::test]
async fn requests_are_the_same_but_for_the_listed_differences() {
    let python: Vec<Value> =
        serde_json::from_str(include_str!("side_by_side/python.json")).expect("JSON");
    let responses =
        vec![support::http("200 OK", "application/json", &envelope("null")); python.len()];
    let server = Server::raw(responses);
    calls(&server.client()).await;
    let received = server.received();
    assert_eq!(received.len(), python.len());

    let mut differences = Vec::new();
    for (number, (ours, theirs)) in received.iter().zip(&python).enumerate() {
        let mut parts = ours.line.split(' ');
        let (method, target) = (parts.next(), parts.next().expect("a target"));
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let header = |name: &str| ours.headers.get(name);
        let body = match ours.body.as_str() {
            "" => Value::Null,
            body => serde_json::from_str(body).expect("JSON"),
        };
        let ours = json!({
            "method": method,
            "path": path,
            "query": query,
            "authorization": header("authorization"),
            "accept": header("accept"),
            "content_type": header("content-type"),
            "body": body,
        });
        for (member, theirs) in theirs.as_object().expect("an object") {
            if *theirs != ours[member] {
                let (theirs, ours) = (theirs.to_string(), ours[member].to_string());
                differences.push((number, member.clone(), theirs, ours));
            }
        }
    }
    let listed = DIFFERENCES.iter().map(|(number, member, theirs, ours)| {
        let text = |text: &str| text.to_owned();
        (*number, text(member), text(theirs), text(ours))
    });
    differences.sort();
    let mut listed: Vec<_> = listed.collect();
    listed.sort();
    assert_eq!(differences, listed);
}
