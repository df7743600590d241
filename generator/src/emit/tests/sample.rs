//! Small crates built by hand, to test emission without the stages before it.

use crate::rust::*;

/// Returns an identifier.
pub(crate) fn id(text: &str) -> Ident {
    Ident::new_unchecked(text)
}

/// Returns lines of documentation.
pub(crate) fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// Returns the type of an item.
pub(crate) fn item(name: &str) -> Ty {
    Ty::Item(id(name))
}

/// Returns an optional field without checks.
pub(crate) fn field(name: &str, wire: &str, ty: Ty) -> Field {
    Field {
        name: id(name),
        wire: wire.to_owned(),
        ty,
        presence: Presence::Optional,
        secret: false,
        docs: vec![format!("Wire name `{wire}`.")],
        alias: (wire != name.trim_start_matches("r#")).then(|| wire.to_owned()),
        deprecated: false,
        constant: None,
        checks: Checks::default(),
    }
}

/// Returns a struct that a request can carry, all of whose members may be missing.
pub(crate) fn structure(name: &str, fields: Vec<Field>) -> Struct {
    let required = fields
        .iter()
        .filter(|field| field.presence == Presence::Required)
        .count();
    Struct {
        name: id(name),
        docs: vec![format!("The {name} of the sample.")],
        alias: None,
        deprecated: false,
        constructor: match required {
            0 => Constructor::Default,
            1..=5 => Constructor::New,
            _ => Constructor::Required(id(&format!("{name}Required"))),
        },
        secret: fields.iter().any(|field| field.secret),
        fields,
        additional: None,
        in_request: true,
        response_form: None,
    }
}

/// Returns an enum.
pub(crate) fn enumeration(name: &str, values: &[(&str, &str)]) -> Enum {
    let variant = |(name, wire): &(&str, &str)| EnumVariant {
        name: id(name),
        wire: (*wire).to_owned(),
        docs: Vec::new(),
        alias: None,
    };
    Enum {
        name: id(name),
        docs: vec![format!("The {name} of the sample.")],
        alias: None,
        deprecated: false,
        variants: values.iter().map(variant).collect(),
        unrecognized: id("Unrecognized"),
        is_integer: false,
        documents_values: false,
        secret: false,
    }
}

/// Returns a module of one or more items.
pub(crate) fn module(name: &str, items: Vec<Item>) -> TypeModule {
    TypeModule {
        name: id(name),
        items,
    }
}

/// Returns a parameter in the default style of its place.
pub(crate) fn parameter(name: &str, wire: &str, place: ParameterLocation, ty: Ty) -> Parameter {
    let style = match place {
        ParameterLocation::Path | ParameterLocation::Header => Style::Simple,
        ParameterLocation::Query | ParameterLocation::Cookie => Style::Form,
    };
    Parameter {
        name: id(name),
        wire: wire.to_owned(),
        encoding: ParameterEncoding {
            location_in: place,
            style,
            explode: style == Style::Form,
            allow_reserved: false,
            allow_empty: false,
        },
        segments: None,
        ty,
        docs: vec![format!("The {name} of the sample.")],
        alias: None,
        deprecated: false,
        checks: Checks::default(),
        secret: false,
    }
}

/// Returns a method without parameters and without a value.
pub(crate) fn method(name: &str, builder: &str, constant: &str) -> Method {
    Method {
        errors: Vec::new(),
        name: id(name),
        builder: id(builder),
        constant: id(constant),
        id: format!("sample.{name}"),
        http_method: "GET".to_owned(),
        path_template: "/things".to_owned(),
        path: vec![PathPiece::Text("/things".to_owned())],
        server: None,
        idempotency_key: None,
        docs: lines(&["Do a thing", "", "`GET /things`"]),
        alias: Some(format!("sample.{name}")),
        deprecated: false,
        required: Vec::new(),
        optional: Vec::new(),
        body: None,
        arguments: None,
        pagination: None,
        response: Response {
            encoding: SuccessEncoding::Envelope,
            ..Response::default()
        },
        failures: Vec::new(),
        accept: Some("application/json".to_owned()),
        security: vec![vec![0], vec![1, 2]],
        example: Vec::new(),
    }
}

/// Returns a JSON body.
pub(crate) fn body(ty: Ty, required: bool) -> BodyPlan {
    BodyPlan {
        name: id("body"),
        required,
        choice: None,
        contents: vec![content("Json", "application/json", BodyEncoding::Json, ty)],
        preferred: 0,
        docs: lines(&["What is sent."]),
    }
}

/// Returns what a body is sent as.
pub(crate) fn content(
    variant: &str,
    media_type: &str,
    encoding: BodyEncoding,
    ty: Ty,
) -> ContentPlan {
    ContentPlan {
        variant: id(variant),
        media_type: media_type.to_owned(),
        encoding,
        ty,
        checks: Checks::default(),
        secret: false,
    }
}

/// Returns a resource at a path.
pub(crate) fn resource(
    path: &[&str],
    name: &str,
    methods: Vec<Method>,
    children: Vec<Resource>,
) -> Resource {
    Resource {
        accessor: id(path.last().unwrap()),
        module: id(path.last().unwrap()),
        name: id(name),
        docs: vec![format!("The {name} of the sample.")],
        path: path.iter().map(|accessor| id(accessor)).collect(),
        methods,
        children,
    }
}

/// Returns a credential in a header.
pub(crate) fn credential(
    name: &str,
    method: &str,
    constant: &str,
    placement: Placement,
) -> CredentialPlan {
    CredentialPlan {
        name: name.to_owned(),
        method: id(method),
        provider: (placement == Placement::Bearer).then(|| id(&format!("{method}_provider"))),
        exchange: None,
        constant: id(constant),
        placement,
        env: Some(format!("SAMPLE_{constant}")),
        docs: vec![format!("Authenticates by {name}.")],
    }
}

/// Returns a crate around types and resources.
pub(crate) fn krate(types: Vec<TypeModule>, resources: Vec<Resource>) -> Crate {
    Crate {
        errors: Vec::new(),
        package: "sample".to_owned(),
        library: "sample".to_owned(),
        title: "Sample".to_owned(),
        api_version: "1.0.0".to_owned(),
        docs: lines(&["A client for the sample."]),
        client: ClientPlan {
            base_url: Some("https://api.example.com/v1".to_owned()),
            base_path: None,
            other_servers: Vec::new(),
            server_templates: Vec::new(),
            base_url_env: Some("SAMPLE_BASE_URL".to_owned()),
            credentials: vec![
                credential("apiToken", "api_token", "API_TOKEN", Placement::Bearer),
                credential(
                    "apiEmail",
                    "api_email",
                    "API_EMAIL",
                    Placement::Header("X-Auth-Email".to_owned()),
                ),
                credential(
                    "apiKey",
                    "api_key",
                    "API_KEY",
                    Placement::Header("X-Auth-Key".to_owned()),
                ),
            ],
            security: vec![vec![0], vec![1, 2]],
            envelope: Some(Envelope {
                result: "result".to_owned(),
                success: Some("success".to_owned()),
                errors: Some("errors".to_owned()),
                messages: None,
            }),
            request_id_header: Some("x-request-id".to_owned()),
        },
        types,
        resources,
        features: None,
        needs: Needs::default(),
        recursion_limit: None,
    }
}

/// Returns a small crate such as the plan of a plain document has: live inputs and their outputs. Long, because it writes out
/// a whole plan.
pub(crate) fn live_inputs() -> Crate {
    let mut mode = field("mode", "mode", item("RecordingMode"));
    mode.docs = lines(&[
        "What is recorded.",
        "",
        "Wire name `mode`. Default: `\"off\"`.",
    ]);
    let mut origins = field(
        "allowed_origins",
        "allowedOrigins",
        Ty::Vec(Box::new(Ty::String)),
    );
    origins.checks = Checks {
        items: Some((None, Some(20))),
        unique: true,
        each: Some(Box::new(Checks {
            length: Some((None, Some(255))),
            ..Checks::default()
        })),
        ..Checks::default()
    };
    let mut timeout = field("timeout_seconds", "timeoutSeconds", Ty::I64);
    timeout.checks.integer = Some(IntegerChecks {
        minimum: Some(0),
        ..IntegerChecks::default()
    });
    let recording = structure("Recording", vec![origins, mode, timeout]);

    let mut days = field(
        "delete_recording_after_days",
        "deleteRecordingAfterDays",
        Ty::F64,
    );
    days.presence = Presence::Patch;
    days.checks.number = Some(NumberChecks {
        minimum: Some(30.0),
        ..NumberChecks::default()
    });
    let mut nested = field("recording", "recording", item("Recording"));
    nested.checks.nested = true;
    let create = structure(
        "CreateLiveInput",
        vec![
            days,
            field("enabled", "enabled", Ty::Bool),
            field("meta", "meta", item("Meta")),
            nested,
        ],
    );
    let meta = Alias {
        name: id("Meta"),
        docs: lines(&["Keys and values of your own."]),
        alias: None,
        deprecated: false,
        ty: Ty::JsonMap,
    };

    let mut key = field("stream_key", "streamKey", Ty::String);
    key.secret = true;
    let rtmps = structure("Rtmps", vec![key.clone(), field("url", "url", Ty::String)]);
    let mut live_input = structure(
        "LiveInput",
        vec![
            field("created", "created", Ty::Timestamp),
            field("rtmps", "rtmps", item("Rtmps")),
            field("tags", "tags", Ty::Vec(Box::new(item("Meta")))),
            field("uid", "uid", Ty::String),
        ],
    );
    live_input.in_request = false;

    let mut url = field("url", "url", Ty::String);
    url.presence = Presence::Required;
    url.secret = true;
    key.presence = Presence::Required;
    let create_output = structure(
        "CreateOutput",
        vec![url, key, field("enabled", "enabled", Ty::Bool)],
    );

    let mut account = parameter(
        "account_id",
        "account_id",
        ParameterLocation::Path,
        Ty::String,
    );
    account.checks.length = Some((None, Some(32)));
    let mut create_method = method("create", "Create", "CREATE");
    create_method.http_method = "POST".to_owned();
    create_method.path_template = "/accounts/{account_id}/live_inputs".to_owned();
    create_method.path = vec![
        PathPiece::Text("/accounts/".to_owned()),
        PathPiece::Parameter(0),
        PathPiece::Text("/live_inputs".to_owned()),
    ];
    create_method.docs = lines(&[
        "Create a live input",
        "",
        "Creates a live input, and returns credentials for it.",
        "",
        "`POST /accounts/{account_id}/live_inputs`",
    ]);
    create_method.required = vec![account.clone()];
    create_method.optional = vec![parameter(
        "idempotency_key",
        "Idempotency-Key",
        ParameterLocation::Header,
        Ty::String,
    )];
    create_method.body = Some(body(item("CreateLiveInput"), true));
    create_method.response.ty = Some(item("LiveInput"));
    create_method.example = lines(&[
        "use sample::types::CreateLiveInput;",
        "",
        "let live_input = client",
        "    .live_inputs()",
        "    .create(\"023e105f4ecef8ad9ca31a8372d0c353\", &CreateLiveInput::new().enabled(true))",
        "    .await?;",
    ]);
    let mut list = method("list", "List", "LIST");
    list.path_template = "/accounts/{account_id}/live_inputs".to_owned();
    list.path = create_method.path.clone();
    list.required = vec![account];
    let mut limit = parameter("limit", "limit", ParameterLocation::Query, Ty::I64);
    limit.checks.integer = Some(IntegerChecks {
        minimum: Some(1),
        maximum: Some(100),
        multiple_of: None,
    });
    list.optional = vec![
        limit,
        parameter(
            "states",
            "state",
            ParameterLocation::Query,
            Ty::Vec(Box::new(item("RecordingMode"))),
        ),
        parameter("start", "start", ParameterLocation::Query, Ty::Timestamp),
    ];
    list.response.ty = Some(Ty::Vec(Box::new(item("LiveInput"))));
    list.example = lines(&[
        "let live_inputs = client.live_inputs().list(\"023e105f4ecef8ad9ca31a8372d0c353\").limit(10).await?;",
    ]);
    let mut create_output_method = create_method.clone();
    create_output_method.body = Some(body(item("CreateOutput"), true));
    create_output_method.response.ty = None;
    create_output_method.security = vec![vec![0]];
    create_output_method.example.clear();
    let outputs = resource(
        &["live_inputs", "outputs"],
        "Outputs",
        vec![create_output_method],
        Vec::new(),
    );
    let mut krate = krate(
        vec![
            module("create_live_input", vec![Item::Struct(create)]),
            module("meta", vec![Item::Alias(meta)]),
            module(
                "recording",
                vec![
                    Item::Struct(recording),
                    Item::Enum(enumeration(
                        "RecordingMode",
                        &[("Off", "off"), ("Automatic", "automatic")],
                    )),
                ],
            ),
            module("rtmps", vec![Item::Struct(rtmps)]),
            module("live_input", vec![Item::Struct(live_input)]),
            module("create_output", vec![Item::Struct(create_output)]),
        ],
        vec![resource(
            &["live_inputs"],
            "LiveInputs",
            vec![create_method, list],
            vec![outputs],
        )],
    );
    krate.needs.jiff = true;
    krate
}
