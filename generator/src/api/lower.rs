//! From a document to what it means, as a list of passes.
//!
//! In: a [`Document`]. Out: an [`Api`]. Each pass is a function below or in the file named after its concept; what a
//! pass gives up is reported with its place.
//!
//! | Code | Says |
//! | --- | --- |
//! | `unsupported-union`, `open-union`, `overlapping-alternatives`, `mapping-without-alternative` | values of several types that no type shows |
//! | `undeclared-discriminator`, `discriminator-type` | tags that are read and not sent, and those that cannot be |
//! | `contradiction`, `cyclic-schema`, `schema-too-deep`, `too-many-intersections` | schemas that do not go together |
//! | `too-many-alternatives` | unions of unions that no member is looked for in that chooses |
//! | `union-without-effect`, `keyword-without-effect`, `constraint-without-effect`, `closed-all-of` | what is not checked |
//! | `open-pattern-properties` | members that may be anything beside those that patterns describe |
//! | `undeclared-required`, `duplicate-enum-value`, `enum-value-type`, `empty-enum`, `structured-enum`, `default-type` | what is ignored |
//! | `undeclared-path-parameter`, `unused-path-parameter` | parameters made or left out |
//! | `parameter-without-schema`, `parameter-media-type`, `undefined-style` | how a parameter is written instead |
//! | `several-media-types`, `unsupported-body` | how a body is sent or read instead |
//! | `encoding-without-property`, `part-header`, `file-in-json` | what of a form is not sent, or sent otherwise |
//! | `body-without-effect`, `header-as-text` | what of an answer is not read, or as text |
//! | `redirect-answer` | a redirect is the only success; what it leads to is not a value |
//! | `envelope-without-value` | members of an answer that are not read |
//! | `pagination-without-effect` | pages that are not followed |
//! | `duplicate-operation-id`, `missing-operation-id`, `skip-without-effect`, `extension-without-effect` | names and wishes |
//! | `unknown-tag`, `unknown-operation` | errors: what was asked for is not there |
//! | `unsupported-security`, `undeclared-server-variable`, `unusable-server`, `webhook-without-type` | what the client cannot do |

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::openapi::document::{Document, SchemaId};

use crate::api::http::operations::{Operations, operations};
use crate::api::http::webhooks::webhooks;
use crate::api::http::{security, servers};
use crate::api::passes::select;
use crate::api::passes::select::Selection;
use crate::api::passes::{defaults, direction, files, settle, share, split, unstated};
use crate::api::types::fields;
use crate::api::types::graph::Types;
use crate::api::{Api, Counts, Envelope, Server, TypeName, TypeRef};

/// Returns what a document means. Every problem is a warning: the API is sound whatever the document holds.
pub fn lower(document: &Document, diagnostics: &mut Diagnostics) -> Api {
    lower_selected(document, &Selection::default(), diagnostics)
}

/// Returns what some operations of a document mean, with the types that they need. It is an error to ask for what is not
/// there.
pub fn lower_selected(
    document: &Document,
    selection: &Selection,
    diagnostics: &mut Diagnostics,
) -> Api {
    select::report_unknown(selection, document, diagnostics);
    let servers = api_servers(document, diagnostics);
    let credentials = security::credentials(document, diagnostics);
    report_keywords(document, diagnostics);

    let mut types = Types::new(document, diagnostics);
    report_discriminators(&mut types);
    claim_components(&mut types);
    let operations = operations(&mut types, &servers, selection);
    let webhooks = webhooks(&mut types, selection);
    let components = components(&mut types);
    let unstated_envelope = unstated::envelope(&mut types);
    settle::settle(&mut types);
    let counts = count(&operations, &types, components.len());

    let Types {
        list,
        marks,
        elsewhere,
        of_schemas,
        files,
        ..
    } = types;
    let mut api = Api {
        title: document.info.title.clone(),
        description: description(document),
        version: document.info.version.clone(),
        servers,
        envelope: envelope(document),
        unstated_envelope,
        request_id_header: document.request_id_header.clone(),
        credentials,
        groups: groups(document),
        operations: operations.list,
        webhooks,
        types: list,
        components,
        of_schemas,
        counts,
    };
    let declared = api.components.len();
    add_elsewhere(&mut api, elsewhere);
    if !selection.is_all() {
        select::keep_needed(&mut api, declared);
    }
    defaults::check(&mut api, diagnostics);
    fields::take_from_types(&mut api, &marks);
    files::mark(&mut api, &files, diagnostics);
    let reached = direction::mark(&mut api);
    split::split(&mut api, &reached);
    direction::relax(&mut api);
    share::share(&mut api);
    api
}

/// Returns the API's servers, and reports what is wrong with those of paths and operations as well.
fn api_servers(document: &Document, diagnostics: &mut Diagnostics) -> Vec<Server> {
    for item in &document.paths {
        let own = item
            .operations
            .iter()
            .flat_map(|operation| &operation.servers);
        for server in item.servers.iter().chain(own) {
            servers::server(server, diagnostics);
        }
    }
    document
        .servers
        .iter()
        .map(|server| servers::server(server, diagnostics))
        .collect()
}

/// Reports keywords that have no part in a type, once for each schema that states one.
fn report_keywords(document: &Document, diagnostics: &mut Diagnostics) {
    for schema in &document.schemas {
        for (keyword, location) in &schema.without_effect {
            let words = match *keyword {
                "then" | "else" | "dependentSchemas" => format!(
                    "what `{keyword}` demands is not checked; properties that it alone declares are read as optional \
                     ones, members that it describes otherwise are not kept"
                ),
                _ => format!("`{keyword}` has no part in a type and is not checked"),
            };
            diagnostics.push(Diagnostic::warning(
                "keyword-without-effect",
                location.clone(),
                words,
            ));
        }
    }
}

/// Reports discriminators that have nothing to choose from.
fn report_discriminators(types: &mut Types<'_>) {
    let document = types.document;
    if let Some(first) = types.subtypes.too_many {
        let location = document.schema(first).location.clone();
        types.report(Diagnostic::warning(
            "too-many-alternatives",
            location,
            "too many schemas extend this one: members that only those schemas have are not read",
        ));
    }
    for (id, schema) in (0u32..).map(SchemaId).zip(&document.schemas) {
        if let Some(discriminator) = &schema.discriminator
            && schema.one_of.is_empty()
            && schema.any_of.is_empty()
            && !types.subtypes.has(id)
        {
            types.report(Diagnostic::warning(
                "keyword-without-effect",
                discriminator.location.key(),
                "this `discriminator` chooses nothing: there are no alternatives beside it, and no schema extends this \
                 one; values are read as this schema",
            ));
        }
    }
}

/// Gives the components their types before anything else, so that parts they share are named after them.
fn claim_components(types: &mut Types<'_>) {
    for (name, id) in &types.document.component_schemas {
        if !types.references.is_skipped(*id) {
            types.use_of(&[*id], TypeName::Component(name.clone()));
        }
    }
    types.shape_all();
}

/// Returns the components that have types: all but those left out, unless something needs them after all.
fn components(types: &mut Types<'_>) -> Vec<(String, TypeRef)> {
    let document = types.document;
    let made = |types: &Types<'_>, id: SchemaId| {
        !types.references.is_skipped(id) || types.made_anyway.contains(&id)
    };
    let mut components = Vec::with_capacity(document.component_schemas.len());
    for (name, id) in &document.component_schemas {
        if made(types, *id) {
            components.push((
                name.clone(),
                types.use_of(&[*id], TypeName::Component(name.clone())),
            ));
        }
    }
    types.shape_all();
    components
}

fn count(operations: &Operations, types: &Types<'_>, components: usize) -> Counts {
    let document = types.document;
    let left_out =
        |id: &SchemaId| types.references.is_skipped(*id) && !types.made_anyway.contains(id);
    let skipped = document
        .component_schemas
        .iter()
        .filter(|(_, id)| left_out(id))
        .count();
    Counts {
        operations_declared: document.operation_count,
        operations: operations.list.len() + operations.skipped,
        schemas_declared: document.component_schemas.len(),
        schemas: components + skipped,
        narrowed: false,
    }
}

/// Adds the named types that are no components of the root file. What has no parts needs no name of its own.
fn add_elsewhere(api: &mut Api, elsewhere: Vec<(String, TypeRef)>) {
    use super::Shape::Enum;
    use super::Shape::List;
    use super::Shape::Map;
    use super::Shape::Struct;
    use super::Shape::Union;
    for (name, ty) in elsewhere {
        if matches!(
            api.get(ty.id).shape,
            Struct(_) | Enum(_) | List(_) | Map(_) | Union(_)
        ) {
            api.components.push((name, ty));
        }
    }
}

fn description(document: &Document) -> Option<String> {
    let info = &document.info;
    match (&info.summary, &info.description) {
        (Some(summary), Some(description)) => Some(format!("{summary}\n\n{description}")),
        (summary, description) => summary.clone().or_else(|| description.clone()),
    }
}

fn envelope(document: &Document) -> Option<Envelope> {
    document.envelope.as_ref().map(|envelope| Envelope {
        result: envelope.result.clone(),
        success: envelope.success.clone(),
        errors: envelope.errors.clone(),
        messages: envelope.messages.clone(),
    })
}

fn groups(document: &Document) -> Vec<(String, Option<String>)> {
    document
        .tags
        .iter()
        .map(|tag| (tag.name.clone(), tag.description.clone()))
        .collect()
}
