//! Encodes a value as `application/x-www-form-urlencoded`.
//!
//! In: a value, and the encoding of its members. Out: the pairs, or the encoded body. Absent members, null, and empty
//! lists and objects have no pair.
//! <https://spec.openapis.org/oas/v3.1.1.html#encoding-the-x-www-form-urlencoded-media-type>
//!
//! By default, a list has one pair for each element, and an object is sent as JSON. With a style:
//!
//! * `form`: as the default, but each member of an object has a pair of its own. If not exploded, elements are
//!   separated by commas.
//! * `spaceDelimited`, `pipeDelimited`: the same, with spaces or `|` in place of commas.
//! * `deepObject`: `a[b]=c`, to any depth. The specification does not define lists. Here, elements are numbered
//!   (`a[0]=x`), because services that accept such names accept only this form for lists of objects.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::runtime::body::{EncodedValue, FormValue, Part};
use crate::runtime::descriptor::Style;
use crate::runtime::json::{JsonType, Reader};

/// The bytes that <https://url.spec.whatwg.org/#application-x-www-form-urlencoded-percent-encode-set> encodes.
const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b' ');

/// The same for `allow_reserved`: reserved characters are encoded only if they have a meaning in a form.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b'"')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

type Problem = Cow<'static, str>;

/// A name and its value.
pub(crate) type Pair = (String, String);

/// Encodes a form.
pub(crate) fn write(parts: &[Part], value: &EncodedValue) -> Result<String, Problem> {
    let mut text = String::with_capacity(value.text.len());
    for (name, span) in value.members()? {
        let part = parts.iter().find(|part| part.name == name);
        let part = part.copied().unwrap_or(Part::new(""));
        let set = if part.allow_reserved { RESERVED } else { FORM };
        let escape = |text: &str| encode_set(text, set);
        for (name, value) in pairs(value, &name, span, &part, &escape)? {
            if !text.is_empty() {
                text.push('&');
            }
            text.push_str(&encode(&name));
            text.push('=');
            text.push_str(&value);
        }
    }
    Ok(text)
}

/// Encodes a string.
pub(crate) fn encode(text: &str) -> String {
    encode_set(text, FORM)
}

fn encode_set(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string().replace(' ', "+")
}

/// Returns the pairs of a member. Values are escaped, names are not.
pub(crate) fn pairs(
    value: &EncodedValue,
    name: &str,
    span: Range<usize>,
    part: &Part,
    escape: &dyn Fn(&str) -> String,
) -> Result<Vec<Pair>, Problem> {
    let style = match part.style {
        Some(style) => style,
        None => return repeated(value.form_values(span)?, name, escape),
    };
    if value.form_value(span.clone())?.is_none() {
        return Ok(Vec::new());
    }
    let delimiter = match style {
        Style::Deep => {
            let mut pairs = Vec::new();
            deep(value, name.to_owned(), span, escape, &mut pairs)?;
            return Ok(pairs);
        }
        Style::Json => {
            let text = escape(&value.text[span]);
            return Ok(vec![(name.to_owned(), text)]);
        }
        Style::Space => escape(" "),
        Style::Pipe => escape("|"),
        Style::Form | Style::Simple | Style::Label | Style::Matrix => ",".to_owned(),
    };
    let is_object = value.kind(&span).is_ok_and(|kind| kind == JsonType::Object);
    let mut members: Vec<Pair> = Vec::new();
    if is_object {
        let mut reader = Reader::new(&value.text).within(span.clone());
        let named = value
            .members_of(&mut reader)
            .map_err(|error| error.to_string())?;
        for (name, span) in named {
            if let Some(form_value) = value.form_value(span)? {
                members.push((name.into_owned(), escape(form_value.text()?)));
            }
        }
    } else {
        members = repeated(value.form_values(span)?, name, escape)?;
    }
    if part.explode || members.is_empty() {
        return Ok(members);
    }
    let texts: Vec<String> = if is_object {
        members
            .into_iter()
            .flat_map(|(name, text)| [escape(&name), text])
            .collect()
    } else {
        members.into_iter().map(|(_, text)| text).collect()
    };
    Ok(vec![(name.to_owned(), texts.join(&delimiter))])
}

/// Returns a pair of this name for each value.
fn repeated(
    form_values: Vec<FormValue<'_>>,
    name: &str,
    escape: &dyn Fn(&str) -> String,
) -> Result<Vec<Pair>, Problem> {
    let pair = |form_value: FormValue<'_>| Ok((name.to_owned(), escape(form_value.text()?)));
    form_values.into_iter().map(pair).collect()
}

/// Adds the pairs of a nested value, whose name is its path in the member. The depth of values is limited.
fn deep(
    value: &EncodedValue,
    name: String,
    span: Range<usize>,
    escape: &dyn Fn(&str) -> String,
    pairs: &mut Vec<Pair>,
) -> Result<(), Problem> {
    match value.form_value(span.clone())? {
        None => {}
        Some(FormValue::Json(json)) if json.starts_with('{') => {
            let mut reader = Reader::new(&value.text).within(span);
            let members = value
                .members_of(&mut reader)
                .map_err(|error| error.to_string())?;
            for (member, span) in members {
                deep(value, format!("{name}[{member}]"), span, escape, pairs)?;
            }
        }
        Some(FormValue::Json(_)) => {
            let elements = value.elements(span).map_err(|error| error.to_string())?;
            for (index, span) in elements.into_iter().enumerate() {
                deep(value, format!("{name}[{index}]"), span, escape, pairs)?;
            }
        }
        Some(form_value) => pairs.push((name, escape(form_value.text()?))),
    }
    Ok(())
}
