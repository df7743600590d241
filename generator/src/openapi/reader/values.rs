//! Reads the values of members.
//!
//! In: members. Out: strings, booleans, numbers, objects and arrays. A value of the wrong type with one plausible meaning (`null`
//! for an absent member, a number for a string, one value for an array) is read as that, with a warning. A value without one is
//! ignored with a warning if it only documents or constrains, and an error if a part of the API would be lost.

use std::fmt::Display;

use super::Reader;
use crate::diagnostic::Diagnostic;
use crate::openapi::document::Number;
use crate::openapi::keywords::ObjectKind;
use crate::openapi::object::{Located, Member, Object, elements_at, found, scalar_to_string};
use crate::source::Node;

impl<'a> Reader<'a> {
    /// Reads a string.
    pub fn read_string(&mut self, member: Member<'_, 'a>) -> Option<String> {
        if let Node::String(string) = member.value {
            return Some(string.clone());
        }
        if !self.has_value(member) {
            return None;
        }
        let Some(string) = scalar_to_string(member.value) else {
            self.warn_ignored(member, "a string");
            return None;
        };
        self.warn_read_as(member, "a string", &string);
        Some(string)
    }

    /// Reads a boolean.
    pub fn read_boolean(&mut self, member: Member<'_, 'a>) -> Option<bool> {
        if let Node::Bool(flag) = member.value {
            return Some(*flag);
        }
        if !self.has_value(member) {
            return None;
        }
        let flag = match member.value {
            Node::Integer(0) => Some(false),
            Node::Integer(1) => Some(true),
            // YAML 1.1 has more words for booleans, and authors still use them.
            Node::String(string) => match string.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => Some(true),
                "false" | "no" | "off" => Some(false),
                _ => None,
            },
            _ => None,
        };
        match flag {
            Some(flag) => self.warn_read_as(member, "a boolean", &flag),
            None => self.warn_ignored(member, "a boolean"),
        }
        flag
    }

    /// Reads a finite number.
    pub fn read_number(&mut self, member: Member<'_, 'a>) -> Option<Number> {
        match member.value {
            Node::Integer(number) => return Some(Number::Integer(*number)),
            Node::Float(number) if number.is_finite() => return Some(Number::Float(*number)),
            _ => {}
        }
        if !self.has_value(member) {
            return None;
        }
        let number = match member.value {
            Node::String(string) => parse_number(string.trim()),
            _ => None,
        };
        match number {
            Some(number) => self.warn_read_as(member, "a number", &number),
            None => self.warn_ignored(member, "a number"),
        }
        number
    }

    /// Reads a count: a non-negative integer, also one written as `3.0`.
    pub fn read_count(&mut self, member: Member<'_, 'a>) -> Option<u64> {
        let expected = "a non-negative integer";
        let number = match member.value {
            Node::Integer(number) => Some(Number::Integer(*number)),
            Node::Float(number) => Some(Number::Float(*number)),
            Node::String(string) => parse_number(string.trim()),
            _ => None,
        };
        let count = match number {
            Some(Number::Integer(number)) if number >= 0 => {
                Some(u64::try_from(number).unwrap_or(u64::MAX))
            }
            // The conversion saturates; no count is above 2⁶⁴.
            Some(Number::Float(number)) if number >= 0.0 && number.fract() == 0.0 => {
                Some(number as u64)
            }
            _ => None,
        };
        match (count, member.value) {
            (Some(count), Node::String(_)) => self.warn_read_as(member, expected, &count),
            (Some(_), _) => {}
            (None, _) => {
                if self.has_value(member) {
                    self.warn_ignored(member, expected);
                }
            }
        }
        count
    }

    /// Reads an array of strings; other elements are reported and left out.
    pub fn read_strings(&mut self, member: Member<'_, 'a>) -> Vec<String> {
        if let Node::String(_) | Node::Integer(_) | Node::Float(_) = member.value {
            let string = scalar_to_string(member.value).unwrap_or_default();
            self.warn_wrong_type(
                member,
                format!(
                    "`{}` must be an array, found {}; read as an array of one element",
                    member.name,
                    found(member.value)
                ),
            );
            return vec![string];
        }
        let Node::Array(elements) = member.value else {
            if self.has_value(member) && !is_empty_object(member.value) {
                self.warn_ignored(member, "an array");
            }
            return Vec::new();
        };
        let mut strings = Vec::new();
        for element in elements_at(&member.location(), elements) {
            let string = scalar_to_string(element.node);
            let reading = match (&string, element.node) {
                (_, Node::String(_)) => None,
                (Some(string), _) => Some(format!("read as `{string}`")),
                (None, _) => Some("left out".to_owned()),
            };
            if let Some(reading) = reading {
                self.report(Diagnostic::warning(
                    "wrong-type",
                    element.location,
                    format!(
                        "`{}` must contain strings, found {}; {reading}",
                        member.name,
                        element.node.kind()
                    ),
                ));
            }
            strings.extend(string);
        }
        strings
    }

    /// Reads an array. An object in its place is read as its only element.
    pub fn read_elements(&mut self, member: Member<'_, 'a>) -> Vec<Located<'a>> {
        match member.value {
            Node::Array(elements) => return elements_at(&member.location(), elements),
            Node::Object(members) => {
                let (reading, elements) = if members.is_empty() {
                    ("an empty array", Vec::new())
                } else {
                    ("an array of one element", vec![member.located()])
                };
                self.warn_wrong_type(
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
        if self.has_value(member) {
            self.report_wrong_type(member, "an array");
        }
        Vec::new()
    }

    /// Reads an object.
    pub fn read_object(&mut self, member: Member<'_, 'a>) -> Option<Object<'a>> {
        match member.value {
            Node::Object(members) => return Some(Object::new(member.location(), members)),
            Node::Array(elements) if elements.is_empty() => {}
            Node::String(string) if string.trim().is_empty() => {}
            _ => {
                if self.has_value(member) {
                    self.report_wrong_type(member, "an object");
                }
                return None;
            }
        }
        let kind = match member.value {
            Node::Array(_) => "an empty array",
            _ => "an empty string",
        };
        self.warn_wrong_type(
            member,
            format!(
                "`{}` must be an object, found {kind}; read as an empty object",
                member.name
            ),
        );
        Some(Object::empty(member.location()))
    }

    /// Reads an object that can be ignored if it is invalid.
    pub fn read_optional_object(&mut self, member: Member<'_, 'a>) -> Option<Object<'a>> {
        match member.value {
            Node::Object(_) | Node::Null => self.read_object(member),
            Node::Array(elements) if elements.is_empty() => self.read_object(member),
            _ => {
                self.warn_ignored(member, "an object");
                None
            }
        }
    }

    /// Reads an object that is not a member: an element of an array, or the target of a reference.
    pub fn read_object_at(&mut self, value: &Located<'a>, kind: &ObjectKind) -> Option<Object<'a>> {
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
                    "wrong-type",
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
                    "wrong-type",
                    location,
                    format!("{} must be an object, found {}", kind.name, found(other)),
                )
                .label("must be an object"),
            ),
        }
        None
    }

    /// Returns the string in the member `name`, if there is one.
    pub fn string(&mut self, object: &Object<'a>, name: &str) -> Option<String> {
        object.get(name).and_then(|member| self.read_string(member))
    }

    /// Returns the string in the member `name`; reports an error if there is none.
    pub fn required_string(
        &mut self,
        object: &Object<'a>,
        name: &str,
        kind: &ObjectKind,
    ) -> Option<String> {
        match object.get(name) {
            Some(member) if scalar_to_string(member.value).is_some() => self.read_string(member),
            Some(member) if *member.value != Node::Null => {
                self.report_wrong_type(member, "a string");
                None
            }
            _ => {
                self.report_missing(object, name, kind);
                None
            }
        }
    }

    /// Returns whether the member `name` is true.
    pub fn boolean(&mut self, object: &Object<'a>, name: &str) -> bool {
        object
            .get(name)
            .and_then(|member| self.read_boolean(member))
            == Some(true)
    }

    /// Returns the elements of the array `name`; none if it is absent.
    pub fn elements(&mut self, object: &Object<'a>, name: &str) -> Vec<Located<'a>> {
        match object.get(name) {
            Some(member) => self.read_elements(member),
            None => Vec::new(),
        }
    }

    /// Returns the strings in the array `name`; none if it is absent.
    pub fn strings(&mut self, object: &Object<'a>, name: &str) -> Vec<String> {
        match object.get(name) {
            Some(member) => self.read_strings(member),
            None => Vec::new(),
        }
    }

    /// Warns of a value of the wrong JSON type that is read as another value.
    fn warn_read_as(&mut self, member: Member<'_, 'a>, expected: &str, reading: &dyn Display) {
        self.warn_wrong_type(
            member,
            format!(
                "`{}` must be {expected}, found {}; read as `{reading}`",
                member.name,
                member.value.kind()
            ),
        );
    }
}

/// Parses a number in the syntax of JSON.
fn parse_number(text: &str) -> Option<Number> {
    if let Ok(number) = text.parse() {
        return Some(Number::Integer(number));
    }
    // `inf` and `nan` parse too, but are not numbers of JSON.
    let begins = text
        .trim_start_matches(['-', '+'])
        .starts_with(|first: char| first.is_ascii_digit() || first == '.');
    let number: f64 = text.parse().ok().filter(|_| begins)?;
    number.is_finite().then_some(Number::Float(number))
}

fn is_empty_object(node: &Node) -> bool {
    matches!(node, Node::Object(members) if members.is_empty())
}
