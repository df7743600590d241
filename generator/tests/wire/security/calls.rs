//! Credentials in requests.

use api::{CallOptions, Client};

use crate::support::{refused, refused_by, sent, sent_by};

#[test]
fn the_first_alternative_that_is_complete_is_sent() {
    assert_eq!(
        sent_by(Client::builder().bearer("t"), |client| client
            .calls()
            .usual()),
        "GET /usual\nauthorization: Bearer t"
    );
    assert_eq!(
        sent_by(Client::builder().key("k").secret("s"), |client| client
            .calls()
            .usual()),
        "GET /usual\nx-key: k\nx-secret: s"
    );
    assert_eq!(
        sent_by(
            Client::builder().secret("s").bearer("t").key("k"),
            |client| client.calls().usual()
        ),
        "GET /usual\nauthorization: Bearer t"
    );
    assert_eq!(
        refused_by(Client::builder().key("k"), |client| client.calls().usual()),
        "GET /usual: configuration: no credentials: set `bearer`, or `key` and `secret`; or `no_credentials` if the server requires none"
    );
    assert_eq!(
        refused(|client| client.calls().usual()),
        "GET /usual: configuration: no credentials: set `bearer`, or `key` and `secret`; or `no_credentials` if the server requires none"
    );
}

#[test]
fn where_none_is_needed_none_is_sent() {
    assert_eq!(
        sent_by(Client::builder().bearer("t"), |client| client
            .calls()
            .open()),
        "GET /open"
    );
    assert_eq!(sent(|client| client.calls().optional()), "GET /optional");
    assert_eq!(
        sent_by(Client::builder().bearer("t"), |client| client
            .calls()
            .optional()),
        "GET /optional\nauthorization: Bearer t"
    );
}

#[test]
fn every_place() {
    assert_eq!(
        sent_by(Client::builder().query_("a&b"), |client| client
            .calls()
            .query()
            .q("x")),
        "GET /query?q=x&api%20key=a%26b"
    );
    assert_eq!(
        sent_by(Client::builder().cookie("c"), |client| client
            .calls()
            .cookie()
            .a("1")),
        "GET /cookie\ncookie: a=1; session=c"
    );
    assert_eq!(
        sent_by(
            Client::builder().basic_("Aladdin", "open sesame"),
            |client| { client.calls().basic() }
        ),
        "GET /basic\nauthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    );
    assert_eq!(
        sent_by(Client::builder().other("o"), |client| client
            .calls()
            .other()),
        "GET /other\nauthorization: Custom o"
    );
    assert_eq!(
        sent_by(Client::builder().oauth("o"), |client| client
            .calls()
            .oauth()),
        "GET /oauth\nauthorization: Bearer o"
    );
    assert_eq!(
        sent_by(Client::builder().openid("i"), |client| client
            .calls()
            .oauth()),
        "GET /oauth\nauthorization: Bearer i"
    );
    assert_eq!(
        sent_by(Client::builder().key("k"), |client| client.calls().tls()),
        "GET /tls\nx-key: k"
    );
}

#[test]
fn options_take_the_place_of_all_credentials() {
    let options = CallOptions::new().header("authorization", "Bearer other");
    let builder = Client::builder().key("k").secret("s");
    assert_eq!(
        sent_by(builder, |client| client.calls().usual().options(options)),
        "GET /usual\nauthorization: Bearer other"
    );
}
