//! The two ways of a client: awaiting, and blocking.
//!
//! In: nothing. Out: two types without values, which stand as the parameter `M` of clients, resources and calls, so that a
//! call of one way cannot be sent by the other.

/// What the parameter `M` of clients, resources and calls is where calls are awaited. It need not be written: `Client` stands
/// for `Client<Async>`.
#[derive(Clone, Copy, Debug)]
pub enum Async {}

/// What the parameter `M` of clients, resources and calls is where calls hold up the thread until they are answered: a call is
/// sent by `send` in place of `.await`. Such a client is made by `ClientBuilder::build_blocking`, with the feature `ureq`.
#[derive(Clone, Copy, Debug)]
pub enum Blocking {}
