//! Cases for whole plans, from APIs made by hand: here what they are made with.

mod features;
mod names;
mod operations;
mod types;
mod unions;

use super::*;
use crate::api::Node;
use crate::api::*;
use crate::diagnostic::{FileId, Location};
use crate::rust::{
    Alias, Checks, Constructor, Enum, Field as PlannedField, IntegerChecks, Item, Presence,
    Struct as PlannedStruct,
};

/// An API to be.
#[derive(Default)]
struct Draft {
    types: Vec<Type>,
    components: Vec<(String, TypeRef)>,
    operations: Vec<Operation>,
    groups: Vec<(String, Option<String>)>,
    credentials: Vec<Credential>,
}

fn at(pointer: &str) -> Location {
    Location {
        pointer: pointer.to_owned(),
        ..Location::root(FileId(0))
    }
}

fn to(id: u32) -> TypeRef {
    TypeRef {
        id: TypeId(id),
        nullable: false,
    }
}

fn null_or(id: u32) -> TypeRef {
    TypeRef {
        nullable: true,
        ..to(id)
    }
}

fn inline(owner: u32, part: TypePart) -> TypeName {
    TypeName::Inline {
        owner: TypeId(owner),
        part,
    }
}

fn of_field(owner: u32, field: &str) -> TypeName {
    inline(owner, TypePart::Field(field.to_owned()))
}

fn member(name: &str, ty: TypeRef, required: bool) -> Field {
    Field {
        name: name.to_owned(),
        ty,
        required,
        sensitive: false,
        read_only: false,
        write_only: false,
        docs: Docs::default(),
        constraints: Constraints::default(),
        rust_name: None,
        location: at(&format!("/properties/{name}")),
    }
}

fn object(fields: Vec<Field>) -> Shape {
    Shape::Struct(Struct {
        fields,
        additional: None,
    })
}

fn texts(values: &[&str]) -> Shape {
    let value = |value: &&str| EnumValue {
        value: (*value).to_owned(),
        description: None,
        title: None,
        rust_name: None,
        location: at(&format!("/enum/{value}")),
    };
    Shape::Enum(values.iter().map(value).collect())
}

fn operation(method: &str, id: Option<&str>, path: &str) -> Operation {
    Operation {
        id: id.map(str::to_owned),
        method: method.to_owned(),
        path_template: path.to_owned(),
        path: vec![PathSegment::Text(path.to_owned())],
        servers: Vec::new(),
        groups: Vec::new(),
        docs: Docs::default(),
        parameters: Vec::new(),
        body: None,
        success: Success::default(),
        failures: Vec::new(),
        pagination: None,
        unrecognized_page_parameter: None,
        security: Vec::new(),
        hints: Hints::default(),
        location: at(&format!("/paths{path}/{method}")),
    }
}

fn parameter(name: &str, place: ParameterLocation, ty: u32, required: bool) -> Parameter {
    Parameter {
        name: name.to_owned(),
        encoding: ParameterEncoding {
            location_in: place,
            style: Style::Form,
            explode: true,
            allow_reserved: false,
            allow_empty: false,
        },
        segments: None,
        required,
        ty: to(ty),
        idempotency: false,
        docs: Docs::default(),
        hints: Hints::default(),
        location: at(&format!("/parameters/{name}")),
    }
}

fn body(ty: u32) -> Option<Body> {
    Some(Body {
        required: true,
        contents: vec![Content {
            media_type: "application/json".to_owned(),
            encoding: BodyEncoding::Json,
            ty: to(ty),
            example: None,
            location: at("/body"),
        }],
        docs: Docs::default(),
        location: at("/body"),
    })
}

impl Draft {
    fn add(&mut self, name: TypeName, shape: Shape) -> u32 {
        let id = u32::try_from(self.types.len()).expect("few types");
        self.types.push(Type {
            name,
            docs: Docs::default(),
            shape,
            constraints: Constraints::default(),
            sensitive: false,
            in_request: true,
            in_response: true,
            shared_by: None,
            rust: RustHints::default(),
            location: at(&format!("/types/{id}")),
        });
        id
    }

    fn component(&mut self, name: &str, shape: Shape) -> u32 {
        let id = self.add(TypeName::Component(name.to_owned()), shape);
        self.components.push((name.to_owned(), to(id)));
        id
    }

    fn text(&mut self) -> u32 {
        self.add(of_field(0, "text"), Shape::String(None))
    }

    fn api(self) -> Api {
        Api {
            title: "Pets".to_owned(),
            description: None,
            version: "1".to_owned(),
            servers: Vec::new(),
            envelope: None,
            unstated_envelope: None,
            request_id_header: None,
            credentials: self.credentials,
            groups: self.groups,
            operations: self.operations,
            webhooks: Vec::new(),
            types: self.types,
            components: self.components,
            schema_types: Vec::new(),
            counts: Counts::default(),
        }
    }

    fn plan(self) -> (Crate, Vec<String>) {
        let mut diagnostics = Diagnostics::default();
        let options = PlanOptions {
            package: "pet-store".to_owned(),
            resource_features: ResourceFeatures::default(),
        };
        let krate = plan(&self.api(), &options, &mut diagnostics);
        (
            krate,
            diagnostics
                .iter()
                .map(|diagnostic| diagnostic.code.to_owned())
                .collect(),
        )
    }
}

fn item<'a>(krate: &'a Crate, name: &str) -> &'a Item {
    let mut items = krate.types.iter().flat_map(|module| &module.items);
    items
        .find(|item| item.name().as_str() == name)
        .unwrap_or_else(|| panic!("no item {name}"))
}

fn structure<'a>(krate: &'a Crate, name: &str) -> &'a PlannedStruct {
    match item(krate, name) {
        Item::Struct(item) => item,
        other => panic!("{other:?}"),
    }
}

fn field<'a>(item: &'a PlannedStruct, wire: &str) -> &'a PlannedField {
    item.fields
        .iter()
        .find(|field| field.wire == wire)
        .expect("the field is there")
}

fn enumeration<'a>(krate: &'a Crate, name: &str) -> &'a Enum {
    match item(krate, name) {
        Item::Enum(item) => item,
        other => panic!("{other:?}"),
    }
}

fn names(krate: &Crate) -> Vec<(String, Vec<String>)> {
    let items = |module: &TypeModule| {
        module
            .items
            .iter()
            .map(|item| item.name().as_str().to_owned())
            .collect()
    };
    krate
        .types
        .iter()
        .map(|module| (module.name.as_str().to_owned(), items(module)))
        .collect()
}

fn methods(krate: &Crate) -> Vec<String> {
    fn walk(resource: &Resource, out: &mut Vec<String>) {
        let path: Vec<&str> = resource
            .path
            .iter()
            .map(|accessor| accessor.as_str())
            .collect();
        out.extend(
            resource
                .methods
                .iter()
                .map(|method| format!("{}.{}", path.join("."), method.name.as_str())),
        );
        resource.children.iter().for_each(|child| walk(child, out));
    }
    let mut out = Vec::new();
    krate
        .resources
        .iter()
        .for_each(|resource| walk(resource, &mut out));
    out
}

fn shown(ty: &Ty) -> String {
    match ty {
        Ty::Vec(inner) => format!("Vec<{}>", shown(inner)),
        Ty::Parsed(path) => format!("Parsed<{path}>"),
        Ty::Tuple(elements) => {
            let elements: Vec<String> = elements.iter().map(shown).collect();
            format!("({})", elements.join(", "))
        }
        Ty::Map(inner) => format!("Map<{}>", shown(inner)),
        Ty::Option(inner) => format!("Option<{}>", shown(inner)),
        Ty::Box(inner) => format!("Box<{}>", shown(inner)),
        Ty::Item(name) => name.as_str().to_owned(),
        other => format!("{other:?}"),
    }
}
