//! The examples that do not survive for a reason that is known.
//!
//! In: the text of `xtask/corpus-examples.tsv`: a document's id, where the example stands, and why it does not survive, by
//! tabs. Out: which failures are explained, and which explanations are not needed any more.

use std::collections::BTreeMap;

use super::Report;

/// The list.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    causes: BTreeMap<(String, String), String>,
}

impl Listed {
    /// Reads the list. The first line is the head; empty lines mean nothing.
    ///
    /// # Errors
    ///
    /// A line has not three columns: which.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let mut causes = BTreeMap::new();
        for (index, line) in text.lines().enumerate().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            match columns.as_slice() {
                [id, pointer, cause] if !cause.is_empty() => {
                    causes.insert(
                        ((*id).to_owned(), (*pointer).to_owned()),
                        (*cause).to_owned(),
                    );
                }
                [""] => {}
                _ => return Err(format!("line {} has not three columns", index + 1)),
            }
        }
        Ok(Self { causes })
    }

    /// Returns what is wrong with a document's report: examples lost without explanation, and explanations of none.
    pub(crate) fn complaints(&self, report: &Report) -> Vec<String> {
        let explained = |pointer: &str| {
            let key = (report.id.clone(), pointer.to_owned());
            self.causes.contains_key(&key)
        };
        let lost = report
            .failures
            .iter()
            .filter(|failure| !explained(&failure.pointer))
            .map(|failure| {
                format!(
                    "{} {} does not survive as {}: {}",
                    report.id, failure.pointer, failure.ty, failure.cause
                )
            });
        let needless = self
            .causes
            .keys()
            .filter(|(id, pointer)| {
                let needed = report
                    .failures
                    .iter()
                    .any(|failure| failure.pointer == *pointer);
                *id == report.id && !needed
            })
            .map(|(id, pointer)| format!("{id} {pointer} survives: remove it from the list"));
        lost.chain(needless).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Failure;
    use super::*;

    #[test]
    fn explanations_must_be_needed() {
        let listed =
            Listed::read("id\tpointer\tcause\nd1\t/a\tbeyond 64 bits\nd1\t/b\told\n\nd2\t/c\tx\n")
                .expect("the list is well-formed");
        let failure = |pointer: &str| Failure {
            pointer: pointer.to_owned(),
            ty: "i64".to_owned(),
            cause: "lost".to_owned(),
        };
        let mut report = Report::new("d1");
        report.failures = vec![failure("/a"), failure("/d")];
        assert_eq!(
            listed.complaints(&report),
            [
                "d1 /d does not survive as i64: lost",
                "d1 /b survives: remove it from the list"
            ]
        );
        assert_eq!(
            Listed::read("id\nd1\t/a\n").map(drop),
            Err("line 2 has not three columns".to_owned())
        );
    }
}
