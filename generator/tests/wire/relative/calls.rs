//! The base URLs of an API whose document names no host.

use api::{Client, ClientBuilder};

use crate::support::{refused, sent, sent_by};

fn with(base_url: &str) -> ClientBuilder {
    Client::builder().base_url(base_url)
}

#[test]
fn the_path_is_added_to_a_base_url_without_one() {
    for base_url in ["https://test", "https://test/"] {
        assert_eq!(
            sent_by(with(base_url), |client| client.calls().usual()),
            "GET /api/v1/albums"
        );
        assert_eq!(
            sent_by(with(base_url), |client| client.calls().other()),
            "POST /v2/albums"
        );
        // What names a host is replaced as a whole.
        assert_eq!(
            sent_by(with(base_url), |client| client.calls().elsewhere()),
            "GET /uploads"
        );
    }
    assert_eq!(
        sent_by(with("http://localhost:8080"), |client| client
            .calls()
            .usual()),
        "GET http://localhost:8080/api/v1/albums"
    );
}

#[test]
fn a_base_url_with_a_path_is_used_as_it_is() {
    assert_eq!(
        sent_by(with("https://test/api/v1"), |client| client.calls().usual()),
        "GET /api/v1/albums"
    );
    assert_eq!(
        sent_by(with("https://test/proxy/"), |client| client.calls().other()),
        "POST /proxy/albums"
    );
}

#[test]
fn without_a_base_url_the_error_says_how_to_set_one() {
    assert_eq!(
        refused(|client| client.calls().usual()),
        "GET /albums: configuration: no base URL: the API description has only the path `/api/v1` and no host; set the host with `base_url`, such as `https://example.com`, and the path is added"
    );
    assert_eq!(
        sent(|client| client.calls().elsewhere()),
        "GET https://upload.example.com/u/uploads"
    );
}
