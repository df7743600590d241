//! Lays out expressions.

use super::code::Kind;
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
    pub(super) fn needs_comma(self) -> bool {
        !matches!(
            self,
            Self::Loop | Self::BlockLike | Self::Match | Self::Block
        )
    }

    pub(super) fn is_delimited(self) -> bool {
        matches!(self, Self::Delimited | Self::Block)
    }
}

/// An expression that has been written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expression {
    pub(super) form: Form,
    /// Whether a brace after it begins a line, if it takes several itself.
    pub(super) spreads: bool,
}

impl Expression {
    pub(super) fn of(form: Form) -> Self {
        Self {
            form,
            spreads: false,
        }
    }

    pub(super) fn spreading(form: Form, spreads: bool) -> Self {
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
                if self.is("raw") && matches!(self.peek(1), "const" | "mut") {
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
}
