//! The extension keys of this generator (`x-rust-…`, `x-sensitive`).
//!
//! Here their values are read; which object may carry which key stands in `keywords`. Wishes about names stay opaque:
//! this stage knows nothing of Rust.

use super::document::{Envelope, Hints};
use super::reader::{Member, Object, Reader};
use crate::diagnostic::Diagnostic;
use crate::source::Node;
use crate::suggest::closest;

const ENVELOPE_MEMBERS: &[&str] = &["result", "success", "errors", "messages"];

impl<'a> Reader<'a> {
    /// Returns `x-rust-name`, `x-rust-type` and `x-rust-skip`.
    pub fn hints(&mut self, object: &Object<'a>) -> Hints {
        let mut hints = Hints::default();
        for member in object.iter() {
            self.hint(member, &mut hints);
        }
        hints
    }

    /// Reads one member if it is a hint; returns whether it was.
    pub fn hint(&mut self, member: Member<'_, 'a>, hints: &mut Hints) -> bool {
        match member.name {
            "x-rust-name" => hints.name = self.filled_text(member),
            "x-rust-type" => hints.type_path = self.type_path(member),
            "x-rust-skip" => hints.skip = self.strict_flag(member),
            _ => return false,
        }
        true
    }

    /// Returns the text of an extension key, which must say something.
    pub fn extension_text(&mut self, object: &Object<'a>, name: &str) -> Option<String> {
        object.get(name).and_then(|member| self.filled_text(member))
    }

    /// Returns the flag of an extension key.
    pub fn extension_flag(&mut self, object: &Object<'a>, name: &str) -> bool {
        object
            .get(name)
            .is_some_and(|member| self.strict_flag(member))
    }

    /// Returns `x-rust-env`: a name that an environment variable can have everywhere.
    pub fn environment_variable(&mut self, object: &Object<'a>) -> Option<String> {
        let member = object.get("x-rust-env")?;
        let name = self.filled_text(member)?;
        let letters = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if letters && !name.as_bytes()[0].is_ascii_digit() {
            return Some(name);
        }
        self.report(
            Diagnostic::error(
                "wrong-value",
                member.location(),
                format!("`{name}` is no name of an environment variable"),
            )
            .label("not a name")
            .help("use letters, digits and `_`, and begin with no digit"),
        );
        None
    }

    /// Returns `x-rust-envelope`.
    pub fn envelope(&mut self, document: &Object<'a>) -> Option<Envelope> {
        let member = document.get("x-rust-envelope")?;
        let Node::Object(members) = member.value else {
            self.wrong_kind(member, "an object");
            return None;
        };
        let object = Object::new(member.location(), members);
        for entry in object.iter() {
            if ENVELOPE_MEMBERS.contains(&entry.name) {
                continue;
            }
            let remark = Diagnostic::error(
                "unknown-extension",
                entry.key(),
                format!("`x-rust-envelope` has no member `{}`", entry.name),
            )
            .label("unknown member");
            self.report(
                match closest(entry.name, ENVELOPE_MEMBERS.iter().copied()) {
                    Some(word) => remark.help(format!("did you mean `{word}`?")),
                    None => {
                        remark.help("its members are `result`, `success`, `errors` and `messages`")
                    }
                },
            );
        }
        let success = self.extension_text(&object, "success");
        let errors = self.extension_text(&object, "errors");
        let messages = self.extension_text(&object, "messages");
        if object.get("result").is_none() {
            self.report(
                Diagnostic::error(
                    "missing-member",
                    object.location.clone(),
                    "`x-rust-envelope` must have a member `result`",
                )
                .label("`result` is missing")
                .help("name the property of a response that holds the value"),
            );
        }
        Some(Envelope {
            result: self.extension_text(&object, "result")?,
            success,
            errors,
            messages,
            location: object.location,
        })
    }

    /// Returns whether `x-sensitive` says so.
    ///
    /// The key is shared with other tools. A value that is no boolean is taken for yes: hiding too much does less harm.
    pub fn sensitive(&mut self, member: Member<'_, 'a>) -> bool {
        match member.value {
            Node::Bool(flag) => *flag,
            other => {
                self.odd(
                    member,
                    format!(
                        "`x-sensitive` must be a boolean, found {}; read as `true`",
                        other.kind()
                    ),
                );
                true
            }
        }
    }

    /// Another generator's key of the same name holds an object: a document may have been written for that one.
    fn type_path(&mut self, member: Member<'_, 'a>) -> Option<String> {
        let Node::Object(members) = member.value else {
            return self.filled_text(member);
        };
        if !members.iter().any(|(name, _)| name == "path") {
            self.wrong_kind(member, "a string");
            return None;
        }
        self.report(
            Diagnostic::warning(
                "extension-without-effect",
                member.key(),
                "`x-rust-type` is a type path, found an object as typify has it; ignored",
            )
            .label("has no effect")
            .help("write the path of the type as a text"),
        );
        None
    }

    fn filled_text(&mut self, member: Member<'_, 'a>) -> Option<String> {
        match member.value {
            Node::String(text) if !text.trim().is_empty() => Some(text.clone()),
            Node::String(_) => {
                self.report(
                    Diagnostic::error(
                        "wrong-value",
                        member.location(),
                        format!("`{}` must not be empty", member.name),
                    )
                    .label("says nothing"),
                );
                None
            }
            _ => {
                self.wrong_kind(member, "a string");
                None
            }
        }
    }

    /// A flag of our own: nothing but a boolean is one.
    fn strict_flag(&mut self, member: Member<'_, 'a>) -> bool {
        match member.value {
            Node::Bool(flag) => *flag,
            _ => {
                self.wrong_kind(member, "a boolean");
                false
            }
        }
    }
}
