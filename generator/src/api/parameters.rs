//! The parameters of an operation: its own and its path's, and the template they stand in.
//!
//! In: a path item and an operation. Out: [`Parameter`]s, path parameters in template order first, and the path taken
//! apart.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{
    Operation, Parameter as Declared, ParameterIn, PathItem, Style as Stated,
};

use super::media::{self, Kind};
use super::paths::{self, Piece};
use super::styles::{self, Form, Statement};
use super::types::Types;
use super::{
    Docs, OperationPart, Parameter, ParameterEncoding, PathSegment, Place, Shape, Style, TypeName,
    TypeRef, docs,
};

/// Returns an operation's parameters and its path taken apart. `index` is the operation's.
pub(super) fn parameters(
    types: &mut Types<'_>,
    item: &PathItem,
    operation: &Operation,
    index: usize,
) -> (Vec<Parameter>, Vec<PathSegment>) {
    let declared = declared(item, operation);
    let in_path: HashMap<&str, &Declared> = declared
        .iter()
        .filter(|parameter| parameter.location_in == ParameterIn::Path)
        .map(|parameter| (parameter.name.as_str(), *parameter))
        .collect();
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut positions: HashMap<&str, usize> = HashMap::new();
    let mut path = Vec::new();
    for piece in paths::pieces(&item.path) {
        let name = match piece {
            Piece::Text(text) => {
                path.push(PathSegment::Text(text.to_owned()));
                continue;
            }
            Piece::Name(name) => name,
        };
        let position = *positions.entry(name).or_insert_with(|| {
            let made = match in_path.get(name) {
                Some(declared) => parameter(types, declared, index),
                None => undeclared(types, item, name, index),
            };
            parameters.push(made);
            parameters.len() - 1
        });
        path.push(PathSegment::Parameter(position));
    }
    for declared in declared {
        if declared.location_in != ParameterIn::Path {
            let made = parameter(types, declared, index);
            parameters.push(made);
        } else if !positions.contains_key(declared.name.as_str()) {
            types.report(
                Diagnostic::warning(
                    "unused-path-parameter",
                    declared.location.clone(),
                    format!(
                        "the path `{}` has no `{{{}}}`; the parameter is left out",
                        item.path, declared.name
                    ),
                )
                .related(item.location.key(), "the path"),
            );
        }
    }
    (parameters, path)
}

/// Returns what is declared for an operation, its own in place of the path item's of the same name and place.
fn declared<'b>(item: &'b PathItem, operation: &'b Operation) -> Vec<&'b Declared> {
    let mut list: Vec<&Declared> = Vec::new();
    let mut positions: HashMap<(ParameterIn, String), usize> = HashMap::new();
    // An operation's own parameter takes the place of its path's, and the first of two of one owner counts.
    let mut shared = 0;
    for (own, declared) in item
        .parameters
        .iter()
        .map(|declared| (false, declared))
        .chain(operation.parameters.iter().map(|declared| (true, declared)))
    {
        let name = match declared.location_in {
            ParameterIn::Header => declared.name.to_ascii_lowercase(),
            _ => declared.name.clone(),
        };
        match positions.entry((declared.location_in, name)) {
            Entry::Vacant(entry) => {
                entry.insert(list.len());
                list.push(declared);
                shared += usize::from(!own);
            }
            Entry::Occupied(entry) if own && *entry.get() < shared => {
                list[*entry.get()] = declared;
            }
            Entry::Occupied(_) => {}
        }
    }
    list
}

fn undeclared(types: &mut Types<'_>, item: &PathItem, name: &str, index: usize) -> Parameter {
    let location = item.location.key();
    types.report(Diagnostic::warning(
        "undeclared-path-parameter",
        location.clone(),
        format!("no parameter of this path is called `{name}`; a required string is used"),
    ));
    let ty = types.plain(
        Shape::String(None),
        type_name(index, name),
        location.clone(),
    );
    Parameter {
        name: name.to_owned(),
        encoding: ParameterEncoding {
            place: Place::Path,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            allow_empty: false,
        },
        required: true,
        ty,
        idempotency: false,
        docs: Docs::default(),
        rust_name: None,
        location,
    }
}

fn parameter(types: &mut Types<'_>, declared: &Declared, index: usize) -> Parameter {
    let stated = Statement {
        place: declared.location_in,
        style: declared.style,
        explode: declared.explode,
        allow_reserved: declared.allow_reserved,
        allow_empty: declared.allow_empty_value,
    };
    report_query_keywords(types, declared);
    let mut said = Docs {
        summary: None,
        description: declared.description.clone(),
        default: None,
        example: declared.examples.first().cloned(),
        deprecated: declared.deprecated,
    };
    let (ty, encoding) = match (&declared.schema, &declared.content) {
        (Some(schema), _) => {
            let ty = types.use_of(&[*schema], type_name(index, &declared.name));
            types.shape_all();
            let (encoding, remark) = styles::encoding(stated, form(types, ty));
            report_style(types, &declared.location, remark);
            docs_of(types, *schema, ty, &mut said);
            (ty, encoding)
        }
        (None, Some(content)) => of_content(types, declared, content, (stated, index)),
        (None, None) => {
            types.report(Diagnostic::warning(
                "parameter-without-schema",
                declared.location.clone(),
                "this parameter has neither `schema` nor `content`; a string is used",
            ));
            let ty = text(types, declared, index);
            (ty, styles::encoding(stated, Form::Scalar).0)
        }
    };
    Parameter {
        name: declared.name.clone(),
        encoding,
        required: declared.required || declared.location_in == ParameterIn::Path,
        ty,
        idempotency: declared.idempotency,
        docs: said,
        rust_name: declared.hints.name.clone(),
        location: declared.location.clone(),
    }
}

fn of_content(
    types: &mut Types<'_>,
    declared: &Declared,
    content: &crate::openapi::document::MediaType,
    (stated, index): (Statement, usize),
) -> (TypeRef, ParameterEncoding) {
    let name = type_name(index, &declared.name);
    let plain = Statement {
        style: match stated.place {
            ParameterIn::Path | ParameterIn::Header => Stated::Simple,
            ParameterIn::Query | ParameterIn::Cookie => Stated::Form,
        },
        ..stated
    };
    let (mut encoding, _) = styles::encoding(plain, Form::Scalar);
    let kind = media::kind(&content.name);
    if matches!(kind, Kind::Json | Kind::Wild) {
        encoding.style = Style::Json;
        encoding.explode = false;
        let ty = match content.schema {
            Some(schema) => types.use_of(&[schema], name),
            None => types.any(name, content.location.clone()),
        };
        types.shape_all();
        return (ty, encoding);
    }
    if kind != Kind::Text {
        types.report(Diagnostic::warning(
            "parameter-media-type",
            content.location.key(),
            format!(
                "values cannot be written as `{}`; the text is sent as given",
                content.name
            ),
        ));
    }
    (text(types, declared, index), encoding)
}

fn text(types: &mut Types<'_>, declared: &Declared, index: usize) -> TypeRef {
    types.plain(
        Shape::String(None),
        type_name(index, &declared.name),
        declared.location.clone(),
    )
}

/// Adds what the schema says where the parameter says nothing.
fn docs_of(
    types: &Types<'_>,
    schema: crate::openapi::document::SchemaId,
    ty: TypeRef,
    said: &mut Docs,
) {
    let own = types.document.schema(schema);
    for schema in types.references.way(schema).into_iter().chain([own]) {
        docs::add(said, schema);
    }
    docs::fall_back(said, &types.list[ty.id.0 as usize].docs);
}

/// Reports what the specification gives to parameters of the query alone.
fn report_query_keywords(types: &mut Types<'_>, declared: &Declared) {
    if declared.location_in == ParameterIn::Query {
        return;
    }
    for (keyword, stated) in [
        ("allowReserved", declared.allow_reserved),
        ("allowEmptyValue", declared.allow_empty_value),
    ] {
        if stated {
            types.report(Diagnostic::warning(
                "keyword-without-effect",
                declared.location.child(keyword).key(),
                format!("`{keyword}` is for parameters of the query alone; ignored"),
            ));
        }
    }
}

fn report_style(types: &mut Types<'_>, location: &Location, remark: Option<&'static str>) {
    if let Some(remark) = remark {
        types.report(Diagnostic::warning(
            "undefined-style",
            location.clone(),
            remark,
        ));
    }
}

fn form(types: &Types<'_>, ty: TypeRef) -> Form {
    let shape = |ty: &TypeRef| &types.list[ty.id.0 as usize].shape;
    let nested =
        |ty: &TypeRef| matches!(shape(ty), Shape::List(_) | Shape::Map(_) | Shape::Struct(_));
    match shape(&ty) {
        Shape::Any | Shape::Union(_) => Form::Any,
        Shape::List(item) if nested(item) => Form::DeepList,
        Shape::List(_) => Form::List,
        Shape::Map(value) if nested(value) => Form::DeepObject,
        Shape::Map(_) => Form::Object,
        Shape::Struct(object) => {
            let deep = object.fields.iter().any(|field| nested(&field.ty))
                || object.additional.as_ref().is_some_and(nested);
            match deep {
                true => Form::DeepObject,
                false => Form::Object,
            }
        }
        _ => Form::Scalar,
    }
}

fn type_name(index: usize, name: &str) -> TypeName {
    TypeName::Operation {
        operation: index,
        part: OperationPart::Parameter(name.to_owned()),
    }
}
