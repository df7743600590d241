//! Decodes and encodes 1,000 live inputs, compared with serde_json and serde's derive for the same types.
//!
//! ```text
//! cargo bench -p cloudflare-stream --bench json
//! ```
//!
//! Each figure is the median of many rounds. Both take turns, so that their ratio is meaningful on a busy machine too.

use std::hint::black_box;
use std::time::{Duration, Instant};

use cloudflare_stream::json;
use cloudflare_stream::types::LiveInput;

const COUNT: usize = 1_000;
const ROUNDS: usize = 41;

fn main() {
    let reference: serde_json::Value =
        serde_json::from_str(include_str!("../tests/support/reference.json"))
            .expect("the reference response is JSON");
    let one = serde_json::to_string(&reference["result"]).expect("a value can be encoded");
    let text = format!("[{}]", vec![one; COUNT].join(","));
    println!("{COUNT} live inputs, {} bytes", text.len());

    let ours: Vec<LiveInput> = json::from_str(&text).expect("the JSON is a list of live inputs");
    let derived: Vec<derived::LiveInput> =
        serde_json::from_str(&text).expect("the JSON is a list of live inputs");
    compare(
        "decode",
        || {
            black_box(
                json::from_str::<Vec<LiveInput>>(black_box(&text)).expect("it was decoded before"),
            );
        },
        || {
            black_box(
                serde_json::from_str::<Vec<derived::LiveInput>>(black_box(&text))
                    .expect("it was decoded before"),
            );
        },
    );
    compare(
        "encode",
        || {
            black_box(json::to_string(black_box(&ours)).expect("it has no NaN"));
        },
        || {
            black_box(serde_json::to_string(black_box(&derived)).expect("it has no NaN"));
        },
    );
}

/// Prints both medians and their ratio.
fn compare(what: &str, mut ours: impl FnMut(), mut theirs: impl FnMut()) {
    let mut times = [Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS)];
    for _ in 0..ROUNDS {
        times[0].push(time(&mut ours));
        times[1].push(time(&mut theirs));
    }
    let [ours, theirs] = times.map(|mut times| {
        times.sort();
        times[ROUNDS / 2]
    });
    println!(
        "{what}: {:.2} ms, serde derive {:.2} ms, ratio {:.2}",
        ours.as_secs_f64() * 1e3,
        theirs.as_secs_f64() * 1e3,
        ours.as_secs_f64() / theirs.as_secs_f64()
    );
}

fn time(work: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// The same types as in a hand-written client.
mod derived {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct LiveInput {
        #[serde(skip_serializing_if = "Option::is_none")]
        created: Option<jiff::Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        delete_recording_after_days: Option<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        enabled: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        keys_rotated_at: Option<jiff::Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        meta: Option<BTreeMap<String, serde_json::Value>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        modified: Option<jiff::Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        prefer_low_latency: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        recording: Option<Recording>,
        #[serde(skip_serializing_if = "Option::is_none")]
        rtmps: Option<Rtmps>,
        #[serde(skip_serializing_if = "Option::is_none")]
        rtmps_playback: Option<Rtmps>,
        #[serde(skip_serializing_if = "Option::is_none")]
        srt: Option<Srt>,
        #[serde(skip_serializing_if = "Option::is_none")]
        srt_playback: Option<Srt>,
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<Status>,
        #[serde(skip_serializing_if = "Option::is_none")]
        uid: Option<String>,
        #[serde(rename = "webRTC", skip_serializing_if = "Option::is_none")]
        web_rtc: Option<WebRtc>,
        #[serde(rename = "webRTCPlayback", skip_serializing_if = "Option::is_none")]
        web_rtc_playback: Option<WebRtc>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Recording {
        #[serde(skip_serializing_if = "Option::is_none")]
        allowed_origins: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        hide_live_viewer_count: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        mode: Option<Mode>,
        #[serde(rename = "requireSignedURLs", skip_serializing_if = "Option::is_none")]
        require_signed_urls: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        timeout_seconds: Option<i64>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum Mode {
        Off,
        Automatic,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Rtmps {
        #[serde(skip_serializing_if = "Option::is_none")]
        stream_key: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Srt {
        #[serde(skip_serializing_if = "Option::is_none")]
        passphrase: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        stream_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Status {
        State(State),
        Connections(Connections),
    }

    #[derive(Serialize, Deserialize)]
    struct Connections {
        #[serde(skip_serializing_if = "Option::is_none")]
        current: Option<Connection>,
        #[serde(skip_serializing_if = "Option::is_none")]
        history: Option<Vec<Connection>>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Connection {
        #[serde(skip_serializing_if = "Option::is_none")]
        ingest_protocol: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<State>,
        #[serde(skip_serializing_if = "Option::is_none")]
        state: Option<State>,
        #[serde(skip_serializing_if = "Option::is_none")]
        status_entered_at: Option<jiff::Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        status_last_seen: Option<jiff::Timestamp>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum State {
        Connected,
        Disconnected,
        Reconnected,
        Reconnecting,
        ClientDisconnect,
        TtlExceeded,
        FailedToConnect,
        FailedToReconnect,
        NewConfigurationAccepted,
    }

    #[derive(Serialize, Deserialize)]
    struct WebRtc {
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    }
}
