//! Creates a live input, prints where to stream and watch, and prints each change of its state for ten minutes.
//!
//! The token is in the environment, the account and the name are arguments:
//!
//! ```text
//! CLOUDFLARE_API_TOKEN=… cargo run --example watch_live_input -- 023e105f4ecef8ad9ca31a8372d0c353 "Sunday service"
//! ```

use std::error::Error;
use std::time::Duration;

use cloudflare_stream::Client;
use cloudflare_stream::serde_json::json;
use cloudflare_stream::types::{
    CreateLiveInput, LiveInputState, LiveInputStatus, Recording, RecordingMode,
};

/// How many times the program requests the status, unless `POLLS` is set.
const POLLS: u64 = 120;
/// The delay between two requests in milliseconds, unless `POLL_MILLIS` is set.
const POLL_MILLIS: u64 = 5000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(account_id), Some(name)) = (arguments.next(), arguments.next()) else {
        return Err("usage: watch_live_input <account id> <name>".into());
    };
    let polls = setting("POLLS", POLLS)?;
    let interval = Duration::from_millis(setting("POLL_MILLIS", POLL_MILLIS)?);

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

    // All properties of the response are optional, because the API's document does not require any.
    let uid = live_input.uid.ok_or("the live input has no uid")?;
    println!("Live input  {uid}");
    if let Some(url) = live_input.rtmps.and_then(|rtmps| rtmps.url) {
        // Broadcasting software also needs `rtmps.stream_key`. It is a secret, so it is not printed here.
        println!("Stream to   {url}");
    }
    if let Some(url) = live_input.web_rtc_playback.and_then(|web_rtc| web_rtc.url) {
        println!("Watch at    {url}");
    }

    let mut last = None;
    for _ in 0..polls {
        // The client retries temporary failures, so any error here is final.
        let state = match live_inputs.get(&account_id, &uid).await?.status {
            // The API documents only a state; the service sends connections.
            Some(LiveInputStatus::State(state)) => Some(state),
            Some(LiveInputStatus::Connections(connections)) => connections
                .current
                .map(|current| current.state.unwrap_or_else(|| "unknown".into())),
            Some(_) => Some(LiveInputState::from("unknown")),
            None => None,
        };
        if last.as_ref() != Some(&state) {
            match &state {
                // An open enum: an unknown state is printed as the service sent it.
                Some(state) => println!("Status      {state}"),
                None => println!("Status      no broadcaster"),
            }
            last = Some(state);
        }
        tokio::time::sleep(interval).await;
    }
    Ok(())
}

/// Returns a number from the environment, or the default.
fn setting(variable: &str, default: u64) -> Result<u64, Box<dyn Error>> {
    match std::env::var(variable) {
        Ok(text) => text
            .parse()
            .map_err(|error| format!("{variable}: {error}").into()),
        Err(_) => Ok(default),
    }
}
