//! Lays out values with calls and fields after them.

use super::boxes::Break;
use super::code::Kind;
use super::expressions::{Expression, Form};
use super::types::Arguments;
use super::writer::{INDENT, Known, Unknown, Writer};

impl Writer<'_, '_> {
    /// A value with calls and fields after it. `is_short` tells that it begins a line with a short name.
    pub(super) fn chain(&mut self, is_short: bool) -> Known<Expression> {
        let mark = self.boxes.mark();
        let value = self.primary()?;
        self.chain_after(mark, value, is_short)
    }

    /// The calls and fields after a value that has been written since a mark.
    pub(super) fn chain_after(
        &mut self,
        mark: usize,
        value: Expression,
        is_short: bool,
    ) -> Known<Expression> {
        let mut chain = value;
        let after_value = self.boxes.mark();
        // The end of the box follows the last dot.
        let mut last_dot = None;
        loop {
            match self.peek(0) {
                "." => {
                    let is_first = self.boxes.mark() == after_value;
                    if !(is_short && is_first) {
                        let unbroken = if self.boxes.ends_with('.') { " " } else { "" };
                        self.boxes.add_break(Break {
                            unbroken,
                            ..Break::default()
                        });
                    }
                    self.token();
                    self.dot(is_short && is_first)?;
                    chain = Expression::spreading(Form::Other, true);
                    last_dot = Some(self.boxes.mark());
                }
                "?" => {
                    self.token();
                    chain.form = Form::Other;
                }
                "(" => {
                    self.arguments()?;
                    chain.form = Form::Call;
                }
                "[" => {
                    self.token();
                    self.delimited(Self::expression)?;
                    self.expect_as("]", "]")?;
                    chain = Expression::spreading(Form::Other, true);
                }
                _ => break,
            }
        }
        if let Some(after_last_dot) = last_dot {
            self.boxes.end_at(after_last_dot);
            self.boxes.end_at(after_value);
            self.boxes.consistent_at(mark, -INDENT);
            self.boxes.consistent_at(mark, INDENT);
        }
        Ok(chain)
    }

    /// What follows a dot: a field, or a method with its arguments.
    fn dot(&mut self, is_after_short_name: bool) -> Known {
        if self.kind(0) == Some(Kind::Literal) {
            self.token();
            return Ok(());
        }
        self.word()?;
        if self.is("::") {
            self.text("::");
            self.skip();
            self.generic_arguments()?;
        }
        if !self.is("(") {
            return Ok(());
        }
        // The arguments of the only call of a short name are indented from the beginning of the line.
        let is_outdented = is_after_short_name && !self.continues_after(self.length(0) + 1);
        self.boxes
            .consistent(if is_outdented { -INDENT } else { 0 });
        self.arguments()?;
        self.boxes.end();
        Ok(())
    }

    /// Returns whether a chain has another dot after a number of tokens.
    fn continues_after(&self, ahead: usize) -> bool {
        let mut ahead = ahead;
        loop {
            match self.peek(ahead) {
                "." => return true,
                "?" => ahead += 1,
                "(" | "[" => ahead += self.length(ahead) + 1,
                _ => return false,
            }
        }
    }

    /// The arguments of a call.
    fn arguments(&mut self) -> Known {
        self.token();
        let mark = self.boxes.mark();
        self.boxes.consistent(INDENT);
        self.boxes.zero_break();
        let single = self.delimited(|writer| {
            let mut single = None;
            let mut count = 0;
            while !writer.is(")") {
                let argument = writer.expression()?;
                count += 1;
                let is_last = writer.pass_comma(")")?;
                single = (is_last && count == 1).then_some(argument);
                if single.is_none_or(|single| !single.form.is_delimited()) {
                    writer.boxes.comma(is_last);
                }
            }
            Ok(single)
        })?;
        if single.is_some_and(|single| single.form.is_delimited()) {
            self.boxes.remove_at(mark, 2);
        } else {
            self.boxes.offset(-INDENT);
            self.boxes.end();
        }
        self.expect_as(")", ")")
    }

    fn primary(&mut self) -> Known<Expression> {
        match self.kind(0) {
            Some(Kind::Literal) => {
                self.token();
                return Ok(Expression::of(Form::Other));
            }
            Some(Kind::Doc | Kind::FileDoc) | None => return Err(Unknown),
            Some(Kind::Word | Kind::Sign) => {}
        }
        match self.peek(0) {
            "(" => return self.parentheses(),
            "[" => return self.array(),
            "<" | "::" => {}
            _ if self.is_block_like() => return self.block_like(),
            "const" if self.peek(1) == "{" => {
                self.skip();
                self.text("const ");
                self.boxes.consistent(INDENT);
                self.small_block()?;
                self.boxes.end();
                return Ok(Expression::of(Form::Delimited));
            }
            "async" | "for" | "yield" | "static" => return Err(Unknown),
            _ if self.kind(0) == Some(Kind::Word) => {}
            _ => return Err(Unknown),
        }
        let mark = self.boxes.mark();
        self.path(Arguments::InExpression)?;
        match self.peek(0) {
            "!" if self.peek(1) != "=" => {
                self.macro_call()?;
                Ok(Expression::of(Form::Macro))
            }
            "{" if !self.in_head => {
                self.struct_after_path(mark)?;
                Ok(Expression::of(Form::Delimited))
            }
            _ => Ok(Expression::of(Form::Other)),
        }
    }
}
