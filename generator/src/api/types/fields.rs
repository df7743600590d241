//! Objects: their declared members, and the type of undeclared members.
//!
//! In: merged schemas of type `object`. Out: a struct if a member is declared, or else a map. What fields inherit from their types
//! is added at the end, when all types have their shapes.

use crate::diagnostic::Diagnostic;
use crate::openapi::document::SchemaId;

use crate::api::schemas::assertions::{Additional, Property};
use crate::api::schemas::docs::{self, Marks};
use crate::api::schemas::merged::Merged;
use crate::api::types::graph::Types;
use crate::api::types::nodes::part;
use crate::api::types::variants;
use crate::api::{Api, Constraints, Docs, Field, Shape, Struct, TypeId, TypePart, TypeRef};

/// Returns the shape of the object type `id`.
pub(super) fn object(types: &mut Types<'_>, id: TypeId, merged: &Merged<'_>) -> Shape {
    let assertions = &merged.assertions;
    let required = assertions.required_names();
    let mut fields = Vec::with_capacity(assertions.properties.len());
    for property in &assertions.properties {
        // `false` is how a schema that extends another one removes a member.
        let is_forbidden = property
            .schemas
            .iter()
            .any(|schema| types.document.schema(*schema).boolean == Some(false));
        if !is_forbidden {
            fields.push(field(types, id, property, required.contains(property.name)));
        }
    }
    report_undeclared(types, merged);
    let additional = additional(types, id, merged);
    if !fields.is_empty() || !assertions.properties.is_empty() {
        return Shape::Struct(Struct { fields, additional });
    }
    match (additional, &assertions.additional) {
        (Some(value), _) => Shape::Map(value),
        (None, Additional::Never) => Shape::Struct(Struct::default()),
        (None, _) => {
            let location = types.graph[id].ty.location.clone();
            Shape::Map(types.any(part(id, TypePart::Value), location))
        }
    }
}

fn field(types: &mut Types<'_>, id: TypeId, property: &Property<'_>, required: bool) -> Field {
    let mut documentation = Docs::default();
    let mut marks = Marks::default();
    let mut rust_name = None;
    let ty = field_type(types, id, property);
    for schema in property.schemas.iter().rev() {
        let own = types.document.schema(*schema);
        if rust_name.is_none() {
            rust_name.clone_from(&own.hints.name);
        }
        let chain = types.references.chain(*schema);
        for schema in chain.into_iter().chain([own]) {
            docs::add(&mut documentation, schema);
            marks.add(schema);
        }
    }
    let last = property.schemas[property.schemas.len() - 1];
    Field {
        name: property.name.to_owned(),
        ty,
        required,
        sensitive: marks.sensitive,
        read_only: marks.read_only,
        write_only: marks.write_only,
        docs: documentation,
        constraints: Constraints::default(),
        rust_name,
        location: types.document.schema(last).location.clone(),
    }
}

fn field_type(types: &mut Types<'_>, id: TypeId, property: &Property<'_>) -> TypeRef {
    let mut schemas = property.schemas.as_slice();
    let are_alternatives = property.conditional && !types.all_same(schemas);
    if property.conditional && !are_alternatives {
        schemas = &schemas[..1];
    }
    let owner = match schemas {
        [_] => types.owner_of(property.declared_by, id),
        // Several schemas: the type is that of this object alone.
        _ => id,
    };
    let name = part(owner, TypePart::Field(property.name.to_owned()));
    if are_alternatives {
        let location = types.document.schema(schemas[0]).location.clone();
        variants::from_schemas(types, name, &location, schemas)
    } else {
        types.use_of(schemas, name)
    }
}

/// Returns the type of undeclared members, if the schemas allow any.
fn additional(types: &mut Types<'_>, id: TypeId, merged: &Merged<'_>) -> Option<TypeRef> {
    let location = types.graph[id].ty.location.clone();
    let assertions = &merged.assertions;
    let mut schemas: Vec<SchemaId> = Vec::new();
    if let Additional::Typed(all) = &assertions.additional {
        if assertions.patterns.is_empty() {
            return Some(types.use_of(all, part(id, TypePart::Value)));
        }
        schemas.extend(all);
    }
    let described = assertions.patterns.iter().map(|pattern| pattern.schema);
    schemas
        .extend(described.filter(|schema| types.document.schema(*schema).boolean != Some(false)));
    let accepts_anything = match assertions.additional {
        Additional::Any => true,
        Additional::Unstated => !schemas.is_empty() && accepts_unmatched_members(types, merged),
        Additional::Never | Additional::Typed(_) => false,
    };
    let name = part(id, TypePart::Value);
    if accepts_anything {
        return Some(types.any(name, location));
    }
    match schemas.as_slice() {
        [] => None,
        [first, ..] if types.all_same(&schemas) => Some(types.use_of(&[*first], name)),
        _ => {
            let location = location.child("patternProperties");
            Some(variants::from_schemas(types, name, &location, &schemas))
        }
    }
}

/// Returns whether a member that matches no pattern is allowed, in an object without `additionalProperties`: it may have any value.
///
/// A pattern that matches any word or any number describes the keys of a map. Then no other members are intended, although the
/// specification allows them.
fn accepts_unmatched_members(types: &mut Types<'_>, merged: &Merged<'_>) -> bool {
    let patterns = &merged.assertions.patterns;
    let Some(first) = patterns
        .first()
        .filter(|_| patterns.iter().all(|each| is_selective(each.pattern)))
    else {
        return false;
    };
    types.report(
        Diagnostic::warning(
            "open-pattern-properties",
            types.document.schema(first.schema).location.key(),
            format!(
                "a member whose name does not match a pattern such as `{}` may be anything; undeclared members are \
                 free-form values",
                first.pattern
            ),
        )
        .help("write `additionalProperties: false` if there are no others"),
    );
    true
}

/// Returns whether a pattern contains literal letters, and not only character classes.
fn is_selective(pattern: &str) -> bool {
    let mut characters = pattern.chars();
    let mut closing = None;
    while let Some(letter) = characters.next() {
        match (closing, letter) {
            // A backslash begins a character class, or escapes a character.
            (_, '\\') => {
                characters.next();
            }
            (Some(end), letter) if letter == end => closing = None,
            (Some(_), _) => {}
            (None, '[') => closing = Some(']'),
            (None, '{') => closing = Some('}'),
            (None, letter) if letter.is_alphanumeric() || letter == '_' => return true,
            (None, _) => {}
        }
    }
    false
}

/// Reports members that are required and not declared.
pub(super) fn report_undeclared(types: &mut Types<'_>, merged: &Merged<'_>) {
    for required in &merged.assertions.required {
        let name = required.name;
        if merged.property(name).is_none() {
            types.report(Diagnostic::warning(
                "undeclared-required",
                required.location.child("required"),
                format!(
                    "`{name}` is required, but no property of that name is declared; it is ignored"
                ),
            ));
        }
    }
}

/// Adds to each field what it inherits from its type: documentation where the use has none, bounds, and secrecy.
pub(crate) fn inherit_from_types(api: &mut Api, marks: &[Marks]) {
    for index in 0..api.types.len() {
        let Shape::Struct(object) = &mut api.types[index].shape else {
            continue;
        };
        let mut object = std::mem::take(object);
        for field in &mut object.fields {
            let id = field.ty.id.0 as usize;
            // A struct that contains itself has no fields at this moment, but its documentation and bounds are set already.
            let ty = &api.types[id];
            docs::fall_back(&mut field.docs, &ty.docs);
            field.constraints.clone_from(&ty.constraints);
            field.sensitive |= marks[id].sensitive;
            field.read_only |= marks[id].read_only;
            field.write_only |= marks[id].write_only;
        }
        api.types[index].shape = Shape::Struct(object);
    }
}
