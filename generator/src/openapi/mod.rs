//! The OpenAPI specification: from nodes to a [`Document`].
//!
//! In: the files of a run. Out: the specification's objects in the meaning of version 3.1, with every complaint that the
//! specification gives reason for, each with its place. The spellings of 3.0 end here. One file for each object of the
//! specification, named after it. Knows nothing of what an API means (see `api`), of Rust, or of the disk.
//!
//! | Code | Severity | Says |
//! | --- | --- | --- |
//! | `not-openapi`, `unsupported-version` | error | there is nothing to read; a warning for a later minor version |
//! | `unknown-reference`, `missing-file`, `reference-cycle` | error | a `$ref` leads nowhere, to no file, or back to itself; a warning for a link, and, unless it is a cycle, for a schema |
//! | `odd-reference`, `dynamic-reference` | warning | what a `$ref` is read as, or a `$dynamicRef` |
//! | `unknown-in` | error | a parameter stands nowhere; a warning where the place is clear |
//! | `unknown-type`, `unknown-style`, `unknown-security-type` | warning | a word that is none; what it is read as |
//! | `invalid-status` | warning | a key of `responses` that is no status; what it is read as, or that it is left out |
//! | `invalid-name` | error | no request can carry a key of this name; a warning for a parameter, which is left out |
//! | `wrong-kind` | error | a value of the wrong JSON kind; a warning where the rest still stands |
//! | `missing-member` | error | nothing sound can be said without it; a warning where a fallback will do |
//! | `unknown-extension`, `wrong-value` | error | a key of this generator that does not exist, or says nothing |
//! | `unknown-security-scheme` | warning | the alternative that names it is left out |
//! | `authorization-parameter` | warning | left out, and no security scheme takes its place |
//! | `invalid-method` | error | no request can be made with this method; a warning for one of the usual in odd letters |
//! | `invalid-media-type` | warning | a media type that no header can hold |
//! | `duplicate-operation` | warning | two operations that no request tells apart; both are kept |
//! | `wrong-url` | warning | a URL that is none, or that no client can ask; what is to be done by hand |
//! | `unknown-keyword`, `null-member` | warning | ignored |
//! | `later-keyword`, `outdated-keyword` | warning | a keyword of another version, read as there |
//! | `reference-siblings`, `misplaced-reference` | warning | a `$ref` where, or beside what, it cannot stand |
//! | `duplicate-parameter`, `optional-path-parameter`, `parameter-content`, `misplaced-style` | warning | what is used instead |
//! | `extension-without-effect`, `odd-path`, `unsupported` | warning | what is done instead |

mod callbacks;
mod components;
mod constraints;
mod discriminator;
pub mod document;
mod enum_labels;
mod extensions;
mod info;
mod keywords;
mod media_types;
mod operations;
mod pagination;
mod parameters;
mod paths;
mod reader;
mod references;
mod request_bodies;
mod responses;
mod schema;
mod schema_types;
mod security;
mod servers;
#[cfg(test)]
mod tests;
mod values;
mod version;
pub(crate) mod wire;

pub use document::Document;
pub(crate) use references::target;

use std::sync::OnceLock;

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Location};
use crate::source::{Node, Sources};

use components::read_components;
use document::{ParameterIn, SecurityScheme, SecuritySchemeKind};
use keywords::DOCUMENT;
use reader::{Object, Reader};

/// Reads the document that the run's first file holds.
///
/// All remarks about all files are made at once. Returns `None` only where nothing can be said: the file could not be
/// read, is no OpenAPI document, or follows a version that is not understood.
pub fn read(sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Document> {
    let location = Location::root(FileId(0));
    let node = sources.document()?;
    let Node::Object(members) = node else {
        diagnostics.push(
            Diagnostic::error(
                "not-openapi",
                location,
                format!("an OpenAPI document is an object, found {}", node.kind()),
            )
            .help("begin the document with `openapi: 3.1.0`"),
        );
        return None;
    };
    let root = Object::new(location, members);
    let (version, text) = version::detect(&root, diagnostics)?;
    let mut reader = Reader::new(sources, version);
    let document = read_document(&mut reader, &root, text);
    for remark in reader.into_remarks() {
        diagnostics.push(remark);
    }
    Some(document)
}

/// Says of header parameters called `Authorization`, which have no part in calls, that nothing takes their place.
fn report_authorization(reader: &mut Reader<'_>, schemes: &[SecurityScheme]) {
    let is_set = schemes.iter().any(|scheme| match &scheme.kind {
        SecuritySchemeKind::ApiKey { location_in, name } => {
            *location_in == ParameterIn::Header && name.eq_ignore_ascii_case("authorization")
        }
        // The transport proves who asks, below HTTP.
        SecuritySchemeKind::MutualTls => false,
        SecuritySchemeKind::Bearer
        | SecuritySchemeKind::Basic
        | SecuritySchemeKind::Http(_)
        | SecuritySchemeKind::OAuth2(_)
        | SecuritySchemeKind::OpenIdConnect(_) => true,
    });
    let places = std::mem::take(&mut reader.authorizations);
    let [first, others @ ..] = &places[..] else {
        return;
    };
    if is_set {
        return;
    }
    let mut message = "the header parameter `Authorization` is left out, as OpenAPI says, and no security scheme sets that \
                       header in its place"
        .to_owned();
    match others.len() {
        0 => {}
        1 => message.push_str("; so is another one like it"),
        more => message.push_str(&format!("; so are {more} others like it")),
    }
    reader.report(
        Diagnostic::warning("authorization-parameter", first.clone(), message)
            .help("declare a scheme under `components/securitySchemes`, such as `type: http, scheme: bearer`"),
    );
}

fn read_document<'a>(reader: &mut Reader<'a>, root: &Object<'a>, version: String) -> Document {
    reader.check(root, &DOCUMENT);
    let info = info::read_info(reader, root);
    let servers = servers::read_servers(reader, root);
    let tags = info::read_tags(reader, root);
    let components = read_components(reader, root);
    let security = operations::read_security(reader, root);
    if ["paths", "webhooks", "components"]
        .iter()
        .all(|name| root.get(name).is_none())
    {
        reader.expected(root, "paths", (&DOCUMENT, "there are no operations"));
    }
    let (paths, operation_count) = paths::read_paths(reader, root);
    let webhooks = paths::read_webhooks(reader, root);
    report_authorization(reader, &components.security_schemes);
    components.check_rest(reader);
    let envelope = reader.envelope(root);
    let request_id_header = reader.extension_text(root, "x-rust-request-id");
    let pagination = reader.default_pagination(root);
    Document {
        files: reader
            .sources
            .files()
            .map(|(_, file)| file.name.clone())
            .collect(),
        version,
        info,
        servers,
        tags,
        paths,
        webhooks,
        security,
        security_schemes: components.security_schemes,
        schemas: schema::read_schemas(reader),
        component_schemas: components.schemas,
        envelope,
        request_id_header,
        pagination,
        operation_count,
        null_among: OnceLock::new(),
    }
}
