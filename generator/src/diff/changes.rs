//! The changes of a comparison, grouped by cause and with their locations.
//!
//! In: [`Change`]s, in the order in which they are found. Out: a [`Comparison`]. A change of one schema affects every place that
//! uses it; the changes with one cause are one [`Group`].

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use crate::diagnostic::Location;
use crate::source::Sources;

use super::Revision;
use super::rules::{Level, Rule, Section};
use super::surface::Annotations;

/// The old or the new crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Old,
    New,
}

/// One change at one Rust path.
#[derive(Debug)]
pub(super) struct Change {
    rule: Rule,
    /// The beginning of the path, such as `types::LiveInput` or `client.stream()`.
    owner: String,
    /// The end of the path, such as `uid` or `create()`; empty for a change of the owner itself.
    member: String,
    /// The name of the argument that changed, if it is one; it is not part of the path.
    part: Option<String>,
    before: Option<String>,
    after: Option<String>,
    /// Changes of one rule with equal values and an equal cause are one group. By default, the location is the cause.
    cause: Option<String>,
    /// The number of types whose names begin with the name of this one.
    named_after: usize,
    location: Option<(Side, Location)>,
}

impl Change {
    pub(super) fn new(rule: Rule, owner: impl Into<String>, member: impl Into<String>) -> Self {
        Self {
            rule,
            owner: owner.into(),
            member: member.into(),
            part: None,
            before: None,
            after: None,
            cause: None,
            named_after: 0,
            location: None,
        }
    }

    pub(super) fn part(mut self, part: impl Into<String>) -> Self {
        self.part = Some(part.into());
        self
    }

    pub(super) fn values(mut self, before: impl Into<String>, after: impl Into<String>) -> Self {
        self.before = Some(before.into());
        self.after = Some(after.into());
        self
    }

    pub(super) fn before(mut self, before: impl Into<String>) -> Self {
        self.before = Some(before.into());
        self
    }

    pub(super) fn after(mut self, after: impl Into<String>) -> Self {
        self.after = Some(after.into());
        self
    }

    pub(super) fn cause(mut self, cause: Option<String>) -> Self {
        self.cause = cause;
        self
    }

    pub(super) fn named_after(mut self, count: usize) -> Self {
        self.named_after = count;
        self
    }

    /// Sets the location to that of an element, if it has one.
    pub(super) fn at(self, side: Side, annotations: &Annotations) -> Self {
        self.at_location(side, annotations.location.as_ref())
    }

    pub(super) fn at_location(mut self, side: Side, location: Option<&Location>) -> Self {
        self.location = location.map(|location| (side, location.clone()));
        self
    }

    /// Returns the key of the group. A property that several types inherit has one location, and so one group.
    fn key(&self) -> Key {
        let location = self.location.as_ref();
        let pointer = location.map(|(side, location)| format!("{side:?} {}", location.pointer));
        let cause = self.cause.clone().or(pointer);
        Key {
            rule: self.rule,
            part: self.part.clone(),
            before: self.before.clone(),
            after: self.after.clone(),
            cause: cause.unwrap_or_else(|| format!("{} {}", self.owner, self.member)),
        }
    }
}

/// The common part of the changes of a group.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    rule: Rule,
    part: Option<String>,
    before: Option<String>,
    after: Option<String>,
    cause: String,
}

/// Collects changes.
#[derive(Debug, Default)]
pub(super) struct Changes {
    list: Vec<Change>,
    documentation: usize,
}

impl Changes {
    pub(super) fn push(&mut self, change: Change) {
        self.list.push(change);
    }

    /// Returns the number of changes so far. A caller compares it before and after an element to see whether it changed.
    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    /// Compares the documentation, default and deprecation of an element. If the element has other changes (more than `since`
    /// in total), these can change its generated documentation, so only the document's own text is compared.
    pub(super) fn compare_annotations(
        &mut self,
        (old, new): (&Annotations, &Annotations),
        (owner, member): (&str, &str),
        since: usize,
    ) {
        if !old.deprecated && new.deprecated {
            let change = Change::new(Rule::Deprecated, owner, member).at(Side::New, new);
            self.push(change);
        }
        if old.default != new.default {
            let shown = |annotations: &Annotations| match &annotations.default {
                Some(value) => super::render::value(value),
                None => "none".to_owned(),
            };
            let change = Change::new(Rule::WireDefault, owner, member).at(Side::New, new);
            let mut change = change.values(shown(old), shown(new));
            let location = change.location.as_ref();
            change.cause = location.map(|(_, location)| location.pointer.clone());
            self.push(change);
        }
        let is_described = old.words != new.words;
        if is_described || (old.lines != new.lines && self.count() == since) {
            self.documentation += 1;
        }
    }

    /// Counts a change that affects only documentation.
    pub(super) fn documentation(&mut self) {
        self.documentation += 1;
    }

    /// Groups all changes and resolves their locations to lines.
    pub(super) fn finish(self, old: &Revision, new: &Revision, detail: Detail) -> Comparison {
        let mut rules: BTreeMap<Rule, Vec<Change>> = BTreeMap::new();
        for change in self.list {
            rules.entry(change.rule).or_default().push(change);
        }
        let mut kinds: Vec<(Rule, usize, Vec<Vec<Change>>)> = Vec::new();
        for (rule, list) in rules {
            let count = list.len();
            let mut lists = match detail {
                Detail::All => list.into_iter().map(|change| vec![change]).collect(),
                Detail::Grouped => grouped(list),
            };
            if detail == Detail::Grouped {
                lists = condensed(lists);
            }
            kinds.push((rule, count, lists));
        }
        let shown = || kinds.iter().flat_map(|(_, _, lists)| lists);
        let lines = (
            lines(&old.sources, shown(), Side::Old),
            lines(&new.sources, shown(), Side::New),
        );
        let mut sections: BTreeMap<Section, Vec<Kind>> = BTreeMap::new();
        for (rule, count, lists) in &kinds {
            let groups = lists.iter();
            let groups = groups.map(|list| group(list, (&lines.0, &lines.1), &old.name));
            let kind = Kind {
                rule: *rule,
                groups: groups.collect(),
                count: *count,
                hidden: count - lists.iter().map(Vec::len).sum::<usize>(),
            };
            sections.entry(rule.section()).or_default().push(kind);
        }
        let document = |revision: &Revision| match revision.sources.files().next() {
            Some((_, file)) => file.name.clone(),
            None => String::new(),
        };
        Comparison {
            old: (document(old), old.name.clone()),
            new: (document(new), new.name.clone()),
            sections,
            documentation: self.documentation,
        }
    }
}

/// Which changes a report has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// One line for each cause. Of a kind of change with many causes, only the largest groups.
    #[default]
    Grouped,
    /// One line for each change.
    All,
}

/// Up to this many changes of one owner are listed one by one, each with its location.
const FEW: usize = 3;

/// If a kind of change has more groups than this, those with equal values are joined and only the largest are shown.
const MOST: usize = 12;

/// Joins the changes with one cause, and then the changes of one owner that have no values.
fn grouped(list: Vec<Change>) -> Vec<Vec<Change>> {
    let lists = joined(list.into_iter().map(|change| vec![change]), |list| {
        list[0].key()
    });
    let lists = joined(lists.into_iter(), |list| {
        let first = &list[0];
        let is_alone = list.len() == 1 && first.before.is_none() && first.after.is_none();
        if is_alone {
            Err((first.owner.clone(), first.part.clone()))
        } else {
            Ok(first.key())
        }
    });
    let lists = lists.into_iter().flat_map(|list| {
        let is_one_cause = list.iter().all(|change| change.key() == list[0].key());
        if list.len() <= FEW && !is_one_cause {
            list.into_iter().map(|change| vec![change]).collect()
        } else {
            vec![list]
        }
    });
    lists.collect()
}

/// Reduces the groups to at most [`MOST`].
fn condensed(lists: Vec<Vec<Change>>) -> Vec<Vec<Change>> {
    if lists.len() <= MOST {
        return lists;
    }
    let mut lists = joined(lists.into_iter(), |list| {
        let values = (list[0].before.clone(), list[0].after.clone());
        let owner = match values {
            (None, None) => list[0].owner.clone(),
            _ => String::new(),
        };
        (values, owner)
    });
    // The sort is stable: groups of equal size keep their order.
    lists.sort_by_key(|list| std::cmp::Reverse(list.len()));
    lists.truncate(MOST);
    lists
}

/// Joins the lists with equal keys. The result is in the order of first appearance.
fn joined<K: Eq + Hash>(
    lists: impl Iterator<Item = Vec<Change>>,
    key: impl Fn(&[Change]) -> K,
) -> Vec<Vec<Change>> {
    let mut order: Vec<Vec<Change>> = Vec::new();
    let mut known: HashMap<K, usize> = HashMap::new();
    for list in lists {
        let index = *known.entry(key(&list)).or_insert(order.len());
        match order.get_mut(index) {
            Some(group) => group.extend(list),
            None => order.push(list),
        }
    }
    order
}

/// Returns the lines of the shown locations of one side.
fn lines<'a>(
    sources: &Sources,
    lists: impl Iterator<Item = &'a Vec<Change>>,
    side: Side,
) -> HashMap<Location, String> {
    let locations = lists.filter_map(|list| list.first()?.location.as_ref());
    let locations = locations.filter(|(of, _)| *of == side);
    let wanted: Vec<&Location> = locations.map(|(_, location)| location).collect();
    sources.positions(&wanted)
}

fn group(
    list: &[Change],
    (old, new): (&HashMap<Location, String>, &HashMap<Location, String>),
    revision: &str,
) -> Group {
    let first = &list[0];
    let mut owners: Vec<(&str, Vec<&str>)> = Vec::new();
    for change in list {
        let found = owners.iter_mut().find(|(owner, _)| *owner == change.owner);
        match found {
            // If two old types became one type, each of its members is compared twice.
            Some((_, members)) if members.contains(&change.member.as_str()) => {}
            Some((_, members)) => members.push(&change.member),
            None => owners.push((&change.owner, vec![&change.member])),
        }
    }
    let position = first
        .location
        .as_ref()
        .and_then(|(side, location)| match side {
            Side::Old if revision.is_empty() => old.get(location).cloned(),
            Side::Old => (old.get(location)).map(|line| format!("{line} at {revision}")),
            Side::New => new.get(location).cloned(),
        });
    let owned = owners.into_iter().map(|(owner, members)| {
        let members = members.into_iter().map(str::to_owned).collect();
        (owner.to_owned(), members)
    });
    let is_one_part = list.iter().all(|change| change.part == first.part);
    Group {
        rule: first.rule,
        part: first.part.clone().filter(|_| is_one_part),
        before: first.before.clone(),
        after: first.after.clone(),
        paths: owned.collect(),
        named_after: list.iter().map(|change| change.named_after).sum(),
        position,
    }
}

/// The changes with one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The kind of change.
    pub rule: Rule,
    /// The argument that changed, if it is one.
    pub part: Option<String>,
    /// The old value.
    pub before: Option<String>,
    /// The new value.
    pub after: Option<String>,
    /// The Rust paths, at least one: each beginning with all of its ends.
    pub paths: Vec<(String, Vec<String>)>,
    /// The number of types whose names begin with the name of a changed one.
    pub named_after: usize,
    /// File and line of the cause in the document.
    pub position: Option<String>,
}

/// The changes of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The kind.
    pub rule: Rule,
    /// The changes, by cause.
    pub groups: Vec<Group>,
    /// The number of changes.
    pub count: usize,
    /// The number of changes that are in none of the groups, because there are too many groups.
    pub hidden: usize,
}

/// The changes between two crates, as their users see them.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The old document and its revision.
    pub old: (String, String),
    /// The new document and its revision.
    pub new: (String, String),
    /// The changes, by section of the report.
    pub sections: BTreeMap<Section, Vec<Kind>>,
    /// The number of elements whose documentation changed.
    pub documentation: usize,
}

impl Comparison {
    /// Returns the highest level of all changes, or `None` if there are no changes.
    pub fn level(&self) -> Option<Level> {
        let kinds = self.sections.values().flatten();
        let documentation = (self.documentation > 0).then_some(Level::Patch);
        kinds.map(|kind| kind.rule.level()).max().max(documentation)
    }
}
