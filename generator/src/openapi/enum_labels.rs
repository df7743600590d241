//! What other tools' extension keys say of the values of an `enum`: names for code, and descriptions.
//!
//! In: a schema's `x-enum-varnames`, `x-enumNames`, `x-enum-descriptions` and `x-enumDescriptions`, each a list in the
//! order of `enum` or a map by value. Out: one name and one description for each value that has them.

use super::document::Schema;
use super::reader::{Member, Object, Reader};
use super::values::found;
use crate::diagnostic::Diagnostic;
use crate::source::Node;

/// The keys that name values. The first that is there and can be read is used.
const NAMES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// The keys that describe values.
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// Reads the names and descriptions of a schema's values.
pub(super) fn read<'a>(reader: &mut Reader<'a>, object: &Object<'a>, schema: &mut Schema) {
    let values = schema.enumeration.as_deref().unwrap_or_default();
    let mut first_of = |keys: &[&str]| {
        let mut members = keys.iter().filter_map(|key| object.get(key));
        members.find_map(|member| labels(reader, member, values))
    };
    let names = first_of(&NAMES).unwrap_or_default();
    let descriptions = first_of(&DESCRIPTIONS).unwrap_or_default();
    schema.value_names = names;
    schema.value_descriptions = descriptions;
}

/// Returns a label for each value that has one. A list of another length is not used: nothing says which value a label
/// belongs to.
fn labels<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
    values: &[Node],
) -> Option<Vec<Option<String>>> {
    match member.value {
        _ if values.is_empty() => None,
        Node::Array(labels) if labels.len() == values.len() => {
            Some(labels.iter().map(label).collect())
        }
        Node::Array(labels) => {
            reader.report(
                Diagnostic::warning(
                    "enum-labels",
                    member.key(),
                    format!(
                        "`{}` must have one entry for each value of `enum`: found {}, expected {}; it is ignored",
                        member.name,
                        labels.len(),
                        values.len()
                    ),
                )
                .label("ignored"),
            );
            None
        }
        Node::Object(labels) => {
            let of = |value: &Node| {
                let key = key(value)?;
                let (_, found) = labels.iter().find(|(name, _)| *name == key)?;
                label(found)
            };
            Some(values.iter().map(of).collect())
        }
        Node::Null => None,
        other => {
            reader.report(
                Diagnostic::warning(
                    "enum-labels",
                    member.key(),
                    format!(
                        "`{}` must be an array or an object, found {}; it is ignored",
                        member.name,
                        found(other)
                    ),
                )
                .label("ignored"),
            );
            None
        }
    }
}

fn label(node: &Node) -> Option<String> {
    let text = match node {
        Node::String(text) => text.trim().to_owned(),
        node => key(node)?,
    };
    (!text.is_empty()).then_some(text)
}

/// Returns a value as the key of a map.
fn key(value: &Node) -> Option<String> {
    match value {
        Node::String(text) => Some(text.clone()),
        Node::Integer(number) => Some(number.to_string()),
        // `2.0` is `2` here: `Display` writes no fraction of a whole number.
        Node::Float(number) => Some(number.to_string()),
        Node::Bool(flag) => Some(flag.to_string()),
        Node::Null | Node::Array(_) | Node::Object(_) => None,
    }
}
