//! Renders differences as text.
//!
//! In: changes, or two versions of a file. Out: lines for a terminal or a log. Knows nothing of the disk.

use std::fmt;

use similar::TextDiff;

use super::{ChangeKind, Changes, Mode};

/// A longer diff of one file is truncated: its reader regenerates instead of reading on.
const MAX_DIFF_LINES: usize = 400;

/// Returns a unified diff of one file, from its actual to its expected content.
pub(super) fn unified(path: &str, actual: &[u8], expected: &str) -> String {
    let actual = String::from_utf8_lossy(actual).replace("\r\n", "\n");
    let whole = TextDiff::from_lines(actual.as_str(), expected)
        .unified_diff()
        .context_radius(3)
        .header(&format!("{path} (actual)"), &format!("{path} (expected)"))
        .to_string();
    let lines = whole.lines().count();
    if lines <= MAX_DIFF_LINES {
        return whole;
    }
    let mut cut = String::new();
    for line in whole.lines().take(MAX_DIFF_LINES) {
        cut.push_str(line);
        cut.push('\n');
    }
    cut.push_str(&format!("... {} more lines\n", lines - MAX_DIFF_LINES));
    cut
}

/// The most created, updated or removed files that are listed. Of more, only the number is.
const MAX_LISTED: usize = 20;

/// A line for each file, with its diff, and at the end the number of files that are up to date.
impl fmt::Display for Changes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let many = |kind| {
            let of_kind = self.list.iter().filter(|change| change.kind == kind);
            let count = of_kind.count();
            (self.mode == Mode::Write && count > MAX_LISTED).then_some(count)
        };
        let numbers = [
            ("created", ChangeKind::Created),
            ("updated", ChangeKind::Updated),
            ("removed", ChangeKind::Removed),
        ]
        .map(|(word, kind)| (word, kind, many(kind)));
        for (word, _, count) in numbers {
            if let Some(count) = count {
                writeln!(formatter, "{word} {} files", grouped(count))?;
            }
        }
        for change in &self.list {
            let is_counted = |(_, kind, count): &(&str, ChangeKind, Option<usize>)| {
                *kind == change.kind && count.is_some()
            };
            if numbers.iter().any(is_counted) {
                continue;
            }
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
        write!(formatter, "{} {files} up to date", grouped(self.unchanged))
    }
}

/// Returns a number with a comma before each three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::Change;
    use super::*;

    fn rendered(count: usize, mode: Mode) -> String {
        let list = (0..count).map(|index| Change {
            path: format!("src/{index}.rs"),
            kind: ChangeKind::Created,
            diff: None,
        });
        let updated = Change {
            path: "README.md".to_owned(),
            kind: ChangeKind::Updated,
            diff: None,
        };
        let changes = Changes {
            list: list.chain([updated]).collect(),
            unchanged: 0,
            mode,
        };
        changes.to_string()
    }

    #[test]
    fn many_files_are_only_counted() {
        assert_eq!(
            rendered(1204, Mode::Write),
            "created 1,204 files\nupdated README.md\n0 files up to date"
        );
        assert!(rendered(20, Mode::Write).starts_with("created src/0.rs\n"));
        // A check lists all of them.
        assert!(rendered(21, Mode::Check).starts_with("missing src/0.rs\n"));
    }

    #[test]
    fn numbers_are_grouped() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }
}
