//! Emits the constraints of values as data, from which the runtime checks values before they are sent.
//!
//! In: planned checks. Out: calls that build a `Limits` of the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::float;
use super::names::Names;
use crate::rust::{Checks, IntegerChecks, NumberChecks};

/// The largest whole number up to which every `f64` is exact: 2⁵³.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Returns the calls that set the limits, joined by dots. `nested()` if only the value's own type has constraints.
pub(super) fn limits(names: &Names<'_>, checks: &Checks) -> String {
    let mut calls = Vec::new();
    if let Some(number) = &checks.number {
        calls.extend(number_bounds(number));
    }
    if let Some(integer) = &checks.integer {
        calls.extend(integer_bounds(integer));
    }
    let mut count = |what: &str, limits: Option<(Option<u64>, Option<u64>)>| {
        let (minimum, maximum) = limits.unwrap_or_default();
        calls.extend(minimum.map(|count| format!("min_{what}({count})")));
        calls.extend(maximum.map(|count| format!("max_{what}({count})")));
    };
    count("length", checks.length);
    count("items", checks.items);
    count("properties", checks.properties);
    if checks.unique {
        calls.push("unique_items()".to_owned());
    }
    if let Some(each) = checks.each.as_deref().filter(|each| !each.is_empty()) {
        let each = constant(names, each);
        calls.push(format!("each(&{each})"));
    }
    if calls.is_empty() {
        calls.push("nested()".to_owned());
    }
    calls.join(".")
}

/// Returns the limits as an expression for a static.
pub(super) fn expression(names: &Names<'_>, checks: &Checks) -> TokenStream {
    let source = constant(names, checks);
    source.parse().expect("the source is an expression")
}

/// Returns a reference to the limits, for the body of a function.
pub(super) fn reference(names: &Names<'_>, checks: &Checks) -> TokenStream {
    let macro_name = names.get("limits");
    let calls: TokenStream = limits(names, checks).parse().expect("the source is calls");
    quote!(#macro_name!(#calls))
}

/// Returns the source of an expression that is the limits.
fn constant(names: &Names<'_>, checks: &Checks) -> String {
    let limits = names.get("Limits").to_string().replace(' ', "");
    if checks.is_only_nested() {
        return format!("{limits}::NESTED");
    }
    format!("{limits}::NONE.{}", self::limits(names, checks))
}

fn number_bounds(checks: &NumberChecks) -> impl Iterator<Item = String> {
    let bounds = [
        ("minimum", checks.minimum),
        ("maximum", checks.maximum),
        ("exclusive_minimum", checks.exclusive_minimum),
        ("exclusive_maximum", checks.exclusive_maximum),
    ];
    bounds.into_iter().filter_map(|(name, bound)| {
        let bound = bound?;
        Some(if bound.fract() == 0.0 && bound.abs() < EXACT {
            format!("{name}({})", bound as i128)
        } else {
            let bound = float(bound).to_string();
            format!(
                "{name}_f64({})",
                bound.replace("- ", "-").replace(" :: ", "::")
            )
        })
    })
}

fn integer_bounds(checks: &IntegerChecks) -> impl Iterator<Item = String> {
    let bounds = [
        ("minimum", checks.minimum),
        ("maximum", checks.maximum),
        ("multiple_of", checks.multiple_of),
    ];
    bounds
        .into_iter()
        .filter_map(|(name, bound)| Some(format!("{name}({})", bound?)))
}

/// Returns the limits in brackets, for a line of a table; nothing if there are none.
pub(super) fn in_table(names: &Names<'_>, checks: &Checks) -> String {
    if checks.is_empty() {
        return String::new();
    }
    format!(" [{}]", limits(names, checks))
}

/// Returns the limits of each value of a map in brackets, for a line of a table.
pub(super) fn of_values_in_table(names: &Names<'_>, checks: &Checks) -> String {
    if checks.is_empty() {
        return String::new();
    }
    format!(" [each(&{})]", constant(names, checks))
}
