//! Turns a live input on or off, without async functions and without Tokio.
//!
//! ```text
//! CLOUDFLARE_API_TOKEN=… cargo run --features ureq --example switch_blocking -- \
//!     023e105f4ecef8ad9ca31a8372d0c353 66be4bf738797e01e1fca35a7bdecdcd off
//! ```
//!
//! A crate that needs nothing else can depend on the client with `default-features = false, features = ["ureq", "rustls"]`.

use std::error::Error;

use cloudflare_stream::Client;

const USAGE: &str = "usage: switch_blocking <account id> <live input> on|off";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [account_id, live_input, state] = arguments.as_slice() else {
        return Err(USAGE.into());
    };

    let client = Client::blocking_from_env()?;
    let live_inputs = client.stream().live_inputs();
    let live_input = match state.as_str() {
        "on" => live_inputs.enable(account_id, live_input).send()?,
        "off" => live_inputs.disable(account_id, live_input).send()?,
        _ => return Err(USAGE.into()),
    };

    match live_input.enabled {
        Some(true) => println!("It accepts streams."),
        Some(false) => println!("It does not accept streams."),
        None => println!("The response does not say whether it accepts streams."),
    }
    Ok(())
}
