//! `cargo xtask codegen` in a copy of the workspace: a new entry, damaged output, mistakes of every kind.
//!
//! The program is started as cargo starts it, except that `CARGO_MANIFEST_DIR` names the copy.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// The result of a run.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// A copy of the workspace with up-to-date output, which is removed at the end of the test.
struct Workspace(PathBuf);

impl Workspace {
    fn new() -> Self {
        let copy = Self::empty();
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        copy_folder(&original, &copy.0);
        let run = copy.xtask(&["codegen"]);
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
        copy
    }

    /// Creates an empty folder.
    fn empty() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("xtask-tests-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a temporary folder can be created");
        Self(path)
    }

    fn xtask(&self, arguments: &[&str]) -> Run {
        self.xtask_in("", arguments)
    }

    /// Runs the program in a folder of the copy.
    fn xtask_in(&self, folder: &str, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .current_dir(self.0.join(folder))
            .env("CARGO_MANIFEST_DIR", self.0.join("xtask"))
            .output()
            .expect("the program starts");
        Run {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.0.join(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Inserts text before other text, which must occur once.
    fn insert(&self, path: &str, anchor: &str, text: &str) {
        let whole = self.read(path).replace("\r\n", "\n");
        assert_eq!(whole.matches(anchor).count(), 1, "{anchor:?} in {path}");
        self.write(path, &whole.replace(anchor, &format!("{text}{anchor}")));
    }

    /// Returns the files of `generated/` with their contents.
    fn generated(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.0.join("generated")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("the folder exists").flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else {
                    files.insert(
                        entry.path(),
                        fs::read(entry.path()).expect("files can be read"),
                    );
                }
            }
        }
        files
    }

    /// Returns whether cargo can resolve the workspace, as it must before it builds xtask.
    fn cargo_resolves(&self) -> Result<(), String> {
        let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["tree", "--package", "xtask", "--offline"])
            .current_dir(&self.0)
            .output()
            .expect("cargo starts");
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folders can be created");
    for entry in fs::read_dir(from).expect("the folder exists").flatten() {
        let name = entry.file_name();
        if name == "target" || name == ".git" {
            continue;
        }
        let target = to.join(&name);
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("files can be copied");
        }
    }
}

/// Adds a property and an operation to the project's document.
fn add_entries(workspace: &Workspace) {
    workspace.insert(
        "schema/openapi.yaml",
        "        allowedOrigins:\n          type: array\n",
        "        activeHours:\n          type: integer\n          description: How many hours a day it records.\n          maximum: 24\n",
    );
    workspace.insert(
        "schema/openapi.yaml",
        "\ncomponents:\n",
        "
  /accounts/{account_id}/stream/live_inputs/{live_input_identifier}/restart:
    parameters:
      - $ref: \"#/components/parameters/AccountId\"
      - $ref: \"#/components/parameters/LiveInputIdentifier\"
    post:
      operationId: stream.live_inputs.restart
      summary: Restart a live input
      description: Disables one live input and enables it again.
      tags: [Live inputs]
      responses:
        \"200\":
          $ref: \"#/components/responses/LiveInput\"
",
    );
}

fn assert_contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

#[test]
fn the_check_shows_what_a_new_entry_would_change() {
    let workspace = Workspace::new();
    add_entries(&workspace);
    let before = workspace.generated();
    let check = workspace.xtask(&["codegen", "--check"]);
    assert_eq!(check.code, Some(1), "{}{}", check.out, check.err);
    assert_contains(
        &check.out,
        &[
            "different src/types/recording.rs\n",
            "different src/resources/stream/live_inputs.rs\n",
            "\n+    pub active_hours: Option<i64>,\n",
            "\n+static RESTART: Operation = Operation::post(\n",
        ],
    );
    assert_eq!(
        check.err,
        "error: generated/ does not match schema/openapi.yaml. Run `cargo xtask codegen` and commit the changes.\n"
    );
    assert!(workspace.generated() == before, "`--check` changed a file");
}

#[test]
fn a_new_entry_is_generated() {
    let workspace = Workspace::new();
    add_entries(&workspace);
    let run = workspace.xtask(&["codegen"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert_contains(&run.out, &["updated src/types/recording.rs\n"]);
    assert_contains(
        &workspace.read("generated/src/types/recording.rs"),
        &[
            "    pub active_hours: Option<i64>,\n",
            "How many hours a day it records.",
            "    pub fn active_hours(mut self, active_hours: i64) -> Self {\n",
            "\"activeHours\"",
            "maximum(24)",
        ],
    );
    assert_contains(
        &workspace.read("generated/src/resources/stream/live_inputs.rs"),
        &[
            "    pub fn restart(&self, account_id: &str, live_input_identifier: &str) -> Restart<M> {\n",
            "    /// Restart a live input\n",
            "/// Disables one live input and enables it again.\n",
            "pub type Restart<M = Async> = Call<LiveInput, M>;",
            "/accounts/{account_id}/stream/live_inputs/{live_input_identifier}/restart",
        ],
    );
    assert_eq!(workspace.xtask(&["codegen", "--check"]).code, Some(0));
}

#[test]
fn damaged_output_is_restored() {
    let workspace = Workspace::new();
    let whole = workspace.generated();
    let conflict = format!(
        "<<<<<<< HEAD\n{}=======\nfn broken(\n>>>>>>> other\n",
        workspace.read("generated/src/client.rs")
    );
    let damages: [&dyn Fn(); 4] = [
        &|| {
            workspace.write("generated/src/lib.rs", "");
            workspace.write("generated/src/client.rs", &conflict);
            fs::remove_dir_all(workspace.0.join("generated/src/types")).expect("it exists");
            fs::remove_file(workspace.0.join("generated/README.md")).expect("it exists");
            workspace.write("generated/src/stray.rs", "fn broken(");
        },
        &|| fs::remove_dir_all(workspace.0.join("generated/src")).expect("it exists"),
        &|| {
            for path in whole
                .keys()
                .filter(|path| path.starts_with(workspace.0.join("generated/src")))
            {
                fs::write(path, "").expect("files can be written");
            }
        },
        // The files of an interrupted run.
        &|| {
            fs::create_dir(workspace.0.join("generated/src/.codegen-tmp"))
                .expect("it does not exist");
            workspace.write("generated/src/.codegen-tmp/0", "half");
            fs::remove_file(workspace.0.join("generated/src/lib.rs")).expect("it exists");
        },
    ];
    for damage in damages {
        damage();
        workspace.cargo_resolves().expect("cargo can build xtask");
        let check = workspace.xtask(&["codegen", "--check"]);
        assert_eq!(check.code, Some(1), "{}{}", check.out, check.err);
        let run = workspace.xtask(&["codegen"]);
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
        assert!(workspace.generated() == whole, "{}", run.out);
    }
}

/// Cargo stops at a manifest with conflict markers. The program itself restores it.
#[test]
fn a_manifest_with_conflict_markers_is_restored() {
    let workspace = Workspace::new();
    let whole = workspace.generated();
    let manifest = workspace.read("generated/Cargo.toml");
    workspace.write(
        "generated/Cargo.toml",
        &format!("<<<<<<< HEAD\n{manifest}=======\n>>>>>>> other\n"),
    );
    assert!(workspace.cargo_resolves().is_err());
    assert_eq!(workspace.xtask(&["codegen"]).code, Some(0));
    assert!(workspace.generated() == whole);
}

#[test]
fn up_to_date_output_is_reported_from_any_folder() {
    let workspace = Workspace::new();
    let root = workspace.xtask(&["codegen"]);
    let deeper = workspace.xtask_in("generator/src", &["codegen", "--check"]);
    for run in [&root, &deeper] {
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
        assert_eq!(run.err, "");
    }
    assert_eq!(root.out, deeper.out);
    let lines: Vec<&str> = root.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", root.out);
    assert!(
        lines[0].starts_with("schema/openapi.yaml: OpenAPI 3.1.0, operations 12/12, schemas "),
        "{}",
        lines[0]
    );
    assert!(lines[0].ends_with(", 0 warnings"), "{}", lines[0]);
    assert!(
        lines[1].starts_with("generated/ is up to date ("),
        "{}",
        lines[1]
    );
}

#[test]
fn a_mistake_in_the_document_changes_no_file() {
    let workspace = Workspace::new();
    let before = workspace.generated();
    for (anchor, mistake) in [
        // An error.
        (
            "    Recording:\n",
            "    Broken: { $ref: \"#/components/schemas/Nowhere\" }\n",
        ),
        // A warning, which counts as an error in the project's own document.
        (
            "    RecordingMode:\n",
            "    Odd: { type: string, maxLenght: 3 }\n",
        ),
    ] {
        workspace.insert("schema/openapi.yaml", anchor, mistake);
        let run = workspace.xtask(&["codegen"]);
        assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
        assert!(run.err.contains("schema/openapi.yaml:"), "{}", run.err);
        assert!(run.err.ends_with("Nothing was written.\n"), "{}", run.err);
        assert!(workspace.generated() == before, "a file was changed");
        let text = workspace.read("schema/openapi.yaml").replace(mistake, "");
        workspace.write("schema/openapi.yaml", &text);
    }
}

#[test]
fn another_document_is_generated_into_a_new_folder() {
    let workspace = Workspace::empty();
    let document =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/tests/cases/minimal/openapi.yaml");
    fs::copy(document, workspace.0.join("api.yaml")).expect("files can be copied");
    let arguments = ["codegen", "--schema", "api.yaml", "--out", "my-client"];
    let run = workspace.xtask(&arguments);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(
        run.out
            .starts_with("api.yaml: OpenAPI 3.1.0, operations 1/1, schemas 0/0, 0 warnings\n"),
        "{}",
        run.out
    );
    let manifest = workspace.read("my-client/Cargo.toml");
    for line in [
        "name = \"my-client\"",
        "version = \"0.0.0\"",
        "publish = false",
        "name = \"my_client\"",
        "[workspace]",
    ] {
        assert!(
            manifest.lines().any(|other| other == line),
            "{line} is not in:\n{manifest}"
        );
    }
    let run = workspace.xtask(&arguments);
    assert!(
        run.out.contains("\nmy-client is up to date ("),
        "{}",
        run.out
    );

    let member = ["codegen", "--schema", "api.yaml", "--out", "member"];
    let run = workspace.xtask(&[&member[..], &["--workspace-member"]].concat());
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(!workspace.read("member/Cargo.toml").contains("[workspace]"));

    workspace.write("my-client/src/lib.rs", "");
    let run = workspace.xtask(&[&arguments[..], &["--check"]].concat());
    assert_eq!(run.code, Some(1));
    assert!(
        run.err
            .contains("Run `cargo xtask codegen --schema api.yaml --out my-client` and commit"),
        "{}",
        run.err
    );
}

#[test]
fn selected_operations_are_generated() {
    let workspace = Workspace::empty();
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/openapi.yaml");
    fs::copy(document, workspace.0.join("api.yaml")).expect("files can be copied");
    let arguments = ["codegen", "--schema", "api.yaml", "--out", "part"];
    let selected = ["--operations", "stream.live_inputs.g*"];
    let run = workspace.xtask(&[&arguments[..], &selected].concat());
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(
        run.out
            .starts_with("api.yaml: OpenAPI 3.1.0, operations 1/12 selected, schemas "),
        "{}",
        run.out
    );
    let resource = workspace.read("part/src/resources/stream/live_inputs.rs");
    assert!(resource.contains("pub fn get("), "{resource}");
    assert!(!resource.contains("pub fn create("), "{resource}");
    assert!(
        !workspace
            .0
            .join("part/src/types/create_live_input.rs")
            .exists()
    );

    workspace.write("part/src/lib.rs", "");
    let run = workspace.xtask(&[&arguments[..], &selected, &["--check"]].concat());
    assert!(
        run.err.contains(
            "Run `cargo xtask codegen --schema api.yaml --out part --operations 'stream.live_inputs.g*'` and commit"
        ),
        "{}",
        run.err
    );
    let run =
        workspace.xtask(&[&arguments[..], &["--operations", "stream.live_inputs.gte"]].concat());
    assert_eq!(run.code, Some(1));
    assert!(
        run.err
            .contains("error[unknown-operation]: no operation is named `stream.live_inputs.gte`"),
        "{}",
        run.err
    );
    assert!(
        run.err.contains("did you mean `stream.live_inputs.get`?"),
        "{}",
        run.err
    );
}

#[test]
fn a_folder_with_other_files_is_refused() {
    let workspace = Workspace::empty();
    let document =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/tests/cases/minimal/openapi.yaml");
    let document = document.to_str().expect("the path is UTF-8");
    fs::create_dir(workspace.0.join("mine")).expect("folders can be created");
    workspace.write("mine/Cargo.toml", "[package]\nname = \"mine\"\n");
    let run = workspace.xtask(&["codegen", "--schema", document, "--out", "mine"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.err.contains("`mine` is not a folder of this generator"),
        "{}",
        run.err
    );
    assert_eq!(
        workspace.read("mine/Cargo.toml"),
        "[package]\nname = \"mine\"\n"
    );
    assert_eq!(
        fs::read_dir(workspace.0.join("mine"))
            .expect("the folder exists")
            .count(),
        1
    );
}

#[test]
fn stages_and_times_are_printed() {
    let workspace = Workspace::empty();
    let document =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/tests/cases/minimal/openapi.yaml");
    let document = document.to_str().expect("the path is UTF-8");
    for (stage, text) in [("api", "Api {\n"), ("rust", "Crate {\n")] {
        let run = workspace.xtask(&["codegen", "--schema", document, "--dump", stage]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(run.out.contains(text), "{}", run.out);
    }
    let run = workspace.xtask(&["codegen", "--schema", document, "--out", "out", "--timings"]);
    for stage in ["source", "openapi", "api", "rust", "emit"] {
        assert!(
            run.out
                .lines()
                .any(|line| line.trim_start().starts_with(stage) && line.ends_with(" ms")),
            "{}",
            run.out
        );
    }
}

#[test]
fn a_mistake_in_the_command_line_has_its_own_exit_code() {
    let workspace = Workspace::empty();
    let run = workspace.xtask(&["codegen", "--chekc"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(
        run.err,
        "error: `codegen` has no option `--chekc`; did you mean `--check`?\nRun `cargo xtask help` for the commands and their options.\n"
    );
    let run = workspace.xtask(&["codegen", "--schema", "none.yaml", "--out", "out"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("none.yaml"), "{}", run.err);
    assert!(!workspace.0.join("out").exists());
    let run = workspace.xtask(&["codegen", "--help"]);
    assert_eq!(run.code, Some(0));
    assert!(
        run.out
            .starts_with("Usage: cargo xtask codegen [OPTIONS]\n"),
        "{}",
        run.out
    );
    let help = workspace.xtask(&["help"]);
    assert_eq!(help.code, Some(0));
    assert!(help.out.starts_with("Usage: cargo xtask COMMAND\n"));
}
