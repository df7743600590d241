//! Code of strings and numbers: literals, documentation and attributes.
//!
//! In: values of the plan. Out: code. Strings are escaped by `layout`, so no other file has to escape quotes, line ends or
//! characters that the compiler rejects.

use std::f64::consts;

use super::layout::{Code, code, float_literal, number, whole_float};
pub(super) use super::layout::{docs, inner_docs, is_hidden, string_literal};

/// Returns `#[doc(alias = "…")]`, or nothing.
pub(super) fn alias(alias: Option<&String>) -> Code {
    alias
        .map(|alias| string_literal(alias))
        .map(|alias| code!(#[doc(alias = #alias)]))
        .unwrap_or_default()
}

/// Returns `#[deprecated]`, or nothing.
pub(super) fn deprecated(deprecated: bool) -> Code {
    if deprecated {
        code!(#[deprecated])
    } else {
        Code::default()
    }
}

/// Returns an integer literal.
pub(super) fn integer(value: i128) -> Code {
    let literal = number(value.unsigned_abs());
    if value < 0 { code!(-#literal) } else { literal }
}

/// Returns an `f64` expression.
pub(super) fn float(value: f64) -> Code {
    let magnitude = value.abs();
    let literal = if magnitude.is_nan() {
        code!(f64::NAN)
    } else if magnitude.is_infinite() {
        code!(f64::INFINITY)
    } else if is_near_constant(magnitude) {
        quotient(magnitude)
    } else {
        float_literal(magnitude)
    };
    if value.is_sign_negative() && value != 0.0 {
        code!(-#literal)
    } else {
        literal
    }
}

/// Returns a number as a quotient of an integer and a power of ten. Both are exact, so the quotient is the number.
fn quotient(value: f64) -> Code {
    let mut factor = 1.0;
    for _ in 0..15 {
        let whole = (value * factor).round();
        if whole < 9e15 && whole / factor == value {
            let (whole, factor) = (whole_float(whole), whole_float(factor));
            return code!(#whole / #factor);
        }
        factor *= 10.0;
    }
    let bits = number(value.to_bits());
    code!(f64::from_bits(#bits))
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
