//! The hand-written runtime of every generated client crate: calls, retries, credentials, pagination and the JSON
//! codec.
//!
//! A generated crate contains a copy of these sources as its module `runtime`. This crate keeps them in a module of the
//! same name, so that the same paths work in both.

#![forbid(unsafe_code)]

#[path = "mod.rs"]
pub mod runtime;
