//! Emits a planned crate as files. Cannot fail.
//!
//! In: a [`Crate`]. Out: the files of the package, in order of path. Rust that depends on the document is built from templates, Rust
//! that does not is the runtime, of which the package has a copy or on which it depends, and the other files are templates. Knows
//! nothing of OpenAPI or of the disk.

mod bodies;
mod checks;
mod client;
mod crate_docs;
mod descriptor;
mod doctest;
mod enums;
mod features;
mod layout;
mod lib_rs;
mod listing;
mod literal;
mod manifest;
mod methods;
mod names;
mod pagination;
mod readme;
mod redacted;
mod render;
mod resources;
mod response_headers;
mod responses;
mod runtime;
mod runtime_crate;
mod runtime_manifest;
mod sample_call;
mod shared;
mod structs;
#[cfg(test)]
mod tests;
mod ty;
mod types;
mod unions;

use std::num::NonZeroUsize;
use std::thread;

pub use self::manifest::{Manifest, Workspace};
pub use self::render::HEADER;
pub use self::runtime_crate::{Runtime, RuntimeCrate, RuntimeError};
pub use self::runtime_manifest::{RUNTIME_PACKAGE, dependencies};
use self::shared::Shared;
pub use self::ty::path;
use crate::rust::Crate;

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the output folder, with `/` between segments.
    pub path: String,
    /// Its content. Lines end in `\n`.
    pub text: String,
}

impl File {
    fn new(path: &str, text: String) -> Self {
        Self {
            path: path.to_owned(),
            text,
        }
    }
}

/// Keeps `cargo fmt` from changing the generated sources.
const RUSTFMT: &str = "disable_all_formatting = true\n";

/// The fewest files that are worth a thread.
const MIN_FILES_PER_WORKER: usize = 16;

/// Emits a crate. The same crate and manifest always give the same files, in order of path.
pub fn files(krate: &Crate, manifest: &Manifest) -> Vec<File> {
    let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let useful = krate.types.len().div_ceil(MIN_FILES_PER_WORKER);
    let workers = NonZeroUsize::new(useful).map_or(cores, |useful| useful.min(cores));
    files_with_workers(krate, manifest, workers)
}

/// Emits a crate with this many workers. The files do not depend on the number.
pub fn files_with_workers(krate: &Crate, manifest: &Manifest, workers: NonZeroUsize) -> Vec<File> {
    let shared = Shared::new(krate);
    let mut files = vec![
        File::new("Cargo.toml", manifest.render(krate)),
        File::new("README.md", readme::file(krate, manifest)),
        File::new("src/client.rs", client::file(&shared)),
        File::new("src/resources/mod.rs", resources::mod_rs(krate)),
        File::new(
            "src/rustfmt.toml",
            format!("# {}\n{RUSTFMT}", render::HEADER),
        ),
        File::new("src/types/mod.rs", types::mod_rs(krate)),
    ];
    let resources = resources::resource_files(krate);
    files.extend(in_parallel(&krate.types, workers, |module| File {
        path: format!("src/types/{}.rs", module.name.plain()),
        text: types::file(&shared, module),
    }));
    files.extend(in_parallel(&resources, workers, |file| {
        resources::file(&shared, file)
    }));
    let mut sources = files.iter().filter(|file| file.path.ends_with(".rs"));
    let is_ascii = !sources.any(|file| has_non_ascii_name(&file.text));
    let runtime = manifest.runtime();
    files.push(File::new(
        "src/lib.rs",
        lib_rs::file(krate, runtime, is_ascii),
    ));
    if *runtime == Runtime::Vendored {
        files.extend(runtime::files(krate.needs));
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

/// Returns whether a file has identifiers with letters outside ASCII. Only the code counts, not comments and strings. No string
/// of a generated file spans lines.
fn has_non_ascii_name(text: &str) -> bool {
    fn is_found_in(line: &str) -> bool {
        let (mut is_in_string, mut is_escaped) = (false, false);
        line.chars().any(|character| {
            let is_string = is_in_string;
            match character {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = is_in_string,
                '"' => is_in_string = !is_in_string,
                _ => {}
            }
            !is_string && !character.is_ascii()
        })
    }
    let mut lines = text.lines().filter(|line| !line.is_ascii());
    lines.any(|line| !line.trim_start().starts_with("//") && is_found_in(line))
}

/// Applies a function to each element of a list, with one chunk of the list for each worker. Tokens stay in the thread that
/// builds them, so each call returns a finished file.
fn in_parallel<T: Sync>(
    list: &[T],
    workers: NonZeroUsize,
    emit: impl Fn(&T) -> File + Sync,
) -> Vec<File> {
    let length = list.len().div_ceil(workers.get()).max(1);
    let emit = &emit;
    thread::scope(|scope| {
        let chunks = list
            .chunks(length)
            .map(|chunk| scope.spawn(move || chunk.iter().map(emit).collect::<Vec<_>>()));
        let chunks: Vec<_> = chunks.collect();
        chunks
            .into_iter()
            .flat_map(|chunk| chunk.join().expect("emission does not panic"))
            .collect()
    })
}
