//! Printed crates as members of one workspace below the target folder.
//!
//! In: printed files. Out: what cargo says of them. The crates share what was built of their dependencies with each other and
//! with the workspace around them; nothing is looked up, and nothing is fetched that was not fetched before.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use generator::emit::File;
use generator::output;

use super::workspace;

/// What is built of a dependency is shared only under the same profile.
const MANIFEST: &str = r#"[profile.dev]
debug = "line-tables-only"

[workspace]
resolver = "3"
members = [
"#;

/// A workspace of printed crates.
pub struct Crates {
    folder: PathBuf,
    members: Vec<String>,
}

impl Crates {
    /// Returns a workspace without members. Each test has one of its own name.
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).expect("the folder can be made");
        Self {
            folder,
            members: Vec::new(),
        }
    }

    /// Adds a crate, and returns its folder.
    pub fn add(&mut self, name: &str, files: Vec<File>) -> PathBuf {
        let folder = self.folder.join(name);
        output::write(&member(files), &folder).expect("the folder is this test's own");
        self.members.push(name.to_owned());
        folder
    }

    /// Runs cargo on the workspace.
    pub fn cargo(&self, arguments: &[&str]) -> Output {
        self.complete();
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Command::new(cargo)
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_BUILD_BUILD_DIR", target.parent().unwrap_or(target))
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .expect("cargo runs")
    }

    /// Runs cargo, and fails with what it says if it fails.
    pub fn cargo_must(&self, arguments: &[&str]) {
        let output = self.cargo(arguments);
        assert!(
            output.status.success(),
            "cargo {}:\n{}{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// Writes the workspace's manifest, and the versions of the workspace around it.
    fn complete(&self) {
        let mut manifest = MANIFEST.to_owned();
        for member in &self.members {
            writeln!(manifest, "  \"{member}\",").expect("a text grows");
        }
        manifest.push_str("]\n");
        write_if_other(&self.folder.join("Cargo.toml"), &manifest);
        let lock = workspace().join("Cargo.lock");
        let lock = fs::read_to_string(lock).expect("the workspace is locked");
        write_if_other(&self.folder.join("Cargo.lock"), &lock);
    }
}

/// Writes a file unless it holds the text: cargo looks at times.
pub fn write_if_other(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return;
    }
    fs::write(path, text).expect("the file can be written");
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
