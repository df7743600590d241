//! Puts differences into words.
//!
//! In: changes, or two texts. Out: lines for a terminal or a log. Knows nothing of the disk.

use std::fmt;

use similar::TextDiff;

use super::{ChangeKind, Changes, Mode};

/// A longer difference of one file is cut: who meets it regenerates instead of reading on.
const MOST_LINES: usize = 400;

/// Returns the difference of one file in unified form: from what stands there to what should.
pub(super) fn unified(path: &str, actual: &[u8], expected: &str) -> String {
    let actual = String::from_utf8_lossy(actual).replace("\r\n", "\n");
    let whole = TextDiff::from_lines(actual.as_str(), expected)
        .unified_diff()
        .context_radius(3)
        .header(
            &format!("{path} (as it is)"),
            &format!("{path} (as it should be)"),
        )
        .to_string();
    let lines = whole.lines().count();
    if lines <= MOST_LINES {
        return whole;
    }
    let mut cut = String::new();
    for line in whole.lines().take(MOST_LINES) {
        cut.push_str(line);
        cut.push('\n');
    }
    cut.push_str(&format!("... {} more lines\n", lines - MOST_LINES));
    cut
}

/// A line for each file, the differences with it, and at the end how many files are as they should be.
impl fmt::Display for Changes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for change in &self.list {
            let word = match (self.mode, change.kind) {
                (Mode::Write, ChangeKind::Created) => "created",
                (Mode::Write, ChangeKind::Updated) => "updated",
                (Mode::Write, ChangeKind::Removed) => "removed",
                (Mode::Check, ChangeKind::Created) => "missing",
                (Mode::Check, ChangeKind::Updated) => "different",
                (Mode::Check, ChangeKind::Removed) => "stray",
            };
            writeln!(formatter, "{word} {}", change.path)?;
            if let Some(diff) = &change.diff {
                formatter.write_str(diff)?;
            }
        }
        let files = if self.unchanged == 1 { "file" } else { "files" };
        write!(formatter, "{} {files} up to date", self.unchanged)
    }
}
