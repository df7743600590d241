//! Lays out paths, types and generic parameters.

use super::code::Kind;
use super::writer::{INDENT, Known, Unknown, Writer};

/// How generic arguments of a path are written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Arguments {
    /// `a::B<T>`
    InType,
    /// `a::B::<T>`
    InExpression,
}

impl Writer<'_, '_> {
    /// A type.
    pub(super) fn ty(&mut self) -> Known {
        match self.peek(0) {
            "&" => {
                self.token();
                self.after_ampersand()
            }
            "&&" => {
                self.skip();
                self.text("&&");
                self.after_ampersand()
            }
            "[" => {
                self.token();
                self.ty()?;
                if self.pass(";") {
                    self.text("; ");
                    self.expression()?;
                }
                self.expect_as("]", "]")
            }
            "(" => self.tuple_type(),
            "!" => {
                self.token();
                Ok(())
            }
            "impl" | "dyn" => {
                self.token();
                self.text(" ");
                self.bound()?;
                while self.pass("+") {
                    self.text(" + ");
                    self.bound()?;
                }
                Ok(())
            }
            "fn" | "for" | "unsafe" | "extern" => Err(Unknown),
            _ => self.path(Arguments::InType),
        }
    }

    fn after_ampersand(&mut self) -> Known {
        if self.peek(0).starts_with('\'') {
            self.token();
            self.text(" ");
        }
        self.pass_keyword("mut", "mut ");
        self.ty()
    }

    fn tuple_type(&mut self) -> Known {
        self.expect_as("(", "(")?;
        self.boxes.consistent(INDENT);
        self.boxes.zero_break();
        let mut count = 0;
        while !self.is(")") {
            self.ty()?;
            let has_comma = self.is(",");
            let is_last = self.pass_comma(")")?;
            if count == 0 && is_last {
                if !has_comma {
                    // A type in parentheses.
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

    /// A trait or a lifetime as a bound.
    fn bound(&mut self) -> Known {
        if self.peek(0).starts_with('\'') {
            return self.word();
        }
        self.path(Arguments::InType)
    }

    /// A path, `<T as Trait>::` at its beginning included.
    pub(super) fn path(&mut self, arguments: Arguments) -> Known {
        if self.is("<") {
            self.token();
            self.ty()?;
            if self.pass("as") {
                self.text(" as ");
                self.path(Arguments::InType)?;
            }
            self.expect_as(">", ">")?;
            self.expect_as("::", "::")?;
        } else if self.is("::") {
            self.token();
        }
        loop {
            self.word()?;
            match self.peek(0) {
                "<" if arguments == Arguments::InType => self.generic_arguments()?,
                "(" if arguments == Arguments::InType => self.function_arguments()?,
                "::" if self.peek(1) == "<" => {
                    self.skip();
                    if arguments == Arguments::InExpression {
                        self.text("::");
                    }
                    self.generic_arguments()?;
                }
                _ => {}
            }
            if !self.is("::") {
                return Ok(());
            }
            self.token();
        }
    }

    /// The generic arguments of a path.
    pub(super) fn generic_arguments(&mut self) -> Known {
        self.expect_as("<", "<")?;
        self.boxes.consistent(INDENT);
        self.boxes.zero_break();
        self.elements(">", Self::generic_argument)?;
        self.boxes.offset(-INDENT);
        self.boxes.end();
        self.text(">");
        Ok(())
    }

    fn generic_argument(&mut self) -> Known {
        match self.kind(0) {
            Some(Kind::Literal) => {
                self.token();
                return Ok(());
            }
            Some(Kind::Word) if self.peek(0).starts_with('\'') => return self.word(),
            _ => {}
        }
        if self.is("{") || self.is("-") || self.peek(1) == ":" {
            return Err(Unknown);
        }
        if self.peek(1) == "=" {
            self.word()?;
            self.skip();
            self.text(" = ");
        }
        self.ty()
    }

    /// The arguments of `Fn(A) -> B`.
    fn function_arguments(&mut self) -> Known {
        self.boxes.consistent(INDENT);
        self.expect_as("(", "(")?;
        self.boxes.zero_break();
        self.elements(")", Self::ty)?;
        self.boxes.offset(-INDENT);
        self.text(")");
        self.return_type()?;
        self.boxes.end();
        Ok(())
    }

    pub(super) fn return_type(&mut self) -> Known {
        if self.pass("->") {
            self.text(" -> ");
            self.ty()?;
        }
        Ok(())
    }

    /// The generic parameters of an item, if it has any.
    pub(super) fn generic_parameters(&mut self) -> Known {
        if !self.is("<") {
            return Ok(());
        }
        self.token();
        self.boxes.consistent(0);
        self.boxes.zero_break();
        self.elements(">", Self::generic_parameter)?;
        self.boxes.offset(-INDENT);
        self.boxes.end();
        self.text(">");
        Ok(())
    }

    fn generic_parameter(&mut self) -> Known {
        let is_lifetime = self.peek(0).starts_with('\'');
        if self.is("const") || self.is("#") {
            return Err(Unknown);
        }
        self.word()?;
        if !is_lifetime {
            self.boxes.filled(INDENT);
        }
        if self.pass(":") {
            self.text(": ");
            self.bound()?;
            while self.pass("+") {
                if is_lifetime {
                    self.text(" + ");
                } else {
                    self.boxes.space();
                    self.text("+ ");
                }
                self.bound()?;
            }
        }
        if !is_lifetime {
            if self.pass("=") {
                self.boxes.space();
                self.text("= ");
                self.ty()?;
            }
            self.boxes.end();
        }
        Ok(())
    }
}
