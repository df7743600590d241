//! The members that the specification defines, by object.
//!
//! Members of all versions stand together: a later version's member in an earlier document means what it will mean.
//! Schemas alone tell versions apart, because 3.0 had its own dialect.

/// An object of the specification: how messages call it, and what it may hold.
#[derive(Debug)]
pub(super) struct Kind {
    /// With its article, such as `an operation`.
    pub name: &'static str,
    /// The members that it may have.
    pub keys: &'static [&'static str],
    /// The extension keys that mean something here.
    pub extensions: &'static [&'static str],
}

/// All extension keys that mean something somewhere.
pub(super) const EXTENSIONS: &[&str] = &[
    "x-rust-name",
    "x-rust-type",
    "x-rust-skip",
    "x-rust-envelope",
    "x-rust-pagination",
    "x-rust-env",
    "x-rust-request-id",
    "x-rust-idempotency",
    "x-sensitive",
];

/// The members of a path item that are operations.
pub(super) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

const fn plain(name: &'static str, keys: &'static [&'static str]) -> Kind {
    Kind {
        name,
        keys,
        extensions: &[],
    }
}

pub(super) const DOCUMENT: Kind = Kind {
    name: "an OpenAPI document",
    keys: &[
        "openapi",
        "$self",
        "info",
        "jsonSchemaDialect",
        "servers",
        "paths",
        "webhooks",
        "components",
        "security",
        "tags",
        "externalDocs",
    ],
    extensions: &["x-rust-envelope", "x-rust-request-id", "x-rust-pagination"],
};

pub(super) const INFO: Kind = plain(
    "`info`",
    &[
        "title",
        "summary",
        "description",
        "termsOfService",
        "contact",
        "license",
        "version",
    ],
);

pub(super) const LICENSE: Kind = plain("a licence", &["name", "identifier", "url"]);

pub(super) const SERVER: Kind = Kind {
    name: "a server",
    keys: &["url", "description", "name", "variables"],
    extensions: &["x-rust-env"],
};

pub(super) const SERVER_VARIABLE: Kind =
    plain("a server variable", &["enum", "default", "description"]);

pub(super) const TAG: Kind = plain(
    "a tag",
    &[
        "name",
        "summary",
        "description",
        "externalDocs",
        "parent",
        "kind",
    ],
);

pub(super) const COMPONENTS: Kind = plain(
    "`components`",
    &[
        "schemas",
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "securitySchemes",
        "links",
        "callbacks",
        "pathItems",
        "mediaTypes",
    ],
);

pub(super) const PATHS: Kind = plain("`paths`", &[]);

pub(super) const LINK: Kind = plain(
    "a link",
    &[
        "operationRef",
        "operationId",
        "parameters",
        "requestBody",
        "description",
        "server",
    ],
);

pub(super) const CALLBACK: Kind = plain("a callback", &[]);

pub(super) const PATH_ITEM: Kind = plain(
    "a path item",
    &[
        "$ref",
        "summary",
        "description",
        "get",
        "put",
        "post",
        "delete",
        "options",
        "head",
        "patch",
        "trace",
        "query",
        "additionalOperations",
        "servers",
        "parameters",
    ],
);

pub(super) const OPERATION: Kind = Kind {
    name: "an operation",
    keys: &[
        "tags",
        "summary",
        "description",
        "externalDocs",
        "operationId",
        "parameters",
        "requestBody",
        "responses",
        "callbacks",
        "deprecated",
        "security",
        "servers",
    ],
    extensions: &[
        "x-rust-name",
        "x-rust-type",
        "x-rust-skip",
        "x-rust-pagination",
    ],
};

pub(super) const PARAMETER: Kind = Kind {
    name: "a parameter",
    keys: &[
        "name",
        "in",
        "description",
        "required",
        "deprecated",
        "allowEmptyValue",
        "style",
        "explode",
        "allowReserved",
        "schema",
        "example",
        "examples",
        "content",
    ],
    extensions: &[
        "x-rust-name",
        "x-rust-type",
        "x-rust-skip",
        "x-rust-idempotency",
    ],
};

pub(super) const HEADER: Kind = Kind {
    name: "a header",
    keys: &[
        "description",
        "required",
        "deprecated",
        "allowEmptyValue",
        "style",
        "explode",
        "allowReserved",
        "schema",
        "example",
        "examples",
        "content",
    ],
    extensions: &["x-rust-name", "x-rust-type", "x-rust-skip"],
};

pub(super) const REQUEST_BODY: Kind =
    plain("a request body", &["description", "content", "required"]);

pub(super) const MEDIA_TYPE: Kind = plain(
    "a media type",
    &[
        "schema",
        "itemSchema",
        "example",
        "examples",
        "encoding",
        "prefixEncoding",
        "itemEncoding",
    ],
);

pub(super) const ENCODING: Kind = plain(
    "an encoding",
    &[
        "contentType",
        "headers",
        "style",
        "explode",
        "allowReserved",
        "encoding",
        "prefixEncoding",
        "itemEncoding",
    ],
);

pub(super) const RESPONSES: Kind = plain("`responses`", &[]);

pub(super) const RESPONSE: Kind = plain(
    "a response",
    &["summary", "description", "headers", "content", "links"],
);

pub(super) const SECURITY_SCHEME: Kind = Kind {
    name: "a security scheme",
    keys: &[
        "type",
        "description",
        "name",
        "in",
        "scheme",
        "bearerFormat",
        "flows",
        "openIdConnectUrl",
        "oauth2MetadataUrl",
        "deprecated",
    ],
    extensions: &["x-rust-name", "x-rust-type", "x-rust-skip", "x-rust-env"],
};

pub(super) const DISCRIMINATOR: Kind = plain(
    "a discriminator",
    &["propertyName", "mapping", "defaultMapping"],
);

pub(super) const SCHEMA: Kind = Kind {
    name: "a schema",
    keys: &[
        "$ref",
        "type",
        "nullable",
        "format",
        "title",
        "description",
        "default",
        "example",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "enum",
        "const",
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "items",
        "prefixItems",
        "allOf",
        "oneOf",
        "anyOf",
        "discriminator",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "not",
        "if",
        "then",
        "else",
        "contains",
        "minContains",
        "maxContains",
        "dependentSchemas",
        "dependentRequired",
        "dependencies",
        "unevaluatedItems",
        "unevaluatedProperties",
        "propertyNames",
        "additionalItems",
        "xml",
        "externalDocs",
        "definitions",
        "$comment",
        "$schema",
        "$id",
        "$anchor",
        "$dynamicRef",
        "$dynamicAnchor",
        "$vocabulary",
        "$defs",
    ],
    extensions: &["x-rust-name", "x-rust-type", "x-rust-skip", "x-sensitive"],
};

/// Schema keywords that constrain values in ways that no Rust type shows.
pub(super) const SCHEMA_WITHOUT_EFFECT: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "contains",
    "minContains",
    "maxContains",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "unevaluatedItems",
    "unevaluatedProperties",
    "propertyNames",
    "additionalItems",
    "contentSchema",
];

/// Schema keywords that 3.0 does not have. <https://spec.openapis.org/oas/v3.0.4.html#schema-object>
pub(super) const SCHEMA_SINCE_3_1: &[&str] = &[
    "examples",
    "const",
    "patternProperties",
    "prefixItems",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "if",
    "then",
    "else",
    "contains",
    "minContains",
    "maxContains",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "unevaluatedItems",
    "unevaluatedProperties",
    "propertyNames",
    "additionalItems",
    "definitions",
    "$comment",
    "$schema",
    "$id",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$vocabulary",
    "$defs",
];

/// Schema keywords that change nothing beside a `$ref` but its documentation.
pub(super) const SCHEMA_ANNOTATIONS: &[&str] = &[
    "$ref",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "title",
    "xml",
    "$comment",
    "definitions",
    "$schema",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$vocabulary",
    "$defs",
];
