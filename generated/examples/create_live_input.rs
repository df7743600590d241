//! Creates a live input and prints where to stream.
//!
//! The token is in the environment, the account is the first argument:
//!
//! ```text
//! CLOUDFLARE_API_TOKEN=… cargo run --example create_live_input -- 023e105f4ecef8ad9ca31a8372d0c353
//! ```

use std::error::Error;

use cloudflare_stream::Client;
use cloudflare_stream::types::{CreateLiveInput, Recording, RecordingMode};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let account_id = std::env::args()
        .nth(1)
        .ok_or("usage: create_live_input <account id>")?;

    let client = Client::from_env()?;
    let live_input = client
        .stream()
        .live_inputs()
        .create(
            &account_id,
            &CreateLiveInput::new()
                .delete_recording_after_days(45.0)
                .recording(Recording::new().mode(RecordingMode::Automatic)),
        )
        .await?;

    println!(
        "Live input {}",
        live_input.uid.as_deref().unwrap_or("without a uid")
    );
    if let Some(rtmps) = &live_input.rtmps {
        println!("Stream to  {}", rtmps.url.as_deref().unwrap_or("(no URL)"));
        // The key is a secret: print it only where nobody else can see it.
        if rtmps.stream_key.is_some() {
            println!("The stream key is in `rtmps.stream_key`");
        }
    }
    Ok(())
}
