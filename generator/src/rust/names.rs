//! From document names to Rust names: the one place that can make an [`Ident`].
//!
//! In: a document's name, and perhaps a wish (`x-rust-name`). Out: an identifier that is valid where it stands and differs
//! from all others of its [`Scope`]. Knows nothing of types or operations.
//!
//! A name that the crate needs itself takes an underscore (`new_`), and so do the five words that cannot be raw (`self_`);
//! in `UpperCamelCase` it takes a word instead (`NewType`, `SelfValue`). Other keywords are raw (`r#type`). Of names that are the same without regard to case, the first keeps its name and the
//! others take a number.

mod words;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Diagnostics, Location};

/// An identifier of the output, valid as it is (raw where it must be).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ident(String);

impl Ident {
    /// Returns the identifier as it stands in source, `r#` included.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the identifier without `r#`, as messages, documentation and file names have it.
    pub fn plain(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }

    /// Returns an identifier from text that is one, for tests of later stages.
    #[cfg(test)]
    pub(crate) fn new_unchecked(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// The form of an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `live_inputs`: fields, arguments, methods.
    Snake,
    /// `LiveInputs`: types and variants.
    Pascal,
    /// `LIVE_INPUTS`: statics.
    Constant,
    /// `live_inputs`, also fit to be a file's name.
    Module,
}

/// What something would like to be called.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// The name made from the document, in the case of the scope; from [`snake`], [`pascal`] or [`constant`].
    pub name: String,
    /// Names to take instead, without a word, when the first is taken.
    pub alternatives: Vec<String>,
    /// `x-rust-name`.
    pub hint: Option<&'a str>,
    /// Where the document has it.
    pub location: Option<&'a Location>,
}

impl<'a> Wish<'a> {
    /// Returns a wish for a name that stands at a place.
    pub fn new(name: String, location: &'a Location) -> Self {
        Self {
            name,
            alternatives: Vec::new(),
            hint: None,
            location: Some(location),
        }
    }

    /// Returns a wish for a name of the generator's own.
    pub fn own(name: String) -> Self {
        Self {
            name,
            alternatives: Vec::new(),
            hint: None,
            location: None,
        }
    }

    /// Sets the wish of the document.
    pub fn hint(mut self, hint: Option<&'a str>) -> Self {
        self.hint = hint;
        self
    }

    /// Adds a name to take when those before are taken.
    pub fn or(mut self, alternative: String) -> Self {
        self.alternatives.push(alternative);
        self
    }
}

/// A place in the output where names must differ.
#[derive(Clone, Debug)]
pub struct Scope {
    case: Case,
    reserved: HashSet<&'static str>,
    taken: HashMap<String, Option<Location>>,
    numbers: HashMap<String, usize>,
}

impl Scope {
    /// Returns an empty scope in which some names are the crate's own.
    pub fn new(case: Case, reserved: &[&'static str]) -> Self {
        Self {
            case,
            reserved: reserved.iter().copied().collect(),
            taken: HashMap::new(),
            numbers: HashMap::new(),
        }
    }

    /// Gives names to all at once: wishes of the document first, then whoever comes first; numbers for the rest.
    ///
    /// So an entry that is called `Pet2` keeps its name although two others before it are called `Pet`.
    pub fn claim_all(&mut self, wishes: &[Wish<'_>], diagnostics: &mut Diagnostics) -> Vec<Ident> {
        let hints: Vec<Option<&str>> = wishes
            .iter()
            .map(|wish| self.valid_hint(wish, diagnostics))
            .collect();
        let wanted: HashSet<String> = wishes
            .iter()
            .zip(&hints)
            .map(|(wish, hint)| self.key(&self.fit(hint.unwrap_or(&wish.name))))
            .collect();
        let mut idents: Vec<Option<Ident>> = vec![None; wishes.len()];
        for (index, hint) in hints.iter().enumerate() {
            if let Some(hint) = hint {
                idents[index] = self.take(&self.fit(hint), wishes[index].location);
            }
        }
        for (index, wish) in wishes.iter().enumerate() {
            if idents[index].is_none() && hints[index].is_none() {
                idents[index] = self.take(&self.fit(&wish.name), wish.location);
            }
        }
        let named = wishes.iter().zip(hints).zip(idents);
        named
            .map(|((wish, hint), ident)| {
                ident.unwrap_or_else(|| self.settle(wish, hint, &wanted, diagnostics))
            })
            .collect()
    }

    /// Gives a name to one.
    pub fn claim(&mut self, wish: Wish<'_>, diagnostics: &mut Diagnostics) -> Ident {
        let hint = self.valid_hint(&wish, diagnostics);
        let name = self.fit(hint.unwrap_or(&wish.name));
        match self.take(&name, wish.location) {
            Some(ident) => ident,
            None => self.settle(&wish, hint, &HashSet::new(), diagnostics),
        }
    }

    /// Marks a name that was given elsewhere as taken here.
    pub fn occupy(&mut self, ident: &Ident) {
        let key = self.key(ident.plain());
        self.taken.entry(key).or_insert(None);
    }

    /// Settles a clash: an alternative, or a number and a warning.
    fn settle(
        &mut self,
        wish: &Wish<'_>,
        hint: Option<&str>,
        wanted: &HashSet<String>,
        diagnostics: &mut Diagnostics,
    ) -> Ident {
        if hint.is_none() {
            for alternative in &wish.alternatives {
                let name = self.fit(alternative);
                if !wanted.contains(&self.key(&name))
                    && let Some(ident) = self.take(&name, wish.location)
                {
                    return ident;
                }
            }
        }
        let name = self.fit(hint.unwrap_or(&wish.name));
        let base_key = self.key(&name);
        let first = self.taken.get(&base_key).cloned().flatten();
        let mut number = self.numbers.get(&base_key).copied().unwrap_or(1);
        let ident = loop {
            number += 1;
            let numbered = self.number(&name, number);
            if wanted.contains(&self.key(&numbered)) {
                continue;
            }
            if let Some(ident) = self.take(&numbered, wish.location) {
                break ident;
            }
        };
        self.numbers.insert(base_key, number);
        if let Some(location) = wish.location {
            let message = format!(
                "the Rust name `{name}` is taken already; `{}` is used here",
                ident.plain()
            );
            let mut warning = Diagnostic::warning("name-clash", location.clone(), message)
                .label("the second of this name")
                .help("state `x-rust-name` at one of the two places");
            if let Some(first) = first {
                warning = warning.related(first, "the first of this name");
            }
            // A member that several structs have from one schema clashes in each of them.
            diagnostics.push_once(warning);
        }
        ident
    }

    /// Takes a name if it is free.
    fn take(&mut self, name: &str, location: Option<&Location>) -> Option<Ident> {
        let key = self.key(name);
        if self.taken.contains_key(&key) {
            return None;
        }
        self.taken.insert(key, location.cloned());
        let raw = self.case != Case::Module && is_keyword(name);
        Some(Ident(if raw {
            format!("r#{name}")
        } else {
            name.to_owned()
        }))
    }

    /// Returns what two names that clash have in common.
    fn key(&self, name: &str) -> String {
        name.to_ascii_lowercase()
    }

    /// Returns the name with an underscore where the crate or the language needs it, and short enough for a file.
    fn fit(&self, name: &str) -> String {
        let longest = match self.case {
            Case::Module => LONGEST_FILE_NAME,
            Case::Snake | Case::Pascal | Case::Constant => LONGEST_NAME,
        };
        let mut name = name.to_owned();
        // Names are ASCII.
        let cut = name.len() > longest;
        name.truncate(longest);
        if cut || self.case == Case::Module {
            name.truncate(name.trim_end_matches('_').len());
        }
        if self.case == Case::Module {
            let minded = MINDED_FILE_NAMES.contains(&name.as_str()) || is_device(&name);
            if name.is_empty() || minded || is_keyword(&name) {
                name.push('_');
            }
        }
        if NEVER_RAW.contains(&name.as_str()) || self.reserved.contains(name.as_str()) {
            name.push_str(match self.case {
                Case::Pascal if self.reserved.contains(CONSTRUCTOR_TYPE) => "Type",
                Case::Pascal => "Value",
                Case::Snake | Case::Constant | Case::Module => "_",
            });
        }
        name
    }

    fn number(&self, name: &str, number: usize) -> String {
        let name = name.trim_end_matches('_');
        let digit = name.ends_with(|last: char| last.is_ascii_digit());
        if self.case == Case::Pascal && !digit {
            format!("{name}{number}")
        } else {
            format!("{name}_{number}")
        }
    }

    /// Returns the document's wish if Rust can grant it, and complains otherwise.
    fn valid_hint<'a>(&self, wish: &Wish<'a>, diagnostics: &mut Diagnostics) -> Option<&'a str> {
        let hint = wish.hint?;
        let (form, suggestion) = match self.case {
            Case::Pascal => ("UpperCamelCase", pascal(&words(hint), "Value")),
            Case::Constant => ("UPPER_CASE", constant(&words(hint))),
            Case::Snake | Case::Module => ("snake_case", snake(&words(hint))),
        };
        let letters = hint
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        let starts = hint.starts_with(|first: char| first.is_ascii_alphabetic());
        let cased = match self.case {
            Case::Pascal => {
                hint.starts_with(|first: char| first.is_ascii_uppercase())
                    && underscores_between_digits(hint)
            }
            Case::Constant => !hint.contains(|letter: char| letter.is_ascii_lowercase()),
            Case::Snake | Case::Module => {
                !hint.contains(|letter: char| letter.is_ascii_uppercase()) && !hint.contains("__")
            }
        };
        let message = if !letters || !starts {
            format!("`x-rust-name` is no Rust identifier: {hint:?}")
        } else if !cased {
            format!("`x-rust-name` is not in {form}, as Rust writes it here: `{hint}`")
        } else if self.fit(hint) != hint {
            format!("`x-rust-name` is a name that the crate needs itself: `{hint}`")
        } else {
            return Some(hint);
        };
        let error = Diagnostic::error("invalid-name", wish.location.cloned(), message);
        diagnostics.push(error.help(format!("write `{}`, for example", self.fit(&suggestion))));
        None
    }
}

/// Returns the words of a document's name: lower-case ASCII, at least one.
pub fn words(text: &str) -> Vec<String> {
    words::words(text)
}

/// Returns words as `live_inputs`. A leading digit takes an underscore; digits alone take a word, because a name without
/// letters is one that clippy complains of.
pub fn snake(words: &[String]) -> String {
    let name = words.join("_");
    if !name.contains(|letter: char| letter.is_ascii_alphabetic()) {
        format!("value_{name}")
    } else if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("_{name}")
    } else {
        name
    }
}

/// Returns words as `LIVE_INPUTS`.
pub fn constant(words: &[String]) -> String {
    snake(words).to_ascii_uppercase()
}

/// Returns words as `LiveInputs`; before a leading digit stands `prefix`, a name in the same form.
pub fn pascal(words: &[String], prefix: &str) -> String {
    let mut name = String::new();
    for word in words {
        if name.is_empty() && word.starts_with(|first: char| first.is_ascii_digit()) {
            name.push_str(prefix);
        }
        join(&mut name, &capitalise(word));
    }
    name
}

/// Returns the name of a part: the owner's name and the part's words.
pub fn part_name(owner: &str, part: &str) -> String {
    let mut name = owner.to_owned();
    for word in words(part) {
        join(&mut name, &capitalise(&word));
    }
    name
}

/// Appends a word in `UpperCamelCase`. Two digits that meet are kept apart, so that `1.5` is not `15`.
fn join(name: &mut String, word: &str) {
    let meet = name.ends_with(|last: char| last.is_ascii_digit())
        && word.starts_with(|first: char| first.is_ascii_digit());
    if meet {
        name.push('_');
    }
    name.push_str(word);
}

fn capitalise(word: &str) -> String {
    if let Some(rest) = word.strip_prefix("oauth") {
        return format!("OAuth{rest}");
    }
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_ascii_uppercase().to_string() + letters.as_str(),
        None => String::new(),
    }
}

/// Returns whether each underscore stands between two digits, the one place where rustc accepts it in a type's name.
fn underscores_between_digits(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.iter().enumerate().all(|(index, byte)| {
        let digit = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at))
                .is_some_and(u8::is_ascii_digit)
        };
        *byte != b'_' || (digit(index.checked_sub(1)) && digit(Some(index + 1)))
    })
}

/// Returns whether a name would hide one that every Rust file has in scope or that printed files import: such a name is
/// written with its path.
pub fn is_common_type(name: &str) -> bool {
    COMMON_TYPES.contains(&name)
}

/// Returns whether a name is a keyword.
pub(super) fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// Names of devices in Windows, which cannot be file names there whatever the extension.
fn is_device(name: &str) -> bool {
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

/// Names that a struct or what it derives has already; a field's setter cannot be called so. The last three are variables that
/// clippy takes for forgotten placeholders.
pub const RESERVED_FIELDS: &[&str] = &[
    "new", "validate", "clone", "default", "eq", "fmt", "encode", "decode", "foo", "baz", "quux",
];

/// The same for the parameters of a call, whose builder has methods of its own.
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

/// The name of a type in which the constructor `new` would be taken for a variant's: clippy refuses it.
pub const CONSTRUCTOR_TYPE: &str = "New";

/// Type names of the prelude and of the runtime, which printed files use.
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

/// Longer names would not leave room for folders in a path of 260 characters.
const LONGEST_FILE_NAME: usize = 48;

/// Rustdoc makes a file of each type, and file systems take no name of more than 255 bytes.
const LONGEST_NAME: usize = 160;

/// File names with a meaning of their own.
const MINDED_FILE_NAMES: &[&str] = &["lib", "main", "mod", "build", "test", "tests"];

/// Keywords that not even `r#` makes an identifier, and the underscore.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_"];

/// Strict and reserved keywords of edition 2024.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests;
