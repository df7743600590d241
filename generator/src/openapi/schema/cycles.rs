//! References between schemas that never reach a schema with other keywords.

use crate::openapi::document::Schema;
use crate::openapi::reader::Reader;
use crate::source::Node;

/// Reports cycles of references between schemas, and breaks each of them.
pub(crate) fn report_cycles(reader: &mut Reader<'_>, schemas: &mut [Schema]) {
    const UNSEEN: usize = 0;
    // Each walk has its own number: reaching the same number again is a cycle, reaching an earlier one is not.
    let mut walks = vec![UNSEEN; schemas.len()];
    for start in 0..schemas.len() {
        let mut current = start;
        while walks[current] == UNSEEN {
            walks[current] = start + 1;
            let Some(target) = schemas[current].reference else {
                break;
            };
            let target = target.0 as usize;
            if walks[target] == start + 1 {
                let schema = &mut schemas[current];
                schema.reference = None;
                let mut at = schema.location.child("$ref");
                if reader.sources.get(&at).is_none() {
                    at = schema.location.child("$dynamicRef");
                }
                let reference = match reader.sources.get(&at) {
                    Some(Node::String(reference)) => reference.as_str(),
                    _ => "$ref",
                };
                reader.report_cycle(at, reference);
                break;
            }
            current = target;
        }
    }
}
