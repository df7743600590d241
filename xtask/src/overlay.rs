//! The feature `overlay`, which only commands with `--overlay` need.
//!
//! In: the overlays of a command. Out: the exit code of the same command, run by a build that has the feature. A build without it
//! has fewer dependencies, so that the first `cargo xtask codegen` is fast.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::{terminal, workspace};

/// Returns whether a command needs the feature, and this build does not have it.
pub(crate) fn lacks_feature(overlays: &[PathBuf]) -> bool {
    !overlays.is_empty() && !cfg!(feature = "overlay")
}

/// Runs this command again with the feature.
pub(crate) fn run_with_feature() -> ExitCode {
    terminal::note("starting again with support for overlays\n");
    let mut command = workspace::cargo(&["run", "--quiet", "--features", "overlay"]);
    command
        .arg("--manifest-path")
        .arg(workspace::folder().join("xtask/Cargo.toml"));
    if cfg!(windows) {
        // Windows does not replace a program that runs.
        command
            .arg("--target-dir")
            .arg(workspace::target().join("overlay"));
    }
    // Paths are relative to the folder where the command was started.
    if let Ok(folder) = env::current_dir() {
        command.current_dir(folder);
    }
    match command.arg("--").args(env::args_os().skip(1)).status() {
        Ok(status) => {
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            code.map_or(ExitCode::FAILURE, ExitCode::from)
        }
        Err(error) => {
            terminal::error(&format!("cannot run cargo: {error}"));
            ExitCode::FAILURE
        }
    }
}
