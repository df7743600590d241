//! The proxy that a program names.
//!
//! In: the text of its URL, which may hold a user name and a password. Out: the same in the one form that the built-in
//! transports read alike, or what is wrong with it. Nothing of it is ever printed. Knows nothing of the environment, whose
//! proxies are the transports' own business.

use http::Uri;

use crate::runtime::request::url::BaseUrl;

/// Checks a URL; without a scheme, it is an `http` one. Returns it with its scheme, and whether it is on this machine itself.
///
/// The transports do not agree on what they do with others: one ignores them, one panics.
///
/// # Errors
///
/// What is wrong with it, without a word of it.
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
    fn urls_of_proxies() {
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
    fn what_is_no_url_of_a_proxy() {
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
