//! The extension keys of this generator (`x-rust-…`, `x-sensitive`): one table, and the values that objects share.
//!
//! The table lists the objects on which each key has an effect, the type of its value and the effect. The reader takes its checks and
//! messages from it; a test compares `schema/openapi-extensions.schema.json` and README.md with it. Hints about names are
//! opaque here: this stage knows nothing of Rust.

use crate::diagnostic::Location;

/// An extension key.
#[derive(Debug)]
pub(crate) struct ExtensionKey {
    pub name: &'static str,
    /// The objects on which the key has an effect.
    pub objects: &'static [ExtendedObject],
    /// The type of its value.
    pub value: ExtensionValue,
    /// The members of its value, if that is an object.
    pub members: &'static [&'static str],
    /// What the key does, for messages: continues "`x-rust-name` …".
    pub effect: &'static str,
}

/// The objects that extension keys have an effect on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExtendedObject {
    Document,
    Header,
    Operation,
    Parameter,
    Schema,
    SecurityScheme,
    Server,
}

impl ExtendedObject {
    /// Returns the name of the object, for messages and documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Header => "header",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::Schema => "schema",
            Self::SecurityScheme => "security scheme",
            Self::Server => "server",
        }
    }
}

/// The types of the values of extension keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExtensionValue {
    Boolean,
    /// A string that is not empty.
    String,
    Object,
    ObjectOrFalse,
}

impl ExtensionValue {
    /// Returns what a value must be, for messages.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::String => "a string",
            Self::Object => "an object",
            Self::ObjectOrFalse => "an object or `false`",
        }
    }
}

/// Every extension key.
pub(crate) const EXTENSION_KEYS: &[ExtensionKey] = &[
    ExtensionKey {
        name: "x-rust-name",
        objects: &[
            ExtendedObject::Schema,
            ExtendedObject::Operation,
            ExtendedObject::Parameter,
            ExtendedObject::Header,
            ExtendedObject::SecurityScheme,
        ],
        value: ExtensionValue::String,
        members: &[],
        effect: "sets the name in Rust",
    },
    ExtensionKey {
        name: "x-rust-type",
        objects: &[ExtendedObject::Schema],
        value: ExtensionValue::String,
        members: &[],
        effect: "names the Rust type of a string",
    },
    ExtensionKey {
        name: "x-rust-skip",
        objects: &[ExtendedObject::Operation, ExtendedObject::Schema],
        value: ExtensionValue::Boolean,
        members: &[],
        effect: "leaves something out of the client",
    },
    ExtensionKey {
        name: "x-rust-envelope",
        objects: &[ExtendedObject::Document],
        value: ExtensionValue::Object,
        members: &["result", "success", "errors", "messages"],
        effect: "describes the envelope of all responses",
    },
    ExtensionKey {
        name: PAGINATION,
        objects: &[ExtendedObject::Operation, ExtendedObject::Document],
        value: ExtensionValue::ObjectOrFalse,
        members: &[
            "style",
            "parameter",
            "items",
            "first",
            "pages",
            "total",
            "next",
            "header",
            "last",
            "more",
        ],
        effect: "describes how pages follow each other",
    },
    ExtensionKey {
        name: "x-rust-env",
        objects: &[ExtendedObject::SecurityScheme, ExtendedObject::Server],
        value: ExtensionValue::String,
        members: &[],
        effect: "names an environment variable",
    },
    ExtensionKey {
        name: "x-rust-request-id",
        objects: &[ExtendedObject::Document],
        value: ExtensionValue::String,
        members: &[],
        effect: "names the response header that identifies a request",
    },
    ExtensionKey {
        name: IDEMPOTENCY,
        objects: &[ExtendedObject::Parameter],
        value: ExtensionValue::Boolean,
        members: &[],
        effect: "marks a header parameter as an idempotency key",
    },
    ExtensionKey {
        name: "x-sensitive",
        objects: &[ExtendedObject::Schema],
        value: ExtensionValue::Boolean,
        members: &[],
        effect: "marks values as secret",
    },
];

/// The key that describes pagination.
pub(crate) const PAGINATION: &str = "x-rust-pagination";

/// The key that marks an idempotency key.
pub(crate) const IDEMPOTENCY: &str = "x-rust-idempotency";

/// Returns the extension key of a name.
pub(crate) fn extension_key(name: &str) -> Option<&'static ExtensionKey> {
    EXTENSION_KEYS.iter().find(|key| key.name == name)
}

/// Returns whether the extension key `name` has an effect on an object.
pub(crate) fn has_effect(name: &str, object: Option<ExtendedObject>) -> bool {
    let found = object.zip(extension_key(name));
    found.is_some_and(|(object, key)| key.objects.contains(&object))
}

impl ExtensionKey {
    /// Returns what the key does and where it belongs, for messages.
    pub fn usage(&self) -> String {
        format!(
            "`{}` {} and belongs on {}",
            self.name,
            self.effect,
            self.objects_with_articles()
        )
    }

    /// Returns the objects of the key as words, such as `an operation or the document`.
    fn objects_with_articles(&self) -> String {
        let objects: Vec<String> = self
            .objects
            .iter()
            .map(|object| match object {
                ExtendedObject::Document => "the document".to_owned(),
                ExtendedObject::Operation => "an operation".to_owned(),
                other => format!("a {}", other.name()),
            })
            .collect();
        match objects.as_slice() {
            [others @ .., last] if !others.is_empty() => {
                format!("{} or {last}", others.join(", "))
            }
            objects => objects.concat(),
        }
    }
}

/// The extension keys that several kinds of objects have, opaque up to the stage that names things.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// `x-rust-name`
    pub name: Option<String>,
    /// `x-rust-type`
    pub type_path: Option<String>,
    /// `x-rust-skip`
    pub skip: bool,
}

/// A field of [`Hints`], by the way its value is read.
pub(crate) enum HintField<'h> {
    String(&'h mut Option<String>),
    TypePath(&'h mut Option<String>),
    Boolean(&'h mut bool),
}

impl Hints {
    /// Returns the field of an extension key, if the key is a hint.
    pub(crate) fn field(&mut self, key: &str) -> Option<HintField<'_>> {
        Some(match key {
            "x-rust-name" => HintField::String(&mut self.name),
            "x-rust-type" => HintField::TypePath(&mut self.type_path),
            "x-rust-skip" => HintField::Boolean(&mut self.skip),
            _ => return None,
        })
    }
}

/// `x-rust-envelope`: the members of a response object that describe the response itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The member that holds the value.
    pub result: String,
    /// The boolean member that is true on success.
    pub success: Option<String>,
    /// The array of errors.
    pub errors: Option<String>,
    /// The array of messages.
    pub messages: Option<String>,
    /// The location of the key's value.
    pub location: Location,
}

#[cfg(test)]
mod tests;
