//! The base URLs of requests.

use api::Client;

use crate::support::{sent, sent_by};

#[test]
fn variables_have_their_defaults_and_the_query_is_kept() {
    assert_eq!(
        sent(|client| client.calls().usual()),
        "GET https://eu.example.com:8443/v1/usual?tenant=a%20b"
    );
    assert_eq!(
        sent(|client| client.calls().usual().q("x")),
        "GET https://eu.example.com:8443/v1/usual?tenant=a%20b&q=x"
    );
}

#[test]
fn paths_and_operations_have_servers_of_their_own() {
    assert_eq!(
        sent(|client| client.calls().of_path()),
        "GET https://path.example.com/p/of-path"
    );
    assert_eq!(
        sent(|client| client.calls().of_operation()),
        "PUT https://operation.example.com/of-path"
    );
    // The same host, another path.
    assert_eq!(
        sent(|client| client.calls().relative()),
        "GET https://eu.example.com:8443/other/base/relative?tenant=a%20b"
    );
}

#[test]
fn a_base_url_of_the_users_own_is_for_all() {
    let own = || Client::builder().base_url("https://test/own/?key=1");
    assert_eq!(
        sent_by(own(), |client| client.calls().usual().q("x")),
        "GET /own/usual?key=1&q=x"
    );
    assert_eq!(
        sent_by(own(), |client| client.calls().of_operation()),
        "PUT /own/of-path?key=1"
    );
    assert_eq!(
        sent_by(own(), |client| client.calls().relative()),
        "GET /own/relative?key=1"
    );
}

#[test]
fn base_urls_that_cannot_be_used_are_refused() {
    let wrong = |url: &str| Client::builder().base_url(url).build().err();
    for url in [
        "https://user:pass@test/",
        "/relative",
        "ftp://test",
        "https://test/../x",
    ] {
        let error = wrong(url).unwrap_or_else(|| panic!("{url} is taken"));
        assert!(!error.to_string().contains("user:pass"), "{error}");
    }
}
