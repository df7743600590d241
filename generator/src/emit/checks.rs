//! Emits the constraints of values as data, from which the runtime checks values before they are sent.
//!
//! In: planned checks. Out: calls that build a `Limits` of the runtime.

use super::layout::{Code, Name, Source, code, commas, number};
use super::literal::{float, integer};
use super::names::Names;
use crate::rust::{Checks, IntegerChecks, NumberChecks};

/// The largest whole number up to which every `f64` is exact: 2⁵³.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Returns the calls that set the limits: `nested()` if only the value's own type has constraints.
pub(super) fn limits(names: &Names<'_>, checks: &Checks) -> Vec<Code> {
    let mut calls = Vec::new();
    if let Some(number) = &checks.number {
        calls.extend(number_bounds(number));
    }
    if let Some(integer) = &checks.integer {
        calls.extend(integer_bounds(integer));
    }
    let mut count = |what: &str, limits: Option<(Option<u64>, Option<u64>)>| {
        let (minimum, maximum) = limits.unwrap_or_default();
        for (bound, count) in [("min", minimum), ("max", maximum)] {
            let name = Name::new(&format!("{bound}_{what}"));
            calls.extend(count.map(number).map(|count| code!(#name(#count))));
        }
    };
    count("length", checks.length);
    count("items", checks.items);
    count("properties", checks.properties);
    if checks.unique {
        calls.push(code!(unique_items()));
    }
    if let Some(each) = checks.each.as_deref().filter(|each| !each.is_empty()) {
        let each = expression(names, each);
        calls.push(code!(each(&#each)));
    }
    if checks.elements.iter().any(|element| !element.is_empty()) {
        let elements = commas(
            checks
                .elements
                .iter()
                .map(|element| expression(names, element)),
        );
        calls.push(code!(elements(&[#elements])));
    }
    if calls.is_empty() {
        calls.push(code!(nested()));
    }
    calls
}

/// Returns the calls that set the limits, joined by dots.
fn chain(names: &Names<'_>, checks: &Checks) -> Code {
    let mut chain = Code::default();
    for call in limits(names, checks) {
        if !chain.is_empty() {
            chain.push(code!(.));
        }
        chain.push(call);
    }
    chain
}

/// Returns the limits as an expression for a static.
pub(super) fn expression(names: &Names<'_>, checks: &Checks) -> Code {
    let limits = names.get("Limits");
    if checks.is_empty() {
        return code!(#limits::NONE);
    }
    if checks.is_only_nested() {
        return code!(#limits::NESTED);
    }
    let calls = chain(names, checks);
    code!(#limits::NONE.#calls)
}

/// Returns a reference to the limits, for the body of a function.
pub(super) fn reference(names: &Names<'_>, checks: &Checks) -> Code {
    let (macro_name, calls) = (names.get("limits"), chain(names, checks));
    code!(#macro_name!(#calls))
}

fn number_bounds(checks: &NumberChecks) -> impl Iterator<Item = Code> {
    let bounds = [
        ("minimum", checks.minimum),
        ("maximum", checks.maximum),
        ("exclusive_minimum", checks.exclusive_minimum),
        ("exclusive_maximum", checks.exclusive_maximum),
    ];
    bounds.into_iter().filter_map(|(name, bound)| {
        let bound = bound?;
        Some(if bound.fract() == 0.0 && bound.abs() < EXACT {
            let (name, bound) = (Name::new(name), integer(bound as i128));
            code!(#name(#bound))
        } else {
            let (name, bound) = (Name::new(&format!("{name}_f64")), float(bound));
            code!(#name(#bound))
        })
    })
}

fn integer_bounds(checks: &IntegerChecks) -> impl Iterator<Item = Code> {
    let bounds = [
        ("minimum", checks.minimum),
        ("maximum", checks.maximum),
        ("multiple_of", checks.multiple_of),
    ];
    bounds.into_iter().filter_map(|(name, bound)| {
        let (name, bound) = (Name::new(name), integer(bound?));
        Some(code!(#name(#bound)))
    })
}

/// Adds the limits in brackets to a line of a table; nothing if there are none.
pub(super) fn add_to_table(names: &Names<'_>, checks: &Checks, table: &mut Source) {
    if !checks.is_empty() {
        table.add(" [").add_code(&chain(names, checks)).add("]");
    }
}

/// Adds the limits of each value of a map in brackets to a line of a table.
pub(super) fn add_of_values_to_table(names: &Names<'_>, checks: &Checks, table: &mut Source) {
    if !checks.is_empty() {
        let each = expression(names, checks);
        table.add(" [each(&").add_code(&each).add(")]");
    }
}
