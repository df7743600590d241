//! Literals and documentation: the only way for strings of a document into code.
//!
//! In: strings and numbers. Out: tokens in which quotes, line ends and characters that the compiler rejects are escaped.

use std::fmt::Write;

use super::code::{Code, Kind, code};

/// Returns a string literal on one line, in which hidden characters are escaped.
pub(in crate::emit) fn string_literal(text: &str) -> Code {
    let mut source = String::with_capacity(text.len() + 2);
    add_escaped(&mut source, text);
    literal(&source)
}

/// Adds a string literal on one line, in which hidden characters are escaped.
pub(super) fn add_escaped(source: &mut String, text: &str) {
    source.push('"');
    for character in text.chars() {
        match character {
            '"' => source.push_str("\\\""),
            '\\' => source.push_str("\\\\"),
            '\n' => source.push_str("\\n"),
            '\r' => source.push_str("\\r"),
            '\t' => source.push_str("\\t"),
            _ if is_hidden(character) => {
                source.push_str(&format!("\\u{{{:x}}}", u32::from(character)))
            }
            _ => source.push(character),
        }
    }
    source.push('"');
}

/// Returns a literal of a byte string.
pub(in crate::emit) fn bytes_literal(bytes: &[u8]) -> Code {
    let mut source = String::from("b\"");
    for byte in bytes {
        match byte {
            b'"' | b'\\' => source.extend(['\\', char::from(*byte)]),
            b' '..=b'~' => source.push(char::from(*byte)),
            _ => write!(source, "\\x{byte:02X}").expect("a string takes everything"),
        }
    }
    source.push('"');
    literal(&source)
}

/// Returns a literal of a whole number, without a sign.
pub(in crate::emit) fn number(value: impl Into<u128>) -> Code {
    literal(&value.into().to_string())
}

/// Returns a literal of a finite number that is not negative, without its type.
pub(in crate::emit) fn float_literal(value: f64) -> Code {
    literal(&format!("{:?}", value.abs()))
}

/// Returns a literal of a whole number that is a float, without an exponent.
pub(in crate::emit) fn whole_float(value: f64) -> Code {
    literal(&format!("{:.1}", value.abs()))
}

fn literal(source: &str) -> Code {
    let mut code = Code::default();
    code.add(Kind::Literal, source);
    code
}

/// Returns whether a character is invisible or changes the direction of text. The compiler rejects those in comments.
pub(in crate::emit) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Returns documentation of an item, a line each.
pub(in crate::emit) fn docs<T: AsRef<str>>(lines: &[T]) -> Code {
    let mut code = Code::default();
    add_docs(&mut code, Kind::Doc, lines);
    code
}

/// Returns documentation of a file, a line each.
pub(in crate::emit) fn inner_docs<T: AsRef<str>>(lines: &[T]) -> Code {
    let mut code = Code::default();
    add_docs(&mut code, Kind::FileDoc, lines);
    code
}

/// Adds a comment for each line. A line with hidden characters has to be escaped, so it is an attribute whose `concat!` keeps it
/// from being printed as a comment.
fn add_docs<T: AsRef<str>>(code: &mut Code, kind: Kind, lines: &[T]) {
    for line in lines.iter().flat_map(|lines| lines.as_ref().split('\n')) {
        let line = line.trim_end();
        let is_plain = !line.contains('\t') && !line.chars().any(is_hidden);
        if is_plain && line.is_empty() {
            code.add(kind, "");
            continue;
        }
        let line = format!(" {}", line.replace('\t', "    "));
        if !line.chars().any(is_hidden) {
            code.add(kind, &line);
            continue;
        }
        let literal = string_literal(&line);
        let attribute = code!([doc = concat!(#literal)]);
        match kind {
            Kind::FileDoc => code.push(code!(#!)),
            _ => code.push(code!(#)),
        }
        code.push(attribute);
    }
}
