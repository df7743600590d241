//! Decodes response bodies in any charset.
//!
//! In: headers and a body. Out: a string, or an error. The charset is that of the byte order mark, or else of the
//! content type, or else UTF-8. Other charsets than UTF-8 require the feature `charset`. Their labels are those of
//! browsers, where `iso-8859-1` means `windows-1252`. <https://encoding.spec.whatwg.org>

use std::borrow::Cow;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// A decoded body.
pub(crate) struct DecodedText<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Whether invalid bytes were replaced by U+FFFD.
    pub(crate) replaced: bool,
}

/// Decodes a body as a string, without its byte order mark.
///
/// # Errors
///
/// Fails if the charset is not supported, or not without the feature `charset`.
pub(crate) fn text<'a>(headers: &HeaderMap, body: &'a [u8]) -> Result<DecodedText<'a>, String> {
    let (name, body) = match byte_order_mark(body) {
        Some((name, rest)) => (Cow::Borrowed(name), rest),
        None => (declared(headers).unwrap_or(Cow::Borrowed(UTF_8)), body),
    };
    if is_utf8(&name) || extends_ascii(&name) && std::str::from_utf8(body).is_ok() {
        let text = String::from_utf8_lossy(body);
        let replaced = matches!(text, Cow::Owned(_));
        return Ok(DecodedText { text, replaced });
    }
    decode(&name, body)
}

/// Decodes JSON in another charset than UTF-8. Returns `None` for UTF-8, as all JSON should be.
///
/// A declared charset is used only if the body is not valid UTF-8, because many services declare a charset that they do
/// not use.
///
/// # Errors
///
/// See [`text`].
pub(crate) fn json<'a>(
    headers: &HeaderMap,
    body: &'a [u8],
) -> Result<Option<DecodedText<'a>>, String> {
    if let Some((name, rest)) = byte_order_mark(body) {
        return if is_utf8(name) {
            Ok(None)
        } else {
            decode(name, rest).map(Some)
        };
    }
    match declared(headers) {
        Some(name) if !is_utf8(&name) => {
            let is_used = body.contains(&0) || std::str::from_utf8(body).is_err();
            is_used.then(|| decode(&name, body)).transpose()
        }
        _ => Ok(None),
    }
}

const UTF_8: &str = "utf-8";

/// Returns the charset of a byte order mark, and the rest of the body.
fn byte_order_mark(body: &[u8]) -> Option<(&'static str, &[u8])> {
    let marks: [(&str, &[u8]); 4] = [
        (UTF_8, b"\xef\xbb\xbf"),
        ("utf-32le", b"\xff\xfe\0\0"),
        ("utf-16le", b"\xff\xfe"),
        ("utf-16be", b"\xfe\xff"),
    ];
    marks
        .into_iter()
        .find_map(|(name, mark)| Some((name, body.strip_prefix(mark)?)))
}

/// Returns the charset of the content type, in lowercase.
fn declared(headers: &HeaderMap) -> Option<Cow<'static, str>> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let parameters = value.split(';').skip(1);
    let charset = parameters
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let name = charset?.1.trim().trim_matches(['"', '\'']).trim();
    (!name.is_empty()).then(|| name.to_ascii_lowercase().into())
}

/// Returns `true` for UTF-8 and its subsets.
fn is_utf8(name: &str) -> bool {
    matches!(name, UTF_8 | "utf8" | "us-ascii" | "ascii")
}

/// Returns `true` if the charset is a superset of ASCII. A body in such a charset that is valid UTF-8 is decoded as
/// UTF-8, because many services declare a charset that they do not use.
fn extends_ascii(name: &str) -> bool {
    let others = [
        "utf-16",
        "utf-32",
        "ucs-2",
        "utf-7",
        "iso-2022-",
        "iso-10646-",
        "hz-",
    ];
    !others.iter().any(|family| name.starts_with(family))
}

/// Decodes a body in another charset than UTF-8.
#[cfg(feature = "charset")]
fn decode<'a>(name: &str, body: &'a [u8]) -> Result<DecodedText<'a>, String> {
    use encoding_rs::{Encoding, UTF_16BE};

    let known = Encoding::for_label_no_replacement(name.as_bytes());
    let Some(mut encoding) = known else {
        return Err(match printable(name) {
            Some(name) => format!("the charset of the body is `{name}`, which is not supported"),
            None => "the charset of the body is not supported".to_owned(),
        });
    };
    // The label does not specify the byte order. Most text starts with an ASCII character.
    if name == "utf-16" && matches!(body, [0, second, ..] if *second != 0) {
        encoding = UTF_16BE;
    }
    let (text, replaced) = encoding.decode_without_bom_handling(body);
    Ok(DecodedText { text, replaced })
}

/// Fails, because the feature `charset` is not enabled.
#[cfg(not(feature = "charset"))]
fn decode<'a>(name: &str, _: &'a [u8]) -> Result<DecodedText<'a>, String> {
    Err(match printable(name) {
        Some(name) => {
            format!("the charset of the body is `{name}`; enable the feature `charset` to read it")
        }
        None => "the charset of the body is not UTF-8; enable the feature `charset` to read it"
            .to_owned(),
    })
}

/// Returns the label of a charset if it is short and plain enough for a message. It comes from the service.
fn printable(name: &str) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    (name.len() <= 40 && name.bytes().all(is_plain)).then_some(name)
}
