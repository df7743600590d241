//! Uses of schemas become uses of types: one type for each schema, or set of schemas, that a value can have.
//!
//! In: uses of schemas. Out: [`TypeRef`]s at once; the types behind them get their shapes when `shape_all` (see `build`) works
//! through the list of those that are used. Nothing here calls itself, so that no document is too deep or too circular.

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::openapi::document::{Document, SchemaId, SchemaType};

use crate::api::limits::Budget;
use crate::api::schemas::all_of;
use crate::api::schemas::choices::{Choice, Key};
use crate::api::schemas::json_types::stated_types;
use crate::api::schemas::keywords::has_no_assertions;
use crate::api::schemas::merged::Merged;
use crate::api::schemas::references::{Null, References};
use crate::api::schemas::subtypes::Subtypes;
use crate::api::schemas::tag_values::TagValueCache;
use crate::api::types::names;
use crate::api::types::nodes::TypeGraph;
use crate::api::{RustHints, Shape, TypeId, TypeName, TypePart, TypeRef};

/// What types are made with: the document and what is known of its schemas, the types so far, and what may still be made.
#[derive(Debug)]
pub(crate) struct Types<'a> {
    /// The document.
    pub document: &'a Document,
    /// Which schemas stand for which.
    pub references: References<'a>,
    /// Which schemas stand for those that extend them.
    pub subtypes: Subtypes,
    /// The values that schemas are known to list for members.
    pub tag_values: TagValueCache,
    /// The types so far.
    pub graph: TypeGraph<'a>,
    /// What is left of the limits on combinations of schemas.
    pub budget: Budget,
    diagnostics: &'a mut Diagnostics,
}

/// A key, and what is stated about null beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UseKey {
    /// The key.
    pub key: Key,
    /// What the use states about null.
    pub null: Null,
}

impl<'a> Types<'a> {
    /// Returns a document's types, of which none is used yet.
    pub(crate) fn new(document: &'a Document, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            document,
            references: References::new(document),
            subtypes: Subtypes::new(document),
            tag_values: TagValueCache::default(),
            graph: TypeGraph::new(document),
            budget: Budget::new(document),
            diagnostics,
        }
    }

    /// Reports a diagnostic, only once: several types can be made of the same schema.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push_once(diagnostic);
    }

    /// Returns the use of the type of values that satisfy all of `ids`, which are not empty. `name` is the name of the type if
    /// this is its first use and it has no name of its own.
    pub(crate) fn use_of(&mut self, ids: &[SchemaId], name: TypeName) -> TypeRef {
        let UseKey { key, null } = self.key(ids);
        let ty = self.use_key(key, name);
        let nullable = match ids {
            [_] => null.or(ty.nullable),
            // One of several schemas can refuse null although the others accept it.
            _ => self.references.all_accept_null(ids),
        };
        let used = TypeRef { nullable, ..ty };
        if let [only] = ids {
            self.graph.schema_types[only.0 as usize] = Some(used);
        }
        used
    }

    /// Returns the use of the type of a key.
    pub(crate) fn use_key(&mut self, key: Key, name: TypeName) -> TypeRef {
        if let Some(id) = self.graph.find(&key) {
            let nullable = self.graph[id].nullable;
            return TypeRef { id, nullable };
        }
        let is_intersection = key.schemas.len() > 1 || !key.choices.is_empty();
        let location = self.location_of(&key);
        if is_intersection && !self.budget.take_intersection() {
            self.report_exhausted(&location);
            return self.any(name, location);
        }
        let merged = all_of::merge_key(self.document, &key);
        if is_intersection {
            self.budget.add_read(merged.size(self.document));
        }
        self.add(key, name, location, merged)
    }

    /// Reports a combination of schemas that is not made.
    pub(crate) fn report_exhausted(&mut self, location: &Location) {
        self.report(Diagnostic::degraded(
            "too-many-intersections",
            location.clone(),
            "schemas that extend each other make too many different types; a free-form value is used",
        ));
    }

    /// Returns the location of the schema that a type is about: the last alternative, or else the last schema.
    fn location_of(&self, key: &Key) -> Location {
        let chosen = key.choices.iter().rev().find_map(|choice| match choice {
            Choice::Branch { branch, .. } => *branch,
            Choice::Kind(_) | Choice::Base => None,
        });
        let last = chosen.unwrap_or(key.schemas[key.schemas.len() - 1]);
        self.document.schema(last).location.clone()
    }

    /// Returns the key of the type that a use of schemas has, without making the type.
    pub(crate) fn key(&mut self, ids: &[SchemaId]) -> UseKey {
        let mut null = Null::Unstated;
        let mut targets: Vec<SchemaId> = Vec::with_capacity(ids.len());
        for id in ids {
            let (target, stated) = self.references.resolve(*id);
            null = stated;
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        if targets.len() > 1 {
            targets = without_redundant(self.document, &targets);
        }
        let key = Key {
            schemas: targets,
            choices: Vec::new(),
        };
        UseKey { key, null }
    }

    /// Returns whether uses of these schemas are uses of one type.
    pub(crate) fn all_same(&mut self, ids: &[SchemaId]) -> bool {
        let keys: Vec<_> = ids.iter().map(|id| self.key(&[*id])).collect();
        let is_same = |left: &UseKey, right: &UseKey| {
            left == right
                || left.null == right.null
                    && is_same_scalar(self.document, left.key.schemas[0], right.key.schemas[0])
        };
        keys.windows(2).all(|pair| is_same(&pair[0], &pair[1]))
    }

    /// Returns the use of a new type of this shape, of no schema.
    pub(crate) fn plain(&mut self, shape: Shape, name: TypeName, location: Location) -> TypeRef {
        let id = self.graph.add(name, location);
        self.graph[id].ty.shape = shape;
        TypeRef {
            id,
            nullable: false,
        }
    }

    /// Returns the use of a new type that accepts any value, of no schema.
    pub(crate) fn any(&mut self, name: TypeName, location: Location) -> TypeRef {
        self.plain(Shape::Any, name, location)
    }

    /// Returns the type after which a part of `id` is named: that of the schema which declares the part, if it has one.
    ///
    /// A struct that extends another one shares the types of its fields, which then carry the name of the other one.
    pub(crate) fn owner_of(&self, declared_by: SchemaId, id: TypeId) -> TypeId {
        let mut current = declared_by;
        loop {
            if let Some(owner) = self.graph.find(&Key::new(current)) {
                return owner;
            }
            match self.references.member_of(current) {
                Some(next) => current = next,
                None => return id,
            }
        }
    }

    /// Adds the type of a key.
    fn add(&mut self, key: Key, name: TypeName, location: Location, merged: Merged<'a>) -> TypeRef {
        let only = key.only();
        let (name, named_elsewhere) = match only {
            Some(only) => self.name_of(only, name),
            None => (name, None),
        };
        // On the schema of a property, a requested name is that of the field.
        let is_field = matches!(
            name,
            TypeName::Inline {
                part: TypePart::Field(_),
                ..
            }
        );
        let hints = RustHints {
            name: if is_field || key.choices.contains(&Choice::Base) {
                None
            } else {
                merged.rust.name.clone()
            },
            type_path: merged.rust.type_path.clone(),
        };
        let nullable = merged.nullable;
        let id = self.graph.add_unshaped(key, name, location, merged);
        self.graph[id].ty.rust = hints;
        let used = TypeRef { id, nullable };
        if let Some(name) = named_elsewhere {
            self.graph.named_elsewhere.push((name, used));
        }
        if let Some(only) = only {
            self.graph.schema_types[only.0 as usize].get_or_insert(used);
        }
        used
    }

    /// Returns the name of the type of a schema, and again if it is a named schema that is not a component of the root file.
    fn name_of(&mut self, id: SchemaId, name: TypeName) -> (TypeName, Option<String>) {
        if let Some(component) = self.references.component_name(id) {
            if self.references.is_skipped(id) {
                self.graph.used_despite_skip.insert(id);
                self.report_unskipped(id, component);
            }
            return (TypeName::Component(component.to_owned()), None);
        }
        if !self.references.is_named(id) {
            return (name, None);
        }
        match names::name_of_target(self.document, id) {
            Some(own) => (TypeName::Component(own.clone()), Some(own)),
            None => (name, None),
        }
    }

    fn report_unskipped(&mut self, id: SchemaId, component: &str) {
        self.report(
            Diagnostic::warning(
                "skip-without-effect",
                self.document.schema(id).location.child("x-rust-skip"),
                format!("`{component}` is used as a type and cannot be skipped"),
            )
            .help("extend it with `allOf`, or remove `x-rust-skip`"),
        );
    }
}

/// Returns schemas that all apply without those that add nothing to the others: those without assertions, and those that
/// another one extends.
fn without_redundant(document: &Document, targets: &[SchemaId]) -> Vec<SchemaId> {
    let merged: Vec<Merged<'_>> = targets
        .iter()
        .map(|id| all_of::merge(document, &[*id]))
        .collect();
    let asserts_nothing = |index: usize| has_no_assertions(document.schema(targets[index]));
    let others = |index: usize| {
        let all = merged.iter().enumerate();
        all.filter(move |(other, _)| *other != index)
    };
    let is_redundant = |index: usize| {
        let this = &merged[index];
        if this.assertions.is_unconstrained() && !this.nullable {
            return true;
        }
        // `type` alone, beside a schema of that type, adds nothing either.
        let is_type_alone = asserts_nothing(index)
            && this.leaves.len() == 1
            && this.assertions.unions.is_empty()
            && !this.nullable;
        let types = stated_types(&this.assertions);
        let is_repeated = is_type_alone
            && others(index).any(|(other, them)| {
                stated_types(&them.assertions) == types
                    && (them.leaves.len() > 1 || other < index || !asserts_nothing(other))
            });
        let is_extended = others(index).any(|(other, them)| {
            them.leaves.contains(&targets[index])
                && !(other > index && this.leaves.contains(&targets[other]))
        });
        is_repeated || is_extended
    };
    let kept: Vec<SchemaId> = (0..targets.len())
        .filter(|index| !is_redundant(*index))
        .map(|index| targets[index])
        .collect();
    if kept.is_empty() {
        targets[..1].to_vec()
    } else {
        kept
    }
}

/// Returns whether two schemas are the same boolean, number or string without listed values.
fn is_same_scalar(document: &Document, left: SchemaId, right: SchemaId) -> bool {
    let left = all_of::merge(document, &[left]);
    let right = all_of::merge(document, &[right]);
    let types = stated_types(&left.assertions);
    let is_scalar = matches!(
        types.as_slice(),
        [SchemaType::Boolean | SchemaType::Integer | SchemaType::Number | SchemaType::String]
    );
    let is_free = |merged: &Merged<'_>| {
        merged.assertions.values.is_none() && merged.assertions.unions.is_empty()
    };
    is_scalar
        && types == stated_types(&right.assertions)
        && left.assertions.format == right.assertions.format
        && left.nullable == right.nullable
        && is_free(&left)
        && is_free(&right)
}
