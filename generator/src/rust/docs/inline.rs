//! Cleans a piece of text within a paragraph or heading.
//!
//! In: text of the document without markup. Out: the same text with bare addresses as links, and with everything escaped that
//! rustdoc might take for markup. Knows nothing of blocks.

/// How far to search for the end of a comment, so that many unclosed comments do not take long.
const LONGEST_COMMENT: usize = 1024;

/// Writes a text; addresses become links unless they are inside of a link.
pub(super) fn clean(text: &str, links: bool, out: &mut String) {
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let taken = match letter {
            '\\' => backslash(rest, out),
            '`' | '<' | '[' | ']' => escaped(letter, out),
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

/// Writes a backslash with what it escapes; one that escapes nothing is a backslash in CommonMark too.
fn backslash(rest: &str, out: &mut String) -> usize {
    out.push('\\');
    match rest[1..].chars().next() {
        Some(next) if next.is_ascii_punctuation() => 1 + plain(next, out),
        _ => 1,
    }
}

/// Writes HTML with its tags escaped. Comments are dropped; line breaks stay within a line.
pub(super) fn escape_html(html: &str, in_line: bool, out: &mut String) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let near = &rest[..rest.floor_char_boundary(LONGEST_COMMENT)];
        let end = near.find('>').map_or(0, |end| end + 1);
        if near.starts_with("<!--")
            && let Some(end) = near.find("-->")
        {
            rest = &rest[end + 3..];
        } else if is_break(&near[..end]) {
            out.push_str(if in_line { "<br>" } else { "" });
            rest = &rest[end..];
        } else {
            out.push_str("\\<");
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
}

/// Returns whether a tag breaks a line.
pub(super) fn is_break(tag: &str) -> bool {
    matches!(tag.trim_end_matches(['/', ' ', '>']), "<br" | "<BR")
}

/// Returns the length of the run of backticks at the start.
pub(super) fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// Returns where a code span that begins with this many backticks ends.
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

/// Writes a bare address as a link, or as code if it is only a template.
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

/// Returns whether a text is a web or mail address that is valid in a link as it is.
pub(super) fn is_address(text: &str) -> bool {
    let body = ["https://", "http://", "mailto:"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let fits = |letter: char| {
        !letter.is_whitespace() && !letter.is_control() && !"<>[]{}\\\"`|".contains(letter)
    };
    body.is_some_and(|body| !body.is_empty() && body.chars().all(fits)) && balanced(text)
}

/// Returns whether parentheses are balanced: otherwise a link would end early.
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
