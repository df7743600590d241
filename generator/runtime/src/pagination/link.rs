//! Parses the `Link` header.
//!
//! In: the headers of a response. Out: the URL with the relation `next`. <https://www.rfc-editor.org/rfc/rfc8288#section-3>

use http::HeaderMap;

/// Returns the URL with the relation `next`.
pub(super) fn next_url(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all("link").iter();
    let mut values = values.filter_map(|value| value.to_str().ok());
    values.find_map(next_link_target)
}

fn next_link_target(value: &str) -> Option<String> {
    let mut rest = value;
    loop {
        let (_, after) = rest.split_once('<')?;
        let (target, parameters) = after.split_once('>')?;
        let (parameters, others) = split_unquoted(parameters, b',');
        let mut relations = relation(parameters).split_ascii_whitespace();
        if relations.any(|relation| relation.eq_ignore_ascii_case("next")) {
            return Some(target.trim().to_owned());
        }
        rest = others;
    }
}

/// Returns the first `rel` parameter of a link.
fn relation(parameters: &str) -> &str {
    let mut rest = parameters;
    while !rest.is_empty() {
        let (parameter, others) = split_unquoted(rest, b';');
        if let Some((name, value)) = parameter.split_once('=') {
            if name.trim().eq_ignore_ascii_case("rel") {
                return value.trim().trim_matches('"');
            }
        }
        rest = others;
    }
    ""
}

/// Splits a string at a separator that is not quoted.
fn split_unquoted(text: &str, sign: u8) -> (&str, &str) {
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if byte == sign && !quoted => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    (text, "")
}
