//! The examples of a document, each with its schema.
//!
//! In: a [`Document`]. Out: the examples of schemas, parameters, headers, bodies and responses that are JSON values, without
//! duplicates; and the number of other examples, by reason.

use std::collections::{BTreeMap, HashSet};

use generator::api::Type;
use generator::diagnostic::{FileId, Location};
use generator::openapi::document::{Document, MediaType, Parameter, SchemaId};
use generator::source::{Node, Sources};

use super::json;

/// Whether a value is sent or received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    /// The client sends it.
    Request,
    /// The client receives it.
    Response,
}

/// An example.
#[derive(Clone, Debug)]
pub(super) struct Case<'a> {
    /// The location of its owner: a schema, a parameter or a media type.
    owner: &'a Location,
    /// Its index among the examples of the owner.
    index: usize,
    /// Its schema.
    pub(super) schema: SchemaId,
    /// Its value.
    pub(super) value: &'a Node,
    /// Its direction; `None` if it can have both, or neither is known.
    pub(super) direction: Option<Direction>,
}

impl Case<'_> {
    /// Returns its location: the file unless that is the document itself, the owner's pointer and its number. Paths of files
    /// are relative to the document's folder.
    pub(super) fn pointer(&self, sources: &Sources) -> String {
        let document = &sources.file(FileId(0)).name;
        let folder = document.rfind('/').map_or(0, |end| end + 1);
        let name = match self.owner.file {
            FileId(0) => "",
            file => {
                let name = &sources.file(file).name;
                name.strip_prefix(&document[..folder]).unwrap_or(name)
            }
        };
        format!("{name}#{} example {}", self.owner.pointer, self.index + 1)
    }
}

/// All examples of a document.
#[derive(Debug, Default)]
pub(super) struct Cases<'a> {
    /// The examples that are JSON values of a schema.
    pub(super) list: Vec<Case<'a>>,
    /// The number of others, by reason.
    pub(super) skipped: BTreeMap<String, usize>,
}

/// Returns the direction of the values of a type, if they have only one.
pub(super) fn direction(ty: &Type) -> Option<Direction> {
    match (ty.in_request, ty.in_response) {
        (true, false) => Some(Direction::Request),
        (false, true) => Some(Direction::Response),
        _ => None,
    }
}

/// Returns the examples of a document.
pub(super) fn collect(document: &Document) -> Cases<'_> {
    let mut collector = Collector::default();
    for (index, schema) in document.schemas.iter().enumerate() {
        let id = u32::try_from(index).ok().map(SchemaId);
        collector.add(&schema.location, &schema.examples, id, None);
    }
    let request = Some(Direction::Request);
    let response = Some(Direction::Response);
    for item in document.paths.iter().chain(&document.webhooks) {
        for parameter in &item.parameters {
            collector.parameter(parameter, request);
        }
        for operation in &item.operations {
            for parameter in &operation.parameters {
                collector.parameter(parameter, request);
            }
            for media in operation.request_body.iter().flat_map(|body| &body.content) {
                collector.media(media, request);
            }
            for response_object in &operation.responses {
                for header in &response_object.headers {
                    collector.parameter(header, response);
                }
                for media in &response_object.content {
                    collector.media(media, response);
                }
            }
        }
    }
    collector.cases
}

#[derive(Default)]
struct Collector<'a> {
    cases: Cases<'a>,
    known: HashSet<(SchemaId, String)>,
}

impl<'a> Collector<'a> {
    fn parameter(&mut self, parameter: &'a Parameter, direction: Option<Direction>) {
        let schema = parameter.schema;
        if schema.is_some() || parameter.content.is_none() {
            self.add(&parameter.location, &parameter.examples, schema, direction);
        }
        if let Some(media) = &parameter.content {
            self.media(media, direction);
        }
    }

    fn media(&mut self, media: &'a MediaType, direction: Option<Direction>) {
        let essence = media.name.split(';').next().unwrap_or_default().trim();
        let json = essence.ends_with("json") || essence.contains('*');
        let has_string = media.examples.iter().any(|value| value.as_str().is_some());
        if !json && has_string {
            // The string is a form, XML or the like: not the JSON value of the schema.
            self.skip("not JSON", media.examples.len());
            return;
        }
        self.add(&media.location, &media.examples, media.schema, direction);
    }

    fn skip(&mut self, reason: &str, count: usize) {
        *self.cases.skipped.entry(reason.to_owned()).or_default() += count;
    }

    fn add(
        &mut self,
        owner: &'a Location,
        examples: &'a [Node],
        schema: Option<SchemaId>,
        direction: Option<Direction>,
    ) {
        for (index, value) in examples.iter().enumerate() {
            let Some(schema) = schema else {
                self.skip("no schema", 1);
                continue;
            };
            if self.known.insert((schema, json::to_string(value))) {
                self.cases.list.push(Case {
                    owner,
                    index,
                    schema,
                    value,
                    direction,
                });
            }
        }
    }
}
