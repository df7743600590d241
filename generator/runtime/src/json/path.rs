//! Finds the JSON path, such as `result.items[3].uid`, of a byte of JSON text.
//!
//! In: the text, sound up to the wanted byte, and byte offsets. Out: one path each, all found in one pass without recursion.
//! Only needed once something is wrong.

use std::fmt::Write;
use std::ops::Range;

use super::reader::Reader;

/// The longest member name that a path gives in full, in bytes: a name comes from the service, and a message is one line.
const NAME_LIMIT: usize = 64;

/// An array or object that is open at the current byte.
enum Frame {
    /// The range of the current member's name in the text; none before the first name and after a comma.
    Object(Option<Range<usize>>),
    /// The index of the current element.
    Array(usize),
}

/// Returns the path of each offset. An offset at a closing bracket means the object or array itself.
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
    // What is left lies at the end of the text, where more was expected.
    let path = render(text, &frames);
    for index in pending {
        found[index].clone_from(&path);
    }
    found
}

/// Appends a member's name to a path: `.name`, or `["odd name"]` where a dot would mislead.
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
    // Debug's escapes make control characters and bidi marks visible; writing to a String cannot fail.
    let _ = write!(path, "[{:?}{more}]", &name[..kept]);
}

fn render(text: &str, frames: &[Frame]) -> String {
    let mut path = String::new();
    for frame in frames {
        match frame {
            Frame::Object(Some(range)) => {
                let mut reader = Reader::new(text).within(range.clone());
                // As much as tells that there is more than is given: a name can be as long as the answer, and is printed
                // for each offset below it.
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

/// Returns the end of the token that starts at `start`: a string, a run of white space, a bracket, a literal, a number.
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
        // The escaped character cannot end the string.
        length = (length + 1).min(rest.len());
    }
    rest.len()
}
