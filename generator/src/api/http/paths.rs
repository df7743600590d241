//! Parses path templates.
//!
//! In: a template such as `/pets/{id}.{format}?full={full}`. Out: its path and its query, each as text and expressions.
//! <https://spec.openapis.org/oas/v3.1.1.html#path-templating>
//!
//! OpenAPI only allows names between braces. Documents also contain the expressions of the routers behind them:
//! `{name=projects/*}` (gRPC transcoding), `{path*}`, `{+path}` (RFC 6570), `{proxy+}` (API Gateway), `{*path}` (ASP.NET),
//! `{path...}` (Go), `{id:[0-9]+}` and `{path:path}` (JAX-RS, Starlette). The parameter is the name in such an expression.

use crate::openapi::document::Style;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Text to be sent as it is.
    Text(&'a str),
    /// What is between braces.
    Expression(Expression<'a>),
}

/// What is between braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expression<'a> {
    /// All of it.
    pub text: &'a str,
    /// The name in it.
    pub name: &'a str,
    /// The form of a value of several segments: `*` is one of them, `**` any number.
    pub segments: Option<&'a str>,
    /// The style that it states by an operator of RFC 6570: `{.name}`, `{;name}`.
    pub style: Option<Style>,
    /// Whether it ends in `*`, by which RFC 6570 explodes lists and objects.
    pub explode: bool,
}

/// Any number of segments.
pub(crate) const ANY_SEGMENTS: &str = "**";

/// A parsed template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Template<'a> {
    /// What is before the query.
    pub path: Vec<Piece<'a>>,
    /// The pairs of the query, without the `&` between them.
    pub query: Vec<Vec<Piece<'a>>>,
    /// The names in `{?name,name}` and `{&name}` (RFC 6570), which are parameters of the query.
    pub listed: Vec<&'a str>,
    /// What is after the query.
    pub fragment: Option<&'a str>,
}

/// Parses a template.
pub(crate) fn template(text: &str) -> Template<'_> {
    let (text, fragment) = split_fragment(text);
    let mut template = Template {
        path: Vec::new(),
        query: Vec::new(),
        listed: Vec::new(),
        fragment,
    };
    let mut in_query = false;
    for piece in pieces(text) {
        let mut rest = match piece {
            Piece::Text(text) => text,
            Piece::Expression(expression) => {
                match (listed(expression.text), template.query.last_mut()) {
                    (Some(names), _) => template.listed.extend(names),
                    (None, Some(pair)) if in_query => pair.push(Piece::Expression(expression)),
                    (None, _) => template.path.push(Piece::Expression(expression)),
                }
                continue;
            }
        };
        if !in_query {
            let (path, query) = match rest.split_once('?') {
                Some((path, query)) => (path, Some(query)),
                None => (rest, None),
            };
            if !path.is_empty() {
                template.path.push(Piece::Text(path));
            }
            let Some(query) = query else {
                continue;
            };
            in_query = true;
            template.query.push(Vec::new());
            rest = query;
        }
        for (index, text) in rest.split('&').enumerate() {
            if index > 0 {
                template.query.push(Vec::new());
            }
            if let Some(pair) = template.query.last_mut().filter(|_| !text.is_empty()) {
                pair.push(Piece::Text(text));
            }
        }
    }
    template.query.retain(|pair| !pair.is_empty());
    template
}

/// Splits off the fragment, which is never sent. A `#` between braces does not begin one.
fn split_fragment(text: &str) -> (&str, Option<&str>) {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '#' if depth == 0 => return (&text[..at], Some(&text[at..])),
            _ => {}
        }
    }
    (text, None)
}

/// Returns the names of an expression for the query, `{?name,name}` or `{&name}`.
fn listed(text: &str) -> Option<impl Iterator<Item = &str>> {
    let names = text.strip_prefix(['?', '&'])?;
    let plain = |name: &'_ str| -> usize { name.find([':', '*']).unwrap_or(name.len()) };
    Some(
        names
            .split(',')
            .map(move |name| name[..plain(name)].trim())
            .filter(|name| !name.is_empty()),
    )
}

/// Returns the pieces of a template. An unmatched brace and an empty pair of braces are text.
fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut text = 0;
    let mut at = 0;
    while let Some(open) = template[at..].find('{').map(|offset| at + offset) {
        let Some(close) = template[open..].find('}').map(|offset| open + offset) else {
            break;
        };
        let (open, close) = match end_of_constraint(&template[open..]) {
            Some(length) => (open, open + length),
            // `{{id}`: the inner brace opens the name.
            None => (template[..close].rfind('{').unwrap_or(open), close),
        };
        at = close + 1;
        let Some(expression) = expression(&template[open + 1..close]) else {
            continue;
        };
        if text < open {
            pieces.push(Piece::Text(&template[text..open]));
        }
        pieces.push(Piece::Expression(expression));
        text = at;
    }
    if text < template.len() {
        pieces.push(Piece::Text(&template[text..]));
    }
    pieces
}

/// How many characters of an expression are searched for the end of its regular expression.
const MAX_CONSTRAINT_LENGTH: usize = 1_000;

/// Returns where an expression with a regular expression ends, such as `{id:[0-9]{4}}`. Braces of a regular expression are
/// matched.
fn end_of_constraint(text: &str) -> Option<usize> {
    let colon = text[1..].find([':', '{', '}', '/']).map(|at| at + 1)?;
    if !text[colon..].starts_with(':') {
        return None;
    }
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices().take(MAX_CONSTRAINT_LENGTH) {
        match letter {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Parses what is between braces; `None` if that is text.
fn expression(text: &str) -> Option<Expression<'_>> {
    let bare = text.trim();
    let (name, segments) = if let Some((name, form)) = bare.split_once('=') {
        (name, segments_of(form))
    } else if let Some((name, constraint)) = bare.split_once(':') {
        let name = name.trim_start_matches('*');
        (name, matches_slashes(constraint).then_some(ANY_SEGMENTS))
    } else if bare.contains('/') {
        return None;
    } else {
        let name = bare
            .trim_start_matches(['+', '*'])
            .trim_end_matches(['+', '*']);
        let name = name.strip_suffix("...").unwrap_or(name);
        let is_single = name.len() == bare.len();
        // In its router, `{id?}` is optional.
        let name = name.trim_end_matches('?');
        let plain = name.trim_start_matches(['.', ';']);
        (plain, (!is_single && plain == name).then_some(ANY_SEGMENTS))
    };
    let style = match bare.chars().next() {
        Some('.') => Some(Style::Label),
        Some(';') => Some(Style::Matrix),
        _ => None,
    };
    match name.trim() {
        "" if text.is_empty() || text.contains('/') => None,
        "" => Some(Expression {
            text,
            name: text,
            segments: None,
            style: None,
            explode: false,
        }),
        name => Some(Expression {
            text,
            name,
            segments,
            style,
            explode: bare.ends_with('*') && !bare.contains(['=', ':']),
        }),
    }
}

/// Returns the form of a value of several segments; `None` if it is a single one.
fn segments_of(form: &str) -> Option<&str> {
    let form = form.trim().trim_matches('/');
    let parts = || form.split('/');
    // In ASP.NET, `{page=1}` states a default.
    if form == "*" || !form.contains('*') {
        return None;
    }
    // It is not defined what matches where a wildcard is part of a segment, or `**` occurs twice.
    let has_whole_wildcards = parts().all(|part| matches!(part, "*" | "**") || !part.contains('*'));
    let has_one_any = parts().filter(|part| *part == ANY_SEGMENTS).count() <= 1;
    let is_defined = has_whole_wildcards && has_one_any && parts().all(|part| !part.is_empty());
    Some(if is_defined { form } else { ANY_SEGMENTS })
}

/// Returns whether a constraint after a colon matches slashes.
fn matches_slashes(constraint: &str) -> bool {
    let constraint = constraint.trim();
    let inner = constraint
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'))
        .unwrap_or(constraint);
    let inner = inner.strip_prefix('^').unwrap_or(inner);
    let inner = inner.strip_suffix('$').unwrap_or(inner);
    matches!(
        inner,
        "path" | ".*" | ".+" | ".*?" | ".+?" | ".{1,}" | ".{0,}" | "**" | "*"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Piece<'_> {
        Piece::Expression(Expression {
            text,
            name: text,
            segments: None,
            style: None,
            explode: false,
        })
    }

    fn read(text: &str) -> Vec<(&str, Option<&str>)> {
        pieces(text)
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Text(_) => None,
                Piece::Expression(expression) => Some((expression.name, expression.segments)),
            })
            .collect()
    }

    #[test]
    fn templates_are_split_into_pieces() {
        assert_eq!(
            pieces("/a/{x}.{y-z}/b"),
            [
                Piece::Text("/a/"),
                name("x"),
                Piece::Text("."),
                name("y-z"),
                Piece::Text("/b")
            ]
        );
        assert_eq!(pieces("{x}{y}"), [name("x"), name("y")]);
        assert_eq!(pieces("/{}/{"), [Piece::Text("/{}/{")]);
        assert_eq!(pieces("/{a/b}/c"), [Piece::Text("/{a/b}/c")]);
        assert_eq!(pieces("/{{é}"), [Piece::Text("/{"), name("é")]);
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn the_parameter_is_the_name_in_an_expression() {
        for (text, expected, segments) in [
            (
                "{name=shelves/*/books/*}",
                "name",
                Some("shelves/*/books/*"),
            ),
            ("{name=folders/**}:move", "name", Some("folders/**")),
            ("{path=**}", "path", Some("**")),
            ("{name=*}", "name", None),
            ("{page=1}", "page", None),
            ("{name=a*/b}", "name", Some("**")),
            ("{name=**/a/**}", "name", Some("**")),
            ("{path*}", "path", Some("**")),
            ("{+path}", "path", Some("**")),
            ("{*path}", "path", Some("**")),
            ("{**rest}", "rest", Some("**")),
            ("{path...}", "path", Some("**")),
            ("{proxy+}", "proxy", Some("**")),
            ("{file:path}", "file", Some("**")),
            ("{file: .+}", "file", Some("**")),
            ("{file:(.*)}", "file", Some("**")),
            ("{id:[0-9]{2,4}}/x", "id", None),
            ("{id:[^/]+}", "id", None),
            ("{id:int}", "id", None),
            ("{id?}", "id", None),
            ("{.format}", "format", None),
            ("{;sort*}", "sort", None),
            ("{ id }", "id", None),
            ("{+}", "+", None),
            ("{...}", "...", None),
        ] {
            assert_eq!(read(text), [(expected, segments)], "{text}");
        }
        assert_eq!(
            read("/{a:[a-z]{1}}/{b}/{c=x/*}:{verb}"),
            [("a", None), ("b", None), ("c", Some("x/*")), ("verb", None)]
        );
        // Unmatched braces end at the first closing brace.
        assert_eq!(read("/{a:[{]}/{b}"), [("]", None), ("b", None)]);
    }

    #[test]
    fn the_query_is_split_into_pairs() {
        let found = template("/a/{id?}/?from={from}&x=1&&{flag}&r={a}-{b}{&more,rest*}#at={here}");
        assert_eq!(found.path.len(), 3);
        assert_eq!(found.path[2], Piece::Text("/"));
        assert_eq!(
            found.query,
            [
                vec![Piece::Text("from="), name("from")],
                vec![Piece::Text("x=1")],
                vec![name("flag")],
                vec![Piece::Text("r="), name("a"), Piece::Text("-"), name("b")],
            ]
        );
        assert_eq!(found.listed, ["more", "rest"]);
        assert_eq!(found.fragment, Some("#at={here}"));
        assert_eq!(template("/search{?q,limit}").listed, ["q", "limit"]);
        assert_eq!(template("/x?").query, Vec::<Vec<Piece<'_>>>::new());
    }
}
