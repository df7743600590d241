//! `cargo xtask api-diff`: what a change of the schema does to the users of the generated crate.
//!
//! In: two revisions of `schema/`, or two documents. Out: a report and an exit status: 0, or 1 if `--fail-on` or
//! `--check-version` fails, or 2 if a schema cannot be read. The comparison is in the generator.

mod git;

use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use std::{env, fs, io, thread};

use generator::Options;
use generator::diagnostic::escape;
use generator::diff::{self, Revision, Unreadable, Version};
use generator::options::Package;

use crate::codegen::{PACKAGE, SCHEMA};
use crate::command_line::ApiDiff;
use crate::{terminal, workspace};

/// The folder of both. References of the document cannot leave it.
const FOLDER: &str = "schema";

/// A user at a terminal sees a message if reading takes longer.
const PATIENCE: Duration = Duration::from_secs(1);

/// Compares, prints the report, and returns the exit status.
pub(crate) fn run(command: &ApiDiff) -> ExitCode {
    match report(command) {
        Ok(verdict) => {
            terminal::print(&verdict.report);
            match verdict.failure {
                None => ExitCode::SUCCESS,
                Some(failure) => {
                    terminal::error(&failure);
                    ExitCode::FAILURE
                }
            }
        }
        Err(message) => {
            terminal::error(&message);
            ExitCode::from(2)
        }
    }
}

/// The report, and the reason if the command fails.
struct Verdict {
    report: String,
    failure: Option<String>,
}

/// A side of the comparison, and the version of its package if it is known.
struct Side {
    /// The name in messages.
    name: String,
    revision: Revision,
    version: Option<Version>,
}

impl Side {
    /// Prints a note if the document has errors.
    fn note_errors(&self) {
        let count = self.revision.errors();
        if count > 0 {
            let errors = if count == 1 { "error" } else { "errors" };
            terminal::note(&format!(
                "note: {} has {count} {errors}; the parts with errors are not compared\n",
                escape(&self.name)
            ));
        }
    }
}

fn report(command: &ApiDiff) -> Result<Verdict, String> {
    let (old, new) = sides(command)?;
    for side in [&old, &new] {
        side.note_errors();
    }
    let comparison = diff::compare(&old.revision, &new.revision, command.detail);
    let versions = old.version.zip(new.version);
    let level = comparison.level();
    let failure = match (command.fail_on, level) {
        (Some(limit), Some(level)) if level >= limit => Some(format!(
            "the changes are {}, and `--fail-on {}` was given",
            level.name(),
            limit.name()
        )),
        _ => None,
    };
    let too_low = match (command.check_version, versions) {
        (true, Some((old, new))) => old.check(new, level).err(),
        _ => None,
    };
    let too_low = too_low.map(|error| format!("{PACKAGE}: {error}"));
    Ok(Verdict {
        report: comparison.render(command.format, versions),
        failure: failure.or(too_low),
    })
}

/// Reads both sides in parallel.
fn sides(command: &ApiDiff) -> Result<(Side, Side), String> {
    // Messages name the project's files by their path in the workspace, and other files as the user named them.
    let is_own = command.from.is_none() || command.to.is_none();
    let start = env::current_dir().map_err(|error| format!("cannot find the folder: {error}"))?;
    let given = |path: &Path| {
        if is_own {
            start.join(path)
        } else {
            path.to_owned()
        }
    };
    if is_own {
        env::set_current_dir(workspace::folder())
            .map_err(|error| format!("cannot enter the workspace's folder: {error}"))?;
    }
    let old = || match &command.from {
        Some(path) => file(&given(path), is_own),
        None => at_revision(&command.revision),
    };
    let new = || match &command.to {
        Some(path) => file(&given(path), is_own),
        None => working_tree(),
    };
    thread::scope(|scope| {
        let (done, waiting) = mpsc::channel::<()>();
        let old = scope.spawn(old);
        scope.spawn(move || {
            // The channel closes when both sides are read.
            let is_slow = waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout);
            if is_slow && io::stderr().is_terminal() {
                terminal::note("reading both schemas …\n");
            }
        });
        let new = new();
        let old = old
            .join()
            .unwrap_or_else(|_| Err("the old schema could not be read".to_owned()));
        drop(done);
        Ok((old?, new?))
    })
}

/// Reads a document other than the project's own. If it is compared with that, its crate has the same name.
fn file(path: &Path, is_own: bool) -> Result<Side, String> {
    let options = if is_own {
        let (options, _) = own(&package()?, PACKAGE)?;
        Options {
            document: path.to_owned(),
            ..options
        }
    } else {
        let package = Package::new("client", None).map_err(|error| error.to_string())?;
        Options::new(path, package)
    };
    let name = path.display().to_string();
    let revision = Revision::from_disk(&options).map_err(|why| unreadable(&name, &why))?;
    Ok(Side {
        name,
        revision,
        version: None,
    })
}

/// Returns the hand-maintained part of the manifest in the working tree.
fn package() -> Result<String, String> {
    fs::read_to_string(PACKAGE).map_err(|error| format!("cannot read {PACKAGE}: {error}"))
}

fn working_tree() -> Result<Side, String> {
    let (options, version) = own(&package()?, PACKAGE)?;
    let revision = Revision::from_disk(&options).map_err(|why| unreadable(SCHEMA, &why))?;
    Ok(Side {
        name: SCHEMA.to_owned(),
        revision,
        version: Some(version),
    })
}

/// Reads `schema/` at a revision.
fn at_revision(name: &str) -> Result<Side, String> {
    let files = git::files(name, FOLDER)?;
    let text = |path: &str| {
        let found = files.iter().find(|(name, _)| name == path);
        let (_, text) = found.ok_or_else(|| format!("there is no {path} at `{name}`"))?;
        Ok::<&str, String>(text)
    };
    let (options, version) = own(text(PACKAGE)?, &format!("{PACKAGE} at `{name}`"))?;
    let mut texts = vec![(SCHEMA, text(SCHEMA)?)];
    let others = files.iter().filter(|(path, _)| path != SCHEMA);
    texts.extend(others.map(|(path, text)| (path.as_str(), text.as_str())));
    let document = format!("{SCHEMA} at `{name}`");
    let revision =
        Revision::from_texts(name, &texts, &options).map_err(|why| unreadable(&document, &why))?;
    Ok(Side {
        name: document,
        revision,
        version: Some(version),
    })
}

/// Returns the options for the project's document, and the version of its package.
fn own(package: &str, name: &str) -> Result<(Options, Version), String> {
    let package = Package::from_toml(package).map_err(|error| format!("{name}: {error}"))?;
    let options = Options::new(SCHEMA, package);
    let version = options.manifest.package_string("version");
    let version = version.and_then(Version::parse);
    let version = version.ok_or_else(|| {
        format!("{name}: there is no line `version = \"1.2.3\"` in a table `[package]`")
    })?;
    Ok((options, version))
}

fn unreadable(name: &str, Unreadable(diagnostics): &Unreadable) -> String {
    format!("cannot read {name}:\n{diagnostics}")
}
