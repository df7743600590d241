//! Rotates the credentials of a live input, and prints only the new stream key, for a program that stores it:
//!
//! ```text
//! CLOUDFLARE_API_TOKEN=… cargo run --example rotate_keys -- \
//!     023e105f4ecef8ad9ca31a8372d0c353 66be4bf738797e01e1fca35a7bdecdcd | store-secret stream-key
//! ```
//!
//! The old credentials are revoked at once, and broadcasters that use them are disconnected.

use std::error::Error;
use std::io::{self, Write};

use cloudflare_stream::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(account_id), Some(live_input)) = (arguments.next(), arguments.next()) else {
        return Err("usage: rotate_keys <account id> <live input>".into());
    };

    let client = Client::from_env()?;
    let live_inputs = client.stream().live_inputs();
    let rotated = match live_inputs.rotate_keys(&account_id, &live_input).await {
        Ok(rotated) => rotated,
        Err(error) => {
            // The keys were rotated, but the response cannot be decoded. The error has the whole body, so the new keys are not lost.
            if let Some(body) = error.body().filter(|_| error.is_decode()) {
                io::stdout().write_all(body)?;
            }
            return Err(error.into());
        }
    };

    // `Debug` prints `[redacted]` instead of secrets.
    eprintln!("{:?}", rotated.rtmps);
    let key = rotated.rtmps.and_then(|rtmps| rtmps.stream_key);
    println!("{}", key.ok_or("the response has no stream key for RTMPS")?);
    Ok(())
}
