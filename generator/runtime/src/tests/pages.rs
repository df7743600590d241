//! Pagination: which requests are sent, their results, and the end.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::support::{API, OPERATION, TOKEN, wait};
use crate::runtime::pagination::pages::{Items, PagePosition, Pages};
use crate::runtime::pagination::{CursorSource, PageSize, PageStrategy, Pagination};
use crate::runtime::{
    BoxFuture, Client, ClientBuilder, Operation, Parameter, ResponseKind, Segment, Transport,
    TransportError, TransportRequest, TransportResponse,
};

static LIST: Operation = Operation {
    method: http::Method::GET,
    path: Some(&[Segment::Literal("/things")]),
    response: ResponseKind::Json,
    ..OPERATION
};

static WRAPPED: Operation = Operation {
    response: ResponseKind::Envelope,
    method: http::Method::GET,
    path: Some(&[Segment::Literal("/things")]),
    ..OPERATION
};

static PAGES: Pagination = Pagination {
    items: &[],
    strategy: PageStrategy::Page {
        parameter: Parameter::query("page"),
        first: 1,
        pages: None,
        total: None,
    },
    more: None,
    size: None,
};

static COUNTED: Pagination = Pagination {
    items: &["data"],
    strategy: PageStrategy::Page {
        parameter: Parameter::query("page"),
        first: 1,
        pages: None,
        total: Some(&["total"]),
    },
    more: None,
    size: None,
};

static SIZED: Pagination = Pagination {
    items: &["data"],
    strategy: PageStrategy::Page {
        parameter: Parameter::query("page"),
        first: 1,
        pages: None,
        total: Some(&["info", "total"]),
    },
    more: None,
    size: Some(PageSize {
        in_body: Some(&["info", "size"]),
        parameter: Some("size"),
        default: Some(2),
    }),
};

static CURSORS: Pagination = Pagination {
    items: &["data"],
    strategy: PageStrategy::Cursor {
        parameter: Parameter::query("cursor"),
        source: CursorSource::Body(&["next"]),
    },
    more: None,
    size: None,
};

static LINKS: Pagination = Pagination {
    items: &[],
    strategy: PageStrategy::Url(CursorSource::Header("link")),
    more: None,
    size: None,
};

static ADDRESSES: Pagination = Pagination {
    items: &["data"],
    strategy: PageStrategy::Url(CursorSource::Body(&["next"])),
    more: None,
    size: None,
};

/// A status, the header `Link` and a body.
type Scripted = (u16, &'static str, &'static str);

/// Returns its responses in order, then only errors, and records the URLs.
#[derive(Clone, Default)]
struct Script {
    responses: Arc<Mutex<VecDeque<Scripted>>>,
    requested: Arc<Mutex<Vec<String>>>,
}

impl Script {
    fn new(responses: &[(u16, &'static str, &'static str)]) -> Self {
        let script = Self::default();
        script.responses.lock().unwrap().extend(responses);
        script
    }

    fn bodies(bodies: &[&'static str]) -> Self {
        let responses: Vec<_> = bodies.iter().map(|body| (200, "", *body)).collect();
        Self::new(&responses)
    }

    fn client(&self) -> Client {
        ClientBuilder::new(&API)
            .credential(&TOKEN, "t0ken".to_owned())
            .max_retries(0)
            .transport(self.clone())
            .build()
            .unwrap()
    }

    fn items(&self, rule: &'static Pagination) -> Items<u64> {
        self.client().call(&LIST).items(rule)
    }

    fn pages(&self, rule: &'static Pagination) -> Pages<serde_json::Value> {
        self.client().call(&LIST).pages(rule)
    }

    /// Returns the part after the path of each requested URL.
    fn requested(&self) -> Vec<String> {
        let requested = self.requested.lock().unwrap();
        let path = "https://api.example.com/client/v4/things";
        requested
            .iter()
            .map(|url| url.strip_prefix(path).unwrap_or(url).to_owned())
            .collect()
    }
}

impl Transport for Script {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        self.requested.lock().unwrap().push(request.uri.to_string());
        let next = self.responses.lock().unwrap().pop_front();
        let (status, link, body) = next.unwrap_or((500, "", ""));
        let mut headers = HeaderMap::new();
        if !link.is_empty() {
            let name = HeaderName::from_static("link");
            headers.insert(name, HeaderValue::from_static(link));
        }
        let status = StatusCode::from_u16(status).unwrap();
        let response = TransportResponse::new(status, headers, body.as_bytes().to_vec());
        Box::pin(async move { Ok(response) })
    }
}

#[cfg(feature = "blocking")]
impl crate::runtime::transport::BlockingTransport for Script {
    fn send(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        wait(Transport::send(self, request))
    }
}

fn at(text: &str) -> PagePosition {
    PagePosition::At(text.to_owned())
}

#[test]
fn items_of_all_pages_in_order() {
    let script = Script::bodies(&["[1, 2]", "[3]", "[]"]);
    let items = script.items(&PAGES);
    assert_eq!(wait(items.collect()).unwrap(), [1, 2, 3]);
    assert_eq!(script.requested(), ["", "?page=2", "?page=3"]);
}

#[test]
fn pages_are_requested_lazily() {
    let script = Script::bodies(&["[1, 2]", "[3]"]);
    let mut items = script.items(&PAGES);
    assert_eq!(script.requested(), [""; 0]);
    assert_eq!(wait(items.next()).unwrap().unwrap(), 1);
    assert_eq!(wait(items.next()).unwrap().unwrap(), 2);
    assert_eq!(script.requested(), [""]);
}

#[test]
fn ignored_page_parameter_ends_the_iteration() {
    let script = Script::bodies(&["[1]", "[1]", "[1]"]);
    assert_eq!(wait(script.items(&PAGES).collect()).unwrap(), [1]);
    assert_eq!(script.requested(), ["", "?page=2"]);
    let script = Script::bodies(&["[]"]);
    let mut pages = script.pages(&PAGES);
    assert_eq!(wait(pages.next()).unwrap().unwrap(), serde_json::json!([]));
    assert!(wait(pages.next()).is_none());
    assert!(wait(pages.next()).is_none());
    assert_eq!(script.requested().len(), 1);
}

#[test]
fn same_items_are_the_same_page() {
    let script = Script::bodies(&[
        r#"{"data": [1, 2], "took_ms": 3}"#,
        r#"{"data": [3, 2], "took_ms": 3}"#,
        r#"{"data": [3, 2], "took_ms": 4}"#,
    ]);
    let items = wait(script.items(&COUNTED).collect());
    assert_eq!(items.unwrap(), [1, 2, 3, 2]);
    assert_eq!(script.requested(), ["", "?page=2", "?page=3"]);
    // With a credible total, equal pages are accepted.
    let script = Script::bodies(&[
        r#"{"data": [7], "total": 2, "took_ms": 3}"#,
        r#"{"data": [7], "total": 2, "took_ms": 4}"#,
    ]);
    assert_eq!(wait(script.items(&COUNTED).collect()).unwrap(), [7, 7]);
    assert_eq!(script.requested(), ["", "?page=2"]);
}

#[test]
fn too_low_total_is_ignored() {
    let uncounted = [
        r#"{"data": [1, 2], "info": {"total": 0}}"#,
        r#"{"data": [3, 4], "info": {"total": 0}}"#,
        r#"{"data": [5], "info": {"total": 0}}"#,
    ];
    let script = Script::bodies(&uncounted);
    let items = wait(script.items(&SIZED).collect());
    assert_eq!(items.unwrap(), [1, 2, 3, 4, 5]);
    assert_eq!(script.requested(), ["", "?page=2", "?page=3"]);
    // A full page is followed by another request, and a page without items is not returned.
    let script = Script::bodies(&[uncounted[0], uncounted[1], r#"{"data": [], "info": {}}"#]);
    let mut pages = script.pages(&SIZED);
    let mut given = 0;
    while let Some(page) = wait(pages.next()) {
        given += usize::from(page.is_ok());
    }
    assert_eq!((given, script.requested().len()), (2, 3));
    // Repeated pages are not requested forever.
    let script = Script::bodies(&[
        uncounted[0],
        r#"{"data": [1, 2], "info": {"total": 0, "took": 3}}"#,
    ]);
    assert_eq!(wait(script.items(&SIZED).collect()).unwrap(), [1, 2]);
    // A correct total saves the last request.
    let script = Script::bodies(&[uncounted[0], r#"{"data": [3, 4], "info": {"total": 4}}"#]);
    assert_eq!(wait(script.items(&SIZED).collect()).unwrap(), [1, 2, 3, 4]);
    assert_eq!(script.requested().len(), 2);
}

#[test]
fn page_size_depends_on_the_call() {
    for (requested, in_body, calls) in [("3", "", 1), ("2", "", 2), ("3", r#", "size": 2"#, 2)] {
        let body = format!(r#"{{"data": [1, 2], "info": {{"total": 1{in_body}}}}}"#).leak();
        let script = Script::bodies(&[body, r#"{"data": []}"#]);
        let mut call = script.client().call(&LIST);
        call.parameter(&Parameter::query("size"), requested);
        let items = wait(call.items::<u64>(&SIZED).collect());
        assert_eq!(items.unwrap(), [1, 2], "{requested}{in_body}");
        assert_eq!(script.requested().len(), calls, "{requested}{in_body}");
    }
}

#[test]
fn consecutive_empty_pages_are_limited() {
    let empty = |number: usize| &*format!(r#"{{"data": [], "next": "{number}"}}"#).leak();
    let mut bodies: Vec<&str> = (1..=199).map(empty).collect();
    bodies.push(r#"{"data": [5], "next": "200"}"#);
    bodies.extend((201..=299).map(empty));
    bodies.push(r#"{"data": []}"#);
    let script = Script::bodies(&bodies);
    let mut items = script.items(&CURSORS);
    let error = wait(items.next()).unwrap().unwrap_err();
    assert!(error.is_decode());
    assert!(
        error
            .to_string()
            .contains("100 consecutive pages contain no items"),
        "{error}"
    );
    assert_eq!(error.operation(), Some("inputs.create"));
    assert_eq!(script.requested().len(), 100);
    // This is not the end, and earlier pages are not requested again.
    assert!(wait(items.next()).is_none());
    assert_eq!(*items.position(), at("100"));
    assert_eq!(wait(items.next()).unwrap().unwrap(), 5);
    assert_eq!(script.requested().len(), 200);
    assert!(
        wait(items.next()).is_none(),
        "the last of a hundred is the end"
    );
    assert_eq!(script.requested().len(), 300);
}

#[test]
fn repeated_cursor_ends_the_iteration() {
    let script = Script::bodies(&[
        r#"{"data": [1], "next": "a"}"#,
        r#"{"data": [], "next": "b"}"#,
        r#"{"data": [2], "next": "a"}"#,
    ]);
    assert_eq!(wait(script.items(&CURSORS).collect()).unwrap(), [1, 2]);
    assert_eq!(script.requested(), ["", "?cursor=a", "?cursor=b"]);
    // Also the cursor that the caller started with.
    let script = Script::bodies(&[r#"{"data": [1], "next": "a"}"#]);
    let items = script.items(&CURSORS).start_at("a");
    assert_eq!(wait(items.collect()).unwrap(), [1]);
}

#[test]
fn arguments_and_options_set_the_first_page() {
    let script = Script::bodies(&["[1]", "[]"]);
    let mut call = script.client().call(&LIST);
    call.parameter(&Parameter::query("q"), "x");
    call.parameter(&Parameter::query("page"), &7u32);
    let items = call.items::<u64>(&PAGES);
    assert_eq!(wait(items.collect()).unwrap(), [1]);
    assert_eq!(script.requested(), ["?q=x&page=7", "?q=x&page=8"]);

    let script = Script::bodies(&["[1]", "[]"]);
    let mut call = script.client().call(&LIST);
    call.options(crate::runtime::CallOptions::new().query("page", "3"));
    assert_eq!(wait(call.items::<u64>(&PAGES).collect()).unwrap(), [1]);
    assert_eq!(script.requested(), ["?page=3", "?page=4"]);
}

#[test]
fn iteration_can_be_resumed() {
    let bodies = [
        r#"{"data": [1, 2], "next": "a b"}"#,
        r#"{"data": [3, 4], "next": "c"}"#,
    ];
    let script = Script::bodies(&bodies);
    let mut items = script.items(&CURSORS);
    assert_eq!(*items.position(), PagePosition::First);
    let mut positions = Vec::new();
    for _ in 0..4 {
        wait(items.next()).unwrap().unwrap();
        positions.push(items.position().clone());
    }
    // The position of a page that has been returned in part is that page, so that a resumed iteration misses nothing.
    assert_eq!(
        positions,
        [PagePosition::First, at("a b"), at("a b"), at("c")]
    );
    let script = Script::bodies(&bodies[1..]);
    let mut pages = script.pages(&CURSORS).start_at("a b");
    assert_eq!(*pages.position(), at("a b"));
    assert_eq!(wait(pages.next()).unwrap().unwrap()["next"], "c");
    assert_eq!(*pages.position(), at("c"));
    assert_eq!(script.requested(), ["?cursor=a%20b"]);
}

#[test]
fn page_is_retried_after_an_error() {
    let script = Script::new(&[
        (200, "", "[1]"),
        (503, "", ""),
        (200, "", "{"),
        (200, "", "[2]"),
        (200, "", "[]"),
    ]);
    let mut items = script.items(&PAGES);
    assert_eq!(wait(items.next()).unwrap().unwrap(), 1);
    let error = wait(items.next()).unwrap().unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(error.operation(), Some("inputs.create"));
    assert!(wait(items.next()).is_none());
    assert!(wait(items.next()).unwrap().unwrap_err().is_decode());
    assert_eq!(*items.position(), at("2"));
    assert!(wait(items.next()).is_none());
    assert_eq!(*items.position(), at("2"));
    assert_eq!(wait(items.next()).unwrap().unwrap(), 2);
    assert!(wait(items.next()).is_none());
    assert_eq!(
        script.requested(),
        ["", "?page=2", "?page=2", "?page=2", "?page=3"]
    );
}

#[test]
fn loop_that_ignores_errors_ends() {
    let script = Script::bodies(&["[1]"]);
    let mut items = script.items(&PAGES);
    let mut failures = 0;
    while let Some(item) = wait(items.next()) {
        failures += usize::from(item.is_err());
        assert!(failures < 5, "it is asked again and again");
    }
    assert_eq!((failures, script.requested().len()), (1, 2));
    let mut pages = script.pages(&PAGES);
    assert!(wait(pages.next()).is_some_and(|page| page.is_err()));
    assert!(wait(pages.next()).is_none());
    assert_eq!(script.requested().len(), 3);
    // Also if the request cannot be built.
    let mut pages = script
        .pages(&ADDRESSES)
        .start_at("https://evil.example.com/");
    assert!(wait(pages.next()).is_some_and(|page| page.is_err()));
    assert!(wait(pages.next()).is_none());
    assert!(wait(pages.next()).is_some_and(|page| page.is_err()));
    assert_eq!(script.requested().len(), 3);
}

#[test]
fn error_response_is_not_an_empty_page() {
    let script = Script::bodies(&[
        r#"{"success": true, "errors": [], "messages": [], "result": [1]}"#,
        r#"{"success": false, "errors": [{"code": 7, "message": "m"}], "messages": [], "result": null}"#,
    ]);
    let mut items = script.client().call(&WRAPPED).items::<u64>(&PAGES);
    assert_eq!(wait(items.next()).unwrap().unwrap(), 1);
    assert_eq!(wait(items.next()).unwrap().unwrap_err().code(), Some(7));
}

#[test]
fn urls_of_the_same_origin_are_followed() {
    let script = Script::new(&[
        (
            200,
            "<https://api.example.com/client/v4/things?page=2&q=a%2Cb>; rel=\"next\"",
            "[1]",
        ),
        (200, "<?page=3>; rel=next", "[2]"),
        (200, "</elsewhere>; rel=next", "[3]"),
        (200, "", "[4]"),
    ]);
    let mut call = script.client().call(&LIST);
    call.parameter(&Parameter::query("own"), "x");
    call.options(crate::runtime::CallOptions::new().query("trace", "1"));
    assert_eq!(
        wait(call.items::<u64>(&LINKS).collect()).unwrap(),
        [1, 2, 3, 4]
    );
    assert_eq!(
        script.requested(),
        [
            "?own=x&trace=1",
            "?trace=1&page=2&q=a%2Cb",
            "?trace=1&page=3",
            "https://api.example.com/elsewhere?trace=1"
        ]
    );
}

#[test]
fn urls_of_another_origin_are_not_followed() {
    for next in [
        r#"{"data": [1], "next": "https://evil.example.com/client/v4/things?page=2"}"#,
        r#"{"data": [1], "next": "http://api.example.com/client/v4/things?page=2"}"#,
        r#"{"data": [1], "next": "//evil.example.com/"}"#,
        r#"{"data": [1], "next": "https://api.example.com:8443/"}"#,
        r#"{"data": [1], "next": "https://user@api.example.com/"}"#,
        r#"{"data": [1], "next": "javascript:alert(1)"}"#,
    ] {
        let script = Script::bodies(&[next]);
        let mut items = script.items(&ADDRESSES);
        assert_eq!(wait(items.next()).unwrap().unwrap(), 1);
        let error = wait(items.next()).unwrap().unwrap_err();
        assert!(
            error.to_string().contains("another origin")
                || error.to_string().contains("is not valid"),
            "{error}"
        );
        assert_eq!(script.requested(), [""], "{next}");
    }
    let script = Script::bodies(&[]);
    let mut items = script
        .items(&ADDRESSES)
        .start_at("https://evil.example.com/");
    assert!(wait(items.next()).unwrap().is_err());
    assert_eq!(script.requested(), [""; 0]);
}

#[test]
fn url_of_an_earlier_page_ends_the_iteration() {
    let script = Script::bodies(&[
        r#"{"data": [1], "next": "?page=2"}"#,
        r#"{"data": [2], "next": "/client/v4/things?page=2"}"#,
    ]);
    assert_eq!(wait(script.items(&ADDRESSES).collect()).unwrap(), [1, 2]);
    let script = Script::bodies(&[r#"{"data": [1], "next": "/client/v4/things"}"#]);
    assert_eq!(wait(script.items(&ADDRESSES).collect()).unwrap(), [1]);
}

#[test]
fn debug_does_not_show_arguments() {
    let script = Script::bodies(&[]);
    let pages = script.pages(&CURSORS).start_at("s3cret");
    assert_eq!(format!("{pages:?}"), "Pages(\"inputs.create\")");
    let items = script.items(&CURSORS).start_at("s3cret");
    assert_eq!(format!("{items:?}"), "Items(\"inputs.create\")");
}

#[test]
fn iterators_are_send() {
    fn is_send<T: Send + Unpin>(_: &T) {}
    let script = Script::bodies(&[]);
    is_send(&script.items(&PAGES));
    is_send(&script.pages(&PAGES));
}

#[cfg(feature = "stream")]
#[test]
fn stream_that_ignores_errors_ends() {
    use futures_core::Stream;
    use std::future::poll_fn;
    use std::pin::Pin;

    let script = Script::new(&[(200, "", "[1]"), (500, "", ""), (200, "", "[2]")]);
    let mut items = script.items(&PAGES);
    let mut next = || wait(poll_fn(|context| Pin::new(&mut items).poll_next(context)));
    assert_eq!(next().unwrap().unwrap(), 1);
    assert!(next().unwrap().is_err());
    assert!(next().is_none());
    assert_eq!(next().unwrap().unwrap(), 2);
}

#[cfg(feature = "blocking")]
#[test]
fn items_of_a_blocking_client() {
    let script = Script::new(&[
        (200, "", "[1]"),
        (500, "", ""),
        (200, "", "[2]"),
        (200, "", "[]"),
    ]);
    let client = ClientBuilder::new(&API)
        .credential(&TOKEN, "t0ken".to_owned())
        .max_retries(0)
        .blocking_transport(script.clone())
        .build_blocking()
        .unwrap();
    let mut items = client.call(&LIST).items::<u64>(&PAGES);
    let first: Vec<u64> = items.by_ref().filter_map(Result::ok).collect();
    assert_eq!(first, [1]);
    let rest: Result<Vec<u64>, _> = items.collect();
    assert_eq!(rest.unwrap(), [2]);
}
