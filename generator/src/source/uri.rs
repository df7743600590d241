//! Resolution of relative URIs, as strings (RFC 3986, section 5.2).
//!
//! In: a base and a reference. Out: the resolved URI. A base may itself be relative: the empty base is a file, and the result is
//! then a path from the folder of that file. Nothing is ever fetched.

/// Returns a URI without its fragment.
pub(super) fn without_fragment(uri: &str) -> &str {
    uri.split_once('#').map_or(uri, |(uri, _)| uri)
}

/// Returns whether a string begins with a scheme. A single letter is a drive.
pub(super) fn has_scheme(uri: &str) -> bool {
    scheme_length(uri) > 0
}

/// Returns whether a file part is a URL: it has a scheme of two letters or more (one letter is a drive), or an authority,
/// which Windows would look up in the network.
pub(super) fn is_remote(path: &str) -> bool {
    let authority = path.starts_with(['/', '\\']) && path[1..].starts_with(['/', '\\']);
    authority || has_scheme(path)
}

/// Resolves a reference without a fragment against a base.
pub(super) fn join(base: &str, reference: &str) -> String {
    if reference.is_empty() {
        return base.to_owned();
    }
    let base = UriParts::new(base);
    let own = UriParts::new(reference);
    if own.scheme.is_empty() && own.authority.is_empty() {
        let path = base
            .path
            .split_once('?')
            .map_or(base.path, |(path, _)| path);
        let merged = if reference.starts_with('/') {
            reference.to_owned()
        } else if reference.starts_with('?') {
            format!("{path}{reference}")
        } else if path.is_empty() && !base.authority.is_empty() {
            format!("/{reference}")
        } else {
            let folder = path.rfind('/').map_or("", |slash| &path[..=slash]);
            format!("{folder}{reference}")
        };
        let path = without_dots(&merged);
        return format!("{}{}{path}", base.scheme, base.authority);
    }
    let scheme = if own.scheme.is_empty() {
        base.scheme
    } else {
        own.scheme
    };
    let path = if own.path.starts_with('/') {
        without_dots(own.path)
    } else {
        // A name such as `urn:a:b` has no folders.
        own.path.to_owned()
    };
    format!("{scheme}{}{path}", own.authority)
}

/// The parts of a URI before its fragment.
struct UriParts<'u> {
    /// With its colon; empty without one.
    scheme: &'u str,
    /// With its slashes; empty without one.
    authority: &'u str,
    /// With the query.
    path: &'u str,
}

impl<'u> UriParts<'u> {
    fn new(uri: &'u str) -> Self {
        let (scheme, rest) = uri.split_at(scheme_length(uri));
        let authority_length = match rest.strip_prefix("//") {
            Some(after) => 2 + after.find(['/', '?']).unwrap_or(after.len()),
            None => 0,
        };
        let (authority, path) = rest.split_at(authority_length);
        Self {
            scheme,
            authority,
            path,
        }
    }
}

/// Returns the path of a URI below the folder of a base, if it is below it.
pub(super) fn below<'u>(base: &str, uri: &'u str) -> Option<&'u str> {
    if !has_scheme(base) {
        return None;
    }
    let folder = &base[..=base.rfind('/')?];
    uri.strip_prefix(folder).filter(|rest| !rest.is_empty())
}

fn scheme_length(uri: &str) -> usize {
    let Some(colon) = uri.find(':') else { return 0 };
    let scheme = &uri[..colon];
    let valid = scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
    if valid { colon + 1 } else { 0 }
}

/// Removes `.` and `..` from a path. In a relative path, leading `..` stay.
fn without_dots(path: &str) -> String {
    let (path, query) = match path.find('?') {
        Some(at) => path.split_at(at),
        None => (path, ""),
    };
    let absolute = path.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(usize::from(absolute)).collect();
    let last = segments.len().saturating_sub(1);
    for (index, segment) in segments.iter().enumerate() {
        match *segment {
            "." => {}
            ".." if absolute || kept.last().is_some_and(|last| *last != "..") => {
                kept.pop();
            }
            other => {
                kept.push(other);
                continue;
            }
        }
        if index == last {
            kept.push("");
        }
    }
    let root = if absolute { "/" } else { "" };
    format!("{root}{}{query}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_joined_as_the_rfc_says() {
        // RFC 3986, section 5.4, without the fragments.
        let base = "http://a/b/c/d;p?q";
        for (reference, joined) in [
            ("g:hh", "g:hh"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../../g", "http://a/g"),
            ("g/../h", "http://a/b/c/h"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("//g/a/../b", "http://g/b"),
            ("https://g/./a?b/../c", "https://g/a?b/../c"),
            ("urn:x/../y", "urn:x/../y"),
        ] {
            let expected = if reference == "g:hh" {
                // One letter is a drive, not a scheme.
                "http://a/b/c/g:hh"
            } else {
                joined
            };
            assert_eq!(join(base, reference), expected, "{reference}");
        }
        assert_eq!(join(base, "urn:x:y"), "urn:x:y");
        assert_eq!(join("http://a", "b"), "http://a/b");
    }

    #[test]
    fn a_file_is_a_base_too() {
        assert_eq!(join("", "a/../b.yaml"), "b.yaml");
        assert_eq!(join("", "../a"), "../a");
        assert_eq!(join("schemas/", "pet.json"), "schemas/pet.json");
        assert_eq!(join("schemas/x", "../../pet.json"), "../pet.json");
        assert_eq!(join("schemas/x", "/pet"), "/pet");
        assert_eq!(join("urn:a:b", "c"), "urn:c");
    }

    #[test]
    fn what_is_below_a_folder_is_told_from_what_is_not() {
        let base = "https://h/api/o.yaml";
        assert_eq!(below(base, "https://h/api/a/b.yaml"), Some("a/b.yaml"));
        assert_eq!(below(base, "https://h/other.yaml"), None);
        assert_eq!(below("o.yaml", "a.yaml"), None);
    }
}
