//! Emits request bodies: the argument of a method, how it is set on the call, and the enum of several media types.
//!
//! In: a planned body. Out: code. The runtime encodes the value, from the list of parts if it is a form.

use heck::ToUpperCamelCase;

use super::checks;
use super::layout::{Code, Name, Piece, code, commas};
use super::listing::method_path;
use super::literal::{docs, string_literal};
use super::names::Names;
use super::redacted::{RedactedVariant, debug_enum};
use super::ty;
use crate::rust::{
    BodyEncoding, BodyPlan, ContentPlan, Ident, Method, Part, PartStyle, Resource, Style, code,
};

/// Returns the type of the argument for a body. `lifetime` is that of references, for a struct of arguments.
pub(super) fn argument(
    names: &Names<'_>,
    method: &Method,
    body: &BodyPlan,
    lifetime: Option<&Code>,
) -> Code {
    let Some(choice) = &body.choice else {
        return payload(names, method, body.first(), lifetime);
    };
    let generics = generics(names, body);
    match lifetime {
        Some(_) => code!(#choice #generics),
        None => {
            let into = names.get("Into");
            code!(impl #into<#choice #generics>)
        }
    }
}

/// Returns the lifetime parameter of a method that takes this body as an argument.
pub(super) fn method_generics(names: &Names<'_>, body: Option<&BodyPlan>) -> Option<Code> {
    generics(names, body.filter(|body| body.choice.is_some())?)
}

/// Returns the lifetime parameter of the enum of several media types, if it borrows anything.
fn generics(names: &Names<'_>, body: &BodyPlan) -> Option<Code> {
    borrows(names, body).then(|| code!(<'a>))
}

/// Returns whether the argument for a body is or contains a reference.
pub(super) fn borrows(names: &Names<'_>, body: &BodyPlan) -> bool {
    body.contents.iter().any(|content| {
        content.encoding != BodyEncoding::Bytes && ty::is_reference(names, &content.ty)
    })
}

/// Emits the statements that set the argument on a call. `is_field` tells that it is a field of a struct of arguments.
pub(super) fn set(names: &Names<'_>, call: &Code, body: &BodyPlan, is_field: bool) -> Code {
    let name = &body.name;
    match &body.choice {
        None => {
            let Setting { set, checks } = set_content(names, call, body.first(), &name);
            code!(#set; #checks)
        }
        Some(_) if is_field => code!(#name.set(&mut #call);),
        Some(choice) => {
            code!(#choice::set(#name.into(), &mut #call);)
        }
    }
}

/// Emits the method call that sets the argument as the body in a chain of calls, if it is JSON without checks outside of
/// its type.
pub(super) fn chained(names: &Names<'_>, body: &BodyPlan) -> Option<Code> {
    let content = body.first();
    let is_plain = body.choice.is_none()
        && matches!(content.encoding, BodyEncoding::Json)
        && content.checks.is_empty();
    is_plain.then(|| {
        let (media_type, name) = (string_literal(&content.media_type), &body.name);
        if ty::is_reference(names, &content.ty) {
            code!(.with_body(#media_type, #name))
        } else {
            code!(.with_body(#media_type, &#name))
        }
    })
}

/// Emits the enum of a body with several media types.
pub(super) fn items(names: &Names<'_>, resource: &Resource, method: &Method) -> Code {
    let Some(body) = &method.body else {
        return Code::default();
    };
    let Some(choice) = &body.choice else {
        return Code::default();
    };
    let docs = docs(&[format!(
        "The request body of [`{}`], by media type.",
        method_path(resource, method)
    )]);
    let lifetime = code!('a);
    let payloads: Vec<Code> = (body.contents.iter())
        .map(|content| payload(names, method, content, Some(&lifetime)))
        .collect();
    let variants = body.contents.iter().zip(&payloads);
    let variants = variants.map(|(content, payload)| {
        let docs = super::literal::docs(&[format!("Sent as {}.", code(&content.media_type))]);
        let variant = &content.variant;
        code!(#docs #variant(#payload),)
    });
    let variants: Code = variants.collect();
    let generics = generics(names, body);
    let setter = choice_setter(names, choice, body);
    let conversions = choice_conversions(names, choice, body, &payloads[body.preferred]);
    let redacted = body.contents.iter().map(|content| RedactedVariant {
        name: &content.variant,
        secret: content.secret,
        has_value: true,
    });
    let secret = body.contents.iter().any(|content| content.secret);
    let derived = (!secret).then(|| code!(, Debug));
    let written = secret.then(|| {
        let elided = borrows(names, body).then(|| code!(<'_>));
        debug_enum(names, choice, elided.as_ref(), redacted)
    });
    code! {
        #docs
        #[derive(Clone #derived)]
        #[non_exhaustive]
        pub enum #choice #generics {
            #variants
        }

        #written

        #setter

        #conversions
    }
}

/// Emits the method that sets the enum of several media types on a call.
fn choice_setter(names: &Names<'_>, choice: &Ident, body: &BodyPlan) -> Code {
    let elided = borrows(names, body).then(|| code!(<'_>));
    let (call, mode) = (names.get("RawCall"), names.mode());
    let arms = body.contents.iter().map(|content| {
        let variant = &content.variant;
        let value = Name::new("body");
        let Setting { set, checks } = set_content(names, &code!(call), content, &value);
        if checks.is_empty() {
            code!(Self::#variant(#value) => #set,)
        } else {
            code!(Self::#variant(#value) => { #set; #checks })
        }
    });
    let arms: Code = arms.collect();
    code! {
        impl #choice #elided {
            fn set<#mode>(self, call: &mut #call<#mode>) {
                match self {
                    #arms
                }
            }
        }
    }
}

/// Emits `From` for the preferred content of the enum of several media types.
fn choice_conversions(names: &Names<'_>, choice: &Ident, body: &BodyPlan, payload: &Code) -> Code {
    let (generics, from) = (generics(names, body), names.get("From"));
    let preferred = &body.first().variant;
    let from_bytes = (body.first().encoding == BodyEncoding::Bytes).then(|| {
        let bytes = names.get("Bytes");
        code! {
            impl #generics #from<#bytes> for #choice #generics {
                fn from(body: #bytes) -> Self {
                    Self::#preferred(body.into())
                }
            }
        }
    });
    code! {
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
    lifetime: Option<&Code>,
) -> Code {
    match content.encoding {
        BodyEncoding::Bytes => {
            let file = names.get("File");
            match lifetime {
                Some(_) => file,
                None => {
                    let into = names.get("Into");
                    code!(impl #into<#file>)
                }
            }
        }
        BodyEncoding::Text => code!(&#lifetime str),
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
    set: Code,
    /// The statements that check it.
    checks: Code,
}

fn set_content(
    names: &Names<'_>,
    call: &Code,
    content: &ContentPlan,
    name: &impl Piece,
) -> Setting {
    let media_type = string_literal(&content.media_type);
    let value = if ty::is_reference(names, &content.ty) {
        code!(#name)
    } else {
        code!(&#name)
    };
    let set = match &content.encoding {
        BodyEncoding::Bytes => code!(#call.raw_body(#media_type, #name)),
        BodyEncoding::Text => {
            let bytes = names.get("Bytes");
            code!(#call.raw_body(#media_type, #bytes::copy_from_slice(#name.as_bytes())))
        }
        BodyEncoding::Json => code!(#call.body(#media_type, #value)),
        BodyEncoding::Lines => code!(#call.lines(#media_type, #value)),
        BodyEncoding::Sequence => code!(#call.sequence(#media_type, #value)),
        BodyEncoding::Form(parts) => {
            let parts = self::parts(names, parts);
            code!(#call.form(#media_type, &#parts, #value))
        }
        BodyEncoding::Multipart(parts) => {
            let parts = self::parts(names, parts);
            code!(#call.multipart(#media_type, &#parts, #value))
        }
    };
    let checks = match content.encoding {
        BodyEncoding::Bytes | BodyEncoding::Text => Code::default(),
        _ if content.checks.is_empty() || content.checks.is_only_nested() => Code::default(),
        _ => {
            let limits = checks::reference(names, &content.checks);
            code!(#call.check_body(#limits, #value);)
        }
    };
    Setting { set, checks }
}

/// Emits the descriptors of the members of a form.
fn parts(names: &Names<'_>, parts: &[Part]) -> Code {
    let parts = commas(parts.iter().map(|part| self::part(names, part)));
    code!([#parts])
}

fn part(names: &Names<'_>, part: &Part) -> Code {
    let (ty, name) = (names.get("Part"), string_literal(&part.name));
    let mut tokens = code!(#ty::new(#name));
    if let Some(content_type) = &part.content_type {
        let content_type = string_literal(content_type);
        tokens.push(code!(.content_type(#content_type)));
    }
    if !part.headers.is_empty() {
        let headers = part.headers.iter().map(|(name, value)| {
            let (name, value) = (string_literal(name), string_literal(value));
            code!((#name, #value))
        });
        let headers = commas(headers);
        tokens.push(code!(.headers(&[#headers])));
    }
    if let Some(PartStyle { style, explode }) = part.style {
        let (ty, named) = (names.get("Style"), Name::new(&format!("{style:?}")));
        tokens.push(code!(.style(#ty::#named)));
        // `explode` does not apply to deep objects.
        if explode != (style == Style::Form) && style != Style::Deep {
            tokens.push(code!(.explode(#explode)));
        }
    }
    if part.allow_reserved {
        tokens.push(code!(.allow_reserved()));
    }
    tokens
}
