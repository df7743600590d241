//! What the API is in Rust: every name, type, module, box and attribute decided.
//!
//! In: an [`Api`](crate::api::Api). Out: a [`Crate`]. Knows nothing of OpenAPI, of tokens or of the disk.
//!
//! * `plan`: the order in which a crate is planned
//! * `model`: the crate as plain data, the product of this stage
//! * `analysis`: what the API's types mean for Rust, before they have names
//! * `names`: every Rust name, and the rules they follow
//! * `docs`: the text of documentation
//! * `types`: structs, enums, unions and aliases
//! * `client`: credentials and base URLs
//! * `operations`: resources and methods
//! * `examples`: the compiled example of each method
//! * `features`: which cargo feature enables which resource

mod analysis;
mod client;
mod docs;
mod examples;
mod features;
mod model;
mod names;
mod operations;
mod plan;
mod types;

// What the next stage needs of the stage before.
pub use crate::api::{
    Advance, BodyEncoding, Envelope, HeaderForm, Node, PageSize, PageSource, ParameterEncoding,
    ParameterLocation, Part, PartStyle, Placement, StatusRange, Style, SuccessEncoding,
};
pub(crate) use docs::{code, wrap};
#[cfg(test)]
pub(crate) use features::RESERVED_FEATURES;
pub use features::{MANY_OPERATIONS, MOST_FEATURES, ResourceFeatures};
pub use model::*;
pub use plan::{PlanOptions, plan};
pub use types::rust_types::rust_types;
