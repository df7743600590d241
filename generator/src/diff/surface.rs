//! What a user of a crate can name or observe, in flat lists, each with its place in the document.
//!
//! Made by [`build`] alone, which knows how the models of the stages are laid out. Knows nothing of rules, but for the one that a
//! setting falls under.

mod build;

use crate::api::{BodyEncoding, ParameterEncoding, Place};
use crate::diagnostic::Location;
use crate::rust::{Checks, Constant, Constructor, Ident, Presence, Ty};
use crate::source::Node;

use super::rules::Rule;

/// A crate as its users see it.
#[derive(Debug, Default)]
pub(super) struct Surface {
    pub(super) package: String,
    pub(super) settings: Vec<Setting>,
    pub(super) credentials: Vec<Credential>,
    pub(super) features: Option<Vec<String>>,
    pub(super) operations: Vec<Operation>,
    pub(super) types: Vec<Type>,
    /// The documentation of the crate and of each accessor: the Rust path and the lines.
    pub(super) pages: Vec<(String, Vec<String>)>,
}

/// What the document says of an element beside its meaning.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    /// The lines of its documentation, as rustdoc shows them.
    pub(super) lines: Vec<String>,
    /// The words of the document alone: without limits, wire names and the like.
    pub(super) words: String,
    pub(super) default: Option<Node>,
    pub(super) deprecated: bool,
    pub(super) location: Option<Location>,
}

/// A setting of the client that code does not see.
#[derive(Debug)]
pub(super) struct Setting {
    pub(super) rule: Rule,
    /// What it is called in the report.
    pub(super) name: String,
    pub(super) value: Option<String>,
}

/// A credential that the client's builder takes.
#[derive(Debug)]
pub(super) struct Credential {
    pub(super) name: String,
    /// The methods of the builder, with their arguments; the first is the one that it is called after.
    pub(super) methods: Vec<String>,
    pub(super) env: Option<String>,
    /// How it is put into a request.
    pub(super) placement: String,
    pub(super) about: About,
}

/// An operation: a method of a resource, and the call that it returns.
#[derive(Debug)]
pub(super) struct Operation {
    /// The accessors, such as `client.stream().live_inputs()`.
    pub(super) resource: String,
    /// The method, such as `create`.
    pub(super) name: String,
    /// The type of the call.
    pub(super) builder: String,
    pub(super) http_method: String,
    pub(super) path: String,
    pub(super) id: String,
    pub(super) arguments: Vec<Parameter>,
    /// The struct that takes the arguments, where there are many.
    pub(super) arguments_struct: Option<String>,
    pub(super) setters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    /// What the call returns, and its further methods that return a response.
    pub(super) response: Response,
    /// The alternatives of the credentials, each sorted by name.
    pub(super) security: Vec<Vec<String>>,
    /// What is sent otherwise without any code that changes: rule, name, value.
    pub(super) settings: Vec<Setting>,
    pub(super) about: About,
}

/// A parameter, as an argument or as a method of the call.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) wire: String,
    pub(super) place: Place,
    pub(super) encoding: ParameterEncoding,
    pub(super) segments: Option<String>,
    pub(super) ty: Ty,
    pub(super) checks: Checks,
    pub(super) about: About,
}

/// The body of a request.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) name: String,
    pub(super) required: bool,
    /// The enum that chooses among several contents.
    pub(super) choice: Option<String>,
    pub(super) contents: Vec<Content>,
    pub(super) location: Option<Location>,
}

/// A body of one media type.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) variant: String,
    pub(super) media_type: String,
    pub(super) encoding: BodyEncoding,
    pub(super) ty: Ty,
}

/// What a call returns.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) value: Returned,
    /// Further methods of the call, and the fields of its headers: what they are called and what they return.
    pub(super) forms: Vec<(String, Returned)>,
}

/// What a method returns: words around a type, such as `events of` around `Message`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Returned {
    pub(super) kind: &'static str,
    pub(super) ty: Option<Ty>,
}

/// A type of the module `types`.
#[derive(Debug)]
pub(super) struct Type {
    pub(super) name: String,
    pub(super) ident: Ident,
    /// Whether a named component of the document has it.
    pub(super) is_component: bool,
    pub(super) kind: Kind,
    pub(super) about: About,
}

/// What kind of type it is.
#[derive(Debug)]
pub(super) enum Kind {
    Struct(Struct),
    Enum(Enum),
    Union(Union),
    Alias(Ty),
}

/// A struct.
#[derive(Debug)]
pub(super) struct Struct {
    pub(super) fields: Vec<Field>,
    pub(super) additional: Option<(String, Ty)>,
    pub(super) constructor: Constructor,
    pub(super) in_request: bool,
    pub(super) request_form_of: Option<String>,
}

/// A field of a struct.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) wire: String,
    pub(super) ty: Ty,
    pub(super) presence: Presence,
    pub(super) constant: Option<Constant>,
    pub(super) secret: bool,
    pub(super) checks: Checks,
    /// The named component that the value is declared by, where that is no type of its own, and its place.
    pub(super) component: Option<(String, Location)>,
    pub(super) about: About,
}

impl Field {
    /// Returns whether `new` takes it.
    pub(super) fn is_argument(&self) -> bool {
        let is_sent = matches!(
            self.presence,
            Presence::Required | Presence::RequiredNullable
        );
        is_sent && self.constant.is_none()
    }
}

/// An open enum.
#[derive(Debug)]
pub(super) struct Enum {
    pub(super) is_of_integers: bool,
    pub(super) unrecognized: String,
    pub(super) variants: Vec<EnumVariant>,
}

/// A value of an enum.
#[derive(Debug)]
pub(super) struct EnumVariant {
    pub(super) name: String,
    pub(super) wire: String,
    pub(super) about: About,
}

/// A union.
#[derive(Debug)]
pub(super) struct Union {
    pub(super) tag: Option<String>,
    pub(super) unrecognized: String,
    pub(super) in_request: bool,
    pub(super) request_form_of: Option<String>,
    pub(super) variants: Vec<UnionVariant>,
}

/// An alternative of a union.
#[derive(Debug)]
pub(super) struct UnionVariant {
    pub(super) name: String,
    pub(super) ty: Ty,
    pub(super) tags: Vec<String>,
    pub(super) about: About,
}
