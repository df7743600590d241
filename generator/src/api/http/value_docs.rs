//! The documentation that a parameter or a header takes from its schema.

use crate::openapi::document::SchemaId;

use crate::api::schemas::docs;
use crate::api::types::graph::Types;
use crate::api::{Docs, TypeRef};

/// Adds to `own` what the schema says where the parameter or header says nothing, then what the type says. A schema that is a
/// reference goes before the one that it refers to.
pub(crate) fn add(types: &Types<'_>, schema: SchemaId, ty: TypeRef, own: &mut Docs) {
    let stated = types.document.schema(schema);
    for schema in types.references.chain(schema).into_iter().chain([stated]) {
        docs::add(own, schema);
    }
    docs::fall_back(own, &types.graph[ty.id].ty.docs);
}
