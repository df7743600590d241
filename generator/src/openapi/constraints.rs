//! The keywords that bound values. <https://json-schema.org/draft/2020-12/json-schema-validation#section-6>
//!
//! 3.0's boolean `exclusiveMinimum` and `exclusiveMaximum` become numbers here.

use super::document::{Constraints, Number};
use super::reader::{Member, Object, Reader};
use super::version::Version;
use crate::diagnostic::Diagnostic;
use crate::source::Node;

/// The bounds of one schema while its members are read.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    read: Constraints,
    /// `exclusiveMinimum: true`
    minimum_excluded: bool,
    /// `exclusiveMaximum: true`
    maximum_excluded: bool,
}

impl Bounds {
    /// Reads one member if it is a bound; returns whether it was.
    pub fn read<'a>(&mut self, reader: &mut Reader<'a>, member: Member<'_, 'a>) -> bool {
        let bounds = &mut self.read;
        match member.name {
            "minimum" => bounds.minimum = reader.number_of(member),
            "maximum" => bounds.maximum = reader.number_of(member),
            "exclusiveMinimum" => match member.value {
                Node::Bool(flag) => {
                    self.minimum_excluded = *flag;
                    report_boolean(reader, member, "minimum");
                }
                _ => bounds.exclusive_minimum = read_exclusive(reader, member),
            },
            "exclusiveMaximum" => match member.value {
                Node::Bool(flag) => {
                    self.maximum_excluded = *flag;
                    report_boolean(reader, member, "maximum");
                }
                _ => bounds.exclusive_maximum = read_exclusive(reader, member),
            },
            "multipleOf" => bounds.multiple_of = read_multiple(reader, member),
            "minLength" => bounds.min_length = reader.count_of(member),
            "maxLength" => bounds.max_length = reader.count_of(member),
            "pattern" => bounds.pattern = reader.text_of(member),
            "minItems" => bounds.min_items = reader.count_of(member),
            "maxItems" => bounds.max_items = reader.count_of(member),
            "uniqueItems" => bounds.unique_items = reader.flag_of(member) == Some(true),
            "minProperties" => bounds.min_properties = reader.count_of(member),
            "maxProperties" => bounds.max_properties = reader.count_of(member),
            _ => return false,
        }
        true
    }

    /// Returns the bounds in the meaning of 3.1.
    pub fn constraints<'a>(self, reader: &mut Reader<'a>, object: &Object<'a>) -> Constraints {
        let mut constraints = self.read;
        if self.minimum_excluded {
            constraints.exclusive_minimum = constraints.minimum.take();
            if constraints.exclusive_minimum.is_none() {
                report_alone(reader, object, ("exclusiveMinimum", "minimum"));
            }
        }
        if self.maximum_excluded {
            constraints.exclusive_maximum = constraints.maximum.take();
            if constraints.exclusive_maximum.is_none() {
                report_alone(reader, object, ("exclusiveMaximum", "maximum"));
            }
        }
        constraints
    }
}

fn read_exclusive<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Option<Number> {
    let number = reader.number_of(member)?;
    if reader.version == Version::V30 {
        reader.odd(
            member,
            format!(
                "`{}` is a number since OpenAPI 3.1, this document is 3.0; read as there",
                member.name
            ),
        );
    }
    Some(number)
}

fn report_boolean<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>, bound: &str) {
    if reader.version == Version::V30 {
        return;
    }
    reader.report(
        Diagnostic::warning(
            "outdated-keyword",
            member.location(),
            format!(
                "`{}` is a number since OpenAPI 3.1; read as in 3.0: `{bound}` itself is excluded or not",
                member.name
            ),
        )
        .help(format!("write the bound as `{}` in place of `{bound}`", member.name)),
    );
}

fn report_alone<'a>(reader: &mut Reader<'a>, object: &Object<'a>, (name, bound): (&str, &str)) {
    if let Some(member) = object.get(name) {
        reader.odd(
            member,
            format!("`{name}` excludes no value without `{bound}`; ignored"),
        );
    }
}

/// Every number is a multiple of nothing at all, and none of a negative one, as JSON Schema counts.
fn read_multiple<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Option<Number> {
    let number = reader.number_of(member)?;
    let positive = match number {
        Number::Integer(number) => number > 0,
        Number::Float(number) => number > 0.0,
    };
    if !positive {
        reader.odd(
            member,
            "`multipleOf` must be above zero; ignored".to_owned(),
        );
    }
    positive.then_some(number)
}
