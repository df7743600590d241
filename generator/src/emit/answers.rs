//! Prints what methods give: the type of the value, the enum of several, other forms of it, and the struct of headers.
//!
//! In: a planned method. Out: tokens; of the enum and the struct one line for each variant and field. How a body is read is the
//! runtime's business.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::literal::{alias, deprecated, docs, ident, text};
use super::names::Names;
use super::ty;
use crate::api::{HeaderForm, StatusRange, SuccessEncoding};
use crate::rust::{
    Ident, Method, RawForms, Resource, ResponseEnum, ResponseHeaders, ResponseView, Ty,
};

/// Returns the type of what a method gives to calls that are sent like this; without a word, awaited.
pub(super) fn value(names: &Names<'_>, method: &Method, mode: Option<&TokenStream>) -> TokenStream {
    let answer = &method.response;
    match &answer.several {
        Some(several) => {
            let name = ident(&several.name);
            quote!(#name)
        }
        None => read_as(
            names,
            method,
            (answer.encoding, answer.ty.as_ref()),
            Reading::AsItComes(mode),
        ),
    }
}

/// How bodies of many values are read.
#[derive(Clone, Copy)]
enum Reading<'a> {
    /// At once.
    Whole,
    /// One after the other, by a call that is sent like this; without a word, awaited.
    AsItComes(Option<&'a TokenStream>),
}

/// Returns the type of a body that is read like this.
fn read_as(
    names: &Names<'_>,
    method: &Method,
    (encoding, value): (SuccessEncoding, Option<&Ty>),
    reading: Reading<'_>,
) -> TokenStream {
    let wish = format!("{}Value", method.builder.as_str());
    match (encoding, value) {
        (SuccessEncoding::Text, _) => names.get("String"),
        (SuccessEncoding::Bytes, _) => names.get("Bytes"),
        (SuccessEncoding::Events, data) => {
            let data = data.map(|data| ty::short(names, data, (&wish, 4)));
            match reading {
                Reading::Whole => {
                    let (list, event) = (names.get("Vec"), names.get("ServerSentEvent"));
                    let data = data.map(|data| quote!(<#data>));
                    quote!(#list<#event #data>)
                }
                Reading::AsItComes(mode) => {
                    let events = names.get("Events");
                    match (data, mode) {
                        (None, None) => events,
                        (data, mode) => {
                            let data = data.unwrap_or_else(|| names.get("Value"));
                            let mode = mode.map(|mode| quote!(, #mode));
                            quote!(#events<#data #mode>)
                        }
                    }
                }
            }
        }
        (SuccessEncoding::Lines, line) => {
            let line = match line {
                Some(line) => ty::short(names, line, (&wish, 3)),
                None => names.get("Value"),
            };
            match reading {
                Reading::Whole => {
                    let list = names.get("Vec");
                    quote!(#list<#line>)
                }
                Reading::AsItComes(mode) => {
                    let (lines, mode) = (names.get("Lines"), mode.map(|mode| quote!(, #mode)));
                    quote!(#lines<#line #mode>)
                }
            }
        }
        (SuccessEncoding::Json | SuccessEncoding::Envelope, Some(value)) => {
            ty::short(names, value, (&wish, 2))
        }
        (SuccessEncoding::Json | SuccessEncoding::Envelope, None) => quote!(()),
    }
}

/// Returns the name of the runtime's method that sends a call of this kind.
pub(super) fn send(method: &Method) -> &'static str {
    match method.response.several {
        Some(_) => "send_several",
        None => send_as(method.response.encoding),
    }
}

fn send_as(encoding: SuccessEncoding) -> &'static str {
    match encoding {
        SuccessEncoding::Json | SuccessEncoding::Envelope => "send",
        SuccessEncoding::Text => "send_text",
        SuccessEncoding::Bytes => "send_bytes",
        SuccessEncoding::Events => "send_events",
        SuccessEncoding::Lines => "send_lines",
    }
}

/// Prints the answer of a descriptor.
pub(super) fn descriptor(names: &Names<'_>, method: &Method) -> TokenStream {
    let answer = names.get("Answer");
    let Some(several) = &method.response.several else {
        let kind = kind(method.response.encoding, method.response.ty.is_some());
        return quote!(#answer::#kind);
    };
    let (alternative, range) = (names.get("Alternative"), names.get("StatusRange"));
    let entries = several.variants.iter().map(|variant| {
        let kind = kind(variant.encoding, variant.ty.is_some());
        let status = match variant.status {
            StatusRange::Code(code) => {
                let code = proc_macro2::Literal::u16_unsuffixed(code);
                quote!(#range::Code(#code))
            }
            StatusRange::Range(hundred) => {
                let hundred = proc_macro2::Literal::u8_unsuffixed(hundred);
                quote!(#range::Range(#hundred))
            }
            StatusRange::Default => quote!(#range::Default),
        };
        quote!(#alternative { status: #status, answer: #answer::#kind })
    });
    quote!(#answer::Several(&[#(#entries),*]))
}

/// Returns the runtime's word for a way to read.
fn kind(encoding: SuccessEncoding, has_value: bool) -> proc_macro2::Ident {
    format_ident!(
        "{}",
        match (encoding, has_value) {
            (SuccessEncoding::Text, _) => "Text",
            (SuccessEncoding::Bytes, _) => "Bytes",
            (SuccessEncoding::Events, _) => "Events",
            (SuccessEncoding::Lines, _) => "Lines",
            (SuccessEncoding::Json, true) => "Json",
            (SuccessEncoding::Json, false) => "Nothing",
            (SuccessEncoding::Envelope, true) => "Envelope",
            (SuccessEncoding::Envelope, false) => "EnvelopeOnly",
        }
    )
}

/// Prints the methods of the builder that give other forms of the answer.
pub(super) fn views(names: &Names<'_>, method: &Method) -> TokenStream {
    let mode = names.mode();
    let views = method.response.views.iter().map(|view| {
        let (name, accept) = (ident(&view.method), text(&view.accept));
        let (pending, send) = (
            names.get("Pending"),
            format_ident!("{}", send_as(view.encoding)),
        );
        let value = read_as(
            names,
            method,
            (view.encoding, view.ty.as_ref()),
            Reading::AsItComes(Some(&mode)),
        );
        let docs = docs(&[view_docs(view)]);
        let stream = view
            .stream
            .as_ref()
            .map(|name| stream(names, name, Some(Accept::Type(&view.accept))));
        quote! {
            #docs
            pub fn #name(mut self) -> #pending<#value, #mode> {
                self.call.accept(#accept);
                self.call.#send()
            }
            #stream
        }
    });
    let own = method.response.stream.as_ref().map(|name| {
        let accept = method.response.raw.as_ref().map(|_| Accept::Any);
        stream(names, name, accept)
    });
    let raw = method
        .response
        .raw
        .as_ref()
        .map(|raw| raw_forms(names, raw));
    own.into_iter().chain(views).chain(raw).collect()
}

/// Emits the methods that give a response of any type.
fn raw_forms(names: &Names<'_>, raw: &RawForms) -> TokenStream {
    let (pending, mode) = (names.get("Pending"), names.mode());
    let bytes = raw.bytes.as_ref().map(|name| {
        let (name, bytes) = (ident(name), names.get("Bytes"));
        quote! {
            /// Sends the call, and gives the response as bytes, of whatever type it is.
            pub fn #name(mut self) -> #pending<#bytes, #mode> {
                self.call.accept_any();
                self.call.send_bytes()
            }
        }
    });
    let events = raw.events.as_ref().map(|name| {
        let (name, events, value) = (ident(name), names.get("Events"), names.get("Value"));
        quote! {
            /// Sends the call, asks for server-sent events, and gives them as they come.
            pub fn #name(mut self) -> #pending<#events<#value, #mode>, #mode> {
                self.call.accept("text/event-stream");
                self.call.send_events()
            }
        }
    });
    quote!(#bytes #events)
}

/// What a method asks for in place of the operation's own media types.
#[derive(Clone, Copy)]
enum Accept<'a> {
    /// This media type.
    Type(&'a str),
    /// The operation's own, or else any other.
    Any,
}

/// Prints the method that gives the body as it comes, in the usual form or another one.
fn stream(names: &Names<'_>, name: &Ident, accept: Option<Accept<'_>>) -> TokenStream {
    let (pending, download, mode) = (names.get("Pending"), names.get("Download"), names.mode());
    let asked = match accept {
        Some(Accept::Type(accept)) => format!(", asks for {}", crate::rust::code(accept)),
        Some(Accept::Any) | None => String::new(),
    };
    let (end, rest) = match accept {
        Some(Accept::Any) => (
            ",",
            "of whatever type it is; its body is read as it comes, however long it is.",
        ),
        Some(Accept::Type(_)) | None => (";", "its body is read as it comes, however long it is."),
    };
    let docs = docs(&[
        format!("Sends the call{asked}, and gives the answer as soon as its head is there{end}"),
        rest.to_owned(),
    ]);
    let name = ident(name);
    let (taken, accept) = match accept {
        None => (quote!(self), None),
        Some(Accept::Any) => (quote!(mut self), Some(quote!(self.call.accept_any();))),
        Some(Accept::Type(accept)) => {
            let accept = text(accept);
            (quote!(mut self), Some(quote!(self.call.accept(#accept);)))
        }
    };
    quote! {
        #docs
        pub fn #name(#taken) -> #pending<#download<#mode>, #mode> {
            #accept
            self.call.send_stream()
        }
    }
}

fn view_docs(view: &ResponseView) -> String {
    let what = match view.encoding {
        SuccessEncoding::Events => "the events of the answer as they come",
        SuccessEncoding::Lines => "the values that follow each other in the answer as they come",
        SuccessEncoding::Text => "the answer as text",
        SuccessEncoding::Json | SuccessEncoding::Envelope | SuccessEncoding::Bytes => {
            "the answer as bytes"
        }
    };
    let accept = crate::rust::code(&view.accept);
    format!("Sends the call, asks for {accept}, and gives {what}.")
}

/// Prints the enum of several answers and the struct of headers, where there are any.
pub(super) fn items(names: &Names<'_>, resource: &Resource, method: &Method) -> TokenStream {
    let call = format!("{}::{}", resource.name.as_str(), method.name.plain());
    let several = method
        .response
        .several
        .as_ref()
        .map(|several| self::several(names, (method, several), &call));
    let headers = method
        .response
        .headers
        .as_ref()
        .map(|headers| self::headers(names, headers, &call));
    quote!(#several #headers)
}

fn several(
    names: &Names<'_>,
    (method, several): (&Method, &ResponseEnum),
    call: &str,
) -> TokenStream {
    let (name, undeclared_name) = (ident(&several.name), ident(&several.undeclared));
    let mut enum_docs = vec![format!(
        "What [`{call}`] gives, by the status of the answer."
    )];
    let is_many = |encoding| matches!(encoding, SuccessEncoding::Events | SuccessEncoding::Lines);
    if (several.variants.iter()).any(|variant| is_many(variant.encoding)) {
        enum_docs.push("Events and sequences are given when the answer ended.".to_owned());
    }
    let enum_docs = docs(&enum_docs);
    let variants = several.variants.iter().map(|variant| {
        let (name, docs) = (ident(&variant.name), docs(&variant.docs));
        match kind(variant.encoding, variant.ty.is_some())
            .to_string()
            .as_str()
        {
            "Nothing" | "EnvelopeOnly" => quote!(#docs #name,),
            _ => {
                let value = read_as(
                    names,
                    method,
                    (variant.encoding, variant.ty.as_ref()),
                    Reading::Whole,
                );
                quote!(#docs #name(#value),)
            }
        }
    });
    let arms = several
        .variants
        .iter()
        .enumerate()
        .map(|(number, variant)| {
            let name = ident(&variant.name);
            let number = proc_macro2::Literal::usize_unsuffixed(number);
            let value = match kind(variant.encoding, variant.ty.is_some())
                .to_string()
                .as_str()
            {
                "Nothing" | "EnvelopeOnly" => return quote!(#number => Self::#name,),
                "Text" => quote!(body.text()?),
                "Bytes" => quote!(body.bytes()),
                "Events" => quote!(body.events()),
                "Lines" => quote!(body.lines()?),
                _ => quote!(body.json()?),
            };
            quote!(#number => Self::#name(#value),)
        });
    let (undeclared, alternatives, body, error, result) = (
        names.get("Undeclared"),
        names.get("Alternatives"),
        names.get("AnswerBody"),
        names.get("DecodeError"),
        names.get("Result"),
    );
    quote! {
        #enum_docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A success whose status the API does not document.
            #undeclared_name(#undeclared),
        }

        impl #alternatives for #name {
            fn read(number: usize, body: #body<'_, '_>) -> #result<Self, #error> {
                Ok(match number {
                    #(#arms)*
                    _ => Self::#undeclared_name(body.undeclared()),
                })
            }
        }
    }
}

fn headers(names: &Names<'_>, headers: &ResponseHeaders, call: &str) -> TokenStream {
    let name = ident(&headers.name);
    let struct_docs = docs(&[format!("The headers that answers of [`{call}`] declare.")]);
    let fields = headers.fields.iter().map(|field| {
        let (name, docs) = (ident(&field.name), docs(&field.docs));
        let (alias, deprecated) = (alias(field.alias.as_ref()), deprecated(field.deprecated));
        let wish = format!("{}{}", headers.name.as_str(), field.name.plain());
        let value = ty::short(names, &field.ty, (&wish, 1));
        let value = match field.required {
            true => value,
            false => {
                let option = names.get("Option");
                quote!(#option<#value>)
            }
        };
        quote!(#docs #alias #deprecated pub #name: #value,)
    });
    let (form, reader) = (names.get("HeaderForm"), names.get("HeaderReader"));
    let reads = headers.fields.iter().map(|field| {
        let (name, wire) = (ident(&field.name), text(&field.wire.to_ascii_lowercase()));
        let kind = format_ident!(
            "{}",
            match field.form {
                HeaderForm::String => "Text",
                HeaderForm::Scalar => "Plain",
                HeaderForm::StringList => "Texts",
                HeaderForm::ScalarList => "Plains",
                HeaderForm::Repeated => "Repeated",
                HeaderForm::Json => "Json",
            }
        );
        let read = match field.required {
            true => format_ident!("required"),
            false => format_ident!("optional"),
        };
        quote!(#name: headers.#read(#wire, #form::#kind)?,)
    });
    let (map, error, result) = (
        names.get("HeaderMap"),
        names.get("Error"),
        names.get("Result"),
    );
    quote! {
        #struct_docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
        }

        impl #name {
            /// Reads the headers of an answer, as [`Response::headers`](crate::Response::headers) gives them.
            ///
            /// # Errors
            ///
            /// A header does not hold what the API documents, or a required one is missing; the error names it.
            pub fn read(headers: &#map) -> #result<Self, #error> {
                let headers = #reader::new(headers);
                Ok(Self {
                    #(#reads)*
                })
            }
        }
    }
}
