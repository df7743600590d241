//! Reads members of objects as what they must be, complaining with their place where they are not.
//!
//! In: members. Out: texts, flags, numbers, objects and lists. What is odd but has one reading (`null` for an absent
//! member, a number where text is meant, one value where a list is) gives a warning that names the reading, and so does a
//! mere remark or bound that has none: it is ignored. What would lose a part of the API gives an error.

use std::fmt::Display;

use super::document::Number;
use super::keywords::Kind;
use super::reader::{Located, Member, Object, Reader};
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Node;

impl<'a> Reader<'a> {
    /// Returns a text.
    pub fn text_of(&mut self, member: Member<'_, 'a>) -> Option<String> {
        if let Node::String(text) = member.value {
            return Some(text.clone());
        }
        if !self.present(member) {
            return None;
        }
        let Some(text) = as_text(member.value) else {
            self.ignored(member, "a string");
            return None;
        };
        self.read_as(member, ("a string", &text));
        Some(text)
    }

    /// Returns a boolean.
    pub fn flag_of(&mut self, member: Member<'_, 'a>) -> Option<bool> {
        if let Node::Bool(flag) = member.value {
            return Some(*flag);
        }
        if !self.present(member) {
            return None;
        }
        let flag = match member.value {
            Node::Integer(0) => Some(false),
            Node::Integer(1) => Some(true),
            // YAML 1.1 had more words for it, and authors remember them.
            Node::String(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => Some(true),
                "false" | "no" | "off" => Some(false),
                _ => None,
            },
            _ => None,
        };
        match flag {
            Some(flag) => self.read_as(member, ("a boolean", &flag)),
            None => self.ignored(member, "a boolean"),
        }
        flag
    }

    /// Returns a finite number.
    pub fn number_of(&mut self, member: Member<'_, 'a>) -> Option<Number> {
        match member.value {
            Node::Integer(number) => return Some(Number::Integer(*number)),
            Node::Float(number) if number.is_finite() => return Some(Number::Float(*number)),
            _ => {}
        }
        if !self.present(member) {
            return None;
        }
        let number = match member.value {
            Node::String(text) => spelt_number(text.trim()),
            _ => None,
        };
        match number {
            Some(number) => {
                let words = format!("{}", Spelt(number));
                self.read_as(member, ("a number", &words));
            }
            None => self.ignored(member, "a number"),
        }
        number
    }

    /// Returns a count: a non-negative whole number, also when written as `3.0`.
    pub fn count_of(&mut self, member: Member<'_, 'a>) -> Option<u64> {
        let expected = "a non-negative integer";
        let number = match member.value {
            Node::Integer(number) => Some(Number::Integer(*number)),
            Node::Float(number) => Some(Number::Float(*number)),
            Node::String(text) => spelt_number(text.trim()),
            _ => None,
        };
        let count = match number {
            Some(Number::Integer(number)) if number >= 0 => {
                Some(u64::try_from(number).unwrap_or(u64::MAX))
            }
            // A conversion from float saturates; above 2⁶⁴ no count is ever reached.
            Some(Number::Float(number)) if number >= 0.0 && number.fract() == 0.0 => {
                Some(number as u64)
            }
            _ => None,
        };
        match (count, member.value) {
            (Some(count), Node::String(_)) => self.read_as(member, (expected, &count)),
            (Some(_), _) => {}
            (None, _) => {
                if self.present(member) {
                    self.ignored(member, expected);
                }
            }
        }
        count
    }

    /// Returns a list of texts; elements that are none are reported and left out.
    pub fn texts_of(&mut self, member: Member<'_, 'a>) -> Vec<String> {
        if let Node::String(_) | Node::Integer(_) | Node::Float(_) = member.value {
            let text = as_text(member.value).unwrap_or_default();
            self.odd(
                member,
                format!(
                    "`{}` must be an array, found {}; read as an array of it alone",
                    member.name,
                    found(member.value)
                ),
            );
            return vec![text];
        }
        let Node::Array(elements) = member.value else {
            if self.present(member) && !is_empty_object(member.value) {
                self.ignored(member, "an array");
            }
            return Vec::new();
        };
        let mut texts = Vec::new();
        for element in elements_at(&member.location(), elements) {
            let text = as_text(element.node);
            let reading = match (&text, element.node) {
                (_, Node::String(_)) => None,
                (Some(text), _) => Some(format!("read as `{text}`")),
                (None, _) => Some("left out".to_owned()),
            };
            if let Some(reading) = reading {
                self.report(Diagnostic::warning(
                    "wrong-kind",
                    element.location,
                    format!(
                        "`{}` must hold strings, found {}; {reading}",
                        member.name,
                        element.node.kind()
                    ),
                ));
            }
            texts.extend(text);
        }
        texts
    }

    /// Returns the elements of an array. An object in its place is taken for the only element.
    pub fn elements_of(&mut self, member: Member<'_, 'a>) -> Vec<Located<'a>> {
        match member.value {
            Node::Array(elements) => return elements_at(&member.location(), elements),
            Node::Object(members) => {
                let (reading, elements) = match members.is_empty() {
                    true => ("an empty array", Vec::new()),
                    false => ("an array of it alone", vec![member.located()]),
                };
                self.odd(
                    member,
                    format!(
                        "`{}` must be an array, found an object; read as {reading}",
                        member.name
                    ),
                );
                return elements;
            }
            _ => {}
        }
        if self.present(member) {
            self.wrong_kind(member, "an array");
        }
        Vec::new()
    }

    /// Returns an object.
    pub fn object_of(&mut self, member: Member<'_, 'a>) -> Option<Object<'a>> {
        match member.value {
            Node::Object(members) => return Some(Object::new(member.location(), members)),
            Node::Array(elements) if elements.is_empty() => {}
            Node::String(text) if text.trim().is_empty() => {}
            _ => {
                if self.present(member) {
                    self.wrong_kind(member, "an object");
                }
                return None;
            }
        }
        let kind = match member.value {
            Node::Array(_) => "an empty array",
            _ => "an empty string",
        };
        self.odd(
            member,
            format!(
                "`{}` must be an object, found {kind}; read as an empty object",
                member.name
            ),
        );
        Some(Object::empty(member.location()))
    }

    /// Returns an object without which the rest still stands.
    pub fn optional_object_of(&mut self, member: Member<'_, 'a>) -> Option<Object<'a>> {
        match member.value {
            Node::Object(_) | Node::Null => self.object_of(member),
            Node::Array(elements) if elements.is_empty() => self.object_of(member),
            _ => {
                self.ignored(member, "an object");
                None
            }
        }
    }

    /// Returns an object that is no member: an array's element or a reference's target.
    pub fn object_at(&mut self, value: &Located<'a>, kind: &Kind) -> Option<Object<'a>> {
        let location = value.location.clone();
        match value.node {
            Node::Object(members) => return Some(Object::new(location, members)),
            Node::Null => self.report(
                Diagnostic::warning(
                    "null-member",
                    location,
                    format!("{} must be an object, found null; ignored", kind.name),
                )
                .label("has no value"),
            ),
            Node::Array(elements) if elements.is_empty() => {
                self.report(Diagnostic::warning(
                    "wrong-kind",
                    location.clone(),
                    format!(
                        "{} must be an object, found an empty array; read as an empty object",
                        kind.name
                    ),
                ));
                return Some(Object::empty(location));
            }
            other => self.report(
                Diagnostic::error(
                    "wrong-kind",
                    location,
                    format!("{} must be an object, found {}", kind.name, found(other)),
                )
                .label("must be an object"),
            ),
        }
        None
    }

    /// Returns the text of the member `name`, if there is one.
    pub fn text(&mut self, object: &Object<'a>, name: &str) -> Option<String> {
        object.get(name).and_then(|member| self.text_of(member))
    }

    /// Returns the text of the member `name`; without it, an error is reported.
    pub fn required_text(
        &mut self,
        object: &Object<'a>,
        name: &str,
        kind: &Kind,
    ) -> Option<String> {
        match object.get(name) {
            Some(member) if as_text(member.value).is_some() => self.text_of(member),
            Some(member) if *member.value != Node::Null => {
                self.wrong_kind(member, "a string");
                None
            }
            _ => {
                self.missing(object, name, kind);
                None
            }
        }
    }

    /// Returns whether the member `name` is true.
    pub fn flag(&mut self, object: &Object<'a>, name: &str) -> bool {
        object.get(name).and_then(|member| self.flag_of(member)) == Some(true)
    }

    /// Returns the elements of the array `name`; none when it is absent.
    pub fn elements(&mut self, object: &Object<'a>, name: &str) -> Vec<Located<'a>> {
        match object.get(name) {
            Some(member) => self.elements_of(member),
            None => Vec::new(),
        }
    }

    /// Returns the texts of the array `name`; none when it is absent.
    pub fn texts(&mut self, object: &Object<'a>, name: &str) -> Vec<String> {
        match object.get(name) {
            Some(member) => self.texts_of(member),
            None => Vec::new(),
        }
    }

    /// Reports a value of the wrong kind that still has one reading.
    fn read_as(&mut self, member: Member<'_, 'a>, (expected, reading): (&str, &dyn Display)) {
        self.odd(
            member,
            format!(
                "`{}` must be {expected}, found {}; read as `{reading}`",
                member.name,
                member.value.kind()
            ),
        );
    }
}

/// Returns the number that a text spells, as JSON does.
fn spelt_number(text: &str) -> Option<Number> {
    if let Ok(number) = text.parse() {
        return Some(Number::Integer(number));
    }
    // Words such as `inf` parse too, and are none.
    let begins = text
        .trim_start_matches(['-', '+'])
        .starts_with(|first: char| first.is_ascii_digit() || first == '.');
    let number: f64 = text.parse().ok().filter(|_| begins)?;
    number.is_finite().then_some(Number::Float(number))
}

/// A number as messages show it.
struct Spelt(Number);

impl Display for Spelt {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Number::Integer(number) => write!(formatter, "{number}"),
            Number::Float(number) => write!(formatter, "{number:?}"),
        }
    }
}

fn is_empty_object(node: &Node) -> bool {
    matches!(node, Node::Object(members) if members.is_empty())
}

/// Returns the elements of an array with their places.
pub(super) fn elements_at<'a>(location: &Location, elements: &'a [Node]) -> Vec<Located<'a>> {
    elements
        .iter()
        .enumerate()
        .map(|(index, node)| Located {
            location: location.child(index),
            node,
        })
        .collect()
}

/// Returns the text of a scalar as a person would write it; `None` for `null` and for what has members.
pub(super) fn as_text(node: &Node) -> Option<String> {
    match node {
        Node::String(text) => Some(text.clone()),
        Node::Integer(number) => Some(number.to_string()),
        // Debug keeps the fraction of `1.0`, which matters for versions.
        Node::Float(number) => Some(format!("{number:?}")),
        Node::Bool(flag) => Some(flag.to_string()),
        Node::Null | Node::Array(_) | Node::Object(_) => None,
    }
}

/// Returns what stands there, for messages: the kind, or a number itself, since its kind alone may be right.
pub(super) fn found(node: &Node) -> String {
    match node {
        Node::Integer(_) | Node::Float(_) => format!("`{}`", as_text(node).unwrap_or_default()),
        other => other.kind().to_owned(),
    }
}
