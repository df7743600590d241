//! What HTTP can carry: the rules by which a request refuses a text, so that a document that holds such a text is told.
//!
//! In: texts as documents write them. Out: whether a message can carry them. Knows nothing of the places they stand in.

/// Returns whether a text is a token: the name of a method, a header or a scheme.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2>
pub(super) fn is_token(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(letter)
}
