//! Redirects: which are followed, where to, and with which headers.

use http::{Method, Uri};

use super::support::{Event, OPERATION, Script, wait};
use crate::runtime::request::reference::{resolve, same_origin};
use crate::runtime::{
    CallOptions, ErrorKind, Operation, ResponseKind, Segment, TimeoutPhase, TransportErrorKind,
};

static GET: Operation = Operation {
    method: Method::GET,
    path: Some(&[Segment::Literal("/x")]),
    response: ResponseKind::Json,
    ..OPERATION
};
static DELETE: Operation = Operation {
    method: Method::DELETE,
    path: Some(&[Segment::Literal("/x")]),
    response: ResponseKind::Json,
    ..OPERATION
};

const DONE: Event = Event::Response(200, &[], "7");

fn to(location: &'static str) -> Event {
    let header: &'static [(&'static str, &'static str)] = vec![("location", location)].leak();
    Event::Response(302, header, "")
}

#[test]
fn references_are_resolved() {
    let base: Uri = "https://a.example/b/c/d?q".parse().expect("a URL");
    let resolved = |text| resolve(&base, text).map(|uri| uri.to_string());
    // The examples of RFC 3986, section 5.4, that apply to HTTP.
    for (reference, expected) in [
        ("g", "https://a.example/b/c/g"),
        ("./g", "https://a.example/b/c/g"),
        ("g/", "https://a.example/b/c/g/"),
        ("/g", "https://a.example/g"),
        ("//g", "https://g/"),
        ("?y", "https://a.example/b/c/d?y"),
        ("g?y", "https://a.example/b/c/g?y"),
        ("#s", "https://a.example/b/c/d?q"),
        ("g#s", "https://a.example/b/c/g"),
        ("", "https://a.example/b/c/d?q"),
        (".", "https://a.example/b/c/"),
        ("..", "https://a.example/b/"),
        ("../g", "https://a.example/b/g"),
        ("../../../g", "https://a.example/g"),
        ("/./g/../h", "https://a.example/h"),
        ("g/../h", "https://a.example/b/c/h"),
        ("http://b.example", "http://b.example/"),
        ("HTTPS://b.example/x", "https://b.example/x"),
    ] {
        assert_eq!(
            resolved(reference).as_deref(),
            Some(expected),
            "{reference}"
        );
    }
    for reference in [
        "mailto:a@b.example",
        "ftp://b.example/",
        "javascript:1",
        "https://user:password@b.example/",
        "https://",
        "https://b.example:99999/",
        "https:///x",
        "//",
        "a b",
    ] {
        assert_eq!(resolved(reference), None, "{reference}");
    }
}

#[test]
fn origins_are_compared() {
    let same = |one: &str, other: &str| {
        same_origin(&one.parse().expect("a URL"), &other.parse().expect("a URL"))
    };
    assert!(same("https://a.example/x", "https://A.example:443/y"));
    assert!(same("http://a.example:80/", "http://a.example/"));
    assert!(!same("https://a.example/", "http://a.example/"));
    assert!(!same("https://a.example/", "https://a.example:8443/"));
    assert!(!same("https://a.example/", "https://b.a.example/"));
}

#[test]
fn credentials_are_not_sent_to_another_origin() {
    let script = Script::new([to("/y"), to("https://files.example/z?sign=1"), DONE]);
    let (client, _) = script.client(|builder| builder);
    let mut call = client.call(&GET);
    call.options(
        CallOptions::new()
            .header("x-of-the-caller", "s")
            .header("range", "bytes=0-"),
    );
    wait(call.send::<i32>()).expect("followed");
    let sent = script.sent();
    let urls: Vec<&str> = sent.iter().map(|sent| sent.url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "https://api.example.com/client/v4/x",
            "https://api.example.com/y",
            "https://files.example/z?sign=1"
        ]
    );
    assert_eq!(sent[1].header("authorization"), "Bearer t0ken");
    let mut names: Vec<&str> = sent[2].headers.keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "range", "user-agent"]);
}

#[test]
fn bodies_are_not_sent_to_another_origin() {
    let script = Script::new([to("/y"), to("https://files.example/z")]);
    let (client, _) = script.client(|builder| builder);
    let mut call = client.call(&GET);
    call.body("application/json", "secret");
    let error = wait(call.send::<i32>()).expect_err("not followed");
    assert!(
        error
            .to_string()
            .ends_with("a request with a body is not redirected to another origin"),
        "{error}"
    );
    assert_eq!(script.sent().len(), 2);
    assert_eq!(&script.sent()[1].body[..], br#""secret""#);
}

#[test]
fn failure_after_a_redirect_may_have_been_processed() {
    for (fault, kind) in [
        (TransportErrorKind::Connect, ErrorKind::Transport),
        (TransportErrorKind::Unsendable, ErrorKind::Transport),
        (
            TransportErrorKind::ConnectTimeout,
            ErrorKind::Timeout(TimeoutPhase::Attempt),
        ),
    ] {
        let script = Script::new([to("/y"), Event::Error(fault)]);
        let (client, _) = script.client(|builder| builder.max_retries(0));
        let error = wait(client.call(&GET).send::<i32>()).expect_err("no connection");
        assert_eq!(error.kind(), kind, "{fault:?}");
    }
}

#[test]
fn refused_redirects_have_a_reason() {
    let why = |operation, events: Vec<Event>| {
        let (client, _) = Script::new(events).client(|builder| builder);
        let error = wait(client.call(operation).send::<i32>()).expect_err("not followed");
        assert_eq!(error.kind(), ErrorKind::Status);
        let text = error.to_string();
        text.split("302 Found: ").nth(1).map(str::to_owned)
    };
    let says = |text: &str| Some(text.to_owned());
    assert_eq!(
        why(&DELETE, vec![to("/y")]),
        says("redirects are followed only for GET and HEAD")
    );
    assert_eq!(
        why(&GET, vec![to("http://api.example.com/y")]),
        says("a redirect from https to http is not followed")
    );
    assert_eq!(
        why(&GET, vec![Event::Response(302, &[], "")]),
        says("the redirect has no valid `Location`")
    );
    assert_eq!(
        why(&GET, vec![to("/again"); 11]),
        says("too many redirects")
    );
}
