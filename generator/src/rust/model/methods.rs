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
    /// The module and file name: like the accessor, but never a keyword or a name that a file system minds.
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
    /// The builder, such as `Create`.
    pub builder: Ident,
    /// The static descriptor, such as `CREATE`.
    pub constant: Ident,
    /// The operationId, or method and path where there is none: what messages and the documentation call it.
    pub id: String,
    /// The HTTP method in capitals.
    pub http_method: String,
    /// The path template as written.
    pub path_template: String,
    /// The template taken apart; parameters by their index among the required ones in the path.
    pub path: Vec<PathPiece>,
    /// A base URL of its own.
    pub server: Option<String>,
    /// The header that makes the service know a request again, in lower case.
    pub idempotency_key: Option<String>,
    /// Documentation of the method, a line each, without the example.
    pub docs: Vec<String>,
    /// What rustdoc's search finds it by as well.
    pub alias: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Required parameters: those of the path in template order, then others. Arguments of the method.
    pub required: Vec<Parameter>,
    /// Optional parameters: methods of the builder.
    pub optional: Vec<Parameter>,
    /// The body.
    pub body: Option<BodyPlan>,
    /// The struct that takes the required parameters and body together where they are more than six, such as
    /// `CreateRequired`; its fields have the arguments' names and types. `None`: they are arguments of the method.
    pub arguments: Option<Ident>,
    /// What it returns.
    pub response: Response,
    /// The types of the bodies of declared failures, which callers read from errors.
    pub failures: Vec<Ty>,
    /// How its pages follow each other, if it gives pages.
    pub pagination: Option<PaginationPlan>,
    /// The value of `Accept`.
    pub accept: Option<String>,
    /// Alternatives of credentials; the same meaning as [`ClientPlan::security`].
    pub security: Vec<Vec<usize>>,
    /// Lines of a compiled example: statements that end in the call, with `client` in scope, inside an async function that
    /// returns a `Result` of the crate's error. Begins with the `use` lines it needs.
    pub example: Vec<String>,
}

impl Method {
    /// Returns the types of all that a method takes and gives.
    pub fn types(&self) -> impl Iterator<Item = &Ty> {
        let parameters = self.required.iter().chain(&self.optional);
        let contents = self.body.iter().flat_map(|body| &body.contents);
        (parameters.map(|parameter| &parameter.ty))
            .chain(contents.map(|content| &content.ty))
            .chain(self.response.types())
            .chain(&self.failures)
    }
}
