use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

use super::next::{Next, Page, argument_value, next};
use super::*;
use crate::runtime::ParameterLocation;

const fn page(pages: Option<Path>, total: Option<Path>) -> Pagination {
    Pagination {
        items: &["data"],
        strategy: PageStrategy::Page {
            parameter: Parameter::query("page"),
            first: 1,
            pages,
            total,
        },
        more: None,
        size: None,
    }
}

const fn offset(total: Option<Path>) -> Pagination {
    Pagination {
        items: &[],
        strategy: PageStrategy::Offset {
            parameter: Parameter::query("offset"),
            first: 0,
            total,
        },
        more: None,
        size: None,
    }
}

const fn by(source: CursorSource) -> Pagination {
    Pagination {
        items: &["data"],
        strategy: PageStrategy::Cursor {
            parameter: Parameter::query("cursor"),
            source,
        },
        more: Some(&["has_more"]),
        size: None,
    }
}

/// Returns what follows a page without headers.
fn after(rule: &Pagination, body: &str, sent: Option<&str>, before: Option<u64>) -> Next {
    let (headers, body) = (HeaderMap::new(), Bytes::copy_from_slice(body.as_bytes()));
    next(
        rule,
        &Page {
            headers: &headers,
            body: &body,
            wrapping: None,
            sent,
            before,
            size: None,
        },
    )
}

fn value(rule: &Pagination, body: &str, sent: Option<&str>) -> Option<String> {
    after(rule, body, sent, None).value
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn numbered_pages_end_at_their_number() {
    let rule = page(Some(&["meta", "pages"]), None);
    let body = r#"{"data": [1, 2], "meta": {"pages": 3}}"#;
    assert_eq!(
        after(&rule, body, None, None),
        Next {
            value: some("2"),
            count: 2,
            list: Some(Bytes::from_static(b"[1, 2]")),
            has_credible_total: true,
        }
    );
    assert_eq!(value(&rule, body, Some("2")), some("3"));
    assert_eq!(value(&rule, body, Some("3")), None);
    assert_eq!(value(&rule, body, Some("x")), None);
    assert_eq!(value(&rule, &body.replace('3', "\"3\""), Some("3")), None);
    assert_eq!(value(&rule, &body.replace('3', "3.0"), Some("3")), None);
    assert_eq!(value(&rule, r#"{"data": [1]}"#, Some("3")), some("4"));
    assert_eq!(value(&rule, r#"{"data": []}"#, Some("3")), None);
    assert_eq!(
        value(&rule, r#"{"data": [1], "meta": null}"#, None),
        some("2")
    );
    let most = u64::MAX.to_string();
    assert_eq!(value(&rule, r#"{"data": [1]}"#, Some(&most)), None);
}

#[test]
fn total_is_used_from_the_first_page_on() {
    let rule = page(None, Some(&["total"]));
    let body = r#"{"data": [1, 2], "total": 4}"#;
    assert_eq!(after(&rule, body, None, Some(0)).value, some("2"));
    assert_eq!(after(&rule, body, Some("2"), Some(2)).value, None);
    assert_eq!(after(&rule, body, Some("2"), None).value, some("3"));
}

#[test]
fn totals_below_the_items_so_far_are_ignored() {
    let total = page(None, Some(&["total"]));
    for wrong in ["0", "1", "3"] {
        let body = format!(r#"{{"data": [1, 2], "total": {wrong}}}"#);
        let next = after(&total, &body, Some("2"), Some(2));
        assert_eq!(
            (next.value, next.has_credible_total),
            (some("3"), false),
            "{wrong}"
        );
    }
    // If the number of earlier items is unknown, only this page counts.
    let body = r#"{"data": [1, 2], "total": 1}"#;
    assert_eq!(after(&total, body, Some("9"), None).value, some("10"));
    let pages = page(Some(&["pages"]), None);
    for (number, expected) in [(0, some("3")), (1, some("3")), (2, None), (3, some("3"))] {
        let body = format!(r#"{{"data": [1], "pages": {number}}}"#);
        assert_eq!(value(&pages, &body, Some("2")), expected, "{number}");
    }
    let offset = Pagination {
        items: &["data"],
        ..offset(Some(&["total"]))
    };
    for (number, expected) in [(0, some("5")), (4, some("5")), (5, None), (6, some("5"))] {
        let body = format!(r#"{{"data": [1, 2], "total": {number}}}"#);
        assert_eq!(value(&offset, &body, Some("3")), expected, "{number}");
    }
    // The other total is still used.
    let both = page(Some(&["pages"]), Some(&["total"]));
    for (pages, total, expected) in [
        (0, 2, None),
        (1, 0, None),
        (0, 3, some("2")),
        (2, 0, some("2")),
        (0, 0, some("2")),
        // If two totals contradict each other, an empty page ends the list.
        (2, 2, some("2")),
    ] {
        let body = format!(r#"{{"data": [1, 2], "pages": {pages}, "total": {total}}}"#);
        let next = after(&both, &body, None, Some(0));
        assert_eq!(next.value, expected, "{pages} {total}");
    }
}

#[test]
fn short_page_is_the_last_if_the_total_is_wrong() {
    let in_body = Some(PageSize {
        in_body: Some(&["size"]),
        parameter: Some("limit"),
        default: Some(9),
    });
    let rule = Pagination {
        size: in_body,
        more: Some(&["more"]),
        ..page(None, Some(&["total"]))
    };
    let of = |body: &str, size: Option<u64>| {
        let (headers, body) = (HeaderMap::new(), Bytes::copy_from_slice(body.as_bytes()));
        let page = Page {
            headers: &headers,
            body: &body,
            wrapping: None,
            sent: None,
            before: Some(0),
            size,
        };
        next(&rule, &page).value
    };
    assert_eq!(of(r#"{"data": [1, 2], "total": 0}"#, Some(3)), None);
    assert_eq!(of(r#"{"data": [1, 2], "total": 0}"#, Some(2)), some("2"));
    assert_eq!(of(r#"{"data": [1, 2], "total": 0}"#, None), some("2"));
    // The size in the body takes precedence over the requested one, because some services have a lower maximum.
    let capped = r#"{"data": [1, 2], "total": 0, "size": 2}"#;
    assert_eq!(of(capped, Some(100)), some("2"));
    assert_eq!(of(&capped.replace(": 2", ": 3"), None), None);
    assert_eq!(of(&capped.replace(": 2", ": 0"), Some(3)), None);
    // Without a total, or with a credible one, a page can be short.
    assert_eq!(of(r#"{"data": [1, 2]}"#, Some(3)), some("2"));
    assert_eq!(of(r#"{"data": [1, 2], "total": 3}"#, Some(3)), some("2"));
    // The flag always decides.
    assert_eq!(
        of(r#"{"data": [1], "total": 0, "more": true}"#, Some(3)),
        some("2")
    );
    assert_eq!(
        of(r#"{"data": [1], "total": 1, "more": true}"#, Some(1)),
        some("2")
    );
    assert_eq!(
        of(r#"{"data": [1], "total": 9, "more": false}"#, Some(1)),
        None
    );
}

#[test]
fn list_is_returned_to_compare_pages_without_totals() {
    let list = |rule: &Pagination, body: &str| {
        let next = after(rule, body, None, Some(0));
        let list = next.list.filter(|_| !next.has_credible_total);
        list.map(|list| String::from_utf8_lossy(&list).into_owned())
    };
    let body = r#"{"total": 4, "data": [1, 2] , "took": 3}"#;
    assert_eq!(list(&page(None, None), body), some("[1, 2]"));
    assert_eq!(list(&page(None, Some(&["total"])), body), None);
    assert_eq!(list(&page(Some(&["total"]), None), body), None);
    let too_small = body.replace('4', "1");
    assert_eq!(
        list(&page(None, Some(&["total"])), &too_small),
        some("[1, 2]")
    );
    assert_eq!(list(&page(None, Some(&["all"])), body), some("[1, 2]"));
    assert_eq!(list(&offset(None), "[1]"), some("[1]"));
    assert_eq!(list(&page(None, None), r#"{"data": null}"#), None);
    assert_eq!(list(&by(CursorSource::Body(&["next"])), body), None);
}

#[test]
fn offsets_grow_by_the_number_of_items() {
    let rule = offset(None);
    assert_eq!(value(&rule, "[1, 2, 3]", None), some("3"));
    assert_eq!(value(&rule, "[1, 2]", Some("3")), some("5"));
    assert_eq!(value(&rule, "[]", Some("5")), None);
    assert_eq!(value(&rule, "{}", Some("5")), None);
    let rule = Pagination {
        items: &["data"],
        ..offset(Some(&["total"]))
    };
    let body = r#"{"total": 5, "data": [1, 2]}"#;
    assert_eq!(value(&rule, body, Some("2")), some("4"));
    assert_eq!(value(&rule, body, Some("3")), None);
}

#[test]
fn cursors_end_without_a_next_cursor() {
    let rule = by(CursorSource::Body(&["next"]));
    for (body, expected) in [
        (r#"{"next": "a b", "data": [1]}"#, some("a b")),
        (r#"{"next": 17, "data": []}"#, some("17")),
        (r#"{"next": ""}"#, None),
        (r#"{"next": null}"#, None),
        (r#"{"next": 0}"#, None),
        (r#"{"next": false}"#, None),
        (r#"{"next": "a", "has_more": false}"#, None),
        (r#"{"next": "a", "has_more": true}"#, some("a")),
        (r#"{"data": [1]}"#, None),
        (r#"{"next": "a""#, None),
        ("[]", None),
        ("", None),
    ] {
        assert_eq!(value(&rule, body, None), expected, "{body}");
    }
    let rule = by(CursorSource::LastItem(&["id"]));
    let body = r#"{"data": [{"id": "a"}, {"id": "b"}]}"#;
    assert_eq!(value(&rule, body, None), some("b"));
    assert_eq!(value(&rule, r#"{"data": []}"#, None), None);
    assert_eq!(value(&rule, r#"{"data": [{"id": "a"}, 1]}"#, None), None);
}

#[test]
fn envelope_member_precedes_the_path_of_the_list() {
    let body = Bytes::from_static(b"{\"result\": {\"data\": [1, 2]}}");
    let page_in = Page {
        headers: &HeaderMap::new(),
        body: &body,
        wrapping: Some("result"),
        sent: None,
        before: None,
        size: None,
    };
    assert_eq!(next(&page(None, None), &page_in).count, 2);
}

#[test]
fn link_header_with_the_next_page() {
    let of = |values: &[&'static str]| {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("link", HeaderValue::from_static(value));
        }
        link::next_url(&headers)
    };
    assert_eq!(
        of(&["<https://a/b?page=1>; rel=\"prev\", <https://a/b?page=3,4>; rel=\"next\""]),
        some("https://a/b?page=3,4")
    );
    assert_eq!(of(&["</b?page=2>;rel=next"]), some("/b?page=2"));
    assert_eq!(
        of(&[
            "</a>; title=\"x, <y>; rel=next\"",
            "</c>; REL=\"last Next\""
        ]),
        some("/c")
    );
    for none in [
        "",
        "<",
        "</a>",
        "</a>; rel",
        "</a>; rel=prev",
        "a, b; rel=next",
    ] {
        assert_eq!(of(&[none]), None, "{none}");
    }
}

#[test]
fn argument_values_are_decoded() {
    let piece = ["page%5Bafter%5D=a%20b".to_owned()];
    assert_eq!(argument_value(&piece, true), some("a b"));
    assert_eq!(argument_value(&["a=b".to_owned()], false), some("a=b"));
    assert_eq!(argument_value(&[], true), None);
    assert_eq!(
        page(None, None)
            .parameter()
            .map(|parameter| parameter.location),
        Some(ParameterLocation::Query)
    );
}

/// The list can be compared with the previous one, whatever the encoding of the body.
#[test]
fn list_of_a_body_that_is_not_utf8() {
    let rule = page(None, None);
    let list = |body: &[u8]| {
        let body = Bytes::copy_from_slice(body);
        let page = Page {
            headers: &HeaderMap::new(),
            body: &body,
            wrapping: None,
            sent: None,
            before: None,
            size: None,
        };
        next(&rule, &page).list
    };
    let plain = Some(Bytes::from_static(b"[1]"));
    assert_eq!(list(b"\xef\xbb\xbf{\"took\":7,\"data\":[1]}"), plain);
    assert_eq!(list(b"{\"odd\":\"\xff\",\"data\":[1]}"), plain);
    #[cfg(feature = "charset")]
    {
        let wide: Vec<u8> = "\u{feff}{\"data\":[1]}"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(list(&wide), plain);
    }
}
