//! What `validate` checks of a value.
//!
//! In: constraints and the type they apply to. Out: [`Checks`]. Knows nothing of names or documentation.

use crate::api::{Bound, Constraints, IntegerFormat, Shape, TypeId};

use super::super::model::{Checks, IntegerChecks, NumberChecks};
use super::rust_types::{MAX_NESTING, Types};

/// Returns what is checked of a value of a type, given the constraints of its use.
pub(in crate::rust) fn checks(types: &Types<'_>, id: TypeId, constraints: &Constraints) -> Checks {
    nested_checks(types, id, constraints, 0)
}

/// Does the same at a depth of lists and maps: below the maximum, elements are free-form values that are not checked.
fn nested_checks(types: &Types<'_>, id: TypeId, constraints: &Constraints, depth: usize) -> Checks {
    let mut checks = Checks::default();
    let ty = types.api.get(id);
    let inner = |inner: TypeId| {
        if depth >= MAX_NESTING || inner == id {
            return None;
        }
        let each = nested_checks(types, inner, &types.api.get(inner).constraints, depth + 1);
        (!each.is_empty()).then(|| Box::new(each))
    };
    match &ty.shape {
        Shape::Number | Shape::IntegerOrNumber => checks.number = number(constraints),
        Shape::Integer(format) => checks.integer = integer(constraints, *format),
        Shape::String(_) => checks.length = limits(constraints.min_length, constraints.max_length),
        Shape::List(element) => {
            checks.items = limits(constraints.min_items, constraints.max_items);
            checks.unique = constraints.unique_items;
            checks.each = inner(element.id);
        }
        Shape::Tuple(elements) => {
            checks.unique = constraints.unique_items;
            let elements = elements.iter().map(|element| inner(element.id));
            let elements: Vec<_> = elements
                .map(|each| each.map_or_else(Checks::default, |each| *each))
                .collect();
            if elements.iter().any(|each| !each.is_empty()) {
                checks.elements = elements;
            }
        }
        Shape::Map(value) => {
            checks.properties = limits(constraints.min_properties, constraints.max_properties);
            checks.each = inner(value.id);
        }
        Shape::Struct(_) => checks.nested = ty.in_request,
        Shape::Union(_) => checks.nested = ty.in_request && types.names.item(id).is_some(),
        _ => {}
    }
    checks
}

/// Returns limits, if they exclude anything.
fn limits(least: Option<u64>, most: Option<u64>) -> Option<(Option<u64>, Option<u64>)> {
    let least = least.filter(|least| *least > 0);
    (least.is_some() || most.is_some()).then_some((least, most))
}

fn number(constraints: &Constraints) -> Option<NumberChecks> {
    // An infinite bound excludes nothing that can be sent, or everything, and so does the greatest finite number.
    let value = |bound: Option<Bound>| {
        bound.map(|bound| match bound {
            Bound::Integer(whole) => whole as f64,
            Bound::Float(float) => float.clamp(f64::MIN, f64::MAX),
        })
    };
    let checks = NumberChecks {
        minimum: value(constraints.minimum),
        maximum: value(constraints.maximum),
        exclusive_minimum: value(constraints.exclusive_minimum),
        exclusive_maximum: value(constraints.exclusive_maximum),
    };
    (checks != NumberChecks::default()).then_some(checks)
}

fn integer(constraints: &Constraints, format: IntegerFormat) -> Option<IntegerChecks> {
    let (least, most) = range(format);
    let minimum = constraints.minimum.map(|bound| whole(bound, f64::ceil));
    let above = constraints
        .exclusive_minimum
        .map(|bound| whole(bound, f64::floor).saturating_add(1));
    let maximum = constraints.maximum.map(|bound| whole(bound, f64::floor));
    let below = constraints
        .exclusive_maximum
        .map(|bound| whole(bound, f64::ceil).saturating_sub(1));
    let checks = IntegerChecks {
        minimum: minimum.max(above).filter(|minimum| *minimum > least),
        maximum: match (maximum, below) {
            (Some(maximum), Some(below)) => Some(maximum.min(below)),
            (maximum, below) => maximum.or(below),
        }
        .filter(|maximum| *maximum < most),
        multiple_of: constraints.multiple_of.and_then(divisor),
    };
    (checks != IntegerChecks::default()).then_some(checks)
}

/// Returns a bound as a whole number; a float beyond 128 bits becomes the nearest that fits.
fn whole(bound: Bound, round: fn(f64) -> f64) -> i128 {
    match bound {
        Bound::Integer(whole) => whole,
        Bound::Float(float) => round(float) as i128,
    }
}

/// Returns a divisor if whole numbers can be checked by it; others are only documented.
fn divisor(bound: Bound) -> Option<i128> {
    let divisor = match bound {
        Bound::Integer(whole) => whole,
        Bound::Float(float) if float.fract() == 0.0 && float.abs() < 1e30 => float as i128,
        Bound::Float(_) => return None,
    };
    (divisor > 1).then_some(divisor)
}

fn range(format: IntegerFormat) -> (i128, i128) {
    match format {
        IntegerFormat::Int32 => (i32::MIN.into(), i32::MAX.into()),
        IntegerFormat::Int64 => (i64::MIN.into(), i64::MAX.into()),
        IntegerFormat::UInt32 => (0, u32::MAX.into()),
        IntegerFormat::UInt64 => (0, u64::MAX.into()),
    }
}
