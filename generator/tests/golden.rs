//! The output of each case of `cases/`: as expected, and accepted by the compiler, clippy and rustdoc.
//!
//! A case is a folder named by its feature. `expected/` holds the printed files that depend on the document, and
//! `diagnostics.txt` the warnings, where there are any. `cargo xtask bless` rewrites both.

mod support;

use generator::Outcome;
use generator::emit::{File, Runtime};
use generator::output::{self, Mode};
use generator::rust::ResourceFeatures;
use support::crates::Crates;
use support::{
    cases, expect_text, generate_with_runtime, mode, no_complaints, runtime_crate, tests,
    without_folder,
};

#[test]
fn output_is_as_expected() {
    let mut complaints = Vec::new();
    for case in cases("cases") {
        let folder = tests().join("cases").join(&case);
        let outcome = outcome(&case);
        let mode = mode(&case);
        let text = without_folder(&outcome.rendered, &folder);
        complaints.extend(free_form_diagnostics_say_so(&case, &outcome));
        complaints.extend(expect_text(&folder.join("diagnostics.txt"), &text, mode).err());
        let Some(files) = outcome.files else {
            complaints.push(format!("{case} gave no crate:\n{text}"));
            continue;
        };
        let files: Vec<File> = files.into_iter().filter(depends_on_document).collect();
        match output::sync(&files, &folder.join("expected"), mode, output::Claim::Known) {
            Ok(changes) if changes.is_empty() || mode == Mode::Write => {}
            Ok(changes) => complaints.push(format!("{case}/expected:\n{changes}")),
            Err(error) => complaints.push(error.to_string()),
        }
    }
    no_complaints(&complaints);
}

/// What is counted as free-form is what people are told is free-form.
fn free_form_diagnostics_say_so(case: &str, outcome: &Outcome) -> Vec<String> {
    let diagnostics = outcome.diagnostics.iter();
    diagnostics
        .filter(|diagnostic| diagnostic.free_form != diagnostic.message.contains("free-form"))
        .map(|diagnostic| format!("{case}: is this a free-form value? {}", diagnostic.message))
        .collect()
}

/// With the runtime as a package, a crate has the same files except for the copy, one line of `lib.rs`, and the manifest.
#[test]
fn the_place_of_the_runtime_changes_one_line() {
    for case in cases("cases") {
        let files = |runtime| {
            let outcome = outcome_with(&case, &package(&case), runtime);
            outcome.files.expect("the document is sound")
        };
        let (vendored, shared) = (files(Runtime::Vendored), files(runtime_crate()));
        let mut kept = vendored
            .iter()
            .filter(|file| !file.path.starts_with("src/runtime/"));
        let mut changed = Vec::new();
        for file in &shared {
            let other = kept.next().expect("a copy adds no other file");
            assert_eq!(file.path, other.path, "{case}");
            if file.path == "Cargo.toml" {
                continue;
            }
            let (lines, other_lines) = (file.text.lines(), other.text.lines());
            assert_eq!(lines.clone().count(), other_lines.clone().count(), "{case}");
            let pairs = lines.zip(other_lines);
            changed.extend(
                pairs
                    .filter(|(line, other)| line != other)
                    .map(|(line, other)| (file.path.as_str(), line, other)),
            );
        }
        assert_eq!(kept.next(), None, "{case}");
        assert_eq!(
            changed,
            [(
                "src/lib.rs",
                "pub use openapi_client_runtime::runtime;",
                "pub mod runtime;"
            )],
            "{case}"
        );
    }
}

/// The crates of all cases are members of one workspace below the target folder, each with a copy of the runtime, and again
/// with the runtime as a package that they share.
#[test]
fn output_is_accepted_by_compiler_clippy_and_rustdoc() {
    let mut crates = Crates::new("golden");
    for case in cases("cases") {
        let outcome = outcome(&case);
        let files = outcome
            .files
            .unwrap_or_else(|| panic!("{case}:\n{}", outcome.rendered));
        crates.add(&case, files);
        let outcome = outcome_with(&case, &format!("shared-{case}"), runtime_crate());
        crates.add(
            &format!("shared-{case}"),
            outcome.files.expect("the document is sound"),
        );
    }
    crates.cargo_must(&[
        "clippy",
        "--offline",
        "--workspace",
        "--lib",
        "--",
        "-D",
        "warnings",
    ]);
    crates.cargo_must(&["doc", "--offline", "--workspace", "--no-deps"]);
}

/// Every choice of resources is a crate without a warning: none of them, and each alone.
#[test]
fn every_feature_of_a_resource_compiles_alone() {
    let outcome = outcome(FEATURES);
    let plan = outcome.plan.expect("the document is sound");
    let features = plan.features.expect("the case has features");
    let mut crates = Crates::new("features");
    crates.add(FEATURES, outcome.files.expect("the document is sound"));
    let names: Vec<&str> = features.names().collect();
    assert!(names.len() > 3, "{names:?}");
    for chosen in [&"", &"serde"].into_iter().chain(&names) {
        let clippy = [
            "clippy",
            "--offline",
            "--no-default-features",
            "--features",
            chosen,
        ];
        crates.cargo_must(&[&clippy[..], &["--", "-D", "warnings"]].concat());
    }
}

/// The case whose resources have features.
const FEATURES: &str = "features";

fn outcome(case: &str) -> Outcome {
    outcome_with(case, &package(case), Runtime::Vendored)
}

fn outcome_with(case: &str, package: &str, runtime: Runtime) -> Outcome {
    let document = tests().join("cases").join(case).join("openapi.yaml");
    let features = match case {
        FEATURES => ResourceFeatures::Always,
        _ => ResourceFeatures::Auto,
    };
    generate_with_runtime(&document, package, features, runtime)
}

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
