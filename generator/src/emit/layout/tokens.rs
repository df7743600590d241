//! Reads the tokens of [`Code`](super::Code).
//!
//! In: the text with a mark before each token. Out: a list, in which each opening delimiter knows the closing one.

use super::code::Kind;

/// A token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// For an opening delimiter, the number of tokens from it to the closing one.
    pub(super) length: u32,
}

/// Returns the tokens of a text with marks, or `None` if delimiters do not match.
pub(super) fn read(marked: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(marked.len() / 5 + 1);
    let mut open: Vec<usize> = Vec::new();
    let bytes = marked.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let kind = Kind::from_mark(bytes[at])?;
        let begin = at + 1;
        let length = bytes[begin..].iter().position(|byte| *byte < 6);
        at = length.map_or(bytes.len(), |length| begin + length);
        let text = &marked[begin..at];
        if kind == Kind::Sign {
            match text {
                "(" | "[" | "{" => open.push(tokens.len()),
                ")" | "]" | "}" => {
                    let opening = open.pop()?;
                    tokens[opening].length = u32::try_from(tokens.len() - opening).ok()?;
                }
                _ => {}
            }
        }
        tokens.push(Token {
            kind,
            text,
            length: 0,
        });
    }
    open.is_empty().then_some(tokens)
}
