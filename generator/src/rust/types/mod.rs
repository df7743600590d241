//! From the types of an API to Rust types and items.
//!
//! In: an API, and the names of its types. Out: the modules below `types/`, and the Rust type of each use of a type. Knows nothing
//! of operations.
//!
//! * `rust_types`: the Rust type of each use of a type, looked up by other modules
//! * `items`: the modules and their items, and aliases
//! * `structs`, `enums`, `unions`: one kind of item each
//! * `webhooks`: aliases and documentation of the bodies of webhooks
//! * `item_docs`: documentation that all kinds of items have
//! * `constants`: the value of a member that can have no other
//! * `checks`: what `validate` checks
//! * `depth`: the recursion limit that the crate needs

pub(super) mod checks;
mod constants;
pub(super) mod depth;
mod enums;
mod item_docs;
pub(super) mod items;
pub(super) mod rust_types;
mod structs;
mod unions;
mod webhooks;
