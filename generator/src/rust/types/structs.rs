//! From objects of the API to structs.
//!
//! In: an object with named members, and the struct's name. Out: a [`Struct`] with its fields, constructor and checks.

use crate::api::{self, TypeId, TypeRef};
use crate::diagnostic::Diagnostics;

use super::super::analysis::members::{constant_string, is_required};
use super::super::docs;
use super::super::model::{
    Additional, Checks, Constant, Constructor, Field, Ident, Presence, Struct,
};
use super::super::names::case::snake;
use super::super::names::reserved::RESERVED_FIELDS;
use super::super::names::scope::{Case, NameRequest, Scope};
use super::super::names::words::words;
use super::checks::checks;
use super::constants::constant;
use super::item_docs::{item_docs, type_alias};
use super::rust_types::Types;

/// Plans a struct. `required` is the name of the struct of its required members, if it needs one.
pub(super) fn plan(
    types: &Types<'_>,
    id: TypeId,
    name: &Ident,
    required: Option<&Ident>,
    shape: &api::Struct,
    diagnostics: &mut Diagnostics,
) -> Struct {
    let owner = types.api.get(id);
    let mut scope = Scope::new(Case::Snake, RESERVED_FIELDS);
    let requests: Vec<NameRequest<'_>> = shape
        .fields
        .iter()
        .map(|field| {
            NameRequest::new(snake(&words(&field.name)), &field.location)
                .hint(field.rust_name.as_deref())
        })
        .collect();
    let idents = scope.claim_all(&requests, diagnostics);
    let fields: Vec<Field> = shape
        .fields
        .iter()
        .zip(idents)
        .enumerate()
        .map(|(index, (member, ident))| field(types, id, index, member, ident))
        .collect();
    let additional = shape
        .additional
        .map(|value| additional(types, owner, value, &mut scope, diagnostics));
    Struct {
        name: name.clone(),
        docs: item_docs(types, id, name),
        alias: type_alias(owner, name),
        deprecated: owner.docs.deprecated,
        secret: fields.iter().any(|field| field.secret)
            || additional.as_ref().is_some_and(|values| values.secret),
        constructor: match required {
            _ if !owner.in_request => Constructor::None,
            _ if !fields.iter().any(Field::is_always_sent) => Constructor::Default,
            Some(required) => Constructor::Required(required.clone()),
            None => Constructor::New,
        },
        fields,
        additional,
        in_request: owner.in_request,
        response_form: types.response_form(id).cloned(),
    }
}

/// Plans the field for members that are not named.
fn additional(
    types: &Types<'_>,
    owner: &api::Type,
    value: TypeRef,
    scope: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> Additional {
    let request =
        NameRequest::internal("additional".to_owned()).or("additional_members".to_owned());
    Additional {
        name: scope.claim(request, diagnostics),
        value: types.ty(value),
        secret: types.is_secret(value.id),
        checks: if owner.in_request {
            checks(types, value.id, &types.api.get(value.id).constraints)
        } else {
            Checks::default()
        },
    }
}

/// Plans the field of this index.
fn field(types: &Types<'_>, id: TypeId, index: usize, member: &api::Field, name: Ident) -> Field {
    let owner = types.api.get(id);
    let ty = types.field(id, index, member.ty.id);
    let presence = presence(types, owner, member);
    let constant = match presence {
        Presence::Required => constant(types, member, &ty),
        _ => None,
    };
    let secret = member.sensitive || types.is_secret(member.ty.id);
    Field {
        docs: field_docs(types, owner, member, &name, secret, constant.as_ref()),
        alias: docs::alias(&member.name, &name),
        name,
        wire: member.name.clone(),
        ty,
        presence,
        constant,
        secret,
        deprecated: member.docs.deprecated,
        checks: if owner.in_request && !member.read_only {
            checks(types, member.ty.id, &member.constraints)
        } else {
            Checks::default()
        },
    }
}

fn field_docs(
    types: &Types<'_>,
    owner: &api::Type,
    member: &api::Field,
    name: &Ident,
    secret: bool,
    constant: Option<&Constant>,
) -> Vec<String> {
    let is_documented = member.docs.summary.is_some() || member.docs.description.is_some();
    let mut lines = if is_documented {
        let fallback = format!("The member {}.", docs::code(&member.name));
        docs::describe(&member.docs, &fallback)
    } else {
        Vec::new()
    };
    let wire = docs::wire_name(&member.name, name);
    docs::append(
        &mut lines,
        docs::facts(wire, &member.constraints, &member.docs),
    );
    if secret {
        let sentence = "Secret: `Debug` shows `[redacted]` in its place.";
        docs::append(&mut lines, vec![sentence.to_owned()]);
    }
    if constant.is_some() {
        let has_new = owner.in_request;
        match (constant_string(types.api, member), lines.last_mut()) {
            // The facts already state the only value of a number or boolean.
            (None, Some(_)) if !has_new => {}
            (None, Some(last)) => last.push_str(" `new` sets it."),
            (string, _) => {
                let value = docs::code(string.unwrap_or_default());
                let set = if has_new { "; `new` sets it" } else { "" };
                docs::append(&mut lines, vec![format!("Always {value}{set}.")]);
            }
        }
    }
    lines
}

fn presence(types: &Types<'_>, owner: &api::Type, field: &api::Field) -> Presence {
    let is_required = is_required(owner, field);
    let nullable = types.has_separate_null(field.ty);
    if is_required && nullable {
        Presence::RequiredNullable
    } else if is_required {
        Presence::Required
    } else if nullable && owner.in_request && !field.read_only {
        Presence::Patch
    } else {
        Presence::Optional
    }
}
