//! The table of results: as a file, as text for people, and compared with an earlier table.
//!
//! In: the results of generation and of the compiler. Out: [`Row`]s, the rendered table, and regressions. Runs nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use generator::diagnostic::escape;

use super::check::Checked;
use super::generate::Generated;
use super::manifest::{Document, Refusals};
use super::table::{self, Table};

/// The result of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// The document's id.
    pub(super) id: String,
    /// The outcome; see [`PASSING`] for those of documents that pass.
    pub(super) outcome: String,
    /// Operations that the document declares.
    pub(super) operations_declared: usize,
    /// Operations in the output.
    pub(super) operations: usize,
    /// Schemas that the document declares.
    pub(super) schemas_declared: usize,
    /// Schemas in the output.
    pub(super) schemas: usize,
    /// Places where a free-form value takes the place of a type.
    pub(super) free_form: usize,
    /// The generator's warnings.
    pub(super) warnings: usize,
    /// How long generation took, in seconds.
    pub(super) generate_seconds: f64,
    /// Lines of Rust.
    pub(super) lines: usize,
    /// How long the compiler took in seconds, if it ran.
    pub(super) rustc_seconds: Option<f64>,
    /// The compiler's peak memory in MiB, if known.
    pub(super) rustc_mebibytes: Option<u64>,
    /// Why the document does not pass.
    pub(super) message: String,
}

/// The outcomes of documents that pass: compiled, generated without compiling, refused as listed.
const PASSING: [&str; 3] = ["ok", "generated", "refused"];

const COLUMNS: [&str; 13] = [
    "id",
    "outcome",
    "operations",
    "operations_generated",
    "schemas",
    "schemas_generated",
    "free_form",
    "warnings",
    "generate_seconds",
    "lines",
    "rustc_seconds",
    "rustc_mib",
    "message",
];

impl Row {
    /// Makes the row of a document; `checked` is `None` if the compiler did not run.
    pub(super) fn new(
        document: &Document,
        generated: &Generated,
        checked: Option<&Checked>,
        refusals: &Refusals,
    ) -> Self {
        let summary = generated.summary.clone().unwrap_or_default();
        let record = checked.and_then(|checked| checked.record.as_ref());
        let (outcome, message) = outcome(document, generated, checked, refusals);
        // It can quote the document.
        let message = escape(&message).into_owned();
        Self {
            id: document.id.clone(),
            outcome: outcome.to_owned(),
            operations_declared: summary.operations_declared,
            operations: summary.operations,
            schemas_declared: summary.schemas_declared,
            schemas: summary.schemas,
            free_form: summary.free_form,
            warnings: summary.warnings,
            generate_seconds: generated.seconds,
            lines: summary.lines,
            rustc_seconds: record.map(|record| record.seconds),
            rustc_mebibytes: record.and_then(|record| record.peak_mebibytes),
            message,
        }
    }

    /// Returns whether the document passed.
    pub(super) fn passes(&self) -> bool {
        PASSING.contains(&self.outcome.as_str())
    }

    fn cells(&self) -> Vec<String> {
        let optional = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        vec![
            self.id.clone(),
            self.outcome.clone(),
            self.operations_declared.to_string(),
            self.operations.to_string(),
            self.schemas_declared.to_string(),
            self.schemas.to_string(),
            self.free_form.to_string(),
            self.warnings.to_string(),
            format!("{:.2}", self.generate_seconds),
            self.lines.to_string(),
            optional(self.rustc_seconds.map(|seconds| format!("{seconds:.1}"))),
            optional(self.rustc_mebibytes.map(|mebibytes| mebibytes.to_string())),
            self.message.clone(),
        ]
    }

    fn from_cells(cells: &[String]) -> Self {
        let number = |index: usize| cells[index].parse().unwrap_or_default();
        Self {
            id: cells[0].clone(),
            outcome: cells[1].clone(),
            operations_declared: number(2),
            operations: number(3),
            schemas_declared: number(4),
            schemas: number(5),
            free_form: number(6),
            warnings: number(7),
            generate_seconds: cells[8].parse().unwrap_or_default(),
            lines: number(9),
            rustc_seconds: cells[10].parse().ok(),
            rustc_mebibytes: cells[11].parse().ok(),
            message: cells[12].clone(),
        }
    }
}

/// Returns the outcome of a document, and a message if it does not pass.
fn outcome(
    document: &Document,
    generated: &Generated,
    checked: Option<&Checked>,
    refusals: &Refusals,
) -> (&'static str, String) {
    if let Some(failure) = &generated.failure {
        return (failure.outcome, failure.message.clone());
    }
    let Some(summary) = &generated.summary else {
        return ("panic", "there is no summary".to_owned());
    };
    if let Some(first) = summary.unlocated.first() {
        return (
            "no location",
            format!("the error `{first}` has no location: {}", summary.error),
        );
    }
    match (summary.codes.is_empty(), refusals.codes(&document.id)) {
        (false, Some(expected)) if *expected == summary.codes => {
            return ("refused", summary.error.clone());
        }
        (false, expected) => {
            let listed = match expected {
                Some(expected) => format!(" (listed with {})", joined(expected)),
                None => String::new(),
            };
            return (
                "unlisted refusal",
                format!("{}{listed}: {}", joined(&summary.codes), summary.error),
            );
        }
        (true, Some(expected)) => {
            return (
                "not refused",
                format!("listed with {}, but accepted", joined(expected)),
            );
        }
        (true, None) => {}
    }
    if summary.operations != summary.operations_declared
        || summary.schemas != summary.schemas_declared
    {
        return (
            "incomplete",
            "operations or schemas are missing from the output".to_owned(),
        );
    }
    if let Some(counted) = document
        .operations
        .filter(|counted| *counted > summary.operations)
    {
        return (
            "incomplete",
            format!("the manifest counts {counted} operations"),
        );
    }
    match checked {
        None => ("generated", String::new()),
        Some(checked) => compiled(checked),
    }
}

fn compiled(checked: &Checked) -> (&'static str, String) {
    let first = checked.first.clone().unwrap_or_default();
    let stopped = checked
        .record
        .as_ref()
        .and_then(|record| record.stopped.as_ref());
    match (stopped, checked.errors, checked.warnings) {
        (_, 1.., _) => (
            "rustc error",
            format!("{} in total, the first: {first}", checked.errors),
        ),
        (Some(why), ..) if !checked.accepted => ("rustc stopped", format!("rustc was {why}")),
        _ if !checked.accepted => (
            "rustc error",
            "cargo did not check it; see cargo.log in the folder of the table".to_owned(),
        ),
        (_, 0, 1..) => (
            "rustc warning",
            format!("{} in total, the first: {first}", checked.warnings),
        ),
        _ => ("ok", String::new()),
    }
}

fn joined(codes: &BTreeSet<String>) -> String {
    codes.iter().cloned().collect::<Vec<_>>().join(", ")
}

/// Returns the table as the text of a file.
pub(super) fn to_tsv(rows: &[Row]) -> String {
    let mut text = table::line(&COLUMNS);
    for row in rows {
        text.push_str(&table::line(&row.cells()));
    }
    text
}

/// Reads a table from a file.
///
/// # Errors
///
/// The file cannot be read, or does not have these columns.
pub(super) fn read(path: &Path) -> Result<Vec<Row>, String> {
    let table = Table::read(path)?;
    for (index, name) in COLUMNS.iter().enumerate() {
        if table.required_column(name, path)? != index {
            return Err(format!("`{}` is not a table of results", path.display()));
        }
    }
    Ok(table
        .rows()
        .iter()
        .map(|cells| Row::from_cells(cells))
        .collect())
}

/// The differences from an earlier table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Comparison {
    /// What is worse.
    pub(super) regressions: Vec<String>,
    /// What takes much longer, which can be due to the machine.
    pub(super) notes: Vec<String>,
}

/// Compares a table with an earlier one. Documents that are in one table only are ignored, because either table can be that of
/// some documents.
pub(super) fn compare(earlier: &[Row], now: &[Row]) -> Comparison {
    let earlier: BTreeMap<&str, &Row> = earlier.iter().map(|row| (row.id.as_str(), row)).collect();
    let mut comparison = Comparison::default();
    for row in now {
        let Some(was) = earlier.get(row.id.as_str()) else {
            continue;
        };
        let id = &row.id;
        let has_crate = |row: &Row| row.passes() && row.outcome != "refused";
        if has_crate(was) && !has_crate(row) {
            comparison
                .regressions
                .push(format!("{id} was {}, now {}", was.outcome, row.outcome));
            continue;
        }
        for (name, was, now) in [
            ("operations", was.operations, row.operations),
            ("schemas", was.schemas, row.schemas),
        ] {
            if now < was {
                comparison
                    .regressions
                    .push(format!("{id} had {was} {name}, now {now}"));
            }
        }
        if has_crate(was) && row.free_form > was.free_form {
            comparison.regressions.push(format!(
                "{id} had {} free-form values, now {}",
                was.free_form, row.free_form
            ));
        }
        let times = [
            (
                "generation",
                was.generate_seconds,
                row.generate_seconds,
                5.0,
            ),
            (
                "rustc",
                was.rustc_seconds.unwrap_or(f64::INFINITY),
                row.rustc_seconds.unwrap_or_default(),
                30.0,
            ),
        ];
        for (name, was, now, least) in times {
            if now > least && now > 2.0 * was {
                comparison
                    .notes
                    .push(format!("{id}: {name} took {was:.1} s, now {now:.1} s"));
            }
        }
    }
    comparison
}

/// Renders the table for people, with totals.
pub(super) fn render(rows: &[Row]) -> String {
    const LONGEST: usize = 100;
    let heads = [
        "id", "outcome", "ops", "schemas", "free", "warnings", "gen s", "lines", "rustc s", "MiB",
        "message",
    ];
    let part = |generated: usize, declared: usize| {
        if generated == declared {
            generated.to_string()
        } else {
            format!("{generated}/{declared}")
        }
    };
    let mut lines = vec![heads.map(str::to_owned).to_vec()];
    for row in rows {
        let cells = row.cells();
        lines.push(vec![
            row.id.clone(),
            row.outcome.clone(),
            part(row.operations, row.operations_declared),
            part(row.schemas, row.schemas_declared),
            cells[6].clone(),
            cells[7].clone(),
            cells[8].clone(),
            cells[9].clone(),
            cells[10].clone(),
            cells[11].clone(),
            row.message.chars().take(LONGEST).collect(),
        ]);
    }
    let widths: Vec<usize> = (0..heads.len())
        .map(|column| {
            let cells = lines.iter().map(|line| line[column].chars().count());
            cells.max().unwrap_or_default()
        })
        .collect();
    let mut text = String::new();
    for line in &lines {
        let cells: Vec<String> = line
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| match column {
                0 | 1 | 10 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            })
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text.push_str(&totals(rows));
    text
}

fn totals(rows: &[Row]) -> String {
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *outcomes.entry(&row.outcome).or_default() += 1;
    }
    let outcomes: Vec<String> = outcomes
        .iter()
        .map(|(outcome, count)| format!("{count} {outcome}"))
        .collect();
    let sum = |value: fn(&Row) -> usize| rows.iter().map(value).sum::<usize>();
    let schemas = sum(|row| row.schemas_declared);
    let free_form = sum(|row| row.free_form);
    let share = match schemas {
        0 => String::new(),
        _ => format!(
            " ({:.2} per 100 schemas)",
            100.0 * free_form as f64 / schemas as f64
        ),
    };
    let seconds = |value: fn(&Row) -> f64| rows.iter().map(value).sum::<f64>();
    format!(
        "\n{} documents: {}\noperations {}/{}, schemas {}/{schemas}, {free_form} free-form values{share}, {} warnings\n\
         generation {:.0} s, {} lines, rustc {:.0} s, at most {} MiB\n",
        rows.len(),
        outcomes.join(", "),
        sum(|row| row.operations),
        sum(|row| row.operations_declared),
        sum(|row| row.schemas),
        sum(|row| row.warnings),
        seconds(|row| row.generate_seconds),
        sum(|row| row.lines),
        seconds(|row| row.rustc_seconds.unwrap_or_default()),
        rows.iter()
            .filter_map(|row| row.rustc_mebibytes)
            .max()
            .unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests;
