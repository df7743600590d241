//! The same document gives the same bytes: a second time, by one worker and by many, with the line ends of Windows, from
//! another folder.

mod support;

use std::num::NonZeroUsize;
use std::path::Path;

use generator::emit::{self, File};
use support::{Scratch, cases, copy, generate, tests, workspace};

/// Returns the documents of all cases, and the project's own.
fn documents() -> Vec<std::path::PathBuf> {
    let mut folders: Vec<_> = cases("cases")
        .iter()
        .map(|case| tests().join("cases").join(case))
        .collect();
    folders.push(workspace().join("schema"));
    folders
}

fn files(folder: &Path) -> Vec<File> {
    let outcome = generate(&folder.join("openapi.yaml"), "same");
    match outcome.files {
        Some(files) => files,
        None => panic!("{}:\n{}", folder.display(), outcome.rendered),
    }
}

fn assert_same(one: &[File], other: &[File], folder: &Path) {
    let paths = |files: &[File]| {
        files
            .iter()
            .map(|file| file.path.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(paths(one), paths(other), "{}", folder.display());
    for (one, other) in one.iter().zip(other) {
        assert_eq!(one.text, other.text, "{}: {}", folder.display(), one.path);
    }
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    for folder in documents() {
        assert_same(&files(&folder), &files(&folder), &folder);
    }
}

#[test]
fn one_worker_and_many_give_the_same_bytes() {
    for folder in documents() {
        let outcome = generate(&folder.join("openapi.yaml"), "same");
        let plan = outcome.plan.expect("the document could be read");
        let by = |workers| {
            let workers = NonZeroUsize::new(workers).expect("some worker");
            emit::files_with_workers(&plan, &emit::Manifest::default(), workers)
        };
        assert_same(&by(1), &by(7), &folder);
    }
}

#[test]
fn line_ends_and_folders_of_the_document_do_not_show() {
    for folder in documents() {
        let scratch = Scratch::new();
        copy(&folder, &scratch.0, &|text| {
            text.replace("\r\n", "\n").replace('\n', "\r\n")
        });
        assert_same(&files(&folder), &files(&scratch.0), &folder);
    }
}

#[test]
fn output_has_unix_line_ends_and_ends_with_one() {
    for folder in documents() {
        for file in files(&folder) {
            assert!(!file.text.contains('\r'), "{}", file.path);
            assert!(
                file.text.ends_with('\n') && !file.text.ends_with("\n\n"),
                "{}",
                file.path
            );
            assert!(
                !file.text.lines().any(|line| line.ends_with(' ')),
                "{}",
                file.path
            );
        }
    }
}
