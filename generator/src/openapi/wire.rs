//! What HTTP can carry: the rules by which a client refuses a string, so that a document with such a string is reported.
//!
//! In: strings of documents. Out: whether a message can carry them. Knows nothing of where they occur.

use crate::limits::openapi::DECODING_ROUNDS;

/// Returns whether a string is a token: the name of a method, a header or a scheme.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2>
pub(super) fn is_token(string: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !string.is_empty() && string.bytes().all(allowed)
}

/// Returns whether a string can be the value of a header: one line of ASCII.
pub(crate) fn is_header_value(string: &str) -> bool {
    string
        .bytes()
        .all(|byte| byte == b'\t' || byte == b' ' || byte.is_ascii_graphic())
}

/// Returns whether a path has a segment that a server could resolve to another path, `.` or `..`, encoded or not. Segments with a
/// parameter are checked when its value is known.
pub(crate) fn has_dot_segment(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.split('/')
        .filter(|segment| !segment.contains('{'))
        .any(|segment| {
            let mut segment = segment.to_ascii_lowercase();
            for _ in 0..DECODING_ROUNDS {
                let mut steps = segment.split(['/', '\\']);
                if steps.any(|step| matches!(step.split(';').next(), Some("." | ".."))) {
                    return true;
                }
                let decoded = ENCODED.iter().fold(segment.clone(), |segment, (from, to)| {
                    segment.replace(from, to)
                });
                if decoded == segment {
                    return false;
                }
                segment = decoded;
            }
            true
        })
}

/// Encodings of the characters that can end a segment or form `.` and `..`, in lowercase. The percent sign is last, so that a round
/// decodes one level.
const ENCODED: [(&str, &str); 5] = [
    ("%2e", "."),
    ("%2f", "/"),
    ("%5c", "\\"),
    ("%3b", ";"),
    ("%25", "%"),
];

/// Returns why a URL of `http` or `https` cannot be a client's base URL, if it cannot.
pub(crate) fn base_url_problem(url: &str) -> Option<&'static str> {
    let (_, rest) = url.split_once("://")?;
    let (authority, path) = match rest.find(['/', '?', '#']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let forbidden = |byte: u8| byte <= b' ' || byte == 0x7f || b"<>\"\\^`".contains(&byte);
    if url.bytes().any(forbidden) {
        Some("it contains a character that is not allowed in a URL")
    } else if url.contains('#') {
        Some("it has a fragment")
    } else if authority.contains('@') {
        Some("it contains a user name or password")
    } else if host.is_empty() {
        Some("it has no host")
    } else if host.contains(['{', '}', '|', '%']) || !host.is_ascii() {
        Some("its host is not a valid host name")
    } else if port.is_some_and(|port| port.parse::<u16>().is_err()) {
        Some("its port is not a number up to 65535")
    } else if has_dot_segment(path) {
        Some("a segment `.` or `..` of its path would lead to another path")
    } else {
        None
    }
}
