//! `cargo xtask api-diff` in a temporary repository: revisions, exit statuses, unreadable schemas.
//!
//! The program is started as cargo starts it, except that `CARGO_MANIFEST_DIR` names the repository.

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
  /pets:
    get:
      operationId: pets.list
      responses:
        '200':
          description: All.
          content: {application/json: {schema: {$ref: 'parts/pet.yaml#/Pet'}}}
";

const PART: &str = "Pet: {type: object, properties: {name: {type: string}}}\n";

const PACKAGE: &str = "[package]\nname = \"pets\"\nversion = \"0.3.1\"\n";

/// The result of a run.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// A workspace in a subfolder of a repository with one commit. It is removed at the end of the test.
struct Repository {
    root: PathBuf,
    workspace: PathBuf,
}

impl Repository {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = env::temp_dir().join(format!("xtask-api-diff-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        let workspace = root.join("client");
        fs::create_dir_all(workspace.join("schema/parts")).expect("a temporary folder can be made");
        let repository = Self { root, workspace };
        repository.put("schema/openapi.yaml", SCHEMA);
        repository.put("schema/parts/pet.yaml", PART);
        repository.put("schema/package.toml", PACKAGE);
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit();
        repository
    }

    fn put(&self, path: &str, text: &str) {
        fs::write(self.workspace.join(path), text)
            .unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    fn git(&self, arguments: &[&str]) {
        let output = Command::new("git")
            .args([
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@b.example",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(arguments)
            .current_dir(&self.root)
            .output()
            .expect("git starts");
        let why = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {why}");
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "The schema"]);
    }

    fn api_diff(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("api-diff")
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_MANIFEST_DIR", self.workspace.join("xtask"))
            .output()
            .expect("the program starts");
        Run {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

#[test]
fn the_same_schema_has_no_change() {
    let repository = Repository::new();
    let run = repository.api_diff(&["HEAD", "--fail-on", "minor", "--check-version"]);
    let report = "schema/openapi.yaml at HEAD → schema/openapi.yaml: no change\n";
    assert_eq!((run.code, &*run.out, &*run.err), (Some(0), report, ""));
}

#[test]
fn a_change_in_a_file_that_the_schema_refers_to_is_found_at_its_line() {
    let repository = Repository::new();
    let part = "# A pet.\nPet: {type: object, properties: {name: {type: integer}}}\n";
    repository.put("schema/parts/pet.yaml", part);
    let run = repository.api_diff(&["main"]);
    assert_eq!(
        run.out,
        "schema/openapi.yaml at main → schema/openapi.yaml\n\nBreaking (1)\n  \
         `types::Pet::name`: `Option<String>` → `Option<i64>` (schema/parts/pet.yaml:2)\n\n\
         Verdict: major, 0.3.1 → 0.4.0 or higher\n",
        "{}",
        run.err
    );
    assert_eq!(run.code, Some(0));
    let run = repository.api_diff(&["main", "--fail-on", "major"]);
    let message = "error: the changes are major, and `--fail-on major` was given\n";
    assert_eq!((run.code, &*run.err), (Some(1), message));
}

#[test]
fn the_version_moves_with_the_changes() {
    let repository = Repository::new();
    repository.put("schema/parts/pet.yaml", "Pet: {type: object}\n");
    let run = repository.api_diff(&["main", "--check-version"]);
    let message = "error: schema/package.toml: the version is 0.3.1 and was 0.3.1; these changes need at least 0.4.0\n";
    assert_eq!((run.code, &*run.err), (Some(1), message));
    repository.put("schema/package.toml", &PACKAGE.replace("0.3.1", "0.4.0"));
    let run = repository.api_diff(&["main", "--check-version", "--format", "markdown"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(
        run.out.starts_with("## [0.4.0]\n\n### Breaking\n\n- "),
        "{}",
        run.out
    );
}

#[test]
fn what_cannot_be_read_is_named_with_its_revision() {
    let repository = Repository::new();
    let run = repository.api_diff(&[]);
    assert_eq!(run.code, Some(2));
    let message = "error: `origin/main` is not a revision of this repository; fetch it (`git fetch origin main`), or name \
                   another one: `cargo xtask api-diff REV`\n";
    assert_eq!(run.err, message);

    // A revision is never an option of git.
    let run = repository.api_diff(&["--", "--help"]);
    assert_eq!(run.code, Some(2), "{}", run.out);

    repository.put("schema/openapi.yaml", "openapi: [\n");
    repository.commit();
    repository.put("schema/openapi.yaml", SCHEMA);
    let run = repository.api_diff(&["HEAD"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err
            .starts_with("error: cannot read schema/openapi.yaml at `HEAD`:\nerror["),
        "{}",
        run.err
    );

    repository.git(&["rm", "--quiet", "-r", "--cached", "client/schema"]);
    repository.git(&["commit", "--quiet", "--allow-empty", "--message", "Nothing"]);
    let run = repository.api_diff(&["HEAD"]);
    assert_eq!(
        (run.code, &*run.err),
        (Some(2), "error: there is no schema/ at `HEAD`\n")
    );

    repository.put("schema/openapi.yaml", "openapi: [\n");
    let run = repository.api_diff(&["HEAD~2"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err
            .starts_with("error: cannot read schema/openapi.yaml:\nerror["),
        "{}",
        run.err
    );
}

#[test]
fn any_two_documents_are_compared() {
    let repository = Repository::new();
    let old = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n";
    let new = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {/pets: {get: {responses: {'204': {description: No.}}}}}\n";
    repository.put("old.yaml", old);
    repository.put("new.yaml", new);
    let run = repository.api_diff(&["--from", "client/old.yaml", "--to", "client/new.yaml"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("\nVerdict: minor\n"), "{}", run.out);
    // Paths are relative to the folder where the command is started, even if the other side is the project's own.
    let run = repository.api_diff(&["HEAD", "--to", "client/schema/openapi.yaml"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(
        run.out.starts_with("schema/openapi.yaml at HEAD → "),
        "{}",
        run.out
    );
    assert!(run.out.ends_with(": no change\n"), "{}", run.out);
}
