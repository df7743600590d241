//! What HTTP can carry: the rules by which a request refuses a text, so that a document that holds such a text is told.
//!
//! In: texts as documents write them. Out: whether a message can carry them. Knows nothing of the places they stand in.

/// Returns whether a text is a token: the name of a method, a header or a scheme.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2>
pub(super) fn is_token(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(letter)
}

/// Returns whether a text can be the value of a header: one line of ASCII.
pub(crate) fn is_header_value(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte == b'\t' || byte == b' ' || byte.is_ascii_graphic())
}

/// Returns whether a path has a segment that a server could read as a step to another path, `.` or `..`, encoded or not.
/// Segments with a parameter are for those who know its value.
pub(crate) fn leaves_path(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.split('/')
        .filter(|segment| !segment.contains('{'))
        .any(|segment| {
            let mut text = segment.to_ascii_lowercase();
            // So often at most, as requests are checked too; each round makes the text shorter.
            for _ in 0..ROUNDS {
                let mut steps = text.split(['/', '\\']);
                if steps.any(|step| matches!(step.split(';').next(), Some("." | ".."))) {
                    return true;
                }
                let decoded = ENCODED
                    .iter()
                    .fold(text.clone(), |text, (from, to)| text.replace(from, to));
                if decoded == text {
                    return false;
                }
                text = decoded;
            }
            true
        })
}

/// How often a segment is decoded.
const ROUNDS: usize = 8;

/// How what leads out of a segment can be encoded, in lower case. The percent sign is last, so that a round undoes one.
const ENCODED: [(&str, &str); 5] = [
    ("%2e", "."),
    ("%2f", "/"),
    ("%5c", "\\"),
    ("%3b", ";"),
    ("%25", "%"),
];

/// Returns why a URL of `http` or `https` cannot be a client's base URL, if it cannot.
pub(crate) fn problem_of_base_url(url: &str) -> Option<&'static str> {
    let (_, rest) = url.split_once("://")?;
    let (authority, path) = match rest.find(['/', '?', '#']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let odd = |byte: u8| byte <= b' ' || byte == 0x7f || b"<>\"\\^`".contains(&byte);
    if url.bytes().any(odd) {
        Some("it holds a character that no URL has")
    } else if url.contains('#') {
        Some("it has a fragment")
    } else if authority.contains('@') {
        Some("it holds a user name or password")
    } else if host.is_empty() {
        Some("it names no host")
    } else if host.contains(['{', '}', '|', '%']) || !host.is_ascii() {
        Some("its host is no name of a host")
    } else if port.is_some_and(|port| port.parse::<u16>().is_err()) {
        Some("its port is not a number up to 65535")
    } else if leaves_path(path) {
        Some("a segment `.` or `..` of its path would lead to another path")
    } else {
        None
    }
}
