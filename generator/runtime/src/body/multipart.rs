//! Encodes a value as `multipart/form-data` or a similar type. <https://www.rfc-editor.org/rfc/rfc7578>
//!
//! In: a value with its files, and the encoding of its members. Out: the body, and its media type with the boundary.
//! Absent and null members have no part; a list has one part of the same name for each element. Strings, numbers and
//! booleans are sent as text, objects and nested lists as JSON, files as bytes.
//!
//! The boundary has the lowest number that does not occur in the parts, so the same value always has the same body. If
//! files are read while they are sent, the boundary is random.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::runtime::body::form::Form;
use crate::runtime::body::upload::{BodySource, Content, RequestBody};
use crate::runtime::body::urlencoded;
use crate::runtime::body::{EncodedValue, FormValue, Part};
use crate::runtime::random;
use crate::runtime::request::parameter::has_control_character;

/// The start of each boundary. A number and [`BOUNDARY_END`] follow.
const BOUNDARY: &str = "form-boundary-";

/// The end of each boundary, so that no boundary is a prefix of another one.
const BOUNDARY_END: &str = "-end";

/// An encoded part: its headers and its content.
struct EncodedPart<'a> {
    header_section: String,
    content: Cow<'a, [u8]>,
    /// The source of the content, if it is read while it is sent. In that case `content` is empty.
    source: Option<&'a Arc<dyn BodySource>>,
}

/// Encodes a form. Returns its media type and the body.
pub(crate) fn write(
    media_type: &str,
    parts: &[Part],
    value: &EncodedValue,
) -> Result<(String, RequestBody), Cow<'static, str>> {
    // The parts of other multipart types are identified by their order or by their own headers.
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let named = !["multipart/related", "multipart/alternative"]
        .iter()
        .any(|other| essence.eq_ignore_ascii_case(other));
    let mut written = Vec::new();
    for (name, place) in value.members()? {
        let options = parts.iter().find(|part| part.name == name);
        let options = options.copied().unwrap_or(Part::new(""));
        if options.style.is_some() {
            for (name, text) in urlencoded::pairs(value, &name, place, &options, &str::to_owned)? {
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

/// Encodes a form that the program built. Returns its media type and the body.
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
        // If the part is declared as JSON, scalars are encoded as JSON too.
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

/// Returns the headers of a part.
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

/// Escapes a name for a part header, as browsers do.
/// <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data>
fn escape_name(name: &str) -> String {
    name.replace('\n', "%0A")
        .replace('\r', "%0D")
        .replace('"', "%22")
}

/// Returns the first boundary that does not occur in the parts, in a single pass. Content that is not yet read cannot
/// contain 128 random bits, except with negligible probability.
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

/// Returns the number at the start of some bytes.
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
