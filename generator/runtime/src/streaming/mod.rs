//! Responses that are read while they arrive: bytes, server-sent events and sequences of JSON texts.

pub mod body;
pub mod download;
pub mod events;
pub mod records;
pub mod sequences;
