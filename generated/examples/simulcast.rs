//! Sends the video of a live input on to two other services.
//!
//! Stream keys are secrets, so they come from the environment rather than from the command line, which others can see:
//!
//! ```text
//! CLOUDFLARE_API_TOKEN=… STREAM_KEY_1=… STREAM_KEY_2=… cargo run --example simulcast -- \
//!     023e105f4ecef8ad9ca31a8372d0c353 66be4bf738797e01e1fca35a7bdecdcd \
//!     rtmp://a.rtmp.youtube.com/live2 rtmp://live.twitch.tv/app
//! ```
//!
//! It can be run again: outputs that are there already are left as they are.

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
    // Strict, because the program creates what the list lacks: an output that cannot be read must not be created again.
    let strict = CallOptions::new().strict(true);
    let known = outputs.list(account_id, live_input).options(strict).await?;
    let is_incomplete = |output: &Output| output.url.is_none() || output.stream_key.is_none();
    if known.iter().any(is_incomplete) {
        return Err("an output has no url or no stream key, so it may be one of these".into());
    }

    for (url, stream_key) in destinations {
        let is_known = known.iter().any(|output| {
            output.url.as_ref() == Some(url) && output.stream_key.as_ref() == Some(&stream_key)
        });
        if is_known {
            println!("{url}: there already");
            continue;
        }
        // A lost response is an error and does not send this request again. Run the program again then.
        let output = CreateOutput::new(url, stream_key).enabled(true);
        let output = outputs.create(account_id, live_input, &output).await?;
        println!("{url}: output {}", output.uid.as_deref().unwrap_or("?"));
    }
    Ok(())
}

fn stream_key(variable: &str) -> Result<String, String> {
    std::env::var(variable).map_err(|error| format!("{variable}: {error}"))
}
