//! Lists the sources of the runtime, which the generator copies into the crates that it emits.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let folder = root.join("runtime").join("src");
    println!("cargo:rerun-if-changed=runtime/src");
    let mut paths = Vec::new();
    list(&folder, "", &mut paths)?;
    paths.sort();
    let mut table = String::from("&[\n");
    for path in paths {
        // Not the path as it is now: a build folder may be moved, or shared by two checkouts.
        let source = format!(
            "concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?})",
            format!("/runtime/src/{path}")
        );
        writeln!(table, "    ({path:?}, include_str!({source})),").map_err(io::Error::other)?;
    }
    table.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("runtime_files.rs"), table)
}

/// Adds the sources below a folder, without tests and the crate root: their paths with `/`, from the folder of the runtime.
fn list(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            if name != "tests" {
                list(&entry.path(), &format!("{path}/"), paths)?;
            }
        } else if name.ends_with(".rs") && name != "tests.rs" && path != "lib.rs" {
            paths.push(path);
        }
    }
    Ok(())
}
