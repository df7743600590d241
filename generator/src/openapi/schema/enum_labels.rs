//! Names and descriptions of the values of an `enum`, in extension keys of other tools.
//!
//! In: a schema's `x-enum-varnames`, `x-enumNames`, `x-enum-descriptions` and `x-enumDescriptions`, each a list in the
//! order of `enum` or an object by value. Out: the name and the description of each value, if it has them.

use crate::diagnostic::Diagnostic;
use crate::openapi::document::Schema;
use crate::openapi::object::{Member, Object, found};
use crate::openapi::reader::Reader;
use crate::source::Node;

/// The keys that name values. The first valid one is used.
const NAMES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// The keys that describe values.
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// Reads the names and descriptions of a schema's values.
pub(crate) fn read<'a>(reader: &mut Reader<'a>, object: &Object<'a>, schema: &mut Schema) {
    let values = schema.enumeration.as_deref().unwrap_or_default();
    let mut first_labels = |keys: &[&str]| {
        let mut members = keys.iter().filter_map(|key| object.get(key));
        members.find_map(|member| labels(reader, member, values))
    };
    let names = first_labels(&NAMES).unwrap_or_default();
    let descriptions = first_labels(&DESCRIPTIONS).unwrap_or_default();
    schema.value_names = names;
    schema.value_descriptions = descriptions;
}

/// Returns the label of each value, if it has one. A list of another length is ignored: it is unknown which value a label belongs
/// to.
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
                        "`{}` must have one entry for each value of `enum`: found {}, expected {}; ignored",
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
            let label_of_value = |value: &Node| {
                let key = key(value)?;
                let (_, found) = labels.iter().find(|(name, _)| *name == key)?;
                label(found)
            };
            Some(values.iter().map(label_of_value).collect())
        }
        Node::Null => None,
        other => {
            reader.report(
                Diagnostic::warning(
                    "enum-labels",
                    member.key(),
                    format!(
                        "`{}` must be an array or an object, found {}; ignored",
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
    let label = match node {
        Node::String(label) => label.trim().to_owned(),
        node => key(node)?,
    };
    (!label.is_empty()).then_some(label)
}

/// Returns a value as the key of an object.
fn key(value: &Node) -> Option<String> {
    match value {
        Node::String(string) => Some(string.clone()),
        Node::Integer(number) => Some(number.to_string()),
        // `2.0` becomes `2`: `Display` omits the fraction.
        Node::Float(number) => Some(number.to_string()),
        Node::Bool(flag) => Some(flag.to_string()),
        Node::Null | Node::Array(_) | Node::Object(_) => None,
    }
}
