//! Reads tokens and adds what they are to the boxes of the layout.
//!
//! In: tokens. Out: boxes. Here is what all kinds of syntax share; each has a file of its own. The grammar is the part of Rust
//! that generated files need. Whatever else there is gives [`Unknown`].

use super::boxes::Boxes;
use super::code::Kind;
use super::tokens::Token;

/// The indentation of a level.
pub(super) const INDENT: i8 = 4;

/// Syntax that generated files do not need.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unknown;

/// Whether syntax is known.
pub(super) type Known<T = ()> = Result<T, Unknown>;

/// The tokens that are being read, and the boxes that they are written to.
pub(super) struct Writer<'t, 'a> {
    tokens: &'t [Token<'a>],
    at: usize,
    pub(super) boxes: Boxes<'a>,
    /// Whether a brace after a path begins a block and not the fields of a struct, as in the head of a `match`.
    pub(super) in_head: bool,
}

impl<'t, 'a> Writer<'t, 'a> {
    pub(super) fn new(tokens: &'t [Token<'a>]) -> Self {
        Self {
            tokens,
            at: 0,
            boxes: Boxes::default(),
            in_head: false,
        }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Returns the next token.
    pub(super) fn next(&self) -> Option<&'t Token<'a>> {
        self.tokens.get(self.at)
    }

    /// Returns the text of a token from here on, which is empty for documentation.
    pub(super) fn peek(&self, ahead: usize) -> &'a str {
        match self.tokens.get(self.at + ahead) {
            Some(token) if !matches!(token.kind, Kind::Doc | Kind::FileDoc) => token.text,
            _ => "",
        }
    }

    /// Returns the line of a documentation token from here on.
    pub(super) fn doc(&self, ahead: usize) -> &'a str {
        self.tokens
            .get(self.at + ahead)
            .map_or("", |token| token.text)
    }

    /// Returns the kind of a token from here on.
    pub(super) fn kind(&self, ahead: usize) -> Option<Kind> {
        self.tokens.get(self.at + ahead).map(|token| token.kind)
    }

    /// Returns the number of tokens from an opening delimiter to its closing one.
    pub(super) fn length(&self, ahead: usize) -> usize {
        let token = self.tokens.get(self.at + ahead);
        token.map_or(0, |token| token.length as usize)
    }

    pub(super) fn is(&self, text: &str) -> bool {
        self.peek(0) == text
    }

    /// Passes a token if it is this one.
    pub(super) fn pass(&mut self, text: &str) -> bool {
        let is_next = self.is(text);
        if is_next {
            self.at += 1;
        }
        is_next
    }

    /// Passes a token, which must be this one.
    pub(super) fn expect(&mut self, text: &str) -> Known {
        if self.pass(text) {
            Ok(())
        } else {
            Err(Unknown)
        }
    }

    /// Passes any token.
    pub(super) fn skip(&mut self) {
        self.at += 1;
    }

    /// Writes fixed text.
    pub(super) fn text(&mut self, text: &'static str) {
        self.boxes.text(text);
    }

    /// Passes and writes a token.
    pub(super) fn token(&mut self) {
        let text = self.peek(0);
        self.boxes.text(text);
        self.at += 1;
    }

    /// Passes a token that must be this one, and writes text for it.
    pub(super) fn expect_as(&mut self, text: &str, written: &'static str) -> Known {
        self.expect(text)?;
        self.text(written);
        Ok(())
    }

    /// Passes and writes an identifier, keyword or lifetime.
    pub(super) fn word(&mut self) -> Known {
        if self.kind(0) != Some(Kind::Word) {
            return Err(Unknown);
        }
        self.token();
        Ok(())
    }

    /// Passes a keyword and writes it with a space.
    pub(super) fn pass_keyword(&mut self, keyword: &str, written: &'static str) -> bool {
        let is_next = self.pass(keyword);
        if is_next {
            self.text(written);
        }
        is_next
    }

    /// Passes the comma after an element. Returns whether the element is the last one before a closing delimiter.
    pub(super) fn pass_comma(&mut self, close: &str) -> Known<bool> {
        let has_comma = self.pass(",");
        if self.is(close) {
            Ok(true)
        } else if has_comma {
            Ok(false)
        } else {
            Err(Unknown)
        }
    }

    /// Passes and writes elements up to a closing delimiter, which it passes too. Each is on a line of its own if they do not
    /// fit on one.
    pub(super) fn elements(
        &mut self,
        close: &str,
        mut element: impl FnMut(&mut Self) -> Known,
    ) -> Known {
        while !self.is(close) {
            element(self)?;
            let is_last = self.pass_comma(close)?;
            self.boxes.comma(is_last);
        }
        self.expect(close)
    }

    /// Applies a function within delimiters, where struct expressions are allowed again.
    pub(super) fn delimited<T>(
        &mut self,
        function: impl FnOnce(&mut Self) -> Known<T>,
    ) -> Known<T> {
        let in_head = std::mem::replace(&mut self.in_head, false);
        let result = function(self);
        self.in_head = in_head;
        result
    }
}
