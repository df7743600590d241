//! Lays out implementations and functions.

use super::writer::{INDENT, Known, Unknown, Writer};

impl Writer<'_, '_> {
    pub(super) fn implementation(&mut self) -> Known {
        self.boxes.consistent(INDENT);
        self.boxes.filled(-INDENT);
        self.boxes.consistent(INDENT);
        self.expect_as("impl", "impl")?;
        self.generic_parameters()?;
        self.boxes.end();
        self.text(" ");
        self.ty()?;
        if self.pass("for") {
            self.boxes.space();
            self.text("for ");
            self.ty()?;
        }
        self.boxes.end();
        self.text(" ");
        self.expect_as("{", "{")?;
        self.boxes.line_end_if_followed();
        while !self.is("}") {
            let is_separated = self.member()?;
            if is_separated && !self.is("}") {
                self.boxes.line_end();
            }
        }
        self.boxes.offset(-INDENT);
        self.boxes.end();
        self.expect_as("}", "}")?;
        self.boxes.line_end();
        Ok(())
    }

    /// A member of an implementation. Returns whether a blank line follows.
    fn member(&mut self) -> Known<bool> {
        self.attributes()?;
        let keyword = match (self.peek(0), self.peek(1)) {
            ("pub", "(") => self.peek(self.length(1) + 2),
            ("pub", keyword) => keyword,
            (keyword, _) => keyword,
        };
        match keyword {
            "fn" | "async" => {
                self.function()?;
                Ok(true)
            }
            "const" if self.peek(1) != "fn" => {
                self.constant()?;
                Ok(false)
            }
            "const" => {
                self.function()?;
                Ok(true)
            }
            "type" => {
                self.type_alias()?;
                Ok(!self.is("type"))
            }
            _ => Err(Unknown),
        }
    }

    pub(super) fn function(&mut self) -> Known {
        self.boxes.consistent(INDENT);
        self.visibility()?;
        self.pass_keyword("const", "const ");
        self.pass_keyword("async", "async ");
        self.expect_as("fn", "fn ")?;
        self.word()?;
        self.generic_parameters()?;
        self.expect_as("(", "(")?;
        self.boxes.never_break();
        self.boxes.consistent(0);
        self.boxes.zero_break();
        self.elements(")", Self::parameter)?;
        self.boxes.offset(-INDENT);
        self.boxes.end();
        self.text(")");
        self.boxes.consistent(-INDENT);
        self.return_type()?;
        self.boxes.end();
        if !self.is("{") {
            return Err(Unknown);
        }
        self.text(" ");
        self.text("{");
        self.lines_of_block()?;
        self.boxes.line_end();
        Ok(())
    }

    fn parameter(&mut self) -> Known {
        if self.is("#") {
            return Err(Unknown);
        }
        let mut ahead = 0;
        while matches!(self.peek(ahead), "&" | "mut") || self.peek(ahead).starts_with('\'') {
            ahead += 1;
        }
        if self.peek(ahead) == "self" {
            for _ in 0..ahead {
                let has_space = !self.is("&");
                self.token();
                if has_space {
                    self.text(" ");
                }
            }
            self.token();
            return if self.is(":") { Err(Unknown) } else { Ok(()) };
        }
        self.single_pattern()?;
        self.expect_as(":", ": ")?;
        self.ty()
    }
}
