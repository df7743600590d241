//! Writes a value as parts, `multipart/form-data` and its like. <https://www.rfc-editor.org/rfc/rfc7578>
//!
//! In: a value with its files, and what is said of its members. Out: the body and its media type with the boundary. Null and
//! what is absent give no part; a list gives a part of the same name for each element. A string is text, as are numbers and
//! booleans; an object, or a list within a list, is JSON; a file is bytes.
//!
//! The boundary is the first of a row that occurs nowhere in the parts: the same value gives the same body each time. Where
//! files are read only as they are sent, it is one that nobody can foresee.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::runtime::body::form::Form;
use crate::runtime::body::upload::{BodySource, Content, RequestBody};
use crate::runtime::body::urlencoded;
use crate::runtime::body::{EncodedValue, FormValue, Part};
use crate::runtime::random;
use crate::runtime::request::parameter::has_control_character;

/// What each boundary begins with; a number and [`BOUNDARY_END`] follow.
const BOUNDARY: &str = "form-boundary-";

/// Ends each boundary, so that none begins with another one.
const BOUNDARY_END: &str = "-end";

/// A part: its header section and its content.
struct EncodedPart<'a> {
    header_section: String,
    content: Cow<'a, [u8]>,
    /// What the content is read from as it is sent; then there is no other.
    source: Option<&'a Arc<dyn BodySource>>,
}

/// Writes the form, and returns its media type and the body.
pub(crate) fn write(
    media_type: &str,
    parts: &[Part],
    value: &EncodedValue,
) -> Result<(String, RequestBody), Cow<'static, str>> {
    // The parts of other multipart types are known by their order or by headers of their own.
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let named = !["multipart/related", "multipart/alternative"]
        .iter()
        .any(|other| essence.eq_ignore_ascii_case(other));
    let mut written = Vec::new();
    for (name, place) in value.members()? {
        let options = parts.iter().find(|part| part.name == name);
        let options = options.copied().unwrap_or(Part::new(""));
        if options.style.is_some() {
            for (name, text) in urlencoded::pairs(value, (&name, place), &options, &str::to_owned)?
            {
                let name = named.then_some(name.as_str());
                written.push(EncodedPart {
                    header_section: header_section(name, None, "text/plain", &options)?,
                    content: text.into_bytes().into(),
                    source: None,
                });
            }
            continue;
        }
        for form_value in value.form_values(place)? {
            written.push(part(named.then_some(&name), form_value, &options)?);
        }
    }
    Ok(finish(media_type, &written))
}

/// Writes a form that a program put together, and returns its media type and the body.
pub(crate) fn write_form(form: &Form) -> Result<(String, RequestBody), Cow<'static, str>> {
    let form_values = form.form_values().map_err(|error| error.to_string())?;
    let mut written = Vec::new();
    for (name, form_value) in form_values {
        written.push(part(Some(name), form_value, &Part::new(""))?);
    }
    Ok(finish("multipart/form-data", &written))
}

fn finish(media_type: &str, parts: &[EncodedPart<'_>]) -> (String, RequestBody) {
    let boundary = boundary(parts);
    let body = join(parts, &boundary);
    (format!("{media_type}; boundary={boundary}"), body)
}

fn part<'a>(
    name: Option<&str>,
    form_value: FormValue<'a>,
    options: &Part,
) -> Result<EncodedPart<'a>, Cow<'static, str>> {
    let json = options.content_type.filter(|options| is_json(options));
    let mut source = None;
    let (file_name, content_type, content) = match form_value {
        FormValue::File(file) => {
            let content_type = file.media_type().or(options.content_type);
            source = file.source();
            (
                Some(file.name().or(name).unwrap_or("file")),
                content_type.unwrap_or("application/octet-stream"),
                Cow::Borrowed(file.content().map_or(&[][..], |content| content)),
            )
        }
        // JSON text is what a value comes to where JSON is asked for.
        form_value @ (FormValue::String(..) | FormValue::Scalar(_)) if json.is_some() => {
            let json = form_value.json().unwrap_or_default().as_bytes();
            (None, options.content_type.unwrap_or_default(), json.into())
        }
        FormValue::String(text, _) => {
            let content = match text {
                Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
                Cow::Owned(text) => Cow::Owned(text.into_bytes()),
            };
            (None, options.content_type.unwrap_or("text/plain"), content)
        }
        FormValue::Scalar(text) => (
            None,
            options.content_type.unwrap_or("text/plain"),
            text.as_bytes().into(),
        ),
        FormValue::Json(text) => (
            None,
            json.unwrap_or("application/json"),
            text.as_bytes().into(),
        ),
    };
    Ok(EncodedPart {
        header_section: header_section(name, file_name, content_type, options)?,
        content,
        source,
    })
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") || essence.ends_with("+json")
}

/// Writes the headers of a part.
fn header_section(
    name: Option<&str>,
    file_name: Option<&str>,
    content_type: &str,
    options: &Part,
) -> Result<String, Cow<'static, str>> {
    let mut header_section = String::new();
    if let Some(name) = name {
        header_section.push_str(&format!(
            "Content-Disposition: form-data; name=\"{}\"",
            escape_name(name)
        ));
        if let Some(file_name) = file_name {
            header_section.push_str(&format!("; filename=\"{}\"", escape_name(file_name)));
        }
        header_section.push_str("\r\n");
    }
    if has_control_character(content_type) {
        return Err("the media type of a file contains a control character".into());
    }
    header_section.push_str(&format!("Content-Type: {content_type}\r\n"));
    for (name, value) in options.headers {
        if has_control_character(name) || has_control_character(value) {
            return Err("a header of a part contains a control character".into());
        }
        header_section.push_str(&format!("{name}: {value}\r\n"));
    }
    Ok(header_section)
}

/// Returns a name as browsers write it in a part's header.
/// <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data>
fn escape_name(name: &str) -> String {
    name.replace('\n', "%0A")
        .replace('\r', "%0D")
        .replace('"', "%22")
}

/// Returns the first boundary that no part holds: in one pass, whatever the parts hold. What is not there yet cannot hold one
/// of 128 random bits but by a chance that is none.
fn boundary(parts: &[EncodedPart<'_>]) -> String {
    if parts.iter().any(|part| part.source.is_some()) {
        let (first, second) = (random::bits(), random::bits());
        return format!("{BOUNDARY}{first:016x}{second:016x}{BOUNDARY_END}");
    }
    let mut taken: BTreeSet<u64> = BTreeSet::new();
    for text in parts
        .iter()
        .flat_map(|part| [part.header_section.as_bytes(), &part.content[..]])
    {
        let windows = text.windows(BOUNDARY.len()).enumerate();
        for (at, _) in windows.filter(|(_, window)| *window == BOUNDARY.as_bytes()) {
            taken.extend(number(&text[at + BOUNDARY.len()..]));
        }
    }
    let free = (0..).find(|number| !taken.contains(number)).unwrap_or(0);
    format!("{BOUNDARY}{free}{BOUNDARY_END}")
}

/// Returns the number that a text begins with, as a boundary writes it.
fn number(text: &[u8]) -> Option<u64> {
    let length = text
        .iter()
        .take(20)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    std::str::from_utf8(&text[..length]).ok()?.parse().ok()
}

fn join(parts: &[EncodedPart<'_>], boundary: &str) -> RequestBody {
    const FRAME: usize = "--\r\n\r\n\r\n".len();
    let length = parts
        .iter()
        .map(|part| part.header_section.len() + part.content.len() + boundary.len() + FRAME)
        .sum::<usize>();
    let mut bytes = Vec::with_capacity(length + boundary.len() + FRAME);
    let mut contents = Vec::new();
    for part in parts {
        bytes.extend_from_slice(b"--");
        bytes.extend_from_slice(boundary.as_bytes());
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(part.header_section.as_bytes());
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(&part.content);
        if let Some(source) = part.source {
            contents.push(Content::Bytes(std::mem::take(&mut bytes).into()));
            contents.push(Content::Source(source.clone()));
        }
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"--");
    bytes.extend_from_slice(boundary.as_bytes());
    bytes.extend_from_slice(b"--\r\n");
    contents.push(Content::Bytes(bytes.into()));
    contents.into()
}
