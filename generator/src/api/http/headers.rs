//! The headers that answers of success declare, with their types.
//!
//! In: the responses that mean success. Out: [`Header`]s, each once. A header that some of the answers lack is optional.

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{Parameter as Declared, Response};

use crate::api::http::media;

use crate::api::http::media::Kind;
use crate::api::schemas::docs;
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
                Some(known) => unite(types, known, header),
                None => headers.push(header),
            }
        }
    }
    for header in &mut headers {
        let everywhere = responses.iter().all(|response| {
            let mut declared = response.headers.iter();
            declared.any(|other| other.required && other.name.eq_ignore_ascii_case(&header.name))
        });
        header.required = everywhere;
    }
    headers
}

/// Takes a header that is declared twice with different types as text.
fn unite(types: &mut Types<'_>, known: &mut Header, other: Header) {
    let shape = |ty: TypeRef| &types.list[ty.id.0 as usize].shape;
    let same = known.ty.id == other.ty.id || shape(known.ty) == shape(other.ty);
    if same && known.form == other.form {
        return;
    }
    types.report(
        Diagnostic::warning(
            "header-as-text",
            other.location.clone(),
            format!(
                "the header `{}` has another type in another answer; it is read as text",
                known.name
            ),
        )
        .related(known.location.clone(), "of another type"),
    );
    let (name, location) = (
        types.list[known.ty.id.0 as usize].name.clone(),
        known.location.clone(),
    );
    known.ty = types.plain(Shape::String(None), name, location);
    known.form = HeaderForm::Text;
}

fn header(types: &mut Types<'_>, declared: &Declared, index: usize) -> Header {
    let name = TypeName::Operation {
        operation: index,
        part: OperationPart::Header(declared.name.clone()),
    };
    let mut said = Docs {
        summary: None,
        description: declared.description.clone(),
        default: None,
        example: declared.examples.first().cloned(),
        deprecated: declared.deprecated,
    };
    let json = declared
        .content
        .as_ref()
        .filter(|content| matches!(media::kind(&content.name), Kind::Json | Kind::Wild));
    let (ty, form) = if let Some(schema) = declared.schema {
        let ty = types.use_of(&[schema], name.clone());
        types.shape_all();
        let own = types.document.schema(schema);
        for schema in types.references.way(schema).into_iter().chain([own]) {
            docs::add(&mut said, schema);
        }
        docs::fall_back(&mut said, &types.list[ty.id.0 as usize].docs);
        match self::form(types, ty) {
            Some(form) => (Some(ty), form),
            None => {
                types.report(Diagnostic::warning(
                    "header-as-text",
                    declared.location.clone(),
                    format!(
                        "the header `{}` has a type that is no scalar and no list of them; it is read as text",
                        declared.name
                    ),
                ));
                (None, HeaderForm::Text)
            }
        }
    } else if let Some(content) = json {
        let ty = match content.schema {
            Some(schema) => types.use_of(&[schema], name.clone()),
            None => types.any(name.clone(), content.location.clone()),
        };
        types.shape_all();
        (Some(ty), HeaderForm::Json)
    } else {
        (None, HeaderForm::Text)
    };
    let form = match declared.name.eq_ignore_ascii_case("set-cookie") {
        // Commas stand in the values, so that each has a header of its own.
        true => HeaderForm::Repeated,
        false => form,
    };
    let text = TypeRef {
        nullable: false,
        ..ty.unwrap_or_else(|| {
            types.plain(Shape::String(None), name.clone(), declared.location.clone())
        })
    };
    let ty = match (form, &types.list[text.id.0 as usize].shape) {
        (HeaderForm::Repeated, Shape::List(_)) => text,
        (HeaderForm::Repeated, _) => {
            types.plain(Shape::List(text), name, declared.location.clone())
        }
        _ => text,
    };
    Header {
        name: declared.name.clone(),
        form,
        required: declared.required,
        ty,
        docs: said,
        rust_name: declared.hints.name.clone(),
        location: declared.location.clone(),
    }
}

/// Returns how a header of a type is read; none where its text cannot be.
fn form(types: &Types<'_>, ty: TypeRef) -> Option<HeaderForm> {
    let shape = |ty: TypeRef| &types.list[ty.id.0 as usize].shape;
    let is_text = |shape: &Shape| {
        matches!(
            shape,
            Shape::String(_) | Shape::DateTime | Shape::Date | Shape::Enum(_)
        )
    };
    let is_plain = |shape: &Shape| {
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
        own if is_text(own) => Some(HeaderForm::Text),
        own if is_plain(own) => Some(HeaderForm::Plain),
        Shape::List(item) if is_text(shape(*item)) => Some(HeaderForm::Texts),
        Shape::List(item) if is_plain(shape(*item)) => Some(HeaderForm::Plains),
        _ => None,
    }
}
