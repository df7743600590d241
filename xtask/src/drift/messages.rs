//! Compares requests and responses: bodies and media types; `parameters` compares parameters and headers.
//!
//! In: two operations that correspond to each other. Out: differences, and the pairs of schemas to compare.

use generator::diagnostic::Location;
use generator::openapi::document::{MediaType, RequestBody, Response, SchemaId, StatusKey};

use super::difference::Difference;
use super::facets::{BINARY, differing, plain};
use super::operations::Declared;
use super::pairs::{PairId, Pairs};
use super::shape::Schemas;
use super::values::full;

/// The differences of two operations.
#[derive(Default)]
pub(super) struct Messages {
    pub(super) differences: Vec<Difference>,
    /// The pairs of schemas of the operations.
    pub(super) roots: Vec<PairId>,
}

impl Messages {
    /// Compares two operations.
    pub(super) fn compare(
        &mut self,
        pairs: &mut Pairs<'_>,
        ours: Declared<'_>,
        upstream: Declared<'_>,
    ) {
        self.path_parameters(pairs, ours, upstream);
        self.other_parameters(pairs, ours, upstream);
        self.bodies(pairs, ours, upstream);
        self.responses(pairs, ours, upstream);
    }

    fn bodies(&mut self, pairs: &mut Pairs<'_>, ours: Declared<'_>, upstream: Declared<'_>) {
        let at = "request body";
        let (we, they) = (ours.operation, upstream.operation);
        match (&we.request_body, &they.request_body) {
            (None, None) => {}
            (Some(ours), None) => self.differences.push(Difference::new(
                "requestBody",
                at,
                (Some(body_words(ours)), &ours.location),
                (None, &they.location),
            )),
            (None, Some(upstream)) => {
                let difference = Difference::new(
                    "requestBody",
                    at,
                    (None, &we.location),
                    (Some(body_words(upstream)), &upstream.location),
                );
                let detail = format!(
                    "{} {}",
                    body_words(upstream),
                    contents(pairs, &upstream.content)
                );
                self.differences.push(difference.detail(detail));
            }
            (Some(ours), Some(upstream)) => {
                let required = |it: &RequestBody| {
                    let stated = it.required.then(|| ("required", "true".to_owned()));
                    stated.into_iter().collect::<Vec<_>>()
                };
                let locations = (&ours.location, &upstream.location);
                self.facets(at, locations, &required(ours), &required(upstream));
                self.media_types(pairs, at, (&ours.content, &upstream.content), locations);
            }
        }
    }

    fn responses(&mut self, pairs: &mut Pairs<'_>, ours: Declared<'_>, upstream: Declared<'_>) {
        let (we, they) = (ours.operation, upstream.operation);
        let description = |it: &Response| it.description.as_deref().map(plain).unwrap_or_default();
        for our in &we.responses {
            let at = format!("response {}", status(our.status));
            let Some(their) = they.responses.iter().find(|it| it.status == our.status) else {
                self.differences.push(Difference::new(
                    "response",
                    &at,
                    (Some(description(our)), &our.location),
                    (None, &they.location),
                ));
                continue;
            };
            let locations = (&our.location, &their.location);
            let text = |it: &Response| vec![("description", description(it))];
            self.texts(&at, locations, &text(our), &text(their));
            self.media_types(pairs, &at, (&our.content, &their.content), locations);
            self.headers(pairs, &at, our, their);
        }
        for their in &they.responses {
            if we.responses.iter().any(|it| it.status == their.status) {
                continue;
            }
            let difference = Difference::new(
                "response",
                &format!("response {}", status(their.status)),
                (None, &we.location),
                (Some(description(their)), &their.location),
            );
            let detail = format!("response {}", contents(pairs, &their.content));
            self.differences.push(difference.detail(detail));
        }
    }

    fn media_types(
        &mut self,
        pairs: &mut Pairs<'_>,
        at: &str,
        (ours, upstream): (&[MediaType], &[MediaType]),
        locations: (&Location, &Location),
    ) {
        for our in ours {
            let at = media_place(at, our);
            let Some(their) = upstream.iter().find(|it| essence(it) == essence(our)) else {
                self.differences.push(Difference::new(
                    "mediaType",
                    &at,
                    (Some(our.name.clone()), &our.location),
                    (None, locations.1),
                ));
                continue;
            };
            let pairs_of = |it: &MediaType| {
                let schemas = [it.schema, it.item_schema];
                schemas.map(|id| id.into_iter().collect::<Vec<_>>())
            };
            let ([ours, our_items], [upstream, upstream_items]) = (pairs_of(our), pairs_of(their));
            let locations = (&our.location, &their.location);
            self.facets(&at, locations, &encodings(our), &encodings(their));
            if !(is_raw(&pairs.ours, our) && is_raw(&pairs.upstream, their)) {
                self.roots
                    .push(pairs.pair(&ours, &upstream, &at, locations));
            }
            if !our_items.is_empty() || !upstream_items.is_empty() {
                let at = format!("{at}[]");
                self.roots
                    .push(pairs.pair(&our_items, &upstream_items, &at, locations));
            }
        }
        for their in upstream {
            if ours.iter().any(|it| essence(it) == essence(their)) {
                continue;
            }
            let difference = Difference::new(
                "mediaType",
                &media_place(at, their),
                (None, locations.0),
                (Some(their.name.clone()), &their.location),
            );
            let detail = contents(pairs, std::slice::from_ref(their));
            self.differences.push(difference.detail(detail));
        }
    }

    pub(super) fn facets(
        &mut self,
        at: &str,
        locations: (&Location, &Location),
        ours: &[(&'static str, String)],
        upstream: &[(&'static str, String)],
    ) {
        self.differences
            .extend(differences(at, locations, ours, upstream));
    }

    pub(super) fn texts(
        &mut self,
        at: &str,
        locations: (&Location, &Location),
        ours: &[(&'static str, String)],
        upstream: &[(&'static str, String)],
    ) {
        let found = differences(at, locations, ours, upstream);
        self.differences
            .extend(found.map(Difference::documentation));
    }
}

/// Returns a difference for each keyword in which two lists differ.
fn differences(
    at: &str,
    locations: (&Location, &Location),
    ours: &[(&'static str, String)],
    upstream: &[(&'static str, String)],
) -> impl Iterator<Item = Difference> {
    let found = differing(ours, upstream).into_iter();
    found.map(move |(kind, ours, upstream)| {
        Difference::new(kind, at, (ours, locations.0), (upstream, locations.1))
    })
}

/// Returns whether a parameter, a header or a body is required, in a word.
pub(super) fn words(required: bool) -> String {
    if required { "required" } else { "optional" }.to_owned()
}

fn body_words(body: &RequestBody) -> String {
    let names: Vec<&str> = body.content.iter().map(|it| it.name.as_str()).collect();
    format!("{} {}", words(body.required), names.join(", "))
}

/// Returns whether a body is bytes: OpenAPI 3.0 writes `format: binary`, and 3.1 no schema.
fn is_raw(schemas: &Schemas<'_>, of: &MediaType) -> bool {
    if essence(of).contains("json") {
        return false;
    }
    let Some(id) = of.schema else {
        return true;
    };
    let shape = schemas.shape(&[id]);
    shape.format == Some("binary") || shape.content_media_type == Some(BINARY)
}

/// Returns how forms encode their properties.
fn encodings(of: &MediaType) -> Vec<(&'static str, String)> {
    let each = of.encoding.iter().filter_map(|it| {
        let content_type = it.content_type.as_ref()?;
        Some(format!("{}: {content_type}", it.property))
    });
    let mut each: Vec<String> = each.collect();
    each.sort_unstable();
    let stated = (!each.is_empty()).then(|| ("encoding", each.join("; ")));
    stated.into_iter().collect()
}

/// Returns all that upstream says about bodies.
fn contents(pairs: &Pairs<'_>, content: &[MediaType]) -> String {
    let each = content.iter().map(|it| {
        let ids: Vec<SchemaId> = it.schema.into_iter().chain(it.item_schema).collect();
        format!("{}: {}", essence(it), full(&pairs.upstream, &ids))
    });
    each.collect::<Vec<_>>().join("; ")
}

/// Returns the media type in lower case, without its charset.
pub(super) fn essence(of: &MediaType) -> String {
    let parts = of
        .name
        .split(';')
        .map(|part| part.trim().to_ascii_lowercase());
    let parts: Vec<String> = parts.filter(|part| !part.starts_with("charset=")).collect();
    parts.join(";")
}

/// Returns the place of a body. JSON is what most bodies are, so it is not mentioned.
fn media_place(at: &str, of: &MediaType) -> String {
    match essence(of).as_str() {
        "application/json" => at.to_owned(),
        other => format!("{at} ({other})"),
    }
}

fn status(status: StatusKey) -> String {
    match status {
        StatusKey::Code(code) => code.to_string(),
        StatusKey::Range(hundreds) => format!("{hundreds}XX"),
        StatusKey::Default => "default".to_owned(),
    }
}
