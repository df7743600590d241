//! What a document means.
//!
//! In: an [`openapi::document::Document`](crate::openapi::document::Document). Out: an [`Api`]. Knows no Rust.

mod model;

mod form_parts;
mod http;
mod limits;
mod lower;
mod media_types;
mod passes;
mod schemas;
mod selection;
#[cfg(test)]
mod tests;
mod type_eq;
mod types;
mod uses;

pub use crate::openapi::Node;
pub use crate::openapi::document::{Format, Hints};
pub use lower::{lower, lower_selected};
pub use model::*;
pub use selection::Selection;
pub use uses::{Direction, TypeUse};
