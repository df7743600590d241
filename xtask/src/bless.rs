//! `cargo xtask bless [CASE]`: rewrites the expected files of the generator's golden, error and wire cases.
//!
//! The tests rewrite them when the environment variable `BLESS` is set: one function compares and rewrites.

use std::fs;
use std::path::Path;

use generator::suggest::closest;

use crate::{terminal, workspace};

/// The folders of cases.
const CASES: [&str; 3] = ["cases", "errors", "wire"];

/// Rewrites the expected files of one case, or of all.
pub(crate) fn run(case: Option<&str>) -> Result<(), String> {
    if let Some(case) = case {
        check_case(case, &workspace::folder().join("generator/tests"))?;
    }
    let status = workspace::cargo(&[
        "test",
        "--package",
        "generator",
        "--test",
        "golden",
        "--test",
        "errors",
        "--test",
        "wire",
        "--test",
        "method_names",
        "expected",
    ])
    .env("BLESS", case.unwrap_or("*"))
    .status()
    .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err("a test failed, so some expected files may be unchanged; see above".to_owned());
    }
    terminal::print(
        "Expected files are up to date. Read `git diff generator/tests` before you commit.",
    );
    Ok(())
}

/// Reports a case that does not exist: the tests would ignore it silently.
fn check_case(case: &str, tests: &Path) -> Result<(), String> {
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
    let hint = match closest(case, names.iter().map(String::as_str)) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    };
    Err(format!("unknown case `{case}` in generator/tests{hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_case_is_reported_with_the_nearest_one() {
        let tests = workspace::folder().join("generator/tests");
        assert_eq!(check_case("minimal", &tests), Ok(()));
        assert_eq!(check_case("name-clash", &tests), Ok(()));
        assert_eq!(
            check_case("minimul", &tests),
            Err("unknown case `minimul` in generator/tests; did you mean `minimal`?".to_owned())
        );
    }
}
