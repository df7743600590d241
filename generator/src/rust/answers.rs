//! From what operations answer to what methods give.
//!
//! In: an operation and the names that its answers were given. Out: an [`Answer`], and the documentation of success and
//! failure. Knows nothing of arguments (see `methods`).

use crate::api::{self, Operation, StatusRange, SuccessEncoding, TypeRef};
use crate::diagnostic::Diagnostics;

use super::docs;
use super::model::{
    Answer, AnswerEnum, AnswerHeaders, AnswerVariant, AnswerView, HeaderField, RawForms, Ty,
};
use super::names::{Case, Ident, Scope, Wish, pascal, snake, words};
use super::types::Types;

/// The names of an answer's own items, settled among those of the resource's file.
#[derive(Debug, Default)]
pub(super) struct AnswerNames {
    /// The enum of several answers.
    pub(super) several: Option<Ident>,
    /// The struct of headers.
    pub(super) headers: Option<Ident>,
}

/// Plans what a method gives. `members` is the scope of the builder's methods.
pub(super) fn plan(
    types: &Types<'_>,
    success: &api::Success,
    names: AnswerNames,
    (members, diagnostics): (&mut Scope, &mut Diagnostics),
) -> Answer {
    let ty = success.value.map(|value| types.nullable(value));
    let is_single = success.alternatives.is_empty();
    let is_free = is_single
        && success.encoding == SuccessEncoding::Json
        && ty.as_ref().is_some_and(is_free_form);
    Answer {
        encoding: success.encoding,
        several: names
            .several
            .map(|name| several(types, success, name, diagnostics)),
        stream: (is_single && is_streamed(success.encoding) || is_free)
            .then(|| members.claim(stream_method("stream"), diagnostics)),
        raw: is_free.then(|| {
            let mut form = |encoding| {
                let has_it = success
                    .other_formats
                    .iter()
                    .any(|view| view.encoding == encoding);
                (!has_it).then(|| members.claim(view_method(encoding), diagnostics))
            };
            RawForms {
                bytes: form(SuccessEncoding::Bytes),
                events: form(SuccessEncoding::Events),
            }
        }),
        ty,
        views: success
            .other_formats
            .iter()
            .map(|view| AnswerView {
                method: members.claim(view_method(view.encoding), diagnostics),
                stream: is_streamed(view.encoding).then(|| {
                    let name = format!("stream_{}", view_name(view.encoding));
                    members.claim(stream_method(&name), diagnostics)
                }),
                encoding: view.encoding,
                ty: view.value.map(|value| types.nullable(value)),
                accept: view.accept.clone(),
            })
            .collect(),
        headers: names
            .headers
            .map(|name| headers(types, success, name, diagnostics)),
        example: success.example.clone(),
    }
}

/// Returns whether a type says nothing of its values.
fn is_free_form(ty: &Ty) -> bool {
    match ty {
        Ty::Option(inner) | Ty::Box(inner) => is_free_form(inner),
        ty => *ty == Ty::Json,
    }
}

/// Returns whether a body is given as it comes too.
fn is_streamed(encoding: SuccessEncoding) -> bool {
    matches!(encoding, SuccessEncoding::Bytes | SuccessEncoding::Text)
}

fn stream_method(name: &str) -> Wish<'static> {
    Wish::own(name.to_owned()).or(format!("answer_{name}"))
}

fn view_method(encoding: SuccessEncoding) -> Wish<'static> {
    let name = view_name(encoding);
    Wish::own(name.to_owned()).or(format!("answered_{name}"))
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
) -> AnswerEnum {
    let mut scope = Scope::new(Case::Pascal, &[]);
    let wishes: Vec<Wish<'_>> = success
        .alternatives
        .iter()
        .map(|one| Wish::new(status_name(one.status), &one.location))
        .collect();
    let idents = scope.claim_all(&wishes, diagnostics);
    let variants = success
        .alternatives
        .iter()
        .zip(idents)
        .map(|(one, name)| AnswerVariant {
            docs: variant_docs(one),
            name,
            status: one.status,
            encoding: one.encoding,
            ty: one.value.map(|value| types.nullable(value)),
        })
        .collect();
    let undeclared = Wish::own("Undeclared".to_owned()).or("UndeclaredStatus".to_owned());
    AnswerEnum {
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
) -> AnswerHeaders {
    let mut scope = Scope::new(Case::Snake, &["read"]);
    let wishes: Vec<Wish<'_>> = success
        .headers
        .iter()
        .map(|header| {
            Wish::new(snake(&words(&header.name)), &header.location)
                .hint(header.rust_name.as_deref())
        })
        .collect();
    let idents = scope.claim_all(&wishes, diagnostics);
    let fields = success
        .headers
        .iter()
        .zip(idents)
        .map(|(header, ident)| {
            let mut lines = vec![format!("The header {}.", docs::code(&header.name))];
            let said: Vec<String> = docs::text(&header.docs, "")
                .into_iter()
                .skip_while(String::is_empty)
                .collect();
            docs::append(&mut lines, said);
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
                ty: types.nullable(header.ty),
                docs: lines,
                deprecated: header.docs.deprecated,
            }
        })
        .collect();
    AnswerHeaders { name, fields }
}

/// Returns what the documentation of a method says it gives, under a heading.
pub(super) fn returns(operation: &Operation, answer: &Answer) -> Vec<String> {
    let success = &operation.success;
    if let Some(several) = &answer.several {
        let name = several.name.as_str();
        let text = format!("One of the variants of [`{name}`], by the status of the answer.");
        return vec![text];
    }
    match &success.description {
        Some(description) if success.encoding != SuccessEncoding::Bytes => {
            docs::wrap(&docs::brief(description))
        }
        _ => Vec::new(),
    }
}

/// Returns what may be called next with values of the answer, under a heading.
pub(super) fn links(operation: &Operation) -> Vec<String> {
    let links = operation.success.links.iter();
    let lines = links.map(|link| {
        let target = match &link.operation {
            Some(target) => format!(" leads to {}", docs::code(target)),
            None => String::new(),
        };
        let said = match link.description.as_deref().map(docs::brief) {
            Some(said) if !said.is_empty() => format!(": {said}"),
            _ => String::new(),
        };
        format!("* {}{target}{said}", docs::code(&link.name))
    });
    lines.collect()
}

/// Returns what the documentation of a method says of its errors, under a heading.
pub(super) fn errors(types: &Types<'_>, operation: &Operation) -> Vec<String> {
    let statuses: Vec<String> = operation
        .failures
        .iter()
        .filter(|failure| failure.status != StatusRange::Default)
        .map(|failure| status_text(failure.status))
        .collect();
    let beside = "when a value is not allowed, when the call cannot be sent, and when the answer cannot be read";
    let sentence = match statuses.split_last() {
        None => format!("When the service answers with an error, {beside}."),
        Some((last, [])) => {
            format!("When the service answers with an error (documented: {last}), {beside}.")
        }
        Some((last, others)) => {
            let others = others.join(", ");
            format!(
                "When the service answers with an error (documented: {others} and {last}), {beside}."
            )
        }
    };
    let mut lines = docs::wrap(&sentence);
    docs::append(&mut lines, bodies(types, operation));
    lines
}

/// Returns which type the body of which failure has.
fn bodies(types: &Types<'_>, operation: &Operation) -> Vec<String> {
    let mut by_type: Vec<(String, Vec<String>)> = Vec::new();
    for failure in &operation.failures {
        let Some(link) = failure.body.and_then(|body| link(types, body)) else {
            continue;
        };
        let status = match failure.status {
            StatusRange::Default => "any other status".to_owned(),
            status => status_text(status),
        };
        match by_type.iter_mut().find(|(known, _)| *known == link) {
            Some((_, statuses)) => statuses.push(status),
            None => by_type.push((link, vec![status])),
        }
    }
    if by_type.is_empty() {
        return Vec::new();
    }
    let mut lines = docs::wrap(
        "[`Error::body_as`](crate::Error::body_as) reads the body of a failure; an exact status goes before a range, and a range before any other:",
    );
    lines.push(String::new());
    lines.extend(
        by_type
            .into_iter()
            .map(|(link, statuses)| format!("* {}: {link}", statuses.join(", "))),
    );
    lines
}

/// Returns a link to a type of the crate, for documentation.
fn link(types: &Types<'_>, body: TypeRef) -> Option<String> {
    let mut ty = types.nullable(body);
    let mut before = "";
    loop {
        ty = match ty {
            Ty::Item(name) => {
                let (shown, path) = (name.plain(), name.as_str());
                return Some(format!("{before}[`{shown}`](crate::types::{path})"));
            }
            Ty::Option(inner) | Ty::Box(inner) => *inner,
            Ty::Vec(inner) if before.is_empty() => {
                before = "a list of ";
                *inner
            }
            Ty::Map(inner) if before.is_empty() => {
                before = "a map to ";
                *inner
            }
            _ => return None,
        };
    }
}

/// Returns a status as documents write it.
pub(super) fn status_text(status: StatusRange) -> String {
    match status {
        StatusRange::Code(code) => code.to_string(),
        StatusRange::Range(hundred) => format!("{hundred}XX"),
        StatusRange::Default => "default".to_owned(),
    }
}

/// Returns what a variant for a status is called: by the registered phrase, where there is one.
/// <https://www.iana.org/assignments/http-status-codes>
fn status_name(status: StatusRange) -> String {
    let phrase = match status {
        StatusRange::Code(200) => "ok",
        StatusRange::Code(201) => "created",
        StatusRange::Code(202) => "accepted",
        StatusRange::Code(203) => "non authoritative information",
        StatusRange::Code(204) => "no content",
        StatusRange::Code(205) => "reset content",
        StatusRange::Code(206) => "partial content",
        StatusRange::Code(207) => "multi status",
        StatusRange::Code(208) => "already reported",
        StatusRange::Code(226) => "im used",
        StatusRange::Code(code) => return format!("Status{code}"),
        StatusRange::Range(hundred) => return format!("Status{hundred}XX"),
        StatusRange::Default => "default",
    };
    pascal(&words(phrase), "Status")
}
