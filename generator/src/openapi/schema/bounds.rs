//! The keywords that bound values. <https://json-schema.org/draft/2020-12/json-schema-validation#section-6>
//!
//! 3.0's boolean `exclusiveMinimum` and `exclusiveMaximum` become numbers here.

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{Constraints, Number};
use crate::openapi::object::{Member, Object};
use crate::openapi::reader::Reader;
use crate::openapi::version::Version;
use crate::source::Node;

/// The bounds of one schema while its members are read.
#[derive(Debug, Default)]
pub(crate) struct Bounds {
    read: Constraints,
    /// `exclusiveMinimum: true`
    minimum_excluded: bool,
    /// `exclusiveMaximum: true`
    maximum_excluded: bool,
}

impl Bounds {
    /// Reads a member if it is a bound; returns whether it is one.
    pub fn read<'a>(&mut self, reader: &mut Reader<'a>, member: Member<'_, 'a>) -> bool {
        let bounds = &mut self.read;
        match member.name {
            "minimum" => bounds.minimum = reader.read_number(member),
            "maximum" => bounds.maximum = reader.read_number(member),
            "exclusiveMinimum" => match member.value {
                Node::Bool(flag) => {
                    self.minimum_excluded = *flag;
                    warn_boolean(reader, member, "minimum");
                }
                _ => bounds.exclusive_minimum = read_exclusive(reader, member),
            },
            "exclusiveMaximum" => match member.value {
                Node::Bool(flag) => {
                    self.maximum_excluded = *flag;
                    warn_boolean(reader, member, "maximum");
                }
                _ => bounds.exclusive_maximum = read_exclusive(reader, member),
            },
            "multipleOf" => bounds.multiple_of = read_multiple(reader, member),
            "minLength" => bounds.min_length = reader.read_count(member),
            "maxLength" => bounds.max_length = reader.read_count(member),
            "pattern" => bounds.pattern = reader.read_string(member),
            "minItems" => bounds.min_items = reader.read_count(member),
            "maxItems" => bounds.max_items = reader.read_count(member),
            "uniqueItems" => bounds.unique_items = reader.read_boolean(member) == Some(true),
            "minProperties" => bounds.min_properties = reader.read_count(member),
            "maxProperties" => bounds.max_properties = reader.read_count(member),
            _ => return false,
        }
        true
    }

    /// Returns the bounds as 3.1 spells them.
    pub fn constraints<'a>(self, reader: &mut Reader<'a>, object: &Object<'a>) -> Constraints {
        let mut constraints = self.read;
        if self.minimum_excluded {
            constraints.exclusive_minimum = constraints.minimum.take();
            if constraints.exclusive_minimum.is_none() {
                warn_alone(reader, object, "exclusiveMinimum", "minimum");
            }
        }
        if self.maximum_excluded {
            constraints.exclusive_maximum = constraints.maximum.take();
            if constraints.exclusive_maximum.is_none() {
                warn_alone(reader, object, "exclusiveMaximum", "maximum");
            }
        }
        constraints
    }
}

fn read_exclusive<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Option<Number> {
    let number = reader.read_number(member)?;
    if reader.version == Version::V30 {
        reader.warn_wrong_type(
            member,
            format!(
                "`{}` is a number since OpenAPI 3.1, but this document is 3.0; read as in 3.1",
                member.name
            ),
        );
    }
    Some(number)
}

fn warn_boolean<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>, bound: &str) {
    if reader.version == Version::V30 {
        return;
    }
    reader.report(
        Diagnostic::warning(
            "outdated-keyword",
            member.location(),
            format!(
                "`{}` is a number since OpenAPI 3.1; read as in 3.0, where it makes `{bound}` exclusive or not",
                member.name
            ),
        )
        .help(format!("write the bound as `{}` instead of `{bound}`", member.name)),
    );
}

fn warn_alone<'a>(reader: &mut Reader<'a>, object: &Object<'a>, name: &str, bound: &str) {
    if let Some(member) = object.get(name) {
        reader.warn_wrong_type(
            member,
            format!("`{name}` has no effect without `{bound}`; ignored"),
        );
    }
}

/// Reads `multipleOf`, which JSON Schema requires to be greater than zero.
fn read_multiple<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Option<Number> {
    let number = reader.read_number(member)?;
    let positive = match number {
        Number::Integer(number) => number > 0,
        Number::Float(number) => number > 0.0,
    };
    if !positive {
        reader.warn_wrong_type(member, "`multipleOf` must be greater than zero; ignored");
    }
    positive.then_some(number)
}
