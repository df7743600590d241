//! Redaction of secrets in output.

use std::cmp::Reverse;
use std::fmt;

/// Formats as `[redacted]`, with both `Debug` and `Display`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl fmt::Display for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Returns at most `limit` bytes of a string, with each secret replaced by [`Redacted`]. Secrets are matched without
/// regard to ASCII case, because servers that echo a request may change it.
pub(crate) fn redact(text: &str, secrets: &[String], limit: usize) -> String {
    // Only ASCII letters change, so all byte offsets stay the same.
    let lowercase = text.to_ascii_lowercase();
    let secrets = secrets.iter().filter(|secret| !secret.is_empty());
    let secrets: Vec<String> = secrets.map(|secret| secret.to_ascii_lowercase()).collect();
    let (mut out, mut at) = (String::new(), 0);
    // Redacted parts count towards the limit. This bounds the number of iterations, however often a secret occurs.
    while out.len() < limit {
        let found = secrets.iter().filter_map(|secret| {
            let start = at + lowercase[at..].find(secret)?;
            // Of the secrets that start at the same offset, the longest.
            Some((start, Reverse(secret.len())))
        });
        let Some((start, Reverse(length))) = found.min() else {
            out.push_str(&text[at..]);
            break;
        };
        out.push_str(&text[at..start]);
        out.push_str(&Redacted.to_string());
        at = start + length;
    }
    out.truncate(floor_char_boundary(&out, limit));
    out
}

/// Returns the last boundary between characters that is not behind `limit`. The method of `str` is newer than the oldest
/// supported Rust.
pub(crate) fn floor_char_boundary(text: &str, limit: usize) -> usize {
    let mut boundary = limit.min(text.len());
    while !text.is_char_boundary(boundary) {
        boundary -= 1;
    }
    boundary
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_redacted() {
        let secrets = ["", "aB", "abc", "é%3a", "["].map(str::to_owned);
        for (text, expected) in [
            ("", ""),
            ("plain", "plain"),
            ("ab", "[redacted]"),
            ("xABCx", "x[redacted]x"),
            ("ababc", "[redacted][redacted]"),
            ("é%3A É%3a", "[redacted] É%3a"),
            ("[", "[redacted]"),
        ] {
            assert_eq!(redact(text, &secrets, 100), expected);
        }
        assert_eq!(redact("éé", &[], 3), "é");
        let long = "[".repeat(1_000_000);
        assert_eq!(redact(&long, &secrets, 25), "[redacted][redacted][reda");
        assert_eq!(redact("abcd", &secrets, 0), "");
    }

    #[test]
    fn shows_only_the_placeholder() {
        assert_eq!(
            format!("{Redacted} {Redacted:?} {:?}", Some(Redacted)),
            "[redacted] [redacted] Some([redacted])"
        );
    }
}
