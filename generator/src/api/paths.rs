//! Path templates, taken apart.
//!
//! In: a template such as `/pets/{id}.{format}`. Out: its texts and the names between braces.
//! <https://spec.openapis.org/oas/v3.1.1.html#path-templating>

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text to be sent as it is.
    Text(&'a str),
    /// The name of a parameter.
    Name(&'a str),
}

/// Returns the pieces of a template. A brace without its partner, and a pair around nothing, are text.
pub(super) fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut text = 0;
    let mut at = 0;
    while let Some(open) = template[at..].find('{').map(|offset| at + offset) {
        let Some(close) = template[open..].find('}').map(|offset| open + offset) else {
            break;
        };
        // `{{id}`: the inner brace opens the name.
        let open = template[..close].rfind('{').unwrap_or(open);
        let name = &template[open + 1..close];
        at = close + 1;
        if name.is_empty() || name.contains('/') {
            continue;
        }
        if text < open {
            pieces.push(Piece::Text(&template[text..open]));
        }
        pieces.push(Piece::Name(name));
        text = at;
    }
    if text < template.len() {
        pieces.push(Piece::Text(&template[text..]));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_come_apart() {
        assert_eq!(
            pieces("/a/{x}.{y-z}/b"),
            [
                Piece::Text("/a/"),
                Piece::Name("x"),
                Piece::Text("."),
                Piece::Name("y-z"),
                Piece::Text("/b")
            ]
        );
        assert_eq!(pieces("{x}{y}"), [Piece::Name("x"), Piece::Name("y")]);
        assert_eq!(pieces("/{}/{"), [Piece::Text("/{}/{")]);
        assert_eq!(pieces("/{{é}"), [Piece::Text("/{"), Piece::Name("é")]);
        assert_eq!(pieces(""), []);
    }
}
