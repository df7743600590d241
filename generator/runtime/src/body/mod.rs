//! Bodies: how each kind of one is set on a call.
//!
//! In: a media type, a value, and for forms what the API's document says of members. Out: the body, kept in the call,
//! or what is wrong with the value. A value is written as JSON first, and forms are made of that text: so no type needs code
//! of its own for each kind. Files travel beside the text, by the places where they stand in it.

pub mod file;
pub mod form;
pub mod multipart;
pub mod upload;
pub mod urlencoded;

use std::borrow::Cow;
use std::ops::Range;

use crate::runtime::body::file::File;
use crate::runtime::body::upload::RequestBody;
use crate::runtime::call::RawCall;
use crate::runtime::descriptor::Style;
use crate::runtime::json;
use crate::runtime::json::{DecodeError, Encode, FileSlot, JsonType, Reader, Writer};
use crate::runtime::request::{Body, into_list};
use crate::runtime::validate::{Validate, Violation, Violations};

/// What is said of how a member of a form is sent, beyond what follows from its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The member's wire name.
    pub name: &'static str,
    /// The media type of the part, unless a file has one of its own.
    pub content_type: Option<&'static str>,
    /// Further headers of the part.
    pub headers: &'static [(&'static str, &'static str)],
    /// How the value becomes pairs of names and texts, in place of what follows from the value.
    pub style: Option<Style>,
    /// Whether elements and members are spread; means something with a style alone.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
}

impl Part {
    /// Returns a part of which nothing is said.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            content_type: None,
            headers: &[],
            style: None,
            explode: false,
            allow_reserved: false,
        }
    }

    /// Sets the media type.
    pub const fn content_type(mut self, content_type: &'static str) -> Self {
        self.content_type = Some(content_type);
        self
    }

    /// Sets further headers.
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the style. `explode` becomes the style's default: true for `form` alone.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = Some(style);
        self.explode = matches!(style, Style::Form);
        self
    }

    /// Sets whether elements and members are spread.
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Sends reserved characters as they are.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }
}

impl<M> RawCall<M> {
    /// Sets a JSON body, and checks its constraints if the client checks any.
    pub fn body<T: Encode + Validate + ?Sized>(&mut self, media_type: &'static str, value: &T) {
        let violations = self.violations(value);
        let text = json::to_vec(value).map_err(|error| error.to_string().into());
        self.set(text.map(|text| (media_type.into(), text)), violations);
    }

    /// Sets a body of pairs of names and texts, and checks its constraints if the client checks any.
    pub fn form<T: Encode + Validate + ?Sized>(
        &mut self,
        media_type: &'static str,
        parts: &[Part],
        value: &T,
    ) {
        let violations = self.violations(value);
        let written = EncodedValue::new(value).and_then(|value| urlencoded::write(parts, &value));
        self.set(
            written.map(|text| (media_type.into(), text.into_bytes())),
            violations,
        );
    }

    /// Sets a body of parts, and checks its constraints if the client checks any. The media type gets a boundary.
    pub fn multipart<T: Encode + Validate + ?Sized>(
        &mut self,
        media_type: &'static str,
        parts: &[Part],
        value: &T,
    ) {
        let violations = self.violations(value);
        let written =
            EncodedValue::new(value).and_then(|value| multipart::write(media_type, parts, &value));
        self.set(
            written.map(|(media_type, body)| (media_type.into(), body)),
            violations,
        );
    }

    /// Sets a body of values, each as JSON on a line of its own, and checks their constraints if the client checks any.
    pub fn lines<T: Encode + Validate + ?Sized>(&mut self, media_type: &'static str, list: &T) {
        self.separated(media_type, "", list);
    }

    /// Sets a body of values, each as JSON on a line after a record separator, and checks their constraints if the client
    /// checks any. <https://www.rfc-editor.org/rfc/rfc7464>
    pub fn sequence<T: Encode + Validate + ?Sized>(&mut self, media_type: &'static str, list: &T) {
        self.separated(media_type, "\u{1e}", list);
    }

    fn separated<T: Encode + Validate + ?Sized>(
        &mut self,
        media_type: &'static str,
        separator: &str,
        list: &T,
    ) {
        let violations = self.violations(list);
        let text = EncodedValue::new(list).and_then(|list| lines(&list.text, separator));
        self.set(
            text.map(|text| (media_type.into(), text.into_bytes())),
            violations,
        );
    }

    /// Sets a body that is sent as it is. A media type that the file has of its own takes the place of this one.
    pub fn raw_body(&mut self, media_type: &'static str, file: impl Into<File>) {
        self.set_body(Body::file(media_type, file.into()));
    }

    fn violations<T: Validate + ?Sized>(&self, value: &T) -> Violations {
        let mut violations = Violations::default();
        if self.validates() {
            value.check(&mut violations);
        }
        violations
    }

    fn set<B: Into<RequestBody> + Default>(
        &mut self,
        written: Result<(Cow<'static, str>, B), Cow<'static, str>>,
        violations: Violations,
    ) {
        let mut violations = into_list(violations);
        let (media_type, content) = written.unwrap_or_else(|problem| {
            violations.push(Violation {
                path: String::new(),
                message: format!("the body: {problem}"),
            });
            Default::default()
        });
        self.set_body(Body {
            media_type,
            content: content.into(),
            violations,
        });
    }
}

/// Writes each element of a list on a line of its own.
fn lines(list: &str, separator: &str) -> Result<String, Cow<'static, str>> {
    let mut reader = Reader::new(list);
    let mut text = String::with_capacity(list.len());
    let mut each = || -> Result<(), DecodeError> {
        reader.array()?;
        while reader.element()? {
            text.push_str(separator);
            text.push_str(reader.raw()?);
            text.push('\n');
        }
        Ok(())
    };
    match each() {
        Ok(()) => Ok(text),
        Err(_) => Err("must be an array".into()),
    }
}

/// The name of a member, and the place of its value in the text.
pub(crate) type Member<'a> = (Cow<'a, str>, Range<usize>);

/// A value as JSON text, and its files: each stands for a `null` of the text, at this place.
pub(crate) struct EncodedValue {
    pub(crate) text: String,
    files: Vec<FileSlot>,
}

/// What a member, or an element of one, comes to in a form.
pub(crate) enum FormValue<'a> {
    /// A file.
    File(&'a File),
    /// A string, and the JSON text of it.
    String(Cow<'a, str>, &'a str),
    /// A number or boolean, as JSON has it.
    Scalar(&'a str),
    /// The JSON text of a list or an object.
    Json(&'a str),
}

impl EncodedValue {
    pub(crate) fn new<T: Encode + ?Sized>(value: &T) -> Result<Self, Cow<'static, str>> {
        let mut writer = Writer::with_files();
        value.write(&mut writer);
        let (text, files) = writer
            .finish_with_files()
            .map_err(|error| error.to_string())?;
        let text = String::from_utf8(text).map_err(|_| "is not UTF-8")?;
        Ok(Self { text, files })
    }

    /// Returns the members with the places of their values.
    pub(crate) fn members(&self) -> Result<Vec<Member<'_>>, Cow<'static, str>> {
        let mut reader = Reader::new(&self.text);
        self.members_of(&mut reader)
            .map_err(|_| "a form must be an object".into())
    }

    /// Returns the members of the object at the reader's place.
    pub(crate) fn members_of<'a>(
        &'a self,
        reader: &mut Reader<'a>,
    ) -> Result<Vec<Member<'a>>, DecodeError> {
        let mut members = Vec::new();
        reader.object()?;
        while let Some(name) = reader.key()? {
            members.push((name, reader.span()?));
        }
        Ok(members)
    }

    /// Returns the elements of the list at this place; those of anything else are none.
    pub(crate) fn elements(&self, span: Range<usize>) -> Result<Vec<Range<usize>>, DecodeError> {
        let mut reader = Reader::new(&self.text).within(span);
        let mut elements = Vec::new();
        reader.array()?;
        while reader.element()? {
            elements.push(reader.span()?);
        }
        Ok(elements)
    }

    /// Returns the kind of the value at a place; none for a file.
    pub(crate) fn kind(&self, span: &Range<usize>) -> Result<JsonType, DecodeError> {
        Reader::new(&self.text).within(span.clone()).peek()
    }

    /// Returns what the value at a place comes to; nothing where it is null.
    pub(crate) fn form_value(
        &self,
        span: Range<usize>,
    ) -> Result<Option<FormValue<'_>>, Cow<'static, str>> {
        if let Some(file) = self.file(span.start) {
            return Ok(Some(FormValue::File(file)));
        }
        let json = &self.text[span.clone()];
        let mut reader = Reader::new(&self.text).within(span.clone());
        let kind = reader.peek().map_err(|error| error.to_string())?;
        Ok(Some(match kind {
            JsonType::Null => return Ok(None),
            JsonType::String => {
                let text = reader.string().map_err(|error| error.to_string())?;
                FormValue::String(text, json)
            }
            JsonType::Boolean | JsonType::Number => FormValue::Scalar(json),
            JsonType::Array | JsonType::Object => {
                let next = self.files.partition_point(|(at, _)| *at < span.start);
                if self
                    .files
                    .get(next)
                    .is_some_and(|(at, _)| span.contains(at))
                {
                    return Err(
                        "a file nested in an array or object cannot be sent in a form".into(),
                    );
                }
                FormValue::Json(json)
            }
        }))
    }

    /// Returns what the value at a place comes to, or where it is a list, what its elements do.
    pub(crate) fn form_values(
        &self,
        span: Range<usize>,
    ) -> Result<Vec<FormValue<'_>>, Cow<'static, str>> {
        let is_list = self.kind(&span).is_ok_and(|kind| kind == JsonType::Array);
        if !is_list {
            return Ok(self.form_value(span)?.into_iter().collect());
        }
        let mut form_values = Vec::new();
        for element in self.elements(span).map_err(|error| error.to_string())? {
            form_values.extend(self.form_value(element)?);
        }
        Ok(form_values)
    }

    fn file(&self, span: usize) -> Option<&File> {
        let index = self.files.binary_search_by_key(&span, |(at, _)| *at).ok()?;
        Some(&self.files[index].1)
    }
}

impl<'a> FormValue<'a> {
    /// Returns the text that is sent.
    pub(crate) fn text(&self) -> Result<&str, Cow<'static, str>> {
        match self {
            FormValue::String(text, _) => Ok(text),
            FormValue::Scalar(text) | FormValue::Json(text) => Ok(text),
            FormValue::File(_) => Err("a URL-encoded form cannot contain files".into()),
        }
    }

    /// Returns the JSON text; none of a file.
    pub(crate) fn json(&self) -> Option<&'a str> {
        match self {
            FormValue::String(_, json) | FormValue::Scalar(json) | FormValue::Json(json) => {
                Some(json)
            }
            FormValue::File(_) => None,
        }
    }
}
