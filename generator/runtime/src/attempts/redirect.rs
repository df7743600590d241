//! Decides which redirects are followed, and with which headers.
//!
//! In: a request that was sent, and the head of its answer. Out: where to go next, or why not. Credentials never reach
//! another origin, and nothing that changes something is sent anywhere but where the caller meant.

use http::header::{ACCEPT, ACCEPT_LANGUAGE, LOCATION, RANGE, USER_AGENT};
use http::{HeaderMap, HeaderName, Method, StatusCode, Uri};

use crate::runtime::request::reference;

/// How many redirects in a row are followed.
pub(crate) const MAX: u32 = 10;

/// What reaches another origin: nothing that could be meant for this one alone.
const COMMON: [HeaderName; 4] = [ACCEPT, ACCEPT_LANGUAGE, RANGE, USER_AGENT];

/// What to do about an answer.
#[derive(Debug, PartialEq)]
pub(crate) enum Redirect {
    /// It is no redirect.
    No,
    /// Go there; whether it is another origin.
    Follow(Uri, bool),
    /// It is one, and this is why it is not followed.
    Refuse(&'static str),
}

/// Says whether an answer leads elsewhere.
pub(crate) fn redirect(
    (method, uri): (&Method, &Uri),
    (status, headers): (StatusCode, &HeaderMap),
    followed: u32,
) -> Redirect {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Redirect::No;
    }
    if *method != Method::GET && *method != Method::HEAD {
        return Redirect::Refuse("redirects are followed only for GET and HEAD");
    }
    if followed == MAX {
        return Redirect::Refuse("too many redirects");
    }
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok());
    let Some(next) = location.and_then(|location| reference::resolve(uri, location)) else {
        return Redirect::Refuse("the redirect has no valid `Location`");
    };
    if uri.scheme_str() == Some("https") && next.scheme_str() != Some("https") {
        return Redirect::Refuse("a redirect from https to http is not followed");
    }
    let foreign = !reference::same_origin(uri, &next);
    Redirect::Follow(next, foreign)
}

/// Returns the headers that may reach another origin.
pub(crate) fn common(headers: &HeaderMap) -> HeaderMap {
    let common = headers
        .iter()
        .filter(|(name, value)| COMMON.contains(name) && !value.is_sensitive());
    common
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
