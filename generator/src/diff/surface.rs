//! Everything that a user of a crate can name or observe, with its location in the document.
//!
//! Only [`build`] creates a [`Surface`], so only that file depends on the models of the stages. The comparison works with flat
//! lists of names and types.

mod build;

use crate::api::{BodyEncoding, ParameterEncoding, ParameterLocation};
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
    /// The documentation of the crate and of each resource, by Rust path.
    pub(super) pages: Vec<(String, Vec<String>)>,
}

/// Documentation, default, deprecation and location of an element.
#[derive(Clone, Debug, Default)]
pub(super) struct Annotations {
    /// The lines of the generated documentation.
    pub(super) lines: Vec<String>,
    /// The texts in the document: summary, description and example.
    pub(super) words: String,
    pub(super) default: Option<Node>,
    pub(super) deprecated: bool,
    pub(super) location: Option<Location>,
}

/// A setting in the generated code that no user's code names.
#[derive(Debug)]
pub(super) struct Setting {
    pub(super) rule: Rule,
    /// The name in the report.
    pub(super) name: String,
    pub(super) value: Option<String>,
}

/// A credential that the client's builder takes.
#[derive(Debug)]
pub(super) struct Credential {
    pub(super) name: String,
    /// The methods of the builder with their arguments. The first one sets the credential itself.
    pub(super) methods: Vec<String>,
    pub(super) env: Option<String>,
    /// Where it is in a request.
    pub(super) placement: String,
    pub(super) annotations: Annotations,
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
    /// The struct of the arguments, if there are more than six.
    pub(super) arguments_struct: Option<String>,
    pub(super) setters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    /// The type that the call returns, and the other methods that return a response.
    pub(super) response: Response,
    /// The alternatives of the credentials, each with sorted names.
    pub(super) security: Vec<Vec<String>>,
    /// Settings of the descriptor.
    pub(super) settings: Vec<Setting>,
    pub(super) annotations: Annotations,
}

/// A parameter: an argument of the method, or a method of the call.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) wire: String,
    pub(super) location_in: ParameterLocation,
    pub(super) encoding: ParameterEncoding,
    pub(super) segments: Option<String>,
    pub(super) ty: Ty,
    pub(super) checks: Checks,
    pub(super) annotations: Annotations,
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

/// The response of a call.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) value: Returned,
    /// Other methods of the call, the variants of its response enum, and the fields of its headers, by name.
    pub(super) forms: Vec<(String, Returned)>,
}

/// The return type of a method, with a prefix for the report such as `events of`.
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
    /// Whether it is a named component of the document.
    pub(super) is_component: bool,
    pub(super) kind: Kind,
    pub(super) annotations: Annotations,
}

/// The kind of a type, with its members.
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
    pub(super) response_form: Option<String>,
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
    /// The component that declares the value, if it has no Rust type of its own, and its location.
    pub(super) component: Option<(String, Location)>,
    pub(super) annotations: Annotations,
}

impl Field {
    /// Returns whether it is an argument of `new`.
    pub(super) fn is_argument(&self) -> bool {
        self.is_always_sent() && self.constant.is_none()
    }

    /// Returns whether the member is required.
    pub(super) fn is_always_sent(&self) -> bool {
        matches!(
            self.presence,
            Presence::Required | Presence::RequiredNullable
        )
    }
}

/// An open enum.
#[derive(Debug)]
pub(super) struct Enum {
    pub(super) is_integer: bool,
    pub(super) unrecognized: String,
    pub(super) variants: Vec<EnumVariant>,
}

/// A value of an enum.
#[derive(Debug)]
pub(super) struct EnumVariant {
    pub(super) name: String,
    pub(super) wire: String,
    pub(super) annotations: Annotations,
}

/// A union.
#[derive(Debug)]
pub(super) struct Union {
    pub(super) tag: Option<String>,
    pub(super) unrecognized: String,
    pub(super) in_request: bool,
    pub(super) response_form: Option<String>,
    pub(super) variants: Vec<UnionVariant>,
}

/// An alternative of a union.
#[derive(Debug)]
pub(super) struct UnionVariant {
    pub(super) name: String,
    pub(super) ty: Ty,
    pub(super) tags: Vec<String>,
    pub(super) annotations: Annotations,
}
