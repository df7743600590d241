//! Passes over a finished [`Api`](crate::api::Api), in the order that `lower` lists them.

pub(crate) mod defaults;
pub(crate) mod direction;
pub(crate) mod files;
pub(crate) mod same;
pub(crate) mod select;
pub(crate) mod settle;
pub(crate) mod share;
pub(crate) mod split;
pub(crate) mod unstated;
