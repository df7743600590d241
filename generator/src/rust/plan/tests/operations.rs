//! Cases for operations: accessors, methods, arguments, examples, credentials.

use super::*;

#[test]
fn dotted_ids_are_paths_of_accessors() {
    let mut draft = Draft::default();
    draft.groups.push((
        "Live inputs".to_owned(),
        Some("They receive video.".to_owned()),
    ));
    for id in [
        "stream.live_inputs.create",
        "stream.live_inputs.outputs.list",
        "stream.liveInputs.list",
        "stream.outputs",
    ] {
        draft.operations.push(operation("GET", Some(id), "/x"));
    }
    let (krate, diagnostics) = draft.plan();
    let expected = [
        "stream.outputs",
        "stream.live_inputs.create",
        "stream.live_inputs.list",
        "stream.live_inputs.outputs.list",
    ];
    assert_eq!(methods(&krate), expected);
    let stream = &krate.resources[0];
    assert_eq!(stream.docs, ["The operations of `stream`."]);
    assert_eq!(stream.children[0].docs, ["They receive video."]);
    assert_eq!(stream.children[0].name.as_str(), "LiveInputs");
    assert_eq!(stream.children[0].methods[0].builder.as_str(), "Create");
    assert_eq!(stream.children[0].methods[0].constant.as_str(), "CREATE");
    assert_eq!(
        stream.children[0].methods[0].alias.as_deref(),
        Some("stream.live_inputs.create")
    );
    assert!(diagnostics.is_empty());
}

#[test]
fn a_resource_without_operations_documents_its_children() {
    let mut draft = Draft::default();
    for id in ["a.b.list", "a.b.get", "a.c.list", "a.d.e.list"] {
        draft.operations.push(operation("GET", Some(id), "/x"));
    }
    let (krate, _) = draft.plan();
    let a = &krate.resources[0];
    assert_eq!(a.docs, ["Gives access to `b`, `c` and `d`."]);
    assert_eq!(a.children[0].docs, ["The operations of `a.b`."]);
    assert_eq!(a.children[2].docs, ["Gives access to `e`."]);
}

#[test]
fn no_module_has_the_name_of_its_parent() {
    let mut draft = Draft::default();
    for id in ["resources.resources.get", "crate.crate.crate.get"] {
        draft.operations.push(operation("GET", Some(id), "/x"));
    }
    let (krate, diagnostics) = draft.plan();
    let mut modules = Vec::new();
    for top in &krate.resources {
        let mut open = Some(top);
        while let Some(resource) = open {
            modules.push(resource.module.as_str());
            open = resource.children.first();
        }
    }
    let expected = [
        "resources_",
        "resources_resource",
        "crate_",
        "crate_resource",
        "crate_",
    ];
    assert_eq!(modules, expected);
    assert!(diagnostics.is_empty());
}

#[test]
fn no_struct_is_called_new() {
    let mut draft = Draft::default();
    draft.component("New", object(Vec::new()));
    let mut operation = operation("GET", Some("new.get"), "/x");
    operation.success.value = Some(to(0));
    draft.operations.push(operation);
    let (krate, _) = draft.plan();
    assert_eq!(krate.resources[0].name.as_str(), "NewResource");
    assert_eq!(krate.types[0].items[0].name().as_str(), "NewType");
}

#[test]
fn groups_are_accessors_whose_words_are_dropped_from_methods() {
    let mut draft = Draft::default();
    for (id, group) in [
        (Some("listPets"), "pets"),
        (Some("showPetById"), "pets"),
        (Some("uploadFile"), "pets"),
        (Some("listToysByPet"), "pets"),
        (Some("pets"), "pets"),
        (Some("repos/list-commits"), "repos"),
        (Some("createFineTuningJob"), "Fine-tuning"),
        (None, "pets"),
    ] {
        let mut operation = operation("GET", id, "/v1/pets/");
        operation.groups.push(group.to_owned());
        draft.operations.push(operation);
    }
    let (krate, _) = draft.plan();
    let expected = [
        "pets.list",
        "pets.show_by_id",
        "pets.upload_file",
        "pets.list_toys",
        "pets.pets",
        "pets.get_pets",
        "repos.list_commits",
        "fine_tuning.create_job",
    ];
    assert_eq!(methods(&krate), expected);
}

#[test]
fn without_id_or_group_the_path_names_the_method() {
    let mut draft = Draft::default();
    let mut by_id = operation("GET", None, "/api/v1/pets/{petId}");
    by_id.path = vec![
        PathSegment::Text("/api/v1/pets/".to_owned()),
        PathSegment::Parameter(0),
    ];
    by_id
        .parameters
        .push(parameter("petId", ParameterLocation::Path, 0, true));
    draft.text();
    draft.operations.push(by_id);
    draft.operations.push(operation("GET", None, "/"));
    let (krate, _) = draft.plan();
    assert_eq!(methods(&krate), ["pets.get", "root.get"]);
    assert_eq!(krate.resources[0].methods[0].id, "GET /api/v1/pets/{petId}");
}

#[test]
fn clashing_methods_take_a_longer_name_or_a_number() {
    let mut draft = Draft::default();
    for id in ["getPet", "getPets", "getPet", "client", "box"] {
        let mut operation = operation("GET", Some(id), "/pets");
        operation.groups.push("pets".to_owned());
        draft.operations.push(operation);
    }
    let (krate, diagnostics) = draft.plan();
    assert_eq!(
        methods(&krate),
        [
            "pets.list",
            "pets.get_pets",
            "pets.get_pet",
            "pets.client",
            "pets.r#box"
        ]
    );
    let builders: Vec<&str> = krate.resources[0]
        .methods
        .iter()
        .map(|method| method.builder.as_str())
        .collect();
    assert_eq!(
        builders,
        ["List", "GetPets", "GetPet", "ClientCall", "BoxCall"]
    );
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
}

#[test]
fn names_of_resources_differ_from_imports() {
    let mut draft = Draft::default();
    for id in [
        "client.get",
        "stream.stream.get",
        "mod.get",
        "builder.get",
        "stream.stream",
    ] {
        draft.operations.push(operation("GET", Some(id), "/x"));
    }
    let (krate, _) = draft.plan();
    let shown = |resource: &Resource| {
        format!(
            "{} {} {}",
            resource.accessor.as_str(),
            resource.name.as_str(),
            resource.module.as_str()
        )
    };
    let top: Vec<String> = krate.resources.iter().map(shown).collect();
    assert_eq!(
        top,
        [
            "client ClientResource client",
            "stream Stream stream",
            "r#mod Mod mod_",
            "builder_ Builder builder"
        ]
    );
    assert_eq!(
        shown(&krate.resources[1].children[0]),
        "stream StreamStream stream_resource"
    );
    assert_eq!(krate.resources[1].methods[0].name.as_str(), "get_stream");
}

#[test]
fn arguments_are_required_parameters_and_the_body() {
    let mut draft = Draft::default();
    let text = draft.text();
    draft.component("Pet", object(Vec::new()));
    let mut operation = operation("PUT", Some("pets.update"), "/pets/{id}");
    operation.path = vec![
        PathSegment::Text("/pets/".to_owned()),
        PathSegment::Parameter(0),
    ];
    operation.parameters = vec![
        parameter("id", ParameterLocation::Path, text, true),
        parameter("limit", ParameterLocation::Query, text, false),
        parameter("id", ParameterLocation::Query, text, true),
        parameter("body", ParameterLocation::Header, text, true),
        parameter("options", ParameterLocation::Header, text, false),
    ];
    operation.body = body(1);
    operation.success.value = Some(to(1));
    draft.operations.push(operation);
    let (krate, diagnostics) = draft.plan();
    let method = &krate.resources[0].methods[0];
    let names = |parameters: &[crate::rust::Parameter]| -> Vec<String> {
        parameters
            .iter()
            .map(|parameter| parameter.name.as_str().to_owned())
            .collect()
    };
    assert_eq!(names(&method.required), ["id", "id_query", "body"]);
    assert_eq!(names(&method.optional), ["limit", "options_"]);
    assert_eq!(
        method.body.as_ref().map(|body| body.name.as_str()),
        Some("request_body")
    );
    assert_eq!(method.path[1], crate::rust::PathPiece::Parameter(0));
    assert_eq!(method.arguments, None);
    let example = "use pet_store::types::Pet;\n\nlet pet = client.pets().update(\"id\", \"id\", \"body\", &Pet::new()).await?;";
    assert_eq!(method.example.join("\n"), example);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
}

#[test]
fn more_than_six_arguments_are_a_struct() {
    let mut draft = Draft::default();
    let text = draft.text();
    let mut operation = operation("GET", Some("pets.find"), "/pets");
    operation.parameters = (0..7)
        .map(|index| parameter(&format!("p{index}"), ParameterLocation::Query, text, true))
        .collect();
    draft.operations.push(operation);
    let (krate, _) = draft.plan();
    let method = &krate.resources[0].methods[0];
    assert_eq!(
        method.arguments.as_ref().map(|name| name.as_str()),
        Some("FindRequired")
    );
    assert_eq!(
        method.example[0],
        "use pet_store::resources::pets::FindRequired;"
    );
}

#[test]
fn examples_use_documented_values_that_fit() {
    let mut draft = Draft::default();
    draft.component(
        "Pet",
        object(vec![
            member("name", to(1), true),
            member("age", to(2), false),
            member("mode", to(3), false),
            member("tags", to(4), false),
            member("gone", null_or(1), false),
            member("parent", null_or(0), true),
            member("free", to(5), false),
            member("note", null_or(1), true),
        ]),
    );
    draft.text();
    draft.add(of_field(0, "age"), Shape::Integer(IntegerFormat::Int32));
    draft.add(of_field(0, "mode"), texts(&["off", "on"]));
    draft.add(of_field(0, "tags"), Shape::List(to(1)));
    draft.add(of_field(0, "free"), Shape::Any);
    let text = |text: &str| Node::String(text.to_owned());
    let mut operation = operation("POST", Some("pets.create"), "/pets");
    operation.body = body(0);
    if let Some(body) = &mut operation.body {
        body.contents[0].example = Some(Node::Object(vec![
            ("name".to_owned(), text("Rex \"the\" dog\n")),
            ("age".to_owned(), Node::Integer(5_000_000_000)),
            ("mode".to_owned(), text("on")),
            ("tags".to_owned(), Node::Array(Vec::new())),
            ("gone".to_owned(), Node::Null),
            ("parent".to_owned(), Node::Object(Vec::new())),
            ("free".to_owned(), Node::Integer(5_000_000_000)),
        ]));
    }
    draft.operations.push(operation);
    let (krate, _) = draft.plan();
    let expected = [
        "use pet_store::Patch;",
        "use pet_store::serde_json::json;",
        "use pet_store::types::{Pet, PetMode};",
        "",
        "client",
        "    .pets()",
        "    .create(",
        "        &Pet::new(\"Rex \\\"the\\\" dog\\n\", None, Some(\"note\".to_owned()))",
        "            .age(1)",
        "            .mode(PetMode::On)",
        "            .tags(Vec::<String>::new())",
        "            .gone(Patch::Null)",
        "            .free(json!(5000000000_i64)),",
        "    )",
        "    .await?;",
    ];
    assert_eq!(krate.resources[0].methods[0].example, expected);
}

#[test]
fn a_type_that_needs_itself_has_an_example_that_compiles() {
    let mut draft = Draft::default();
    draft.component("Pet", object(vec![member("parent", to(0), true)]));
    let mut operation = operation("POST", Some("pets.create"), "/pets");
    operation.body = body(0);
    draft.operations.push(operation);
    let (krate, _) = draft.plan();
    let expected =
        "client.pets().create(unreachable!(\"no value of this type can be made\")).await?;";
    assert_eq!(krate.resources[0].methods[0].example, [expected]);
}

#[test]
fn credentials_become_setters() {
    let mut draft = Draft::default();
    for name in ["apiToken", "basic", "env"] {
        draft.credentials.push(Credential {
            name: name.to_owned(),
            description: None,
            placement: Placement::Bearer,
            flow: None,
            env: Some("TOKEN".to_owned()),
            rust_name: None,
            location: at(&format!("/{name}")),
        });
    }
    let mut first = operation("GET", Some("a.b"), "/x");
    first.security = vec![vec![1]];
    draft.operations.push(first);
    for id in ["a.c", "a.d"] {
        let mut operation = operation("GET", Some(id), "/x");
        operation.security = vec![vec![0], vec![1, 2]];
        draft.operations.push(operation);
    }
    let (krate, _) = draft.plan();
    assert_eq!(krate.docs, ["A client for Pets."]);
    let names: Vec<(&str, &str)> = krate
        .client
        .credentials
        .iter()
        .map(|credential| (credential.method.as_str(), credential.constant.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("api_token", "API_TOKEN"),
            ("basic_", "BASIC"),
            ("env_", "ENV")
        ]
    );
    assert_eq!(krate.client.security, [vec![0], vec![1, 2]]);
    let docs = [
        "Sets the credential `apiToken`.",
        "",
        "Sent as `Authorization: Bearer …`. `Client::from_env` takes it from `TOKEN`.",
    ];
    assert_eq!(krate.client.credentials[0].docs, docs);
}

#[test]
fn requested_names_and_types_are_used() {
    let mut draft = Draft::default();
    let mut name = member("name", to(1), false);
    name.rust_name = Some("title".to_owned());
    draft.component("Pet", object(vec![name]));
    draft.text();
    draft.types[0].rust.name = Some("Animal".to_owned());
    draft.types[1].rust.type_path = Some("uuid::Uuid".to_owned());
    let mut operation = operation("GET", Some("pets.get"), "/x");
    operation.hints.name = Some("fetch".to_owned());
    draft.operations.push(operation);
    let (krate, diagnostics) = draft.plan();
    let animal = structure(&krate, "Animal");
    assert_eq!(animal.alias.as_deref(), Some("Pet"));
    assert_eq!(animal.fields[0].name.as_str(), "title");
    assert_eq!(animal.fields[0].ty, Ty::Parsed("uuid::Uuid".to_owned()));
    assert_eq!(krate.types[0].name.as_str(), "animal");
    assert_eq!(methods(&krate), ["pets.fetch"]);
    assert_eq!(diagnostics, [] as [&str; 0]);
}

#[test]
fn adding_an_entry_renames_nothing() {
    let build = |more: bool| {
        let mut draft = Draft::default();
        if more {
            draft.component("Zebra", object(Vec::new()));
        }
        let base = u32::from(more);
        draft.component("Pet", object(vec![member("mode", to(base + 1), false)]));
        draft.add(of_field(base, "mode"), texts(&["off"]));
        if more {
            draft
                .operations
                .push(operation("GET", Some("zebras.list"), "/x"));
        }
        draft
            .operations
            .push(operation("GET", Some("pets.list"), "/x"));
        draft.plan().0
    };
    let (before, after) = (build(false), build(true));
    assert_eq!(names(&before)[..], names(&after)[1..]);
    assert_eq!(methods(&before)[..], methods(&after)[1..]);
}
