//! The graph of types, one for each schema (or set of schemas) that a value can have.
//!
//! In: uses of schemas. Out: [`TypeRef`]s at once, and the types behind them when [`Types::shape_all`] has worked through
//! the list of those that were asked for. Nothing here calls itself, so that no document is too deep or too circular.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::openapi::document::{Document, SchemaId};

use crate::api::schemas::all_of;
use crate::api::schemas::choices::{Choice, Key};
use crate::api::schemas::docs::Marks;
use crate::api::schemas::merged::Merged;
use crate::api::schemas::nullable;
use crate::api::schemas::references::{Null, References};
use crate::api::schemas::subtypes::Subtypes;
use crate::api::schemas::{constraints, enums};
use crate::api::types::names;
use crate::api::types::shapes::Made;
use crate::api::types::{shapes, tags};
use crate::api::{Constraints, Docs, RustHints, Shape, Type, TypeId, TypeName, TypePart, TypeRef};

/// How many intersections of schemas are made, for each schema of the document and at least. Documents that people write
/// need one for each seven of their schemas at most.
const INTERSECTIONS: (usize, usize) = (1, 200);

/// How much is read to make them, for each schema of the document and at least, as [`Types::has_read`] counts it. Each of
/// them can have every schema among its alternatives, so that their number alone bounds nothing.
const READ: (usize, usize) = (8, 20_000);

/// How often the only alternative of a value can have an only alternative.
const CHOSEN_ALONE: usize = 16;

/// Types in the making; see the file.
#[derive(Debug)]
pub(crate) struct Types<'a> {
    /// The document.
    pub document: &'a Document,
    /// Where schemas lead.
    pub references: References<'a>,
    /// The schemas that stand for those that extend them.
    pub subtypes: Subtypes,
    /// The types made so far, indexed by [`TypeId`].
    pub list: Vec<Type>,
    /// What the schemas of each type say beside; indexed by [`TypeId`].
    pub marks: Vec<Marks>,
    /// Named types that are no components of the root file, in the order in which they were asked for.
    pub elsewhere: Vec<(String, TypeRef)>,
    /// The components that get a type although they are marked to be left out.
    pub made_anyway: HashSet<SchemaId>,
    /// The type of the values of each schema that has one by itself; indexed by [`SchemaId`].
    pub of_schemas: Vec<Option<TypeRef>>,
    /// The types of members of multipart forms that are files.
    pub files: Vec<TypeId>,
    /// What schemas are known to list for members that choose.
    pub tag_values: tags::Known,
    diagnostics: &'a mut Diagnostics,
    nullable: Vec<bool>,
    memo: HashMap<Key, TypeId>,
    pending: VecDeque<(TypeId, Merged<'a>)>,
    components: HashMap<SchemaId, &'a str>,
    extended_by: Vec<Option<SchemaId>>,
    intersections: usize,
    /// How much was read for intersections.
    read: usize,
}

impl<'a> Types<'a> {
    /// Returns an empty graph over a document's schemas.
    pub(crate) fn new(document: &'a Document, diagnostics: &'a mut Diagnostics) -> Self {
        let mut extended_by = vec![None; document.schemas.len()];
        for (index, schema) in document.schemas.iter().enumerate() {
            for member in &schema.all_of {
                extended_by[member.0 as usize] = u32::try_from(index).ok().map(SchemaId);
            }
        }
        let mut components = HashMap::new();
        for (name, id) in &document.component_schemas {
            components.entry(*id).or_insert(name.as_str());
        }
        Self {
            document,
            references: References::new(document),
            subtypes: Subtypes::new(document),
            list: Vec::new(),
            marks: Vec::new(),
            elsewhere: Vec::new(),
            made_anyway: HashSet::new(),
            of_schemas: vec![None; document.schemas.len()],
            files: Vec::new(),
            diagnostics,
            nullable: Vec::new(),
            memo: HashMap::new(),
            pending: VecDeque::new(),
            components,
            extended_by,
            intersections: 0,
            read: 0,
            tag_values: tags::Known::new(),
        }
    }

    /// Reports a remark, each only once: several types can be made of the same schema.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push_once(diagnostic);
    }

    /// Returns the use of the type of values that satisfy all of `ids`, which are not empty. `name` is what the type is
    /// called if this is its first use and it has no name of its own.
    pub(crate) fn use_of(&mut self, ids: &[SchemaId], name: TypeName) -> TypeRef {
        let used = self.use_or_make(ids, name);
        if let [only] = ids {
            self.of_schemas[only.0 as usize] = Some(used);
        }
        used
    }

    fn use_or_make(&mut self, ids: &[SchemaId], name: TypeName) -> TypeRef {
        let (key, null) = self.key(ids);
        let ty = self.use_key(key, name);
        // One of several schemas can take null away from the others.
        let nullable = match ids {
            [_] => null.or(ty.nullable),
            _ => self.references.all_accept_null(ids),
        };
        TypeRef { nullable, ..ty }
    }

    /// Returns the use of the type of a key.
    pub(crate) fn use_key(&mut self, key: Key, name: TypeName) -> TypeRef {
        if let Some(id) = self.memo.get(&key) {
            return TypeRef {
                id: *id,
                nullable: self.nullable[id.0 as usize],
            };
        }
        let is_intersection = key.schemas.len() > 1 || !key.choices.is_empty();
        let location = self.location_of(&key);
        if is_intersection {
            self.intersections += 1;
            let most = INTERSECTIONS.0 * self.document.schemas.len() + INTERSECTIONS.1;
            if self.intersections > most || self.is_exhausted() {
                self.report_exhausted(&location);
                return self.any(name, location);
            }
        }
        let merged = all_of::merge_chosen(self.document, &key);
        if is_intersection {
            self.has_read(&merged);
        }
        let nullable = merged.nullable;
        let id = self.claim(key, name, location, merged);
        TypeRef { id, nullable }
    }

    /// Notes that schemas were merged for an intersection, with what they say of each property, and alternatives.
    pub(crate) fn has_read(&mut self, merged: &Merged<'_>) {
        let properties = merged.properties.iter();
        let of_properties: usize = properties.map(|property| property.schemas.len()).sum();
        let lists = merged.unions.iter();
        let of_lists: usize = lists.map(|of| of.list(self.document).len()).sum();
        self.read += merged.leaves.len() + of_properties + of_lists;
    }

    /// Returns whether intersections have taken more than what is in proportion to the document.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.read > READ.0 * self.document.schemas.len() + READ.1
    }

    /// Reports an intersection that is not made.
    pub(crate) fn report_exhausted(&mut self, location: &Location) {
        self.report(Diagnostic::degraded(
            "too-many-intersections",
            location.clone(),
            "schemas that extend each other make too many different types; a free-form value is used",
        ));
    }

    /// Returns where the schema stands that a type is made of in the end: the last alternative, else the last schema.
    fn location_of(&self, key: &Key) -> Location {
        let chosen = key.choices.iter().rev().find_map(|choice| match choice {
            Choice::Branch { branch, .. } => *branch,
            Choice::Kind(_) | Choice::Base => None,
        });
        let last = chosen.unwrap_or(key.schemas[key.schemas.len() - 1]);
        self.document.schema(last).location.clone()
    }

    /// Returns the key of the type that a use of schemas has, without making one, and what is said of null beside.
    pub(crate) fn key(&mut self, ids: &[SchemaId]) -> (Key, Null) {
        let mut null = Null::Unsaid;
        let mut targets: Vec<SchemaId> = Vec::with_capacity(ids.len());
        for id in ids {
            let (target, said) = self.references.resolve(*id);
            null = said;
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        if targets.len() > 1 {
            targets = self.reduce(targets);
        }
        let key = Key {
            schemas: targets,
            choices: Vec::new(),
        };
        (key, null)
    }

    /// Removes schemas that add nothing to the others: those without effect, and those that another one extends.
    fn reduce(&self, targets: Vec<SchemaId>) -> Vec<SchemaId> {
        let merged: Vec<Merged<'_>> = targets
            .iter()
            .map(|id| all_of::merge(self.document, &[*id]))
            .collect();
        let adds = |index: usize| {
            let this = &merged[index];
            let empty = this.says_nothing() && !this.nullable;
            // `type` alone, beside a schema of that type, says nothing either.
            let only_type = nullable::has_no_own_effect(self.document.schema(targets[index]))
                && this.leaves.len() == 1
                && this.unions.is_empty()
                && !this.nullable;
            let repeated = only_type
                && merged.iter().enumerate().any(|(other, them)| {
                    other != index
                        && shapes::types_of(them) == shapes::types_of(this)
                        && (them.leaves.len() > 1
                            || other < index
                            || !nullable::has_no_own_effect(self.document.schema(targets[other])))
                });
            let extended = merged.iter().enumerate().any(|(other, them)| {
                other != index
                    && them.leaves.contains(&targets[index])
                    && !(other > index && this.leaves.contains(&targets[other]))
            });
            !(empty || repeated || extended)
        };
        let kept: Vec<SchemaId> = (0..targets.len())
            .filter(|index| adds(*index))
            .map(|index| targets[index])
            .collect();
        match kept.is_empty() {
            true => targets[..1].to_vec(),
            false => kept,
        }
    }

    /// Returns whether uses of these schemas are uses of one type.
    pub(crate) fn all_same(&mut self, ids: &[SchemaId]) -> bool {
        let keys: Vec<_> = ids.iter().map(|id| self.key(&[*id])).collect();
        let same = |left: &(Key, Null), right: &(Key, Null)| {
            left == right
                || left.1 == right.1 && self.same_scalar(left.0.schemas[0], right.0.schemas[0])
        };
        keys.windows(2).all(|pair| same(&pair[0], &pair[1]))
    }

    /// Returns whether two schemas are the same boolean, number or text without values of its own.
    fn same_scalar(&self, left: SchemaId, right: SchemaId) -> bool {
        let (left, right) = (
            all_of::merge(self.document, &[left]),
            all_of::merge(self.document, &[right]),
        );
        let kinds = shapes::types_of(&left);
        let scalar = matches!(
            kinds.as_slice(),
            [crate::openapi::document::SchemaType::Boolean
                | crate::openapi::document::SchemaType::Integer
                | crate::openapi::document::SchemaType::Number
                | crate::openapi::document::SchemaType::String]
        );
        scalar
            && kinds == shapes::types_of(&right)
            && left.format == right.format
            && left.nullable == right.nullable
            && left.values.is_none()
            && right.values.is_none()
            && left.unions.is_empty()
            && right.unions.is_empty()
    }

    /// Returns the name of the component that a schema is.
    pub(crate) fn component_name(&self, id: SchemaId) -> Option<&'a str> {
        self.components.get(&id).copied()
    }

    /// Returns a type of this shape, of no schema.
    pub(crate) fn plain(&mut self, shape: Shape, name: TypeName, location: Location) -> TypeRef {
        let id = self.push(name, location);
        self.list[id.0 as usize].shape = shape;
        TypeRef {
            id,
            nullable: false,
        }
    }

    /// Returns a free-form type, of no schema.
    pub(crate) fn any(&mut self, name: TypeName, location: Location) -> TypeRef {
        self.plain(Shape::Any, name, location)
    }

    /// Returns the type that a part of `id` is named after: the one in which `declared_by` stands, if that one is made.
    ///
    /// A struct that extends another one shares the types of its fields, which then carry the other one's name.
    pub(crate) fn owner_of(&self, declared_by: SchemaId, id: TypeId) -> TypeId {
        let mut current = declared_by;
        loop {
            if let Some(owner) = self.memo.get(&Key::of(current)) {
                return *owner;
            }
            match self.extended_by[current.0 as usize] {
                Some(next) => current = next,
                None => return id,
            }
        }
    }

    /// Gives every type that was asked for its shape, and so on for those that the shapes ask for.
    pub(crate) fn shape_all(&mut self) {
        while let Some((id, merged)) = self.pending.pop_front() {
            let (shape, merged) = self.shape_of(id, merged);
            let mut bounds = merged.constraints;
            bounds.values = enums::constants(merged.values.as_deref().unwrap_or_default(), &shape);
            let without_effect = constraints::fit(&mut bounds, &shape);
            let location = self.list[id.0 as usize].location.clone();
            // Of several JSON types, what is said of one is not said in vain.
            let of_one_kind = merged.key.kind().is_some();
            for keyword in without_effect.into_iter().filter(|_| !of_one_kind) {
                self.report(Diagnostic::warning(
                    "constraint-without-effect",
                    location.child(keyword),
                    format!(
                        "`{keyword}` says nothing about {}; it is ignored",
                        shape_name(&shape)
                    ),
                ));
            }
            for (keyword, words) in constraints::ranges(&mut bounds, &shape) {
                self.report(Diagnostic::warning(
                    "constraint-without-effect",
                    location.child(keyword),
                    format!("`{keyword}` {words}"),
                ));
            }
            let made = &mut self.list[id.0 as usize];
            made.shape = shape;
            made.constraints = bounds;
        }
    }

    /// Returns the shape of a type, and what it was made of in the end.
    fn shape_of(&mut self, id: TypeId, mut merged: Merged<'a>) -> (Shape, Merged<'a>) {
        for _ in 0..CHOSEN_ALONE {
            for problem in std::mem::take(&mut merged.problems) {
                self.report(problem);
            }
            match shapes::shape(self, id, &merged) {
                Made::Shape(shape) => return (shape, merged),
                Made::Again(key) => merged = all_of::merge_chosen(self.document, &key),
            }
        }
        self.report(Diagnostic::degraded(
            "cyclic-schema",
            self.list[id.0 as usize].location.clone(),
            "the only alternative of this schema leads back to it; a free-form value is used",
        ));
        (Shape::Any, merged)
    }

    fn claim(
        &mut self,
        key: Key,
        name: TypeName,
        location: Location,
        merged: Merged<'a>,
    ) -> TypeId {
        let (name, named) = match key.only() {
            Some(only) => self.name_of(only, name),
            None => (name, false),
        };
        let id = self.push(name, location);
        let made = &mut self.list[id.0 as usize];
        made.docs = merged.docs.clone();
        made.sensitive = merged.marks.sensitive;
        // On the schema of a property the wish is about the field.
        let of_field = matches!(
            made.name,
            TypeName::Inline {
                part: TypePart::Field(_),
                ..
            }
        );
        made.rust = RustHints {
            name: if of_field || key.choices.contains(&Choice::Base) {
                None
            } else {
                merged.rust_name.clone()
            },
            type_path: merged.type_path.clone(),
        };
        self.marks[id.0 as usize] = Marks {
            empty: merged.says_nothing(),
            ..merged.marks
        };
        self.nullable[id.0 as usize] = merged.nullable;
        if named && let TypeName::Component(name) = &self.list[id.0 as usize].name {
            let name = name.clone();
            self.elsewhere.push((
                name,
                TypeRef {
                    id,
                    nullable: merged.nullable,
                },
            ));
        }
        if let Some(only) = key.only() {
            let of_schema = &mut self.of_schemas[only.0 as usize];
            of_schema.get_or_insert(TypeRef {
                id,
                nullable: merged.nullable,
            });
        }
        self.memo.insert(key, id);
        self.pending.push_back((id, merged));
        id
    }

    /// Returns what the type of a schema is called, and whether it is a named one from elsewhere.
    fn name_of(&mut self, id: SchemaId, name: TypeName) -> (TypeName, bool) {
        if let Some(component) = self.components.get(&id).copied() {
            if self.references.is_skipped(id) {
                self.made_anyway.insert(id);
                self.report(
                    Diagnostic::warning(
                        "skip-without-effect",
                        self.document.schema(id).location.child("x-rust-skip"),
                        format!("`{component}` is used as a type, so it gets one"),
                    )
                    .help("extend it by `allOf`, or remove `x-rust-skip`"),
                );
            }
            return (TypeName::Component(component.to_owned()), false);
        }
        if !self.references.is_named(id) {
            return (name, false);
        }
        match names::of_reference(self.document, id) {
            Some(own) => (TypeName::Component(own), true),
            None => (name, false),
        }
    }

    fn push(&mut self, name: TypeName, location: Location) -> TypeId {
        let id = TypeId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(Type {
            name,
            docs: Docs::default(),
            shape: Shape::Any,
            constraints: Constraints::default(),
            sensitive: false,
            in_request: false,
            in_response: false,
            shared_in: None,
            rust: RustHints::default(),
            location,
        });
        self.nullable.push(false);
        self.marks.push(Marks::default());
        id
    }
}

fn shape_name(shape: &Shape) -> &'static str {
    match shape {
        Shape::Any | Shape::Union(_) => "a value of any type",
        Shape::Boolean => "a boolean",
        Shape::Integer(_) | Shape::Integers(_) => "an integer",
        Shape::Number | Shape::IntegerOrNumber => "a number",
        Shape::String(_) | Shape::Enum(_) | Shape::DateTime | Shape::Date => "a text",
        Shape::Bytes | Shape::File => "bytes",
        Shape::List(_) => "an array",
        Shape::Map(_) | Shape::Struct(_) => "an object",
    }
}
