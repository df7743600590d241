//! Finds text that is nested too deeply for a YAML parser.
//!
//! In: a text. Out: where it exceeds the limit, if it does. Scans lines and brackets, and knows just enough of YAML (quotes,
//! comments, block and plain scalars) to ignore brackets in prose. Runs before the parser, whose time grows with the square of
//! the depth.

use crate::limits::source::NESTING;

/// Returns the byte at which a text becomes nested more deeply than the limit.
pub(crate) fn too_deep(text: &str) -> Option<usize> {
    Scan {
        bytes: text.as_bytes(),
        at: 0,
        blocks: Vec::new(),
    }
    .run()
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The columns of the open block collections.
    blocks: Vec<usize>,
}

impl Scan<'_> {
    fn run(&mut self) -> Option<usize> {
        while self.at < self.bytes.len() {
            let start = self.at;
            self.skip_while(|byte| byte == b' ');
            let column = self.at - start;
            match self.peek() {
                Some(b'\n' | b'\r') => self.at += 1,
                Some(b'#') => self.skip_line(),
                None => {}
                Some(_) if column == 0 && self.at_marker() => {
                    self.blocks.clear();
                    self.at += 3;
                }
                Some(b'%') if column == 0 => self.skip_line(),
                Some(_) => {
                    while self.blocks.last().is_some_and(|open| *open >= column) {
                        self.blocks.pop();
                    }
                    if let Some(offset) = self.scan_line(start) {
                        return Some(offset);
                    }
                }
            }
        }
        None
    }

    /// Reads what begins on a line, up to the end of the line in which it ends.
    fn scan_line(&mut self, start: usize) -> Option<usize> {
        loop {
            self.skip_while(|byte| byte == b' ' || byte == b'\t');
            let column = self.at - start;
            match self.peek()? {
                b'\n' | b'\r' => return None,
                b'#' => {
                    self.skip_line();
                    return None;
                }
                b'-' | b'?' | b':' if self.ends_token(self.at + 1) => {
                    if self.open(column) {
                        return Some(self.at);
                    }
                    self.at += 1;
                }
                b'&' | b'!' => self.skip_while(|byte| !byte.is_ascii_whitespace()),
                b'|' | b'>' => {
                    self.skip_line();
                    self.skip_scalar_lines();
                    return None;
                }
                b'[' | b'{' => {
                    if let Some(offset) = self.scan_flow() {
                        return Some(offset);
                    }
                    if self.takes_colon() && self.open(column) {
                        return Some(self.at);
                    }
                }
                quote @ (b'"' | b'\'') => {
                    self.skip_quoted(quote);
                    if self.takes_colon() && self.open(column) {
                        return Some(self.at);
                    }
                }
                _ if self.scan_plain() => {
                    if self.open(column) {
                        return Some(self.at);
                    }
                    self.at += 1;
                }
                _ => {
                    self.skip_line();
                    self.skip_scalar_lines();
                    return None;
                }
            }
        }
    }

    /// Opens a block collection at a column, unless it is open. Returns whether the limit is exceeded.
    fn open(&mut self, column: usize) -> bool {
        if self.blocks.last().is_none_or(|open| *open < column) {
            self.blocks.push(column);
        }
        self.blocks.len() > NESTING
    }

    /// Consumes the colon after a quoted or bracketed key. Returns whether there is one.
    fn takes_colon(&mut self) -> bool {
        self.skip_while(|byte| byte == b' ' || byte == b'\t');
        let colon = self.peek() == Some(b':');
        self.at += usize::from(colon);
        colon
    }

    /// Reads a plain scalar on its line. Returns whether it is a key; the colon then comes next.
    fn scan_plain(&mut self) -> bool {
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' | b'\r' => return false,
                b':' if self.ends_token(self.at + 1) => return true,
                b'#' if self.at > 0 && matches!(self.bytes[self.at - 1], b' ' | b'\t') => {
                    return false;
                }
                _ => self.at += 1,
            }
        }
        false
    }

    /// Reads a bracketed collection to its end. Returns where it is nested too deeply.
    fn scan_flow(&mut self) -> Option<usize> {
        let mut depth = 0_usize;
        // Whether a quote here would begin a scalar; inside a plain scalar it is an ordinary character.
        let mut fresh = true;
        while let Some(byte) = self.peek() {
            match byte {
                b'[' | b'{' => {
                    depth += 1;
                    if depth + self.blocks.len() > NESTING {
                        return Some(self.at);
                    }
                    fresh = true;
                }
                b']' | b'}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        self.at += 1;
                        return None;
                    }
                    fresh = true;
                }
                b'"' | b'\'' if fresh => {
                    self.skip_quoted(byte);
                    continue;
                }
                b'#' if self.at > 0 && self.bytes[self.at - 1].is_ascii_whitespace() => {
                    self.skip_line();
                    continue;
                }
                b',' => fresh = true,
                b':' if fresh || self.ends_token(self.at + 1) => fresh = true,
                b' ' | b'\t' | b'\n' | b'\r' => {}
                b'&' | b'!' if fresh => {
                    self.skip_while(|byte| {
                        !byte.is_ascii_whitespace() && !b",[]{}".contains(&byte)
                    });
                    continue;
                }
                _ => fresh = false,
            }
            self.at += 1;
        }
        None
    }

    fn skip_quoted(&mut self, quote: u8) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'\\' && quote == b'"' {
                self.at += 1;
            } else if byte == quote {
                if quote == b'\'' && self.peek() == Some(quote) {
                    self.at += 1;
                } else {
                    return;
                }
            }
        }
    }

    /// Skips the other lines of a scalar: those that are empty or indented more than its collection.
    fn skip_scalar_lines(&mut self) {
        // At the top there is no collection, and the lines of a scalar may have no indentation.
        let margin = self.blocks.last().map_or(0, |open| open + 1);
        while self.at < self.bytes.len() && !self.at_marker() {
            let start = self.at;
            self.skip_while(|byte| byte == b' ');
            let empty = matches!(self.peek(), Some(b'\n' | b'\r'));
            if !empty && self.at - start < margin {
                self.at = start;
                return;
            }
            self.skip_line();
        }
    }

    /// Returns whether a line that begins here marks the beginning or end of a document.
    fn at_marker(&self) -> bool {
        let rest = &self.bytes[self.at..];
        (rest.starts_with(b"---") || rest.starts_with(b"...")) && self.ends_token(self.at + 3)
    }

    /// Skips to the beginning of the next line.
    fn skip_line(&mut self) {
        let rest = &self.bytes[self.at.min(self.bytes.len())..];
        let length = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(rest.len(), |index| index + 1);
        self.at += length;
    }

    fn skip_while(&mut self, matches: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&matches) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Returns whether a token ends before a byte: an indicator counts only before white space.
    fn ends_token(&self, at: usize) -> bool {
        self.bytes.get(at).is_none_or(u8::is_ascii_whitespace)
    }
}

#[cfg(test)]
mod tests;
