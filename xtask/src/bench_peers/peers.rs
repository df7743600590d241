//! The published generators: their versions, and how they are installed and run.
//!
//! In: the options. Out: [`Generator`]s that can be run, ours first.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::BenchPeers;
use super::generate::Generator;
use crate::{terminal, workspace};

/// A published generator.
#[derive(Debug)]
pub(crate) struct Peer {
    /// The name in the table and on the command line.
    pub(crate) name: &'static str,
    /// The crate that cargo installs.
    package: &'static str,
    /// The version of the crate.
    version: &'static str,
    /// The arguments, with the placeholders of [`Generator::arguments`].
    arguments: &'static [&'static str],
    /// The expression that gets a live input with the crate of the project's document; `None` if there is no such crate.
    call: Option<&'static str>,
    /// Makes a crate of what the generator emitted.
    finish: fn(&Path) -> io::Result<()>,
}

/// The peers, in the order of the table. The binary of each has the name of the crate.
pub(crate) const PEERS: &[Peer] = &[
    Peer {
        name: "progenitor",
        package: "cargo-progenitor",
        version: "0.15.1",
        arguments: &[
            "progenitor",
            "--input={document}",
            "--output={folder}",
            "--name={package}",
            "--version=0.1.0",
        ],
        call: None,
        finish: is_complete,
    },
    Peer {
        name: "ploidy",
        package: "ploidy",
        version: "0.15.0",
        arguments: &[
            "generate",
            "rust",
            "--output={folder}",
            "--name={package}",
            "{document}",
        ],
        call: Some(
            r#"Client::new("https://api.cloudflare.com/client/v4")
            .and_then(|client| client.with_sensitive_header("authorization", format!("Bearer {token}")))
            .map_err(|error| error.to_string())?
            .stream_live_inputs_get(&account, &input)
            .await"#,
        ),
        finish: is_complete,
    },
    Peer {
        name: "oas3-gen",
        package: "oas3-gen",
        version: "0.29.0",
        arguments: &[
            "generate",
            "client-mod",
            "--input={document}",
            "--output={folder}",
            "--workspace",
            "--quiet",
        ],
        call: Some(
            "let client = CloudflareStreamLiveInputsClient::new().with_api_token(token);
            let path = GetRequestPath { account_id: account, live_input_identifier: input };
            client.get(GetRequest { path }).await",
        ),
        finish: is_complete,
    },
    Peer {
        name: "openapi-to-rust",
        package: "openapi-to-rust",
        version: "0.23.0",
        arguments: &[
            "generate",
            "--output-dir={folder}/src/api",
            "--module-name=api",
            "--quiet",
            "{document}",
        ],
        call: Some(
            "let client = api::HttpClient::new().with_api_key(token);
            client.stream_live_inputs_get(&account, &input).await",
        ),
        finish: crate_around_module,
    },
];

/// The arguments of our generator.
const OURS: &[&str] = &[
    "codegen",
    "--schema={document}",
    "--out={folder}",
    "--package={package}",
];

/// The expression that gets a live input with our crate.
const OUR_CALL: &str = r#"let client = Client::builder().api_token(token).build();
    let client = client.map_err(|error| error.to_string())?;
    client.stream().live_inputs().get(&account, &input).await"#;

/// The folder of the runtime in a crate of ours.
const RUNTIME: &str = "src/runtime";

/// Builds ours, installs the peers, and returns them in the order of the table.
///
/// # Errors
///
/// Ours cannot be built. A peer that cannot be installed is in the table with the reason.
pub(super) fn generators(options: &BenchPeers) -> Result<Vec<Generator>, String> {
    let program = build_ours()?;
    let runtime = workspace::folder().join("generator/runtime");
    let shared = [
        "--runtime=crate".to_owned(),
        format!("--runtime-path={}", runtime.display()),
    ];
    let ours = |name: &str, title: String, further: &[String]| {
        let arguments = OURS.iter().map(|&argument| argument.to_owned());
        Generator {
            name: name.to_owned(),
            title,
            program: Ok(program.clone()),
            arguments: arguments.chain(further.iter().cloned()).collect(),
            runtime: Some(RUNTIME),
            call: Some(OUR_CALL),
            finish: is_complete,
        }
    };
    let mut generators = vec![
        ours(
            "ours",
            format!("ours, runtime as a crate ({})", revision()),
            &shared,
        ),
        ours("ours-vendored", "ours, vendored runtime".to_owned(), &[]),
    ];
    let root = workspace::target().join("peers");
    let peers = PEERS.iter();
    for peer in peers.filter(|peer| !options.skip.contains(&peer.name)) {
        generators.push(Generator {
            name: peer.name.to_owned(),
            title: format!("{} {}", peer.name, peer.version),
            program: install(peer, &root),
            arguments: peer.arguments.iter().map(|&it| it.to_owned()).collect(),
            runtime: None,
            call: peer.call,
            finish: peer.finish,
        });
    }
    Ok(generators)
}

/// Builds this program with optimizations, and returns its path.
fn build_ours() -> Result<PathBuf, String> {
    let target = workspace::target();
    let status = workspace::cargo(&["build", "--quiet", "--release", "--package", "xtask"])
        .arg("--target-dir")
        .arg(&target)
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err("cannot build xtask with optimizations; see above".to_owned());
    }
    Ok(target.join("release").join(format!("xtask{EXE_SUFFIX}")))
}

/// Returns the commit of this workspace, or the package's version where git does not know it.
fn revision() -> String {
    let output = Command::new("git")
        .args(["describe", "--always", "--dirty", "--exclude=*"])
        .current_dir(workspace::folder())
        .output();
    let commit = output
        .ok()
        .filter(|output| output.status.success())
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    commit.unwrap_or_else(|| env!("CARGO_PKG_VERSION").to_owned())
}

/// Installs a peer into a folder unless it is there in this version, and returns the path of its program.
fn install(peer: &Peer, root: &Path) -> Result<PathBuf, String> {
    let Peer {
        package, version, ..
    } = peer;
    let program = root.join("bin").join(format!("{package}{EXE_SUFFIX}"));
    let installed = fs::read_to_string(root.join(".crates.toml")).unwrap_or_default();
    if is_installed(&installed, package, version) && program.exists() {
        return Ok(program);
    }
    terminal::note(&format!("installing {package} {version}\n"));
    let status = workspace::cargo(&["install", "--quiet", "--locked", package, "--version"])
        .arg(format!("={version}"))
        .arg("--root")
        .arg(root)
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() {
        Ok(program)
    } else {
        Err(format!("`cargo install {package}` failed with {status}"))
    }
}

/// Returns whether cargo's list of installed crates has a version of a package.
fn is_installed(list: &str, package: &str, version: &str) -> bool {
    let start = format!("\"{package} {version} ");
    list.lines().any(|line| line.starts_with(&start))
}

/// For generators that emit a crate.
fn is_complete(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Adds a manifest and a root file to the module of openapi-to-rust, which emits the list of dependencies as a file.
fn crate_around_module(folder: &Path) -> io::Result<()> {
    let module = folder.join("src/api");
    let dependencies = fs::read_to_string(module.join("REQUIRED_DEPS.toml"))?;
    let package = super::generate::PACKAGE;
    let manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{dependencies}"
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/lib.rs"), "pub mod api;\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn installed_peers_are_found_by_their_exact_version() {
        let list = "[v1]\n\"ploidy 0.15.0 (registry+https://a.example)\" = [\"ploidy\"]\n";
        assert!(is_installed(list, "ploidy", "0.15.0"));
        assert!(!is_installed(list, "ploidy", "0.15"));
        assert!(!is_installed(list, "ploidy", "0.15.1"));
        assert!(!is_installed("", "ploidy", "0.15.0"));
    }

    #[test]
    fn a_module_becomes_a_crate() {
        let folder = std::env::temp_dir().join(format!("xtask-module-{}", std::process::id()));
        let module = folder.join("src/api");
        fs::create_dir_all(&module).expect("a temporary folder can be made");
        let dependencies = "[dependencies]\nserde = \"1\"\n";
        fs::write(module.join("REQUIRED_DEPS.toml"), dependencies).expect("files can be written");
        let result = crate_around_module(&folder);
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        let root = fs::read_to_string(folder.join("src/lib.rs")).unwrap_or_default();
        fs::remove_dir_all(&folder).expect("the folder is there");
        assert!(result.is_ok());
        assert!(manifest.ends_with("edition = \"2024\"\n\n[dependencies]\nserde = \"1\"\n"));
        assert_eq!(root, "pub mod api;\n");
    }
}
