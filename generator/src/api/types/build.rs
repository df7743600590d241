//! Gives types their shapes, one after the other, until none is left without one.
//!
//! In: the types that are used so far. Out: the same with shapes and bounds, and all types that the shapes use.

use crate::diagnostic::{Diagnostic, Location};

use crate::api::Shape;
use crate::api::limits::ONLY_ALTERNATIVES;
use crate::api::schemas::merged::Merged;
use crate::api::schemas::{all_of, constraints, enums};
use crate::api::types::graph::Types;
use crate::api::types::nodes::{Built, Unshaped};
use crate::api::types::shapes;

impl<'a> Types<'a> {
    /// Gives every type that is used its shape, and those that the shapes use.
    pub(crate) fn shape_all(&mut self) {
        while let Some(unshaped) = self.graph.next_unshaped() {
            let id = unshaped.id;
            let (shape, merged) = self.shape_of(unshaped);
            let location = self.graph[id].ty.location.clone();
            let constraints = self.bounds_of(&shape, &location, merged);
            let ty = &mut self.graph[id].ty;
            ty.shape = shape;
            ty.constraints = constraints;
        }
    }

    /// Returns the shape of a type, and what it was made of in the end.
    fn shape_of(&mut self, unshaped: Unshaped<'a>) -> (Shape, Merged<'a>) {
        let Unshaped { id, mut merged } = unshaped;
        for _ in 0..ONLY_ALTERNATIVES {
            for problem in std::mem::take(&mut merged.problems) {
                self.report(problem);
            }
            match shapes::shape(self, id, &merged) {
                Built::Shape(shape) => return (shape, merged),
                Built::SameAs(key) => merged = all_of::merge_key(self.document, &key),
            }
        }
        self.report(Diagnostic::degraded(
            "cyclic-schema",
            self.graph[id].ty.location.clone(),
            "the only alternative of this schema leads back to it; a free-form value is used",
        ));
        (Shape::Any, merged)
    }

    /// Returns the bounds that apply to a shape, and reports the others.
    fn bounds_of(
        &mut self,
        shape: &Shape,
        location: &Location,
        merged: Merged<'a>,
    ) -> crate::api::Constraints {
        // Where one of several JSON types was chosen, bounds can be about another one.
        let is_chosen = merged.key.kind().is_some();
        let values = merged.assertions.values.unwrap_or_default();
        let mut bounds = merged.assertions.constraints;
        bounds.values = enums::constant_values(&values, shape);
        let without_effect = constraints::fit(&mut bounds, shape);
        for keyword in without_effect.into_iter().filter(|_| !is_chosen) {
            self.report(Diagnostic::warning(
                "constraint-without-effect",
                location.child(keyword),
                format!(
                    "`{keyword}` does not apply to {}; it is ignored",
                    shape_name(shape)
                ),
            ));
        }
        for problem in constraints::remove_invalid(&mut bounds, shape) {
            self.report(Diagnostic::warning(
                "constraint-without-effect",
                location.child(problem.keyword),
                format!("`{}` {}", problem.keyword, problem.message),
            ));
        }
        bounds
    }
}

fn shape_name(shape: &Shape) -> &'static str {
    match shape {
        Shape::Any | Shape::Union(_) => "a value of any type",
        Shape::Boolean => "a boolean",
        Shape::Integer(_) | Shape::Integers(_) => "an integer",
        Shape::Number | Shape::IntegerOrNumber => "a number",
        Shape::String(_) | Shape::Enum(_) | Shape::DateTime | Shape::Date => "a string",
        Shape::Bytes | Shape::File => "bytes",
        Shape::List(_) | Shape::Tuple(_) => "an array",
        Shape::Map(_) | Shape::Struct(_) => "an object",
    }
}
