//! Builds a small program around a generated crate: one call, stripped, optimized.
//!
//! In: the expression of the call, and the folder of the crate. Out: the size of the program. Knows no generator by name.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::io;
use std::path::Path;

use super::compile;
use super::generate::PACKAGE;
use crate::workspace;

/// The name of the program.
const NAME: &str = "one-call";

/// Builds the program with cargo's target folder `target`, and returns its size in bytes.
///
/// # Errors
///
/// The first error of cargo.
pub(super) fn build(call: &str, crate_folder: &Path, target: &Path) -> Result<u64, String> {
    let folder = crate_folder.with_file_name(NAME);
    write(call, crate_folder, &folder)
        .map_err(|error| format!("cannot write `{}`: {error}", folder.display()))?;
    let mut cargo = workspace::cargo(&["build", "--release"]);
    cargo
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    let output = compile::run(&mut cargo)?;
    if !output.status.success() {
        return Err(compile::cargo_error(&output));
    }
    let program = target.join("release").join(format!("{NAME}{EXE_SUFFIX}"));
    let metadata = fs::metadata(&program)
        .map_err(|error| format!("cannot read `{}`: {error}", program.display()))?;
    Ok(metadata.len())
}

fn write(call: &str, crate_folder: &Path, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest())?;
    fs::write(folder.join("src/main.rs"), source(call))?;
    fs::copy(crate_folder.join("Cargo.lock"), folder.join("Cargo.lock")).map(drop)
}

fn manifest() -> String {
    format!(
        r#"[package]
name = "{NAME}"
version = "0.1.0"
edition = "2024"

[dependencies]
{PACKAGE} = {{ path = "../{PACKAGE}" }}
tokio = {{ version = "1", features = ["macros", "rt"] }}

[profile.release]
strip = true

[workspace]
"#
    )
}

/// Returns the program. The call can use the variables `token`, `account` and `input`, and must return a `Result`.
fn source(call: &str) -> String {
    format!(
        r#"use bench_client::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), String> {{
    let mut arguments = std::env::args().skip(1);
    let mut argument = || arguments.next().ok_or("missing argument");
    let (token, account, input) = (argument()?, argument()?, argument()?);
    let result = {{ {call} }};
    println!("{{:?}}", result.map_err(|error| error.to_string())?);
    Ok(())
}}
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_has_the_call() {
        let source = source("call(token, account, input).await");
        assert!(source.contains("let result = { call(token, account, input).await };"));
        assert!(manifest().contains("bench-client = { path = \"../bench-client\" }"));
    }
}
