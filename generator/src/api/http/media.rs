//! Media types: which of them carry what.
//!
//! In: names as documents write them. Out: a kind. <https://www.rfc-editor.org/rfc/rfc6838>

/// What a media type carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One JSON value.
    Json,
    /// Anything, so JSON as well: `*/*`, `application/*`.
    Wild,
    /// Text.
    Text,
    /// Fields, as an HTML form sends them.
    Form,
    /// Bytes.
    Bytes,
}

/// Returns what a media type, or range, carries. Parameters such as `charset` do not matter.
pub(crate) fn kind(name: &str) -> Kind {
    match essence(name).as_str() {
        "application/json" | "text/json" | "text/x-json" | "application/x-json" => Kind::Json,
        "*/*" | "application/*" | "*" => Kind::Wild,
        "application/x-www-form-urlencoded" => Kind::Form,
        // Sequences of values, whose name may merely end like that of a value.
        other if is_sequence(other) && !other.starts_with("text/") => Kind::Bytes,
        other if other.ends_with("+json") => Kind::Json,
        other if other.starts_with("multipart/") => Kind::Form,
        other if other.starts_with("text/") && other != "text/event-stream" => Kind::Text,
        _ => Kind::Bytes,
    }
}

/// Returns whether a media type is a stream of server-sent events.
pub(crate) fn is_events(name: &str) -> bool {
    essence(name) == "text/event-stream"
}

/// Returns whether a media type is a sequence of JSON texts, a line each or each after a record separator.
pub(crate) fn is_sequence(name: &str) -> bool {
    let essence = essence(name);
    let known = [
        "application/jsonl",
        "application/jsonlines",
        "application/json-lines",
        "application/json-seq",
        "application/ndjson",
        "application/stream+json",
        "application/x-json-stream",
        "application/x-jsonl",
        "application/x-jsonlines",
        "application/x-ldjson",
        "application/x-ndjson",
        "text/jsonl",
        "text/x-ndjson",
    ];
    let suffixes = ["+json-seq", "+jsonl", "+ndjson"];
    known.contains(&essence.as_str()) || suffixes.iter().any(|suffix| essence.ends_with(suffix))
}

/// Returns a media type without its parameters, in lower case.
pub(crate) fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_follow_the_essence_and_the_suffix() {
        assert_eq!(kind("application/json"), Kind::Json);
        assert_eq!(kind("Application/JSON; charset=utf-8"), Kind::Json);
        assert_eq!(kind("application/merge-patch+json"), Kind::Json);
        assert_eq!(kind("*/*"), Kind::Wild);
        assert_eq!(kind("text/plain"), Kind::Text);
        assert_eq!(kind("text/event-stream"), Kind::Bytes);
        assert_eq!(kind("multipart/form-data"), Kind::Form);
        assert_eq!(kind("application/x-www-form-urlencoded"), Kind::Form);
        assert_eq!(kind("application/octet-stream"), Kind::Bytes);
        assert_eq!(kind("application/x-ndjson"), Kind::Bytes);
        assert_eq!(kind(""), Kind::Bytes);
    }

    #[test]
    fn streams_are_told_from_single_values() {
        assert!(is_events("text/event-stream; charset=utf-8"));
        assert!(!is_events("text/plain"));
        for name in [
            "application/x-ndjson",
            "application/JSONL",
            "application/json-seq",
            "application/geo+json-seq",
            "application/vnd.example+ndjson",
        ] {
            assert!(is_sequence(name), "{name}");
        }
        assert!(!is_sequence("application/json"));
        assert!(!is_sequence("application/geo+json"));
        assert_eq!(kind("application/stream+json"), Kind::Bytes);
        assert_eq!(kind("text/jsonl"), Kind::Text);
    }
}
