//! The Security Scheme Object and the Security Requirement Object.
//! <https://spec.openapis.org/oas/v3.1.1.html#security-scheme-object>

use super::document::{ParameterIn, SecurityRequirement, SecurityScheme, SecuritySchemeKind};
use super::keywords::{Kind, SECURITY_SCHEME};
use super::reader::{Located, Member, Object, Reader};
use crate::diagnostic::Diagnostic;
use crate::source::Node;
use crate::suggest::closest;

const TYPES: &[&str] = &["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"];

const REQUIREMENT: Kind = Kind {
    name: "a security requirement",
    keys: &[],
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
    let text = reader.required_text(object, "type", &SECURITY_SCHEME)?;
    match text.as_str() {
        "apiKey" => {
            let name = reader.required_text(object, "name", &SECURITY_SCHEME);
            let location_in = read_in(reader, object);
            Some(SecuritySchemeKind::ApiKey {
                location_in: location_in?,
                name: name?,
            })
        }
        "http" => {
            let scheme = reader.required_text(object, "scheme", &SECURITY_SCHEME)?;
            Some(match scheme.to_ascii_lowercase().as_str() {
                "bearer" => SecuritySchemeKind::Bearer,
                "basic" => SecuritySchemeKind::Basic,
                _ => SecuritySchemeKind::Http(scheme),
            })
        }
        "oauth2" => Some(SecuritySchemeKind::OAuth2),
        "openIdConnect" => {
            let url = reader.text(object, "openIdConnectUrl").unwrap_or_else(|| {
                let fallback = "its place is not documented";
                reader.expected(object, "openIdConnectUrl", (&SECURITY_SCHEME, fallback));
                String::new()
            });
            Some(SecuritySchemeKind::OpenIdConnect(url))
        }
        "mutualTLS" => Some(SecuritySchemeKind::MutualTls),
        other => {
            let remark = Diagnostic::error(
                "unknown-security-type",
                object.location.child("type"),
                format!("`{other}` is no type of security scheme"),
            )
            .label("unknown type");
            reader.report(match other {
                "basic" => remark
                    .help("this is Swagger 2.0; in OpenAPI 3 write `type: http`, `scheme: basic`"),
                "bearer" => remark.help("write `type: http`, `scheme: bearer`"),
                _ => match closest(other, TYPES.iter().copied()) {
                    Some(word) => remark.help(format!("did you mean `{word}`?")),
                    None => remark.help(
                        "types are `apiKey`, `http`, `mutualTLS`, `oauth2` and `openIdConnect`",
                    ),
                },
            });
            None
        }
    }
}

fn read_in<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Option<ParameterIn> {
    match reader
        .required_text(object, "in", &SECURITY_SCHEME)?
        .as_str()
    {
        "query" => Some(ParameterIn::Query),
        "header" => Some(ParameterIn::Header),
        "cookie" => Some(ParameterIn::Cookie),
        other => {
            let remark = Diagnostic::error(
                "unknown-in",
                object.location.child("in"),
                format!("`{other}` is no place for an API key"),
            )
            .label("unknown place");
            reader.report(match closest(other, ["query", "header", "cookie"]) {
                Some(word) => remark.help(format!("did you mean `{word}`?")),
                None => remark.help("an API key is in `header`, `query` or `cookie`"),
            });
            None
        }
    }
}

/// Reads `security`: alternatives, each of schemes that belong together.
pub(super) fn read_requirements<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
) -> Vec<SecurityRequirement> {
    let mut requirements = Vec::new();
    for element in reader.elements_of(member) {
        let Some(object) = reader.object_at(&element, &REQUIREMENT) else {
            continue;
        };
        let mut schemes = Vec::new();
        for entry in object.iter() {
            check_name(reader, entry);
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
            schemes.push((entry.name.to_owned(), scopes));
        }
        requirements.push(SecurityRequirement {
            schemes,
            location: object.location,
        });
    }
    requirements
}

fn check_name<'a>(reader: &mut Reader<'a>, entry: Member<'_, 'a>) {
    if reader.scheme_names.contains(entry.name) {
        return;
    }
    let remark = Diagnostic::warning(
        "unknown-security-scheme",
        entry.key(),
        format!(
            "`{}` is no security scheme of this document; this alternative is left out",
            entry.name
        ),
    )
    .label("unknown security scheme");
    let suggestion = closest(entry.name, reader.scheme_names.iter().copied());
    let remark = match suggestion {
        Some(name) => remark.help(format!("did you mean `{name}`?")),
        None => remark.help("declare it in `components/securitySchemes`"),
    };
    reader.report(remark);
}
