//! Resources and their methods. What methods take is in `parameters`, what they return in `responses`.

use super::ident::Ident;
use super::pagination::PaginationPlan;
use super::parameters::{BodyPlan, Parameter, PathPiece};
use super::responses::Response;
use super::ty::Ty;

/// A node of the accessor tree, and a file below `resources/`.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The accessor, such as `live_inputs`.
    pub accessor: Ident,
    /// The module and file name: like the accessor, but never a keyword or a name that file systems treat specially.
    pub module: Ident,
    /// The struct, such as `LiveInputs`.
    pub name: Ident,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// The accessor path from the client, such as `["stream", "live_inputs"]`.
    pub path: Vec<Ident>,
    /// Its operations, in document order.
    pub methods: Vec<Method>,
    /// The resources below.
    pub children: Vec<Resource>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Method {
    /// The method, such as `create`.
    pub name: Ident,
    /// The type of the call, such as `Create`.
    pub builder: Ident,
    /// The static descriptor, such as `CREATE`.
    pub constant: Ident,
    /// The operation's id, or its method and path: its name in messages and documentation.
    pub id: String,
    /// The HTTP method, in uppercase.
    pub http_method: String,
    /// The path template, as in the document.
    pub path_template: String,
    /// The pieces of the template; parameters by their index in `required`.
    pub path: Vec<PathPiece>,
    /// A base URL of its own.
    pub server: Option<String>,
    /// The header by which the service recognizes a repeated request, in lowercase.
    pub idempotency_key: Option<String>,
    /// Documentation of the method, a line each, without the example.
    pub docs: Vec<String>,
    /// Documentation of the method's errors, a line each, if it differs from [`Crate::errors`](super::Crate::errors).
    pub errors: Vec<String>,
    /// A further name that rustdoc's search finds it by.
    pub alias: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Required parameters: those of the path in template order, then others. Arguments of the method.
    pub required: Vec<Parameter>,
    /// Optional parameters: methods of the call.
    pub optional: Vec<Parameter>,
    /// The body.
    pub body: Option<BodyPlan>,
    /// The struct that takes the required parameters and body together if they are more than six, such as
    /// `CreateRequired`; its fields have the arguments' names and types. `None`: they are arguments of the method.
    pub arguments: Option<Ident>,
    /// What it returns.
    pub response: Response,
    /// The body types of declared failures, which callers can decode from errors.
    pub failures: Vec<Ty>,
    /// How its pages follow each other, if it returns pages.
    pub pagination: Option<PaginationPlan>,
    /// The value of `Accept`.
    pub accept: Option<String>,
    /// Alternative sets of credentials, as in `ClientPlan::security`.
    pub security: Vec<Vec<usize>>,
    /// Lines of a compiled example: statements that end in the call, with `client` in scope, inside an async function that
    /// returns a `Result` of the crate's error. Begins with the `use` lines it needs.
    pub example: Vec<String>,
}

impl Method {
    /// Returns the types of everything that a method takes and returns.
    pub fn types(&self) -> impl Iterator<Item = &Ty> {
        let parameters = self.required.iter().chain(&self.optional);
        let contents = self.body.iter().flat_map(|body| &body.contents);
        (parameters.map(|parameter| &parameter.ty))
            .chain(contents.map(|content| &content.ty))
            .chain(self.response.types())
            .chain(&self.failures)
    }
}
