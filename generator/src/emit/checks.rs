//! Emits the checks of values before they are sent.
//!
//! In: planned checks. Out: calls of `At`, which the runtime has for a place in a value. The runtime decides what is wrong.

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::{format_ident, quote};

use super::literal::{float, ident, integer, string_literal};
use super::names::Names;
use crate::rust::{Checks, Ident, IntegerChecks, NumberChecks, Parameter, Presence, Struct, Ty};

/// Emits `Validate` for a struct.
pub(super) fn validate_impl(names: &Names<'_>, item: &Struct) -> TokenStream {
    let (validate, name) = (names.get("Validate"), ident(&item.name));
    let fields = item
        .fields
        .iter()
        .filter(|field| !field.checks.is_empty())
        .map(|field| {
            let (name, wire) = (ident(&field.name), string_literal(&field.wire));
            let place = quote!(violations.at(#wire));
            match field.presence {
                Presence::Required => scoped_statements(
                    names,
                    place,
                    &Value::place(quote!(self.#name)),
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
                        Presence::Patch => quote!(self.#name.as_ref()),
                        _ => quote!(&self.#name),
                    };
                    quote! {
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
            let name = ident(&additional.name);
            let place = quote!(violations.at(name));
            let statements = statements(
                names,
                place,
                &Value::reference("item"),
                &additional.value,
                &additional.checks,
            );
            quote! {
                for (name, item) in &self.#name {
                    #statements
                }
            }
        });
    let fields: Vec<_> = fields.chain(additional).collect();
    if fields.is_empty() {
        return quote!(impl #validate for #name {});
    }
    let violations = names.get("Violations");
    quote! {
        impl #validate for #name {
            fn check(&self, violations: &mut #violations) {
                #(#fields)*
            }
        }
    }
}

/// Emits an `impl` with the method by which users check a value.
pub(super) fn validate_method(names: &Names<'_>, item: &Ident) -> TokenStream {
    let name = ident(item);
    let function = validate_function(names);
    quote! {
        impl #name {
            #function
        }
    }
}

/// Emits the method by which users check a value.
pub(super) fn validate_function(names: &Names<'_>) -> TokenStream {
    let (validate, error, result) = (
        names.get("Validate"),
        names.get("ValidationError"),
        names.get("Result"),
    );
    quote! {
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
    reference: TokenStream,
    /// An expression that is the value.
    place: TokenStream,
}

impl Value {
    /// Returns the value that is this place.
    pub(super) fn place(place: TokenStream) -> Self {
        Self {
            reference: quote!(&#place),
            place,
        }
    }

    /// Returns the value that a variable refers to.
    pub(super) fn reference(name: &str) -> Self {
        let name = format_ident!("{name}");
        Self::reference_to(quote!(#name))
    }

    /// Returns the value that an expression refers to.
    pub(super) fn reference_to(reference: TokenStream) -> Self {
        Self {
            place: quote!(*#reference),
            reference,
        }
    }
}

/// Emits the checks of one value; `place` is an expression that returns its `At`. Where they keep that in a variable, they are
/// in a block of their own, at whose end the place is left.
pub(super) fn scoped_statements(
    names: &Names<'_>,
    place: TokenStream,
    value: &Value,
    ty: &Ty,
    checks: &Checks,
) -> TokenStream {
    let statements = statements(names, place, value, ty, checks);
    let keeps_place = matches!(statements.clone().into_iter().next(), Some(TokenTree::Ident(first)) if first == "let");
    if keeps_place {
        quote!({ #statements })
    } else {
        statements
    }
}

/// Emits the checks of one value, for a block that holds nothing else.
fn statements(
    names: &Names<'_>,
    place: TokenStream,
    value: &Value,
    ty: &Ty,
    checks: &Checks,
) -> TokenStream {
    let ty = names.shared.resolve(ty);
    let reference = &value.reference;
    if checks.is_empty() {
        return TokenStream::new();
    }
    match ty {
        // Null passes.
        Ty::Option(inner) => {
            let statements = statements(names, place, &Value::reference("value"), inner, checks);
            return quote! {
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
                &Value::place(quote!(*#dereferenced)),
                inner,
                checks,
            );
        }
        _ => {}
    }
    let calls = calls(names, value, ty, checks);
    let over = match (ty, checks.each.as_deref()) {
        (Ty::Tuple(elements), _) => over_tuple(names, value, elements, checks),
        (_, Some(each)) => over_elements(names, value, ty, each),
        _ => TokenStream::new(),
    };
    match calls.as_slice() {
        [] if over.is_empty() => TokenStream::new(),
        [call] if over.is_empty() => quote!(#place.#call;),
        calls => quote! {
            let mut place = #place;
            #(place.#calls;)*
            #over
        },
    }
}

/// Emits the checks of the elements of a tuple.
fn over_tuple(names: &Names<'_>, value: &Value, elements: &[Ty], checks: &Checks) -> TokenStream {
    let tuple = method_receiver(&value.place, &value.reference);
    if checks.is_empty() {
        return TokenStream::new();
    }
    let positions = elements.iter().zip(0..);
    let unique = checks.unique.then(|| {
        let positions = positions.clone();
        let elements = positions.map(|(_, index)| {
            let index = Literal::usize_unsuffixed(index);
            quote!(&#tuple.#index)
        });
        quote!(place.unique_elements(&[#(#elements),*]);)
    });
    let each = positions.zip(&checks.elements);
    let each = each.filter(|(_, checks)| !checks.is_empty());
    let each = each.map(|((ty, index), checks)| {
        let index = Literal::usize_unsuffixed(index);
        scoped_statements(
            names,
            quote!(place.index(#index)),
            &Value::place(quote!(#tuple.#index)),
            ty,
            checks,
        )
    });
    quote!(#unique #(#each)*)
}

/// Emits the loop over the elements of a list or the values of a map.
fn over_elements(names: &Names<'_>, value: &Value, ty: &Ty, each: &Checks) -> TokenStream {
    let (reference, held) = (&value.reference, &value.place);
    match ty {
        Ty::Map(element) => {
            let statements = statements(
                names,
                quote!(place.entry(name)),
                &Value::reference("item"),
                element,
                each,
            );
            quote! {
                for (name, item) in #reference {
                    #statements
                }
            }
        }
        Ty::Vec(element) => {
            let statements = statements(
                names,
                quote!(place.index(index)),
                &Value::reference("item"),
                element,
                each,
            );
            let list = method_receiver(held, reference);
            quote! {
                for (index, item) in #list.iter().enumerate() {
                    #statements
                }
            }
        }
        // Nothing else has elements.
        _ => TokenStream::new(),
    }
}

/// Returns the calls on an `At` that check a value.
fn calls(names: &Names<'_>, value: &Value, ty: &Ty, checks: &Checks) -> Vec<TokenStream> {
    let (reference, held) = (&value.reference, &value.place);
    let receiver = method_receiver(held, reference);
    let mut calls = Vec::new();
    if let Some(bounds) = &checks.number {
        let range = number_range(names, bounds);
        calls.push(quote!(number(#held, #range)));
    }
    if let Some(bounds) = &checks.integer {
        let range = integer_range(names, bounds);
        calls.push(quote!(integer(i128::from(#held), #range)));
    }
    if let Some((minimum, maximum)) = checks.length {
        let limits = limits(minimum, maximum);
        calls.push(quote!(length(#reference, #limits)));
    }
    if let Some((minimum, maximum)) = checks.items {
        let limits = limits(minimum, maximum);
        calls.push(quote!(items(#receiver.len(), #limits)));
    }
    if checks.unique && !matches!(ty, Ty::Tuple(_)) {
        calls.push(quote!(unique(#reference)));
    }
    if let Some((minimum, maximum)) = checks.properties {
        let limits = limits(minimum, maximum);
        calls.push(quote!(properties(#receiver.len(), #limits)));
    }
    if checks.nested {
        calls.push(quote!(nested(#reference)));
    }
    calls
}

/// Emits the limits of a parameter that is a string or an integer, for its descriptor. Returns `None` if it has checks
/// that are not among these.
pub(super) fn parameter_limits(names: &Names<'_>, parameter: &Parameter) -> Option<TokenStream> {
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
        let (name, limit) = (format_ident!("{name}"), integer(limit?));
        Some(quote!(.#name(#limit)))
    });
    Some(limits.collect())
}

/// Returns the receiver of a method call: the place without `&`, or the reference without `*`.
fn method_receiver(held: &TokenStream, reference: &TokenStream) -> TokenStream {
    let is_reference = held.to_string().starts_with('*');
    match (is_reference, reference.to_string().starts_with('&')) {
        (true, true) => quote!((#reference)),
        (true, false) => reference.clone(),
        (false, _) => held.clone(),
    }
}

fn limits(minimum: Option<u64>, maximum: Option<u64>) -> TokenStream {
    let limit = |limit: Option<u64>| match limit {
        Some(limit) => {
            let limit = integer(limit.into());
            quote!(Some(#limit))
        }
        None => quote!(None),
    };
    let (minimum, maximum) = (limit(minimum), limit(maximum));
    quote!(#minimum, #maximum)
}

fn number_range(names: &Names<'_>, checks: &NumberChecks) -> TokenStream {
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

fn integer_range(names: &Names<'_>, checks: &IntegerChecks) -> TokenStream {
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
fn range<const N: usize>(
    range: TokenStream,
    bounds: [(&str, Option<TokenStream>); N],
) -> TokenStream {
    let bounds = bounds.into_iter().filter_map(|(name, bound)| {
        let name = format_ident!("{name}");
        bound.map(|bound| quote!(.#name(#bound)))
    });
    quote!(#range::ANY #(#bounds)*)
}
