//! Typed response headers.
//!
//! In: headers, and the name and form of one. Out: its value, decoded like a member of a JSON object, or an error that
//! names the header and does not contain its value. Used by generated structs.

use http::HeaderMap;

use crate::runtime::error::Error;
use crate::runtime::json::{self, Json};

/// The serialization of a header value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// A string.
    String,
    /// A number or a boolean.
    Scalar,
    /// Strings, separated by commas.
    Strings,
    /// Numbers or booleans, separated by commas.
    Scalars,
    /// Strings, one for each occurrence of the header.
    Repeated,
    /// JSON.
    Json,
}

/// Decodes response headers.
#[derive(Clone, Copy)]
pub struct HeaderReader<'a>(&'a HeaderMap);

impl<'a> HeaderReader<'a> {
    /// Creates a reader of these headers.
    pub fn new(headers: &'a HeaderMap) -> Self {
        Self(headers)
    }

    /// Decodes the value of a header if it is present. Decoding is not strict, and there are no warnings: a date-time
    /// without a time zone is UTC, and one that is out of range for `Timestamp` becomes its minimum or maximum.
    ///
    /// # Errors
    ///
    /// Fails if the header is present and its value cannot be decoded.
    pub fn optional<T: Json>(
        &self,
        name: &'static str,
        form: HeaderForm,
    ) -> Result<Option<T>, Error> {
        let mut values = Vec::new();
        for value in self.0.get_all(name) {
            match value.to_str() {
                Ok(value) => values.push(value.trim()),
                Err(_) => {
                    return Err(Error::header(
                        name,
                        "it contains characters other than printable ASCII",
                    ));
                }
            }
        }
        if values.is_empty() {
            return Ok(None);
        }
        match json::from_str(&as_json(&values, form)) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(Error::header(name, &error.to_string())),
        }
    }

    /// Decodes the value of a required header.
    ///
    /// # Errors
    ///
    /// Fails if the header is missing or its value cannot be decoded.
    pub fn required<T: Json>(&self, name: &'static str, form: HeaderForm) -> Result<T, Error> {
        let value = self.optional(name, form)?;
        value.ok_or_else(|| Error::header(name, "it is missing"))
    }
}

/// Returns all values of a header as JSON.
fn as_json(values: &[&str], form: HeaderForm) -> String {
    // The values of a repeated header are the elements of one list.
    // <https://www.rfc-editor.org/rfc/rfc9110#section-5.3>
    let joined = values.join(", ");
    let elements = joined.split(',').map(str::trim);
    let elements = elements.filter(|element| !element.is_empty());
    match form {
        HeaderForm::String => quoted(&joined),
        HeaderForm::Scalar | HeaderForm::Json => joined,
        HeaderForm::Strings => list(elements.map(quoted)),
        HeaderForm::Scalars => list(elements.map(str::to_owned)),
        HeaderForm::Repeated => list(values.iter().map(|value| quoted(value))),
    }
}

fn quoted(text: &str) -> String {
    json::to_string(text).unwrap_or_default()
}

fn list(elements: impl Iterator<Item = String>) -> String {
    format!("[{}]", elements.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_bytes(value.as_bytes()).expect("a value"),
            )
        });
        pairs.collect()
    }

    #[test]
    fn values_of_each_form() {
        let map = headers(&[
            ("a", "x, \"y\""),
            ("n", " 42 "),
            ("l", "a,b , ,c"),
            ("l", "d"),
            ("m", "1, 2.5"),
            ("set-cookie", "a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT"),
            ("set-cookie", "b=2"),
            ("j", "{\"k\": [1]}"),
        ]);
        let reader = HeaderReader::new(&map);
        let text: String = reader.required("a", HeaderForm::String).expect("text");
        assert_eq!(text, "x, \"y\"");
        let number: Option<i64> = reader.optional("n", HeaderForm::Scalar).expect("a number");
        assert_eq!(number, Some(42));
        let list: Vec<String> = reader.required("l", HeaderForm::Strings).expect("a list");
        assert_eq!(list, ["a", "b", "c", "d"]);
        let list: Vec<f64> = reader.required("m", HeaderForm::Scalars).expect("a list");
        assert_eq!(list, [1.0, 2.5]);
        let list: Vec<String> = reader
            .required("set-cookie", HeaderForm::Repeated)
            .expect("a list");
        assert_eq!(list, ["a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT", "b=2"]);
        let value: serde_json::Value = reader.required("j", HeaderForm::Json).expect("JSON");
        assert_eq!(value, serde_json::json!({"k": [1]}));
        let none: Option<i64> = reader.optional("z", HeaderForm::Scalar).expect("not there");
        assert_eq!(none, None);
    }

    #[test]
    fn errors_contain_the_name_of_the_header_but_not_its_value() {
        let map = headers(&[("n", "secret"), ("o", "\u{fc}"), ("p", "1, 2")]);
        let reader = HeaderReader::new(&map);
        let line = |name, form| {
            let read: Result<i64, Error> = reader.required(name, form);
            read.expect_err("no number").to_string()
        };
        assert_eq!(
            line("z", HeaderForm::Scalar),
            "cannot decode the header `z`: it is missing"
        );
        assert_eq!(
            line("o", HeaderForm::String),
            "cannot decode the header `o`: it contains characters other than printable ASCII"
        );
        assert_eq!(
            line("n", HeaderForm::String),
            "cannot decode the header `n`: expected a 64-bit integer, found a string"
        );
        assert!(!line("n", HeaderForm::Scalar).contains("secret"));
        // There are no warnings, so it must not become another number.
        let map = headers(&[("big", "18446744073709551616")]);
        let read: Result<i64, Error> = HeaderReader::new(&map).required("big", HeaderForm::Scalar);
        assert!(read.is_err());
        assert!(line("p", HeaderForm::Scalar).starts_with("cannot decode the header `p`: "));
    }
}
