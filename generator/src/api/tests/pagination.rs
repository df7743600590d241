//! Pagination: stated by the document, recognized from operations, and not recognized where it is doubtful.

use super::operations::paths;
use super::*;
use crate::api::{Advance, PageSize, PageSource, Pagination};

/// An operation that lists pets: its query parameters and the members of its response, in YAML's flow style.
struct Listing<'a> {
    parameters: &'a [&'a str],
    members: &'a str,
}

impl Listing<'_> {
    fn document(&self, more: &str) -> String {
        let parameters: Vec<String> = self
            .parameters
            .iter()
            .map(|parameter| format!("{{in: query, {parameter}}}"))
            .collect();
        let schema = match self.members {
            "" => "{type: array, items: {type: object, required: [id], properties: {id: {type: string}}}}".to_owned(),
            members => format!("{{type: object, properties: {{{members}}}}}"),
        };
        format!(
            "  /v1/pets:
    get:
      parameters: [{}]
      responses:
        '200':
          description: d
          content: {{application/json: {{schema: {schema}}}}}
{more}",
            parameters.join(", ")
        )
    }

    fn recognized(&self) -> Option<Pagination> {
        let (api, diagnostics) = paths(&self.document(""));
        assert_eq!(codes(&diagnostics), [""; 0]);
        api.operations[0].pagination.clone()
    }
}

const PAGE: &str = "name: page, schema: {type: integer, default: 1}";
const PER_PAGE: &str = "name: per_page, schema: {type: integer}";
const LIMIT: &str = "name: limit, schema: {type: integer}";
const OFFSET: &str = "name: offset, schema: {type: integer}";
const CURSOR: &str = "name: cursor, schema: {type: string}";
const PETS: &str =
    "data: {type: array, items: {type: object, required: [id], properties: {id: {type: string}}}}";

fn path(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

fn recognized(parameters: &[&str], members: &str) -> Option<Pagination> {
    Listing {
        parameters,
        members,
    }
    .recognized()
}

fn advance(parameters: &[&str], members: &str) -> Option<Advance> {
    recognized(parameters, members).map(|pagination| pagination.advance)
}

/// The page size of [`PER_PAGE`].
fn per_page() -> PageSize {
    PageSize {
        in_body: None,
        parameter: Some("per_page".to_owned()),
        default: None,
    }
}

#[test]
fn page_numbers_end_with_a_total() {
    let members = format!(
        "{PETS}, meta: {{type: object, properties: {{total_pages: {{type: integer}}, total: {{type: integer}}}}}}"
    );
    let expected = Advance::Page {
        parameter: 0,
        first: 1,
        pages: Some(path("meta.total_pages")),
        total: Some(path("meta.total")),
    };
    assert_eq!(
        recognized(&[PAGE, PER_PAGE], &members),
        Some(Pagination {
            items: path("data"),
            list: path("data"),
            advance: expected,
            more: None,
            size: Some(per_page()),
        })
    );
    let zero = "name: 'page[number]', schema: {type: integer, default: 0}";
    assert_eq!(
        advance(&[zero, PER_PAGE], PETS),
        Some(Advance::Page {
            parameter: 0,
            first: 0,
            pages: None,
            total: None
        })
    );
    let from_one = "name: page, schema: {type: integer, minimum: 1}";
    assert!(advance(&[from_one, PER_PAGE], "").is_some());
}

#[test]
fn pages_with_a_total_are_counted_from_one() {
    let page = "name: page, schema: {type: integer}";
    let told = |member: &str| format!("{PETS}, {member}: {{type: integer}}");
    let expected = |pages: Option<&str>, total: Option<&str>| {
        Some(Advance::Page {
            parameter: 0,
            first: 1,
            pages: pages.map(path),
            total: total.map(path),
        })
    };
    let (total, pages) = (told("total"), told("total_pages"));
    assert_eq!(
        advance(&[page, PER_PAGE], &total),
        expected(None, Some("total"))
    );
    assert_eq!(
        advance(&[page], &pages),
        expected(Some("total_pages"), None)
    );
    let unrecognized_page_parameter = |parameters: &[&str]| {
        let listing = Listing {
            parameters,
            members: &told("number"),
        };
        let (api, _) = paths(&listing.document(""));
        api.operations[0].unrecognized_page_parameter
    };
    assert_eq!(unrecognized_page_parameter(&[PER_PAGE, page]), Some(1));
    assert_eq!(unrecognized_page_parameter(&[PAGE, PER_PAGE]), None);
    assert_eq!(unrecognized_page_parameter(&[PER_PAGE]), None);
}

#[test]
fn offsets_need_a_page_size() {
    let offset = |total: Option<&str>| Advance::Offset {
        parameter: 0,
        first: 0,
        total: total.map(path),
    };
    assert_eq!(advance(&[OFFSET, LIMIT], ""), Some(offset(None)));
    let members = format!("{PETS}, total: {{type: integer}}");
    assert_eq!(
        advance(&[OFFSET, LIMIT], &members),
        Some(offset(Some("total")))
    );
    let (skip, take) = (
        "name: skip, schema: {type: integer}",
        "name: take, schema: {type: integer}",
    );
    assert_eq!(advance(&[skip, take], ""), Some(offset(None)));
    let (start, count) = (
        "name: start, schema: {type: integer, default: 0}",
        "name: count, schema: {type: integer}",
    );
    assert_eq!(advance(&[start, count], ""), Some(offset(None)));
    assert_eq!(advance(&[OFFSET], &members), None);
}

#[test]
fn cursors_need_a_parameter() {
    let cursor = |source| {
        Some(Advance::Cursor {
            parameter: 0,
            source,
        })
    };
    let body = |text: &str| cursor(PageSource::Body(path(text)));
    for (parameter, member, place) in [
        ("cursor", "next_cursor: {type: string}", "next_cursor"),
        ("cursor", "cursor: {type: [string, 'null']}", "cursor"),
        (
            "pageToken",
            "nextPageToken: {type: string}",
            "nextPageToken",
        ),
        ("page_token", "next_page: {type: string}", "next_page"),
        ("NextToken", "NextToken: {type: string}", "NextToken"),
        ("page", "next_page: {type: string}", "next_page"),
        (
            "continue",
            "metadata: {type: object, properties: {continue: {type: string}}}",
            "metadata.continue",
        ),
        (
            "after",
            "paging: {type: object, properties: {cursors: {type: object, properties: {after: {type: string}}}}}",
            "paging.cursors.after",
        ),
    ] {
        let parameter = format!("name: {parameter}, schema: {{type: string}}");
        let members = format!("{PETS}, {member}");
        assert_eq!(advance(&[&parameter], &members), body(place), "{member}");
        assert_eq!(advance(&[], &members), None, "{member}");
        assert_eq!(advance(&[&parameter], PETS), None, "{parameter}");
    }
    let members = format!("{PETS}, next_page: {{type: [integer, 'null']}}");
    assert_eq!(
        advance(&["name: page, schema: {type: integer}"], &members),
        body("next_page")
    );
    let members = format!("{PETS}, has_more: {{type: boolean}}, last_id: {{type: string}}");
    let after = "name: after, schema: {type: string}";
    let pagination = recognized(&[after], &members).expect("pages follow");
    assert_eq!(Some(pagination.advance), body("last_id"));
    assert_eq!(pagination.more, Some(path("has_more")));
    let members = format!("{PETS}, has_more: {{type: boolean}}");
    assert_eq!(
        advance(&["name: starting_after, schema: {type: string}"], &members),
        cursor(PageSource::LastItem(path("id")))
    );
    assert_eq!(advance(&[after], &members), None);
}

#[test]
fn urls_can_be_in_bodies() {
    let url = |text: &str| Some(Advance::Url(PageSource::Body(path(text))));
    for (member, place) in [
        ("next: {type: string, format: uri}", "next"),
        ("next_page_url: {type: string}", "next_page_url"),
        (
            "links: {type: object, properties: {next: {type: string}}}",
            "links.next",
        ),
        (
            "_links: {type: object, properties: {next: {type: object, properties: {href: {type: string}}}}}",
            "_links.next.href",
        ),
    ] {
        let members = format!("{PETS}, {member}");
        assert_eq!(advance(&[], &members), url(place), "{member}");
    }
    assert_eq!(
        advance(&[], &format!("{PETS}, '@odata.nextLink': {{type: string}}")),
        Some(Advance::Url(PageSource::Body(vec![
            "@odata.nextLink".to_owned()
        ])))
    );
}

#[test]
fn headers_can_hold_urls_and_cursors() {
    let with_header = |parameter: &str, header: &str| {
        let (api, _) = paths(&format!(
            "  /pets:
    get:
      parameters: [{{in: query, {parameter}}}]
      responses:
        '200':
          description: d
          headers: {{{header}: {{schema: {{type: string}}}}}}
          content: {{application/json: {{schema: {{type: array, items: {{type: string}}}}}}}}
"
        ));
        let pagination = api.operations[0].pagination.clone();
        pagination.map(|pagination| pagination.advance)
    };
    assert_eq!(
        with_header(PER_PAGE, "Link"),
        Some(Advance::Url(PageSource::Header("Link".to_owned())))
    );
    assert_eq!(with_header("name: q, schema: {type: string}", "Link"), None);
    assert_eq!(
        with_header(CURSOR, "X-Next-Cursor"),
        Some(Advance::Cursor {
            parameter: 0,
            source: PageSource::Header("X-Next-Cursor".to_owned())
        })
    );
    assert_eq!(
        with_header("name: page, schema: {type: integer}", "X-Next-Page"),
        Some(Advance::Cursor {
            parameter: 0,
            source: PageSource::Header("X-Next-Page".to_owned())
        })
    );
}

#[test]
fn doubtful_pages_are_not_recognized() {
    let total = format!("{PETS}, total: {{type: integer}}");
    // The first page may be 0 or 1, and something suggests 0.
    for page in [
        "name: page_index, schema: {type: integer}",
        "name: page, example: 0, schema: {type: integer}",
        "name: page, description: Counts from 0., schema: {type: integer}",
        "name: page, description: The zero-based number., schema: {type: integer}",
        "name: page, schema: {type: integer, minimum: 0}",
        "name: page, schema: {type: integer, default: 3}",
        "name: page, schema: {type: string, default: first}",
    ] {
        assert_eq!(advance(&[page, PER_PAGE], &total), None, "{page}");
    }
    let page = "name: page, schema: {type: integer}";
    let spring = format!("{PETS}, totalElements: {{type: integer}}");
    assert_eq!(advance(&[page, PER_PAGE], &spring), None);
    // Without a total, a missing page would not be noticed.
    assert_eq!(advance(&[page, PER_PAGE], PETS), None);
    // An offset that may be a time, a cursor without a member that holds it, and page sizes alone.
    assert_eq!(advance(&[OFFSET], ""), None);
    assert_eq!(advance(&[CURSOR], ""), None);
    assert_eq!(advance(&[LIMIT], ""), None);
    assert_eq!(
        advance(
            &["name: after, schema: {type: string, format: date-time}"],
            &format!("{PETS}, next_cursor: {{type: string}}")
        ),
        None
    );
    // Several lists, and none.
    let lists = format!("{total}, items: {{type: array, items: {{}}}}");
    assert_eq!(advance(&[PAGE, PER_PAGE], &lists), None);
    assert_eq!(advance(&[PAGE, PER_PAGE], "total: {type: integer}"), None);
    assert_eq!(
        advance(
            &[PAGE, PER_PAGE],
            "total: {type: integer}, errors: {type: array, items: {}}"
        ),
        None
    );
    // Two cursors.
    let cursors = format!("{PETS}, next_cursor: {{type: string}}, cursor: {{type: string}}");
    assert_eq!(advance(&[CURSOR], &cursors), None);
    // A string named `next` may be anything.
    assert_eq!(
        advance(&[], &format!("{PETS}, next: {{type: string}}")),
        None
    );
    // A list without a name for items may be part of a single object.
    let words = "words: {type: array, items: {type: string}}";
    assert_eq!(advance(&[PAGE, PER_PAGE], words), None);
    assert!(advance(&[PAGE, PER_PAGE], &words.replace("words", "pets")).is_some());
}

#[test]
fn only_get_requests_are_repeated_unless_stated() {
    let listing = Listing {
        parameters: &[PAGE, PER_PAGE],
        members: "",
    };
    let post = listing.document("").replace("    get:", "    post:");
    assert_eq!(paths(&post).0.operations[0].pagination, None);
    let never = listing.document("      x-rust-pagination: false\n");
    assert_eq!(paths(&never).0.operations[0].pagination, None);
}

#[test]
fn members_of_an_envelope_are_found() {
    let text = format!(
        "{}x-rust-envelope: {{result: result, success: success}}\n",
        Listing {
            parameters: &[PAGE, PER_PAGE],
            members: "success: {type: boolean}, result: {type: array, items: {type: string}}, \
                      result_info: {type: object, properties: {total_pages: {type: integer}}}",
        }
        .document("")
    );
    let (api, _) = paths(&text);
    assert_eq!(
        api.operations[0].pagination,
        Some(Pagination {
            items: Vec::new(),
            list: path("result"),
            advance: Advance::Page {
                parameter: 0,
                first: 1,
                pages: Some(path("result_info.total_pages")),
                total: None
            },
            more: None,
            size: Some(per_page()),
        })
    );
}

#[test]
fn the_page_size_is_known_where_a_total_tells_the_end() {
    let size = |parameters: &[&str], members: &str| {
        let members = format!("{PETS}, {members}");
        recognized(parameters, &members).and_then(|pagination| pagination.size)
    };
    let total = "total: {type: integer}";
    let limit = "name: limit, schema: {type: integer, default: 20}";
    assert_eq!(
        size(&["name: offset, schema: {type: integer}", limit], total),
        Some(PageSize {
            in_body: None,
            parameter: Some("limit".to_owned()),
            default: Some(20),
        })
    );
    let info = format!(
        "meta: {{type: object, properties: {{count: {{type: integer}}, pageSize: {{type: integer}}, {total}}}}}"
    );
    assert_eq!(
        size(&[PAGE], &info),
        Some(PageSize {
            in_body: Some(path("meta.pageSize")),
            parameter: None,
            default: None,
        })
    );
    // Two candidates are ambiguous, and a flag does not give a total.
    assert_eq!(size(&[PAGE, PER_PAGE, limit], total), None);
    assert_eq!(size(&[PAGE, PER_PAGE], "has_more: {type: boolean}"), None);
}

#[test]
fn a_stated_rule_goes_before_recognition() {
    let listing = Listing {
        parameters: &[PAGE, PER_PAGE, CURSOR],
        members: &format!(
            "{PETS}, token: {{type: string}}, others: {{type: array, items: {{type: string}}}}"
        ),
    };
    let stated =
        "      x-rust-pagination: {style: cursor, parameter: cursor, next: token, items: others}\n";
    let expected = Pagination {
        items: path("others"),
        list: path("others"),
        advance: Advance::Cursor {
            parameter: 2,
            source: PageSource::Body(path("token")),
        },
        more: None,
        size: None,
    };
    let (api, diagnostics) = paths(&listing.document(stated));
    assert_eq!(codes(&diagnostics), [""; 0]);
    assert_eq!(api.operations[0].pagination.as_ref(), Some(&expected));
    // The same for all operations.
    let (api, diagnostics) = paths(&(listing.document("") + &stated.replace("      x-", "x-")));
    assert_eq!(codes(&diagnostics), [""; 0]);
    assert_eq!(api.operations[0].pagination.as_ref(), Some(&expected));
}

#[test]
fn a_rule_that_cannot_be_applied_is_reported() {
    let listing = Listing {
        parameters: &[PAGE, PER_PAGE],
        members: PETS,
    };
    for rule in [
        "{style: page, parameter: pages}",
        "{style: page, parameter: page, items: list}",
        "{style: page, parameter: page, total: count}",
    ] {
        let (api, diagnostics) =
            paths(&listing.document(&format!("      x-rust-pagination: {rule}\n")));
        assert_eq!(api.operations[0].pagination, None, "{rule}");
        assert_eq!(
            diagnostics,
            [(
                "pagination-without-effect",
                "/paths/~1v1~1pets/get/x-rust-pagination".to_owned()
            )],
            "{rule}"
        );
    }
    let other = listing.document("").replace("name: p", "name: q");
    let rule = "x-rust-pagination: {style: page, parameter: page}\n";
    let (_, diagnostics) = paths(&(other + rule));
    assert_eq!(codes(&diagnostics), ["pagination-without-effect"]);
}
