//! Follows `$ref`: the Reference Object. <https://spec.openapis.org/oas/v3.1.1.html#reference-object>
//!
//! In: a place where an object or a reference to one may stand. Out: the object, however long the chain, or a located
//! error. Loops, never recurses: a chain may be as long as the document. Schemas are not followed here; they form a
//! graph (see `schema`).

use std::collections::HashSet;

use super::keywords::Kind;
use super::reader::{Located, Member, Object, Reader};
use super::version::Version;
use crate::diagnostic::{Diagnostic, FileId, Location, Severity};
use crate::source::{MISSING_FILE, Node, Sources};

/// How messages call a map of named objects that is no member.
const MAP: Kind = Kind {
    name: "a map of named objects",
    keys: &[],
    extensions: &[],
};

/// Returns the words for a reference within a schema that has an `$id`: its path would begin there, not at the document.
fn hidden((_, base, reference): &(FileId, &str, &str), target: &Located<'_>) -> Option<String> {
    let inside = target.location.pointer.starts_with(base);
    (!inside && reference.starts_with("#/")).then(|| {
        format!("below an `$id`, `{reference}` begins at the schema that has it; read from the top of the file")
    })
}

/// Returns the place that a reference is read as leading to, for whoever follows it without reading the document.
pub(crate) fn target(sources: &Sources, at: &Location, reference: &str) -> Option<Location> {
    let written = sources.resolve(at, reference).ok();
    written.or_else(|| meant(sources, at, reference).map(|(location, _, _)| location))
}

/// Returns what is meant by a reference that leads nowhere as it stands but has one reading, and that reading.
fn meant<'a>(
    sources: &'a Sources,
    at: &Location,
    reference: &str,
) -> Option<(Location, &'a Node, String)> {
    let trimmed = reference.trim();
    let name = trimmed.strip_prefix("#/definitions/");
    let bare = (!trimmed.is_empty() && !trimmed.contains(['#', '/', '.', ':'])).then_some(trimmed);
    let anchor = trimmed.strip_prefix('#');
    let spellings = [
        (trimmed != reference).then(|| trimmed.to_owned()),
        name.or(bare)
            .map(|name| format!("#/components/schemas/{name}")),
        anchor
            .filter(|path| path.starts_with("components/"))
            .map(|path| format!("#/{path}")),
    ];
    let places = [at.clone(), Location::root(FileId(0))];
    for spelling in spellings.into_iter().flatten() {
        for place in &places {
            let Ok(location) = sources.resolve(place, &spelling) else {
                continue;
            };
            let node = sources.get(&location)?;
            return Some((location, node, spelling));
        }
    }
    None
}

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
        match self.find(at, reference) {
            Ok(target) => Some(target),
            Err(remark) => {
                self.report(*remark);
                None
            }
        }
    }

    /// Returns the schema that a reference leads to. One that is missing costs no more than what refers to it: any value is
    /// accepted there, and a warning says so. What can be mended without the missing schema's author stays an error.
    pub fn resolve_schema(&mut self, at: &Location, reference: &'a str) -> Option<Located<'a>> {
        let mut remark = match self.find(at, reference) {
            Ok(target) => return Some(target),
            Err(remark) => remark,
        };
        let missing = remark.code == "unknown-reference" || remark.code == MISSING_FILE;
        if missing {
            remark.severity = Severity::Warning;
            remark
                .message
                .push_str("; read as `{}`, which accepts anything");
            remark.free_form = true;
        }
        self.report(*remark);
        None
    }

    /// Returns what a reference leads to, one step, or the remark that it leads nowhere.
    fn find(&mut self, at: &Location, reference: &'a str) -> Result<Located<'a>, Box<Diagnostic>> {
        let sources: &'a Sources = self.sources;
        let key = (at.file, sources.base(at), reference);
        if let Some((target, words)) = self.references.get(&key) {
            let target = target.clone();
            if let Some(words) = words.clone() {
                self.report_misread(at, &words);
            }
            return Ok(target);
        }
        if let Some(known) = self.dangling.get(&key) {
            let mut remark = known.clone();
            remark.location = Some(at.clone());
            return Err(remark);
        }
        let (target, words) = match self.look_up(at, reference) {
            Ok(target) => {
                let words = hidden(&key, &target);
                (target, words)
            }
            Err(remark) => match meant(sources, at, reference) {
                Some((location, node, spelling)) => {
                    let words = format!("unresolved reference `{reference}`; read as `{spelling}`");
                    (Located { location, node }, Some(words))
                }
                None => {
                    self.dangling.insert(key, remark.clone());
                    return Err(remark);
                }
            },
        };
        if let Some(words) = &words {
            self.report_misread(at, words);
        }
        self.references.insert(key, (target.clone(), words));
        Ok(target)
    }

    /// Returns what a reference leads to, or the error to report.
    pub fn look_up(
        &mut self,
        at: &Location,
        reference: &str,
    ) -> Result<Located<'a>, Box<Diagnostic>> {
        let sources: &'a Sources = self.sources;
        let location = sources.resolve(at, reference).map_err(|error| {
            let suggestion = sources.suggestion(&error, &mut self.most_compared);
            let mut remark = error.diagnostic(at.clone()).label("unresolved");
            remark.help = suggestion.or(remark.help);
            Box::new(remark)
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

    fn report_misread(&mut self, at: &Location, words: &str) {
        self.report(
            Diagnostic::warning("odd-reference", at.clone(), words).label("is not written so"),
        );
    }

    /// Returns the object at a place, following references; `None` after a report.
    pub fn follow(&mut self, mut value: Located<'a>, kind: &Kind) -> Option<Followed<'a>> {
        let mut description = None;
        let mut visited = HashSet::new();
        loop {
            let object = self.object_at(&value, kind)?;
            let Some((at, reference)) = object.reference() else {
                if let Some(member) = object.get("$ref")
                    && self.present(member)
                {
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
            Diagnostic::note("misplaced-reference", at, format!("`$ref` cannot {what}"))
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
