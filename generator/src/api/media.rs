//! Media types: which of them carry what.
//!
//! In: names as documents write them. Out: a kind. <https://www.rfc-editor.org/rfc/rfc6838>

/// What a media type carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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
pub(super) fn kind(name: &str) -> Kind {
    match essence(name).as_str() {
        "application/json" | "text/json" | "text/x-json" | "application/x-json" => Kind::Json,
        "*/*" | "application/*" | "*" => Kind::Wild,
        "application/x-www-form-urlencoded" => Kind::Form,
        // Streams of values, whose name merely ends like that of a value.
        "application/json-seq" | "application/geo+json-seq" => Kind::Bytes,
        other if other.ends_with("+json") => Kind::Json,
        other if other.starts_with("multipart/") => Kind::Form,
        other if other.starts_with("text/") && other != "text/event-stream" => Kind::Text,
        _ => Kind::Bytes,
    }
}

/// Returns a media type without its parameters, in lower case.
pub(super) fn essence(name: &str) -> String {
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
}
