//! Values of scalars, lists and maps in an example.
//!
//! In: a planned type and the document's example. Out: an expression that compiles as that type. Knows nothing of operations.

use crate::api::{Format, Node, Shape};

use super::super::model::{Enum, Ident, Item, Ty};
use super::draft::{Draft, Passing, ValueSource};
use super::layout::{Expression, Link};
use super::literals;

impl<'a> Draft<'a> {
    /// Returns a value of a type; `None` if a struct needs a value of itself.
    pub(super) fn value(
        &mut self,
        ty: &Ty,
        source: ValueSource<'a>,
        passing: Passing,
    ) -> Option<Expression> {
        self.values += 1;
        let source = ValueSource {
            example: source.example.or_else(|| self.type_example(source.id)),
            ..source
        };
        let value = match ty {
            Ty::Bool => boolean(source),
            Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => self.integer(ty, source),
            Ty::F64 => self.float(source),
            Ty::Number => self.number(source, passing),
            Ty::String if passing == Passing::Exact => owned(self.string(source)),
            Ty::String => self.string(source),
            Ty::Parsed(path) => {
                let Expression::Atom(text) = self.string(source) else {
                    return None;
                };
                let path = format!("{}::Parsed<::{path}>", self.examples.library);
                let value = format!("{text}.parse::<{path}>().expect(\"a valid value\")");
                reference(passing, Expression::Atom(value))
            }
            Ty::Timestamp => {
                let text = time_text(source).unwrap_or("2014-01-02T02:20:00Z");
                self.parsed("jiff::Timestamp", text, "a date-time")
            }
            Ty::Date => {
                let text = time_text(source).unwrap_or("2014-01-02");
                self.parsed("jiff::civil::Date", text, "a date")
            }
            Ty::Bytes => self.bytes(),
            Ty::File => reference(passing, self.file(source)),
            Ty::Json => reference(passing, self.json(source.example)),
            Ty::JsonMap => reference(passing, self.json_map(source.example, passing)),
            Ty::Vec(item) => return self.list(item, source, passing),
            Ty::Tuple(elements) => reference(passing, self.tuple(elements, source)?),
            Ty::Map(value) => reference(passing, self.map(value, source)),
            Ty::Option(inner) => {
                let inner = self.value(inner, source, Passing::Exact)?;
                reference(passing, Expression::call("Some".to_owned(), vec![inner]))
            }
            // Setters box values themselves; a value of the exact type comes in a box.
            Ty::Box(inner) if passing == Passing::Exact => {
                let inner = self.value(inner, source, Passing::Exact)?;
                Expression::call("Box::new".to_owned(), vec![inner])
            }
            Ty::Box(inner) => return self.value(inner, source, passing),
            Ty::Item(name) => reference(passing, self.item(name, source, passing)?),
        };
        Some(value)
    }

    fn integer(&mut self, ty: &Ty, source: ValueSource<'a>) -> Expression {
        let text = literals::integer(ty, source.example)
            .or_else(|| literals::integer(ty, self.minimum(source.id).as_ref()));
        Expression::Atom(text.unwrap_or_else(|| "1".to_owned()))
    }

    fn float(&mut self, source: ValueSource<'a>) -> Expression {
        let text = literals::float(source.example)
            .or_else(|| literals::float(self.minimum(source.id).as_ref()));
        Expression::Atom(text.unwrap_or_else(|| "1.0".to_owned()))
    }

    /// Returns an integer or float, converted unless it is passed by value.
    fn number(&mut self, source: ValueSource<'a>, passing: Passing) -> Expression {
        let minimum = self.minimum(source.id);
        let nodes = [source.example, minimum.as_ref()];
        let mut nodes = nodes.into_iter().flatten();
        let literal = nodes.find_map(|node| {
            let whole = literals::integer(&Ty::I32, Some(node));
            whole.or_else(|| literals::float(Some(node)))
        });
        let literal = Expression::Atom(literal.unwrap_or_else(|| "1".to_owned()));
        if passing == Passing::ByValue {
            return literal;
        }
        let conversion = format!("{}::Number::from", self.examples.library);
        Expression::call(conversion, vec![literal])
    }

    fn item(
        &mut self,
        name: &Ident,
        source: ValueSource<'a>,
        passing: Passing,
    ) -> Option<Expression> {
        let (id, item) = *self.examples.items.get(name.as_str())?;
        match item {
            Item::Struct(item) => self.structure(id, item, source.example),
            Item::Enum(item) => Some(self.variant(item, source.example)),
            Item::Union(item) => self.union(id, item, source, passing),
            Item::Alias(_) => None,
        }
    }

    /// Returns the variant of an enum that the document's example names, or else the first.
    pub(super) fn variant(&mut self, item: &Enum, example: Option<&Node>) -> Expression {
        let name = self.type_path(&item.name);
        let text = example.and_then(literals::scalar_text);
        let mut variants = item.variants.iter();
        let variant = variants
            .find(|variant| Some(variant.wire.as_str()) == text.as_deref())
            .or(item.variants.first());
        Expression::Atom(match variant {
            Some(variant) => format!("{name}::{}", variant.name.as_str()),
            None => format!("{name}::from(\"text\")"),
        })
    }

    fn list(&mut self, item: &Ty, source: ValueSource<'a>, passing: Passing) -> Option<Expression> {
        let inner = self.examples.types.element(source.id);
        let nodes: Vec<Option<&Node>> = match source.example {
            Some(Node::Array(nodes)) => nodes.iter().take(2).map(Some).collect(),
            _ => vec![None],
        };
        let strings = passing == Passing::ByValue && *item == Ty::String;
        let each = if strings {
            Passing::ByValue
        } else {
            Passing::Exact
        };
        let elements: Vec<Expression> = nodes
            .into_iter()
            .filter_map(|example| {
                let source = ValueSource {
                    id: inner,
                    example,
                    name: source.name,
                };
                self.value(item, source, each)
            })
            .collect();
        Some(match passing {
            // The type of an empty array of strings is ambiguous.
            Passing::ByValue if strings && elements.is_empty() => {
                Expression::atom("Vec::<String>::new()")
            }
            Passing::ByValue => Expression::array(elements),
            Passing::ByReference => Expression::Reference(Box::new(Expression::array(elements))),
            Passing::Exact => Expression::List {
                head: "vec![".to_owned(),
                elements,
                tail: "]",
            },
        })
    }

    fn tuple(&mut self, elements: &[Ty], source: ValueSource<'a>) -> Option<Expression> {
        let nodes = match source.example {
            Some(Node::Array(nodes)) if nodes.len() == elements.len() => nodes.as_slice(),
            _ => &[],
        };
        let mut values = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            let source = ValueSource {
                id: self.examples.types.tuple_element(source.id, index),
                example: nodes.get(index),
                name: source.name,
            };
            values.push(self.value(element, source, Passing::Exact)?);
        }
        Some(Expression::call(String::new(), values))
    }

    fn map(&mut self, value: &Ty, source: ValueSource<'a>) -> Expression {
        let inner = self.examples.types.element(source.id);
        let members: Vec<(&str, Option<&Node>)> = match source.example {
            Some(Node::Object(members)) => members
                .iter()
                .take(2)
                .map(|(name, node)| (name.as_str(), Some(node)))
                .collect(),
            _ => vec![("key", None)],
        };
        let entries: Vec<Expression> = members
            .into_iter()
            .filter_map(|(name, example)| {
                let source = ValueSource {
                    id: inner,
                    example,
                    name,
                };
                let value = self.value(value, source, Passing::Exact)?;
                Some(pair(name, value))
            })
            .collect();
        if entries.is_empty() {
            return Expression::atom("std::collections::BTreeMap::new()");
        }
        Expression::call(
            "std::collections::BTreeMap::from".to_owned(),
            vec![Expression::array(entries)],
        )
    }

    fn json(&mut self, example: Option<&Node>) -> Expression {
        self.import("serde_json::json");
        Expression::Atom(format!("json!({})", literals::json(example)))
    }

    fn json_map(&mut self, example: Option<&'a Node>, passing: Passing) -> Expression {
        let members = match example {
            Some(Node::Object(members)) if !members.is_empty() => members.iter().take(3),
            _ => {
                self.import("serde_json::Map");
                return Expression::atom("Map::new()");
            }
        };
        // A setter takes any list of pairs, and converts the names into strings.
        if passing == Passing::ByValue {
            let entries = members.map(|(name, value)| {
                let name = Expression::Atom(literals::string(name));
                Expression::call(String::new(), vec![name, self.json(Some(value))])
            });
            return Expression::array(entries.collect());
        }
        let entries = members
            .map(|(name, value)| pair(name, self.json(Some(value))))
            .collect();
        self.import("serde_json::Map");
        Expression::call(
            "Map::from_iter".to_owned(),
            vec![Expression::array(entries)],
        )
    }

    /// Returns a value that a type parses from a string.
    fn parsed(&self, path: &str, text: &str, what: &str) -> Expression {
        let path = format!("{}::{path}", self.examples.library);
        Expression::Atom(format!(
            "{}.parse::<{path}>().expect({what:?})",
            literals::string(text)
        ))
    }

    fn bytes(&self) -> Expression {
        Expression::Atom(format!(
            "{}::bytes::Bytes::from_static(b\"bytes\")",
            self.examples.library
        ))
    }

    /// Returns a file that is a whole body: its name would not be sent.
    pub(super) fn content_of_file(&self) -> Expression {
        Expression::Atom(format!("{}::File::new(\"content\")", self.examples.library))
    }

    fn file(&self, source: ValueSource<'_>) -> Expression {
        let name = literals::string(source.name);
        Expression::Atom(format!(
            "{}::File::new(\"content\").file_name({name})",
            self.examples.library
        ))
    }

    fn string(&self, source: ValueSource<'_>) -> Expression {
        let shape = source.id.map(|id| &self.examples.types.api.get(id).shape);
        let format = match shape {
            Some(Shape::String(format)) => format.as_ref(),
            _ => None,
        };
        let name = match format {
            Some(Format::Uuid) => "7f1c9a52-6d0e-4b7e-9a55-3f4b8f7f2c11",
            Some(Format::Uri | Format::Url) => "https://example.com",
            Some(Format::Email) => "user@example.com",
            Some(Format::Hostname) => "example.com",
            _ => source.name,
        };
        string(ValueSource { name, ..source })
    }
}

fn boolean(source: ValueSource<'_>) -> Expression {
    let is_false = source.example == Some(&Node::Bool(false));
    Expression::atom(if is_false { "false" } else { "true" })
}

/// Returns the document's example of a time.
fn time_text<'n>(source: ValueSource<'n>) -> Option<&'n str> {
    let text = source.example.and_then(Node::as_str)?;
    (text.len() <= 40).then_some(text)
}

/// Returns a string literal: the example, or else the name of what it is for.
pub(super) fn string(source: ValueSource<'_>) -> Expression {
    let example = source.example.and_then(literals::scalar_text);
    let example = example.filter(|text| !text.is_empty());
    let name = if source.name.is_empty() {
        "text"
    } else {
        source.name
    };
    Expression::Atom(literals::string(example.as_deref().unwrap_or(name)))
}

/// Returns the `String` of a string literal.
pub(super) fn owned(literal: Expression) -> Expression {
    Expression::Chain {
        base: Box::new(literal),
        links: vec![Link {
            name: "to_owned".to_owned(),
            arguments: Some(Vec::new()),
        }],
    }
}

fn pair(name: &str, value: Expression) -> Expression {
    let name = owned(Expression::Atom(literals::string(name)));
    Expression::call(String::new(), vec![name, value])
}

fn reference(passing: Passing, value: Expression) -> Expression {
    match passing {
        Passing::ByReference => Expression::Reference(Box::new(value)),
        Passing::ByValue | Passing::Exact => value,
    }
}
