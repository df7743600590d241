//! Emits a planned crate as files. Cannot fail.
//!
//! In: a [`Crate`]. Out: the files of the package, in order of path. Rust that depends on the document is made of tokens, Rust
//! that does not is the runtime, copied, and what is not Rust is a template. Knows nothing of OpenAPI or of the disk.

mod bodies;
mod checks;
mod client;
mod crate_docs;
mod descriptor;
mod enums;
mod features;
mod lib_rs;
mod listing;
mod literal;
mod manifest;
mod methods;
mod names;
mod pagination;
mod paths;
mod readme;
mod render;
mod resources;
mod responses;
mod runtime;
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
use self::shared::Shared;
pub use self::ty::path;
use crate::rust::Crate;

/// A file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it goes, relative to the output folder, with `/` between segments.
    pub path: String,
    /// Its text. Lines end in `\n`.
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

/// What keeps `cargo fmt` out of the emitted sources.
const RUSTFMT: &str = "disable_all_formatting = true\n";

/// A thread for fewer files than these costs more than it saves.
const LEAST_SHARE: usize = 16;

/// Emits a crate. The same crate and manifest always give the same files, in order of path.
pub fn files(krate: &Crate, manifest: &Manifest) -> Vec<File> {
    let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let useful = krate.types.len().div_ceil(LEAST_SHARE);
    let workers = NonZeroUsize::new(useful).map_or(cores, |useful| useful.min(cores));
    files_by(krate, manifest, workers)
}

/// Emits a crate with this many workers, which does not show in the output.
pub fn files_by(krate: &Crate, manifest: &Manifest, workers: NonZeroUsize) -> Vec<File> {
    let shared = Shared::new(krate);
    let mut files = vec![
        File::new("Cargo.toml", manifest.print(krate)),
        File::new("README.md", readme::file(krate, manifest)),
        File::new("src/client.rs", client::file(&shared)),
        File::new("src/lib.rs", lib_rs::file(krate)),
        File::new("src/resources/mod.rs", resources::listing(krate)),
        File::new(
            "src/rustfmt.toml",
            format!("# {}\n{RUSTFMT}", render::HEADER),
        ),
        File::new("src/types/mod.rs", types::listing(krate)),
    ];
    let places = resources::places(krate);
    files.extend(shared_out(&krate.types, workers, |module| File {
        path: format!("{}.rs", paths::below("src/types", &module.name)),
        text: types::file(&shared, module),
    }));
    files.extend(shared_out(&places, workers, |place| {
        resources::file(&shared, place)
    }));
    files.extend(runtime::files(krate.needs));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

/// Applies a function to each of a list, each worker to its share. Tokens do not leave the thread that makes them.
fn shared_out<T: Sync>(
    list: &[T],
    workers: NonZeroUsize,
    print: impl Fn(&T) -> File + Sync,
) -> Vec<File> {
    let share = list.len().div_ceil(workers.get()).max(1);
    let print = &print;
    thread::scope(|scope| {
        let shares = list
            .chunks(share)
            .map(|share| scope.spawn(move || share.iter().map(print).collect::<Vec<_>>()));
        let shares: Vec<_> = shares.collect();
        shares
            .into_iter()
            .flat_map(|share| share.join().expect("printing does not panic"))
            .collect()
    })
}
