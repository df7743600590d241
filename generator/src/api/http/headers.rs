//! The headers that successful responses declare, with their types.
//!
//! In: the responses that mean success. Out: [`Header`]s, each once. A header that some of the responses lack is optional.

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{MediaType, Parameter as Declared, Response, SchemaId};

use crate::api::http::value_docs;
use crate::api::media_types;
use crate::api::media_types::MediaKind;
use crate::api::types::graph::Types;
use crate::api::{Docs, Header, HeaderForm, OperationPart, Shape, TypeName, TypeRef};

/// Returns the headers of the operation of this index.
pub(crate) fn headers(types: &mut Types<'_>, responses: &[&Response], index: usize) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    for response in responses {
        for declared in &response.headers {
            let header = header(types, declared, index);
            match headers
                .iter_mut()
                .find(|known| known.name.eq_ignore_ascii_case(&header.name))
            {
                Some(known) => merge(types, known, &header),
                None => headers.push(header),
            }
        }
    }
    for header in &mut headers {
        header.required = responses.iter().all(|response| {
            let mut declared = response.headers.iter();
            declared.any(|other| other.required && other.name.eq_ignore_ascii_case(&header.name))
        });
    }
    headers
}

/// Makes a header a string if it is declared twice with different types.
fn merge(types: &mut Types<'_>, known: &mut Header, other: &Header) {
    let shape = |ty: TypeRef| &types.graph[ty.id].ty.shape;
    let is_same_type = known.ty.id == other.ty.id || shape(known.ty) == shape(other.ty);
    if is_same_type && known.form == other.form {
        return;
    }
    types.report(
        Diagnostic::warning(
            "header-as-string",
            other.location.clone(),
            format!(
                "the type of the header `{}` differs in another response; it is read as a string",
                known.name
            ),
        )
        .related(known.location.clone(), "of another type"),
    );
    let name = types.graph[known.ty.id].ty.name.clone();
    known.ty = types.plain(Shape::String(None), name, known.location.clone());
    known.form = HeaderForm::String;
}

/// The type of a header, and how it is read. No type is a string.
struct HeaderType {
    ty: Option<TypeRef>,
    form: HeaderForm,
}

fn header(types: &mut Types<'_>, declared: &Declared, index: usize) -> Header {
    let name = TypeName::Operation {
        operation: index,
        part: OperationPart::Header(declared.name.clone()),
    };
    let mut docs = Docs {
        summary: None,
        description: declared.description.clone(),
        default: None,
        example: declared.examples.first().cloned(),
        deprecated: declared.deprecated,
    };
    let json = declared.content.as_ref().filter(|content| {
        matches!(
            media_types::kind(&content.name),
            MediaKind::Json | MediaKind::Any
        )
    });
    let HeaderType { ty, form } = if let Some(schema) = declared.schema {
        from_schema(types, declared, schema, name.clone(), &mut docs)
    } else if let Some(content) = json {
        from_json(types, content, name.clone())
    } else {
        HeaderType {
            ty: None,
            form: HeaderForm::String,
        }
    };
    let ty = ty.unwrap_or_else(|| {
        types.plain(Shape::String(None), name.clone(), declared.location.clone())
    });
    let ty = TypeRef {
        nullable: false,
        ..ty
    };
    let is_list = matches!(types.graph[ty.id].ty.shape, Shape::List(_));
    // Its values can contain commas, so each has a field line of its own.
    let is_set_cookie = declared.name.eq_ignore_ascii_case("set-cookie");
    let ty = if is_set_cookie && !is_list {
        types.plain(Shape::List(ty), name, declared.location.clone())
    } else {
        ty
    };
    Header {
        name: declared.name.clone(),
        form: if is_set_cookie {
            HeaderForm::Repeated
        } else {
            form
        },
        required: declared.required,
        ty,
        docs,
        rust_name: declared.hints.name.clone(),
        location: declared.location.clone(),
    }
}

/// Returns the type of a header with a schema, and adds the documentation of the schema.
fn from_schema(
    types: &mut Types<'_>,
    declared: &Declared,
    schema: SchemaId,
    name: TypeName,
    docs: &mut Docs,
) -> HeaderType {
    let ty = types.use_of(&[schema], name);
    types.shape_all();
    value_docs::add(types, schema, ty, docs);
    if let Some(form) = form(types, ty) {
        return HeaderType { ty: Some(ty), form };
    }
    types.report(Diagnostic::warning(
        "header-as-string",
        declared.location.clone(),
        format!(
            "the type of the header `{}` is neither a scalar nor a list of scalars; it is read as a string",
            declared.name
        ),
    ));
    HeaderType {
        ty: None,
        form: HeaderForm::String,
    }
}

fn from_json(types: &mut Types<'_>, content: &MediaType, name: TypeName) -> HeaderType {
    let ty = match content.schema {
        Some(schema) => types.use_of(&[schema], name),
        None => types.any(name, content.location.clone()),
    };
    types.shape_all();
    HeaderType {
        ty: Some(ty),
        form: HeaderForm::Json,
    }
}

/// Returns how a header of this type is read; `None` if it cannot be.
fn form(types: &Types<'_>, ty: TypeRef) -> Option<HeaderForm> {
    let shape = |ty: TypeRef| &types.graph[ty.id].ty.shape;
    let is_string = |shape: &Shape| {
        matches!(
            shape,
            Shape::String(_) | Shape::DateTime | Shape::Date | Shape::Enum(_)
        )
    };
    let is_scalar = |shape: &Shape| {
        matches!(
            shape,
            Shape::Boolean
                | Shape::Integer(_)
                | Shape::Integers(_)
                | Shape::Number
                | Shape::IntegerOrNumber
        )
    };
    match shape(ty) {
        own if is_string(own) => Some(HeaderForm::String),
        own if is_scalar(own) => Some(HeaderForm::Scalar),
        Shape::List(item) if is_string(shape(*item)) => Some(HeaderForm::StringList),
        Shape::List(item) if is_scalar(shape(*item)) => Some(HeaderForm::ScalarList),
        _ => None,
    }
}
