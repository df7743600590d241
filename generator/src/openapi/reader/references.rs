//! Follows `$ref`: the Reference Object. <https://spec.openapis.org/oas/v3.1.1.html#reference-object>
//!
//! In: a location where an object or a reference to one is allowed. Out: the object, however long the chain of references, or an
//! error with its location. Iterates instead of recursing, because a chain may be as long as the document. References between
//! schemas are not followed here; schemas form a graph (see `schema`).

use std::collections::HashSet;

use super::Reader;
use crate::diagnostic::{Diagnostic, FileId, Location, Severity};
use crate::openapi::keywords::{ObjectKind, plain};
use crate::openapi::object::{Located, Member, Object};
use crate::openapi::version::Version;
use crate::source::{MISSING_FILE, Node, Sources};

/// The name in messages of a map of named objects that is not a member.
const MAP: ObjectKind = plain("a map of named objects", &[]);

/// What determines the target of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ReferenceKey<'a> {
    file: FileId,
    /// The pointer of the schema with an `$id` that contains the reference; empty without one.
    base: &'a str,
    reference: &'a str,
}

impl ReferenceKey<'_> {
    /// Returns a warning for a reference within a schema that has an `$id`: its path would be relative to that schema.
    fn base_warning(&self, target: &Located<'_>) -> Option<String> {
        let inside = target.location.pointer.starts_with(self.base);
        let reference = self.reference;
        (!inside && reference.starts_with("#/")).then(|| {
            format!("below an `$id`, `{reference}` is relative to the schema that has it; resolved from the root of the file")
        })
    }
}

/// Resolves a reference as the reader does, also one that is only correct after a correction.
pub(crate) fn resolve_as_intended(
    sources: &Sources,
    at: &Location,
    reference: &str,
) -> Option<Location> {
    let written = sources.resolve(at, reference).ok();
    written.or_else(|| Some(correct(sources, at, reference)?.location))
}

/// An unresolved reference with its one plausible correction.
struct Corrected<'a> {
    location: Location,
    node: &'a Node,
    reference: String,
}

/// Returns the one plausible correction of an unresolved reference.
fn correct<'a>(sources: &'a Sources, at: &Location, reference: &str) -> Option<Corrected<'a>> {
    let trimmed = reference.trim();
    let name = trimmed.strip_prefix("#/definitions/");
    let bare = (!trimmed.is_empty() && !trimmed.contains(['#', '/', '.', ':'])).then_some(trimmed);
    let anchor = trimmed.strip_prefix('#');
    let corrections = [
        (trimmed != reference).then(|| trimmed.to_owned()),
        name.or(bare)
            .map(|name| format!("#/components/schemas/{name}")),
        anchor
            .filter(|path| path.starts_with("components/"))
            .map(|path| format!("#/{path}")),
    ];
    let bases = [at.clone(), Location::root(FileId(0))];
    for reference in corrections.into_iter().flatten() {
        for base in &bases {
            let Ok(location) = sources.resolve(base, &reference) else {
                continue;
            };
            let node = sources.get(&location)?;
            return Some(Corrected {
                location,
                node,
                reference,
            });
        }
    }
    None
}

/// An object after all references to it were followed.
#[derive(Debug)]
pub(crate) struct Followed<'a> {
    pub object: Object<'a>,
    /// The description of the outermost reference, which replaces the object's own.
    pub description: Option<String>,
}

impl<'a> Reader<'a> {
    /// Returns the target of a reference, one step; reports an unresolved reference.
    pub fn resolve(&mut self, at: &Location, reference: &'a str) -> Option<Located<'a>> {
        match self.find(at, reference) {
            Ok(target) => Some(target),
            Err(diagnostic) => {
                self.report(*diagnostic);
                None
            }
        }
    }

    /// Returns the target of a reference between schemas. Where the target is missing, any value is accepted, with a warning. Where
    /// the reference itself is wrong, so that it can be fixed without the author of the missing schema, it stays an error.
    pub fn resolve_schema(&mut self, at: &Location, reference: &'a str) -> Option<Located<'a>> {
        let mut diagnostic = match self.find(at, reference) {
            Ok(target) => return Some(target),
            Err(diagnostic) => diagnostic,
        };
        let missing = diagnostic.code == "unknown-reference" || diagnostic.code == MISSING_FILE;
        if missing {
            diagnostic.severity = Severity::Warning;
            diagnostic
                .message
                .push_str("; read as `{}`, which accepts anything");
            diagnostic.free_form = true;
        }
        self.report(*diagnostic);
        None
    }

    /// Returns the target of a reference, one step, or the error to report.
    fn find(&mut self, at: &Location, reference: &'a str) -> Result<Located<'a>, Box<Diagnostic>> {
        let sources: &'a Sources = self.sources;
        let key = ReferenceKey {
            file: at.file,
            base: sources.base(at),
            reference,
        };
        if let Some((target, warning)) = self.resolved.get(&key) {
            let target = target.clone();
            if let Some(warning) = warning.clone() {
                self.warn_corrected(at, &warning);
            }
            return Ok(target);
        }
        if let Some(known) = self.unresolved.get(&key) {
            let mut diagnostic = known.clone();
            diagnostic.location = Some(at.clone());
            return Err(diagnostic);
        }
        let (target, warning) = match self.look_up(at, reference) {
            Ok(target) => {
                let warning = key.base_warning(&target);
                (target, warning)
            }
            Err(diagnostic) => match correct(sources, at, reference) {
                Some(corrected) => {
                    let warning = format!(
                        "unresolved reference `{reference}`; read as `{}`",
                        corrected.reference
                    );
                    let target = Located {
                        location: corrected.location,
                        node: corrected.node,
                    };
                    (target, Some(warning))
                }
                None => {
                    self.unresolved.insert(key, diagnostic.clone());
                    return Err(diagnostic);
                }
            },
        };
        if let Some(warning) = &warning {
            self.warn_corrected(at, warning);
        }
        self.resolved.insert(key, (target.clone(), warning));
        Ok(target)
    }

    /// Returns the target of a reference, without corrections, or the error to report.
    pub fn look_up(
        &mut self,
        at: &Location,
        reference: &str,
    ) -> Result<Located<'a>, Box<Diagnostic>> {
        let sources: &'a Sources = self.sources;
        let location = sources.resolve(at, reference).map_err(|error| {
            let suggestion = sources.suggestion(&error, &mut self.comparisons_left);
            let mut diagnostic = error.diagnostic(at.clone()).label("unresolved");
            diagnostic.help = suggestion.or(diagnostic.help);
            Box::new(diagnostic)
        })?;
        match sources.get(&location) {
            Some(node) => Ok(Located { location, node }),
            None => Err(Box::new(Diagnostic::error(
                "unknown-reference",
                at.clone(),
                format!("unresolved reference `{reference}`"),
            ))),
        }
    }

    fn warn_corrected(&mut self, at: &Location, message: &str) {
        self.report(
            Diagnostic::warning("corrected-reference", at.clone(), message).label("corrected"),
        );
    }

    /// Returns an object after following references to it; `None` after an error is reported.
    pub fn follow(&mut self, mut value: Located<'a>, kind: &ObjectKind) -> Option<Followed<'a>> {
        let mut description = None;
        let mut visited = HashSet::new();
        loop {
            let object = self.read_object_at(&value, kind)?;
            let Some((at, reference)) = object.reference() else {
                if let Some(member) = object.get("$ref")
                    && self.has_value(member)
                {
                    self.report_wrong_type(member, "a string");
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
                            description = self.read_prose(member);
                        }
                    }
                    _ => self.warn_sibling(member),
                }
            }
            value = self.resolve(&at, reference)?;
        }
    }

    /// Returns an object after following references to it, where the specification does not allow references but authors write
    /// them.
    pub fn follow_misplaced(
        &mut self,
        value: Located<'a>,
        kind: &ObjectKind,
    ) -> Option<Object<'a>> {
        if let Node::Object(members) = value.node
            && let Some((at, _)) = Object::new(value.location.clone(), members).reference()
        {
            self.note_misplaced(at, &format!("in place of {}; it is followed", kind.name));
        }
        Some(self.follow(value, kind)?.object)
    }

    /// Reads a summary or a description. It only documents, so nothing about it is an error.
    pub fn read_prose(&mut self, member: Member<'_, 'a>) -> Option<String> {
        let (Node::Array(_) | Node::Object(_)) = member.value else {
            return self.read_string(member);
        };
        let reference = match member.value {
            Node::Object(members) => Object::new(member.location(), members).reference(),
            _ => None,
        };
        if let Some((at, reference)) = reference
            && let Ok(target) = self.look_up(&at, reference)
            && let Node::String(string) = target.node
        {
            self.note_misplaced(
                at,
                &format!("in place of `{}`; it is followed", member.name),
            );
            return Some(string.clone());
        }
        self.warn_wrong_type(
            member,
            format!(
                "`{}` must be a string, found {}; ignored",
                member.name,
                member.value.kind()
            ),
        );
        None
    }

    /// Returns the summary or description in the member `name`, if there is one.
    pub fn prose(&mut self, object: &Object<'a>, name: &str) -> Option<String> {
        object.get(name).and_then(|member| self.read_prose(member))
    }

    fn note_misplaced(&mut self, at: Location, place: &str) {
        self.report(
            Diagnostic::note(
                "misplaced-reference",
                at,
                format!("`$ref` is not allowed {place}"),
            )
            .label("not allowed here"),
        );
    }

    /// Reports a reference that refers to itself, directly or not.
    pub fn report_cycle(&mut self, at: Location, reference: &str) {
        self.report(
            Diagnostic::error(
                "reference-cycle",
                at,
                format!("circular reference: `{reference}` never reaches a value"),
            )
            .label("refers to itself"),
        );
    }

    /// Returns the entries of a map of named objects.
    ///
    /// Split documents often have a `$ref` in place of the whole map. The specification does not allow it, but its meaning is
    /// clear.
    pub fn read_entries(&mut self, member: Member<'_, 'a>) -> Vec<(&'a str, Located<'a>)> {
        let mut entries: Vec<(&'a str, Located<'a>)> = Vec::new();
        let mut object = self.read_object(member);
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
            self.note_misplaced(
                at.clone(),
                &format!(
                    "in place of the members of `{}`; it is followed",
                    member.name
                ),
            );
            let Some(target) = self.resolve(&at, reference) else {
                break;
            };
            if !visited.insert(target.identity()) {
                self.report_cycle(at, reference);
                break;
            }
            object = self.read_object_at(&target, &MAP);
        }
        entries
    }

    /// Returns the entries of the map `name`; none if it is absent.
    pub fn entries(&mut self, object: &Object<'a>, name: &str) -> Vec<(&'a str, Located<'a>)> {
        match object.get(name) {
            Some(member) => self.read_entries(member),
            None => Vec::new(),
        }
    }

    fn warn_sibling(&mut self, member: Member<'_, 'a>) {
        if member.name.starts_with("x-") && !member.name.starts_with("x-rust-") {
            return;
        }
        // They only document the object.
        if ["title", "example", "examples", "deprecated"].contains(&member.name) {
            return;
        }
        self.report(
            Diagnostic::warning(
                "reference-siblings",
                member.key(),
                format!("`{}` beside `$ref` is ignored", member.name),
            )
            .label("ignored")
            .help("only `summary` and `description` are allowed beside this `$ref`"),
        );
    }
}
