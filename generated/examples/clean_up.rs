//! Lists the live inputs that are older than a number of days, and deletes them with `--delete`:
//!
//! ```text
//! CLOUDFLARE_API_TOKEN=… cargo run --example clean_up -- 023e105f4ecef8ad9ca31a8372d0c353 90
//! CLOUDFLARE_API_TOKEN=… cargo run --example clean_up -- 023e105f4ecef8ad9ca31a8372d0c353 90 --delete
//! ```

use std::error::Error;

use cloudflare_stream::jiff::{SignedDuration, Timestamp};
use cloudflare_stream::{CallOptions, Client};

const USAGE: &str = "usage: clean_up <account id> <days> [--delete]";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (account_id, days, delete) = match arguments.as_slice() {
        [account_id, days] => (account_id, days, false),
        [account_id, days, flag] if flag == "--delete" => (account_id, days, true),
        _ => return Err(USAGE.into()),
    };
    // The hours of an `i32` of days fit into an `i64`.
    let age = SignedDuration::from_hours(i64::from(days.parse::<i32>()?) * 24);
    let limit = Timestamp::now().checked_sub(age)?;

    let client = Client::from_env()?;
    let live_inputs = client.stream().live_inputs();
    // Strict, because the program deletes what is in the list, so all of it must be decoded.
    let strict = CallOptions::new().strict(true);
    let list = live_inputs
        .list(account_id)
        .include_counts(true)
        .options(strict)
        .await?;
    let listed = list.live_inputs.ok_or("the response has no live inputs")?;
    // The API has no pages, so the rest of a longer list cannot be read.
    let total = usize::try_from(list.total.unwrap_or_default())?;
    if total > listed.len() {
        return Err(format!("the list has {} of {total} live inputs", listed.len()).into());
    }

    for live_input in listed {
        // A live input without a creation time is skipped.
        let (Some(uid), Some(created)) = (live_input.uid, live_input.created) else {
            continue;
        };
        if created >= limit {
            continue;
        }
        let meta = live_input.meta.unwrap_or_default();
        let name = meta.get("name").and_then(|name| name.as_str());
        println!("{uid}  {created}  {}", name.unwrap_or("(no name)"));
        if delete {
            match live_inputs.delete(account_id, &uid).await {
                // Already deleted, by someone else or by an attempt whose response was lost.
                Err(error) if error.is_not_found() => {}
                result => result?,
            }
        }
    }
    if !delete {
        println!("Nothing was deleted. Add --delete to delete them.");
    }
    Ok(())
}
