//! Objects: their named members, and the type of the others.
//!
//! In: merged schemas of type `object`. Out: a struct where a member is named, else a map. What fields take from their
//! types is added at the end, when all types have their shapes.

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::openapi::document::SchemaId;

use crate::api::schemas::docs;

use crate::api::schemas::docs::Marks;
use crate::api::schemas::merged::{Additional, Merged, Property};
use crate::api::types::graph::Types;
use crate::api::types::shapes::part;
use crate::api::types::variants;
use crate::api::{Api, Constraints, Docs, Field, Shape, Struct, TypeId, TypePart, TypeRef};

/// Returns the shape of the object type `id`.
pub(crate) fn object(types: &mut Types<'_>, id: TypeId, merged: &Merged<'_>) -> Shape {
    let required: HashSet<&str> = merged.required.iter().map(|(name, _)| *name).collect();
    let mut fields = Vec::with_capacity(merged.properties.len());
    for property in &merged.properties {
        // `false` is how a schema that extends another one takes a member away.
        let forbidden = property
            .schemas
            .iter()
            .any(|schema| types.document.schema(*schema).boolean == Some(false));
        if !forbidden {
            fields.push(field(types, id, property, required.contains(property.name)));
        }
    }
    report_undeclared(types, merged);
    let additional = additional(types, id, merged);
    if fields.is_empty() && merged.properties.is_empty() {
        return match (additional, &merged.additional) {
            (Some(value), _) => Shape::Map(value),
            (None, Additional::Never) => Shape::Struct(Struct::default()),
            (None, _) => {
                let place = types.list[id.0 as usize].location.clone();
                Shape::Map(types.any(part(id, TypePart::Value), place))
            }
        };
    }
    Shape::Struct(Struct { fields, additional })
}

fn field(types: &mut Types<'_>, id: TypeId, property: &Property<'_>, required: bool) -> Field {
    let mut schemas = property.schemas.as_slice();
    let alternatives = property.conditional && !types.all_same(schemas);
    if property.conditional && !alternatives {
        schemas = &schemas[..1];
    }
    let owner = match schemas {
        [_] => types.owner_of(property.declared_by, id),
        // Several schemas: the type is that of this object alone.
        _ => id,
    };
    let name = part(owner, TypePart::Field(property.name.to_owned()));
    let ty = match alternatives {
        true => {
            let place = types.document.schema(schemas[0]).location.clone();
            variants::of_schemas(types, name, &place, schemas)
        }
        false => types.use_of(schemas, name),
    };
    let mut said = Docs::default();
    let mut marks = Marks::default();
    let mut rust_name = None;
    for schema in property.schemas.iter().rev() {
        let own = types.document.schema(*schema);
        if rust_name.is_none() {
            rust_name.clone_from(&own.hints.name);
        }
        let way = types.references.way(*schema);
        for schema in way.into_iter().chain([own]) {
            docs::add(&mut said, schema);
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
        docs: said,
        constraints: Constraints::default(),
        rust_name,
        location: types.document.schema(last).location.clone(),
    }
}

/// Returns the type of members that are not named, if the schemas speak of such.
fn additional(types: &mut Types<'_>, id: TypeId, merged: &Merged<'_>) -> Option<TypeRef> {
    let place = types.list[id.0 as usize].location.clone();
    let mut schemas: Vec<SchemaId> = Vec::new();
    if let Additional::Typed(all) = &merged.additional {
        if merged.patterns.is_empty() {
            return Some(types.use_of(all, part(id, TypePart::Value)));
        }
        schemas.extend(all);
    }
    let described = merged.patterns.iter().map(|(_, schema)| *schema);
    schemas
        .extend(described.filter(|schema| types.document.schema(*schema).boolean != Some(false)));
    let any = match merged.additional {
        Additional::Any => true,
        Additional::Unsaid => !schemas.is_empty() && are_others_possible(types, merged),
        Additional::Never | Additional::Typed(_) => false,
    };
    match schemas.as_slice() {
        _ if any => Some(types.any(part(id, TypePart::Value), place)),
        [] => None,
        [first, ..] if types.all_same(&schemas) => {
            Some(types.use_of(&[*first], part(id, TypePart::Value)))
        }
        _ => Some(variants::of_schemas(
            types,
            part(id, TypePart::Value),
            &place.child("patternProperties"),
            &schemas,
        )),
    }
}

/// Returns whether members that no pattern matches are to be expected, where nothing is said of them: they may be anything.
///
/// A pattern that allows any word, or any number, is how a document describes the keys of a map: nobody means that others
/// come beside.
fn are_others_possible(types: &mut Types<'_>, merged: &Merged<'_>) -> bool {
    let mut patterns = merged.patterns.iter();
    let Some((selective, described)) = patterns
        .next()
        .filter(|first| is_selective(first.0) && patterns.all(|other| is_selective(other.0)))
    else {
        return false;
    };
    types.report(
        Diagnostic::warning(
            "open-pattern-properties",
            types.document.schema(*described).location.key(),
            format!(
                "a member that matches no pattern, such as `{selective}`, may be anything; members without a name of their \
                 own are free-form values"
            ),
        )
        .help("write `additionalProperties: false` if there are no others"),
    );
    true
}

/// Returns whether a pattern asks for certain letters, and not merely for letters of some kind.
fn is_selective(pattern: &str) -> bool {
    let mut letters = pattern.chars();
    let mut inside = None;
    while let Some(letter) = letters.next() {
        match (inside, letter) {
            // What stands behind a backslash is a kind of letters, or a sign.
            (_, '\\') => {
                letters.next();
            }
            (Some(end), letter) if letter == end => inside = None,
            (Some(_), _) => {}
            (None, '[') => inside = Some(']'),
            (None, '{') => inside = Some('}'),
            (None, letter) if letter.is_alphanumeric() || letter == '_' => return true,
            (None, _) => {}
        }
    }
    false
}

/// Reports members that are required and not described.
pub(crate) fn report_undeclared(types: &mut Types<'_>, merged: &Merged<'_>) {
    for (name, place) in &merged.required {
        if merged.property(name).is_none() {
            types.report(Diagnostic::warning(
                "undeclared-required",
                place.child("required"),
                format!(
                    "`{name}` is required but no property of that name is declared; that is ignored"
                ),
            ));
        }
    }
}

/// Adds to each field what its type says: text where the use has none, bounds, and secrecy.
pub(crate) fn take_from_types(api: &mut Api, marks: &[Marks]) {
    for index in 0..api.types.len() {
        let Shape::Struct(object) = &mut api.types[index].shape else {
            continue;
        };
        let mut object = std::mem::take(object);
        for field in &mut object.fields {
            let id = field.ty.id.0 as usize;
            // A struct that contains itself is empty just now, but its text and bounds are in place.
            let ty = &api.types[id];
            docs::fall_back(&mut field.docs, &ty.docs);
            field.constraints.clone_from(&ty.constraints);
            let mut united = Marks {
                sensitive: field.sensitive,
                read_only: field.read_only,
                write_only: field.write_only,
                ..Marks::default()
            };
            united.unite(marks[id]);
            field.sensitive = united.sensitive;
            field.read_only = united.read_only;
            field.write_only = united.write_only;
        }
        api.types[index].shape = Shape::Struct(object);
    }
}
