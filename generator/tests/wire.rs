//! What goes over the wire: the calls of each case of `wire/`, the exact requests they send, and what comes of the responses.
//!
//! A case is a folder named by what it is about: `openapi.yaml`, and `calls.rs`, tests that call the printed crate as its
//! users do. The crate is called `api` there, and `support` is `wire/support.rs`. Where there is need, `manifest.toml` is added to
//! the crate's manifest, and `diagnostics.txt` is what the generator says of the document (`cargo xtask bless` rewrites it).

#[path = "wire/combinations.rs"]
mod combinations;
mod support;

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use generator::Outcome;
use support::crates::{Crates, write_if_other};
use support::{cases, expect_text, mode, no_complaints, tests, without_folder};

#[test]
fn calls_send_and_give_what_they_must() {
    let mut crates = Crates::new("wire");
    for case in cases("wire") {
        let outcome = generate(&case);
        let mut files = outcome
            .files
            .unwrap_or_else(|| panic!("{case}:\n{}", outcome.rendered));
        if let Ok(text) = fs::read_to_string(tests().join("wire").join(&case).join("manifest.toml"))
        {
            let manifest = files.iter_mut().find(|file| file.path == "Cargo.toml");
            manifest
                .expect("crates have manifests")
                .text
                .push_str(&text);
        }
        let folder = crates.add(&case, files).join("tests");
        fs::create_dir_all(&folder).expect("folders can be made");
        write_if_other(&folder.join("wire.rs"), &program(&case));
    }
    crates.cargo_must(&[
        "test",
        "--offline",
        "--quiet",
        "--no-fail-fast",
        "--workspace",
        "--test",
        "wire",
        "--no-default-features",
        "--features",
        "wire-socket/reqwest,wire-types/serde",
    ]);
}

#[test]
fn diagnostics_are_as_expected() {
    let mut complaints = Vec::new();
    for case in cases("wire") {
        let folder = tests().join("wire").join(&case);
        let text = without_folder(&generate(&case).rendered, &folder);
        complaints.extend(expect_text(&folder.join("diagnostics.txt"), &text, mode(&case)).err());
    }
    no_complaints(&complaints);
}

/// No module of the workspace holds these files, so `cargo fmt` does not see them.
#[test]
fn calls_are_formatted() {
    let mut files = vec![tests().join("wire/support.rs")];
    files.extend(
        cases("wire")
            .iter()
            .map(|case| tests().join("wire").join(case).join("calls.rs")),
    );
    let rustfmt = env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    let output = Command::new(rustfmt)
        .args(["--check", "--edition", "2024"])
        .args(files)
        .output()
        .expect("rustfmt runs");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

fn generate(case: &str) -> Outcome {
    let folder = tests().join("wire").join(case);
    support::generate(&folder.join("openapi.yaml"), &format!("wire-{case}"))
}

/// The test program of a case. Files are named where they are, so that a failure names the line to look at.
fn program(case: &str) -> String {
    let library = format!("wire-{case}").replace('-', "_");
    let folder = tests().join("wire");
    let path = |path: &Path| path.display().to_string().replace('\\', "/");
    format!(
        "//! The calls of a case.\n\nextern crate {library} as api;\n\n#[path = {:?}]\nmod calls;\n#[path = {:?}]\nmod support;\n",
        path(&folder.join(case).join("calls.rs")),
        path(&folder.join("support.rs")),
    )
}
