//! Detects bodies that are still compressed.
//!
//! In: the headers of a response, and bytes of its body. Out: an error message. The built-in transports accept
//! compressed bodies only with the feature `gzip`; they decompress them and remove the header. But some services
//! compress bodies regardless of `Accept-Encoding`.

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

/// The first bytes of gzip data (RFC 1952, section 2.3.1). No text starts with them.
const GZIP: &[u8] = b"\x1f\x8b";

/// Returns an error message if a body that should be text is compressed. The bytes may be only the start of the body.
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
    // The transport may have decompressed the body without removing the header.
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
