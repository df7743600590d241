//! The uses of types in an [`Api`]: the one list of the places that name a type.
//!
//! In: an [`Api`]. Out: each [`TypeRef`] in it with the [`TypeUse`] that says what it is for, to be read or changed. Whatever
//! asks which types are used, or replaces them, starts here, so that a new field of the model is added in one place.

use crate::api::{Api, BodyEncoding, Operation, Shape, TypeId, TypeRef, Webhook};

/// What a type is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeUse {
    /// A parameter of an operation.
    Parameter,
    /// The body of a request, unless it is a multipart form.
    RequestBody,
    /// The body of a request that is a multipart form.
    MultipartBody,
    /// A successful response: its value, in any format, or one of its headers.
    Response,
    /// The body of a declared failure.
    Failure,
    /// The body of a request that the service sends.
    WebhookRequest,
    /// The body of the response that the service expects to such a request.
    WebhookResponse,
    /// Part of another type: a field, an element, a variant.
    Part,
    /// A named component.
    Component,
    /// A schema of the document; see [`Api::schema_types`].
    Schema,
}

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the program to the service.
    Request,
    /// From the service to the program.
    Response,
}

impl TypeUse {
    /// Returns which way values of this use travel, if an operation or a webhook uses the type directly.
    pub fn direction(self) -> Option<Direction> {
        match self {
            // The program sends its response to a webhook, and receives the webhook's request.
            TypeUse::Parameter
            | TypeUse::RequestBody
            | TypeUse::MultipartBody
            | TypeUse::WebhookResponse => Some(Direction::Request),
            TypeUse::Response | TypeUse::Failure | TypeUse::WebhookRequest => {
                Some(Direction::Response)
            }
            TypeUse::Part | TypeUse::Component | TypeUse::Schema => None,
        }
    }

    fn of_body(encoding: &BodyEncoding) -> Self {
        if matches!(encoding, BodyEncoding::Multipart(_)) {
            TypeUse::MultipartBody
        } else {
            TypeUse::RequestBody
        }
    }
}

// Rust has no function that is generic over `&` and `&mut`, so each walk is written twice, one below the other. A test
// compares the two.
impl Api {
    /// Returns all uses of types, in the order of the fields of [`Api`].
    pub fn type_uses(&self) -> impl Iterator<Item = (TypeUse, TypeRef)> + '_ {
        let parts = self.types.iter().flat_map(|ty| ty.shape.parts());
        let components = self.components.iter().map(|(_, ty)| *ty);
        let schemas = self.schema_types.iter().flatten().copied();
        (self.operations.iter().flat_map(Operation::type_uses))
            .chain(self.webhooks.iter().flat_map(Webhook::type_uses))
            .chain(parts.map(|ty| (TypeUse::Part, ty)))
            .chain(components.map(|ty| (TypeUse::Component, ty)))
            .chain(schemas.map(|ty| (TypeUse::Schema, ty)))
    }

    /// Returns all uses of types, to be changed. The order is that of [`Api::type_uses`].
    pub fn type_uses_mut(&mut self) -> impl Iterator<Item = (TypeUse, &mut TypeRef)> {
        let parts = self.types.iter_mut().flat_map(|ty| ty.shape.parts_mut());
        let components = self.components.iter_mut().map(|(_, ty)| ty);
        let schemas = self.schema_types.iter_mut().flatten();
        (self
            .operations
            .iter_mut()
            .flat_map(Operation::type_uses_mut))
        .chain(self.webhooks.iter_mut().flat_map(Webhook::type_uses_mut))
        .chain(parts.map(|ty| (TypeUse::Part, ty)))
        .chain(components.map(|ty| (TypeUse::Component, ty)))
        .chain(schemas.map(|ty| (TypeUse::Schema, ty)))
    }

    /// Marks the types in `reached` that `roots` consist of, themselves included; `reached` is indexed by [`TypeId`]. What is
    /// marked already is not entered again.
    pub(crate) fn mark_reachable(
        &self,
        roots: impl IntoIterator<Item = TypeId>,
        reached: &mut [bool],
    ) {
        let mut stack: Vec<TypeId> = roots.into_iter().collect();
        while let Some(id) = stack.pop() {
            if !std::mem::replace(&mut reached[id.0 as usize], true) {
                stack.extend(self.get(id).shape.parts().map(|part| part.id));
            }
        }
    }
}

impl Operation {
    fn type_uses(&self) -> impl Iterator<Item = (TypeUse, TypeRef)> + '_ {
        let parameters = self.parameters.iter().map(|parameter| parameter.ty);
        let contents = self.body.iter().flat_map(|body| &body.contents);
        let failures = self.failures.iter().filter_map(|failure| failure.body);
        (parameters.map(|ty| (TypeUse::Parameter, ty)))
            .chain(contents.map(|it| (TypeUse::of_body(&it.encoding), it.ty)))
            .chain(self.success.types().map(|ty| (TypeUse::Response, ty)))
            .chain(failures.map(|ty| (TypeUse::Failure, ty)))
    }

    fn type_uses_mut(&mut self) -> impl Iterator<Item = (TypeUse, &mut TypeRef)> {
        let parameters = self
            .parameters
            .iter_mut()
            .map(|parameter| &mut parameter.ty);
        let contents = self.body.iter_mut().flat_map(|body| &mut body.contents);
        let success = &mut self.success;
        let alternatives = success.alternatives.iter_mut();
        let formats = success.other_formats.iter_mut();
        let success = (success.value.iter_mut())
            .chain(alternatives.flat_map(|alternative| &mut alternative.value))
            .chain(formats.flat_map(|format| &mut format.value))
            .chain(success.headers.iter_mut().map(|header| &mut header.ty));
        let failures = self.failures.iter_mut();
        let failures = failures.flat_map(|failure| &mut failure.body);
        (parameters.map(|ty| (TypeUse::Parameter, ty)))
            .chain(contents.map(|it| (TypeUse::of_body(&it.encoding), &mut it.ty)))
            .chain(success.map(|ty| (TypeUse::Response, ty)))
            .chain(failures.map(|ty| (TypeUse::Failure, ty)))
    }
}

impl Webhook {
    fn type_uses(&self) -> impl Iterator<Item = (TypeUse, TypeRef)> + '_ {
        let request = self
            .body
            .iter()
            .map(|(ty, _)| (TypeUse::WebhookRequest, *ty));
        request.chain(self.response.map(|ty| (TypeUse::WebhookResponse, ty)))
    }

    fn type_uses_mut(&mut self) -> impl Iterator<Item = (TypeUse, &mut TypeRef)> {
        let request = self.body.iter_mut();
        let response = self.response.iter_mut();
        (request.map(|(ty, _)| (TypeUse::WebhookRequest, ty)))
            .chain(response.map(|ty| (TypeUse::WebhookResponse, ty)))
    }
}

impl Shape {
    /// Returns the types that this one consists of: those of fields, additional members, variants, elements or values.
    pub fn parts(&self) -> impl Iterator<Item = TypeRef> + '_ {
        let (fields, variants, elements, one) = match self {
            Shape::Struct(object) => (
                object.fields.as_slice(),
                &[][..],
                &[][..],
                object.additional,
            ),
            Shape::Union(union) => (&[][..], union.variants.as_slice(), &[][..], None),
            Shape::Tuple(elements) => (&[][..], &[][..], elements.as_slice(), None),
            Shape::List(part) | Shape::Map(part) => (&[][..], &[][..], &[][..], Some(*part)),
            _ => (&[][..], &[][..], &[][..], None),
        };
        (fields.iter().map(|field| field.ty))
            .chain(variants.iter().map(|variant| variant.ty))
            .chain(elements.iter().copied())
            .chain(one)
    }

    /// Returns the types that this one consists of, to be changed. The order is that of [`Shape::parts`].
    pub fn parts_mut(&mut self) -> impl Iterator<Item = &mut TypeRef> {
        let (fields, variants, elements, one) = match self {
            Shape::Struct(object) => (
                object.fields.as_mut_slice(),
                &mut [][..],
                &mut [][..],
                object.additional.as_mut(),
            ),
            Shape::Union(union) => (
                &mut [][..],
                union.variants.as_mut_slice(),
                &mut [][..],
                None,
            ),
            Shape::Tuple(elements) => (&mut [][..], &mut [][..], elements.as_mut_slice(), None),
            Shape::List(part) | Shape::Map(part) => {
                (&mut [][..], &mut [][..], &mut [][..], Some(part))
            }
            _ => (&mut [][..], &mut [][..], &mut [][..], None),
        };
        (fields.iter_mut().map(|field| &mut field.ty))
            .chain(variants.iter_mut().map(|variant| &mut variant.ty))
            .chain(elements.iter_mut())
            .chain(one)
    }
}
