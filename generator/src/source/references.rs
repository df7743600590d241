//! Resolution of references.
//!
//! In: the [`Sources`], the location of a reference and its string. Out: a [`Location`] that exists, or a [`ResolveError`] with
//! the reason. Reads no file: `load` has read all that can be read.

mod identifiers;

pub(super) use identifiers::Identifiers;

use std::path::Path;

use crate::diagnostic::{Diagnostic, FileId, Location, Part, push_token};
use crate::suggest::closest_within;

use super::store::{FileError, normalize, slashes};
use super::uri::{self, is_remote};
use super::{File, Missing, Node, Sources};

/// The code of a reference to a file that does not exist, or to a URL. A file that exists but cannot be read has another code.
pub const MISSING_FILE: &str = "missing-file";

/// Why a reference is unresolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolveError {
    code: &'static str,
    message: String,
    help: Option<String>,
    related: Option<Box<(Location, String)>>,
    stopped: Option<Box<Stopped>>,
}

/// Where the resolution of a reference stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stopped {
    /// At a value without the member.
    Member {
        /// The last location that exists.
        parent: Location,
        /// The name of the missing member, unescaped.
        token: String,
        /// The rest of the pointer after that name.
        rest: String,
    },
    /// At a file without the anchor.
    Anchor(FileId, String),
}

impl ResolveError {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: None,
            related: None,
            stopped: None,
        }
    }

    fn with_help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// Returns the code of its diagnostic: `unknown-reference` if the file has no such location, [`MISSING_FILE`] if there is no
    /// such file or it is a URL, `unreadable-reference` if the file may not or cannot be read, `malformed-reference` if the string
    /// is not a reference.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Returns what is wrong, in one line with the reference.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns what to do about it, if known.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Converts the error into a diagnostic at the location of the reference.
    pub fn diagnostic(self, at: Location) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(self.code, at, self.message);
        diagnostic.help = self.help;
        diagnostic
            .related
            .extend(self.related.map(|related| *related));
        diagnostic
    }
}

/// Splits a reference into its file part, percent-decoded, and its fragment, as written.
pub(super) fn split(reference: &str) -> (String, &str) {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    (percent_decode(path), fragment)
}

/// Returns the files that a reference may name, as paths from the folder of the file that contains it, the likeliest first:
/// resolved against its base, the same below the folder of the file's own URI, and as it is written.
pub(super) fn file_names(own_uri: &str, base: &str, reference: &str) -> Vec<String> {
    let path = uri::without_fragment(reference);
    let mut names = Vec::new();
    if path.is_empty() {
        return names;
    }
    let resolved = uri::join(base, path);
    if !base.is_empty() && !is_remote(&resolved) {
        names.push(percent_decode(&resolved));
    } else if let Some(below) = uri::below(own_uri, &resolved) {
        names.push(percent_decode(below));
    }
    let written = percent_decode(path);
    if !names.contains(&written) {
        names.push(written);
    }
    names
}

/// Returns a URI that is unique in the run: an absolute one unchanged, a relative one resolved against the path of its file.
pub(super) fn global_uri(file: &File, uri: &str) -> String {
    if is_remote(uri) {
        return uri.to_owned();
    }
    let folder = file.path.parent().unwrap_or(Path::new(""));
    format!(
        "file:{}",
        slashes(&normalize(&folder.join(percent_decode(uri))))
    )
}

/// Resolves a reference. See [`Sources::resolve`].
pub(super) fn resolve(
    sources: &Sources,
    from: &Location,
    reference: &str,
) -> Result<Location, ResolveError> {
    let resource = find_resource(sources, from, reference)?;
    let (_, fragment) = split(reference);
    let file = sources.file(resource.file);
    if let Some(failure) = &file.failure {
        let message = format!(
            "`{reference}` refers to a file that could not be read: {}",
            failure.message
        );
        let related = failure
            .offset
            .map(|offset| Box::new((Location::byte(resource.file, offset), "here".to_owned())));
        return Err(ResolveError {
            help: failure.help.clone(),
            related,
            ..ResolveError::new("unreadable-reference", message)
        });
    }
    let decoded = percent_decode(fragment);
    match find_fragment(sources, &resource, &decoded, reference) {
        // A name with a percent sign that is not encoded in the reference is accepted too.
        Err(error) if decoded != fragment => {
            find_fragment(sources, &resource, fragment, reference).map_err(|_| error)
        }
        result => result,
    }
}

/// What a reference names before its fragment.
struct Resource<'s> {
    file: FileId,
    /// The pointer of the schema with that `$id`; empty for the whole file.
    pointer: &'s str,
}

/// Finds what a reference names before its fragment.
fn find_resource<'s>(
    sources: &'s Sources,
    from: &Location,
    reference: &str,
) -> Result<Resource<'s>, ResolveError> {
    let file = sources.file(from.file);
    let (pointer, base) = file.identifiers.base_of(from);
    let path = uri::without_fragment(reference);
    if path.is_empty() {
        return Ok(Resource {
            file: from.file,
            pointer,
        });
    }
    if !sources.resources.is_empty()
        && let Some((target, pointer)) = sources
            .resources
            .get(&global_uri(file, &uri::join(base, path)))
    {
        return Ok(Resource {
            file: *target,
            pointer,
        });
    }
    let own_uri = file.identifiers.base_of(&Location::root(from.file)).1;
    let mut reason = None;
    for name in file_names(own_uri, base, reference) {
        match file.links.get(&name) {
            Some(Ok(target)) => {
                return Ok(Resource {
                    file: *target,
                    pointer: "",
                });
            }
            // The reference as it is written comes last, and is what a person looks for.
            Some(Err(error)) => reason = Some(error.clone()),
            // `load` looked only for references that are in a document.
            None if is_remote(&name) => reason = Some(FileError::Remote),
            None => reason = Some(FileError::NotFound),
        }
    }
    let reason = reason.unwrap_or(FileError::NotFound);
    Err(unreadable(
        sources,
        reference,
        &percent_decode(path),
        &reason,
    ))
}

/// Finds the location of a fragment in a resource.
fn find_fragment(
    sources: &Sources,
    resource: &Resource<'_>,
    fragment: &str,
    reference: &str,
) -> Result<Location, ResolveError> {
    let file = sources.file(resource.file);
    let at = |pointer: String| Location {
        file: resource.file,
        pointer,
        part: Part::Value,
    };
    if fragment.is_empty() {
        return Ok(at(resource.pointer.to_owned()));
    }
    if !fragment.starts_with('/') {
        return match file.identifiers.anchor(resource.pointer, fragment) {
            Some(pointer) => Ok(at(pointer.to_owned())),
            None => Err(unknown_anchor(resource.file, file, fragment, reference)),
        };
    }
    let Some(pointer) = parse_pointer(fragment) else {
        let message = format!(
            "`{reference}` is not a valid JSON pointer: `~` must be followed by `0` or `1`"
        );
        return Err(ResolveError::new("malformed-reference", message)
            .with_help("write `~0` for a `~` in a name"));
    };
    if !resource.pointer.is_empty() {
        let inner = format!("{}{pointer}", resource.pointer);
        if file.walk(&inner).is_ok() {
            return Ok(at(inner));
        }
    }
    match file.walk(&pointer) {
        Ok(_) => Ok(at(pointer)),
        Err(missing) => Err(not_found(at(pointer), &missing, &file.name, reference)),
    }
}

fn unknown_anchor(id: FileId, file: &File, name: &str, reference: &str) -> ResolveError {
    let message = format!(
        "unresolved reference `{reference}`: `{}` has no `$anchor` of that name",
        file.name
    );
    let error = ResolveError {
        stopped: Some(Box::new(Stopped::Anchor(id, name.to_owned()))),
        ..ResolveError::new("unknown-reference", message)
    };
    if name.contains('/') {
        return error.with_help(format!(
            "a path begins with a slash: did you mean `#/{name}`?"
        ));
    }
    error.with_help(format!(
        "write the path to it, such as `#/components/schemas/{name}`"
    ))
}

fn not_found(
    location: Location,
    missing: &Missing<'_>,
    file: &str,
    reference: &str,
) -> ResolveError {
    let Location {
        file: id, pointer, ..
    } = location;
    let parent = &pointer[..missing.found];
    let holder = if parent.is_empty() {
        format!("`{file}`")
    } else {
        format!("`{parent}` in `{file}`")
    };
    let message = match missing.node {
        Node::Object(_) => format!(
            "unresolved reference `{reference}`: {holder} has no member `{}`",
            missing.token
        ),
        Node::Array(elements) => format!(
            "unresolved reference `{reference}`: {holder} has {} elements, but no `{}`",
            elements.len(),
            missing.token
        ),
        other => format!(
            "unresolved reference `{reference}`: {holder} is {}",
            other.kind()
        ),
    };
    let rest = &pointer[missing.found + 1..];
    ResolveError {
        stopped: Some(Box::new(Stopped::Member {
            parent: Location {
                pointer: parent.to_owned(),
                ..Location::root(id)
            },
            token: missing.token.clone(),
            rest: rest.find('/').map_or("", |slash| &rest[slash..]).to_owned(),
        })),
        ..ResolveError::new("unknown-reference", message)
    }
}

/// Suggests a correction. See [`Sources::suggestion`].
pub(super) fn suggestion(
    sources: &Sources,
    error: &ResolveError,
    comparisons_left: &mut usize,
) -> Option<String> {
    match error.stopped.as_deref()? {
        Stopped::Anchor(file, name) => {
            let names = sources.file(*file).identifiers.anchors();
            *comparisons_left = comparisons_left.checked_sub(names.len())?;
            let known = nearest(name, names)?;
            Some(format!("did you mean `#{known}`?"))
        }
        Stopped::Member {
            parent,
            token,
            rest,
        } => {
            let Some(Node::Object(members)) = sources.get(parent) else {
                return None;
            };
            *comparisons_left = comparisons_left.checked_sub(members.len())?;
            let name = nearest(token, members.iter().map(|(name, _)| name.as_str()))?;
            let mut known = parent.pointer.clone();
            push_token(&mut known, name);
            Some(format!("did you mean `#{known}{rest}`?"))
        }
    }
}

fn unreadable(sources: &Sources, reference: &str, path: &str, reason: &FileError) -> ResolveError {
    let message = format!("cannot read the file of `{reference}`: {}", reason.reason());
    let error = ResolveError::new("unreadable-reference", message);
    match reason {
        FileError::Remote => ResolveError {
            code: MISSING_FILE,
            ..error
        }
        .with_help("save the file below the document's folder and refer to it there"),
        FileError::Outside => {
            error.with_help("pass a folder that contains both with `--root DIR`, or move the file below the document's folder")
        }
        FileError::NotFound if path.contains('\\') => {
            let slashes = path.replace('\\', "/");
            error.with_help(format!("a reference is a URI: write `/` for each `\\`, as in `{slashes}`"))
        }
        FileError::NotFound => {
            let pointer = format!("/components/schemas/{path}");
            let is_component = !path.contains(['/', '.'])
                && sources
                    .files
                    .first()
                    .is_some_and(|file| file.walk(&pointer).is_ok());
            let error = ResolveError {
                code: MISSING_FILE,
                ..error
            };
            if is_component {
                error.with_help(format!("to refer to the component, write `#{pointer}`"))
            } else {
                error
            }
        }
        _ => error,
    }
}

/// Checks the escapes of a JSON pointer.
fn parse_pointer(fragment: &str) -> Option<String> {
    let mut characters = fragment.chars();
    while let Some(character) = characters.next() {
        if character == '~' && !matches!(characters.next(), Some('0' | '1')) {
            return None;
        }
    }
    Some(fragment.to_owned())
}

/// Decodes `%41` and the like; invalid codes, and codes whose bytes are not UTF-8, stay as they are.
pub(super) fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let code = (bytes[index] == b'%')
            .then(|| text.get(index + 1..index + 3))
            .flatten()
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code {
            Some(byte) => {
                decoded.push(byte);
                index += 3;
            }
            None => {
                decoded.push(bytes[index]);
                index += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// Returns the name nearest to a word, if it does not differ in every letter. A single letter has no nearest name.
fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    match word.chars().count() {
        0 | 1 => None,
        letters => closest_within(word, names, letters - 1),
    }
}

#[cfg(test)]
mod tests;
