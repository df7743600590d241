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

    /// Takes over a node that has changed.
    pub fn replace(&mut self, tokens: &[String], node: &Node) {
        if let Some(old) = self.get_mut(tokens) {
            *old = value(node);
        }
    }

    /// Removes a member or element.
    pub fn remove(&mut self, tokens: &[String]) {
        let Some((last, parent)) = tokens.split_last() else {
            return;
        };
        match self.get_mut(parent) {
            Some(serde_json::Value::Object(members)) => {
                members.remove(last);
            }
            Some(serde_json::Value::Array(elements)) => {
                if let Ok(index) = last.parse::<usize>()
                    && index < elements.len()
                {
                    elements.remove(index);
                }
            }
            _ => {}
        }
    }

    fn get_mut(&mut self, tokens: &[String]) -> Option<&mut serde_json::Value> {
        let mut node = &mut self.0;
        for token in tokens {
            node = match node {
                serde_json::Value::Object(members) => members.get_mut(token)?,
                serde_json::Value::Array(elements) => {
                    elements.get_mut(token.parse::<usize>().ok()?)?
                }
                _ => return None,
            };
        }
        Some(node)
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
