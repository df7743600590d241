//! Serializes a parameter according to its location, style and `explode`.
//!
//! In: a [`Parameter`], and its value as a `JsonTree` and as JSON. Out: strings, or an error. A path parameter gives
//! one string, a query parameter `name=value` pairs, a header at most one value, a cookie `name=value` pairs. Error
//! messages never contain the value. Knows nothing about URLs as a whole (see `url`) or about requests.
//!
//! The results are those of <https://spec.openapis.org/oas/v3.1.1.html#style-examples>. Where the specification is
//! silent:
//!
//! * `null` is absent, also inside lists and objects, as in RFC 6570.
//! * An empty list or object is absent, unless the parameter allows empty values.
//! * A nested list or object is JSON, except that `deepObject` adds brackets for objects.
//! * `spaceDelimited` and `pipeDelimited` with `explode` are the same as `form` with `explode`. Scalars are always as
//!   in `form`.
//! * A list inside a `deepObject` repeats its name. A list or scalar in place of the object is as in `form` with
//!   `explode`.
//! * An exploded list or object in a cookie becomes one cookie for each element or member, as in OpenAPI 3.2.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::runtime::descriptor::{Parameter, ParameterLocation, Style};
use crate::runtime::json::{self, DecodeError, Encode, JsonType, Reader, Writer};

/// All characters except the unreserved ones of RFC 3986.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// All characters except the unreserved and reserved ones, plus those reserved ones that are special in a query:
/// brackets and `#` are not allowed there, `&` separates pairs, and `+` means a space.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'[')
    .add(b']')
    .add(b'#')
    .add(b'&')
    .add(b'+');

/// The same for a path, where `/` and `?` would end the segment, and `&` and `+` are not special.
const RESERVED_IN_PATH: &AsciiSet = &RESERVED.add(b'/').add(b'?').remove(b'&').remove(b'+');

/// A JSON value that preserves the order of members and the text of numbers.
#[derive(Clone, PartialEq)]
pub(crate) enum JsonTree {
    /// `null`
    Null,
    /// A string.
    String(String),
    /// A number, `true` or `false`, as JSON.
    Scalar(String),
    /// A list.
    List(Vec<JsonTree>),
    /// An object.
    Object(Vec<(String, JsonTree)>),
}

impl JsonTree {
    /// Reads the value at the position of the reader. The depth limit of the reader bounds the recursion.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(match reader.peek()? {
            JsonType::Null => {
                reader.skip()?;
                Self::Null
            }
            JsonType::String => Self::String(reader.string()?.into_owned()),
            JsonType::Boolean | JsonType::Number => Self::Scalar(reader.raw()?.to_owned()),
            JsonType::Array => {
                let mut items = Vec::new();
                reader.array()?;
                while reader.element()? {
                    items.push(Self::read(reader)?);
                }
                Self::List(items)
            }
            JsonType::Object => {
                let mut members = Vec::new();
                reader.object()?;
                while let Some(key) = reader.key()? {
                    members.push((key.into_owned(), Self::read(reader)?));
                }
                Self::Object(members)
            }
        })
    }

    /// Returns the string for a value inside a list or object; `None` for null. Nested lists and objects are JSON,
    /// because no style defines them.
    fn to_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Null => None,
            Self::String(text) | Self::Scalar(text) => Some(Cow::Borrowed(text)),
            // A value within the depth limit for reading is within the limit for writing.
            Self::List(_) | Self::Object(_) => json::to_string(self).ok().map(Cow::Owned),
        }
    }
}

impl Encode for JsonTree {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.null(),
            Self::String(text) => writer.string(text),
            Self::Scalar(word) => writer.raw(word),
            Self::List(items) => {
                writer.array();
                for item in items {
                    writer.element(item);
                }
                writer.end_array();
            }
            Self::Object(members) => {
                writer.object();
                for (name, member) in members {
                    writer.member(name, member);
                }
                writer.end_object();
            }
        }
    }
}

/// Serializes a value. `json` is the same value as compact JSON.
///
/// # Errors
///
/// Returns why the value cannot be sent, without the value.
pub(crate) fn write(
    parameter: &Parameter,
    value: &JsonTree,
    json: &str,
) -> Result<Vec<String>, Cow<'static, str>> {
    Ok(match parameter.location {
        ParameterLocation::Path => vec![path(parameter, value, json)?],
        ParameterLocation::Query => query(parameter, value, json)?,
        ParameterLocation::Header => header(parameter, value, json).map(Vec::from_iter)?,
        ParameterLocation::Cookie => cookie(parameter, value, json)?,
    })
}

/// Percent-encodes all characters except the unreserved ones.
pub(crate) fn encode_component(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

/// A value whose elements and members are strings. Contains no nulls.
enum Flat {
    Absent,
    Scalar(String),
    List(Vec<String>),
    Members(Vec<(String, String)>),
}

/// Flattens a value. `escape` is applied to each name and string.
fn flatten(value: &JsonTree, escape: impl Fn(&str) -> String) -> Flat {
    match value {
        JsonTree::Null => Flat::Absent,
        JsonTree::String(text) | JsonTree::Scalar(text) => Flat::Scalar(escape(text)),
        JsonTree::List(items) => {
            let texts = items.iter().filter_map(JsonTree::to_text);
            Flat::List(texts.map(|text| escape(&text)).collect())
        }
        JsonTree::Object(members) => {
            let texts = members
                .iter()
                .filter_map(|(name, member)| Some((name, member.to_text()?)));
            Flat::Members(
                texts
                    .map(|(name, text)| (escape(name), escape(&text)))
                    .collect(),
            )
        }
    }
}

fn path(parameter: &Parameter, value: &JsonTree, json: &str) -> Result<String, Cow<'static, str>> {
    let segment = |text: &str| {
        if parameter.allow_reserved {
            reserved(text, RESERVED_IN_PATH)
        } else {
            encode_component(text)
        }
    };
    let Some(form) = parameter.segments else {
        return Ok(write_path_value(parameter, value, json, segment)?);
    };
    let text = write_path_value(parameter, value, json, |text| {
        let segments: Vec<String> = text.split('/').map(segment).collect();
        segments.join("/")
    })?;
    check_segments(&text, form)?;
    Ok(text)
}

/// Checks that an encoded value matches the pattern of the parameter's segments. Segments `.` and `..` are rejected
/// later, when the whole path is known.
fn check_segments(text: &str, form: &str) -> Result<(), Cow<'static, str>> {
    // The slash before the first segment may be part of the value.
    let segments = text.strip_prefix('/').unwrap_or(text);
    if segments.split('/').any(str::is_empty) {
        return Err("must not contain an empty segment (`//` or a trailing `/`)".into());
    }
    if !matches_pattern(form, text) {
        return Err(format!(
            "must match `{form}`, where `*` is one path segment{}",
            if form.contains("**") {
                " and `**` is any number of segments"
            } else {
                ""
            }
        )
        .into());
    }
    Ok(())
}

/// Returns `true` if the encoded segments match the pattern, which contains at most one `**`.
fn matches_pattern(form: &str, text: &str) -> bool {
    let form: Vec<&str> = form.split('/').collect();
    let text: Vec<&str> = text.split('/').collect();
    let same = |form: &[&str], text: &[&str]| {
        form.len() == text.len()
            && form.iter().zip(text).all(|(part, segment)| {
                *part == "*" || part == segment || encode_component(part) == *segment
            })
    };
    let Some(before) = form.iter().position(|part| *part == "**") else {
        return same(&form, &text);
    };
    let behind = form.len() - before - 1;
    text.len() >= before + behind
        && same(&form[..before], &text[..before])
        && same(&form[before + 1..], &text[text.len() - behind..])
}

/// Serializes a value in a path style. `escape` encodes each name and string.
fn write_path_value(
    parameter: &Parameter,
    value: &JsonTree,
    json: &str,
    escape: impl Fn(&str) -> String,
) -> Result<String, &'static str> {
    const EMPTY: &str = "must not be empty, because it is part of the path";
    let explode = parameter.explode;
    if parameter.style == Style::Json {
        return Ok(escape(json));
    }
    let flat = match flatten(value, escape) {
        Flat::Absent => return Err(EMPTY),
        Flat::List(items) if items.is_empty() => return Err(EMPTY),
        Flat::Members(members) if members.is_empty() => return Err(EMPTY),
        flat => flat,
    };
    let text = match parameter.style {
        Style::Simple => simple(flat, explode),
        Style::Label => match flat {
            Flat::List(items) if explode => format!(".{}", items.join(".")),
            Flat::Members(members) if explode => format!(".{}", pairs(&members, ".")),
            flat => format!(".{}", simple(flat, false)),
        },
        Style::Matrix => {
            let name = encode_component(parameter.name);
            match flat {
                Flat::List(items) if explode => {
                    items.iter().map(|item| matrix(&name, item)).collect()
                }
                Flat::Members(members) if explode => members
                    .iter()
                    .map(|(name, value)| matrix(name, value))
                    .collect(),
                flat => matrix(&name, &simple(flat, false)),
            }
        }
        Style::Form | Style::Space | Style::Pipe | Style::Deep | Style::Json => {
            return Err("its style is not allowed in a path");
        }
    };
    if text.is_empty() {
        Err(EMPTY)
    } else {
        Ok(text)
    }
}

fn query(parameter: &Parameter, value: &JsonTree, json: &str) -> Result<Vec<String>, &'static str> {
    let name = encode_component(parameter.name);
    let escape = |text: &str| {
        if parameter.allow_reserved {
            reserved(text, RESERVED)
        } else {
            encode_component(text)
        }
    };
    let delimiter = match parameter.style {
        Style::Simple | Style::Label | Style::Matrix => {
            return Err("its style is not allowed in a query");
        }
        Style::Json if *value == JsonTree::Null => return Ok(Vec::new()),
        Style::Json => return Ok(vec![format!("{name}={}", escape(json))]),
        Style::Deep => {
            if let JsonTree::Object(members) = value {
                let mut out = Vec::new();
                deep(&name, members, &escape, &mut out);
                return Ok(out);
            }
            None
        }
        Style::Form | Style::Space | Style::Pipe if parameter.explode => None,
        Style::Form => Some(","),
        Style::Space => Some("%20"),
        Style::Pipe => Some("%7C"),
    };
    let empty = || {
        if parameter.allow_empty {
            vec![format!("{name}=")]
        } else {
            Vec::new()
        }
    };
    Ok(match (flatten(value, escape), delimiter) {
        (Flat::Absent, _) => Vec::new(),
        (Flat::Scalar(text), _) => vec![format!("{name}={text}")],
        (Flat::List(items), _) if items.is_empty() => empty(),
        (Flat::Members(members), _) if members.is_empty() => empty(),
        (Flat::List(items), None) => items.iter().map(|item| format!("{name}={item}")).collect(),
        (Flat::List(items), Some(delimiter)) => {
            vec![format!("{name}={}", items.join(delimiter))]
        }
        (Flat::Members(members), None) => members
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect(),
        (Flat::Members(members), Some(delimiter)) => {
            vec![format!("{name}={}", alternating(&members, delimiter))]
        }
    })
}

/// Serializes the members of an object in the style `deepObject`. `prefix` is already encoded.
fn deep(
    prefix: &str,
    members: &[(String, JsonTree)],
    escape: &dyn Fn(&str) -> String,
    out: &mut Vec<String>,
) {
    for (name, member) in members {
        let prefix = format!("{prefix}%5B{}%5D", encode_component(name));
        match member {
            JsonTree::Null => {}
            JsonTree::String(text) | JsonTree::Scalar(text) => {
                out.push(format!("{prefix}={}", escape(text)))
            }
            JsonTree::Object(members) => deep(&prefix, members, escape, out),
            JsonTree::List(items) => {
                let texts = items.iter().filter_map(JsonTree::to_text);
                out.extend(texts.map(|text| format!("{prefix}={}", escape(&text))));
            }
        }
    }
}

fn header(
    parameter: &Parameter,
    value: &JsonTree,
    json: &str,
) -> Result<Option<String>, &'static str> {
    let text = match parameter.style {
        Style::Json => (*value != JsonTree::Null).then(|| json.to_owned()),
        Style::Simple => match flatten(value, str::to_owned) {
            Flat::Absent => None,
            Flat::List(items) if items.is_empty() => None,
            Flat::Members(members) if members.is_empty() => None,
            flat => Some(simple(flat, parameter.explode)),
        },
        _ => return Err("its style is not allowed in a header"),
    };
    if text.as_deref().is_some_and(has_control_character) {
        return Err("contains a control character, which is not allowed in a header");
    }
    Ok(text)
}

fn cookie(
    parameter: &Parameter,
    value: &JsonTree,
    json: &str,
) -> Result<Vec<String>, &'static str> {
    let name = parameter.name;
    let cookies = match parameter.style {
        Style::Json if *value == JsonTree::Null => Vec::new(),
        Style::Json => vec![(name.to_owned(), json.to_owned())],
        Style::Form => match flatten(value, str::to_owned) {
            Flat::Absent => Vec::new(),
            Flat::List(items) if items.is_empty() => Vec::new(),
            Flat::Members(members) if members.is_empty() => Vec::new(),
            Flat::List(items) if parameter.explode => items
                .into_iter()
                .map(|item| (name.to_owned(), item))
                .collect(),
            Flat::Members(members) if parameter.explode => members,
            flat => vec![(name.to_owned(), simple(flat, false))],
        },
        _ => return Err("its style is not allowed in a cookie"),
    };
    cookies
        .into_iter()
        .map(|(name, value)| {
            if !is_valid_cookie(&name, &value) {
                return Err("contains a character that is not allowed in a cookie");
            }
            Ok(format!("{name}={value}"))
        })
        .collect()
}

/// Returns `true` if the name and the value are valid in a cookie.
pub(crate) fn is_valid_cookie(name: &str, value: &str) -> bool {
    !name.is_empty()
        && !name.contains([';', '=', ' ', ','])
        && !value.contains(';')
        && !has_control_character(name)
        && !has_control_character(value)
}

/// Returns `true` if the string contains control characters other than tab, which HTTP forbids in header values.
pub(crate) fn has_control_character(text: &str) -> bool {
    text.bytes()
        .any(|byte| (byte < 0x20 && byte != b'\t') || byte == 0x7f)
}

/// The style `simple`. Callers handle [`Flat::Absent`].
fn simple(flat: Flat, explode: bool) -> String {
    match flat {
        Flat::Absent => String::new(),
        Flat::Scalar(text) => text,
        Flat::List(items) => items.join(","),
        Flat::Members(members) if explode => pairs(&members, ","),
        Flat::Members(members) => alternating(&members, ","),
    }
}

fn matrix(name: &str, value: &str) -> String {
    if value.is_empty() {
        format!(";{name}")
    } else {
        format!(";{name}={value}")
    }
}

/// `R=100,G=200`
fn pairs(members: &[(String, String)], delimiter: &str) -> String {
    let texts: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    texts.join(delimiter)
}

/// `R,100,G,200`
fn alternating(members: &[(String, String)], delimiter: &str) -> String {
    let texts: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("{name}{delimiter}{value}"))
        .collect();
    texts.join(delimiter)
}

/// Percent-encodes all characters except unreserved and reserved ones and existing percent-encoded triplets (the
/// "reserved expansion" of RFC 6570).
fn reserved(text: &str, set: &'static AsciiSet) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.extend(utf8_percent_encode(&rest[..at], set));
        let tail = &rest[at + 1..];
        let triple = tail.len() >= 2 && tail.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
        out.push_str(if triple { "%" } else { "%25" });
        rest = tail;
    }
    out.extend(utf8_percent_encode(rest, set));
    out
}
