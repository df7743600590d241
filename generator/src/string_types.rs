//! Rust types of other crates for strings: `x-rust-type`, and the option `--format`.
//!
//! In: types by format, and the crates that the output depends on. Out: an [`Api`] in which every string that has such a type
//! names it. Types that cannot be used are reported, and such strings stay `String`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::api::{Api, Shape};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// The Rust types that strings can have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StringTypes {
    /// The path of the type of each format.
    by_format: BTreeMap<String, String>,
    /// The library names of the crates that the output depends on.
    crates: BTreeSet<String>,
}

/// Crates that need no dependency.
const STANDARD: [&str; 3] = ["std", "core", "alloc"];

/// Why a format has no type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StringTypeError {
    /// It is not `FORMAT=PATH`.
    NoPath(String),
    /// The path is not that of a type of a crate.
    NotAPath(String),
}

impl fmt::Display for StringTypeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPath(text) => write!(
                formatter,
                "`{text}` must be a format and the path of a Rust type, such as `uuid=uuid::Uuid`"
            ),
            Self::NotAPath(path) => write!(
                formatter,
                "`{path}` is not the path of a type in a crate, such as `uuid::Uuid`"
            ),
        }
    }
}

impl std::error::Error for StringTypeError {}

impl StringTypes {
    /// Sets the type of a format, from a string such as `uuid=uuid::Uuid`.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no `=`, or no path of a type after it.
    pub fn set(&mut self, text: &str) -> Result<(), StringTypeError> {
        let (format, path) = text
            .split_once('=')
            .ok_or_else(|| StringTypeError::NoPath(text.to_owned()))?;
        let (format, path) = (format.trim(), path.trim());
        if format.is_empty() {
            return Err(StringTypeError::NoPath(text.to_owned()));
        }
        if crate_of(path).is_none() {
            return Err(StringTypeError::NotAPath(path.to_owned()));
        }
        self.by_format.insert(format.to_owned(), path.to_owned());
        Ok(())
    }

    /// Allows the types of a crate, by the name of its package in the manifest.
    pub fn allow_crate(&mut self, package: &str) {
        self.crates.insert(package.replace('-', "_"));
    }

    /// Returns the crates that the types of formats need and that are not dependencies yet.
    pub fn missing_crates(&self) -> Vec<String> {
        let crates = self.by_format.values().filter_map(|path| crate_of(path));
        let missing = crates.filter(|name| !self.has_crate(name));
        BTreeSet::from_iter(missing).into_iter().collect()
    }

    /// Sets the type of each string that has one, and removes those that cannot be used.
    /// Notes the formats of the option that no string has.
    pub fn apply(&self, api: &mut Api, diagnostics: &mut Diagnostics) {
        let mut unused: BTreeSet<&str> = self.by_format.keys().map(String::as_str).collect();
        for ty in &mut api.types {
            let format = match &ty.shape {
                Shape::String(Some(format)) => Some(format.as_str()),
                Shape::DateTime => Some("date-time"),
                Shape::Date => Some("date"),
                Shape::String(None) => None,
                _ => {
                    if let Some(path) = ty.rust.type_path.take() {
                        let message = format!(
                            "`x-rust-type` applies to strings without `enum`; {path:?} is ignored here"
                        );
                        report(diagnostics, ty.location.clone(), message, None);
                    }
                    continue;
                }
            };
            let stated = ty.rust.type_path.take();
            unused.remove(format.unwrap_or_default());
            let by_format = format
                .and_then(|format| self.by_format.get(format))
                .cloned();
            let Some(path) = stated else {
                ty.rust.type_path = by_format;
                continue;
            };
            match crate_of(&path) {
                Some(name) if self.has_crate(&name) => {
                    ty.rust.type_path = Some(path);
                    continue;
                }
                Some(name) => report(
                    diagnostics,
                    ty.location.clone(),
                    format!(
                        "`x-rust-type` names a type of the crate `{name}`, which is not a dependency; the string is read \
                         without it"
                    ),
                    Some(format!(
                        "add `{name} = \"VERSION\"` to `[dependencies]` in the hand-maintained part of the manifest, which \
                         `--manifest FILE` names for other documents"
                    )),
                ),
                None => report(
                    diagnostics,
                    ty.location.clone(),
                    format!(
                        "`x-rust-type` must be the path of a type in a crate, such as `uuid::Uuid`, found {path:?}; the \
                         string is read without it"
                    ),
                    None,
                ),
            }
            ty.rust.type_path = by_format;
        }
        for format in unused {
            let path = &self.by_format[format];
            let message =
                format!("no string has the format `{format}`; `{path}` is not used for it");
            diagnostics.push(Diagnostic::note("unused-format", None, message));
        }
    }

    fn has_crate(&self, name: &str) -> bool {
        STANDARD.contains(&name) || self.crates.contains(name)
    }
}

fn report(
    diagnostics: &mut Diagnostics,
    location: crate::diagnostic::Location,
    message: String,
    help: Option<String>,
) {
    let diagnostic = Diagnostic::warning("type-not-allowed", location, message);
    diagnostics.push(match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    });
}

/// Returns the crate of a path of a type, such as `uuid` of `uuid::Uuid`; `None` if the string is no such path.
fn crate_of(path: &str) -> Option<String> {
    let parsed: syn::TypePath = syn::parse_str(path).ok()?;
    let segments = &parsed.path.segments;
    let is_plain = parsed.qself.is_none() && segments.len() > 1;
    let first = segments.first()?.ident.to_string();
    let is_relative = ["crate", "self", "super", "Self"].contains(&first.as_str());
    (is_plain && !is_relative).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn a_format_has_the_path_of_a_type() {
        let mut types = StringTypes::default();
        assert_eq!(types.set("uuid=uuid::Uuid"), Ok(()));
        assert_eq!(
            types.set("date-time = chrono::DateTime<chrono::Utc>"),
            Ok(())
        );
        assert_eq!(types.missing_crates(), ["chrono", "uuid"]);
        types.allow_crate("uuid");
        assert_eq!(types.missing_crates(), ["chrono"]);
        for text in ["uuid", "=uuid::Uuid"] {
            assert_eq!(
                types.set(text),
                Err(StringTypeError::NoPath(text.to_owned()))
            );
        }
        for path in [
            "Uuid",
            "crate::Uuid",
            "uuid::Uuid; fn",
            "<A as B>::C",
            "",
            "&a::B",
        ] {
            let error = types.set(&format!("uuid={path}"));
            assert_eq!(error, Err(StringTypeError::NotAPath(path.to_owned())));
        }
    }

    /// Returns the type of each property of a schema, and the codes and messages of what is reported.
    fn types_of(properties: &str, types: &StringTypes) -> (Vec<Option<String>>, Vec<String>) {
        let document = format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    A:\n      \
             type: object\n      properties:\n{properties}"
        );
        let mut diagnostics = Diagnostics::default();
        let sources = Sources::from_texts(&[("openapi.yaml", &document)], &mut diagnostics);
        let document = crate::openapi::read(&sources, &mut diagnostics).expect("it is a document");
        let mut api = crate::api::lower(&document, &mut diagnostics);
        types.apply(&mut api, &mut diagnostics);
        let Shape::Struct(shape) = &api.get(api.components[0].1.id).shape else {
            panic!("it is an object");
        };
        let fields = shape.fields.iter();
        let paths = fields.map(|field| api.get(field.ty.id).rust.type_path.clone());
        let messages = diagnostics.iter().map(|found| found.message.clone());
        (paths.collect(), messages.collect())
    }

    #[test]
    fn strings_have_the_type_of_their_format_or_their_own() {
        let mut types = StringTypes::default();
        types.set("uuid=uuid::Uuid").expect("it is a type");
        types
            .set("date-time=time::OffsetDateTime")
            .expect("it is a type");
        types.allow_crate("uuid");
        types.allow_crate("big-number");
        let (paths, messages) = types_of(
            "        a: {type: string, format: uuid}
        b: {type: [string, 'null'], format: date-time}
        c: {type: string, format: uuid, x-rust-type: big_number::Id}
        d: {type: string, x-rust-type: 'std::net::IpAddr'}
        e: {type: string, format: email}
        f: {type: integer, format: uuid}
",
            &types,
        );
        let expected = [
            Some("uuid::Uuid"),
            Some("time::OffsetDateTime"),
            Some("big_number::Id"),
            Some("std::net::IpAddr"),
            None,
            None,
        ];
        assert_eq!(paths, expected.map(|path| path.map(str::to_owned)));
        assert_eq!(messages, [] as [&str; 0]);
        let (_, messages) = types_of("        a: {type: string, format: date-time}\n", &types);
        assert_eq!(
            messages,
            ["no string has the format `uuid`; `uuid::Uuid` is not used for it"]
        );
    }

    #[test]
    fn types_that_cannot_be_used_are_reported() {
        let mut types = StringTypes::default();
        types.set("uuid=uuid::Uuid").expect("it is a type");
        let (paths, messages) = types_of(
            "        a: {type: string, format: uuid, x-rust-type: 'other::Id'}
        b: {type: string, x-rust-type: 'Vec<u8>; evil'}
        c: {type: integer, x-rust-type: 'std::num::NonZeroU8'}
        d: {type: string, enum: [x], x-rust-type: 'std::net::IpAddr'}
",
            &types,
        );
        let expected = [Some("uuid::Uuid"), None, None, None];
        assert_eq!(paths, expected.map(|path| path.map(str::to_owned)));
        let begins = [
            "`x-rust-type` names a type of the crate `other`, which is not a dependency",
            "`x-rust-type` must be the path of a type in a crate",
            "`x-rust-type` applies to strings without `enum`",
            "`x-rust-type` applies to strings without `enum`",
        ];
        assert_eq!(messages.len(), begins.len(), "{messages:?}");
        for begin in begins {
            assert!(
                messages.iter().any(|message| message.starts_with(begin)),
                "{messages:?}"
            );
        }
    }
}
