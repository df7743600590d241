//! The members that the specification defines, by object.
//!
//! The members of all versions are listed together: a member of a later version in an earlier document is read as in the later
//! version. Only schemas distinguish versions, because 3.0 has its own dialect.

use super::extension_keys::ExtendedObject;

/// A kind of object of the specification: its name in messages, and its members.
#[derive(Debug)]
pub(super) struct ObjectKind {
    /// With its article, such as `an operation`.
    pub name: &'static str,
    /// The members that it may have.
    pub keys: &'static [&'static str],
    /// Its entry in the table of extension keys, if any key has an effect on it.
    pub extended: Option<ExtendedObject>,
}

/// The members of a path item that are operations.
pub(super) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Creates a kind that no extension key has an effect on.
pub(super) const fn plain(name: &'static str, keys: &'static [&'static str]) -> ObjectKind {
    ObjectKind {
        name,
        keys,
        extended: None,
    }
}

pub(super) const DOCUMENT: ObjectKind = ObjectKind {
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
    extended: Some(ExtendedObject::Document),
};

pub(super) const INFO: ObjectKind = plain(
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

pub(super) const LICENSE: ObjectKind = plain("a licence", &["name", "identifier", "url"]);

pub(super) const SERVER: ObjectKind = ObjectKind {
    name: "a server",
    keys: &["url", "description", "name", "variables"],
    extended: Some(ExtendedObject::Server),
};

pub(super) const SERVER_VARIABLE: ObjectKind =
    plain("a server variable", &["enum", "default", "description"]);

pub(super) const TAG: ObjectKind = plain(
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

pub(super) const COMPONENTS: ObjectKind = plain(
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

pub(super) const PATHS: ObjectKind = plain("`paths`", &[]);

pub(super) const LINK: ObjectKind = plain(
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

pub(super) const CALLBACK: ObjectKind = plain("a callback", &[]);

pub(super) const PATH_ITEM: ObjectKind = plain(
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

pub(super) const OPERATION: ObjectKind = ObjectKind {
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
    extended: Some(ExtendedObject::Operation),
};

pub(super) const PARAMETER: ObjectKind = ObjectKind {
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
    extended: Some(ExtendedObject::Parameter),
};

pub(super) const HEADER: ObjectKind = ObjectKind {
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
    extended: Some(ExtendedObject::Header),
};

pub(super) const REQUEST_BODY: ObjectKind =
    plain("a request body", &["description", "content", "required"]);

pub(super) const MEDIA_TYPE: ObjectKind = plain(
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

pub(super) const ENCODING: ObjectKind = plain(
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

pub(super) const RESPONSES: ObjectKind = plain("`responses`", &[]);

pub(super) const RESPONSE: ObjectKind = plain(
    "a response",
    &["summary", "description", "headers", "content", "links"],
);

pub(super) const SECURITY_SCHEME: ObjectKind = ObjectKind {
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
    extended: Some(ExtendedObject::SecurityScheme),
};

pub(super) const DISCRIMINATOR: ObjectKind = plain(
    "a discriminator",
    &["propertyName", "mapping", "defaultMapping"],
);

pub(super) const SCHEMA: ObjectKind = ObjectKind {
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
    extended: Some(ExtendedObject::Schema),
};

/// Schema keywords that constrain values in ways that a Rust type cannot express.
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

/// Schema keywords that change only the documentation of a `$ref` beside them.
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
