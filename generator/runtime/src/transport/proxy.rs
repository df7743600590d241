//! The URL of the proxy that the program sets.
//!
//! In: the URL, which may contain a user name and a password. Out: the URL in a form that both built-in transports
//! understand, or what is wrong with it. The URL is never formatted. Knows nothing about the environment; the
//! transports read its proxies themselves.

use http::Uri;

use crate::runtime::request::url::BaseUrl;

/// Validates a URL. If it has no scheme, `http` is assumed. Returns the URL with its scheme, and whether the proxy is
/// on this machine.
///
/// The transports handle other URLs differently: one ignores them, one panics.
///
/// # Errors
///
/// Returns what is wrong, without any part of the URL.
pub(crate) fn parse(text: &str) -> Result<(String, bool), &'static str> {
    const NO_URL: &str = "is not a valid proxy URL";
    let text = if text.contains("://") {
        text.to_owned()
    } else {
        format!("http://{text}")
    };
    let uri: Uri = text.parse().map_err(|_| NO_URL)?;
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return Err(
            "does not start with `http://` or `https://`: the built-in transports support no other proxies",
        );
    }
    if uri.path() != "/" || uri.query().is_some() || text.contains('#') {
        return Err("must contain only a host and a port, with an optional user name and password");
    }
    let authority = uri.authority().ok_or(NO_URL)?.as_str();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = BaseUrl::parse(&format!("http://{host}")).map_err(|_| NO_URL)?;
    Ok((text, host.is_loopback()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_proxy_urls() {
        for (text, read_as, is_loopback) in [
            ("http://proxy:8080", "http://proxy:8080", false),
            (
                "https://u:p%40@proxy.example.com/",
                "https://u:p%40@proxy.example.com/",
                false,
            ),
            ("localhost:3128", "http://localhost:3128", true),
            ("u:p@127.0.0.1:3128", "http://u:p@127.0.0.1:3128", true),
            ("http://[::1]:8080", "http://[::1]:8080", true),
        ] {
            assert_eq!(parse(text), Ok((read_as.to_owned(), is_loopback)), "{text}");
        }
    }

    #[test]
    fn invalid_proxy_urls() {
        for (text, problem) in [
            ("", "is not a valid proxy URL"),
            ("http://", "is not a valid proxy URL"),
            ("http://a b", "is not a valid proxy URL"),
            ("http://a:99999", "is not a valid proxy URL"),
            ("http://u:p@", "is not a valid proxy URL"),
            ("socks5://u:secret@h:1080", "does not start with"),
            ("ftp://h", "does not start with"),
            ("http://h/path", "must contain only"),
            ("http://h?query", "must contain only"),
            ("http://h#fragment", "must contain only"),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.starts_with(problem), "{text}: {error}");
        }
    }
}
