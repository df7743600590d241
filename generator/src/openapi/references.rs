//! Follows `$ref`: the Reference Object. <https://spec.openapis.org/oas/v3.1.1.html#reference-object>
//!
//! In: a place where an object or a reference to one may stand. Out: the object, however long the chain, or a located
//! error. Loops, never recurses: a chain may be as long as the document. Schemas are not followed here; they form a
//! graph (see `schema`).

use std::collections::HashSet;

use super::keywords::Kind;
use super::reader::{Located, Member, Object, Reader};
use super::version::Version;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Node;

/// How messages call a map of named objects that is no member.
const MAP: Kind = Kind {
    name: "a map of named objects",
    keys: &[],
    extensions: &[],
};

/// What a place means after all references were followed.
#[derive(Debug)]
pub(super) struct Followed<'a> {
    /// The object itself.
    pub object: Object<'a>,
    /// What the outermost reference says instead of the object's own description.
    pub description: Option<String>,
}

impl<'a> Reader<'a> {
    /// Returns what a reference leads to, one step; an error is reported where it leads nowhere.
    pub fn resolve(&mut self, at: &Location, reference: &'a str) -> Option<Located<'a>> {
        if let Some(target) = self.references.get(&(at.file, reference)) {
            return Some(target.clone());
        }
        if let Some(known) = self.dangling.get(&(at.file, reference)) {
            let remark = Diagnostic {
                location: Some(at.clone()),
                ..Diagnostic::clone(known)
            };
            self.report(remark);
            return None;
        }
        match self.look_up(at, reference) {
            Ok(target) => {
                self.references.insert((at.file, reference), target.clone());
                Some(target)
            }
            Err(remark) => {
                self.dangling.insert((at.file, reference), remark.clone());
                self.report(*remark);
                None
            }
        }
    }

    /// Returns what a reference leads to, or the error to report.
    pub fn look_up(&self, at: &Location, reference: &str) -> Result<Located<'a>, Box<Diagnostic>> {
        let location = self
            .sources
            .resolve(at, reference)
            .map_err(|error| Box::new(error.diagnostic(at.clone()).label("leads nowhere")))?;
        match self.sources.get(&location) {
            Some(node) => Ok(Located { location, node }),
            None => Err(Box::new(Diagnostic::error(
                "unknown-reference",
                at.clone(),
                format!("`{reference}` leads nowhere"),
            ))),
        }
    }

    /// Returns the object at a place, following references; `None` after a report.
    pub fn follow(&mut self, mut value: Located<'a>, kind: &Kind) -> Option<Followed<'a>> {
        let mut description = None;
        let mut visited = HashSet::new();
        loop {
            let object = self.object_at(&value, kind)?;
            let Some((at, reference)) = object.reference() else {
                if let Some(member) = object.get("$ref") {
                    self.wrong_kind(member, "a string");
                    return None;
                }
                return Some(Followed {
                    object,
                    description,
                });
            };
            if !visited.insert(value.identity()) {
                self.report_cycle(at, reference);
                return None;
            }
            for member in object.iter() {
                match member.name {
                    "$ref" | "summary" => {}
                    "description" => {
                        if self.version > Version::V30 && description.is_none() {
                            description = self.prose_of(member);
                        }
                    }
                    _ => self.beside_reference(member),
                }
            }
            value = self.resolve(&at, reference)?;
        }
    }

    /// Returns the object at a place where the specification knows no reference, but authors write one.
    pub fn linked(&mut self, value: Located<'a>, kind: &Kind) -> Option<Object<'a>> {
        if let Node::Object(members) = value.node
            && let Some((at, _)) = Object::new(value.location.clone(), members).reference()
        {
            self.report_misplaced(at, &format!("stand for {}; it is followed", kind.name));
        }
        Some(self.follow(value, kind)?.object)
    }

    /// Returns a text for people. Without it the document loses nothing else, so nothing about it is an error.
    pub fn prose_of(&mut self, member: Member<'_, 'a>) -> Option<String> {
        let (Node::Array(_) | Node::Object(_)) = member.value else {
            return self.text_of(member);
        };
        let words = match member.value {
            Node::Object(members) => Object::new(member.location(), members).reference(),
            _ => None,
        };
        if let Some((at, reference)) = words
            && let Ok(target) = self.look_up(&at, reference)
            && let Node::String(text) = target.node
        {
            self.report_misplaced(at, &format!("stand for `{}`; it is followed", member.name));
            return Some(text.clone());
        }
        self.odd(
            member,
            format!(
                "`{}` must be a string, found {}; ignored",
                member.name,
                member.value.kind()
            ),
        );
        None
    }

    /// Returns the text for people in the member `name`, if there is one.
    pub fn prose(&mut self, object: &Object<'a>, name: &str) -> Option<String> {
        object.get(name).and_then(|member| self.prose_of(member))
    }

    fn report_misplaced(&mut self, at: Location, what: &str) {
        self.report(
            Diagnostic::warning("misplaced-reference", at, format!("`$ref` cannot {what}"))
                .label("not a place for a reference"),
        );
    }

    /// Reports a reference that leads back to itself.
    pub fn report_cycle(&mut self, at: Location, reference: &str) {
        self.report(
            Diagnostic::error(
                "reference-cycle",
                at,
                format!("`{reference}` leads back to this reference and never to a value"),
            )
            .label("leads back to itself"),
        );
    }

    /// Returns the entries of a map of named objects.
    ///
    /// Split documents often have a `$ref` in place of the whole map; the specification does not know it, but there is
    /// only one thing that it can mean.
    pub fn entries_of(&mut self, member: Member<'_, 'a>) -> Vec<(&'a str, Located<'a>)> {
        let mut entries: Vec<(&'a str, Located<'a>)> = Vec::new();
        let mut object = self.object_of(member);
        let mut visited = HashSet::new();
        let mut names = HashSet::new();
        while let Some(current) = object {
            for entry in current.iter() {
                let linked = entry.name == "$ref" && matches!(entry.value, Node::String(_));
                if !linked && names.insert(entry.name) {
                    entries.push((entry.name, entry.located()));
                }
            }
            let Some((at, reference)) = current.reference() else {
                break;
            };
            self.report_misplaced(
                at.clone(),
                &format!("stand for all of `{}`; it is followed", member.name),
            );
            let Some(target) = self.resolve(&at, reference) else {
                break;
            };
            if !visited.insert(target.identity()) {
                self.report_cycle(at, reference);
                break;
            }
            object = self.object_at(&target, &MAP);
        }
        entries
    }

    /// Returns the entries of the map `name`; none when it is absent.
    pub fn entries(&mut self, object: &Object<'a>, name: &str) -> Vec<(&'a str, Located<'a>)> {
        match object.get(name) {
            Some(member) => self.entries_of(member),
            None => Vec::new(),
        }
    }

    fn beside_reference(&mut self, member: Member<'_, 'a>) {
        if member.name.starts_with("x-") && !member.name.starts_with("x-rust-") {
            return;
        }
        self.report(
            Diagnostic::warning(
                "reference-siblings",
                member.key(),
                format!("`{}` beside `$ref` is ignored", member.name),
            )
            .label("ignored")
            .help("only `summary` and `description` may stand beside this `$ref`"),
        );
    }
}
