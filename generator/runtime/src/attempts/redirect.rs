//! Decides which redirects are followed, and with which headers.
//!
//! In: a request, and the status and headers of its response. Out: the next URL, or why the redirect is not followed.
//! Credentials never reach another origin, and only requests without side effects are redirected.

use http::header::{ACCEPT, ACCEPT_LANGUAGE, LOCATION, RANGE, USER_AGENT};
use http::{HeaderMap, HeaderName, Method, StatusCode, Uri};

use crate::runtime::request::reference;

/// The maximum number of redirects of an attempt.
pub(crate) const MAX_REDIRECTS: u32 = 10;

/// The headers that are sent to another origin. None of them can contain a secret.
const CROSS_ORIGIN_HEADERS: [HeaderName; 4] = [ACCEPT, ACCEPT_LANGUAGE, RANGE, USER_AGENT];

/// What to do with a response.
#[derive(Debug, PartialEq)]
pub(crate) enum Redirect {
    /// The response is not a redirect.
    None,
    /// Follow the redirect.
    Follow { target: Uri, cross_origin: bool },
    /// Do not follow the redirect, for this reason.
    Refuse(&'static str),
}

/// Decides whether a response is a redirect to follow. `redirects` is the number of redirects so far.
pub(crate) fn redirect(
    method: &Method,
    uri: &Uri,
    status: StatusCode,
    headers: &HeaderMap,
    redirects: u32,
) -> Redirect {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Redirect::None;
    }
    if *method != Method::GET && *method != Method::HEAD {
        return Redirect::Refuse("redirects are followed only for GET and HEAD");
    }
    if redirects == MAX_REDIRECTS {
        return Redirect::Refuse("too many redirects");
    }
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok());
    let Some(target) = location.and_then(|location| reference::resolve(uri, location)) else {
        return Redirect::Refuse("the redirect has no valid `Location`");
    };
    if uri.scheme_str() == Some("https") && target.scheme_str() != Some("https") {
        return Redirect::Refuse("a redirect from https to http is not followed");
    }
    let cross_origin = !reference::same_origin(uri, &target);
    Redirect::Follow {
        target,
        cross_origin,
    }
}

/// Returns the headers that are sent to another origin.
pub(crate) fn cross_origin_headers(headers: &HeaderMap) -> HeaderMap {
    let allowed = headers
        .iter()
        .filter(|(name, value)| CROSS_ORIGIN_HEADERS.contains(name) && !value.is_sensitive());
    allowed
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
