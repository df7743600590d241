//! A single parameter: its type, its encoding and its documentation.
//!
//! In: a Parameter Object, or a name of a path template without one. Out: a [`Parameter`].
//! <https://spec.openapis.org/oas/v3.1.1.html#parameter-object>

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{
    MediaType, Parameter as Declared, ParameterIn, PathItem, Style as Stated,
};

use crate::api::http::styles::{Statement, ValueShape};
use crate::api::http::{paths, styles, value_docs};
use crate::api::media_types;
use crate::api::media_types::MediaKind;
use crate::api::types::graph::Types;
use crate::api::{
    Docs, Hints, OperationPart, Parameter, ParameterEncoding, ParameterLocation, Shape, Style,
    TypeName, TypeRef,
};

/// Returns a declared parameter of the operation of this index.
pub(super) fn parameter(types: &mut Types<'_>, declared: &Declared, operation: usize) -> Parameter {
    let stated = Statement {
        location_in: declared.location_in,
        style: declared.style,
        explode: declared.explode,
        allow_reserved: declared.allow_reserved,
        allow_empty: declared.allow_empty_value,
    };
    report_query_keywords(types, declared);
    let mut docs = Docs {
        summary: None,
        description: declared.description.clone(),
        default: None,
        example: declared.examples.first().cloned(),
        deprecated: declared.deprecated,
    };
    let (ty, encoding) = match (&declared.schema, &declared.content) {
        (Some(schema), _) => {
            let ty = types.use_of(&[*schema], type_name(operation, &declared.name));
            types.shape_all();
            let outcome = styles::encoding(stated, value_shape(types, ty));
            if let Some(note) = outcome.note {
                let location = declared.location.clone();
                types.report(Diagnostic::warning("undefined-style", location, note));
            }
            value_docs::add(types, *schema, ty, &mut docs);
            (ty, outcome.encoding)
        }
        (None, Some(content)) => from_content(types, declared, content, stated, operation),
        (None, None) => {
            // The reader has warned of it.
            let ty = string(types, declared, operation);
            (ty, styles::encoding(stated, ValueShape::Scalar).encoding)
        }
    };
    Parameter {
        name: declared.name.clone(),
        encoding,
        segments: declared
            .multi_segment
            .then(|| paths::ANY_SEGMENTS.to_owned()),
        required: declared.required || declared.location_in == ParameterIn::Path,
        ty,
        idempotency: declared.idempotency,
        docs,
        hints: declared.hints.clone(),
        location: declared.location.clone(),
    }
}

/// Returns a string parameter for a name of the path template that is not declared.
pub(super) fn undeclared(
    types: &mut Types<'_>,
    item: &PathItem,
    name: &str,
    location_in: ParameterLocation,
    required: bool,
    operation: usize,
) -> Parameter {
    let location = item.location.key();
    let is_in_path = location_in == ParameterLocation::Path;
    let fallback = if is_in_path {
        "a required string is used"
    } else if required {
        "a required string in the query is used"
    } else {
        "an optional string in the query is used"
    };
    types.report(Diagnostic::warning(
        "undeclared-path-parameter",
        location.clone(),
        format!("no parameter of this path is named `{name}`; {fallback}"),
    ));
    let ty = types.plain(
        Shape::String(None),
        type_name(operation, name),
        location.clone(),
    );
    Parameter {
        name: name.to_owned(),
        encoding: ParameterEncoding {
            location_in,
            style: if is_in_path {
                Style::Simple
            } else {
                Style::Form
            },
            explode: !is_in_path,
            allow_reserved: false,
            allow_empty: false,
        },
        segments: None,
        required,
        ty,
        idempotency: false,
        docs: Docs::default(),
        hints: Hints::default(),
        location,
    }
}

/// Returns the type and the encoding of a parameter with `content`.
fn from_content(
    types: &mut Types<'_>,
    declared: &Declared,
    content: &MediaType,
    stated: Statement,
    operation: usize,
) -> (TypeRef, ParameterEncoding) {
    let stated = Statement {
        style: match stated.location_in {
            ParameterIn::Path | ParameterIn::Header => Stated::Simple,
            ParameterIn::Query | ParameterIn::Cookie => Stated::Form,
        },
        ..stated
    };
    let mut encoding = styles::encoding(stated, ValueShape::Scalar).encoding;
    let kind = media_types::kind(&content.name);
    if matches!(kind, MediaKind::Json | MediaKind::Any) {
        encoding.style = Style::Json;
        encoding.explode = false;
        let name = type_name(operation, &declared.name);
        let ty = match content.schema {
            Some(schema) => types.use_of(&[schema], name),
            None => types.any(name, content.location.clone()),
        };
        types.shape_all();
        return (ty, encoding);
    }
    if kind != MediaKind::Text {
        types.report(Diagnostic::warning(
            "parameter-media-type",
            content.location.key(),
            format!(
                "values cannot be encoded as `{}`; a string is sent unchanged",
                content.name
            ),
        ));
    }
    (string(types, declared, operation), encoding)
}

/// Returns a string type for a parameter.
fn string(types: &mut Types<'_>, declared: &Declared, operation: usize) -> TypeRef {
    types.plain(
        Shape::String(None),
        type_name(operation, &declared.name),
        declared.location.clone(),
    )
}

/// Reports keywords that have no effect in the location of a parameter.
fn report_query_keywords(types: &mut Types<'_>, declared: &Declared) {
    if declared.location_in == ParameterIn::Query {
        return;
    }
    let mut report = |keyword: &str, allowed: &str| {
        types.report(Diagnostic::warning(
            "keyword-without-effect",
            declared.location.child(keyword).key(),
            format!("`{keyword}` is for parameters {allowed}; it is ignored"),
        ));
    };
    if declared.allow_reserved && declared.location_in != ParameterIn::Path {
        report("allowReserved", "in the path or the query");
    }
    if declared.allow_empty_value {
        report("allowEmptyValue", "in the query");
    }
}

/// Returns what of a type's shape decides how its values are encoded.
fn value_shape(types: &Types<'_>, ty: TypeRef) -> ValueShape {
    let shape = |ty: &TypeRef| &types.graph[ty.id].ty.shape;
    let is_nested = |ty: &TypeRef| {
        matches!(
            shape(ty),
            Shape::List(_) | Shape::Tuple(_) | Shape::Map(_) | Shape::Struct(_)
        )
    };
    match shape(&ty) {
        Shape::Any | Shape::Union(_) => ValueShape::Any,
        Shape::List(item) if is_nested(item) => ValueShape::DeepList,
        Shape::Tuple(elements) if elements.iter().any(is_nested) => ValueShape::DeepList,
        Shape::List(_) | Shape::Tuple(_) => ValueShape::List,
        Shape::Map(value) if is_nested(value) => ValueShape::DeepObject,
        Shape::Map(_) => ValueShape::Object,
        Shape::Struct(object) => {
            let mut parts = object.fields.iter().map(|field| &field.ty);
            if parts.any(is_nested) || object.additional.as_ref().is_some_and(is_nested) {
                ValueShape::DeepObject
            } else {
                ValueShape::Object
            }
        }
        _ => ValueShape::Scalar,
    }
}

fn type_name(operation: usize, name: &str) -> TypeName {
    TypeName::Operation {
        operation,
        part: OperationPart::Parameter(name.to_owned()),
    }
}
