//! `cargo xtask bless [CASE]`: rewrites the expected files of the generator's golden and error cases.
//!
//! The tests do it themselves when the variable `BLESS` is set: the function that compares is the function that rewrites.

use crate::{root, say};

/// Rewrites one case, or all of them.
pub(crate) fn run(case: Option<&str>) -> Result<(), String> {
    let status = root::cargo(&[
        "test",
        "--package",
        "generator",
        "--test",
        "golden",
        "--test",
        "errors",
        "expected",
    ])
    .env("BLESS", case.unwrap_or("*"))
    .status()
    .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err("the expected files were not rewritten; see above".to_owned());
    }
    say::out("Expected files rewritten. Read `git diff generator/tests` before you commit.");
    Ok(())
}
