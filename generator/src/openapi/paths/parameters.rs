//! The Parameter Object and the Header Object. <https://spec.openapis.org/oas/v3.1.1.html#parameter-object>
//!
//! The defaults of `style` and `explode` depend on the location of the parameter. A header is read as a parameter whose name is
//! the key of the header.

use std::collections::HashMap;

use super::media_types::{ContentOf, read_content, read_examples};
use super::styles::{default_style, read_style};
use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::openapi::document::{MediaType, Parameter, ParameterIn, SchemaId, Style};
use crate::openapi::extension_keys::IDEMPOTENCY;
use crate::openapi::field_names::check_field_name;
use crate::openapi::keywords::{self, HEADER, ObjectKind, PARAMETER};
use crate::openapi::object::{Located, Member, Object};
use crate::openapi::reader::Reader;
use crate::openapi::version::Version;
use crate::source::Node;
use crate::suggest::closest;

const LOCATIONS: &[&str] = &["path", "query", "header", "cookie"];

/// Headers that describe bodies and credentials: parameters and headers of these names are ignored.
const IGNORED_HEADERS: &[&str] = &["accept", "content-type", "authorization"];

/// Reads `parameters` of a path item or an operation.
pub(crate) fn read_parameters<'a>(reader: &mut Reader<'a>, owner: &Object<'a>) -> Vec<Parameter> {
    reader
        .elements(owner, "parameters")
        .into_iter()
        .filter_map(|element| read_parameter(reader, element))
        .collect()
}

/// Removes each parameter with the name and location of an earlier one.
pub(crate) fn without_duplicates(
    reader: &mut Reader<'_>,
    parameters: Vec<Parameter>,
) -> Vec<Parameter> {
    let mut locations: HashMap<(String, ParameterIn), Location> = HashMap::new();
    let mut kept = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        // The names of headers are case-insensitive.
        let name = match parameter.location_in {
            ParameterIn::Header => parameter.name.to_ascii_lowercase(),
            _ => parameter.name.clone(),
        };
        let key = (name, parameter.location_in);
        match locations.get(&key) {
            Some(first) => reader.report(
                Diagnostic::warning(
                    "duplicate-parameter",
                    parameter.location.clone(),
                    format!(
                        "parameter `{}` is listed twice; the first is used",
                        parameter.name
                    ),
                )
                .label("ignored")
                .related(first.clone(), "first listed here"),
            ),
            None => {
                locations.insert(key, parameter.location.clone());
                kept.push(parameter);
            }
        }
    }
    kept
}

/// Reads a parameter or a reference to one; `None` after an error is reported, or if the specification ignores the parameter.
pub(crate) fn read_parameter<'a>(reader: &mut Reader<'a>, value: Located<'a>) -> Option<Parameter> {
    let followed = reader.follow(value, &PARAMETER)?;
    let object = followed.object;
    let name = reader.required_string(&object, "name", &PARAMETER);
    let location_in = read_in(reader, &object);
    let (name, location) = (name?, location_in?);
    let location_in = match location {
        DeclaredIn::One(location_in) => location_in,
        DeclaredIn::QueryString => ParameterIn::Query,
    };
    let name = match check_field_name(&object, name, location_in) {
        Ok(valid) => {
            if let Some(warning) = valid.warning {
                reader.report(warning);
            }
            valid.name
        }
        Err(mut diagnostic) => {
            diagnostic.severity = Severity::Warning;
            diagnostic.message.push_str("; the parameter is left out");
            reader.report(*diagnostic);
            return None;
        }
    };
    let mut parameter = read_common(reader, &object, name, location_in, &PARAMETER);
    if location == DeclaredIn::QueryString {
        parameter = query_string_as_form(reader, parameter)?;
    }
    parameter.description = followed.description.or(parameter.description);
    if location_in == ParameterIn::Path && !parameter.required {
        warn_optional_in_path(reader, &object);
        parameter.required = true;
    }
    parameter.idempotency = read_idempotency(reader, &object, location_in);
    if location_in == ParameterIn::Path {
        read_segments(reader, &object, &mut parameter);
    }
    let ignored = location_in == ParameterIn::Header && is_ignored_header(&parameter.name);
    if ignored && parameter.name.eq_ignore_ascii_case("authorization") {
        reader.authorization_headers.push(object.location.clone());
    }
    (!ignored).then_some(parameter)
}

/// Reads what allows a value in the path to contain reserved characters or several segments: `allowReserved` (3.2), and extension
/// keys of other tools: `x-multi-segment` (GitHub), `x-ms-skip-url-encoding` (AutoRest), `x-speakeasy-param-encoding-override`.
/// <https://spec.openapis.org/oas/v3.2.0.html#parameter-object>
fn read_segments<'a>(reader: &mut Reader<'a>, object: &Object<'a>, parameter: &mut Parameter) {
    if parameter.allow_reserved && reader.version < Version::V32 {
        let message =
            "`allowReserved` has an effect on path parameters only since OpenAPI 3.2; ignored";
        reader.report(
            Diagnostic::warning(
                "keyword-without-effect",
                object.location.child("allowReserved").key(),
                message,
            )
            .label(format!("this document is OpenAPI {}", reader.version))
            .help(
                "declare `openapi: 3.2.0`, or write `x-multi-segment: true` if a value may contain `/`",
            ),
        );
        parameter.allow_reserved = false;
    }
    let is_true = |key: &str| {
        let member = object.get(key);
        member.is_some_and(|member| *member.value == Node::Bool(true))
    };
    // Both leave a value unencoded, including slashes.
    let unencoded = is_true("x-ms-skip-url-encoding")
        || object
            .get("x-speakeasy-param-encoding-override")
            .is_some_and(
                |member| matches!(member.value, Node::String(text) if text == "allowReserved"),
            );
    parameter.allow_reserved |= unencoded;
    parameter.multi_segment = unencoded || is_true("x-multi-segment") || is_true("x-multiSegment");
}

/// Reads `headers` of a response or an encoding.
pub(crate) fn read_headers<'a>(reader: &mut Reader<'a>, owner: &Object<'a>) -> Vec<Parameter> {
    reader
        .entries(owner, "headers")
        .into_iter()
        .filter_map(|(name, value)| read_header(reader, name, value))
        .filter(|header| !header.name.eq_ignore_ascii_case("content-type"))
        .collect()
}

/// Reads a header or a reference to one.
pub(crate) fn read_header<'a>(
    reader: &mut Reader<'a>,
    name: &str,
    value: Located<'a>,
) -> Option<Parameter> {
    let followed = reader.follow(value, &HEADER)?;
    let name = name.to_owned();
    let mut header = read_common(reader, &followed.object, name, ParameterIn::Header, &HEADER);
    header.description = followed.description.or(header.description);
    Some(header)
}

fn is_ignored_header(name: &str) -> bool {
    IGNORED_HEADERS
        .iter()
        .any(|ignored| name.eq_ignore_ascii_case(ignored))
}

/// Reads what parameters and headers share.
fn read_common<'a>(
    reader: &mut Reader<'a>,
    object: &Object<'a>,
    name: String,
    location_in: ParameterIn,
    kind: &ObjectKind,
) -> Parameter {
    check_members(reader, object, kind);
    let style = object
        .get("style")
        .and_then(|member| read_style(reader, member, Some(location_in)))
        .unwrap_or(default_style(location_in));
    let explode = object
        .get("explode")
        .and_then(|member| reader.read_boolean(member))
        .unwrap_or(matches!(style, Style::Form | Style::Cookie));
    let (schema, content) = read_value(reader, object, kind);
    Parameter {
        name,
        location_in,
        description: reader.prose(object, "description"),
        required: reader.boolean(object, "required"),
        deprecated: reader.boolean(object, "deprecated"),
        allow_empty_value: reader.boolean(object, "allowEmptyValue"),
        style,
        explode,
        allow_reserved: reader.boolean(object, "allowReserved"),
        multi_segment: false,
        schema,
        content,
        examples: read_examples(reader, object),
        idempotency: false,
        hints: reader.hints(object),
        location: object.location.clone(),
    }
}

/// Warns of members that the object cannot have. Keywords of schemas were allowed here in Swagger 2.0.
fn check_members<'a>(reader: &mut Reader<'a>, object: &Object<'a>, kind: &ObjectKind) {
    for member in object.iter() {
        let schema_keyword = keywords::SCHEMA.keys.contains(&member.name);
        if schema_keyword && !kind.keys.contains(&member.name) && object.get("schema").is_none() {
            reader.report(
                Diagnostic::warning(
                    "unknown-keyword",
                    member.key(),
                    format!("{} has no member `{}`; ignored", kind.name, member.name),
                )
                .label("ignored")
                .help("Swagger 2.0 allowed it here; in OpenAPI 3 it belongs in `schema`"),
            );
        } else {
            reader.check_member(member, kind);
        }
    }
}

/// Reads `schema` or `content`: there must be exactly one.
fn read_value<'a>(
    reader: &mut Reader<'a>,
    object: &Object<'a>,
    kind: &ObjectKind,
) -> (Option<SchemaId>, Option<MediaType>) {
    let schema = object
        .get("schema")
        .filter(|member| reader.has_value(*member))
        .map(|member| reader.schema_id(member.located()));
    let content = object
        .get("content")
        .filter(|member| reader.has_value(*member));
    match (schema, content) {
        (Some(schema), Some(content)) => {
            reader.report(
                Diagnostic::warning(
                    "parameter-content",
                    content.key(),
                    format!(
                        "{} must have either `schema` or `content`, not both; `schema` is used",
                        kind.name
                    ),
                )
                .label("ignored"),
            );
            (Some(schema), None)
        }
        (Some(schema), None) => (Some(schema), None),
        (None, Some(content)) => (None, read_only_content(reader, content, kind)),
        (None, None) => {
            reader.warn_missing(object, "schema", kind, "its value is a string");
            (None, None)
        }
    }
}

/// Reads the one media type of a parameter's `content`.
fn read_only_content<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
    kind: &ObjectKind,
) -> Option<MediaType> {
    let mut content = read_content(reader, member, ContentOf::Parameter);
    if content.len() == 1 {
        return content.pop();
    }
    let fallback = if content.is_empty() {
        "its value is a string"
    } else {
        "the first is used"
    };
    reader.report(Diagnostic::warning(
        "parameter-content",
        member.key(),
        format!(
            "`content` of {} must have one media type, found {}; {fallback}",
            kind.name,
            content.len()
        ),
    ));
    content.into_iter().next()
}

/// The value of `in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DeclaredIn {
    One(ParameterIn),
    /// `querystring` (3.2): the value is the whole query.
    QueryString,
}

/// Reads `in`.
fn read_in<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Option<DeclaredIn> {
    let declared = reader.required_string(object, "in", &PARAMETER)?;
    if let Some(found) = parse_in(&declared) {
        return Some(found);
    }
    let location = object.location.child("in");
    let lower = declared.trim().to_ascii_lowercase();
    if let Some(found) = parse_in(&lower) {
        let message = format!("`{declared}` is not a parameter location; read as `{lower}`");
        reader.report(Diagnostic::warning("unknown-in", location, message));
        return Some(found);
    }
    let diagnostic = Diagnostic::error(
        "unknown-in",
        location,
        format!("`{declared}` is not a parameter location"),
    )
    .label("unknown location");
    reader.report(match declared.as_str() {
        "body" => {
            diagnostic.help("this is Swagger 2.0; in OpenAPI 3 `requestBody` describes the body")
        }
        "formData" => diagnostic.help(
            "this is Swagger 2.0; in OpenAPI 3 `requestBody` describes a form, as \
             `application/x-www-form-urlencoded` or `multipart/form-data`",
        ),
        other => match closest(other, LOCATIONS.iter().copied()) {
            Some(word) => diagnostic.help(format!("did you mean `{word}`?")),
            None => diagnostic.help("a parameter is in `path`, `query`, `header` or `cookie`"),
        },
    });
    None
}

fn parse_in(name: &str) -> Option<DeclaredIn> {
    Some(match name {
        "path" => DeclaredIn::One(ParameterIn::Path),
        "query" => DeclaredIn::One(ParameterIn::Query),
        "header" => DeclaredIn::One(ParameterIn::Header),
        "cookie" => DeclaredIn::One(ParameterIn::Cookie),
        "querystring" => DeclaredIn::QueryString,
        _ => return None,
    })
}

/// Reads a `querystring` parameter as a form parameter, whose members are the members of the query.
/// <https://spec.openapis.org/oas/v3.2.0.html#parameter-locations>
fn query_string_as_form(reader: &mut Reader<'_>, parameter: Parameter) -> Option<Parameter> {
    let form = parameter.content.as_ref().filter(|content| {
        let name = content.name.split(';').next().unwrap_or_default().trim();
        name.eq_ignore_ascii_case("application/x-www-form-urlencoded")
    });
    let schema = form
        .and_then(|content| content.schema)
        .or(parameter.schema.filter(|_| parameter.content.is_none()));
    if schema.is_some() {
        return Some(Parameter {
            style: Style::Form,
            explode: true,
            schema,
            content: None,
            ..parameter
        });
    }
    reader.report(
        Diagnostic::warning(
            "unsupported",
            parameter.location.child("in"),
            "a `querystring` parameter is supported only as `application/x-www-form-urlencoded` with a schema; it is left out",
        )
        .label("left out")
        .help("declare an `in: query` parameter for each name in the query"),
    );
    None
}

fn warn_optional_in_path<'a>(reader: &mut Reader<'a>, object: &Object<'a>) {
    let location = match object.get("required") {
        Some(member) => member.location(),
        None => object.location.clone(),
    };
    reader.report(
        Diagnostic::warning(
            "optional-path-parameter",
            location,
            "a parameter in the path is always required; read as `required: true`",
        )
        .help("write `required: true`"),
    );
}

fn read_idempotency<'a>(
    reader: &mut Reader<'a>,
    object: &Object<'a>,
    location_in: ParameterIn,
) -> bool {
    let flag = reader.extension_boolean(object, IDEMPOTENCY);
    if location_in != ParameterIn::Header
        && let Some(member) = object.get(IDEMPOTENCY)
        && *member.value != Node::Bool(false)
    {
        reader.report(
            Diagnostic::warning(
                "extension-without-effect",
                member.key(),
                format!("`{IDEMPOTENCY}` has an effect on header parameters only; ignored"),
            )
            .label("has no effect here"),
        );
        return false;
    }
    flag
}
