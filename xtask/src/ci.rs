//! `cargo xtask ci`: exactly what the continuous integration runs, one step after another, up to the first failure.
//!
//! Left out on purpose: the feature `native-tls` of the generated crate, which needs a TLS library of the system. Steps that
//! build programs name one package each: so cargo builds xtask with the features it runs with, and need not replace the
//! running program, which Windows forbids.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::command_line::Codegen;
use crate::{codegen, root, say};

/// A name, and what is run.
struct Step {
    name: &'static str,
    action: Action,
}

enum Action {
    /// A call of cargo, its arguments separated by spaces.
    Cargo(&'static str),
    /// A call of `cargo doc`, its arguments separated by spaces, in which warnings are errors.
    Doc(&'static str),
    /// A call of cargo for WebAssembly, its arguments separated by spaces; left out where the toolchain lacks that target.
    WebAssembly(&'static str),
    /// `cargo xtask codegen --check`, which this program is.
    CodegenCheck,
}

/// The cheap steps come first. Only clippy is run on feature sets, because its lints are errors without the environment
/// variable that would have cargo build all dependencies again.
const STEPS: &[Step] = &[
    cargo("format", "fmt --all -- --check"),
    Step {
        name: "generated/ is up to date",
        action: Action::CodegenCheck,
    },
    cargo(
        "lints",
        "clippy --workspace --all-targets --features xtask/examples -- -D warnings",
    ),
    cargo(
        "lints of the whole runtime",
        "clippy --package openapi-client-runtime --all-targets --features blocking,charset,stream,test-util,tracing,ureq -- -D warnings",
    ),
    cargo(
        "tests of the runtime",
        "test --package openapi-client-runtime --features blocking,charset,stream,test-util,tracing,ureq",
    ),
    cargo("tests of the generator", "test --package generator"),
    cargo("tests of xtask", "test --package xtask"),
    // Without the program itself, which would be built with the feature and replaced.
    cargo(
        "tests of the judge of examples",
        "test --package xtask --features examples --bin xtask",
    ),
    cargo(
        "lints of the generated crate's tests and examples",
        "clippy --manifest-path generated/Cargo.toml --all-targets --features charset,gzip,stream,test-util,tracing,ureq -- -D warnings",
    ),
    // Without a choice of targets, so that the examples are built as the programs that a test runs.
    cargo(
        "tests and documented examples of the generated crate",
        "test --manifest-path generated/Cargo.toml --features charset,gzip,stream,test-util,tracing,ureq",
    ),
    Step {
        name: "documentation",
        action: Action::Doc("doc --workspace --no-deps"),
    },
    cargo(
        "features: none",
        "clippy --manifest-path generated/Cargo.toml --lib --no-default-features -- -D warnings",
    ),
    cargo(
        "features: serde",
        "clippy --manifest-path generated/Cargo.toml --lib --no-default-features --features serde -- -D warnings",
    ),
    cargo(
        "features: reqwest without TLS",
        "clippy --manifest-path generated/Cargo.toml --lib --no-default-features --features reqwest -- -D warnings",
    ),
    cargo(
        "features: blocking without a transport",
        "clippy --manifest-path generated/Cargo.toml --lib --no-default-features --features blocking -- -D warnings",
    ),
    cargo(
        "features: ureq, rustls, gzip",
        "clippy --manifest-path generated/Cargo.toml --lib --no-default-features --features ureq,rustls,gzip -- -D warnings",
    ),
    cargo(
        "features: reqwest, rustls without a provider, HTTP/2, gzip, charset",
        "clippy --manifest-path generated/Cargo.toml --lib --no-default-features --features reqwest,rustls-no-provider,http2,gzip,charset -- -D warnings",
    ),
    Step {
        name: "WebAssembly",
        action: Action::WebAssembly(
            "clippy --manifest-path generated/Cargo.toml --lib --features charset,serde,stream,test-util,tracing --target wasm32-unknown-unknown -- -D warnings",
        ),
    },
];

const fn cargo(name: &'static str, arguments: &'static str) -> Step {
    Step {
        name,
        action: Action::Cargo(arguments),
    }
}

/// Runs all steps.
pub(crate) fn run() -> Result<(), String> {
    let start = Instant::now();
    for (passed, step) in STEPS.iter().enumerate() {
        say::out(&format!("== {}: {}", step.name, shown(&step.action)));
        let began = Instant::now();
        if let Err(why) = perform(&step.action) {
            say::out(&format!("{passed} passed, 1 failed"));
            return Err(format!(
                "the step \"{}\" failed after {:.1} s: {why}. Later steps were not run.",
                step.name,
                began.elapsed().as_secs_f64()
            ));
        }
        say::out(&format!(
            "== {}: {:.1} s\n",
            step.name,
            began.elapsed().as_secs_f64()
        ));
    }
    say::out(&format!(
        "== all steps: {:.1} s",
        start.elapsed().as_secs_f64()
    ));
    say::out(&format!("{} passed, 0 failed", STEPS.len()));
    Ok(())
}

fn shown(action: &Action) -> String {
    match action {
        Action::Cargo(arguments) | Action::WebAssembly(arguments) => format!("cargo {arguments}"),
        Action::Doc(arguments) => format!("RUSTDOCFLAGS=-Dwarnings cargo {arguments}"),
        Action::CodegenCheck => "cargo xtask codegen --check".to_owned(),
    }
}

/// Returns whether the toolchain has the standard library of WebAssembly. It is asked by the folder where that would be.
fn has_web_assembly() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let answer = Command::new(rustc)
        .args([
            "--print",
            "target-libdir",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .current_dir(root::folder())
        .output();
    answer.is_ok_and(|answer| Path::new(String::from_utf8_lossy(&answer.stdout).trim()).is_dir())
}

fn perform(action: &Action) -> Result<(), String> {
    let (arguments, rustdoc) = match action {
        Action::CodegenCheck => {
            let check = Codegen {
                check: true,
                ..Codegen::default()
            };
            return codegen::run(&check);
        }
        Action::WebAssembly(_) if !has_web_assembly() => {
            say::out("left out: `rustup target add wasm32-unknown-unknown` makes it possible");
            return Ok(());
        }
        Action::Cargo(arguments) | Action::WebAssembly(arguments) => (arguments, None),
        Action::Doc(arguments) => (arguments, Some("-Dwarnings")),
    };
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let mut command = root::cargo(&arguments);
    if let Some(flags) = rustdoc {
        command.env("RUSTDOCFLAGS", flags);
    }
    let status = command
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` ended with {status}", shown(action)))
    }
}
