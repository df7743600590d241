//! What an operation gives: the value of its success, or one of several, and what is declared of its failures.
//!
//! In: responses by status. Out: one [`Success`] and the [`Failure`]s. What a single response comes to is the business of
//! `answers`.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{MediaType, Operation, Response, StatusKey};

use crate::api::http::answers;

use crate::api::http::answers::{Answer, Form, range};
use crate::api::http::envelope;
use crate::api::http::envelope::Inside;
use crate::api::http::headers;
use crate::api::types::graph::Types;
use crate::api::{
    Alternative, EnumValue, Failure, Field, OperationPart, Shape, Success, SuccessEncoding,
    TypeName, TypeRef,
};

/// Returns what the operation of this index gives on success.
pub(crate) fn success(types: &mut Types<'_>, operation: &Operation, index: usize) -> Success {
    let successes = successes(operation);
    report_redirect(types, operation, &successes);
    let mut views = Vec::new();
    let mut list: Vec<Answer<'_>> = Vec::with_capacity(successes.len());
    for response in &successes {
        let content = body(types, operation, response);
        // The first keeps the plain name, whatever is declared beside it.
        let part = match list.iter().any(|answer| answer.media.is_some()) {
            false => OperationPart::Response,
            true => OperationPart::Answer(range(response.status)),
        };
        let answer = answers::answer(types, response, content, (index, part));
        answers::add_views(types, &answer, content, (index, &mut views));
        list.push(answer);
    }
    let (value, encoding) = one(types, &list);
    let chosen = list
        .iter()
        .find(|answer| answer.encoding == encoding && answer.media.is_some())
        .or_else(|| list.first());
    let alternatives = match is_one(types, &list) {
        true => Vec::new(),
        false => alternatives(&list),
    };
    let several = !alternatives.is_empty();
    Success {
        value: value.filter(|_| !several),
        encoding,
        accept: accept(&list),
        statuses: successes
            .iter()
            .map(|response| range(response.status))
            .collect(),
        description: chosen
            .filter(|_| !several)
            .and_then(|answer| answer.response.description.clone()),
        example: chosen
            .and_then(|answer| answer.media)
            .filter(|_| !several)
            .and_then(|media| media.examples.first().cloned()),
        headers: headers::headers(types, &successes, index),
        links: links(&successes),
        alternatives,
        views,
    }
}

/// Returns the declared failures.
pub(crate) fn failures(types: &mut Types<'_>, operation: &Operation, index: usize) -> Vec<Failure> {
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
        let schema = answers::pick(types, &response.content)
            .filter(|media| answers::form(types, media) == Form::Json)
            .and_then(|media| media.schema)
            // What wraps an error is read by the client itself.
            .filter(|schema| envelope::inside(types.document, *schema) == Inside::NotWrapped);
        let part = OperationPart::Failure(status);
        let body =
            schema.map(|schema| types.use_of(&[schema], answers::name(response, (index, part))));
        failures.push(Failure {
            status,
            body,
            description: response.description.clone(),
        });
    }
    types.shape_all();
    failures
}

fn report_redirect(types: &mut Types<'_>, operation: &Operation, successes: &[&Response]) {
    if let (true, Some(redirect)) = (successes.is_empty(), redirect(operation)) {
        types.report(
            Diagnostic::warning(
                "redirect-answer",
                redirect.location.key(),
                "no success is declared but this redirect; calls of GET and HEAD follow it and give nothing of what is there, \
                 others give it as an error with its status and headers",
            )
            .label("not a value"),
        );
    }
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

/// Returns the responses that mean success, exact statuses first: those of 200 to 299; `default` where nothing else can
/// be meant.
pub(crate) fn successes(operation: &Operation) -> Vec<&Response> {
    let of = |wanted: fn(StatusKey) -> bool| -> Vec<&Response> {
        operation
            .responses
            .iter()
            .filter(|response| wanted(response.status))
            .collect()
    };
    let mut stated = of(|status| matches!(status, StatusKey::Code(200..=299)));
    stated.extend(of(|status| status == StatusKey::Range(2)));
    match stated.is_empty() && redirect(operation).is_none() {
        true => of(|status| status == StatusKey::Default),
        false => stated,
    }
}

/// Returns the body that a response can have: HTTP gives none to `HEAD` and to some statuses.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1>
fn body<'b>(
    types: &mut Types<'_>,
    operation: &Operation,
    response: &'b Response,
) -> &'b [MediaType] {
    let head = operation.method == "HEAD";
    let bodiless = head || matches!(response.status, StatusKey::Code(204 | 205));
    match response.content.first() {
        Some(first) if bodiless => {
            let what = match head {
                true => "`HEAD`",
                false => "this status",
            };
            types.report(
                Diagnostic::warning(
                    "body-without-effect",
                    first.location.key(),
                    format!("an answer to {what} has no body, so that none is read"),
                )
                .label("never sent"),
            );
            &[]
        }
        _ => &response.content,
    }
}

/// Returns what may be called next, each link once.
fn links(successes: &[&Response]) -> Vec<(String, Option<String>, Option<String>)> {
    let mut links = Vec::new();
    for link in successes.iter().flat_map(|response| &response.links) {
        let link = (
            link.name.clone(),
            link.operation.clone(),
            link.description.clone(),
        );
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// Returns whether one type stands for all answers that have a body.
fn is_one(types: &Types<'_>, answers: &[Answer<'_>]) -> bool {
    let mut with_body = answers.iter().filter(|answer| answer.media.is_some());
    let Some(first) = with_body.next() else {
        return true;
    };
    with_body
        .all(|answer| answer.encoding == first.encoding && same(types, answer.value, first.value))
}

/// Returns the one value that stands for all answers, if there is one.
fn one(types: &Types<'_>, answers: &[Answer<'_>]) -> (Option<TypeRef>, SuccessEncoding) {
    let Some(chosen) = answers.iter().find(|answer| answer.media.is_some()) else {
        return (None, SuccessEncoding::Json);
    };
    if !is_one(types, answers) {
        return (None, SuccessEncoding::Json);
    }
    // A success without a body is a success without a value.
    let sometimes_none = answers.iter().any(|answer| answer.media.is_none());
    let json = matches!(
        chosen.encoding,
        SuccessEncoding::Json | SuccessEncoding::Envelope
    );
    let value = chosen.value.map(|value| TypeRef {
        nullable: value.nullable || sometimes_none && json,
        ..value
    });
    (value, chosen.encoding)
}

fn alternatives(answers: &[Answer<'_>]) -> Vec<Alternative> {
    let place = |answer: &Answer<'_>| -> Location { answer.response.location.clone() };
    answers
        .iter()
        .map(|answer| Alternative {
            status: range(answer.response.status),
            value: answer.value,
            encoding: answer.encoding,
            description: answer.response.description.clone(),
            example: answer
                .media
                .and_then(|media| media.examples.first().cloned()),
            location: place(answer),
        })
        .collect()
}

fn same(types: &Types<'_>, left: Option<TypeRef>, right: Option<TypeRef>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => left == right || alike(types, left, right),
        (left, right) => left == right,
    }
}

/// Returns whether two types have the same values, though they come from two schemas. Components are what they are
/// called: two of them are never the same.
fn alike(types: &Types<'_>, left: TypeRef, right: TypeRef) -> bool {
    let ty = |ty: TypeRef| &types.list[ty.id.0 as usize];
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
            (Shape::Struct(_) | Shape::Enum(_) | Shape::Integers(_), _)
                if is_component(left) || is_component(right) =>
            {
                return false;
            }
            (Shape::Struct(left), Shape::Struct(right)) => {
                let fields = left.fields.iter().zip(&right.fields);
                let same = |(left, right): (&Field, &Field)| {
                    left.name == right.name && left.required == right.required
                };
                if left.fields.len() != right.fields.len()
                    || left.additional.is_some() != right.additional.is_some()
                    || !fields.clone().all(same)
                {
                    return false;
                }
                open.extend(fields.map(|(left, right)| (left.ty, right.ty)));
                open.extend(left.additional.zip(right.additional));
            }
            (Shape::Enum(left), Shape::Enum(right))
            | (Shape::Integers(left), Shape::Integers(right)) => {
                let texts = |values: &[EnumValue]| -> Vec<String> {
                    values.iter().map(|value| value.value.clone()).collect()
                };
                if texts(left) != texts(right) {
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

/// Returns what is asked for: the media types that are read of each answer.
fn accept(answers: &[Answer<'_>]) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in answers.iter().flat_map(|answer| &answer.accept) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}
