//! What one response comes to: which of its media types is read, as what, and which others can be asked for.
//!
//! In: a response with its status. Out: an [`Answer`]. Knows nothing of the other responses of the operation (see
//! `responses`).

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{Document, MediaType, Response, SchemaId, SchemaType};

use crate::api::http::bodies::{is_json, is_structured};
use crate::api::http::envelope;
use crate::api::http::envelope::Inside;
use crate::api::http::media;
use crate::api::http::media::Kind;
use crate::api::schemas::all_of;
use crate::api::schemas::choices::Alternatives;
use crate::api::schemas::merged::Merged;
use crate::api::types::graph::Types;
use crate::api::types::shapes;
use crate::api::{OperationPart, Shape, StatusRange, SuccessEncoding, TypeName, TypeRef, View};

/// What one response comes to.
#[derive(Clone, Debug)]
pub(crate) struct Answer<'b> {
    /// The response.
    pub response: &'b Response,
    /// The media type that is read; none where there is no body.
    pub media: Option<&'b MediaType>,
    /// How it is read.
    pub encoding: SuccessEncoding,
    /// What it is read as.
    pub value: Option<TypeRef>,
    /// The media types that can be read like that.
    pub accept: Vec<&'b str>,
}

/// How a body is read, whatever its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As one JSON text.
    Json,
    /// As server-sent events.
    Events,
    /// As a sequence of JSON texts.
    Lines,
    /// As text.
    Text,
    /// As bytes.
    Bytes,
}

/// Returns how a body of a media type is read.
pub(crate) fn form(types: &Types<'_>, media: &MediaType) -> Form {
    if media::is_events(&media.name) {
        Form::Events
    } else if media::is_sequence(&media.name) {
        Form::Lines
    } else if is_json(types, media) {
        Form::Json
    } else {
        match media::kind(&media.name) {
            Kind::Text => Form::Text,
            _ => Form::Bytes,
        }
    }
}

/// Returns what a response comes to. Its type is called `part` of the operation of this index, unless it has a name.
pub(crate) fn answer<'b>(
    types: &mut Types<'_>,
    response: &'b Response,
    content: &'b [MediaType],
    (index, part): (usize, OperationPart),
) -> Answer<'b> {
    let Some(media) = pick(types, content) else {
        return Answer {
            response,
            media: None,
            encoding: SuccessEncoding::Json,
            value: None,
            accept: Vec::new(),
        };
    };
    let name = name(response, (index, part));
    let chosen = form(types, media);
    let (encoding, value) = match chosen {
        Form::Json => json(types, media, name),
        Form::Events => (SuccessEncoding::Events, event(types, media, index)),
        Form::Lines => (SuccessEncoding::Lines, Some(line(types, media, index))),
        Form::Text | Form::Bytes => {
            report_structured(types, media, chosen);
            plain(types, media, (chosen, name))
        }
    };
    types.shape_all();
    let accept = accept(types, content, (media, chosen));
    Answer {
        response,
        media: Some(media),
        encoding,
        value,
        accept,
    }
}

/// Returns what the body of a response is called.
pub(crate) fn name(response: &Response, (operation, part): (usize, OperationPart)) -> TypeName {
    let tokens = response.location.tokens();
    match tokens.as_slice() {
        // Used by many operations, it is not called after the first of them.
        [components, responses, name] if components == "components" && responses == "responses" => {
            TypeName::Response(name.clone())
        }
        _ => TypeName::Operation { operation, part },
    }
}

/// Adds the other forms in which a response can be asked for, one for each encoding.
pub(crate) fn add_views(
    types: &mut Types<'_>,
    answer: &Answer<'_>,
    content: &[MediaType],
    (index, views): (usize, &mut Vec<View>),
) {
    let Some(chosen) = answer.media.map(|media| form(types, media)) else {
        return;
    };
    for media in content {
        let other = form(types, media);
        let named = media.name.trim();
        if other == chosen || other == Form::Json || named.is_empty() {
            continue;
        }
        let encoding = match other {
            Form::Events => SuccessEncoding::Events,
            Form::Lines => SuccessEncoding::Lines,
            Form::Text => SuccessEncoding::Text,
            Form::Json | Form::Bytes => SuccessEncoding::Bytes,
        };
        match views.iter_mut().find(|view| view.encoding == encoding) {
            Some(view) => {
                if !view.accept.split(", ").any(|known| known == named) {
                    view.accept.push_str(", ");
                    view.accept.push_str(named);
                }
            }
            None => {
                let value = match other {
                    Form::Events => event(types, media, index),
                    Form::Lines => Some(line(types, media, index)),
                    _ => None,
                };
                views.push(View {
                    encoding,
                    value,
                    accept: named.to_owned(),
                });
            }
        }
    }
    types.shape_all();
}

/// Returns the media type that is read: the first that is JSON, else the first.
pub(crate) fn pick<'b>(types: &Types<'_>, content: &'b [MediaType]) -> Option<&'b MediaType> {
    let is = |media: &&MediaType| form(types, media) == Form::Json;
    content
        .iter()
        .find(|media| is(media) && media::kind(&media.name) == Kind::Json)
        .or_else(|| content.iter().find(is))
        .or_else(|| content.first())
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

fn plain(
    types: &mut Types<'_>,
    media: &MediaType,
    (form, name): (Form, TypeName),
) -> (SuccessEncoding, Option<TypeRef>) {
    let place = media.location.clone();
    match form {
        Form::Text => (
            SuccessEncoding::Text,
            Some(types.plain(Shape::String(None), name, place)),
        ),
        _ => (
            SuccessEncoding::Bytes,
            Some(types.plain(Shape::Bytes, name, place)),
        ),
    }
}

fn report_structured(types: &mut Types<'_>, media: &MediaType, form: Form) {
    if is_structured(types, media) {
        let read = match form {
            Form::Text => "text",
            _ => "bytes",
        };
        types.report(Diagnostic::warning(
            "unsupported-body",
            media.location.key(),
            format!(
                "an answer of `{}` is not taken apart; it is read as {read}",
                media.name
            ),
        ));
    }
}

/// Returns the type of the data of each event, if it is JSON.
///
/// <https://spec.openapis.org/oas/v3.2.0.html#server-sent-event-streams>: the item of such a stream is the event with
/// its members; documents of earlier versions, which have no items, mostly describe the data alone.
fn event(types: &mut Types<'_>, media: &MediaType, index: usize) -> Option<TypeRef> {
    let name = TypeName::Operation {
        operation: index,
        part: OperationPart::Event,
    };
    let item = items(types.document, media)?;
    let merged = all_of::merge(types.document, &item);
    let of_event = |name: &str| merged.property(name).is_some();
    let data = match merged.property("data") {
        Some(data) if media.item_schema.is_some() || of_event("event") || of_event("id") => {
            data.schemas.clone()
        }
        _ if merged
            .unions
            .iter()
            .any(|one| describes_event(types.document, *one)) =>
        {
            // Each event has data of its own kind, so there is no one type to read it as.
            return None;
        }
        _ => item,
    };
    let merged = all_of::merge(types.document, &data);
    let kinds = shapes::types_of(&merged);
    let is_text = kinds == [SchemaType::String] || merged.says_nothing();
    (!is_text).then(|| types.use_of(&data, name))
}

/// Returns whether an alternative of a union, or one of its own alternatives, is an event with its members.
fn describes_event(document: &Document, union: Alternatives) -> bool {
    union.list(document).iter().any(|one| {
        let merged = all_of::merge(document, &[*one]);
        let event = |merged: &Merged<'_>| {
            merged.property("data").is_some() && merged.property("event").is_some()
        };
        let nested = merged.unions.iter().any(|inner| {
            let mut all = inner.list(document).iter();
            all.any(|one| event(&all_of::merge(document, &[*one])))
        });
        event(&merged) || nested
    })
}

/// Returns the type of each of the values that follow each other.
fn line(types: &mut Types<'_>, media: &MediaType, index: usize) -> TypeRef {
    let name = TypeName::Operation {
        operation: index,
        part: OperationPart::Line,
    };
    match items(types.document, media) {
        Some(item) => types.use_of(&item, name),
        None => types.any(name, media.location.clone()),
    }
}

/// Returns the schemas of what a stream consists of: those of an item, or of the items of the array that is all of it.
fn items(document: &Document, media: &MediaType) -> Option<Vec<SchemaId>> {
    if let Some(item) = media.item_schema {
        return Some(vec![item]);
    }
    let schema = media.schema?;
    let merged = all_of::merge(document, &[schema]);
    match merged.items.is_empty() || shapes::types_of(&merged) != [SchemaType::Array] {
        true => Some(vec![schema]),
        false => Some(merged.items),
    }
}

/// Returns the media types of a response that are read like the chosen one.
fn accept<'b>(
    types: &mut Types<'_>,
    content: &'b [MediaType],
    (chosen, read): (&MediaType, Form),
) -> Vec<&'b str> {
    let mut names: Vec<&str> = Vec::new();
    for media in content {
        if form(types, media) != read {
            continue;
        }
        if let (Form::Json, Some(own), Some(other)) = (read, chosen.schema, media.schema)
            && own != other
            && !types.all_same(&[own, other])
        {
            types.report(
                Diagnostic::warning(
                    "several-media-types",
                    media.location.key(),
                    format!(
                        "`{}` is another type than `{}`, which is preferred; it is not asked for",
                        media.name, chosen.name
                    ),
                )
                .related(chosen.location.key(), "preferred"),
            );
            continue;
        }
        let name = match media::kind(&media.name) {
            Kind::Wild if read != Form::Bytes => "application/json",
            _ => media.name.trim(),
        };
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Returns the statuses of a response.
pub(crate) fn range(status: crate::openapi::document::StatusKey) -> StatusRange {
    use crate::openapi::document::StatusKey;
    match status {
        StatusKey::Code(code) => StatusRange::Code(code),
        StatusKey::Range(hundred) => StatusRange::Range(hundred),
        StatusKey::Default => StatusRange::Default,
    }
}
