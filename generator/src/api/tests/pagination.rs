//! Pages: as the document says, as operations show, and what must not be taken for them.

use super::operations::paths;
use super::*;
use crate::api::{Advance, PageSize, PageSource, Pagination};

/// An operation that lists pets: its query parameters and the members of its answer, in YAML's flow style.
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

    fn recognised(&self) -> Option<Pagination> {
        let (api, remarks) = paths(&self.document(""));
        assert_eq!(codes(&remarks), [""; 0]);
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

fn recognised(parameters: &[&str], members: &str) -> Option<Pagination> {
    Listing {
        parameters,
        members,
    }
    .recognised()
}

fn advance(parameters: &[&str], members: &str) -> Option<Advance> {
    recognised(parameters, members).map(|pagination| pagination.advance)
}

/// The size that [`PER_PAGE`] asks for.
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
        recognised(&[PAGE, PER_PAGE], &members),
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
fn pages_of_which_a_total_is_told_count_from_one() {
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
fn offsets_need_a_size_beside_them() {
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
fn cursors_need_the_parameter_that_takes_them() {
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
    let pagination = recognised(&[after], &members).expect("pages follow");
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
fn addresses_stand_in_bodies() {
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
fn headers_give_addresses_and_cursors() {
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
fn doubt_is_no_page() {
    let total = format!("{PETS}, total: {{type: integer}}");
    // Whether the first page is 0 or 1 is not said, and something speaks for 0.
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
    // Without a total, nobody would notice that a page is left out.
    assert_eq!(advance(&[page, PER_PAGE], PETS), None);
    // An offset of time, a cursor by which nothing is said to be meant, and sizes alone.
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
    // A text called `next` may be anything.
    assert_eq!(
        advance(&[], &format!("{PETS}, next: {{type: string}}")),
        None
    );
    // A list of no telling name may be part of one thing.
    let words = "words: {type: array, items: {type: string}}";
    assert_eq!(advance(&[PAGE, PER_PAGE], words), None);
    assert!(advance(&[PAGE, PER_PAGE], &words.replace("words", "pets")).is_some());
}

#[test]
fn only_reading_is_repeated_unasked() {
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
fn the_wrapping_of_a_value_is_looked_into() {
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
fn the_size_of_a_page_is_known_where_its_end_is_told_by_a_number() {
    let size = |parameters: &[&str], members: &str| {
        let members = format!("{PETS}, {members}");
        recognised(parameters, &members).and_then(|pagination| pagination.size)
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
    // Which of two it is, nobody knows; a flag does not say how many there are.
    assert_eq!(size(&[PAGE, PER_PAGE, limit], total), None);
    assert_eq!(size(&[PAGE, PER_PAGE], "has_more: {type: boolean}"), None);
}

#[test]
fn the_document_goes_before_what_is_recognised() {
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
    let (api, remarks) = paths(&listing.document(stated));
    assert_eq!(codes(&remarks), [""; 0]);
    assert_eq!(api.operations[0].pagination.as_ref(), Some(&expected));
    // The same for all operations.
    let (api, remarks) = paths(&(listing.document("") + &stated.replace("      x-", "x-")));
    assert_eq!(codes(&remarks), [""; 0]);
    assert_eq!(api.operations[0].pagination.as_ref(), Some(&expected));
}

#[test]
fn what_an_operation_lacks_is_said() {
    let listing = Listing {
        parameters: &[PAGE, PER_PAGE],
        members: PETS,
    };
    for rule in [
        "{style: page, parameter: pages}",
        "{style: page, parameter: page, items: list}",
        "{style: page, parameter: page, total: count}",
    ] {
        let (api, remarks) =
            paths(&listing.document(&format!("      x-rust-pagination: {rule}\n")));
        assert_eq!(api.operations[0].pagination, None, "{rule}");
        assert_eq!(
            remarks,
            [(
                "pagination-without-effect",
                "/paths/~1v1~1pets/get/x-rust-pagination".to_owned()
            )],
            "{rule}"
        );
    }
    let other = listing.document("").replace("name: p", "name: q");
    let rule = "x-rust-pagination: {style: page, parameter: page}\n";
    let (_, remarks) = paths(&(other + rule));
    assert_eq!(codes(&remarks), ["pagination-without-effect"]);
}
