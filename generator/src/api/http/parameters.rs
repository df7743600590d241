//! The parameters of an operation: its own and its path's, and the template they stand in.
//!
//! In: a path item and an operation. Out: [`Parameter`]s, path parameters in template order first, and the path taken
//! apart.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{
    Operation, Parameter as Declared, ParameterIn, PathItem, Style as Stated,
};
use crate::source::Node;

use crate::api::http::media;

use crate::api::http::media::Kind;
use crate::api::http::paths;
use crate::api::http::paths::{Expression, Piece};
use crate::api::http::styles;
use crate::api::http::styles::{Form, Statement};
use crate::api::schemas::docs;
use crate::api::types::graph::Types;
use crate::api::{
    Docs, OperationPart, Parameter, ParameterEncoding, PathSegment, Place, Shape, Style, TypeName,
    TypeRef,
};

/// Returns an operation's parameters and its path taken apart. `index` is the operation's.
pub(crate) fn parameters(
    types: &mut Types<'_>,
    item: &PathItem,
    operation: &Operation,
    index: usize,
) -> (Vec<Parameter>, Vec<PathSegment>) {
    let declared = declared(item, operation);
    let template = paths::template(&item.path);
    let mut builder = Builder::new(item, &declared, index);
    for piece in &template.path {
        builder.piece(types, piece);
    }
    let mut separator = "?";
    for pair in &template.query {
        if builder.stands_for_declared(types, pair) {
            continue;
        }
        builder.text(separator);
        separator = "&";
        for piece in pair {
            builder.piece(types, piece);
        }
    }
    for name in template.listed {
        builder.query(types, name, false);
    }
    if let Some(fragment) = template.fragment {
        builder.text(fragment);
    }
    builder.finish(types, declared)
}

/// The parameters and the path so far.
struct Builder<'b> {
    item: &'b PathItem,
    index: usize,
    declared: HashMap<(ParameterIn, &'b str), &'b Declared>,
    parameters: Vec<Parameter>,
    path: Vec<PathSegment>,
    /// Whether the path has come to its query.
    is_in_query: bool,
    /// Of the names that stand in the path.
    positions: HashMap<&'b str, usize>,
    /// What stands in the query, and is not declared.
    in_query: Vec<Parameter>,
    /// What is declared for the query, and stands in the path's with its value or with a name of its own.
    placed: HashSet<&'b str>,
}

impl<'b> Builder<'b> {
    fn new(item: &'b PathItem, declared: &[&'b Declared], index: usize) -> Self {
        let declared = declared
            .iter()
            .map(|parameter| ((parameter.location_in, parameter.name.as_str()), *parameter));
        Self {
            item,
            index,
            declared: declared.collect(),
            parameters: Vec::new(),
            path: Vec::new(),
            is_in_query: false,
            positions: HashMap::new(),
            in_query: Vec::new(),
            placed: HashSet::new(),
        }
    }

    fn find(&self, place: ParameterIn, name: &str) -> Option<&'b Declared> {
        self.declared.get(&(place, name)).copied()
    }

    /// Returns what is declared for a place under all that stands between braces, else under the name in it.
    fn meant(&self, place: ParameterIn, expression: &Expression<'_>) -> Option<&'b Declared> {
        self.find(place, expression.text)
            .or_else(|| self.find(place, expression.name))
    }

    fn text(&mut self, text: &str) {
        self.is_in_query |= text.contains('?');
        match self.path.last_mut() {
            Some(PathSegment::Text(last)) => last.push_str(text),
            _ => self.path.push(PathSegment::Text(text.to_owned())),
        }
    }

    /// Adds a piece of the path, or of a pair of its query.
    fn piece(&mut self, types: &mut Types<'_>, piece: &Piece<'b>) {
        let expression = match piece {
            Piece::Text(text) => return self.text(text),
            Piece::Expression(expression) => expression,
        };
        let declared = self.meant(ParameterIn::Path, expression);
        // Only a pair of the query has pieces that are declared for it.
        let placed = match declared {
            None if self.is_in_query => self.meant(ParameterIn::Query, expression),
            _ => None,
        };
        let name = declared
            .or(placed)
            .map_or(expression.name, |declared| &declared.name);
        let position = match self.positions.get(name) {
            Some(position) => *position,
            None => {
                let mut made = match (declared, placed) {
                    (Some(declared), _) => match stated_by(expression, declared) {
                        Some(declared) => parameter(types, &declared, self.index),
                        None => parameter(types, declared, self.index),
                    },
                    (None, Some(placed)) => {
                        self.placed.insert(&placed.name);
                        parameter(types, &in_path(placed), self.index)
                    }
                    (None, None) => {
                        undeclared(types, self.item, name, (Place::Path, true, self.index))
                    }
                };
                made.segments = match types.list[made.ty.id.0 as usize].shape {
                    _ if self.is_in_query => None,
                    // The elements are what the style says, and each of them is one.
                    Shape::List(_) | Shape::Map(_) | Shape::Struct(_) => None,
                    _ => expression.segments.map(str::to_owned).or(made.segments),
                };
                // `&` and `+` would add to the query.
                if self.is_in_query {
                    made.encoding.allow_reserved = false;
                }
                // One text has nothing to spread.
                if made.segments.is_some() {
                    made.encoding.explode = declared.is_some_and(|declared| declared.explode);
                }
                self.parameters.push(made);
                self.positions.insert(name, self.parameters.len() - 1);
                self.parameters.len() - 1
            }
        };
        self.path.push(PathSegment::Parameter(position));
    }

    /// Whether a pair of the path's query only repeats a parameter of the query, which is sent by itself.
    fn stands_for_declared(&mut self, types: &mut Types<'_>, pair: &[Piece<'b>]) -> bool {
        match pair {
            // `flag`, `q=`, `kind=all`
            [Piece::Text(text)] => {
                let (name, value) = text.split_once('=').unwrap_or((text, ""));
                match self.find(ParameterIn::Query, name) {
                    Some(declared) if value.is_empty() => declared.required,
                    Some(declared) if is_fixed(types, declared, value) => {
                        self.placed.insert(&declared.name);
                        false
                    }
                    _ => false,
                }
            }
            // `{from}`
            [Piece::Expression(expression)] => self.meant(ParameterIn::Query, expression).is_some(),
            // `from={from}`
            [Piece::Text(text), Piece::Expression(expression)] if text.ends_with('=') => {
                let name = text.trim_end_matches('=');
                if self.meant(ParameterIn::Path, expression).is_some() {
                    return false;
                }
                if self.find(ParameterIn::Query, name).is_none() {
                    if self.meant(ParameterIn::Query, expression).is_some() {
                        return false;
                    }
                    self.query(types, name, true);
                }
                true
            }
            _ => false,
        }
    }

    /// Takes a name of the path's query for a parameter of the query, whether it is declared or not.
    fn query(&mut self, types: &mut Types<'_>, name: &'b str, required: bool) {
        let known = self.find(ParameterIn::Query, name).is_some()
            || self.in_query.iter().any(|made| made.name == name);
        if known {
            return;
        }
        if let Some(declared) = self.find(ParameterIn::Path, name) {
            let moved = Declared {
                location_in: ParameterIn::Query,
                style: Stated::Form,
                explode: true,
                required,
                ..declared.clone()
            };
            self.positions.insert(&declared.name, usize::MAX);
            self.in_query.push(parameter(types, &moved, self.index));
            return;
        }
        let made = undeclared(types, self.item, name, (Place::Query, required, self.index));
        self.in_query.push(made);
    }

    /// Adds what does not stand in the path, and reports what should.
    fn finish(
        mut self,
        types: &mut Types<'_>,
        declared: Vec<&'b Declared>,
    ) -> (Vec<Parameter>, Vec<PathSegment>) {
        for declared in declared {
            let name = declared.name.as_str();
            match declared.location_in {
                ParameterIn::Path if self.positions.contains_key(name) => {}
                ParameterIn::Path => report_unused(types, self.item, declared),
                ParameterIn::Query if self.placed.contains(name) => {}
                _ => {
                    let made = parameter(types, declared, self.index);
                    self.parameters.push(made);
                }
            }
        }
        self.parameters.append(&mut self.in_query);
        (self.parameters, self.path)
    }
}

/// Returns a parameter with the style that its template states, where it states none itself.
fn stated_by(expression: &Expression<'_>, declared: &Declared) -> Option<Declared> {
    let is_stated = declared.name == expression.text
        || declared.style != Stated::Simple
        || declared.explode
        || (expression.style.is_none() && !expression.explode);
    (!is_stated).then(|| Declared {
        style: expression.style.unwrap_or(declared.style),
        explode: expression.explode,
        ..declared.clone()
    })
}

/// Returns a parameter of the query as one that stands in the path's query, where a template names its place.
fn in_path(declared: &Declared) -> Declared {
    Declared {
        location_in: ParameterIn::Path,
        style: Stated::Simple,
        explode: false,
        allow_reserved: false,
        allow_empty_value: false,
        ..declared.clone()
    }
}

/// Whether a parameter has no other value than the one that the path gives it.
fn is_fixed(types: &Types<'_>, declared: &Declared, value: &str) -> bool {
    let Some(schema) = declared.schema else {
        return false;
    };
    let own = types.document.schema(schema);
    let mut schemas = types.references.way(schema).into_iter().chain([own]);
    schemas.any(|schema| {
        let only = match (&schema.constant, schema.enumeration.as_deref()) {
            (Some(constant), _) => constant,
            (None, Some([only])) => only,
            _ => return false,
        };
        match only {
            Node::String(text) => text == value,
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

/// Returns what is declared for an operation, its own in place of the path item's of the same name and place.
fn declared<'b>(item: &'b PathItem, operation: &'b Operation) -> Vec<&'b Declared> {
    let mut list: Vec<&Declared> = Vec::new();
    let mut positions: HashMap<(ParameterIn, String), usize> = HashMap::new();
    // An operation's own parameter takes the place of its path's, and the first of two of one owner counts.
    let mut shared = 0;
    for (own, declared) in item
        .parameters
        .iter()
        .map(|declared| (false, declared))
        .chain(operation.parameters.iter().map(|declared| (true, declared)))
    {
        let name = match declared.location_in {
            ParameterIn::Header => declared.name.to_ascii_lowercase(),
            _ => declared.name.clone(),
        };
        match positions.entry((declared.location_in, name)) {
            Entry::Vacant(entry) => {
                entry.insert(list.len());
                list.push(declared);
                shared += usize::from(!own);
            }
            Entry::Occupied(entry) if own && *entry.get() < shared => {
                list[*entry.get()] = declared;
            }
            Entry::Occupied(_) => {}
        }
    }
    list
}

fn undeclared(
    types: &mut Types<'_>,
    item: &PathItem,
    name: &str,
    (place, required, index): (Place, bool, usize),
) -> Parameter {
    let location = item.location.key();
    let fallback = match (place, required) {
        (Place::Path, _) => "a required string is used",
        (_, true) => "a required string of the query is used",
        (_, false) => "an optional string of the query is used",
    };
    types.report(Diagnostic::warning(
        "undeclared-path-parameter",
        location.clone(),
        format!("no parameter of this path is called `{name}`; {fallback}"),
    ));
    let ty = types.plain(
        Shape::String(None),
        type_name(index, name),
        location.clone(),
    );
    Parameter {
        name: name.to_owned(),
        encoding: ParameterEncoding {
            place,
            style: if place == Place::Path {
                Style::Simple
            } else {
                Style::Form
            },
            explode: place != Place::Path,
            allow_reserved: false,
            allow_empty: false,
        },
        segments: None,
        required,
        ty,
        idempotency: false,
        docs: Docs::default(),
        rust_name: None,
        location,
    }
}

fn parameter(types: &mut Types<'_>, declared: &Declared, index: usize) -> Parameter {
    let stated = Statement {
        place: declared.location_in,
        style: declared.style,
        explode: declared.explode,
        allow_reserved: declared.allow_reserved,
        allow_empty: declared.allow_empty_value,
    };
    report_query_keywords(types, declared);
    let mut said = Docs {
        summary: None,
        description: declared.description.clone(),
        default: None,
        example: declared.examples.first().cloned(),
        deprecated: declared.deprecated,
    };
    let (ty, encoding) = match (&declared.schema, &declared.content) {
        (Some(schema), _) => {
            let ty = types.use_of(&[*schema], type_name(index, &declared.name));
            types.shape_all();
            let (encoding, remark) = styles::encoding(stated, form(types, ty));
            report_style(types, &declared.location, remark);
            docs_of(types, *schema, ty, &mut said);
            (ty, encoding)
        }
        (None, Some(content)) => of_content(types, declared, content, (stated, index)),
        (None, None) => {
            types.report(Diagnostic::warning(
                "parameter-without-schema",
                declared.location.clone(),
                "this parameter has neither `schema` nor `content`; a string is used",
            ));
            let ty = text(types, declared, index);
            (ty, styles::encoding(stated, Form::Scalar).0)
        }
    };
    Parameter {
        name: declared.name.clone(),
        encoding,
        segments: declared.multi_segment.then(|| paths::ANY.to_owned()),
        required: declared.required || declared.location_in == ParameterIn::Path,
        ty,
        idempotency: declared.idempotency,
        docs: said,
        rust_name: declared.hints.name.clone(),
        location: declared.location.clone(),
    }
}

fn of_content(
    types: &mut Types<'_>,
    declared: &Declared,
    content: &crate::openapi::document::MediaType,
    (stated, index): (Statement, usize),
) -> (TypeRef, ParameterEncoding) {
    let name = type_name(index, &declared.name);
    let plain = Statement {
        style: match stated.place {
            ParameterIn::Path | ParameterIn::Header => Stated::Simple,
            ParameterIn::Query | ParameterIn::Cookie => Stated::Form,
        },
        ..stated
    };
    let (mut encoding, _) = styles::encoding(plain, Form::Scalar);
    let kind = media::kind(&content.name);
    if matches!(kind, Kind::Json | Kind::Wild) {
        encoding.style = Style::Json;
        encoding.explode = false;
        let ty = match content.schema {
            Some(schema) => types.use_of(&[schema], name),
            None => types.any(name, content.location.clone()),
        };
        types.shape_all();
        return (ty, encoding);
    }
    if kind != Kind::Text {
        types.report(Diagnostic::warning(
            "parameter-media-type",
            content.location.key(),
            format!(
                "values cannot be written as `{}`; the text is sent as given",
                content.name
            ),
        ));
    }
    (text(types, declared, index), encoding)
}

fn text(types: &mut Types<'_>, declared: &Declared, index: usize) -> TypeRef {
    types.plain(
        Shape::String(None),
        type_name(index, &declared.name),
        declared.location.clone(),
    )
}

/// Adds what the schema says where the parameter says nothing.
fn docs_of(
    types: &Types<'_>,
    schema: crate::openapi::document::SchemaId,
    ty: TypeRef,
    said: &mut Docs,
) {
    let own = types.document.schema(schema);
    for schema in types.references.way(schema).into_iter().chain([own]) {
        docs::add(said, schema);
    }
    docs::fall_back(said, &types.list[ty.id.0 as usize].docs);
}

/// Reports what the specification gives to parameters of other places.
fn report_query_keywords(types: &mut Types<'_>, declared: &Declared) {
    if declared.location_in == ParameterIn::Query {
        return;
    }
    let in_path = declared.location_in == ParameterIn::Path;
    for (keyword, stated, places) in [
        (
            "allowReserved",
            declared.allow_reserved && !in_path,
            "in the path or the query",
        ),
        (
            "allowEmptyValue",
            declared.allow_empty_value,
            "of the query alone",
        ),
    ] {
        if stated {
            types.report(Diagnostic::warning(
                "keyword-without-effect",
                declared.location.child(keyword).key(),
                format!("`{keyword}` is for parameters {places}; ignored"),
            ));
        }
    }
}

fn report_style(types: &mut Types<'_>, location: &Location, remark: Option<&'static str>) {
    if let Some(remark) = remark {
        types.report(Diagnostic::warning(
            "undefined-style",
            location.clone(),
            remark,
        ));
    }
}

fn form(types: &Types<'_>, ty: TypeRef) -> Form {
    let shape = |ty: &TypeRef| &types.list[ty.id.0 as usize].shape;
    let nested =
        |ty: &TypeRef| matches!(shape(ty), Shape::List(_) | Shape::Map(_) | Shape::Struct(_));
    match shape(&ty) {
        Shape::Any | Shape::Union(_) => Form::Any,
        Shape::List(item) if nested(item) => Form::DeepList,
        Shape::List(_) => Form::List,
        Shape::Map(value) if nested(value) => Form::DeepObject,
        Shape::Map(_) => Form::Object,
        Shape::Struct(object) => {
            let deep = object.fields.iter().any(|field| nested(&field.ty))
                || object.additional.as_ref().is_some_and(nested);
            match deep {
                true => Form::DeepObject,
                false => Form::Object,
            }
        }
        _ => Form::Scalar,
    }
}

fn type_name(index: usize, name: &str) -> TypeName {
    TypeName::Operation {
        operation: index,
        part: OperationPart::Parameter(name.to_owned()),
    }
}
