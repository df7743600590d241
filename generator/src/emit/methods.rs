//! Emits operations: the method of the resource, its call, and the static descriptor.
//!
//! In: a planned method. Out: code without branches. The descriptor is data, from which the runtime decides what to do.

use heck::ToUpperCamelCase;

use super::doctest::Doctest;
use super::layout::{Code, Name, code, commas};
use super::listing::method_path;
use super::literal::{alias, deprecated, docs};
use super::names::Names;
use super::redacted::{RedactedField, debug_struct};
use super::ty::{self, Stored};
use super::{bodies, descriptor, pagination, responses};
use crate::rust::{
    BodyPlan, Ident, Method, Parameter, ParameterLocation, Resource, SuccessEncoding, code,
};

/// Emits the method of the resource.
pub(super) fn method(names: &Names<'_>, method: &Method) -> Code {
    let (name, builder) = (&method.name, &method.builder);
    let (docs, alias, deprecated) = (
        docs(&method_docs(names, method)),
        alias(method.alias.as_ref()),
        deprecated(method.deprecated),
    );
    let body = method.body.as_ref().filter(|body| body.required);
    let generics = match method.arguments {
        Some(_) => None,
        None => bodies::method_generics(names, body),
    };
    let arguments = match &method.arguments {
        Some(arguments) => {
            let (ty, argument) = (arguments, local("required", method));
            let elided = arguments_borrow(names, method).then(|| code!(<'_>));
            code!(, #argument: #ty #elided)
        }
        None => {
            let parameters = method.required.iter().map(|parameter| {
                let (name, alias) = (&parameter.name, alias_name(method, &parameter.name));
                let ty = ty::by_reference(names, &parameter.ty, &alias, None);
                code!(, #name: #ty)
            });
            let body = body.map(|body| {
                let (name, ty) = (&body.name, bodies::argument(names, method, body, None));
                code!(, #name: #ty)
            });
            let parameters: Code = parameters.collect();
            code!(#parameters #body)
        }
    };
    let (block, mode) = (method_block(names, method, body), names.mode());
    code! {
        #docs
        #alias
        #deprecated
        pub fn #name #generics(&self #arguments) -> #builder<#mode> {
            #block
        }
    }
}

/// Emits the block of the method of the resource, which makes a call and sets the arguments on it.
fn method_block(names: &Names<'_>, method: &Method, body: Option<&BodyPlan>) -> Code {
    let (builder, constant) = (&method.builder, &method.constant);
    let new_call = code!(self.client.call(&#constant));
    let is_generic = is_generic(method);
    let parameters: Vec<_> = (method.required.iter())
        .map(|parameter| descriptor::parameter_static(names, parameter))
        .collect();
    let chained_body = match body {
        Some(body) => bodies::chained(names, body),
        None => Some(Code::default()),
    };
    let expression = chained_body.filter(|_| method.arguments.is_none());
    if let Some(body) = expression {
        let parameters = method.required.iter().zip(&parameters);
        let parameters = parameters.map(|(parameter, descriptor)| {
            let value = argument_reference(names, parameter);
            code!(.with(&#descriptor, #value))
        });
        let parameters: Code = parameters.collect();
        let call = code!(#new_call #parameters #body);
        return if is_generic {
            code!(#call.typed())
        } else {
            code!(#builder { call: #call })
        };
    }
    let call = local("call", method);
    let destructured = method.arguments.as_ref().map(|arguments| {
        let (ty, argument) = (arguments, local("required", method));
        let fields = argument_names(method);
        let fields = commas(fields);
        code!(let #ty { #fields } = #argument;)
    });
    let parameters = method.required.iter().zip(&parameters);
    let parameters = parameters.map(|(parameter, descriptor)| {
        let value = argument_reference(names, parameter);
        code!(#call.parameter(&#descriptor, #value);)
    });
    let parameters: Code = parameters.collect();
    let body = body.map(|body| {
        let is_field = method.arguments.is_some();
        bodies::set(names, &code!(#call), body, is_field)
    });
    let made = if is_generic {
        code!(#call.typed())
    } else if call.as_str() == "call" {
        code!(#builder { #call })
    } else {
        code!(#builder { call: #call })
    };
    code! {
        #destructured
        let mut #call = #new_call;
        #parameters
        #body
        #made
    }
}

/// Returns the argument of a parameter as a reference.
fn argument_reference(names: &Names<'_>, parameter: &Parameter) -> Code {
    let name = &parameter.name;
    if ty::is_reference(names, &parameter.ty) {
        code!(#name)
    } else {
        code!(&#name)
    }
}

/// Emits the call, the descriptor, and the types that only this method uses.
pub(super) fn items(names: &Names<'_>, resource: &Resource, method: &Method) -> Code {
    let arguments = arguments(names, resource, method);
    let call = if is_generic(method) {
        call_alias(names, resource, method)
    } else {
        call_struct(names, resource, method)
    };
    let descriptor = descriptor::operation(names, method);
    let body = bodies::items(names, resource, method);
    let responses = responses::items(names, resource, method);
    let pages = pagination::items(names, method);
    code!(#arguments #body #call #responses #descriptor #pages)
}

/// Emits the struct of the required parameters and the body, if the method takes one.
fn arguments(names: &Names<'_>, resource: &Resource, method: &Method) -> Code {
    let Some(name) = &method.arguments else {
        return Code::default();
    };
    let docs = docs(&[format!(
        "The required arguments of [`{}`].",
        method_path(resource, method)
    )]);
    let lifetime = code!('a);
    let generics = arguments_borrow(names, method).then(|| code!(<#lifetime>));
    let parameters = method.required.iter().map(|parameter| {
        let docs = super::literal::docs(&parameter_docs("The", parameter));
        let (alias, deprecated) = (
            super::literal::alias(parameter.alias.as_ref()),
            super::literal::deprecated(parameter.deprecated),
        );
        let name = &parameter.name;
        let ty = ty::by_reference(
            names,
            &parameter.ty,
            &alias_name(method, &parameter.name),
            Some(&lifetime),
        );
        code!(#docs #alias #deprecated pub #name: #ty,)
    });
    let parameters: Code = parameters.collect();
    let body = method
        .body
        .as_ref()
        .filter(|body| body.required)
        .map(|body| {
            let docs = super::literal::docs(&body_docs(body));
            let (name, ty) = (
                &body.name,
                bodies::argument(names, method, body, Some(&lifetime)),
            );
            code!(#docs pub #name: #ty,)
        });
    let fields = method.required.iter().map(|parameter| RedactedField {
        name: &parameter.name,
        secret: parameter.secret,
        optional: false,
    });
    let body_field = method.body.as_ref().filter(|body| body.required);
    let body_field = body_field.map(|body| RedactedField {
        name: &body.name,
        // The enum of several media types redacts its own values.
        secret: body.choice.is_none() && body.first().secret,
        optional: false,
    });
    let fields: Vec<RedactedField<'_>> = fields.chain(body_field).collect();
    let secret = fields.iter().any(|field| field.secret);
    let derived = (!secret).then(|| code!(, Debug));
    let written = secret.then(|| {
        let elided = generics.is_some().then(|| code!(<'_>));
        debug_struct(names, name, elided.as_ref(), fields)
    });
    code! {
        #docs
        #[derive(Clone #derived)]
        pub struct #name #generics {
            #parameters
            #body
        }

        #written
    }
}

/// Returns whether any argument is a reference.
fn arguments_borrow(names: &Names<'_>, method: &Method) -> bool {
    let body = method.body.as_ref().filter(|body| body.required);
    let mut parameters = method.required.iter();
    parameters.any(|parameter| ty::is_reference(names, &parameter.ty))
        || body.is_some_and(|body| bodies::borrows(names, body))
}

/// Returns whether the call of a method has no methods of its own, so that the generic one of the runtime serves.
fn is_generic(method: &Method) -> bool {
    let response = &method.response;
    let has_own_methods = !method.optional.is_empty()
        || method.body.as_ref().is_some_and(|body| !body.required)
        || method.pagination.is_some()
        || !response.views.is_empty()
        || response.raw.is_some();
    let is_read_by_type = match response.encoding {
        _ if response.several.is_some() => false,
        SuccessEncoding::Text => false,
        // The generic call has this method.
        SuccessEncoding::Bytes => {
            (response.stream.as_ref()).is_some_and(|stream| stream.as_str() == "stream")
        }
        _ => response.stream.is_none(),
    };
    !has_own_methods && is_read_by_type
}

/// Emits the call of a method as an alias of the generic one.
fn call_alias(names: &Names<'_>, resource: &Resource, method: &Method) -> Code {
    let (name, call) = (&method.builder, names.get("Call"));
    let (mode, usual) = (names.mode(), names.get("Async"));
    let docs = docs(&call_docs(resource, method));
    let value = responses::value(names, method, Some(&mode));
    code! {
        #docs
        pub type #name<#mode = #usual> = #call<#value, #mode>;
    }
}

/// Emits the call of a method as a struct with the methods that it has of its own.
fn call_struct(names: &Names<'_>, resource: &Resource, method: &Method) -> Code {
    let (name, raw) = (&method.builder, names.get("RawCall"));
    let (mode, usual) = (names.mode(), names.get("Async"));
    let docs = docs(&call_docs(resource, method));
    let parameters = method
        .optional
        .iter()
        .map(|parameter| optional_parameter(names, method, parameter));
    let body = method
        .body
        .as_ref()
        .filter(|body| !body.required)
        .map(|body| optional_body(names, method, body));
    let views = responses::views(names, method);
    let pages = pagination::methods(names, method);
    let methods: Code = parameters.chain(body).chain([views, pages]).collect();
    let own = (!methods.is_empty()).then(|| code!(impl<#mode> #name<#mode> { #methods }));
    let common = common_methods(names, method);
    code! {
        #docs
        #[derive(Debug)]
        #[must_use = "a call is not sent until it is awaited"]
        pub struct #name<#mode = #usual> {
            call: #raw<#mode>,
        }

        #own

        #common
    }
}

/// Emits what the struct of a call has in common with the generic call.
fn common_methods(names: &Names<'_>, method: &Method) -> Code {
    let (name, mode, macro_name) = (&method.builder, names.mode(), names.get("call_methods"));
    let value = responses::value(names, method, Some(&mode));
    let response = match (&method.response.several, method.response.encoding) {
        (Some(_), _) => code!(by_status #value),
        (None, SuccessEncoding::Text) => code!(text),
        (None, SuccessEncoding::Events | SuccessEncoding::Lines) => {
            let async_value = responses::value(names, method, None);
            let blocking = code!(crate::runtime::Blocking);
            let blocking_value = responses::value(names, method, Some(&blocking));
            code!(#value, #async_value, #blocking_value)
        }
        (None, _) => value,
    };
    code!(#macro_name!(#name<#mode> => #response);)
}

/// Returns the documentation of a call.
fn call_docs(resource: &Resource, method: &Method) -> Vec<String> {
    let mut lines = vec![format!(
        "A call of [`{}`], sent when it is awaited.",
        method_path(resource, method)
    )];
    if let Some(headers) = &method.response.headers {
        lines.push(format!(
            "[`{}::read`] reads the documented headers of the response.",
            headers.name.as_str()
        ));
    }
    lines
}

fn optional_parameter(names: &Names<'_>, method: &Method, parameter: &Parameter) -> Code {
    let name = &parameter.name;
    let Stored { ty, value } = ty::by_value(names, &parameter.ty, &name);
    let (docs, alias, deprecated) = (
        docs(&parameter_docs("Sets the", parameter)),
        alias(parameter.alias.as_ref()),
        deprecated(parameter.deprecated),
    );
    let descriptor = descriptor::parameter_static(names, parameter);
    let converted = (value != code!(#name)).then(|| {
        let kept = ty::in_signature(
            names,
            &parameter.ty,
            0,
            &alias_name(method, &parameter.name),
        );
        code!(let #name: #kept = #value;)
    });
    code! {
        #docs
        #alias
        #deprecated
        pub fn #name(mut self, #name: #ty) -> Self {
            #converted
            self.call.parameter(&#descriptor, &#name);
            self
        }
    }
}

fn optional_body(names: &Names<'_>, method: &Method, body: &BodyPlan) -> Code {
    let (name, ty) = (&body.name, bodies::argument(names, method, body, None));
    let docs = docs(&body_docs(body));
    let set = bodies::set(names, &code!(self.call), body, false);
    let generics = bodies::method_generics(names, Some(body));
    code! {
        #docs
        pub fn #name #generics(mut self, #name: #ty) -> Self {
            #set
            self
        }
    }
}

/// Returns the alias of an argument's type, for one that is too complex for a signature.
fn alias_name(method: &Method, argument: &crate::rust::Ident) -> String {
    format!(
        "{}{}",
        method.builder.as_str(),
        argument.plain().to_upper_camel_case()
    )
}

/// Returns the names of the arguments, the body's last.
fn argument_names(method: &Method) -> Vec<&Ident> {
    let body = method
        .body
        .iter()
        .filter(|body| body.required)
        .map(|body| &body.name);
    method
        .required
        .iter()
        .map(|parameter| &parameter.name)
        .chain(body)
        .collect()
}

/// Returns a name for a local variable that differs from those of the arguments.
fn local(name: &str, method: &Method) -> Name {
    let mut local = name.to_owned();
    let arguments = argument_names(method);
    while arguments.iter().any(|argument| argument.as_str() == local) {
        local.push('_');
    }
    Name::new(&local)
}

/// Returns the documentation of a method, with its example.
fn method_docs(names: &Names<'_>, method: &Method) -> Vec<String> {
    let mut lines = method.docs.clone();
    if !method.errors.is_empty() {
        lines.extend(["", "# Errors", ""].map(str::to_owned));
        lines.extend(method.errors.iter().cloned());
    }
    if !method.example.is_empty() {
        lines.extend(["", "# Examples", ""].map(str::to_owned));
        lines.extend(Doctest::with_client(names.shared.krate).lines(&method.example));
    }
    lines
}

/// Returns the documentation of a parameter: its location and wire name, then that of the document.
fn parameter_docs(begin: &str, parameter: &Parameter) -> Vec<String> {
    let place = match parameter.encoding.location_in {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    let mut lines = vec![format!(
        "{begin} {place} parameter {}.",
        code(&parameter.wire)
    )];
    if !parameter.docs.is_empty() {
        lines.push(String::new());
        lines.extend(parameter.docs.iter().cloned());
    }
    lines
}

/// Returns the documentation of a body.
fn body_docs(body: &BodyPlan) -> Vec<String> {
    if body.docs.is_empty() {
        vec!["The body of the request.".to_owned()]
    } else {
        body.docs.clone()
    }
}
