//! Inline types that operations of one group spell out alike: each becomes one type, called after the group.
//!
//! In: an [`Api`] whose types are as they stay. Out: the same, with one type where several operations had the same one in the
//! same place: the body of a failure, a parameter's values, a part of an answer. Nothing is lost: the types have the same
//! values, the same constraints and the same text for readers. Documents that say everything inline repeat most of what they
//! say, and each repetition would be another type to choose from, to read about and to compile.
//!
//! The same goes for objects with a title that components spell out alike, wherever they do: each becomes one type, called
//! by its title.
//!
//! Components are what they are called, and stay. So does what an operation without a group has: nothing names it better.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::api::passes::direction::{parts, parts_mut};
use crate::api::{
    Api, Constraints, Docs, OperationPart, RustHints, Shape, Type, TypeId, TypeName, TypePart,
    TypeRef,
};
use crate::diagnostic::{FileId, Location};

/// Makes one type of those that are alike.
pub(crate) fn share(api: &mut Api) {
    let places = places(api);
    let mut sharing = Sharing {
        api,
        places: &places,
        instead: (0u32..).map(TypeId).take(api.types.len()).collect(),
        known: HashMap::new(),
    };
    for id in order(api, &places) {
        sharing.settle(id);
    }
    let instead = sharing.instead;
    replace(api, &instead, &places);
}

/// Where in its group a type stands: the group, the part of an operation, and from there the part of each type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Place(u32);

/// How a place is told from others.
#[derive(PartialEq, Eq, Hash)]
enum Step<'a> {
    Operation(&'a str, &'a OperationPart),
    Titled(&'a str),
    Inline(Place, &'a TypePart),
}

/// Returns the place of each type that is part of an operation of a group; indexed by [`TypeId`].
fn places(api: &Api) -> Vec<Option<Place>> {
    let mut places: Vec<Option<Place>> = vec![None; api.types.len()];
    let mut done = vec![false; api.types.len()];
    let mut known: HashMap<Step<'_>, Place> = HashMap::new();
    let mut grouped = vec![false; api.types.len()];
    let mut halves = vec![false; api.types.len()];
    for ty in &api.types {
        if let TypeName::Request(whole) = ty.name {
            halves[whole.0 as usize] = true;
        }
    }
    for start in 0..api.types.len() {
        let mut chain = Vec::new();
        let mut at = start;
        while !std::mem::replace(&mut done[at], true) {
            chain.push(at);
            match &api.types[at].name {
                TypeName::Inline { owner, .. } => at = owner.0 as usize,
                _ => break,
            }
        }
        for link in chain.into_iter().rev() {
            let ty = &api.types[link];
            let step = match &ty.name {
                // A wish is about this one type, and one that has another form for requests stays beside it.
                _ if ty.rust.name.is_some() || halves[link] => None,
                TypeName::Operation { operation, part } => {
                    let group = api
                        .operations
                        .get(*operation)
                        .and_then(|it| it.groups.first());
                    grouped[link] = group.is_some();
                    group.map(|group| Step::Operation(group, part))
                }
                TypeName::Inline { owner, part } => {
                    let owner = owner.0 as usize;
                    let inline = places[owner].map(|owner| Step::Inline(owner, part));
                    grouped[link] = grouped[owner] && inline.is_some();
                    match grouped[link] {
                        true => inline,
                        false => title(ty).map(Step::Titled).or(inline),
                    }
                }
                _ => None,
            };
            let next = Place(u32::try_from(known.len()).unwrap_or(u32::MAX));
            places[link] = step.map(|step| *known.entry(step).or_insert(next));
        }
    }
    places
}

/// Returns the title of an object that could be called by it.
fn title(ty: &Type) -> Option<&str> {
    let is_object = matches!(&ty.shape, Shape::Struct(_));
    let title = ty.docs.summary.as_deref().filter(|_| is_object)?;
    title.contains(char::is_alphabetic).then_some(title)
}

/// Returns the types that have a place, each behind those that it is made of. Those that contain themselves stand where
/// they are met first, so that a part of theirs is missing before them.
fn order(api: &Api, places: &[Option<Place>]) -> Vec<TypeId> {
    let mut order = Vec::new();
    let mut met = vec![false; api.types.len()];
    let mut stack: Vec<(TypeId, bool)> = Vec::new();
    for start in (0u32..).map(TypeId).take(api.types.len()) {
        stack.push((start, false));
        while let Some((id, left)) = stack.pop() {
            if left {
                order.push(id);
            } else if places[id.0 as usize].is_some()
                && !std::mem::replace(&mut met[id.0 as usize], true)
            {
                stack.push((id, true));
                stack.extend(parts(&api.get(id).shape).map(|part| (part.id, false)));
            }
        }
    }
    order
}

/// What a type is, whatever stands behind it in the document.
#[derive(PartialEq)]
struct Form<'a> {
    shape: Shape,
    docs: &'a Docs,
    constraints: &'a Constraints,
    rust: &'a RustHints,
    marks: [bool; 3],
}

struct Sharing<'a> {
    api: &'a Api,
    places: &'a [Option<Place>],
    /// The type that stands for each; indexed by [`TypeId`].
    instead: Vec<TypeId>,
    /// The types that stand for others, by place and some of what they are.
    known: HashMap<(Place, u64), Vec<(TypeId, Form<'a>)>>,
}

impl<'a> Sharing<'a> {
    /// Finds the type that stands for this one.
    fn settle(&mut self, id: TypeId) {
        let Some(place) = self.places[id.0 as usize] else {
            return;
        };
        let form = self.form(self.api.get(id));
        let alike = self.known.entry((place, mark(&form))).or_default();
        match alike.iter().find(|(_, known)| *known == form) {
            Some((known, _)) => self.instead[id.0 as usize] = *known,
            None => alike.push((id, form)),
        }
    }

    fn form(&self, ty: &'a Type) -> Form<'a> {
        let mut shape = ty.shape.clone();
        for part in parts_mut(&mut shape) {
            part.id = self.instead[part.id.0 as usize];
        }
        for location in locations(&mut shape) {
            *location = Location::root(FileId(0));
        }
        Form {
            shape,
            docs: &ty.docs,
            constraints: &ty.constraints,
            rust: &ty.rust,
            marks: [ty.sensitive, ty.in_request, ty.in_response],
        }
    }
}

/// Returns the places in the document that a shape names.
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

/// Returns a number that is the same for forms that are.
fn mark(form: &Form<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    std::mem::discriminant(&form.shape).hash(&mut hasher);
    (&form.docs.summary, &form.docs.description).hash(&mut hasher);
    for part in parts(&form.shape) {
        part.hash(&mut hasher);
    }
    match &form.shape {
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

/// Puts the types that stand for others in their place, and says of each which group has it in common.
fn replace(api: &mut Api, instead: &[TypeId], places: &[Option<Place>]) {
    for (index, stands) in instead.iter().enumerate() {
        if stands.0 as usize != index {
            api.types[stands.0 as usize].shared_in = group(api, *stands, places);
        }
    }
    let change = |ty: &mut TypeRef| ty.id = instead[ty.id.0 as usize];
    for ty in &mut api.types {
        parts_mut(&mut ty.shape).for_each(change);
        if let TypeName::Inline { owner, .. } = &mut ty.name {
            *owner = instead[owner.0 as usize];
        }
    }
    for operation in &mut api.operations {
        let parameters = operation.parameters.iter_mut().map(|it| &mut it.ty);
        let contents = operation
            .body
            .iter_mut()
            .flat_map(|body| &mut body.contents);
        let success = &mut operation.success;
        let failures = operation.failures.iter_mut().flat_map(|it| &mut it.body);
        parameters
            .chain(contents.map(|content| &mut content.ty))
            .chain(&mut success.value)
            .chain(success.alternatives.iter_mut().flat_map(|it| &mut it.value))
            .chain(success.views.iter_mut().flat_map(|it| &mut it.value))
            .chain(success.headers.iter_mut().map(|it| &mut it.ty))
            .chain(failures)
            .for_each(change);
    }
    for webhook in &mut api.webhooks {
        let body = webhook.body.iter_mut().map(|(ty, _)| ty);
        body.chain(&mut webhook.answer).for_each(change);
    }
    api.components.iter_mut().for_each(|(_, ty)| change(ty));
    api.of_schemas.iter_mut().flatten().for_each(change);
}

/// Returns the group of the operation that a type is part of, or the title of the object that it is or is part of.
fn group(api: &Api, id: TypeId, places: &[Option<Place>]) -> Option<String> {
    let mut at = id;
    let mut called = None;
    // Each owner of a type with a place has one, down to the operation's own or what is called by its title.
    while places[at.0 as usize].is_some() {
        called = called.or_else(|| title(api.get(at)));
        match &api.get(at).name {
            TypeName::Inline { owner, .. } => at = *owner,
            TypeName::Operation { operation, .. } => {
                return api.operations.get(*operation)?.groups.first().cloned();
            }
            _ => return None,
        }
    }
    called.map(str::to_owned)
}
