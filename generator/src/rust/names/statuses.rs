//! The names of HTTP statuses.
//!
//! In: a status, a range of statuses, or the default. Out: its name in documents, and that of a variant.

use crate::api::StatusRange;

use super::case::pascal;
use super::words::words;

/// Returns a status as documents write it.
pub(in crate::rust) fn status_text(status: StatusRange) -> String {
    match status {
        StatusRange::Code(code) => code.to_string(),
        StatusRange::Range(hundred) => format!("{hundred}XX"),
        StatusRange::Default => "default".to_owned(),
    }
}

/// Returns the name of the variant for a status: the registered phrase, if there is one.
/// <https://www.iana.org/assignments/http-status-codes>
pub(in crate::rust) fn status_name(status: StatusRange) -> String {
    let phrase = match status {
        StatusRange::Code(200) => "ok",
        StatusRange::Code(201) => "created",
        StatusRange::Code(202) => "accepted",
        StatusRange::Code(203) => "non authoritative information",
        StatusRange::Code(204) => "no content",
        StatusRange::Code(205) => "reset content",
        StatusRange::Code(206) => "partial content",
        StatusRange::Code(207) => "multi status",
        StatusRange::Code(208) => "already reported",
        StatusRange::Code(226) => "im used",
        StatusRange::Code(code) => return format!("Status{code}"),
        StatusRange::Range(hundred) => return format!("Status{hundred}XX"),
        StatusRange::Default => "default",
    };
    pascal(&words(phrase), "Status")
}
