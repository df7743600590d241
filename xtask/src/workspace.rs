//! Where the project stands, and how its tools are called.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Returns the workspace's folder.
///
/// Cargo says at run time where xtask stands, so that commands work from any folder, and in a moved or copied workspace too.
/// Where the program was started without cargo, the place it was built at counts.
pub(crate) fn folder() -> PathBuf {
    let xtask = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    xtask
        .parent()
        .map_or_else(|| xtask.clone(), Path::to_path_buf)
}

/// Returns a call of the cargo that runs this program, in the workspace's folder.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments).current_dir(folder());
    command
}
