//! Finds the live input of a name, or creates it; and tests that without a network.
//!
//! ```text
//! CLOUDFLARE_API_TOKEN=… cargo run --features test-util --example ensure_live_input -- \
//!     023e105f4ecef8ad9ca31a8372d0c353 "Sunday service"
//! cargo test --features test-util --example ensure_live_input
//! ```
//!
//! In a crate of your own the feature `test-util` belongs to the dev-dependency alone.

use cloudflare_stream::serde_json::json;
use cloudflare_stream::types::CreateLiveInput;
use cloudflare_stream::{Client, Error};

/// Returns the uid of the live input of this name.
///
/// It takes the client, rather than make one: that is all that a test needs.
async fn ensure(client: &Client, account_id: &str, name: &str) -> Result<Option<String>, Error> {
    let live_inputs = client.stream().live_inputs();
    let list = live_inputs.list(account_id).await?;
    let known = list.live_inputs.into_iter().flatten().find(|live_input| {
        let meta = live_input.meta.as_ref();
        meta.and_then(|meta| meta.get("name")) == Some(&json!(name))
    });
    if let Some(known) = known {
        return Ok(known.uid);
    }
    let new = CreateLiveInput::new().meta([("name", json!(name))]);
    Ok(live_inputs.create(account_id, &new).await?.uid)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(account_id), Some(name)) = (arguments.next(), arguments.next()) else {
        return Err("usage: ensure_live_input <account id> <name>".into());
    };
    let uid = ensure(&Client::from_env()?, &account_id, &name).await?;
    println!("{}", uid.ok_or("the live input has no uid")?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use cloudflare_stream::test_util::{MockAnswer, MockClock, MockFault, MockTransport};
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

    /// Returns an answer as the service writes it: the result in its envelope.
    fn result(result: Value) -> MockAnswer {
        MockAnswer::json(&json!({"success": true, "errors": [], "messages": [], "result": result}))
    }

    #[tokio::test]
    async fn a_live_input_of_the_name_is_not_created_again() {
        let mock = MockTransport::new();
        mock.expect("stream.live_inputs.list")
            .answer(result(json!({"liveInputs": [
                {"uid": "a", "meta": {"name": "Saturday"}},
                {"uid": "b", "meta": {"name": "Sunday"}},
            ]})));
        let client = client(&mock, &MockClock::new());
        let uid = ensure(&client, ACCOUNT, "Sunday").await.expect("an answer");
        assert_eq!(uid.as_deref(), Some("b"));
        mock.assert_met();
    }

    #[tokio::test]
    async fn it_is_created_with_its_name_even_if_the_service_is_busy_at_first() {
        let (mock, clock) = (MockTransport::new(), MockClock::new());
        mock.expect("stream.live_inputs.list").answers([
            MockAnswer::empty().status(503).header("retry-after", "7"),
            result(json!({"liveInputs": []})),
        ]);
        mock.expect("stream.live_inputs.create")
            .json_body(json!({"meta": {"name": "Sunday"}}))
            .answer(result(json!({"uid": "c"})));
        let uid = ensure(&client(&mock, &clock), ACCOUNT, "Sunday").await;
        assert_eq!(uid.expect("an answer").as_deref(), Some("c"));
        // The client waited for as long as it was told to, and the test did not.
        assert_eq!(clock.sleeps()[0].as_secs(), 7);
        mock.assert_met();
    }

    #[tokio::test]
    async fn a_lost_answer_does_not_create_two() {
        let mock = MockTransport::new();
        mock.expect("stream.live_inputs.list")
            .answer(result(json!({})));
        mock.expect("stream.live_inputs.create")
            .answer(MockAnswer::fault(MockFault::Reset));
        let client = client(&mock, &MockClock::new());
        let error = ensure(&client, ACCOUNT, "Sunday").await;
        assert_eq!(error.expect_err("no answer").kind(), ErrorKind::Transport);
        mock.assert_met();
    }
}
