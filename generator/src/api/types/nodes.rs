//! The types in the making, by [`TypeId`].
//!
//! What grows while schemas are read: the nodes, the keys by which they are found again, those without a shape yet, and what is
//! noted for later passes.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::{Index, IndexMut};

use crate::diagnostic::Location;
use crate::openapi::document::{Document, SchemaId};

use crate::api::schemas::choices::Key;
use crate::api::schemas::docs::Marks;
use crate::api::schemas::merged::Merged;
use crate::api::{Constraints, Docs, RustHints, Shape, Type, TypeId, TypeName, TypePart, TypeRef};

/// A type in the making.
#[derive(Debug)]
pub(crate) struct Node {
    /// The type. It accepts any value until its shape is known.
    pub ty: Type,
    /// The marks of its schemas.
    pub marks: Marks,
    /// Whether its schemas accept null, so that uses of it are nullable unless they state otherwise.
    pub nullable: bool,
}

/// A type without a shape yet.
#[derive(Debug)]
pub(crate) struct Unshaped<'a> {
    /// The type.
    pub id: TypeId,
    /// What its schemas state.
    pub merged: Merged<'a>,
}

/// What a type turned out to be.
#[derive(Debug)]
pub(crate) enum Built {
    /// A type of this shape.
    Shape(Shape),
    /// The same as the type of this key: only one alternative is left.
    SameAs(Key),
}

/// All types in the making.
#[derive(Debug)]
pub(crate) struct TypeGraph<'a> {
    nodes: Vec<Node>,
    by_key: HashMap<Key, TypeId>,
    unshaped: VecDeque<Unshaped<'a>>,
    /// Named types that are not components of the root file, in the order in which they are first used.
    pub named_elsewhere: Vec<(String, TypeRef)>,
    /// The components that have a type although they are marked to be skipped.
    pub used_despite_skip: HashSet<SchemaId>,
    /// The type of the values of each schema that has one by itself; indexed by [`SchemaId`].
    pub schema_types: Vec<Option<TypeRef>>,
    /// The types of members of multipart forms that are files.
    pub files: Vec<TypeId>,
}

/// The finished types; see the fields of [`Node`] and [`TypeGraph`].
#[derive(Debug)]
pub(crate) struct BuiltTypes {
    pub types: Vec<Type>,
    pub marks: Vec<Marks>,
    pub named_elsewhere: Vec<(String, TypeRef)>,
    pub schema_types: Vec<Option<TypeRef>>,
    pub files: Vec<TypeId>,
}

impl<'a> TypeGraph<'a> {
    /// Returns a graph without types.
    pub(crate) fn new(document: &Document) -> Self {
        Self {
            nodes: Vec::new(),
            by_key: HashMap::new(),
            unshaped: VecDeque::new(),
            named_elsewhere: Vec::new(),
            used_despite_skip: HashSet::new(),
            schema_types: vec![None; document.schemas.len()],
            files: Vec::new(),
        }
    }

    /// Returns the type of a key, if there is one already.
    pub(crate) fn find(&self, key: &Key) -> Option<TypeId> {
        self.by_key.get(key).copied()
    }

    /// Adds a type that accepts any value.
    pub(super) fn add(&mut self, name: TypeName, location: Location) -> TypeId {
        let id = TypeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node {
            ty: Type {
                name,
                docs: Docs::default(),
                shape: Shape::Any,
                constraints: Constraints::default(),
                sensitive: false,
                in_request: false,
                in_response: false,
                shared_by: None,
                rust: RustHints::default(),
                location,
            },
            marks: Marks::default(),
            nullable: false,
        });
        id
    }

    /// Adds the type of a key, whose shape is made later.
    pub(super) fn add_unshaped(
        &mut self,
        key: Key,
        name: TypeName,
        location: Location,
        merged: Merged<'a>,
    ) -> TypeId {
        let id = self.add(name, location);
        let node = &mut self[id];
        node.nullable = merged.nullable;
        node.marks = Marks {
            unconstrained: merged.assertions.is_unconstrained(),
            ..merged.marks
        };
        node.ty.sensitive = merged.marks.sensitive;
        node.ty.docs.clone_from(&merged.docs);
        self.by_key.insert(key, id);
        self.unshaped.push_back(Unshaped { id, merged });
        id
    }

    /// Takes out the next type without a shape.
    pub(super) fn next_unshaped(&mut self) -> Option<Unshaped<'a>> {
        self.unshaped.pop_front()
    }

    /// Returns the types, all of which have shapes, and what is noted for later passes.
    pub(crate) fn finish(self) -> BuiltTypes {
        let (types, marks) = self
            .nodes
            .into_iter()
            .map(|node| (node.ty, node.marks))
            .unzip();
        BuiltTypes {
            types,
            marks,
            named_elsewhere: self.named_elsewhere,
            schema_types: self.schema_types,
            files: self.files,
        }
    }
}

impl Index<TypeId> for TypeGraph<'_> {
    type Output = Node;

    fn index(&self, id: TypeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

impl IndexMut<TypeId> for TypeGraph<'_> {
    fn index_mut(&mut self, id: TypeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }
}

/// Returns the name of a part of a type.
pub(crate) fn part(owner: TypeId, part: TypePart) -> TypeName {
    TypeName::Inline { owner, part }
}
