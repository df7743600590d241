//! Recognises bodies that are still compressed.
//!
//! In: the headers of a response and bytes of its body. Out: what to say of it. The built-in transports ask for compressed
//! bodies with the feature `gzip` alone, and then decompress them and take the header away; but some services compress what
//! nobody asked them to.

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

/// What every gzip file begins with (RFC 1952, section 2.3.1); no text does.
const GZIP: &[u8] = b"\x1f\x8b";

/// Returns what is wrong with a body that should be text, if it is compressed; the bytes may be its beginning alone.
pub(crate) fn problem(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    if body.starts_with(GZIP) {
        let text = "the body is compressed with gzip; enable the feature `gzip` to decompress it";
        return Some(text.to_owned());
    }
    let codings = headers.get_all(CONTENT_ENCODING).iter();
    let codings: Vec<&str> = codings
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let is_other = |coding: &&&str| {
        !coding.is_empty()
            && !["identity", "gzip", "x-gzip"].contains(&coding.to_ascii_lowercase().as_str())
    };
    let coding = codings.iter().find(is_other)?;
    // A transport may have decompressed it and left the header as it was.
    let wrong = std::str::from_utf8(body).err();
    wrong.and_then(|error| error.error_len())?;
    let is_plain = coding.len() <= 20
        && coding
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    Some(if is_plain {
        format!("the body is compressed with `{coding}`, which is not supported")
    } else {
        "the body is compressed in a way that is not supported".to_owned()
    })
}
