//! What a method returns.
//!
//! In: an operation and the names of its responses. Out: a [`Response`]. Knows nothing of arguments (see `methods`).

use crate::api::{self, StatusRange, SuccessEncoding};
use crate::diagnostic::Diagnostics;

use super::super::docs;
use super::super::model::{
    HeaderField, Ident, RawForms, Response, ResponseEnum, ResponseHeaders, ResponseVariant,
    ResponseView, Ty,
};
use super::super::names::case::snake;
use super::super::names::scope::{Case, NameRequest, Scope};
use super::super::names::statuses::{status_name, status_text};
use super::super::names::words::words;
use super::super::types::rust_types::Types;

/// The names of a response's own items, distinct in the file of the resource.
#[derive(Debug, Default)]
pub(super) struct ResponseNames {
    /// The enum of several responses.
    pub(super) several: Option<Ident>,
    /// The struct of headers.
    pub(super) headers: Option<Ident>,
}

/// Plans what a method returns. `members` is the scope of the methods of the call.
pub(super) fn plan(
    types: &Types<'_>,
    success: &api::Success,
    names: ResponseNames,
    members: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> Response {
    let ty = success.value.map(|value| types.ty(value));
    let is_single = success.alternatives.is_empty();
    let is_free_form = is_single
        && success.encoding == SuccessEncoding::Json
        && ty.as_ref().is_some_and(is_free_form);
    let has_stream = is_single && has_raw_body(success.encoding) || is_free_form;
    Response {
        encoding: success.encoding,
        several: names
            .several
            .map(|name| several(types, success, name, diagnostics)),
        stream: has_stream.then(|| members.claim(stream_method("stream"), diagnostics)),
        raw: is_free_form.then(|| raw_forms(success, members, diagnostics)),
        ty,
        views: success
            .other_formats
            .iter()
            .map(|one| view(types, one, members, diagnostics))
            .collect(),
        headers: names
            .headers
            .map(|name| headers(types, success, name, diagnostics)),
        example: success.example.clone(),
    }
}

/// Names the methods that return a response of any type, except those that are views already.
fn raw_forms(
    success: &api::Success,
    members: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> RawForms {
    let mut claim = |encoding| {
        let is_view = success
            .other_formats
            .iter()
            .any(|view| view.encoding == encoding);
        (!is_view).then(|| members.claim(view_method(encoding), diagnostics))
    };
    RawForms {
        bytes: claim(SuccessEncoding::Bytes),
        events: claim(SuccessEncoding::Events),
    }
}

fn view(
    types: &Types<'_>,
    view: &api::ResponseFormat,
    members: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> ResponseView {
    ResponseView {
        method: members.claim(view_method(view.encoding), diagnostics),
        stream: has_raw_body(view.encoding).then(|| {
            let name = format!("stream_{}", view_name(view.encoding));
            members.claim(stream_method(&name), diagnostics)
        }),
        encoding: view.encoding,
        ty: view.value.map(|value| types.ty(value)),
        accept: view.accept.clone(),
    }
}

/// Returns whether a type allows any JSON value.
fn is_free_form(ty: &Ty) -> bool {
    match ty {
        Ty::Option(inner) | Ty::Box(inner) => is_free_form(inner),
        ty => *ty == Ty::Json,
    }
}

/// Returns whether the body is not decoded, so that it can be streamed.
fn has_raw_body(encoding: SuccessEncoding) -> bool {
    matches!(encoding, SuccessEncoding::Bytes | SuccessEncoding::Text)
}

fn stream_method(name: &str) -> NameRequest<'static> {
    NameRequest::internal(name.to_owned()).or(format!("response_{name}"))
}

fn view_method(encoding: SuccessEncoding) -> NameRequest<'static> {
    let name = view_name(encoding);
    NameRequest::internal(name.to_owned()).or(format!("response_{name}"))
}

fn view_name(encoding: SuccessEncoding) -> &'static str {
    match encoding {
        SuccessEncoding::Events => "events",
        SuccessEncoding::Lines => "lines",
        SuccessEncoding::Text => "text",
        SuccessEncoding::Json | SuccessEncoding::Envelope | SuccessEncoding::Bytes => "bytes",
    }
}

fn several(
    types: &Types<'_>,
    success: &api::Success,
    name: Ident,
    diagnostics: &mut Diagnostics,
) -> ResponseEnum {
    let mut scope = Scope::new(Case::Pascal, &[]);
    let requests: Vec<NameRequest<'_>> = success
        .alternatives
        .iter()
        .map(|one| NameRequest::new(status_name(one.status), &one.location))
        .collect();
    let idents = scope.claim_all(&requests, diagnostics);
    let variants = success
        .alternatives
        .iter()
        .zip(idents)
        .map(|(one, name)| ResponseVariant {
            docs: variant_docs(one),
            name,
            status: one.status,
            encoding: one.encoding,
            ty: one.value.map(|value| types.ty(value)),
            secret: one.value.is_some_and(|value| types.is_secret(value.id)),
        })
        .collect();
    let undeclared =
        NameRequest::internal("Undeclared".to_owned()).or("UndeclaredStatus".to_owned());
    ResponseEnum {
        name,
        variants,
        undeclared: scope.claim(undeclared, diagnostics),
    }
}

fn variant_docs(one: &api::Alternative) -> Vec<String> {
    let status = status_text(one.status);
    let mut lines = match one.status {
        StatusRange::Default => vec!["Any other status.".to_owned()],
        StatusRange::Code(_) | StatusRange::Range(_) => vec![format!("Status {status}.")],
    };
    if let Some(description) = &one.description {
        docs::append(&mut lines, docs::clean(description));
    }
    lines
}

fn headers(
    types: &Types<'_>,
    success: &api::Success,
    name: Ident,
    diagnostics: &mut Diagnostics,
) -> ResponseHeaders {
    let mut scope = Scope::new(Case::Snake, &["read"]);
    let requests: Vec<NameRequest<'_>> = success
        .headers
        .iter()
        .map(|header| {
            NameRequest::new(snake(&words(&header.name)), &header.location)
                .hint(header.rust_name.as_deref())
        })
        .collect();
    let idents = scope.claim_all(&requests, diagnostics);
    let fields = success
        .headers
        .iter()
        .zip(idents)
        .map(|(header, ident)| {
            let mut lines = vec![format!("The header {}.", docs::code(&header.name))];
            docs::append(&mut lines, docs::describe_if_any(&header.docs));
            docs::append(
                &mut lines,
                docs::facts(None, &Default::default(), &header.docs),
            );
            HeaderField {
                alias: docs::alias(&header.name, &ident),
                name: ident,
                wire: header.name.clone(),
                form: header.form,
                required: header.required,
                ty: types.ty(header.ty),
                secret: types.is_secret(header.ty.id),
                docs: lines,
                deprecated: header.docs.deprecated,
            }
        })
        .collect();
    ResponseHeaders { name, fields }
}
