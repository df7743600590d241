//! Deviations of real documents that are read with a warning.

use super::super::document::{
    Number, ParameterIn, SchemaType, SecuritySchemeKind, StatusKey, Style,
};
use super::{component, lines, property, read, read_files, read_operation, read_schemas};
use crate::source::Node;

/// Returns the codes of all diagnostics, which must be warnings.
#[track_caller]
fn warnings(diagnostics: &[crate::diagnostic::Diagnostic]) -> Vec<&'static str> {
    let lines = lines(diagnostics);
    assert!(
        lines.iter().all(|line| line.starts_with("warning ")),
        "{lines:#?}"
    );
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect()
}

#[test]
fn bounds_and_flags_in_other_spellings_are_read() {
    let (document, diagnostics) = read_schemas(
        "3.0.3",
        "    A: { minLength: '3', maxLength: -1, minItems: 1.5, minimum: '0', maximum: '1.5e3', multipleOf: x, deprecated: 1, \
         nullable: 'True', readOnly: 'yes', uniqueItems: 2, format: 64, type: string }\n",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning wrong-type /components/schemas/A/minLength: `minLength` must be a non-negative integer, found a string; \
             read as `3`",
            "warning wrong-type /components/schemas/A/maxLength: `maxLength` must be a non-negative integer, found `-1`; ignored",
            "warning wrong-type /components/schemas/A/minItems: `minItems` must be a non-negative integer, found `1.5`; ignored",
            "warning wrong-type /components/schemas/A/minimum: `minimum` must be a number, found a string; read as `0`",
            "warning wrong-type /components/schemas/A/maximum: `maximum` must be a number, found a string; read as `1500.0`",
            "warning wrong-type /components/schemas/A/multipleOf: `multipleOf` must be a number, found a string; ignored",
            "warning wrong-type /components/schemas/A/deprecated: `deprecated` must be a boolean, found an integer; read as \
             `true`",
            "warning wrong-type /components/schemas/A/nullable: `nullable` must be a boolean, found a string; read as `true`",
            "warning wrong-type /components/schemas/A/readOnly: `readOnly` must be a boolean, found a string; read as `true`",
            "warning wrong-type /components/schemas/A/uniqueItems: `uniqueItems` must be a boolean, found `2`; ignored",
            "warning wrong-type /components/schemas/A/format: `format` must be a string, found an integer; read as `64`",
        ]
    );
    let schema = component(&document, "A");
    assert_eq!(schema.constraints.min_length, Some(3));
    assert_eq!(schema.constraints.minimum, Some(Number::Integer(0)));
    assert_eq!(schema.constraints.maximum, Some(Number::Float(1500.0)));
    assert_eq!(schema.types, [SchemaType::String, SchemaType::Null]);
    assert!(schema.deprecated && schema.read_only && !schema.constraints.unique_items);
}

#[test]
fn values_in_place_of_arrays_are_read() {
    let (document, diagnostics) = read_schemas(
        "3.1.0",
        "    A: { required: name, enum: a, allOf: {}, anyOf: { type: string } }\n    B: { required: [null, x, {}], enum: {} }\n",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning wrong-type /components/schemas/A/required: `required` must be an array, found a string; read as an array of one element",
            "warning wrong-type /components/schemas/A/enum: `enum` must be an array, found a string; read as an array of one element",
            "warning wrong-type /components/schemas/A/allOf: `allOf` must be an array, found an object; read as an empty array",
            "warning wrong-type /components/schemas/A/anyOf: `anyOf` must be an array, found an object; read as an array of one element",
            "warning wrong-type /components/schemas/B/required/0: `required` must contain strings, found null; left out",
            "warning wrong-type /components/schemas/B/required/2: `required` must contain strings, found an object; left out",
            "warning wrong-type /components/schemas/B/enum: `enum` must be an array, found an object; ignored",
        ]
    );
    let schema = component(&document, "A");
    assert_eq!(schema.required, ["name"]);
    assert_eq!(schema.enumeration, Some(vec![Node::String("a".to_owned())]));
    assert_eq!((schema.all_of.len(), schema.any_of.len()), (0, 1));
    assert_eq!(component(&document, "B").required, ["x"]);
}

#[test]
fn values_in_place_of_schemas_are_read() {
    let (document, diagnostics) = read_schemas(
        "3.0.3",
        "    P: { type: object, properties: { a: string, b: '#/components/schemas/P', c: null, d: 7, required: [a] }, \
         additionalProperties: 'false' }\n",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning wrong-type /components/schemas/P/properties/a: a schema must be an object, found a string; read as `type: \
             string`",
            "warning wrong-type /components/schemas/P/properties/b: a schema must be an object, found a string; read as `$ref: \
             #/components/schemas/P`",
            "warning wrong-type /components/schemas/P/properties/c: a schema must be an object, found null; read as `{}`, which \
             accepts anything",
            "warning wrong-type /components/schemas/P/properties/d: a schema must be an object, found `7`; read as `{}`, which \
             accepts anything",
            "warning wrong-type /components/schemas/P/properties/required: a schema must be an object, found an array; read as \
             `{}`, which accepts anything (`required` belongs beside `properties`, not inside it)",
            "warning wrong-type /components/schemas/P/additionalProperties: a schema must be an object, found a string; read as \
             `false`",
        ]
    );
    let schema = component(&document, "P");
    assert_eq!(property(&document, schema, "a").types, [SchemaType::String]);
    assert_eq!(
        property(&document, schema, "b").reference,
        Some(document.component_schemas[0].1)
    );
    let additional = schema.additional_properties.map(|id| document.schema(id));
    assert_eq!(additional.and_then(|schema| schema.boolean), Some(false));
}

#[test]
fn types_of_other_languages_are_read() {
    let (document, diagnostics) = read_schemas(
        "3.1.0",
        "    A: { type: String }\n    B: { type: [list, foo] }\n    C: { type: any }\n    D: { type: 3 }\n    E: { type: [Int] }\n",
    );
    assert_eq!(
        warnings(&diagnostics),
        [
            "unknown-type",
            "unknown-type",
            "unknown-type",
            "unknown-type",
            "wrong-type",
            "unknown-type"
        ]
    );
    assert_eq!(component(&document, "A").types, [SchemaType::String]);
    assert!(component(&document, "B").types.is_empty());
    assert!(component(&document, "C").types.is_empty());
    assert!(component(&document, "D").types.is_empty());
    assert_eq!(component(&document, "E").types, [SchemaType::Integer]);
}

#[test]
fn misspelt_references_are_followed() {
    let (document, diagnostics) = read_schemas(
        "3.0.3",
        "    a b{c}: {}
    A: { $ref: '#/definitions/a b{c}' }
    B: { $ref: ' #/components/schemas/A ' }
    C: { $ref: 'A' }
    D: { $ref: '#components/schemas/A' }
    E: { $ref: '#/components/schemas/a b{c}' }
    F: { $ref: '#/components/schemas/a%20b%7Bc%7D' }
",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning corrected-reference /components/schemas/A/$ref: unresolved reference `#/definitions/a b{c}`; read as \
             `#/components/schemas/a b{c}`",
            "warning corrected-reference /components/schemas/B/$ref: unresolved reference ` #/components/schemas/A `; read as \
             `#/components/schemas/A`",
            "warning corrected-reference /components/schemas/C/$ref: unresolved reference `A`; read as `#/components/schemas/A`",
            "warning corrected-reference /components/schemas/D/$ref: unresolved reference `#components/schemas/A`; read as \
             `#/components/schemas/A`",
        ]
    );
    let targets: Vec<_> = document.schemas[1..7]
        .iter()
        .map(|schema| schema.reference.map(|id| id.0))
        .collect();
    assert_eq!(
        targets,
        [Some(0), Some(1), Some(1), Some(1), Some(0), Some(0)]
    );
}

#[test]
fn empty_and_null_members_of_a_document_are_read() {
    let (document, diagnostics) = read(
        "openapi: 3.0
info: { title: null, version: 1.0, description: null, license: null, contact: null }
servers: null
tags: null
security: null
paths:
  pets: { parameters: null, get: { tags: null, parameters: {}, responses: [], operationId: null, requestBody: null, deprecated: null, security: null } }
  /null: null
components: { schemas: null, parameters: [], responses: null, securitySchemes: null }
",
    );
    warnings(&diagnostics);
    assert_eq!(document.version, "3.0");
    assert_eq!(
        (document.info.title.as_str(), document.info.version.as_str()),
        ("API", "1.0")
    );
    let paths: Vec<&str> = document
        .paths
        .iter()
        .map(|item| item.path.as_str())
        .collect();
    assert_eq!(paths, ["/pets", "/null"]);
    assert_eq!(document.operation_count, 1);
}

#[test]
fn strings_in_place_of_objects_are_read() {
    let (document, diagnostics) = read(
        "openapi: 3.1.0
info: { title: T, version: '1' }
servers: [ https://example.com/v1 ]
tags: [ pets ]
security: [ token ]
paths: {}
components:
  securitySchemes:
    token: { type: bearer }
    key: { type: apiKey, in: Header, name: ' X-Key ' }
    odd: { type: psk }
",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning wrong-type /servers/0: a server must be an object, found a string; read as its `url`",
            "warning wrong-type /tags/0: a tag must be an object, found a string; read as its `name`",
            "warning unknown-security-type /components/securitySchemes/token/type: `bearer` is not a type of security scheme; read \
             as `type: http`, `scheme: bearer`",
            "warning unknown-in /components/securitySchemes/key/in: `Header` is not a location for an API key; read as `header`",
            "warning invalid-name /components/securitySchemes/key/name: the name of a header cannot have spaces around it; read as \
             `X-Key`",
            "warning unknown-security-type /components/securitySchemes/odd/type: `psk` is not a type of security scheme; the scheme \
             is left out, and with it each alternative that needs it (the types are `apiKey`, `http`, `mutualTLS`, `oauth2` and \
             `openIdConnect`)",
            "warning wrong-type /security/0: a security requirement must be an object, found a string; read as `{ token: [] }`",
        ]
    );
    assert_eq!(document.servers[0].url, "https://example.com/v1");
    assert_eq!(document.tags[0].name, "pets");
    let kinds: Vec<_> = document
        .security_schemes
        .iter()
        .map(|scheme| scheme.kind.clone())
        .collect();
    let key = SecuritySchemeKind::ApiKey {
        location_in: ParameterIn::Header,
        name: "X-Key".to_owned(),
    };
    assert_eq!(kinds, [SecuritySchemeKind::Bearer, key]);
    let security = document.security.expect("it is stated");
    assert_eq!(security[0].schemes, [("token".to_owned(), vec![])]);
}

#[test]
fn statuses_in_other_spellings_are_read() {
    let (document, diagnostics) = read_operation(
        "3.0.3",
        "      security: { token: [] }
      tags: a
      parameters: { name: q, in: Query, style: Form, schema: {} }
",
    );
    assert_eq!(document.paths[0].operations[0].tags, ["a"]);
    let parameter = &document.paths[0].operations[0].parameters[0];
    assert_eq!(
        (parameter.location_in, parameter.style),
        (ParameterIn::Query, Style::Form)
    );
    assert_eq!(
        warnings(&diagnostics),
        [
            "wrong-type",
            "unknown-in",
            "wrong-type",
            "wrong-type",
            "unknown-security-scheme"
        ]
    );
    let (document, diagnostics) = read(
        "openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /:
    get:
      responses: { 200: {}, 4xx: {}, 5**: {}, Default: {}, ' 201': {}, ok: {}, 2XXX: {}, 99: {}, x-y: {} }
",
    );
    let statuses: Vec<_> = document.paths[0].operations[0]
        .responses
        .iter()
        .map(|response| response.status)
        .collect();
    assert_eq!(
        statuses,
        [
            StatusKey::Code(200),
            StatusKey::Range(4),
            StatusKey::Range(5),
            StatusKey::Default,
            StatusKey::Code(201)
        ]
    );
    assert_eq!(warnings(&diagnostics), ["invalid-status"; 7]);
}

#[test]
fn names_that_no_request_can_carry_are_rejected_or_left_out() {
    let (document, diagnostics) = read_operation(
        "3.1.0",
        "      parameters:
        - { name: \"X\\r\\nY\", in: header, schema: {} }
        - { name: 'a b', in: cookie, schema: {} }
        - { name: 'a[b]', in: cookie, schema: {} }
        - { name: \"a\\r\\nb\", in: query, schema: {} }
",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning invalid-name /paths/~1/get/parameters/0/name: `X\\r\\nY` is not a valid header name; the parameter is left out \
             (use letters, digits, `-` and `_`)",
            "warning invalid-name /paths/~1/get/parameters/1/name: `a b` is not a valid cookie name; the parameter is left out (use \
             letters, digits, `-` and `_`)",
        ]
    );
    assert_eq!(document.paths[0].operations[0].parameters.len(), 2);
    let (_, diagnostics) = read_files(&[(
        "o.yaml",
        "openapi: 3.1.0
info: { title: T, version: '1' }
paths: {}
components: { securitySchemes: { k: { type: apiKey, in: header, name: \"X\\r\\nY: z\" } } }
",
    )]);
    assert_eq!(
        lines(&diagnostics),
        [
            "error invalid-name /components/securitySchemes/k/name: `X\\r\\nY: z` is not a valid header name (use letters, digits, \
             `-` and `_`)"
        ]
    );
}

#[test]
fn dynamic_references_are_resolved_like_others() {
    let (document, diagnostics) = read_schemas(
        "3.1.0",
        "    Tree: { $id: tree, $dynamicAnchor: node, properties: { children: { items: { $dynamicRef: '#node' } } } }
    Both: { $ref: tree, $dynamicRef: 'tree#node' }
    Loop: { $dynamicAnchor: l, $dynamicRef: '#l' }
",
    );
    let codes: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect();
    assert_eq!(
        codes,
        ["dynamic-reference", "dynamic-reference", "reference-cycle"]
    );
    let tree = document.component_schemas[0].1;
    let children = property(&document, component(&document, "Tree"), "children");
    let item = document.schema(children.items.expect("it has items"));
    assert_eq!(item.reference, Some(tree));
    let both = component(&document, "Both");
    assert_eq!(both.reference, Some(tree));
    assert_eq!(both.without_effect[0].0, "$dynamicRef");
}

#[test]
fn references_below_an_id_fall_back_to_the_root_of_the_file() {
    let (document, diagnostics) = read_schemas(
        "3.1.0",
        "    A: { $id: a, properties: { b: { $ref: '#/components/schemas/B' }, c: { $ref: '#/$defs/C' } }, $defs: { C: {} } }
    B: { properties: { a: { $ref: a }, again: { $ref: './a#/$defs/C' } } }
",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning corrected-reference /components/schemas/A/properties/b/$ref: below an `$id`, `#/components/schemas/B` is relative to the schema that has it; resolved from the root of the file",
        ]
    );
    let [(_, a), (_, b)] = document.component_schemas[..] else {
        panic!("two components");
    };
    let target =
        |owner: &str, name: &str| property(&document, component(&document, owner), name).reference;
    assert_eq!(target("A", "b"), Some(b));
    assert_eq!(target("B", "a"), Some(a));
    assert_eq!(target("A", "c"), target("B", "again"));
    assert!(target("A", "c").is_some());
}

#[test]
fn optional_members_with_errors_are_left_out() {
    let (document, diagnostics) = read(
        "openapi: 3.0.3
info: { title: T, version: '1', license: MIT }
servers: [ { description: none }, { url: /a, variables: [ 1 ] } ]
tags: [ { description: none } ]
paths:
  /a:
    GET: { operationId: a }
    Summary: text
components:
  schemas:
    A: { oneOf: [ { type: string } ], discriminator: { mapping: [ 1 ] } }
    B: { $ref: null, type: string }
  securitySchemes:
    a: { scheme: bearer }
    b: { type: Http, scheme: basic }
    c: { type: http }
    d: { description: none }
    e: { type: apiKey, name: k }
",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning wrong-type /info/license: `license` must be an object, found a string; ignored",
            "warning missing-member /servers/0: a server must have a member `url`; the server is left out",
            "warning wrong-type /servers/1/variables: `variables` must be an object, found an array; ignored",
            "warning missing-member /tags/0: a tag must have a member `name`; the tag is left out",
            "warning missing-member /components/securitySchemes/a: a security scheme must have a member `type`; read as `type: \
             http`",
            "warning unknown-security-type /components/securitySchemes/b/type: `Http` is not a type of security scheme; read as \
             `http`",
            "warning missing-member /components/securitySchemes/c: a security scheme must have a member `scheme`; the scheme is \
             left out, and with it each alternative that needs it",
            "warning missing-member /components/securitySchemes/d: a security scheme must have a member `type`; the scheme is left \
             out, and with it each alternative that needs it",
            "warning missing-member /components/securitySchemes/e: a security scheme must have a member `in`; the scheme is left \
             out, and with it each alternative that needs it",
            "warning unknown-keyword /paths/~1a/Summary#: a path item has no member `Summary`; ignored (did you mean `summary`?)",
            "warning unknown-keyword /paths/~1a/GET#: a method must be lowercase; read as `get`",
            "warning missing-member /paths/~1a/GET: an operation must have a member `responses`; any response is accepted as it is",
            "warning wrong-type /components/schemas/A/discriminator/mapping: `mapping` must be an object, found an array; ignored",
            "warning missing-member /components/schemas/A/discriminator: a discriminator must have a member `propertyName`; variants are distinguished by their structure",
            "warning null-member /components/schemas/B/$ref#: `$ref` is null; ignored (remove the member)",
        ]
    );
    assert_eq!(document.paths[0].operations[0].method, "GET");
    assert_eq!(document.operation_count, 1);
    let names: Vec<&str> = document
        .security_schemes
        .iter()
        .map(|scheme| scheme.name.as_str())
        .collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(component(&document, "B").types, [SchemaType::String]);
}

#[test]
fn flows_without_a_token_url_are_left_out() {
    let text = "openapi: 3.1.0
info: { title: A, version: '1' }
paths: {}
components:
  securitySchemes:
    sound: { type: oauth2, flows: { clientCredentials: { tokenUrl: /token, scopes: { read: Reads., write: null } } } }
    other: { type: oauth2, flows: { implicit: 7 } }
    none: { type: oauth2, flows: nothing }
    blank: { type: oauth2, flows: { clientCredentials: { scopes: {} } } }
    variable: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://{tenant}.example.com' } } }
    foreign: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'urn://x', scopes: [] } } }
";
    let (document, diagnostics) = read(text);
    let kinds = document.security_schemes.iter().map(|scheme| &scheme.kind);
    let mut kinds: Vec<_> = kinds.cloned().collect();
    let SecuritySchemeKind::OAuth2(Some(flow)) = kinds.remove(0) else {
        panic!("{kinds:?}");
    };
    assert_eq!(flow.token_url, "/token");
    let scopes = [("read", "Reads."), ("write", "")];
    assert_eq!(
        flow.scopes,
        scopes.map(|(name, text)| (name.to_owned(), text.to_owned()))
    );
    assert!(
        kinds
            .iter()
            .all(|kind| *kind == SecuritySchemeKind::OAuth2(None))
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning null-member /components/securitySchemes/sound/flows/clientCredentials/scopes/write#: `write` is null; ignored \
             (remove the member)",
            "warning wrong-type /components/securitySchemes/none/flows: `flows` must be an object, found a string; ignored",
            "warning missing-member /components/securitySchemes/blank/flows/clientCredentials: a flow of a security scheme must \
             have a member `tokenUrl`; client credentials need a token URL set by hand",
            "warning invalid-url /components/securitySchemes/variable/flows/clientCredentials/tokenUrl: this `tokenUrl` cannot be requested: it is not a URL; client credentials need a token URL set by hand",
            "warning invalid-url /components/securitySchemes/foreign/flows/clientCredentials/tokenUrl: this `tokenUrl` cannot be requested: it is not an HTTP URL; client credentials need a token URL set by hand",
        ]
    );
}

#[test]
fn authorization_parameters_without_a_scheme_are_reported() {
    let parameter = "      parameters:\n      - { name: AUTHORIZATION, in: header, required: true, schema: { type: string } }\n";
    let (_, diagnostics) = read_operation("3.1.0", parameter);
    assert_eq!(
        lines(&diagnostics),
        [
            "warning authorization-parameter /paths/~1/get/parameters/0: the header parameter `Authorization` is left out, as OpenAPI requires, and no security scheme sets that header (declare a scheme under `components/securitySchemes`, such as `type: http, scheme: bearer`)"
        ]
    );
    for (scheme, count) in [("type: http, scheme: bearer", 0), ("type: mutualTLS", 1)] {
        let scheme =
            format!("{parameter}components: {{ securitySchemes: {{ token: {{ {scheme} }} }} }}\n");
        let (_, diagnostics) = read_operation("3.1.0", &scheme);
        assert_eq!(lines(&diagnostics).len(), count, "{diagnostics:?}");
    }
    let again = "    put:\n      responses: { '204': { description: d } }\n".to_owned() + parameter;
    let (_, diagnostics) = read_operation("3.1.0", &(parameter.to_owned() + &again));
    assert!(diagnostics[0].message.ends_with("; so is another one"));
}
