//! The calls of `nulls`: other spellings, the same types.

#[path = "../nulls/calls.rs"]
mod calls;
