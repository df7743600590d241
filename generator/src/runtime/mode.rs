//! The two ways of a client: awaiting, and blocking.
//!
//! In: nothing. Out: two types without values, which stand as the parameter `M` of clients, resources and calls, so that a
//! call of one way cannot be sent by the other.

/// The way of clients whose calls are awaited.
#[derive(Clone, Copy, Debug)]
pub enum Async {}

/// The way of clients whose calls hold up the thread until they are answered.
#[derive(Clone, Copy, Debug)]
pub enum Blocking {}
