//! The Security Scheme Object and the Security Requirement Object.
//! <https://spec.openapis.org/oas/v3.1.1.html#security-scheme-object>

use super::document::{
    ClientCredentialsFlow, ParameterIn, SecurityRequirement, SecurityScheme, SecuritySchemeKind,
};
use super::keywords::{Kind, SECURITY_SCHEME};
use super::parameters::check_field_name;
use super::reader::{Located, Member, Object, Reader};
use super::wire::{is_header_value, problem_of_base_url};
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Node;
use crate::suggest::closest;

const TYPES: &[&str] = &["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"];

const LEFT_OUT: &str = "the scheme is left out, and with it each alternative that needs it";

const REQUIREMENT: Kind = Kind {
    name: "a security requirement",
    keys: &[],
    extensions: &[],
};

const FLOW: Kind = Kind {
    name: "a flow of a security scheme",
    keys: &["tokenUrl", "refreshUrl", "scopes", "authorizationUrl"],
    extensions: &[],
};

/// Reads a security scheme or a reference to one; `None` after a report.
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
    let text = read_type(reader, object)?;
    match text.as_str() {
        "apiKey" => {
            let name = needed(reader, object, "name");
            let location_in = read_in(reader, object);
            let (name, location_in) = (name?, location_in?);
            match check_field_name(object, (name, location_in)) {
                Ok((name, remark)) => {
                    remark.into_iter().for_each(|remark| reader.report(remark));
                    Some(SecuritySchemeKind::ApiKey { location_in, name })
                }
                Err(remark) => {
                    reader.report(*remark);
                    None
                }
            }
        }
        "http" => {
            let scheme = needed(reader, object, "scheme")?;
            if !is_header_value(&scheme) {
                let words = format!(
                    "`{}` is no name of a scheme; {LEFT_OUT}",
                    scheme.escape_debug()
                );
                let place = object.location.child("scheme");
                reader.report(Diagnostic::warning("invalid-name", place, words));
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
            let url = reader.text(object, "openIdConnectUrl").unwrap_or_else(|| {
                let fallback = "its place is not documented";
                reader.expected(object, "openIdConnectUrl", (&SECURITY_SCHEME, fallback));
                String::new()
            });
            Some(SecuritySchemeKind::OpenIdConnect(url))
        }
        "mutualTLS" => Some(SecuritySchemeKind::MutualTls),
        other => read_unknown(reader, object, other),
    }
}

/// Reads the one flow that needs no user: `clientCredentials`. Tokens of the others come from elsewhere.
fn read_flow<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Option<ClientCredentialsFlow> {
    const BY_HAND: &str = "client credentials need a token URL by hand";
    let flows = object_in(reader, object, "flows")?;
    let flow = object_in(reader, &flows, "clientCredentials")?;
    reader.check(&flow, &FLOW);
    let Some(token_url) = reader.text(&flow, "tokenUrl") else {
        reader.expected(&flow, "tokenUrl", (&FLOW, BY_HAND));
        return None;
    };
    if let Some(problem) = problem_of_token_url(&token_url) {
        // It is not told itself, as it may hold a password.
        let words = format!("no client can ask this `tokenUrl`: {problem}; {BY_HAND}");
        let location = flow.location.child("tokenUrl");
        reader.report(Diagnostic::warning("wrong-url", location, words));
        return None;
    }
    let mut scopes = Vec::new();
    for member in object_in(reader, &flow, "scopes")
        .iter()
        .flat_map(Object::iter)
    {
        let meaning = reader.text_of(member).unwrap_or_default();
        scopes.push((member.name.to_owned(), meaning));
    }
    Some(ClientCredentialsFlow { token_url, scopes })
}

/// Returns a member that should be an object, without which the rest still stands.
fn object_in<'a>(reader: &mut Reader<'a>, object: &Object<'a>, name: &str) -> Option<Object<'a>> {
    let member = object.get(name)?;
    match member.value {
        Node::Object(members) => Some(Object::new(member.location(), members)),
        _ => {
            if reader.present(member) {
                reader.ignored(member, "an object");
            }
            None
        }
    }
}

/// Returns why no client can ask a URL for tokens, or a reference relative to one, if none can. It is asked as it is, so it has
/// no variables.
fn problem_of_token_url(url: &str) -> Option<&'static str> {
    let is_sound = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}#".contains(&byte);
    if url.contains('#') {
        return Some("it has a fragment");
    }
    if url.is_empty() || !url.bytes().all(is_sound) {
        return Some("it is no URL");
    }
    let start = url.split(['/', '?']).next().unwrap_or_default();
    let host = match (start.split_once(':'), url[start.len()..].strip_prefix("//")) {
        (Some((scheme, "")), Some(host)) if is_web(scheme) => host,
        (Some(_), _) => return Some("it is no URL of the web"),
        (None, Some(host)) if start.is_empty() => host,
        // It is a path.
        (None, _) => return None,
    };
    // Its path is the server's own affair.
    let host = host.split(['/', '?']).next().unwrap_or_default();
    problem_of_base_url(&format!("https://{host}"))
}

fn is_web(scheme: &str) -> bool {
    ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str())
}

/// Reads `type`, or finds it by the members that only one type has.
fn read_type<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Option<String> {
    if object
        .get("type")
        .is_some_and(|member| *member.value != Node::Null)
    {
        let text = needed(reader, object, "type")?;
        let known = TYPES.iter().find(|known| known.eq_ignore_ascii_case(&text));
        let Some(known) = known.filter(|known| **known != text) else {
            return Some(text);
        };
        let words = format!("`{text}` is no type of security scheme; read as `{known}`");
        let location = object.location.child("type");
        reader.report(Diagnostic::warning(
            "unknown-security-type",
            location,
            words,
        ));
        return Some((*known).to_owned());
    }
    let telling = [
        ("scheme", "http"),
        ("flows", "oauth2"),
        ("openIdConnectUrl", "openIdConnect"),
        ("in", "apiKey"),
    ];
    let found = telling.iter().find(|(name, _)| object.get(name).is_some());
    let Some((_, meant)) = found else {
        return needed(reader, object, "type");
    };
    let words = format!("read as `type: {meant}`");
    reader.expected(object, "type", (&SECURITY_SCHEME, &words));
    Some((*meant).to_owned())
}

/// Returns a text without which a scheme cannot be used. An API with one scheme less can still be called.
fn needed<'a>(reader: &mut Reader<'a>, object: &Object<'a>, name: &str) -> Option<String> {
    let text = reader.text(object, name);
    if text.is_none() {
        reader.expected(object, name, (&SECURITY_SCHEME, LEFT_OUT));
    }
    text
}

/// Reads a type that is none: Swagger 2.0 had others, and some write the scheme in its place.
fn read_unknown<'a>(
    reader: &mut Reader<'a>,
    object: &Object<'a>,
    word: &str,
) -> Option<SecuritySchemeKind> {
    let meant = match word.to_ascii_lowercase().as_str() {
        "basic" => Some((SecuritySchemeKind::Basic, "`type: http`, `scheme: basic`")),
        "bearer" | "jwt" => Some((SecuritySchemeKind::Bearer, "`type: http`, `scheme: bearer`")),
        "oauth" => Some((SecuritySchemeKind::OAuth2(None), "`type: oauth2`")),
        _ => None,
    };
    let reading = match &meant {
        Some((_, words)) => format!("read as {words}"),
        None => LEFT_OUT.to_owned(),
    };
    let remark = Diagnostic::warning(
        "unknown-security-type",
        object.location.child("type"),
        format!("`{word}` is no type of security scheme; {reading}"),
    )
    .label("unknown type");
    reader.report(match (&meant, closest(word, TYPES.iter().copied())) {
        (Some(_), _) => remark,
        (None, Some(word)) => remark.help(format!("did you mean `{word}`?")),
        (None, None) => {
            remark.help("types are `apiKey`, `http`, `mutualTLS`, `oauth2` and `openIdConnect`")
        }
    });
    meant.map(|(kind, _)| kind)
}

fn read_in<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Option<ParameterIn> {
    let text = needed(reader, object, "in")?;
    if let Some(place) = place_of(&text) {
        return Some(place);
    }
    let location = object.location.child("in");
    let lower = text.trim().to_ascii_lowercase();
    if let Some(place) = place_of(&lower) {
        let words = format!("`{text}` is no place for an API key; read as `{lower}`");
        reader.report(Diagnostic::warning("unknown-in", location, words));
        return Some(place);
    }
    let remark = Diagnostic::error(
        "unknown-in",
        location,
        format!("`{text}` is no place for an API key"),
    )
    .label("unknown place");
    reader.report(match closest(&text, ["query", "header", "cookie"]) {
        Some(word) => remark.help(format!("did you mean `{word}`?")),
        None => remark.help("an API key is in `header`, `query` or `cookie`"),
    });
    None
}

fn place_of(word: &str) -> Option<ParameterIn> {
    match word {
        "query" => Some(ParameterIn::Query),
        "header" => Some(ParameterIn::Header),
        "cookie" => Some(ParameterIn::Cookie),
        _ => None,
    }
}

/// Reads `security`: alternatives, each of schemes that belong together.
pub(super) fn read_requirements<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
) -> Vec<SecurityRequirement> {
    let mut requirements = Vec::new();
    for element in reader.elements_of(member) {
        if let Node::String(name) = element.node {
            requirements.push(read_bare(reader, &element, name));
            continue;
        }
        let Some(object) = reader.object_at(&element, &REQUIREMENT) else {
            continue;
        };
        let mut schemes = Vec::new();
        for entry in object.iter() {
            let name = declared_name(reader, (entry.name, entry.key()));
            let scopes = match entry.value {
                // `- token:` without brackets: there is nothing else that it could mean.
                Node::Null => {
                    reader.odd(
                        entry,
                        format!(
                            "`{}` must be an array, found null; read as `[]`",
                            entry.name
                        ),
                    );
                    Vec::new()
                }
                _ => reader.texts_of(entry),
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

/// Reads `- token`, a name where an object with that member is meant.
fn read_bare<'a>(
    reader: &mut Reader<'a>,
    element: &Located<'a>,
    name: &str,
) -> SecurityRequirement {
    let location = element.location.clone();
    reader.report(Diagnostic::warning(
        "wrong-kind",
        location.clone(),
        format!(
            "{} must be an object, found a string; read as `{{ {name}: [] }}`",
            REQUIREMENT.name
        ),
    ));
    let name = declared_name(reader, (name, location.clone()));
    SecurityRequirement {
        schemes: vec![(name, Vec::new())],
        location,
    }
}

/// Returns the name of the scheme that a requirement means: its own, or the one declared name that differs only in case.
fn declared_name(reader: &mut Reader<'_>, (name, at): (&str, Location)) -> String {
    if reader.scheme_names.contains(name) {
        return name.to_owned();
    }
    let lower = name.to_lowercase();
    let mut alike = (reader.scheme_names.iter()).filter(|known| known.to_lowercase() == lower);
    if let (Some(known), None) = (alike.next(), alike.next()) {
        let known = (*known).to_owned();
        let message = format!("`{name}` is no security scheme of this document; read as `{known}`");
        reader.report(
            Diagnostic::warning("unknown-security-scheme", at, message).label("is not written so"),
        );
        return known;
    }
    let remark = Diagnostic::warning(
        "unknown-security-scheme",
        at,
        format!("`{name}` is no security scheme of this document; this alternative is left out"),
    )
    .label("unknown security scheme");
    let names: Vec<&str> = reader.scheme_names.iter().copied().collect();
    let suggestion = reader.closest_name(name, names.into_iter());
    let remark = match suggestion {
        Some(name) => remark.help(format!("did you mean `{name}`?")),
        None => remark.help("declare it in `components/securitySchemes`"),
    };
    reader.report(remark);
    name.to_owned()
}
