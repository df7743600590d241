//! What the text of a `$ref` leads to.
//!
//! In: the [`Sources`], the place of a reference and its text. Out: a [`Location`] that exists, or a [`ResolveError`]
//! that says why there is none. Reads no file: `load` has read all that can be read.

use std::path::Path;

use crate::diagnostic::{Diagnostic, FileId, Location, Part, push_token};
use crate::suggest::closest_within;

use super::store::{plain, slashes};
use super::{File, Missing, Node, Sources, uri};

/// The code of a reference whose file is not there; where it is there and cannot be read, the code is another.
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

/// Where an unresolved reference ended.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stopped {
    /// At a place that lacks a member.
    Member {
        /// The last place that was found.
        parent: Location,
        /// The name, unescaped, that it does not have.
        token: String,
        /// What of the pointer comes after that name.
        rest: String,
    },
    /// At a file that lacks an anchor.
    Anchor(FileId, String),
}

/// Why a file that a reference names was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unlinked {
    /// The text has a scheme: it is a URL.
    Remote,
    /// Nothing is there.
    NotFound,
    /// It is outside the folders that may be read.
    Outside,
    /// It is a folder, a device, a pipe.
    NotAFile,
    /// Together with the files before it, it is larger than a run may read.
    TooLarge,
    /// The run has read as many files as it may.
    TooMany,
    /// The system refused, in its words.
    Unreadable(String),
}

impl Unlinked {
    /// Returns what is wrong with the file, for messages.
    pub fn words(&self) -> &str {
        match self {
            Unlinked::Remote => "it is a URL, and nothing is ever fetched",
            Unlinked::NotFound => "it is not there",
            Unlinked::Outside => "it is outside the document's folder",
            Unlinked::NotAFile => "it is not a regular file",
            Unlinked::TooLarge => "it is too large",
            Unlinked::TooMany => "it is one file more than a document may have",
            Unlinked::Unreadable(reason) => reason,
        }
    }
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

    /// Returns the code that a diagnostic about it has: `unknown-reference` where the file has no such place,
    /// [`MISSING_FILE`] where there is no such file, `unreadable-reference` where it may not or cannot be read,
    /// `malformed-reference` where the text is no reference.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Returns what is wrong, in one line, with the reference's text.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns what to do about it, where something can be said.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Returns the error as a diagnostic at the place of the reference.
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

/// Returns whether a file part is a URL: it has a scheme of two letters or more (one letter is a drive), or an authority,
/// which Windows would look for in the network too.
pub(super) fn is_remote(path: &str) -> bool {
    let authority = path.starts_with(['/', '\\']) && path[1..].starts_with(['/', '\\']);
    authority || uri::has_scheme(path)
}

/// Returns the files that a reference may mean, as paths from the folder of the file it stands in, the likeliest first:
/// what it means by its base, the same below the folder of the URI that the file calls itself, what it says as it stands.
pub(super) fn file_names(whole: &str, base: &str, reference: &str) -> Vec<String> {
    let path = uri::without_fragment(reference);
    let mut names = Vec::new();
    if path.is_empty() {
        return names;
    }
    let meant = uri::join(base, path);
    if !base.is_empty() && !is_remote(&meant) {
        names.push(percent_decode(&meant));
    } else if let Some(below) = uri::below(whole, &meant) {
        names.push(percent_decode(below));
    }
    let plain = percent_decode(path);
    if !names.contains(&plain) {
        names.push(plain);
    }
    names
}

/// Returns a URI as the whole run knows it: absolute as it is, else as a path from the file that says it.
pub(super) fn global(file: &File, uri: &str) -> String {
    if is_remote(uri) {
        return uri.to_owned();
    }
    let folder = file.path.parent().unwrap_or(Path::new(""));
    format!(
        "file:{}",
        slashes(&plain(&folder.join(percent_decode(uri))))
    )
}

/// Resolves a reference. See [`Sources::resolve`].
pub(super) fn resolve(
    sources: &Sources,
    from: &Location,
    reference: &str,
) -> Result<Location, ResolveError> {
    let (target, resource) = find_whole(sources, from, reference)?;
    let (_, fragment) = split(reference);
    let file = sources.file(target);
    if let Some(failure) = &file.failure {
        let message = format!(
            "`{reference}` leads to a file that could not be read: {}",
            failure.message
        );
        let related = failure
            .offset
            .map(|offset| Box::new((Location::byte(target, offset), "here".to_owned())));
        return Err(ResolveError {
            help: failure.help.clone(),
            related,
            ..ResolveError::new("unreadable-reference", message)
        });
    }
    let decoded = percent_decode(fragment);
    let whole = Whole { target, resource };
    match find(sources, &whole, (&decoded, reference)) {
        // A name with a percent sign that was not encoded for the reference is still that name.
        Err(error) if decoded != fragment => {
            find(sources, &whole, (fragment, reference)).map_err(|_| error)
        }
        result => result,
    }
}

/// What a reference names before its fragment.
struct Whole<'s> {
    target: FileId,
    /// The pointer of what has the URI; empty for the whole file.
    resource: &'s str,
}

/// Finds the file, and the place in it, that a reference names before its fragment.
fn find_whole<'s>(
    sources: &'s Sources,
    from: &Location,
    reference: &str,
) -> Result<(FileId, &'s str), ResolveError> {
    let file = sources.file(from.file);
    let (resource, base) = file.identifiers.base_of(from);
    let path = uri::without_fragment(reference);
    if path.is_empty() {
        return Ok((from.file, resource));
    }
    if !sources.named.is_empty()
        && let Some((target, pointer)) = sources.named.get(&global(file, &uri::join(base, path)))
    {
        return Ok((*target, pointer));
    }
    let whole = file.identifiers.base_of(&Location::root(from.file)).1;
    let mut reason = None;
    for name in file_names(whole, base, reference) {
        match file.links.get(&name) {
            Some(Ok(target)) => return Ok((*target, "")),
            // What the reference says as it stands comes last, and is what a person looks for.
            Some(Err(why)) => reason = Some(why.clone()),
            // Only what stands in a document was looked for.
            None if is_remote(&name) => reason = Some(Unlinked::Remote),
            None => reason = Some(Unlinked::NotFound),
        }
    }
    let reason = reason.unwrap_or(Unlinked::NotFound);
    Err(unlinked(sources, reference, &percent_decode(path), &reason))
}

/// Finds the place that a decoded fragment means in a file.
fn find(
    sources: &Sources,
    whole: &Whole<'_>,
    (fragment, reference): (&str, &str),
) -> Result<Location, ResolveError> {
    let file = sources.file(whole.target);
    let at = |pointer: String| Location {
        file: whole.target,
        pointer,
        part: Part::Value,
    };
    if fragment.is_empty() {
        return Ok(at(whole.resource.to_owned()));
    }
    if !fragment.starts_with('/') {
        return match file.identifiers.anchor(whole.resource, fragment) {
            Some(pointer) => Ok(at(pointer.to_owned())),
            None => Err(unknown_anchor((whole.target, file), (fragment, reference))),
        };
    }
    let Some(pointer) = canonical(fragment) else {
        let message =
            format!("`{reference}` is not a JSON pointer: `~` stands only in `~0` and `~1`");
        return Err(ResolveError::new("malformed-reference", message)
            .with_help("write `~0` for a `~` in a name"));
    };
    if !whole.resource.is_empty() {
        let inner = format!("{}{pointer}", whole.resource);
        if file.walk(&inner).is_ok() {
            return Ok(at(inner));
        }
    }
    match file.walk(&pointer) {
        Ok(_) => Ok(at(pointer)),
        Err(missing) => Err(not_found(at(pointer), &missing, (&file.name, reference))),
    }
}

fn unknown_anchor((id, file): (FileId, &File), (name, reference): (&str, &str)) -> ResolveError {
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
    pointer: Location,
    missing: &Missing<'_>,
    (file, reference): (&str, &str),
) -> ResolveError {
    let Location {
        file: id, pointer, ..
    } = pointer;
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
            "unresolved reference `{reference}`: {holder} has {} elements and none `{}`",
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

/// Returns what was probably meant. See [`Sources::suggestion`].
pub(super) fn suggestion(
    sources: &Sources,
    error: &ResolveError,
    most: &mut usize,
) -> Option<String> {
    match error.stopped.as_deref()? {
        Stopped::Anchor(file, name) => {
            let names = sources.file(*file).identifiers.anchors();
            *most = most.checked_sub(names.len())?;
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
            *most = most.checked_sub(members.len())?;
            let name = nearest(token, members.iter().map(|(name, _)| name.as_str()))?;
            let mut known = parent.pointer.clone();
            push_token(&mut known, name);
            Some(format!("did you mean `#{known}{rest}`?"))
        }
    }
}

fn unlinked(sources: &Sources, reference: &str, path: &str, reason: &Unlinked) -> ResolveError {
    let message = format!(
        "cannot follow `{reference}` to its file: {}",
        reason.words()
    );
    let error = ResolveError::new("unreadable-reference", message);
    match reason {
        Unlinked::Remote => {
            error.with_help("save the file below the document's folder and refer to it there")
        }
        Unlinked::Outside => {
            error.with_help("name a folder around both with `--root DIR`, or move the file below the document's folder")
        }
        Unlinked::NotFound if path.contains('\\') => {
            let slashes = path.replace('\\', "/");
            error.with_help(format!("a reference is a URI: write `/` for each `\\`, as in `{slashes}`"))
        }
        Unlinked::NotFound => {
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
            match is_component {
                true => error.with_help(format!("for the component, write `#{pointer}`")),
                false => error,
            }
        }
        _ => error,
    }
}

/// Returns a pointer in its one escaped spelling, or nothing when an escape in it is none.
fn canonical(fragment: &str) -> Option<String> {
    let mut characters = fragment.chars();
    while let Some(character) = characters.next() {
        if character == '~' && !matches!(characters.next(), Some('0' | '1')) {
            return None;
        }
    }
    Some(fragment.to_owned())
}

/// Decodes `%41` and the like; what is no such code, or would be no text, stays as it is written.
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

/// Returns the name nearest to a word, if it differs by less than the whole word; a single letter is like no other.
fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    match word.chars().count() {
        0 | 1 => None,
        letters => closest_within(word, names, letters - 1),
    }
}

#[cfg(test)]
mod tests;
