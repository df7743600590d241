//! Builds the URL of a request from a base URL, path segments and a query.
//!
//! In: a base URL, the path as [`Segment`]s with encoded parameter values, and encoded query pairs. Out: a [`Uri`], or
//! an error. Nothing is normalized, because normalization would let a parameter `..` change the path; what would need
//! it is rejected. Error messages contain no parameter values and nothing of the base URL, which may contain a
//! password. Knows nothing about styles (see `parameter`).

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use http::Uri;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::runtime::descriptor::Segment;

/// The characters that must be encoded in literal text of a path. Percent signs are kept, because the text may already
/// be encoded.
const TEXT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A validated base URL.
#[derive(Clone, PartialEq)]
pub(crate) struct BaseUrl {
    is_http: bool,
    authority: String,
    /// Without a trailing slash.
    path: String,
    query: Option<String>,
}

impl BaseUrl {
    /// Parses and validates a base URL.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        if text.contains('#') {
            return Err("the base URL has a fragment");
        }
        let uri: Uri = text.parse().map_err(|_| "the base URL is not a URL")?;
        let is_http = match uri.scheme_str() {
            Some("https") => false,
            Some("http") => true,
            _ => return Err("the base URL does not start with `https://` or `http://`"),
        };
        let authority = uri.authority().ok_or("the base URL has no host")?;
        if authority.as_str().contains('@') {
            return Err("the base URL contains a user name or password; set credentials instead");
        }
        if authority.host().is_empty() {
            return Err("the base URL has no host");
        }
        let port = authority.as_str().strip_prefix(authority.host());
        if port != Some("") && authority.port_u16().is_none() {
            return Err("the base URL has an invalid port");
        }
        let base = Self {
            is_http,
            authority: authority.as_str().to_owned(),
            path: String::new(),
            query: uri
                .query()
                .filter(|query| !query.is_empty())
                .map(str::to_owned),
        };
        base.with_path(uri.path())
    }

    /// Returns the same origin with another path.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the path.
    pub(crate) fn with_path(&self, path: &str) -> Result<Self, &'static str> {
        let path = utf8_percent_encode(path.trim_end_matches('/'), TEXT).to_string();
        if path.contains(['?', '#']) || path.split('/').any(is_dot_segment) {
            return Err("the base URL has an invalid path");
        }
        let path = if path.starts_with('/') || path.is_empty() {
            path
        } else {
            format!("/{path}")
        };
        Ok(Self {
            path,
            ..self.clone()
        })
    }

    /// Returns `true` if the path is empty.
    pub(crate) fn is_origin(&self) -> bool {
        self.path.is_empty()
    }

    /// Returns the URL without the query, which may contain a credential.
    pub(crate) fn public(&self) -> String {
        format!("{}://{}{}", self.scheme(), self.authority, self.path)
    }

    /// Returns `true` if others could read what is sent: plain http to another machine.
    pub(crate) fn is_insecure(&self) -> bool {
        self.is_http && !self.is_loopback()
    }

    /// Returns `true` if the scheme is http.
    pub(crate) fn is_http(&self) -> bool {
        self.is_http
    }

    /// Returns `true` if the host is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        let host = self.authority.parse::<http::uri::Authority>();
        let Ok(host) = host.as_ref().map(|authority| authority.host()) else {
            return false;
        };
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        // Subdomains of `localhost` are not included, because some systems resolve them with DNS.
        if host == "localhost" {
            return true;
        }
        if let Ok(address) = host.parse::<Ipv4Addr>() {
            return address.is_loopback();
        }
        host.trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<Ipv6Addr>()
            .is_ok_and(|address| address.is_loopback())
    }

    fn scheme(&self) -> &'static str {
        if self.is_http { "http" } else { "https" }
    }

    /// Builds the URL of a request. `values` are the encoded path parameters, `query` is a list of encoded pairs.
    ///
    /// # Errors
    ///
    /// Returns the name of the invalid parameter, if any, and what is wrong.
    pub(crate) fn join(
        &self,
        path: &[Segment],
        values: &[(&'static str, String)],
        query: &[String],
    ) -> Result<Uri, (&'static str, &'static str)> {
        let mut text = String::new();
        // The spans of the parameters, to name the parameter of an invalid segment.
        let mut spans = Vec::new();
        for segment in path {
            match segment {
                Segment::Literal(static_text) => {
                    text.extend(utf8_percent_encode(static_text, TEXT))
                }
                Segment::Parameter(name) => {
                    let value = values.iter().find(|(known, _)| known == name);
                    let (name, value) =
                        value.ok_or((*name, "is part of the path and is missing"))?;
                    spans.push((text.len()..text.len() + value.len(), *name));
                    text.push_str(value);
                }
            }
        }
        // Encoded parameters contain neither `?` nor `#`, so these come from the template. Fragments are not sent.
        // Pairs of the call replace those of the template's query with the same name.
        let path_and_query = text.split('#').next().unwrap_or_default();
        let (path, template_query) = match path_and_query.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path_and_query, None),
        };
        check_segments(path, &spans)?;

        let mut url = self.public();
        if !path.starts_with('/') {
            url.push('/');
        }
        url.push_str(path);
        let given = |pair: &&str| {
            query
                .iter()
                .any(|other| pair_name(other) == pair_name(pair))
        };
        let pairs = self
            .query
            .as_deref()
            .into_iter()
            .chain(
                template_query
                    .unwrap_or_default()
                    .split('&')
                    .filter(|pair| !given(pair)),
            )
            .chain(query.iter().map(String::as_str));
        with_query(url, pairs)
    }

    /// Builds the URL for a link of the same origin. Its query is kept, except for pairs that are sent with every
    /// request. `query` is a list of encoded pairs that replace those with the same names.
    ///
    /// # Errors
    ///
    /// Returns an empty name and what is wrong.
    pub(crate) fn follow(
        &self,
        target: &Uri,
        query: &[String],
    ) -> Result<Uri, (&'static str, &'static str)> {
        check_segments(target.path(), &[])?;
        let url = format!("{}://{}{}", self.scheme(), self.authority, target.path());
        let own = self.query.as_deref().unwrap_or_default().split('&');
        let fixed: Vec<&str> = own.chain(query.iter().map(String::as_str)).collect();
        let named = target.query().unwrap_or_default().split('&');
        let named = named.filter(|pair| {
            fixed
                .iter()
                .all(|other| pair_name(other) != pair_name(pair))
        });
        with_query(url, fixed.iter().copied().chain(named))
    }
}

/// Removes query parameters from a URL, by their decoded names.
pub(crate) fn remove_query_parameters(url: &str, is_removed: impl Fn(&str) -> bool) -> String {
    let Some((start, query)) = url.split_once('?') else {
        return url.to_owned();
    };
    let pairs = query.split('&').filter(|pair| {
        let name = percent_decode_str(pair_name(pair)).decode_utf8_lossy();
        !is_removed(&name)
    });
    let query: Vec<&str> = pairs.collect();
    if query.is_empty() {
        start.to_owned()
    } else {
        format!("{start}?{}", query.join("&"))
    }
}

/// Returns the encoded name of an encoded pair.
pub(crate) fn pair_name(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

fn with_query<'a>(
    mut url: String,
    pairs: impl Iterator<Item = &'a str>,
) -> Result<Uri, (&'static str, &'static str)> {
    let mut separator = '?';
    for pair in pairs.filter(|pair| !pair.is_empty()) {
        url.push(separator);
        url.push_str(pair);
        separator = '&';
    }
    Uri::try_from(url).map_err(|_| ("", "the URL is too long"))
}

/// Encodes a path that the program sets. It must be relative to the base URL.
///
/// # Errors
///
/// Returns what is wrong with it.
pub(crate) fn encode_relative_path(path: &str) -> Result<String, &'static str> {
    if path.starts_with('/') || path.contains("://") {
        Err("must be a path relative to the base URL, not a URL of another host")
    } else if path.contains(['?', '#']) {
        Err("contains `?` or `#`: use `query` to set query parameters")
    } else {
        Ok(utf8_percent_encode(path, TEXT).to_string())
    }
}

/// Rejects segments that are empty because of a parameter, and segments `.` and `..`.
fn check_segments(
    path: &str,
    spans: &[(Range<usize>, &'static str)],
) -> Result<(), (&'static str, &'static str)> {
    let mut start = 0;
    for segment in path.split('/') {
        let end = start + segment.len();
        let beginning = spans
            .iter()
            .find(|(span, _)| (start..=end).contains(&span.start));
        if let Some((span, name)) = beginning.filter(|_| segment.is_empty()) {
            let problem = if span.is_empty() {
                "must not be empty, because it is part of the path"
            } else {
                "must not start with `/`, because the path already has one"
            };
            return Err((name, problem));
        }
        if is_dot_segment(segment) {
            let mut spans = spans.iter();
            let parameter =
                spans.find(|(span, _)| span.start <= end && start < span.end.max(span.start + 1));
            return Err((
                parameter.map_or("", |(_, name)| name),
                "creates a path segment `.` or `..`, which would change the path",
            ));
        }
        start = end + 1;
    }
    Ok(())
}

/// Returns `true` if a server could treat the segment as `.` or `..`, even if it decodes it several times, or drops
/// everything after a semicolon.
fn is_dot_segment(segment: &str) -> bool {
    // No valid value is still encoded after this many rounds.
    const ROUNDS: usize = 8;
    let mut text = segment.to_owned();
    for _ in 0..ROUNDS {
        if text
            .split(['/', '\\'])
            .any(|step| matches!(step.split(';').next(), Some("." | "..")))
        {
            return true;
        }
        let decoded = percent_decode_str(&text).decode_utf8_lossy().into_owned();
        if decoded == text {
            return false;
        }
        text = decoded;
    }
    true
}
