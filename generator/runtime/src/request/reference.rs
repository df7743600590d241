//! URL references in responses: redirects and links to other pages.
//!
//! In: the URL of a request, and a reference from its response. Out: a [`Uri`]. Knows nothing about what is sent there.

use http::Uri;

/// Resolves a URL reference (RFC 3986, section 5) and drops its fragment. Returns `None` for a URL that is not http or
/// https, and for one with a user name or password.
pub(crate) fn resolve(base: &Uri, reference: &str) -> Option<Uri> {
    let reference = reference.split('#').next().unwrap_or_default();
    let scheme = base.scheme_str()?;
    let authority = base.authority()?.as_str();
    let absolute = if has_scheme(reference) {
        reference.to_owned()
    } else if reference.starts_with("//") {
        format!("{scheme}:{reference}")
    } else {
        let (path, query) = match reference.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (reference, None),
        };
        let query = match (path, query) {
            ("", None) => base.query(),
            (_, query) => query,
        };
        let path = match path {
            "" => base.path().to_owned(),
            _ if path.starts_with('/') => remove_dot_segments(path),
            _ => {
                let folder = base
                    .path()
                    .rfind('/')
                    .map_or("/", |end| &base.path()[..=end]);
                remove_dot_segments(&format!("{folder}{path}"))
            }
        };
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        format!("{scheme}://{authority}{path}{query}")
    };
    let uri: Uri = absolute.parse().ok()?;
    let is_http_url = matches!(uri.scheme_str(), Some("http" | "https"));
    let host = uri.authority()?;
    let has_port = host.as_str() == host.host() || host.port_u16().is_some();
    (is_http_url && has_port && !host.host().is_empty() && !host.as_str().contains('@'))
        .then_some(uri)
}

/// Returns `true` if two URLs have the same scheme, host and port.
pub(crate) fn same_origin(left: &Uri, right: &Uri) -> bool {
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    left.scheme() == right.scheme() && host(left) == host(right) && port(left) == port(right)
}

/// Returns the port of a URL, or the default port of its scheme.
pub(crate) fn port(uri: &Uri) -> u16 {
    let default = match uri.scheme_str() {
        Some("http") => 80,
        _ => 443,
    };
    uri.port_u16().unwrap_or(default)
}

fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else {
        return false;
    };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// Removes `.` and `..` segments from a path that starts with a slash.
fn remove_dot_segments(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    let mut rest = path.split('/').skip(1).peekable();
    while let Some(segment) = rest.next() {
        let last = rest.peek().is_none();
        match segment {
            "." => {}
            ".." => drop(segments.pop()),
            _ => {
                segments.push(segment);
                continue;
            }
        }
        if last {
            segments.push("");
        }
    }
    format!("/{}", segments.join("/"))
}
