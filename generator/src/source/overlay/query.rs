//! JSONPath (RFC 9535): which nodes an expression matches.
//!
//! In: an expression and a document. Out: the paths of the nodes, each once, in document order.

use crate::limits::source::{JSON_PATH_BYTES, JSON_PATH_NESTING};
use crate::source::Node;

#[cfg(feature = "overlay")]
pub(super) use super::json_path::View;

/// Stands for the document where JSONPath is not built in.
#[cfg(not(feature = "overlay"))]
#[derive(Debug)]
pub(super) struct View;

#[cfg(not(feature = "overlay"))]
impl View {
    pub fn new(_: &Node) -> Self {
        Self
    }

    pub fn replace(&mut self, _: &[String], _: &Node) {}

    pub fn remove(&mut self, _: &[String]) {}

    fn located(&self, _: &str) -> Result<Vec<Vec<String>>, String> {
        Err("JSONPath is not built in".to_owned())
    }
}

/// The path of a node. The order is that of the document, and a node comes before those in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodePath {
    /// The positions of the node and of those around it among their siblings, outermost first.
    pub positions: Vec<usize>,
    /// Their names or indices.
    pub tokens: Vec<String>,
}

impl NodePath {
    /// Returns the node.
    pub fn get<'a>(&self, root: &'a Node) -> Option<&'a Node> {
        let mut node = root;
        for position in &self.positions {
            node = match node {
                Node::Array(elements) => elements.get(*position)?,
                Node::Object(members) => &members.get(*position)?.1,
                _ => return None,
            };
        }
        Some(node)
    }

    /// Returns the node to change it.
    pub fn get_mut<'a>(&self, root: &'a mut Node) -> Option<&'a mut Node> {
        let mut node = root;
        for position in &self.positions {
            node = match node {
                Node::Array(elements) => elements.get_mut(*position)?,
                Node::Object(members) => &mut members.get_mut(*position)?.1,
                _ => return None,
            };
        }
        Some(node)
    }

    /// Returns the path of the node around it, and its position there; `None` for the root.
    pub fn split(&self) -> Option<(NodePath, usize)> {
        let (position, positions) = self.positions.split_last()?;
        let (_, tokens) = self.tokens.split_last()?;
        let parent = NodePath {
            positions: positions.to_vec(),
            tokens: tokens.to_vec(),
        };
        Some((parent, *position))
    }
}

/// Returns the nodes that an expression matches, or why it is not a valid one.
pub(super) fn matches(path: &str, root: &Node, view: &View) -> Result<Vec<NodePath>, String> {
    if path.len() > JSON_PATH_BYTES || nesting(path) > JSON_PATH_NESTING {
        return Err("the expression is too long or too deeply nested".to_owned());
    }
    let mut found: Vec<NodePath> = view
        .located(path)?
        .into_iter()
        .filter_map(|tokens| node_path(tokens, root))
        .collect();
    found.sort();
    found.dedup();
    Ok(found)
}

/// Returns how deep brackets and parentheses of an expression are nested. Those in strings count too.
fn nesting(path: &str) -> usize {
    let mut deepest = 0_usize;
    let mut depth = 0_usize;
    for byte in path.bytes() {
        match byte {
            b'[' | b'(' => depth += 1,
            b']' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Finds the positions of a path.
fn node_path(tokens: Vec<String>, root: &Node) -> Option<NodePath> {
    let mut node = root;
    let mut positions = Vec::new();
    for token in &tokens {
        let position = match node {
            Node::Array(_) => token.parse().ok()?,
            Node::Object(members) => members.iter().position(|(name, _)| name == token)?,
            _ => return None,
        };
        node = match node {
            Node::Array(elements) => elements.get(position)?,
            Node::Object(members) => &members.get(position)?.1,
            _ => return None,
        };
        positions.push(position);
    }
    Some(NodePath { positions, tokens })
}
