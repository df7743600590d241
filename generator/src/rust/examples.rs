//! The compiled example of each operation.
//!
//! In: a planned method, the items of the crate, and the values that the document gives as examples. Out: lines of Rust that
//! compile, whatever the document says: a value that does not fit its type gives way to one that does.
//!
//! Relies on how methods take values: arguments are read (`&str`, `&[T]`, `&T`, numbers by value); setters, `new` and
//! optional parameters take them (`impl Into<String>`, `impl IntoIterator`, `T`); a struct of required members holds them.

mod layout;
mod literals;
mod unions;
mod values;

use std::collections::{BTreeSet, HashMap};

use crate::api::{BodyEncoding, Operation, ParameterLocation, SuccessEncoding, TypeId};
use crate::source::Node;

use super::model::{BodyPlan, ContentPlan, Item, Method, Parameter, Tag, Ty, TypeModule};
use super::names::{Ident, is_keyword, snake, words};
use super::types::Types;
use layout::{Expression, Link};

/// Optional parameters in an example, at most.
const MOST_PARAMETERS: usize = 2;

/// Where examples take their types and values from.
pub(super) struct Examples<'a> {
    types: &'a Types<'a>,
    items: HashMap<&'a str, (TypeId, &'a Item)>,
    library: &'a str,
}

/// How a value is handed over.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// To an argument that is read at once.
    Read,
    /// To a setter, `new` or an optional parameter.
    Taken,
    /// As it is.
    Exact,
}

/// What is known of a value beside its type.
#[derive(Clone, Copy)]
struct Known<'a> {
    /// Its type in the API.
    id: Option<TypeId>,
    /// What the document gives as an example.
    example: Option<&'a Node>,
    /// What to write for a text without an example.
    name: &'a str,
}

/// An example that is being made.
struct Draft<'a> {
    examples: &'a Examples<'a>,
    imports: BTreeSet<String>,
    /// The structs around the value at hand.
    open: Vec<&'a str>,
    /// The member that the next struct is told from others by, and its values.
    tag: Option<(&'a str, &'a Tag)>,
    values: usize,
}

impl<'a> Examples<'a> {
    /// Returns what examples are made of.
    pub(super) fn new(types: &'a Types<'a>, modules: &'a [TypeModule], library: &'a str) -> Self {
        let planned: HashMap<&str, &Item> = modules
            .iter()
            .flat_map(|module| &module.items)
            .map(|item| (item.name().as_str(), item))
            .collect();
        let items = types
            .names
            .items()
            .filter_map(|(id, name)| Some((name.as_str(), (id, *planned.get(name.as_str())?))))
            .collect();
        Self {
            types,
            items,
            library,
        }
    }

    /// Returns the example of a method that is found by these accessors, in a file of this module path.
    pub(super) fn of(
        &'a self,
        operation: &'a Operation,
        method: &Method,
        place: (&[Ident], &[String]),
    ) -> Vec<String> {
        let mut draft = self.draft();
        let call = draft.call((operation, method), place, awaited());
        let binding = binding(method);
        let each = each(method);
        let start = match (&binding, each) {
            (Some(name), None) => format!("let {name} = "),
            (Some(name), Some(_)) => format!("let mut {name} = "),
            (None, _) => String::new(),
        };
        let mut lines = draft.uses();
        lines.extend(layout::statement(&start, &call));
        if let (Some(name), Some((one, shown))) = (binding, each) {
            match read_event(method) {
                Some(data) => lines.extend(going_through_data(&name, &data)),
                None => lines.extend(going_through(&name, one, shown)),
            }
        }
        lines
    }

    /// Returns the example of a method whose pages follow each other: all items of them.
    pub(super) fn of_pages(
        &'a self,
        operation: &'a Operation,
        method: &Method,
        place: (&[Ident], &[String]),
    ) -> Vec<String> {
        let mut draft = self.draft();
        let items = Link {
            name: "items".to_owned(),
            arguments: Some(Vec::new()),
        };
        let call = draft.call((operation, method), place, items);
        let mut lines = draft.uses();
        lines.extend(layout::statement("let mut items = ", &call));
        lines.extend(going_through("items", "item", r#""{:?}", item?"#));
        lines
    }

    fn draft(&'a self) -> Draft<'a> {
        Draft {
            examples: self,
            imports: BTreeSet::new(),
            open: Vec::new(),
            tag: None,
            values: 0,
        }
    }
}

/// Returns a loop that prints each of what comes in.
fn going_through(name: &str, one: &str, shown: &str) -> [String; 3] {
    [
        format!("while let Some({one}) = {name}.next().await {{"),
        format!("    println!({shown});"),
        "}".to_owned(),
    ]
}

/// Returns a loop that prints what the data of each event means.
fn going_through_data(name: &str, data: &str) -> [String; 6] {
    [
        format!("while let Some(event) = {name}.next().await {{"),
        "    // What is no such value, such as a mark of the end, is in `data` as it came."
            .to_owned(),
        format!("    if let Ok({data}) = event?.value() {{"),
        format!("        println!(\"{{{data}:?}}\");"),
        "    }".to_owned(),
        "}".to_owned(),
    ]
}

impl<'a> Draft<'a> {
    /// Returns a call that ends like this.
    fn call(
        &mut self,
        (operation, method): (&'a Operation, &Method),
        (accessors, modules): (&[Ident], &[String]),
        end: Link,
    ) -> Expression {
        let link = |name: &Ident, arguments: Vec<Expression>| Link {
            name: name.as_str().to_owned(),
            arguments: Some(arguments),
        };
        let mut links: Vec<Link> = accessors
            .iter()
            .map(|accessor| link(accessor, Vec::new()))
            .collect();
        let mut arguments: Vec<(String, Expression)> = Vec::new();
        for parameter in &method.required {
            arguments.push((
                parameter.name.as_str().to_owned(),
                self.parameter(operation, parameter, Way::Read),
            ));
        }
        let body = method
            .body
            .as_ref()
            .map(|body| (body, self.body(operation, (method, body), modules)));
        if let Some((body, value)) = body.as_ref().filter(|(body, _)| body.required) {
            arguments.push((body.name.as_str().to_owned(), value.clone()));
        }
        let arguments = match &method.arguments {
            Some(name) => {
                self.imports.insert(format!(
                    "resources::{}::{}",
                    modules.join("::"),
                    name.as_str()
                ));
                vec![Expression::Fields {
                    head: name.as_str().to_owned(),
                    fields: arguments,
                }]
            }
            None => arguments.into_iter().map(|(_, value)| value).collect(),
        };
        links.push(link(&method.name, arguments));
        let shown = method.optional.iter().filter(|parameter| {
            let documented = documented(operation, parameter)
                .is_some_and(|parameter| parameter.docs.example.is_some());
            parameter.encoding.location_in == ParameterLocation::Query
                && documented
                && !parameter.deprecated
        });
        for parameter in shown.take(MOST_PARAMETERS) {
            let value = self.parameter(operation, parameter, Way::Taken);
            links.push(link(&parameter.name, vec![value]));
        }
        if let Some((body, value)) = body.filter(|(body, _)| !body.required) {
            links.push(link(&body.name, vec![value]));
        }
        links.push(end);
        Expression::Chain {
            base: Box::new(Expression::atom("client")),
            links,
        }
    }

    fn parameter(
        &mut self,
        operation: &'a Operation,
        parameter: &Parameter,
        way: Way,
    ) -> Expression {
        let source = documented(operation, parameter);
        let known = Known {
            id: source.map(|source| source.ty.id),
            example: source.and_then(|source| {
                source
                    .docs
                    .example
                    .as_ref()
                    .or(source.docs.default.as_ref())
            }),
            name: source.map_or("value", |source| source.name.as_str()),
        };
        let form = parameter.segments.as_deref().filter(|form| *form != "**");
        if let Some(form) = form
            && parameter.ty == Ty::String
            && known.example.is_none()
            && self.type_example(known.id).is_none()
        {
            let parts: Vec<&str> = form
                .split('/')
                .map(|part| if part.contains('*') { known.name } else { part })
                .collect();
            return Expression::Atom(literals::text(&parts.join("/")));
        }
        self.value(&parameter.ty, known, way)
            .unwrap_or_else(impossible)
    }

    /// Returns the body that is sent unless another one is chosen; by itself where the argument's type follows from that.
    fn body(
        &mut self,
        operation: &'a Operation,
        (method, body): (&Method, &BodyPlan),
        modules: &[String],
    ) -> Expression {
        let planned = body.first();
        let source = operation.body.as_ref();
        let source = source.and_then(|source| source.contents.get(body.preferred));
        let known = Known {
            id: source.map(|source| source.ty.id),
            example: source.and_then(|source| source.example.as_ref()),
            name: "text",
        };
        let value = self.content(planned, known);
        // Of an array, `into` does not know that it is a list, and nothing is converted in a struct of arguments.
        let plain = method.arguments.is_none() && !matches!(planned.ty, Ty::Vec(_));
        match body.choice.as_ref().filter(|_| !plain) {
            Some(choice) => {
                self.imports.insert(format!(
                    "resources::{}::{}",
                    modules.join("::"),
                    choice.as_str()
                ));
                let variant = format!("{}::{}", choice.as_str(), planned.variant.as_str());
                Expression::call(variant, vec![value])
            }
            None => value,
        }
    }

    fn content(&mut self, content: &ContentPlan, known: Known<'a>) -> Expression {
        match content.encoding {
            BodyEncoding::Bytes => self.content_of_file(),
            BodyEncoding::Text => values::text(known),
            _ => self
                .value(&content.ty, known, Way::Read)
                .unwrap_or_else(impossible),
        }
    }

    /// Returns the `use` lines, one for each module.
    fn uses(&self) -> Vec<String> {
        let mut modules: Vec<(&str, Vec<&str>)> = Vec::new();
        for path in &self.imports {
            let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
            match modules.last_mut() {
                Some((last, names)) if *last == module => names.push(name),
                _ => modules.push((module, vec![name])),
            }
        }
        let library = self.examples.library;
        let mut lines: Vec<String> = modules
            .into_iter()
            .map(|(module, names)| {
                let module = if module.is_empty() {
                    library.to_owned()
                } else {
                    format!("{library}::{module}")
                };
                match names.as_slice() {
                    [name] => format!("use {module}::{name};"),
                    names => format!("use {module}::{{{}}};", names.join(", ")),
                }
            })
            .collect();
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines
    }
}

/// Returns the end of a call that is sent.
fn awaited() -> Link {
    Link {
        name: "await?".to_owned(),
        arguments: None,
    }
}

/// Returns the parameter as the API has it.
fn documented<'a>(
    operation: &'a Operation,
    parameter: &Parameter,
) -> Option<&'a crate::api::Parameter> {
    let same = |other: &&crate::api::Parameter| {
        other.name == parameter.wire && other.encoding.location_in == parameter.encoding.location_in
    };
    operation.parameters.iter().find(same)
}

/// Stands for a value that nobody can make, because its type needs one of itself.
fn impossible() -> Expression {
    Expression::atom("unreachable!(\"no value of this type can be made\")")
}

/// Returns what the value of a call is called; none where it gives nothing.
fn binding(method: &Method) -> Option<String> {
    let name = match (method.answer.encoding, &method.answer.ty) {
        _ if method.answer.several.is_some() => "answer".to_owned(),
        (SuccessEncoding::Text, _) => "text".to_owned(),
        (SuccessEncoding::Events, _) => "events".to_owned(),
        (SuccessEncoding::Lines, _) => "lines".to_owned(),
        (SuccessEncoding::Bytes, _) => "bytes".to_owned(),
        (_, None) => return None,
        (_, Some(ty)) => value_name(ty),
    };
    let taken = is_keyword(&name) || name == "client" || name == "self";
    Some(if taken { "value".to_owned() } else { name })
}

/// Returns what one of many values is called that come one after the other, and what is printed of it.
fn each(method: &Method) -> Option<(&'static str, &'static str)> {
    match method.answer.encoding {
        _ if method.answer.several.is_some() => None,
        SuccessEncoding::Events => Some(("event", "\"{}\", event?.data")),
        SuccessEncoding::Lines => Some(("line", "\"{:?}\", line?")),
        _ => None,
    }
}

/// Returns what the data of an event is called, where the document says what it means.
fn read_event(method: &Method) -> Option<String> {
    let ty = method.answer.ty.as_ref().filter(|ty| **ty != Ty::Json)?;
    let is_events = method.answer.encoding == SuccessEncoding::Events;
    let name = value_name(ty);
    let taken = is_keyword(&name) || matches!(name.as_str(), "client" | "self" | "events");
    is_events.then(|| if taken { "value".to_owned() } else { name })
}

fn value_name(ty: &Ty) -> String {
    match ty {
        Ty::Item(name) => snake(&words(name.plain())),
        Ty::Option(inner) | Ty::Box(inner) => value_name(inner),
        Ty::Vec(inner) => match inner.as_ref() {
            Ty::Item(name) => {
                let name = snake(&words(name.plain()));
                if name.ends_with('s') {
                    format!("{name}_list")
                } else {
                    format!("{name}s")
                }
            }
            _ => "list".to_owned(),
        },
        _ => "value".to_owned(),
    }
}
