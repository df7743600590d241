//! Escapes the text of a paragraph or heading.
//!
//! In: text of the document without markup. Out: the same text, with bare URLs as links, and with everything escaped that rustdoc
//! might take for markup. Knows nothing of blocks.

/// How far to search for the end of a comment, so that many unclosed comments do not take long.
const LONGEST_COMMENT: usize = 1024;

/// Writes text with everything escaped that could be markup. With `links`, bare URLs become links; inside of a link they do not.
pub(super) fn write_text(text: &str, links: bool, out: &mut String) {
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let taken = match letter {
            '\\' => push_backslash(rest, out),
            '`' | '<' | '[' | ']' => push_escaped(letter, out),
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                bare_url(rest, links, out)
            }
            _ => push(letter, out),
        };
        rest = &rest[taken..];
    }
}

fn push(letter: char, out: &mut String) -> usize {
    out.push(letter);
    letter.len_utf8()
}

fn push_escaped(letter: char, out: &mut String) -> usize {
    out.push('\\');
    push(letter, out)
}

/// Writes a backslash with what it escapes; one that escapes nothing is a backslash in CommonMark too.
fn push_backslash(rest: &str, out: &mut String) -> usize {
    out.push('\\');
    match rest[1..].chars().next() {
        Some(next) if next.is_ascii_punctuation() => 1 + push(next, out),
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

/// Returns the number of backticks at the start.
pub(super) fn leading_backticks(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// Returns the end of the code span at the start, which begins with this many backticks.
pub(super) fn code_span_end(text: &str, backticks: usize) -> Option<usize> {
    let mut at = backticks;
    while let Some(next) = text[at..].find('`') {
        at += next;
        let found = leading_backticks(&text[at..]);
        at += found;
        if found == backticks {
            return Some(at);
        }
    }
    None
}

/// Writes the bare URL at the start as a link, or as code if it is a template, which is not a valid link.
fn bare_url(rest: &str, links: bool, out: &mut String) -> usize {
    let end = rest
        .find(|letter: char| {
            letter.is_whitespace() || letter.is_control() || "<>\"`|\\*[]".contains(letter)
        })
        .unwrap_or(rest.len());
    let mut url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '_', '~']);
    while url.ends_with(')') && url.matches(')').count() > url.matches('(').count() {
        url = url[..url.len() - 1].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    }
    if url.ends_with("//") || !links {
        out.push_str(url);
    } else if is_link_url(url) {
        out.push('<');
        out.push_str(url);
        out.push('>');
    } else {
        out.push('`');
        out.push_str(url);
        out.push('`');
    }
    url.len()
}

/// Returns whether a string is a URL of a web page or a mail address that is valid in a link as it is.
pub(super) fn is_link_url(text: &str) -> bool {
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
