//! The reader: what all objects share while a document is read.
//!
//! In: objects with their locations. Out: diagnostics, each once. The modules below read values, follow references and queue
//! schemas. Knows how the specification describes objects in general, and no object in particular.

mod extensions;
mod pagination;
mod references;
mod schema_queue;
mod values;

pub(crate) use references::resolve_as_intended;

use std::collections::{BTreeSet, HashMap, HashSet};

use super::extension_keys::{EXTENSION_KEYS, extension_key, has_effect};
use super::keywords::ObjectKind;
use super::object::{Located, Member, Object, found};
use super::version::Version;
use crate::diagnostic::{Diagnostic, Location};
use crate::limits;
use crate::source::{Node, Sources};
use crate::suggest::closest;
use references::ReferenceKey;
use schema_queue::SchemaQueue;

/// What all objects of a document share while they are read.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub sources: &'a Sources,
    pub version: Version,
    schemas: SchemaQueue<'a>,
    /// The names of the root document's security schemes.
    pub scheme_names: BTreeSet<&'a str>,
    /// The targets of references, because a document repeats the same references many times. With a warning for each
    /// reference that is not read as written.
    resolved: HashMap<ReferenceKey<'a>, (Located<'a>, Option<String>)>,
    /// The errors of unresolved references.
    unresolved: HashMap<ReferenceKey<'a>, Box<Diagnostic>>,
    /// How many more names may be compared with unknown ones.
    comparisons_left: usize,
    /// The locations of header parameters called `Authorization`, which are left out.
    pub authorization_headers: Vec<Location>,
    /// Whether a callback is being read.
    pub in_callback: bool,
    /// How many requests of callbacks were read.
    pub callback_requests: usize,
    diagnostics: Vec<Diagnostic>,
    reported: HashSet<(&'static str, Option<Location>, String)>,
}

impl<'a> Reader<'a> {
    /// Creates a reader that has read nothing.
    pub fn new(sources: &'a Sources, version: Version) -> Self {
        Self {
            sources,
            version,
            schemas: SchemaQueue::default(),
            scheme_names: BTreeSet::new(),
            resolved: HashMap::new(),
            unresolved: HashMap::new(),
            comparisons_left: limits::openapi::NAME_COMPARISONS,
            authorization_headers: Vec::new(),
            in_callback: false,
            callback_requests: 0,
            diagnostics: Vec::new(),
            reported: HashSet::new(),
        }
    }

    /// Returns the name of the document that is nearest to `word`, unless too many names were compared already.
    pub fn closest_name<'n>(
        &mut self,
        word: &str,
        names: impl ExactSizeIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        self.comparisons_left = self.comparisons_left.checked_sub(names.len())?;
        closest(word, names)
    }

    /// Adds a diagnostic, unless it was added before: a component is read again for every reference to it.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        let key = (
            diagnostic.code,
            diagnostic.location.clone(),
            diagnostic.message.clone(),
        );
        if self.reported.insert(key) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Returns all diagnostics, in the order in which they were added.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// Reports a value of the wrong JSON type as an error.
    pub fn report_wrong_type(&mut self, member: Member<'_, 'a>, expected: &str) {
        self.report(
            Diagnostic::error(
                "wrong-type",
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

    /// Warns of a value of the wrong JSON type that is ignored.
    pub fn warn_ignored(&mut self, member: Member<'_, 'a>, expected: &str) {
        self.report(
            Diagnostic::warning(
                "wrong-type",
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

    /// Warns of a value of the wrong JSON type. The message explains how it is read.
    pub fn warn_wrong_type(&mut self, member: Member<'_, 'a>, message: impl Into<String>) {
        self.report(Diagnostic::warning(
            "wrong-type",
            member.location(),
            message,
        ));
    }

    /// Reports a missing required member that has no fallback as an error.
    pub fn report_missing(&mut self, object: &Object<'a>, name: &str, kind: &ObjectKind) {
        self.report(
            Diagnostic::error(
                "missing-member",
                object.location.clone(),
                format!("{} must have a member `{name}`", kind.name),
            )
            .label(format!("`{name}` is missing")),
        );
    }

    /// Warns of a missing required member, and of what is used instead.
    pub fn warn_missing(
        &mut self,
        object: &Object<'a>,
        name: &str,
        kind: &ObjectKind,
        fallback: &str,
    ) {
        self.report(
            Diagnostic::warning(
                "missing-member",
                object.location.clone(),
                format!("{} must have a member `{name}`; {fallback}", kind.name),
            )
            .label(format!("`{name}` is missing")),
        );
    }

    /// Returns whether a member has a value. Warns of `null`, which is read as if the member were absent.
    pub fn has_value(&mut self, member: Member<'_, 'a>) -> bool {
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
            .help("remove the member"),
        );
        false
    }

    /// Reports every member that an object of this kind cannot have.
    pub fn check(&mut self, object: &Object<'a>, kind: &ObjectKind) {
        for member in object.iter() {
            self.check_member(member, kind);
        }
    }

    /// Reports a member that an object of this kind cannot have.
    pub fn check_member(&mut self, member: Member<'_, 'a>, kind: &ObjectKind) {
        let name = member.name;
        if kind.keys.contains(&name) || has_effect(name, kind.extended) {
            return;
        }
        if name.starts_with("x-") {
            self.check_extension(name, member.key(), kind);
        } else {
            let suggestion = closest(name, kind.keys.iter().copied());
            self.warn_unknown_keyword(member, kind, suggestion);
        }
    }

    /// Returns whether an entry of a map is an extension key rather than a name of the document, and checks it if so.
    /// Only for maps in which the specification allows extension keys.
    pub fn is_extension(&mut self, name: &str, value: &Located<'a>, kind: &ObjectKind) -> bool {
        let extension = name.starts_with("x-");
        if extension {
            self.check_extension(name, value.location.key(), kind);
        }
        extension
    }

    /// Reports an extension key of this generator that does not exist or has no effect on objects of this kind.
    pub fn check_extension(&mut self, name: &str, key: Location, kind: &ObjectKind) {
        if let Some(known) = extension_key(name) {
            self.report(
                Diagnostic::warning(
                    "extension-without-effect",
                    key,
                    format!("`{name}` has no effect on {}; ignored", kind.name),
                )
                .label("has no effect here")
                .help(known.usage()),
            );
        } else if name.starts_with("x-rust-") {
            let diagnostic = Diagnostic::error(
                "unknown-extension",
                key,
                format!("`{name}` is not an extension key of this generator"),
            )
            .label("unknown extension key");
            let names = EXTENSION_KEYS.iter().map(|known| known.name);
            self.report(match closest(name, names) {
                Some(word) => diagnostic.help(format!("did you mean `{word}`?")),
                None => diagnostic.help("the prefix `x-rust-` is reserved for this generator"),
            });
        }
    }

    /// Warns of a member that the specification does not define.
    pub fn warn_unknown_keyword(
        &mut self,
        member: Member<'_, 'a>,
        kind: &ObjectKind,
        suggestion: Option<&str>,
    ) {
        let mut diagnostic = Diagnostic::warning(
            "unknown-keyword",
            member.key(),
            format!("{} has no member `{}`; ignored", kind.name, member.name),
        )
        .label("ignored");
        if let Some(word) = suggestion {
            diagnostic = diagnostic.help(format!("did you mean `{word}`?"));
        }
        self.report(diagnostic);
    }
}
