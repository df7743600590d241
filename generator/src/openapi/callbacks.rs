//! The Callback Object. <https://spec.openapis.org/oas/v3.1.1.html#callback-object>
//!
//! Callbacks of callbacks are left out, with a warning, so that two that name each other cannot go on for ever.

use super::document::Callback;
use super::keywords::CALLBACK;
use super::paths::{is_extension, read_path_item};
use super::reader::{Located, Object, Reader};
use crate::diagnostic::Diagnostic;
use crate::source::Node;

/// Many operations can refer to one large callback, which is read for each of them.
const MOST_CALLBACKS: usize = 10_000;

/// Reads `callbacks` of an operation.
pub(super) fn read_callbacks<'a>(reader: &mut Reader<'a>, operation: &Object<'a>) -> Vec<Callback> {
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
    for (name, value) in reader.entries_of(member) {
        callbacks.extend(read_callback(reader, name, value));
    }
    callbacks
}

/// Reads a callback or a reference to one: an entry for each expression.
pub(super) fn read_callback<'a>(
    reader: &mut Reader<'a>,
    name: &str,
    value: Located<'a>,
) -> Vec<Callback> {
    let Some(followed) = reader.follow(value, &CALLBACK) else {
        return Vec::new();
    };
    let mut callbacks = Vec::new();
    reader.callbacks += followed.object.iter().count();
    if reader.callbacks > MOST_CALLBACKS {
        reader.report(
            Diagnostic::warning(
                "unsupported",
                followed.object.location,
                format!("more than {MOST_CALLBACKS} requests of callbacks are not read"),
            )
            .label("left out"),
        );
        return callbacks;
    }
    let outer = std::mem::replace(&mut reader.in_callback, true);
    for member in followed.object.iter() {
        let value = member.located();
        if is_extension(reader, (member.name, &value), &CALLBACK) {
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
