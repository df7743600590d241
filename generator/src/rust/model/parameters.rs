//! What methods take: paths, parameters and bodies.

use crate::api::{BodyEncoding, ParameterEncoding};

use super::checks::Checks;
use super::ident::Ident;
use super::ty::Ty;

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPiece {
    /// Sent as it is.
    Text(String),
    /// The path parameter of this index.
    Parameter(usize),
}

/// A parameter of a method.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The argument or method of the call.
    pub name: Ident,
    /// The wire name.
    pub wire: String,
    /// Where and how it is encoded.
    pub encoding: ParameterEncoding,
    /// The form of a value of several path segments.
    pub segments: Option<String>,
    /// Its type. String arguments are `&str`, methods take `impl Into<String>`.
    pub ty: Ty,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// A further name that rustdoc's search finds it by.
    pub alias: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What is checked before sending.
    pub checks: Checks,
    /// Whether `Debug` redacts it.
    pub secret: bool,
}

/// The body of a method.
#[derive(Clone, Debug)]
pub struct BodyPlan {
    /// The argument (required) or method of the call (optional), `body` unless that name is in use.
    pub name: Ident,
    /// Whether it must be given.
    pub required: bool,
    /// The enum of contents, such as `CreateBody`; `None` if there is one content.
    pub choice: Option<Ident>,
    /// What can be sent; at least one.
    pub contents: Vec<ContentPlan>,
    /// The index of the content whose value converts into the enum.
    pub preferred: usize,
    /// Documentation, a line each.
    pub docs: Vec<String>,
}

impl BodyPlan {
    /// Returns the content that is sent by default.
    pub fn first(&self) -> &ContentPlan {
        &self.contents[self.preferred]
    }
}

/// A body of one media type.
#[derive(Clone, Debug)]
pub struct ContentPlan {
    /// The variant of [`BodyPlan::choice`], such as `Json`.
    pub variant: Ident,
    /// What is sent as `Content-Type`.
    pub media_type: String,
    /// How it is encoded.
    pub encoding: BodyEncoding,
    /// Its type; the argument is a reference to it.
    pub ty: Ty,
    /// Checks beyond the type's own.
    pub checks: Checks,
    /// Whether `Debug` redacts it.
    pub secret: bool,
}
