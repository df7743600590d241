//! What a relative URI means, as text (RFC 3986, section 5.2).
//!
//! In: a base and a reference. Out: the URI they make together. A base may itself be relative: the empty one stands for a
//! file, and what comes out is then a path from the file's folder. Nothing is ever fetched by it.

/// Returns a URI without its fragment.
pub(super) fn without_fragment(uri: &str) -> &str {
    uri.split_once('#').map_or(uri, |(uri, _)| uri)
}

/// Returns whether a text begins with a scheme. One letter is none: it is a drive.
pub(super) fn has_scheme(uri: &str) -> bool {
    scheme_length(uri) > 0
}

/// Returns the URI that a reference without a fragment means, seen from a base.
pub(super) fn join(base: &str, reference: &str) -> String {
    if reference.is_empty() {
        return base.to_owned();
    }
    let (scheme, authority, path) = parts(base);
    let own = parts(reference);
    if own.0.is_empty() && own.1.is_empty() {
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let merged = if reference.starts_with('/') {
            reference.to_owned()
        } else if reference.starts_with('?') {
            format!("{path}{reference}")
        } else if path.is_empty() && !authority.is_empty() {
            format!("/{reference}")
        } else {
            let folder = path.rfind('/').map_or("", |slash| &path[..=slash]);
            format!("{folder}{reference}")
        };
        return format!("{scheme}{authority}{}", without_dots(&merged));
    }
    let scheme = if own.0.is_empty() { scheme } else { own.0 };
    let path = match own.2.starts_with('/') {
        true => without_dots(own.2),
        // A name such as `urn:a:b` has no folders.
        false => own.2.to_owned(),
    };
    format!("{scheme}{}{path}", own.1)
}

/// Returns the scheme with its colon, the authority with its slashes, and the rest of a URI.
fn parts(uri: &str) -> (&str, &str, &str) {
    let (scheme, rest) = uri.split_at(scheme_length(uri));
    let authority_length = match rest.strip_prefix("//") {
        Some(after) => 2 + after.find(['/', '?']).unwrap_or(after.len()),
        None => 0,
    };
    let (authority, rest) = rest.split_at(authority_length);
    (scheme, authority, rest)
}

/// Returns the text of a URI below the folder of a base, if it is there.
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
    let sound = scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
    if sound { colon + 1 } else { 0 }
}

/// Removes `.` and `..` from a path. Those that lead above the begin of a relative one stay.
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
    let begin = if absolute { "/" } else { "" };
    format!("{begin}{}{query}", kept.join("/"))
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
