//! `cargo xtask bless [CASE]`: rewrites the expected files of the generator's golden, error and wire cases.
//!
//! The tests do it themselves when the variable `BLESS` is set: the function that compares is the function that rewrites.

use std::fs;
use std::path::Path;

use generator::suggest::closest;

use crate::{root, say};

/// The folders whose folders are cases.
const CASES: [&str; 3] = ["cases", "errors", "wire"];

/// Rewrites one case, or all of them.
pub(crate) fn run(case: Option<&str>) -> Result<(), String> {
    if let Some(case) = case {
        must_exist(case, &root::folder().join("generator/tests"))?;
    }
    let status = root::cargo(&[
        "test",
        "--package",
        "generator",
        "--test",
        "golden",
        "--test",
        "errors",
        "--test",
        "wire",
        "expected",
    ])
    .env("BLESS", case.unwrap_or("*"))
    .status()
    .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err("not all expected files are what comes out now; see above".to_owned());
    }
    say::out("Expected files rewritten. Read `git diff generator/tests` before you commit.");
    Ok(())
}

/// Complains of a case that there is none of: the tests would rewrite nothing, and say nothing.
fn must_exist(case: &str, tests: &Path) -> Result<(), String> {
    let mut names = Vec::new();
    for kind in CASES {
        let folder = tests.join(kind);
        let entries = fs::read_dir(&folder)
            .map_err(|error| format!("cannot read `{}`: {error}", folder.display()))?;
        let names_here = entries
            .flatten()
            .filter(|entry| entry.path().is_dir())
            .map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.extend(names_here);
    }
    names.sort();
    if names.iter().any(|name| name == case) {
        return Ok(());
    }
    let meant = match closest(case, names.iter().map(String::as_str)) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    };
    Err(format!(
        "there is no case `{case}` in generator/tests{meant}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_that_are_not_there_are_named() {
        let tests = root::folder().join("generator/tests");
        assert_eq!(must_exist("minimal", &tests), Ok(()));
        assert_eq!(must_exist("name-clash", &tests), Ok(()));
        assert_eq!(
            must_exist("minimul", &tests),
            Err(
                "there is no case `minimul` in generator/tests; did you mean `minimal`?".to_owned()
            )
        );
    }
}
