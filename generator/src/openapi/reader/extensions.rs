//! Reads extension keys of this generator, which `extension_keys` lists.
//!
//! In: members. Out: their values, or errors: these keys are ours, so that anything unexpected in them is a mistake.

use super::Reader;
use crate::diagnostic::Diagnostic;
use crate::openapi::extension_keys::{
    Envelope, ExtensionKey, ExtensionValue, HintField, Hints, extension_key,
};
use crate::openapi::object::{Member, Object};
use crate::source::Node;
use crate::suggest::closest;

impl<'a> Reader<'a> {
    /// Returns `x-rust-name`, `x-rust-type` and `x-rust-skip`.
    pub fn hints(&mut self, object: &Object<'a>) -> Hints {
        let mut hints = Hints::default();
        for member in object.iter() {
            self.read_hint(member, &mut hints);
        }
        hints
    }

    /// Reads a member if it is a hint; returns whether it is one.
    pub fn read_hint(&mut self, member: Member<'_, 'a>, hints: &mut Hints) -> bool {
        match hints.field(member.name) {
            Some(HintField::String(field)) => *field = self.read_extension_string(member),
            Some(HintField::TypePath(field)) => *field = self.read_type_path(member),
            Some(HintField::Boolean(field)) => *field = self.read_extension_boolean(member),
            None => return false,
        }
        true
    }

    /// Returns the string of an extension key, or of a member of its value. It must not be empty.
    pub fn extension_string(&mut self, object: &Object<'a>, name: &str) -> Option<String> {
        object
            .get(name)
            .and_then(|member| self.read_extension_string(member))
    }

    /// Returns the boolean of an extension key.
    pub fn extension_boolean(&mut self, object: &Object<'a>, name: &str) -> bool {
        object
            .get(name)
            .is_some_and(|member| self.read_extension_boolean(member))
    }

    /// Returns `x-rust-env`: a name that every system accepts for an environment variable.
    pub fn environment_variable(&mut self, object: &Object<'a>) -> Option<String> {
        let member = object.get("x-rust-env")?;
        let name = self.read_extension_string(member)?;
        let valid = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if valid && !name.as_bytes()[0].is_ascii_digit() {
            return Some(name);
        }
        self.report(
            Diagnostic::error(
                "invalid-value",
                member.location(),
                format!("`{name}` is not a valid name of an environment variable"),
            )
            .label("not a valid name")
            .help("use letters, digits and `_`, and do not begin with a digit"),
        );
        None
    }

    /// Returns `x-rust-envelope`.
    pub fn envelope(&mut self, document: &Object<'a>) -> Option<Envelope> {
        let member = document.get("x-rust-envelope")?;
        let Node::Object(members) = member.value else {
            self.report_wrong_extension(member);
            return None;
        };
        let object = Object::new(member.location(), members);
        self.check_extension_members(&object, member.name);
        let success = self.extension_string(&object, "success");
        let errors = self.extension_string(&object, "errors");
        let messages = self.extension_string(&object, "messages");
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
            result: self.extension_string(&object, "result")?,
            success,
            errors,
            messages,
            location: object.location,
        })
    }

    /// Reads `x-sensitive`.
    ///
    /// Other tools use this key too. A value that is not a boolean counts as `true`: redacting too much does less harm.
    pub fn read_sensitive(&mut self, member: Member<'_, 'a>) -> bool {
        if let Node::Bool(sensitive) = member.value {
            return *sensitive;
        }
        self.warn_wrong_type(
            member,
            format!(
                "`x-sensitive` must be a boolean, found {}; read as `true`",
                member.value.kind()
            ),
        );
        true
    }

    /// Reports every member that the object of an extension key cannot have.
    pub(super) fn check_extension_members(&mut self, object: &Object<'a>, key: &str) {
        let members = extension_key(key).map_or(&[][..], |key| key.members);
        for member in object.iter() {
            if members.contains(&member.name) {
                continue;
            }
            let diagnostic = Diagnostic::error(
                "unknown-extension",
                member.key(),
                format!("`{key}` has no member `{}`", member.name),
            )
            .label("unknown member");
            self.report(match closest(member.name, members.iter().copied()) {
                Some(word) => diagnostic.help(format!("did you mean `{word}`?")),
                None => diagnostic.help(format!("its members are `{}`", members.join("`, `"))),
            });
        }
    }

    /// Reports the value of an extension key that has the wrong type.
    pub(super) fn report_wrong_extension(&mut self, member: Member<'_, 'a>) {
        let expected = |key: &ExtensionKey| key.value.expected();
        let string = ExtensionValue::String.expected();
        self.report_wrong_type(member, extension_key(member.name).map_or(string, expected));
    }

    /// Another generator has a key of the same name whose value is an object: a document may have been written for that one.
    fn read_type_path(&mut self, member: Member<'_, 'a>) -> Option<String> {
        let Node::Object(members) = member.value else {
            return self.read_extension_string(member);
        };
        if !members.iter().any(|(name, _)| name == "path") {
            self.report_wrong_extension(member);
            return None;
        }
        self.report(
            Diagnostic::warning(
                "extension-without-effect",
                member.key(),
                "`x-rust-type` must be a type path, found an object as for typify; ignored",
            )
            .label("has no effect")
            .help("write the path of the type as a string"),
        );
        None
    }

    fn read_extension_string(&mut self, member: Member<'_, 'a>) -> Option<String> {
        match member.value {
            Node::String(string) if !string.trim().is_empty() => Some(string.clone()),
            Node::String(_) => {
                self.report(
                    Diagnostic::error(
                        "invalid-value",
                        member.location(),
                        format!("`{}` must not be empty", member.name),
                    )
                    .label("is empty"),
                );
                None
            }
            _ => {
                self.report_wrong_extension(member);
                None
            }
        }
    }

    /// Reads a boolean strictly: `"true"` and the like are errors.
    fn read_extension_boolean(&mut self, member: Member<'_, 'a>) -> bool {
        if let Node::Bool(flag) = member.value {
            return *flag;
        }
        self.report_wrong_extension(member);
        false
    }
}
