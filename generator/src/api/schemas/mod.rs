//! Analysis of schemas: functions from the document to data, without access to the graph of types.
//!
//! In: schemas of an [`openapi::document::Document`](crate::openapi::document::Document). Out: what they state, merged and
//! classified. From the bottom to the top:
//!
//! | Files | Own |
//! | --- | --- |
//! | `keywords`, `nullable`, `choices` | questions about single schemas, and the keys of types |
//! | `assertions`, `docs` | what schemas state, as data |
//! | `enums`, `json_types`, `formats`, `constraints` | what follows from assertions |
//! | `merged`, `merger`, `conditional`, `implied_unions`, `all_of` | several schemas that apply to one value |
//! | `flatten`, `scalars`, `unions`, `redundant`, `tag_values` | lists of alternatives |
//! | `references`, `subtypes`, `equal` | which schemas stand for others, or state the same |

pub(crate) mod all_of;
pub(crate) mod assertions;
pub(crate) mod choices;
mod conditional;
pub(crate) mod constraints;
pub(crate) mod docs;
pub(crate) mod enums;
pub(crate) mod equal;
pub(crate) mod flatten;
pub(crate) mod formats;
mod implied_unions;
pub(crate) mod json_types;
pub(crate) mod keywords;
pub(crate) mod merged;
mod merger;
pub(crate) mod nullable;
pub(crate) mod redundant;
pub(crate) mod references;
pub(crate) mod scalars;
pub(crate) mod subtypes;
pub(crate) mod tag_values;
pub(crate) mod unions;
