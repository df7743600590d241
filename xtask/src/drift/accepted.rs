//! Which differences are accepted, and whether every accepted one still is what was accepted.
//!
//! In: differences, and the entries of `schema/upstream.toml`. Out: what is left to decide, and mistakes in the entries: one without a
//! reason, one that no longer applies, and one whose upstream has changed.

use crate::upstream::{Accepted, Edit};

use super::difference::Difference;

/// What the entries say about the differences.
#[derive(Debug)]
pub(super) struct Verdict<'d> {
    /// The differences that no entry accepts.
    pub(super) open: Vec<&'d Difference>,
    /// The others, with their reasons.
    pub(super) accepted: Vec<(&'d Difference, &'d str)>,
    /// Mistakes of entries: the line, and what to do.
    pub(super) problems: Vec<(usize, String)>,
    /// What `--accept` changes.
    pub(super) edit: Edit,
}

/// Applies the entries to differences other than those of documentation.
///
/// If only some operations are compared, an entry without a difference may be about the others.
pub(super) fn judge<'d>(
    differences: &'d [Difference],
    entries: &'d [Accepted],
    is_partial: bool,
) -> Verdict<'d> {
    let mut verdict = Verdict {
        open: Vec::new(),
        accepted: Vec::new(),
        problems: Vec::new(),
        edit: Edit::default(),
    };
    let compared = differences.iter().filter(|it| !it.is_documentation);
    let compared: Vec<&Difference> = compared.collect();
    let is_about = |entry: &Accepted, it: &Difference| entry.at == it.at && entry.kind == it.kind;
    let accepts =
        |entry: &Accepted, it: &Difference| is_about(entry, it) && entry.upstream == it.hash();
    for (index, entry) in entries.iter().enumerate() {
        let mut problem = |message: String, is_removed: bool| {
            verdict.problems.push((entry.line, message));
            if is_removed {
                verdict.edit.removed.insert(index);
            }
        };
        let what = format!("`{}` of `{}`", entry.kind, entry.at);
        let is_repeated = entries[..index]
            .iter()
            .any(|it| it.at == entry.at && it.kind == entry.kind && it.upstream == entry.upstream);
        if is_repeated {
            problem(format!("{what} is accepted twice; remove this entry"), true);
        } else if compared.iter().any(|it| accepts(entry, it)) {
            if entry.reason.trim().is_empty() {
                problem(
                    format!("{what} is accepted without a reason; write one"),
                    false,
                );
            }
        } else if let Some(now) = compared.iter().find(|it| is_about(entry, it)) {
            let now = now.upstream.as_deref().unwrap_or("nothing");
            let message = format!(
                "upstream has changed {what} since it was accepted, and now says {now}; decide again, and replace this entry \
                 (`--accept` does that)"
            );
            problem(message, true);
        } else if !is_partial {
            let message = format!("there is no difference in {what} any more; remove this entry");
            problem(message, true);
        }
    }
    for difference in compared {
        match entries.iter().find(|entry| accepts(entry, difference)) {
            Some(entry) => verdict.accepted.push((difference, &entry.reason)),
            None => {
                let added = [
                    difference.at.clone(),
                    difference.kind.to_owned(),
                    difference.hash(),
                ];
                // Differences that people read apart can be the same to an entry.
                if !verdict.edit.added.contains(&added) {
                    verdict.edit.added.push(added);
                }
                verdict.open.push(difference);
            }
        }
    }
    verdict
}
