//! What identifies a type: the schemas that apply to its values, and what was chosen where they leave a choice.
//!
//! A schema with `oneOf` is a union; a variant of the union is the same schema with one alternative chosen. Both are types of
//! the same schema, so the schema alone does not identify a type.

use crate::openapi::document::{Document, Schema, SchemaId, SchemaType};

/// What identifies a type: equal keys are one type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// The schemas: all apply.
    pub schemas: Vec<SchemaId>,
    /// What was chosen, in the order of choosing.
    pub choices: Vec<Choice>,
}

impl Key {
    /// Returns the key of the type of one schema in full.
    pub(crate) fn new(id: SchemaId) -> Self {
        Self {
            schemas: vec![id],
            choices: Vec::new(),
        }
    }

    /// Returns the key with a further choice.
    pub(crate) fn with(&self, choice: Choice) -> Self {
        let mut key = self.clone();
        key.choices.push(choice);
        key
    }

    /// Returns the schema whose type this is in full, if it is the type of one.
    pub(crate) fn only(&self) -> Option<SchemaId> {
        match (self.schemas.as_slice(), self.choices.as_slice()) {
            ([only], []) => Some(*only),
            _ => None,
        }
    }

    /// Returns the JSON type that was chosen.
    pub(crate) fn kind(&self) -> Option<SchemaType> {
        self.choices.iter().find_map(|choice| match choice {
            Choice::Kind(kind) => Some(*kind),
            Choice::Branch { .. } | Choice::Base => None,
        })
    }

    /// Returns how many lists of alternatives are decided.
    pub(crate) fn branches(&self) -> usize {
        let is_branch = |choice: &&Choice| matches!(choice, Choice::Branch { .. });
        self.choices.iter().filter(is_branch).count()
    }
}

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Choice {
    /// Of a list of alternatives this one; `None`: the keywords beside the list, without any alternative.
    Branch {
        /// The list.
        of: Alternatives,
        /// The alternative.
        branch: Option<SchemaId>,
    },
    /// Of the JSON types that are allowed, this one.
    Kind(SchemaType),
    /// The schema itself, not one of those that extend it.
    Base,
}

/// A list of alternatives: the `oneOf` or `anyOf` of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Alternatives {
    /// The schema.
    pub schema: SchemaId,
    /// Which of its keywords.
    pub keyword: Keyword,
}

impl Alternatives {
    /// Returns the alternatives.
    pub(crate) fn list(self, document: &Document) -> &[SchemaId] {
        self.keyword.alternatives(document.schema(self.schema))
    }
}

/// A keyword that lists alternatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Keyword {
    /// `oneOf`
    OneOf,
    /// `anyOf`
    AnyOf,
}

impl Keyword {
    /// Both, in the order in which they are read.
    pub(crate) const BOTH: [Keyword; 2] = [Keyword::OneOf, Keyword::AnyOf];

    /// Returns the keyword as it is written.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Keyword::OneOf => "oneOf",
            Keyword::AnyOf => "anyOf",
        }
    }

    /// Returns what a schema lists under the keyword.
    pub(crate) fn alternatives(self, schema: &Schema) -> &[SchemaId] {
        match self {
            Keyword::OneOf => &schema.one_of,
            Keyword::AnyOf => &schema.any_of,
        }
    }
}
