//! Responses with valid JSON that no Rust type can represent: accepted with warnings, and errors if the client is
//! strict.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, json};

use super::support::{Mock, OPERATION, wait};
use crate::runtime::json::Json;
use crate::runtime::{
    Client, CursorSource, Error, Operation, PageStrategy, Pagination, Parameter, Response,
    ResponseKind, Segment,
};

static WRAPPED: Operation = operation(ResponseKind::Envelope);
static PLAIN: Operation = operation(ResponseKind::Json);
static LINES: Operation = operation(ResponseKind::Lines);

const fn operation(kind: ResponseKind) -> Operation {
    Operation {
        template: "/x",
        path: Some(&[Segment::Literal("/x")]),
        accept: None,
        response: kind,
        ..OPERATION
    }
}

fn client(body: impl AsRef<[u8]>, strict: bool) -> Client {
    Mock::new(200, &[], body).client_with(|builder| builder.strict(strict).max_retries(0))
}

fn read<T: Json>(
    operation: &'static Operation,
    body: impl AsRef<[u8]>,
    strict: bool,
) -> Result<Response<T>, Error> {
    wait(client(body, strict).call(operation).send_with_response())
}

/// Returns the value with its warnings, and checks that the first of them is an error for a strict client.
fn warned<T: Json>(operation: &'static Operation, body: impl AsRef<[u8]>) -> (T, Vec<String>) {
    let strict = read::<T>(operation, body.as_ref(), true);
    assert!(strict.is_err_and(|error| error.is_decode()));
    let response = read::<T>(operation, body, false).expect("a value");
    let warnings = response.warnings().iter().map(ToString::to_string);
    let warnings = warnings.collect();
    (response.into_value(), warnings)
}

#[test]
fn null_list_or_map_in_an_envelope_is_empty() {
    let body = r#"{"success":true,"errors":[],"messages":[],"result":null}"#;
    let (list, warnings) = warned::<Vec<String>>(&WRAPPED, body);
    assert!(list.is_empty());
    assert_eq!(
        warnings,
        ["inputs.create: result: expected an array, found null; it is read as empty"]
    );
    let (map, _) = warned::<BTreeMap<String, i64>>(&WRAPPED, body);
    assert!(map.is_empty());
    let (map, warnings) = warned::<Map<String, Value>>(&PLAIN, "null");
    assert!(map.is_empty());
    assert_eq!(
        warnings,
        ["inputs.create: expected an object, found null; it is read as empty"]
    );
    // A missing value is not empty.
    for body in ["", " ", r#"{"success":true}"#] {
        assert!(
            read::<Vec<String>>(&WRAPPED, body, false).is_err(),
            "{body}"
        );
        assert!(read::<Vec<String>>(&PLAIN, body, false).is_err(), "{body}");
    }
}

#[test]
fn last_of_duplicate_envelope_members_is_used() {
    let body = r#"{"success":false,"result":{"uid":1},"errors":[{"code":1}],"errors":null,"result":[7],"success":true}"#;
    let (list, warnings) =
        warned::<Vec<i64>>(&WRAPPED, r#"{"result":[1],"result":[2],"success":true}"#);
    assert_eq!(list, [2]);
    assert_eq!(
        warnings,
        ["inputs.create: result: duplicate member; the last value is used"]
    );
    let (list, warnings) = warned::<Vec<i64>>(&WRAPPED, body);
    assert_eq!(list, [7]);
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    // The last flag decides.
    let body = r#"{"success":true,"result":[1],"success":false}"#;
    assert!(read::<Vec<i64>>(&WRAPPED, body, false).is_err());
}

#[test]
fn invalid_utf8_is_replaced_but_kept_in_the_body() {
    let body = b"{\"success\":true,\"result\":{\"name\":\"M\xfcller\"},\"\xff\":1}";
    let (value, warnings) = warned::<Value>(&WRAPPED, body);
    assert_eq!(value, json!({"name": "M\u{fffd}ller"}));
    assert_eq!(
        warnings[0],
        "inputs.create: result.name: invalid UTF-8; it is read as U+FFFD"
    );
    let response = read::<Value>(&WRAPPED, body, false).expect("a value");
    assert_eq!(response.body()[..], body[..]);
    assert!(response.text().contains("M\u{fffd}ller"));
    let error = read::<Value>(&WRAPPED, body, true).expect_err("strict");
    assert!(
        error
            .to_string()
            .contains("result.name: invalid UTF-8 at byte")
    );
    assert_eq!(error.body().map(|kept| &kept[..]), Some(&body[..]));
}

#[test]
fn byte_order_mark_is_skipped() {
    for strict in [false, true] {
        let body = "\u{feff}\r\n{\"result\":7}";
        let response = read::<i64>(&WRAPPED, body, strict).expect("a value");
        assert!(response.warnings().is_empty());
        assert_eq!(response.body()[..], *body.as_bytes());
        assert_eq!(response.into_value(), 7);
        let error = read::<i64>(&PLAIN, "\u{feff}{}", strict).expect_err("no number");
        let decode = error.decode_error().expect("JSON");
        assert_eq!(decode.offset(), 3);
    }
}

#[test]
fn deviations_in_an_error_body() {
    let body = b"\xef\xbb\xbf{\"success\":false,\"errors\":[{\"code\":7,\"message\":\"no \\ud83d\xff\",\"code\":8}],\"x\":1e400}";
    let mock = Mock::new(422, &[], body);
    let client = mock.client_with(|builder| builder.strict(true));
    let error = wait(client.call(&WRAPPED).send::<Value>()).expect_err("refused");
    assert_eq!(error.code(), Some(8));
    assert_eq!(error.errors()[0].message, "no \u{fffd}\u{fffd}");
    let kept = error.body_as::<Value>().expect("a body").expect("JSON");
    assert_eq!(kept["x"], "1e400");
}

#[test]
fn deviations_in_lines() {
    let body = b"\xef\xbb\xbf[\"\\udc00\"]\n[\"\xff\"]\nnull\n";
    let warnings = Arc::new(Mutex::new(Vec::new()));
    let read = |strict: bool| {
        let warnings = warnings.clone();
        let mock = Mock::new(200, &[], body);
        let client = mock.client_with(|builder| {
            builder.strict(strict).on_warning(move |warning| {
                warnings.lock().expect("valid").push(warning.to_string());
            })
        });
        let lines = wait(client.call(&LINES).send_lines::<Vec<String>>()).expect("lines");
        wait(lines.collect())
    };
    let lines = read(false).expect("values");
    assert_eq!(lines, [vec!["\u{fffd}"], vec!["\u{fffd}"], vec![]]);
    assert_eq!(
        *warnings.lock().expect("valid"),
        [
            "inputs.create: [0][0]: lone surrogate; it is read as U+FFFD",
            "inputs.create: [1][0]: invalid UTF-8; it is read as U+FFFD",
            "inputs.create: [2]: expected an array, found null; it is read as empty",
        ]
    );
    assert!(read(true).is_err());
}

static CURSORS: Pagination = Pagination {
    size: None,
    items: &["data"],
    strategy: PageStrategy::Cursor {
        parameter: Parameter::query("cursor"),
        source: CursorSource::Body(&["next"]),
    },
    more: None,
};

static COUNTED: Pagination = Pagination {
    size: None,
    items: &[],
    strategy: PageStrategy::Page {
        parameter: Parameter::query("page"),
        first: 1,
        pages: None,
        total: None,
    },
    more: None,
};

#[test]
fn deviations_in_pages() {
    let body = b"\xef\xbb\xbf{\"next\":\"a\",\"next\":null,\"data\":[0],\"data\":[1,18446744073709551616],\"odd\":\"\\ud800\xff\"}";
    let items = |strict| {
        let items = client(body, strict).call(&PLAIN).items::<i64>(&CURSORS);
        wait(items.collect())
    };
    assert_eq!(items(false).expect("items"), [1, i64::MAX]);
    assert!(items(true).is_err_and(|error| error.is_decode()));
    // A repeated page is the end, even if its bytes are not valid UTF-8.
    for body in [&b"\xef\xbb\xbf[\"a\"]"[..], b"[\"\xff\xff\xff\xff\"]"] {
        let items = client(body, false).call(&PLAIN).items::<String>(&COUNTED);
        assert_eq!(wait(items.collect()).expect("items").len(), 1);
    }
}
