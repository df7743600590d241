//! Cleans the text of a paragraph or heading.
//!
//! In: the lines of one block. Out: the same text, where links lead to web addresses or are no links, bare addresses are
//! links, and nothing is HTML. Knows nothing of blocks.

use std::collections::HashMap;

/// Where the reference links of a text lead: label in lower case and address.
pub(super) type References = HashMap<String, String>;

/// The end of a link, a tag or a comment is looked for only so far, lest many beginnings without an end take long.
const LONGEST_LINK: usize = 1024;

/// Takes the definitions of reference links (`[label]: https://…`) out of the lines.
pub(super) fn definitions(lines: Vec<String>) -> (References, Vec<String>) {
    let mut references = References::new();
    let mut fenced = false;
    let mut kept = Vec::with_capacity(lines.len());
    for line in lines {
        let text = line.trim_start();
        if text.starts_with("```") || text.starts_with("~~~") {
            fenced = !fenced;
        }
        match definition(text).filter(|_| !fenced) {
            Some((label, address)) => {
                references.entry(label).or_insert(address);
            }
            None => kept.push(line),
        }
    }
    (references, kept)
}

fn definition(line: &str) -> Option<(String, String)> {
    let (label, rest) = line.strip_prefix('[')?.split_once("]:")?;
    let address = rest
        .trim()
        .split(' ')
        .next()?
        .trim_start_matches('<')
        .trim_end_matches('>');
    (!label.starts_with('^') && is_address(address))
        .then(|| (label.trim().to_lowercase(), address.to_owned()))
}

/// Returns the text with everything that rustdoc would complain of escaped.
pub(super) fn clean(text: &str, references: &References) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    write(text, references, true, &mut out);
    out
}

/// Writes a text; inside of a link there can be no other link.
fn write(text: &str, references: &References, links: bool, out: &mut String) {
    let mut rest = text;
    // Where a run of backticks of a length was looked for in vain, a second search would be in vain too.
    let mut unclosed = Vec::new();
    while let Some(letter) = rest.chars().next() {
        let taken = match letter {
            '\\' => backslash(rest, out),
            '`' => ticks(rest, &mut unclosed, out),
            '<' => angle(rest, links, out),
            '!' if rest[1..].starts_with('[') && links => match link(&rest[1..], references, out) {
                Some(taken) => taken + 1,
                None => plain(letter, out),
            },
            '[' => match links.then(|| link(rest, references, out)).flatten() {
                Some(taken) => taken,
                None => escaped(letter, out),
            },
            ']' => escaped(letter, out),
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                bare(rest, links, out)
            }
            _ => plain(letter, out),
        };
        rest = &rest[taken..];
    }
}

fn plain(letter: char, out: &mut String) -> usize {
    out.push(letter);
    letter.len_utf8()
}

fn escaped(letter: char, out: &mut String) -> usize {
    out.push('\\');
    plain(letter, out)
}

/// Writes a backslash with what it escapes; one that escapes nothing stands for itself in CommonMark too.
fn backslash(rest: &str, out: &mut String) -> usize {
    out.push('\\');
    match rest[1..].chars().next() {
        Some(next) if next.is_ascii_punctuation() => 1 + plain(next, out),
        // A backslash at the end of a line is a line break, and would escape nothing at the end of the text.
        _ => 1,
    }
}

/// Writes a code span as it is, or escapes backticks that open none.
fn ticks(rest: &str, unclosed: &mut Vec<usize>, out: &mut String) -> usize {
    let length = run(rest);
    if !unclosed.contains(&length) {
        if let Some(end) = closing(rest, length) {
            out.push_str(&rest[..end]);
            return end;
        }
        unclosed.push(length);
    }
    out.push_str(&"\\`".repeat(length));
    length
}

/// Returns the length of the run of backticks at the start.
pub(super) fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// Returns where the code span ends that begins with this many backticks.
pub(super) fn closing(text: &str, length: usize) -> Option<usize> {
    let mut at = length;
    while let Some(next) = text[at..].find('`') {
        at += next;
        let found = run(&text[at..]);
        at += found;
        if found == length {
            return Some(at);
        }
    }
    None
}

/// Writes what begins with `<`: an address in angle brackets or a line break stays, HTML is escaped, comments vanish.
fn angle(rest: &str, links: bool, out: &mut String) -> usize {
    let rest = &rest[..rest.floor_char_boundary(LONGEST_LINK)];
    if let Some(comment) = rest.strip_prefix("<!--")
        && let Some(end) = comment.find("-->")
    {
        return "<!--".len() + end + "-->".len();
    }
    if let Some(end) = rest.find('>') {
        let inner = &rest[1..end];
        if links && is_address(inner) {
            out.push_str(&rest[..=end]);
            return end + 1;
        }
        if matches!(inner.trim_end_matches(['/', ' ']), "br" | "BR") {
            out.push_str("<br>");
            return end + 1;
        }
    }
    escaped('<', out)
}

/// Writes a link if one begins here that leads to a web address, else its text alone, or nothing if it is no link.
fn link(rest: &str, references: &References, out: &mut String) -> Option<usize> {
    let close = bracket(rest, b'[', b']')?;
    let words = &rest[1..close];
    let after = &rest[close + 1..];
    if words.trim().is_empty() {
        return None;
    }
    if after.starts_with('(') {
        let end = bracket(after, b'(', b')')?;
        let target = after[1..end].trim();
        let taken = close + 1 + end + 1;
        let address = target.split([' ', '\n']).next().unwrap_or("");
        let address = address.trim_start_matches('<').trim_end_matches('>');
        let title = target.contains([' ', '\n']);
        if title && !target.ends_with(['"', '\'', ')']) {
            return None;
        }
        if is_address(address) {
            write_link(words, address, references, out);
        } else {
            write(words, references, true, out);
        }
        return Some(taken);
    }
    let (label, taken) = match after.strip_prefix('[').and_then(|label| label.find(']')) {
        Some(0) => (words, close + 3),
        Some(end) => (&after[1..=end], close + 1 + end + 2),
        None => (words, close + 1),
    };
    let address = references.get(&label.trim().to_lowercase())?;
    write_link(words, address, references, out);
    Some(taken)
}

fn write_link(words: &str, address: &str, references: &References, out: &mut String) {
    out.push('[');
    write(words, references, false, out);
    out.push_str("](");
    out.push_str(address);
    out.push(')');
}

/// Returns where the bracket at the start is closed; code spans and escapes are looked over.
fn bracket(text: &str, open: u8, close: u8) -> Option<usize> {
    let text = &text[..text.floor_char_boundary(LONGEST_LINK)];
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        match byte {
            // The second half of a longer character is none of the signs looked for.
            b'\\' => at += 1,
            b'`' => {
                let length = run(&text[at..]);
                at += closing(&text[at..], length).unwrap_or(length);
                continue;
            }
            byte if byte == open => depth += 1,
            byte if byte == close => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Writes an address that stands in the text as a link, or as code where it is only the form of one.
fn bare(rest: &str, links: bool, out: &mut String) -> usize {
    let end = rest
        .find(|letter: char| {
            letter.is_whitespace() || letter.is_control() || "<>\"`|\\*[]".contains(letter)
        })
        .unwrap_or(rest.len());
    let mut address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '_', '~']);
    while address.ends_with(')') && address.matches(')').count() > address.matches('(').count() {
        address =
            address[..address.len() - 1].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    }
    if address.ends_with("//") || !links {
        out.push_str(address);
    } else if is_address(address) {
        out.push('<');
        out.push_str(address);
        out.push('>');
    } else {
        out.push('`');
        out.push_str(address);
        out.push('`');
    }
    address.len()
}

/// Returns whether a text is a web or mail address that can stand in a link as it is.
pub(super) fn is_address(text: &str) -> bool {
    let body = ["https://", "http://", "mailto:"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let fits = |letter: char| {
        !letter.is_whitespace() && !letter.is_control() && !"<>[]{}\\\"`|".contains(letter)
    };
    body.is_some_and(|body| !body.is_empty() && body.chars().all(fits)) && balanced(text)
}

/// Returns whether each parenthesis has its partner, without which a link would end early.
fn balanced(text: &str) -> bool {
    let mut depth = 0i32;
    for letter in text.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}
