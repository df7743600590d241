//! Finds the live input with a name, or creates it. Its tests need no network.
//!
//! ```text
//! CLOUDFLARE_API_TOKEN=… cargo run --features test-util --example ensure_live_input -- \
//!     023e105f4ecef8ad9ca31a8372d0c353 "Sunday service"
//! cargo test --features test-util --example ensure_live_input
//! ```
//!
//! In your own crate, enable the feature `test-util` only for the dev-dependency.

use std::error::Error;

use cloudflare_stream::serde_json::json;
use cloudflare_stream::types::CreateLiveInput;
use cloudflare_stream::{CallOptions, Client};

/// Returns the uid of the live input with this name. Creates it if the account has none.
///
/// The client is an argument, so that tests can pass one with a mock transport.
async fn ensure(client: &Client, account_id: &str, name: &str) -> Result<String, Box<dyn Error>> {
    let live_inputs = client.stream().live_inputs();
    // Strict, because the program creates what is missing from the list: a live input that cannot be decoded must not be created again.
    let strict = CallOptions::new().strict(true);
    let list = live_inputs
        .list(account_id)
        .include_counts(true)
        .options(strict)
        .await?;
    let listed = list.live_inputs.ok_or("the response has no live inputs")?;
    let found = listed.iter().find(|live_input| {
        let meta = live_input.meta.as_ref();
        meta.and_then(|meta| meta.get("name")) == Some(&json!(name))
    });
    if let Some(found) = found {
        return Ok(found.uid.clone().ok_or("the live input has no uid")?);
    }
    // The API has no pages, so the rest of a longer list cannot be read.
    let total = usize::try_from(list.total.unwrap_or_default())?;
    if total > listed.len() {
        return Err(format!("the list has {} of {total} live inputs", listed.len()).into());
    }
    let new = CreateLiveInput::new().meta([("name", json!(name))]);
    let created = live_inputs.create(account_id, &new).await?;
    Ok(created.uid.ok_or("the live input has no uid")?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(account_id), Some(name)) = (arguments.next(), arguments.next()) else {
        return Err("usage: ensure_live_input <account id> <name>".into());
    };
    println!(
        "{}",
        ensure(&Client::from_env()?, &account_id, &name).await?
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use cloudflare_stream::test_util::{MockClock, MockFault, MockResponse, MockTransport};
    use cloudflare_stream::{ErrorKind, serde_json::Value};

    use super::*;

    const ACCOUNT: &str = "023e105f4ecef8ad9ca31a8372d0c353";

    /// Returns a client that sends to the mock, and whose waits are over at once.
    fn client(mock: &MockTransport, clock: &MockClock) -> Client {
        Client::builder()
            .api_token("any")
            .transport(mock.clone())
            .clock(clock.clone())
            .build()
            .expect("the settings are sound")
    }

    /// Returns a response as the service writes it: the result in its envelope.
    fn result(result: Value) -> MockResponse {
        MockResponse::json(
            &json!({"success": true, "errors": [], "messages": [], "result": result}),
        )
    }

    #[tokio::test]
    async fn a_live_input_of_the_name_is_not_created_again() {
        let mock = MockTransport::new();
        mock.expect("stream.live_inputs.list")
            .respond_with(result(json!({"liveInputs": [
                {"uid": "a", "meta": {"name": "Saturday"}},
                {"uid": "b", "meta": {"name": "Sunday"}},
            ]})));
        let client = client(&mock, &MockClock::new());
        let uid = ensure(&client, ACCOUNT, "Sunday").await.expect("a uid");
        assert_eq!(uid, "b");
        mock.assert_met();
    }

    #[tokio::test]
    async fn it_is_created_with_its_name_even_if_the_service_is_busy_at_first() {
        let (mock, clock) = (MockTransport::new(), MockClock::new());
        mock.expect("stream.live_inputs.list")
            .respond_with_sequence([
                MockResponse::empty().status(503).header("retry-after", "7"),
                result(json!({"liveInputs": [], "total": 0})),
            ]);
        mock.expect("stream.live_inputs.create")
            .json_body(json!({"meta": {"name": "Sunday"}}))
            .respond_with(result(
                json!({"uid": "c", "status": {"current": null, "history": []}}),
            ));
        let uid = ensure(&client(&mock, &clock), ACCOUNT, "Sunday").await;
        assert_eq!(uid.expect("a uid"), "c");
        // The client waited for as long as the service said, and the test did not.
        assert_eq!(clock.sleeps()[0].as_secs(), 7);
        mock.assert_met();
    }

    #[tokio::test]
    async fn nothing_is_created_by_a_list_that_may_lack_the_live_input() {
        let lists = [
            // One element is not a live input.
            json!({"liveInputs": [{"uid": "a", "meta": {"name": "Saturday"}}, 7]}),
            // A name that cannot be read.
            json!({"liveInputs": [{"uid": "a", "meta": "Sunday"}]}),
            json!({"liveInputs": [{"uid": "a"}], "total": 35586}),
            json!({"liveInputs": null}),
            json!({}),
        ];
        for list in lists {
            let mock = MockTransport::new();
            mock.expect("stream.live_inputs.list")
                .respond_with(result(list.clone()));
            let client = client(&mock, &MockClock::new());
            let uid = ensure(&client, ACCOUNT, "Sunday").await;
            assert!(uid.is_err(), "{list}: {uid:?}");
            mock.assert_met();
        }
    }

    #[tokio::test]
    async fn a_lost_response_does_not_create_two() {
        let mock = MockTransport::new();
        mock.expect("stream.live_inputs.list")
            .respond_with(result(json!({"liveInputs": []})));
        mock.expect("stream.live_inputs.create")
            .respond_with(MockResponse::fault(MockFault::Reset));
        let client = client(&mock, &MockClock::new());
        let error = ensure(&client, ACCOUNT, "Sunday").await;
        let error = error.expect_err("no response");
        let error: &cloudflare_stream::Error = error.downcast_ref().expect("the client's error");
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(error.may_have_been_processed());
        mock.assert_met();
    }
}
