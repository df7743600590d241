//! JSONPath as `serde_json_path` evaluates it.
//!
//! In: a document, and expressions. Out: the paths of what they match, in any order. The only user of that crate.

use crate::source::Node;

/// A document as a JSON value, which expressions are evaluated on.
#[derive(Debug)]
pub(super) struct View(serde_json::Value);

impl View {
    pub fn new(root: &Node) -> Self {
        Self(value(root))
    }

    /// Returns the names and indices on the way to each match of an expression, or why it is not a valid one.
    pub fn located(&self, path: &str) -> Result<Vec<Vec<String>>, String> {
        let parsed = serde_json_path::JsonPath::parse(path).map_err(|error| {
            let position = error.position();
            match path.get(position..) {
                Some("") | None => format!("it is incomplete: {}", error.message()),
                Some(rest) => format!("{} at `{rest}`", error.message()),
            }
        })?;
        let found = parsed.query_located(&self.0);
        let paths = found.locations().map(|path| {
            let elements = path.iter().map(|element| match element.as_name() {
                Some(name) => name.to_owned(),
                None => element.as_index().unwrap_or_default().to_string(),
            });
            elements.collect()
        });
        Ok(paths.collect())
    }
}

/// Converts a node. An integer of more than 64 bits becomes the nearest number.
fn value(node: &Node) -> serde_json::Value {
    use serde_json::Value;
    match node {
        Node::Null => Value::Null,
        Node::Bool(value) => Value::Bool(*value),
        Node::Integer(integer) => match (i64::try_from(*integer), u64::try_from(*integer)) {
            (Ok(integer), _) => Value::from(integer),
            (_, Ok(integer)) => Value::from(integer),
            _ => Value::from(*integer as f64),
        },
        Node::Float(number) => Value::from(*number),
        Node::String(text) => Value::String(text.clone()),
        Node::Array(elements) => Value::Array(elements.iter().map(value).collect()),
        Node::Object(members) => {
            let members = members.iter();
            Value::Object(
                members
                    .map(|(name, node)| (name.clone(), value(node)))
                    .collect(),
            )
        }
    }
}
