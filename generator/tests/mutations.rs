//! Randomly changed documents: no stage panics, and the emitted code parses.
//!
//! The changes are the same in each run. `MUTATIONS=100000 cargo test -p generator --release --test mutations` makes more of
//! them, starting at `MUTATIONS_FROM`. Documents that fail are kept in the target folder.

mod support;

#[path = "support/mutate.rs"]
mod mutate;

use std::fs;
use std::panic;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use mutate::Dice;
use support::{cases, tests};

/// How many changed documents are tried by default, which takes some seconds.
const DEFAULT_COUNT: u64 = 400;

#[test]
fn changed_documents_never_panic() {
    let count = number("MUTATIONS").unwrap_or(DEFAULT_COUNT);
    let from = number("MUTATIONS_FROM").unwrap_or(0);
    let documents = documents();
    let slowest = thread::scope(|scope| {
        let run = || {
            let tries = (from..from + count).map(|seed| (seed, time(&documents, seed)));
            tries.max_by_key(|(_, time)| *time)
        };
        // The default stack size of a thread.
        let thread = thread::Builder::new().stack_size(2 << 20);
        let thread = thread
            .spawn_scoped(scope, run)
            .expect("a thread can be spawned");
        thread.join().expect("the thread does not panic")
    });
    let (seed, time) = slowest.expect("there is at least one try");
    assert!(time < Duration::from_secs(60), "{seed} takes {time:?}");
}

/// Tries a changed document, and returns how long it takes.
fn time(documents: &[String], seed: u64) -> Duration {
    let mut dice = Dice::new(seed);
    let document = &documents[dice.below(documents.len())];
    let text = mutate::mutate(document, documents, &mut dice);
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mutation-{seed}.yaml"));
    // Written first, because not every failure can be caught.
    fs::write(&kept, &text).expect("the target folder can be written");
    let start = Instant::now();
    if let Err(failure) = panic::catch_unwind(|| mutate::check(&text)) {
        eprintln!("{seed}: the document is {}", kept.display());
        panic::resume_unwind(failure);
    }
    fs::remove_file(&kept).expect("the file is this test's own");
    start.elapsed()
}

fn documents() -> Vec<String> {
    let mut documents = Vec::new();
    for kind in ["cases", "wire", "errors"] {
        for case in cases(kind) {
            let path = tests().join(kind).join(case).join("openapi.yaml");
            documents.push(fs::read_to_string(path).expect("a case has a document"));
        }
    }
    documents
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().expect("a number"))
}
