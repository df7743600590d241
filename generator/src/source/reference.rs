//! What the text of a `$ref` leads to.
//!
//! In: the [`Sources`], the place of a reference and its text. Out: a [`Location`] that exists, or a [`ResolveError`]
//! that says why there is none. Reads no file: `load` has read all that can be read.

use crate::diagnostic::{Diagnostic, FileId, Location, Part, push_token};
use crate::suggest::closest_within;

use super::{Missing, Node, Sources};

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolveError {
    code: &'static str,
    message: String,
    help: Option<String>,
    related: Option<Box<(Location, String)>>,
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
        }
    }

    fn with_help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// Returns the code that a diagnostic about it has: `unknown-reference` where the file has no such place,
    /// `unreadable-reference` where the file has no content, `malformed-reference` where the text is no reference.
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
    let scheme = path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
    });
    scheme || (path.starts_with(['/', '\\']) && path[1..].starts_with(['/', '\\']))
}

/// Resolves a reference. See [`Sources::resolve`].
pub(super) fn resolve(
    sources: &Sources,
    from: &Location,
    reference: &str,
) -> Result<Location, ResolveError> {
    let (path, fragment) = split(reference);
    let target = if path.is_empty() {
        from.file
    } else {
        match sources.file(from.file).links.get(&path) {
            Some(Ok(target)) => *target,
            Some(Err(reason)) => return Err(unlinked(sources, reference, &path, reason)),
            // Only what stands in a document was looked for.
            None if is_remote(&path) => {
                return Err(unlinked(sources, reference, &path, &Unlinked::Remote));
            }
            None => return Err(unlinked(sources, reference, &path, &Unlinked::NotFound)),
        }
    };
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
    match find(sources, target, &decoded, reference) {
        // A name with a percent sign that was not encoded for the reference is still that name.
        Err(error) if decoded != fragment => {
            find(sources, target, fragment, reference).map_err(|_| error)
        }
        result => result,
    }
}

/// Finds the place that a decoded fragment means in a file.
fn find(
    sources: &Sources,
    target: FileId,
    fragment: &str,
    reference: &str,
) -> Result<Location, ResolveError> {
    if !fragment.is_empty() && !fragment.starts_with('/') {
        // `$anchor` and `$id` would be looked up here.
        let message = format!("`{reference}` names an anchor, and only JSON pointers are followed");
        let error = ResolveError::new("malformed-reference", message);
        return Err(error.with_help(format!(
            "write the path to it, such as `#/components/schemas/{fragment}`"
        )));
    }
    let Some(pointer) = canonical(fragment) else {
        let message =
            format!("`{reference}` is not a JSON pointer: `~` stands only in `~0` and `~1`");
        return Err(ResolveError::new("malformed-reference", message)
            .with_help("write `~0` for a `~` in a name"));
    };
    let file = sources.file(target);
    match file.walk(&pointer) {
        Ok(_) => Ok(Location {
            file: target,
            pointer,
            part: Part::Value,
        }),
        Err(missing) => Err(not_found(&pointer, &missing, &file.name, reference)),
    }
}

fn not_found(pointer: &str, missing: &Missing<'_>, file: &str, reference: &str) -> ResolveError {
    let parent = &pointer[..missing.found];
    let holder = if parent.is_empty() {
        format!("`{file}`")
    } else {
        format!("`{parent}` in `{file}`")
    };
    let message = match missing.node {
        Node::Object(_) => format!(
            "`{reference}` leads nowhere: {holder} has no member `{}`",
            missing.token
        ),
        Node::Array(elements) => format!(
            "`{reference}` leads nowhere: {holder} has {} elements and none `{}`",
            elements.len(),
            missing.token
        ),
        other => format!("`{reference}` leads nowhere: {holder} is {}", other.kind()),
    };
    let error = ResolveError::new("unknown-reference", message);
    let Node::Object(members) = missing.node else {
        return error;
    };
    match nearest(
        &missing.token,
        members.iter().map(|(name, _)| name.as_str()),
    ) {
        Some(name) => {
            let rest = &pointer[missing.found + 1..];
            let rest = rest.find('/').map_or("", |slash| &rest[slash..]);
            let mut known = parent.to_owned();
            push_token(&mut known, name);
            error.with_help(format!("did you mean `#{known}{rest}`?"))
        }
        None => error,
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
        Unlinked::Outside => error.with_help("move the file below that folder"),
        Unlinked::NotFound if !path.contains(['/', '.']) => {
            let pointer = format!("/components/schemas/{path}");
            let component = sources
                .files
                .first()
                .is_some_and(|file| file.walk(&pointer).is_ok());
            if component {
                error.with_help(format!("for the component, write `#{pointer}`"))
            } else {
                error
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
