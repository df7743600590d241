//! The Parameter Object and the Header Object. <https://spec.openapis.org/oas/v3.1.1.html#parameter-object>
//!
//! Defaults of `style` and `explode` are filled in by place. A header is read as a parameter whose name stands outside.

use std::collections::HashMap;

use super::document::{MediaType, Parameter, ParameterIn, SchemaId, Style};
use super::keywords::{self, HEADER, Kind, PARAMETER};
use super::media_types::{read_content, read_examples};
use super::reader::{Located, Member, Object, Reader};
use super::version::Version;
use super::wire::is_token;
use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::source::Node;
use crate::suggest::closest;

const PLACES: &[&str] = &["path", "query", "header", "cookie"];

const STYLES: &[(&str, Style)] = &[
    ("matrix", Style::Matrix),
    ("label", Style::Label),
    ("simple", Style::Simple),
    ("form", Style::Form),
    ("spaceDelimited", Style::SpaceDelimited),
    ("pipeDelimited", Style::PipeDelimited),
    ("deepObject", Style::DeepObject),
    ("cookie", Style::Cookie),
];

/// Headers that describe bodies and credentials: parameters and headers of these names are ignored.
const IGNORED_HEADERS: &[&str] = &["accept", "content-type", "authorization"];

/// Reads `parameters` of a path item or an operation.
pub(super) fn read_parameters<'a>(reader: &mut Reader<'a>, owner: &Object<'a>) -> Vec<Parameter> {
    reader
        .elements(owner, "parameters")
        .into_iter()
        .filter_map(|element| read_parameter(reader, element))
        .collect()
}

/// Leaves out each parameter whose name and place an earlier one of the list has.
pub(super) fn without_duplicates(
    reader: &mut Reader<'_>,
    parameters: Vec<Parameter>,
) -> Vec<Parameter> {
    let mut places: HashMap<(String, ParameterIn), Location> = HashMap::new();
    let mut kept = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        // The names of headers differ by more than the case of their letters.
        let name = match parameter.location_in {
            ParameterIn::Header => parameter.name.to_ascii_lowercase(),
            _ => parameter.name.clone(),
        };
        let key = (name, parameter.location_in);
        match places.get(&key) {
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
                places.insert(key, parameter.location.clone());
                kept.push(parameter);
            }
        }
    }
    kept
}

/// Reads a parameter or a reference to one; `None` after a report or for one that the specification ignores.
pub(super) fn read_parameter<'a>(reader: &mut Reader<'a>, value: Located<'a>) -> Option<Parameter> {
    let followed = reader.follow(value, &PARAMETER)?;
    let object = followed.object;
    let name = reader.required_text(&object, "name", &PARAMETER);
    let location_in = read_in(reader, &object);
    let (name, place) = (name?, location_in?);
    let location_in = match place {
        Place::One(location_in) => location_in,
        Place::WholeQuery => ParameterIn::Query,
    };
    let name = match check_field_name(&object, (name, location_in)) {
        Ok((name, remark)) => {
            remark.into_iter().for_each(|remark| reader.report(remark));
            name
        }
        Err(mut remark) => {
            remark.severity = Severity::Warning;
            remark.message.push_str("; the parameter is left out");
            reader.report(*remark);
            return None;
        }
    };
    let mut parameter = read_common(reader, &object, (name, location_in, &PARAMETER));
    if place == Place::WholeQuery {
        parameter = as_members_of_query(reader, parameter)?;
    }
    parameter.description = followed.description.or(parameter.description);
    if location_in == ParameterIn::Path && !parameter.required {
        report_optional_in_path(reader, &object);
        parameter.required = true;
    }
    parameter.idempotency = read_idempotency(reader, &object, location_in);
    if location_in == ParameterIn::Path {
        read_segments(reader, &object, &mut parameter);
    }
    let ignored = location_in == ParameterIn::Header && is_ignored_header(&parameter.name);
    if ignored && parameter.name.eq_ignore_ascii_case("authorization") {
        reader.authorizations.push(object.location.clone());
    }
    (!ignored).then_some(parameter)
}

/// Reads what lets a value in the path be more than one segment of unreserved characters: `allowReserved` (3.2), and keys of
/// other tools: `x-multi-segment` (GitHub), `x-ms-skip-url-encoding` (AutoRest), `x-speakeasy-param-encoding-override`.
/// <https://spec.openapis.org/oas/v3.2.0.html#parameter-object>
fn read_segments<'a>(reader: &mut Reader<'a>, object: &Object<'a>, parameter: &mut Parameter) {
    if parameter.allow_reserved && reader.version < Version::V32 {
        let words =
            "`allowReserved` has an effect on path parameters since OpenAPI 3.2 only; ignored";
        reader.report(
            Diagnostic::warning(
                "keyword-without-effect",
                object.location.child("allowReserved").key(),
                words,
            )
            .label(format!("this document is OpenAPI {}", reader.version))
            .help(
                "declare `openapi: 3.2.0`, or write `x-multi-segment: true` if a value may hold `/`",
            ),
        );
        parameter.allow_reserved = false;
    }
    let is_true = |key: &str| {
        let member = object.get(key);
        member.is_some_and(|member| *member.value == Node::Bool(true))
    };
    // Both leave a value as it is given, slashes included.
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
pub(super) fn read_headers<'a>(reader: &mut Reader<'a>, owner: &Object<'a>) -> Vec<Parameter> {
    reader
        .entries(owner, "headers")
        .into_iter()
        .filter_map(|(name, value)| read_header(reader, name, value))
        .filter(|header| !header.name.eq_ignore_ascii_case("content-type"))
        .collect()
}

/// Reads a header or a reference to one.
pub(super) fn read_header<'a>(
    reader: &mut Reader<'a>,
    name: &str,
    value: Located<'a>,
) -> Option<Parameter> {
    let followed = reader.follow(value, &HEADER)?;
    let name = (name.to_owned(), ParameterIn::Header, &HEADER);
    let mut header = read_common(reader, &followed.object, name);
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
    (name, location_in, kind): (String, ParameterIn, &Kind),
) -> Parameter {
    check_members(reader, object, kind);
    let style = object
        .get("style")
        .and_then(|member| read_style(reader, member, Some(location_in)))
        .unwrap_or(default_style(location_in));
    let explode = object
        .get("explode")
        .and_then(|member| reader.flag_of(member))
        .unwrap_or(matches!(style, Style::Form | Style::Cookie));
    let (schema, content) = read_value(reader, object, kind);
    Parameter {
        name,
        location_in,
        description: reader.prose(object, "description"),
        required: reader.flag(object, "required"),
        deprecated: reader.flag(object, "deprecated"),
        allow_empty_value: reader.flag(object, "allowEmptyValue"),
        style,
        explode,
        allow_reserved: reader.flag(object, "allowReserved"),
        multi_segment: false,
        schema,
        content,
        examples: read_examples(reader, object),
        idempotency: false,
        hints: reader.hints(object),
        location: object.location.clone(),
    }
}

/// A header that repeats its name or place is odd, but clear.
fn check_members<'a>(reader: &mut Reader<'a>, object: &Object<'a>, kind: &Kind) {
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
                .help("Swagger 2.0 had it here; in OpenAPI 3 it stands in `schema`"),
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
    kind: &Kind,
) -> (Option<SchemaId>, Option<MediaType>) {
    let schema = object
        .get("schema")
        .filter(|member| reader.present(*member))
        .map(|member| reader.schema(member.located()));
    let content = object
        .get("content")
        .filter(|member| reader.present(*member));
    match (schema, content) {
        (Some(schema), Some(content)) => {
            reader.report(
                Diagnostic::warning(
                    "parameter-content",
                    content.key(),
                    format!(
                        "{} has either `schema` or `content`; `schema` is used",
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
            reader.expected(object, "schema", (kind, "its value is taken as text"));
            (None, None)
        }
    }
}

/// Reads the one media type of a parameter's `content`.
fn read_only_content<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
    kind: &Kind,
) -> Option<MediaType> {
    let mut content = read_content(reader, member, false);
    if content.len() == 1 {
        return content.pop();
    }
    let fallback = if content.is_empty() {
        "its value is taken as text"
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

/// What `in` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    One(ParameterIn),
    /// 3.2's `querystring`: the value is all of the query.
    WholeQuery,
}

/// Reads `in`.
fn read_in<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Option<Place> {
    let text = reader.required_text(object, "in", &PARAMETER)?;
    if let Some(place) = place_of(&text) {
        return Some(place);
    }
    let location = object.location.child("in");
    let lower = text.trim().to_ascii_lowercase();
    if let Some(place) = place_of(&lower) {
        let words = format!("`{text}` is no place for a parameter; read as `{lower}`");
        reader.report(Diagnostic::warning("unknown-in", location, words));
        return Some(place);
    }
    let remark = Diagnostic::error(
        "unknown-in",
        location,
        format!("`{text}` is no place for a parameter"),
    )
    .label("unknown place");
    reader.report(match text.as_str() {
        "body" => remark.help("this is Swagger 2.0; in OpenAPI 3 the body stands in `requestBody`"),
        "formData" => remark.help(
            "this is Swagger 2.0; in OpenAPI 3 a form stands in `requestBody` under \
             `application/x-www-form-urlencoded` or `multipart/form-data`",
        ),
        other => match closest(other, PLACES.iter().copied()) {
            Some(word) => remark.help(format!("did you mean `{word}`?")),
            None => remark.help("a parameter is in `path`, `query`, `header` or `cookie`"),
        },
    });
    None
}

fn place_of(word: &str) -> Option<Place> {
    Some(match word {
        "path" => Place::One(ParameterIn::Path),
        "query" => Place::One(ParameterIn::Query),
        "header" => Place::One(ParameterIn::Header),
        "cookie" => Place::One(ParameterIn::Cookie),
        "querystring" => Place::WholeQuery,
        _ => return None,
    })
}

/// Reads a parameter for the whole query as the members of that query, which is the same for a form.
/// <https://spec.openapis.org/oas/v3.2.0.html#parameter-locations>
fn as_members_of_query(reader: &mut Reader<'_>, parameter: Parameter) -> Option<Parameter> {
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
            "a parameter for the whole query is supported as `application/x-www-form-urlencoded` with a schema only; \
             it is left out",
        )
        .label("left out")
        .help("write one `in: query` parameter for each name of the query"),
    );
    None
}

/// Returns the name of a parameter or a key if a request can carry it, with a remark if that is not as it is written.
///
/// A header or cookie of another name cannot be sent, and a line break in it would begin a header of its own (RFC 9110,
/// section 5.6.2; RFC 6265, section 4.1.1).
pub(super) fn check_field_name(
    object: &Object<'_>,
    (name, place): (String, ParameterIn),
) -> Result<(String, Option<Diagnostic>), Box<Diagnostic>> {
    let what = match place {
        ParameterIn::Header => "header",
        ParameterIn::Cookie => "cookie",
        ParameterIn::Path | ParameterIn::Query => return Ok((name, None)),
    };
    // The brackets of nested names are no part of a token, but services and browsers send cookies with them.
    let printable = |byte: u8| byte.is_ascii_graphic() && !b"=;,\"\\".contains(&byte);
    let cookie = place == ParameterIn::Cookie && !name.is_empty();
    if is_token(&name) || (cookie && name.bytes().all(printable)) {
        return Ok((name, None));
    }
    let location = object.location.child("name");
    let trimmed = name.trim();
    if is_token(trimmed) {
        let words = format!("the name of a {what} has no space around it; read as `{trimmed}`");
        let remark = Diagnostic::warning("invalid-name", location, words);
        return Ok((trimmed.to_owned(), Some(remark)));
    }
    let words = format!("`{}` is no name of a {what}", name.escape_debug());
    Err(Box::new(
        Diagnostic::error("invalid-name", location, words)
            .label("cannot be sent")
            .help("use letters, digits, `-` and `_`"),
    ))
}

/// Reads a style, for a place if that is known; `None` after a report.
pub(super) fn read_style<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
    place: Option<ParameterIn>,
) -> Option<Style> {
    let text = reader.text_of(member)?;
    let Some((_, style)) = STYLES
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(text.trim()))
    else {
        let remark = Diagnostic::warning(
            "unknown-style",
            member.location(),
            format!("`{text}` is no style; the default is used"),
        )
        .label("unknown style");
        reader.report(match closest(&text, STYLES.iter().map(|(name, _)| *name)) {
            Some(word) => remark.help(format!("did you mean `{word}`?")),
            None => remark.help(
                "styles are `matrix`, `label`, `simple`, `form`, `spaceDelimited`, `pipeDelimited`, \
                 `deepObject` and `cookie`",
            ),
        });
        return None;
    };
    let Some(place) = place else {
        return Some(*style);
    };
    if styles_of(place).contains(style) {
        return Some(*style);
    }
    let default = STYLES
        .iter()
        .find(|(_, style)| *style == default_style(place))
        .map_or("form", |(name, _)| *name);
    reader.report(
        Diagnostic::warning(
            "misplaced-style",
            member.location(),
            format!("style `{text}` has no meaning in this place; `{default}` is used"),
        )
        .label("has no meaning here"),
    );
    None
}

/// Returns the styles of a place, its default first. <https://spec.openapis.org/oas/v3.2.0.html#style-values>
fn styles_of(place: ParameterIn) -> &'static [Style] {
    match place {
        ParameterIn::Path => &[Style::Simple, Style::Label, Style::Matrix],
        ParameterIn::Query => &[
            Style::Form,
            Style::SpaceDelimited,
            Style::PipeDelimited,
            Style::DeepObject,
        ],
        ParameterIn::Header => &[Style::Simple],
        ParameterIn::Cookie => &[Style::Form, Style::Cookie],
    }
}

fn default_style(place: ParameterIn) -> Style {
    styles_of(place)[0]
}

fn report_optional_in_path<'a>(reader: &mut Reader<'a>, object: &Object<'a>) {
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

fn read_idempotency<'a>(reader: &mut Reader<'a>, object: &Object<'a>, place: ParameterIn) -> bool {
    const KEY: &str = "x-rust-idempotency";
    let flag = reader.extension_flag(object, KEY);
    if place != ParameterIn::Header
        && let Some(member) = object.get(KEY)
        && *member.value != Node::Bool(false)
    {
        reader.report(
            Diagnostic::warning(
                "extension-without-effect",
                member.key(),
                format!("`{KEY}` has an effect on header parameters only; ignored"),
            )
            .label("has no effect here"),
        );
        return false;
    }
    flag
}
