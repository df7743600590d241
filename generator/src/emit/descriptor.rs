//! Prints descriptors: the statics that tell the runtime what an operation, a parameter or a credential is.
//!
//! In: planned operations and credentials. Out: constant expressions.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::answers;
use super::literal::{ident, name, text};
use super::names::Names;
use crate::api::{ParameterLocation, Placement, Style};
use crate::rust::{CredentialPlan, Method, Parameter, PathPiece};

/// Prints the static of an operation.
pub(super) fn operation(names: &Names<'_>, method: &Method) -> TokenStream {
    let client = &names.shared.krate.client;
    let (constant, operation) = (ident(&method.constant), names.get("Operation"));
    let (id, template) = (text(&method.id), text(&method.path_template));
    let path = path(names, method);
    let base_url = optional_text(method.server.as_ref());
    let accept = optional_text(method.accept.as_ref());
    let idempotency_key = optional_text(method.idempotency_key.as_ref());
    let answer = answers::descriptor(names, method);
    let security = match method.security == client.security {
        true => names.client_static("SECURITY"),
        false => {
            let constant =
                |index: usize| names.client_static(client.credentials[index].constant.as_str());
            let security = security(&method.security, constant);
            // Outside of a static's value, only a constant can keep a reference to one for ever.
            if is_known(&method.http_method) {
                security
            } else {
                quote!(const { #security })
            }
        }
    };
    let http_method = http_method(names, &method.http_method);
    let value = quote! {
        #operation {
            id: #id,
            method: #http_method,
            template: #template,
            path: #path,
            base_url: #base_url,
            idempotency_key: #idempotency_key,
            accept: #accept,
            answer: #answer,
            security: #security,
        }
    };
    match is_known(&method.http_method) {
        true => quote!(static #constant: #operation = #value;),
        // A method that the package `http` has no constant for can only be made at run time.
        false => {
            let lazy = names.get("LazyLock");
            quote!(static #constant: #lazy<#operation> = #lazy::new(|| #value);)
        }
    }
}

/// Prints the alternatives of credentials.
pub(super) fn security(
    alternatives: &[Vec<usize>],
    constant: impl Fn(usize) -> TokenStream,
) -> TokenStream {
    let alternatives = alternatives.iter().map(|alternative| {
        let credentials = alternative.iter().map(|index| constant(*index));
        quote!(&[#(&#credentials),*])
    });
    quote!(&[#(#alternatives),*])
}

/// Prints the static of a credential.
pub(super) fn credential(names: &Names<'_>, credential: &CredentialPlan) -> TokenStream {
    let (constant, ty, placement) = (
        ident(&credential.constant),
        names.get("Credential"),
        names.get("Placement"),
    );
    let (shown, setter) = (text(&credential.name), text(credential.method.plain()));
    let env = optional_text(credential.env.as_ref());
    let exchange = credential.exchange.as_ref();
    let token_url = optional_text(exchange.map(|exchange| &exchange.token_url));
    let placement = match &credential.placement {
        Placement::Bearer => quote!(#placement::Bearer),
        Placement::Basic => quote!(#placement::Basic),
        Placement::Transport => quote!(#placement::Transport),
        Placement::Authorization(scheme) => {
            let scheme = text(scheme);
            quote!(#placement::Authorization(#scheme))
        }
        Placement::Header(header) => {
            let header = text(header);
            quote!(#placement::Header(#header))
        }
        Placement::Query(parameter) => {
            let parameter = text(parameter);
            quote!(#placement::Query(#parameter))
        }
        Placement::Cookie(cookie) => {
            let cookie = text(cookie);
            quote!(#placement::Cookie(#cookie))
        }
    };
    quote! {
        pub(crate) static #constant: #ty = #ty {
            name: #shown,
            setter: #setter,
            env: #env,
            placement: #placement,
            token_url: #token_url,
        };
    }
}

/// Prints the descriptor of a parameter: what differs from the defaults of its place is said.
pub(super) fn parameter(names: &Names<'_>, parameter: &Parameter) -> TokenStream {
    let (ty, wire) = (names.get("Parameter"), text(&parameter.wire));
    let (make, usual) = match parameter.encoding.location_in {
        ParameterLocation::Path => ("path", Style::Simple),
        ParameterLocation::Query => ("query", Style::Form),
        ParameterLocation::Header => ("header", Style::Simple),
        ParameterLocation::Cookie => ("cookie", Style::Form),
    };
    let make = format_ident!("{make}");
    let mut tokens = quote!(#ty::#make(#wire));
    let style = parameter.encoding.style;
    if style != usual {
        let (ty, style) = (names.get("Style"), format_ident!("{style:?}"));
        tokens.extend(quote!(.style(#ty::#style)));
    }
    let explode = parameter.encoding.explode;
    if explode != (style == Style::Form) {
        tokens.extend(quote!(.explode(#explode)));
    }
    if parameter.encoding.allow_reserved {
        tokens.extend(quote!(.allow_reserved()));
    }
    if parameter.encoding.allow_empty {
        tokens.extend(quote!(.allow_empty()));
    }
    if let Some(form) = &parameter.segments {
        let form = text(form);
        tokens.extend(quote!(.segments(#form)));
    }
    tokens
}

/// Prints `Some("…")` or `None`.
pub(super) fn optional_text(value: Option<&String>) -> TokenStream {
    match value {
        Some(value) => {
            let value = text(value);
            quote!(Some(#value))
        }
        None => quote!(None),
    }
}

fn path(names: &Names<'_>, method: &Method) -> TokenStream {
    let segment = names.get("Segment");
    let pieces = method.path.iter().map(|piece| match piece {
        PathPiece::Text(piece) => {
            let piece = text(piece);
            quote!(#segment::Text(#piece))
        }
        PathPiece::Parameter(index) => {
            let wire = text(&method.required[*index].wire);
            quote!(#segment::Parameter(#wire))
        }
    });
    quote!(&[#(#pieces),*])
}

fn is_known(method: &str) -> bool {
    [
        "GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT",
    ]
    .contains(&method)
}

fn http_method(names: &Names<'_>, method: &str) -> TokenStream {
    let ty = names.get("Method");
    if is_known(method) {
        let constant = name(method);
        return quote!(#ty::#constant);
    }
    let method = syn::LitByteStr::new(method.as_bytes(), proc_macro2::Span::call_site());
    quote!(#ty::from_bytes(#method).expect("the document names a method of HTTP"))
}
