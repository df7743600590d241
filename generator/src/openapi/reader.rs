//! Reads members of objects as what they must be, complaining with their place where they are not.
//!
//! In: nodes with their locations. Out: texts, flags, numbers, objects and lists. What is merely odd (`null` for an
//! absent member, an empty array for an empty object, a number where text is meant) gives a warning that names the
//! reading; what has no sound reading gives an error. Knows the specification's habits, none of its objects.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::document::Number;
use super::keywords::{EXTENSIONS, Kind};
use super::schema::SchemaQueue;
use super::version::Version;
use crate::diagnostic::{Diagnostic, FileId, Location};
use crate::source::{Node, Sources};
use crate::suggest::closest;

/// A node and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Located<'a> {
    pub location: Location,
    pub node: &'a Node,
}

impl Located<'_> {
    /// Returns what tells nodes apart: each stands at one place of one file, and all outlive the reader.
    pub fn identity(&self) -> usize {
        std::ptr::from_ref(self.node).addr()
    }
}

/// An object and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Object<'a> {
    pub location: Location,
    members: &'a [(String, Node)],
}

impl<'a> Object<'a> {
    /// Returns an object without members.
    pub fn empty(location: Location) -> Self {
        Self {
            location,
            members: &[],
        }
    }

    /// Returns the members of an object's node.
    pub fn new(location: Location, members: &'a [(String, Node)]) -> Self {
        Self { location, members }
    }

    /// Returns the member `name`.
    pub fn get(&self, name: &str) -> Option<Member<'_, 'a>> {
        self.iter().find(|member| member.name == name)
    }

    /// Returns all members, in document order.
    pub fn iter(&self) -> impl Iterator<Item = Member<'_, 'a>> {
        self.members.iter().map(|(name, value)| Member {
            parent: &self.location,
            name,
            value,
        })
    }

    /// Returns a `$ref` whose value is text; any other is for the caller's kind check.
    pub fn reference(&self) -> Option<(Location, &'a str)> {
        let member = self.get("$ref")?;
        match member.value {
            Node::String(text) => Some((member.location(), text)),
            _ => None,
        }
    }
}

/// A member of an object. Its location is made only when it is needed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'o, 'a> {
    parent: &'o Location,
    pub name: &'a str,
    pub value: &'a Node,
}

impl<'a> Member<'_, 'a> {
    /// Returns the place of the value.
    pub fn location(&self) -> Location {
        self.parent.child(self.name)
    }

    /// Returns the place of the name.
    pub fn key(&self) -> Location {
        self.location().key()
    }

    /// Returns the value with its place.
    pub fn located(&self) -> Located<'a> {
        Located {
            location: self.location(),
            node: self.value,
        }
    }
}

/// What all objects of a document share while they are read.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub sources: &'a Sources,
    pub version: Version,
    pub schemas: SchemaQueue<'a>,
    /// The names of the root document's security schemes.
    pub scheme_names: BTreeSet<&'a str>,
    /// What references led to; a document says the same reference many times.
    pub references: HashMap<(FileId, &'a str), Located<'a>>,
    /// What is wrong with references that led nowhere; to find the name that was meant takes long.
    pub dangling: HashMap<(FileId, &'a str), Box<Diagnostic>>,
    remarks: Vec<Diagnostic>,
    remarked: HashSet<(&'static str, Option<Location>, String)>,
}

impl<'a> Reader<'a> {
    /// Returns a reader that has read nothing.
    pub fn new(sources: &'a Sources, version: Version) -> Self {
        Self {
            sources,
            version,
            schemas: SchemaQueue::default(),
            scheme_names: BTreeSet::new(),
            references: HashMap::new(),
            dangling: HashMap::new(),
            remarks: Vec::new(),
            remarked: HashSet::new(),
        }
    }

    /// Adds a remark, once: a component is read again for every reference to it.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        let key = (
            diagnostic.code,
            diagnostic.location.clone(),
            diagnostic.message.clone(),
        );
        if self.remarked.insert(key) {
            self.remarks.push(diagnostic);
        }
    }

    /// Returns all remarks, in the order in which they were made.
    pub fn into_remarks(self) -> Vec<Diagnostic> {
        self.remarks
    }

    /// Reports a value of the wrong JSON kind.
    pub fn wrong_kind(&mut self, member: Member<'_, 'a>, expected: &str) {
        self.report(
            Diagnostic::error(
                "wrong-kind",
                member.location(),
                format!(
                    "`{}` must be {expected}, found {}",
                    member.name,
                    found(member.value)
                ),
            )
            .label(format!("must be {expected}")),
        );
    }

    /// Reports a value that is odd but has one reading.
    pub fn odd(&mut self, member: Member<'_, 'a>, message: String) {
        self.report(Diagnostic::warning(
            "wrong-kind",
            member.location(),
            message,
        ));
    }

    /// Reports a member without which nothing sound can be said.
    pub fn missing(&mut self, object: &Object<'a>, name: &str, kind: &Kind) {
        self.report(
            Diagnostic::error(
                "missing-member",
                object.location.clone(),
                format!("{} must have a member `{name}`", kind.name),
            )
            .label(format!("`{name}` is missing")),
        );
    }

    /// Reports a member that the specification requires and for which `fallback` will do.
    pub fn expected(&mut self, object: &Object<'a>, name: &str, words: (&Kind, &str)) {
        let (kind, fallback) = words;
        self.report(
            Diagnostic::warning(
                "missing-member",
                object.location.clone(),
                format!("{} must have a member `{name}`; {fallback}", kind.name),
            )
            .label(format!("`{name}` is missing")),
        );
    }

    /// Reports `null` where a member could have been left out; returns whether there is a value.
    pub fn present(&mut self, member: Member<'_, 'a>) -> bool {
        if *member.value != Node::Null {
            return true;
        }
        self.report(
            Diagnostic::warning(
                "null-member",
                member.key(),
                format!("`{}` is null; ignored", member.name),
            )
            .label("has no value")
            .help("leave the member out"),
        );
        false
    }

    /// Returns a text.
    pub fn text_of(&mut self, member: Member<'_, 'a>) -> Option<String> {
        if let Node::String(text) = member.value {
            return Some(text.clone());
        }
        if !self.present(member) {
            return None;
        }
        let Some(text) = as_text(member.value) else {
            self.wrong_kind(member, "a string");
            return None;
        };
        self.odd(
            member,
            format!(
                "`{}` must be a string, found {}; read as `{text}`",
                member.name,
                member.value.kind()
            ),
        );
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
        let flag = match member.value.as_str() {
            Some("true") => true,
            Some("false") => false,
            _ => {
                self.wrong_kind(member, "a boolean");
                return None;
            }
        };
        self.odd(
            member,
            format!(
                "`{}` must be a boolean, found a string; read as `{flag}`",
                member.name
            ),
        );
        Some(flag)
    }

    /// Returns a finite number.
    pub fn number_of(&mut self, member: Member<'_, 'a>) -> Option<Number> {
        match member.value {
            Node::Integer(number) => Some(Number::Integer(*number)),
            Node::Float(number) if number.is_finite() => Some(Number::Float(*number)),
            Node::Float(_) => {
                self.odd(
                    member,
                    format!("`{}` is not a finite number; ignored", member.name),
                );
                None
            }
            _ => {
                if self.present(member) {
                    self.wrong_kind(member, "a number");
                }
                None
            }
        }
    }

    /// Returns a count: a non-negative whole number, also when written as `3.0`.
    pub fn count_of(&mut self, member: Member<'_, 'a>) -> Option<u64> {
        match member.value {
            Node::Integer(number) if *number >= 0 => {
                Some(u64::try_from(*number).unwrap_or(u64::MAX))
            }
            // A conversion from float saturates; above 2⁶⁴ no count is ever reached.
            Node::Float(number) if *number >= 0.0 && number.fract() == 0.0 => Some(*number as u64),
            _ => {
                if self.present(member) {
                    self.wrong_kind(member, "a non-negative integer");
                }
                None
            }
        }
    }

    /// Returns a list of texts; elements that are none are reported and left out.
    pub fn texts_of(&mut self, member: Member<'_, 'a>) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.elements_of(member) {
            match as_text(element.node) {
                Some(text) => {
                    if element.node.as_str().is_none() {
                        self.report(Diagnostic::warning(
                            "wrong-kind",
                            element.location,
                            format!(
                                "`{}` must hold strings, found {}; read as `{text}`",
                                member.name,
                                element.node.kind()
                            ),
                        ));
                    }
                    texts.push(text);
                }
                None => self.report(Diagnostic::error(
                    "wrong-kind",
                    element.location,
                    format!(
                        "`{}` must hold strings, found {}",
                        member.name,
                        found(element.node)
                    ),
                )),
            }
        }
        texts
    }

    /// Returns the elements of an array.
    pub fn elements_of(&mut self, member: Member<'_, 'a>) -> Vec<Located<'a>> {
        if let Node::Array(elements) = member.value {
            return elements_at(&member.location(), elements);
        }
        if self.present(member) {
            self.wrong_kind(member, "an array");
        }
        Vec::new()
    }

    /// Returns an object.
    pub fn object_of(&mut self, member: Member<'_, 'a>) -> Option<Object<'a>> {
        match member.value {
            Node::Object(members) => Some(Object::new(member.location(), members)),
            Node::Array(elements) if elements.is_empty() => {
                self.odd(
                    member,
                    format!(
                        "`{}` must be an object, found an empty array; read as an empty object",
                        member.name
                    ),
                );
                Some(Object::empty(member.location()))
            }
            _ => {
                if self.present(member) {
                    self.wrong_kind(member, "an object");
                }
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
            Some(member) if *member.value != Node::Null => self.text_of(member),
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

    /// Reports every member that an object of this kind cannot have.
    pub fn check(&mut self, object: &Object<'a>, kind: &Kind) {
        for member in object.iter() {
            self.check_member(member, kind);
        }
    }

    /// Reports a member that an object of this kind cannot have.
    pub fn check_member(&mut self, member: Member<'_, 'a>, kind: &Kind) {
        let name = member.name;
        if kind.keys.contains(&name) || kind.extensions.contains(&name) {
            return;
        }
        if name.starts_with("x-") {
            self.check_extension(name, member.key(), kind);
        } else {
            let suggestion = closest(name, kind.keys.iter().copied());
            self.unknown_keyword(member, kind, suggestion);
        }
    }

    /// Reports a key of this generator that does not exist or has no effect on an object of this kind.
    pub fn check_extension(&mut self, name: &str, key: Location, kind: &Kind) {
        if EXTENSIONS.contains(&name) {
            self.report(
                Diagnostic::warning(
                    "extension-without-effect",
                    key,
                    format!("`{name}` has no effect on {}; ignored", kind.name),
                )
                .label("has no effect here"),
            );
        } else if name.starts_with("x-rust-") {
            let remark = Diagnostic::error(
                "unknown-extension",
                key,
                format!("`{name}` is no extension key of this generator"),
            )
            .label("unknown extension");
            self.report(match closest(name, EXTENSIONS.iter().copied()) {
                Some(word) => remark.help(format!("did you mean `{word}`?")),
                None => remark.help("extension keys of other tools may not begin with `x-rust-`"),
            });
        }
    }

    /// Reports a member that the specification does not define.
    pub fn unknown_keyword(
        &mut self,
        member: Member<'_, 'a>,
        kind: &Kind,
        suggestion: Option<&str>,
    ) {
        let mut remark = Diagnostic::warning(
            "unknown-keyword",
            member.key(),
            format!("{} has no member `{}`; ignored", kind.name, member.name),
        )
        .label("ignored");
        if let Some(word) = suggestion {
            remark = remark.help(format!("did you mean `{word}`?"));
        }
        self.report(remark);
    }
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
