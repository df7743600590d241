//! What the API is in Rust: every name, type, module, box and attribute decided.
//!
//! In: an [`Api`](crate::api::Api). Out: a [`Crate`]. Knows nothing of OpenAPI, of tokens or of the disk.

mod answers;
mod bodies;
mod boxes;
mod checks;
mod constants;
mod credentials;
mod depth;
mod docs;
mod examples;
mod features;
mod fields;
mod insides;
mod looks;
mod methods;
mod model;
mod names;
mod operation_names;
mod packages;
mod pagination;
mod plan;
mod resources;
mod type_names;
mod types;
mod unions;
mod variant_names;
mod webhooks;

// What the stages that follow need of the stage before.
pub use crate::api::{
    Advance, BodyEncoding, Envelope, HeaderForm, PageSize, PageSource, ParameterEncoding, Part,
    Place, Placement, StatusRange, Style, SuccessEncoding,
};
pub(crate) use docs::{code, wrap};
#[cfg(test)]
pub(crate) use features::TAKEN;
pub use features::{MANY_OPERATIONS, MOST_FEATURES, ResourceFeatures};
pub use model::*;
pub use names::{Ident, is_common_type};
pub use plan::{PlanOptions, plan};
pub use types::types_of;
