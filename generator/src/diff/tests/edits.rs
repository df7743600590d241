//! The table of edits with their levels and rules.

use super::super::{Format, Level, Rule};
use super::{compared, found};

/// An edit of the document.
struct Edit {
    name: &'static str,
    /// Texts in the document and their replacements.
    texts: &'static [(&'static str, &'static str)],
    rules: &'static [Rule],
}

const BREAKING: &[Edit] = &[
    Edit {
        name: "another type of a property",
        texts: &[("weight: {type: number}", "weight: {type: string}")],
        rules: &[Rule::FieldType],
    },
    Edit {
        name: "a property becomes nullable",
        texts: &[("nick: {type: string}", "nick: {type: [string, 'null']}")],
        rules: &[Rule::FieldPresence],
    },
    Edit {
        name: "a property becomes required",
        texts: &[("required: [name, age]", "required: [name, age, nick]")],
        rules: &[Rule::FieldPresence],
    },
    Edit {
        name: "a property is no longer required",
        texts: &[("required: [name, age]", "required: [name]")],
        rules: &[Rule::FieldPresence],
    },
    Edit {
        name: "another format",
        texts: &[(
            "born: {type: string, format: date}",
            "born: {type: string, format: date-time}",
        )],
        rules: &[Rule::FieldType],
    },
    Edit {
        name: "no format",
        texts: &[("born: {type: string, format: date}", "born: {type: string}")],
        rules: &[Rule::FieldType],
    },
    Edit {
        name: "another width of an integer",
        texts: &[(
            "age: {type: integer, format: int32}",
            "age: {type: integer, format: int64}",
        )],
        rules: &[Rule::FieldType],
    },
    Edit {
        name: "other items of a list",
        texts: &[(
            "toys: {type: array, items: {type: string}}",
            "toys: {type: array, items: {type: integer}}",
        )],
        rules: &[Rule::FieldType],
    },
    Edit {
        name: "another result",
        texts: &[(
            "schema: {type: array, items: {$ref: '#/components/schemas/Visit'}}",
            "schema: {$ref: '#/components/schemas/Visit'}",
        )],
        rules: &[Rule::ResultType],
    },
    Edit {
        name: "no result",
        texts: &[(
            "      operationId: pets.get
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: The pet.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
",
            "      operationId: pets.get
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: The pet.
",
        )],
        rules: &[Rule::ResultType],
    },
    Edit {
        name: "another order of path parameters",
        texts: &[(
            "/shops/{shop}/owners/{owner}/pets:",
            "/shops/{owner}/owners/{shop}/pets:",
        )],
        rules: &[Rule::ArgumentOrder],
    },
    Edit {
        name: "another order of required properties",
        texts: &[(
            "        name: {type: string, maxLength: 20, description: What it is called.}
        age: {type: integer, format: int32}
",
            "        age: {type: integer, format: int32}
        name: {type: string, maxLength: 20, description: What it is called.}
",
        )],
        rules: &[Rule::RequiredOrder],
    },
    Edit {
        name: "an operation is removed",
        texts: &[(
            "    delete:
      operationId: pets.delete
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '204': {description: Nothing.}
",
            "",
        )],
        rules: &[Rule::OperationRemoved],
    },
    Edit {
        name: "an operation is renamed",
        texts: &[("operationId: pets.get", "operationId: pets.fetch")],
        rules: &[Rule::OperationRenamed],
    },
    Edit {
        name: "an operation belongs to another resource",
        texts: &[(
            "operationId: visits.list",
            "operationId: clinic.visits.list",
        )],
        rules: &[Rule::OperationMoved],
    },
    Edit {
        name: "a schema is removed",
        texts: &[
            (
                "        home: {$ref: '#/components/schemas/Home'}
    Kind:",
                "    Kind:",
            ),
            (
                "        home: {$ref: '#/components/schemas/Home'}
        code:",
                "        code:",
            ),
            (
                "    Home:
      type: object
      properties:
        street: {type: string}
        city: {type: string}
",
                "",
            ),
        ],
        rules: &[Rule::TypeRemoved, Rule::FieldRemoved],
    },
    Edit {
        name: "a schema is renamed",
        texts: &[
            (
                "        home: {$ref: '#/components/schemas/Home'}
    Kind:",
                "        home: {$ref: '#/components/schemas/Place'}
    Kind:",
            ),
            (
                "        home: {$ref: '#/components/schemas/Home'}
        code:",
                "        home: {$ref: '#/components/schemas/Place'}
        code:",
            ),
            ("    Home:\n", "    Place:\n"),
        ],
        rules: &[Rule::TypeRenamed],
    },
    Edit {
        name: "another type of a named scalar",
        texts: &[("Code: {type: string}", "Code: {type: integer}")],
        rules: &[Rule::AliasType, Rule::FieldType],
    },
    Edit {
        name: "a schema of another kind",
        texts: &[("      enum: [cat, dog]\n", "")],
        rules: &[Rule::TypeKind, Rule::FieldType],
    },
    Edit {
        name: "a property is removed",
        texts: &[("        weight: {type: number}\n", "")],
        rules: &[Rule::FieldRemoved],
    },
    Edit {
        name: "a property is renamed",
        texts: &[("weight: {type: number}", "mass: {type: number}")],
        rules: &[Rule::FieldRemoved, Rule::FieldAdded],
    },
    Edit {
        name: "another Rust name of a property",
        texts: &[(
            "weight: {type: number}",
            "weight: {type: number, x-rust-name: mass}",
        )],
        rules: &[Rule::FieldRenamed],
    },
    Edit {
        name: "a required property is added",
        texts: &[(
            "required: [name, age]\n      properties:\n",
            "required: [name, age, chip]\n      properties:\n        chip: {type: string}\n",
        )],
        rules: &[Rule::RequiredFieldAdded],
    },
    Edit {
        name: "a required property can have one value alone",
        texts: &[(
            "age: {type: integer, format: int32}",
            "age: {type: integer, format: int32, const: 3}",
        )],
        rules: &[Rule::RequiredFieldAdded],
    },
    Edit {
        name: "the only required property of responses alone becomes optional",
        texts: &[("      required: [pet]\n", "")],
        rules: &[Rule::FieldPresence, Rule::TraitAdded],
    },
    Edit {
        name: "a value of an enum is removed",
        texts: &[("enum: [cat, dog]", "enum: [cat]")],
        rules: &[Rule::VariantRemoved],
    },
    Edit {
        name: "an alternative of a union is removed",
        texts: &[
            ("        - {$ref: '#/components/schemas/Dog'}\n", ""),
            (
                "    Dog:
      type: object
      required: [type]
      properties:
        type: {type: string}
        tricks: {type: integer}
",
                "",
            ),
        ],
        rules: &[Rule::TypeRemoved, Rule::VariantRemoved],
    },
    Edit {
        name: "an alternative of the credentials is removed",
        texts: &[("  - token: []\n", "")],
        rules: &[Rule::SecurityRemoved],
    },
    Edit {
        name: "credentials are needed together",
        texts: &[(
            "  - token: []\n  - key: []\n",
            "  - token: []\n    key: []\n",
        )],
        rules: &[Rule::SecurityRemoved],
    },
    Edit {
        name: "a security scheme of another kind",
        texts: &[(
            "token: {type: http, scheme: bearer, x-rust-env: PETS_TOKEN}",
            "token: {type: http, scheme: basic, x-rust-env: PETS_TOKEN}",
        )],
        rules: &[Rule::CredentialKind],
    },
    Edit {
        name: "readOnly splits a type",
        texts: &[(
            "weight: {type: number}",
            "weight: {type: number, readOnly: true}",
        )],
        rules: &[Rule::BodyType, Rule::TraitRemoved, Rule::TypeAdded],
    },
    Edit {
        name: "writeOnly splits a type",
        texts: &[(
            "weight: {type: number}",
            "weight: {type: number, writeOnly: true}",
        )],
        rules: &[
            Rule::BodyType,
            Rule::FieldRemoved,
            Rule::TraitRemoved,
            Rule::TypeAdded,
        ],
    },
    Edit {
        name: "a parameter becomes required",
        texts: &[(
            "{name: tags, in: query,",
            "{name: tags, in: query, required: true,",
        )],
        rules: &[Rule::ArgumentAdded],
    },
    Edit {
        name: "a parameter is no longer required",
        texts: &[(
            "{name: kind, in: query, required: true,",
            "{name: kind, in: query,",
        )],
        rules: &[Rule::ArgumentRemoved],
    },
    Edit {
        name: "another required parameter of the same type",
        texts: &[("{name: kind, in: query,", "{name: race, in: query,")],
        rules: &[Rule::ArgumentAdded, Rule::ArgumentRemoved],
    },
    Edit {
        name: "an optional parameter is removed",
        texts: &[(
            "        - {name: tags, in: query, schema: {type: array, items: {type: string}}}\n",
            "",
        )],
        rules: &[Rule::SetterRemoved],
    },
    Edit {
        name: "another type of a parameter",
        texts: &[(
            "{name: limit, in: query, schema: {type: integer,",
            "{name: limit, in: query, schema: {type: number,",
        )],
        rules: &[Rule::SetterType],
    },
    Edit {
        name: "a body becomes optional",
        texts: &[("        required: true\n", "")],
        rules: &[Rule::ArgumentRemoved],
    },
    Edit {
        name: "a second media type of a body",
        texts: &[(
            "            schema: {$ref: '#/components/schemas/Pet'}\n      responses:",
            "            schema: {$ref: '#/components/schemas/Pet'}
          text/plain:
            schema: {type: string}
      responses:",
        )],
        rules: &[Rule::BodyForm],
    },
];

const MINOR: &[Edit] = &[
    Edit {
        name: "a new operation",
        texts: &[(
            "  /visits:\n",
            "  /visits/{id}:
    get:
      operationId: visits.get
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses: {'204': {description: Nothing.}}
  /visits:\n",
        )],
        rules: &[Rule::OperationAdded],
    },
    Edit {
        name: "a new schema",
        texts: &[(
            "    Code: {type: string}\n",
            "    Code: {type: string}\n    Vet: {type: object, properties: {name: {type: string}}}\n",
        )],
        rules: &[Rule::TypeAdded],
    },
    Edit {
        name: "a new required property of responses alone",
        texts: &[(
            "      required: [pet]\n      properties:\n",
            "      required: [pet, day]\n      properties:\n        day: {type: string}\n",
        )],
        rules: &[Rule::FieldAdded],
    },
    Edit {
        name: "a new optional property",
        texts: &[(
            "        weight:",
            "        chip: {type: string}\n        weight:",
        )],
        rules: &[Rule::FieldAdded],
    },
    Edit {
        name: "a new optional parameter",
        texts: &[(
            "        - {name: tags,",
            "        - {name: page, in: query, schema: {type: integer}}\n        - {name: tags,",
        )],
        rules: &[Rule::SetterAdded],
    },
    Edit {
        name: "a new value of an enum",
        texts: &[("enum: [cat, dog]", "enum: [cat, dog, fish]")],
        rules: &[Rule::VariantAdded],
    },
    Edit {
        name: "another alternative of the credentials",
        texts: &[("  - key: []\n", "  - key: []\n  - {}\n")],
        rules: &[Rule::SecurityAdded],
    },
    Edit {
        name: "a new security scheme",
        texts: &[(
            "  securitySchemes:\n",
            "  securitySchemes:\n    cookie: {type: apiKey, in: cookie, name: session}\n",
        )],
        rules: &[Rule::CredentialAdded],
    },
    Edit {
        name: "deprecated",
        texts: &[
            (
                "weight: {type: number}",
                "weight: {type: number, deprecated: true}",
            ),
            (
                "operationId: pets.get",
                "deprecated: true\n      operationId: pets.get",
            ),
        ],
        rules: &[Rule::Deprecated],
    },
];

const PATCH: &[Edit] = &[
    Edit {
        name: "a description",
        texts: &[("What it is called.", "Its name.")],
        rules: &[Rule::Documentation],
    },
    Edit {
        name: "an example",
        texts: &[(
            "nick: {type: string}",
            "nick: {type: string, examples: [Tom]}",
        )],
        rules: &[Rule::Documentation],
    },
    Edit {
        name: "a limit",
        texts: &[("maxLength: 20", "maxLength: 30")],
        rules: &[Rule::WireCheck],
    },
    Edit {
        name: "a default",
        texts: &[("default: 10", "default: 20")],
        rules: &[Rule::WireDefault],
    },
    Edit {
        name: "another name of a path parameter",
        texts: &[
            (
                "  /pets/{id}:
    get:
      operationId: pets.get
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}",
                "  /pets/{pet_id}:
    get:
      operationId: pets.get
      parameters:
        - {name: pet_id, in: path, required: true, schema: {type: string}}",
            ),
            (
                "      operationId: pets.delete
      parameters:
        - {name: id,",
                "      operationId: pets.delete
      parameters:
        - {name: pet_id,",
            ),
        ],
        rules: &[Rule::Documentation],
    },
    Edit {
        name: "another name on the wire",
        texts: &[(
            "weight: {type: number}",
            "mass: {type: number, x-rust-name: weight}",
        )],
        rules: &[Rule::WireName],
    },
    Edit {
        name: "another path",
        texts: &[("  /visits:", "  /v2/visits:")],
        rules: &[Rule::WireRequest],
    },
    Edit {
        name: "another style",
        texts: &[(
            "{name: tags, in: query,",
            "{name: tags, in: query, explode: false,",
        )],
        rules: &[Rule::WireEncoding],
    },
    Edit {
        name: "other environment variables",
        texts: &[("PETS_TOKEN", "PET_TOKEN"), ("PETS_URL", "PET_URL")],
        rules: &[Rule::WireEnvironment],
    },
    Edit {
        name: "another server",
        texts: &[("https://pets.example", "https://cats.example")],
        rules: &[Rule::WireSetting],
    },
    Edit {
        name: "secrecy",
        texts: &[(
            "nick: {type: string}",
            "nick: {type: string, x-sensitive: true}",
        )],
        rules: &[Rule::Secrecy],
    },
    Edit {
        name: "another discriminator",
        texts: &[(
            "discriminator: {propertyName: type}",
            "discriminator: {propertyName: type, mapping: {tom: Cat}}",
        )],
        rules: &[Rule::WireTag],
    },
];

const NONE: &[Edit] = &[
    Edit {
        name: "nothing",
        texts: &[],
        rules: &[],
    },
    Edit {
        name: "a comment",
        texts: &[("components:\n", "# All of them.\ncomponents:\n")],
        rules: &[],
    },
    Edit {
        name: "another order of optional properties",
        texts: &[(
            "        weight: {type: number}
        born: {type: string, format: date}
",
            "        born: {type: string, format: date}
        weight: {type: number}
",
        )],
        rules: &[],
    },
    Edit {
        name: "another order of schemas",
        texts: &[
            ("    Code: {type: string}\n", ""),
            ("    Home:\n", "    Code: {type: string}\n    Home:\n"),
        ],
        rules: &[],
    },
];

#[test]
fn edits_have_their_verdicts() {
    let mut wrong = String::new();
    for (edits, level) in [
        (BREAKING, Some(Level::Major)),
        (MINOR, Some(Level::Minor)),
        (PATCH, Some(Level::Patch)),
        (NONE, None),
    ] {
        for edit in edits {
            let comparison = compared(edit.texts);
            if found(&comparison) != edit.rules || comparison.level() != level {
                let report = comparison.render(Format::Text, None);
                let found = found(&comparison);
                wrong.push_str(&format!("{}: {found:?}\n{report}\n", edit.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
