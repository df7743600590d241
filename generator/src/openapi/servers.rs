//! The Server Object and its variables. <https://spec.openapis.org/oas/v3.1.1.html#server-object>

use super::document::{Server, ServerVariable};
use super::keywords;
use super::object::{Located, Object};
use super::reader::Reader;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Node;

/// Reads `servers` of the document, a path item or an operation.
pub(super) fn read_servers<'a>(reader: &mut Reader<'a>, owner: &Object<'a>) -> Vec<Server> {
    let mut servers = Vec::new();
    for element in reader.elements(owner, "servers") {
        if let Node::String(url) = element.node {
            servers.push(read_bare_url(reader, url, element.location));
            continue;
        }
        let Some(server) = reader.follow_misplaced(element, &keywords::SERVER) else {
            continue;
        };
        reader.check(&server, &keywords::SERVER);
        let variables = server
            .get("variables")
            .and_then(|member| reader.read_optional_object(member))
            .map(|variables| read_variables(reader, &variables))
            .unwrap_or_default();
        let description = reader.prose(&server, "description");
        let env = reader.environment_variable(&server);
        let url = reader.string(&server, "url");
        if url.is_none() {
            reader.warn_missing(&server, "url", &keywords::SERVER, "the server is left out");
        }
        if let Some(url) = url {
            servers.push(Server {
                url,
                description,
                variables,
                env,
                location: server.location,
            });
        }
    }
    servers
}

/// Reads a URL in place of an object with that member.
fn read_bare_url(reader: &mut Reader<'_>, url: &str, location: Location) -> Server {
    let message = "a server must be an object, found a string; read as its `url`";
    reader.report(Diagnostic::warning("wrong-type", location.clone(), message));
    Server {
        url: url.to_owned(),
        description: None,
        variables: Vec::new(),
        env: None,
        location,
    }
}

fn read_variables<'a>(reader: &mut Reader<'a>, variables: &Object<'a>) -> Vec<ServerVariable> {
    variables
        .iter()
        .filter_map(|entry| read_variable(reader, entry.name, &entry.located()))
        .collect()
}

fn read_variable<'a>(
    reader: &mut Reader<'a>,
    name: &str,
    value: &Located<'a>,
) -> Option<ServerVariable> {
    let kind = &keywords::SERVER_VARIABLE;
    let variable = reader.read_object_at(value, kind)?;
    reader.check(&variable, kind);
    let enumeration = reader.strings(&variable, "enum");
    let default = reader.string(&variable, "default").unwrap_or_else(|| {
        let first = enumeration.first().cloned().unwrap_or_default();
        reader.warn_missing(&variable, "default", kind, &format!("`{first}` is used"));
        first
    });
    Some(ServerVariable {
        name: name.to_owned(),
        default,
        enumeration,
        description: reader.prose(&variable, "description"),
    })
}
