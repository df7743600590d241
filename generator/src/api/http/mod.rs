//! Operations: parameters, bodies, responses, headers, media types, security, servers and pagination.
//!
//! In: the operations of a document. Out: [`Operation`](crate::api::Operation)s whose types are in the graph.

pub(crate) mod answers;
pub(crate) mod bodies;
pub(crate) mod envelope;
pub(crate) mod headers;
pub(crate) mod media;
pub(crate) mod operations;
pub(crate) mod pagination;
pub(crate) mod parameters;
pub(crate) mod parts;
pub(crate) mod paths;
pub(crate) mod responses;
pub(crate) mod security;
pub(crate) mod servers;
pub(crate) mod styles;
pub(crate) mod webhooks;
