//! Turns the bytes of a response into text, whatever charset it is in.
//!
//! In: headers and body. Out: text, or what is wrong with it. A byte-order mark says what the charset is, else the content
//! type does, else it is UTF-8. Other charsets than that take the feature `charset`; their names and what they mean are those
//! of browsers, for which `iso-8859-1` is a part of `windows-1252`. <https://encoding.spec.whatwg.org>

use std::borrow::Cow;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// A body as text.
pub(crate) struct DecodedText<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Whether there were bytes that mean nothing in the charset; U+FFFD stands for them.
    pub(crate) replaced: bool,
}

/// Reads text. The byte-order mark is no part of it.
///
/// # Errors
///
/// The charset is not known, or not without the feature `charset`.
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

/// Reads JSON that is in another charset than UTF-8; nothing where it is UTF-8, as all JSON ought to be.
///
/// A declared charset counts only where the bytes are no UTF-8: many services declare one that they do not use.
///
/// # Errors
///
/// As [`text`].
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

/// Returns the charset that a byte-order mark says, and what follows it.
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

/// Returns the charset that the content type names, in lower case.
fn declared(headers: &HeaderMap) -> Option<Cow<'static, str>> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let parameters = value.split(';').skip(1);
    let charset = parameters
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let name = charset?.1.trim().trim_matches(['"', '\'']).trim();
    (!name.is_empty()).then(|| name.to_ascii_lowercase().into())
}

/// Whether a charset is UTF-8 or a part of it.
fn is_utf8(name: &str) -> bool {
    matches!(name, UTF_8 | "utf8" | "us-ascii" | "ascii")
}

/// Whether text of ASCII alone is the same bytes in a charset. Text in one of these that is valid UTF-8 is UTF-8: many services
/// declare a charset that they do not use.
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

/// Reads text in a charset that is not UTF-8.
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
    // The name leaves the order of bytes open, and what is written is most often ASCII at its beginning.
    if name == "utf-16" && matches!(body, [0, second, ..] if *second != 0) {
        encoding = UTF_16BE;
    }
    let (text, replaced) = encoding.decode_without_bom_handling(body);
    Ok(DecodedText { text, replaced })
}

/// Reads no other charset than UTF-8.
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

/// Returns the name of a charset if it is one that can be printed: it comes from the service.
fn printable(name: &str) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    (name.len() <= 40 && name.bytes().all(is_plain)).then_some(name)
}
