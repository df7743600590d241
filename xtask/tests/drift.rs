//! `cargo xtask drift` in a temporary workspace: exit statuses, accepted differences, reports.
//!
//! The program is started as cargo starts it, except that `CARGO_MANIFEST_DIR` names the workspace.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

const SCHEMA: &str = "\
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: https://pets.example}]
paths:
  /pets/{pet}:
    get:
      operationId: pets.get
      parameters:
        - {name: pet, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: A pet.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
    delete:
      operationId: pets.delete
      parameters:
        - {name: pet, in: path, required: true, schema: {type: string}}
      responses: {'204': {description: It is gone.}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: [string, 'null'], maxLength: 20}}}
";

/// The same API as its owner writes it, with another limit.
const UPSTREAM: &str = r##"{
    "openapi": "3.0.3", "info": {"title": "Pets", "version": "7"}, "servers": [{"url": "https://pets.example/"}],
    "paths": {
        "/pets/{pet_id}": {
            "parameters": [{"name": "pet_id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "get": {"responses": {"200": {"description": "The pet.", "content": {"application/json": {
                "schema": {"type": "object", "properties": {"name": {"type": "string", "nullable": true, "maxLength": 40}}}
            }}}}},
            "delete": {"responses": {"204": {"description": "It is gone."}}}
        }
    }
}"##;

/// The result of a run.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// A workspace. It is removed at the end of the test.
struct Workspace {
    root: PathBuf,
}

impl Workspace {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = env::temp_dir().join(format!("xtask-drift-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("schema")).expect("a temporary folder can be made");
        // The program compares its folder with the workspace's.
        let root = root.canonicalize().expect("the folder exists");
        let workspace = Self { root };
        workspace.put("schema/openapi.yaml", SCHEMA);
        workspace.put("up.json", UPSTREAM);
        workspace
    }

    fn put(&self, path: &str, text: &str) {
        fs::write(self.root.join(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    fn get(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn run(&self, line: &str) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(line.split_whitespace())
            .current_dir(&self.root)
            .env("CARGO_MANIFEST_DIR", self.root.join("xtask"))
            .output()
            .expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
        Run {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

#[test]
fn differences_are_reported_and_accepted() {
    let workspace = Workspace::new();
    let run = workspace.run("drift --upstream up.json");
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    assert_eq!(
        run.out,
        "\
Different (2)
  name path parameter pet: ours pet, upstream pet_id
      ours schema/openapi.yaml:9
      upstream up.json:5
      in GET /pets/{pet} and 1 more operation
  maxLength Pet.name: ours 20, upstream 40
      ours schema/openapi.yaml:21
      upstream up.json:7
      in GET /pets/{pet}

compared 2 of 2 operations: 2 differences to decide, 0 accepted, 1 in documentation
`--docs` lists differences of documentation
"
    );
    let documented = workspace.run("drift --upstream up.json --docs");
    let lines = "Documentation (1)\n  description response 200: ours A pet., upstream The pet.\n";
    assert!(documented.out.contains(lines), "{}", documented.out);

    // A name for the parameter, and an entry for the rest.
    workspace.put("schema/upstream.toml", "[names]\npet_id = \"pet\"\n");
    let run = workspace.run("drift --upstream up.json --accept");
    assert_eq!(run.code, Some(1));
    assert_eq!(
        run.err,
        "schema/upstream.toml: 1 entry added, 0 changed, 0 removed\n"
    );
    let problem = "schema/upstream.toml:4: `maxLength` of `Pet.name` is accepted without a reason; write one\n";
    assert!(run.out.starts_with(problem), "{}", run.out);
    let file = workspace.get("schema/upstream.toml");
    let reason = file.replace(
        "reason = \"\"",
        "reason = \"The service refuses more than 20.\"",
    );
    workspace.put("schema/upstream.toml", &reason);
    let run = workspace.run("drift --upstream up.json");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let summary =
        "compared 2 of 2 operations: 0 differences to decide, 1 accepted, 1 in documentation\n";
    assert!(run.out.starts_with(summary), "{}", run.out);

    // Upstream changes, and later agrees.
    workspace.put("up.json", &UPSTREAM.replace("40", "30"));
    let run = workspace.run("drift --upstream up.json");
    assert_eq!(run.code, Some(1));
    assert!(
        run.out
            .contains("schema/upstream.toml:4: upstream has changed"),
        "{}",
        run.out
    );
    workspace.put("up.json", &UPSTREAM.replace("40", "20"));
    let run = workspace.run("drift --upstream up.json");
    assert_eq!(run.code, Some(1));
    assert!(
        run.out
            .contains("there is no difference in `maxLength` of `Pet.name` any more")
    );
    let run = workspace.run("drift --upstream up.json --accept");
    assert_eq!(run.code, Some(0));
    assert_eq!(
        run.err,
        "schema/upstream.toml: 0 entries added, 0 changed, 1 removed\n"
    );
}

#[test]
fn the_report_can_be_json() {
    let workspace = Workspace::new();
    let run = workspace.run("drift --upstream up.json --json --operations pets.get");
    assert_eq!(run.code, Some(1));
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("the report is JSON");
    assert_eq!(report["compared"], 1);
    assert_eq!(report["documentation_count"], 1);
    assert_eq!(report["differences"][1]["kind"], "maxLength");
    assert_eq!(report["differences"][1]["at"], "Pet.name");
    assert_eq!(report["differences"][1]["ours"], "20");
    assert_eq!(report["differences"][1]["upstream"], "40");
    assert_eq!(
        report["differences"][1]["ours_at"],
        "schema/openapi.yaml:21"
    );
    assert_eq!(report["differences"][1]["operations"][0], "GET /pets/{pet}");
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let workspace = Workspace::new();
    workspace.put(
        "empty.json",
        r#"{"openapi": "3.0.3", "info": {"title": "Pets", "version": "7"}, "paths": {}}"#,
    );
    workspace.put("text.json", "Not found");
    for (line, message) in [
        (
            "drift --upstream empty.json",
            "error: upstream-empty: empty.json has 0 of our 2 operations; a document with fewer than half of them is not compared\n",
        ),
        ("drift --upstream no.json", "error: cannot read no.json:\n"),
        (
            "drift --upstream text.json",
            "error: cannot read text.json:\n",
        ),
        (
            "drift --upstream up.json --operations pets.get,pets.delet",
            "error: no operation is named `pets.delet`; did you mean `pets.delete`?\n",
        ),
        ("drift", "error: expected the document to compare with"),
    ] {
        let run = workspace.run(line);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{line}");
        assert!(run.err.starts_with(message), "{line}: {}", run.err);
    }
    workspace.put("schema/upstream.toml", "[names]\npet = 1\n");
    let run = workspace.run("drift --upstream up.json");
    let message =
        "error: schema/upstream.toml:2: expected `key = \"value\"` on one line, found `pet = 1`\n";
    assert_eq!((run.code, run.err.as_str()), (Some(2), message));
}
