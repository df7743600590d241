//! Request bodies: the methods that set them on a call.
//!
//! In: a media type, a value, and for forms the encoding of their members. Out: the body, stored in the call, or what
//! is wrong with the value. Values are encoded as JSON first, and forms are built from that JSON, so that no type needs
//! code for each kind of body. Files are kept separately, with their offsets in the JSON.

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
use crate::runtime::validate::{Limits, Violation, Violations};

/// The encoding of a form member, where it differs from the default for its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name of the member in the form.
    pub name: &'static str,
    /// The media type of the part. A file's own media type takes precedence.
    pub content_type: Option<&'static str>,
    /// Additional headers of the part.
    pub headers: &'static [(&'static str, &'static str)],
    /// The style in which the value is serialized, in place of the default for its value.
    pub style: Option<Style>,
    /// Whether each element or member becomes a pair of its own. Only used together with a style.
    pub explode: bool,
    /// Whether reserved characters are not percent-encoded.
    pub allow_reserved: bool,
}

impl Part {
    /// Creates the default encoding of a member.
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

    /// Sets the media type of the part.
    pub const fn content_type(mut self, content_type: &'static str) -> Self {
        self.content_type = Some(content_type);
        self
    }

    /// Sets additional headers of the part.
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the style, and resets `explode` to the default of the style: true for `form`, false for all others.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = Some(style);
        self.explode = matches!(style, Style::Form);
        self
    }

    /// Sets whether each element or member becomes a pair of its own.
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Sends reserved characters without percent-encoding them.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }
}

impl<M> RawCall<M> {
    /// Sets a JSON body. Validates it if the client validates arguments.
    pub fn body<T: Encode + ?Sized>(&mut self, media_type: &'static str, value: &T) {
        let violations = self.violations(value);
        let text = json::to_vec(value).map_err(|error| error.to_string().into());
        self.set(text.map(|text| (media_type.into(), text)), violations);
    }

    /// Sets a URL-encoded form. Validates it if the client validates arguments.
    pub fn form<T: Encode + ?Sized>(
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

    /// Sets a multipart form. Validates it if the client validates arguments. A boundary is appended to the media type.
    pub fn multipart<T: Encode + ?Sized>(
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

    /// Sets a body of JSON values, one per line. Validates them if the client validates arguments.
    pub fn lines<T: Encode + ?Sized>(&mut self, media_type: &'static str, list: &T) {
        self.separated(media_type, "", list);
    }

    /// Sets a body of JSON values, each after a record separator (RFC 7464). Validates them if the client validates
    /// arguments. <https://www.rfc-editor.org/rfc/rfc7464>
    pub fn sequence<T: Encode + ?Sized>(&mut self, media_type: &'static str, list: &T) {
        self.separated(media_type, "\u{1e}", list);
    }

    fn separated<T: Encode + ?Sized>(
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

    /// Sets a body that is sent unchanged. The file's own media type takes precedence over this one.
    pub fn raw_body(&mut self, media_type: &'static str, file: impl Into<File>) {
        self.set_body(Body::file(media_type, file.into()));
    }

    fn violations<T: Encode + ?Sized>(&self, value: &T) -> Violations {
        let mut violations = Violations::default();
        if self.validates() {
            value.check(&Limits::NONE, &mut violations.here());
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

/// Writes each element of a JSON array on its own line.
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

/// The name of a member, and the span of its value in the JSON.
pub(crate) type Member<'a> = (Cow<'a, str>, Range<usize>);

/// A value as JSON, and its files. Each file is represented by `null` in the JSON, at the stored offset.
pub(crate) struct EncodedValue {
    pub(crate) text: String,
    files: Vec<FileSlot>,
}

/// The value of a form member, or an element of it.
pub(crate) enum FormValue<'a> {
    /// A file.
    File(&'a File),
    /// A string, and its JSON.
    String(Cow<'a, str>, &'a str),
    /// A number or boolean, as JSON.
    Scalar(&'a str),
    /// An array or object, as JSON.
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

    /// Returns the members with the spans of their values.
    pub(crate) fn members(&self) -> Result<Vec<Member<'_>>, Cow<'static, str>> {
        let mut reader = Reader::new(&self.text);
        self.members_of(&mut reader)
            .map_err(|_| "a form must be an object".into())
    }

    /// Returns the members of the object at the position of the reader.
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

    /// Returns the elements of the array at this span.
    pub(crate) fn elements(&self, span: Range<usize>) -> Result<Vec<Range<usize>>, DecodeError> {
        let mut reader = Reader::new(&self.text).within(span);
        let mut elements = Vec::new();
        reader.array()?;
        while reader.element()? {
            elements.push(reader.span()?);
        }
        Ok(elements)
    }

    /// Returns the JSON type of the value at this span. A file is null.
    pub(crate) fn kind(&self, span: &Range<usize>) -> Result<JsonType, DecodeError> {
        Reader::new(&self.text).within(span.clone()).peek()
    }

    /// Returns the value at this span; `None` if it is null.
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

    /// Returns the value at this span or, if it is an array, its elements.
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
    /// Returns the string to send.
    pub(crate) fn text(&self) -> Result<&str, Cow<'static, str>> {
        match self {
            FormValue::String(text, _) => Ok(text),
            FormValue::Scalar(text) | FormValue::Json(text) => Ok(text),
            FormValue::File(_) => Err("a URL-encoded form cannot contain files".into()),
        }
    }

    /// Returns the value as JSON; `None` for a file.
    pub(crate) fn json(&self) -> Option<&'a str> {
        match self {
            FormValue::String(_, json) | FormValue::Scalar(json) | FormValue::Json(json) => {
                Some(json)
            }
            FormValue::File(_) => None,
        }
    }
}
