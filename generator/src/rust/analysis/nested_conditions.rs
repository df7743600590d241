//! How object alternatives of a union differ if their own members are not enough: constants and members inside of members, and
//! values that only another alternative lists.
//!
//! In: the types of the alternatives. Out: conditions for each, as part of its [`ObjectShape`]; none if the members of the
//! alternatives themselves distinguish them. Alternatives are compared pairwise, from the outside in, until a depth
//! distinguishes them; every condition of that depth is kept.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use crate::api::{Api, Shape, TypeId};

use super::super::model::{ObjectShape, WireShape};
use super::members::{allowed_values, is_required};

/// Members nested deeper than this are not compared.
const MAX_DEPTH: usize = 5;

/// How many members of an alternative are compared, the outer ones first.
const MAX_MEMBERS: usize = 400;

/// How many alternatives are compared with each other.
const MAX_COMPARED: usize = 128;

/// How many pairs of members are compared for one union.
const MAX_COMPARISONS: usize = 200_000;

/// A step into a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Step<'a> {
    Member(&'a str),
    /// The first element of an array.
    Element,
}

type Path<'a> = Vec<Step<'a>>;

/// An object shape of an alternative.
pub(super) struct ObjectAlternative<'s> {
    /// The index of the alternative.
    pub(super) alternative: usize,
    /// The type of the object.
    pub(super) id: TypeId,
    pub(super) shape: &'s mut ObjectShape,
}

/// What the API says of a value inside of an alternative.
#[derive(Debug)]
struct Part<'a> {
    id: TypeId,
    /// Whether it is always present.
    required: bool,
    /// The values it can have, if it is a scalar that lists them.
    values: Option<BTreeSet<String>>,
    kind: Kind,
    /// The names of an object's members, and whether each is required.
    members: BTreeMap<&'a str, bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Any,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
    /// An object whose members are not all known.
    OpenObject,
}

impl Kind {
    fn is_scalar(self) -> bool {
        matches!(
            self,
            Kind::Boolean | Kind::Integer | Kind::Number | Kind::String
        )
    }

    /// Returns whether no value can be of both kinds.
    fn excludes(self, other: Kind) -> bool {
        let wide = |kind| match kind {
            Kind::Integer => Kind::Number,
            Kind::OpenObject => Kind::Object,
            kind => kind,
        };
        self != Kind::Any && other != Kind::Any && wide(self) != wide(other)
    }
}

/// The parts of an alternative, the outer ones first.
#[derive(Debug, Default)]
struct Parts<'a> {
    order: Vec<Path<'a>>,
    by_path: HashMap<Path<'a>, Part<'a>>,
}

/// What a value must be like to be this alternative.
#[derive(Clone, Debug, Default)]
struct Conditions<'a> {
    values: Option<BTreeSet<String>>,
    except: BTreeSet<String>,
    required: BTreeSet<&'a str>,
    optional: BTreeSet<&'a str>,
    inside: BTreeMap<Step<'a>, Conditions<'a>>,
}

/// How far two alternatives are distinguished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Distinction {
    None,
    /// Some values of one can be values of the other.
    Partial,
    Full,
}

/// Adds to the shapes of objects the conditions inside of their members that distinguish them.
pub(super) fn add(api: &Api, objects: &mut [ObjectAlternative<'_>]) {
    let count = objects.len().min(MAX_COMPARED);
    let objects = &mut objects[..count];
    if objects
        .iter()
        .all(|object| object.alternative == objects[0].alternative)
    {
        return;
    }
    let parts: Vec<Parts<'_>> = objects
        .iter()
        .map(|object| Parts::new(api, object.id))
        .collect();
    let mut conditions: Vec<Conditions<'_>> = vec![Conditions::default(); count];
    let mut budget = MAX_COMPARISONS;
    for one in 0..count {
        for other in one + 1..count {
            let same = objects[one].alternative == objects[other].alternative
                || objects[one].id == objects[other].id;
            if same || budget == 0 {
                continue;
            }
            let (before, after) = conditions.split_at_mut(other);
            let comparison = Comparison {
                one: &parts[one],
                other: &parts[other],
                conditions: &mut before[one],
                other_conditions: &mut after[0],
            };
            comparison.run(&mut budget);
        }
    }
    for (object, conditions) in objects.iter_mut().zip(conditions) {
        let shape = &mut object.shape;
        let own = conditions.into_object();
        for constant in own.constants {
            if shape.constants.iter().all(|known| known.0 != constant.0) {
                shape.constants.push(constant);
            }
        }
        shape.members = own.members;
    }
}

impl<'a> Parts<'a> {
    /// Lists the parts of an alternative.
    fn new(api: &'a Api, id: TypeId) -> Self {
        let mut parts = Self::default();
        let mut queue = VecDeque::from([(Path::new(), Part::new(api, id, true, None))]);
        while let Some((path, part)) = queue.pop_front() {
            if parts.order.len() >= MAX_MEMBERS {
                break;
            }
            if path.len() < MAX_DEPTH {
                let room = MAX_MEMBERS.saturating_sub(parts.order.len() + queue.len());
                for (step, inner) in part.inner(api, room) {
                    queue.push_back((path.iter().copied().chain([step]).collect(), inner));
                }
            }
            parts.order.push(path.clone());
            parts.by_path.insert(path, part);
        }
        parts
    }
}

impl<'a> Part<'a> {
    fn new(api: &'a Api, id: TypeId, required: bool, values: Option<Vec<String>>) -> Self {
        let owner = api.get(id);
        let mut members = BTreeMap::new();
        let kind = match &owner.shape {
            Shape::Boolean => Kind::Boolean,
            Shape::Integer(_) | Shape::Integers(_) => Kind::Integer,
            Shape::Number | Shape::IntegerOrNumber => Kind::Number,
            Shape::String(_) | Shape::DateTime | Shape::Date | Shape::Enum(_) => Kind::String,
            Shape::List(_) | Shape::Tuple(_) => Kind::Array,
            Shape::Map(_) => Kind::OpenObject,
            Shape::Struct(shape) => {
                for field in &shape.fields {
                    let required = is_required(owner, field) && !field.ty.nullable;
                    members.insert(field.name.as_str(), required);
                }
                Kind::Object
            }
            Shape::Any | Shape::Bytes | Shape::File | Shape::Union(_) => Kind::Any,
        };
        Self {
            id,
            required,
            values: values.map(|values| values.into_iter().collect()),
            kind,
            members,
        }
    }

    /// Returns the members of an object, at most `limit`, or the first element of an array.
    fn inner(&self, api: &'a Api, limit: usize) -> Vec<(Step<'a>, Part<'a>)> {
        let owner = api.get(self.id);
        match &owner.shape {
            Shape::Struct(shape) => {
                let fields = shape.fields.iter().take(limit);
                let members = fields.map(|field| {
                    let required = self.required && is_required(owner, field) && !field.ty.nullable;
                    let values = allowed_values(api, field);
                    let part = Part::new(api, field.ty.id, required, values);
                    (Step::Member(field.name.as_str()), part)
                });
                members.collect()
            }
            Shape::List(element) if !element.nullable => {
                let values = match &api.get(element.id).shape {
                    Shape::Enum(values) => {
                        Some(values.iter().map(|value| value.value.clone()).collect())
                    }
                    _ => None,
                };
                vec![(Step::Element, Part::new(api, element.id, false, values))]
            }
            _ => Vec::new(),
        }
    }
}

/// Two alternatives that are compared, with the conditions found so far.
struct Comparison<'c, 'a> {
    one: &'c Parts<'a>,
    other: &'c Parts<'a>,
    conditions: &'c mut Conditions<'a>,
    other_conditions: &'c mut Conditions<'a>,
}

impl<'a> Comparison<'_, 'a> {
    /// Finds what distinguishes the two alternatives, depth by depth. `budget` is how many more members are compared.
    fn run(mut self, budget: &mut usize) {
        let mut found = Distinction::None;
        let one = self.one;
        for level in one.order.chunk_by(|path, next| path.len() == next.len()) {
            // Partial distinctions matter only if this depth has no full one.
            for wanted in [Distinction::Full, Distinction::Partial] {
                for path in level {
                    *budget = budget.saturating_sub(1);
                    if *budget == 0 {
                        return;
                    }
                    let parts = (one.by_path.get(path), self.other.by_path.get(path));
                    let (Some(mine), Some(theirs)) = parts else {
                        continue;
                    };
                    if mine.id != theirs.id || mine.values != theirs.values {
                        found = found.max(self.compare_parts(path, mine, theirs, wanted));
                    }
                }
                if found == Distinction::Full {
                    return;
                }
            }
        }
        if found == Distinction::None {
            add_preferences(one, self.other, self.conditions);
            add_preferences(self.other, one, self.other_conditions);
        }
    }

    /// Finds how far a part distinguishes the two alternatives, and adds its conditions if that is as far as wanted.
    fn compare_parts(
        &mut self,
        path: &Path<'a>,
        mine: &Part<'a>,
        theirs: &Part<'a>,
        wanted: Distinction,
    ) -> Distinction {
        let strongest = if mine.required || theirs.required {
            Distinction::Full
        } else {
            Distinction::Partial
        };
        if mine.kind.excludes(theirs.kind) {
            // No condition is needed: reading the value as the wrong alternative fails.
            return strongest;
        }
        if mine.kind == Kind::Object && theirs.kind == Kind::Object {
            return self.compare_objects(path, mine, theirs, wanted);
        }
        match (&mine.values, &theirs.values) {
            (Some(own), Some(their)) if own.is_disjoint(their) => {
                if strongest == wanted {
                    self.conditions.at(path).values = Some(own.clone());
                    self.other_conditions.at(path).values = Some(their.clone());
                }
                strongest
            }
            _ if wanted == Distinction::Full => Distinction::None,
            (Some(own), Some(their)) if own != their => {
                self.conditions.at(path).prefer_values(own, their);
                self.other_conditions.at(path).prefer_values(their, own);
                Distinction::Partial
            }
            (Some(own), None) if theirs.kind.is_scalar() => {
                self.conditions.at(path).values = Some(own.clone());
                Distinction::Partial
            }
            (None, Some(their)) if mine.kind.is_scalar() => {
                self.other_conditions.at(path).values = Some(their.clone());
                Distinction::Partial
            }
            _ => Distinction::None,
        }
    }

    /// Does the same for two objects: each is recognized by required members that the other does not have.
    fn compare_objects(
        &mut self,
        path: &Path<'a>,
        mine: &Part<'a>,
        theirs: &Part<'a>,
        wanted: Distinction,
    ) -> Distinction {
        let own = required_only_in(mine, theirs);
        let their = required_only_in(theirs, mine);
        let found = match (own.is_empty(), their.is_empty()) {
            (false, false) if mine.required && theirs.required => Distinction::Full,
            (true, true) => Distinction::None,
            _ => Distinction::Partial,
        };
        // The members of the alternatives themselves are already in their shapes.
        if found == wanted && !path.is_empty() {
            if !own.is_empty() {
                self.conditions.at(path).required.extend(own);
            }
            if !their.is_empty() {
                self.other_conditions.at(path).required.extend(their);
            }
        }
        found
    }
}

/// Returns the required members of an object that the other one does not have.
fn required_only_in<'a>(mine: &Part<'a>, theirs: &Part<'_>) -> Vec<&'a str> {
    let own = mine.members.iter();
    own.filter(|(name, required)| **required && !theirs.members.contains_key(*name))
        .map(|(name, _)| *name)
        .collect()
}

/// Adds the members of inner objects that the other alternative does not have: the one with more matches is chosen.
fn add_preferences<'a>(one: &Parts<'a>, other: &Parts<'a>, conditions: &mut Conditions<'a>) {
    for path in one.order.iter().filter(|path| !path.is_empty()) {
        let (Some(mine), Some(theirs)) = (one.by_path.get(path), other.by_path.get(path)) else {
            continue;
        };
        if mine.id == theirs.id || mine.kind != Kind::Object || theirs.kind != Kind::Object {
            continue;
        }
        let own = mine.members.keys().copied();
        let own: Vec<&'a str> = own
            .filter(|name| !theirs.members.contains_key(name))
            .collect();
        if !own.is_empty() {
            conditions.at(path).optional.extend(own);
        }
    }
}

impl<'a> Conditions<'a> {
    /// Returns the conditions of a part.
    fn at(&mut self, path: &[Step<'a>]) -> &mut Self {
        path.iter().fold(self, |conditions, step| {
            conditions.inside.entry(*step).or_default()
        })
    }

    /// Adds the values that this alternative lists and another one does not, or excludes those that only the other one lists.
    fn prefer_values(&mut self, own: &BTreeSet<String>, their: &BTreeSet<String>) {
        // A single value is a constant.
        if own.len() == 1 {
            self.values = Some(own.clone());
        } else {
            self.except.extend(their.difference(own).cloned());
        }
    }

    fn into_object(mut self) -> ObjectShape {
        let required = std::mem::take(&mut self.required);
        let mut shape = ObjectShape {
            required: required.iter().map(|name| (*name).to_owned()).collect(),
            ..ObjectShape::default()
        };
        let optional = self.optional.difference(&required);
        shape.optional = optional.map(|name| (*name).to_owned()).collect();
        for (step, inner) in self.inside {
            let Step::Member(name) = step else { continue };
            match inner.values {
                Some(values) => {
                    let values = values.into_iter().collect();
                    shape.constants.push((name.to_owned(), values));
                }
                None => {
                    if let Some(inner) = inner.into_wire_shape() {
                        shape.members.push((name.to_owned(), inner));
                    }
                }
            }
        }
        shape
    }

    fn into_wire_shape(mut self) -> Option<WireShape> {
        if !self.except.is_empty() {
            return Some(WireShape::Except(self.except.into_iter().collect()));
        }
        if let Some(element) = self.inside.remove(&Step::Element) {
            let inner = match element.values {
                Some(values) => Some(WireShape::Strings(values.into_iter().collect())),
                None => element.into_wire_shape(),
            };
            return inner.map(|inner| WireShape::Array(vec![inner]));
        }
        let object = self.into_object();
        (object != ObjectShape::default()).then_some(WireShape::Object(object))
    }
}
