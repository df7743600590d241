//! From operations to methods: arguments, builder methods, body, answer and documentation.
//!
//! In: an operation and the names it was given. Out: a [`Method`], but for its example. Knows nothing of the accessor tree.

use std::collections::HashMap;

use crate::api::{self, Operation, ParameterLocation, PathSegment, Server};
use crate::diagnostic::{Diagnostic, Diagnostics};

use super::answers::{self, AnswerNames};
use super::credentials::{is_absolute, not_absolute, path_of};
use super::model::{Answer, Method, Parameter, PathPiece};
use super::names::{Case, Ident, RESERVED_PARAMETERS, Scope, Wish, snake, words};
use super::types::Types;
use super::{bodies, checks, docs, pagination};

/// The names of a method, settled among those of its resource.
pub(super) struct MethodNames {
    pub(super) name: Ident,
    pub(super) builder: Ident,
    pub(super) constant: Ident,
    /// The struct that takes the arguments, where there are many.
    pub(super) arguments: Option<Ident>,
    /// The enum that chooses among several media types of the body.
    pub(super) body: Option<Ident>,
    pub(super) answer: AnswerNames,
    /// The static that says how pages follow each other.
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
    let (idents, body_name) = parameter_names(operation, &mut members, diagnostics);
    let answer = answers::plan(
        types,
        &operation.success,
        names.answer,
        (&mut members, diagnostics),
    );
    let mut required = Vec::new();
    let mut optional = Vec::new();
    let mut positions = HashMap::new();
    for (index, (parameter, ident)) in operation.parameters.iter().zip(idents).enumerate() {
        let planned = self::parameter(types, parameter, ident);
        // The client makes a key where none is given.
        let wanted = parameter.required && !parameter.idempotency;
        if wanted || parameter.encoding.location_in == ParameterLocation::Path {
            positions.insert(index, required.len());
            required.push(planned);
        } else {
            optional.push(planned);
        }
    }
    // Those of the path stand first in the API already; the pieces of the path refer to them by their place here.
    let path = operation
        .path
        .iter()
        .map(|segment| match segment {
            PathSegment::Text(text) => PathPiece::Text(text.clone()),
            PathSegment::Parameter(index) => {
                PathPiece::Parameter(positions.get(index).copied().unwrap_or(0))
            }
        })
        .collect();
    let id = match &operation.id {
        Some(id) => id.clone(),
        None => format!("{} {}", operation.method, operation.path_template),
    };
    let body = operation
        .body
        .as_ref()
        .map(|body| bodies::plan(types, body, (body_name, names.body), diagnostics));
    let parameters = required.iter().chain(&optional).cloned();
    let pagination = pagination::plan(types, operation, names.pagination, parameters);
    let follows = pagination.as_ref().map(|_| &names.builder);
    Method {
        docs: method_docs(types, operation, (&answer, follows)),
        alias: operation
            .id
            .as_deref()
            .and_then(|id| docs::alias(id, &names.name)),
        deprecated: operation.docs.deprecated,
        answer,
        failures: (operation.failures.iter())
            .filter_map(|failure| Some(types.nullable(failure.body?)))
            .collect(),
        pagination,
        accept: operation.success.accept.clone(),
        security: operation.security.clone(),
        server: server(operation, diagnostics),
        idempotency_key: idempotency_key(operation),
        http_method: operation.method.clone(),
        path_template: operation.path_template.clone(),
        arguments: names.arguments,
        example: Vec::new(),
        name: names.name,
        builder: names.builder,
        constant: names.constant,
        id,
        path,
        required,
        optional,
        body,
    }
}

/// Returns the header by which the service knows a request again, where the document says that it does.
fn idempotency_key(operation: &Operation) -> Option<String> {
    let mut parameters = operation.parameters.iter();
    let key = parameters.find(|parameter| parameter.idempotency)?;
    Some(key.name.to_ascii_lowercase())
}

/// Names the parameters and the body, all in one scope: none can hide another.
fn parameter_names(
    operation: &Operation,
    scope: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> (Vec<Ident>, Ident) {
    let mut places: HashMap<&str, Vec<ParameterLocation>> = HashMap::new();
    for parameter in &operation.parameters {
        let places = places.entry(parameter.name.as_str()).or_default();
        if !places.contains(&parameter.encoding.location_in) {
            places.push(parameter.encoding.location_in);
        }
    }
    let wishes: Vec<Wish<'_>> = operation
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
            // The same name in two places is common enough to have a name of its own.
            let more = format!("{name}_{place}");
            let elsewhere = places
                .get(parameter.name.as_str())
                .is_some_and(|places| places.len() > 1);
            let wish = Wish::new(name, &parameter.location).hint(parameter.rust_name.as_deref());
            if elsewhere { wish.or(more) } else { wish }
        })
        .collect();
    let idents = scope.claim_all(&wishes, diagnostics);
    let body = scope.claim(
        Wish::own("body".to_owned()).or("request_body".to_owned()),
        diagnostics,
    );
    (idents, body)
}

fn parameter(types: &Types<'_>, parameter: &api::Parameter, name: Ident) -> Parameter {
    let ty = types.api.get(parameter.ty.id);
    // What is printed above these lines names the parameter, so nothing need be said in place of a description.
    let mut lines: Vec<String> = docs::text(&parameter.docs, "")
        .into_iter()
        .skip_while(String::is_empty)
        .collect();
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
        ty: types.value(parameter.ty.id),
        docs: lines,
        deprecated: parameter.docs.deprecated,
        checks: checks::of(types, parameter.ty.id, &ty.constraints),
    }
}

/// Says what a value of several path segments may be; begins with what it is called.
fn segments_docs(parameter: &api::Parameter) -> Vec<String> {
    let name = docs::code(&parameter.name);
    let line = match parameter.segments.as_deref() {
        None => return Vec::new(),
        Some("**") => format!(
            "{name} may be several path segments with `/` between them, none of which is empty, `.` or `..`."
        ),
        Some(form) => format!(
            "{name} must be of the form {}, where `*` is one path segment{}.",
            docs::code(form),
            match form.contains("**") {
                true => " and `**` any number of them",
                false => "",
            }
        ),
    };
    vec![line]
}

/// Returns the operation's own base URL.
fn server(operation: &Operation, diagnostics: &mut Diagnostics) -> Option<String> {
    let server = operation.servers.first()?;
    if is_absolute(&server.url) {
        return Some(server.url.clone());
    }
    // A document that is served by the API itself may say so; where it is served is not known here.
    let own = path_of(&server.url);
    let fallback = match &own {
        Some(path) => format!("the path `{path}` is used on the client's host"),
        None => "the client's base URL is used".to_owned(),
    };
    let message = format!(
        "the server {:?} of this operation {}; {fallback}",
        server.url,
        not_absolute(&server.url)
    );
    diagnostics.push(Diagnostic::warning(
        "relative-server",
        operation.location.clone(),
        message,
    ));
    own
}

/// Says where a method of an operation with base URLs of its own sends its request.
fn server_docs(servers: &[Server]) -> Vec<String> {
    let Some((first, others)) = servers.split_first() else {
        return Vec::new();
    };
    let line = match path_of(&first.url) {
        _ if first.has_user_info => return Vec::new(),
        _ if is_absolute(&first.url) => format!(
            "Goes to {}, unless a base URL is set.",
            docs::code(&first.url)
        ),
        Some(path) => format!(
            "Goes to {} of the client's host, unless a base URL with a path is set.",
            docs::code(&path)
        ),
        None => return Vec::new(),
    };
    let mut lines = vec![line];
    let others = others.iter().filter(|server| !server.has_user_info);
    let list: Vec<String> = others.map(|server| docs::code(&server.template)).collect();
    if !list.is_empty() {
        lines.push(format!("Other servers of it: {}.", list.join(", ")));
    }
    lines
}

/// Returns the documentation of a method. The builder is given where pages follow the one that the call gives.
fn method_docs(
    types: &Types<'_>,
    operation: &Operation,
    (answer, builder): (&Answer, Option<&Ident>),
) -> Vec<String> {
    let request = format!("{} {}", operation.method, operation.path_template);
    let otherwise = format!("Sends {}.", docs::code(&request));
    let mut lines = docs::text(&operation.docs, &otherwise);
    if lines.first() != Some(&otherwise) {
        docs::append(&mut lines, vec![docs::code(&request)]);
    }
    if operation.docs.deprecated {
        docs::append(&mut lines, vec!["Deprecated.".to_owned()]);
    }
    // Arguments have no documentation of their own.
    let segments = operation.parameters.iter().flat_map(segments_docs);
    docs::append(&mut lines, segments.collect());
    docs::append(&mut lines, server_docs(&operation.servers));
    let returns = answers::returns(operation, answer);
    if !returns.is_empty() {
        docs::append(&mut lines, vec!["# Returns".to_owned()]);
        docs::append(&mut lines, returns);
    }
    if let Some(builder) = builder {
        docs::append(&mut lines, vec!["# Pages".to_owned()]);
        docs::append(&mut lines, pagination::words(builder));
    }
    let links = answers::links(operation);
    if !links.is_empty() {
        docs::append(&mut lines, vec!["# Links".to_owned()]);
        docs::append(&mut lines, links);
    }
    docs::append(&mut lines, vec!["# Errors".to_owned()]);
    docs::append(&mut lines, answers::errors(types, operation));
    lines
}
