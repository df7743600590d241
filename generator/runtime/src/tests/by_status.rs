//! Responses with several types by status, and with other media types.

use bytes::Bytes;

use super::support::{Mock, OPERATION, wait};
use crate::runtime::json::DecodeError;
use crate::runtime::{
    Error, Operation, ResponseBody, ResponseEnum, ResponseKind, Segment, StatusRange,
    StatusResponse, UndeclaredResponse,
};

/// The response of the operation below.
#[derive(Clone, Debug, PartialEq)]
enum Several {
    Ok(i32),
    Created(Vec<String>),
    Note(String),
    NoContent,
    Wrapped(bool),
    Lines(Vec<i32>),
    Bytes(Bytes),
    UndeclaredResponse(UndeclaredResponse),
}

impl ResponseEnum for Several {
    fn read(number: usize, body: ResponseBody<'_, '_>) -> Result<Self, DecodeError> {
        Ok(match number {
            0 => Self::Ok(body.json()?),
            1 => Self::Created(body.json()?),
            2 => Self::Note(body.text()?),
            3 => Self::NoContent,
            4 => Self::Wrapped(body.json()?),
            5 => Self::Lines(body.lines()?),
            6 => Self::Bytes(body.bytes()),
            _ => Self::UndeclaredResponse(body.undeclared()),
        })
    }
}

const fn one(code: u16, kind: ResponseKind) -> StatusResponse {
    StatusResponse {
        status: StatusRange::Code(code),
        response: kind,
    }
}

static EXACT: &[StatusResponse] = &[
    one(200, ResponseKind::Json),
    one(201, ResponseKind::Json),
    one(203, ResponseKind::Text),
    one(204, ResponseKind::Ignored),
    one(206, ResponseKind::Envelope),
    one(207, ResponseKind::Lines),
    one(208, ResponseKind::Bytes),
];
static WITH_RANGE: &[StatusResponse] = &[
    one(200, ResponseKind::Json),
    one(201, ResponseKind::Json),
    one(203, ResponseKind::Text),
    one(204, ResponseKind::Ignored),
    one(206, ResponseKind::Envelope),
    one(207, ResponseKind::Lines),
    StatusResponse {
        status: StatusRange::Range(2),
        response: ResponseKind::Bytes,
    },
];

static SEVERAL: Operation = operation(ResponseKind::ByStatus(EXACT));
static RANGE: Operation = operation(ResponseKind::ByStatus(WITH_RANGE));
static PLAIN: Operation = operation(ResponseKind::Json);

const fn operation(kind: ResponseKind) -> Operation {
    Operation {
        template: "/x",
        path: Some(&[Segment::Literal("/x")]),
        accept: None,
        response: kind,
        ..OPERATION
    }
}

fn several(operation: &'static Operation, mock: Mock) -> Result<Several, Error> {
    wait(mock.client().call(operation).send_by_status())
}

#[test]
fn status_decides_the_type() {
    let read =
        |status, body: &str| several(&SEVERAL, Mock::json(status, body)).expect("a response");
    assert_eq!(read(200, "7"), Several::Ok(7));
    assert_eq!(read(201, "[\"a\"]"), Several::Created(vec!["a".to_owned()]));
    assert_eq!(read(203, "7"), Several::Note("7".to_owned()));
    assert_eq!(read(204, "ignored"), Several::NoContent);
    assert_eq!(
        read(
            206,
            r#"{"success":true,"errors":[],"messages":[],"result":true}"#
        ),
        Several::Wrapped(true)
    );
    assert_eq!(read(207, "1\n2\n"), Several::Lines(vec![1, 2]));
}

#[test]
fn undeclared_status_keeps_the_body() {
    match several(&SEVERAL, Mock::json(226, "[1]")).expect("a response") {
        Several::UndeclaredResponse(undeclared) => {
            assert_eq!(undeclared.status.as_u16(), 226);
            assert_eq!(undeclared.body, "[1]");
            assert_eq!(
                format!("{undeclared:?}"),
                "UndeclaredResponse { status: 226, body: 3 bytes }"
            );
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(
        several(&RANGE, Mock::json(226, "[1]")).expect("a response"),
        Several::Bytes(Bytes::from_static(b"[1]"))
    );
    let error = several(&RANGE, Mock::json(418, "tea")).expect_err("no success");
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"tea"[..]));
}

#[test]
fn decode_error_keeps_status_and_body() {
    let error = several(&SEVERAL, Mock::json(201, "[\"a\", 1]")).expect_err("no list of texts");
    assert!(error.is_decode());
    assert_eq!(error.status().map(|status| status.as_u16()), Some(201));
    assert!(
        error.to_string().contains("[1]: expected a string"),
        "{error}"
    );
    let html = Mock::new(200, &[("content-type", "text/html")], "<p>");
    assert!(
        several(&SEVERAL, html)
            .expect_err("no JSON")
            .to_string()
            .contains("the content type is `text/html`, not JSON")
    );
    let failed = r#"{"success":false,"errors":[{"code":1,"message":"m"}],"result":null}"#;
    let error = several(&SEVERAL, Mock::json(206, failed)).expect_err("it says so");
    assert_eq!(error.code(), Some(1));
}

#[test]
fn accept_other_media_types() {
    let mock = Mock::new(200, &[("content-type", "text/csv")], "a,b");
    let mut call = mock.client().call(&PLAIN);
    call.accept("text/csv");
    assert_eq!(wait(call.send_text()).expect("text"), "a,b");
    assert_eq!(mock.only().header("accept"), "text/csv");
}

#[test]
fn empty_body_is_an_error() {
    let read = |body: &str| {
        let mock = Mock::new(200, &[], body);
        wait(mock.client().call(&PLAIN).send::<Option<i32>>())
    };
    assert_eq!(read("").expect("nothing"), None);
    assert_eq!(read(" \n").expect("nothing"), None);
    assert_eq!(read("7").expect("a value"), Some(7));
    let empty = Mock::new(200, &[], "");
    let error = wait(empty.client().call(&PLAIN).send::<i32>()).expect_err("no value");
    assert!(error.to_string().ends_with("the body is empty"), "{error}");
}
