//! Lays out struct expressions, tuples, arrays and closures.

use super::boxes::Break;
use super::code::Kind;
use super::expressions::{Expression, Form};
use super::writer::{INDENT, Known, Unknown, Writer};

impl Writer<'_, '_> {
    pub(super) fn struct_after_path(&mut self, mark: usize) -> Known {
        self.boxes.filled_at(mark, -INDENT);
        self.boxes.consistent_at(mark, INDENT);
        self.boxes.end();
        self.expect_as("{", " {")?;
        self.boxes.space_if_followed();
        self.delimited(|writer| {
            while !writer.is("}") {
                if writer.is("..") {
                    writer.token();
                    writer.expression()?;
                    writer.boxes.space();
                    break;
                }
                writer.token();
                if writer.pass(":") {
                    writer.text(": ");
                    writer.boxes.filled(0);
                    writer.expression()?;
                    writer.boxes.end();
                }
                let is_last = writer.pass_comma("}")?;
                writer.boxes.comma_or_space(is_last);
            }
            Ok(())
        })?;
        self.boxes.offset(-INDENT);
        self.boxes.end_limited(34);
        self.expect_as("}", "}")
    }

    /// A tuple, or an expression in parentheses.
    pub(super) fn parentheses(&mut self) -> Known<Expression> {
        self.token();
        let mark = self.boxes.mark();
        self.boxes.consistent(INDENT);
        self.boxes.zero_break();
        let mut parenthesized = None;
        let mut count = 0;
        self.delimited(|writer| {
            while !writer.is(")") {
                let element = writer.expression()?;
                let has_comma = writer.is(",");
                let is_last = writer.pass_comma(")")?;
                count += 1;
                if count > 1 || !is_last {
                    writer.boxes.comma(is_last);
                } else if has_comma {
                    writer.text(",");
                    writer.boxes.zero_break();
                } else {
                    parenthesized = Some(element);
                }
            }
            Ok(())
        })?;
        if let Some(element) = parenthesized {
            self.boxes.remove_at(mark, 2);
            self.expect_as(")", ")")?;
            return Ok(Expression::spreading(Form::Other, element.spreads));
        }
        self.boxes.offset(-INDENT);
        self.boxes.end();
        self.expect_as(")", ")")?;
        Ok(Expression::of(Form::Delimited))
    }

    pub(super) fn array(&mut self) -> Known<Expression> {
        let array = Expression::of(Form::Delimited);
        let is_simple = self.is_simple_array();
        let length = self.length(0);
        if length == 1 {
            self.skip();
            self.skip();
            self.text("[]");
            return Ok(array);
        }
        if is_simple {
            self.boxes.consistent(INDENT);
            self.token();
            self.boxes.zero_break();
            self.boxes.filled(0);
            while !self.is("]") {
                self.token();
                if !self.pass_comma("]")? {
                    self.text(",");
                    self.boxes.space();
                }
            }
            self.boxes.end();
            self.boxes.comma(true);
            self.boxes.offset(-INDENT);
            self.token();
            self.boxes.end();
            return Ok(array);
        }
        self.token();
        let mark = self.boxes.mark();
        self.boxes.consistent(INDENT);
        self.boxes.zero_break();
        let is_repeated = self.delimited(|writer| {
            while !writer.is("]") {
                writer.expression()?;
                if writer.pass(";") {
                    writer.boxes.remove_at(mark, 2);
                    writer.text("; ");
                    writer.expression()?;
                    return Ok(true);
                }
                let is_last = writer.pass_comma("]")?;
                writer.boxes.comma(is_last);
            }
            Ok(false)
        })?;
        if is_repeated {
            self.expect_as("]", "]")?;
            return Ok(Expression::of(Form::Other));
        }
        self.boxes.offset(-INDENT);
        self.boxes.end();
        self.expect_as("]", "]")?;
        Ok(array)
    }

    /// Returns whether the elements of an array are integers, characters or booleans, of which several share a line.
    fn is_simple_array(&self) -> bool {
        let elements = 1..self.length(0);
        !elements.is_empty()
            && elements.clone().all(|ahead| {
                let text = self.peek(ahead);
                match self.kind(ahead) {
                    _ if (ahead % 2 == 0) => text == ",",
                    Some(Kind::Literal) => !text.contains(['"', '.']) && !is_float(text),
                    Some(Kind::Word) => matches!(text, "true" | "false"),
                    _ => false,
                }
            })
    }

    pub(super) fn closure(&mut self) -> Known<Expression> {
        self.boxes.filled(0);
        self.pass_keyword("move", "move ");
        self.boxes.consistent(INDENT);
        self.text("|");
        if !self.pass("||") {
            self.expect("|")?;
            let mut is_first = true;
            while !self.is("|") {
                if is_first {
                    self.boxes.zero_break();
                }
                is_first = false;
                self.single_pattern()?;
                if self.pass(":") {
                    self.text(": ");
                    self.ty()?;
                }
                if !self.pass_comma("|")? {
                    self.text(",");
                    self.boxes.space();
                }
            }
            self.expect("|")?;
        }
        if self.is("->") {
            return Err(Unknown);
        }
        self.text("|");
        self.boxes.space();
        self.boxes.offset(-INDENT);
        self.boxes.end();
        self.boxes.never_break();
        let mark = self.boxes.mark();
        self.boxes.consistent(INDENT);
        self.boxes.add_break(Break {
            before: "{",
            ..Break::default()
        });
        let body = self.expression()?;
        let is_plain = body.form.is_delimited() || matches!(body.form, Form::Match | Form::Call);
        if is_plain {
            self.boxes.remove_at(mark, 2);
        } else {
            let before = if body.form.ends_with_semicolon() {
                ";"
            } else {
                ""
            };
            self.boxes.add_break(Break {
                offset: -INDENT,
                before,
                after: "}",
                ..Break::default()
            });
            self.boxes.end();
        }
        self.boxes.end();
        Ok(Expression::of(Form::Delimited))
    }
}

/// Returns whether a literal is a floating-point number.
fn is_float(literal: &str) -> bool {
    !literal.starts_with("0x") && (literal.contains(['e', 'E']) || literal.contains("f64"))
}
