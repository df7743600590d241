//! Checks the content type of a response.
//!
//! In: the headers of a response, the accepted media types, and the expected kind. Out: nothing, or what the content type
//! is instead. Media types from the service appear in messages only if they are plain.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::runtime::descriptor::ResponseKind;

/// Checks that the content type of a response matches its kind: a media type of this kind, an accepted one, or none.
/// Strings and bytes can have any content type.
///
/// # Errors
///
/// Returns a message with the actual and the expected content type.
pub(crate) fn check_content_type(
    headers: &HeaderMap,
    accept: Option<&str>,
    kind: ResponseKind,
) -> Result<(), String> {
    let (name, matches_kind): (_, fn(&str) -> bool) = match kind {
        ResponseKind::Text | ResponseKind::Bytes => return Ok(()),
        ResponseKind::Events => ("an event stream", |found| found == "text/event-stream"),
        ResponseKind::Lines => ("a sequence of JSON texts", |found| found.contains("json")),
        _ => ("JSON", |found| {
            matches!(found, "application/json" | "text/json") || found.ends_with("+json")
        }),
    };
    let Some(found) = media_type(headers) else {
        return Ok(());
    };
    let mut accepted = accept.unwrap_or_default().split(',');
    if matches_kind(&found) || accepted.any(|media| essence(media) == found) {
        return Ok(());
    }
    let expected = match accept {
        // From the API description, so it is not confidential.
        Some(accept) if accept.len() <= 100 => format!("{name} (`{accept}`)"),
        _ => name.to_owned(),
    };
    Err(if is_plain(&found) {
        format!("the content type is `{found}`, not {expected}")
    } else {
        format!("the content type is not {expected}")
    })
}

/// Returns `true` if the response has a content type other than HTML. HTML usually comes from a proxy in front of the
/// service.
pub(crate) fn is_content(headers: &HeaderMap) -> bool {
    let is_content =
        |found: String| is_plain(&found) && found.contains('/') && found != "text/html";
    media_type(headers).is_some_and(is_content)
}

/// Returns the media type of a response without its parameters, if it has one.
fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?;
    Some(value.to_str().map(essence).unwrap_or_default())
}

/// Returns a media type without its parameters.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Returns `true` if a media type is short and plain enough for a message.
fn is_plain(media_type: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/.+-_".contains(&byte);
    (1..=100).contains(&media_type.len()) && media_type.bytes().all(plain)
}
