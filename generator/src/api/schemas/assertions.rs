//! What schemas assert about a value: the keywords that restrict it, as data.
//!
//! [`Assertions`] are those of one or more schemas together. How they are united is in `merger`; what follows from them is in
//! `json_types`, `enums` and `scalars`.

use std::collections::HashSet;

use crate::diagnostic::Location;
use crate::openapi::document::{Document, Format, SchemaId, SchemaType};
use crate::source::Node;

use crate::api::Constraints;
use crate::api::schemas::choices::Alternatives;
use crate::api::schemas::keywords;

/// The keywords that restrict a value. The default accepts any value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Assertions<'a> {
    /// `type`: the JSON types, null aside, if any are stated.
    pub types: Option<Vec<SchemaType>>,
    /// `format`
    pub format: Option<&'a Format>,
    /// `enum` and `const`, null aside.
    pub values: Option<Vec<Value<'a>>>,
    /// `properties`
    pub properties: Vec<Property<'a>>,
    /// `required`
    pub required: Vec<Required<'a>>,
    /// `additionalProperties`
    pub additional: Additional,
    /// `patternProperties`
    pub patterns: Vec<PatternProperty<'a>>,
    /// `items`: all apply to each element.
    pub items: Vec<SchemaId>,
    /// `prefixItems`
    pub prefix_items: &'a [SchemaId],
    /// The `oneOf`s and `anyOf`s that are more than nullability and that no choice decides.
    pub unions: Vec<Alternatives>,
    /// Bounds.
    pub constraints: Constraints,
    /// Whether no value satisfies all schemas, and none of them is the better guess.
    pub impossible: bool,
}

/// A kind of assertion; see the fields of [`Assertions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Assertion {
    Types,
    Format,
    Values,
    Properties,
    Required,
    Additional,
    Patterns,
    Items,
    PrefixItems,
    Unions,
    Constraints,
    Impossible,
}

/// A value that an `enum` or `const` lists.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value<'a> {
    /// The value.
    pub node: &'a Node,
    /// Its name, if the document has one for it.
    pub name: Option<&'a str>,
    /// Its description, if the document has one for it.
    pub description: Option<&'a str>,
    /// Where it is listed.
    pub location: Location,
}

/// A property that one or more schemas describe.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Property<'a> {
    /// The wire name.
    pub name: &'a str,
    /// The schemas: all apply, or one of them where the property is conditional.
    pub schemas: Vec<SchemaId>,
    /// The schema that declares the property first.
    pub declared_by: SchemaId,
    /// Whether only schemas that apply to some values declare it.
    pub conditional: bool,
}

/// The name of a required property.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Required<'a> {
    /// The name.
    pub name: &'a str,
    /// The schema that requires it.
    pub location: &'a Location,
}

/// A pattern of `patternProperties`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PatternProperty<'a> {
    /// The regular expression.
    pub pattern: &'a str,
    /// The schema of the members whose names match.
    pub schema: SchemaId,
}

/// What is stated about members that are not declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Additional {
    /// Nothing.
    #[default]
    Unstated,
    /// There are none.
    Never,
    /// They are anything.
    Any,
    /// They satisfy all of these schemas.
    Typed(Vec<SchemaId>),
}

impl<'a> Assertions<'a> {
    /// Returns whether nothing is asserted about the values that are accepted, required members aside: such a schema cannot
    /// be distinguished from one that accepts any value.
    pub(crate) fn is_unconstrained(&self) -> bool {
        self.has_none_but(&[Assertion::Required])
    }

    /// Returns whether any value is accepted.
    pub(crate) fn accepts_anything(&self) -> bool {
        *self == Self::default()
    }

    /// Returns whether nothing is asserted, these kinds of assertions aside.
    pub(crate) fn has_none_but(&self, aside: &[Assertion]) -> bool {
        // Names every field, so that a new one cannot be forgotten here.
        let Self {
            types,
            format,
            values,
            properties,
            required,
            additional,
            patterns,
            items,
            prefix_items,
            unions,
            constraints,
            impossible,
        } = self;
        let stated = [
            (Assertion::Types, types.is_some()),
            (Assertion::Format, format.is_some()),
            (Assertion::Values, values.is_some()),
            (Assertion::Properties, !properties.is_empty()),
            (Assertion::Required, !required.is_empty()),
            (Assertion::Additional, *additional != Additional::Unstated),
            (Assertion::Patterns, !patterns.is_empty()),
            (Assertion::Items, !items.is_empty()),
            (Assertion::PrefixItems, !prefix_items.is_empty()),
            (Assertion::Unions, !unions.is_empty()),
            (
                Assertion::Constraints,
                *constraints != Constraints::default(),
            ),
            (Assertion::Impossible, *impossible),
        ];
        stated
            .iter()
            .all(|(assertion, is_stated)| !is_stated || aside.contains(assertion))
    }

    /// Returns the names of all required properties, to look up many of them.
    pub(crate) fn required_names(&self) -> HashSet<&'a str> {
        self.required.iter().map(|required| required.name).collect()
    }

    /// Returns whether a property is required.
    pub(crate) fn requires(&self, name: &str) -> bool {
        self.required.iter().any(|required| required.name == name)
    }
}

impl Additional {
    /// Returns what the schema of members that are not declared states.
    pub(crate) fn from_schema(document: &Document, id: SchemaId) -> Self {
        let schema = document.schema(id);
        match schema.boolean {
            Some(false) => Self::Never,
            Some(true) => Self::Any,
            None if schema.types.is_empty() && keywords::asserts_at_most_null(schema) => Self::Any,
            None => Self::Typed(vec![id]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_asserts_nothing() {
        let assertions = Assertions::default();
        assert!(assertions.accepts_anything());
        assert!(assertions.is_unconstrained());
    }

    #[test]
    fn only_other_assertions_than_those_aside_count() {
        let assertions = Assertions {
            types: Some(vec![SchemaType::String]),
            impossible: true,
            ..Assertions::default()
        };
        assert!(!assertions.is_unconstrained());
        assert!(!assertions.has_none_but(&[Assertion::Types]));
        assert!(assertions.has_none_but(&[Assertion::Types, Assertion::Impossible]));
    }
}
