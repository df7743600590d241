//! Whether cargo will accept a new crate where it is: alone, or in the workspace of a folder around it.
//!
//! In: the crate's folder. Out: a note where the user has to change a manifest. Reads the few lines of a workspace's manifest
//! that matter, without a TOML parser.

use std::fs;
use std::path::{Path, PathBuf};

/// Returns a note if a crate that is a workspace of its own is inside another one, which cannot have it as a member.
pub(super) fn note_for_own_workspace(folder: &Path) -> Option<String> {
    let manifest = workspace_around(folder)?;
    Some(format!(
        "note: the crate is a workspace of its own inside the workspace of {}. To make it a member, run the command with \
         `--workspace-member`\n",
        manifest.display()
    ))
}

/// Returns a note if no workspace lists a crate that must be a member of one: cargo would refuse it.
pub(super) fn note_for_member(folder: &Path) -> Option<String> {
    let Some(manifest) = workspace_around(folder) else {
        return Some(format!(
            "note: no folder around {} has a workspace; without `--workspace-member` the crate is a workspace of its own\n",
            folder.display()
        ));
    };
    let text = fs::read_to_string(&manifest).unwrap_or_default();
    let absolute = folder.canonicalize().ok()?;
    let path = absolute.strip_prefix(manifest.parent()?).ok()?;
    let path = path.to_string_lossy().replace('\\', "/");
    if members(&text).iter().any(|member| matches(member, &path)) {
        return None;
    }
    Some(format!(
        "note: the workspace of {} does not list the crate, so cargo refuses it. Add `\"{path}\"` to its `members`\n",
        manifest.display()
    ))
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

/// Returns the entries of `members` in the manifest of a workspace.
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
        // The odd parts are between quotes.
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

/// Returns whether an entry of `members`, in which `*` and `?` match parts of a name, matches the path of a folder.
fn matches(member: &str, path: &str) -> bool {
    let pattern = member.trim_start_matches("./").trim_end_matches('/');
    let (patterns, names) = (pattern.split('/'), path.split('/'));
    patterns.clone().count() == names.clone().count()
        && patterns
            .zip(names)
            .all(|(pattern, name)| matches_name(pattern, name))
}

fn matches_name(pattern: &str, name: &str) -> bool {
    let Some(first) = pattern.chars().next() else {
        return name.is_empty();
    };
    let rest = &pattern[first.len_utf8()..];
    if first == '*' {
        let mut ends = name.char_indices().map(|(end, _)| end).chain([name.len()]);
        return ends.any(|end| matches_name(rest, &name[end..]));
    }
    name.chars().next().is_some_and(|letter| {
        (first == '?' || first == letter) && matches_name(rest, &name[letter.len_utf8()..])
    })
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;

    #[test]
    fn members_of_a_workspace_are_read() {
        let manifest = "[package]\nmembers = [\"no\"]\n[workspace]\nresolver = \"3\"\nmembers = [\n    \"app\", # \"no\"\n    \
                        'crates/*',\n]\nexclude = [\"old\"]\n";
        assert_eq!(members(manifest), ["app", "crates/*"]);
        assert_eq!(members("[workspace]\nmembers = []\n"), Vec::<String>::new());
        assert_eq!(members("[workspace]\nmembers = ["), Vec::<String>::new());
    }

    #[test]
    fn patterns_of_members_match_folders() {
        for (member, path, expected) in [
            ("app", "app", true),
            ("./app/", "app", true),
            ("crates/*", "crates/pets", true),
            ("crates/p?t*", "crates/pets-client", true),
            ("crates/*", "crates/a/b", false),
            ("crates/*", "pets", false),
            ("*", "crates/pets", false),
        ] {
            assert_eq!(matches(member, path), expected, "{member} {path}");
        }
    }

    #[test]
    fn the_workspace_around_a_folder_is_found() {
        let root = env::temp_dir().join(format!("xtask-workspace-{}", std::process::id()));
        let inner = root.join("crates/pets");
        fs::create_dir_all(&inner).expect("the folder can be created");
        let manifest = root.join("Cargo.toml");
        fs::write(&manifest, "[workspace]\nmembers = []\n").expect("files can be written");
        // A package between them is not a workspace.
        fs::write(root.join("crates/Cargo.toml"), "[package]\n").expect("files can be written");
        let found = workspace_around(&inner);
        fs::write(&manifest, "[package]\nname = \"a\"\n").expect("files can be written");
        let other = workspace_around(&inner);
        let canonical = manifest.canonicalize();
        fs::remove_dir_all(&root).expect("the folder can be removed");
        assert_eq!(found, canonical.ok());
        assert_ne!(other, found);
    }
}
