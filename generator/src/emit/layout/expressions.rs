//! Lays out expressions.

use super::boxes::Break;
use super::code::Kind;
use super::types::Arguments;
use super::writer::{INDENT, Known, Unknown, Writer};

/// What an expression is, as far as the layout around it depends on that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form {
    /// Has delimiters or a block, so that as a single argument it needs no line of its own.
    Delimited,
    Block,
    Assignment,
    /// `return`, `break` or `continue`.
    Jump,
    /// A loop, or an `if` without `else`, whose value is nothing.
    Loop,
    /// An `if` with `else`, `match`, `loop` or `unsafe`.
    BlockLike,
    Match,
    Call,
    /// The condition of an `if let`.
    Let,
    Macro,
    Other,
}

impl Form {
    /// Returns whether the expression is a statement only with a semicolon.
    pub(super) fn ends_with_semicolon(self) -> bool {
        matches!(self, Self::Assignment | Self::Jump)
    }

    /// Returns whether a semicolon after the expression is dropped.
    pub(super) fn drops_semicolon(self) -> bool {
        self == Self::Loop
    }

    /// Returns whether an arm of a `match` ends in a comma after it.
    fn needs_comma(self) -> bool {
        !matches!(
            self,
            Self::Loop | Self::BlockLike | Self::Match | Self::Block
        )
    }

    fn is_delimited(self) -> bool {
        matches!(self, Self::Delimited | Self::Block)
    }
}

/// An expression that has been written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expression {
    pub(super) form: Form,
    /// Whether a brace after it begins a line, if it takes several itself.
    spreads: bool,
}

impl Expression {
    pub(super) fn of(form: Form) -> Self {
        Self {
            form,
            spreads: false,
        }
    }

    fn spreading(form: Form, spreads: bool) -> Self {
        Self { form, spreads }
    }
}

/// The binary operators, and how strongly they bind.
const OPERATORS: &[(&str, u8)] = &[
    ("||", 1),
    ("&&", 2),
    ("==", 3),
    ("!=", 3),
    ("<=", 3),
    (">=", 3),
    ("<", 3),
    (">", 3),
    ("|", 4),
    ("^", 5),
    ("&", 6),
    ("+", 8),
    ("-", 8),
    ("*", 9),
    ("/", 9),
    ("%", 9),
];

/// How strongly what is compared with `let` binds.
const COMPARISON: u8 = 3;

const CAST: u8 = 10;

/// The longest name in bytes after which a call is on the same line.
const SHORT_NAME: usize = 4;

impl Writer<'_, '_> {
    /// An expression.
    pub(super) fn expression(&mut self) -> Known<Expression> {
        self.assignment(false)
    }

    /// An expression at the beginning of a line, where a call of a short name is not broken.
    pub(super) fn expression_at_line_start(&mut self) -> Known<Expression> {
        let is_short = self.kind(0) == Some(Kind::Word)
            && self.peek(0).len() <= SHORT_NAME
            && self.peek(1) == "."
            && self.is_chain();
        self.assignment(is_short)
    }

    /// Returns whether the expression that follows is one chain of calls and fields, without operators.
    fn is_chain(&self) -> bool {
        let mut ahead = 0;
        loop {
            match self.peek(ahead) {
                ";" | "," | ")" | "]" | "}" | "" => return true,
                "::" => {
                    ahead += 1;
                    let mut depth = 0;
                    while matches!(self.peek(ahead), "<" | ">") || depth > 0 {
                        match self.peek(ahead) {
                            "<" => depth += 1,
                            ">" => depth -= 1,
                            "" => return true,
                            _ => {}
                        }
                        ahead += 1;
                    }
                }
                "as" => return false,
                "." | "?" => ahead += 1,
                _ if self.length(ahead) > 0 => ahead += self.length(ahead) + 1,
                _ if self.kind(ahead) == Some(Kind::Sign) => return false,
                _ => ahead += 1,
            }
        }
    }

    fn assignment(&mut self, is_short: bool) -> Known<Expression> {
        let mark = self.boxes.mark();
        let left = self.range(is_short)?;
        match self.peek(0) {
            "=" => {
                self.skip();
                self.boxes.filled_at(mark, 0);
                self.text(" = ");
                self.boxes.never_break();
                self.expression()?;
                self.boxes.end();
                Ok(Expression::spreading(Form::Assignment, true))
            }
            "+=" | "-=" | "*=" | "/=" | "|=" | "&=" => {
                self.operator_at(mark);
                self.expression()?;
                self.boxes.end();
                Ok(Expression::spreading(Form::Assignment, true))
            }
            _ => Ok(left),
        }
    }

    /// Writes an operator after the operand since a mark.
    fn operator_at(&mut self, mark: usize) {
        self.boxes.filled_at(mark, -INDENT);
        self.boxes.filled_at(mark, INDENT);
        self.boxes.end();
        self.boxes.space();
        self.token();
        self.text(" ");
    }

    fn range(&mut self, is_short: bool) -> Known<Expression> {
        let has_start = !matches!(self.peek(0), ".." | "..=");
        let start = if has_start {
            self.binary(1, is_short)?
        } else {
            Expression::of(Form::Other)
        };
        if !matches!(self.peek(0), ".." | "..=") {
            return Ok(start);
        }
        if !has_start && self.boxes.ends_with('.') {
            self.text(" ");
        }
        self.token();
        if matches!(self.peek(0), ")" | "]" | "}" | "," | ";" | "{") {
            return Ok(Expression::of(Form::Other));
        }
        let end = self.binary(1, false)?;
        Ok(Expression::spreading(Form::Other, end.spreads))
    }

    /// An expression of binary operators that bind at least this strongly.
    fn binary(&mut self, strength: u8, is_short: bool) -> Known<Expression> {
        let mark = self.boxes.mark();
        let mut left = self.unary(is_short)?;
        loop {
            if self.is("as") && CAST >= strength {
                self.operator_at(mark);
                self.ty()?;
                self.boxes.end();
                left = Expression::spreading(Form::Other, true);
                continue;
            }
            let operator = self.peek(0);
            let is_sign = self.kind(0) == Some(Kind::Sign);
            let Some((_, own)) = (OPERATORS.iter())
                .find(|(known, own)| is_sign && *known == operator && *own >= strength)
            else {
                return Ok(left);
            };
            self.operator_at(mark);
            self.binary(own + 1, false)?;
            self.boxes.end();
            left = Expression::spreading(Form::Other, true);
        }
    }

    fn unary(&mut self, is_short: bool) -> Known<Expression> {
        match self.peek(0) {
            "-" | "!" | "*" if self.kind(0) == Some(Kind::Sign) => {
                self.token();
                let operand = self.unary(false)?;
                Ok(Expression::spreading(Form::Other, operand.spreads))
            }
            "&" | "&&" => {
                self.token();
                if self.is("raw") {
                    return Err(Unknown);
                }
                self.pass_keyword("mut", "mut ");
                let operand = self.unary(false)?;
                Ok(Expression::spreading(Form::Other, operand.spreads))
            }
            "let" => self.condition_let(),
            "|" | "||" | "move" => self.closure(),
            "return" | "break" => {
                self.token();
                if matches!(self.peek(0), ";" | "," | ")" | "]" | "}") {
                    return Ok(Expression::of(Form::Jump));
                }
                self.text(" ");
                let value = self.expression()?;
                Ok(Expression::spreading(Form::Jump, value.spreads))
            }
            "continue" => {
                self.token();
                Ok(Expression::of(Form::Jump))
            }
            _ => self.chain(is_short),
        }
    }

    fn condition_let(&mut self) -> Known<Expression> {
        self.expect("let")?;
        self.boxes.filled(0);
        self.text("let ");
        self.boxes.filled(0);
        self.pattern()?;
        self.boxes.end();
        self.expect_as("=", " = ")?;
        self.boxes.never_break();
        self.boxes.filled(0);
        let value = self.binary(COMPARISON, false)?;
        self.boxes.end();
        self.boxes.end();
        Ok(Expression::spreading(Form::Let, value.spreads))
    }

    /// A value with calls and fields after it. `is_short` tells that it begins a line with a short name.
    fn chain(&mut self, is_short: bool) -> Known<Expression> {
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

    fn struct_after_path(&mut self, mark: usize) -> Known {
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
    fn parentheses(&mut self) -> Known<Expression> {
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

    fn array(&mut self) -> Known<Expression> {
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

    fn closure(&mut self) -> Known<Expression> {
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

/// Returns whether a literal is a floating-point number.
fn is_float(literal: &str) -> bool {
    !literal.starts_with("0x") && (literal.contains(['e', 'E']) || literal.contains("f64"))
}
