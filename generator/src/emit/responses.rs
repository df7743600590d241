//! Emits responses: the type of a method's value, the enum of several types, other forms of the body, and the struct of headers.
//!
//! In: a planned method. Out: code. The runtime decodes bodies and headers.

use super::layout::{Code, Name, code, commas, number};
use super::listing::method_path;
use super::literal::{docs, string_literal};
use super::names::Names;
use super::redacted::{RedactedVariant, debug_enum};
use super::response_headers;
use super::ty;
use crate::rust::{
    Ident, Method, RawForms, Resource, ResponseEnum, ResponseVariant, ResponseView, StatusRange,
    SuccessEncoding, Ty, code, wrap,
};

/// Returns the type of a method's value. `mode` is the type parameter of the call, without which it is async.
pub(super) fn value(names: &Names<'_>, method: &Method, mode: Option<&Code>) -> Code {
    let response = &method.response;
    match &response.several {
        Some(several) => {
            let name = &several.name;
            code!(#name)
        }
        None => body_type(
            names,
            method,
            response.encoding,
            response.ty.as_ref(),
            Reading::Streamed(mode),
        ),
    }
}

/// How a body of many values is read.
#[derive(Clone, Copy)]
enum Reading<'a> {
    /// Collected.
    Collected,
    /// Value by value, in a call with this type parameter, without which it is async.
    Streamed(Option<&'a Code>),
}

/// Returns the type of a body.
fn body_type(
    names: &Names<'_>,
    method: &Method,
    encoding: SuccessEncoding,
    value: Option<&Ty>,
    reading: Reading<'_>,
) -> Code {
    let type_alias = format!("{}Value", method.builder.as_str());
    match (encoding, value) {
        (SuccessEncoding::Text, _) => names.get("String"),
        (SuccessEncoding::Bytes, _) => names.get("Bytes"),
        (SuccessEncoding::Events, data) => {
            let data = data.map(|data| ty::in_signature(names, data, 4, &type_alias));
            match reading {
                Reading::Collected => {
                    let (list, event) = (names.get("Vec"), names.get("ServerSentEvent"));
                    let data = data.map(|data| code!(<#data>));
                    code!(#list<#event #data>)
                }
                Reading::Streamed(mode) => {
                    let events = names.get("Events");
                    match (data, mode) {
                        (None, None) => events,
                        (data, mode) => {
                            let data = data.unwrap_or_else(|| names.get("Value"));
                            let mode = mode.map(|mode| code!(, #mode));
                            code!(#events<#data #mode>)
                        }
                    }
                }
            }
        }
        (SuccessEncoding::Lines, line) => {
            let line = match line {
                Some(line) => ty::in_signature(names, line, 3, &type_alias),
                None => names.get("Value"),
            };
            match reading {
                Reading::Collected => {
                    let list = names.get("Vec");
                    code!(#list<#line>)
                }
                Reading::Streamed(mode) => {
                    let (lines, mode) = (names.get("JsonLines"), mode.map(|mode| code!(, #mode)));
                    code!(#lines<#line #mode>)
                }
            }
        }
        (SuccessEncoding::Json | SuccessEncoding::Envelope, Some(value)) => {
            ty::in_signature(names, value, 2, &type_alias)
        }
        (SuccessEncoding::Json | SuccessEncoding::Envelope, None) => code!(()),
    }
}

/// Returns the name of the runtime's method that sends a call whose response is read like this.
fn send_as(encoding: SuccessEncoding) -> &'static str {
    match encoding {
        SuccessEncoding::Json | SuccessEncoding::Envelope => "send",
        SuccessEncoding::Text => "send_text",
        SuccessEncoding::Bytes => "send_bytes",
        SuccessEncoding::Events => "send_events",
        SuccessEncoding::Lines => "send_lines",
    }
}

/// Emits the call that sets the response of a descriptor, unless it is the usual one.
pub(super) fn descriptor(names: &Names<'_>, method: &Method) -> Code {
    let Some(several) = &method.response.several else {
        let kind = kind(method.response.encoding, method.response.ty.is_some());
        return match kind.as_str() {
            "Json" => Code::default(),
            "Envelope" => code!(.envelope()),
            _ => {
                let response_kind = names.get("ResponseKind");
                code!(.response(#response_kind::#kind))
            }
        };
    };
    let (response, alternative, range) = (
        names.get("ResponseKind"),
        names.get("StatusResponse"),
        names.get("StatusRange"),
    );
    let entries = several.variants.iter().map(|variant| {
        let kind = kind(variant.encoding, variant.ty.is_some());
        let status = match variant.status {
            StatusRange::Code(code) => {
                let code = number(code);
                code!(#range::Code(#code))
            }
            StatusRange::Range(hundred) => {
                let hundred = number(hundred);
                code!(#range::Range(#hundred))
            }
            StatusRange::Default => code!(#range::Default),
        };
        code!(#alternative::new(#status, #response::#kind))
    });
    let entries = commas(entries);
    code!(.response(#response::ByStatus(&[#entries])))
}

/// Returns the runtime's name for a kind of response.
fn kind(encoding: SuccessEncoding, has_value: bool) -> Name {
    Name::new(match (encoding, has_value) {
        (SuccessEncoding::Text, _) => "Text",
        (SuccessEncoding::Bytes, _) => "Bytes",
        (SuccessEncoding::Events, _) => "Events",
        (SuccessEncoding::Lines, _) => "Lines",
        (SuccessEncoding::Json, true) => "Json",
        (SuccessEncoding::Json, false) => "Ignored",
        (SuccessEncoding::Envelope, true) => "Envelope",
        (SuccessEncoding::Envelope, false) => "EnvelopeOnly",
    })
}

/// Emits the methods of the call that return the response in other forms.
pub(super) fn views(names: &Names<'_>, method: &Method) -> Code {
    let mode = names.mode();
    let views = method.response.views.iter().map(|view| {
        let (name, accept) = (&view.method, string_literal(&view.accept));
        let (pending, send) = (names.get("Pending"), Name::new(send_as(view.encoding)));
        let value = body_type(
            names,
            method,
            view.encoding,
            view.ty.as_ref(),
            Reading::Streamed(Some(&mode)),
        );
        let docs = docs(&view_docs(view));
        let stream = view
            .stream
            .as_ref()
            .map(|name| stream(names, name, Accept::Type(&view.accept)));
        code! {
            #docs
            pub fn #name(mut self) -> #pending<#value, #mode> {
                self.call.accept(#accept);
                self.call.#send()
            }
            #stream
        }
    });
    let own = method.response.stream.as_ref().map(|name| {
        let accept = match &method.response.raw {
            Some(_) => Accept::Any,
            None => Accept::Own,
        };
        stream(names, name, accept)
    });
    let raw = method
        .response
        .raw
        .as_ref()
        .map(|raw| raw_forms(names, raw));
    own.into_iter().chain(views).chain(raw).collect()
}

/// Emits the methods that return a response of any media type.
fn raw_forms(names: &Names<'_>, raw: &RawForms) -> Code {
    let (pending, mode) = (names.get("Pending"), names.mode());
    let bytes = raw.bytes.as_ref().map(|name| {
        let (name, bytes) = (name, names.get("Bytes"));
        code! {
            /// Sends the request and returns the response body as bytes, whatever its media type.
            pub fn #name(mut self) -> #pending<#bytes, #mode> {
                self.call.accept_any();
                self.call.send_bytes()
            }
        }
    });
    let events = raw.events.as_ref().map(|name| {
        let (name, events, value) = (name, names.get("Events"), names.get("Value"));
        code! {
            /// Sends the request with `Accept: text/event-stream` and returns the events as they arrive.
            pub fn #name(mut self) -> #pending<#events<#value, #mode>, #mode> {
                self.call.accept("text/event-stream");
                self.call.send_events()
            }
        }
    });
    code!(#bytes #events)
}

/// The media types that a method of the call requests.
#[derive(Clone, Copy)]
enum Accept<'a> {
    /// Those of the operation.
    Own,
    /// Those of the operation, or else any other.
    Any,
    /// Only this one.
    Type(&'a str),
}

/// Emits the method that returns a body as it arrives.
fn stream(names: &Names<'_>, name: &Ident, accept: Accept<'_>) -> Code {
    let (pending, download, mode) = (names.get("Pending"), names.get("Download"), names.mode());
    let with = match accept {
        Accept::Type(accept) => format!(" with {}", code(&format!("Accept: {accept}"))),
        Accept::Own | Accept::Any => String::new(),
    };
    let whatever = match accept {
        Accept::Any => ", whatever its media type",
        Accept::Own | Accept::Type(_) => "",
    };
    let mut lines = wrap(&format!(
        "Sends the request{with} and returns when the head of the response has arrived{whatever}."
    ));
    lines.extend([
        String::new(),
        "The body is read as it arrives, and can be larger than memory.".to_owned(),
    ]);
    let docs = docs(&lines);
    let (receiver, accept) = match accept {
        Accept::Own => (code!(self), None),
        Accept::Any => (code!(mut self), Some(code!(self.call.accept_any();))),
        Accept::Type(accept) => {
            let accept = string_literal(accept);
            (code!(mut self), Some(code!(self.call.accept(#accept);)))
        }
    };
    code! {
        #docs
        pub fn #name(#receiver) -> #pending<#download<#mode>, #mode> {
            #accept
            self.call.send_stream()
        }
    }
}

fn view_docs(view: &ResponseView) -> Vec<String> {
    let form = match view.encoding {
        SuccessEncoding::Events => "the events of the response as they arrive",
        SuccessEncoding::Lines => "the values of the response as they arrive",
        SuccessEncoding::Text => "the response body as a string",
        SuccessEncoding::Json | SuccessEncoding::Envelope | SuccessEncoding::Bytes => {
            "the response body as bytes"
        }
    };
    let accept = code(&format!("Accept: {}", view.accept));
    wrap(&format!(
        "Sends the request with {accept} and returns {form}."
    ))
}

/// Emits the enum of several types and the struct of headers, if the method has them.
pub(super) fn items(names: &Names<'_>, resource: &Resource, method: &Method) -> Code {
    let path = method_path(resource, method);
    let by_status =
        (method.response.several.as_ref()).map(|item| by_status(names, method, item, &path));
    let headers = (method.response.headers.as_ref())
        .map(|headers| response_headers::emit(names, headers, &path));
    code!(#by_status #headers)
}

/// Emits the enum of the response types of a method, by status.
fn by_status(names: &Names<'_>, method: &Method, item: &ResponseEnum, path: &str) -> Code {
    let (name, undeclared_name) = (&item.name, &item.undeclared);
    let mut enum_docs = vec![format!("The response of [`{path}`], by status.")];
    let is_many = |encoding| matches!(encoding, SuccessEncoding::Events | SuccessEncoding::Lines);
    if (item.variants.iter()).any(|variant| is_many(variant.encoding)) {
        enum_docs.push("Events and JSON lines are collected until the response ends.".to_owned());
    }
    let enum_docs = docs(&enum_docs);
    let variants = item.variants.iter().map(|variant| {
        let (name, docs) = (&variant.name, docs(&variant.docs));
        let value = decoder(variant).map(|_| {
            let ty = variant.ty.as_ref();
            let value = body_type(names, method, variant.encoding, ty, Reading::Collected);
            code!((#value))
        });
        code!(#docs #name #value,)
    });
    let arms = item.variants.iter().enumerate().map(|(index, variant)| {
        let name = &variant.name;
        let index = number(index as u64);
        let value = decoder(variant).map(|decode| code!((body.#decode)));
        code!(#index => Self::#name #value,)
    });
    let (variants, arms): (Code, Code) = (variants.collect(), arms.collect());
    let (undeclared, alternatives, body, error, result) = (
        names.get("UndeclaredResponse"),
        names.get("ResponseEnum"),
        names.get("ResponseBody"),
        names.get("DecodeError"),
        names.get("Result"),
    );
    let redacted = item.variants.iter().map(|variant| RedactedVariant {
        name: &variant.name,
        secret: variant.secret,
        has_value: decoder(variant).is_some(),
    });
    let last = RedactedVariant {
        name: undeclared_name,
        secret: false,
        has_value: true,
    };
    let secret = item.variants.iter().any(|variant| variant.secret);
    let derived = (!secret).then(|| code!(Debug,));
    let written = secret.then(|| debug_enum(names, name, None, redacted.chain([last])));
    code! {
        #enum_docs
        #[derive(Clone, #derived PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #variants
            /// A successful response whose status the API does not document.
            #undeclared_name(#undeclared),
        }

        #written

        impl #alternatives for #name {
            fn read(index: usize, body: #body<'_, '_>) -> #result<Self, #error> {
                Ok(match index {
                    #arms
                    _ => Self::#undeclared_name(body.undeclared()),
                })
            }
        }
    }
}

/// Returns the call that decodes the body of a variant, unless the variant holds no value.
fn decoder(variant: &ResponseVariant) -> Option<Code> {
    match variant.encoding {
        SuccessEncoding::Text => Some(code!(text()?)),
        SuccessEncoding::Bytes => Some(code!(bytes())),
        SuccessEncoding::Events => Some(code!(events())),
        SuccessEncoding::Lines => Some(code!(lines()?)),
        SuccessEncoding::Json | SuccessEncoding::Envelope => {
            variant.ty.as_ref().map(|_| code!(json()?))
        }
    }
}
