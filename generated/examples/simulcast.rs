//! Restreams the video of a live input to two other services.
//!
//! Stream keys are secrets, so they are in the environment and not on the command line, which other users can see:
//!
//! ```text
//! CLOUDFLARE_API_TOKEN=… STREAM_KEY_1=… STREAM_KEY_2=… cargo run --example simulcast -- \
//!     023e105f4ecef8ad9ca31a8372d0c353 66be4bf738797e01e1fca35a7bdecdcd \
//!     rtmp://a.rtmp.youtube.com/live2 rtmp://live.twitch.tv/app
//! ```
//!
//! It is safe to run again: existing outputs are left unchanged.

use std::error::Error;

use cloudflare_stream::types::{CreateOutput, Output};
use cloudflare_stream::{CallOptions, Client};

const USAGE: &str = "usage: simulcast <account id> <live input> <url> <url>";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [account_id, live_input, first, second] = arguments.as_slice() else {
        return Err(USAGE.into());
    };
    let destinations = [
        (first, stream_key("STREAM_KEY_1")?),
        (second, stream_key("STREAM_KEY_2")?),
    ];

    if destinations[0] == destinations[1] {
        return Err("the two destinations are the same".into());
    }

    let client = Client::from_env()?;
    let outputs = client.stream().live_inputs().outputs();
    // Strict, because the program creates what is missing from the list: an output that cannot be decoded must not be created again.
    let strict = CallOptions::new().strict(true);
    let known = outputs.list(account_id, live_input).options(strict).await?;
    let is_incomplete = |output: &Output| output.url.is_none() || output.stream_key.is_none();
    if known.iter().any(is_incomplete) {
        return Err("an output has no url or no stream key, so it may be one of the two".into());
    }

    for (url, stream_key) in destinations {
        let is_known = known.iter().any(|output| {
            output.url.as_ref() == Some(url) && output.stream_key.as_ref() == Some(&stream_key)
        });
        if is_known {
            println!("{url}: already exists");
            continue;
        }
        // If the response is lost, this is an error, and the request is not retried. Run the program again.
        let output = CreateOutput::new(url, stream_key).enabled(true);
        let output = outputs.create(account_id, live_input, &output).await?;
        println!("{url}: output {}", output.uid.as_deref().unwrap_or("?"));
    }
    Ok(())
}

fn stream_key(variable: &str) -> Result<String, String> {
    std::env::var(variable).map_err(|error| format!("{variable}: {error}"))
}
