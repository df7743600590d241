//! Builds the path of an operation and its parameters, piece by piece of the path template.
//!
//! In: the declared parameters, and the pieces of the template in order. Out: [`Parameters`]. Reports names of the template
//! without a parameter, and path parameters that the template does not name.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::openapi::Node;
use crate::openapi::document::{Parameter as Declared, ParameterIn, PathItem, Style as Stated};

use crate::api::http::parameters::parameter::{parameter, undeclared};
use crate::api::http::paths::{Expression, Piece};
use crate::api::types::graph::Types;
use crate::api::{Parameter, ParameterLocation, PathSegment, Shape};

/// The parameters of an operation, and its path.
#[derive(Debug)]
pub(crate) struct Parameters {
    /// Path parameters in template order, then the others.
    pub list: Vec<Parameter>,
    /// The segments of the path.
    pub path: Vec<PathSegment>,
}

/// The parameters and the path so far.
pub(super) struct Builder<'b> {
    item: &'b PathItem,
    /// The index of the operation.
    operation: usize,
    declared: HashMap<(ParameterIn, &'b str), &'b Declared>,
    parameters: Vec<Parameter>,
    path: Vec<PathSegment>,
    /// Whether the path has reached its query.
    is_in_query: bool,
    /// The names that the path contains, with the indices of their parameters.
    positions: HashMap<&'b str, usize>,
    /// Parameters that the query of the template names, but that are not declared for the query.
    query: Vec<Parameter>,
    /// Parameters that are declared for the query, but that are part of the path: the template contains their value, or gives
    /// them another name.
    query_in_path: HashSet<&'b str>,
}

impl<'b> Builder<'b> {
    pub(super) fn new(item: &'b PathItem, declared: &[&'b Declared], operation: usize) -> Self {
        let declared = declared
            .iter()
            .map(|parameter| ((parameter.location_in, parameter.name.as_str()), *parameter));
        Self {
            item,
            operation,
            declared: declared.collect(),
            parameters: Vec::new(),
            path: Vec::new(),
            is_in_query: false,
            positions: HashMap::new(),
            query: Vec::new(),
            query_in_path: HashSet::new(),
        }
    }

    /// Adds text to the path.
    pub(super) fn add_text(&mut self, text: &str) {
        self.is_in_query |= text.contains('?');
        match self.path.last_mut() {
            Some(PathSegment::Text(last)) => last.push_str(text),
            _ => self.path.push(PathSegment::Text(text.to_owned())),
        }
    }

    /// Adds a piece of the path, or of a pair of its query.
    pub(super) fn add_piece(&mut self, types: &mut Types<'_>, piece: &Piece<'b>) {
        let expression = match piece {
            Piece::Text(text) => return self.add_text(text),
            Piece::Expression(expression) => expression,
        };
        let in_path = self.find_expression(ParameterIn::Path, expression);
        let in_query = match in_path {
            None if self.is_in_query => self.find_expression(ParameterIn::Query, expression),
            _ => None,
        };
        let name = in_path
            .or(in_query)
            .map_or(expression.name, |declared| &declared.name);
        let position = match self.positions.get(name) {
            Some(position) => *position,
            None => {
                let made = match (in_path, in_query) {
                    (Some(declared), _) => match with_style_of(declared, expression) {
                        Some(declared) => parameter(types, &declared, self.operation),
                        None => parameter(types, declared, self.operation),
                    },
                    (None, Some(declared)) => {
                        self.query_in_path.insert(&declared.name);
                        parameter(types, &moved_to_path(declared), self.operation)
                    }
                    (None, None) => {
                        let location_in = ParameterLocation::Path;
                        undeclared(types, self.item, name, location_in, true, self.operation)
                    }
                };
                let may_explode = in_path.is_some_and(|declared| declared.explode);
                let made = self.with_segments(types, made, expression, may_explode);
                self.parameters.push(made);
                self.positions.insert(name, self.parameters.len() - 1);
                self.parameters.len() - 1
            }
        };
        self.path.push(PathSegment::Parameter(position));
    }

    /// Sets whether the value of a parameter of the path can have several segments.
    fn with_segments(
        &self,
        types: &Types<'_>,
        mut made: Parameter,
        expression: &Expression<'_>,
        may_explode: bool,
    ) -> Parameter {
        made.segments = match types.graph[made.ty.id].ty.shape {
            _ if self.is_in_query => None,
            // The style says how elements and members are separated, and each of them is a single segment.
            Shape::List(_) | Shape::Tuple(_) | Shape::Map(_) | Shape::Struct(_) => None,
            _ => expression.segments.map(str::to_owned).or(made.segments),
        };
        // `&` and `+` would change the query.
        if self.is_in_query {
            made.encoding.allow_reserved = false;
        }
        // The style of the template explodes lists, and this is a single string.
        if made.segments.is_some() {
            made.encoding.explode = may_explode;
        }
        made
    }

    /// Returns whether a pair of the template's query only repeats a parameter of the query, which is sent by itself.
    pub(super) fn is_sent_as_parameter(
        &mut self,
        types: &mut Types<'_>,
        pair: &[Piece<'b>],
    ) -> bool {
        match pair {
            // `flag`, `q=`, `kind=all`
            [Piece::Text(text)] => {
                let (name, value) = text.split_once('=').unwrap_or((text, ""));
                match self.find(ParameterIn::Query, name) {
                    Some(declared) if value.is_empty() => declared.required,
                    Some(declared) if is_constant(types, declared, value) => {
                        self.query_in_path.insert(&declared.name);
                        false
                    }
                    _ => false,
                }
            }
            // `{from}`
            [Piece::Expression(expression)] => self
                .find_expression(ParameterIn::Query, expression)
                .is_some(),
            // `from={from}`
            [Piece::Text(text), Piece::Expression(expression)] if text.ends_with('=') => {
                let name = text.trim_end_matches('=');
                if self
                    .find_expression(ParameterIn::Path, expression)
                    .is_some()
                {
                    return false;
                }
                if self.find(ParameterIn::Query, name).is_none() {
                    if self
                        .find_expression(ParameterIn::Query, expression)
                        .is_some()
                    {
                        return false;
                    }
                    self.add_query_parameter(types, name, true);
                }
                true
            }
            _ => false,
        }
    }

    /// Adds a parameter of the query for a name of the template's query, unless it is declared there.
    pub(super) fn add_query_parameter(
        &mut self,
        types: &mut Types<'_>,
        name: &'b str,
        required: bool,
    ) {
        let is_known = self.find(ParameterIn::Query, name).is_some()
            || self.query.iter().any(|made| made.name == name);
        if is_known {
            return;
        }
        let made = match self.find(ParameterIn::Path, name) {
            Some(declared) => {
                let moved = Declared {
                    location_in: ParameterIn::Query,
                    style: Stated::Form,
                    explode: true,
                    required,
                    ..declared.clone()
                };
                self.positions.insert(&declared.name, usize::MAX);
                parameter(types, &moved, self.operation)
            }
            None => {
                let location_in = ParameterLocation::Query;
                undeclared(
                    types,
                    self.item,
                    name,
                    location_in,
                    required,
                    self.operation,
                )
            }
        };
        self.query.push(made);
    }

    /// Adds the parameters that the path does not contain, and reports those that it should.
    pub(super) fn finish(
        mut self,
        types: &mut Types<'_>,
        declared: Vec<&'b Declared>,
    ) -> Parameters {
        for declared in declared {
            let name = declared.name.as_str();
            match declared.location_in {
                ParameterIn::Path if self.positions.contains_key(name) => {}
                ParameterIn::Path => report_unused(types, self.item, declared),
                ParameterIn::Query if self.query_in_path.contains(name) => {}
                _ => {
                    let made = parameter(types, declared, self.operation);
                    self.parameters.push(made);
                }
            }
        }
        self.parameters.append(&mut self.query);
        Parameters {
            list: self.parameters,
            path: self.path,
        }
    }

    fn find(&self, location_in: ParameterIn, name: &str) -> Option<&'b Declared> {
        self.declared.get(&(location_in, name)).copied()
    }

    /// Returns the parameter that is declared for a location under the whole text between braces, or else under the name in it.
    fn find_expression(
        &self,
        location_in: ParameterIn,
        expression: &Expression<'_>,
    ) -> Option<&'b Declared> {
        self.find(location_in, expression.text)
            .or_else(|| self.find(location_in, expression.name))
    }
}

/// Returns a parameter with the style that its template states, if it states none itself.
fn with_style_of(declared: &Declared, expression: &Expression<'_>) -> Option<Declared> {
    let has_own_style = declared.name == expression.text
        || declared.style != Stated::Simple
        || declared.explode
        || (expression.style.is_none() && !expression.explode);
    (!has_own_style).then(|| Declared {
        style: expression.style.unwrap_or(declared.style),
        explode: expression.explode,
        ..declared.clone()
    })
}

/// Returns a parameter of the query as part of the path, where the query of a template names it.
fn moved_to_path(declared: &Declared) -> Declared {
    Declared {
        location_in: ParameterIn::Path,
        style: Stated::Simple,
        explode: false,
        allow_reserved: false,
        allow_empty_value: false,
        ..declared.clone()
    }
}

/// Returns whether a parameter can only have the value that the path contains.
fn is_constant(types: &Types<'_>, declared: &Declared, value: &str) -> bool {
    let Some(schema) = declared.schema else {
        return false;
    };
    let own = types.document.schema(schema);
    let mut schemas = types.references.chain(schema).into_iter().chain([own]);
    schemas.any(|schema| {
        let only = match (&schema.constant, schema.enumeration.as_deref()) {
            (Some(constant), _) => constant,
            (None, Some([only])) => only,
            _ => return false,
        };
        match only {
            Node::String(string) => string == value,
            Node::Bool(flag) => flag.to_string() == value,
            Node::Integer(number) => number.to_string() == value,
            _ => false,
        }
    })
}

fn report_unused(types: &mut Types<'_>, item: &PathItem, declared: &Declared) {
    types.report(
        Diagnostic::warning(
            "unused-path-parameter",
            declared.location.clone(),
            format!(
                "the path `{}` has no `{{{}}}`; the parameter is left out",
                item.path, declared.name
            ),
        )
        .related(item.location.key(), "the path"),
    );
}
