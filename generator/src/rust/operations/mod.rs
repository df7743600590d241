//! From the operations of an API to resources and their methods.
//!
//! In: an API, its types, and the names of operations. Out: the tree of resources with all that methods take and return.
//!
//! * `tree`: which operations and resources are below which accessor
//! * `resources`: names the resources, and the items of each file
//! * `methods`: one method: arguments, methods of the call, documentation
//! * `bodies`: what a method takes as its body
//! * `responses`: what a method returns
//! * `common_errors`: the errors that most methods document, which are documented once
//! * `response_docs`: documentation of what a method returns, and of its errors
//! * `pagination`: how the pages of a method follow each other

mod bodies;
pub(super) mod common_errors;
mod methods;
mod pagination;
pub(super) mod resources;
mod response_docs;
mod responses;
mod tree;
