//! Places a marker in everything that users and services provide, and checks that no output contains it.

use std::fmt::Debug;

use super::support::{API, CREATE, EMAIL, Failing, KEY, Mock, TOKEN, wait};
use crate::runtime::{CallOptions, ClientBuilder, Parameter, RawCall, TransportErrorKind};

const MARKER: &str = "M4RK3R";

#[track_caller]
fn hides(value: &dyn Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!text.contains(MARKER), "{text}");
        assert!(!text.is_empty());
    }
}

fn call(mock: &Mock) -> RawCall {
    let client = mock.client_with(|builder| {
        builder
            .credential(&TOKEN, MARKER.to_owned())
            .credential(&EMAIL, MARKER.to_owned())
            .credential(&KEY, MARKER.to_owned())
            .base_url(format!("https://h/?key={MARKER}"))
    });
    hides(&client);
    let mut call = client.call(&CREATE);
    call.parameter(&Parameter::path("account_id"), MARKER);
    call.parameter(&Parameter::query("q"), MARKER);
    call.parameter(&Parameter::header("X"), MARKER);
    call.parameter(&Parameter::cookie("c"), MARKER);
    call.body("application/json", &MARKER.to_owned());
    call.options(CallOptions::new().header("Y", MARKER).query("z", MARKER));
    call
}

const ANSWERS: [&str; 5] = [
    r#"{"success":true,"result":"M4RK3R","M4RK3R":1}"#,
    r#"{"success":true,"result":{"a":"M4RK3R"}}"#,
    r#"{"success":false,"errors":[{"code":1,"M4RK3R":"M4RK3R"}],"result":"M4RK3R"}"#,
    r#"{"success":true,"result":"M4RK3R"#,
    "M4RK3R",
];

#[test]
fn output_does_not_contain_the_secret() {
    let builder = ClientBuilder::new(&API).credential(&TOKEN, MARKER.to_owned());
    hides(&builder);
    hides(&CallOptions::new().header("Y", MARKER).query("z", MARKER));
    for status in [200, 201, 302, 403, 500] {
        for body in ANSWERS {
            let mock = Mock::new(
                status,
                &[("set-cookie", "M4RK3R"), ("location", "https://M4RK3R/")],
                body,
            );
            let call = call(&mock);
            hides(&call);
            let pending = call.send_with_response::<String>();
            hides(&pending);
            match wait(pending) {
                Ok(response) => hides(&response),
                Err(error) => {
                    hides(&error);
                    assert!(!error.to_string().contains(MARKER), "{error}");
                    error.errors().iter().for_each(|message| hides(message));
                }
            }
            // Everything was sent, so there was something to hide.
            let sent = mock.only();
            assert!(
                sent.url
                    .contains("/accounts/M4RK3R/inputs?key=M4RK3R&q=M4RK3R&z=M4RK3R"),
                "{}",
                sent.url
            );
            assert_eq!(sent.body, "\"M4RK3R\"");
        }
    }
}

#[test]
fn errors_do_not_contain_the_secret() {
    let mock = Mock::json(200, "");
    for odd in ["M4RK3R\r\n", "M4RK3R\0", "../M4RK3R"] {
        let mut call = call(&mock);
        call.parameter(&Parameter::path("account_id").min_length(100), odd);
        call.parameter(&Parameter::header("X"), odd);
        call.parameter(&Parameter::cookie("c"), odd);
        call.options(CallOptions::new().header("Y", odd));
        let error = wait(call.send::<String>()).expect_err("refused");
        hides(&error);
        assert!(!error.to_string().contains(MARKER), "{error}");
    }
    assert_eq!(mock.count(), 0);
    for builder in [
        ClientBuilder::new(&API).credential(&TOKEN, format!("{MARKER}\n")),
        ClientBuilder::new(&API).base_url(format!("https://u:{MARKER}@h/")),
        ClientBuilder::new(&API).base_url(format!("https://{MARKER} /")),
        ClientBuilder::new(&API).env_from(&|_| Some(format!("{MARKER}\n").into())),
    ] {
        let error = builder
            .transport(Failing(TransportErrorKind::Other))
            .build()
            .expect_err("refused");
        hides(&error);
        assert!(!error.to_string().contains(MARKER), "{error}");
    }
}

#[test]
fn transport_types_do_not_show_the_secret() {
    use crate::runtime::{
        BoxFuture, Transport, TransportError, TransportRequest, TransportResponse,
    };

    struct Printing;
    impl Transport for Printing {
        fn send(
            &self,
            request: TransportRequest,
        ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
            hides(&request);
            let response = TransportResponse::new(
                http::StatusCode::OK,
                request.headers,
                request.body.bytes().expect("in memory"),
            );
            hides(&response);
            Box::pin(async move { Ok(response) })
        }
    }
    let client = Mock::json(200, "").client_with(|builder| {
        builder
            .credential(&TOKEN, MARKER.to_owned())
            .transport(Printing)
    });
    let mut call = client.call(&CREATE);
    call.parameter(&Parameter::path("account_id"), MARKER);
    call.body("application/json", &MARKER.to_owned());
    let error = wait(call.send::<i32>()).expect_err("no envelope");
    hides(&error);
}

/// These contain no credentials, but whole requests and responses.
#[test]
fn readers_and_writers_show_only_lengths() {
    use crate::runtime::json::{Json, Reader, Writer};
    use crate::runtime::streaming::events::EventParser;
    use crate::runtime::streaming::records::RecordParser;

    hides(&Reader::new(r#"{"M4RK3R":"M4RK3R"}"#));
    let mut writer = Writer::new();
    MARKER.to_owned().encode(&mut writer);
    hides(&writer);
    let mut events = EventParser::new(1000);
    let stream = b"id: M4RK3R\nevent: M4RK3R\ndata: M4RK3R\ndata: M4RK3R";
    let read = events.read::<String>(&mut stream.as_slice());
    assert_eq!(read, Ok(None));
    hides(&events);
    let mut records = RecordParser::new(1000);
    assert_eq!(records.read(&mut b"\"M4RK3R\"".as_slice()), Ok(None));
    hides(&records);
}
