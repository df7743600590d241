//! Makes one type of inline types that operations of a group repeat.
//!
//! In: an [`Api`] whose types are final. Out: the same, with one type where several operations of a group have equal ones in the
//! same position: the body of a failure, the values of a parameter, a part of a response. The type is named after the group.
//! Nothing is lost: the types have the same values, constraints and documentation. Documents without components repeat most of
//! their schemas, and each copy would be a type more to choose from, to read and to compile.
//!
//! Likewise, equal objects with the same title within components become one type, named by the title, wherever they are. So do
//! equal enums of properties with the same name, if that has several words: `tax_behavior` says enough without its owner, but
//! `type` does not. Their documentation may differ, since each property has its own.
//!
//! Components keep their types. So do operations without a group, as there is no better name for what they share. Runs last:
//! types that differ in what an earlier pass sets must not become one.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::api::{
    Api, Constraints, Docs, OperationPart, RustHints, Shape, SharedBy, Type, TypeId, TypeName,
    TypePart,
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
    merge_properties(api, &representatives, &positions);
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
    /// An enum of properties with this name.
    Property(&'a str),
    /// A part of the type in this position.
    Inline(Position, &'a TypePart),
}

/// The positions of types; indexed by [`TypeId`].
struct Positions {
    /// The position of each type that can be shared.
    of: Vec<Option<Position>>,
    /// Whether it is that of the values of a property.
    is_property: Vec<bool>,
}

impl Positions {
    fn get(&self, id: TypeId) -> Option<Position> {
        self.of[id.0 as usize]
    }

    fn is_property(&self, id: TypeId) -> bool {
        self.is_property[id.0 as usize]
    }
}

/// Returns the positions of all types that can be shared.
fn positions(api: &Api) -> Positions {
    let mut positions: Vec<Option<Position>> = vec![None; api.types.len()];
    let mut is_property = vec![false; api.types.len()];
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
                    let property = shared_property(api, ty).map(Step::Property);
                    title(ty).map(Step::Titled).or(property).or(inline)
                }
            }
            _ => None,
        };
        let next = Position(u32::try_from(known.len()).unwrap_or(u32::MAX));
        is_property[index] = matches!(step, Some(Step::Property(_)));
        positions[index] = step.map(|step| *known.entry(step).or_insert(next));
    }
    Positions {
        of: positions,
        is_property,
    }
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

/// Returns the property whose values an enum is, or whose list it is the element of, if the name says enough to name the enum.
fn shared_property<'a>(api: &'a Api, ty: &'a Type) -> Option<&'a str> {
    let is_enum =
        matches!(&ty.shape, Shape::Enum(values) | Shape::Integers(values) if values.len() > 1);
    let mut name = &ty.name;
    if let TypeName::Inline {
        owner,
        part: TypePart::Item,
    } = name
    {
        name = &api.get(*owner).name;
    }
    match name {
        TypeName::Inline {
            part: TypePart::Field(name),
            ..
        } if is_enum && has_several_words(name) => Some(name),
        _ => None,
    }
}

/// Returns whether a name consists of several words: `tax_behavior`, `tax-behavior` or `taxBehavior`.
fn has_several_words(name: &str) -> bool {
    let words = name.split(|sign: char| !sign.is_alphanumeric());
    let is_capital = |(before, after): (char, char)| before.is_lowercase() && after.is_uppercase();
    words.filter(|word| !word.is_empty()).count() > 1
        || name.chars().zip(name.chars().skip(1)).any(is_capital)
}

/// Returns the types that have a position, each after those that it consists of. A type that contains itself comes before some
/// of its parts.
fn parts_first(api: &Api, positions: &Positions) -> Vec<TypeId> {
    let mut order = Vec::new();
    let mut seen = vec![false; api.types.len()];
    let mut stack: Vec<(TypeId, bool)> = Vec::new();
    for start in (0u32..).map(TypeId).take(api.types.len()) {
        stack.push((start, false));
        while let Some((id, parts_done)) = stack.pop() {
            if parts_done {
                order.push(id);
            } else if positions.get(id).is_some()
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
    /// `None` if it may differ.
    docs: Option<&'a Docs>,
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
        let docs = self.docs.map(|docs| (&docs.summary, &docs.description));
        docs.hash(&mut hasher);
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
    positions: &'a Positions,
    /// The type that stands for each, often itself; indexed by [`TypeId`].
    representatives: Vec<TypeId>,
    /// The representatives, by position and fingerprint.
    known: HashMap<(Position, u64), Vec<(TypeId, Content<'a>)>>,
}

impl<'a> Dedup<'a> {
    /// Finds the representative of a type.
    fn find_representative(&mut self, id: TypeId) {
        let Some(position) = self.positions.get(id) else {
            return;
        };
        let content = self.content(self.api.get(id), self.positions.is_property(id));
        let key = (position, content.fingerprint());
        let candidates = self.known.entry(key).or_default();
        match candidates.iter().find(|(_, known)| *known == content) {
            Some((known, _)) => self.representatives[id.0 as usize] = *known,
            None => candidates.push((id, content)),
        }
    }

    /// Returns what must be equal. The values of properties need the same values only.
    fn content(&self, ty: &'a Type, is_property: bool) -> Content<'a> {
        let mut shape = ty.shape.clone();
        for part in shape.parts_mut() {
            part.id = self.representatives[part.id.0 as usize];
        }
        for location in locations(&mut shape) {
            *location = Location::root(FileId(0));
        }
        Content {
            shape,
            docs: (!is_property).then_some(&ty.docs),
            constraints: &ty.constraints,
            rust: &ty.rust,
            sensitive: ty.sensitive,
            in_request: ty.in_request && !is_property,
            in_response: ty.in_response && !is_property,
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

/// Gives the shared values of properties the directions of all, and no documentation if it differs.
fn merge_properties(api: &mut Api, representatives: &[TypeId], positions: &Positions) {
    for (index, representative) in representatives.iter().enumerate() {
        let is_other = representative.0 as usize != index;
        if !is_other || !positions.is_property(*representative) {
            continue;
        }
        let other = &api.types[index];
        let (docs, in_request, in_response) =
            (other.docs.clone(), other.in_request, other.in_response);
        let shared = &mut api.types[representative.0 as usize];
        shared.in_request |= in_request;
        shared.in_response |= in_response;
        if shared.docs != docs {
            shared.docs = Docs::default();
        }
    }
}

/// Replaces types by their representatives, and sets what each representative is named after.
fn replace(api: &mut Api, representatives: &[TypeId], positions: &Positions) {
    for (index, representative) in representatives.iter().enumerate() {
        if representative.0 as usize != index {
            let shared_by = shared_by(api, *representative, positions);
            api.types[representative.0 as usize].shared_by = shared_by;
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

/// Returns the property whose values a type is, the group of the operation that it is part of, or the title of the object that
/// it is or is part of.
fn shared_by(api: &Api, id: TypeId, positions: &Positions) -> Option<SharedBy> {
    if positions.is_property(id) {
        let property = shared_property(api, api.get(id))?;
        return Some(SharedBy::Property(property.to_owned()));
    }
    let mut current = id;
    let mut closest_title = None;
    // Every owner of a type with a position has one too, up to a part of an operation or a type that is named by its title.
    while positions.get(current).is_some() {
        closest_title = closest_title.or_else(|| title(api.get(current)));
        match &api.get(current).name {
            TypeName::Inline { owner, .. } => current = *owner,
            TypeName::Operation { operation, .. } => {
                let group = api.operations.get(*operation)?.groups.first();
                return group.cloned().map(SharedBy::Group);
            }
            _ => return None,
        }
    }
    closest_title.map(|title| SharedBy::Title(title.to_owned()))
}
