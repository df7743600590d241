//! The queue of schemas to read.
//!
//! A schema's parts are not read with it but queued, so that neither nesting nor a chain of references deepens the stack.

use std::collections::HashMap;

use super::Reader;
use crate::openapi::document::SchemaId;
use crate::openapi::object::Located;

/// The schemas that were mentioned, in the order of first mention. The index of a schema is its id.
#[derive(Debug, Default)]
pub(crate) struct SchemaQueue<'a> {
    /// Ids by the identity of the node: every reference to a schema gets the same id.
    ids: HashMap<usize, SchemaId>,
    mentioned: Vec<Located<'a>>,
}

impl<'a> Reader<'a> {
    /// Returns the queued schema whose id is `index`.
    pub fn queued_schema(&self, index: usize) -> Option<Located<'a>> {
        self.schemas.mentioned.get(index).cloned()
    }

    /// Returns the id of a schema, which is queued on first mention.
    pub fn schema_id(&mut self, value: Located<'a>) -> SchemaId {
        let queue = &mut self.schemas;
        let next = SchemaId(u32::try_from(queue.mentioned.len()).unwrap_or(u32::MAX));
        let id = *queue.ids.entry(value.identity()).or_insert(next);
        if id == next {
            queue.mentioned.push(value);
        }
        id
    }

    /// Returns the id of the schema `target`, which from now on is also the id of the schema `alias`.
    pub fn alias_schema(&mut self, alias: &Located<'a>, target: Located<'a>) -> SchemaId {
        let id = self.schema_id(target);
        self.schemas.ids.insert(alias.identity(), id);
        id
    }
}
