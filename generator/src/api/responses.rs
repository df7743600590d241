//! What an operation gives: the value of its success, and what is declared of its failures.
//!
//! In: responses by status. Out: one [`Success`], one type whatever the status, and the failures.

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{MediaType, Operation, Response, StatusKey};

use super::bodies::{is_json, is_structured};
use super::envelope::{self, Inside};
use super::media::{self, Kind};
use super::types::Types;
use super::{OperationPart, Shape, StatusRange, Success, SuccessEncoding, TypeName, TypeRef};

/// What one response comes to.
#[derive(Clone, Debug)]
struct Answer<'b> {
    response: &'b Response,
    media: Option<&'b MediaType>,
    encoding: SuccessEncoding,
    value: Option<TypeRef>,
}

/// Returns what the operation of this index gives on success.
pub(super) fn success(types: &mut Types<'_>, operation: &Operation, index: usize) -> Success {
    let successes = successes(operation);
    if let (true, Some(redirect)) = (successes.is_empty(), redirect(operation)) {
        types.report(
            Diagnostic::warning(
                "redirect-answer",
                redirect.location.key(),
                "no success is declared but this redirect, and none is followed; the call gives it as an error with its \
                 status and headers",
            )
            .label("not followed"),
        );
    }
    let answers: Vec<Answer<'_>> = successes
        .iter()
        .map(|response| answer(types, response, index))
        .collect();
    let (value, encoding) = one_of(types, &answers, index);
    let chosen = answers
        .iter()
        .find(|answer| answer.encoding == encoding && answer.media.is_some())
        .or_else(|| answers.first());
    Success {
        value,
        encoding,
        accept: accept(types, &answers, encoding),
        statuses: successes
            .iter()
            .map(|response| range(response.status))
            .collect(),
        description: chosen.and_then(|answer| answer.response.description.clone()),
        example: chosen
            .and_then(|answer| answer.media)
            .and_then(|media| media.examples.first().cloned()),
    }
}

/// Returns the declared failures. A body has a type only where it is a component: no other would be used.
pub(super) fn failures(
    types: &mut Types<'_>,
    operation: &Operation,
    index: usize,
) -> Vec<(StatusRange, Option<TypeRef>)> {
    let default_is_success = successes(operation)
        .iter()
        .any(|response| response.status == StatusKey::Default);
    let failing = |status: StatusKey| match status {
        StatusKey::Code(code) => code >= 400,
        StatusKey::Range(hundred) => hundred >= 4,
        StatusKey::Default => !default_is_success,
    };
    let mut failures = Vec::new();
    for response in operation
        .responses
        .iter()
        .filter(|response| failing(response.status))
    {
        let status = range(response.status);
        let schema = pick(types, &response.content)
            .filter(|media| is_json(types, media))
            .and_then(|media| media.schema);
        let ty = schema.and_then(|schema| {
            let (target, _) = types.references.resolve(schema);
            let typed = types.is_component(target)
                && envelope::inside(types.document, schema) == Inside::NotWrapped;
            let name = TypeName::Operation {
                operation: index,
                part: OperationPart::Failure(status),
            };
            typed.then(|| types.use_of(&[schema], name))
        });
        failures.push((status, ty));
    }
    types.shape_all();
    failures
}

/// Returns a declared answer of 300 to 399, which sends the caller elsewhere.
fn redirect(operation: &Operation) -> Option<&Response> {
    operation.responses.iter().find(|response| {
        matches!(
            response.status,
            StatusKey::Code(300..=399) | StatusKey::Range(3)
        )
    })
}

/// Returns the responses that mean success: those of 200 to 299; `default` where nothing else can be meant.
fn successes(operation: &Operation) -> Vec<&Response> {
    let of = |wanted: fn(StatusKey) -> bool| -> Vec<&Response> {
        operation
            .responses
            .iter()
            .filter(|response| wanted(response.status))
            .collect()
    };
    let stated = of(|status| matches!(status, StatusKey::Code(200..=299) | StatusKey::Range(2)));
    match stated.is_empty() && redirect(operation).is_none() {
        true => of(|status| status == StatusKey::Default),
        false => stated,
    }
}

fn answer<'b>(types: &mut Types<'_>, response: &'b Response, index: usize) -> Answer<'b> {
    let media = pick(types, &response.content);
    let name = TypeName::Operation {
        operation: index,
        part: OperationPart::Response,
    };
    let (encoding, value) = match media {
        None => (SuccessEncoding::Json, None),
        Some(media) if is_json(types, media) => json(types, media, name),
        Some(media) => {
            let place = media.location.clone();
            let kind = media::kind(&media.name);
            if is_structured(types, media) {
                let read = match kind {
                    Kind::Text => "text",
                    _ => "bytes",
                };
                types.report(Diagnostic::warning(
                    "unsupported-body",
                    place.key(),
                    format!(
                        "an answer of `{}` is not taken apart; it is read as {read}",
                        media.name
                    ),
                ));
            }
            match kind {
                Kind::Text => (
                    SuccessEncoding::Text,
                    Some(types.plain(Shape::String(None), name, place)),
                ),
                _ => (
                    SuccessEncoding::Bytes,
                    Some(types.plain(Shape::Bytes, name, place)),
                ),
            }
        }
    };
    types.shape_all();
    Answer {
        response,
        media,
        encoding,
        value,
    }
}

fn json(
    types: &mut Types<'_>,
    media: &MediaType,
    name: TypeName,
) -> (SuccessEncoding, Option<TypeRef>) {
    let Some(schema) = media.schema else {
        return (
            SuccessEncoding::Json,
            Some(types.any(name, media.location.clone())),
        );
    };
    match envelope::inside(types.document, schema) {
        Inside::NotWrapped => (SuccessEncoding::Json, Some(types.use_of(&[schema], name))),
        Inside::Nothing => {
            let unread = envelope::unread(types.document, schema);
            if let [first, ..] = unread.as_slice() {
                types.report(Diagnostic::warning(
                    "envelope-without-value",
                    media.location.clone(),
                    format!(
                        "this answer is wrapped, but has no value: {} of its members, `{first}` the first, are not read",
                        unread.len()
                    ),
                ));
            }
            (SuccessEncoding::Envelope, None)
        }
        Inside::Value(schemas) => (
            SuccessEncoding::Envelope,
            Some(types.use_of(&schemas, name)),
        ),
    }
}

/// Returns the media type that is read: the first that is JSON, else the first.
fn pick<'b>(types: &Types<'_>, content: &'b [MediaType]) -> Option<&'b MediaType> {
    content
        .iter()
        .find(|media| media::kind(&media.name) == Kind::Json)
        .or_else(|| content.iter().find(|media| is_json(types, media)))
        .or_else(|| content.first())
}

/// Returns the one value that stands for all answers.
fn one_of(
    types: &mut Types<'_>,
    answers: &[Answer<'_>],
    index: usize,
) -> (Option<TypeRef>, SuccessEncoding) {
    let with_body: Vec<&Answer<'_>> = answers
        .iter()
        .filter(|answer| answer.media.is_some())
        .collect();
    let Some(first) = with_body.first() else {
        return (None, SuccessEncoding::Json);
    };
    let json = |encoding: SuccessEncoding| {
        matches!(encoding, SuccessEncoding::Json | SuccessEncoding::Envelope)
    };
    let chosen = with_body
        .iter()
        .find(|answer| json(answer.encoding))
        .unwrap_or(first);
    let alike = |answer: &&&Answer<'_>| {
        answer.encoding == chosen.encoding && same(types, answer.value, chosen.value)
    };
    if let Some(other) = with_body.iter().find(|answer| !alike(answer)) {
        let all_json = with_body.iter().all(|answer| json(answer.encoding));
        let instead = match all_json {
            true => "a free-form value is used",
            false => "only the first that is JSON is read",
        };
        let place = |answer: &Answer<'_>| -> Location { answer.response.location.clone() };
        types.report(
            Diagnostic::warning(
                "several-success-types",
                place(other),
                format!("the answers of success are of several types; {instead}"),
            )
            .related(place(chosen), "of another type")
            .free_form(all_json),
        );
        if all_json {
            let name = TypeName::Operation {
                operation: index,
                part: OperationPart::Response,
            };
            // Where every answer is wrapped, so is the free-form value.
            let encoding = match with_body
                .iter()
                .all(|answer| answer.encoding == SuccessEncoding::Envelope)
            {
                true => SuccessEncoding::Envelope,
                false => SuccessEncoding::Json,
            };
            return (Some(types.any(name, place(chosen))), encoding);
        }
    }
    // A success without a body is a success without a value.
    let sometimes_none = answers.iter().any(|answer| answer.media.is_none());
    let value = chosen.value.map(|value| TypeRef {
        nullable: value.nullable || sometimes_none && json(chosen.encoding),
        ..value
    });
    (value, chosen.encoding)
}

fn same(types: &Types<'_>, left: Option<TypeRef>, right: Option<TypeRef>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => {
            left == right
                || left.nullable == right.nullable && {
                    let shape = |ty: TypeRef| &types.list[ty.id.0 as usize].shape;
                    alike(shape(left), shape(right))
                }
        }
        (left, right) => left == right,
    }
}

/// Returns whether two shapes without parts are the same, though they come from two schemas.
fn alike(left: &Shape, right: &Shape) -> bool {
    match (left, right) {
        (Shape::List(left), Shape::List(right)) | (Shape::Map(left), Shape::Map(right)) => {
            left == right
        }
        (Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_), _) => false,
        (left, right) => left == right,
    }
}

fn accept(types: &Types<'_>, answers: &[Answer<'_>], encoding: SuccessEncoding) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for media in answers.iter().flat_map(|answer| &answer.response.content) {
        let read = match encoding {
            SuccessEncoding::Json | SuccessEncoding::Envelope => is_json(types, media),
            SuccessEncoding::Text => media::kind(&media.name) == Kind::Text,
            SuccessEncoding::Bytes => true,
        };
        let name = match media::kind(&media.name) {
            Kind::Wild if encoding != SuccessEncoding::Bytes => "application/json",
            _ => media.name.trim(),
        };
        if read && !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

fn range(status: StatusKey) -> StatusRange {
    match status {
        StatusKey::Code(code) => StatusRange::Code(code),
        StatusKey::Range(hundred) => StatusRange::Range(hundred),
        StatusKey::Default => StatusRange::Default,
    }
}
