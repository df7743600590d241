//! Paths whose parameters are more than one plain segment, and queries that stand in paths.

use api::CallOptions;

use crate::support::{refused, sent};

#[test]
fn a_pattern_is_the_form_of_the_value() {
    assert_eq!(
        sent(|client| client.books().get("shelves/old books", "a/b")),
        "GET /v2/shelves/old%20books/books/a%2Fb"
    );
    assert_eq!(
        sent(|client| client.books().copy("shelves/1/books/2")),
        "POST /v2/shelves/1/books/2:copy"
    );
    assert_eq!(
        sent(|client| client.books().copy("shelves/1/books/2/pages/3?")),
        "POST /v2/shelves/1/books/2/pages/3%3F:copy"
    );
}

#[test]
fn a_value_of_another_form_is_not_sent() {
    for value in ["1", "shelves", "shelves/1/2", "rooms/1", "/shelves/1"] {
        assert_eq!(
            refused(|client| client.books().get(value, "b")),
            "GET /v2/{parent=shelves/*}/books/{book}: invalid request: parent: must match `shelves/*`, where `*` is one path segment"
        );
    }
    assert_eq!(
        refused(|client| client.books().copy("shelves/1")),
        "POST /v2/{name=shelves/*/books/**}:copy: invalid request: name: must match `shelves/*/books/**`, where `*` is one path segment and `**` is any number of segments"
    );
}

#[test]
fn values_of_several_segments_keep_their_slashes() {
    assert_eq!(
        sent(|client| client.blobs().get("a b/c?d/#e%2F")),
        "GET /blobs/a%20b/c%3Fd/%23e%252F"
    );
    assert_eq!(
        sent(|client| client.blobs().meta("x/y/z")),
        "GET /blobs/x/y/z/meta"
    );
    assert_eq!(
        sent(|client| client.edge().any("one/two")),
        "GET /edge/one/two"
    );
    assert_eq!(sent(|client| client.edge().any("one")), "GET /edge/one");
    assert_eq!(
        sent(|client| client.edge().mirror("/one/two")),
        "GET /mirror/one/two"
    );
    assert_eq!(
        sent(|client| client.branches().protection("feature/a b")),
        "GET /branches/feature/a%20b/protection"
    );
    assert_eq!(sent(|client| client.users().get(7)), "GET /users/7");
    assert_eq!(
        sent(|client| client.points().get(&[1, 2], "a/b")),
        "GET /points.1.2/;mark=a%2Fb"
    );
}

#[test]
fn segments_that_would_lead_elsewhere_are_not_sent() {
    for value in [
        "..",
        "a/..",
        "../a",
        "a/./b",
        "a/%2e%2E/b",
        "%2e",
        "a/..;b/c",
        "a\\..\\b",
    ] {
        assert_eq!(
            refused(|client| client.blobs().get(value)),
            "GET /blobs/{key=**}: invalid request: key: creates a path segment `.` or `..`, which would change the path",
            "{value}"
        );
    }
    for value in ["a//b", "a/", "//"] {
        assert_eq!(
            refused(|client| client.blobs().get(value)),
            "GET /blobs/{key=**}: invalid request: key: must not contain an empty segment (`//` or a trailing `/`)",
            "{value}"
        );
    }
    assert_eq!(
        refused(|client| client.blobs().get("/a")),
        "GET /blobs/{key=**}: invalid request: key: must not start with `/`, because the path already has one"
    );
    assert_eq!(
        refused(|client| client.blobs().get("")),
        "GET /blobs/{key=**}: invalid request: key: must not be empty, because it is part of the path"
    );
}

#[test]
fn reserved_characters_stay_where_the_document_allows_them() {
    assert_eq!(
        sent(|client| client.quotes().get("NYSE:BRK,b@x/y?z#w%20")),
        "GET /quotes/NYSE:BRK,b@x%2Fy%3Fz%23w%20"
    );
    assert_eq!(
        sent(|client| client.quotes().get("100% [é]&+;='!*()$")),
        "GET /quotes/100%25%20%5B%C3%A9%5D&+;='!*()$"
    );
    assert_eq!(
        sent(|client| client.quotes().all(&["a:1".to_owned(), "b/2".to_owned()])),
        "GET /quotes/a:1,b%2F2/all"
    );
    for value in ["%2e%2e", "..", "a%2F..%2Fb", "%2E."] {
        assert_eq!(
            refused(|client| client.quotes().get(value)),
            "GET /quotes/{symbol}: invalid request: symbol: creates a path segment `.` or `..`, which would change the path",
            "{value}"
        );
    }
    assert_eq!(
        sent(|client| client.locks().get("subscriptions/1/groups/a%20b", "c:d")),
        "GET /subscriptions/1/groups/a%20b/locks/c%3Ad"
    );
}

#[test]
fn a_query_in_the_path_is_sent_once() {
    assert_eq!(
        sent(|client| client.logs().list("1 h").zone("UTC")),
        "GET /logs/?view=all&since=1%20h&zone=UTC"
    );
    assert_eq!(
        sent(|client| client.logs().list("a").until("b").view("new")),
        "GET /logs/?since=a&until=b&view=new"
    );
    assert_eq!(
        sent(|client| client
            .logs()
            .list("a")
            .options(CallOptions::new().query("view", "x"))),
        "GET /logs/?since=a&view=x"
    );
    assert_eq!(
        sent(|client| client.logs().span("a&b", "c")),
        "GET /logs/spans?span=a%26b..c"
    );
    assert_eq!(
        sent(|client| client.logs().search("x").limit(2)),
        "GET /logs/search?text=x&limit=2"
    );
    assert_eq!(
        sent(|client| client.logs().tail()),
        "GET /logs/tail?follow=true"
    );
}
