//! Lays out expressions with blocks: conditions, loops and `match`.

use super::boxes::Break;
use super::expressions::{Expression, Form};
use super::writer::{INDENT, Known, Unknown, Writer};

impl Writer<'_, '_> {
    /// Returns whether an expression with a block follows, which as a statement needs no semicolon.
    pub(super) fn is_block_like(&self) -> bool {
        matches!(
            self.peek(0),
            "if" | "match" | "for" | "while" | "loop" | "unsafe" | "{"
        )
    }

    /// An expression with a block.
    pub(super) fn block_like(&mut self) -> Known<Expression> {
        match self.peek(0) {
            "if" => self.conditional(),
            "match" => self.matching(),
            "for" => {
                self.skip();
                self.boxes.filled(0);
                self.text("for ");
                self.pattern()?;
                self.expect_as("in", " in ")?;
                self.boxes.never_break();
                self.head()?;
                self.body()?;
                self.boxes.end();
                Ok(Expression::of(Form::Loop))
            }
            "while" => {
                self.skip();
                self.text("while ");
                self.head()?;
                self.body()?;
                Ok(Expression::of(Form::Loop))
            }
            "{" => {
                self.boxes.consistent(INDENT);
                self.small_block()?;
                self.boxes.end();
                Ok(Expression::of(Form::Block))
            }
            _ => Err(Unknown),
        }
    }

    /// The block of a loop.
    fn body(&mut self) -> Known {
        self.text("{");
        self.boxes.never_break();
        self.boxes.consistent(INDENT);
        self.lines_of_block()
    }

    /// The expression before a block.
    fn head(&mut self) -> Known {
        self.boxes.consistent(0);
        let in_head = std::mem::replace(&mut self.in_head, true);
        let head = self.expression()?;
        self.in_head = in_head;
        if head.spreads {
            self.boxes.space();
        } else {
            self.text(" ");
        }
        self.boxes.end();
        Ok(())
    }

    fn conditional(&mut self) -> Known<Expression> {
        self.boxes.consistent(INDENT);
        self.if_head()?;
        let after = self.length(0) + 1;
        if self.peek(after) != "else" {
            self.text("{");
            if self.length(0) == 1 {
                self.skip();
            } else {
                self.expect("{")?;
                self.boxes.line_end();
                self.statements()?;
                self.boxes.offset(-INDENT);
            }
            self.expect_as("}", "}")?;
            self.boxes.end();
            return Ok(Expression::of(Form::Loop));
        }
        self.small_block()?;
        let mut form = Form::BlockLike;
        while self.pass("else") {
            self.text(" else ");
            if self.is("if") {
                self.if_head()?;
                self.small_block()?;
                if !self.is("else") {
                    form = Form::Loop;
                }
            } else {
                self.small_block()?;
                break;
            }
        }
        self.boxes.end();
        Ok(Expression::of(form))
    }

    fn if_head(&mut self) -> Known {
        self.expect_as("if", "if ")?;
        self.boxes.consistent(-INDENT);
        self.head()?;
        self.boxes.end();
        Ok(())
    }

    fn matching(&mut self) -> Known<Expression> {
        self.expect("match")?;
        self.boxes.filled(0);
        self.text("match ");
        self.head()?;
        self.expect_as("{", "{")?;
        self.boxes.never_break();
        self.boxes.consistent(INDENT);
        self.boxes.line_end_if_followed();
        self.delimited(|writer| {
            while !writer.is("}") {
                writer.arm()?;
                writer.boxes.line_end();
            }
            Ok(())
        })?;
        self.boxes.offset(-INDENT);
        self.boxes.end();
        self.expect_as("}", "}")?;
        self.boxes.end();
        Ok(Expression::of(Form::Match))
    }

    fn arm(&mut self) -> Known {
        self.attributes()?;
        self.boxes.filled(0);
        self.pattern()?;
        if self.pass("if") {
            self.text(" if ");
            self.expression()?;
        }
        self.expect_as("=>", " => ")?;
        let mut braces = 0;
        while self.is("{") && self.is_single_expression()? {
            self.skip();
            braces += 1;
        }
        let is_unit = self.is("(") && self.length(0) == 1;
        if is_unit {
            self.skip();
            self.skip();
            self.text("{}");
        } else if self.is("{") {
            self.body()?;
        } else {
            self.arm_expression()?;
        }
        for _ in 0..braces {
            self.expect("}")?;
        }
        if !self.pass(",") && !self.is("}") && braces == 0 && !self.is_after_brace() {
            return Err(Unknown);
        }
        self.boxes.end();
        Ok(())
    }

    fn arm_expression(&mut self) -> Known {
        self.boxes.never_break();
        self.boxes.consistent(INDENT);
        self.boxes.add_break(Break {
            before: "{",
            ..Break::default()
        });
        let body = self.expression_at_line_start()?;
        if body.form == Form::Let {
            return Err(Unknown);
        }
        let before = if body.form.ends_with_semicolon() {
            ";"
        } else {
            ""
        };
        let unbroken = if body.form.needs_comma() { "," } else { "" };
        self.boxes.add_break(Break {
            offset: -INDENT,
            before,
            after: "}",
            unbroken,
            ..Break::default()
        });
        self.boxes.end();
        Ok(())
    }

    /// Returns whether the token before is a closing brace.
    fn is_after_brace(&self) -> bool {
        self.boxes.ends_with('}')
    }

    /// Returns whether the block that follows holds a single expression without a semicolon.
    fn is_single_expression(&self) -> Known<bool> {
        let end = self.length(0);
        let mut ahead = 1;
        if end == 1 || self.peek(1) == "let" {
            return Ok(false);
        }
        let is_block_like = matches!(
            self.peek(1),
            "if" | "match" | "for" | "while" | "loop" | "unsafe" | "{"
        );
        let mut ended_block = false;
        while ahead < end {
            match self.peek(ahead) {
                ";" => return Ok(false),
                // Another statement after the block, or what continues the expression.
                _ if ended_block && self.peek(ahead) != "else" => {
                    return if matches!(self.peek(ahead), "." | "?") {
                        Err(Unknown)
                    } else {
                        Ok(false)
                    };
                }
                "else" => ended_block = false,
                "{" if is_block_like => ended_block = true,
                _ => {}
            }
            ahead += self.length(ahead) + 1;
        }
        Ok(true)
    }
}
