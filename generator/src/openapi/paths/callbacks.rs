//! The Callback Object. <https://spec.openapis.org/oas/v3.1.1.html#callback-object>
//!
//! Callbacks of callbacks are left out, with a warning, because two that refer to each other would never end.

use super::read_path_item;
use crate::diagnostic::Diagnostic;
use crate::limits::openapi::CALLBACK_REQUESTS;
use crate::openapi::document::Callback;
use crate::openapi::keywords::CALLBACK;
use crate::openapi::object::{Located, Object};
use crate::openapi::reader::Reader;
use crate::source::Node;

/// Reads `callbacks` of an operation.
pub(crate) fn read_callbacks<'a>(reader: &mut Reader<'a>, operation: &Object<'a>) -> Vec<Callback> {
    let Some(member) = operation.get("callbacks") else {
        return Vec::new();
    };
    if reader.in_callback {
        if matches!(member.value, Node::Object(callbacks) if !callbacks.is_empty()) {
            reader.report(
                Diagnostic::warning(
                    "unsupported",
                    member.key(),
                    "callbacks of callbacks are not read; the request is described without them",
                )
                .label("left out"),
            );
        }
        return Vec::new();
    }
    let mut callbacks = Vec::new();
    for (name, value) in reader.read_entries(member) {
        callbacks.extend(read_callback(reader, name, value));
    }
    callbacks
}

/// Reads a callback or a reference to one: an entry for each expression.
pub(crate) fn read_callback<'a>(
    reader: &mut Reader<'a>,
    name: &str,
    value: Located<'a>,
) -> Vec<Callback> {
    let Some(followed) = reader.follow(value, &CALLBACK) else {
        return Vec::new();
    };
    let mut callbacks = Vec::new();
    reader.callback_requests += followed.object.iter().count();
    if reader.callback_requests > CALLBACK_REQUESTS {
        reader.report(
            Diagnostic::warning(
                "unsupported",
                followed.object.location,
                format!("more than {CALLBACK_REQUESTS} requests of callbacks are not read"),
            )
            .label("left out"),
        );
        return callbacks;
    }
    let outer = std::mem::replace(&mut reader.in_callback, true);
    for member in followed.object.iter() {
        let value = member.located();
        if reader.is_extension(member.name, &value, &CALLBACK) {
            continue;
        }
        let (item, _) = read_path_item(reader, member.name, value);
        callbacks.push(Callback {
            name: name.to_owned(),
            item,
        });
    }
    reader.in_callback = outer;
    callbacks
}
