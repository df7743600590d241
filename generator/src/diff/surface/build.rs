//! From a crate to its surface.
//!
//! In: a [`Crate`], and the [`Api`] for locations and defaults. Out: a [`Surface`].

use std::collections::HashMap;

use crate::api::{self, Api, Docs, Shape, TypeId, TypeRef};
use crate::diagnostic::Location;
use crate::rust::{self, Crate, Item, Ty};

use super::{
    Annotations, Body, Content, Credential, Enum, EnumVariant, Field, Kind, Operation, Parameter,
    Response, Returned, Setting, Struct, Surface, Type, Union, UnionVariant,
};
use crate::diff::Revision;
use crate::diff::rules::Rule;

impl Surface {
    /// Returns the surface of the crate of a document.
    pub(in crate::diff) fn new(revision: &Revision) -> Self {
        let (api, krate) = (&revision.api, &revision.krate);
        let declarations = Declarations::new(api);
        let mut surface = Self {
            package: krate.package.clone(),
            settings: settings(krate),
            credentials: credentials(api, krate),
            features: features(krate),
            pages: vec![("the crate".to_owned(), krate.docs.clone())],
            ..Self::default()
        };
        for module in &krate.types {
            let types = module.items.iter().map(|item| ty(&declarations, item));
            surface.types.extend(types);
        }
        let mut resources: Vec<&rust::Resource> = krate.resources.iter().rev().collect();
        while let Some(resource) = resources.pop() {
            resources.extend(resource.children.iter().rev());
            let path: Vec<&str> = resource.path.iter().map(|part| part.as_str()).collect();
            let path = format!("client.{}()", path.join("()."));
            surface.pages.push((path.clone(), resource.docs.clone()));
            let operations = resource.methods.iter();
            let operations =
                operations.map(|method| operation(&declarations, krate, &path, method));
            surface.operations.extend(operations);
        }
        surface
    }
}

/// Finds the elements of a crate in the document.
struct Declarations<'a> {
    api: &'a Api,
    /// The types that are items, by Rust name.
    items: HashMap<String, TypeId>,
    components: HashMap<&'a str, TypeRef>,
    /// The operations by HTTP method and path.
    operations: HashMap<(&'a str, &'a str), &'a api::Operation>,
}

impl<'a> Declarations<'a> {
    fn new(api: &'a Api) -> Self {
        let is_item = |id: &TypeId| {
            matches!(
                api.get(*id).shape,
                Shape::Struct(_) | Shape::Enum(_) | Shape::Integers(_) | Shape::Union(_)
            )
        };
        let ids: Vec<TypeId> = (0..).map(TypeId).take(api.types.len()).collect();
        let ids: Vec<TypeId> = ids.into_iter().filter(is_item).collect();
        let uses: Vec<TypeRef> = ids
            .iter()
            .map(|id| TypeRef {
                id: *id,
                nullable: false,
            })
            .collect();
        let types = rust::rust_types(api, &uses).into_iter().zip(ids);
        let items = types.filter_map(|(ty, id)| match ty {
            Some(Ty::Item(name)) => Some((name.as_str().to_owned(), id)),
            _ => None,
        });
        let operations = api.operations.iter();
        let components = api.components.iter();
        Self {
            api,
            items: items.collect(),
            components: components
                .map(|(name, reference)| (name.as_str(), *reference))
                .collect(),
            operations: operations
                .map(|operation| {
                    let key = (&*operation.method, &*operation.path_template);
                    (key, operation)
                })
                .collect(),
        }
    }

    fn ty(&self, name: &str) -> Option<&'a api::Type> {
        self.items.get(name).map(|id| self.api.get(*id))
    }
}

/// Combines the annotations of the crate and the document.
fn annotations(
    lines: &[String],
    deprecated: bool,
    found: Option<(&Docs, &Location)>,
) -> Annotations {
    let words = found.map(|(docs, _)| {
        let (summary, description) = (&docs.summary, &docs.description);
        format!("{summary:?}{description:?}{:?}", docs.example)
    });
    Annotations {
        lines: lines.to_vec(),
        words: words.unwrap_or_default(),
        default: found.and_then(|(docs, _)| docs.default.clone()),
        deprecated,
        location: found.map(|(_, location)| location.clone()),
    }
}

fn settings(krate: &Crate) -> Vec<Setting> {
    let client = &krate.client;
    let base_url = client.base_url.as_ref().or(client.base_path.as_ref());
    let setting = |rule, name: &str, value: Option<&String>| Setting {
        rule,
        name: name.to_owned(),
        value: value.cloned(),
    };
    let envelope = client.envelope.as_ref();
    let envelope = envelope.map(|envelope| {
        let members = [&envelope.success, &envelope.errors, &envelope.messages];
        let members = members.into_iter().flatten().cloned();
        let members = std::iter::once(envelope.result.clone()).chain(members);
        members.collect::<Vec<String>>().join(", ")
    });
    vec![
        setting(Rule::WireSetting, "the default base URL", base_url),
        setting(
            Rule::WireEnvironment,
            "the base URL",
            client.base_url_env.as_ref(),
        ),
        setting(
            Rule::WireSetting,
            "the request id header",
            client.request_id_header.as_ref(),
        ),
        setting(
            Rule::WireEncoding,
            "the envelope of responses",
            envelope.as_ref(),
        ),
    ]
}

fn features(krate: &Crate) -> Option<Vec<String>> {
    let features = krate.features.as_ref()?;
    Some(features.names().map(str::to_owned).collect())
}

fn credentials(api: &Api, krate: &Crate) -> Vec<Credential> {
    let credentials = krate.client.credentials.iter();
    // Credentials of the transport have no method.
    let credentials = credentials.filter(|it| it.placement != api::Placement::Transport);
    let credentials = credentials.map(|credential| {
        let method = credential.method.as_str();
        let arguments = match credential.placement {
            api::Placement::Basic => "username, password".to_owned(),
            _ => method.to_owned(),
        };
        let provider = credential.provider.as_ref();
        let exchange = credential.exchange.as_ref();
        let others = [
            provider.map(|it| format!("{}(provider)", it.as_str())),
            exchange.map(|it| format!("{}(id, secret)", it.method.as_str())),
        ];
        let first = std::iter::once(format!("{method}({arguments})"));
        let mut declared = api.credentials.iter();
        let declared = declared.find(|it| it.name == credential.name);
        let mut annotations = annotations(&credential.docs, false, None);
        annotations.location = declared.map(|it| it.location.clone());
        let placement = match &exchange {
            Some(exchange) => format!("{:?}, {}", credential.placement, exchange.token_url),
            None => format!("{:?}", credential.placement),
        };
        Credential {
            name: credential.name.clone(),
            methods: first.chain(others.into_iter().flatten()).collect(),
            env: credential.env.clone(),
            placement,
            annotations,
        }
    });
    credentials.collect()
}

fn operation(
    declarations: &Declarations<'_>,
    krate: &Crate,
    resource: &str,
    method: &rust::Method,
) -> Operation {
    let key = (&*method.http_method, &*method.path_template);
    let found = declarations.operations.get(&key).copied();
    let parameter = |parameter: &rust::Parameter| {
        let mut declared = found.iter().flat_map(|found| &found.parameters);
        let declared = declared.find(|it| {
            it.name == parameter.wire && it.encoding.location_in == parameter.encoding.location_in
        });
        let docs = declared.map(|it| (&it.docs, &it.location));
        Parameter {
            name: parameter.name.as_str().to_owned(),
            wire: parameter.wire.clone(),
            location_in: parameter.encoding.location_in,
            encoding: parameter.encoding,
            segments: parameter.segments.clone(),
            ty: parameter.ty.clone(),
            checks: parameter.checks.clone(),
            annotations: annotations(&parameter.docs, parameter.deprecated, docs),
        }
    };
    let body = method.body.as_ref().map(|body| {
        let declared = found.and_then(|found| found.body.as_ref());
        let contents = body.contents.iter().map(|content| Content {
            variant: content.variant.as_str().to_owned(),
            media_type: content.media_type.clone(),
            encoding: content.encoding.clone(),
            ty: content.ty.clone(),
        });
        Body {
            name: body.name.as_str().to_owned(),
            required: body.required,
            choice: body.choice.as_ref().map(|it| it.as_str().to_owned()),
            contents: contents.collect(),
            location: declared.map(|body| body.location.clone()),
        }
    });
    let credential = |index: &usize| krate.client.credentials[*index].name.clone();
    let security = method.security.iter().map(|alternative| {
        let mut names: Vec<String> = alternative.iter().map(credential).collect();
        names.sort_unstable();
        names
    });
    let docs = found.map(|found| (&found.docs, &found.location));
    Operation {
        resource: resource.to_owned(),
        name: method.name.as_str().to_owned(),
        builder: method.builder.as_str().to_owned(),
        http_method: method.http_method.clone(),
        path: method.path_template.clone(),
        id: method.id.clone(),
        arguments: method.required.iter().map(parameter).collect(),
        arguments_struct: method.arguments.as_ref().map(|it| it.as_str().to_owned()),
        setters: method.optional.iter().map(parameter).collect(),
        body,
        response: response(method),
        security: security.collect(),
        settings: operation_settings(method),
        annotations: annotations(&method.docs, method.deprecated, docs),
    }
}

fn operation_settings(method: &rust::Method) -> Vec<Setting> {
    let setting = |rule, name: &str, value: Option<String>| Setting {
        rule,
        name: name.to_owned(),
        value,
    };
    let pages = method.pagination.as_ref().map(|pages| {
        // The index of the parameter changes if other parameters are added.
        let parameter = pages.parameter.as_ref().map(|it| it.wire.as_str());
        let size = pages.size.as_ref();
        let advance = without_index(format!("{:?}", pages.advance));
        format!(
            "{parameter:?} {advance} {:?} {:?} {size:?}",
            pages.items, pages.more
        )
    });
    let key = method.idempotency_key.clone();
    vec![
        setting(Rule::WireSetting, "the server", method.server.clone()),
        setting(Rule::WireSetting, "the idempotency key", key),
        setting(Rule::WireEncoding, "Accept", method.accept.clone()),
        setting(
            Rule::WireEncoding,
            "the body of the response",
            Some(format!("{:?}", method.response.encoding).to_lowercase()),
        ),
        setting(Rule::WirePages, "pages", pages),
    ]
}

/// Returns the rules without the index of the parameter.
fn without_index(advance: String) -> String {
    match advance.split_once("parameter: ") {
        Some((before, after)) => {
            let rest = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
            format!("{before}{}", rest.trim_start_matches(", "))
        }
        None => advance,
    }
}

fn response(method: &rust::Method) -> Response {
    let response = &method.response;
    let mut forms = Vec::new();
    let mut form = |name: String, kind: &'static str, ty: Option<&Ty>| {
        forms.push((
            name,
            Returned {
                kind,
                ty: ty.cloned(),
            },
        ));
    };
    let value = match &response.several {
        None => returned(response.encoding, response.ty.as_ref()),
        Some(several) => {
            for variant in &several.variants {
                let name = format!("{}::{}", several.name.as_str(), variant.name.as_str());
                let value = returned(variant.encoding, variant.ty.as_ref());
                form(name, value.kind, value.ty.as_ref());
            }
            Returned {
                kind: "one of several",
                ty: None,
            }
        }
    };
    if let Some(stream) = &response.stream {
        form(format!("{}()", stream.as_str()), "a stream", None);
    }
    let raw = response.raw.iter();
    for name in raw.flat_map(|raw| [&raw.bytes, &raw.events]).flatten() {
        form(format!("{}()", name.as_str()), "the raw body", None);
    }
    for view in &response.views {
        let value = returned(view.encoding, view.ty.as_ref());
        form(
            format!("{}()", view.method.as_str()),
            value.kind,
            value.ty.as_ref(),
        );
        if let Some(stream) = &view.stream {
            form(format!("{}()", stream.as_str()), "a stream", None);
        }
    }
    if let Some(pages) = &method.pagination {
        form("items()".to_owned(), "items of", Some(&pages.item));
    }
    for header in response.headers.iter().flat_map(|headers| &headers.fields) {
        let kind = if header.required { "" } else { "optional" };
        form(
            format!("the header `{}`", header.name.as_str()),
            kind,
            Some(&header.ty),
        );
    }
    Response { value, forms }
}

fn returned(encoding: api::SuccessEncoding, ty: Option<&Ty>) -> Returned {
    use api::SuccessEncoding as Encoding;
    let (kind, ty) = match encoding {
        Encoding::Json | Encoding::Envelope => ("", ty),
        Encoding::Text => ("", Some(&Ty::String)),
        Encoding::Bytes => ("", Some(&Ty::Bytes)),
        Encoding::Events => ("events of", ty),
        Encoding::Lines => ("lines of", ty),
    };
    Returned {
        kind,
        ty: ty.cloned(),
    }
}

fn ty(declarations: &Declarations<'_>, item: &Item) -> Type {
    let name = item.name().as_str().to_owned();
    let found = declarations.ty(&name);
    let docs = found.map(|found| (&found.docs, &found.location));
    let (kind, annotations) = match item {
        Item::Struct(item) => (
            Kind::Struct(structure(declarations, found, item)),
            annotations(&item.docs, item.deprecated, docs),
        ),
        Item::Enum(item) => (
            Kind::Enum(enumeration(found, item)),
            annotations(&item.docs, item.deprecated, docs),
        ),
        Item::Union(item) => (
            Kind::Union(union(found, item)),
            annotations(&item.docs, item.deprecated, docs),
        ),
        Item::Alias(item) => {
            let component = item.alias.as_deref().unwrap_or(&name);
            let reference = declarations.components.get(component);
            let aliased = reference.map(|reference| declarations.api.get(reference.id));
            let docs = aliased.map(|aliased| (&aliased.docs, &aliased.location));
            (
                Kind::Alias(item.ty.clone()),
                annotations(&item.docs, item.deprecated, docs),
            )
        }
    };
    let is_component = match item {
        Item::Alias(_) => true,
        _ => found.is_some_and(|found| matches!(found.name, api::TypeName::Component(_))),
    };
    Type {
        ident: item.name().clone(),
        name,
        is_component,
        kind,
        annotations,
    }
}

fn structure(
    declarations: &Declarations<'_>,
    found: Option<&api::Type>,
    item: &rust::Struct,
) -> Struct {
    let declared = match found.map(|found| &found.shape) {
        Some(Shape::Struct(shape)) => shape.fields.as_slice(),
        _ => &[],
    };
    let declared: HashMap<&str, &api::Field> =
        declared.iter().map(|field| (&*field.name, field)).collect();
    let field = |field: &rust::Field| {
        let found = declared.get(&*field.wire);
        let docs = found.map(|found| (&found.docs, &found.location));
        let ty = found.map(|found| declarations.api.get(found.ty.id));
        let component = ty.and_then(|ty| match &ty.name {
            api::TypeName::Component(name) => Some((name.clone(), ty.location.clone())),
            _ => None,
        });
        Field {
            name: field.name.as_str().to_owned(),
            wire: field.wire.clone(),
            ty: field.ty.clone(),
            presence: field.presence,
            constant: field.constant.clone(),
            secret: field.secret,
            checks: field.checks.clone(),
            component,
            annotations: annotations(&field.docs, field.deprecated, docs),
        }
    };
    let additional = item.additional.as_ref();
    Struct {
        fields: item.fields.iter().map(field).collect(),
        additional: additional.map(|it| (it.name.as_str().to_owned(), it.value.clone())),
        constructor: item.constructor.clone(),
        in_request: item.in_request,
        response_form: (item.response_form.as_ref()).map(|it| it.as_str().to_owned()),
    }
}

fn enumeration(found: Option<&api::Type>, item: &rust::Enum) -> Enum {
    let declared = match found.map(|found| &found.shape) {
        Some(Shape::Enum(values) | Shape::Integers(values)) => values.as_slice(),
        _ => &[],
    };
    let variants = item.variants.iter().map(|variant| {
        let declared = declared.iter().find(|it| it.value == variant.wire);
        let mut annotations = annotations(&variant.docs, false, None);
        annotations.words = variant.docs.join("\n");
        annotations.location = declared.map(|it| it.location.clone());
        EnumVariant {
            name: variant.name.as_str().to_owned(),
            wire: variant.wire.clone(),
            annotations,
        }
    });
    Enum {
        is_integer: item.is_integer,
        unrecognized: item.unrecognized.as_str().to_owned(),
        variants: variants.collect(),
    }
}

fn union(found: Option<&api::Type>, item: &rust::Union) -> Union {
    let declared = match found.map(|found| &found.shape) {
        Some(Shape::Union(shape)) => shape.variants.as_slice(),
        _ => &[],
    };
    let variants = item.variants.iter().enumerate().map(|(index, variant)| {
        let declared = declared.get(index);
        let docs = declared.map(|it| (&it.docs, &it.location));
        UnionVariant {
            name: variant.name.as_str().to_owned(),
            ty: variant.ty.clone(),
            tags: declared.map(|it| it.tags.clone()).unwrap_or_default(),
            annotations: annotations(&variant.docs, variant.deprecated, docs),
        }
    });
    Union {
        tag: item.tag.clone(),
        unrecognized: item.unrecognized.as_str().to_owned(),
        in_request: item.in_request,
        response_form: (item.response_form.as_ref()).map(|it| it.as_str().to_owned()),
        variants: variants.collect(),
    }
}
