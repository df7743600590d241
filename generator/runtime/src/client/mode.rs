//! The two modes of a client: async and blocking.
//!
//! In: nothing. Out: two uninhabited types for the parameter `M` of clients, resources and calls. The type system keeps
//! a call of one mode from being sent in the other.

/// The async mode: calls are awaited. This is the default of `M`, so `Client` means `Client<Async>`.
#[derive(Clone, Copy, Debug)]
pub enum Async {}

/// The blocking mode: `send` sends a call and blocks the current thread until the response arrives. Build such a client
/// with `ClientBuilder::build_blocking` and the feature `ureq`, or with a transport of your own.
#[derive(Clone, Copy, Debug)]
pub enum Blocking {}
