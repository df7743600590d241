//! Describes the alternatives of a union, for error messages.
//!
//! In: the shapes of the alternatives. Out: a phrase. It contains only names and constants of the API description.

use super::shape::{WireShape, has_tag};

/// The maximum number of alternatives in a message.
const MAX_LISTED: usize = 12;

/// Describes the values of a union, such as ``a string or an object with `url` ``.
pub(in crate::runtime::json) fn describe(tag: Option<&str>, shapes: &[WireShape]) -> String {
    let mut parts = Vec::new();
    let mut tags = Vec::new();
    for shape in shapes {
        add_parts(shape, &mut parts, &mut tags);
    }
    if !tags.is_empty() {
        let name = tag.unwrap_or_default();
        parts.push(format!("an object whose `{name}` is {}", list(&tags)));
    }
    let mut distinct: Vec<String> = Vec::new();
    for part in parts {
        if !distinct.contains(&part) {
            distinct.push(part);
        }
    }
    list(&distinct)
}

fn add_parts(shape: &WireShape, parts: &mut Vec<String>, tags: &mut Vec<String>) {
    let quoted =
        |names: &[&str]| -> Vec<String> { names.iter().map(|name| format!("`{name}`")).collect() };
    parts.push(match shape {
        WireShape::Any => "a value".to_owned(),
        WireShape::Boolean => "a boolean".to_owned(),
        WireShape::Integer => "an integer".to_owned(),
        WireShape::Number => "a number".to_owned(),
        WireShape::String => "a string".to_owned(),
        WireShape::Strings(texts) => format!("the string {}", list(&quoted(texts))),
        WireShape::Except(_) => "another value".to_owned(),
        WireShape::Nested(object, members) => {
            let mut path = Vec::new();
            let mut constants_out = Vec::new();
            add_constants(members, &mut path, &mut constants_out);
            let start = parts.len();
            add_parts(object, parts, tags);
            if let (Some(part), false) = (parts.get_mut(start), constants_out.is_empty()) {
                part.push_str(" whose ");
                part.push_str(&constants_out.join(", "));
            }
            return;
        }
        WireShape::Array(_) => "an array".to_owned(),
        WireShape::Map | WireShape::Object { required: [], .. } => "an object".to_owned(),
        WireShape::Object { required, .. } => {
            format!("an object with {}", quoted(required).join(", "))
        }
        WireShape::Tagged(own) => return tags.extend(quoted(own)),
        WireShape::OneOf(shapes) if has_tag(shape) => {
            let tagged = shapes.iter().filter(|shape| has_tag(shape));
            return tagged.for_each(|shape| add_parts(shape, parts, tags));
        }
        WireShape::OneOf(shapes) => {
            return shapes
                .iter()
                .for_each(|shape| add_parts(shape, parts, tags));
        }
    });
}

/// Adds the constants of nested members, such as `` `event.type` is `created` ``.
fn add_constants<'l>(
    members: &'l [(&'l str, WireShape)],
    path: &mut Vec<&'l str>,
    constants_out: &mut Vec<String>,
) {
    for (name, shape) in members {
        path.push(name);
        let (object, inner) = match shape {
            WireShape::Nested(object, inner) => (*object, *inner),
            shape => (shape, &[][..]),
        };
        match object {
            WireShape::Object { constants, .. } => {
                for (name, values) in *constants {
                    let values: Vec<String> =
                        values.iter().map(|value| format!("`{value}`")).collect();
                    constants_out.push(format!("`{}.{name}` is {}", path.join("."), list(&values)));
                }
            }
            WireShape::Strings(_) => {
                let (mut parts, mut tags) = (Vec::new(), Vec::new());
                add_parts(object, &mut parts, &mut tags);
                constants_out.push(format!("`{}` is {}", path.join("."), list(&parts)));
            }
            _ => {}
        }
        add_constants(inner, path, constants_out);
        path.pop();
    }
}

/// Joins parts with commas and a final `or`.
fn list(parts: &[String]) -> String {
    match parts {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [first @ .., last] if parts.len() <= MAX_LISTED => {
            format!("{} or {last}", first.join(", "))
        }
        _ => format!("{} or others", parts[..MAX_LISTED].join(", ")),
    }
}
