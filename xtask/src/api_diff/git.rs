//! Files at a git revision.
//!
//! In: a revision and a folder. Out: the text files below it. Runs `git`, which neither changes the repository nor uses the
//! network.

use std::process::{Command, Output};

/// Returns the path and contents of every text file below a folder at a revision.
///
/// # Errors
///
/// If git cannot be run, or the revision or its folder does not exist. The message names the revision.
pub(super) fn files(revision: &str, folder: &str) -> Result<Vec<(String, String)>, String> {
    let wanted = format!("{revision}^{{commit}}");
    let known = git(&[
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &wanted,
    ])?;
    if !known.status.success() {
        return Err(format!(
            "`{revision}` is not a revision of this repository; fetch it (`git fetch origin main`), or name another one: \
             `cargo xtask api-diff REV`"
        ));
    }
    let commit = String::from_utf8_lossy(&known.stdout).trim().to_owned();
    let listed = git(&["ls-tree", "-r", "-z", "--name-only", &commit, "--", folder])?;
    if !listed.status.success() {
        let why = String::from_utf8_lossy(&listed.stderr);
        return Err(format!(
            "cannot list {folder}/ at `{revision}`: {}",
            why.trim()
        ));
    }
    let names = String::from_utf8_lossy(&listed.stdout);
    let names: Vec<&str> = names.split('\0').filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Err(format!("there is no {folder}/ at `{revision}`"));
    }
    let mut files = Vec::new();
    for name in names {
        // `./` makes the path relative to the current folder, which may be a subfolder of the repository.
        let object = format!("{commit}:./{name}");
        let shown = git(&["cat-file", "blob", &object])?;
        if !shown.status.success() {
            let why = String::from_utf8_lossy(&shown.stderr);
            return Err(format!(
                "cannot read {name} at `{revision}`: {}",
                why.trim()
            ));
        }
        if let Ok(text) = String::from_utf8(shown.stdout) {
            files.push((name.to_owned(), text));
        }
    }
    Ok(files)
}

fn git(arguments: &[&str]) -> Result<Output, String> {
    let output = Command::new("git").args(arguments).output();
    output.map_err(|error| format!("cannot run git: {error}"))
}
