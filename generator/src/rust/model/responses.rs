//! What methods return: a value, one of several by status, other forms of the response, and its headers.

use crate::api::Node;
use crate::api::{HeaderForm, StatusRange, SuccessEncoding};

use super::ident::Ident;
use super::ty::Ty;

/// What a method returns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Response {
    /// The value's type; `None` is `()`. That of events is the type of their data, that of lines the type of each.
    pub ty: Option<Ty>,
    /// How it is decoded.
    pub encoding: SuccessEncoding,
    /// The enum of values, if there are several types; then `ty` is `None`.
    pub several: Option<ResponseEnum>,
    /// The method of the call that streams the body, if that is or can be bytes or text.
    pub stream: Option<Ident>,
    /// The methods that return the response in other forms, if its type allows any value: such a response is often not JSON.
    pub raw: Option<RawForms>,
    /// Other forms of the response, each returned by a method of the call.
    pub views: Vec<ResponseView>,
    /// The struct of the declared headers.
    pub headers: Option<ResponseHeaders>,
    /// A documented example of the whole response, for tests and documentation.
    pub example: Option<Node>,
}

impl Response {
    /// Returns the types of all values that responses carry, headers included.
    pub fn types(&self) -> impl Iterator<Item = &Ty> {
        let variants = self.several.iter().flat_map(|several| &several.variants);
        let headers = self.headers.iter().flat_map(|headers| &headers.fields);
        (self.ty.iter())
            .chain(variants.filter_map(|variant| variant.ty.as_ref()))
            .chain(self.views.iter().filter_map(|view| view.ty.as_ref()))
            .chain(headers.map(|header| &header.ty))
    }
}

/// The methods of a call that return a response of any type.
#[derive(Clone, Debug, PartialEq)]
pub struct RawForms {
    /// Returns the bytes; `None` if another method does.
    pub bytes: Option<Ident>,
    /// Returns server-sent events; `None` if another method does.
    pub events: Option<Ident>,
}

/// The enum of an operation's responses of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseEnum {
    /// Its name, such as `CreateResponse`.
    pub name: Ident,
    /// The responses, exact statuses before ranges.
    pub variants: Vec<ResponseVariant>,
    /// The variant that keeps a response of any other status, `Undeclared` unless that name is in use.
    pub undeclared: Ident,
}

/// One of several responses.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseVariant {
    /// The variant, such as `Created`.
    pub name: Ident,
    /// The statuses that it is for.
    pub status: StatusRange,
    /// How its body is decoded.
    pub encoding: SuccessEncoding,
    /// Its value's type, as in [`Response::ty`]; `None` if the response has no meaningful body.
    pub ty: Option<Ty>,
    /// Whether `Debug` redacts the value.
    pub secret: bool,
    /// Documentation, a line each.
    pub docs: Vec<String>,
}

/// Another form of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseView {
    /// The method of the call, such as `events`.
    pub method: Ident,
    /// How the body is decoded.
    pub encoding: SuccessEncoding,
    /// As in [`Response::ty`].
    pub ty: Option<Ty>,
    /// The method of the call that streams the body, if that is bytes or text.
    pub stream: Option<Ident>,
    /// What is sent as `Accept`.
    pub accept: String,
}

/// The struct of an operation's declared headers.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseHeaders {
    /// Its name, such as `ListHeaders`.
    pub name: Ident,
    /// The headers, in document order.
    pub fields: Vec<HeaderField>,
}

/// A header.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderField {
    /// The field.
    pub name: Ident,
    /// The name on the wire, as declared.
    pub wire: String,
    /// How the header's value is decoded.
    pub form: HeaderForm,
    /// Whether every response has it; otherwise the field is an `Option`.
    pub required: bool,
    /// The type.
    pub ty: Ty,
    /// Whether `Debug` redacts it.
    pub secret: bool,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// A further name that rustdoc's search finds it by.
    pub alias: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
}
