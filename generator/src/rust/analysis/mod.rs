//! What the types of an API mean for Rust, as functions of the [`Api`](crate::api::Api) alone.
//!
//! In: the API. Out: plain data and parts of the model. Knows nothing of names: names are made from what is found here.
//!
//! * `reach`: which types reach the output
//! * `secrets`: which types contain a secret
//! * `boxes`: which fields are boxed, so that every type has a size
//! * `members`: whether a struct's member is required, and the values it can have
//! * `alternatives`: which variants the enum of a union has
//! * `wire_shapes`: how the alternatives of a union differ on the wire
//! * `nested_conditions`: the same for alternatives that differ only inside their members

pub(super) mod alternatives;
pub(super) mod boxes;
pub(super) mod members;
mod nested_conditions;
pub(super) mod reach;
pub(super) mod secrets;
pub(super) mod wire_shapes;
