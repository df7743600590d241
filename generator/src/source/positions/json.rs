//! Finds the values of a JSON text with their positions, many times faster than a parser of YAML.
//!
//! In: a text. Out: events, with positions in characters. Accepts only what is JSON but for details that do not change positions, so
//! that any other text is left to the parser of YAML.

use std::borrow::Cow;

/// A position.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The number of characters before it.
    pub(super) index: usize,
    /// Its line.
    pub(super) line: usize,
}

/// What is found.
#[derive(Debug)]
pub(super) enum Event<'a> {
    /// A value that is not a collection, or the name of a member.
    Scalar(Cow<'a, str>),
    Array,
    Object,
    /// The end of an array or object.
    End,
}

/// Passes each event with its beginning and its end to a function. Returns whether the text is JSON.
pub(super) fn walk<'a>(text: &'a str, event: impl FnMut(Event<'a>, Place, Place)) -> bool {
    let mut walker = Walker {
        text,
        at: 0,
        continuations: 0,
        line: 1,
        event,
    };
    walker.document().is_some()
}

struct Walker<'a, F> {
    text: &'a str,
    /// The number of bytes before the next character.
    at: usize,
    /// How many of them are not the first of a character.
    continuations: usize,
    line: usize,
    event: F,
}

impl<'a, F: FnMut(Event<'a>, Place, Place)> Walker<'a, F> {
    fn document(&mut self) -> Option<()> {
        // What closes each open collection.
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.space();
            match self.byte()? {
                byte @ (b'{' | b'[') => {
                    let start = self.place();
                    self.at += 1;
                    let (event, close) = match byte {
                        b'{' => (Event::Object, b'}'),
                        _ => (Event::Array, b']'),
                    };
                    self.found(event, start);
                    open.push(close);
                    self.space();
                    if self.byte()? != close {
                        self.name(close)?;
                        continue;
                    }
                }
                b'"' => self.string()?,
                _ => self.word()?,
            }
            loop {
                self.space();
                let Some(close) = open.last().copied() else {
                    return (self.at == self.text.len()).then_some(());
                };
                match self.byte()? {
                    b',' => {
                        self.at += 1;
                        self.space();
                        self.name(close)?;
                        break;
                    }
                    byte if byte == close => {
                        let start = self.place();
                        self.at += 1;
                        self.found(Event::End, start);
                        open.pop();
                    }
                    _ => return None,
                }
            }
        }
    }

    /// The name of a member, if the collection is an object.
    fn name(&mut self, close: u8) -> Option<()> {
        if close != b'}' {
            return Some(());
        }
        if self.byte()? != b'"' {
            return None;
        }
        self.string()?;
        self.space();
        if self.byte()? != b':' {
            return None;
        }
        self.at += 1;
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        let (start, begin) = (self.place(), self.at);
        self.at += 1;
        let mut is_escaped = false;
        loop {
            match self.byte()? {
                b'"' => break,
                b'\\' => {
                    is_escaped = true;
                    self.at += 1;
                    if self.byte()? < b' ' {
                        return None;
                    }
                }
                byte if byte < b' ' => return None,
                0x80..=0xBF => self.continuations += 1,
                _ => {}
            }
            self.at += 1;
        }
        self.at += 1;
        let source = &self.text[begin..self.at];
        let value = if is_escaped {
            Cow::Owned(serde_json::from_str(source).ok()?)
        } else {
            Cow::Borrowed(&source[1..source.len() - 1])
        };
        self.found(Event::Scalar(value), start);
        Some(())
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Option<()> {
        let (start, begin) = (self.place(), self.at);
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        let rest = &self.text.as_bytes()[begin..];
        let length = rest.iter().take_while(|byte| is_part(byte)).count();
        if length == 0 {
            return None;
        }
        self.at += length;
        let value = Cow::Borrowed(&self.text[begin..self.at]);
        self.found(Event::Scalar(value), start);
        Some(())
    }

    fn space(&mut self) {
        while let Some(byte) = self.byte() {
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                _ => return,
            }
            self.at += 1;
        }
    }

    /// Passes on an event that ends here.
    fn found(&mut self, event: Event<'a>, start: Place) {
        let end = self.place();
        (self.event)(event, start, end);
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn place(&self) -> Place {
        Place {
            index: self.at - self.continuations,
            line: self.line,
        }
    }
}
