//! Emits the checks of values before they are sent.
//!
//! In: planned checks. Out: calls of `At`, which the runtime has for a place in a value. The runtime decides what is wrong.

use super::layout::{Code, Name, code};
use super::literal::{float, integer, string_literal};
use super::names::Names;
use crate::rust::{Checks, Ident, IntegerChecks, NumberChecks, Parameter, Presence, Struct, Ty};

/// Emits `Validate` for a struct.
pub(super) fn validate_impl(names: &Names<'_>, item: &Struct) -> Code {
    let (validate, name) = (names.get("Validate"), &item.name);
    let fields = item
        .fields
        .iter()
        .filter(|field| !field.checks.is_empty())
        .map(|field| {
            let (name, wire) = (&field.name, string_literal(&field.wire));
            let place = code!(violations.at(#wire));
            match field.presence {
                Presence::Required => scoped_statements(
                    names,
                    place,
                    &Value::place(code!(self.#name)),
                    &field.ty,
                    &field.checks,
                ),
                Presence::RequiredNullable | Presence::Optional | Presence::Patch => {
                    let statements = statements(
                        names,
                        place,
                        &Value::reference("value"),
                        &field.ty,
                        &field.checks,
                    );
                    let value = match field.presence {
                        Presence::Patch => code!(self.#name.as_ref()),
                        _ => code!(&self.#name),
                    };
                    code! {
                        if let Some(value) = #value {
                            #statements
                        }
                    }
                }
            }
        });
    let additional = item
        .additional
        .as_ref()
        .filter(|additional| !additional.checks.is_empty())
        .map(|additional| {
            let name = &additional.name;
            let place = code!(violations.at(name));
            let statements = statements(
                names,
                place,
                &Value::reference("item"),
                &additional.value,
                &additional.checks,
            );
            code! {
                for (name, item) in &self.#name {
                    #statements
                }
            }
        });
    let fields: Code = fields.chain(additional).collect();
    if fields.is_empty() {
        return code!(impl #validate for #name {});
    }
    let violations = names.get("Violations");
    code! {
        impl #validate for #name {
            fn check(&self, violations: &mut #violations) {
                #fields
            }
        }
    }
}

/// Emits an `impl` with the method by which users check a value.
pub(super) fn validate_method(names: &Names<'_>, item: &Ident) -> Code {
    let name = item;
    let function = validate_function(names);
    code! {
        impl #name {
            #function
        }
    }
}

/// Emits the method by which users check a value.
pub(super) fn validate_function(names: &Names<'_>) -> Code {
    let (validate, error, result) = (
        names.get("Validate"),
        names.get("ValidationError"),
        names.get("Result"),
    );
    code! {
        /// Checks the constraints that the API documents.
        ///
        /// # Errors
        ///
        /// Returns all violations, each with its path.
        pub fn validate(&self) -> #result<(), #error> {
            #validate::validate(self)
        }
    }
}

/// A value as the checks see it.
pub(super) struct Value {
    /// An expression that is a reference to it.
    reference: Code,
    /// An expression that is the value.
    place: Code,
}

impl Value {
    /// Returns the value that is this place.
    pub(super) fn place(place: Code) -> Self {
        Self {
            reference: code!(&#place),
            place,
        }
    }

    /// Returns the value that a variable refers to.
    pub(super) fn reference(name: &str) -> Self {
        let name = Name::new(name);
        Self::reference_to(code!(#name))
    }

    /// Returns the value that an expression refers to.
    pub(super) fn reference_to(reference: Code) -> Self {
        Self {
            place: code!(*#reference),
            reference,
        }
    }
}

/// Emits the checks of one value; `place` is an expression that returns its `At`. Where they keep that in a variable, they are
/// in a block of their own, at whose end the place is left.
pub(super) fn scoped_statements(
    names: &Names<'_>,
    place: Code,
    value: &Value,
    ty: &Ty,
    checks: &Checks,
) -> Code {
    let statements = statements(names, place, value, ty, checks);
    let keeps_place = statements.begins_with("let");
    if keeps_place {
        code!({ #statements })
    } else {
        statements
    }
}

/// Emits the checks of one value, for a block that holds nothing else.
fn statements(names: &Names<'_>, place: Code, value: &Value, ty: &Ty, checks: &Checks) -> Code {
    let ty = names.shared.resolve(ty);
    let reference = &value.reference;
    if checks.is_empty() {
        return Code::default();
    }
    match ty {
        // Null passes.
        Ty::Option(inner) => {
            let statements = statements(names, place, &Value::reference("value"), inner, checks);
            return code! {
                if let Some(value) = #reference {
                    #statements
                }
            };
        }
        // A nested check looks through the box by itself.
        Ty::Box(inner) if !checks.is_only_nested() => {
            let dereferenced = &value.place;
            return statements(
                names,
                place,
                &Value::place(code!(*#dereferenced)),
                inner,
                checks,
            );
        }
        _ => {}
    }
    let calls = calls(names, value, checks);
    let each = checks.each.as_deref().filter(|each| !each.is_empty());
    match (calls.as_slice(), each) {
        ([], None) => Code::default(),
        ([call], None) => code!(#place.#call;),
        (calls, None) => {
            let calls = at_place(calls);
            code! {
                let mut place = #place;
                #calls
            }
        }
        (calls, Some(each)) => {
            let calls = at_place(calls);
            let over = over_elements(names, value, ty, each);
            code! {
                let mut place = #place;
                #calls
                #over
            }
        }
    }
}

/// Emits calls on the variable of a place.
fn at_place(calls: &[Code]) -> Code {
    calls.iter().map(|call| code!(place.#call;)).collect()
}

/// Emits the loop over the elements of a list or the values of a map.
fn over_elements(names: &Names<'_>, value: &Value, ty: &Ty, each: &Checks) -> Code {
    let (reference, held) = (&value.reference, &value.place);
    match ty {
        Ty::Map(element) => {
            let statements = statements(
                names,
                code!(place.entry(name)),
                &Value::reference("item"),
                element,
                each,
            );
            code! {
                for (name, item) in #reference {
                    #statements
                }
            }
        }
        Ty::Vec(element) => {
            let statements = statements(
                names,
                code!(place.index(index)),
                &Value::reference("item"),
                element,
                each,
            );
            let list = method_receiver(held, reference);
            code! {
                for (index, item) in #list.iter().enumerate() {
                    #statements
                }
            }
        }
        // Nothing else has elements.
        _ => Code::default(),
    }
}

/// Returns the calls on an `At` that check a value.
fn calls(names: &Names<'_>, value: &Value, checks: &Checks) -> Vec<Code> {
    let (reference, held) = (&value.reference, &value.place);
    let receiver = method_receiver(held, reference);
    let mut calls = Vec::new();
    if let Some(bounds) = &checks.number {
        let range = number_range(names, bounds);
        calls.push(code!(number(#held, #range)));
    }
    if let Some(bounds) = &checks.integer {
        let range = integer_range(names, bounds);
        calls.push(code!(integer(i128::from(#held), #range)));
    }
    if let Some((minimum, maximum)) = checks.length {
        let limits = limits(minimum, maximum);
        calls.push(code!(length(#reference, #limits)));
    }
    if let Some((minimum, maximum)) = checks.items {
        let limits = limits(minimum, maximum);
        calls.push(code!(items(#receiver.len(), #limits)));
    }
    if checks.unique {
        calls.push(code!(unique(#reference)));
    }
    if let Some((minimum, maximum)) = checks.properties {
        let limits = limits(minimum, maximum);
        calls.push(code!(properties(#receiver.len(), #limits)));
    }
    if checks.nested {
        calls.push(code!(nested(#reference)));
    }
    calls
}

/// Emits the limits of a parameter that is a string or an integer, for its descriptor. Returns `None` if it has checks
/// that are not among these.
pub(super) fn parameter_limits(names: &Names<'_>, parameter: &Parameter) -> Option<Code> {
    let checks = &parameter.checks;
    let mut ty = names.shared.resolve(&parameter.ty);
    if let Ty::Option(inner) = ty {
        ty = names.shared.resolve(inner);
    }
    let is_limited = match ty {
        Ty::String => Checks {
            length: checks.length,
            ..Checks::default()
        },
        Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => Checks {
            integer: checks.integer,
            ..Checks::default()
        },
        _ => Checks::default(),
    };
    if is_limited != *checks {
        return None;
    }
    let (min_length, max_length) = checks.length.unwrap_or_default();
    let range = checks.integer.as_ref();
    let limits = [
        ("min_length", min_length.map(i128::from)),
        ("max_length", max_length.map(i128::from)),
        ("minimum", range.and_then(|range| range.minimum)),
        ("maximum", range.and_then(|range| range.maximum)),
        ("multiple_of", range.and_then(|range| range.multiple_of)),
    ];
    let limits = limits.into_iter().filter_map(|(name, limit)| {
        let (name, limit) = (Name::new(name), integer(limit?));
        Some(code!(.#name(#limit)))
    });
    Some(limits.collect())
}

/// Returns the receiver of a method call: the place without `&`, or the reference without `*`.
fn method_receiver(held: &Code, reference: &Code) -> Code {
    let is_reference = held.begins_with("*");
    match (is_reference, reference.begins_with("&")) {
        (true, true) => code!((#reference)),
        (true, false) => reference.clone(),
        (false, _) => held.clone(),
    }
}

fn limits(minimum: Option<u64>, maximum: Option<u64>) -> Code {
    let limit = |limit: Option<u64>| match limit {
        Some(limit) => {
            let limit = integer(limit.into());
            code!(Some(#limit))
        }
        None => code!(None),
    };
    let (minimum, maximum) = (limit(minimum), limit(maximum));
    code!(#minimum, #maximum)
}

fn number_range(names: &Names<'_>, checks: &NumberChecks) -> Code {
    let bounds = [
        ("minimum", checks.minimum),
        ("maximum", checks.maximum),
        ("exclusive_minimum", checks.exclusive_minimum),
        ("exclusive_maximum", checks.exclusive_maximum),
    ];
    range(
        names.get("NumberRange"),
        bounds.map(|(name, bound)| (name, bound.map(float))),
    )
}

fn integer_range(names: &Names<'_>, checks: &IntegerChecks) -> Code {
    let bounds = [
        ("minimum", checks.minimum),
        ("maximum", checks.maximum),
        ("multiple_of", checks.multiple_of),
    ];
    range(
        names.get("IntegerRange"),
        bounds.map(|(name, bound)| (name, bound.map(integer))),
    )
}

/// Emits a range with these bounds.
fn range<const N: usize>(range: Code, bounds: [(&str, Option<Code>); N]) -> Code {
    let bounds = bounds.into_iter().filter_map(|(name, bound)| {
        let name = Name::new(name);
        bound.map(|bound| code!(.#name(#bound)))
    });
    let bounds: Code = bounds.collect();
    code!(#range::ANY #bounds)
}
