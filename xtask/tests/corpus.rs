//! `cargo xtask corpus` with three small documents: one is valid and two are refused, of which one is listed.
//!
//! The crates are compiled without features to be fast, in a folder that the next run uses again.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The result of a run.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Returns the target folder of a test. Each test has its own, so that tests run in parallel.
fn target(test: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(test)
}

fn corpus(test: &str, arguments: &[&str]) -> Run {
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("corpus")
        .arg(documents)
        .args(["--as-built", "--jobs", "2"])
        .args(arguments)
        .env("CARGO_TARGET_DIR", target(test))
        // Dependencies that the workspace has built are used again.
        .env(
            "CARGO_BUILD_BUILD_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(".."),
        )
        .output()
        .expect("the program starts");
    Run {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Returns a row of the table of results, without columns that depend on the machine.
fn row(test: &str, table: &str, id: &str) -> Vec<String> {
    let table = target(test).join("corpus").join(table);
    let text = fs::read_to_string(table).expect("the table exists");
    let mut lines = text
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let heads = lines.next().expect("the table has columns");
    let cells = lines
        .find(|cells| cells[0] == id)
        .expect("the table has the row");
    heads
        .iter()
        .zip(cells)
        .filter(|(head, _)| {
            !head.ends_with("seconds") && **head != "rustc_mib" && **head != "lines"
        })
        .map(|(_, cell)| cell.to_owned())
        .collect()
}

const REFUSED: &str = "error[unknown-reference]: unresolved reference `#/components/responses/Pets`: `FOLDER/unlisted.yaml` has no member \
                       `components` (FOLDER/unlisted.yaml:7:24)";

#[test]
fn documents_are_compiled_or_refused_as_listed() {
    const TEST: &str = "corpus-checked";
    // The results of an earlier run of this test must not be compared.
    let _ = fs::remove_file(target(TEST).join("corpus/results-only.tsv"));
    let only = ["--no-default-features", "--only", "good,listed"];
    let run = corpus(TEST, &only);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert_eq!(
        row(TEST, "results-only.tsv", "good"),
        ["good", "ok", "1", "1", "1", "1", "1", "1", ""]
    );
    assert_eq!(row(TEST, "results-only.tsv", "listed")[1], "refused");
    assert!(
        run.out.contains("2 documents: 1 ok, 1 refused"),
        "{}",
        run.out
    );
    assert!(run.err.contains("[1/1] good checked"), "{}", run.err);
}

#[test]
fn unlisted_refusals_and_regressions_fail() {
    const TEST: &str = "corpus-generated";
    let run = corpus(TEST, &["--no-check"]);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(
        run.err.contains("1 of 3 documents failed, 0 regressions"),
        "{}",
        run.err
    );
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let row = row(TEST, "results.tsv", "unlisted");
    assert_eq!(row[1], "unlisted refusal");
    assert_eq!(
        row[8]
            .replace(&*folder.to_string_lossy(), "FOLDER")
            .replace('\\', "/"),
        format!("unknown-reference: {REFUSED}")
    );

    let earlier = target(TEST).join("earlier.tsv");
    let table = fs::read_to_string(target(TEST).join("corpus/results.tsv")).expect("a table");
    let better = table
        .replace("unlisted refusal", "ok")
        .replace("good\tgenerated\t1\t1", "good\tok\t2\t2");
    fs::write(&earlier, better).expect("files can be written");
    let earlier = earlier.to_string_lossy();
    let run = corpus(TEST, &["--no-check", "--compare", &earlier]);
    assert_eq!(run.code, Some(1));
    for message in [
        "regression: good had 2 operations, now 1",
        "regression: unlisted was ok, now unlisted refusal",
    ] {
        assert!(run.err.contains(message), "{}", run.err);
    }
    let run = corpus(
        TEST,
        &[
            "--no-check",
            "--only",
            "unlisted",
            "--refusals",
            "nowhere.tsv",
        ],
    );
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("cannot read `nowhere.tsv`"), "{}", run.err);
}
