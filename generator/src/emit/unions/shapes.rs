//! Emits the wire shapes of variants.
//!
//! In: a shape. Out: an expression on one line, or with an element on each line if it is longer.

use super::super::literal::string_literal;
use super::super::names::Names;
use crate::rust::{ObjectShape, WireShape};

/// The maximum length of a line, without its indentation.
const MAX_LINE: usize = 90;

/// Returns a shape as an expression, for a line with this many levels of indentation.
pub(super) fn source(names: &Names<'_>, shape: &WireShape, level: usize) -> String {
    let name = names.get("WireShape").to_string().replace(' ', "");
    expression(&name, shape).render(level)
}

/// An expression whose parts can be on lines of their own.
enum Expression {
    Atom(String),
    /// The opening, the elements, and the closing.
    Group(String, Vec<Expression>, &'static str),
    /// A value, and a call of a method.
    Chain(Box<Expression>, Box<Expression>),
}

impl Expression {
    fn render(&self, level: usize) -> String {
        let line = self.on_one_line();
        if line.len() <= MAX_LINE {
            line
        } else {
            self.on_lines(level)
        }
    }

    fn on_one_line(&self) -> String {
        match self {
            Self::Atom(source) => source.clone(),
            Self::Group(open, elements, close) => {
                let elements: Vec<String> = elements.iter().map(Self::on_one_line).collect();
                format!("{open}{}{close}", elements.join(", "))
            }
            Self::Chain(value, call) => format!("{}{}", value.on_one_line(), call.on_one_line()),
        }
    }

    fn on_lines(&self, level: usize) -> String {
        let (open, elements, close) = match self {
            Self::Atom(source) => return source.clone(),
            Self::Chain(value, call) => {
                let indent = "    ".repeat(level + 1);
                let call = call.render(level + 1);
                return match &**value {
                    Self::Chain(..) => format!("{}\n{indent}{call}", value.on_lines(level)),
                    _ => format!("{}\n{indent}{call}", value.render(level)),
                };
            }
            Self::Group(open, elements, close) => (open, elements, close),
        };
        let (indent, inner) = ("    ".repeat(level), "    ".repeat(level + 1));
        let mut source = format!("{open}\n");
        let mut line = String::new();
        for element in elements {
            let element = match element {
                Self::Atom(source) => source.clone(),
                group => {
                    if !line.is_empty() {
                        source.push_str(&format!("{inner}{}\n", line.trim_end()));
                        line.clear();
                    }
                    source.push_str(&format!("{inner}{},\n", group.render(level + 1)));
                    continue;
                }
            };
            // Strings fill the lines.
            if !line.is_empty() && line.len() + element.len() + 1 > MAX_LINE {
                source.push_str(&format!("{inner}{}\n", line.trim_end()));
                line.clear();
            }
            line.push_str(&format!("{element}, "));
        }
        if !line.is_empty() {
            source.push_str(&format!("{inner}{}\n", line.trim_end()));
        }
        format!("{source}{indent}{close}")
    }
}

fn expression(name: &str, shape: &WireShape) -> Expression {
    let atom = |variant: &str| Expression::Atom(format!("{name}::{variant}"));
    let group = |variant: &str, elements: Vec<Expression>| {
        Expression::Group(format!("{name}::{variant}(&["), elements, "])")
    };
    let shapes = |shapes: &[WireShape]| -> Vec<Expression> {
        shapes.iter().map(|shape| expression(name, shape)).collect()
    };
    match shape {
        WireShape::Any => atom("Any"),
        WireShape::Boolean => atom("Boolean"),
        WireShape::Integer => atom("Integer"),
        WireShape::Number => atom("Number"),
        WireShape::String => atom("String"),
        WireShape::Map => atom("Map"),
        WireShape::Strings(values) => group("Strings", strings(values)),
        WireShape::Except(values) => group("Except", strings(values)),
        WireShape::Tagged(values) => group("Tagged", strings(values)),
        WireShape::Array(elements) => group("Array", shapes(elements)),
        WireShape::Either(alternatives) => group("OneOf", shapes(alternatives)),
        WireShape::Object(object) => object_shape(name, object),
    }
}

fn object_shape(name: &str, object: &ObjectShape) -> Expression {
    let constants: Vec<Expression> = (object.constants.iter())
        .map(|(member, values)| {
            let open = format!("({}, &[", string_literal(member));
            Expression::Group(open, strings(values), "])")
        })
        .collect();
    let mut own = Expression::Atom(format!("{name}::object()"));
    for (method, elements) in [
        ("required", strings(&object.required)),
        ("optional", strings(&object.optional)),
        ("constants", constants),
    ] {
        if !elements.is_empty() {
            let call = Expression::Group(format!(".{method}(&["), elements, "])");
            own = Expression::Chain(Box::new(own), Box::new(call));
        }
    }
    if object.members.is_empty() {
        return own;
    }
    let members = (object.members.iter())
        .map(|(member, shape)| {
            let member = Expression::Atom(string_literal(member).to_string());
            Expression::Group("(".to_owned(), vec![member, expression(name, shape)], ")")
        })
        .collect();
    let members = Expression::Group("&[".to_owned(), members, "]");
    let open = format!("{name}::Nested(&");
    Expression::Group(open, vec![own, members], ")")
}

fn strings(values: &[String]) -> Vec<Expression> {
    (values.iter())
        .map(|value| Expression::Atom(string_literal(value).to_string()))
        .collect()
}
