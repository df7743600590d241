//! The compiled example of each operation.
//!
//! In: a planned method, the items of the crate, and the example values of the document. Out: lines of Rust that
//! compile, whatever the document says: a value that does not fit its type is replaced by one that does.
//!
//! Relies on how methods take values: arguments take references (`&str`, `&[T]`, `&T`, numbers by value); setters, `new` and
//! optional parameters take values (`impl Into<String>`, `impl IntoIterator`, `T`); the fields of a struct of required members
//! have the exact type.
//!
//! * `calls`: the call of a method, and what is done with its response
//! * `values`: values of scalars, lists and maps
//! * `structs`, `unions`: values of structs and unions
//! * `draft`: an example that is being made
//! * `literals`: values of the document as Rust literals
//! * `layout`: lays out expressions as rustfmt would

mod calls;
mod draft;
mod layout;
mod literals;
mod structs;
mod unions;
mod values;

pub(super) use calls::CallSite;
pub(super) use draft::Examples;
