//! What a change of a document does to the users of the generated crate.
//!
//! In: two documents as [`Revision`]s, both read by this generator. Out: a [`Comparison`] with every change of the public Rust
//! API and of requests and responses. Each change has one of the [`rules`], which determines how far the version must move. The
//! crates are compared, not the documents: something that no user of the crate can observe is not a change.
//!
//! | File | Owns |
//! | --- | --- |
//! | `revision` | reading a document for a comparison |
//! | `rules` | every kind of change, and its level |
//! | `surface` | everything that a user of a crate can name or observe |
//! | `positions`, `renames` | which type of the old crate is which type of the new one |
//! | `types`, `methods`, `client` | the comparison of types, operations and everything else |
//! | `changes` | the changes, grouped by cause |
//! | `render` | the report as text or Markdown |
//! | `version` | how far a version must move |

mod changes;
mod client;
mod methods;
mod positions;
mod renames;
mod render;
mod revision;
pub mod rules;
mod surface;
mod types;
mod version;

pub use changes::{Comparison, Detail, Group, Kind};
pub use render::Format;
pub use revision::{Revision, Unreadable};
pub use rules::{Level, Rule};
pub use version::{Version, VersionError};

use changes::Changes;
use renames::Renames;
use surface::Surface;

/// Compares the crates of two documents.
pub fn compare(old: &Revision, new: &Revision, detail: Detail) -> Comparison {
    let (before, after) = (Surface::new(old), Surface::new(new));
    let mut changes = Changes::default();
    let operations = methods::matched(&before, &after);
    let renames = Renames::find(&before, &after, &operations);
    client::compare(&before, &after, &mut changes);
    methods::compare(&before, &after, &operations, &renames, &mut changes);
    types::compare(&before, &after, &renames, &mut changes);
    changes.finish(old, new, detail)
}

#[cfg(test)]
mod tests;
