//! `cargo xtask codegen`: makes a crate from a document, or compares what is there.
//!
//! In: what to make and where. Out: the folder, and a report of what was read and what changed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use generator::diagnostic::Style;
use generator::options::Package;
use generator::output::{self, ChangeKind, Changes, Claim, Mode};
use generator::rust::Crate;
use generator::rust::ResourceFeatures;
use generator::{Options, Outcome};

use crate::command_line::{Codegen, Dump, Other};
use crate::{root, say};

/// The project's document.
const SCHEMA: &str = "schema/openapi.yaml";

/// The hand-maintained part of the manifest of the crate that is made from it.
const PACKAGE: &str = "schema/package.toml";

/// Where that crate stands.
const GENERATED: &str = "generated";

/// Makes or compares the project's own crate, or another one.
pub(crate) fn run(codegen: &Codegen) -> Result<(), String> {
    let job = match &codegen.other {
        None => own(codegen)?,
        Some(other) => foreign(other, codegen)?,
    };
    let outcome = generator::generate(&job.options);
    say::note(&outcome.rendered);
    say::note(&outcome.hints);
    say::out(&outcome.summary());
    if let Some(advice) = outcome.advice() {
        say::note(&format!("{advice}\n"));
    }
    if codegen.timings {
        print_timings(&outcome);
    }
    if let Some(dump) = codegen.dump {
        return print_stage(&outcome, dump);
    }
    let Some(files) = &outcome.files else {
        return Err(failure(&outcome));
    };
    let Some(folder) = &job.folder else {
        return Ok(());
    };
    let mode = if codegen.check {
        Mode::Check
    } else {
        Mode::Write
    };
    if let (Some(other), Some(plan), Mode::Write) = (&codegen.other, &outcome.plan, mode)
        && !other.force
        && let Some(package) = package_in(folder)
        && package != plan.package
    {
        return Err(format!(
            "{} holds the crate `{package}`, not `{}`; choose another folder, or replace that crate with `--force`",
            job.folder_name, plan.package
        ));
    }
    let claim = match &codegen.other {
        None => Claim::Known,
        Some(other) if other.force => Claim::Forced,
        Some(_) => Claim::Made,
    };
    let changes = output::sync(files, folder, mode, claim).map_err(|error| error.to_string())?;
    report(&changes, &job)?;
    match &codegen.other {
        Some(other) if other.workspace_member => hint_at_members(folder),
        Some(_) if is_new(&changes) => hint_at_workspace(folder),
        _ => {}
    }
    Ok(())
}

/// Returns the name of the package whose manifest stands in a folder.
fn package_in(folder: &Path) -> Option<String> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let lines = manifest
        .lines()
        .skip_while(|line| line.trim() != "[package]");
    let mut names = lines.filter_map(|line| line.trim().strip_prefix("name"));
    let value = names.next()?.trim_start().strip_prefix('=')?;
    Some(value.trim().trim_matches('"').to_owned())
}

/// Returns whether the crate was not there before.
fn is_new(changes: &Changes) -> bool {
    let mut list = changes.list.iter();
    list.any(|change| change.path == "Cargo.toml" && change.kind == ChangeKind::Created)
}

/// Says so where a crate that is a workspace of its own stands in another one, which cannot have it as a member.
fn hint_at_workspace(folder: &Path) {
    if let Some(manifest) = workspace_around(folder) {
        say::note(&format!(
            "note: the crate is a workspace of its own, in the one of {}. To make it a member, run the command with \
             `--workspace-member`\n",
            manifest.display()
        ));
    }
}

/// Says so where a crate that is to be a member of a workspace is none: cargo would refuse it.
fn hint_at_members(folder: &Path) {
    let shown = folder.display();
    let Some(manifest) = workspace_around(folder) else {
        say::note(&format!(
            "note: no folder around {shown} has a workspace; without `--workspace-member` the crate is one of its own\n"
        ));
        return;
    };
    let text = fs::read_to_string(&manifest).unwrap_or_default();
    let inside = folder.canonicalize().ok().and_then(|folder| {
        let below = folder.strip_prefix(manifest.parent()?).ok()?;
        Some(below.to_string_lossy().replace('\\', "/"))
    });
    let Some(inside) = inside else { return };
    if !members(&text).iter().any(|member| covers(member, &inside)) {
        say::note(&format!(
            "note: the workspace of {} does not list the crate, so cargo refuses it. Add `\"{inside}\"` to its `members`\n",
            manifest.display()
        ));
    }
}

/// Returns the members that the manifest of a workspace lists.
fn members(manifest: &str) -> Vec<String> {
    let mut in_workspace = false;
    let mut lines = manifest.lines().map(|line| without_comment(line).trim());
    while let Some(line) = lines.next() {
        if line.starts_with('[') {
            in_workspace = line.starts_with("[workspace]");
        }
        let list = line.strip_prefix("members").map(str::trim_start);
        let Some(list) = list.and_then(|list| list.strip_prefix('=')) else {
            continue;
        };
        if !in_workspace {
            continue;
        }
        let mut list = list.to_owned();
        while !list.contains(']') {
            let Some(line) = lines.next() else { break };
            list.push_str(line);
        }
        let list = list.replace('\'', "\"");
        let list = list.split(']').next().unwrap_or_default();
        return list
            .split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect();
    }
    Vec::new()
}

fn without_comment(line: &str) -> &str {
    line.split('#').next().unwrap_or_default()
}

/// Returns whether an entry of `members`, whose `*` and `?` stand for parts of a name, means the folder at a path.
fn covers(member: &str, path: &str) -> bool {
    let pattern = member.trim_start_matches("./").trim_end_matches('/');
    let (patterns, names) = (pattern.split('/'), path.split('/'));
    patterns.clone().count() == names.clone().count()
        && patterns
            .zip(names)
            .all(|(pattern, name)| matches(pattern, name))
}

fn matches(pattern: &str, name: &str) -> bool {
    let Some(first) = pattern.chars().next() else {
        return name.is_empty();
    };
    let rest = &pattern[first.len_utf8()..];
    if first == '*' {
        let mut ends = name.char_indices().map(|(end, _)| end).chain([name.len()]);
        return ends.any(|end| matches(rest, &name[end..]));
    }
    name.chars().next().is_some_and(|letter| {
        (first == '?' || first == letter) && matches(rest, &name[letter.len_utf8()..])
    })
}

/// Returns the manifest of the workspace that cargo finds in a folder around this one.
fn workspace_around(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let manifests = folder
        .ancestors()
        .skip(1)
        .map(|folder| folder.join("Cargo.toml"));
    manifests.into_iter().find(|manifest| {
        let text = fs::read_to_string(manifest).unwrap_or_default();
        let mut lines = text.lines().map(str::trim_start);
        lines.any(|line| line.starts_with("[workspace]") || line.starts_with("[workspace."))
    })
}

/// What to read, and where to put what comes of it.
struct Job {
    options: Options,
    folder: Option<PathBuf>,
    /// How the folder is called in messages.
    folder_name: String,
    /// How the same thing is asked for without `--check`.
    command: String,
}

fn style(codegen: &Codegen) -> Style {
    Style {
        color: say::in_color(),
        all: codegen.all_warnings,
    }
}

fn own(codegen: &Codegen) -> Result<Job, String> {
    // The document is named in messages as it is given here, and so the same wherever the command was started.
    env::set_current_dir(root::folder())
        .map_err(|error| format!("cannot enter the workspace's folder: {error}"))?;
    let text =
        fs::read_to_string(PACKAGE).map_err(|error| format!("cannot read {PACKAGE}: {error}"))?;
    let package = Package::from_toml(&text).map_err(|error| format!("{PACKAGE}: {error}"))?;
    Ok(Job {
        options: Options {
            deny_warnings: true,
            style: style(codegen),
            ..Options::new(SCHEMA, package)
        },
        folder: codegen.dump.is_none().then(|| GENERATED.into()),
        folder_name: format!("{GENERATED}/"),
        command: "cargo xtask codegen".to_owned(),
    })
}

fn foreign(other: &Other, codegen: &Codegen) -> Result<Job, String> {
    let name = match (&other.package, &other.out) {
        (Some(name), _) => name.clone(),
        (None, Some(out)) => folder_name(out)?,
        (None, None) => "client".to_owned(),
    };
    let mut package =
        Package::new(&name, other.version.as_deref()).map_err(|error| error.to_string())?;
    if other.workspace_member {
        package = package.in_workspace();
    }
    let out = other.out.as_deref().unwrap_or(Path::new(""));
    let mut command = format!(
        "cargo xtask codegen --schema {} --out {}",
        other.schema.display(),
        out.display()
    );
    for root in &other.roots {
        if !root.is_dir() {
            return Err(format!("`--root {}` names no folder", root.display()));
        }
        command.push_str(&format!(" --root {}", root.display()));
    }
    for (option, value) in [
        ("--package", &other.package),
        ("--package-version", &other.version),
    ] {
        if let Some(value) = value {
            command.push_str(&format!(" {option} {value}"));
        }
    }
    if other.workspace_member {
        command.push_str(" --workspace-member");
    }
    for (option, words) in [
        ("--tags", &other.selection.tags),
        ("--operations", &other.selection.operations),
    ] {
        if !words.is_empty() {
            command.push_str(&format!(" {option} \"{}\"", words.join(",")));
        }
    }
    let mut options = Options {
        roots: other.roots.clone(),
        selection: other.selection.clone(),
        deny_warnings: codegen.deny_warnings,
        style: style(codegen),
        ..Options::new(&other.schema, package)
    };
    if let Some(when) = other.resource_features {
        options.plan.resource_features = when;
        let when = match when {
            ResourceFeatures::Auto => "auto",
            ResourceFeatures::Always => "always",
            ResourceFeatures::Never => "never",
        };
        command.push_str(&format!(" --resource-features {when}"));
    }
    Ok(Job {
        options,
        folder: other.out.clone(),
        folder_name: out.display().to_string(),
        command,
    })
}

/// Returns the last part of the folder's path, which may end in `..` or be `.`.
fn folder_name(out: &Path) -> Result<String, String> {
    let absolute = out.canonicalize().or_else(|_| std::path::absolute(out));
    absolute
        .ok()
        .and_then(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .ok_or_else(|| {
            format!(
                "`{}` gives the crate no name; add `--package NAME`",
                out.display()
            )
        })
}

fn print_timings(outcome: &Outcome) {
    for (stage, time) in &outcome.timings {
        say::out(&format!(
            "  {stage:<6} {:>9.2} ms",
            time.as_secs_f64() * 1e3
        ));
    }
}

fn print_stage(outcome: &Outcome, dump: Dump) -> Result<(), String> {
    let text = match dump {
        Dump::Api => outcome.api.as_ref().map(|api| format!("{api:#?}")),
        Dump::Rust => outcome.plan.as_ref().map(|plan| format!("{plan:#?}")),
        Dump::Names => outcome.plan.as_ref().map(Crate::names_table),
    };
    if let Some(text) = &text {
        say::out(text);
    }
    if text.is_some() && !outcome.diagnostics.has_errors() {
        Ok(())
    } else {
        Err(failure(outcome))
    }
}

fn failure(outcome: &Outcome) -> String {
    let remarks = &outcome.diagnostics;
    let why = match (remarks.errors(), remarks.warnings()) {
        (0, 0) => "notes are errors here",
        (0, _) => "warnings are errors here",
        _ => "see above",
    };
    format!(
        "{} gave no crate: {why}. Nothing was written.",
        outcome.document_name
    )
}

fn report(changes: &Changes, job: &Job) -> Result<(), String> {
    let Job {
        folder_name,
        command,
        ..
    } = job;
    if changes.is_empty() {
        say::out(&format!(
            "{folder_name} is up to date ({} files)",
            changes.unchanged
        ));
        return Ok(());
    }
    say::out(&changes.to_string());
    match changes.mode {
        Mode::Write => Ok(()),
        Mode::Check => Err(format!(
            "{folder_name} is not what {} gives. Run `{command}` and commit what it changes.",
            job.options.document.display()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_a_workspace_are_listed() {
        let manifest = "[package]\nmembers = [\"no\"]\n[workspace]\nresolver = \"3\"\nmembers = [\n    \"app\", # \"no\"\n    \
                        'crates/*',\n]\nexclude = [\"old\"]\n";
        assert_eq!(members(manifest), ["app", "crates/*"]);
        assert_eq!(members("[workspace]\nmembers = []\n"), Vec::<String>::new());
        assert_eq!(members("[workspace]\nmembers = ["), Vec::<String>::new());
        for (member, path, is_covered) in [
            ("app", "app", true),
            ("./app/", "app", true),
            ("crates/*", "crates/pets", true),
            ("crates/p?t*", "crates/pets-client", true),
            ("crates/*", "crates/a/b", false),
            ("crates/*", "pets", false),
            ("*", "crates/pets", false),
        ] {
            assert_eq!(covers(member, path), is_covered, "{member} {path}");
        }
    }

    #[test]
    fn the_workspace_around_a_folder_is_found() {
        let root = env::temp_dir().join(format!("xtask-workspace-{}", std::process::id()));
        let inner = root.join("crates/pets");
        fs::create_dir_all(&inner).expect("the folder is made");
        let manifest = root.join("Cargo.toml");
        fs::write(&manifest, "[workspace]\nmembers = []\n").expect("it is written");
        // A crate between them is no workspace.
        fs::write(root.join("crates/Cargo.toml"), "[package]\n").expect("it is written");
        let found = workspace_around(&inner);
        fs::write(&manifest, "[package]\nname = \"a\"\n").expect("it is written");
        let other = workspace_around(&inner);
        let canonical = manifest.canonicalize();
        fs::remove_dir_all(&root).expect("it is removed");
        assert_eq!(found, canonical.ok());
        assert_ne!(other, found);
    }
}
