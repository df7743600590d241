//! Prints bodies: the argument that a method takes, how it is set on the call, and the enum of several media types.
//!
//! In: a planned body. Out: tokens. How a value becomes bytes is the runtime's business, told by the list of parts.

use heck::ToUpperCamelCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::checks;
use super::literal::{docs, ident, text};
use super::names::Names;
use super::ty;
use crate::api::{BodyEncoding, Part, PartStyle, Style};
use crate::rust::{BodyPlan, ContentPlan, Method, Resource, code};

/// Returns the type of the argument for a body. `lifetime` is that of references, for a struct of arguments.
pub(super) fn argument(
    names: &Names<'_>,
    (method, body): (&Method, &BodyPlan),
    lifetime: Option<&syn::Lifetime>,
) -> TokenStream {
    let Some(choice) = &body.choice else {
        return payload(names, (method, body.first()), lifetime);
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

/// Returns the lifetime that a method needs which takes this body as an argument.
pub(super) fn method_generics(names: &Names<'_>, body: Option<&BodyPlan>) -> Option<TokenStream> {
    generics(names, body.filter(|body| body.choice.is_some())?)
}

/// Returns the lifetime of what the enum of several media types borrows, if it borrows anything.
fn generics(names: &Names<'_>, body: &BodyPlan) -> Option<TokenStream> {
    borrows(names, body).then(|| quote!(<'a>))
}

/// Returns whether the argument for a body refers to a value of the caller's.
pub(super) fn borrows(names: &Names<'_>, body: &BodyPlan) -> bool {
    body.contents.iter().any(|content| {
        content.encoding != BodyEncoding::Bytes && ty::is_read_by_reference(names, &content.ty)
    })
}

/// Prints how the argument is set on a call; `held` where it is a field of a struct of arguments.
pub(super) fn set(
    names: &Names<'_>,
    call: &TokenStream,
    body: &BodyPlan,
    held: bool,
) -> TokenStream {
    let name = ident(&body.name);
    match &body.choice {
        None => {
            let Setting { set, checks } = set_content(names, call, body.first(), &name);
            quote!(#set; #checks)
        }
        Some(_) if held => quote!(#name.set(&mut #call);),
        Some(choice) => {
            let choice = ident(choice);
            quote!(#choice::set(#name.into(), &mut #call);)
        }
    }
}

/// Prints the enum of a body that several media types can carry.
pub(super) fn items(names: &Names<'_>, resource: &Resource, method: &Method) -> TokenStream {
    let Some(body) = &method.body else {
        return TokenStream::new();
    };
    let Some(choice) = &body.choice else {
        return TokenStream::new();
    };
    let choice = ident(choice);
    let docs = docs(&[format!(
        "The body of [`{}::{}`], by its media type.",
        resource.name.as_str(),
        method.name.plain()
    )]);
    let lifetime = syn::Lifetime::new("'a", proc_macro2::Span::call_site());
    let payloads: Vec<TokenStream> = body
        .contents
        .iter()
        .map(|content| payload(names, (method, content), Some(&lifetime)))
        .collect();
    let generics = generics(names, body);
    let elided = generics.is_some().then(|| quote!(<'_>));
    let variants = body
        .contents
        .iter()
        .zip(&payloads)
        .map(|(content, payload)| {
            let docs = super::literal::docs(&[format!("Sent as {}.", code(&content.media_type))]);
            let variant = ident(&content.variant);
            quote!(#docs #variant(#payload),)
        });
    let (call, mode) = (names.get("RawCall"), names.mode());
    let arms = body.contents.iter().map(|content| {
        let variant = ident(&content.variant);
        let value = format_ident!("body");
        let Setting { set, checks } = set_content(names, &quote!(call), content, &value);
        match checks.is_empty() {
            true => quote!(Self::#variant(#value) => #set,),
            false => quote!(Self::#variant(#value) => { #set; #checks }),
        }
    });
    let preferred = ident(&body.first().variant);
    let given = &payloads[body.preferred];
    let from = names.get("From");
    let of_bytes = (body.first().encoding == BodyEncoding::Bytes).then(|| {
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
        #docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #choice #generics {
            #(#variants)*
        }

        impl #choice #elided {
            fn set<#mode>(self, call: &mut #call<#mode>) {
                match self {
                    #(#arms)*
                }
            }
        }

        impl #generics #from<#given> for #choice #generics {
            fn from(body: #given) -> Self {
                Self::#preferred(body)
            }
        }

        #of_bytes
    }
}

/// Returns the type of what a content is made of.
fn payload(
    names: &Names<'_>,
    (method, content): (&Method, &ContentPlan),
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
            let wish = format!(
                "{}{}Body",
                method.builder.as_str(),
                content.variant.plain().to_upper_camel_case()
            );
            ty::read(names, &content.ty, &wish, lifetime)
        }
    }
}

/// How a body is set on a call: an expression, and the statements that check it.
struct Setting {
    set: TokenStream,
    checks: TokenStream,
}

fn set_content(
    names: &Names<'_>,
    call: &TokenStream,
    content: &ContentPlan,
    name: &Ident,
) -> Setting {
    let media_type = text(&content.media_type);
    let value = match ty::is_read_by_reference(names, &content.ty) {
        true => quote!(#name),
        false => quote!(&#name),
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
        _ => checks::of_argument(
            names,
            quote!(#call.check("body")),
            &ty::read_value(names, &content.ty, name),
            (&content.ty, &content.checks),
        ),
    };
    Setting { set, checks }
}

/// Prints what is said of the members of a form.
fn parts(names: &Names<'_>, parts: &[Part]) -> TokenStream {
    let parts = parts.iter().map(|part| self::part(names, part));
    quote!([#(#parts),*])
}

fn part(names: &Names<'_>, part: &Part) -> TokenStream {
    let (ty, name) = (names.get("Part"), text(&part.name));
    let mut tokens = quote!(#ty::new(#name));
    if let Some(content_type) = &part.content_type {
        let content_type = text(content_type);
        tokens.extend(quote!(.content_type(#content_type)));
    }
    if !part.headers.is_empty() {
        let headers = part.headers.iter().map(|(name, value)| {
            let (name, value) = (text(name), text(value));
            quote!((#name, #value))
        });
        tokens.extend(quote!(.headers(&[#(#headers),*])));
    }
    if let Some(PartStyle { style, explode }) = part.style {
        let (ty, named) = (names.get("Style"), format_ident!("{style:?}"));
        tokens.extend(quote!(.style(#ty::#named)));
        // To a deep object the word means nothing.
        if explode != (style == Style::Form) && style != Style::Deep {
            tokens.extend(quote!(.explode(#explode)));
        }
    }
    if part.allow_reserved {
        tokens.extend(quote!(.allow_reserved()));
    }
    tokens
}
