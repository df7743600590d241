//! From a document to its meaning, as a list of passes.
//!
//! In: a [`Document`]. Out: an [`Api`]. [`build`] makes the types and the operations, [`run_passes`] lists what is then done
//! with them. Whatever cannot be expressed is reported with its location:
//!
//! | Code | Reports |
//! | --- | --- |
//! | `unsupported-union`, `open-union`, `overlapping-alternatives`, `mapping-without-alternative` | alternatives that no type can distinguish |
//! | `undeclared-discriminator`, `discriminator-type` | values of a tag that are read but not sent, or that are not possible |
//! | `contradiction`, `cyclic-schema`, `schema-too-deep`, `too-many-intersections` | schemas that cannot be combined |
//! | `too-many-alternatives` | unions of unions that are too large to look for a tag |
//! | `union-without-effect`, `keyword-without-effect`, `constraint-without-effect`, `closed-all-of` | keywords that are not checked |
//! | `open-pattern-properties` | undeclared members that may be anything besides those that patterns describe |
//! | `undeclared-required`, `duplicate-enum-value`, `enum-value-type`, `empty-enum`, `structured-enum`, `default-type` | keywords and values that are ignored |
//! | `undeclared-path-parameter`, `unused-path-parameter` | parameters that are added or left out |
//! | `parameter-media-type`, `undefined-style` | parameters that are written in another way |
//! | `several-media-types`, `unsupported-body` | bodies that are sent or read in another way |
//! | `encoding-without-property`, `part-header`, `file-in-json` | parts of forms that are not sent, or are sent in another way |
//! | `body-without-effect`, `header-as-string` | bodies and headers of responses that are not read, or are read as strings |
//! | `redirect-response` | a redirect as the only success: its target is not read |
//! | `envelope-without-value` | members of an envelope that are not read |
//! | `pagination-without-effect` | pages that are not followed |
//! | `duplicate-operation-id`, `missing-operation-id`, `skip-without-effect`, `extension-without-effect` | names and extension keys |
//! | `unknown-tag`, `unknown-operation` | errors: a requested operation does not exist |
//! | `unsupported-security`, `undeclared-server-variable`, `unusable-server`, `webhook-without-type` | what the client cannot do |

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::openapi::document::{Document, SchemaId};

use crate::api::http::operations::{Operations, operations};
use crate::api::http::webhooks::webhooks;
use crate::api::http::{security, servers, unstated_envelope};
use crate::api::passes::{
    any_variants, cyclic_unions, dedup_inline, defaults, directions, form_files, large_tuples,
    needed_components, one_way_fields, request_forms,
};
use crate::api::schemas::docs::Marks;
use crate::api::schemas::keywords;
use crate::api::selection;
use crate::api::selection::Selection;
use crate::api::types::fields;
use crate::api::types::graph::Types;
use crate::api::{Api, Counts, Envelope, Server, Shape, TypeId, TypeName, TypeRef};

/// Returns the meaning of a document. Every problem is a warning: the API is sound whatever the document holds.
pub fn lower(document: &Document, diagnostics: &mut Diagnostics) -> Api {
    lower_selected(document, &Selection::default(), diagnostics)
}

/// Returns the meaning of some operations of a document, with the types that they need. Selecting an operation or a tag that
/// does not exist is an error.
pub fn lower_selected(
    document: &Document,
    selection: &Selection,
    diagnostics: &mut Diagnostics,
) -> Api {
    selection::report_unknown(selection, document, diagnostics);
    report_keywords(document, diagnostics);
    let (mut api, notes) = build(document, selection, diagnostics);
    run_passes(&mut api, notes, selection, diagnostics);
    api
}

/// What the passes need to know about types besides the [`Api`].
struct Notes {
    /// The marks of the schemas of each type; indexed by [`TypeId`].
    marks: Vec<Marks>,
    /// The types of parts of multipart forms that are files.
    files: Vec<TypeId>,
    /// Named types that are not components of the root file.
    named_elsewhere: Vec<(String, TypeRef)>,
}

/// Makes the types and the operations, which are not final yet.
fn build(
    document: &Document,
    selection: &Selection,
    diagnostics: &mut Diagnostics,
) -> (Api, Notes) {
    let servers = api_servers(document, diagnostics);
    let credentials = security::credentials(document, diagnostics);
    let mut types = Types::new(document, diagnostics);
    report_discriminators(&mut types);
    // Components come first, so that parts which they share with operations are named after them.
    name_components(&mut types);
    let operations = operations(&mut types, &servers, selection);
    let webhooks = webhooks(&mut types, selection);
    // Now it is known which skipped components are used after all.
    let components = components(&mut types);
    let unstated_envelope = unstated_envelope::find(&mut types);
    let counts = count(&operations, &types, components.len());
    let built = types.graph.finish();
    let api = Api {
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
        types: built.types,
        components,
        schema_types: built.schema_types,
        counts,
    };
    let notes = Notes {
        marks: built.marks,
        files: built.files,
        named_elsewhere: built.named_elsewhere,
    };
    (api, notes)
}

/// Runs all passes over the finished types.
fn run_passes(api: &mut Api, notes: Notes, selection: &Selection, diagnostics: &mut Diagnostics) {
    // Unions come first: whether a union is free-form decides which types have parts.
    any_variants::replace_unions(api, diagnostics);
    cyclic_unions::remove_variants(api, diagnostics);
    large_tuples::make_lists(api, diagnostics);
    // Named types of other files are components too, once it is known which of them have parts.
    let declared = api.components.len();
    add_named_elsewhere(api, notes.named_elsewhere);
    // The selection comes before passes that report anything about components that are left out.
    if !selection.is_all() {
        needed_components::retain(api, declared);
    }
    // Invalid defaults are removed before fields inherit the defaults of their types.
    defaults::remove_invalid(api, diagnostics);
    fields::inherit_from_types(api, &notes.marks);
    // Files come after fields are complete, since types are copied with their fields, and before the directions, since the
    // copies change which types JSON carries.
    form_files::set_shapes(api, &notes.files, diagnostics);
    let reached = directions::mark(api);
    // Types that differ by direction are divided, without the fields that a direction does not have. Where that is not
    // possible, such fields become optional.
    request_forms::add(api, &reached);
    one_way_fields::make_optional(api);
    // Equal inline types become one at the end: types that differ in any of the above stay apart.
    dedup_inline::dedup(api);
}

/// Returns the API's servers, and reports problems of those of paths and operations as well.
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

/// Reports keywords that no type can express, once for each schema that states one.
fn report_keywords(document: &Document, diagnostics: &mut Diagnostics) {
    for schema in &document.schemas {
        for (keyword, location) in &schema.without_effect {
            let message = match *keyword {
                "then" | "else" | "dependentSchemas" => format!(
                    "`{keyword}` is not checked; properties that only it declares are optional, and other members that it \
                     describes are not kept"
                ),
                _ => format!("`{keyword}` cannot be expressed by a type and is not checked"),
            };
            diagnostics.push(Diagnostic::warning(
                "keyword-without-effect",
                location.clone(),
                message,
            ));
        }
    }
}

/// Reports discriminators without alternatives.
fn report_discriminators(types: &mut Types<'_>) {
    let document = types.document;
    if let Some(first) = types.subtypes.too_many {
        let location = document.schema(first).location.clone();
        types.report(Diagnostic::warning(
            "too-many-alternatives",
            location,
            "too many schemas extend this one: members that only those schemas declare are not read",
        ));
    }
    for (id, schema) in (0u32..).map(SchemaId).zip(&document.schemas) {
        if let Some(discriminator) = &schema.discriminator
            && !keywords::has_alternatives(schema)
            && !types.subtypes.has(id)
        {
            types.report(Diagnostic::warning(
                "keyword-without-effect",
                discriminator.location.key(),
                "this `discriminator` has no effect: there are no alternatives beside it, and no schema extends this one; \
                 values are read as this schema",
            ));
        }
    }
}

/// Gives the components their types.
fn name_components(types: &mut Types<'_>) {
    for (name, id) in &types.document.component_schemas {
        if !types.references.is_skipped(*id) {
            types.use_of(&[*id], TypeName::Component(name.clone()));
        }
    }
    types.shape_all();
}

/// Returns whether a component has no type: it is marked to be skipped, and nothing uses it.
fn is_left_out(types: &Types<'_>, id: SchemaId) -> bool {
    types.references.is_skipped(id) && !types.graph.used_despite_skip.contains(&id)
}

/// Returns the components that have types.
fn components(types: &mut Types<'_>) -> Vec<(String, TypeRef)> {
    let document = types.document;
    let mut components = Vec::with_capacity(document.component_schemas.len());
    for (name, id) in &document.component_schemas {
        if !is_left_out(types, *id) {
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
    let skipped = document
        .component_schemas
        .iter()
        .filter(|(_, id)| is_left_out(types, *id))
        .count();
    Counts {
        operations_declared: document.operation_count,
        operations: operations.list.len() + operations.skipped,
        schemas_declared: document.component_schemas.len(),
        schemas: components + skipped,
        narrowed: false,
    }
}

/// Adds the named types that are not components of the root file. A type without parts needs no name of its own.
fn add_named_elsewhere(api: &mut Api, named: Vec<(String, TypeRef)>) {
    for (name, ty) in named {
        if matches!(
            api.get(ty.id).shape,
            Shape::Struct(_)
                | Shape::Enum(_)
                | Shape::List(_)
                | Shape::Tuple(_)
                | Shape::Map(_)
                | Shape::Union(_)
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
