//! What a document means.
//!
//! In: an [`openapi::document::Document`](crate::openapi::document::Document). Out: an [`Api`]. Knows no Rust.

mod model;

mod http;
mod lower;
mod passes;
mod schemas;
#[cfg(test)]
mod tests;
mod types;

pub use crate::openapi::document::Format;
pub use lower::{lower, lower_selected};
pub use model::*;
pub use passes::select::Selection;
