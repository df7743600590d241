//! Lays out items: definitions, implementations, imports and modules.

use super::code::Kind;
use super::types::Arguments;
use super::writer::{INDENT, Known, Unknown, Writer};

/// What an item is, as far as blank lines around it depend on that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ItemKind {
    Use,
    /// The declaration of a module.
    Module,
    /// A module whose items follow, if it has several.
    OpenModule,
    Static,
    Other,
}

/// An item that has been written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) kind: ItemKind,
    /// Whether it follows others of its kind without a blank line.
    pub(super) is_line: bool,
}

impl Writer<'_, '_> {
    /// An item with its attributes.
    pub(super) fn item(&mut self) -> Known<Item> {
        self.attributes()?;
        let keyword = match (self.peek(0), self.peek(1)) {
            ("pub", "(") => self.peek(self.length(1) + 2),
            ("pub", keyword) => keyword,
            (keyword, _) => keyword,
        };
        let mut kind = match keyword {
            "use" => ItemKind::Use,
            "mod" => ItemKind::Module,
            "static" => ItemKind::Static,
            _ => ItemKind::Other,
        };
        let mut is_line = matches!(kind, ItemKind::Use | ItemKind::Module);
        match keyword {
            "use" => self.import()?,
            "mod" => {
                kind = self.module()?;
                is_line = kind == ItemKind::Module;
            }
            "static" | "const" => is_line = self.constant()?,
            "struct" => self.structure()?,
            "enum" => self.enumeration()?,
            "impl" => self.implementation()?,
            "type" => self.type_alias()?,
            "fn" | "async" => self.function()?,
            "trait" | "unsafe" | "extern" => return Err(Unknown),
            "union" | "macro_rules" if self.peek(1) != "!" || self.peek(2) != "{" => {
                return Err(Unknown);
            }
            _ => self.macro_item()?,
        }
        Ok(Item { kind, is_line })
    }

    pub(super) fn visibility(&mut self) -> Known {
        if self.pass("pub") {
            if self.is("(") {
                self.text("pub");
                self.token();
                self.pass_keyword("in", "in ");
                self.path(Arguments::InType)?;
                self.expect_as(")", ") ")?;
            } else {
                self.text("pub ");
            }
        }
        Ok(())
    }

    fn import(&mut self) -> Known {
        self.visibility()?;
        self.expect_as("use", "use ")?;
        if self.is("::") {
            self.token();
        }
        self.import_tree()?;
        self.expect_as(";", ";")?;
        self.boxes.line_end();
        Ok(())
    }

    /// A path of an import. Returns whether it ends in a list.
    fn import_tree(&mut self) -> Known<bool> {
        loop {
            match self.peek(0) {
                "*" => {
                    self.token();
                    return Ok(false);
                }
                "{" => return self.import_list(),
                _ => self.word()?,
            }
            if self.pass("as") {
                self.text(" as ");
                self.word()?;
            }
            if !self.is("::") {
                return Ok(false);
            }
            self.token();
        }
    }

    fn import_list(&mut self) -> Known<bool> {
        let has_several = (1..self.length(0)).any(|ahead| self.peek(ahead) == ",");
        if !has_several {
            // The braces around a single name vanish.
            return Err(Unknown);
        }
        self.boxes.consistent(INDENT);
        self.expect_as("{", "{")?;
        self.boxes.zero_break();
        self.boxes.filled(0);
        while !self.is("}") {
            let ends_in_list = self.import_tree()?;
            if !self.pass_comma("}")? {
                self.text(",");
                if ends_in_list {
                    self.boxes.line_end();
                } else {
                    self.boxes.space();
                }
            }
        }
        self.boxes.end();
        self.boxes.comma(true);
        self.boxes.offset(-INDENT);
        self.expect_as("}", "}")?;
        self.boxes.end();
        Ok(true)
    }

    fn module(&mut self) -> Known<ItemKind> {
        self.boxes.consistent(INDENT);
        self.visibility()?;
        self.expect_as("mod", "mod ")?;
        self.word()?;
        let kind = match self.peek(0) {
            ";" => {
                self.token();
                ItemKind::Module
            }
            "{" if self.has_several_items() => {
                self.skip();
                self.text(" {");
                ItemKind::OpenModule
            }
            "{" => {
                self.skip();
                self.text(" {");
                self.boxes.line_end_if_followed();
                if !self.is("}") {
                    self.item()?;
                }
                self.boxes.offset(-INDENT);
                self.boxes.end();
                self.expect_as("}", "}")?;
                self.boxes.line_end();
                return Ok(ItemKind::Other);
            }
            _ => return Err(Unknown),
        };
        self.boxes.end();
        self.boxes.line_end();
        Ok(kind)
    }

    /// Returns whether an inline module that follows has more than one item.
    fn has_several_items(&self) -> bool {
        let end = self.length(0);
        let mut ahead = 1;
        while ahead < end {
            let ends_item = match self.peek(ahead) {
                ";" => true,
                // The braces of an import are followed by a semicolon, and those of attributes are brackets.
                "{" => self.peek(ahead + self.length(ahead) + 1) != ";",
                _ => false,
            };
            ahead += self.length(ahead) + 1;
            if ends_item {
                return ahead < end;
            }
        }
        false
    }

    /// A static or constant. Returns whether it is the static of a parameter, of which there are lists.
    pub(super) fn constant(&mut self) -> Known<bool> {
        self.boxes.consistent(0);
        self.visibility()?;
        let is_static = self.pass_keyword("static", "static ");
        if !is_static {
            self.expect_as("const", "const ")?;
        }
        self.pass_keyword("mut", "mut ");
        self.word()?;
        self.expect_as(":", ": ")?;
        let is_parameter = is_static && self.peek(0) == "Parameter" && self.peek(1) == "=";
        self.ty()?;
        self.expect_as("=", " = ")?;
        self.boxes.never_break();
        self.expression()?;
        self.expect_as(";", ";")?;
        self.boxes.end();
        self.boxes.line_end();
        Ok(is_parameter)
    }

    pub(super) fn type_alias(&mut self) -> Known {
        self.boxes.consistent(INDENT);
        self.visibility()?;
        self.expect_as("type", "type ")?;
        self.word()?;
        self.generic_parameters()?;
        self.expect_as("=", " = ")?;
        self.boxes.never_break();
        self.boxes.filled(-INDENT);
        self.ty()?;
        self.boxes.end();
        self.expect_as(";", ";")?;
        self.boxes.end();
        self.boxes.line_end();
        Ok(())
    }

    fn structure(&mut self) -> Known {
        self.boxes.consistent(INDENT);
        self.visibility()?;
        self.expect_as("struct", "struct ")?;
        self.word()?;
        self.generic_parameters()?;
        match self.peek(0) {
            "{" => {
                self.text(" ");
                self.members(Self::field)?;
            }
            "(" => {
                self.unnamed_fields()?;
                self.expect_as(";", ";")?;
                self.boxes.end();
            }
            ";" => {
                self.token();
                self.boxes.end();
            }
            _ => return Err(Unknown),
        }
        self.boxes.line_end();
        Ok(())
    }

    fn enumeration(&mut self) -> Known {
        self.boxes.consistent(INDENT);
        self.visibility()?;
        self.expect_as("enum", "enum ")?;
        self.word()?;
        self.generic_parameters()?;
        self.text(" ");
        self.members(Self::variant)?;
        self.boxes.line_end();
        Ok(())
    }

    /// Fields or variants in braces, with blank lines between them where any of them has documentation of several paragraphs:
    /// what belongs together would not be seen otherwise.
    fn members(&mut self, member: impl Fn(&mut Self) -> Known) -> Known {
        let mut ahead = 1;
        let end = self.length(0);
        let mut is_separated = false;
        while ahead < end && !is_separated {
            is_separated = self.is_empty_doc(ahead);
            ahead += self.length(ahead) + 1;
        }
        self.expect_as("{", "{")?;
        self.boxes.line_end_if_followed();
        while !self.is("}") {
            member(self)?;
            self.pass_comma("}")?;
            self.text(",");
            self.boxes.line_end();
            if is_separated && (self.is("#") || self.kind(0) == Some(Kind::Doc)) {
                self.boxes.line_end();
            }
        }
        self.boxes.offset(-INDENT);
        self.boxes.end();
        self.expect_as("}", "}")
    }

    fn is_empty_doc(&self, ahead: usize) -> bool {
        self.kind(ahead) == Some(Kind::Doc) && self.doc(ahead).trim_end_matches(' ').is_empty()
    }

    fn field(&mut self) -> Known {
        self.attributes()?;
        self.visibility()?;
        self.word()?;
        self.expect_as(":", ": ")?;
        self.ty()
    }

    fn variant(&mut self) -> Known {
        self.attributes()?;
        self.word()?;
        match self.peek(0) {
            "(" => {
                self.boxes.consistent(INDENT);
                self.unnamed_fields()?;
                self.boxes.end();
            }
            "{" => {
                self.text(" ");
                self.token();
                self.boxes.consistent(INDENT);
                self.boxes.space();
                while !self.is("}") {
                    self.field()?;
                    let is_last = self.pass_comma("}")?;
                    self.boxes.comma_or_space(is_last);
                }
                self.boxes.offset(-INDENT);
                self.boxes.end();
                self.expect_as("}", "}")?;
            }
            "=" => {
                self.skip();
                self.text(" = ");
                self.expression()?;
            }
            _ => {}
        }
        Ok(())
    }

    fn unnamed_fields(&mut self) -> Known {
        self.expect_as("(", "(")?;
        self.boxes.zero_break();
        self.elements(")", |writer| {
            writer.attributes()?;
            writer.visibility()?;
            writer.ty()
        })?;
        self.boxes.offset(-INDENT);
        self.text(")");
        Ok(())
    }

    fn macro_item(&mut self) -> Known {
        let is_on_one_line = self.is("call_methods") || self.ends_in_call_methods();
        self.path(Arguments::InType)?;
        if is_on_one_line {
            self.macro_on_one_line()?;
        } else {
            let is_braced = self.peek(1) == "{";
            self.macro_call()?;
            if !is_braced {
                self.expect(";")?;
                self.text(";");
            }
        }
        self.boxes.line_end();
        Ok(())
    }

    fn ends_in_call_methods(&self) -> bool {
        let mut ahead = 0;
        while self.peek(ahead + 1) == "::" {
            ahead += 2;
        }
        self.peek(ahead) == "call_methods"
    }
}
