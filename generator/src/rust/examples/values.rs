//! Values of an example: what is handed to a setter, a constructor or an argument.
//!
//! In: a planned type and what the document gives as an example. Out: an expression that compiles as that type. Knows
//! nothing of operations.

use std::collections::HashMap;

use super::super::model::{Constructor, Enum, Field, Item, Presence, Struct, Tag, Ty};
use super::super::names::{Ident, is_common_type};
use super::layout::{Expression, Link};
use super::{Draft, Known, Way, literals};
use crate::api::{Bound, Format, Shape, TypeId};
use crate::source::Node;

/// Structs inside of structs, at most.
const DEEPEST: usize = 6;

/// Values in an example, at most; optional members after that are left out.
const MOST_VALUES: usize = 40;

impl<'a> Draft<'a> {
    /// Returns a value of a type, or none where a struct needs itself.
    pub(super) fn value(&mut self, ty: &Ty, known: Known<'a>, way: Way) -> Option<Expression> {
        self.values += 1;
        let known = Known {
            example: known.example.or_else(|| self.type_example(known.id)),
            ..known
        };
        let value = match ty {
            Ty::Bool => Expression::atom(if known.example == Some(&Node::Bool(false)) {
                "false"
            } else {
                "true"
            }),
            Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => {
                let documented = literals::integer(ty, known.example)
                    .or_else(|| literals::integer(ty, self.least(known.id).as_ref()));
                Expression::Atom(documented.unwrap_or_else(|| "1".to_owned()))
            }
            Ty::F64 => {
                let documented = literals::float(known.example)
                    .or_else(|| literals::float(self.least(known.id).as_ref()));
                Expression::Atom(documented.unwrap_or_else(|| "1.0".to_owned()))
            }
            Ty::Number => self.number(known, way),
            Ty::String if way == Way::Exact => owned(self.text(known)),
            Ty::String => self.text(known),
            Ty::Timestamp => self.time(
                known,
                ("jiff::Timestamp", "2014-01-02T02:20:00Z", "a date-time"),
            ),
            Ty::Date => self.time(known, ("jiff::civil::Date", "2014-01-02", "a date")),
            Ty::Bytes => self.bytes(),
            Ty::File => reference(way, self.file(known)),
            Ty::Json => reference(way, self.json(known.example)),
            Ty::JsonMap => reference(way, self.json_map(known.example, way)),
            Ty::Vec(item) => return self.list(item, known, way),
            Ty::Map(value) => reference(way, self.map(value, known)),
            Ty::Option(inner) => {
                let inner = self.value(inner, known, Way::Exact)?;
                reference(way, Expression::call("Some".to_owned(), vec![inner]))
            }
            // A setter boxes by itself; what is held as it is must come in a box.
            Ty::Box(inner) if way == Way::Exact => {
                let inner = self.value(inner, known, Way::Exact)?;
                Expression::call("Box::new".to_owned(), vec![inner])
            }
            Ty::Box(inner) => return self.value(inner, known, way),
            Ty::Item(name) => reference(way, self.item(name, known, way)?),
        };
        Some(value)
    }

    /// Returns a number of either kind, made of a literal where it is not taken as such.
    fn number(&mut self, known: Known<'a>, way: Way) -> Expression {
        let least = self.least(known.id);
        let nodes = [known.example, least.as_ref()];
        let mut nodes = nodes.into_iter().flatten();
        let literal = nodes.find_map(|node| {
            let whole = literals::integer(&Ty::I32, Some(node));
            whole.or_else(|| literals::float(Some(node)))
        });
        let literal = Expression::Atom(literal.unwrap_or_else(|| "1".to_owned()));
        match way {
            Way::Taken => literal,
            _ => Expression::call(
                format!("{}::Number::from", self.examples.library),
                vec![literal],
            ),
        }
    }

    fn item(&mut self, name: &Ident, known: Known<'a>, way: Way) -> Option<Expression> {
        let (id, item) = *self.examples.items.get(name.as_str())?;
        match item {
            Item::Struct(item) => self.structure(id, item, known.example),
            Item::Enum(item) => Some(self.variant(item, known.example)),
            Item::Union(item) => self.union(id, item, known, way),
            Item::Alias(_) => None,
        }
    }

    fn variant(&mut self, item: &Enum, example: Option<&Node>) -> Expression {
        let name = self.type_path(&item.name);
        let shown = example.and_then(literals::shown);
        let documented = shown.as_deref();
        let variant = item
            .variants
            .iter()
            .find(|variant| Some(variant.wire.as_str()) == documented)
            .or(item.variants.first());
        match variant {
            Some(variant) => Expression::Atom(format!("{name}::{}", variant.name.as_str())),
            None => Expression::Atom(format!("{name}::from(\"text\")")),
        }
    }

    fn structure(
        &mut self,
        id: TypeId,
        item: &'a Struct,
        example: Option<&'a Node>,
    ) -> Option<Expression> {
        let name = item.name.as_str();
        if self.open.contains(&name) || self.open.len() >= DEEPEST {
            return None;
        }
        self.open.push(name);
        let value = self.members(id, item, example);
        self.open.pop();
        value
    }

    fn members(
        &mut self,
        id: TypeId,
        item: &'a Struct,
        example: Option<&'a Node>,
    ) -> Option<Expression> {
        let types = self.examples.types;
        let Shape::Struct(shape) = &types.api.get(id).shape else {
            return None;
        };
        let tag = self.tag.take();
        let known: HashMap<&str, Known<'a>> = shape
            .fields
            .iter()
            .map(|field| {
                let own = field
                    .docs
                    .example
                    .as_ref()
                    .or(field.docs.default.as_ref())
                    .filter(|own| **own != Node::Null);
                let known = Known {
                    id: Some(field.ty.id),
                    example: example
                        .and_then(|example| example.get(&field.name))
                        .filter(|value| **value != Node::Null)
                        .or(own),
                    name: &field.name,
                };
                (field.name.as_str(), known)
            })
            .collect();
        let of = |field: &Field| known.get(field.wire.as_str()).copied();
        let way = match item.constructor {
            Constructor::Required(_) => Way::Exact,
            Constructor::Default | Constructor::New => Way::Taken,
        };
        let mut required = Vec::new();
        for field in item.fields.iter().filter(|field| field.is_asked_for()) {
            let value = match field.presence {
                Presence::Required => match tag.filter(|(member, _)| *member == field.wire) {
                    Some((_, tag)) => self.tag_value(&field.ty, of(field)?, (tag, way))?,
                    None => self.value(&field.ty, of(field)?, way)?,
                },
                Presence::RequiredNullable => self.nullable(
                    field,
                    example.and_then(|example| example.get(&field.wire)),
                    of(field)?,
                ),
                Presence::Optional | Presence::Patch => continue,
            };
            required.push((field.name.as_str().to_owned(), value));
        }
        let head = format!("{}::new", self.type_path(&item.name));
        let base = match &item.constructor {
            Constructor::Required(name) => {
                let fields = Expression::Fields {
                    head: self.type_path(name),
                    fields: required,
                };
                Expression::call(head, vec![fields])
            }
            Constructor::Default | Constructor::New => {
                Expression::call(head, required.into_iter().map(|(_, value)| value).collect())
            }
        };
        let mut links = Vec::new();
        let optional =
            |field: &&Field| matches!(field.presence, Presence::Optional | Presence::Patch);
        for field in item
            .fields
            .iter()
            .filter(optional)
            .filter(|field| !field.deprecated)
        {
            let documented = example.and_then(|example| example.get(&field.wire));
            let (Some(documented), Some(known)) = (documented, of(field)) else {
                continue;
            };
            if self.values < MOST_VALUES
                && let Some(value) = self.optional(field, documented, known)
            {
                links.push(Link {
                    name: field.name.as_str().to_owned(),
                    arguments: Some(vec![value]),
                });
            }
        }
        Some(match links.is_empty() {
            true => base,
            false => Expression::Chain {
                base: Box::new(base),
                links,
            },
        })
    }

    /// Returns the value of a tag: the documented one, unless that is none of these.
    fn tag_value(
        &mut self,
        ty: &Ty,
        known: Known<'a>,
        (tag, way): (&Tag, Way),
    ) -> Option<Expression> {
        let documented = known.example.and_then(literals::shown);
        let text = documented
            .filter(|text| tag.values.contains(text))
            .or_else(|| tag.values.first().cloned())?;
        let item = match ty {
            Ty::Item(name) => self.examples.items.get(name.as_str()),
            _ => None,
        };
        Some(match (ty, item) {
            (_, Some((_, Item::Enum(item)))) => self.variant(item, Some(&Node::String(text))),
            (Ty::String, _) if way == Way::Exact => owned(Expression::Atom(literals::text(&text))),
            (Ty::String, _) => Expression::Atom(literals::text(&text)),
            (Ty::Bool, _) if matches!(text.as_str(), "true" | "false") => Expression::Atom(text),
            (Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64, _) => {
                let node = text.parse().ok().map(Node::Integer);
                match literals::integer(ty, node.as_ref()) {
                    Some(text) => Expression::Atom(text),
                    None => return self.value(ty, known, way),
                }
            }
            _ => return self.value(ty, known, way),
        })
    }

    /// Returns the `Option` for a member that is always sent, be it as null.
    fn nullable(
        &mut self,
        field: &Field,
        documented: Option<&Node>,
        known: Known<'a>,
    ) -> Expression {
        let value = match documented {
            Some(Node::Null) => None,
            _ => self.value(&field.ty, known, Way::Exact),
        };
        match value {
            Some(value) => Expression::call("Some".to_owned(), vec![value]),
            None => Expression::atom("None"),
        }
    }

    /// Returns what is handed to the setter of a member that may be missing.
    fn optional(
        &mut self,
        field: &Field,
        documented: &Node,
        known: Known<'a>,
    ) -> Option<Expression> {
        match (field.presence, documented) {
            (Presence::Patch, Node::Null) => {
                self.imports.insert("Patch".to_owned());
                Some(Expression::atom("Patch::Null"))
            }
            (_, Node::Null) => None,
            (Presence::Patch, _) if field.ty == Ty::String => {
                self.value(&field.ty, known, Way::Taken)
            }
            (Presence::Patch, _) => self.value(&field.ty, known, Way::Exact),
            _ => self.value(&field.ty, known, Way::Taken),
        }
    }

    fn list(&mut self, item: &Ty, known: Known<'a>, way: Way) -> Option<Expression> {
        let inner = self.examples.types.element(known.id);
        let nodes: Vec<Option<&Node>> = match known.example {
            Some(Node::Array(nodes)) => nodes.iter().take(2).map(Some).collect(),
            _ => vec![None],
        };
        let texts = way == Way::Taken && *item == Ty::String;
        let each = if texts { Way::Taken } else { Way::Exact };
        let elements: Vec<Expression> = nodes
            .into_iter()
            .filter_map(|example| {
                let known = Known {
                    id: inner,
                    example,
                    name: known.name,
                };
                self.value(item, known, each)
            })
            .collect();
        Some(match way {
            // An empty array of texts would not say which kind of text.
            Way::Taken if texts && elements.is_empty() => Expression::atom("Vec::<String>::new()"),
            Way::Taken => Expression::array(elements),
            Way::Read => Expression::Reference(Box::new(Expression::array(elements))),
            Way::Exact => Expression::List {
                head: "vec![".to_owned(),
                elements,
                tail: "]",
            },
        })
    }

    fn map(&mut self, value: &Ty, known: Known<'a>) -> Expression {
        let inner = self.examples.types.element(known.id);
        let members: Vec<(&str, Option<&Node>)> = match known.example {
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
                let known = Known {
                    id: inner,
                    example,
                    name,
                };
                let value = self.value(value, known, Way::Exact)?;
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
        self.imports.insert("serde_json::json".to_owned());
        Expression::Atom(format!("json!({})", literals::json(example)))
    }

    fn json_map(&mut self, example: Option<&'a Node>, way: Way) -> Expression {
        let members = match example {
            Some(Node::Object(members)) if !members.is_empty() => members.iter().take(3),
            _ => {
                self.imports.insert("serde_json::Map".to_owned());
                return Expression::atom("Map::new()");
            }
        };
        // What is taken may be any list of pairs; names become texts of their own there.
        if way == Way::Taken {
            let entries = members.map(|(name, value)| {
                let name = Expression::Atom(literals::text(name));
                Expression::call(String::new(), vec![name, self.json(Some(value))])
            });
            return Expression::array(entries.collect());
        }
        let entries = members
            .map(|(name, value)| pair(name, self.json(Some(value))))
            .collect();
        self.imports.insert("serde_json::Map".to_owned());
        Expression::call(
            "Map::from_iter".to_owned(),
            vec![Expression::array(entries)],
        )
    }

    fn time(&self, known: Known<'_>, (path, otherwise, what): (&str, &str, &str)) -> Expression {
        let documented = known
            .example
            .and_then(Node::as_str)
            .filter(|time| time.len() <= 40)
            .unwrap_or(otherwise);
        let path = format!("{}::{path}", self.examples.library);
        Expression::Atom(format!(
            "{}.parse::<{path}>().expect({what:?})",
            literals::text(documented)
        ))
    }

    pub(super) fn bytes(&self) -> Expression {
        Expression::Atom(format!(
            "{}::bytes::Bytes::from_static(b\"bytes\")",
            self.examples.library
        ))
    }

    /// Returns a file that is a body: a name would not be sent.
    pub(super) fn content_of_file(&self) -> Expression {
        Expression::Atom(format!("{}::File::new(\"content\")", self.examples.library))
    }

    fn file(&self, known: Known<'_>) -> Expression {
        let name = literals::text(known.name);
        Expression::Atom(format!(
            "{}::File::new(\"content\").file_name({name})",
            self.examples.library
        ))
    }

    fn text(&self, known: Known<'_>) -> Expression {
        let format = known
            .id
            .and_then(|id| match &self.examples.types.api.get(id).shape {
                Shape::String(format) => format.as_ref(),
                _ => None,
            });
        let name = match format {
            Some(Format::Uuid) => "7f1c9a52-6d0e-4b7e-9a55-3f4b8f7f2c11",
            Some(Format::Uri | Format::Url) => "https://example.com",
            Some(Format::Email) => "user@example.com",
            Some(Format::Hostname) => "example.com",
            _ => known.name,
        };
        text(Known { name, ..known })
    }

    /// Returns what the document gives as an example of a type.
    pub(super) fn type_example(&self, id: Option<TypeId>) -> Option<&'a Node> {
        let docs = &self.examples.types.api.get(id?).docs;
        docs.example.as_ref().or(docs.default.as_ref())
    }

    /// Returns the least value of a number's type.
    fn least(&self, id: Option<TypeId>) -> Option<Node> {
        match self.examples.types.api.get(id?).constraints.minimum? {
            Bound::Integer(least) => Some(Node::Integer(least)),
            Bound::Float(least) => Some(Node::Float(least)),
        }
    }

    /// Returns a type's name, imported unless it would hide one of the language.
    pub(super) fn type_path(&mut self, name: &Ident) -> String {
        if is_common_type(name.as_str()) {
            return format!("{}::types::{}", self.examples.library, name.as_str());
        }
        self.imports.insert(format!("types::{}", name.as_str()));
        name.as_str().to_owned()
    }
}

/// Returns a text as a literal: the example, or else the name of what it is for.
pub(super) fn text(known: Known<'_>) -> Expression {
    let documented = known
        .example
        .and_then(literals::shown)
        .filter(|text| !text.is_empty());
    let name = if known.name.is_empty() {
        "text"
    } else {
        known.name
    };
    Expression::Atom(literals::text(documented.as_deref().unwrap_or(name)))
}

fn owned(text: Expression) -> Expression {
    Expression::Chain {
        base: Box::new(text),
        links: vec![Link {
            name: "to_owned".to_owned(),
            arguments: Some(Vec::new()),
        }],
    }
}

fn pair(name: &str, value: Expression) -> Expression {
    Expression::call(
        String::new(),
        vec![owned(Expression::Atom(literals::text(name))), value],
    )
}

fn reference(way: Way, value: Expression) -> Expression {
    match way {
        Way::Read => Expression::Reference(Box::new(value)),
        Way::Taken | Way::Exact => value,
    }
}
