//! Emits the wire shapes of variants.
//!
//! In: a shape. Out: an expression on one line, or with an element on each line if it is longer.

use super::super::layout::Source;
use super::super::names::Names;
use crate::rust::{ObjectShape, WireShape};

/// The maximum length of a line, without its indentation.
const MAX_LINE: usize = 90;

/// Returns a shape as an expression, for a line with this many levels of indentation.
pub(super) fn source(names: &Names<'_>, shape: &WireShape, level: usize) -> Source {
    let mut name = Source::default();
    name.add_code(&names.get("WireShape"));
    expression(&name, shape).render(level)
}

/// An expression whose parts can be on lines of their own.
enum Expression {
    Atom(Source),
    /// The opening, the elements, and the closing.
    Group(Source, Vec<Expression>, &'static str),
    /// A value, and a call of a method.
    Chain(Box<Expression>, Box<Expression>),
}

impl Expression {
    fn render(&self, level: usize) -> Source {
        let mut source = Source::default();
        self.add_on_one_line(&mut source);
        if source.len() > MAX_LINE {
            source = Source::default();
            self.add_on_lines(&mut source, level);
        }
        source
    }

    fn add_on_one_line(&self, source: &mut Source) {
        match self {
            Self::Atom(atom) => {
                source.add_source(atom);
            }
            Self::Group(open, elements, close) => {
                source.add_source(open);
                for (number, element) in elements.iter().enumerate() {
                    if number > 0 {
                        source.add(", ");
                    }
                    element.add_on_one_line(source);
                }
                source.add(close);
            }
            Self::Chain(value, call) => {
                value.add_on_one_line(source);
                call.add_on_one_line(source);
            }
        }
    }

    fn add_on_lines(&self, source: &mut Source, level: usize) {
        let (open, elements, close) = match self {
            Self::Atom(atom) => {
                source.add_source(atom);
                return;
            }
            Self::Chain(value, call) => {
                match &**value {
                    Self::Chain(..) => value.add_on_lines(source, level),
                    _ => {
                        source.add_source(&value.render(level));
                    }
                }
                source.add_line(level + 1);
                source.add_source(&call.render(level + 1));
                return;
            }
            Self::Group(open, elements, close) => (open, elements, close),
        };
        source.add_source(open);
        // The length of the line of strings that is being filled.
        let mut length = 0;
        for element in elements {
            let Self::Atom(atom) = element else {
                length = 0;
                source.add_line(level + 1);
                source.add_source(&element.render(level + 1)).add(",");
                continue;
            };
            if length > 0 && length + atom.len() < MAX_LINE {
                source.add(" ");
            } else {
                length = 0;
                source.add_line(level + 1);
            }
            source.add_source(atom).add(",");
            length += atom.len() + 2;
        }
        source.add_line(level).add(close);
    }
}

fn expression(name: &Source, shape: &WireShape) -> Expression {
    let named = |variant: &'static str| {
        let mut source = name.clone();
        source.add(variant);
        source
    };
    let atom = |variant| Expression::Atom(named(variant));
    let group = |variant, elements| Expression::Group(named(variant), elements, "])");
    let shapes = |shapes: &[WireShape]| -> Vec<Expression> {
        shapes.iter().map(|shape| expression(name, shape)).collect()
    };
    match shape {
        WireShape::Any => atom("::Any"),
        WireShape::Boolean => atom("::Boolean"),
        WireShape::Integer => atom("::Integer"),
        WireShape::Number => atom("::Number"),
        WireShape::String => atom("::String"),
        WireShape::Map => atom("::Map"),
        WireShape::Strings(values) => group("::Strings(&[", strings(values)),
        WireShape::Except(values) => group("::Except(&[", strings(values)),
        WireShape::Tagged(values) => group("::Tagged(&[", strings(values)),
        WireShape::Array(elements) => group("::Array(&[", shapes(elements)),
        WireShape::Either(alternatives) => group("::OneOf(&[", shapes(alternatives)),
        WireShape::Object(object) => object_shape(name, object),
    }
}

fn object_shape(name: &Source, object: &ObjectShape) -> Expression {
    let named = |variant: &'static str| {
        let mut source = name.clone();
        source.add(variant);
        source
    };
    let constants: Vec<Expression> = (object.constants.iter())
        .map(|(member, values)| {
            let mut open = Source::new("(");
            open.add_string(member).add(", &[");
            Expression::Group(open, strings(values), "])")
        })
        .collect();
    let mut own = Expression::Atom(named("::object()"));
    for (method, elements) in [
        (".required(&[", strings(&object.required)),
        (".optional(&[", strings(&object.optional)),
        (".constants(&[", constants),
    ] {
        if !elements.is_empty() {
            let call = Expression::Group(Source::new(method), elements, "])");
            own = Expression::Chain(Box::new(own), Box::new(call));
        }
    }
    if object.members.is_empty() {
        return own;
    }
    let members = (object.members.iter())
        .map(|(member, shape)| {
            let member = Expression::Atom(Source::string(member));
            Expression::Group(Source::new("("), vec![member, expression(name, shape)], ")")
        })
        .collect();
    let members = Expression::Group(Source::new("&["), members, "]");
    Expression::Group(named("::Nested(&"), vec![own, members], ")")
}

fn strings(values: &[String]) -> Vec<Expression> {
    let atom = |value: &String| Expression::Atom(Source::string(value));
    values.iter().map(atom).collect()
}
