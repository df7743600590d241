//! Analysis of schemas: functions from the document to data, with no type graph in reach.
//!
//! In: schemas of an [`openapi::document::Document`](crate::openapi::document::Document). Out: what they allow, merged and
//! classified.

pub(crate) mod all_of;
pub(crate) mod choices;
pub(crate) mod conditional;
pub(crate) mod constraints;
pub(crate) mod docs;
pub(crate) mod enums;
pub(crate) mod formats;
pub(crate) mod merged;
pub(crate) mod nullable;
pub(crate) mod references;
pub(crate) mod subtypes;
pub(crate) mod unions;
