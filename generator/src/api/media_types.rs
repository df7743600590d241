//! The kind of the values of a media type, according to its name.
//!
//! In: names as documents write them. Out: a [`MediaKind`]. <https://www.rfc-editor.org/rfc/rfc6838>

/// The kind of the values of a media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MediaKind {
    /// One JSON value.
    Json,
    /// Anything, including JSON: `*/*`, `application/*`.
    Any,
    /// Text.
    Text,
    /// The fields of a form: `multipart/form-data`, `application/x-www-form-urlencoded`.
    Form,
    /// Bytes.
    Bytes,
}

/// Returns the kind of the values of a media type, or of a range such as `application/*`. Parameters such as `charset` are ignored.
pub(crate) fn kind(name: &str) -> MediaKind {
    match essence(name).as_str() {
        "application/json" | "text/json" | "text/x-json" | "application/x-json" => MediaKind::Json,
        "*/*" | "application/*" | "*" => MediaKind::Any,
        "application/x-www-form-urlencoded" => MediaKind::Form,
        // The name of a sequence of values can end like that of a single value.
        other if is_sequence(other) && !other.starts_with("text/") => MediaKind::Bytes,
        other if other.ends_with("+json") => MediaKind::Json,
        other if other.starts_with("multipart/") => MediaKind::Form,
        other if other.starts_with("text/") && other != "text/event-stream" => MediaKind::Text,
        _ => MediaKind::Bytes,
    }
}

/// Returns whether a media type is a stream of server-sent events.
pub(crate) fn is_events(name: &str) -> bool {
    essence(name) == "text/event-stream"
}

/// Returns whether a media type is a sequence of JSON values, each on its own line or after a record separator.
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

/// Returns the essence of a media type: its name without parameters, in lowercase.
pub(crate) fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Media types of binary data, other than images, audio, video and fonts.
const BINARY: &[&str] = &[
    "application/gzip",
    "application/octet-stream",
    "application/pdf",
    "application/wasm",
    "application/x-gzip",
    "application/x-tar",
    "application/x-zip-compressed",
    "application/zip",
];

/// Returns whether values of a media type are binary. Many types of `application` are text, so only known ones count.
pub(crate) fn is_binary(name: &str) -> bool {
    let essence = essence(name);
    let binary_types = ["image/", "audio/", "video/", "font/"];
    let is_text = essence.ends_with("+xml") || essence.ends_with("+json");
    BINARY.contains(&essence.as_str())
        || !is_text && binary_types.iter().any(|ty| essence.starts_with(ty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_follow_the_essence_and_the_suffix() {
        assert_eq!(kind("application/json"), MediaKind::Json);
        assert_eq!(kind("Application/JSON; charset=utf-8"), MediaKind::Json);
        assert_eq!(kind("application/merge-patch+json"), MediaKind::Json);
        assert_eq!(kind("*/*"), MediaKind::Any);
        assert_eq!(kind("text/plain"), MediaKind::Text);
        assert_eq!(kind("text/event-stream"), MediaKind::Bytes);
        assert_eq!(kind("multipart/form-data"), MediaKind::Form);
        assert_eq!(kind("application/x-www-form-urlencoded"), MediaKind::Form);
        assert_eq!(kind("application/octet-stream"), MediaKind::Bytes);
        assert_eq!(kind("application/x-ndjson"), MediaKind::Bytes);
        assert_eq!(kind(""), MediaKind::Bytes);
    }

    #[test]
    fn streams_are_not_single_values() {
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
        assert_eq!(kind("application/stream+json"), MediaKind::Bytes);
        assert_eq!(kind("text/jsonl"), MediaKind::Text);
    }
}
