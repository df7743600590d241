//! Messages in responses: those of the API's envelope, and those in common members of error responses.
//!
//! In: JSON. Out: at most one hundred [`ApiMessage`]s. Knows nothing about calls, or about decoding responses.

use std::fmt::{self, Write as _};

use serde_json::{Map, Value};

use crate::runtime::error::{MESSAGE_LIMIT, OneLine};

/// The maximum number of messages. The body contains all of them.
const MAX_MESSAGES: usize = 100;

/// The names of the member with the message, by precedence. They are compared by [`names_match`].
const MESSAGE_KEYS: &[&str] = &[
    "message",
    "detail",
    "errordescription",
    "errormessage",
    "description",
    "title",
    "msg",
    "reason",
    "error",
];

/// The names of the member with the code.
const CODE_KEYS: &[&str] = &["code", "errorcode", "error", "type"];

/// An error or a message in a response.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ApiMessage {
    /// The numeric code, as documented by the service.
    pub code: Option<i64>,
    /// The non-numeric code, as documented by the service.
    pub code_name: Option<String>,
    /// The message.
    pub message: String,
    /// The URL of the documentation.
    pub documentation_url: Option<String>,
    /// All other members. Also contains members whose values are in the other fields but which have other names, and a
    /// `code` that is not numeric.
    pub additional: Map<String, Value>,
}

impl ApiMessage {
    /// Reads a list of messages, or a single one, of any shape. Never fails, because that would hide the actual error.
    pub(crate) fn list(value: Value) -> Vec<Self> {
        match value {
            Value::Null => Vec::new(),
            Value::Array(items) => items
                .into_iter()
                .take(MAX_MESSAGES)
                .map(Self::from_value)
                .collect(),
            value => vec![Self::from_value(value)],
        }
    }

    /// Finds messages in the JSON of an error response without an envelope.
    ///
    /// Supports the most common formats: members of the top-level object, as in problem details (RFC 9457) and OAuth
    /// (RFC 6749); an object `error`; and a list of errors, with or without a general message. A message must have text
    /// or a code.
    pub(crate) fn in_failure(body: Value) -> Vec<Self> {
        let mut found = Vec::new();
        match body {
            Value::Object(mut members) => {
                let listed = take(&mut members, "errors", |value| !value.is_string());
                let listed = listed.or_else(|| {
                    let mut names = ["detail", "details", "message", "error"].into_iter();
                    names.find_map(|name| take(&mut members, name, Value::is_array))
                });
                found.extend(take(&mut members, "error", Value::is_object).map(Self::from_value));
                if !found.iter().any(Self::has_content) {
                    found.push(Self::from_value(Value::Object(members)));
                }
                match listed {
                    // Lists of messages by the name of the invalid argument.
                    Some(Value::Object(fields)) if !is_message(&fields) => {
                        let fields = fields.into_iter().take(MAX_MESSAGES);
                        found.extend(fields.flat_map(|(name, value)| field_messages(&name, value)));
                    }
                    Some(listed) => found.extend(Self::list(listed)),
                    None => {}
                }
            }
            list @ Value::Array(_) => found = Self::list(list),
            // A string alone may be anything, so it is not shown.
            _ => {}
        }
        found.retain(Self::has_content);
        found.truncate(MAX_MESSAGES);
        found
    }

    fn from_value(value: Value) -> Self {
        let mut members = match value {
            Value::Object(members) => members,
            Value::String(message) => {
                return Self {
                    message,
                    ..Self::default()
                };
            }
            other => Map::from_iter([("value".to_owned(), other)]),
        };
        let mut message = Self::default();
        match members.remove("code") {
            Some(Value::Number(code)) if code.is_i64() => message.code = code.as_i64(),
            Some(Value::String(code)) if code.parse::<i64>().is_ok() => {
                message.code = code.parse().ok()
            }
            Some(other) => drop(members.insert("code".to_owned(), other)),
            None => {}
        }
        message.message = take_string(&mut members, "message").unwrap_or_default();
        message.documentation_url = take_string(&mut members, "documentation_url");
        let message_member = if message.message.is_empty() {
            let texts = MESSAGE_KEYS.iter();
            let mut texts = texts.filter_map(|name| find_string(&members, name));
            texts.next()
        } else {
            None
        };
        message.code_name = CODE_KEYS
            .iter()
            .filter_map(|name| find_string(&members, name))
            // The member with the message is not also the code.
            .find(|found| Some(found) != message_member.as_ref() && is_code_name(found.1))
            .map(|(_, word)| word.to_owned());
        if message.code.is_none() {
            let code = find(&members, "errorcode").and_then(|(_, value)| value.as_i64());
            message.code = code;
        }
        if let Some((_, text)) = message_member {
            message.message = text.to_owned();
        }
        message.additional = members;
        message
    }

    /// Applies a function to each string. Drops a numeric code that the function would change.
    pub(crate) fn map_strings(self, change: &dyn Fn(&str) -> String) -> Self {
        let is_same = |code: &i64| change(&code.to_string()) == code.to_string();
        let members = self.additional.into_iter();
        Self {
            code: self.code.filter(is_same),
            code_name: self.code_name.map(|text| change(&text)),
            message: change(&self.message),
            documentation_url: self.documentation_url.map(|text| change(&text)),
            additional: members
                .map(|(key, value)| (change(&key), map_strings(value, change)))
                .collect(),
        }
    }

    fn has_content(&self) -> bool {
        self.code.is_some() || self.code_name.is_some() || !self.message.is_empty()
    }
}

/// Applies a function to each string in a value. The depth of values is limited.
fn map_strings(value: Value, change: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(change(&text)),
        Value::Number(number) => {
            let text = number.to_string();
            let changed = change(&text);
            if changed == text {
                Value::Number(number)
            } else {
                Value::String(changed)
            }
        }
        Value::Array(items) => {
            let items = items.into_iter();
            items.map(|item| map_strings(item, change)).collect()
        }
        Value::Object(members) => {
            let members = members.into_iter();
            let members = members.map(|(key, value)| (change(&key), map_strings(value, change)));
            Value::Object(members.collect())
        }
        Value::Null | Value::Bool(_) => value,
    }
}

/// Returns the messages for an argument.
fn field_messages(field: &str, value: Value) -> Vec<ApiMessage> {
    let mut messages = ApiMessage::list(value);
    for message in &mut messages {
        message.message = match message.message.as_str() {
            "" => field.to_owned(),
            text => format!("{field}: {text}"),
        };
    }
    messages
}

/// Returns `true` if an object is itself a message, and not a map of messages.
fn is_message(members: &Map<String, Value>) -> bool {
    find_string(members, "message").is_some() || find(members, "code").is_some()
}

/// Returns `true` if a string looks like a code and not like a sentence or a URL.
fn is_code_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    (1..=64).contains(&text.len()) && text.bytes().all(fits)
}

/// Returns the member with this name, in any spelling.
fn find<'m>(members: &'m Map<String, Value>, name: &str) -> Option<(&'m String, &'m Value)> {
    members.iter().find(|(key, _)| names_match(key, name))
}

/// Returns the member with this name, in any spelling, if it is a non-empty string.
fn find_string<'m>(members: &'m Map<String, Value>, name: &str) -> Option<(&'m String, &'m str)> {
    let (key, value) = find(members, name)?;
    let text = value.as_str().filter(|text| !text.is_empty())?;
    Some((key, text))
}

/// Removes the member with this name, in any spelling, if its value matches.
fn take(
    members: &mut Map<String, Value>,
    name: &str,
    wanted: impl Fn(&Value) -> bool,
) -> Option<Value> {
    let (key, _) = find(members, name).filter(|(_, value)| wanted(value))?;
    let key = key.clone();
    members.remove(&key)
}

/// Returns `true` if a key has this name: `errorMessage` and `error_message` match `errormessage`.
fn names_match(key: &str, name: &str) -> bool {
    let letters = key.bytes().filter(|byte| !b"_-".contains(byte));
    letters
        .map(|byte| byte.to_ascii_lowercase())
        .eq(name.bytes())
}

/// Removes a member if it is a string.
fn take_string(members: &mut Map<String, Value>, name: &str) -> Option<String> {
    match members.remove(name) {
        Some(Value::String(text)) => Some(text),
        Some(other) => {
            members.insert(name.to_owned(), other);
            None
        }
        None => None,
    }
}

impl fmt::Display for ApiMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = OneLine::new(f, MESSAGE_LIMIT);
        match (self.code, &self.code_name) {
            (Some(code), _) => write!(f, "[{code}]")?,
            (None, Some(name)) => write!(f, "[{name}]")?,
            (None, None) if self.message.is_empty() => f.write_str("an error without a message")?,
            (None, None) => return f.write_str(&self.message),
        }
        match self.message.as_str() {
            "" => Ok(()),
            message => write!(f, " {message}"),
        }
    }
}

impl fmt::Debug for ApiMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiMessage")
            .field("code", &self.code)
            .field("code_name", &self.code_name)
            .field("message", &self.message)
            .field("documentation_url", &self.documentation_url)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Vec<String> {
        let body = serde_json::from_str(body).expect("it is JSON");
        let found = ApiMessage::in_failure(body);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn common_formats_are_recognized() {
        for (body, lines) in [
            (
                r#"{"error":{"code":5,"message":"no way"}}"#,
                &["[5] no way"][..],
            ),
            (r#"{"message":"no","documentation_url":"x"}"#, &["no"]),
            (r#"{"Message":"no"}"#, &["no"]),
            (r#"{"errorCode":7,"errorMessage":"no"}"#, &["[7] no"]),
            (
                r#"{"error":{"message":"no key","type":"invalid_request_error","code":"invalid_api_key"}}"#,
                &["[invalid_api_key] no key"],
            ),
            (r#"{"id":"not_found","message":"none"}"#, &["none"]),
            (r#"{"error":"no such thing"}"#, &["no such thing"]),
            (r#"{"error":"gone"}"#, &["gone"]),
            // RFC 6749, section 5.2.
            (
                r#"{"error":"invalid_grant","error_description":"it expired"}"#,
                &["[invalid_grant] it expired"],
            ),
            // RFC 9457.
            (
                r#"{"type":"https://a.b/c","title":"Odd","status":400,"detail":"so odd"}"#,
                &["so odd"],
            ),
            (r#"{"type":"about:blank","title":"Odd"}"#, &["Odd"]),
            (
                r#"{"message":"Invalid","errors":[{"field":"a","code":"missing"},"and b"]}"#,
                &["Invalid", "[missing]", "and b"],
            ),
            (
                r#"{"errors":[{"code":"12","title":"T","detail":"D"}]}"#,
                &["[12] D"],
            ),
            (
                r#"{"title":"Invalid","errors":{"name":["is long","is odd"],"size":"is 3"}}"#,
                &["Invalid", "name: is long", "name: is odd", "size: is 3"],
            ),
            (r#"{"errors":{"message":"one","code":1}}"#, &["[1] one"]),
            (
                r#"{"detail":[{"loc":["body","a"],"msg":"required","type":"missing"}]}"#,
                &["[missing] required"],
            ),
            (
                r#"{"statusCode":400,"message":["a is odd"],"error":"Bad Request"}"#,
                &["Bad Request", "a is odd"],
            ),
            (r#"[{"message":"no","errorCode":"ODD"}]"#, &["[ODD] no"]),
        ] {
            assert_eq!(found(body), lines, "{body}");
        }
    }

    #[test]
    fn empty_messages_are_ignored() {
        for body in [
            "null",
            "3",
            r#""a secret""#,
            "[]",
            "[1,{}]",
            "{}",
            r#"{"a":1}"#,
            r#"{"message":"","error":{}}"#,
            r#"{"errors":[]}"#,
            r#"{"errors":{}}"#,
        ] {
            assert_eq!(found(body), [""; 0], "{body}");
        }
    }

    #[test]
    fn messages_are_limited() {
        let many = format!(r#"{{"errors":{{"a":[{}"x"]}}}}"#, r#""x","#.repeat(1000));
        assert_eq!(found(&many).len(), MAX_MESSAGES);
        let long = format!(r#"{{"message":"{}"}}"#, "x".repeat(100_000));
        assert_eq!(found(&long)[0].len(), MESSAGE_LIMIT + '…'.len_utf8());
    }

    #[test]
    fn members_with_other_names_are_kept() {
        let body = serde_json::json!({"error": "a_b", "error_description": "c", "more": 1});
        let found = ApiMessage::in_failure(body.clone());
        assert_eq!(found[0].code_name.as_deref(), Some("a_b"));
        assert_eq!(Value::Object(found[0].additional.clone()), body);
    }

    #[test]
    fn non_numeric_code_is_kept_in_additional() {
        for (code, kept) in [("\"a_b\"", true), ("7", false), ("\"7\"", false)] {
            let body = format!(r#"{{"code":{code},"message":"m","documentation_url":"u"}}"#);
            let body = serde_json::from_str(&body).expect("it is JSON");
            let found = ApiMessage::in_failure(body);
            let keys: Vec<&str> = found[0].additional.keys().map(String::as_str).collect();
            assert_eq!(keys, if kept { &["code"][..] } else { &[] });
        }
    }

    #[test]
    fn all_strings_are_mapped() {
        let body = serde_json::json!({
            "code": 17, "message": "a17", "documentation_url": "b17", "error": "c17",
            "more": {"k17": [17, 1.5, null, true, "d17"]},
        });
        let found = ApiMessage::in_failure(body);
        let written = found[0]
            .clone()
            .map_strings(&|text| text.replace("17", "*"));
        let expected = ApiMessage {
            code: None,
            code_name: Some("c*".to_owned()),
            message: "a*".to_owned(),
            documentation_url: Some("b*".to_owned()),
            additional: Map::from_iter([
                ("error".to_owned(), "c*".into()),
                (
                    "more".to_owned(),
                    serde_json::json!({"k*": ["*", 1.5, null, true, "d*"]}),
                ),
            ]),
        };
        assert_eq!(written, expected);
        assert_eq!(found[0].clone().map_strings(&str::to_owned), found[0]);
    }
}
