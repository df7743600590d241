//! Lays out patterns.

use super::code::Kind;
use super::types::Arguments;
use super::writer::{INDENT, Known, Unknown, Writer};

impl Writer<'_, '_> {
    /// A pattern, with alternatives.
    pub(super) fn pattern(&mut self) -> Known {
        let mark = self.boxes.mark();
        let mut is_simple = self.is_simple_pattern();
        self.single_pattern()?;
        if !self.is("|") {
            return Ok(());
        }
        while self.pass("|") {
            self.boxes.space();
            self.text("| ");
            is_simple &= self.is_simple_pattern();
            self.single_pattern()?;
        }
        if is_simple {
            self.boxes.filled_at(mark, 0);
        } else {
            self.boxes.consistent_at(mark, 0);
        }
        self.boxes.end();
        Ok(())
    }

    /// Returns whether a literal or `_` follows.
    fn is_simple_pattern(&self) -> bool {
        self.kind(0) == Some(Kind::Literal) || matches!(self.peek(0), "_" | "true" | "false" | "-")
    }

    /// A pattern without alternatives.
    pub(super) fn single_pattern(&mut self) -> Known {
        match self.peek(0) {
            "&" => {
                self.token();
                self.pass_keyword("mut", "mut ");
                self.single_pattern()
            }
            "-" => {
                self.token();
                self.literal_pattern()
            }
            "_" | ".." => {
                self.token();
                Ok(())
            }
            "(" => self.tuple_pattern(),
            "ref" | "mut" => {
                self.pass_keyword("ref", "ref ");
                self.pass_keyword("mut", "mut ");
                self.word()
            }
            _ if self.kind(0) == Some(Kind::Literal) => self.literal_pattern(),
            _ if self.kind(0) == Some(Kind::Word) => self.path_pattern(),
            _ => Err(Unknown),
        }
    }

    fn literal_pattern(&mut self) -> Known {
        if self.kind(0) != Some(Kind::Literal) {
            return Err(Unknown);
        }
        self.token();
        if matches!(self.peek(0), "..=" | "..") {
            self.token();
            self.literal_pattern()?;
        }
        Ok(())
    }

    fn tuple_pattern(&mut self) -> Known {
        self.expect_as("(", "(")?;
        self.boxes.consistent(INDENT);
        self.boxes.zero_break();
        let mut count = 0;
        while !self.is(")") {
            self.pattern()?;
            let has_comma = self.is(",");
            let is_last = self.pass_comma(")")?;
            if count == 0 && is_last {
                if !has_comma {
                    // A pattern in parentheses.
                    return Err(Unknown);
                }
                self.text(",");
                self.boxes.zero_break();
            } else {
                self.boxes.comma(is_last);
            }
            count += 1;
        }
        self.boxes.offset(-INDENT);
        self.boxes.end();
        self.expect_as(")", ")")
    }

    /// A name, a path, or a path with fields.
    fn path_pattern(&mut self) -> Known {
        let mark = self.boxes.mark();
        self.path(Arguments::InExpression)?;
        match self.peek(0) {
            "(" => {
                self.token();
                self.boxes.consistent(INDENT);
                self.boxes.zero_break();
                self.elements(")", Self::pattern)?;
                self.boxes.offset(-INDENT);
                self.boxes.end();
                self.text(")");
                Ok(())
            }
            "{" => {
                self.boxes.consistent_at(mark, INDENT);
                self.struct_pattern()
            }
            "@" => {
                self.skip();
                self.text(" @ ");
                self.single_pattern()
            }
            "!" | "..=" | ".." => Err(Unknown),
            _ => Ok(()),
        }
    }

    fn struct_pattern(&mut self) -> Known {
        self.expect_as("{", " {")?;
        self.boxes.space_if_followed();
        while !self.is("}") {
            if self.is("..") {
                self.token();
                self.boxes.space();
                break;
            }
            if self.peek(1) == ":" {
                self.word()?;
                self.skip();
                self.text(": ");
            }
            self.pattern()?;
            let is_last = self.pass_comma("}")?;
            self.boxes.comma_or_space(is_last);
        }
        self.boxes.offset(-INDENT);
        self.boxes.end();
        self.expect_as("}", "}")
    }
}
