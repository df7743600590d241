//! The examples that are known not to survive.
//!
//! In: `xtask/corpus-examples.tsv`: a document's id and root file, the location of the example, and why it does not survive. Out:
//! failures that are not listed, and rows that are no longer needed.

use std::path::Path;

use super::super::table::Table;
use super::report::Report;

/// The list of examples.
#[derive(Debug, Default)]
pub(super) struct KnownFailures {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    id: String,
    root: String,
    pointer: String,
}

impl KnownFailures {
    /// Reads the list.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or a row has no cause.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        Self::from_table(&Table::read(path)?, path)
    }

    fn from_table(table: &Table, path: &Path) -> Result<Self, String> {
        let id = table.required_column("id", path)?;
        let root = table.required_column("root", path)?;
        let pointer = table.required_column("pointer", path)?;
        let cause = table.required_column("cause", path)?;
        let mut rows = Vec::with_capacity(table.rows().len());
        for row in table.rows() {
            if row[cause].is_empty() {
                return Err(format!(
                    "`{}` has no cause for {} {}",
                    path.display(),
                    row[id],
                    row[pointer]
                ));
            }
            rows.push(Row {
                id: row[id].clone(),
                root: row[root].clone(),
                pointer: row[pointer].clone(),
            });
        }
        Ok(Self { rows })
    }

    /// Returns the errors of a document's report: failures that are not listed, and listed examples that survive. `root` is the
    /// document's file: other folders can use the same ids.
    pub(super) fn errors(&self, report: &Report, root: &str) -> Vec<String> {
        let rows_of_document = || {
            let rows = self.rows.iter();
            rows.filter(|row| row.id == report.id && row.root == root)
        };
        let mut errors = Vec::new();
        for failure in &report.failures {
            if !rows_of_document().any(|row| row.pointer == failure.pointer) {
                errors.push(format!(
                    "{} {} does not survive as `{}`: {}",
                    report.id, failure.pointer, failure.ty, failure.cause
                ));
            }
        }
        for row in rows_of_document() {
            let mut failures = report.failures.iter();
            if !failures.any(|failure| failure.pointer == row.pointer) {
                errors.push(format!(
                    "{} {} survives: remove it from the list",
                    row.id, row.pointer
                ));
            }
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::Failure;
    use super::*;

    fn known(text: &str) -> Result<KnownFailures, String> {
        KnownFailures::from_table(&Table::parse(text), Path::new("L.tsv"))
    }

    #[test]
    fn unlisted_failures_and_unneeded_rows_are_reported() {
        let head = "id\troot\tpointer\tcause\n";
        let known = known(&format!(
            "{head}d1\tr\t#/a\tbeyond 64 bits\nd1\tr\t#/b\told\nd1\tother\t#/c\tx\nd2\tr\t#/c\tx\n"
        ))
        .expect("the list is valid");
        let failure = |pointer: &str| Failure {
            pointer: pointer.to_owned(),
            ty: "i64".to_owned(),
            cause: "lost".to_owned(),
        };
        let mut report = Report::new("d1");
        report.failures = vec![failure("#/a"), failure("#/d")];
        assert_eq!(
            known.errors(&report, "r"),
            [
                "d1 #/d does not survive as `i64`: lost",
                "d1 #/b survives: remove it from the list"
            ]
        );
    }

    #[test]
    fn each_row_needs_a_cause() {
        let without = "id\troot\tpointer\tcause\nd1\tr\t#/a\n";
        assert_eq!(
            known(without).map(drop),
            Err("`L.tsv` has no cause for d1 #/a".to_owned())
        );
    }
}
