//! Writes the values of a document as JSON.

use std::fmt::Write as _;

use generator::source::Node;
use serde_json::Value;

/// Converts a value. Numbers outside of `i64`, `u64` and `f64` are rounded to the nearest `f64`.
pub(super) fn to_value(value: &Node) -> Value {
    serde_json::from_str(&to_string(value)).unwrap_or_default()
}

/// Returns a value as compact JSON in one line. The recursion is as deep as the reader of documents allows.
pub(super) fn to_string(value: &Node) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Node, out: &mut String) {
    match value {
        Node::Null => out.push_str("null"),
        Node::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Node::Integer(number) => out.push_str(&number.to_string()),
        // The shortest form that parses as the same number, with a point or an exponent.
        Node::Float(number) => out.push_str(&format!("{number:?}")),
        Node::String(text) => write_string(text, out),
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
                write_string(name, out);
                out.push(':');
                write(value, out);
                separator = ',';
            }
            out.push_str(if members.is_empty() { "{}" } else { "}" });
        }
    }
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{0}'..='\u{1f}' => {
                // Writing to a string cannot fail.
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
            to_string(&value),
            r#"{"a\u000a":[null,true],"b":1e300,"c\"\\":-1180591620717411303424,"d":{},"e":[],"f":2.0}"#
        );
    }
}
