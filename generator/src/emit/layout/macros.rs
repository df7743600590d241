//! Lays out calls of macros.
//!
//! The tokens of a macro are not known to be types or expressions, so they are separated by spaces, as prettyplease does.

use super::code::Kind;
use super::writer::{INDENT, Known, Unknown, Writer};

/// What the space before a token depends on.
#[derive(Clone, Copy, PartialEq)]
enum After {
    Start,
    Pound,
    PoundBang,
    Dot,
    Colons,
    Word,
    WordBang,
    Group,
    Other,
}

impl Writer<'_, '_> {
    /// The `!` and the tokens of a macro, after its path.
    pub(super) fn macro_call(&mut self) -> Known {
        self.expect_as("!", "!")?;
        let count = self.length(0);
        let (open, is_braced) = match self.peek(0) {
            "(" => ("(", false),
            "[" => ("[", false),
            "{" => (" {", true),
            _ => return Err(Unknown),
        };
        self.text(open);
        self.skip();
        if count > 1 {
            self.boxes.consistent(INDENT);
            self.macro_edge(is_braced);
            self.boxes.filled(0);
            self.macro_tokens(count - 1)?;
            self.boxes.end();
            self.macro_edge(is_braced);
            self.boxes.offset(-INDENT);
            self.boxes.end();
        }
        self.token();
        Ok(())
    }

    /// The `!` and the tokens of a macro that takes types, which stay on one line.
    pub(super) fn macro_on_one_line(&mut self) -> Known {
        self.expect_as("!", "!")?;
        let count = self.length(0);
        self.expect_as("(", "(")?;
        let mut is_after_word = false;
        for _ in 1..count {
            let is_word = self.kind(0) == Some(Kind::Word);
            match self.peek(0) {
                "," => {
                    self.skip();
                    self.text(", ");
                }
                "=>" => {
                    self.skip();
                    self.text(" => ");
                }
                _ => {
                    if is_word && is_after_word {
                        self.text(" ");
                    }
                    self.token();
                }
            }
            is_after_word = is_word;
        }
        self.expect_as(")", ")")?;
        self.expect_as(";", ";")
    }

    fn macro_edge(&mut self, is_braced: bool) {
        if is_braced {
            self.boxes.line_end();
        } else {
            self.boxes.zero_break();
        }
    }

    /// A number of tokens within a macro.
    fn macro_tokens(&mut self, count: usize) -> Known {
        use After::*;
        let mut left = count;
        let mut after = Start;
        let mut is_joint = true;
        while left > 0 {
            let (kind, text) = (self.kind(0).ok_or(Unknown)?, self.peek(0));
            let (needs_space, next) = match (after, kind, text) {
                (_, Kind::Doc | Kind::FileDoc, _) | (_, Kind::Sign, "$") => return Err(Unknown),
                (_, Kind::Word, lifetime) if lifetime.starts_with('\'') => (true, Word),
                (Pound, Kind::Sign, "!") => (false, PoundBang),
                (Pound | PoundBang, Kind::Sign, "[") => (false, Other),
                (Word, Kind::Sign, "(" | "[") => (false, Group),
                (Word, Kind::Sign, "!") => (false, WordBang),
                (WordBang, Kind::Sign, "(" | "[") => (false, Other),
                (_, Kind::Sign, "(" | "[") => (true, Group),
                (_, Kind::Sign, "{") => (true, Other),
                (_, Kind::Word, word) if !is_keyword(word) => {
                    (after != Dot && after != Colons, Word)
                }
                (_, Kind::Literal, literal) if literal.ends_with('.') => (after != Dot, Other),
                (_, Kind::Literal, _) => (after != Dot, Word),
                (_, Kind::Sign, "," | ";") => (false, Other),
                (_, Kind::Sign, ".") => (after != Word && after != Group, Dot),
                (_, Kind::Sign, "::") => (after != Word, Colons),
                (_, Kind::Sign, ":") => (true, Other),
                (_, Kind::Sign, "#") => (true, Pound),
                _ => (true, Other),
            };
            if !is_joint {
                if needs_space {
                    self.boxes.space();
                } else if text == "." {
                    self.boxes.zero_break();
                }
            }
            is_joint = false;
            let length = self.length(0);
            if length > 0 {
                self.macro_group(length)?;
                left -= length + 1;
            } else {
                self.token();
                left -= 1;
            }
            after = next;
        }
        Ok(())
    }

    fn macro_group(&mut self, length: usize) -> Known {
        let is_spaced = self.is("{") && length > 1;
        self.token();
        if is_spaced {
            self.boxes.space();
        }
        if length > 1 {
            self.macro_tokens(length - 1)?;
        }
        if is_spaced {
            self.boxes.space();
        }
        self.token();
        Ok(())
    }
}

fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "as" | "async"
            | "await"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "crate"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "fn"
            | "for"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "type"
            | "unsafe"
            | "use"
            | "where"
            | "while"
            | "yield"
    )
}
