//! The graph of types: shapes, fields, variants and tags, made from what `schemas` finds out.
//!
//! In: uses of schemas. Out: [`Type`](crate::api::Type)s and references to them. Knows nothing of HTTP.

pub(crate) mod fields;
pub(crate) mod graph;
pub(crate) mod names;
pub(crate) mod open_unions;
pub(crate) mod overlap;
pub(crate) mod shapes;
pub(crate) mod tags;
pub(crate) mod variants;
