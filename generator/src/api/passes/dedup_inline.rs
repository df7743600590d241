//! Makes one type of inline types that operations of a group repeat.
//!
//! In: an [`Api`] whose types are final. Out: the same, with one type where several operations of a group have equal ones in the
//! same position: the body of a failure, the values of a parameter, a part of a response. The type is named after the group.
//! Nothing is lost: the types have the same values, constraints and documentation. Documents without components repeat most of
//! their schemas, and each copy would be a type more to choose from, to read and to compile.
//!
//! Likewise, equal objects with the same title within components become one type, named by the title, wherever they are.
//!
//! Components keep their types. So do operations without a group, as there is no better name for what they share. Runs last:
//! types that differ in what an earlier pass sets must not become one.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::api::{
    Api, Constraints, Docs, OperationPart, RustHints, Shape, Type, TypeId, TypeName, TypePart,
};
use crate::diagnostic::{FileId, Location};

/// Makes one type of equal ones in the same position.
pub(crate) fn dedup(api: &mut Api) {
    let positions = positions(api);
    let mut dedup = Dedup {
        api,
        positions: &positions,
        representatives: (0u32..).map(TypeId).take(api.types.len()).collect(),
        known: HashMap::new(),
    };
    for id in parts_first(api, &positions) {
        dedup.find_representative(id);
    }
    let representatives = dedup.representatives;
    replace(api, &representatives, &positions);
}

/// The position of a type: a group with a part of its operations, or a title, and from there the part of each type. Types of
/// the same position are candidates for being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Position(u32);

/// What a position is made of.
#[derive(PartialEq, Eq, Hash)]
enum Step<'a> {
    /// A part of an operation of this group.
    Operation(&'a str, &'a OperationPart),
    /// An object with this title.
    Titled(&'a str),
    /// A part of the type in this position.
    Inline(Position, &'a TypePart),
}

/// Returns the position of each type that can be shared; indexed by [`TypeId`].
fn positions(api: &Api) -> Vec<Option<Position>> {
    let mut positions: Vec<Option<Position>> = vec![None; api.types.len()];
    // Whether the position begins with a group.
    let mut in_group = vec![false; api.types.len()];
    let mut known: HashMap<Step<'_>, Position> = HashMap::new();
    let has_request_form = have_request_forms(api);
    for index in owners_first(api) {
        let ty = &api.types[index];
        let step = match &ty.name {
            // `x-rust-name` names this type alone, and a type with a form for requests stays beside that.
            _ if ty.rust.name.is_some() || has_request_form[index] => None,
            TypeName::Operation { operation, part } => {
                let operation = api.operations.get(*operation);
                let group = operation.and_then(|operation| operation.groups.first());
                in_group[index] = group.is_some();
                group.map(|group| Step::Operation(group, part))
            }
            TypeName::Inline { owner, part } => {
                let owner = owner.0 as usize;
                let inline = positions[owner].map(|owner| Step::Inline(owner, part));
                in_group[index] = in_group[owner] && inline.is_some();
                if in_group[index] {
                    inline
                } else {
                    title(ty).map(Step::Titled).or(inline)
                }
            }
            _ => None,
        };
        let next = Position(u32::try_from(known.len()).unwrap_or(u32::MAX));
        positions[index] = step.map(|step| *known.entry(step).or_insert(next));
    }
    positions
}

/// Returns for each type whether requests have another form of it.
fn have_request_forms(api: &Api) -> Vec<bool> {
    let mut have = vec![false; api.types.len()];
    for ty in &api.types {
        if let TypeName::Request(whole) = ty.name {
            have[whole.0 as usize] = true;
        }
    }
    have
}

/// Returns the indices of all types, each after the type that it is an inline part of.
fn owners_first(api: &Api) -> Vec<usize> {
    let mut order = Vec::with_capacity(api.types.len());
    let mut done = vec![false; api.types.len()];
    for start in 0..api.types.len() {
        let begin = order.len();
        let mut index = start;
        while !std::mem::replace(&mut done[index], true) {
            order.push(index);
            match &api.types[index].name {
                TypeName::Inline { owner, .. } => index = owner.0 as usize,
                _ => break,
            }
        }
        order[begin..].reverse();
    }
    order
}

/// Returns the title of an object that could be named by it.
fn title(ty: &Type) -> Option<&str> {
    let is_object = matches!(&ty.shape, Shape::Struct(_));
    let title = ty.docs.summary.as_deref().filter(|_| is_object)?;
    title.contains(char::is_alphabetic).then_some(title)
}

/// Returns the types that have a position, each after those that it consists of. A type that contains itself comes before some
/// of its parts.
fn parts_first(api: &Api, positions: &[Option<Position>]) -> Vec<TypeId> {
    let mut order = Vec::new();
    let mut seen = vec![false; api.types.len()];
    let mut stack: Vec<(TypeId, bool)> = Vec::new();
    for start in (0u32..).map(TypeId).take(api.types.len()) {
        stack.push((start, false));
        while let Some((id, parts_done)) = stack.pop() {
            if parts_done {
                order.push(id);
            } else if positions[id.0 as usize].is_some()
                && !std::mem::replace(&mut seen[id.0 as usize], true)
            {
                stack.push((id, true));
                stack.extend(api.get(id).shape.parts().map(|part| (part.id, false)));
            }
        }
    }
    order
}

/// What must be equal for two types to become one: all but their names and locations.
#[derive(PartialEq)]
struct Content<'a> {
    /// With the representatives of its parts, and without locations.
    shape: Shape,
    docs: &'a Docs,
    constraints: &'a Constraints,
    rust: &'a RustHints,
    sensitive: bool,
    in_request: bool,
    in_response: bool,
}

impl Content<'_> {
    /// Returns a number that is equal for equal contents.
    fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        std::mem::discriminant(&self.shape).hash(&mut hasher);
        (&self.docs.summary, &self.docs.description).hash(&mut hasher);
        for part in self.shape.parts() {
            part.hash(&mut hasher);
        }
        match &self.shape {
            Shape::Struct(object) => {
                for field in &object.fields {
                    (&field.name, &field.docs.description).hash(&mut hasher);
                }
            }
            Shape::Enum(values) | Shape::Integers(values) => {
                for value in values {
                    value.value.hash(&mut hasher);
                }
            }
            _ => {}
        }
        hasher.finish()
    }
}

struct Dedup<'a> {
    api: &'a Api,
    positions: &'a [Option<Position>],
    /// The type that stands for each, often itself; indexed by [`TypeId`].
    representatives: Vec<TypeId>,
    /// The representatives, by position and fingerprint.
    known: HashMap<(Position, u64), Vec<(TypeId, Content<'a>)>>,
}

impl<'a> Dedup<'a> {
    /// Finds the representative of a type.
    fn find_representative(&mut self, id: TypeId) {
        let Some(position) = self.positions[id.0 as usize] else {
            return;
        };
        let content = self.content(self.api.get(id));
        let key = (position, content.fingerprint());
        let candidates = self.known.entry(key).or_default();
        match candidates.iter().find(|(_, known)| *known == content) {
            Some((known, _)) => self.representatives[id.0 as usize] = *known,
            None => candidates.push((id, content)),
        }
    }

    fn content(&self, ty: &'a Type) -> Content<'a> {
        let mut shape = ty.shape.clone();
        for part in shape.parts_mut() {
            part.id = self.representatives[part.id.0 as usize];
        }
        for location in locations(&mut shape) {
            *location = Location::root(FileId(0));
        }
        Content {
            shape,
            docs: &ty.docs,
            constraints: &ty.constraints,
            rust: &ty.rust,
            sensitive: ty.sensitive,
            in_request: ty.in_request,
            in_response: ty.in_response,
        }
    }
}

/// Returns the locations that a shape contains.
fn locations(shape: &mut Shape) -> Vec<&mut Location> {
    match shape {
        Shape::Struct(object) => object
            .fields
            .iter_mut()
            .map(|it| &mut it.location)
            .collect(),
        Shape::Union(union) => union
            .variants
            .iter_mut()
            .map(|it| &mut it.location)
            .collect(),
        Shape::Enum(values) | Shape::Integers(values) => {
            values.iter_mut().map(|it| &mut it.location).collect()
        }
        _ => Vec::new(),
    }
}

/// Replaces types by their representatives, and sets the group or title that each representative is named after.
fn replace(api: &mut Api, representatives: &[TypeId], positions: &[Option<Position>]) {
    for (index, representative) in representatives.iter().enumerate() {
        if representative.0 as usize != index {
            let shared_in = group_or_title(api, *representative, positions);
            api.types[representative.0 as usize].shared_in = shared_in;
        }
    }
    for (_, ty) in api.type_uses_mut() {
        ty.id = representatives[ty.id.0 as usize];
    }
    for ty in &mut api.types {
        if let TypeName::Inline { owner, .. } = &mut ty.name {
            *owner = representatives[owner.0 as usize];
        }
    }
}

/// Returns the group of the operation that a type is part of, or the title of the object that it is or is part of.
fn group_or_title(api: &Api, id: TypeId, positions: &[Option<Position>]) -> Option<String> {
    let mut current = id;
    let mut closest_title = None;
    // Every owner of a type with a position has one too, up to a part of an operation or a type that is named by its title.
    while positions[current.0 as usize].is_some() {
        closest_title = closest_title.or_else(|| title(api.get(current)));
        match &api.get(current).name {
            TypeName::Inline { owner, .. } => current = *owner,
            TypeName::Operation { operation, .. } => {
                return api.operations.get(*operation)?.groups.first().cloned();
            }
            _ => return None,
        }
    }
    closest_title.map(str::to_owned)
}
