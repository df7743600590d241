//! From shapes to structs, enums and aliases; unions have a file of their own.
//!
//! In: the named types of an API. Out: the modules below `types/`. Knows nothing of operations.

use std::collections::HashSet;

use crate::api::{self, Shape, TypeId};
use crate::diagnostic::Diagnostics;

use super::model::{
    Additional, Alias, Checks, Constructor, Enum, EnumVariant, Field, Item, Presence, Struct,
    TypeModule,
};
use super::names::{Case, Ident, RESERVED_FIELDS, Scope, Wish, pascal, snake, words};
use super::type_names::Entry;
use super::types::Types;
use super::{checks, constants, docs, unions, webhooks};

/// Plans the files below `types/`.
pub(super) fn modules(types: &Types<'_>, diagnostics: &mut Diagnostics) -> Vec<TypeModule> {
    let modules = types
        .names
        .modules
        .iter()
        .filter(|module| !module.entries.is_empty());
    modules
        .map(|module| TypeModule {
            name: module.name.clone(),
            items: module
                .entries
                .iter()
                .filter_map(|entry| item(types, entry, diagnostics))
                .collect(),
        })
        .collect()
}

fn item(types: &Types<'_>, entry: &Entry, diagnostics: &mut Diagnostics) -> Option<Item> {
    match entry {
        Entry::Alias { component, name } => Some(Item::Alias(alias(types, *component, name))),
        Entry::Received {
            webhook,
            of_answer,
            name,
        } => webhooks::alias(types, (*webhook, *of_answer), name).map(Item::Alias),
        Entry::Type { id, required } => {
            let name = types.names.item(*id)?;
            match &types.api.get(*id).shape {
                Shape::Struct(shape) => {
                    let required = required.clone();
                    Some(Item::Struct(structure(
                        types,
                        Named {
                            id: *id,
                            name,
                            required,
                        },
                        shape,
                        diagnostics,
                    )))
                }
                Shape::Enum(values) | Shape::Integers(values) => Some(Item::Enum(enumeration(
                    (types, types.api.get(*id)),
                    name,
                    values,
                    diagnostics,
                ))),
                Shape::Union(shape) => Some(Item::Union(unions::plan(
                    types,
                    (*id, name),
                    shape,
                    diagnostics,
                ))),
                _ => None,
            }
        }
    }
}

/// A struct to be and its names.
struct Named<'a> {
    id: TypeId,
    name: &'a Ident,
    required: Option<Ident>,
}

fn alias(types: &Types<'_>, component: usize, name: &Ident) -> Alias {
    let (wire, reference) = &types.api.components[component];
    let ty = types.api.get(reference.id);
    let mut lines = docs::text(&ty.docs, &format!("The schema {}.", docs::code(wire)));
    docs::append(&mut lines, docs::facts(None, &ty.constraints, &ty.docs));
    Alias {
        name: name.clone(),
        docs: lines,
        alias: docs::alias(wire, name),
        deprecated: ty.docs.deprecated,
        ty: types.nullable(*reference),
    }
}

fn structure(
    types: &Types<'_>,
    named: Named<'_>,
    shape: &api::Struct,
    diagnostics: &mut Diagnostics,
) -> Struct {
    let Named { id, name, required } = named;
    let owner = types.api.get(id);
    let mut scope = Scope::new(Case::Snake, RESERVED_FIELDS);
    let wishes: Vec<Wish<'_>> = shape
        .fields
        .iter()
        .map(|field| {
            Wish::new(snake(&words(&field.name)), &field.location).hint(field.rust_name.as_deref())
        })
        .collect();
    let idents = scope.claim_all(&wishes, diagnostics);
    let fields: Vec<Field> = shape
        .fields
        .iter()
        .zip(idents)
        .enumerate()
        .map(|(index, (field, ident))| member(types, (id, index), field, ident))
        .collect();
    let additional = shape.additional.map(|value| Additional {
        name: scope.claim(
            Wish::own("additional".to_owned()).or("additional_members".to_owned()),
            diagnostics,
        ),
        value: types.nullable(value),
        secret: types.is_secret(value.id),
        checks: match owner.in_request {
            true => checks::of(types, value.id, &types.api.get(value.id).constraints),
            false => Checks::default(),
        },
    });
    let demanded = fields.iter().filter(|field| field.is_always_sent()).count();
    Struct {
        name: name.clone(),
        docs: item_docs(types, id, name),
        alias: type_alias(owner, name),
        deprecated: owner.docs.deprecated,
        secret: fields.iter().any(|field| field.secret)
            || additional
                .as_ref()
                .is_some_and(|additional| additional.secret),
        fields,
        additional,
        constructor: match (demanded, required) {
            (0, _) => Constructor::Default,
            (_, Some(required)) => Constructor::Required(required),
            (_, None) => Constructor::New,
        },
        in_request: owner.in_request,
        request_form_of: types.whole(id).cloned(),
    }
}

fn member(
    types: &Types<'_>,
    (id, index): (TypeId, usize),
    field: &api::Field,
    name: Ident,
) -> Field {
    let owner = types.api.get(id);
    let mut lines = docs::text(
        &field.docs,
        &format!("The member {}.", docs::code(&field.name)),
    );
    docs::append(
        &mut lines,
        docs::facts(
            docs::wire_name(&field.name, &name),
            &field.constraints,
            &field.docs,
        ),
    );
    let secret = field.sensitive || types.is_secret(field.ty.id);
    if secret {
        let sentence = "Secret: `Debug` shows `[redacted]` in its place.";
        docs::append(&mut lines, vec![sentence.to_owned()]);
    }
    let checked = owner.in_request && !field.read_only;
    let ty = types.field(id, index, field.ty.id);
    let presence = presence(types, owner, field);
    let constant = match presence {
        Presence::Required => constants::of(types, field, &ty),
        _ => None,
    };
    if constant.is_some() {
        match (constants::text(types.api, field), lines.last_mut()) {
            // Of a number or boolean it is said already what it always is.
            (None, Some(last)) => last.push_str(" `new` sets it."),
            (text, _) => {
                let text = docs::code(text.unwrap_or_default());
                let sentence = format!("Always {text}; `new` sets it.");
                docs::append(&mut lines, vec![sentence]);
            }
        }
    }
    Field {
        alias: docs::alias(&field.name, &name),
        name,
        wire: field.name.clone(),
        ty,
        presence,
        constant,
        secret,
        docs: lines,
        deprecated: field.docs.deprecated,
        checks: if checked {
            checks::of(types, field.ty.id, &field.constraints)
        } else {
            Checks::default()
        },
    }
}

/// Returns whether a member is always there, in each direction in which its owner travels.
///
/// What only responses have cannot be demanded of a request, and the other way round.
pub(super) fn is_required(owner: &api::Type, field: &api::Field) -> bool {
    let one_way = (field.read_only && owner.in_request) || (field.write_only && owner.in_response);
    field.required && !one_way
}

/// A title of more words is a sentence and no name.
const LONGEST_TITLE: usize = 8;

fn presence(types: &Types<'_>, owner: &api::Type, field: &api::Field) -> Presence {
    let nullable = types.tells_null(field.ty);
    match (is_required(owner, field), nullable) {
        (true, false) => Presence::Required,
        (true, true) => Presence::RequiredNullable,
        (false, true) if owner.in_request && !field.read_only => Presence::Patch,
        (false, _) => Presence::Optional,
    }
}

/// Names the values of an enum.
pub(super) fn variant_names(
    name: &Ident,
    values: &[&api::EnumValue],
    (scope, diagnostics): (&mut Scope, &mut Diagnostics),
) -> Vec<Ident> {
    let titles = titles(values);
    let wishes: Vec<Wish<'_>> = values
        .iter()
        .map(|value| {
            let text = match &value.title {
                Some(title) if titles => title,
                _ => &value.value,
            };
            let wish = Wish::new(pascal(&words(text), name.plain()), &value.location);
            wish.hint(value.rust_name.as_deref())
        })
        .collect();
    scope.claim_all(&wishes, diagnostics)
}

/// Returns whether the titles of values are names: short, and each of one value alone.
fn titles(values: &[&api::EnumValue]) -> bool {
    let mut seen = HashSet::new();
    values
        .iter()
        .filter_map(|value| value.title.as_deref())
        .map(words)
        .all(|words| words.len() <= LONGEST_TITLE && seen.insert(words))
}

fn enumeration(
    (types, owner): (&Types<'_>, &api::Type),
    name: &Ident,
    values: &[api::EnumValue],
    diagnostics: &mut Diagnostics,
) -> Enum {
    let mut known = HashSet::new();
    // A value given twice would be a second arm of a match that is never reached.
    let values: Vec<&api::EnumValue> = values
        .iter()
        .filter(|value| known.insert(value.value.as_str()))
        .collect();
    let mut scope = Scope::new(Case::Pascal, &[]);
    let idents = variant_names(name, &values, (&mut scope, &mut *diagnostics));
    let variants = values
        .iter()
        .zip(idents)
        .map(|(value, ident)| EnumVariant {
            docs: docs::variant(value),
            alias: docs::alias(&value.value, &ident),
            name: ident,
            wire: value.value.clone(),
        })
        .collect();
    Enum {
        name: name.clone(),
        docs: type_docs(types, owner, name),
        alias: type_alias(owner, name),
        deprecated: owner.docs.deprecated,
        variants,
        unrecognized: scope.claim(
            Wish::own("Unrecognized".to_owned()).or("UnrecognizedText".to_owned()),
            diagnostics,
        ),
        of_integers: matches!(owner.shape, Shape::Integers(_)),
        secret: owner.sensitive,
    }
}

/// Returns the documentation of a struct or union, which names its other form where it has one.
pub(super) fn item_docs(types: &Types<'_>, id: TypeId, name: &Ident) -> Vec<String> {
    let mut lines = type_docs(types, types.api.get(id), name);
    let sentence = match types.api.get(id).name {
        api::TypeName::Request(whole) => types.names.item(whole).map(|whole| {
            format!(
                "What requests send; answers have [`{0}`](crate::types::{0}).",
                whole.plain()
            )
        }),
        _ => types.names.request_form(id).map(|form| {
            format!(
                "What answers have; requests send [`{0}`](crate::types::{0}).",
                form.plain()
            )
        }),
    };
    docs::append(&mut lines, sentence.into_iter().collect());
    lines
}

fn type_docs(types: &Types<'_>, ty: &api::Type, name: &Ident) -> Vec<String> {
    let otherwise = match &ty.name {
        api::TypeName::Component(component) => format!("The schema {}.", docs::code(component)),
        _ => format!("A value that the API calls {}.", docs::code(name.plain())),
    };
    let mut lines = match &ty.name {
        api::TypeName::Webhook { webhook, part } => {
            let of_answer = *part == api::WebhookPart::Response;
            webhooks::docs(types, (*webhook, of_answer), &ty.docs)
        }
        _ => docs::text(&ty.docs, &otherwise),
    };
    if ty.docs.deprecated {
        docs::append(&mut lines, vec!["Deprecated.".to_owned()]);
    }
    lines
}

/// Returns what a type is found by as well.
pub(super) fn type_alias(ty: &api::Type, name: &Ident) -> Option<String> {
    match &ty.name {
        api::TypeName::Component(component) => docs::alias(component, name),
        _ => None,
    }
}
