//! The examples that do not survive for a reason that is known.
//!
//! In: `xtask/corpus-examples.tsv`: a document's id and root file, where the example stands, and why it does not survive. Out:
//! which failures are explained, and which explanations are not needed any more.

use std::path::Path;

use super::super::table::Table;
use super::report::Report;

/// The list.
#[derive(Debug, Default)]
pub(super) struct Listed {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    id: String,
    root: String,
    pointer: String,
}

impl Listed {
    /// Reads the list.
    ///
    /// # Errors
    ///
    /// A sentence: the file cannot be read, or an example has no cause.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        Self::of(&Table::read(path)?, path)
    }

    fn of(table: &Table, path: &Path) -> Result<Self, String> {
        let id = table.needed("id", path)?;
        let root = table.needed("root", path)?;
        let pointer = table.needed("pointer", path)?;
        let cause = table.needed("cause", path)?;
        let mut rows = Vec::with_capacity(table.rows().len());
        for row in table.rows() {
            if row[cause].is_empty() {
                return Err(format!(
                    "`{}` gives no cause for {} {}",
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

    /// Returns what is wrong with a document's report: examples lost without explanation, and explanations of none. `root` is
    /// the document's file: other folders may use the same ids.
    pub(super) fn complaints(&self, report: &Report, root: &str) -> Vec<String> {
        let mine = || {
            let rows = self.rows.iter();
            rows.filter(|row| row.id == report.id && row.root == root)
        };
        let mut complaints = Vec::new();
        for failure in &report.failures {
            if !mine().any(|row| row.pointer == failure.pointer) {
                complaints.push(format!(
                    "{} {} does not survive as `{}`: {}",
                    report.id, failure.pointer, failure.ty, failure.cause
                ));
            }
        }
        for row in mine() {
            let mut failures = report.failures.iter();
            if !failures.any(|failure| failure.pointer == row.pointer) {
                complaints.push(format!(
                    "{} {} survives: remove it from the list",
                    row.id, row.pointer
                ));
            }
        }
        complaints
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::Failure;
    use super::*;

    fn listed(text: &str) -> Result<Listed, String> {
        Listed::of(&Table::parse(text), Path::new("L.tsv"))
    }

    #[test]
    fn explanations_must_be_needed() {
        let head = "id\troot\tpointer\tcause\n";
        let listed = listed(&format!(
            "{head}d1\tr\t#/a\tbeyond 64 bits\nd1\tr\t#/b\told\nd1\tother\t#/c\tx\nd2\tr\t#/c\tx\n"
        ))
        .expect("the list is well-formed");
        let failure = |pointer: &str| Failure {
            pointer: pointer.to_owned(),
            ty: "i64".to_owned(),
            cause: "lost".to_owned(),
        };
        let mut report = Report::new("d1");
        report.failures = vec![failure("#/a"), failure("#/d")];
        assert_eq!(
            listed.complaints(&report, "r"),
            [
                "d1 #/d does not survive as `i64`: lost",
                "d1 #/b survives: remove it from the list"
            ]
        );
    }

    #[test]
    fn each_must_be_explained() {
        let without = "id\troot\tpointer\tcause\nd1\tr\t#/a\n";
        assert_eq!(
            listed(without).map(drop),
            Err("`L.tsv` gives no cause for d1 #/a".to_owned())
        );
    }
}
