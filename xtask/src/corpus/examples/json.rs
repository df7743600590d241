//! JSON of a document's values.

use std::fmt::Write as _;

use generator::source::Node;
use serde_json::Value;

/// Returns a value. Numbers that are neither an integer of 64 bits nor a floating-point number are the nearest one.
pub(super) fn value(value: &Node) -> Value {
    serde_json::from_str(&text(value)).unwrap_or_default()
}

/// Returns a value as compact JSON text, in one line. Nothing is nested deeper than the reader of documents allows.
pub(super) fn text(value: &Node) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Node, out: &mut String) {
    match value {
        Node::Null => out.push_str("null"),
        Node::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Node::Integer(number) => out.push_str(&number.to_string()),
        // The shortest text that gives the same number back, with a point or an exponent.
        Node::Float(number) => out.push_str(&format!("{number:?}")),
        Node::String(text) => write_text(text, out),
        Node::Array(elements) => {
            let mut separator = '[';
            for element in elements {
                out.push(separator);
                write(element, out);
                separator = ',';
            }
            out.push_str(if elements.is_empty() { "[]" } else { "]" });
        }
        Node::Object(members) => {
            let mut separator = '{';
            for (name, value) in members {
                out.push(separator);
                write_text(name, out);
                out.push(':');
                write(value, out);
                separator = ',';
            }
            out.push_str(if members.is_empty() { "{}" } else { "}" });
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{0}'..='\u{1f}' => {
                // A text grows without failing.
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_in_one_line() {
        let value = Node::Object(vec![
            (
                "a\n".to_owned(),
                Node::Array(vec![Node::Null, Node::Bool(true)]),
            ),
            ("b".to_owned(), Node::Float(1e300)),
            ("c\"\\".to_owned(), Node::Integer(-(1 << 70))),
            ("d".to_owned(), Node::Object(Vec::new())),
            ("e".to_owned(), Node::Array(Vec::new())),
            ("f".to_owned(), Node::Float(2.0)),
        ]);
        assert_eq!(
            text(&value),
            r#"{"a\u000a":[null,true],"b":1e300,"c\"\\":-1180591620717411303424,"d":{},"e":[],"f":2.0}"#
        );
    }
}
