//! The one place that makes an [`Ident`].
//!
//! In: a document's name, and perhaps a requested Rust name (`x-rust-name`). Out: an identifier that is valid and differs
//! from all others of its [`Scope`]. Knows nothing of types or operations.
//!
//! A name that the crate needs itself takes an underscore (`new_`), and so do the five words that cannot be raw (`self_`);
//! in `UpperCamelCase` it takes a word instead (`NewType`, `SelfValue`). Other keywords are raw (`r#type`). Of names that are
//! equal without regard to case, the first is kept and the others take a number.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Diagnostic, Diagnostics, Location};

use super::super::model::Ident;
use super::case::{constant, pascal, snake};
use super::reserved::{
    CONSTRUCTOR_TYPE, MAX_FILE_NAME_LENGTH, MAX_NAME_LENGTH, NEVER_RAW, SPECIAL_FILE_NAMES,
    is_device, is_keyword,
};
use super::words::{ascii, words};

/// The help for a clash of names that can both be set where they stand.
const CLASH_HELP: &str = "set `x-rust-name` in one of the two places";

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

/// A request for a name in a [`Scope`].
#[derive(Clone, Debug)]
pub struct NameRequest<'a> {
    /// The name made from the document, in the case of the scope: from [`snake`], [`pascal`] or [`constant`].
    pub name: String,
    /// Names to use instead if the first is in use; no warning is reported then.
    pub alternatives: Vec<String>,
    /// `x-rust-name`.
    pub hint: Option<&'a str>,
    /// Where the document has the name; `None` for names of the generator.
    pub location: Option<&'a Location>,
    /// How the document can avoid a clash.
    pub clash_help: &'static str,
}

impl<'a> NameRequest<'a> {
    /// Returns a request for a name that the document has at a location.
    pub fn new(name: String, location: &'a Location) -> Self {
        Self {
            name,
            alternatives: Vec::new(),
            hint: None,
            location: Some(location),
            clash_help: CLASH_HELP,
        }
    }

    /// Returns a request for a name of the generator.
    pub fn internal(name: String) -> Self {
        Self {
            name,
            alternatives: Vec::new(),
            hint: None,
            location: None,
            clash_help: CLASH_HELP,
        }
    }

    /// Sets the name that the document requests (`x-rust-name`).
    pub fn hint(mut self, hint: Option<&'a str>) -> Self {
        self.hint = hint;
        self
    }

    /// Sets the help for a clash, where `x-rust-name` is not what avoids it.
    pub fn clash_help(mut self, help: &'static str) -> Self {
        self.clash_help = help;
        self
    }

    /// Adds a name to use if those before it are in use.
    pub fn or(mut self, alternative: String) -> Self {
        self.alternatives.push(alternative);
        self
    }
}

/// A part of the output in which names must differ.
#[derive(Clone, Debug)]
pub struct Scope {
    case: Case,
    reserved: HashSet<&'static str>,
    /// The names in use, without regard to case, and where the document has them.
    used: HashMap<String, Option<Location>>,
    /// The last number that was given to a name.
    numbers: HashMap<String, usize>,
}

impl Scope {
    /// Returns an empty scope in which some names are reserved for the crate.
    pub fn new(case: Case, reserved: &[&'static str]) -> Self {
        Self {
            case,
            reserved: reserved.iter().copied().collect(),
            used: HashMap::new(),
            numbers: HashMap::new(),
        }
    }

    /// Names all at once: first those with an `x-rust-name`, then the others in order; clashing names take a number.
    ///
    /// So an entry that is called `Pet2` keeps its name even if two others before it are called `Pet`.
    pub fn claim_all(
        &mut self,
        requests: &[NameRequest<'_>],
        diagnostics: &mut Diagnostics,
    ) -> Vec<Ident> {
        let hints: Vec<Option<&str>> = requests
            .iter()
            .map(|request| self.valid_hint(request, diagnostics))
            .collect();
        let wanted: HashSet<String> = requests
            .iter()
            .zip(&hints)
            .map(|(request, hint)| self.key(&self.fit(hint.unwrap_or(&request.name))))
            .collect();
        let mut idents: Vec<Option<Ident>> = vec![None; requests.len()];
        for (index, hint) in hints.iter().enumerate() {
            if let Some(hint) = hint {
                idents[index] = self.take(&self.fit(hint), requests[index].location);
            }
        }
        for (index, request) in requests.iter().enumerate() {
            if idents[index].is_none() && hints[index].is_none() {
                idents[index] = self.take(&self.fit(&request.name), request.location);
            }
        }
        let named = requests.iter().zip(hints).zip(idents);
        named
            .map(|((request, hint), ident)| {
                ident.unwrap_or_else(|| self.resolve_clash(request, hint, &wanted, diagnostics))
            })
            .collect()
    }

    /// Names one.
    pub fn claim(&mut self, request: NameRequest<'_>, diagnostics: &mut Diagnostics) -> Ident {
        let hint = self.valid_hint(&request, diagnostics);
        let name = self.fit(hint.unwrap_or(&request.name));
        match self.take(&name, request.location) {
            Some(ident) => ident,
            None => self.resolve_clash(&request, hint, &HashSet::new(), diagnostics),
        }
    }

    /// Reserves a name that was given elsewhere.
    pub fn occupy(&mut self, ident: &Ident) {
        let key = self.key(ident.plain());
        self.used.entry(key).or_insert(None);
    }

    /// Returns another name for one that is in use: an alternative, or a number and a warning.
    fn resolve_clash(
        &mut self,
        request: &NameRequest<'_>,
        hint: Option<&str>,
        wanted: &HashSet<String>,
        diagnostics: &mut Diagnostics,
    ) -> Ident {
        if hint.is_none() {
            for alternative in &request.alternatives {
                let name = self.fit(alternative);
                if !wanted.contains(&self.key(&name))
                    && let Some(ident) = self.take(&name, request.location)
                {
                    return ident;
                }
            }
        }
        let name = self.fit(hint.unwrap_or(&request.name));
        let base_key = self.key(&name);
        let first = self.used.get(&base_key).cloned().flatten();
        let mut number = self.numbers.get(&base_key).copied().unwrap_or(1);
        let ident = loop {
            number += 1;
            let numbered = self.number(&name, number);
            if wanted.contains(&self.key(&numbered)) {
                continue;
            }
            if let Some(ident) = self.take(&numbered, request.location) {
                break ident;
            }
        };
        self.numbers.insert(base_key, number);
        if let Some(location) = request.location {
            let message = format!(
                "the Rust name `{name}` is already in use; `{}` is used here",
                ident.plain()
            );
            let mut warning = Diagnostic::warning("name-clash", location.clone(), message)
                .label("used again here")
                .help(request.clash_help);
            if let Some(first) = first {
                warning = warning.related(first, "first used here");
            }
            // A schema's member that several structs share clashes in each of them.
            diagnostics.push_once(warning);
        }
        ident
    }

    /// Returns an identifier if its name is not in use.
    fn take(&mut self, name: &str, location: Option<&Location>) -> Option<Ident> {
        let key = self.key(name);
        if self.used.contains_key(&key) {
            return None;
        }
        self.used.insert(key, location.cloned());
        let raw = self.case != Case::Module && is_keyword(name);
        Some(Ident::from_valid(if raw {
            format!("r#{name}")
        } else {
            name.to_owned()
        }))
    }

    /// Returns the key that two clashing names share.
    fn key(&self, name: &str) -> String {
        name.to_lowercase()
    }

    /// Returns the name, cut to the maximum length, with a suffix if the crate or the language reserves it.
    fn fit(&self, name: &str) -> String {
        let longest = match self.case {
            Case::Module => MAX_FILE_NAME_LENGTH,
            Case::Snake | Case::Pascal | Case::Constant => MAX_NAME_LENGTH,
        };
        let mut name = match self.case {
            _ if name.is_ascii() => name.to_owned(),
            // In scripts without cases, a static would have the name of an argument, which cannot shadow it.
            Case::Constant => ascii(name).to_ascii_uppercase(),
            Case::Module => ascii(name),
            // A change of case can end the normal form: `İ` becomes two characters.
            Case::Snake | Case::Pascal => name.nfc().collect(),
        };
        let cut = name.len() > longest;
        name.truncate(name.floor_char_boundary(longest));
        if cut || self.case == Case::Module {
            name.truncate(name.trim_end_matches('_').len());
        }
        if self.case == Case::Module {
            let special = SPECIAL_FILE_NAMES.contains(&name.as_str()) || is_device(&name);
            if name.is_empty() || special || is_keyword(&name) {
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

    /// Returns the name that the document requests if it is valid here, and reports it otherwise.
    fn valid_hint<'a>(
        &self,
        request: &NameRequest<'a>,
        diagnostics: &mut Diagnostics,
    ) -> Option<&'a str> {
        let hint = request.hint?;
        let (form, suggestion) = match self.case {
            Case::Pascal => ("UpperCamelCase", pascal(&words(hint), "Value")),
            Case::Constant => ("UPPER_CASE", constant(&words(hint))),
            Case::Snake | Case::Module => ("snake_case", snake(&words(hint))),
        };
        let letters = hint.chars().all(unicode_ident::is_xid_continue)
            && (hint.is_ascii() || matches!(self.case, Case::Snake | Case::Pascal));
        let starts = hint.starts_with(unicode_ident::is_xid_start);
        let cased = match self.case {
            Case::Pascal => {
                !hint.starts_with(char::is_lowercase) && underscores_between_digits(hint)
            }
            Case::Constant => !hint.contains(char::is_lowercase),
            Case::Snake | Case::Module => {
                !hint.contains(char::is_uppercase) && !hint.contains("__")
            }
        };
        let message = if !letters || !starts {
            format!("`x-rust-name` is not a Rust identifier: {hint:?}")
        } else if !cased {
            format!("`x-rust-name` is not in {form}, which Rust uses here: `{hint}`")
        } else if self.fit(hint) != hint {
            format!("`x-rust-name` is a name that the crate reserves: `{hint}`")
        } else {
            return Some(hint);
        };
        let error = Diagnostic::error("invalid-name", request.location.cloned(), message);
        diagnostics.push(error.help(format!("use `{}`, for example", self.fit(&suggestion))));
        None
    }
}

/// Returns whether each underscore is between two digits: rustc accepts no other in the name of a type.
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

#[cfg(test)]
mod tests;
