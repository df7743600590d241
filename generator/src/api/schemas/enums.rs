//! `enum` and `const`: the shape of a list of values.
//!
//! In: the values of merged schemas. Out: the shape of an enum, or JSON types where no enum can show the values; problems of the
//! values are reported by the caller.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::Node;
use crate::openapi::document::SchemaType;

use crate::api::schemas::assertions::Value;
use crate::api::{EnumValue, Shape};

/// Below this, 2⁵³, each whole float is exactly one integer.
const EXACT_INTEGERS: f64 = 9_007_199_254_740_992.0;

/// What a list of values is.
#[derive(Debug, PartialEq)]
pub(crate) enum EnumShape {
    /// This shape.
    Shape(Shape),
    /// Any value of these types: no type can show the restriction.
    Types(Vec<SchemaType>),
}

/// Returns the shape of a list of values, given the types that are stated beside it, if any are.
pub(crate) fn enum_shape(
    types: Option<&[SchemaType]>,
    values: &[Value<'_>],
    problems: &mut Vec<Diagnostic>,
) -> EnumShape {
    let stated = types.unwrap_or_default();
    let structured = |value: &&Value<'_>| matches!(value.node, Node::Array(_) | Node::Object(_));
    if let Some(first) = values.iter().find(structured) {
        problems.push(Diagnostic::warning(
            "structured-enum",
            first.location.clone(),
            "arrays and objects in an `enum` are not checked; any are accepted",
        ));
    }
    if let [only] = stated
        && *only != SchemaType::String
    {
        // A boolean or number keeps its type; the values are documented.
        let unfit: Vec<&Value<'_>> = values
            .iter()
            .filter(|value| !has_type(*only, value.node))
            .collect();
        match unfit.as_slice() {
            // A mistake about the whole list is reported once.
            [first, _, ..] if unfit.len() == values.len() => {
                problems.push(all_of_other_types(*only, first))
            }
            unfit => problems.extend(
                unfit
                    .iter()
                    .map(|value| other_type(value, "the value is ignored")),
            ),
        }
        return EnumShape::Types(vec![*only]);
    }
    let found = types_found(values);
    match (stated, found.as_slice()) {
        ([SchemaType::String], _) => string_enum(values, problems),
        ([], [SchemaType::String]) => string_enum(values, problems),
        (stated, [SchemaType::String]) if stated.contains(&SchemaType::String) => {
            string_enum(values, problems)
        }
        (stated, found) if !stated.is_empty() && found.is_empty() => {
            EnumShape::Types(stated.to_vec())
        }
        (
            _,
            [SchemaType::Integer, SchemaType::Number] | [SchemaType::Number, SchemaType::Integer],
        ) => EnumShape::Types(vec![SchemaType::Number]),
        (_, [only]) => EnumShape::Types(vec![*only]),
        (_, []) => EnumShape::Types(Vec::new()),
        (_, several) => EnumShape::Types(several.to_vec()),
    }
}

/// Returns the values of an integer enum, each once; `None` where one of them is not an integer of 64 bits.
pub(crate) fn integer_enum(values: &[Value<'_>]) -> Option<Vec<EnumValue>> {
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(values.len());
    for value in values {
        let digits = canonical_string(value.node)?;
        let _is_64_bits: i64 = digits.parse().ok()?;
        if !has_type(SchemaType::Integer, value.node) {
            return None;
        }
        if seen.insert(digits.clone()) {
            kept.push(enum_value(value, digits));
        }
    }
    (!kept.is_empty()).then_some(kept)
}

/// Returns the string that a value of a string enum stands for: YAML reads some strings as numbers or booleans.
pub(crate) fn string_value(node: &Node) -> Option<String> {
    match node {
        Node::String(string) => Some(string.clone()),
        Node::Integer(number) => Some(number.to_string()),
        Node::Bool(value) => Some(value.to_string()),
        Node::Null | Node::Float(_) | Node::Array(_) | Node::Object(_) => None,
    }
}

/// Returns the values of a boolean or number as canonical JSON, without those that are of another type.
pub(crate) fn constant_values(values: &[Value<'_>], shape: &Shape) -> Vec<String> {
    let kind = match shape {
        Shape::Boolean => SchemaType::Boolean,
        Shape::Integer(_) => SchemaType::Integer,
        Shape::Number | Shape::IntegerOrNumber => SchemaType::Number,
        _ => return Vec::new(),
    };
    let mut seen = HashSet::new();
    values
        .iter()
        .filter(|value| has_type(kind, value.node))
        .filter_map(|value| canonical_string(value.node))
        .filter(|json| seen.insert(json.clone()))
        .collect()
}

/// Returns a scalar as the canonical string of a tag: a string as it is, all else as JSON; `1.0` is `1`.
pub(crate) fn canonical_string(node: &Node) -> Option<String> {
    match node {
        Node::Float(number) if number.fract() == 0.0 && number.abs() < EXACT_INTEGERS => {
            Some(format!("{number:.0}"))
        }
        Node::Float(number) => Some(number.to_string()),
        node => string_value(node),
    }
}

/// Returns whether a string is the [`canonical_string`] of a value of one of the types, or no types are given.
pub(crate) fn is_canonical_string_of(kinds: &[SchemaType], string: &str) -> bool {
    let is_canonical = |node: Option<Node>| {
        let own = node.as_ref().and_then(canonical_string);
        own.is_some_and(|own| own == string)
    };
    let integer = || string.parse().ok().map(Node::Integer);
    let finite = || {
        let number = string.parse().ok();
        number.filter(|number: &f64| number.is_finite())
    };
    let one = |kind: &SchemaType| match kind {
        SchemaType::Null => false,
        SchemaType::Boolean => matches!(string, "true" | "false"),
        SchemaType::Integer => is_canonical(integer()),
        SchemaType::Number => is_canonical(integer()) || is_canonical(finite().map(Node::Float)),
        SchemaType::String | SchemaType::Array | SchemaType::Object => true,
    };
    kinds.is_empty() || kinds.iter().any(one)
}

/// Returns the types of values, in order of first occurrence.
fn types_found(values: &[Value<'_>]) -> Vec<SchemaType> {
    let mut found = Vec::new();
    for value in values {
        let kind = SchemaType::of(value.node);
        if !found.contains(&kind) {
            found.push(kind);
        }
    }
    found
}

/// Returns whether a value is of a JSON type; `1.0` is an integer.
pub(crate) fn has_type(kind: SchemaType, node: &Node) -> bool {
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

/// Returns the shape of a list of strings.
fn string_enum(values: &[Value<'_>], problems: &mut Vec<Diagnostic>) -> EnumShape {
    let mut seen: HashMap<String, &Location> = HashMap::new();
    let mut kept: Vec<EnumValue> = Vec::new();
    for value in values {
        let Some(string) = string_value(value.node) else {
            problems.push(other_type(value, "the value is ignored"));
            continue;
        };
        if value.node.as_str().is_none() {
            problems.push(other_type(
                value,
                &format!("it is read as the string `{string}`"),
            ));
        }
        if let Some(first) = seen.get(&string) {
            problems.push(
                Diagnostic::warning(
                    "duplicate-enum-value",
                    value.location.clone(),
                    format!("`{string}` is listed twice in this `enum`; the second is ignored"),
                )
                .related((*first).clone(), "first listed here"),
            );
            continue;
        }
        seen.insert(string.clone(), &value.location);
        kept.push(enum_value(value, string));
    }
    if kept.is_empty() {
        EnumShape::Types(vec![SchemaType::String])
    } else {
        EnumShape::Shape(Shape::Enum(kept))
    }
}

/// Returns a value of an enum, written as `string` on the wire.
pub(crate) fn enum_value(value: &Value<'_>, string: String) -> EnumValue {
    EnumValue {
        value: string,
        description: value.description.map(str::to_owned),
        title: value.name.map(str::to_owned),
        rust_name: None,
        location: value.location.clone(),
    }
}

/// Returns the report of a list without any value of the type, which begins with this value.
fn all_of_other_types(kind: SchemaType, first: &Value<'_>) -> Diagnostic {
    let report = Diagnostic::warning(
        "enum-value-type",
        first.location.clone(),
        format!(
            "this value is {}, which its `type` does not allow, and neither is any other value of the `enum` allowed; the `enum` is ignored",
            first.node.kind()
        ),
    );
    match kind {
        SchemaType::Array => {
            report.help("move the `enum` into `items` if it lists the items of the array")
        }
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
    .help("put quotes around a string that YAML reads as another type")
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

    fn outcome(types: Option<&[SchemaType]>, nodes: &[Node]) -> (EnumShape, Vec<&'static str>) {
        let mut problems = Vec::new();
        let shape = enum_shape(types, &values(nodes), &mut problems);
        (shape, problems.iter().map(|problem| problem.code).collect())
    }

    fn strings(shape: &EnumShape) -> Vec<&str> {
        match shape {
            EnumShape::Shape(Shape::Enum(values)) => {
                values.iter().map(|value| value.value.as_str()).collect()
            }
            _ => Vec::new(),
        }
    }

    fn string(string: &str) -> Node {
        Node::String(string.to_owned())
    }

    #[test]
    fn strings_are_an_enum_without_duplicates() {
        let (shape, codes) = outcome(None, &[string("b"), string("a"), string("b"), string("")]);
        assert_eq!(strings(&shape), ["b", "a", ""]);
        assert_eq!(codes, ["duplicate-enum-value"]);
    }

    #[test]
    fn numbers_and_booleans_keep_their_type() {
        assert_eq!(
            outcome(None, &[Node::Integer(1), Node::Integer(2)]).0,
            EnumShape::Types(vec![SchemaType::Integer])
        );
        assert_eq!(
            outcome(None, &[Node::Integer(1), Node::Float(1.5)]).0,
            EnumShape::Types(vec![SchemaType::Number])
        );
        assert_eq!(
            outcome(Some(&[SchemaType::Boolean]), &[Node::Bool(true)]),
            (EnumShape::Types(vec![SchemaType::Boolean]), Vec::new())
        );
    }

    #[test]
    fn values_that_the_type_does_not_allow_are_reported() {
        let (shape, codes) = outcome(
            Some(&[SchemaType::String]),
            &[
                Node::Bool(false),
                Node::Integer(7),
                Node::Float(0.5),
                string("x"),
            ],
        );
        assert_eq!(strings(&shape), ["false", "7", "x"]);
        assert_eq!(codes, ["enum-value-type"; 3]);
        let (shape, codes) = outcome(
            Some(&[SchemaType::Integer]),
            &[string("1"), Node::Integer(2)],
        );
        assert_eq!(shape, EnumShape::Types(vec![SchemaType::Integer]));
        assert_eq!(codes, ["enum-value-type"]);
        let (shape, codes) = outcome(Some(&[SchemaType::Array]), &[string("a"), string("b")]);
        assert_eq!(shape, EnumShape::Types(vec![SchemaType::Array]));
        assert_eq!(codes, ["enum-value-type"]);
    }

    #[test]
    fn mixed_values_are_of_several_types() {
        assert_eq!(
            outcome(None, &[string("auto"), Node::Integer(1)]),
            (
                EnumShape::Types(vec![SchemaType::String, SchemaType::Integer]),
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
        assert_eq!(
            constant_values(&values(&nodes), &Shape::Number),
            ["1", "0.5"]
        );
        assert_eq!(constant_values(&values(&nodes), &Shape::Boolean), ["true"]);
        assert!(constant_values(&values(&nodes), &Shape::Any).is_empty());
    }
}
