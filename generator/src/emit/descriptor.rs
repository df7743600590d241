//! Emits descriptors: the statics by which the runtime knows operations, parameters and credentials.
//!
//! In: planned operations and credentials. Out: constant expressions.

use super::layout::{Code, Name, bytes_literal, code, commas};
use super::literal::string_literal;
use super::names::Names;
use super::{checks, responses};
use crate::rust::{
    Checks, CredentialPlan, Method, Parameter, ParameterLocation, PathPiece, Placement, Style,
};

/// Emits the static of an operation.
pub(super) fn operation(names: &Names<'_>, method: &Method) -> Code {
    let client = &names.shared.krate.client;
    let (constant, operation) = (&method.constant, names.get("Operation"));
    let (id, template) = (
        string_literal(&method.id),
        string_literal(&method.path_template),
    );
    let segments = (!template_tells_path(method)).then(|| path(names, method));
    let split = match &segments {
        None => template.clone(),
        Some(_) => string_literal(""),
    };
    let is_known = is_known(&method.http_method);
    let mut value = match method.http_method.as_str() {
        "GET" | "PUT" | "POST" | "DELETE" | "PATCH" => {
            let create = Name::new(&method.http_method.to_ascii_lowercase());
            code!(#operation::#create(#id, #split))
        }
        other => {
            let http_method = http_method(names, other);
            code!(#operation::new(#http_method, #id, #split))
        }
    };
    if let Some(segments) = &segments {
        value.push(code!(.template(#template, #segments)));
    }
    if let Some(url) = &method.server {
        let url = string_literal(url);
        value.push(code!(.base_url(#url)));
    }
    if let Some(header) = &method.idempotency_key {
        let header = string_literal(header);
        value.push(code!(.idempotency_key(#header)));
    }
    if method.accept.as_deref() != Some("application/json") {
        let accept = optional_string(method.accept.as_ref());
        value.push(code!(.accept(#accept)));
    }
    value.push(responses::descriptor(names, method));
    if method.security == client.security {
        let security = names.client_static("SECURITY");
        value.push(code!(.security(#security)));
    } else if !method.security.is_empty() {
        let constant =
            |index: usize| names.client_static(client.credentials[index].constant.as_str());
        let security = security(&method.security, constant);
        // In the closure of a lazy static, only a constant gives references to statics the lifetime `'static`.
        value.push(if is_known {
            code!(.security(#security))
        } else {
            code!(.security(const { #security }))
        });
    }
    if is_known {
        code!(static #constant: #operation = #value;)
    } else {
        // `http` has no constant for this method, so it is built at run time.
        let lazy = names.get("LazyLock");
        code!(static #constant: #lazy<#operation> = #lazy::new(|| #value);)
    }
}

/// Returns whether the path is the template, split at its braces.
fn template_tells_path(method: &Method) -> bool {
    let has_braces = |text: &str| text.contains(['{', '}']);
    let mut joined = String::new();
    for piece in &method.path {
        match piece {
            PathPiece::Text(text) if has_braces(text) => return false,
            PathPiece::Text(text) => joined.push_str(text),
            PathPiece::Parameter(index) => {
                let wire = &method.required[*index].wire;
                if has_braces(wire) {
                    return false;
                }
                joined.push('{');
                joined.push_str(wire);
                joined.push('}');
            }
        }
    }
    joined == method.path_template
}

/// Emits the alternatives of credentials.
pub(super) fn security(alternatives: &[Vec<usize>], constant: impl Fn(usize) -> Code) -> Code {
    let alternatives = alternatives.iter().map(|alternative| {
        let credentials = alternative.iter().map(|index| constant(*index));
        let credentials = commas(credentials.map(|credential| code!(&#credential)));
        code!(&[#credentials])
    });
    let alternatives = commas(alternatives);
    code!(&[#alternatives])
}

/// Emits the static of a credential.
pub(super) fn credential(names: &Names<'_>, credential: &CredentialPlan) -> Code {
    let (constant, ty, placement) = (
        &credential.constant,
        names.get("Credential"),
        names.get("Placement"),
    );
    let (name, setter) = (
        string_literal(&credential.name),
        string_literal(credential.method.plain()),
    );
    let env = credential.env.as_ref().map(|variable| {
        let variable = string_literal(variable);
        code!(.env(#variable))
    });
    let token_url = credential.exchange.as_ref().map(|exchange| {
        let url = string_literal(&exchange.token_url);
        code!(.token_url(#url))
    });
    let placement = match &credential.placement {
        Placement::Bearer => code!(#placement::Bearer),
        Placement::Basic => code!(#placement::Basic),
        Placement::Transport => code!(#placement::Transport),
        Placement::Authorization(scheme) => {
            let scheme = string_literal(scheme);
            code!(#placement::Authorization(#scheme))
        }
        Placement::Header(header) => {
            let header = string_literal(header);
            code!(#placement::Header(#header))
        }
        Placement::Query(parameter) => {
            let parameter = string_literal(parameter);
            code!(#placement::Query(#parameter))
        }
        Placement::Cookie(cookie) => {
            let cookie = string_literal(cookie);
            code!(#placement::Cookie(#cookie))
        }
    };
    code! {
        pub(crate) static #constant: #ty = #ty::new(#name, #setter, #placement) #env #token_url;
    }
}

/// Returns the static of a parameter, with the limits that the runtime checks.
pub(super) fn parameter_static(names: &Names<'_>, parameter: &Parameter) -> Code {
    let mut value = self::parameter(names, parameter);
    value.push(limits(names, &parameter.checks));
    names.parameter_static(&parameter.name, value)
}

/// Emits the call that sets the limits of a parameter. The most frequent ones have methods of their own.
fn limits(names: &Names<'_>, checks: &Checks) -> Code {
    if checks.is_empty() {
        return Code::default();
    }
    let calls = checks::limits(names, checks);
    let has_own_methods = calls.iter().all(|call| {
        ["min_length", "max_length", "minimum", "maximum"]
            .iter()
            .any(|method| call.begins_with(method))
    });
    if has_own_methods {
        return calls.iter().map(|call| code!(.#call)).collect();
    }
    let limits = checks::expression(names, checks);
    code!(.limits(#limits))
}

/// Emits the descriptor of a parameter, with what differs from the defaults of its location.
pub(super) fn parameter(names: &Names<'_>, parameter: &Parameter) -> Code {
    let (ty, wire) = (names.get("Parameter"), string_literal(&parameter.wire));
    let (make, usual) = match parameter.encoding.location_in {
        ParameterLocation::Path => ("path", Style::Simple),
        ParameterLocation::Query => ("query", Style::Form),
        ParameterLocation::Header => ("header", Style::Simple),
        ParameterLocation::Cookie => ("cookie", Style::Form),
    };
    let make = Name::new(make);
    let mut tokens = code!(#ty::#make(#wire));
    let style = parameter.encoding.style;
    if style != usual {
        let (ty, style) = (names.get("Style"), Name::new(&format!("{style:?}")));
        tokens.push(code!(.style(#ty::#style)));
    }
    let explode = parameter.encoding.explode;
    if explode != (style == Style::Form) {
        tokens.push(code!(.explode(#explode)));
    }
    if parameter.encoding.allow_reserved {
        tokens.push(code!(.allow_reserved()));
    }
    if parameter.encoding.allow_empty {
        tokens.push(code!(.allow_empty()));
    }
    if let Some(form) = &parameter.segments {
        let form = string_literal(form);
        tokens.push(code!(.segments(#form)));
    }
    tokens
}

/// Emits `Some("…")` or `None`.
pub(super) fn optional_string(value: Option<&String>) -> Code {
    match value {
        Some(value) => {
            let value = string_literal(value);
            code!(Some(#value))
        }
        None => code!(None),
    }
}

fn path(names: &Names<'_>, method: &Method) -> Code {
    let segment = names.get("Segment");
    let pieces = method.path.iter().map(|piece| match piece {
        PathPiece::Text(piece) => {
            let piece = string_literal(piece);
            code!(#segment::Literal(#piece))
        }
        PathPiece::Parameter(index) => {
            let wire = string_literal(&method.required[*index].wire);
            code!(#segment::Parameter(#wire))
        }
    });
    let pieces = commas(pieces);
    code!(&[#pieces])
}

fn is_known(method: &str) -> bool {
    [
        "GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT",
    ]
    .contains(&method)
}

fn http_method(names: &Names<'_>, method: &str) -> Code {
    let ty = names.get("Method");
    if is_known(method) {
        let constant = Name::new(method);
        return code!(#ty::#constant);
    }
    let method = bytes_literal(method.as_bytes());
    code!(#ty::from_bytes(#method).expect("the document names a method of HTTP"))
}
