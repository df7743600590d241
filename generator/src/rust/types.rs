//! From shapes to Rust types.
//!
//! In: an `Api`, its reachable types and their names. Out: a [`Ty`] for each use of a type. Knows nothing of fields or
//! operations.

use std::collections::HashSet;

use crate::api::{Api, IntegerFormat, Shape, TypeId, TypeName, TypeRef};
use crate::diagnostic::{Diagnostic, Diagnostics};

use super::boxes::{self, Boxes};
use super::model::Ty;
use super::names::Ident;
use super::type_names::{self, TypeNames};

/// Lists and maps nested deeper than this are free-form: rustc would not take them either.
const DEEPEST_NESTING: usize = 24;

/// The types of an API with all that is decided about them.
#[derive(Debug)]
pub(super) struct Types<'a> {
    pub(super) api: &'a Api,
    pub(super) names: TypeNames,
    boxes: Boxes,
}

/// Which types reach the output.
#[derive(Debug)]
pub(super) struct Reach {
    /// Each once, in the order in which a reader of the document meets them.
    pub(super) order: Vec<TypeId>,
    known: HashSet<TypeId>,
}

impl<'a> Types<'a> {
    /// Decides names and boxes.
    pub(super) fn new(api: &'a Api, diagnostics: &mut Diagnostics) -> Self {
        let reach = reach(api);
        complain(api, &reach, diagnostics);
        let names = type_names::name(api, &reach, diagnostics);
        let boxes = boxes::find(api, &reach);
        Self { api, names, boxes }
    }

    /// Returns the Rust type of a value, null apart: that is a matter of the place where it is used.
    pub(super) fn value(&self, id: TypeId) -> Ty {
        self.wrap(TypeRef {
            id,
            nullable: false,
        })
    }

    /// Returns the Rust type of a value that may be null.
    pub(super) fn nullable(&self, reference: TypeRef) -> Ty {
        self.wrap(reference)
    }

    /// Returns the Rust type of the field or variant of this number, boxed if it closes a cycle.
    pub(super) fn field(&self, owner: TypeId, index: usize, id: TypeId) -> Ty {
        let ty = self.value(id);
        if self.boxes.contains(owner, index) {
            Ty::Box(Box::new(ty))
        } else {
            ty
        }
    }

    /// Returns whether null is told apart from a value here: a free-form value has its own null.
    pub(super) fn tells_null(&self, reference: TypeRef) -> bool {
        reference.nullable && !self.is_free(reference)
    }

    /// Returns the name of the type that answers have where requests have this one.
    pub(super) fn whole(&self, id: TypeId) -> Option<&Ident> {
        match self.api.get(id).name {
            TypeName::Request(whole) => self.names.item(whole),
            _ => None,
        }
    }

    /// Returns the type of the elements of a list or the values of a map.
    pub(super) fn element(&self, id: Option<TypeId>) -> Option<TypeId> {
        match &self.api.get(id?).shape {
            Shape::List(inner) | Shape::Map(inner) => Some(inner.id),
            _ => None,
        }
    }

    /// Walks the one path of lists and maps down to what they hold, without recursion, and builds the type on the way back.
    fn wrap(&self, reference: TypeRef) -> Ty {
        let mut wrappers: Vec<fn(Box<Ty>) -> Ty> = Vec::new();
        let mut seen = Vec::new();
        let mut at = reference;
        let leaf = loop {
            if self.tells_null(at) {
                wrappers.push(Ty::Option);
            }
            if seen.contains(&at.id) || seen.len() >= DEEPEST_NESTING {
                break Ty::Json;
            }
            seen.push(at.id);
            match &self.api.get(at.id).shape {
                Shape::List(element) => {
                    wrappers.push(Ty::Vec);
                    at = *element;
                }
                Shape::Map(value) if self.is_free(*value) => break Ty::JsonMap,
                Shape::Map(value) => {
                    wrappers.push(Ty::Map);
                    at = *value;
                }
                shape => break self.leaf(at.id, shape),
            }
        };
        wrappers
            .into_iter()
            .rev()
            .fold(leaf, |ty, wrapper| wrapper(Box::new(ty)))
    }

    fn leaf(&self, id: TypeId, shape: &Shape) -> Ty {
        match shape {
            Shape::Boolean => Ty::Bool,
            Shape::Integer(IntegerFormat::Int32) => Ty::I32,
            Shape::Integer(IntegerFormat::Int64) => Ty::I64,
            Shape::Integer(IntegerFormat::UInt32) => Ty::U32,
            Shape::Integer(IntegerFormat::UInt64) => Ty::U64,
            Shape::Number => Ty::F64,
            Shape::IntegerOrNumber => Ty::Number,
            Shape::String(_) => Ty::String,
            Shape::DateTime => Ty::Timestamp,
            Shape::Date => Ty::Date,
            Shape::Bytes => Ty::Bytes,
            Shape::File => Ty::File,
            Shape::Enum(_) | Shape::Integers(_) | Shape::Struct(_) | Shape::Union(_) => {
                match self.names.item(id) {
                    Some(name) => Ty::Item(name.clone()),
                    None => Ty::Json,
                }
            }
            Shape::Any | Shape::List(_) | Shape::Map(_) => Ty::Json,
        }
    }

    fn is_free(&self, reference: TypeRef) -> bool {
        match &self.api.get(reference.id).shape {
            Shape::Any => true,
            Shape::Union(shape) => shape.variants.is_empty(),
            _ => false,
        }
    }

    /// Returns whether a value of the type, or an element of it, is secret. Items hide their own secrets.
    pub(super) fn is_secret(&self, id: TypeId) -> bool {
        let mut seen = Vec::new();
        let mut at = id;
        while !seen.contains(&at) && seen.len() < DEEPEST_NESTING {
            seen.push(at);
            let ty = self.api.get(at);
            if ty.sensitive {
                return true;
            }
            match &ty.shape {
                Shape::List(inner) | Shape::Map(inner) => at = inner.id,
                _ => return false,
            }
        }
        false
    }
}

/// Returns the Rust type of each use of a type as [`plan`](super::plan) decides it; `None` for what does not reach the
/// output.
pub fn types_of(api: &Api, uses: &[TypeRef]) -> Vec<Option<Ty>> {
    // The remarks are those of the plan once more.
    let types = Types::new(api, &mut Diagnostics::default());
    let reached = reach(api).known;
    uses.iter()
        .map(|used| reached.contains(&used.id).then(|| types.nullable(*used)))
        .collect()
}

/// Finds what reaches the output: from components, then from operations, depth first in document order.
fn reach(api: &Api) -> Reach {
    let mut reach = Reach {
        order: Vec::new(),
        known: HashSet::new(),
    };
    for (_, reference) in &api.components {
        visit(api, reference.id, &mut reach);
    }
    for operation in &api.operations {
        for parameter in &operation.parameters {
            visit(api, parameter.ty.id, &mut reach);
        }
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            visit(api, content.ty.id, &mut reach);
        }
        for value in operation.success.types() {
            visit(api, value.id, &mut reach);
        }
        for body in operation.failures.iter().filter_map(|failure| failure.body) {
            visit(api, body.id, &mut reach);
        }
    }
    for webhook in &api.webhooks {
        let body = webhook.body.iter().map(|(ty, _)| *ty);
        for ty in body.chain(webhook.response) {
            visit(api, ty.id, &mut reach);
        }
    }
    reach
}

fn visit(api: &Api, root: TypeId, reach: &mut Reach) {
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        if !reach.known.insert(id) {
            continue;
        }
        reach.order.push(id);
        match &api.get(id).shape {
            Shape::List(inner) | Shape::Map(inner) => stack.push(inner.id),
            Shape::Struct(shape) => {
                stack.extend(shape.additional.iter().map(|value| value.id));
                stack.extend(shape.fields.iter().rev().map(|field| field.ty.id));
            }
            Shape::Union(shape) => {
                stack.extend(shape.variants.iter().rev().map(|variant| variant.ty.id));
            }
            _ => {}
        }
    }
}

/// Reports what has no Rust type of its own, and wishes that are not granted.
fn complain(api: &Api, reach: &Reach, diagnostics: &mut Diagnostics) {
    for id in &reach.order {
        let ty = api.get(*id);
        if let Some(path) = &ty.rust.type_path {
            let message = format!(
                "`x-rust-type` is not allowed without the option for it; {path:?} is ignored"
            );
            diagnostics.push(Diagnostic::warning(
                "type-not-allowed",
                ty.location.clone(),
                message,
            ));
        }
        if nests_without_end(api, *id) && is_named(&ty.name) {
            let message = format!(
                "lists and maps nest without end, or deeper than {DEEPEST_NESTING}; a free-form value is used inside"
            );
            diagnostics.push(Diagnostic::degraded(
                "nested-too-deep",
                ty.location.clone(),
                message,
            ));
        }
    }
}

fn is_named(name: &TypeName) -> bool {
    match name {
        TypeName::Inline { .. } | TypeName::Request(_) => false,
        TypeName::Component(_)
        | TypeName::Operation { .. }
        | TypeName::Response(_)
        | TypeName::Webhook { .. } => true,
    }
}

fn nests_without_end(api: &Api, id: TypeId) -> bool {
    let mut at = id;
    for _ in 0..DEEPEST_NESTING {
        match &api.get(at).shape {
            Shape::List(inner) | Shape::Map(inner) => at = inner.id,
            _ => return false,
        }
    }
    matches!(api.get(at).shape, Shape::List(_) | Shape::Map(_))
}
