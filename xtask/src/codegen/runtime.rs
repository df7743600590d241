//! Where cargo finds the package with the runtime, from the folder of a generated crate.
//!
//! In: the folders on the command line. Out: the dependency with a path relative to the crate, so that the crate can be committed
//! with its workspace, or what is wrong with the folder.

use std::fs;
use std::path::{Component, Path, PathBuf};

use generator::emit::{RUNTIME_PACKAGE, Runtime, RuntimeCrate};

use super::package_in;
use crate::command_line::RuntimePackage;

/// Returns where the crate in the folder `out` has its runtime. Without a folder, nothing is written.
pub(super) fn of(package: Option<&RuntimePackage>, out: Option<&Path>) -> Result<Runtime, String> {
    let (Some(package), Some(out)) = (package, out) else {
        return Ok(Runtime::Vendored);
    };
    let path = package.path.as_deref();
    let path = path.map(|folder| path_from(out, folder)).transpose()?;
    RuntimeCrate::new(path.as_deref(), package.version.as_deref())
        .map(Runtime::Crate)
        .map_err(|error| error.to_string())
}

/// Returns the path of the package's folder from the folder of the crate, which need not exist yet.
fn path_from(out: &Path, folder: &Path) -> Result<String, String> {
    match package_in(folder) {
        Some(name) if name == RUNTIME_PACKAGE => {}
        Some(name) => {
            return Err(format!(
                "`--runtime-path {}` has the package `{name}`, not `{RUNTIME_PACKAGE}`",
                folder.display()
            ));
        }
        None => {
            return Err(format!(
                "`--runtime-path {}` has no package; it takes the folder of `{RUNTIME_PACKAGE}`",
                folder.display()
            ));
        }
    }
    let cannot_find =
        |error: std::io::Error| format!("cannot find `{}`: {error}", folder.display());
    let absolute = fs::canonicalize(folder).map_err(cannot_find)?;
    let out = canonical(out).map_err(cannot_find)?;
    let path = relative(&out, &absolute).unwrap_or(absolute);
    let path = path.to_str().map(|path| path.replace('\\', "/"));
    path.ok_or_else(|| format!("the path `{}` is not valid UTF-8", folder.display()))
}

/// Returns the canonical path of a folder whose last segments may not exist yet.
fn canonical(folder: &Path) -> std::io::Result<PathBuf> {
    let absolute = std::path::absolute(folder)?;
    let mut missing = Vec::new();
    for ancestor in absolute.ancestors() {
        if let Ok(found) = ancestor.canonicalize() {
            let missing: PathBuf = missing.iter().rev().collect();
            return Ok(found.join(missing));
        }
        missing.extend(ancestor.file_name());
    }
    Ok(absolute)
}

/// Returns a canonical path as it is from another one; `None` if they are on different drives.
fn relative(from: &Path, to: &Path) -> Option<PathBuf> {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if !matches!(from.first(), Some(first) if same > 0 || matches!(first, Component::RootDir)) {
        return None;
    }
    let up = from[same..].iter().map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(to[same..].iter().copied()).collect();
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_the_crate_to_the_package() {
        let path = |from: &str, to: &str| {
            let path = relative(Path::new(from), Path::new(to)).expect("one root");
            path.to_string_lossy().replace('\\', "/")
        };
        assert_eq!(path("/a/clients/pets", "/a/runtime"), "../../runtime");
        assert_eq!(path("/a", "/a/runtime"), "runtime");
        assert_eq!(path("/a/b", "/c"), "../../c");
    }

    #[test]
    fn the_folder_must_have_the_package() {
        let root = crate::workspace::folder();
        let found = path_from(
            &root.join("target/new/pets"),
            &root.join("generator/runtime"),
        );
        assert_eq!(found, Ok("../../../generator/runtime".to_owned()));
        let other = path_from(&root, &root.join("xtask")).expect_err("another package");
        assert!(
            other.ends_with("has the package `xtask`, not `openapi-client-runtime`"),
            "{other}"
        );
        let none = path_from(&root, &root.join("schema")).expect_err("no package");
        assert!(
            none.contains("schema` has no package; it takes the folder of"),
            "{none}"
        );
    }
}
