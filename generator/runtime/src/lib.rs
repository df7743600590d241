//! The hand-written runtime of every generated client crate: calls, retries, credentials, pagination and the JSON
//! codec.
//!
//! A generated crate depends on this package, or contains a copy of these sources as its module `runtime`. This package
//! keeps them in a module of the same name, so that the same paths work in both.
//!
//! Programs use the types that a generated crate exports. The rest is public for generated code only, and follows the
//! version in [`runtime::protocol`].

#![forbid(unsafe_code)]

#[path = "mod.rs"]
pub mod runtime;
