//! The hand-written Rust under every generated client crate: calls, retries, credentials, pages and the JSON codec.
//!
//! A generated crate has a copy of these sources as its module `runtime`. So they stand in a module of that name here too, and
//! the same paths work in both.

#![forbid(unsafe_code)]

#[path = "mod.rs"]
pub mod runtime;
