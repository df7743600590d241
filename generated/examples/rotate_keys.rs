//! Replaces the credentials of a live input, and prints the new stream key and nothing else, for a program that stores it:
//!
//! ```text
//! CLOUDFLARE_API_TOKEN=… cargo run --example rotate_keys -- \
//!     023e105f4ecef8ad9ca31a8372d0c353 66be4bf738797e01e1fca35a7bdecdcd | store-secret stream-key
//! ```
//!
//! The old credentials are revoked at once, and who streams with them is disconnected.

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
            // The keys were replaced, but the response cannot be read. The error keeps all of it, so the new keys are not lost.
            if let Some(body) = error.body().filter(|_| error.is_decode()) {
                io::stdout().write_all(body)?;
            }
            return Err(error.into());
        }
    };

    // `Debug` writes `[redacted]` in place of each secret.
    eprintln!("{:?}", rotated.rtmps);
    let key = rotated.rtmps.and_then(|rtmps| rtmps.stream_key);
    println!("{}", key.ok_or("the response has no stream key for RTMPS")?);
    Ok(())
}
