//! Responses that are read with warnings, and that a strict client refuses.

use std::sync::{Arc, Mutex};

use api::jiff::Timestamp;
use api::jiff::civil::date;
use api::resources::token::GetHeaders;
use api::serde_json::json;
use api::types::{Order, OrderPayment, Refusal, Token};
use api::{Client, Error, Response};

use crate::support::{ServerResponse, exchange, given, recording, wait};

fn list(body: impl AsRef<[u8]>, strict: bool) -> Result<Response<Vec<Order>>, Error> {
    let response = ServerResponse::new(200).body("application/json", body);
    let builder = Client::builder().strict(strict);
    exchange(builder, response, |client| {
        client.orders().list().with_response()
    })
    .0
}

fn warnings<T>(response: &Response<T>) -> Vec<String> {
    let warnings = response.warnings().iter();
    warnings
        .map(|warning| format!("{}: {}", warning.path, warning.message))
        .collect()
}

/// Several slips in one list, most of them in what nobody asked for: the rest of the list is worth having.
const ORDERS: &[u8] = b"\xef\xbb\xbf[
    {\"id\":\"a\",\"lines\":[[\"x\"],null],\"notes\":null,\"number\":18446744073709551616,\"weight\":1e400,
     \"revision\":9223372036854775808,\"volume\":-1e400,\"unknown\":[\"\\ud83d\",1e999]},
    {\"id\":\"b\",\"id\":\"c\",\"lines\":null,\"notes\":{\"k\":\"\\udc00\",\"k\":\"M\xfcller\"},\"number\":3.0,\"weight\":2,
     \"details\":{\"big\":-1e400,\"\\ud800\":\"\\ud83d\\ude00\"},\"state\":\"cl\\u006fsed\"}
]";

#[test]
fn a_list_with_slips_is_read_with_warnings() {
    let response = list(ORDERS, false).expect("a list");
    let nearest = "the integer is out of range for its 64-bit type; it is read as the nearest value of that type";
    let half = "lone surrogate; it is read as U+FFFD";
    let beyond = "the number is out of range for `f64`";
    assert_eq!(
        warnings(&response),
        [
            "[1].notes.k: invalid UTF-8; it is read as U+FFFD".to_owned(),
            "[0].lines[1]: expected an array, found null; it is read as empty".to_owned(),
            "[0].notes: expected an object, found null; it is read as empty".to_owned(),
            format!("[0].number: {nearest}"),
            format!("[0].weight: {beyond}; it is read as the nearest `f64`"),
            "[0].revision: expected a 64-bit integer, found a number".to_owned(),
            "[0].volume: expected a number in the range of `f64`, found a number".to_owned(),
            format!("[0].unknown[0]: {half}"),
            format!("[0].unknown[1]: {beyond}; it is ignored"),
            "[1].id: duplicate member; the last value is used".to_owned(),
            "[1].lines: expected an array, found null; it is read as empty".to_owned(),
            format!("[1].notes.k: {half}"),
            "[1].notes.k: duplicate member; the last value is used".to_owned(),
            format!("[1].details.big: {beyond}; it is kept as a string"),
            format!("[1].details: {half}"),
        ]
    );
    assert_eq!(response.body()[..], *ORDERS);
    let orders = response.into_value();
    let [first, second] = orders.as_slice() else {
        panic!("two orders: {orders:?}");
    };
    assert_eq!(first.lines, [vec!["x".to_owned()], vec![]]);
    assert!(first.notes.is_empty());
    assert_eq!((first.number, first.weight), (i64::MAX, f64::MAX));
    assert_eq!((first.revision, first.volume), (None, None));
    assert_eq!(second.id, "c");
    assert_eq!(second.number, 3);
    assert_eq!(second.notes["k"], "M\u{fffd}ller");
    assert_eq!(
        second.details,
        Some(json!({"big": "-1e400", "\u{fffd}": "😀"}))
    );
    assert_eq!(
        second.state.as_ref().map(|state| state.as_str()),
        Some("closed")
    );
    // What was read can be written.
    let written = api::json::to_string(&orders).expect("it is JSON");
    assert_eq!(
        api::json::from_str::<Vec<Order>>(&written).ok(),
        Some(orders)
    );
}

#[test]
fn each_slip_is_an_error_of_a_strict_client() {
    let order = |more: &str| {
        format!(r#"[{{"id":"a","lines":[],"notes":{{}},"number":1,"weight":1{more}}}]"#)
    };
    list(order(""), true).expect("nothing is wrong with it");
    for (more, problem) in [
        (r#","unknown":"\ud83d""#, "lone surrogate"),
        (r#","details":{"\udc00":1}"#, "lone surrogate"),
        (r#","details":1e400"#, "number out of range"),
        (r#","unknown":[1e400]"#, "number out of range"),
        (r#","volume":1e400"#, "number out of range"),
        (r#","revision":9223372036854775808"#, "a 64-bit integer"),
        (r#","weight":2"#, "duplicate member"),
    ] {
        let error = list(order(more), true).expect_err(more).to_string();
        assert!(error.contains(problem), "{more}: {error}");
        list(order(more), false).expect(more);
    }
    for (from, to, problem) in [
        (
            r#""lines":[]"#,
            r#""lines":null"#,
            "[0].lines: expected an array, found null",
        ),
        (
            r#""lines":[]"#,
            r#""lines":[null]"#,
            "[0].lines[0]: expected an array",
        ),
        (
            r#""notes":{}"#,
            r#""notes":null"#,
            "[0].notes: expected an object, found null",
        ),
        (
            r#""number":1"#,
            r#""number":1e30"#,
            "[0].number: expected a 64-bit integer",
        ),
    ] {
        let body = order("").replace(from, to);
        let error = list(&body, true).expect_err(to).to_string();
        assert!(error.contains(problem), "{to}: {error}");
        list(&body, false).expect(to);
    }
    let error = list(b"[{\"id\":\"\xff\"}]", true).expect_err("no UTF-8");
    assert!(
        error
            .to_string()
            .contains("[0].id: invalid UTF-8 at byte 8")
    );
    // A byte-order mark changes no value.
    assert!(list("\u{feff}[]", true).expect("empty").value().is_empty());
}

#[test]
fn an_alternative_with_slips_is_still_that_alternative() {
    let body = r#"[{"id":"a","lines":[],"notes":{},"number":1,"weight":1,
        "payment":{"holder":"\ud800","x":1e400,"kind":"card","holder":"\udc00."}}]"#;
    let response = list(body, false).expect("an order");
    assert_eq!(response.warnings().len(), 3);
    let payment = response.value()[0].payment.as_ref();
    let Some(OrderPayment::Card(card)) = payment else {
        panic!("{payment:?}");
    };
    assert_eq!(card.holder, "\u{fffd}.");
}

/// As other readers of JSON have it.
#[test]
fn the_last_of_two_tags_decides() {
    let body = r#"[{"id":"a","lines":[],"notes":{},"number":1,"weight":1,
        "payment":{"kind":"card","account":"1","kind":"transfer"}}]"#;
    let response = list(body, false).expect("an order");
    assert_eq!(
        warnings(&response),
        ["[0].payment.kind: duplicate member; the last value is used"]
    );
    let payment = response.value()[0].payment.as_ref();
    assert!(
        matches!(payment, Some(OrderPayment::Transfer(_))),
        "{payment:?}"
    );
    assert!(list(body, true).is_err());
}

#[test]
fn an_error_with_slips_tells_what_it_says() {
    let body = b"{\"reasons\":[\"no \\ud83d\",\"M\xfcller\"],\"until\":\"9999-12-31T23:59:59Z\"}";
    let response = ServerResponse::new(422).body("application/json", body);
    let error = given(response, |client| client.orders().list()).expect_err("refused");
    let refusal = error.body_as::<Refusal>().expect("a body").expect("JSON");
    assert_eq!(refusal.reasons, ["no \u{fffd}", "M\u{fffd}ller"]);
    assert_eq!(refusal.until, Some(Timestamp::MAX));
}

#[test]
fn records_and_events_with_slips_are_read() {
    let order = r#"{"id":"\ud83d","lines":null,"notes":{},"number":1,"weight":1}"#;
    let response =
        ServerResponse::new(200).body("application/x-ndjson", format!("{order}\n{order}"));
    let told = Arc::new(Mutex::new(0));
    let counter = told.clone();
    let builder = Client::builder().on_warning(move |_| *counter.lock().expect("sound") += 1);
    let (client, _) = recording(builder, response);
    let records = wait(async { client.orders().log().await?.collect().await });
    let records = records.expect("records");
    assert_eq!(records.len(), 2);
    assert_eq!(records[1].id, "\u{fffd}");
    assert_eq!(*told.lock().expect("sound"), 4);

    let response = ServerResponse::new(200).body("text/event-stream", format!("data: {order}\n\n"));
    let (client, _) = recording(Client::builder(), response);
    let events = wait(async { client.orders().watch().await?.collect().await });
    let order = events.expect("events")[0].value().expect("an order");
    assert_eq!(order.id, "\u{fffd}");
}

fn token(body: &str, strict: bool) -> Result<Response<Token>, Error> {
    let response = ServerResponse::json(body).header("x-expires", "9999-12-31T23:59:59Z");
    let builder = Client::builder().strict(strict);
    exchange(builder, response, |client| {
        client.token().get().with_response()
    })
    .0
}

#[test]
fn date_times_of_every_kind_are_read() {
    let body = r#"{
        "issued": "2024-05-01T00:00:00Z",
        "expires": "9999-12-31T23:59:59+00:00",
        "used": "2024-05-01T10:00:00",
        "renewals": ["2024-05-01 10:00:00Z", "2024-05-01 12:30:00.5+02:30", "2024-05-01"],
        "keys": {"a": "2016-12-31T23:59:60Z", "b": "0000-01-01T00:00:00Z"}
    }"#;
    let response = token(body, false).expect("a token");
    let otherwise = "the date-time does not follow RFC 3339; it is accepted";
    assert_eq!(
        warnings(&response),
        [
            "issued: expected a date, found a date-time; the time is dropped".to_owned(),
            "expires: the date-time is out of range for `Timestamp`; it is read as `Timestamp::MAX`".to_owned(),
            "used: the date-time has no time zone; it is read as UTC".to_owned(),
            format!("renewals[0]: {otherwise}"),
            format!("renewals[1]: {otherwise}"),
            "renewals[2]: expected a date-time, found a date; it is read as midnight UTC".to_owned(),
        ]
    );
    let headers = GetHeaders::read(response.headers()).expect("as declared");
    assert_eq!(headers.x_expires, Some(Timestamp::MAX));
    let token = response.value();
    assert_eq!(token.issued, date(2024, 5, 1));
    assert_eq!(token.expires, Timestamp::MAX);
    let ten: Timestamp = "2024-05-01T10:00:00Z".parse().expect("a date-time");
    assert_eq!(token.used, Some(ten));
    let renewals = token.renewals.as_deref().expect("three");
    assert_eq!(renewals[0], ten);
    assert_eq!(renewals[1].to_string(), "2024-05-01T10:00:00.5Z");
    assert_eq!(renewals[2].to_string(), "2024-05-01T00:00:00Z");
    let keys = token.keys.as_ref().expect("two");
    assert_eq!(keys["a"].to_string(), "2016-12-31T23:59:59Z");
    // What is written is a date-time again.
    let written = api::json::to_string(token).expect("it is JSON");
    assert_eq!(
        api::json::from_str::<Token>(&written).ok().as_ref(),
        Some(token)
    );
}

#[test]
fn a_strict_client_reads_what_rfc_3339_allows_and_a_timestamp_holds() {
    let body = |expires: &str| format!(r#"{{"issued":"2024-05-01","expires":"{expires}"}}"#);
    for expires in [
        "9999-12-30T22:00:00Z",
        "2024-05-01t10:00:00z",
        "2016-12-31T23:59:60Z",
        "0000-01-01T00:00:00-23:59",
    ] {
        token(&body(expires), true).expect(expires);
    }
    for expires in [
        "9999-12-31T23:59:59Z",
        "2024-05-01T10:00:00",
        "2024-05-01 10:00:00Z",
        "2024-05-01",
        "soon",
    ] {
        let error = token(&body(expires), true).expect_err(expires).to_string();
        assert!(error.contains("expires: expected a date-time"), "{error}");
    }
    assert!(token(&body("soon"), false).is_err());
}
