//! Tables as text: a line of column names, then a line for each row, columns separated by tabs.
//!
//! In: a file. Out: rows by column names; and lines that are read back as they were written.

use std::fs;
use std::path::Path;

/// A table; every row has as many cells as there are columns.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads a table from a file.
    ///
    /// # Errors
    ///
    /// A sentence that names the file.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path)
            .map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
        Ok(Self::parse(&text))
    }

    /// Reads a table. Empty lines and lines that begin with `#` say nothing; cells that a line lacks are empty.
    pub(super) fn parse(text: &str) -> Self {
        let mut lines = text
            .lines()
            .map(|line| line.trim_end_matches('\r'))
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
        let columns = lines.next().unwrap_or_default();
        let rows = lines
            .map(|mut cells| {
                cells.resize(columns.len(), String::new());
                cells
            })
            .collect();
        Self { columns, rows }
    }

    /// Returns the index of a column.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// Returns the index of a column that must be there, of a table called `what`.
    pub(super) fn needed(&self, name: &str, what: &Path) -> Result<usize, String> {
        self.column(name).ok_or_else(|| {
            format!(
                "`{}` has no column `{name}` in its first line",
                what.display()
            )
        })
    }

    /// Returns the rows.
    pub(super) fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }
}

/// Returns a line of a table. What would end a cell or a row becomes a space.
pub(super) fn line<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| cell.as_ref().replace(['\t', '\n', '\r'], " "))
        .collect();
    let mut line = cells.join("\t");
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_by_column() {
        let table = Table::parse("# why\nid\troot\tcode\n\na\ta.yaml\tx\r\nb\tb.yaml\n");
        assert_eq!(table.column("code"), Some(2));
        assert_eq!(table.column("reason"), None);
        assert_eq!(
            table.rows(),
            [
                vec!["a".to_owned(), "a.yaml".to_owned(), "x".to_owned()],
                vec!["b".to_owned(), "b.yaml".to_owned(), String::new()]
            ]
        );
        assert_eq!(
            table.needed("reason", Path::new("R.tsv")),
            Err("`R.tsv` has no column `reason` in its first line".to_owned())
        );
    }

    #[test]
    fn a_cell_cannot_end_its_row() {
        assert_eq!(line(&["a\tb", "c\nd"]), "a b\tc d\n");
    }
}
