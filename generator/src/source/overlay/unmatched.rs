//! Why a target matches nothing.
//!
//! In: the expression and the document. Out: the help of the diagnostic, and the node where the expression ends.

use super::query::{NodePath, View, matches};
use crate::source::Node;
use crate::suggest::closest;

/// Why a target matches nothing.
#[derive(Debug)]
pub(super) struct Unmatched {
    /// The first node that the longest part of the expression with a match matches.
    pub nearest: NodePath,
    /// That part.
    pub part: String,
    /// What to do about it, if it is known.
    pub help: Option<String>,
}

/// Explains why an expression matches nothing: the longest part of it that matches something shows the step that fails.
pub(super) fn explain(path: &str, root: &Node, view: &View) -> Option<Unmatched> {
    let parts = parts(path);
    let (end, found) = parts.iter().rev().find_map(|end| {
        let found = matches(&path[..*end], root, view).ok()?;
        (!found.is_empty()).then_some((*end, found))
    })?;
    let rest = &path[end..];
    // References explain most failures: the node is there only after they are followed.
    let reference = found.iter().find_map(|path| {
        let reference = path.get(root)?.get("$ref")?.as_str()?;
        Some((path, reference))
    });
    if let Some((nearest, reference)) = reference {
        let advice = if reference.starts_with('#') {
            "target what it refers to instead"
        } else {
            "an overlay changes only the document itself, so change that file instead"
        };
        return Some(Unmatched {
            nearest: nearest.clone(),
            part: path[..end].to_owned(),
            help: Some(format!(
                "this is a reference to `{reference}`, and overlays are applied before references are followed: {advice}"
            )),
        });
    }
    let nearest = found.into_iter().next()?;
    let other_file = rest
        .starts_with("..")
        .then(|| nearest.get(root).and_then(reference_to_file))
        .flatten();
    if let Some(reference) = other_file {
        return Some(Unmatched {
            help: Some(format!(
                "other files, such as that of `{reference}`, are not searched: an overlay changes only the document itself"
            )),
            part: path[..end].to_owned(),
            nearest,
        });
    }
    let help = match (nearest.get(root), name(rest)) {
        (Some(Node::Object(members)), Some(name)) => {
            let names = members.iter().map(|(name, _)| name.as_str());
            closest(&name, names).map(|near| format!("did you mean `{near}`?"))
        }
        _ => None,
    };
    Some(Unmatched {
        nearest,
        part: path[..end].to_owned(),
        help,
    })
}

/// Returns the first reference to another file in a node.
fn reference_to_file(node: &Node) -> Option<&str> {
    match node {
        Node::Array(elements) => elements.iter().find_map(reference_to_file),
        Node::Object(members) => {
            let reference = node.get("$ref").and_then(Node::as_str);
            reference
                .filter(|reference| !reference.starts_with('#'))
                .or_else(|| {
                    members
                        .iter()
                        .find_map(|(_, value)| reference_to_file(value))
                })
        }
        _ => None,
    }
}

/// Returns where the segments of an expression end, without the last one.
fn parts(path: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut depth = 0_usize;
    let mut quote = None;
    let mut is_escaped = false;
    let mut previous = b' ';
    for (index, byte) in path.bytes().enumerate() {
        match (quote, byte) {
            (Some(_), _) if is_escaped => is_escaped = false,
            (Some(_), b'\\') => is_escaped = true,
            (Some(open), byte) if open == byte => quote = None,
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'.' | b'[') if depth == 0 && previous != b'.' && index > 0 => ends.push(index),
            _ => {}
        }
        if quote.is_none() {
            match byte {
                b'[' | b'(' => depth += 1,
                b']' | b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        previous = byte;
    }
    ends
}

/// Returns the name that the first segment of an expression selects, such as `.name` and `['name']`.
fn name(rest: &str) -> Option<String> {
    let end = parts(rest).first().copied().unwrap_or(rest.len());
    let segment = &rest[..end];
    let name = match segment.strip_prefix('.') {
        Some(name) => name,
        None => segment
            .strip_prefix('[')?
            .strip_suffix(']')?
            .trim()
            .trim_matches(['\'', '"']),
    };
    Some(name.to_owned())
}
