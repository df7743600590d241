//! The tokens of printed files: what is code in them, what is text, and what is documentation.

use generator::emit::File;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Returns the tokens of a file, which must parse.
pub fn parsed(file: &File, name: &str) -> TokenStream {
    if let Err(error) = syn::parse_file(&file.text) {
        panic!("{name:?} in {}: {error}\n{}", file.path, file.text);
    }
    file.text.parse().expect("a file that parses has tokens")
}

/// Returns the tokens of a file, without documentation, and with nothing in the place of literals.
pub fn code(file: &File, name: &str) -> String {
    let mut code = String::new();
    walk(parsed(file, name), &mut |token| {
        match token {
            TokenTree::Literal(_) => code.push_str("LITERAL"),
            token => code.push_str(&token.to_string()),
        }
        code.push(' ');
    });
    code
}

/// Returns the kinds of the tokens of a file, without documentation, and without what depends on the length of lines: commas,
/// and braces around the value of an arm.
pub fn kinds(file: &File, name: &str) -> String {
    let mut kinds = String::new();
    walk(parsed(file, name), &mut |token| {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return,
            TokenTree::Punct(sign) if sign.as_char() == ',' => return,
            // Marks an enum with values that cannot be shown as they are: its documentation contains them escaped.
            TokenTree::Ident(word) if word == "documented" => return,
            TokenTree::Literal(_) => kinds.push_str("LITERAL"),
            TokenTree::Ident(_) => kinds.push_str("IDENT"),
            token => kinds.push_str(&token.to_string()),
        }
        kinds.push(' ');
    });
    kinds
}

/// Returns the texts of a file, those of documentation apart.
pub fn literals(tokens: TokenStream) -> Vec<String> {
    let mut literals = Vec::new();
    walk(tokens, &mut |token| {
        if let TokenTree::Literal(literal) = token
            && let Ok(literal) = syn::parse_str::<syn::LitStr>(&literal.to_string())
        {
            literals.push(literal.value());
        }
    });
    literals
}

/// Calls back with each token that is no part of documentation. A comma at an end is left out: it depends on the length of
/// lines.
fn walk(tokens: TokenStream, each: &mut dyn FnMut(TokenTree)) {
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        let mut ahead = tokens.clone();
        let sign = match &token {
            TokenTree::Punct(sign) => sign.as_char(),
            _ => ' ',
        };
        let mut next = ahead.next();
        if sign == '#' && matches!(&next, Some(TokenTree::Punct(sign)) if sign.as_char() == '!') {
            next = ahead.next();
        }
        if sign == '#' && next.as_ref().is_some_and(is_documentation) {
            tokens = ahead;
            continue;
        }
        match token {
            TokenTree::Group(group) => {
                let empty = Group::new(group.delimiter(), TokenStream::new());
                each(TokenTree::Group(empty));
                walk(group.stream(), each);
            }
            _ if sign == ',' && next.is_none() => {}
            token => each(token),
        }
    }
}

fn is_documentation(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    group.delimiter() == Delimiter::Bracket
        && matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}

/// Returns the lines of documentation.
pub fn docs(tokens: TokenStream) -> Vec<String> {
    let mut docs = Vec::new();
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            match is_documentation(&token) {
                true => docs.extend(literals(group.stream())),
                false => docs.extend(self::docs(group.stream())),
            }
        }
    }
    docs
}

/// Whether a browser would take some of it for an element, unless it stands in code.
pub fn has_markup(line: &str) -> bool {
    let outside = line.split('`').step_by(2).collect::<Vec<_>>().concat();
    outside.match_indices('<').any(|(at, _)| {
        let is_escaped = outside[..at].ends_with('\\');
        let next = outside[at + 1..].chars().next();
        !is_escaped && next.is_some_and(|next| next.is_ascii_alphabetic() || next == '/')
    })
}
