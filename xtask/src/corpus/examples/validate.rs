//! Whether an example agrees with its own schema.
//!
//! In: a schema of a [`Document`] and a value. Out: nothing, or the first keyword that the value contradicts, with its path in
//! the value. Keywords are those of JSON Schema 2020-12 that a document's schemas hold, and the formats that types are made
//! by; `pattern`, `not`, `if` and other formats are not checked.

use std::collections::HashMap;
use std::fmt;

use generator::openapi::document::{Document, Number, Schema, SchemaId, SchemaType};
use generator::source::Node;

use super::cases::Direction;
use super::{compare, formats, json};

/// Schemas and values nested deeper than this agree unseen: rather accuse ourselves than a document.
const DEEPEST: usize = 600;

/// How many references are followed to see how a property is marked.
const HOPS: usize = 32;

/// What a value contradicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Contradiction {
    /// Where in the value: a JSON pointer.
    path: String,
    /// What the schema says of it.
    what: String,
}

impl Contradiction {
    fn new(what: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            what: what.into(),
        }
    }

    fn below(mut self, token: &str) -> Self {
        self.path.insert_str(0, &format!("/{token}"));
        self
    }
}

impl fmt::Display for Contradiction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => formatter.write_str(&self.what),
            path => write!(formatter, "{path}: {}", self.what),
        }
    }
}

type Verdict = Result<(), Contradiction>;

/// Holds values that travel one way against the schemas of a document.
pub(super) struct Validator<'a> {
    /// The document.
    pub(super) document: &'a Document,
    direction: Option<Direction>,
    /// What is known of a schema and the value at an address. Alternatives that share parts are so looked at once.
    known: HashMap<(SchemaId, usize), Verdict>,
    depth: usize,
}

impl<'a> Validator<'a> {
    /// Returns a validator of values that travel this way; without one, a member that only one way has may be missing.
    pub(super) fn new(document: &'a Document, direction: Option<Direction>) -> Self {
        Self {
            document,
            direction,
            known: HashMap::new(),
            depth: 0,
        }
    }

    /// Returns whether a value, which must outlive this validator unmoved, agrees with a schema.
    pub(super) fn check(&mut self, id: SchemaId, value: &Node) -> Verdict {
        let key = (id, std::ptr::from_ref(value).addr());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        if self.depth >= DEEPEST {
            return Ok(());
        }
        // A schema that leads back to itself says nothing more of the same value.
        self.known.insert(key, Ok(()));
        self.depth += 1;
        let verdict = self.look(self.document.schema(id), value);
        self.depth -= 1;
        self.known.insert(key, verdict.clone());
        verdict
    }

    fn look(&mut self, schema: &'a Schema, value: &Node) -> Verdict {
        match schema.boolean {
            Some(true) => return Ok(()),
            Some(false) => return Err(Contradiction::new("no value is allowed here")),
            None => {}
        }
        if schema.nullable && *value == Node::Null {
            return Ok(());
        }
        if let Some(target) = schema.reference {
            self.check(target, value)?;
        }
        of_type(schema, value)?;
        of_values(schema, value)?;
        match value {
            Node::Integer(_) | Node::Float(_) => of_number(schema, value)?,
            Node::String(text) => of_text(schema, text)?,
            Node::Array(elements) => self.of_list(schema, elements)?,
            Node::Object(members) => self.of_object(schema, members)?,
            Node::Null | Node::Bool(_) => {}
        }
        self.of_parts(schema, value)
    }

    fn of_parts(&mut self, schema: &'a Schema, value: &Node) -> Verdict {
        for part in &schema.all_of {
            self.check(*part, value)?;
        }
        if !schema.any_of.is_empty() {
            let mut first = None;
            let any = schema
                .any_of
                .iter()
                .any(|part| match self.check(*part, value) {
                    Ok(()) => true,
                    Err(wrong) => {
                        first.get_or_insert(wrong);
                        false
                    }
                });
            if let (false, Some(wrong)) = (any, first) {
                return Err(Contradiction::new(format!(
                    "none of `anyOf`, the first by: {wrong}"
                )));
            }
        }
        if schema.one_of.is_empty() {
            return Ok(());
        }
        let verdicts: Vec<Verdict> = schema
            .one_of
            .iter()
            .map(|part| self.check(*part, value))
            .collect();
        let agreeing = verdicts.iter().filter(|verdict| verdict.is_ok()).count();
        match (agreeing, verdicts.into_iter().find_map(Result::err)) {
            (1, _) => Ok(()),
            (0, Some(wrong)) => Err(Contradiction::new(format!(
                "none of `oneOf`, the first by: {wrong}"
            ))),
            (several, _) => Err(Contradiction::new(format!("{several} of `oneOf`"))),
        }
    }

    fn of_list(&mut self, schema: &'a Schema, elements: &[Node]) -> Verdict {
        let bounds = &schema.constraints;
        within(
            elements.len(),
            (bounds.min_items, bounds.max_items),
            "elements",
        )?;
        if bounds.unique_items {
            let mut texts: Vec<String> = elements.iter().map(json::text).collect();
            texts.sort_unstable();
            if texts.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(Contradiction::new("elements are not unique"));
            }
        }
        for (index, element) in elements.iter().enumerate() {
            if let Some(part) = schema.prefix_items.get(index).copied().or(schema.items) {
                self.check(part, element)
                    .map_err(|wrong| wrong.below(&index.to_string()))?;
            }
        }
        Ok(())
    }

    fn of_object(&mut self, schema: &'a Schema, members: &[(String, Node)]) -> Verdict {
        let bounds = &schema.constraints;
        within(
            members.len(),
            (bounds.min_properties, bounds.max_properties),
            "members",
        )?;
        for name in &schema.required {
            let there = members.iter().any(|(known, _)| known == name);
            if !there && !self.may_be_missing(schema, name) {
                return Err(Contradiction::new(format!("`{name}` is required")));
            }
        }
        for (name, value) in members {
            let property = schema.properties.iter().find(|(known, _)| known == name);
            let part = match property {
                Some((_, part)) => Some(*part),
                // Which names a pattern means is not known here.
                None if !schema.pattern_properties.is_empty() => None,
                None => schema.additional_properties,
            };
            if let Some(part) = part {
                self.check(part, value).map_err(|wrong| wrong.below(name))?;
            }
        }
        Ok(())
    }

    /// Returns whether a required property is not there the other way.
    fn may_be_missing(&self, schema: &Schema, name: &str) -> bool {
        let property = schema.properties.iter().find(|(known, _)| known == name);
        let Some((_, property)) = property else {
            return false;
        };
        let (read_only, write_only) = self.marks(*property);
        read_only && self.direction != Some(Direction::Response)
            || write_only && self.direction != Some(Direction::Request)
    }

    /// Returns whether a property is read only and whether it is write only.
    pub(super) fn marks(&self, id: SchemaId) -> (bool, bool) {
        let mut schema = self.document.schema(id);
        let mut marks = (schema.read_only, schema.write_only);
        for _ in 0..HOPS {
            let next = match (schema.reference, schema.all_of.as_slice()) {
                (Some(target), _) => target,
                (None, [only]) => *only,
                _ => break,
            };
            schema = self.document.schema(next);
            marks = (marks.0 || schema.read_only, marks.1 || schema.write_only);
        }
        marks
    }
}

fn of_type(schema: &Schema, value: &Node) -> Verdict {
    let is = |kind: &SchemaType| match (kind, value) {
        (SchemaType::Null, Node::Null)
        | (SchemaType::Boolean, Node::Bool(_))
        | (SchemaType::Integer | SchemaType::Number, Node::Integer(_))
        | (SchemaType::Number, Node::Float(_))
        | (SchemaType::String, Node::String(_))
        | (SchemaType::Array, Node::Array(_))
        | (SchemaType::Object, Node::Object(_)) => true,
        (SchemaType::Integer, Node::Float(number)) => number.fract() == 0.0,
        _ => false,
    };
    match schema.types.is_empty() || schema.types.iter().any(is) {
        true => Ok(()),
        false => Err(Contradiction::new(format!(
            "{} is of no stated type",
            value.kind()
        ))),
    }
}

fn of_values(schema: &Schema, value: &Node) -> Verdict {
    let stated = schema.enumeration.as_deref();
    let listed =
        stated.is_none_or(|values| values.iter().any(|known| compare::equal(known, value)));
    let constant = schema.constant.as_ref();
    match listed && constant.is_none_or(|known| compare::equal(known, value)) {
        true => Ok(()),
        false => Err(Contradiction::new(format!(
            "{} is none of the stated values",
            json::text(value)
        ))),
    }
}

fn of_number(schema: &Schema, value: &Node) -> Verdict {
    let bounds = &schema.constraints;
    let holds = |bound: Option<Number>, allowed: &[std::cmp::Ordering]| {
        bound.is_none_or(|bound| order(value, bound).is_none_or(|order| allowed.contains(&order)))
    };
    use std::cmp::Ordering::{Equal, Greater, Less};
    if !holds(bounds.minimum, &[Equal, Greater])
        || !holds(bounds.maximum, &[Equal, Less])
        || !holds(bounds.exclusive_minimum, &[Greater])
        || !holds(bounds.exclusive_maximum, &[Less])
    {
        return Err(Contradiction::new("the number is out of its bounds"));
    }
    if let Some(step) = bounds.multiple_of {
        let whole = match (value, step) {
            (Node::Integer(value), Number::Integer(step)) => step == 0 || value % step == 0,
            _ => {
                let times = float(value) / number(step);
                (times - times.round()).abs() < 1e-9 * times.abs().max(1.0)
            }
        };
        if !whole {
            return Err(Contradiction::new("the number is no multiple"));
        }
    }
    let range = schema.format.as_deref().and_then(formats::integers);
    match (range, value) {
        (Some((least, most)), Node::Integer(number)) if !(least..=most).contains(number) => Err(
            Contradiction::new("the number is out of its format's range"),
        ),
        _ => Ok(()),
    }
}

fn order(value: &Node, bound: Number) -> Option<std::cmp::Ordering> {
    match (value, bound) {
        (Node::Integer(value), Number::Integer(bound)) => Some(value.cmp(&bound)),
        _ => float(value).partial_cmp(&number(bound)),
    }
}

fn float(value: &Node) -> f64 {
    match value {
        Node::Integer(number) => *number as f64,
        Node::Float(number) => *number,
        _ => f64::NAN,
    }
}

fn number(bound: Number) -> f64 {
    match bound {
        Number::Integer(number) => number as f64,
        Number::Float(number) => number,
    }
}

fn of_text(schema: &Schema, text: &str) -> Verdict {
    let bounds = &schema.constraints;
    within(
        text.chars().count(),
        (bounds.min_length, bounds.max_length),
        "characters",
    )?;
    let fits = match schema.format.as_deref() {
        Some("date-time") => formats::instant(text).is_some(),
        Some("date") => formats::is_date(text),
        Some("uuid") => formats::is_uuid(text),
        _ => true,
    };
    match fits {
        true => Ok(()),
        false => Err(Contradiction::new(format!(
            "the text is no {}",
            schema.format.as_deref().unwrap_or_default()
        ))),
    }
}

fn within(count: usize, (least, most): (Option<u64>, Option<u64>), what: &str) -> Verdict {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    match least.is_some_and(|least| count < least) || most.is_some_and(|most| count > most) {
        true => Err(Contradiction::new(format!(
            "{count} {what} are too few or too many"
        ))),
        false => Ok(()),
    }
}
