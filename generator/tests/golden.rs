//! The output of each case of `cases/`: as expected, and accepted by the compiler, clippy and rustdoc.
//!
//! A case is a folder named by its feature. `expected/` holds the printed files that depend on the document, and
//! `remarks.txt` the warnings, where there are any. `cargo xtask bless` rewrites both.

mod support;

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::emit::File;
use generator::output::{self, Mode};
use support::{
    cases, expect_text, generate, mode, no_complaints, tests, without_folder, workspace,
};

#[test]
fn output_is_as_expected() {
    let mut complaints = Vec::new();
    for case in cases("cases") {
        let folder = tests().join("cases").join(&case);
        let outcome = generate(&folder.join("openapi.yaml"), &package(&case));
        let mode = mode(&case);
        let text = without_folder(&outcome.rendered, &folder);
        complaints.extend(expect_text(&folder.join("remarks.txt"), &text, mode).err());
        let Some(files) = outcome.files else {
            complaints.push(format!("{case} gave no crate:\n{text}"));
            continue;
        };
        let files: Vec<File> = files.into_iter().filter(depends_on_document).collect();
        match output::bring(&files, &folder.join("expected"), mode) {
            Ok(changes) if changes.is_empty() || mode == Mode::Write => {}
            Ok(changes) => complaints.push(format!("{case}/expected:\n{changes}")),
            Err(error) => complaints.push(error.to_string()),
        }
    }
    no_complaints(&complaints);
}

/// The crates of all cases are members of one workspace below the target folder, and share what was built of their
/// dependencies with each other and with the workspace around it.
#[test]
fn output_is_accepted_by_compiler_clippy_and_rustdoc() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = target.join("golden");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let mut manifest = MANIFEST.to_owned();
    for case in cases("cases") {
        let outcome = generate(
            &tests().join("cases").join(&case).join("openapi.yaml"),
            &package(&case),
        );
        let files = outcome
            .files
            .unwrap_or_else(|| panic!("{case}:\n{}", outcome.rendered));
        output::write(&member(files), &folder.join(&case)).expect("the folder is this test's own");
        writeln!(manifest, "  \"{case}\",").expect("a text grows");
    }
    manifest.push_str("]\n");
    write_if_other(folder.join("Cargo.toml"), &manifest);
    // The workspace's own versions: nothing is looked up, and nothing is fetched that was not fetched before.
    let lock = fs::read_to_string(workspace().join("Cargo.lock")).expect("the workspace is locked");
    write_if_other(folder.join("Cargo.lock"), &lock);

    for arguments in [
        &[
            "clippy",
            "--offline",
            "--workspace",
            "--lib",
            "--",
            "-D",
            "warnings",
        ][..],
        &["doc", "--offline", "--workspace", "--no-deps"],
    ] {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(arguments)
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .env("CARGO_BUILD_BUILD_DIR", target.parent().unwrap_or(target))
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .expect("cargo runs");
        assert!(
            output.status.success(),
            "cargo {}:\n{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

/// What is built of a dependency is shared only under the same profile.
const MANIFEST: &str = r#"[profile.dev]
debug = "line-tables-only"

[workspace]
resolver = "3"
members = [
"#;

/// Names no case like a crate that it depends on.
fn package(case: &str) -> String {
    format!("case-{case}")
}

/// The runtime, the manifest and the introduction are the same for every document, or nearly so.
fn depends_on_document(file: &File) -> bool {
    file.path.starts_with("src/")
        && file.path.ends_with(".rs")
        && !file.path.starts_with("src/runtime")
}

/// Makes a crate that stands alone a member of a workspace.
fn member(mut files: Vec<File>) -> Vec<File> {
    for file in &mut files {
        if file.path == "Cargo.toml" {
            file.text = file
                .text
                .lines()
                .filter(|line| line.trim() != "[workspace]")
                .fold(String::new(), |mut text, line| {
                    text.push_str(line);
                    text.push('\n');
                    text
                });
        }
    }
    files
}

/// Writes a file unless it holds the text: cargo looks at times.
fn write_if_other(path: PathBuf, text: &str) {
    if fs::read_to_string(&path).is_ok_and(|found| found == text) {
        return;
    }
    fs::write(&path, text).expect("the file can be written");
}
