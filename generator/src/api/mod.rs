//! What a document means.
//!
//! In: an [`openapi::document::Document`](crate::openapi::document::Document). Out: an [`Api`]. Knows no Rust.

mod model;

mod all_of;
mod answers;
mod bodies;
mod choices;
mod conditional;
mod constraints;
mod defaults;
mod direction;
mod docs;
mod enums;
mod envelope;
mod fields;
mod files;
mod formats;
mod headers;
mod lower;
mod media;
mod merged;
mod names;
mod nullable;
mod open_unions;
mod operations;
mod overlap;
mod pagination;
mod parameters;
mod parts;
mod paths;
mod references;
mod responses;
mod same;
mod security;
mod select;
mod servers;
mod settle;
mod shapes;
mod share;
mod split;
mod styles;
mod subtypes;
mod tags;
#[cfg(test)]
mod tests;
mod types;
mod unions;
mod unstated;
mod variants;
mod webhooks;

pub use crate::source::Node;
pub use lower::{lower, lower_selected};
pub use model::*;
pub use select::Selection;
