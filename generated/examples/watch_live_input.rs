//! Creates a live input, prints where to stream, and waits until a broadcaster is connected.
//!
//! The token comes from the environment, the account and the name are arguments:
//!
//! ```text
//! CLOUDFLARE_API_TOKEN=… cargo run --example watch_live_input -- 023e105f4ecef8ad9ca31a8372d0c353 "Sunday service"
//! ```

use std::error::Error;
use std::time::Duration;

use cloudflare_stream::Client;
use cloudflare_stream::serde_json::json;
use cloudflare_stream::types::{CreateLiveInput, LiveInputStatus, Recording, RecordingMode};

/// How often the status is asked for before the program gives up: for ten minutes.
const POLLS: u32 = 120;
/// How long it waits in between, in milliseconds, unless `POLL_MILLIS` says otherwise.
const POLL_MILLIS: u64 = 5000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(account_id), Some(name)) = (arguments.next(), arguments.next()) else {
        return Err("usage: watch_live_input <account id> <name>".into());
    };
    let poll = match std::env::var("POLL_MILLIS") {
        Ok(millis) => millis.parse()?,
        Err(_) => POLL_MILLIS,
    };

    let client = Client::from_env()?;
    let live_inputs = client.stream().live_inputs();
    let recording = Recording::new().mode(RecordingMode::Automatic);
    let live_input = live_inputs
        .create(
            &account_id,
            &CreateLiveInput::new()
                .meta([("name", json!(name))])
                .recording(recording),
        )
        .await?;

    // All members of an answer are optional here, because the API's document promises none of them.
    let uid = live_input.uid.ok_or("the live input has no uid")?;
    println!("Live input  {uid}");
    if let Some(url) = live_input.rtmps.and_then(|rtmps| rtmps.url) {
        // Broadcasting software wants `rtmps.stream_key` as well. It is a secret, so it is not printed here.
        println!("Stream to   {url}");
    }
    if let Some(url) = live_input.web_rtc_playback.and_then(|web_rtc| web_rtc.url) {
        println!("Watch at    {url}");
    }

    for _ in 0..POLLS {
        // A request that fails for a moment is repeated by the client itself, so that any error here is one to report.
        let status = live_inputs.get(&account_id, &uid).await?.status;
        match status {
            Some(LiveInputStatus::Connected | LiveInputStatus::Reconnected) => {
                println!("Connected");
                return Ok(());
            }
            // The status of this moment, or one that this program does not know: print it and go on.
            Some(status) => println!("Status      {status}"),
            None => println!("Status      nobody was connected yet"),
        }
        tokio::time::sleep(Duration::from_millis(poll)).await;
    }
    Err("nobody connected in time".into())
}
