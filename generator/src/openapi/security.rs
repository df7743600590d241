//! The Security Scheme Object and the Security Requirement Object.
//! <https://spec.openapis.org/oas/v3.1.1.html#security-scheme-object>

use super::document::{
    ClientCredentialsFlow, ParameterIn, SecurityRequirement, SecurityScheme, SecuritySchemeKind,
};
use super::field_names::check_field_name;
use super::keywords::{ObjectKind, SECURITY_SCHEME, plain};
use super::object::{Located, Member, Object};
use super::reader::Reader;
use super::wire::{base_url_problem, is_header_value};
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Node;
use crate::suggest::closest;

const TYPES: &[&str] = &["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"];

const LEFT_OUT: &str = "the scheme is left out, and with it each alternative that needs it";

const REQUIREMENT: ObjectKind = plain("a security requirement", &[]);

const FLOW: ObjectKind = plain(
    "a flow of a security scheme",
    &["tokenUrl", "refreshUrl", "scopes", "authorizationUrl"],
);

/// Reads a security scheme or a reference to one; `None` after an error is reported.
pub(super) fn read_scheme<'a>(
    reader: &mut Reader<'a>,
    name: &str,
    value: Located<'a>,
) -> Option<SecurityScheme> {
    let followed = reader.follow(value, &SECURITY_SCHEME)?;
    let object = followed.object;
    reader.check(&object, &SECURITY_SCHEME);
    let description = reader.prose(&object, "description");
    let env = reader.environment_variable(&object);
    let hints = reader.hints(&object);
    Some(SecurityScheme {
        name: name.to_owned(),
        description: followed.description.or(description),
        kind: read_kind(reader, &object)?,
        env,
        hints,
        location: object.location,
    })
}

fn read_kind<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Option<SecuritySchemeKind> {
    let name = read_type(reader, object)?;
    match name.as_str() {
        "apiKey" => {
            let name = required_string(reader, object, "name");
            let location_in = read_in(reader, object);
            let (name, location_in) = (name?, location_in?);
            match check_field_name(object, name, location_in) {
                Ok(valid) => {
                    if let Some(warning) = valid.warning {
                        reader.report(warning);
                    }
                    let name = valid.name;
                    Some(SecuritySchemeKind::ApiKey { location_in, name })
                }
                Err(diagnostic) => {
                    reader.report(*diagnostic);
                    None
                }
            }
        }
        "http" => {
            let scheme = required_string(reader, object, "scheme")?;
            if !is_header_value(&scheme) {
                let message = format!(
                    "`{}` is not a valid scheme name; {LEFT_OUT}",
                    scheme.escape_debug()
                );
                let location = object.location.child("scheme");
                reader.report(Diagnostic::warning("invalid-name", location, message));
                return None;
            }
            Some(match scheme.to_ascii_lowercase().as_str() {
                "bearer" => SecuritySchemeKind::Bearer,
                "basic" => SecuritySchemeKind::Basic,
                _ => SecuritySchemeKind::Http(scheme),
            })
        }
        "oauth2" => Some(SecuritySchemeKind::OAuth2(read_flow(reader, object))),
        "openIdConnect" => {
            let url = reader
                .string(object, "openIdConnectUrl")
                .unwrap_or_else(|| {
                    let fallback = "its URL is not documented";
                    reader.warn_missing(object, "openIdConnectUrl", &SECURITY_SCHEME, fallback);
                    String::new()
                });
            Some(SecuritySchemeKind::OpenIdConnect(url))
        }
        "mutualTLS" => Some(SecuritySchemeKind::MutualTls),
        other => read_unknown(reader, object, other),
    }
}

/// Reads `clientCredentials`, the one flow without a user. The client does not get the tokens of other flows itself.
fn read_flow<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Option<ClientCredentialsFlow> {
    const SET_BY_HAND: &str = "client credentials need a token URL set by hand";
    let flows = optional_object(reader, object, "flows")?;
    let flow = optional_object(reader, &flows, "clientCredentials")?;
    reader.check(&flow, &FLOW);
    let Some(token_url) = reader.string(&flow, "tokenUrl") else {
        reader.warn_missing(&flow, "tokenUrl", &FLOW, SET_BY_HAND);
        return None;
    };
    if let Some(problem) = token_url_problem(&token_url) {
        // The message does not contain the URL, because it may contain a password.
        let message = format!("this `tokenUrl` cannot be requested: {problem}; {SET_BY_HAND}");
        let location = flow.location.child("tokenUrl");
        reader.report(Diagnostic::warning("invalid-url", location, message));
        return None;
    }
    let mut scopes = Vec::new();
    for member in optional_object(reader, &flow, "scopes")
        .iter()
        .flat_map(Object::iter)
    {
        let description = reader.read_string(member).unwrap_or_default();
        scopes.push((member.name.to_owned(), description));
    }
    Some(ClientCredentialsFlow { token_url, scopes })
}

/// Returns the object in the member `name`, which can be ignored if it is invalid.
fn optional_object<'a>(
    reader: &mut Reader<'a>,
    object: &Object<'a>,
    name: &str,
) -> Option<Object<'a>> {
    let member = object.get(name)?;
    match member.value {
        Node::Object(members) => Some(Object::new(member.location(), members)),
        _ => {
            if reader.has_value(member) {
                reader.warn_ignored(member, "an object");
            }
            None
        }
    }
}

/// Returns why a URL, or a reference relative to one, cannot be a token URL, if it cannot. It is used as it is, without
/// variables.
fn token_url_problem(url: &str) -> Option<&'static str> {
    let is_allowed = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}#".contains(&byte);
    if url.contains('#') {
        return Some("it has a fragment");
    }
    if url.is_empty() || !url.bytes().all(is_allowed) {
        return Some("it is not a URL");
    }
    let start = url.split(['/', '?']).next().unwrap_or_default();
    let host = match (start.split_once(':'), url[start.len()..].strip_prefix("//")) {
        (Some((scheme, "")), Some(host)) if is_http(scheme) => host,
        (Some(_), _) => return Some("it is not an HTTP URL"),
        (None, Some(host)) if start.is_empty() => host,
        // A path.
        (None, _) => return None,
    };
    // The path is not checked: the server defines it.
    let host = host.split(['/', '?']).next().unwrap_or_default();
    base_url_problem(&format!("https://{host}"))
}

fn is_http(scheme: &str) -> bool {
    ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str())
}

/// Reads `type`, or infers it from a member that only one type has.
fn read_type<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Option<String> {
    if object
        .get("type")
        .is_some_and(|member| *member.value != Node::Null)
    {
        let name = required_string(reader, object, "type")?;
        let known = TYPES.iter().find(|known| known.eq_ignore_ascii_case(&name));
        let Some(known) = known.filter(|known| **known != name) else {
            return Some(name);
        };
        let message = format!("`{name}` is not a type of security scheme; read as `{known}`");
        let location = object.location.child("type");
        reader.report(Diagnostic::warning(
            "unknown-security-type",
            location,
            message,
        ));
        return Some((*known).to_owned());
    }
    let distinctive = [
        ("scheme", "http"),
        ("flows", "oauth2"),
        ("openIdConnectUrl", "openIdConnect"),
        ("in", "apiKey"),
    ];
    let found = distinctive
        .iter()
        .find(|(name, _)| object.get(name).is_some());
    let Some((_, inferred)) = found else {
        return required_string(reader, object, "type");
    };
    let fallback = format!("read as `type: {inferred}`");
    reader.warn_missing(object, "type", &SECURITY_SCHEME, &fallback);
    Some((*inferred).to_owned())
}

/// Returns a string without which a scheme cannot be used. This is a warning, because other schemes may remain.
fn required_string<'a>(reader: &mut Reader<'a>, object: &Object<'a>, name: &str) -> Option<String> {
    let value = reader.string(object, name);
    if value.is_none() {
        reader.warn_missing(object, name, &SECURITY_SCHEME, LEFT_OUT);
    }
    value
}

/// Reads an unknown type: Swagger 2.0 had other types, and some documents have the scheme in its place.
fn read_unknown<'a>(
    reader: &mut Reader<'a>,
    object: &Object<'a>,
    name: &str,
) -> Option<SecuritySchemeKind> {
    let intended = match name.to_ascii_lowercase().as_str() {
        "basic" => Some((SecuritySchemeKind::Basic, "`type: http`, `scheme: basic`")),
        "bearer" | "jwt" => Some((SecuritySchemeKind::Bearer, "`type: http`, `scheme: bearer`")),
        "oauth" => Some((SecuritySchemeKind::OAuth2(None), "`type: oauth2`")),
        _ => None,
    };
    let reading = match &intended {
        Some((_, spelling)) => format!("read as {spelling}"),
        None => LEFT_OUT.to_owned(),
    };
    let diagnostic = Diagnostic::warning(
        "unknown-security-type",
        object.location.child("type"),
        format!("`{name}` is not a type of security scheme; {reading}"),
    )
    .label("unknown type");
    reader.report(match (&intended, closest(name, TYPES.iter().copied())) {
        (Some(_), _) => diagnostic,
        (None, Some(word)) => diagnostic.help(format!("did you mean `{word}`?")),
        (None, None) => diagnostic
            .help("the types are `apiKey`, `http`, `mutualTLS`, `oauth2` and `openIdConnect`"),
    });
    intended.map(|(kind, _)| kind)
}

fn read_in<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Option<ParameterIn> {
    let declared = required_string(reader, object, "in")?;
    if let Some(found) = parse_in(&declared) {
        return Some(found);
    }
    let location = object.location.child("in");
    let lower = declared.trim().to_ascii_lowercase();
    if let Some(found) = parse_in(&lower) {
        let message = format!("`{declared}` is not a location for an API key; read as `{lower}`");
        reader.report(Diagnostic::warning("unknown-in", location, message));
        return Some(found);
    }
    let diagnostic = Diagnostic::error(
        "unknown-in",
        location,
        format!("`{declared}` is not a location for an API key"),
    )
    .label("unknown location");
    reader.report(match closest(&declared, ["query", "header", "cookie"]) {
        Some(word) => diagnostic.help(format!("did you mean `{word}`?")),
        None => diagnostic.help("an API key is in `header`, `query` or `cookie`"),
    });
    None
}

fn parse_in(name: &str) -> Option<ParameterIn> {
    match name {
        "query" => Some(ParameterIn::Query),
        "header" => Some(ParameterIn::Header),
        "cookie" => Some(ParameterIn::Cookie),
        _ => None,
    }
}

/// Reads `security`: alternatives, each with the schemes that it requires together.
pub(super) fn read_requirements<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
) -> Vec<SecurityRequirement> {
    let mut requirements = Vec::new();
    for element in reader.read_elements(member) {
        if let Node::String(name) = element.node {
            requirements.push(read_bare_name(reader, &element, name));
            continue;
        }
        let Some(object) = reader.read_object_at(&element, &REQUIREMENT) else {
            continue;
        };
        let mut schemes = Vec::new();
        for entry in object.iter() {
            let name = declared_name(reader, entry.name, entry.key());
            let scopes = match entry.value {
                // `- token:` without brackets has no other meaning.
                Node::Null => {
                    reader.warn_wrong_type(
                        entry,
                        format!(
                            "`{}` must be an array, found null; read as `[]`",
                            entry.name
                        ),
                    );
                    Vec::new()
                }
                _ => reader.read_strings(entry),
            };
            schemes.push((name, scopes));
        }
        requirements.push(SecurityRequirement {
            schemes,
            location: object.location,
        });
    }
    requirements
}

/// Reads `- token`, a name in place of an object with that member.
fn read_bare_name<'a>(
    reader: &mut Reader<'a>,
    element: &Located<'a>,
    name: &str,
) -> SecurityRequirement {
    let location = element.location.clone();
    reader.report(Diagnostic::warning(
        "wrong-type",
        location.clone(),
        format!(
            "{} must be an object, found a string; read as `{{ {name}: [] }}`",
            REQUIREMENT.name
        ),
    ));
    let name = declared_name(reader, name, location.clone());
    SecurityRequirement {
        schemes: vec![(name, Vec::new())],
        location,
    }
}

/// Returns the name of the scheme that a requirement refers to: its own, or the one declared name that differs only in case.
fn declared_name(reader: &mut Reader<'_>, name: &str, at: Location) -> String {
    if reader.scheme_names.contains(name) {
        return name.to_owned();
    }
    let lower = name.to_lowercase();
    let mut alike = (reader.scheme_names.iter()).filter(|known| known.to_lowercase() == lower);
    if let (Some(known), None) = (alike.next(), alike.next()) {
        let known = (*known).to_owned();
        let message =
            format!("`{name}` is not a security scheme of this document; read as `{known}`");
        reader.report(
            Diagnostic::warning("unknown-security-scheme", at, message)
                .label("spelled differently"),
        );
        return known;
    }
    let diagnostic = Diagnostic::warning(
        "unknown-security-scheme",
        at,
        format!("`{name}` is not a security scheme of this document; this alternative is left out"),
    )
    .label("unknown security scheme");
    let names: Vec<&str> = reader.scheme_names.iter().copied().collect();
    let suggestion = reader.closest_name(name, names.into_iter());
    let diagnostic = match suggestion {
        Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
        None => diagnostic.help("declare it in `components/securitySchemes`"),
    };
    reader.report(diagnostic);
    name.to_owned()
}
