//! A table of edits of the document and the differences that they make.

use super::{DOCUMENT, compared, edited, lines};

/// What upstream has in place of a piece of our document, and the differences.
const EDITS: &[(&str, &str, &[&str])] = &[
    // Operations.
    (
        "    delete:\n      operationId: pets.delete\n      deprecated: true\n      responses:\n        '204': {description: Gone.}\n",
        "",
        &["operation DELETE /pets/{id}: pets.delete | - (0)"],
    ),
    (
        "components:\n  sec",
        "  /owners: {get: {summary: List owners, responses: {'200': {description: All.}}}}\ncomponents:\n  sec",
        &["operation GET /owners: - | List owners (0)"],
    ),
    (
        "      deprecated: true\n",
        "",
        &["deprecated DELETE /pets/{id}: true | - (1)"],
    ),
    (
        "security: [{token: []}]",
        "security: [{token: []}, {token: [], key: []}]",
        &["security security: bearer token | bearer token or bearer token with header x-key (5)"],
    ),
    (
        "https://pets.example'}]",
        "https://pets.example/v2'}]",
        &["servers servers: https://pets.example | https://pets.example/v2 (5)"],
    ),
    // Parameters.
    (
        "  /pets/{id}:\n    parameters:\n      - {name: id,",
        "  /pets/{pet}:\n    parameters:\n      - {name: pet,",
        &["name path parameter id: id | pet (2)"],
    ),
    (
        "        - {name: X-Trace, in: header, schema: {type: string}}\n",
        "        - {name: x-trace, in: header, required: true, schema: {type: string}}\n        - {name: cursor, in: query, schema: {type: string}}\n",
        &[
            "required header parameter X-Trace: - | true (1)",
            "parameter query parameter cursor: - | optional (1)",
        ],
    ),
    (
        "name: limit, in: query, description: How many., schema: {type: integer, minimum: 1, maximum: 100, default: 20}",
        "name: limit, in: query, style: spaceDelimited, schema: {type: integer, minimum: 0, default: 10}",
        &[
            "style query parameter limit: Form | SpaceDelimited (1)",
            "explode query parameter limit: true | - (1)",
            "default query parameter limit: 20 | 10 (1)",
            "minimum query parameter limit: 1 | 0 (1)",
            "maximum query parameter limit: 100 | - (1)",
        ],
    ),
    (
        "        - {name: X-Trace, in: header, schema: {type: string}}\n",
        "",
        &["parameter header parameter X-Trace: optional | - (1)"],
    ),
    // Bodies and responses.
    (
        "        required: true\n        content",
        "        content",
        &["required request body: true | - (1)"],
    ),
    (
        "'204': {description: Gone.}",
        "'200': {description: Gone.}",
        &[
            "response response 204: Gone. | - (1)",
            "response response 200: - | Gone. (1)",
        ],
    ),
    (
        "headers: {X-Total: {schema: {type: integer}}}",
        "headers: {X-Rest: {schema: {type: integer}}}",
        &[
            "header response 200 header X-Total: optional | - (1)",
            "header response 200 header X-Rest: - | optional (1)",
        ],
    ),
    (
        "{image/png: {}}",
        "{image/png: {}, image/jpeg: {}}",
        &["mediaType response 200 (image/jpeg): - | image/jpeg (1)"],
    ),
    (
        "properties: {code: {type: integer}}",
        "properties: {code: {type: string}}",
        &["type response default.code: integer | string (3)"],
    ),
    (
        "{application/json: {schema: {$ref: '#/components/schemas/NewPet'}}}",
        "{application/json: {schema: {type: string}}}",
        &["type request body: object | string (1)"],
    ),
    (
        "{application/json: {schema: {$ref: '#/components/schemas/NewPet'}}}",
        "{application/json: {}}",
        &["type request body: object | any (1)"],
    ),
    // Schemas.
    (
        "Id: {type: string, maxLength: 32}",
        "Id: {type: string, maxLength: 36}",
        &[
            // Here the reference has a keyword beside it.
            "maxLength Pet.id: 32 | 36 (3)",
            "maxLength Id: 32 | 36 (3)",
        ],
    ),
    (
        "      required: [name]\n",
        "      required: [name, born]\n",
        &["required Animal.born: - | true (3)"],
    ),
    (
        "        name: {type: string, desc",
        "        color: {type: string}\n        name: {type: string, desc",
        &[
            "property Pet.color: - | string (3)",
            "property Animal.color: - | string (1)",
        ],
    ),
    (
        "minLength: 1, pattern: '^[A-Z]'",
        "minLength: 1, format: hostname",
        &[
            "pattern Animal.name: ^[A-Z] | - (3)",
            "format Animal.name: - | hostname (3)",
        ],
    ),
    (
        "born: {type: [string, 'null'], format: date}",
        "born: {type: string, format: date}",
        &["nullable Animal.born: true | - (3)"],
    ),
    (
        "enum: [small, large]",
        "enum: [small, medium]",
        &["enum Animal.size: \"large\" | \"medium\" (3)"],
    ),
    (
        "enum: [small, large]",
        "deprecated: true",
        &[
            "deprecated Animal.size: - | true (3)",
            "enum Animal.size: \"small\", \"large\" | - (3)",
        ],
    ),
    (
        "items: {type: string}, maxItems: 9, uniqueItems: true",
        "items: {type: integer}",
        &[
            "maxItems Animal.tags: 9 | - (3)",
            "uniqueItems Animal.tags: true | - (3)",
            "type Animal.tags[]: string | integer (3)",
        ],
    ),
    (
        "additionalProperties: {type: string}",
        "additionalProperties: false",
        &[
            "additionalProperties Animal.notes: - | false (3)",
            "additionalProperties Animal.notes.*: string | - (3)",
        ],
    ),
    (
        "additionalProperties: {type: string}",
        "additionalProperties: {type: string, format: uri}",
        &["format Animal.notes.*: - | uri (3)"],
    ),
    (
        "secret: {type: string, x-sensitive: true}",
        "secret: {type: string, writeOnly: true}",
        &[
            "x-sensitive Animal.secret: true | - (3)",
            "writeOnly Animal.secret: - | true (3)",
        ],
    ),
    (
        "readOnly: true",
        "description: d",
        &["readOnly Pet.id: true | - (3)"],
    ),
    (
        "            - {$ref: '#/components/schemas/Shelter'}\n",
        "            - {type: string}\n",
        &[
            "alternative Animal.owner: Shelter | - (3)",
            "alternative Animal.owner: - | string (3)",
        ],
    ),
    (
        "discriminator: {propertyName: kind}",
        "description: d",
        &["discriminator Animal.owner: kind | - (3)"],
    ),
    (
        "prefixItems: [{type: number}, {type: number}]",
        "prefixItems: [{type: number}]",
        &["prefixItems Animal.place[1]: number | - (3)"],
    ),
    (
        "beds: {type: integer, format: int32}",
        "beds: {type: number}",
        &[
            "type Shelter.beds: integer | number (3)",
            "format Shelter.beds: int32 | - (3)",
        ],
    ),
    (
        "NewPet: {$ref: '#/components/schemas/Animal'}",
        "NewPet: {}",
        &["type Animal: object | any (1)"],
    ),
];

#[test]
fn each_kind_of_difference_is_found() {
    for (from, to, expected) in EDITS {
        assert_eq!(
            lines(DOCUMENT, &edited(from, to)),
            *expected,
            "{from} -> {to}"
        );
    }
}

#[test]
fn documentation_is_apart() {
    let upstream = edited("description: Its name.", "description: The name.");
    let upstream = upstream.replace("summary: List pets", "summary: Pets");
    let comparison = compared(DOCUMENT, &upstream);
    let found: Vec<(&str, &str)> = comparison
        .differences
        .iter()
        .map(|it| (it.kind, it.at.as_str()))
        .collect();
    assert_eq!(
        found,
        [("summary", "GET /pets"), ("description", "Animal.name")]
    );
    assert!(comparison.differences.iter().all(|it| it.is_documentation));
    // White space is none.
    let upstream = edited("description: Its name.", "description: \"Its \\n name.\"");
    assert!(compared(DOCUMENT, &upstream).differences.is_empty());
}

#[test]
fn operations_outside_our_paths_are_counted() {
    let others: String = (0..9)
        .map(|number| {
            format!("  /other{number}: {{get: {{responses: {{'200': {{description: d}}}}}}}}\n")
        })
        .collect();
    let new = "  /pets/{id}/tags: {get: {responses: {'200': {description: d}}}}\n";
    let upstream = edited(
        "components:\n  sec",
        &format!("{others}{new}components:\n  sec"),
    );
    let comparison = compared(DOCUMENT, &upstream);
    assert_eq!(comparison.others, 9);
    assert_eq!(
        lines(DOCUMENT, &upstream),
        ["operation GET /pets/{id}/tags: -  |  (0)".replace("  |", " |")]
    );
}
