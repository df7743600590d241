//! `enum` and `const`: which shape a list of values makes.
//!
//! In: the values of merged schemas. Out: a shape, or nothing where the type alone decides; what is odd about the values
//! is reported by the caller.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{Document, SchemaType};
use crate::source::Node;

use crate::api::schemas::all_of;
use crate::api::schemas::merged::{Property, Value};
use crate::api::{EnumValue, Shape};

/// Below this every whole float stands for one integer: 2⁵³.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// What a list of values makes.
#[derive(Debug, PartialEq)]
pub(crate) enum Listed {
    /// This shape.
    Shape(Shape),
    /// One of these types, without a restriction that a type can show.
    Types(Vec<SchemaType>),
}

/// Returns what a list of values makes of the types that are stated beside it, if any are.
pub(crate) fn listed(
    types: Option<&[SchemaType]>,
    values: &[Value<'_>],
    problems: &mut Vec<Diagnostic>,
) -> Listed {
    let stated = types.unwrap_or_default();
    let structured = |value: &&Value<'_>| matches!(value.node, Node::Array(_) | Node::Object(_));
    if let Some(first) = values.iter().find(structured) {
        problems.push(Diagnostic::warning(
            "structured-enum",
            first.location.clone(),
            "which arrays and objects an `enum` allows is not checked; any are taken",
        ));
    }
    if let [only] = stated
        && *only != SchemaType::String
    {
        // A boolean or number stays what it is; which values occur is for the documentation.
        let odd: Vec<&Value<'_>> = values
            .iter()
            .filter(|value| !fits(*only, value.node))
            .collect();
        match odd.as_slice() {
            // A mistake about the whole list is one.
            [first, _, ..] if odd.len() == values.len() => {
                problems.push(all_of_other_types(*only, first))
            }
            odd => problems.extend(
                odd.iter()
                    .map(|value| other_type(value, "the value is ignored")),
            ),
        }
        return Listed::Types(vec![*only]);
    }
    let found = found(values);
    match (stated, found.as_slice()) {
        ([SchemaType::String], _) => texts(values, problems),
        ([], [SchemaType::String]) => texts(values, problems),
        (stated, [SchemaType::String]) if stated.contains(&SchemaType::String) => {
            texts(values, problems)
        }
        (stated, found) if !stated.is_empty() && found.is_empty() => Listed::Types(stated.to_vec()),
        (
            _,
            [SchemaType::Integer, SchemaType::Number] | [SchemaType::Number, SchemaType::Integer],
        ) => Listed::Types(vec![SchemaType::Number]),
        (_, [only]) => Listed::Types(vec![*only]),
        (_, []) => Listed::Types(Vec::new()),
        (_, several) => Listed::Types(several.to_vec()),
    }
}

/// Returns the values of an integer as an enum's, each once; none where one of them is no whole number of 64 bits.
pub(crate) fn integers(values: &[Value<'_>]) -> Option<Vec<EnumValue>> {
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(values.len());
    for value in values {
        let text = canonical(value.node)?;
        let _fits: i64 = text.parse().ok()?;
        if !fits(SchemaType::Integer, value.node) {
            return None;
        }
        if seen.insert(text.clone()) {
            kept.push(EnumValue {
                value: text,
                description: value.description.map(str::to_owned),
                title: value.name.map(str::to_owned),
                rust_name: None,
                location: value.location.clone(),
            });
        }
    }
    (!kept.is_empty()).then_some(kept)
}

/// Returns a value as the text of an enum.
pub(crate) fn text(node: &Node) -> Option<String> {
    match node {
        Node::String(text) => Some(text.clone()),
        Node::Integer(number) => Some(number.to_string()),
        Node::Bool(value) => Some(value.to_string()),
        Node::Null | Node::Float(_) | Node::Array(_) | Node::Object(_) => None,
    }
}

/// Returns the values of a boolean or number as canonical JSON texts, those aside that it cannot have.
pub(crate) fn constants(values: &[Value<'_>], shape: &Shape) -> Vec<String> {
    let kind = match shape {
        Shape::Boolean => SchemaType::Boolean,
        Shape::Integer(_) => SchemaType::Integer,
        Shape::Number | Shape::IntegerOrNumber => SchemaType::Number,
        _ => return Vec::new(),
    };
    let mut seen = HashSet::new();
    values
        .iter()
        .filter(|value| fits(kind, value.node))
        .filter_map(|value| canonical(value.node))
        .filter(|text| seen.insert(text.clone()))
        .collect()
}

/// Returns a scalar as the canonical text of a tag: a text as it is, all else as JSON; `1.0` is `1`.
pub(crate) fn canonical(node: &Node) -> Option<String> {
    match node {
        Node::Float(number) if number.fract() == 0.0 && number.abs() < WHOLE => {
            Some(format!("{number:.0}"))
        }
        Node::Float(number) => Some(number.to_string()),
        node => text(node),
    }
}

/// Returns whether a text can be the [`canonical`] one of a value of the types.
pub(crate) fn is_text_of(kinds: &[SchemaType], text: &str) -> bool {
    let is_canonical = |node: Option<Node>| {
        let own = node.as_ref().and_then(canonical);
        own.is_some_and(|own| own == text)
    };
    let integer = || text.parse().ok().map(Node::Integer);
    let finite = || text.parse().ok().filter(|number: &f64| number.is_finite());
    let one = |kind: &SchemaType| match kind {
        SchemaType::Null => false,
        SchemaType::Boolean => matches!(text, "true" | "false"),
        SchemaType::Integer => is_canonical(integer()),
        SchemaType::Number => is_canonical(integer()) || is_canonical(finite().map(Node::Float)),
        SchemaType::String | SchemaType::Array | SchemaType::Object => true,
    };
    kinds.is_empty() || kinds.iter().any(one)
}

/// Returns the values that are listed for a property, as canonical texts without repetition: of a conditional one those of
/// all schemas that may apply. None where there are others.
pub(crate) fn of_property(document: &Document, property: &Property<'_>) -> Option<Vec<String>> {
    let mut all = Vec::new();
    let mut seen = HashSet::new();
    for own in all_of::merge_property(document, property) {
        let values = own.values.as_deref()?.iter();
        let texts = values.filter_map(|value| canonical(value.node));
        all.extend(texts.filter(|text| seen.insert(text.clone())));
    }
    Some(all)
}

/// Returns the types of values, in order of first occurrence.
fn found(values: &[Value<'_>]) -> Vec<SchemaType> {
    let mut found = Vec::new();
    for value in values {
        let kind = match value.node {
            Node::Null => SchemaType::Null,
            Node::Bool(_) => SchemaType::Boolean,
            Node::Integer(_) => SchemaType::Integer,
            Node::Float(_) => SchemaType::Number,
            Node::String(_) => SchemaType::String,
            Node::Array(_) => SchemaType::Array,
            Node::Object(_) => SchemaType::Object,
        };
        if !found.contains(&kind) {
            found.push(kind);
        }
    }
    found
}

pub(crate) fn fits(kind: SchemaType, node: &Node) -> bool {
    match (kind, node) {
        (SchemaType::Integer, Node::Float(value)) => value.fract() == 0.0,
        (SchemaType::Number, Node::Integer(_) | Node::Float(_))
        | (SchemaType::Integer, Node::Integer(_))
        | (SchemaType::Boolean, Node::Bool(_))
        | (SchemaType::String, Node::String(_))
        | (SchemaType::Array, Node::Array(_))
        | (SchemaType::Object, Node::Object(_)) => true,
        _ => false,
    }
}

fn texts(values: &[Value<'_>], problems: &mut Vec<Diagnostic>) -> Listed {
    let mut seen: HashMap<String, &Location> = HashMap::new();
    let mut kept: Vec<EnumValue> = Vec::new();
    for value in values {
        let Some(text) = text(value.node) else {
            problems.push(other_type(value, "the value is ignored"));
            continue;
        };
        if value.node.as_str().is_none() {
            problems.push(other_type(
                value,
                &format!("it is read as the text `{text}`"),
            ));
        }
        if let Some(first) = seen.get(&text) {
            problems.push(
                Diagnostic::warning(
                    "duplicate-enum-value",
                    value.location.clone(),
                    format!("`{text}` stands in this `enum` twice; the second is ignored"),
                )
                .related((*first).clone(), "first here"),
            );
            continue;
        }
        seen.insert(text.clone(), &value.location);
        kept.push(EnumValue {
            value: text,
            description: value.description.map(str::to_owned),
            title: value.name.map(str::to_owned),
            rust_name: None,
            location: value.location.clone(),
        });
    }
    match kept.is_empty() {
        true => Listed::Types(vec![SchemaType::String]),
        false => Listed::Shape(Shape::Enum(kept)),
    }
}

/// Reports a list that has no value of the type, of which this value is the first.
fn all_of_other_types(kind: SchemaType, first: &Value<'_>) -> Diagnostic {
    let report = Diagnostic::warning(
        "enum-value-type",
        first.location.clone(),
        format!(
            "this value is {}, which its `type` does not allow, and so it is with all other values of the `enum`; it is ignored",
            first.node.kind()
        ),
    );
    match kind {
        SchemaType::Array => report.help("write the `enum` inside of `items` if it lists items"),
        _ => report,
    }
}

fn other_type(value: &Value<'_>, instead: &str) -> Diagnostic {
    Diagnostic::warning(
        "enum-value-type",
        value.location.clone(),
        format!(
            "this value is {}, which its `type` does not allow; {instead}",
            value.node.kind()
        ),
    )
    .help("put quotes around a text that YAML reads as something else")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileId;

    fn values(nodes: &[Node]) -> Vec<Value<'_>> {
        let place = Location::root(FileId(0)).child("enum");
        nodes
            .iter()
            .enumerate()
            .map(|(index, node)| Value {
                node,
                name: None,
                description: None,
                location: place.child(index),
            })
            .collect()
    }

    fn outcome(types: Option<&[SchemaType]>, nodes: &[Node]) -> (Listed, Vec<&'static str>) {
        let mut problems = Vec::new();
        let listed = listed(types, &values(nodes), &mut problems);
        (
            listed,
            problems.iter().map(|problem| problem.code).collect(),
        )
    }

    fn words(listed: &Listed) -> Vec<&str> {
        match listed {
            Listed::Shape(Shape::Enum(values)) => {
                values.iter().map(|value| value.value.as_str()).collect()
            }
            _ => Vec::new(),
        }
    }

    fn string(text: &str) -> Node {
        Node::String(text.to_owned())
    }

    #[test]
    fn texts_make_an_enum_without_duplicates() {
        let (listed, codes) = outcome(None, &[string("b"), string("a"), string("b"), string("")]);
        assert_eq!(words(&listed), ["b", "a", ""]);
        assert_eq!(codes, ["duplicate-enum-value"]);
    }

    #[test]
    fn numbers_and_booleans_stay_what_they_are() {
        assert_eq!(
            outcome(None, &[Node::Integer(1), Node::Integer(2)]).0,
            Listed::Types(vec![SchemaType::Integer])
        );
        assert_eq!(
            outcome(None, &[Node::Integer(1), Node::Float(1.5)]).0,
            Listed::Types(vec![SchemaType::Number])
        );
        assert_eq!(
            outcome(Some(&[SchemaType::Boolean]), &[Node::Bool(true)]),
            (Listed::Types(vec![SchemaType::Boolean]), Vec::new())
        );
    }

    #[test]
    fn what_the_type_does_not_allow_is_reported() {
        let (listed, codes) = outcome(
            Some(&[SchemaType::String]),
            &[
                Node::Bool(false),
                Node::Integer(7),
                Node::Float(0.5),
                string("x"),
            ],
        );
        assert_eq!(words(&listed), ["false", "7", "x"]);
        assert_eq!(codes, ["enum-value-type"; 3]);
        let (listed, codes) = outcome(
            Some(&[SchemaType::Integer]),
            &[string("1"), Node::Integer(2)],
        );
        assert_eq!(listed, Listed::Types(vec![SchemaType::Integer]));
        assert_eq!(codes, ["enum-value-type"]);
        let (listed, codes) = outcome(Some(&[SchemaType::Array]), &[string("a"), string("b")]);
        assert_eq!(listed, Listed::Types(vec![SchemaType::Array]));
        assert_eq!(codes, ["enum-value-type"]);
    }

    #[test]
    fn mixed_values_are_of_several_types() {
        assert_eq!(
            outcome(None, &[string("auto"), Node::Integer(1)]),
            (
                Listed::Types(vec![SchemaType::String, SchemaType::Integer]),
                Vec::new()
            )
        );
    }

    #[test]
    fn constants_are_canonical_json() {
        let nodes = [
            Node::Integer(1),
            Node::Float(1.0),
            Node::Float(0.5),
            Node::Bool(true),
        ];
        assert_eq!(constants(&values(&nodes), &Shape::Number), ["1", "0.5"]);
        assert_eq!(constants(&values(&nodes), &Shape::Boolean), ["true"]);
        assert!(constants(&values(&nodes), &Shape::Any).is_empty());
    }
}
