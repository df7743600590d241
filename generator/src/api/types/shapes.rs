//! Which shape the merged keywords of a value make.
//!
//! In: a [`Merged`]. Out: a [`Shape`], with what had to give way reported. Objects are in `fields`, lists of values in
//! `enums`, alternatives in `unions` and `variants`.

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{Format, SchemaType};

use crate::api::schemas::choices::Key;
use crate::api::schemas::constraints;
use crate::api::schemas::enums;
use crate::api::schemas::enums::Listed;
use crate::api::schemas::merged::{Additional, Merged};
use crate::api::schemas::unions;
use crate::api::schemas::unions::Decision;
use crate::api::types::graph::Types;
use crate::api::types::variants;
use crate::api::{Bound, Constraints, IntegerFormat, Shape, TypeId, TypeName, TypePart};

/// How many JSON types there are beside null, of which integers and numbers are one: all are a way to write that anything
/// goes.
pub(crate) const ALL_TYPES: usize = 5;

/// What came of a type.
#[derive(Debug)]
pub(crate) enum Made {
    /// This shape.
    Shape(Shape),
    /// Whatever the type of this key is: only one alternative is left.
    Again(Key),
}

/// Returns the shape of the type `id`, which `merged` describes.
pub(crate) fn shape<'a>(types: &mut Types<'a>, id: TypeId, merged: &Merged<'a>) -> Made {
    if merged.impossible {
        return Made::Shape(Shape::Any);
    }
    if let Some(base) = merged.key.only()
        && types.subtypes.has(base)
    {
        return variants::of_subtypes(types, id, base);
    }
    if !merged.unions.is_empty() {
        match unions::decide(types.document, merged) {
            Decision::Shared(shape) => return Made::Shape(shape),
            Decision::Refinement => report_refinement(types, merged),
            Decision::Choose(of) => return variants::of_list(types, id, merged, of),
        }
    }
    if let Some(values) = &merged.values {
        let mut problems = Vec::new();
        let listed = enums::listed(merged.types.as_deref(), values, &mut problems);
        problems
            .into_iter()
            .for_each(|problem| types.report(problem));
        if let Listed::Shape(shape) = listed {
            return Made::Shape(shape);
        }
    }
    Made::Shape(match kinds_of(merged).as_slice() {
        [] => {
            crate::api::types::fields::report_undeclared(types, merged);
            Shape::Any
        }
        [SchemaType::Boolean] => Shape::Boolean,
        [SchemaType::Integer] => integers(types, id, merged),
        [SchemaType::Number] => Shape::Number,
        [SchemaType::Integer, SchemaType::Number] | [SchemaType::Number, SchemaType::Integer] => {
            Shape::IntegerOrNumber
        }
        [SchemaType::String] => string(merged.format),
        [SchemaType::Array] => list(types, id, merged),
        [SchemaType::Object] => crate::api::types::fields::object(types, id, merged),
        several if several.len() < ALL_TYPES => {
            return variants::of_kinds(types, id, merged, several);
        }
        _ => Shape::Any,
    })
}

/// Returns the JSON types that values have, as the values that are listed narrow them.
pub(crate) fn kinds_of(merged: &Merged<'_>) -> Vec<SchemaType> {
    if let Some(values) = &merged.values {
        return match enums::listed(merged.types.as_deref(), values, &mut Vec::new()) {
            Listed::Shape(_) => vec![SchemaType::String],
            Listed::Types(found) => found,
        };
    }
    types_of(merged)
}

/// Returns the types that are stated, or those that the other keywords speak of.
pub(crate) fn types_of(merged: &Merged<'_>) -> Vec<SchemaType> {
    if let Some(types) = &merged.types {
        return types.clone();
    }
    if let Some(values) = &merged.values
        && let Listed::Types(types) = enums::listed(None, values, &mut Vec::new())
    {
        return types;
    }
    let bounds = &merged.constraints;
    let object = !merged.properties.is_empty()
        || merged.additional != Additional::Unsaid
        || !merged.patterns.is_empty()
        || bounds.min_properties.is_some()
        || bounds.max_properties.is_some();
    let array = !merged.items.is_empty()
        || !merged.prefix_items.is_empty()
        || bounds.min_items.is_some()
        || bounds.max_items.is_some()
        || bounds.unique_items;
    let string = merged.values.is_some()
        || bounds.min_length.is_some()
        || bounds.max_length.is_some()
        || bounds.pattern.is_some();
    let number = bounds.minimum.is_some()
        || bounds.maximum.is_some()
        || bounds.exclusive_minimum.is_some()
        || bounds.exclusive_maximum.is_some()
        || bounds.multiple_of.is_some();
    match (object, array, string, number) {
        (true, false, _, _) => vec![SchemaType::Object],
        (false, true, _, _) => vec![SchemaType::Array],
        (false, false, true, false) => vec![SchemaType::String],
        (false, false, false, true) => vec![SchemaType::Number],
        (false, false, false, false) => merged
            .format
            .and_then(Format::implied_type)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns the shape of text of a format.
pub(crate) fn string(format: Option<&Format>) -> Shape {
    match format {
        Some(Format::DateTime) => Shape::DateTime,
        Some(Format::Date) => Shape::Date,
        format => Shape::String(format.cloned()),
    }
}

/// Returns the narrowest range that holds every integer which the format and the bounds allow.
pub(crate) fn integer(merged: &Merged<'_>) -> IntegerFormat {
    let stated = match merged.format {
        Some(Format::Int8 | Format::Int16 | Format::Int32) => IntegerFormat::Int32,
        Some(Format::UInt8 | Format::UInt16 | Format::UInt32) => IntegerFormat::UInt32,
        Some(Format::UInt64 | Format::UInt | Format::UInt128) => IntegerFormat::UInt64,
        _ => IntegerFormat::Int64,
    };
    let (least, greatest) = range(&merged.constraints);
    let (floor, ceiling) = match stated {
        IntegerFormat::Int32 => (f64::from(i32::MIN), f64::from(i32::MAX)),
        IntegerFormat::Int64 => (i64::MIN as f64, i64::MAX as f64),
        IntegerFormat::UInt32 => (0.0, f64::from(u32::MAX)),
        IntegerFormat::UInt64 => (0.0, u64::MAX as f64),
    };
    let below = least.is_some_and(|least| least < floor);
    let above = greatest.is_some_and(|greatest| greatest > ceiling);
    // 2⁶³ as a float is also what 2⁶³ - 1 is rounded to: the whole number decides.
    let above_i64 = matches!(merged.constraints.maximum, Some(Bound::Integer(value)) if value > i128::from(i64::MAX));
    match stated {
        IntegerFormat::Int64 if (above || above_i64) && least.is_none_or(|least| least >= 0.0) => {
            IntegerFormat::UInt64
        }
        IntegerFormat::Int32 | IntegerFormat::UInt32 if below || above => IntegerFormat::Int64,
        stated => stated,
    }
}

/// Returns the shape of whole numbers: an enum where the document names its values, be it by naming the type.
fn integers(types: &Types<'_>, id: TypeId, merged: &Merged<'_>) -> Shape {
    let values = merged.values.as_deref().unwrap_or_default();
    let is_named = values.iter().any(|value| value.name.is_some())
        || matches!(types.list[id.0 as usize].name, TypeName::Component(_));
    match enums::integers(values) {
        Some(values) if is_named => Shape::Integers(values),
        _ => Shape::Integer(integer(merged)),
    }
}

fn range(bounds: &Constraints) -> (Option<f64>, Option<f64>) {
    (
        bounds
            .minimum
            .or(bounds.exclusive_minimum)
            .map(constraints::float),
        bounds
            .maximum
            .or(bounds.exclusive_maximum)
            .map(constraints::float),
    )
}

fn list(types: &mut Types<'_>, id: TypeId, merged: &Merged<'_>) -> Shape {
    let place = types.list[id.0 as usize].location.clone();
    if !merged.prefix_items.is_empty() {
        let mut all = merged.prefix_items.to_vec();
        all.extend(
            merged
                .items
                .iter()
                .filter(|item| types.document.schema(**item).boolean.is_none()),
        );
        if !types.all_same(&all) {
            return Shape::List(variants::of_schemas(
                types,
                part(id, TypePart::Item),
                &place.child("prefixItems"),
                &all,
            ));
        }
        let item = types.use_of(&all[..1], part(id, TypePart::Item));
        return Shape::List(item);
    }
    if merged.items.is_empty() {
        return Shape::List(types.any(part(id, TypePart::Item), place));
    }
    let owner = types.owner_of(merged.items_by.unwrap_or(merged.items[0]), id);
    Shape::List(types.use_of(&merged.items, part(owner, TypePart::Item)))
}

/// Returns the name of a part of a type.
pub(crate) fn part(owner: TypeId, part: TypePart) -> TypeName {
    TypeName::Inline { owner, part }
}

/// Says of lists of alternatives that only refine what is said beside them that they are not checked.
fn report_refinement(types: &mut Types<'_>, merged: &Merged<'_>) {
    for of in &merged.unions {
        let keyword = of.keyword.name();
        types.report(Diagnostic::warning(
            "union-without-effect",
            types.document.schema(of.schema).location.child(keyword),
            format!("this `{keyword}` only restricts values further; that is not checked"),
        ));
    }
}
