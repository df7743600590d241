//! Names that nothing from a document can have in the generated crate without a change: keywords, names that the crate itself uses,
//! and file names that file systems or cargo treat specially.

/// Returns whether a name would shadow a name of the prelude, or one that emitted files import. An item with such a name is
/// written with its path.
pub fn is_common_type(name: &str) -> bool {
    COMMON_TYPES.contains(&name)
}

/// Returns whether a name is a keyword.
pub(in crate::rust) fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// Returns whether a name is that of a Windows device, which cannot be a file name whatever the extension.
pub(super) fn is_device(name: &str) -> bool {
    let numbered = |prefix: &str| {
        name.strip_prefix(prefix).is_some_and(|rest| {
            rest.len() == 1 && rest.starts_with(|digit: char| digit.is_ascii_digit())
        })
    };
    matches!(
        name,
        "con" | "prn" | "aux" | "nul" | "conin" | "conout" | "clock"
    ) || numbered("com")
        || numbered("lpt")
}

/// Names that a field's setter cannot have: methods of the struct and of what it derives. The last three are names that clippy
/// rejects as placeholders.
pub const RESERVED_FIELDS: &[&str] = &[
    "new", "validate", "clone", "default", "eq", "fmt", "encode", "decode", "foo", "baz", "quux",
];

/// The same for the parameters of a method, whose call has methods of its own.
pub const RESERVED_PARAMETERS: &[&str] = &[
    "new",
    "validate",
    "clone",
    "default",
    "eq",
    "fmt",
    "encode",
    "decode",
    "options",
    "send",
    "with_response",
    "items",
    "pages",
    "into_future",
    "foo",
    "baz",
    "quux",
];

/// A type name that is not used: next to the constructor `new`, clippy rejects it.
pub const CONSTRUCTOR_TYPE: &str = "New";

/// Type names of the prelude and of the runtime that emitted files use.
pub const COMMON_TYPES: &[&str] = &[
    "Api",
    "AsRef",
    "BTreeMap",
    "Box",
    "Bytes",
    "CallOptions",
    "Checker",
    "Client",
    "ClientBuilder",
    "Clone",
    "Credential",
    "Date",
    "Debug",
    "DecodeError",
    "Default",
    "Display",
    "Drop",
    "Encode",
    "Envelope",
    "Eq",
    "Err",
    "Error",
    "Fn",
    "FnMut",
    "FnOnce",
    "Formatter",
    "From",
    "Hash",
    "HeaderForm",
    "HeaderMap",
    "HeaderReader",
    "IntegerRange",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Json",
    "Map",
    "Method",
    "None",
    "NumberRange",
    "Ok",
    "Operation",
    "Option",
    "Ord",
    "Parameter",
    "Parsed",
    "ParameterLocation",
    "PartialEq",
    "PartialOrd",
    "Patch",
    "Pending",
    "Placement",
    "RawCall",
    "Reader",
    "Redacted",
    "Response",
    "ResponseBody",
    "ResponseEnum",
    "ResponseKind",
    "Result",
    "Segment",
    "Self",
    "Send",
    "ServerSentEvent",
    "Sized",
    "Some",
    "StatusRange",
    "StatusResponse",
    "String",
    "Style",
    "Sync",
    "Timestamp",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "UndeclaredResponse",
    "Unpin",
    "Validate",
    "ValidationError",
    "Value",
    "Vec",
    "Violations",
    "Warning",
    "WireShape",
    "Writer",
];

/// The maximum length of a file name: longer ones leave no room for folders in a path of 260 characters.
pub(super) const MAX_FILE_NAME_LENGTH: usize = 48;

/// The maximum length of a name: rustdoc makes a file for each type, and file systems allow 255 bytes.
pub(super) const MAX_NAME_LENGTH: usize = 160;

/// File names with a special meaning.
pub(super) const SPECIAL_FILE_NAMES: &[&str] = &["lib", "main", "mod", "build", "test", "tests"];

/// Keywords that cannot be raw identifiers, and the underscore.
pub(super) const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_"];

/// Strict and reserved keywords of edition 2024.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
