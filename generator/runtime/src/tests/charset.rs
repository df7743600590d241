//! Charsets other than UTF-8, and bodies with unrequested compression.

use http::Method;
use serde_json::Value;

use super::support::{Mock, OPERATION, wait};
use crate::runtime::{Client, Error, Operation, Response, ResponseKind, Segment};
#[cfg(feature = "charset")]
use crate::runtime::{DecodeError, ResponseBody, ResponseEnum, StatusRange, StatusResponse};

static TEXT: Operation = operation(ResponseKind::Text);
static JSON: Operation = operation(ResponseKind::Json);
static EVENTS: Operation = operation(ResponseKind::Events);
#[cfg(feature = "charset")]
static SEVERAL: Operation = operation(ResponseKind::ByStatus(&[StatusResponse {
    status: StatusRange::Code(200),
    response: ResponseKind::Text,
}]));

const fn operation(kind: ResponseKind) -> Operation {
    Operation {
        method: Method::GET,
        template: "/x",
        path: Some(&[Segment::Literal("/x")]),
        response: kind,
        ..OPERATION
    }
}

const GZIP: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\xae\x05\0C\xbf\xa6\xa3\x02\0\0\0";

/// A content type with a charset, and a body of that type.
type Sent<'a> = (&'static [(&'static str, &'static str)], &'a [u8]);

fn text_of((headers, body): Sent<'_>) -> Result<Response<String>, Error> {
    let client = Mock::new(200, headers, body).client();
    wait(client.call(&TEXT).send_text_with_response())
}

fn json_of((headers, body): Sent<'_>) -> Result<Response<Value>, Error> {
    let client = Mock::new(200, headers, body).client();
    wait(client.call(&JSON).send_with_response())
}

fn strict(headers: &'static [(&'static str, &'static str)], body: &[u8]) -> Client {
    Mock::new(200, headers, body).client_with(|builder| builder.strict(true))
}

#[test]
fn text_in_utf8() {
    for (headers, body) in [
        (&[][..], &b"a\xc3\xa9"[..]),
        (&[], b"\xef\xbb\xbfa\xc3\xa9"),
        (&[("content-type", "text/csv; charset=UTF-8")], b"a\xc3\xa9"),
        // The byte order mark takes precedence over the header.
        (
            &[("content-type", "text/csv; charset=iso-8859-1")],
            b"\xef\xbb\xbfa\xc3\xa9",
        ),
    ] {
        let response = text_of((headers, body)).expect("text");
        assert_eq!(response.value(), "a\u{e9}");
        assert!(response.warnings().is_empty());
        assert_eq!(response.body(), body);
    }
    // ASCII needs no charset.
    let latin = [("content-type", "text/csv; charset=windows-1252")];
    let latin: &'static [_] = Box::leak(Box::new(latin));
    assert_eq!(text_of((latin, b"a,b")).expect("text").value(), "a,b");
}

#[test]
fn invalid_utf8_is_replaced_or_rejected_when_strict() {
    for body in [&b"a\xff"[..], b"a\xc3"] {
        let response = text_of((&[], body)).expect("text");
        assert_eq!(response.value(), "a\u{fffd}");
        assert_eq!(
            response.warnings()[0].message,
            "the body contains bytes that are invalid in its charset; they are replaced by U+FFFD"
        );
        assert_eq!(response.warnings().len(), 1);
        assert_eq!(
            response.warnings()[0].to_string(),
            "inputs.create: the body contains bytes that are invalid in its charset; they are replaced by U+FFFD"
        );
        let error = wait(strict(&[], body).call(&TEXT).send_text()).expect_err("strict");
        assert!(error.is_decode());
        assert_eq!(error.body().map(|kept| &kept[..]), Some(body));
    }
}

#[cfg(feature = "charset")]
#[derive(Debug, PartialEq)]
struct Several(String);

#[cfg(feature = "charset")]
impl ResponseEnum for Several {
    fn read(_: usize, body: ResponseBody<'_, '_>) -> Result<Self, DecodeError> {
        body.text().map(Self)
    }
}

const UTF_16: &[u8] = b"\xff\xfea\0,\0\xe9\0";

#[cfg(feature = "charset")]
#[test]
fn text_in_other_charsets() {
    let cases: [(&'static str, &[u8], &str); 7] = [
        ("text/csv; charset=iso-8859-1", b"a,\xe9", "a,\u{e9}"),
        (
            "text/csv;Charset=\"Latin1\"; header=absent",
            b"\xfc",
            "\u{fc}",
        ),
        ("text/plain; charset=shift_jis", b"\x83n", "\u{30cf}"),
        ("text/csv; charset=utf-16", b"\0a\0,", "a,"),
        ("text/csv; charset=utf-16", b"a\0,\0", "a,"),
        ("text/csv; charset=utf-16be", b"\0\xe9", "\u{e9}"),
        ("text/csv", UTF_16, "a,\u{e9}"),
    ];
    for (content_type, body, expected) in cases {
        let headers: &'static [_] = vec![("content-type", content_type)].leak();
        let response = text_of((headers, body)).expect("text");
        assert_eq!(response.value(), expected, "{content_type}");
        assert_eq!(response.text(), expected, "{content_type}");
        assert!(response.warnings().is_empty());
        let client = Mock::new(200, headers, body).client();
        let several = wait(client.call(&SEVERAL).send_by_status::<Several>());
        assert_eq!(several.expect("text").0, expected);
    }
    let odd: &'static [_] = &[("content-type", "text/csv; charset=klingon")];
    let error = text_of((odd, b"\xe9")).expect_err("no such charset");
    let wanted = "the charset of the body is `klingon`, which is not supported";
    assert!(error.to_string().ends_with(wanted), "{error}");
    let half: &'static [_] = &[("content-type", "text/csv; charset=utf-16le")];
    let response = text_of((half, b"a\0\0\xd8")).expect("text");
    assert_eq!(
        (response.value().as_str(), response.warnings().len()),
        ("a\u{fffd}", 1)
    );
    wait(strict(half, b"a\0\0\xd8").call(&TEXT).send_text()).expect_err("strict");
}

#[cfg(feature = "charset")]
#[test]
fn json_in_other_charsets() {
    let utf_16: Vec<u8> = "\u{feff}{\"a\":\"\u{e9}\"}"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let cases: [(&'static str, &[u8]); 4] = [
        ("application/json", &utf_16),
        ("application/json; charset=utf-16be", &utf_16[2..]),
        ("application/json; charset=ISO-8859-1", b"{\"a\":\"\xe9\"}"),
        // The declared charset is wrong.
        (
            "application/json; charset=ISO-8859-1",
            b"{\"a\":\"\xc3\xa9\"}",
        ),
    ];
    for (content_type, body) in cases {
        let headers: &'static [_] = vec![("content-type", content_type)].leak();
        let response = json_of((headers, body)).expect("JSON");
        assert_eq!(response.value()["a"], "\u{e9}", "{content_type}");
        let failure = Mock::new(400, headers, body).client();
        let error = wait(failure.call(&JSON).send::<Value>()).expect_err("a failure");
        let body = error.body_as::<Value>().expect("a body").expect("JSON");
        assert_eq!(body["a"], "\u{e9}");
    }
}

#[cfg(not(feature = "charset"))]
#[test]
fn other_charsets_require_the_feature() {
    let latin: &'static [_] = &[("content-type", "text/csv; charset=iso-8859-1")];
    let json: &'static [_] = &[("content-type", "application/json; charset=iso-8859-1")];
    let text = |sent| text_of(sent).expect_err("no UTF-8").to_string();
    assert!(text((latin, b"a,\xe9")).ends_with(
        "the charset of the body is `iso-8859-1`; enable the feature `charset` to read it"
    ));
    assert!(text((&[], UTF_16)).ends_with(
        "the charset of the body is `utf-16le`; enable the feature `charset` to read it"
    ));
    let error = json_of((json, b"\"\xe9\"")).expect_err("no UTF-8");
    assert!(
        error.to_string().contains("the feature `charset`"),
        "{error}"
    );
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"\"\xe9\""[..]));
    let failed = |headers| {
        let client = Mock::new(400, headers, b"\"\xe9\"").client();
        let error = wait(client.call(&JSON).send::<Value>()).expect_err("a failure");
        error.to_string()
    };
    assert!(failed(json).ends_with(
        "Bad Request: the charset of the body is `iso-8859-1`; enable the feature `charset` to read it"
    ));
    // Other bodies would be useless in any charset.
    assert!(failed(latin).ends_with("400 Bad Request"));
    assert_eq!(*json_of((json, b"7")).expect("ASCII").value(), 7);
}

#[test]
fn compressed_text_is_an_error() {
    let gzip: &'static [_] = &[
        ("content-type", "application/json"),
        ("content-encoding", "gzip"),
    ];
    let wanted = "the body is compressed with gzip; enable the feature `gzip` to decompress it";
    for headers in [gzip, &[("content-type", "application/json")], &[]] {
        let error = json_of((headers, GZIP)).expect_err("compressed");
        assert!(error.is_decode());
        assert!(error.to_string().ends_with(wanted), "{error}");
        assert_eq!(error.body().map(|body| &body[..]), Some(GZIP));
        let error = text_of((headers, GZIP)).expect_err("compressed");
        assert!(error.to_string().ends_with(wanted), "{error}");
    }
    for (coding, told) in [("br", "`br`"), ("zstd", "`zstd`"), ("deflate", "`deflate`")] {
        let headers: &'static [_] = vec![("content-encoding", coding)].leak();
        let error = json_of((headers, b"\x78\x9c\x01")).expect_err("compressed");
        let wanted = format!("the body is compressed with {told}, which is not supported");
        assert!(error.to_string().ends_with(&wanted), "{error}");
        // A custom transport may keep the header.
        assert_eq!(*json_of((headers, b"7")).expect("JSON").value(), 7);
    }
    let failure = Mock::new(422, gzip, GZIP).client();
    let error = wait(failure.call(&JSON).send::<Value>()).expect_err("a failure");
    assert_eq!(
        error.to_string(),
        format!("GET /x: 422 Unprocessable Entity: {wanted}")
    );
    let events: &'static [_] = &[
        ("content-type", "text/event-stream"),
        ("content-encoding", "gzip"),
    ];
    let client = Mock::new(200, events, GZIP).client();
    let error = wait(async {
        let mut events = client.call(&EVENTS).send_events::<Value>().await?;
        let first = events.next().await.expect("something");
        assert!(events.next().await.is_none());
        first.map(drop)
    });
    assert!(error.expect_err("compressed").to_string().ends_with(wanted));
}

#[test]
fn bytes_are_unchanged() {
    let headers: &'static [_] = &[("content-encoding", "gzip")];
    let client = Mock::new(200, headers, GZIP).client();
    assert_eq!(wait(client.call(&TEXT).send_bytes()).expect("bytes"), GZIP);
}
