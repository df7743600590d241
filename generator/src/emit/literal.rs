//! Tokens of strings and numbers: identifiers, literals and documentation.
//!
//! In: values of the plan. Out: tokens. Only here does text of a document become source code, so no other file has to escape
//! quotes, line ends or characters that the compiler rejects.

use std::f64::consts;
use std::str::FromStr;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::rust::Ident;

/// Returns an identifier.
pub(super) fn ident(ident: &Ident) -> proc_macro2::Ident {
    name(ident.as_str())
}

/// Returns an identifier from its text in source, `r#` included.
pub(super) fn name(text: &str) -> proc_macro2::Ident {
    match text.strip_prefix("r#") {
        Some(bare) => format_ident!("r#{bare}"),
        None => format_ident!("{text}"),
    }
}

/// Returns a string literal on one line, in which hidden characters are escaped.
pub(super) fn string_literal(text: &str) -> Literal {
    let mut source = String::with_capacity(text.len() + 2);
    source.push('"');
    for character in text.chars() {
        match character {
            '"' => source.push_str("\\\""),
            '\\' => source.push_str("\\\\"),
            '\n' => source.push_str("\\n"),
            '\r' => source.push_str("\\r"),
            '\t' => source.push_str("\\t"),
            _ if is_hidden(character) => {
                source.push_str(&format!("\\u{{{:x}}}", u32::from(character)))
            }
            _ => source.push(character),
        }
    }
    source.push('"');
    Literal::from_str(&source).expect("the escaped text is a string literal")
}

/// Returns whether a character is invisible or changes the direction of text. The compiler rejects those in comments.
pub(super) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Returns documentation of an item, a line each.
pub(super) fn docs<T: AsRef<str>>(lines: &[T]) -> TokenStream {
    doc_values(lines)
        .map(|value| quote!(#[doc = #value]))
        .collect()
}

/// Returns documentation of a file, a line each.
pub(super) fn inner_docs<T: AsRef<str>>(lines: &[T]) -> TokenStream {
    doc_values(lines)
        .map(|value| quote!(#![doc = #value]))
        .collect()
}

/// Returns the values of `doc` attributes. prettyplease prints those that are literals as comments. A line with hidden
/// characters has to be escaped, so `concat!` makes it remain an attribute.
fn doc_values<T: AsRef<str>>(lines: &[T]) -> impl Iterator<Item = TokenStream> {
    lines
        .iter()
        .flat_map(|lines| lines.as_ref().split('\n'))
        .map(|line| {
            let line = line.trim_end().replace('\t', "    ");
            let literal = match line.as_str() {
                "" => string_literal(""),
                line => string_literal(&format!(" {line}")),
            };
            if line.chars().any(is_hidden) {
                quote!(concat!(#literal))
            } else {
                quote!(#literal)
            }
        })
}

/// Returns documentation as source, with a line each and this many levels of indentation.
pub(super) fn docs_source<T: AsRef<str>>(lines: &[T], level: usize) -> String {
    let indent = "    ".repeat(level);
    let lines = lines.iter().flat_map(|lines| lines.as_ref().split('\n'));
    let mut source = String::new();
    for line in lines {
        let line = line.trim_end().replace('\t', "    ");
        source.push_str(&indent);
        if line.chars().any(is_hidden) {
            let literal = string_literal(&format!(" {line}"));
            source.push_str(&format!("#[doc = concat!({literal})]\n"));
        } else if line.is_empty() {
            source.push_str("///\n");
        } else {
            source.push_str(&format!("/// {line}\n"));
        }
    }
    source
}

/// Returns `#[doc(alias = "…")]` as a line of source, or nothing.
pub(super) fn alias_source(alias: Option<&String>, level: usize) -> String {
    let Some(alias) = alias else {
        return String::new();
    };
    let (indent, alias) = ("    ".repeat(level), string_literal(alias));
    format!("{indent}#[doc(alias = {alias})]\n")
}

/// Returns `#[doc(alias = "…")]`, or nothing.
pub(super) fn alias(alias: Option<&String>) -> TokenStream {
    alias
        .map(|alias| string_literal(alias))
        .map(|alias| quote!(#[doc(alias = #alias)]))
        .unwrap_or_default()
}

/// Returns `#[deprecated]`, or nothing.
pub(super) fn deprecated(deprecated: bool) -> TokenStream {
    if deprecated {
        quote!(#[deprecated])
    } else {
        TokenStream::new()
    }
}

/// Returns an integer literal.
pub(super) fn integer(value: i128) -> TokenStream {
    let literal = Literal::u128_unsuffixed(value.unsigned_abs());
    if value < 0 {
        quote!(-#literal)
    } else {
        quote!(#literal)
    }
}

/// Returns an `f64` expression.
pub(super) fn float(value: f64) -> TokenStream {
    let magnitude = value.abs();
    let literal = if magnitude.is_nan() {
        quote!(f64::NAN)
    } else if magnitude.is_infinite() {
        quote!(f64::INFINITY)
    } else if is_near_constant(magnitude) {
        quotient(magnitude)
    } else {
        let literal =
            Literal::from_str(&format!("{magnitude:?}")).expect("a finite number is a literal");
        quote!(#literal)
    };
    if value.is_sign_negative() && value != 0.0 {
        quote!(-#literal)
    } else {
        literal
    }
}

/// Returns a number as a quotient of an integer and a power of ten. Both are exact, so the quotient is the number.
fn quotient(value: f64) -> TokenStream {
    let mut factor = 1.0;
    for _ in 0..15 {
        let whole = (value * factor).round();
        if whole < 9e15 && whole / factor == value {
            let (whole, factor) = (
                Literal::f64_unsuffixed(whole),
                Literal::f64_unsuffixed(factor),
            );
            return quote!(#whole / #factor);
        }
        factor *= 10.0;
    }
    let bits = Literal::u64_unsuffixed(value.to_bits());
    quote!(f64::from_bits(#bits))
}

/// Returns whether clippy could take the literal of a number for a mathematical constant.
fn is_near_constant(value: f64) -> bool {
    use consts::*;
    [
        E,
        FRAC_1_PI,
        FRAC_1_SQRT_2,
        FRAC_2_PI,
        FRAC_2_SQRT_PI,
        FRAC_PI_2,
        FRAC_PI_3,
        FRAC_PI_4,
        FRAC_PI_6,
        FRAC_PI_8,
        LN_2,
        LN_10,
        LOG10_2,
        LOG2_10,
        LOG10_E,
        LOG2_E,
        PI,
        SQRT_2,
        TAU,
        1.618_033_988_749_895,
        0.577_215_664_901_532_9,
    ]
    .iter()
    .any(|constant| (value - constant).abs() < 0.01)
}
/// Returns a string literal of TOML.
pub(super) fn toml_string(text: &str) -> String {
    let mut literal = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' | '\\' => literal.extend(['\\', sign]),
            _ if is_hidden(sign) => literal.push_str(&format!("\\u{:04X}", u32::from(sign))),
            _ => literal.push(sign),
        }
    }
    literal.push('"');
    literal
}
