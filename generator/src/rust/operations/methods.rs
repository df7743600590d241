//! From operations to methods: arguments, methods of the call, body, response and documentation.
//!
//! In: an operation and the names of its items. Out: a [`Method`], except for its example. Knows nothing of the tree of resources.

use std::collections::HashMap;

use crate::api::{self, Operation, ParameterLocation, PathSegment};
use crate::diagnostic::Diagnostics;

use super::super::client::servers::{operation_server, operation_server_docs};
use super::super::docs;
use super::super::model::{Ident, Method, Parameter, PathPiece, Response};
use super::super::names::case::snake;
use super::super::names::reserved::RESERVED_PARAMETERS;
use super::super::names::scope::{Case, NameRequest, Scope};
use super::super::names::words::words;
use super::super::types::checks::checks;
use super::super::types::rust_types::Types;
use super::responses::{self, ResponseNames};
use super::{bodies, pagination, response_docs};

/// The names of a method and its items, distinct in the file of its resource.
pub(super) struct MethodNames {
    pub(super) name: Ident,
    pub(super) builder: Ident,
    pub(super) constant: Ident,
    /// The struct that takes the arguments, if there are many.
    pub(super) arguments: Option<Ident>,
    /// The enum of the body's contents, if there are several media types.
    pub(super) body: Option<Ident>,
    pub(super) response: ResponseNames,
    /// The static that describes how pages follow each other.
    pub(super) pagination: Option<Ident>,
}

/// Plans a method.
pub(super) fn plan(
    types: &Types<'_>,
    operation: &Operation,
    names: MethodNames,
    diagnostics: &mut Diagnostics,
) -> Method {
    let mut members = Scope::new(Case::Snake, RESERVED_PARAMETERS);
    let idents = parameter_names(operation, &mut members, diagnostics);
    let request = NameRequest::internal("body".to_owned()).or("request_body".to_owned());
    let body_name = members.claim(request, diagnostics);
    let response = responses::plan(
        types,
        &operation.success,
        names.response,
        &mut members,
        diagnostics,
    );
    let Parameters {
        required,
        optional,
        positions,
    } = parameters(types, operation, idents);
    let body = operation.body.as_ref();
    let body = body.map(|body| bodies::plan(types, body, body_name, names.body, diagnostics));
    let parameters = required.iter().chain(&optional);
    let pagination = pagination::plan(types, operation, names.pagination, parameters);
    let paged_builder = pagination.as_ref().map(|_| &names.builder);
    let alias = operation.id.as_deref();
    let failures = operation.failures.iter();
    Method {
        docs: method_docs(operation, &response, paged_builder),
        errors: response_docs::errors(types, operation),
        alias: alias.and_then(|id| docs::alias(id, &names.name)),
        deprecated: operation.docs.deprecated,
        id: operation.label(),
        path: path(operation, &positions),
        failures: failures
            .filter_map(|failure| Some(types.ty(failure.body?)))
            .collect(),
        accept: operation.success.accept.clone(),
        security: operation.security.clone(),
        server: operation_server(operation, diagnostics),
        idempotency_key: idempotency_key(operation),
        http_method: operation.method.clone(),
        path_template: operation.path_template.clone(),
        arguments: names.arguments,
        name: names.name,
        builder: names.builder,
        constant: names.constant,
        required,
        optional,
        body,
        response,
        pagination,
        example: Vec::new(),
    }
}

/// Returns the header by which the service recognizes a repeated request, if the document names one.
fn idempotency_key(operation: &Operation) -> Option<String> {
    let mut parameters = operation.parameters.iter();
    let key = parameters.find(|parameter| parameter.idempotency)?;
    Some(key.name.to_ascii_lowercase())
}

/// Names the parameters. They share a scope with the methods of the call, so that none shadows another.
fn parameter_names(
    operation: &Operation,
    scope: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> Vec<Ident> {
    let mut places: HashMap<&str, Vec<ParameterLocation>> = HashMap::new();
    for parameter in &operation.parameters {
        let places = places.entry(parameter.name.as_str()).or_default();
        if !places.contains(&parameter.encoding.location_in) {
            places.push(parameter.encoding.location_in);
        }
    }
    let requests: Vec<NameRequest<'_>> = operation
        .parameters
        .iter()
        .map(|parameter| {
            let name = snake(&words(&parameter.name));
            let place = match parameter.encoding.location_in {
                ParameterLocation::Path => "path",
                ParameterLocation::Query => "query",
                ParameterLocation::Header => "header",
                ParameterLocation::Cookie => "cookie",
            };
            // The same name in two places is common enough to have names of its own.
            let longer = format!("{name}_{place}");
            let request =
                NameRequest::new(name, &parameter.location).hint(parameter.hints.name.as_deref());
            if places[parameter.name.as_str()].len() > 1 {
                request.or(longer)
            } else {
                request
            }
        })
        .collect();
    scope.claim_all(&requests, diagnostics)
}

/// The parameters of a method.
#[derive(Default)]
struct Parameters {
    required: Vec<Parameter>,
    optional: Vec<Parameter>,
    /// The index of each required parameter of the operation among those of the method.
    positions: HashMap<usize, usize>,
}

fn parameters(types: &Types<'_>, operation: &Operation, idents: Vec<Ident>) -> Parameters {
    let mut parameters = Parameters::default();
    for (index, (declared, ident)) in operation.parameters.iter().zip(idents).enumerate() {
        let planned = parameter(types, declared, ident);
        // The client makes an idempotency key if none is given.
        let is_required = declared.required && !declared.idempotency;
        if is_required || declared.encoding.location_in == ParameterLocation::Path {
            parameters
                .positions
                .insert(index, parameters.required.len());
            parameters.required.push(planned);
        } else {
            parameters.optional.push(planned);
        }
    }
    parameters
}

/// Returns the pieces of the path, which refer to parameters by their index among the method's.
fn path(operation: &Operation, positions: &HashMap<usize, usize>) -> Vec<PathPiece> {
    let segments = operation.path.iter();
    segments
        .map(|segment| match segment {
            PathSegment::Text(text) => PathPiece::Text(text.clone()),
            PathSegment::Parameter(index) => {
                PathPiece::Parameter(positions.get(index).copied().unwrap_or(0))
            }
        })
        .collect()
}

fn parameter(types: &Types<'_>, parameter: &api::Parameter, name: Ident) -> Parameter {
    let ty = types.api.get(parameter.ty.id);
    // The lines that are emitted before these name the parameter, so a missing description needs no replacement.
    let mut lines = docs::describe_if_any(&parameter.docs);
    docs::append(
        &mut lines,
        docs::facts(None, &ty.constraints, &parameter.docs),
    );
    docs::append(&mut lines, segments_docs(parameter));
    Parameter {
        alias: docs::alias(&parameter.name, &name),
        name,
        wire: parameter.name.clone(),
        encoding: parameter.encoding,
        segments: parameter.segments.clone(),
        ty: types.non_null(parameter.ty.id),
        docs: lines,
        deprecated: parameter.docs.deprecated,
        checks: checks(types, parameter.ty.id, &ty.constraints),
        secret: types.is_secret(parameter.ty.id),
    }
}

/// Documents what a value of several path segments can be.
fn segments_docs(parameter: &api::Parameter) -> Vec<String> {
    let name = docs::code(&parameter.name);
    let line = match parameter.segments.as_deref() {
        None => return Vec::new(),
        Some("**") => format!(
            "{name} may be several path segments with `/` between them, none of which is empty, `.` or `..`."
        ),
        Some(form) => {
            let form_code = docs::code(form);
            let rest = if form.contains("**") {
                " and `**` any number of them"
            } else {
                ""
            };
            format!("{name} must be of the form {form_code}, where `*` is one path segment{rest}.")
        }
    };
    vec![line]
}

/// Returns the documentation of a method. `paged_builder` is the type of the call, if further pages follow the response.
fn method_docs(
    operation: &Operation,
    response: &Response,
    paged_builder: Option<&Ident>,
) -> Vec<String> {
    let request = docs::code(&operation.request());
    let fallback = format!("Sends {request}.");
    let mut lines = docs::describe(&operation.docs, &fallback);
    if lines.first() != Some(&fallback) {
        docs::append(&mut lines, vec![request]);
    }
    if operation.docs.deprecated {
        docs::append(&mut lines, vec!["Deprecated.".to_owned()]);
    }
    // Arguments have no documentation of their own.
    let segments = operation.parameters.iter().flat_map(segments_docs);
    docs::append(&mut lines, segments.collect());
    docs::append(&mut lines, operation_server_docs(&operation.servers));
    let pages = paged_builder.map(pagination::pages_docs);
    let sections = [
        ("# Returns", response_docs::returns(operation, response)),
        ("# Pages", pages.unwrap_or_default()),
        ("# Links", response_docs::links(operation)),
    ];
    for (heading, section) in sections {
        if !section.is_empty() {
            docs::append(&mut lines, vec![heading.to_owned()]);
            docs::append(&mut lines, section);
        }
    }
    lines
}
