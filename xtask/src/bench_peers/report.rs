//! Renders measurements as tables in Markdown.
//!
//! In: the columns of a document, ours first. Out: text. Runs nothing but `rustc --version`.

use std::path::Path;
use std::process::Command;
use std::thread;

use super::Step;
use super::results::{Column, Quantity, Spread, ratios};
use crate::watch::ProcessLimits;

/// A row of the table.
struct Row {
    step: Step,
    quantity: Quantity,
    label: &'static str,
}

const fn row(step: Step, quantity: Quantity, label: &'static str) -> Row {
    Row {
        step,
        quantity,
        label,
    }
}

/// The rows. Those without any measurement are left out.
const ROWS: &[Row] = &[
    row(Step::Generate, Quantity::Seconds, "generate, CPU s"),
    row(Step::Generate, Quantity::Memory, "generate, MiB"),
    row(
        Step::Generate,
        Quantity::Lines,
        "lines that depend on the document",
    ),
    row(
        Step::Generate,
        Quantity::RuntimeLines,
        "lines of the runtime",
    ),
    row(Step::Check, Quantity::Seconds, "check, CPU s"),
    row(Step::Check, Quantity::Memory, "check, MiB"),
    row(Step::Debug, Quantity::Seconds, "debug build, CPU s"),
    row(Step::Debug, Quantity::Memory, "debug build, MiB"),
    row(Step::Debug, Quantity::RlibBytes, "debug rlib, MB"),
    row(Step::Release, Quantity::Seconds, "release build, CPU s"),
    row(Step::Release, Quantity::Memory, "release build, MiB"),
    row(Step::Release, Quantity::RlibBytes, "release rlib, MB"),
    row(
        Step::Release,
        Quantity::ProgramBytes,
        "stripped one-call program, MB",
    ),
    row(Step::Check, Quantity::Crates, "crates in the tree"),
];

/// Returns what precedes the tables: how to read them, and the machine.
pub(super) fn introduction(runs: usize, limits: ProcessLimits) -> String {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let memory = if limits.mebibytes == u64::MAX {
        "no memory limit".to_owned()
    } else {
        format!("at most {} MiB for each process", limits.mebibytes)
    };
    let spread = if runs == 1 {
        "One run: the value, and its ratio to ours.".to_owned()
    } else {
        format!("Medians of {runs} runs, and ratios to ours as median (minimum–maximum).")
    };
    format!(
        "{spread} A ratio above 1 means that ours needs less.\n{}, {cores} cores, {memory}.\n",
        compiler()
    )
}

fn compiler() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .arg("--version")
        .current_dir(crate::workspace::folder())
        .output();
    let version = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    version.unwrap_or_else(|_| "unknown compiler".to_owned())
}

/// Returns the table of a document, and the errors of the generators that failed.
pub(super) fn document(path: &Path, columns: &[Column]) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut text = format!("\n### {name}\n\n|");
    for column in columns {
        text.push_str(&format!(" | {}", column.title));
    }
    text.push_str(&format!(" |\n| ---{} |\n", " | ---".repeat(columns.len())));
    for row in ROWS {
        let is_empty = |column: &Column| column.values(row.step, row.quantity).is_empty();
        if columns.iter().all(is_empty) {
            continue;
        }
        text.push_str(&format!("| {}", row.label));
        for column in columns {
            text.push_str(&format!(" | {}", cell(row, column, columns.first())));
        }
        text.push_str(" |\n");
    }
    let failures: Vec<String> = columns.iter().flat_map(failures).collect();
    if !failures.is_empty() {
        text.push_str(&format!("\n{}", failures.concat()));
    }
    text
}

/// Returns the lines about what went wrong with a generator.
fn failures(column: &Column) -> Vec<String> {
    let failure = column.failure.as_ref();
    let failure = failure.map(|(step, why)| format!("fails in {}: `{}`", step.name(), code(why)));
    let notes = column.notes.iter().map(|note| format!("`{}`", code(note)));
    let lines = failure.into_iter().chain(notes);
    lines
        .map(|line| format!("* {}: {line}\n", column.title))
        .collect()
}

/// Returns text that can be code in Markdown.
fn code(text: &str) -> String {
    text.replace(['\n', '\r'], " ").replace('`', "'")
}

/// Returns a cell: a value, and its ratio to ours.
fn cell(row: &Row, column: &Column, ours: Option<&Column>) -> String {
    let values = column.values(row.step, row.quantity);
    let Some(spread) = Spread::new(values) else {
        let fails = matches!(&column.failure, Some((step, _)) if *step == row.step);
        return if fails { "fails" } else { "–" }.to_owned();
    };
    let number = |value| number(row.quantity, value);
    let is_ours = ours.is_some_and(|ours| std::ptr::eq(ours, column));
    if is_ours {
        return with_spread(number(spread.median), spread, number);
    }
    let ours = ours.map_or(&[][..], |ours| ours.values(row.step, row.quantity));
    let median = number(spread.median);
    match Spread::new(&ratios(values, ours)) {
        Some(spread) if row.quantity != Quantity::RuntimeLines => {
            let ratio = |value: f64| format!("{value:.2}");
            let shown = format!("{}×", ratio(spread.median));
            format!("{median}, {}", with_spread(shown, spread, ratio))
        }
        _ => median,
    }
}

/// Appends the minimum and maximum, unless they look equal.
fn with_spread(shown: String, spread: Spread, number: impl Fn(f64) -> String) -> String {
    let (minimum, maximum) = (number(spread.minimum), number(spread.maximum));
    if minimum == maximum {
        shown
    } else {
        format!("{shown} ({minimum}–{maximum})")
    }
}

/// Returns a number as the table shows it.
fn number(quantity: Quantity, value: f64) -> String {
    match quantity {
        Quantity::Seconds if value < 10.0 => format!("{value:.2}"),
        Quantity::Seconds => format!("{value:.1}"),
        Quantity::RlibBytes | Quantity::ProgramBytes => format!("{:.1}", value / 1e6),
        Quantity::Memory | Quantity::Lines | Quantity::RuntimeLines | Quantity::Crates => {
            grouped(&format!("{value:.0}"))
        }
    }
}

/// Separates the thousands of an integer.
fn grouped(digits: &str) -> String {
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
    use super::*;

    #[test]
    fn tables_have_medians_and_ratios_and_the_errors_of_generators() {
        let mut ours = Column::new("ours (abc)");
        let mut peer = Column::new("peer 1.0");
        let mut broken = Column::new("broken 2.0");
        for (ours_seconds, peer_seconds) in [(2.0, 1.0), (2.0, 3.0), (4.0, 4.0)] {
            ours.push(Step::Generate, Quantity::Seconds, ours_seconds);
            peer.push(Step::Generate, Quantity::Seconds, peer_seconds);
        }
        ours.set(Step::Generate, Quantity::Lines, 1_234_567);
        ours.set(Step::Generate, Quantity::RuntimeLines, 15_000);
        peer.set(Step::Generate, Quantity::Lines, 987);
        peer.set(Step::Generate, Quantity::RuntimeLines, 0);
        ours.push(Step::Check, Quantity::Seconds, 12.34);
        ours.set(Step::Debug, Quantity::RlibBytes, 2_150_000);
        peer.failure = Some((Step::Check, "error[E0308]: `a`\nis wrong".to_owned()));
        ours.notes.push("no program".to_owned());
        broken.failure = Some((Step::Generate, "no entry".to_owned()));
        assert_eq!(
            document(Path::new("/a/b.yaml"), &[ours, peer, broken]),
            "
### b.yaml

| | ours (abc) | peer 1.0 | broken 2.0 |
| --- | --- | --- | --- |
| generate, CPU s | 2.00 (2.00–4.00) | 3.00, 1.00× (0.50–1.50) | fails |
| lines that depend on the document | 1,234,567 | 987, 0.00× | fails |
| lines of the runtime | 15,000 | 0 | fails |
| check, CPU s | 12.3 | fails | – |
| debug rlib, MB | 2.1 | – | – |

* ours (abc): `no program`
* peer 1.0: fails in check: `error[E0308]: 'a' is wrong`
* broken 2.0: fails in generate: `no entry`
"
        );
    }

    #[test]
    fn thousands_are_separated() {
        for (digits, expected) in [("0", "0"), ("999", "999"), ("1000", "1,000")] {
            assert_eq!(grouped(digits), expected);
        }
    }
}
