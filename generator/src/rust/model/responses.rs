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
    /// How it is read.
    pub encoding: SuccessEncoding,
    /// The enum of the values, where there are several types of them; then `ty` is `None`.
    pub several: Option<ResponseEnum>,
    /// The method of the builder that gives the body as it comes, where that is bytes or text, or may be.
    pub stream: Option<Ident>,
    /// The methods that give the response in other forms, where its type says nothing: such a response is often no JSON.
    pub raw: Option<RawForms>,
    /// Other forms of the response, each returned by a method of the builder.
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

/// The methods of a builder that give a response of any type.
#[derive(Clone, Debug, PartialEq)]
pub struct RawForms {
    /// Gives the bytes; `None` where another form does.
    pub bytes: Option<Ident>,
    /// Gives server-sent events; `None` where another form does.
    pub events: Option<Ident>,
}

/// The enum of an operation's responses of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseEnum {
    /// Its name, such as `CreateResponse`.
    pub name: Ident,
    /// The responses, exact statuses before ranges.
    pub variants: Vec<ResponseVariant>,
    /// The variant that keeps a response of any other status, `Undeclared` unless taken.
    pub undeclared: Ident,
}

/// One of several responses.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseVariant {
    /// The variant, such as `Created`.
    pub name: Ident,
    /// The statuses that it is for.
    pub status: StatusRange,
    /// How its body is read.
    pub encoding: SuccessEncoding,
    /// Its value's type, as in [`Response::ty`]; `None` if the response has no meaningful body.
    pub ty: Option<Ty>,
    /// Documentation, a line each.
    pub docs: Vec<String>,
}

/// Another form of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseView {
    /// The method of the builder, such as `events`.
    pub method: Ident,
    /// How the body is read.
    pub encoding: SuccessEncoding,
    /// As in [`Response::ty`].
    pub ty: Option<Ty>,
    /// The method of the builder that gives the body as it comes, where that is bytes or text.
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
    /// How its text becomes the value.
    pub form: HeaderForm,
    /// Whether every response has it; otherwise the field is an `Option`.
    pub required: bool,
    /// The type.
    pub ty: Ty,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// What rustdoc's search finds it by as well.
    pub alias: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
}
