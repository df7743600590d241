//! What `Debug` shows of items with secrets.

use std::fmt::Debug;

use api::Client;
use api::json::from_str;
use api::resources::notes::CreateBody;
use api::resources::vaults::{GetHeaders, GetRequired, GetResponse};
use api::types::Holder;

use crate::support::{ServerResponse, exchange};

const SECRET: &str = "hunter2";

fn shown(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    assert!(!text.contains(SECRET), "{text}");
    text
}

fn required() -> GetRequired<'static> {
    GetRequired {
        a: "1",
        b: "2",
        c: "3",
        d: "4",
        e: "5",
        f: "6",
        key: SECRET,
    }
}

#[test]
fn arguments_and_bodies_are_redacted() {
    assert!(shown(&required()).starts_with(r#"GetRequired { a: "1", b: "2""#));
    assert!(shown(&CreateBody::Json(SECRET)).starts_with("Json("));
    assert_eq!(shown(&CreateBody::Text("a")), r#"Text("a")"#);
}

#[test]
fn responses_and_headers_are_redacted() {
    let response = ServerResponse::json(r#""hunter2""#)
        .header("x-next", SECRET)
        .header("x-plain", "p");
    let (result, _) = exchange(Client::builder(), response, |client| {
        client.vaults().get(required()).with_response()
    });
    let response = result.expect("a response");
    assert!(matches!(response.value(), GetResponse::Ok(key) if key == SECRET));
    shown(&response);
    let headers = GetHeaders::read(response.headers()).expect("headers");
    assert_eq!(headers.x_next.as_deref(), Some(SECRET));
    assert!(shown(&headers).contains(r#"x_plain: Some("p")"#));
}

/// An alternative that cannot be decoded is kept as it is, with its secrets.
#[test]
fn unrecognized_values_of_unions_with_secrets_are_redacted() {
    for json in [
        r#"{"who":{"password":"hunter2","id":"not a number"}}"#,
        r#"{"owner":{"kind":"robot","people":[{"password":"hunter2","id":1}]}}"#,
        r#"{"owner":{"kind":"staff","people":[{"password":"hunter2","id":1}]}}"#,
    ] {
        let holder: Holder = from_str(json).expect("it can be read");
        assert_ne!(holder, Holder::default(), "{json}");
        shown(&holder);
    }
}
