//! Where emitted files are.
//!
//! In: planned modules. Out: paths below the output folder. Module names are the plan's, which knows what file systems mind.

use crate::rust::Ident;

/// Returns the path of a module in a folder, without the ending.
pub(super) fn below(folder: &str, module: &Ident) -> String {
    format!("{folder}/{}", module.plain())
}
