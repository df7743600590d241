//! Finds the path of a byte in JSON, such as `result.items[3].uid`.
//!
//! In: JSON that is valid up to the last offset, and byte offsets. Out: a path for each, found in a single pass without
//! recursion. Used only for errors and warnings.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use super::reader::Reader;

/// The maximum length of a member name in a path, in bytes. Names come from the service, and messages are a single
/// line.
const NAME_LIMIT: usize = 64;

/// An array or object that is open at the current byte.
enum Frame {
    /// The span of the current member name; `None` before the first name and after a comma.
    Object(Option<Range<usize>>),
    /// The index of the current element.
    Array(usize),
}

/// Returns the path of each offset. The offset of a closing bracket belongs to the object or array.
pub(super) fn paths(text: &str, offsets: &[usize]) -> Vec<String> {
    let mut order: Vec<usize> = (0..offsets.len()).collect();
    order.sort_by_key(|&index| offsets[index]);
    let mut pending = order.into_iter().peekable();
    let mut found = vec![String::new(); offsets.len()];
    let mut frames: Vec<Frame> = Vec::new();
    let mut position = 0;
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(position) {
        let end = token_end(bytes, position);
        if pending.peek().is_some_and(|&index| offsets[index] < end) {
            let open = match byte {
                b'}' | b']' => &frames[..frames.len().saturating_sub(1)],
                _ => &frames[..],
            };
            let path = render(text, open);
            while let Some(index) = pending.next_if(|&index| offsets[index] < end) {
                found[index].clone_from(&path);
            }
        }
        if pending.peek().is_none() {
            return found;
        }
        match byte {
            b'{' => frames.push(Frame::Object(None)),
            b'[' => frames.push(Frame::Array(0)),
            b'}' | b']' => {
                frames.pop();
            }
            b',' => match frames.last_mut() {
                Some(Frame::Object(name)) => *name = None,
                Some(Frame::Array(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                if let Some(Frame::Object(name @ None)) = frames.last_mut() {
                    *name = Some(position..end);
                }
            }
            _ => {}
        }
        position = end;
    }
    // The remaining offsets are at the end of the input.
    let path = render(text, &frames);
    for index in pending {
        found[index].clone_from(&path);
    }
    found
}

/// Appends a member name to a path: `.name`, or `["name"]` if it contains special characters.
pub fn member_path(path: &mut String, name: &str) {
    let plain = !name.is_empty()
        && name.len() <= NAME_LIMIT
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$' | b'@'));
    if plain {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        return;
    }
    let mut kept = name.len().min(NAME_LIMIT);
    while !name.is_char_boundary(kept) {
        kept -= 1;
    }
    let more = if kept < name.len() { "…" } else { "" };
    // `Debug` escapes control characters and bidirectional marks. Writing to a string cannot fail.
    let _ = write!(path, "[{:?}{more}]", &name[..kept]);
}

/// The maximum length of a path in a message, in bytes. The problem stands after it, and must stay visible.
const SHOWN_LIMIT: usize = 160;

/// Returns the path as it appears in messages: a long path without its middle.
pub(crate) fn shown(path: &str) -> Cow<'_, str> {
    if path.len() <= SHOWN_LIMIT {
        return Cow::Borrowed(path);
    }
    let mut start = SHOWN_LIMIT / 2;
    while !path.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = path.len() - SHOWN_LIMIT / 2;
    while !path.is_char_boundary(end) {
        end += 1;
    }
    Cow::Owned(format!("{}…{}", &path[..start], &path[end..]))
}

fn render(text: &str, frames: &[Frame]) -> String {
    let mut path = String::new();
    for frame in frames {
        match frame {
            Frame::Object(Some(range)) => {
                let mut reader = Reader::new(text).within(range.clone());
                // Enough to tell whether the name is truncated. A name can be as long as the response, and appears in
                // the path of every offset below it.
                let name = reader.string_prefix(NAME_LIMIT + 1);
                member_path(&mut path, &name.unwrap_or_default());
            }
            Frame::Object(None) => {}
            Frame::Array(index) => {
                let _ = write!(path, "[{index}]");
            }
        }
    }
    path
}

/// Returns the end of the token that starts at `start`: a string, whitespace, a bracket, a literal or a number.
fn token_end(bytes: &[u8], start: usize) -> usize {
    let rest = &bytes[start..];
    let length = match rest[0] {
        b'"' => string_length(rest),
        b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
        first => rest
            .iter()
            .position(|byte| {
                first.is_ascii_whitespace() != byte.is_ascii_whitespace()
                    || matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b',' | b':')
            })
            .unwrap_or(rest.len()),
    };
    start + length
}

fn string_length(rest: &[u8]) -> usize {
    let mut length = 1;
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\');
    while let Some(found) = rest[length..].iter().position(ends) {
        length += found + 1;
        if rest[length - 1] == b'"' {
            return length;
        }
        // An escaped character does not end the string.
        length = (length + 1).min(rest.len());
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::{SHOWN_LIMIT, shown};

    #[test]
    fn long_paths_lose_their_middle() {
        let short = "a.".repeat(SHOWN_LIMIT / 2);
        assert_eq!(shown(&short), short);
        let long = format!("first.{}last", "é.".repeat(SHOWN_LIMIT));
        let text = shown(&long);
        assert!(text.len() <= SHOWN_LIMIT + '…'.len_utf8(), "{text}");
        assert!(text.starts_with("first.é."), "{text}");
        assert!(text.ends_with("é.last"), "{text}");
        assert_eq!(text.matches('…').count(), 1);
    }
}
