//! Operations: parameters, bodies, responses, headers, media types, security, servers and pagination.
//!
//! In: the operations of a document. Out: [`Operation`](crate::api::Operation)s whose types are in the graph. Files are named
//! after the objects of the specification that they lower.

pub(crate) mod content;
pub(crate) mod encodings;
pub(crate) mod envelope;
pub(crate) mod file_parts;
pub(crate) mod headers;
pub(crate) mod member_names;
pub(crate) mod operations;
pub(crate) mod pagination;
pub(crate) mod parameters;
pub(crate) mod paths;
pub(crate) mod request_bodies;
pub(crate) mod response_content;
pub(crate) mod responses;
pub(crate) mod security;
pub(crate) mod servers;
pub(crate) mod styles;
pub(crate) mod unstated_envelope;
pub(crate) mod value_docs;
pub(crate) mod webhooks;
