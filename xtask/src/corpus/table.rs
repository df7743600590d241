//! Tables in files: a line of column names, then a line for each row, with tabs between cells.
//!
//! In: a file. Out: its rows; and lines that can be read again.

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
    /// The file cannot be read.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path)
            .map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
        Ok(Self::parse(&text))
    }

    /// Parses a table. Empty lines and lines that begin with `#` are ignored; missing cells are empty.
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

    /// Returns the index of a column that the table in the file `path` must have.
    pub(super) fn required_column(&self, name: &str, path: &Path) -> Result<usize, String> {
        self.column(name).ok_or_else(|| {
            format!(
                "`{}` has no column `{name}` in its first line",
                path.display()
            )
        })
    }

    /// Returns the rows.
    pub(super) fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }
}

/// Returns a line of a table. Tabs and line breaks in cells become spaces.
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
        let table = Table::parse("# comment\nid\troot\tcode\n\na\ta.yaml\tx\r\nb\tb.yaml\n");
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
            table.required_column("reason", Path::new("R.tsv")),
            Err("`R.tsv` has no column `reason` in its first line".to_owned())
        );
    }

    #[test]
    fn a_cell_cannot_end_its_row() {
        assert_eq!(line(&["a\tb", "c\nd"]), "a b\tc d\n");
    }
}
