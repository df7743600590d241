//! The folders of this workspace, and the cargo that runs xtask.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Returns the workspace's folder.
///
/// Cargo sets `CARGO_MANIFEST_DIR` at run time, so commands work from any folder and in a workspace that was moved or copied.
/// Without cargo, the folder where the program was built is used.
pub(crate) fn folder() -> PathBuf {
    let xtask = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    xtask
        .parent()
        .map_or_else(|| xtask.clone(), Path::to_path_buf)
}

/// Returns cargo's target folder.
pub(crate) fn target() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    if target.is_absolute() {
        target
    } else if env::var_os("CARGO_TARGET_DIR").is_some() {
        // Cargo resolves the variable in the current folder.
        std::path::absolute(&target).unwrap_or(target)
    } else {
        folder().join(target)
    }
}

/// Returns a command that runs cargo in the workspace's folder.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments).current_dir(folder());
    command
}
