//! Operations and their parameters.
//!
//! Part of the [`Api`](super::Api), and like it made by [`lower`](fn@crate::api::lower) alone.

use crate::diagnostic::Location;
use crate::openapi::document::Hints;

use super::{Body, Docs, Failure, Pagination, Server, Success, TypeRef};

/// An operation that a client can call.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The id as written in the document.
    pub id: Option<String>,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template as written.
    pub path_template: String,
    /// The segments of the template.
    pub path: Vec<PathSegment>,
    /// Base URLs of its own; empty if the first is the API's first.
    pub servers: Vec<Server>,
    /// The groups it belongs to.
    pub groups: Vec<String>,
    /// Its documentation.
    pub docs: Docs,
    /// Parameters except those in the body, in document order; path parameters in template order come first.
    pub parameters: Vec<Parameter>,
    /// The body.
    pub body: Option<Body>,
    /// Its responses on success.
    pub success: Success,
    /// Declared failures.
    pub failures: Vec<Failure>,
    /// How its pages follow each other, if it returns pages.
    pub pagination: Option<Pagination>,
    /// The index of the parameter that requests a page, where it is not known how to get the next page.
    pub unrecognized_page_parameter: Option<usize>,
    /// Alternatives, each a set of indices into [`Api::credentials`](super::Api::credentials); empty if no credential is needed.
    /// An empty alternative means that anonymous use is allowed too.
    pub security: Vec<Vec<usize>>,
    /// `x-rust-name` and the other extension keys that several kinds of objects have.
    pub hints: Hints,
    /// Where it is declared.
    pub location: Location,
}

impl Operation {
    /// Returns the HTTP method and the path template, such as `GET /pets`.
    pub fn request(&self) -> String {
        format!("{} {}", self.method, self.path_template)
    }

    /// Returns the name of the operation in messages and documentation: its id, or else its request.
    pub fn label(&self) -> String {
        self.id.clone().unwrap_or_else(|| self.request())
    }
}

/// A segment of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathSegment {
    /// Text that is sent as it is.
    Text(String),
    /// The parameter at this index of [`Operation::parameters`].
    Parameter(usize),
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The wire name.
    pub name: String,
    /// Where and how it is written.
    pub encoding: ParameterEncoding,
    /// The form of a value of several path segments: `*` is one of them, `**` any number. `None` where it is one.
    pub segments: Option<String>,
    /// Whether it is required.
    pub required: bool,
    /// Its type.
    pub ty: TypeRef,
    /// Whether the service honours it as an idempotency key.
    pub idempotency: bool,
    /// Its documentation.
    pub docs: Docs,
    /// `x-rust-name` and the other extension keys that several kinds of objects have.
    pub hints: Hints,
    /// Where it is declared.
    pub location: Location,
}

/// Where a parameter is sent and how its value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterEncoding {
    /// Where it is sent.
    pub location_in: ParameterLocation,
    /// How the value is written.
    pub style: Style,
    /// Whether elements and members are written separately (`explode`).
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// Whether an empty list is sent, as the name without a value.
    pub allow_empty: bool,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParameterLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How a parameter's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `blue`; lists by commas.
    Simple,
    /// `.blue`
    Label,
    /// `;color=blue`
    Matrix,
    /// `color=blue`
    Form,
    /// `color=a%20b`
    Space,
    /// `color=a%7Cb`
    Pipe,
    /// `color[R]=100`
    Deep,
    /// The whole value as JSON text.
    Json,
}
