//! Lays out attributes and documentation.

use super::code::Kind;
use super::writer::{INDENT, Known, Unknown, Writer};

/// What the space before a token of an attribute depends on.
#[derive(Clone, Copy, PartialEq)]
enum After {
    Word,
    Sign,
    TrailingComma,
}

impl Writer<'_, '_> {
    /// The attributes before an item, field, variant or member.
    pub(super) fn attributes(&mut self) -> Known {
        loop {
            match self.next() {
                Some(token) if token.kind == Kind::Doc => {
                    self.boxes.text("///");
                    self.boxes.text(token.text.trim_end_matches(' '));
                    self.skip();
                    self.boxes.line_end();
                }
                Some(token) if token.kind == Kind::Sign && token.text == "#" => {
                    if self.peek(1) != "[" {
                        return Err(Unknown);
                    }
                    self.attribute()?;
                }
                _ => return Ok(()),
            }
        }
    }

    /// The documentation of a file.
    pub(super) fn file_docs(&mut self) -> Known {
        while let Some(token) = self.next() {
            match token.kind {
                Kind::FileDoc => {
                    self.boxes.text("//!");
                    self.boxes.text(token.text.trim_end_matches(' '));
                    self.skip();
                    self.boxes.line_end();
                }
                Kind::Sign if self.is("#") => {
                    self.skip();
                    self.expect_as("!", "#!")?;
                    self.attribute_in_brackets()?;
                }
                _ => return Err(Unknown),
            }
        }
        Ok(())
    }

    /// An attribute after whose `#` a bracket follows.
    fn attribute(&mut self) -> Known {
        self.expect_as("#", "#")?;
        self.attribute_in_brackets()
    }

    fn attribute_in_brackets(&mut self) -> Known {
        self.expect_as("[", "[")?;
        self.word()?;
        while self.is("::") {
            self.token();
            self.word()?;
        }
        match self.peek(0) {
            "(" => self.attribute_tokens()?,
            "=" => {
                self.skip();
                self.text(" = ");
                self.expression()?;
            }
            _ => {}
        }
        self.expect_as("]", "]")?;
        self.boxes.space();
        Ok(())
    }

    /// The tokens of an attribute in parentheses.
    fn attribute_tokens(&mut self) -> Known {
        let mut left = self.length(0) + 1;
        let mut after = After::Word;
        while left > 0 {
            left -= 1;
            let (kind, text) = (self.kind(0).ok_or(Unknown)?, self.peek(0));
            match (kind, text) {
                (Kind::Sign, "(") => {
                    self.token();
                    self.boxes.consistent(INDENT);
                    self.boxes.zero_break();
                    after = After::Sign;
                }
                (Kind::Sign, ")") => {
                    if after != After::TrailingComma {
                        self.boxes.zero_break();
                    }
                    self.boxes.offset(-INDENT);
                    self.boxes.end();
                    self.token();
                    after = After::Sign;
                }
                (Kind::Sign, ",") if self.peek(1) == ")" => {
                    self.skip();
                    self.boxes.comma(true);
                    after = After::TrailingComma;
                }
                (Kind::Sign, "," | "=" | "::") => {
                    if text == "=" && after == After::Word {
                        self.text(" ");
                    }
                    self.token();
                    match text {
                        "=" => self.text(" "),
                        "," => self.boxes.space(),
                        _ => {}
                    }
                    after = After::Sign;
                }
                (Kind::Word | Kind::Literal, _) => {
                    if after == After::Word {
                        self.boxes.space();
                    }
                    self.token();
                    after = After::Word;
                }
                _ => return Err(Unknown),
            }
        }
        Ok(())
    }
}
