//! The OpenAPI specification: from nodes to a [`Document`].
//!
//! In: the files of a run. Out: the objects of the specification in the meaning of version 3.1, with located diagnostics for
//! whatever deviates from the specification. The spellings of 3.0 end here. Knows nothing of what an API means (see `api`), of
//! Rust, or of the disk.
//!
//! | Module | Owns |
//! | --- | --- |
//! | `document` | the objects of the specification as structs, the product of this stage |
//! | `keywords`, `extension_keys` | tables: the members of objects, and the extension keys of this generator |
//! | `object`, `reader` | nodes with locations; reading of values, references and extension keys, and their diagnostics |
//! | `schema` | the Schema Object |
//! | `paths` | path items and operations, and what they contain: parameters, bodies, responses, callbacks |
//! | other files | an object of the specification each |
//!
//! | Code | Severity | Meaning |
//! | --- | --- | --- |
//! | `not-openapi`, `unsupported-version` | error | the file is not a document of a supported version; a warning for a later minor version |
//! | `unknown-reference`, `missing-file`, `reference-cycle` | error | a `$ref` is unresolved or circular; a warning for a link, and for a schema whose target is missing |
//! | `corrected-reference`, `dynamic-reference` | warning | a `$ref` is read as another one, a `$dynamicRef` as `$ref` |
//! | `unknown-in` | error | an unknown parameter location; a warning if its meaning is clear |
//! | `unknown-type`, `unknown-style`, `unknown-security-type` | warning | an unknown name; the message says how it is read |
//! | `invalid-status` | warning | a key of `responses` that is not a status code |
//! | `invalid-name` | error | a name that no request can carry; a warning for a parameter, which is left out |
//! | `wrong-type` | error | a value of the wrong JSON type; a warning if it can be ignored or has a clear meaning |
//! | `missing-member` | error | a required member is missing; a warning if there is a fallback |
//! | `unknown-extension`, `invalid-value` | error | an extension key of this generator that does not exist, or has an invalid value |
//! | `unknown-security-scheme` | warning | the alternative that names it is left out |
//! | `authorization-parameter` | warning | the parameter is left out, and no security scheme sets the header |
//! | `invalid-method` | error | a method that no request can have; a warning for a usual one in another case |
//! | `invalid-media-type` | warning | a media type that cannot be the value of a header |
//! | `duplicate-operation` | warning | two operations with the same requests; both are kept |
//! | `invalid-url` | warning | a URL that a client cannot use |
//! | `unknown-keyword`, `null-member` | warning | a member is ignored |
//! | `later-keyword`, `outdated-keyword` | warning | a keyword of another version, read as in that version |
//! | `reference-siblings` | warning | siblings of a `$ref` that are ignored; a note for `nullable`, which is read |
//! | `misplaced-reference` | note | a `$ref` where none is allowed |
//! | `duplicate-parameter`, `optional-path-parameter`, `parameter-content`, `misplaced-style` | warning | the message says what is used instead |
//! | `extension-without-effect`, `malformed-path`, `unsupported` | warning | the message says what is done instead |

mod components;
pub mod document;
mod extension_keys;
mod field_names;
mod info;
mod keywords;
mod object;
mod paths;
mod reader;
mod schema;
mod security;
mod servers;
#[cfg(test)]
mod tests;
mod version;
pub(crate) mod wire;

pub use document::Document;
// JSON values of a document, for the next stage.
pub use crate::source::Node;
pub(crate) use reader::resolve_as_intended;

use std::sync::OnceLock;

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Location};
use crate::source::Sources;

use components::read_components;
use document::{ParameterIn, SecurityScheme, SecuritySchemeKind};
use keywords::DOCUMENT;
use object::Object;
use reader::Reader;

/// Reads the document in the first file of a run.
///
/// Reports the problems of all files at once. Returns `None` only if the first file could not be read, is not an OpenAPI document,
/// or has an unsupported version.
pub fn read(sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Document> {
    let location = Location::root(FileId(0));
    let node = sources.document()?;
    let Node::Object(members) = node else {
        diagnostics.push(
            Diagnostic::error(
                "not-openapi",
                location,
                format!(
                    "an OpenAPI document must be an object, found {}",
                    node.kind()
                ),
            )
            .help("begin the document with `openapi: 3.1.0`"),
        );
        return None;
    };
    let root = Object::new(location, members);
    let (version, written) = version::detect(&root, diagnostics)?;
    let mut reader = Reader::new(sources, version);
    let document = read_document(&mut reader, &root, written);
    for diagnostic in reader.into_diagnostics() {
        diagnostics.push(diagnostic);
    }
    Some(document)
}

/// Warns of header parameters called `Authorization`, which are left out, if no security scheme sets that header.
fn warn_of_authorization(reader: &mut Reader<'_>, schemes: &[SecurityScheme]) {
    let is_set = schemes.iter().any(|scheme| match &scheme.kind {
        SecuritySchemeKind::ApiKey { location_in, name } => {
            *location_in == ParameterIn::Header && name.eq_ignore_ascii_case("authorization")
        }
        // The transport authenticates the client, below HTTP.
        SecuritySchemeKind::MutualTls => false,
        SecuritySchemeKind::Bearer
        | SecuritySchemeKind::Basic
        | SecuritySchemeKind::Http(_)
        | SecuritySchemeKind::OAuth2(_)
        | SecuritySchemeKind::OpenIdConnect(_) => true,
    });
    let locations = std::mem::take(&mut reader.authorization_headers);
    let [first, others @ ..] = &locations[..] else {
        return;
    };
    if is_set {
        return;
    }
    let mut message = "the header parameter `Authorization` is left out, as OpenAPI requires, and no security scheme \
                       sets that header"
        .to_owned();
    match others.len() {
        0 => {}
        1 => message.push_str("; so is another one"),
        more => message.push_str(&format!("; so are {more} others")),
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
    let security = paths::read_security(reader, root);
    if ["paths", "webhooks", "components"]
        .iter()
        .all(|name| root.get(name).is_none())
    {
        reader.warn_missing(root, "paths", &DOCUMENT, "there are no operations");
    }
    let (paths, operation_count) = paths::read_paths(reader, root);
    let webhooks = paths::read_webhooks(reader, root);
    warn_of_authorization(reader, &components.security_schemes);
    components.check_rest(reader);
    let envelope = reader.envelope(root);
    let request_id_header = reader.extension_string(root, "x-rust-request-id");
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
