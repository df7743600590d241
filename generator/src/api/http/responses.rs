//! What an operation returns: the value of its successful responses, or one of several, and its declared failures.
//!
//! In: responses by status. Out: one [`Success`], and the [`Failure`]s. What a single response contains is decided in
//! `response_content`.

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{MediaType, Operation, Response, StatusKey};

use crate::api::http::content;
use crate::api::http::content::{BodyFormat, body_format};
use crate::api::http::envelope;
use crate::api::http::envelope::Unwrapped;
use crate::api::http::headers;
use crate::api::http::response_content;
use crate::api::http::response_content::{ResponseContent, status_range};
use crate::api::types::graph::Types;
use crate::api::{
    Alternative, EnumValue, Failure, Field, Link, OperationPart, Shape, Struct, Success,
    SuccessEncoding, TypeName, TypeRef,
};

/// Returns what the operation of this index returns on success.
pub(crate) fn success(types: &mut Types<'_>, operation: &Operation, index: usize) -> Success {
    let successes = successes(operation);
    report_redirect(types, operation, &successes);
    let mut other_formats = Vec::new();
    let mut contents: Vec<ResponseContent<'_>> = Vec::with_capacity(successes.len());
    for response in &successes {
        let media_types = media_types_of(types, operation, response);
        // The first response with a body has the plain name, whatever is declared beside it.
        let part = if contents.iter().any(|content| content.media.is_some()) {
            OperationPart::StatusResponse(status_range(response.status))
        } else {
            OperationPart::Response
        };
        let content = response_content::lower(types, response, media_types, index, part);
        response_content::add_other_formats(
            types,
            &content,
            media_types,
            index,
            &mut other_formats,
        );
        contents.push(content);
    }
    let headers = headers::headers(types, &successes, index);
    let success = Success {
        other_formats,
        headers,
        accept: accept(&contents),
        statuses: successes
            .iter()
            .map(|response| status_range(response.status))
            .collect(),
        links: links(&successes),
        ..Success::default()
    };
    if !have_one_type(types, &contents) {
        return Success {
            alternatives: alternatives(&contents),
            ..success
        };
    }
    let with_body = contents.iter().find(|content| content.media.is_some());
    let documented = with_body.or(contents.first());
    Success {
        value: with_body.and_then(|content| common_value(content, &contents)),
        encoding: with_body.map_or(SuccessEncoding::Json, |content| content.encoding),
        description: documented.and_then(|content| content.response.description.clone()),
        example: with_body.and_then(first_example),
        ..success
    }
}

/// Returns the declared failures.
pub(crate) fn failures(types: &mut Types<'_>, operation: &Operation, index: usize) -> Vec<Failure> {
    let default_is_success = successes(operation)
        .iter()
        .any(|response| response.status == StatusKey::Default);
    let is_failure = |status: StatusKey| match status {
        StatusKey::Code(code) => code >= 400,
        StatusKey::Range(hundred) => hundred >= 4,
        StatusKey::Default => !default_is_success,
    };
    let mut failures = Vec::new();
    for response in operation
        .responses
        .iter()
        .filter(|response| is_failure(response.status))
    {
        let status = status_range(response.status);
        let schema = content::preferred(types, &response.content)
            .filter(|media| body_format(types, media) == BodyFormat::Json)
            .and_then(|media| media.schema)
            // The runtime reads the errors of an envelope.
            .filter(|schema| envelope::unwrap(types.document, *schema) == Unwrapped::NoEnvelope);
        let name = response_content::type_name(response, index, OperationPart::Failure(status));
        failures.push(Failure {
            status,
            body: schema.map(|schema| types.use_of(&[schema], name)),
            description: response.description.clone(),
        });
    }
    types.shape_all();
    failures
}

/// Returns the responses that mean success, exact statuses first: those of 200 to 299, or `default` where no other response can
/// be a success.
pub(crate) fn successes(operation: &Operation) -> Vec<&Response> {
    let with_status = |condition: fn(StatusKey) -> bool| -> Vec<&Response> {
        operation
            .responses
            .iter()
            .filter(|response| condition(response.status))
            .collect()
    };
    let mut successes = with_status(|status| matches!(status, StatusKey::Code(200..=299)));
    successes.extend(with_status(|status| status == StatusKey::Range(2)));
    if successes.is_empty() && redirect(operation).is_none() {
        with_status(|status| status == StatusKey::Default)
    } else {
        successes
    }
}

fn report_redirect(types: &mut Types<'_>, operation: &Operation, successes: &[&Response]) {
    if let (true, Some(redirect)) = (successes.is_empty(), redirect(operation)) {
        types.report(
            Diagnostic::warning(
                "redirect-response",
                redirect.location.key(),
                "this redirect is the only success that is declared; `GET` and `HEAD` follow it and return nothing of what they \
                 find there, other methods return it as an error with its status and headers",
            )
            .label("not a value"),
        );
    }
}

/// Returns a declared response of 300 to 399.
fn redirect(operation: &Operation) -> Option<&Response> {
    operation.responses.iter().find(|response| {
        matches!(
            response.status,
            StatusKey::Code(300..=399) | StatusKey::Range(3)
        )
    })
}

/// Returns the media types of the body that a response can have: with `HEAD` and some statuses, HTTP has no body.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1>
fn media_types_of<'b>(
    types: &mut Types<'_>,
    operation: &Operation,
    response: &'b Response,
) -> &'b [MediaType] {
    let is_head = operation.method == "HEAD";
    let has_no_body = is_head || matches!(response.status, StatusKey::Code(204 | 205));
    match response.content.first() {
        Some(first) if has_no_body => {
            let cause = if is_head {
                "to `HEAD`"
            } else {
                "with this status"
            };
            types.report(
                Diagnostic::warning(
                    "body-without-effect",
                    first.location.key(),
                    format!("a response {cause} has no body; this content is ignored"),
                )
                .label("never sent"),
            );
            &[]
        }
        _ => &response.content,
    }
}

/// Returns the links of all responses, each once.
fn links(successes: &[&Response]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for link in successes.iter().flat_map(|response| &response.links) {
        let link = Link {
            name: link.name.clone(),
            operation: link.operation.clone(),
            description: link.description.clone(),
        };
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// Returns whether all responses that have a body have values of one type.
fn have_one_type(types: &Types<'_>, contents: &[ResponseContent<'_>]) -> bool {
    let mut with_body = contents.iter().filter(|content| content.media.is_some());
    let Some(first) = with_body.next() else {
        return true;
    };
    with_body.all(|content| {
        content.encoding == first.encoding
            && match (content.value, first.value) {
                (Some(left), Some(right)) => left == right || are_alike(types, left, right),
                (left, right) => left == right,
            }
    })
}

/// Returns the value of a response that stands for all of them. It is nullable where some responses have no body.
fn common_value(
    with_body: &ResponseContent<'_>,
    contents: &[ResponseContent<'_>],
) -> Option<TypeRef> {
    let is_json = matches!(
        with_body.encoding,
        SuccessEncoding::Json | SuccessEncoding::Envelope
    );
    let can_be_missing = is_json && contents.iter().any(|content| content.media.is_none());
    with_body.value.map(|value| TypeRef {
        nullable: value.nullable || can_be_missing,
        ..value
    })
}

fn alternatives(contents: &[ResponseContent<'_>]) -> Vec<Alternative> {
    contents
        .iter()
        .map(|content| Alternative {
            status: status_range(content.response.status),
            value: content.value,
            encoding: content.encoding,
            description: content.response.description.clone(),
            example: first_example(content),
            location: content.response.location.clone(),
        })
        .collect()
}

fn first_example(content: &ResponseContent<'_>) -> Option<crate::openapi::Node> {
    content.media?.examples.first().cloned()
}

/// Returns whether two types of different schemas have the same values. Two components are never alike, because their names
/// tell them apart.
fn are_alike(types: &Types<'_>, left: TypeRef, right: TypeRef) -> bool {
    let ty = |ty: TypeRef| &types.graph[ty.id].ty;
    let is_component = |one: TypeRef| matches!(ty(one).name, TypeName::Component(_));
    let mut seen = HashSet::new();
    let mut open = vec![(left, right)];
    while let Some((left, right)) = open.pop() {
        if left.nullable != right.nullable {
            return false;
        }
        if left.id == right.id || !seen.insert((left.id, right.id)) {
            continue;
        }
        match (&ty(left).shape, &ty(right).shape) {
            (Shape::List(left), Shape::List(right)) | (Shape::Map(left), Shape::Map(right)) => {
                open.push((*left, *right));
            }
            (Shape::Tuple(left), Shape::Tuple(right)) => {
                if left.len() != right.len() {
                    return false;
                }
                open.extend(left.iter().copied().zip(right.iter().copied()));
            }
            (Shape::Struct(_) | Shape::Enum(_) | Shape::Integers(_), _)
                if is_component(left) || is_component(right) =>
            {
                return false;
            }
            (Shape::Struct(left), Shape::Struct(right)) => {
                if !have_same_fields(left, right) {
                    return false;
                }
                let fields = left.fields.iter().zip(&right.fields);
                open.extend(fields.map(|(left, right)| (left.ty, right.ty)));
                open.extend(left.additional.zip(right.additional));
            }
            (Shape::Enum(left), Shape::Enum(right))
            | (Shape::Integers(left), Shape::Integers(right)) => {
                let value = |value: &EnumValue| value.value.clone();
                if !left.iter().map(value).eq(right.iter().map(value)) {
                    return false;
                }
            }
            (Shape::Union(_), _) => return false,
            (left, right) if left != right => return false,
            _ => {}
        }
    }
    true
}

/// Returns whether the fields of two structs are equal but for their types.
fn have_same_fields(left: &Struct, right: &Struct) -> bool {
    let mut fields = left.fields.iter().zip(&right.fields);
    let is_same = |(left, right): (&Field, &Field)| {
        left.name == right.name && left.required == right.required
    };
    left.fields.len() == right.fields.len()
        && left.additional.is_some() == right.additional.is_some()
        && fields.all(is_same)
}

/// Returns the value of `Accept`: the media types that are read of each response.
fn accept(contents: &[ResponseContent<'_>]) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in contents.iter().flat_map(|content| &content.accept) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}
