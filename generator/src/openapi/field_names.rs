//! Names of headers and cookies.

use super::document::ParameterIn;
use super::object::Object;
use super::wire::is_token;
use crate::diagnostic::Diagnostic;

/// A name that a request can carry.
pub(super) struct FieldName {
    pub name: String,
    /// A warning if the document spells the name differently.
    pub warning: Option<Diagnostic>,
}

/// Checks the name of a parameter or an API key.
///
/// A header or cookie with an invalid name cannot be sent, and a line break in it would begin another header (RFC 9110,
/// section 5.6.2; RFC 6265, section 4.1.1).
pub(super) fn check_field_name(
    object: &Object<'_>,
    name: String,
    location_in: ParameterIn,
) -> Result<FieldName, Box<Diagnostic>> {
    let valid = |name: String| FieldName {
        name,
        warning: None,
    };
    let what = match location_in {
        ParameterIn::Header => "header",
        ParameterIn::Cookie => "cookie",
        ParameterIn::Path | ParameterIn::Query => return Ok(valid(name)),
    };
    // The brackets of nested names are not allowed in a token, but services and browsers send cookies with them.
    let printable = |byte: u8| byte.is_ascii_graphic() && !b"=;,\"\\".contains(&byte);
    let cookie = location_in == ParameterIn::Cookie && !name.is_empty();
    if is_token(&name) || (cookie && name.bytes().all(printable)) {
        return Ok(valid(name));
    }
    let location = object.location.child("name");
    let trimmed = name.trim();
    if is_token(trimmed) {
        let message =
            format!("the name of a {what} cannot have spaces around it; read as `{trimmed}`");
        let diagnostic = Diagnostic::warning("invalid-name", location, message);
        return Ok(FieldName {
            warning: Some(diagnostic),
            ..valid(trimmed.to_owned())
        });
    }
    let message = format!("`{}` is not a valid {what} name", name.escape_debug());
    Err(Box::new(
        Diagnostic::error("invalid-name", location, message)
            .label("cannot be sent")
            .help("use letters, digits, `-` and `_`"),
    ))
}
