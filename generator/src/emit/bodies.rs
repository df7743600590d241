//! Emits request bodies: the argument of a method, how it is set on the call, and the enum of several media types.
//!
//! In: a planned body. Out: tokens. The runtime encodes the value, from the list of parts if it is a form.

use heck::ToUpperCamelCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::checks;
use super::listing::method_path;
use super::literal::{docs, ident, string_literal};
use super::names::Names;
use super::ty;
use crate::rust::{
    BodyEncoding, BodyPlan, ContentPlan, Method, Part, PartStyle, Resource, Style, code,
};

/// Returns the type of the argument for a body. `lifetime` is that of references, for a struct of arguments.
pub(super) fn argument(
    names: &Names<'_>,
    method: &Method,
    body: &BodyPlan,
    lifetime: Option<&syn::Lifetime>,
) -> TokenStream {
    let Some(choice) = &body.choice else {
        return payload(names, method, body.first(), lifetime);
    };
    let choice = ident(choice);
    let generics = generics(names, body);
    match lifetime {
        Some(_) => quote!(#choice #generics),
        None => {
            let into = names.get("Into");
            quote!(impl #into<#choice #generics>)
        }
    }
}

/// Returns the lifetime parameter of a method that takes this body as an argument.
pub(super) fn method_generics(names: &Names<'_>, body: Option<&BodyPlan>) -> Option<TokenStream> {
    generics(names, body.filter(|body| body.choice.is_some())?)
}

/// Returns the lifetime parameter of the enum of several media types, if it borrows anything.
fn generics(names: &Names<'_>, body: &BodyPlan) -> Option<TokenStream> {
    borrows(names, body).then(|| quote!(<'a>))
}

/// Returns whether the argument for a body is or contains a reference.
pub(super) fn borrows(names: &Names<'_>, body: &BodyPlan) -> bool {
    body.contents.iter().any(|content| {
        content.encoding != BodyEncoding::Bytes && ty::is_reference(names, &content.ty)
    })
}

/// Emits the statements that set the argument on a call. `is_field` tells that it is a field of a struct of arguments.
pub(super) fn set(
    names: &Names<'_>,
    call: &TokenStream,
    body: &BodyPlan,
    is_field: bool,
) -> TokenStream {
    let name = ident(&body.name);
    match &body.choice {
        None => {
            let Setting { set, checks } = set_content(names, call, body.first(), &name);
            quote!(#set; #checks)
        }
        Some(_) if is_field => quote!(#name.set(&mut #call);),
        Some(choice) => {
            let choice = ident(choice);
            quote!(#choice::set(#name.into(), &mut #call);)
        }
    }
}

/// Emits the method call that sets the argument as the body in a chain of calls, if it is JSON without checks outside of
/// its type.
pub(super) fn chained(names: &Names<'_>, body: &BodyPlan) -> Option<TokenStream> {
    let content = body.first();
    let is_plain = body.choice.is_none()
        && matches!(content.encoding, BodyEncoding::Json)
        && content.checks.is_empty();
    is_plain.then(|| {
        let (media_type, name) = (string_literal(&content.media_type), ident(&body.name));
        if ty::is_reference(names, &content.ty) {
            quote!(.with_body(#media_type, #name))
        } else {
            quote!(.with_body(#media_type, &#name))
        }
    })
}

/// Emits the enum of a body with several media types.
pub(super) fn items(names: &Names<'_>, resource: &Resource, method: &Method) -> TokenStream {
    let Some(body) = &method.body else {
        return TokenStream::new();
    };
    let Some(choice) = &body.choice else {
        return TokenStream::new();
    };
    let choice = ident(choice);
    let docs = docs(&[format!(
        "The request body of [`{}`], by media type.",
        method_path(resource, method)
    )]);
    let lifetime = syn::Lifetime::new("'a", proc_macro2::Span::call_site());
    let payloads: Vec<TokenStream> = (body.contents.iter())
        .map(|content| payload(names, method, content, Some(&lifetime)))
        .collect();
    let variants = body.contents.iter().zip(&payloads);
    let variants = variants.map(|(content, payload)| {
        let docs = super::literal::docs(&[format!("Sent as {}.", code(&content.media_type))]);
        let variant = ident(&content.variant);
        quote!(#docs #variant(#payload),)
    });
    let generics = generics(names, body);
    let setter = choice_setter(names, &choice, body);
    let conversions = choice_conversions(names, &choice, body, &payloads[body.preferred]);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #choice #generics {
            #(#variants)*
        }

        #setter

        #conversions
    }
}

/// Emits the method that sets the enum of several media types on a call.
fn choice_setter(names: &Names<'_>, choice: &Ident, body: &BodyPlan) -> TokenStream {
    let elided = borrows(names, body).then(|| quote!(<'_>));
    let (call, mode) = (names.get("RawCall"), names.mode());
    let arms = body.contents.iter().map(|content| {
        let variant = ident(&content.variant);
        let value = format_ident!("body");
        let Setting { set, checks } = set_content(names, &quote!(call), content, &value);
        if checks.is_empty() {
            quote!(Self::#variant(#value) => #set,)
        } else {
            quote!(Self::#variant(#value) => { #set; #checks })
        }
    });
    quote! {
        impl #choice #elided {
            fn set<#mode>(self, call: &mut #call<#mode>) {
                match self {
                    #(#arms)*
                }
            }
        }
    }
}

/// Emits `From` for the preferred content of the enum of several media types.
fn choice_conversions(
    names: &Names<'_>,
    choice: &Ident,
    body: &BodyPlan,
    payload: &TokenStream,
) -> TokenStream {
    let (generics, from) = (generics(names, body), names.get("From"));
    let preferred = ident(&body.first().variant);
    let from_bytes = (body.first().encoding == BodyEncoding::Bytes).then(|| {
        let bytes = names.get("Bytes");
        quote! {
            impl #generics #from<#bytes> for #choice #generics {
                fn from(body: #bytes) -> Self {
                    Self::#preferred(body.into())
                }
            }
        }
    });
    quote! {
        impl #generics #from<#payload> for #choice #generics {
            fn from(body: #payload) -> Self {
                Self::#preferred(body)
            }
        }

        #from_bytes
    }
}

/// Returns the type of the value of a content.
fn payload(
    names: &Names<'_>,
    method: &Method,
    content: &ContentPlan,
    lifetime: Option<&syn::Lifetime>,
) -> TokenStream {
    match content.encoding {
        BodyEncoding::Bytes => {
            let file = names.get("File");
            match lifetime {
                Some(_) => file,
                None => {
                    let into = names.get("Into");
                    quote!(impl #into<#file>)
                }
            }
        }
        BodyEncoding::Text => quote!(&#lifetime str),
        _ => {
            let type_alias = format!(
                "{}{}Body",
                method.builder.as_str(),
                content.variant.plain().to_upper_camel_case()
            );
            ty::by_reference(names, &content.ty, &type_alias, lifetime)
        }
    }
}

/// How a body is set on a call.
struct Setting {
    /// The expression that sets it.
    set: TokenStream,
    /// The statements that check it.
    checks: TokenStream,
}

fn set_content(
    names: &Names<'_>,
    call: &TokenStream,
    content: &ContentPlan,
    name: &Ident,
) -> Setting {
    let media_type = string_literal(&content.media_type);
    let value = if ty::is_reference(names, &content.ty) {
        quote!(#name)
    } else {
        quote!(&#name)
    };
    let set = match &content.encoding {
        BodyEncoding::Bytes => quote!(#call.raw_body(#media_type, #name)),
        BodyEncoding::Text => {
            let bytes = names.get("Bytes");
            quote!(#call.raw_body(#media_type, #bytes::copy_from_slice(#name.as_bytes())))
        }
        BodyEncoding::Json => quote!(#call.body(#media_type, #value)),
        BodyEncoding::Lines => quote!(#call.lines(#media_type, #value)),
        BodyEncoding::Sequence => quote!(#call.sequence(#media_type, #value)),
        BodyEncoding::Form(parts) => {
            let parts = self::parts(names, parts);
            quote!(#call.form(#media_type, &#parts, #value))
        }
        BodyEncoding::Multipart(parts) => {
            let parts = self::parts(names, parts);
            quote!(#call.multipart(#media_type, &#parts, #value))
        }
    };
    let checks = match content.encoding {
        BodyEncoding::Bytes | BodyEncoding::Text => TokenStream::new(),
        _ if content.checks.is_empty() || content.checks.is_only_nested() => TokenStream::new(),
        _ => {
            let limits = checks::reference(names, &content.checks);
            quote!(#call.check_body(#limits, #value);)
        }
    };
    Setting { set, checks }
}

/// Emits the descriptors of the members of a form.
fn parts(names: &Names<'_>, parts: &[Part]) -> TokenStream {
    let parts = parts.iter().map(|part| self::part(names, part));
    quote!([#(#parts),*])
}

fn part(names: &Names<'_>, part: &Part) -> TokenStream {
    let (ty, name) = (names.get("Part"), string_literal(&part.name));
    let mut tokens = quote!(#ty::new(#name));
    if let Some(content_type) = &part.content_type {
        let content_type = string_literal(content_type);
        tokens.extend(quote!(.content_type(#content_type)));
    }
    if !part.headers.is_empty() {
        let headers = part.headers.iter().map(|(name, value)| {
            let (name, value) = (string_literal(name), string_literal(value));
            quote!((#name, #value))
        });
        tokens.extend(quote!(.headers(&[#(#headers),*])));
    }
    if let Some(PartStyle { style, explode }) = part.style {
        let (ty, named) = (names.get("Style"), format_ident!("{style:?}"));
        tokens.extend(quote!(.style(#ty::#named)));
        // `explode` does not apply to deep objects.
        if explode != (style == Style::Form) && style != Style::Deep {
            tokens.extend(quote!(.explode(#explode)));
        }
    }
    if part.allow_reserved {
        tokens.extend(quote!(.allow_reserved()));
    }
    tokens
}
