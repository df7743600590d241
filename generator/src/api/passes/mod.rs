//! Passes over a finished [`Api`](crate::api::Api), each a file with one public function. `lower` lists them in their order.

pub(crate) mod any_variants;
pub(crate) mod cyclic_unions;
pub(crate) mod dedup_inline;
pub(crate) mod defaults;
pub(crate) mod directions;
pub(crate) mod form_files;
pub(crate) mod large_tuples;
pub(crate) mod needed_components;
pub(crate) mod one_way_fields;
pub(crate) mod request_forms;
