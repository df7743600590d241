//! The names of structs, enums, unions and aliases, and of the modules that hold them.
//!
//! * `type_names`: gives the names, and looks them up for other modules
//! * `bases`: what a type is called unless that name is in use
//! * `modules`: which module an item belongs to
//! * `entries`: the items of modules

mod bases;
mod entries;
mod modules;
mod type_names;

pub(in crate::rust) use entries::{Entry, WebhookAlias};
pub(in crate::rust) use type_names::TypeNames;
