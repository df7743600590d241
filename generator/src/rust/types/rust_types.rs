//! The Rust type of each use of a type.
//!
//! In: an `Api`. Out: its reachable types with their names and boxes, and a [`Ty`] for each use of one. Knows nothing of items or
//! operations.

use crate::api::{Api, IntegerFormat, Shape, TypeId, TypeName, TypeRef};
use crate::diagnostic::{Diagnostic, Diagnostics};

use super::super::analysis::boxes::Boxes;
use super::super::analysis::reach::Reach;
use super::super::analysis::secrets::Secrets;
use super::super::model::{Ident, Ty};
use super::super::names::types::TypeNames;

/// Lists and maps nested deeper than this are free-form values: rustc would reject the type.
pub(in crate::rust) const MAX_NESTING: usize = 24;

/// The types of an API with their names and boxes.
#[derive(Debug)]
pub(in crate::rust) struct Types<'a> {
    pub(in crate::rust) api: &'a Api,
    pub(in crate::rust) names: TypeNames,
    boxes: Boxes,
    secrets: Secrets,
}

impl<'a> Types<'a> {
    /// Names the types that reach the output, and finds the fields that are boxed.
    pub(in crate::rust) fn new(api: &'a Api, diagnostics: &mut Diagnostics) -> Self {
        let reach = Reach::new(api);
        report_unsupported(api, &reach, diagnostics);
        Self {
            api,
            names: TypeNames::new(api, &reach, diagnostics),
            boxes: Boxes::new(api, &reach),
            secrets: Secrets::new(api, &reach.order),
        }
    }

    /// Returns the Rust type of a value that is not null.
    pub(in crate::rust) fn non_null(&self, id: TypeId) -> Ty {
        self.ty(TypeRef {
            id,
            nullable: false,
        })
    }

    /// Returns the Rust type of the field or variant of this index, boxed if it closes a cycle. Null is left to the
    /// field's presence.
    pub(in crate::rust) fn field(&self, owner: TypeId, index: usize, id: TypeId) -> Ty {
        let ty = self.non_null(id);
        if self.boxes.contains(owner, index) {
            Ty::Box(Box::new(ty))
        } else {
            ty
        }
    }

    /// Returns whether null is separate from the values here: a free-form value includes null.
    pub(in crate::rust) fn has_separate_null(&self, reference: TypeRef) -> bool {
        reference.nullable && !self.is_free_form(reference)
    }

    /// Returns the name of the type that responses have where requests have this one.
    pub(in crate::rust) fn response_form(&self, id: TypeId) -> Option<&Ident> {
        match self.api.get(id).name {
            TypeName::Request(response_form) => self.names.item(response_form),
            _ => None,
        }
    }

    /// Returns the type of the elements of a list or the values of a map.
    pub(in crate::rust) fn element(&self, id: Option<TypeId>) -> Option<TypeId> {
        match &self.api.get(id?).shape {
            Shape::List(inner) | Shape::Map(inner) => Some(inner.id),
            _ => None,
        }
    }

    /// Returns the type of the element of a tuple with this index.
    pub(in crate::rust) fn tuple_element(
        &self,
        id: Option<TypeId>,
        index: usize,
    ) -> Option<TypeId> {
        match &self.api.get(id?).shape {
            Shape::Tuple(elements) => elements.get(index).map(|element| element.id),
            _ => None,
        }
    }

    /// Returns the Rust type of a use of a type.
    ///
    /// Walks down the path of lists and maps, and builds the type on the way back.
    pub(in crate::rust) fn ty(&self, reference: TypeRef) -> Ty {
        self.ty_within(reference, Vec::new())
    }

    /// Does the same within these lists, maps and tuples. Only tuples need recursion; `large_tuples` limits how deep they nest.
    fn ty_within(&self, reference: TypeRef, mut seen: Vec<TypeId>) -> Ty {
        let mut wrappers: Vec<fn(Box<Ty>) -> Ty> = Vec::new();
        let mut at = reference;
        let leaf = loop {
            if self.has_separate_null(at) {
                wrappers.push(Ty::Option);
            }
            if seen.contains(&at.id) || seen.len() >= MAX_NESTING {
                break Ty::Json;
            }
            seen.push(at.id);
            match &self.api.get(at.id).shape {
                Shape::List(element) => {
                    wrappers.push(Ty::Vec);
                    at = *element;
                }
                Shape::Tuple(elements) => {
                    let elements = elements.iter().enumerate();
                    let elements = elements.map(|(index, element)| {
                        let inner = TypeRef {
                            nullable: false,
                            ..*element
                        };
                        let mut ty = self.ty_within(inner, seen.clone());
                        if self.boxes.contains(at.id, index) {
                            ty = Ty::Box(Box::new(ty));
                        }
                        if self.has_separate_null(*element) {
                            ty = Ty::Option(Box::new(ty));
                        }
                        ty
                    });
                    break Ty::Tuple(elements.collect());
                }
                Shape::Map(value) if self.is_free_form(*value) => break Ty::JsonMap,
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
        if let Some(path) = &self.api.get(id).rust.type_path {
            return Ty::Parsed(path.clone());
        }
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
            Shape::Any | Shape::List(_) | Shape::Tuple(_) | Shape::Map(_) => Ty::Json,
        }
    }

    fn is_free_form(&self, reference: TypeRef) -> bool {
        match &self.api.get(reference.id).shape {
            Shape::Any => true,
            Shape::Union(shape) => shape.variants.is_empty(),
            _ => false,
        }
    }

    /// Returns whether a value of the type can contain a secret at any depth.
    pub(in crate::rust) fn contains_secret(&self, id: TypeId) -> bool {
        self.secrets.contain(id)
    }

    /// Returns whether a value of the type, or an element of it, is secret. Items hide their own secrets.
    pub(in crate::rust) fn is_secret(&self, id: TypeId) -> bool {
        let mut seen = Vec::new();
        let mut at = id;
        while !seen.contains(&at) && seen.len() < MAX_NESTING {
            seen.push(at);
            let ty = self.api.get(at);
            if ty.sensitive {
                return true;
            }
            match &ty.shape {
                Shape::List(inner) | Shape::Map(inner) => at = inner.id,
                Shape::Tuple(elements) => {
                    return elements.iter().any(|element| self.is_secret(element.id));
                }
                _ => return false,
            }
        }
        false
    }
}

/// Returns the Rust type of each use of a type, as `plan` decides it; `None` for types that do not reach the output.
pub fn rust_types(api: &Api, uses: &[TypeRef]) -> Vec<Option<Ty>> {
    // `plan` reports the same diagnostics.
    let types = Types::new(api, &mut Diagnostics::default());
    let reach = Reach::new(api);
    uses.iter()
        .map(|used| reach.contains(used.id).then(|| types.ty(*used)))
        .collect()
}

/// Reports types that have no Rust type of their own.
fn report_unsupported(api: &Api, reach: &Reach, diagnostics: &mut Diagnostics) {
    for id in &reach.order {
        let ty = api.get(*id);
        if is_nested_too_deep(api, *id) && has_own_name(&ty.name) {
            let message = format!(
                "lists and maps nest endlessly, or deeper than {MAX_NESTING}; a free-form value is used inside"
            );
            diagnostics.push(Diagnostic::degraded(
                "nested-too-deep",
                ty.location.clone(),
                message,
            ));
        }
    }
}

fn has_own_name(name: &TypeName) -> bool {
    match name {
        TypeName::Inline { .. } | TypeName::Request(_) => false,
        TypeName::Component(_)
        | TypeName::Operation { .. }
        | TypeName::Response(_)
        | TypeName::Webhook { .. } => true,
    }
}

fn is_nested_too_deep(api: &Api, id: TypeId) -> bool {
    let mut at = id;
    for _ in 0..MAX_NESTING {
        match &api.get(at).shape {
            Shape::List(inner) | Shape::Map(inner) => at = inner.id,
            _ => return false,
        }
    }
    matches!(api.get(at).shape, Shape::List(_) | Shape::Map(_))
}
