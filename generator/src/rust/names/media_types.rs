//! The words of a media type, as variants of bodies and types of contents are named by.
//!
//! In: a media type. Out: its words.

use super::words::words;

/// Returns the words for a media type: its common name, or else its own without prefixes and suffixes that say nothing.
pub(in crate::rust) fn media_type_words(media_type: &str) -> Vec<String> {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let known = match essence.as_str() {
        "application/x-www-form-urlencoded" => Some("form"),
        "multipart/form-data" => Some("multipart"),
        "application/octet-stream" | "*/*" | "application/*" => Some("bytes"),
        "text/plain" => Some("text"),
        "text/json" => Some("text json"),
        "text/xml" => Some("text xml"),
        "application/x-ndjson" | "application/ndjson" => Some("ndjson"),
        _ => None,
    };
    if let Some(known) = known {
        return words(known);
    }
    let (kind, subtype) = essence.split_once('/').unwrap_or(("", &essence));
    let subtype = match subtype {
        "*" => kind,
        "json" => subtype,
        subtype => subtype.strip_suffix("+json").unwrap_or(subtype),
    };
    let subtype = subtype.strip_prefix("x-").unwrap_or(subtype);
    let subtype = subtype.strip_prefix("vnd.").unwrap_or(subtype);
    match kind {
        "multipart" => words(&format!("multipart {subtype}")),
        _ => words(subtype),
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::pascal;
    use super::*;

    #[test]
    fn media_types_have_their_common_names() {
        for (media_type, expected) in [
            ("application/json", "Json"),
            ("application/json; charset=utf-8", "Json"),
            ("application/merge-patch+json", "MergePatch"),
            ("application/x-www-form-urlencoded", "Form"),
            ("multipart/form-data", "Multipart"),
            ("multipart/related", "MultipartRelated"),
            ("text/plain", "Text"),
            ("text/csv", "Csv"),
            ("application/xml", "Xml"),
            ("application/octet-stream", "Bytes"),
            ("application/x-ndjson", "Ndjson"),
            ("application/vnd.github.v3+json", "GithubV3"),
            ("application/apply-patch+yaml", "ApplyPatchYaml"),
            ("image/*", "Image"),
            ("image/png", "Png"),
            ("3gpp", "Type3gpp"),
        ] {
            assert_eq!(
                pascal(&media_type_words(media_type), "Type"),
                expected,
                "{media_type}"
            );
        }
    }
}
