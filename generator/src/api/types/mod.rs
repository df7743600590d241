//! The graph of types: shapes, fields, variants and tags, built from the analysis in `schemas`.
//!
//! In: uses of schemas. Out: [`Type`](crate::api::Type)s and references to them. Knows nothing of HTTP. `graph` turns a use of
//! schemas into a type without a shape, and imports none of the files that make shapes; `build` gives these types their
//! shapes, one after the other.

mod alternative;
mod assemble;
mod build;
pub(crate) mod fields;
pub(crate) mod graph;
mod names;
pub(crate) mod nodes;
pub(crate) mod open_unions;
mod overlap;
mod shapes;
mod tags;
mod variants;
