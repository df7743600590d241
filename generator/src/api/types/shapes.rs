//! The shape of a type, from the merged keywords of its schemas.
//!
//! In: a [`Merged`]. Out: a [`Shape`], with what cannot be expressed reported. Objects are in `fields`, alternatives in
//! `variants`.

use crate::diagnostic::Diagnostic;
use crate::openapi::document::SchemaType;

use crate::api::schemas::enums::{self, EnumShape};
use crate::api::schemas::json_types::{ALL_TYPES, effective_types};
use crate::api::schemas::merged::Merged;
use crate::api::schemas::scalars;
use crate::api::schemas::unions::{self, Decision};
use crate::api::types::fields;
use crate::api::types::graph::Types;
use crate::api::types::nodes::{Built, part};
use crate::api::types::variants;
use crate::api::{MAX_TUPLE, Shape, TypeId, TypeName, TypePart};

/// Returns the shape of the type `id`, which `merged` describes.
pub(super) fn shape<'a>(types: &mut Types<'a>, id: TypeId, merged: &Merged<'a>) -> Built {
    let assertions = &merged.assertions;
    if assertions.impossible {
        return Built::Shape(Shape::Any);
    }
    if let Some(base) = merged.key.only()
        && types.subtypes.has(base)
    {
        return variants::from_subtypes(types, id, base);
    }
    if !assertions.unions.is_empty() {
        match unions::decide(types.document, merged) {
            Decision::Shared(shape) => return Built::Shape(shape),
            Decision::Refinement => report_refinement(types, merged),
            Decision::Choose(of) => return variants::from_list(types, id, merged, of),
        }
    }
    if let Some(values) = &assertions.values {
        let mut problems = Vec::new();
        let shape = enums::enum_shape(assertions.types.as_deref(), values, &mut problems);
        for problem in problems {
            types.report(problem);
        }
        if let EnumShape::Shape(shape) = shape {
            return Built::Shape(shape);
        }
    }
    Built::Shape(match effective_types(assertions).as_slice() {
        [] => {
            fields::report_undeclared(types, merged);
            Shape::Any
        }
        [SchemaType::Boolean] => Shape::Boolean,
        [SchemaType::Integer] => integer(types, id, merged),
        [SchemaType::Number] => Shape::Number,
        [SchemaType::Integer, SchemaType::Number] | [SchemaType::Number, SchemaType::Integer] => {
            Shape::IntegerOrNumber
        }
        [SchemaType::String] => scalars::string_shape(assertions.format),
        [SchemaType::Array] => list(types, id, merged),
        [SchemaType::Object] => fields::object(types, id, merged),
        several if several.len() < ALL_TYPES => {
            return variants::from_json_types(types, id, merged, several);
        }
        _ => Shape::Any,
    })
}

/// Returns the shape of integers: an enum where the document names the values, or the type that lists them.
fn integer(types: &Types<'_>, id: TypeId, merged: &Merged<'_>) -> Shape {
    let values = merged.assertions.values.as_deref().unwrap_or_default();
    let is_named = values.iter().any(|value| value.name.is_some())
        || matches!(types.graph[id].ty.name, TypeName::Component(_));
    match enums::integer_enum(values) {
        Some(values) if is_named => Shape::Integers(values),
        _ => Shape::Integer(scalars::integer_format(&merged.assertions)),
    }
}

fn list(types: &mut Types<'_>, id: TypeId, merged: &Merged<'_>) -> Shape {
    let place = types.graph[id].ty.location.clone();
    let assertions = &merged.assertions;
    if !assertions.prefix_items.is_empty() {
        let mut all = assertions.prefix_items.to_vec();
        let items = assertions.items.iter().copied();
        if is_tuple(types, merged) {
            let elements = all.iter().enumerate();
            let elements = elements.map(|(index, element)| {
                types.use_of(&[*element], part(id, TypePart::Element(index)))
            });
            return Shape::Tuple(elements.collect());
        }
        all.extend(items.filter(|item| types.document.schema(*item).boolean.is_none()));
        let name = part(id, TypePart::Item);
        return Shape::List(if types.all_same(&all) {
            types.use_of(&all[..1], name)
        } else {
            variants::from_schemas(types, name, &place.child("prefixItems"), &all)
        });
    }
    let Some(first) = assertions.items.first() else {
        return Shape::List(types.any(part(id, TypePart::Item), place));
    };
    let owner = types.owner_of(merged.items_by.unwrap_or(*first), id);
    Shape::List(types.use_of(&assertions.items, part(owner, TypePart::Item)))
}

/// Returns whether a list that has `prefixItems` has exactly these elements, and no more of them than a Rust tuple can have.
///
/// Without `minItems`, `items: false` also allows fewer elements. A document that states no `minItems` means all of them.
fn is_tuple(types: &Types<'_>, merged: &Merged<'_>) -> bool {
    let assertions = &merged.assertions;
    let count = assertions.prefix_items.len();
    let (least, most) = (
        assertions.constraints.min_items,
        assertions.constraints.max_items,
    );
    let mut items = assertions.items.iter();
    let is_closed = items.any(|item| types.document.schema(*item).boolean == Some(false));
    let has_all = least == Some(count as u64) || least.is_none() && is_closed;
    let has_no_more = is_closed || most == Some(count as u64);
    (2..=MAX_TUPLE).contains(&count)
        && has_all
        && has_no_more
        && most.is_none_or(|most| most >= count as u64)
}

/// Reports lists of alternatives that only restrict values further.
fn report_refinement(types: &mut Types<'_>, merged: &Merged<'_>) {
    for of in &merged.assertions.unions {
        let keyword = of.keyword.name();
        types.report(Diagnostic::warning(
            "union-without-effect",
            types.document.schema(of.schema).location.child(keyword),
            format!("this `{keyword}` only restricts values further, which is not checked"),
        ));
    }
}
