//! `cargo xtask ci`: exactly what continuous integration runs, one step after another, up to the first failure.
//!
//! The feature `native-tls` of the generated crate is not tested, because it needs a TLS library of the system. Steps that
//! build programs name one package each, so that cargo builds xtask with the features that it runs with. With others it would
//! replace the running program, which Windows forbids.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::command_line::Codegen;
use crate::{codegen, terminal, workspace};

/// One step.
struct Step {
    name: &'static str,
    action: Action,
}

/// What a step does.
enum Action {
    /// Runs cargo with these arguments, separated by spaces.
    Cargo(&'static str),
    /// The same with `cargo doc`, and warnings as errors.
    Doc(&'static str),
    /// The same for WebAssembly; skipped if the toolchain does not have that target.
    WebAssembly(&'static str),
    /// Does what `cargo xtask codegen --check` does, in this process.
    CodegenCheck,
}

/// The steps, cheap ones first. Sets of features are checked with clippy, which takes `-D warnings` as an argument: the same flag
/// in an environment variable would make cargo build all dependencies again.
const STEPS: &[Step] = &[
    cargo("format", "fmt --all -- --check"),
    Step {
        name: "generated/ is up to date",
        action: Action::CodegenCheck,
    },
    cargo(
        "lints",
        "clippy --workspace --all-targets --features xtask/examples,xtask/overlay -- -D warnings",
    ),
    cargo(
        "lints of the whole runtime",
        "clippy --package openapi-client-runtime --all-targets --features blocking,charset,serde,stream,test-util,tracing,ureq -- -D warnings",
    ),
    cargo(
        "tests of the runtime",
        "test --package openapi-client-runtime --features blocking,charset,serde,stream,test-util,tracing,ureq",
    ),
    cargo("tests of the generator", "test --package generator"),
    cargo(
        "tests of overlays",
        "test --package generator --features overlay --lib --test overlays overlay",
    ),
    cargo("tests of xtask", "test --package xtask"),
    // Tests of the binary alone: integration tests would build the running program anew, with the feature.
    cargo(
        "tests of the validator of examples",
        "test --package xtask --features examples --bin xtask",
    ),
    cargo(
        "lints of the generated crate's tests and examples",
        "clippy --manifest-path generated/Cargo.toml --all-targets --features charset,gzip,serde,stream,test-util,tracing,ureq -- -D warnings",
    ),
    // Without a selection of targets, so that cargo builds the examples, which a test runs.
    cargo(
        "tests and documented examples of the generated crate",
        "test --manifest-path generated/Cargo.toml --features charset,gzip,serde,stream,test-util,tracing,ureq",
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

/// Runs the steps.
pub(crate) fn run() -> Result<(), String> {
    let start = Instant::now();
    for (passed, step) in STEPS.iter().enumerate() {
        terminal::print(&format!("== {}: {}", step.name, shown(&step.action)));
        let began = Instant::now();
        if let Err(why) = perform(&step.action) {
            terminal::print(&format!("{passed} passed, 1 failed"));
            return Err(format!(
                "the step \"{}\" failed after {:.1} s: {why}. Later steps were not run.",
                step.name,
                began.elapsed().as_secs_f64()
            ));
        }
        terminal::print(&format!(
            "== {}: {:.1} s\n",
            step.name,
            began.elapsed().as_secs_f64()
        ));
    }
    terminal::print(&format!(
        "== all steps: {:.1} s",
        start.elapsed().as_secs_f64()
    ));
    terminal::print(&format!("{} passed, 0 failed", STEPS.len()));
    Ok(())
}

/// Returns a step as a command that can be typed.
fn shown(action: &Action) -> String {
    match action {
        Action::Cargo(arguments) | Action::WebAssembly(arguments) => format!("cargo {arguments}"),
        Action::Doc(arguments) => format!("RUSTDOCFLAGS=-Dwarnings cargo {arguments}"),
        Action::CodegenCheck => "cargo xtask codegen --check".to_owned(),
    }
}

/// Returns whether the toolchain has the standard library for WebAssembly: whether rustc's folder for it exists.
fn has_web_assembly() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args([
            "--print",
            "target-libdir",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .current_dir(workspace::folder())
        .output();
    output.is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

/// Runs a step.
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
            terminal::print("skipped: run `rustup target add wasm32-unknown-unknown` first");
            return Ok(());
        }
        Action::Cargo(arguments) | Action::WebAssembly(arguments) => (arguments, None),
        Action::Doc(arguments) => (arguments, Some("-Dwarnings")),
    };
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let mut command = workspace::cargo(&arguments);
    if let Some(flags) = rustdoc {
        command.env("RUSTDOCFLAGS", flags);
    }
    let status = command
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed with {status}", shown(action)))
    }
}
