//! What tells the object alternatives of a union apart that is not said by their own members alone: constants and members
//! inside of members, and values that only another alternative lists.
//!
//! In: the types of the alternatives. Out: for each, conditions as a [`WireShape`] knows them, and nothing where the members of
//! the alternatives themselves tell them apart. Alternatives are compared two by two, from the outside inwards, until
//! something tells them apart; all that does so at that depth is kept.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use crate::api::{Api, Shape, TypeId};

use super::constants;
use super::fields::is_required;
use super::model::{ObjectShape, WireShape};

/// Members within members are looked at no deeper than this.
const DEEPEST: usize = 5;

/// So many members of an alternative are looked at, the outer ones first.
const MOST_MEMBERS: usize = 400;

/// So many alternatives are compared with each other.
const COMPARED: usize = 128;

/// So many members are compared for one union.
const COMPARISONS: usize = 200_000;

/// A step into a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Step<'a> {
    Member(&'a str),
    /// The first element of an array.
    Element,
}

type Path<'a> = Vec<Step<'a>>;

/// What the schemas say of a value inside of an alternative.
#[derive(Debug)]
struct Part<'a> {
    id: TypeId,
    /// Whether it is always there.
    must: bool,
    /// The values that it can have, where it is a scalar that lists them.
    values: Option<BTreeSet<String>>,
    kind: Kind,
    /// The names of an object's members, and whether the member must be there.
    members: BTreeMap<&'a str, bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Any,
    Boolean,
    Integer,
    Number,
    Text,
    Array,
    Object,
    /// An object whose members are not all known.
    Open,
}

impl Kind {
    fn is_scalar(self) -> bool {
        matches!(
            self,
            Kind::Boolean | Kind::Integer | Kind::Number | Kind::Text
        )
    }

    /// Returns whether no value is of both kinds.
    fn excludes(self, other: Kind) -> bool {
        let wide = |kind| match kind {
            Kind::Integer => Kind::Number,
            Kind::Open => Kind::Object,
            kind => kind,
        };
        self != Kind::Any && other != Kind::Any && wide(self) != wide(other)
    }
}

/// The parts of an alternative, the outer ones first.
#[derive(Debug, Default)]
struct Parts<'a> {
    order: Vec<Path<'a>>,
    known: HashMap<Path<'a>, Part<'a>>,
}

/// What is kept of an alternative's parts: what a value has to be like to be this one.
#[derive(Clone, Debug, Default)]
struct Conditions<'a> {
    values: Option<BTreeSet<String>>,
    except: BTreeSet<String>,
    required: BTreeSet<&'a str>,
    optional: BTreeSet<&'a str>,
    inside: BTreeMap<Step<'a>, Conditions<'a>>,
}

/// How far two alternatives are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Nothing,
    /// Some values of the one can be values of the other.
    Partly,
    Wholly,
}

/// Adds to the looks of objects what inside of them tells them apart. Each comes with its type and the number of its
/// alternative.
pub(super) fn add(api: &Api, objects: &mut [(usize, TypeId, &mut ObjectShape)]) {
    let count = objects.len().min(COMPARED);
    let objects = &mut objects[..count];
    if objects.iter().all(|(index, ..)| *index == objects[0].0) {
        return;
    }
    let parts: Vec<Parts<'_>> = objects.iter().map(|(_, id, _)| parts(api, *id)).collect();
    let mut conditions: Vec<Conditions<'_>> = vec![Conditions::default(); count];
    let mut left = COMPARISONS;
    for one in 0..count {
        for other in one + 1..count {
            let same = objects[one].0 == objects[other].0 || objects[one].1 == objects[other].1;
            if same || left == 0 {
                continue;
            }
            let (before, after) = conditions.split_at_mut(other);
            compare(
                (&parts[one], &mut before[one]),
                (&parts[other], &mut after[0]),
                &mut left,
            );
        }
    }
    for ((_, _, wire_shape), conditions) in objects.iter_mut().zip(conditions) {
        let own = conditions.into_object();
        for constant in own.constants {
            if wire_shape
                .constants
                .iter()
                .all(|known| known.0 != constant.0)
            {
                wire_shape.constants.push(constant);
            }
        }
        wire_shape.members = own.members;
    }
}

/// Lists the parts of an alternative.
fn parts(api: &Api, id: TypeId) -> Parts<'_> {
    let mut parts = Parts::default();
    let mut queue = VecDeque::from([(Path::new(), part(api, id, true, None))]);
    while let Some((path, part)) = queue.pop_front() {
        if parts.order.len() >= MOST_MEMBERS {
            break;
        }
        if path.len() < DEEPEST {
            let inner = |step| path.iter().copied().chain([step]).collect::<Path<'_>>();
            match &api.get(part.id).shape {
                Shape::Struct(shape) => {
                    let owner = api.get(part.id);
                    let room = MOST_MEMBERS.saturating_sub(parts.order.len() + queue.len());
                    for field in shape.fields.iter().take(room) {
                        let must = part.must && is_required(owner, field) && !field.ty.nullable;
                        let values = constants::values(api, field);
                        queue.push_back((
                            inner(Step::Member(&field.name)),
                            self::part(api, field.ty.id, must, values),
                        ));
                    }
                }
                Shape::List(element) if !element.nullable => {
                    let values = match &api.get(element.id).shape {
                        Shape::Enum(values) => {
                            let values = values.iter().map(|value| value.value.clone());
                            Some(values.collect())
                        }
                        _ => None,
                    };
                    queue.push_back((
                        inner(Step::Element),
                        self::part(api, element.id, false, values),
                    ));
                }
                _ => {}
            }
        }
        parts.order.push(path.clone());
        parts.known.insert(path, part);
    }
    parts
}

fn part(api: &Api, id: TypeId, must: bool, values: Option<Vec<String>>) -> Part<'_> {
    let owner = api.get(id);
    let mut members = BTreeMap::new();
    let kind = match &owner.shape {
        Shape::Boolean => Kind::Boolean,
        Shape::Integer(_) | Shape::Integers(_) => Kind::Integer,
        Shape::Number | Shape::IntegerOrNumber => Kind::Number,
        Shape::String(_) | Shape::DateTime | Shape::Date | Shape::Enum(_) => Kind::Text,
        Shape::List(_) => Kind::Array,
        Shape::Map(_) => Kind::Open,
        Shape::Struct(shape) => {
            for field in &shape.fields {
                let must = is_required(owner, field) && !field.ty.nullable;
                members.insert(field.name.as_str(), must);
            }
            Kind::Object
        }
        Shape::Any | Shape::Bytes | Shape::File | Shape::Union(_) => Kind::Any,
    };
    Part {
        id,
        must,
        values: values.map(|values| values.into_iter().collect()),
        kind,
        members,
    }
}

/// Finds what tells two alternatives apart, depth by depth.
fn compare<'a>(
    (one, ones): (&Parts<'a>, &mut Conditions<'a>),
    (other, others): (&Parts<'a>, &mut Conditions<'a>),
    left: &mut usize,
) {
    let mut told = Told::Nothing;
    for level in one.order.chunk_by(|path, next| path.len() == next.len()) {
        // Where the schemas leave no doubt, what they leave in doubt is of no interest.
        for wanted in [Told::Wholly, Told::Partly] {
            for path in level {
                *left = left.saturating_sub(1);
                if *left == 0 {
                    return;
                }
                let (Some(mine), Some(theirs)) = (one.known.get(path), other.known.get(path))
                else {
                    continue;
                };
                if mine.id != theirs.id || mine.values != theirs.values {
                    let found = of_part(path, (mine, ones), (theirs, others), wanted);
                    told = told.max(found);
                }
            }
            if told == Told::Wholly {
                return;
            }
        }
    }
    if told == Told::Nothing {
        prefer(one, other, ones);
        prefer(other, one, others);
    }
}

/// Finds what a part tells of two alternatives, and keeps it if it tells them apart as far as wanted.
fn of_part<'a>(
    path: &Path<'a>,
    (mine, ones): (&Part<'a>, &mut Conditions<'a>),
    (theirs, others): (&Part<'a>, &mut Conditions<'a>),
    wanted: Told,
) -> Told {
    let whole = match mine.must || theirs.must {
        true => Told::Wholly,
        false => Told::Partly,
    };
    if mine.kind.excludes(theirs.kind) {
        // Reading fails by itself.
        return whole;
    }
    if mine.kind == Kind::Object && theirs.kind == Kind::Object {
        let (first, second) = (only_in(mine, theirs), only_in(theirs, mine));
        let told = match (first.is_empty(), second.is_empty()) {
            (false, false) if mine.must && theirs.must => Told::Wholly,
            (true, true) => Told::Nothing,
            _ => Told::Partly,
        };
        // The members of the alternatives themselves are in their looks.
        if told == wanted && !path.is_empty() {
            for (conditions, names) in [(ones, first), (others, second)] {
                if !names.is_empty() {
                    conditions.at(path).required.extend(names);
                }
            }
        }
        return told;
    }
    match (&mine.values, &theirs.values) {
        (Some(own), Some(their)) if own.is_disjoint(their) => {
            if whole != wanted {
                return whole;
            }
            ones.at(path).values = Some(own.clone());
            others.at(path).values = Some(their.clone());
            whole
        }
        _ if wanted == Told::Wholly => Told::Nothing,
        (Some(own), Some(their)) if own != their => {
            for (conditions, own, their) in [(ones, own, their), (others, their, own)] {
                // One value alone is a constant.
                match own.len() {
                    1 => conditions.at(path).values = Some(own.clone()),
                    _ => conditions
                        .at(path)
                        .except
                        .extend(their.difference(own).cloned()),
                }
            }
            Told::Partly
        }
        (Some(own), None) if theirs.kind.is_scalar() => {
            ones.at(path).values = Some(own.clone());
            Told::Partly
        }
        (None, Some(their)) if mine.kind.is_scalar() => {
            others.at(path).values = Some(their.clone());
            Told::Partly
        }
        _ => Told::Nothing,
    }
}

/// Returns the members that an object must have and that the other one does not know.
fn only_in<'a>(mine: &Part<'a>, theirs: &Part<'_>) -> Vec<&'a str> {
    let own = mine.members.iter();
    own.filter(|(name, must)| **must && !theirs.members.contains_key(*name))
        .map(|(name, _)| *name)
        .collect()
}

/// Keeps the members of inner objects that the other alternative does not know: whoever knows more of them is chosen.
fn prefer<'a>(one: &Parts<'a>, other: &Parts<'a>, conditions: &mut Conditions<'a>) {
    for path in one.order.iter().filter(|path| !path.is_empty()) {
        let (Some(mine), Some(theirs)) = (one.known.get(path), other.known.get(path)) else {
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

    fn into_object(mut self) -> ObjectShape {
        let required = std::mem::take(&mut self.required);
        let mut wire_shape = ObjectShape {
            required: required.iter().map(|name| (*name).to_owned()).collect(),
            ..ObjectShape::default()
        };
        let optional = self.optional.difference(&required);
        wire_shape.optional = optional.map(|name| (*name).to_owned()).collect();
        for (step, inner) in self.inside {
            let Step::Member(name) = step else { continue };
            match inner.values {
                Some(values) => {
                    let values = values.into_iter().collect();
                    wire_shape.constants.push((name.to_owned(), values));
                }
                None => {
                    if let Some(inner) = inner.into_wire_shape() {
                        wire_shape.members.push((name.to_owned(), inner));
                    }
                }
            }
        }
        wire_shape
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
