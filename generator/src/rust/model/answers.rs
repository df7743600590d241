//! What methods give: the value, one of several, other forms of it, and the headers beside.
//!
//! Part of the [`Crate`](super::Crate), and like it made by [`plan`](crate::rust::plan) alone.

use crate::api::{HeaderForm, StatusRange, SuccessEncoding};
use crate::rust::names::Ident;
use crate::source::Node;

use super::Ty;

/// What a method gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The value's type; `None` is `()`. That of events is the type of their data, that of lines the type of each.
    pub ty: Option<Ty>,
    /// How it is read.
    pub encoding: SuccessEncoding,
    /// The enum of the values, where there are several types of them; then `ty` is `None`.
    pub several: Option<AnswerEnum>,
    /// The method of the builder that gives the body as it comes, where that is bytes or text, or may be.
    pub stream: Option<Ident>,
    /// The methods that give the response in other forms, where its type says nothing: such a response is often no JSON.
    pub raw: Option<RawForms>,
    /// Other forms in which the answer can be had, each by a method of the builder.
    pub views: Vec<AnswerView>,
    /// The struct of the declared headers.
    pub headers: Option<AnswerHeaders>,
    /// A documented example of the whole answer, for tests and documentation.
    pub example: Option<Node>,
}

impl Answer {
    /// Returns the types of all values that answers carry, headers included.
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

/// The enum of an operation's answers of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerEnum {
    /// Its name, such as `CreateAnswer`.
    pub name: Ident,
    /// The answers, exact statuses before ranges.
    pub variants: Vec<AnswerVariant>,
    /// The variant that keeps an answer of any other status, `Undeclared` unless taken.
    pub undeclared: Ident,
}

/// One of several answers.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerVariant {
    /// The variant, such as `Created`.
    pub name: Ident,
    /// The statuses that it is for.
    pub status: StatusRange,
    /// How its body is read.
    pub encoding: SuccessEncoding,
    /// Its value's type, as in [`Answer::ty`]; `None` where nothing that matters is answered.
    pub ty: Option<Ty>,
    /// Documentation, a line each.
    pub docs: Vec<String>,
}

/// Another form in which an answer can be had.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerView {
    /// The method of the builder, such as `events`.
    pub method: Ident,
    /// How the body is read.
    pub encoding: SuccessEncoding,
    /// As in [`Answer::ty`].
    pub ty: Option<Ty>,
    /// The method of the builder that gives the body as it comes, where that is bytes or text.
    pub stream: Option<Ident>,
    /// What is sent as `Accept`.
    pub accept: String,
}

/// The struct of an operation's declared headers.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerHeaders {
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
    /// Whether every answer has it; otherwise the field is an `Option`.
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
