//! The documents of a folder, and those that must be refused.
//!
//! In: `MANIFEST.tsv` of the folder, and a list of refusals. Out: [`Document`]s and [`Refusals`]. Opens no document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::table::Table;

/// A document of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    /// Its id: letters, digits and `-`, so that it is valid as the name of a folder and of a package.
    pub(super) id: String,
    /// The file as the manifest names it, relative to the folder.
    pub(super) root: String,
    /// The file.
    pub(super) path: PathBuf,
    /// The size of the file.
    pub(super) bytes: u64,
    /// The number of operations, if the manifest states it.
    pub(super) operations: Option<usize>,
}

/// Reads the documents of a folder, in the manifest's order.
///
/// # Errors
///
/// The manifest cannot be read, or two ids would be the same package.
pub(super) fn documents(folder: &Path) -> Result<Vec<Document>, String> {
    let path = folder.join("MANIFEST.tsv");
    let table = Table::read(&path)?;
    let id = table.required_column("id", &path)?;
    let root = table.required_column("root", &path)?;
    let operations = table.column("operations");
    let mut packages = BTreeSet::new();
    let mut documents = Vec::with_capacity(table.rows().len());
    for row in table.rows() {
        let id = row[id].clone();
        let characters = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if id.is_empty() || !id.bytes().all(characters) {
            return Err(format!(
                "`{}`: the id `{id}` may have only letters, digits and `-`",
                path.display()
            ));
        }
        if !packages.insert(id.to_ascii_lowercase()) {
            return Err(format!("`{}`: the id `{id}` occurs twice", path.display()));
        }
        let file = folder.join(&row[root]);
        documents.push(Document {
            id,
            root: row[root].clone(),
            bytes: file.metadata().map_or(0, |metadata| metadata.len()),
            path: file,
            operations: operations.and_then(|column| row[column].parse().ok()),
        });
    }
    Ok(documents)
}

/// Returns the documents with these ids, or all if there are none.
///
/// # Errors
///
/// An id is unknown.
pub(super) fn select(documents: Vec<Document>, ids: &[String]) -> Result<Vec<Document>, String> {
    if let Some(unknown) = ids
        .iter()
        .find(|id| documents.iter().all(|document| document.id != **id))
    {
        return Err(format!("the manifest has no document `{unknown}`"));
    }
    let is_selected = |document: &Document| ids.is_empty() || ids.contains(&document.id);
    Ok(documents.into_iter().filter(is_selected).collect())
}

/// The codes of the errors with which documents must be refused, by id.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Refusals {
    codes: BTreeMap<String, BTreeSet<String>>,
}

impl Refusals {
    /// Reads the list. A row with a `root` applies only to a document with this id and file, so that the list of one folder
    /// can be used with other folders.
    ///
    /// # Errors
    ///
    /// The list cannot be read, or a row applies to no document.
    pub(super) fn read(path: &Path, documents: &[Document]) -> Result<Self, String> {
        let table = Table::read(path)?;
        let id = table.required_column("id", path)?;
        let code = table.required_column("code", path)?;
        let reason = table.required_column("reason", path)?;
        let root = table.column("root");
        let mut refusals = Self::default();
        for row in table.rows() {
            let file = root.map(|root| row[root].as_str());
            let file = file.filter(|root| !root.is_empty());
            let document = documents.iter().find(|document| document.id == row[id]);
            match (document, file) {
                (Some(document), Some(root)) if document.root != root => continue,
                (Some(_), _) => {}
                (None, Some(_)) => continue,
                (None, None) => {
                    return Err(format!(
                        "`{}` lists `{}`, which is not in the manifest",
                        path.display(),
                        row[id]
                    ));
                }
            }
            if row[code].is_empty() || row[reason].is_empty() {
                return Err(format!(
                    "`{}` lists `{}` without a code or without a reason",
                    path.display(),
                    row[id]
                ));
            }
            refusals
                .codes
                .entry(row[id].clone())
                .or_default()
                .insert(row[code].clone());
        }
        Ok(refusals)
    }

    /// Returns the codes with which a document must be refused.
    pub(super) fn codes(&self, id: &str) -> Option<&BTreeSet<String>> {
        self.codes.get(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(id: &str, root: &str) -> Document {
        Document {
            id: id.to_owned(),
            root: root.to_owned(),
            path: root.into(),
            bytes: 0,
            operations: None,
        }
    }

    fn refusals(text: &str) -> Result<Refusals, String> {
        let file = std::env::temp_dir().join(format!(
            "xtask-refusals-{}-{}.tsv",
            std::process::id(),
            text.len()
        ));
        std::fs::write(&file, text).expect("a temporary file can be written");
        let documents = [document("a", "a.yaml"), document("b", "b.yaml")];
        let read = Refusals::read(&file, &documents);
        std::fs::remove_file(&file).expect("the file is there");
        read.map_err(|error| error.replace(&file.display().to_string(), "R.tsv"))
    }

    #[test]
    fn rows_for_other_folders_are_ignored() {
        let list = refusals(
            "id\troot\tcode\treason\na\ta.yaml\tx\twhy\na\ta.yaml\ty\twhy\nb\tother.yaml\tx\twhy\nc\tc.yaml\tx\twhy\n",
        )
        .expect("the list can be read");
        let codes: Option<Vec<&str>> = list
            .codes("a")
            .map(|codes| codes.iter().map(String::as_str).collect());
        assert_eq!(codes, Some(vec!["x", "y"]));
        assert_eq!(list.codes("b"), None);
        assert_eq!(list.codes("c"), None);
    }

    #[test]
    fn each_row_needs_a_document_and_a_reason() {
        assert_eq!(
            refusals("id\tcode\treason\nc\tx\twhy\n"),
            Err("`R.tsv` lists `c`, which is not in the manifest".to_owned())
        );
        assert_eq!(
            refusals("id\tcode\treason\na\tx\n"),
            Err("`R.tsv` lists `a` without a code or without a reason".to_owned())
        );
    }

    #[test]
    fn unknown_ids_are_reported() {
        let documents = vec![document("a", "a.yaml"), document("b", "b.yaml")];
        assert_eq!(
            select(documents.clone(), &["b".to_owned()]),
            Ok(vec![document("b", "b.yaml")])
        );
        assert_eq!(
            select(documents, &["c".to_owned()]),
            Err("the manifest has no document `c`".to_owned())
        );
    }
}
