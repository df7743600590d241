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
    let compared = differences.iter().filter(|it| !it.is_documentation);
    let compared: Vec<&Difference> = compared.collect();
    let mut verdict = Verdict {
        open: Vec::new(),
        accepted: Vec::new(),
        problems: Vec::new(),
        edit: Edit::default(),
    };
    for (index, entry) in entries.iter().enumerate() {
        let Some((message, repair)) = problem(&compared, entries, index) else {
            continue;
        };
        match repair {
            Repair::Remove if is_partial => continue,
            Repair::Remove | Repair::RemoveRepeated => {
                verdict.edit.removed.insert(index);
            }
            Repair::Replace(hash) => {
                verdict.edit.changed.insert(index, hash);
            }
            Repair::ByHand => {}
        }
        verdict.problems.push((entry.line, message));
    }
    for difference in compared {
        if let Some(entry) = entries.iter().find(|entry| accepts(entry, difference)) {
            verdict.accepted.push((difference, &entry.reason));
            continue;
        }
        verdict.open.push(difference);
        let hash = difference.hash();
        let mut changed = verdict.edit.changed.iter();
        let is_changed =
            changed.any(|(entry, new)| is_about(&entries[*entry], difference) && *new == hash);
        let added = [difference.at.clone(), difference.kind.to_owned(), hash];
        // Differences that people read apart can be the same to an entry.
        if !is_changed && !verdict.edit.added.contains(&added) {
            verdict.edit.added.push(added);
        }
    }
    verdict
}

/// What `--accept` does with an entry that has a mistake.
enum Repair {
    /// Nothing: people write reasons.
    ByHand,
    Replace(String),
    Remove,
    RemoveRepeated,
}

/// Returns the mistake of an entry, if it has one.
fn problem(
    compared: &[&Difference],
    entries: &[Accepted],
    index: usize,
) -> Option<(String, Repair)> {
    let entry = &entries[index];
    let what = format!("`{}` of `{}`", entry.kind, entry.at);
    let is_same =
        |it: &Accepted| it.at == entry.at && it.kind == entry.kind && it.upstream == entry.upstream;
    if entries[..index].iter().any(is_same) {
        let message = format!("{what} is accepted twice; remove this entry");
        return Some((message, Repair::RemoveRepeated));
    }
    if compared.iter().any(|it| accepts(entry, it)) {
        let message = format!("{what} is accepted without a reason; write one");
        let is_empty = entry.reason.trim().is_empty();
        return is_empty.then_some((message, Repair::ByHand));
    }
    let is_open = |it: &Difference| !entries.iter().any(|other| accepts(other, it));
    let mut about = compared.iter().filter(|it| is_about(entry, it));
    let Some(now) = about.find(|it| is_open(it)) else {
        let message = format!("there is no difference in {what} any more; remove this entry");
        return Some((message, Repair::Remove));
    };
    let says = now.upstream.as_ref();
    let says = says.map_or(String::new(), |it| format!(", and now says {it}"));
    let message = format!(
        "upstream has changed {what} since it was accepted{says}; decide again, and replace the hash (`--accept` does that)"
    );
    Some((message, Repair::Replace(now.hash())))
}

fn is_about(entry: &Accepted, difference: &Difference) -> bool {
    entry.at == difference.at && entry.kind == difference.kind
}

fn accepts(entry: &Accepted, difference: &Difference) -> bool {
    is_about(entry, difference) && entry.upstream == difference.hash()
}
