//! What all objects share while they are read: places, remarks, and the words for what is wrong with a member.
//!
//! In: nodes with their locations. Out: objects with members, and located remarks, each once. What the values of members
//! are read as stands in `values`. Knows the specification's habits, none of its objects.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::keywords::{EXTENSIONS, Kind};
use super::schema::SchemaQueue;
use super::values::found;
use super::version::Version;
use crate::diagnostic::{Diagnostic, FileId, Location};
use crate::source::{Node, Sources};
use crate::suggest::closest;

/// How many names wrong ones are compared with, in all: thousands with thousands would take minutes.
const MOST_COMPARED: usize = 100_000;

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
    /// By the file, the place in it that they start from, and their texts; with a remark for each of them, if any.
    pub references: HashMap<(FileId, &'a str, &'a str), (Located<'a>, Option<String>)>,
    /// What is wrong with references that led nowhere.
    pub dangling: HashMap<(FileId, &'a str, &'a str), Box<Diagnostic>>,
    /// How many names may still be compared with wrong ones.
    pub most_compared: usize,
    /// Where header parameters called `Authorization` stand, which are left out.
    pub authorizations: Vec<Location>,
    /// Whether a callback is being read.
    pub in_callback: bool,
    /// How many requests of callbacks were read.
    pub callbacks: usize,
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
            most_compared: MOST_COMPARED,
            authorizations: Vec::new(),
            in_callback: false,
            callbacks: 0,
            remarks: Vec::new(),
            remarked: HashSet::new(),
        }
    }

    /// Returns the name that was probably meant, among all of a document's, unless too many were compared already.
    pub fn closest_name<'n>(
        &mut self,
        word: &str,
        names: impl ExactSizeIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        self.most_compared = self.most_compared.checked_sub(names.len())?;
        closest(word, names)
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

    /// Reports a value of the wrong JSON kind without which the rest still stands.
    pub fn ignored(&mut self, member: Member<'_, 'a>, expected: &str) {
        self.report(
            Diagnostic::warning(
                "wrong-kind",
                member.location(),
                format!(
                    "`{}` must be {expected}, found {}; ignored",
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
