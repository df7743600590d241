//! Lays out blocks and their statements.

use super::expressions::Expression;
use super::types::Arguments;
use super::writer::{INDENT, Known, Unknown, Writer};

impl Writer<'_, '_> {
    /// The statements of a block up to its closing brace, each on a line of its own.
    pub(super) fn statements(&mut self) -> Known {
        self.delimited(|writer| {
            while !writer.is("}") {
                writer.statement()?;
            }
            Ok(())
        })
    }

    /// A block whose statements are on lines of their own, after its opening brace has been written.
    pub(super) fn lines_of_block(&mut self) -> Known {
        self.expect("{")?;
        self.boxes.line_end_if_followed();
        self.statements()?;
        self.boxes.offset(-INDENT);
        self.boxes.end();
        self.expect_as("}", "}")
    }

    /// A block that is on one line if it is a single expression that fits there.
    pub(super) fn small_block(&mut self) -> Known {
        self.expect_as("{", "{")?;
        if !self.is("}") {
            self.boxes.space();
            self.delimited(|writer| {
                let first = writer.statement()?;
                if let (Some(expression), true) = (first, writer.is("}")) {
                    if expression.form.ends_with_semicolon() {
                        return Err(Unknown);
                    }
                    writer.boxes.line_end_to_space();
                }
                while !writer.is("}") {
                    writer.statement()?;
                }
                Ok(())
            })?;
            self.boxes.offset(-INDENT);
        }
        self.expect_as("}", "}")
    }

    /// A statement. Returns the expression that it is, if it has no semicolon.
    fn statement(&mut self) -> Known<Option<Expression>> {
        match self.peek(0) {
            "let" => {
                self.local()?;
                return Ok(None);
            }
            "static" => {
                self.constant()?;
                return Ok(None);
            }
            "use" | "fn" | "struct" | "enum" | "impl" | "type" | "mod" | "trait" | "#" | "" => {
                return Err(Unknown);
            }
            ";" => {
                self.skip();
                return Ok(None);
            }
            _ => {}
        }
        if self.macro_statement()? {
            return Ok(None);
        }
        self.boxes.filled(0);
        let expression = if self.is_block_like() {
            let mark = self.boxes.mark();
            let expression = self.block_like()?;
            if matches!(self.peek(0), "." | "?") {
                self.chain_after(mark, expression, false)?
            } else {
                expression
            }
        } else {
            let expression = self.expression_at_line_start()?;
            if !matches!(self.peek(0), ";" | "}") {
                return Err(Unknown);
            }
            expression
        };
        let has_semicolon = self.pass(";");
        let writes_semicolon = if has_semicolon {
            !expression.form.drops_semicolon()
        } else {
            expression.form.ends_with_semicolon()
        };
        if writes_semicolon {
            self.text(";");
        }
        self.boxes.end();
        self.boxes.line_end();
        Ok((!has_semicolon).then_some(expression))
    }

    fn local(&mut self) -> Known {
        self.expect("let")?;
        self.boxes.filled(0);
        self.text("let ");
        self.pattern()?;
        if self.pass(":") {
            self.text(": ");
            self.ty()?;
        }
        if self.pass("=") {
            self.text(" = ");
            self.boxes.never_break();
            self.expression()?;
            if self.pass("else") {
                self.boxes.space();
                self.text("else ");
                self.boxes.end();
                self.boxes.never_break();
                self.boxes.consistent(INDENT);
                self.small_block()?;
            }
        }
        self.boxes.end();
        self.expect_as(";", ";")?;
        self.boxes.line_end();
        Ok(())
    }

    /// A macro as a statement, if one follows.
    fn macro_statement(&mut self) -> Known<bool> {
        let mut ahead = 0;
        while self.peek(ahead + 1) == "::" {
            ahead += 2;
        }
        if self.peek(ahead + 1) != "!" || self.peek(ahead + 2) == "=" {
            return Ok(false);
        }
        let after = ahead + 2 + self.length(ahead + 2) + 1;
        let is_braced = self.peek(ahead + 2) == "{";
        if self.peek(after) != ";" && !is_braced {
            return Ok(false);
        }
        self.path(Arguments::InExpression)?;
        self.macro_call()?;
        if self.pass(";") {
            self.text(";");
        }
        self.boxes.line_end();
        Ok(true)
    }
}
