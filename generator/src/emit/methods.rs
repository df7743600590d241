//! Prints operations: the method of the resource, its builder, and the static descriptor.
//!
//! In: a planned method. Out: tokens without a branch: what to do is the descriptor, and the runtime does it.

use heck::ToUpperCamelCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::literal::{alias, deprecated, docs, ident, text};
use super::names::Names;
use super::ty::{self, Taken};
use super::{answers, bodies, checks, descriptor, pagination};
use crate::api::ParameterLocation;
use crate::rust::{BodyPlan, Crate, Method, Parameter, Resource, code};

/// Prints the method of the resource.
pub(super) fn method(names: &Names<'_>, method: &Method) -> TokenStream {
    let (name, builder, constant) = (
        ident(&method.name),
        ident(&method.builder),
        ident(&method.constant),
    );
    let (docs, alias, deprecated) = (
        docs(&documented(names, method)),
        alias(method.alias.as_ref()),
        deprecated(method.deprecated),
    );
    let (call, mode) = (local("call", method), names.mode());
    let body = method.body.as_ref().filter(|body| body.required);
    let generics = match method.arguments {
        Some(_) => None,
        None => bodies::method_generics(names, body),
    };
    let (arguments, taken_apart) = match &method.arguments {
        Some(arguments) => {
            let (struct_name, argument) = (ident(arguments), local("required", method));
            let fields = argument_names(method);
            let elided = arguments_borrow(names, method).then(|| quote!(<'_>));
            (
                quote!(, #argument: #struct_name #elided),
                quote!(let #struct_name { #(#fields),* } = #argument;),
            )
        }
        None => {
            let parameters = method.required.iter().map(|parameter| {
                let name = ident(&parameter.name);
                let ty = ty::read(names, &parameter.ty, &wish(method, &parameter.name), None);
                quote!(, #name: #ty)
            });
            let body = body.map(|body| {
                let (name, ty) = (
                    ident(&body.name),
                    bodies::argument(names, (method, body), None),
                );
                quote!(, #name: #ty)
            });
            (quote!(#(#parameters)* #body), TokenStream::new())
        }
    };
    let parameters = method.required.iter().map(|parameter| {
        let name = ident(&parameter.name);
        let descriptor = descriptor::parameter(names, parameter);
        let value = match ty::is_read_by_reference(names, &parameter.ty) {
            true => quote!(#name),
            false => quote!(&#name),
        };
        let checks = check(
            names,
            &quote!(#call),
            parameter,
            &ty::read_value(names, &parameter.ty, &name),
        );
        quote! {
            #call.parameter(&#descriptor, #value);
            #checks
        }
    });
    let body =
        body.map(|body| bodies::set(names, &quote!(#call), body, method.arguments.is_some()));
    let built = if call == "call" {
        quote!(#call)
    } else {
        quote!(call: #call)
    };
    let mutable = match method.required.is_empty() && body.is_none() {
        true => TokenStream::new(),
        false => quote!(mut),
    };
    let make = quote!(self.client.call(&#constant));
    let block = if mutable.is_empty() {
        quote!(#builder { call: #make })
    } else {
        quote! {
            #taken_apart
            let #mutable #call = #make;
            #(#parameters)*
            #body
            #builder { #built }
        }
    };
    quote! {
        #docs
        #alias
        #deprecated
        pub fn #name #generics(&self #arguments) -> #builder<#mode> {
            #block
        }
    }
}

/// Prints the builder and the descriptor, and the struct of arguments where there is one.
pub(super) fn items(names: &Names<'_>, resource: &Resource, method: &Method) -> TokenStream {
    let arguments = arguments(names, resource, method);
    let builder = builder(names, resource, method);
    let future = future(names, method);
    let descriptor = descriptor::operation(names, method);
    let body = bodies::items(names, resource, method);
    let answers = answers::items(names, resource, method);
    let pages = pagination::items(names, method);
    quote!(#arguments #body #builder #future #answers #descriptor #pages)
}

/// Prints the struct that takes the required parameters and the body together.
fn arguments(names: &Names<'_>, resource: &Resource, method: &Method) -> TokenStream {
    let Some(name) = &method.arguments else {
        return TokenStream::new();
    };
    let name = ident(name);
    let docs = docs(&[format!(
        "What [`{}::{}`] needs.",
        resource.name.as_str(),
        method.name.plain()
    )]);
    let lifetime = syn::Lifetime::new("'a", proc_macro2::Span::call_site());
    let generics = arguments_borrow(names, method).then(|| quote!(<#lifetime>));
    let parameters = method.required.iter().map(|parameter| {
        let docs = super::literal::docs(&parameter_docs("The", parameter));
        let (alias, deprecated) = (
            super::literal::alias(parameter.alias.as_ref()),
            super::literal::deprecated(parameter.deprecated),
        );
        let name = ident(&parameter.name);
        let ty = ty::read(
            names,
            &parameter.ty,
            &wish(method, &parameter.name),
            Some(&lifetime),
        );
        quote!(#docs #alias #deprecated pub #name: #ty,)
    });
    let body = method
        .body
        .as_ref()
        .filter(|body| body.required)
        .map(|body| {
            let docs = super::literal::docs(&or_wire(&body.docs, body.name.as_str()));
            let (name, ty) = (
                ident(&body.name),
                bodies::argument(names, (method, body), Some(&lifetime)),
            );
            quote!(#docs pub #name: #ty,)
        });
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name #generics {
            #(#parameters)*
            #body
        }
    }
}

/// Returns whether an argument refers to a value of the caller's: numbers and the like do not.
fn arguments_borrow(names: &Names<'_>, method: &Method) -> bool {
    let body = method.body.as_ref().filter(|body| body.required);
    let mut parameters = method.required.iter();
    parameters.any(|parameter| ty::is_read_by_reference(names, &parameter.ty))
        || body.is_some_and(|body| bodies::borrows(names, body))
}

fn builder(names: &Names<'_>, resource: &Resource, method: &Method) -> TokenStream {
    let (name, raw, options) = (
        ident(&method.builder),
        names.get("RawCall"),
        names.get("CallOptions"),
    );
    let (mode, usual) = (names.mode(), names.get("Async"));
    let docs = docs(&[format!(
        "A call of [`{}::{}`], sent when it is awaited.",
        resource.name.as_str(),
        method.name.plain()
    )]);
    let parameters = method
        .optional
        .iter()
        .map(|parameter| optional_parameter(names, method, parameter));
    let body = method
        .body
        .as_ref()
        .filter(|body| !body.required)
        .map(|body| optional_body(names, method, body));
    let (pending, response, value) = (
        names.get("Pending"),
        names.get("Response"),
        answers::value(names, method, Some(&mode)),
    );
    let send = format_ident!("{}_with_response", answers::send(method));
    let with_response = with_response_docs(method);
    let views = answers::views(names, method);
    let pages = pagination::methods(names, method);
    quote! {
        #docs
        #[derive(Debug)]
        #[must_use = "a call is sent when it is awaited"]
        pub struct #name<#mode = #usual> {
            call: #raw<#mode>,
        }

        impl<#mode> #name<#mode> {
            #(#parameters)*
            #body

            /// Sets what applies to this call alone: limits of time, retries, further headers and query parameters.
            pub fn options(mut self, options: #options) -> Self {
                self.call.options(options);
                self
            }

            #with_response
            pub fn with_response(self) -> #pending<#response<#value>, #mode> {
                self.call.#send()
            }

            #views

            #pages
        }
    }
}

fn with_response_docs(method: &Method) -> TokenStream {
    let sentence = "Sends the call, and gives status and headers beside the value".to_owned();
    docs(&match &method.response.headers {
        Some(headers) => vec![
            sentence + ";",
            format!("[`{}::read`] reads the headers.", headers.name.as_str()),
        ],
        None => vec![sentence + "."],
    })
}

fn optional_parameter(names: &Names<'_>, method: &Method, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.name);
    let Taken { ty, value } = ty::taken(names, &parameter.ty, &name);
    let (docs, alias, deprecated) = (
        docs(&parameter_docs("Sets the", parameter)),
        alias(parameter.alias.as_ref()),
        deprecated(parameter.deprecated),
    );
    let descriptor = descriptor::parameter(names, parameter);
    let checks = check(
        names,
        &quote!(self.call),
        parameter,
        &checks::Value::place(quote!(#name)),
    );
    let converted = (name != value.to_string()).then(|| {
        let kept = ty::short(names, &parameter.ty, (&wish(method, &parameter.name), 0));
        quote!(let #name: #kept = #value;)
    });
    quote! {
        #docs
        #alias
        #deprecated
        pub fn #name(mut self, #name: #ty) -> Self {
            #converted
            self.call.parameter(&#descriptor, &#name);
            #checks
            self
        }
    }
}

/// Prints the checks of a parameter.
fn check(
    names: &Names<'_>,
    call: &TokenStream,
    parameter: &Parameter,
    value: &checks::Value,
) -> TokenStream {
    let wire = text(&parameter.wire);
    checks::of_argument(
        names,
        quote!(#call.check(#wire)),
        value,
        (&parameter.ty, &parameter.checks),
    )
}

fn optional_body(names: &Names<'_>, method: &Method, body: &BodyPlan) -> TokenStream {
    let (name, ty) = (
        ident(&body.name),
        bodies::argument(names, (method, body), None),
    );
    let docs = docs(&or_wire(&body.docs, "body"));
    let set = bodies::set(names, &quote!(self.call), body, false);
    let generics = bodies::method_generics(names, Some(body));
    quote! {
        #docs
        pub fn #name #generics(mut self, #name: #ty) -> Self {
            #set
            self
        }
    }
}

fn future(names: &Names<'_>, method: &Method) -> TokenStream {
    let (name, future, result) = (
        ident(&method.builder),
        names.get("IntoFuture"),
        names.get("Result"),
    );
    let (error, pending, value) = (
        names.get("Error"),
        names.get("Pending"),
        answers::value(names, method, None),
    );
    let send = format_ident!("{}", answers::send(method));
    let blocking = quote!(crate::runtime::Blocking);
    let blocking_value = answers::value(names, method, Some(&blocking));
    quote! {
        #[cfg(feature = "blocking")]
        impl #name<#blocking> {
            /// Sends the call and waits for the answer.
            ///
            /// # Errors
            ///
            /// As the method says that made the call.
            pub fn send(self) -> #result<#blocking_value, #error> {
                self.call.#send().send()
            }
        }

        impl #future for #name {
            type Output = #result<#value, #error>;
            type IntoFuture = #pending<#value>;
            fn into_future(self) -> Self::IntoFuture {
                self.call.#send()
            }
        }
    }
}

/// Returns the name for an argument's type where that is too long for a signature.
fn wish(method: &Method, argument: &crate::rust::Ident) -> String {
    format!(
        "{}{}",
        method.builder.as_str(),
        argument.plain().to_upper_camel_case()
    )
}

/// Returns the names of the arguments, the body's last.
fn argument_names(method: &Method) -> Vec<Ident> {
    let body = method
        .body
        .iter()
        .filter(|body| body.required)
        .map(|body| ident(&body.name));
    method
        .required
        .iter()
        .map(|parameter| ident(&parameter.name))
        .chain(body)
        .collect()
}

/// Returns a name for a local variable that no argument has.
fn local(name: &str, method: &Method) -> Ident {
    let mut local = format_ident!("{name}");
    let arguments = argument_names(method);
    while arguments.contains(&local) {
        local = format_ident!("{local}_");
    }
    local
}

/// Returns the documentation of a method with its example.
fn documented(names: &Names<'_>, method: &Method) -> Vec<String> {
    let mut lines = method.docs.clone();
    if !method.example.is_empty() {
        lines.extend(["", "# Examples", ""].map(str::to_owned));
        lines.extend(example(names.shared.krate, &method.example));
    }
    lines
}

/// Returns an example as a doctest that is compiled and not run.
pub(super) fn example(krate: &Crate, statements: &[String]) -> Vec<String> {
    let library = &krate.library;
    let mut lines = vec![
        "```no_run".to_owned(),
        format!("# async fn example(client: {library}::Client) -> Result<(), {library}::Error> {{"),
    ];
    lines.extend(statements.iter().cloned());
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    lines
}

/// Returns the documentation of a parameter: where it is sent and its name there, then what the document says.
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

/// Returns documentation, or where there is none the name on the wire.
fn or_wire(docs: &[String], wire: &str) -> Vec<String> {
    if docs.is_empty() {
        vec![format!("The {}.", code(wire))]
    } else {
        docs.to_vec()
    }
}
