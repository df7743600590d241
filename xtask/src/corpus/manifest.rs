//! Which documents a folder has, and which of them are expected to be refused.
//!
//! In: `MANIFEST.tsv` of the folder, and a list of refusals. Out: [`Document`]s and [`Refusals`]. Opens no document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::table::Table;

/// A document of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    /// Its id: letters, digits and `-`, and so good for a folder and a package.
    pub(super) id: String,
    /// The file, relative to the folder, as the manifest has it.
    pub(super) root: String,
    /// The file.
    pub(super) path: PathBuf,
    /// How many bytes the file has.
    pub(super) bytes: u64,
    /// How many operations the manifest says it has, if it does.
    pub(super) operations: Option<usize>,
}

/// Reads the documents of a folder, in the manifest's order.
///
/// # Errors
///
/// A sentence: the manifest cannot be read, or two ids would be the same package.
pub(super) fn documents(folder: &Path) -> Result<Vec<Document>, String> {
    let path = folder.join("MANIFEST.tsv");
    let table = Table::read(&path)?;
    let id = table.needed("id", &path)?;
    let root = table.needed("root", &path)?;
    let operations = table.column("operations");
    let mut packages = BTreeSet::new();
    let mut documents = Vec::with_capacity(table.rows().len());
    for row in table.rows() {
        let id = row[id].clone();
        let characters = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if id.is_empty() || !id.bytes().all(characters) {
            return Err(format!(
                "`{}`: the id `{id}` is not made of letters, digits and `-`",
                path.display()
            ));
        }
        if !packages.insert(id.to_ascii_lowercase()) {
            return Err(format!(
                "`{}`: the id `{id}` is there twice",
                path.display()
            ));
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

/// Keeps the documents of the ids alone, or all if there is no id.
///
/// # Errors
///
/// A sentence that names an id that no document has.
pub(super) fn only(documents: Vec<Document>, ids: &[String]) -> Result<Vec<Document>, String> {
    if let Some(unknown) = ids
        .iter()
        .find(|id| documents.iter().all(|document| document.id != **id))
    {
        return Err(format!("the manifest has no document `{unknown}`"));
    }
    let wanted = |document: &Document| ids.is_empty() || ids.contains(&document.id);
    Ok(documents.into_iter().filter(wanted).collect())
}

/// The codes with which documents are expected to be refused, by id.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Refusals {
    codes: BTreeMap<String, BTreeSet<String>>,
}

impl Refusals {
    /// Reads the list. A row that also names a `root` is meant only for a document of this id and file, so that one list can
    /// be kept for a folder and used beside others.
    ///
    /// # Errors
    ///
    /// A sentence: the list cannot be read, or has a row that is meant for no document.
    pub(super) fn read(path: &Path, documents: &[Document]) -> Result<Self, String> {
        let table = Table::read(path)?;
        let id = table.needed("id", path)?;
        let code = table.needed("code", path)?;
        let reason = table.needed("reason", path)?;
        let root = table.column("root");
        let mut refusals = Self::default();
        for row in table.rows() {
            let stated = root.map(|root| row[root].as_str());
            let stated = stated.filter(|root| !root.is_empty());
            let document = documents.iter().find(|document| document.id == row[id]);
            match (document, stated) {
                (Some(document), Some(root)) if document.root != root => continue,
                (Some(_), _) => {}
                (None, Some(_)) => continue,
                (None, None) => {
                    return Err(format!(
                        "`{}` lists `{}`, which the manifest does not have",
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

    /// Returns the codes with which a document is expected to be refused.
    pub(super) fn of(&self, id: &str) -> Option<&BTreeSet<String>> {
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
    fn a_list_may_be_kept_for_another_folder() {
        let list = refusals(
            "id\troot\tcode\treason\na\ta.yaml\tx\twhy\na\ta.yaml\ty\twhy\nb\tother.yaml\tx\twhy\nc\tc.yaml\tx\twhy\n",
        )
        .expect("the list can be read");
        let codes: Option<Vec<&str>> = list
            .of("a")
            .map(|codes| codes.iter().map(String::as_str).collect());
        assert_eq!(codes, Some(vec!["x", "y"]));
        assert_eq!(list.of("b"), None);
        assert_eq!(list.of("c"), None);
    }

    #[test]
    fn a_list_names_what_is_there_and_why() {
        assert_eq!(
            refusals("id\tcode\treason\nc\tx\twhy\n"),
            Err("`R.tsv` lists `c`, which the manifest does not have".to_owned())
        );
        assert_eq!(
            refusals("id\tcode\treason\na\tx\n"),
            Err("`R.tsv` lists `a` without a code or without a reason".to_owned())
        );
    }

    #[test]
    fn unknown_ids_are_named() {
        let documents = vec![document("a", "a.yaml"), document("b", "b.yaml")];
        assert_eq!(
            only(documents.clone(), &["b".to_owned()]),
            Ok(vec![document("b", "b.yaml")])
        );
        assert_eq!(
            only(documents, &["c".to_owned()]),
            Err("the manifest has no document `c`".to_owned())
        );
    }
}
