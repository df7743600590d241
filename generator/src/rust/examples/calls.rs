//! The call of a method, and what is done with its response.
//!
//! In: an operation and its method. Out: the lines of its example.

use crate::api::{self, BodyEncoding, Operation, ParameterLocation, SuccessEncoding};

use super::super::model::{BodyPlan, ContentPlan, Ident, Method, Parameter, Ty};
use super::super::names::case::snake;
use super::super::names::reserved::is_keyword;
use super::super::names::words::words;
use super::draft::{Draft, Examples, Passing, ValueSource};
use super::layout::{self, Expression, Link};
use super::{literals, values};

/// An example has at most this many optional parameters.
const MAX_PARAMETERS: usize = 2;

/// Where a method is: the accessors that lead to it, and the modules of its file.
#[derive(Clone, Copy)]
pub(in crate::rust) struct CallSite<'s> {
    pub(in crate::rust) accessors: &'s [Ident],
    pub(in crate::rust) modules: &'s [String],
}

impl<'a> Examples<'a> {
    /// Returns the example of a method.
    pub(in crate::rust) fn call(
        &'a self,
        operation: &'a Operation,
        method: &Method,
        site: CallSite<'_>,
    ) -> Vec<String> {
        let mut draft = self.draft();
        let call = draft.call(operation, method, site, awaited());
        let binding = binding(method);
        let stream_item = stream_item(method);
        let start = match (&binding, &stream_item) {
            (Some(name), None) => format!("let {name} = "),
            (Some(name), Some(_)) => format!("let mut {name} = "),
            (None, _) => String::new(),
        };
        let mut lines = draft.uses();
        lines.extend(layout::statement(&start, &call));
        if let (Some(name), Some(item)) = (binding, stream_item) {
            match event_data(method) {
                Some(data) => lines.extend(data_loop(&name, &data)),
                None => lines.extend(item_loop(&name, item.name, item.print_arguments)),
            }
        }
        lines
    }

    /// Returns the example of a method whose response has further pages: it visits all their items.
    pub(in crate::rust) fn pages(
        &'a self,
        operation: &'a Operation,
        method: &Method,
        site: CallSite<'_>,
    ) -> Vec<String> {
        let mut draft = self.draft();
        let items = Link {
            name: "items".to_owned(),
            arguments: Some(Vec::new()),
        };
        let call = draft.call(operation, method, site, items);
        let mut lines = draft.uses();
        lines.extend(layout::statement("let mut items = ", &call));
        lines.extend(item_loop("items", "item", r#""{:?}", item?"#));
        lines
    }
}

impl<'a> Draft<'a> {
    /// Returns a call of a method that ends in a link.
    fn call(
        &mut self,
        operation: &'a Operation,
        method: &Method,
        site: CallSite<'_>,
        end: Link,
    ) -> Expression {
        let mut links: Vec<Link> = (site.accessors.iter())
            .map(|accessor| link(accessor, Vec::new()))
            .collect();
        let mut arguments: Vec<(String, Expression)> = Vec::new();
        for parameter in &method.required {
            let value = self.parameter(operation, parameter, Passing::ByReference);
            arguments.push((parameter.name.as_str().to_owned(), value));
        }
        let body = method.body.as_ref();
        let body = body.map(|body| (body, self.body(operation, method, body, site)));
        if let Some((body, value)) = body.as_ref().filter(|(body, _)| body.required) {
            arguments.push((body.name.as_str().to_owned(), value.clone()));
        }
        let arguments = match &method.arguments {
            Some(name) => {
                self.import_item(site, name);
                vec![Expression::Fields {
                    head: name.as_str().to_owned(),
                    fields: arguments,
                }]
            }
            None => arguments.into_iter().map(|(_, value)| value).collect(),
        };
        links.push(link(&method.name, arguments));
        let sampled = method.optional.iter().filter(|parameter| {
            let declared = declared_parameter(operation, parameter);
            parameter.encoding.location_in == ParameterLocation::Query
                && declared.is_some_and(|declared| declared.docs.example.is_some())
                && !parameter.deprecated
        });
        for parameter in sampled.take(MAX_PARAMETERS) {
            let value = self.parameter(operation, parameter, Passing::ByValue);
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

    /// Imports an item of the method's file.
    fn import_item(&mut self, site: CallSite<'_>, name: &Ident) {
        let modules = site.modules.join("::");
        self.import(format!("resources::{modules}::{}", name.as_str()));
    }

    fn parameter(
        &mut self,
        operation: &'a Operation,
        parameter: &Parameter,
        passing: Passing,
    ) -> Expression {
        let declared = declared_parameter(operation, parameter);
        let docs = declared.map(|declared| &declared.docs);
        let source = ValueSource {
            id: declared.map(|declared| declared.ty.id),
            example: docs.and_then(|docs| docs.example.as_ref().or(docs.default.as_ref())),
            name: declared.map_or("value", |declared| declared.name.as_str()),
        };
        let form = parameter.segments.as_deref().filter(|form| *form != "**");
        if let Some(form) = form
            && parameter.ty == Ty::String
            && source.example.is_none()
            && self.type_example(source.id).is_none()
        {
            let parts: Vec<&str> = form
                .split('/')
                .map(|part| {
                    if part.contains('*') {
                        source.name
                    } else {
                        part
                    }
                })
                .collect();
            return Expression::Atom(literals::string(&parts.join("/")));
        }
        self.value(&parameter.ty, source, passing)
            .unwrap_or_else(impossible)
    }

    /// Returns the body that is sent by default; without the variant of its enum if the argument converts it.
    fn body(
        &mut self,
        operation: &'a Operation,
        method: &Method,
        body: &BodyPlan,
        site: CallSite<'_>,
    ) -> Expression {
        let planned = body.first();
        let declared = operation.body.as_ref();
        let declared = declared.and_then(|declared| declared.contents.get(body.preferred));
        let source = ValueSource {
            id: declared.map(|declared| declared.ty.id),
            example: declared.and_then(|declared| declared.example.as_ref()),
            name: "text",
        };
        let value = self.content(planned, source);
        // An array does not convert into a list, and the fields of a struct of arguments convert nothing.
        let is_converted = method.arguments.is_none() && !matches!(planned.ty, Ty::Vec(_));
        match body.choice.as_ref().filter(|_| !is_converted) {
            Some(choice) => {
                self.import_item(site, choice);
                let variant = format!("{}::{}", choice.as_str(), planned.variant.as_str());
                Expression::call(variant, vec![value])
            }
            None => value,
        }
    }

    fn content(&mut self, content: &ContentPlan, source: ValueSource<'a>) -> Expression {
        match content.encoding {
            BodyEncoding::Bytes => self.content_of_file(),
            BodyEncoding::Text => values::string(source),
            _ => self
                .value(&content.ty, source, Passing::ByReference)
                .unwrap_or_else(impossible),
        }
    }
}

fn link(name: &Ident, arguments: Vec<Expression>) -> Link {
    Link {
        name: name.as_str().to_owned(),
        arguments: Some(arguments),
    }
}

/// Returns the end of a call that is sent.
fn awaited() -> Link {
    Link {
        name: "await?".to_owned(),
        arguments: None,
    }
}

/// Returns a loop that prints each item of a stream.
fn item_loop(stream: &str, item: &str, print_arguments: &str) -> [String; 3] {
    [
        format!("while let Some({item}) = {stream}.next().await {{"),
        format!("    println!({print_arguments});"),
        "}".to_owned(),
    ]
}

/// Returns a loop that prints the decoded data of each event.
fn data_loop(stream: &str, data: &str) -> [String; 6] {
    [
        format!("while let Some(event) = {stream}.next().await {{"),
        "    // `data` has the text of an event without such a value, such as an end marker."
            .to_owned(),
        format!("    if let Ok({data}) = event?.value() {{"),
        format!("        println!(\"{{{data}:?}}\");"),
        "    }".to_owned(),
        "}".to_owned(),
    ]
}

/// Returns the parameter of the API that a parameter is planned from.
fn declared_parameter<'a>(
    operation: &'a Operation,
    planned: &Parameter,
) -> Option<&'a api::Parameter> {
    let mut parameters = operation.parameters.iter();
    parameters.find(|declared| {
        declared.name == planned.wire
            && declared.encoding.location_in == planned.encoding.location_in
    })
}

/// Replaces a value that cannot be made, because its type needs a value of itself.
fn impossible() -> Expression {
    Expression::atom("unreachable!(\"no value of this type can be made\")")
}

/// Returns the variable that a call's value is bound to; `None` if it returns nothing.
fn binding(method: &Method) -> Option<String> {
    if method.response.several.is_some() {
        return Some("response".to_owned());
    }
    let name = match method.response.encoding {
        SuccessEncoding::Text => "text",
        SuccessEncoding::Events => "events",
        SuccessEncoding::Lines => "lines",
        SuccessEncoding::Bytes => "bytes",
        _ => return Some(variable(method.response.ty.as_ref()?, &["client", "self"])),
    };
    Some(name.to_owned())
}

/// An item of a response that is a stream.
struct StreamItem {
    /// The variable.
    name: &'static str,
    /// The arguments of `println!` that print it.
    print_arguments: &'static str,
}

/// Returns the items of a response that is a stream.
fn stream_item(method: &Method) -> Option<StreamItem> {
    if method.response.several.is_some() {
        return None;
    }
    match method.response.encoding {
        SuccessEncoding::Events => Some(StreamItem {
            name: "event",
            print_arguments: "\"{}\", event?.data",
        }),
        SuccessEncoding::Lines => Some(StreamItem {
            name: "line",
            print_arguments: "\"{:?}\", line?",
        }),
        _ => None,
    }
}

/// Returns the variable for the data of an event, if the data has a type.
fn event_data(method: &Method) -> Option<String> {
    let ty = method.response.ty.as_ref().filter(|ty| **ty != Ty::Json)?;
    let is_events = method.response.encoding == SuccessEncoding::Events;
    is_events.then(|| variable(ty, &["client", "self", "events"]))
}

/// Returns a variable for a value of a type; `value` if its name is a keyword or in use.
fn variable(ty: &Ty, used: &[&str]) -> String {
    let name = value_name(ty);
    if is_keyword(&name) || used.contains(&name.as_str()) {
        "value".to_owned()
    } else {
        name
    }
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
