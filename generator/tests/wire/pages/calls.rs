//! Pages: what each is asked for by, and where they end.

use api::types::Thing;
use api::{CallOptions, Client, PagePosition};

use crate::support::{Recorder, ServerResponse, recording_all, wait};

fn thing(id: &str) -> Thing {
    api::json::from_str(&format!(r#"{{"id":"{id}"}}"#)).expect("it has what is required")
}

/// Returns a client that gets these JSON texts, and what records its requests.
fn client_with(bodies: &[&str]) -> (Client, Recorder) {
    recording_all(
        Client::builder(),
        bodies.iter().map(|body| ServerResponse::json(body)),
    )
}

#[test]
fn by_number_up_to_the_last_page() {
    let (client, recorder) = client_with(&[
        r#"{"data":[{"id":"a"},{"id":"b"}],"meta":{"total_pages":2}}"#,
        r#"{"data":[{"id":"c"}],"meta":{"total_pages":2}}"#,
    ]);
    let options = CallOptions::new().header("x-trace", "7");
    let call = client
        .things()
        .list("small things")
        .per_page(2)
        .options(options);
    let things = wait(call.items().collect()).expect("two pages");
    assert_eq!(things, ["a", "b", "c"].map(thing));
    assert_eq!(
        recorder.take(),
        "GET /things/small%20things?per_page=2\naccept: application/json\nx-trace: 7\n\n\
         GET /things/small%20things?per_page=2&page=2\naccept: application/json\nx-trace: 7"
    );
}

#[test]
fn numbers_that_cannot_be_true_do_not_end_the_list() {
    let (client, recorder) = client_with(&[
        r#"{"data":[{"id":"a"},{"id":"b"}],"meta":{"total_pages":0}}"#,
        r#"{"data":[{"id":"c"},{"id":"d"}],"meta":{"total_pages":1}}"#,
        r#"{"data":[{"id":"e"}],"meta":{"total_pages":0}}"#,
    ]);
    let call = client.things().list("x").per_page(2);
    let things = wait(call.items().collect()).expect("three pages");
    assert_eq!(things, ["a", "b", "c", "d", "e"].map(thing));
    assert_eq!(
        recorder.take(),
        "GET /things/x?per_page=2\naccept: application/json\n\n\
         GET /things/x?per_page=2&page=2\naccept: application/json\n\n\
         GET /things/x?per_page=2&page=3\naccept: application/json"
    );
}

#[test]
fn the_first_page_by_itself() {
    let (client, recorder) = client_with(&[r#"{"data":[{"id":"a"}],"meta":{"total_pages":9}}"#]);
    let page = wait(client.things().list("x").into_future()).expect("a page");
    assert_eq!(page.meta.and_then(|meta| meta.total_pages), Some(9));
    assert_eq!(recorder.take(), "GET /things/x\naccept: application/json");
}

#[test]
fn pages_whole_and_from_the_middle() {
    let (client, recorder) = client_with(&[
        r#"{"data":[{"id":"c"}],"meta":{"total_pages":4}}"#,
        r#"{"data":[{"id":"d"}],"meta":{"total_pages":4}}"#,
    ]);
    let mut pages = client.things().list("x").page(3).pages();
    let page = wait(pages.next()).expect("a page").expect("it reads");
    assert_eq!(page.data, Some(vec![thing("c")]));
    assert_eq!(*pages.position(), PagePosition::At("4".to_owned()));
    wait(pages.next()).expect("a page").expect("it reads");
    assert_eq!(*pages.position(), PagePosition::End);
    assert!(wait(pages.next()).is_none());
    assert_eq!(
        recorder.take(),
        "GET /things/x?page=3\naccept: application/json\n\nGET /things/x?page=4\naccept: application/json"
    );
}

#[test]
fn by_a_cursor_that_needs_escapes() {
    let (client, recorder) = client_with(&[
        r#"{"items":[1,2],"next_cursor":"a+b/c="}"#,
        r#"{"items":[],"next_cursor":"d"}"#,
        r#"{"items":[3],"next_cursor":null}"#,
    ]);
    let items = client.events().list().items();
    assert_eq!(wait(items.collect()).expect("three pages"), [1, 2, 3]);
    assert_eq!(
        recorder.take(),
        "GET /events\naccept: application/json\n\n\
         GET /events?page%5Bafter%5D=a%2Bb%2Fc%3D\naccept: application/json\n\n\
         GET /events?page%5Bafter%5D=d\naccept: application/json"
    );
}

#[test]
fn by_an_offset_in_a_header_with_the_body_again() {
    let (client, recorder) = client_with(&[
        r#"{"lines":["a","b"],"all":3}"#,
        r#"{"lines":["c"],"all":3}"#,
    ]);
    let items = client.logs().search("query").items();
    assert_eq!(wait(items.collect()).expect("two pages"), ["a", "b", "c"]);
    assert_eq!(
        recorder.take(),
        "POST /logs\naccept: application/json\ncontent-type: text/plain\n\nquery\n\n\
         POST /logs\naccept: application/json\ncontent-type: text/plain\nx-offset: 2\n\nquery"
    );
}

#[test]
fn by_links() {
    let link = |address: &str| format!("<{address}>; rel=\"next\", </tags>; rel=\"first\"");
    let responses = [
        ServerResponse::json(r#"["a"]"#)
            .header("link", &link("https://test/tags?per_page=1&page=2")),
        ServerResponse::json(r#"["b"]"#).header("link", &link("https://other/tags?page=3")),
    ];
    let (client, recorder) = recording_all(Client::builder(), responses);
    let mut items = client.tags().list().per_page(1).items();
    assert_eq!(wait(items.next()).expect("an item").expect("it reads"), "a");
    assert_eq!(wait(items.next()).expect("an item").expect("it reads"), "b");
    let error = wait(items.next())
        .expect("an error")
        .expect_err("another origin");
    assert_eq!(
        error.to_string(),
        "GET /tags: the URL of the next page has another origin and is not followed"
    );
    assert_eq!(
        recorder.take(),
        "GET /tags?per_page=1\naccept: application/json\n\nGET /tags?per_page=1&page=2\naccept: application/json"
    );
}

#[test]
fn a_service_that_ignores_what_it_is_asked_for() {
    let (client, recorder) = client_with(&[r#"{"data":[{"id":"a"}]}"#]);
    let things = wait(client.things().list("x").items().collect()).expect("one page");
    assert_eq!(things, [thing("a")]);
    assert_eq!(recorder.take().matches("GET").count(), 2);
}
