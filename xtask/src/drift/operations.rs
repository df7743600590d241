//! Matches operations with upstream's by method and path, and compares what they consist of.
//!
//! In: two documents. Out: a [`Comparison`]. Schemas are compared in `schemas`, parameters and bodies in `messages`.

use std::collections::{HashMap, HashSet};

use generator::api::Selection;
use generator::diagnostic::Location;
use generator::openapi::document::{Document, Operation, PathItem};

use super::difference::{Difference, Differences};
use super::facets::plain;
use super::messages::Messages;
use super::pairs::Pairs;
use super::security;
use super::shape::Schemas;

/// The result of a comparison.
#[derive(Debug)]
pub(super) struct Comparison {
    pub(super) differences: Vec<Difference>,
    /// How many of our operations were compared or are missing upstream.
    pub(super) operations: usize,
    /// How many of them upstream has.
    pub(super) matched: usize,
    /// How many other operations upstream has that are not below our paths.
    pub(super) others: usize,
}

/// An operation with its path.
#[derive(Clone, Copy)]
pub(super) struct Declared<'a> {
    pub(super) item: &'a PathItem,
    pub(super) operation: &'a Operation,
}

impl Declared<'_> {
    /// Returns the operation as `GET /pets/{id}`.
    fn name(&self) -> String {
        format!("{} {}", self.operation.method, self.item.path)
    }

    /// Returns what both documents call it: parameters of the path have no names.
    fn key(&self) -> (String, String) {
        (self.operation.method.clone(), pattern(&self.item.path))
    }
}

/// Compares the selected operations of our document with upstream's.
pub(super) fn compare(
    ours: &Document,
    upstream: &Document,
    names: &[(String, String)],
    selection: &Selection,
) -> Comparison {
    let mut known: HashMap<(String, String), Vec<Declared<'_>>> = HashMap::new();
    for declared in declared(upstream) {
        known.entry(declared.key()).or_default().push(declared);
    }
    let selected = declared(ours).filter(|it| selection.includes(it.item, it.operation));
    let selected: Vec<Declared<'_>> = selected.collect();
    let mut pairs = Pairs::new(Schemas::new(ours), Schemas::new(upstream), names);
    let mut differences = Differences::default();
    let mut compared = Vec::new();
    for declared in &selected {
        // Paths that differ only in the names of parameters are not valid, but there are such documents.
        let others = known.get(&declared.key()).map_or(&[][..], Vec::as_slice);
        let same = others.iter().find(|it| it.item.path == declared.item.path);
        let Some(other) = same.or(others.first()) else {
            let name = declared.name();
            let at = (Some(declared.summary()), &declared.operation.location);
            let root = Location::root(generator::diagnostic::FileId(0)).child("paths");
            let missing = Difference::new("operation", &name, at, (None, &root));
            differences.add(missing, None);
            continue;
        };
        let mut messages = Messages::default();
        messages.compare(&mut pairs, *declared, *other);
        messages
            .differences
            .extend(security::compare(ours, upstream, *declared, *other));
        messages.differences.extend(compare_texts(declared, other));
        messages
            .differences
            .extend(compare_servers(ours, upstream, declared, other));
        compared.push((declared.name(), messages));
    }
    pairs.compare();
    for (name, messages) in &compared {
        for difference in &messages.differences {
            differences.add(difference.clone(), Some(name));
        }
        for difference in pairs.differences(&messages.roots) {
            differences.add(difference.clone(), Some(name));
        }
    }
    let wanted: HashSet<_> = declared(ours).map(|it| it.key()).collect();
    let new = declared(upstream)
        .filter(|it| selection.includes(it.item, it.operation) && !wanted.contains(&it.key()));
    let scope = Scope::new(ours, upstream);
    let (near, others): (Vec<_>, Vec<_>) = new.partition(|it| scope.has(&it.item.path));
    for declared in near {
        let root = Location::root(generator::diagnostic::FileId(0)).child("paths");
        let at = (Some(declared.summary()), &declared.operation.location);
        let name = declared.name();
        let new = Difference::new("operation", &name, (None, &root), at);
        // Whoever does not want an operation does not mind when it changes.
        differences.add(new.detail(name), None);
    }
    Comparison {
        differences: differences.into_vec(),
        operations: selected.len(),
        matched: compared.len(),
        others: others.len(),
    }
}

/// Which of upstream's paths belong to our part of the API.
struct Scope {
    /// Our paths; `None` if ours has at least half of upstream's operations: then all belong.
    paths: Option<Vec<String>>,
}

impl Scope {
    fn new(ours: &Document, upstream: &Document) -> Self {
        let paths = ours.paths.iter().map(|item| pattern(&item.path));
        let is_part = declared(ours).count() * 2 < declared(upstream).count();
        Self {
            paths: is_part.then(|| paths.collect()),
        }
    }

    /// Returns whether a path is one of ours or below it.
    fn has(&self, path: &str) -> bool {
        let path = pattern(path);
        let Some(paths) = &self.paths else {
            return true;
        };
        paths.iter().any(|ours| {
            let rest = path.strip_prefix(ours.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

impl Declared<'_> {
    fn summary(&self) -> String {
        let operation = self.operation;
        let text = operation
            .summary
            .as_ref()
            .or(operation.operation_id.as_ref());
        text.map(|text| plain(text)).unwrap_or_default()
    }
}

/// Compares the documentation of operations, and whether they are deprecated.
fn compare_texts(ours: &Declared<'_>, upstream: &Declared<'_>) -> Vec<Difference> {
    let (we, they) = (ours.operation, upstream.operation);
    let text = |text: &Option<String>| text.as_deref().map(plain);
    let flag = |is_set: bool| is_set.then(|| "true".to_owned());
    let name = ours.name();
    let difference = |kind, ours: Option<String>, upstream: Option<String>| {
        let is_different = ours != upstream;
        let (ours, upstream) = ((ours, &we.location), (upstream, &they.location));
        is_different.then(|| Difference::new(kind, &name, ours, upstream))
    };
    let summary = difference("summary", text(&we.summary), text(&they.summary));
    let description = difference(
        "description",
        text(&we.description),
        text(&they.description),
    );
    let texts = summary.into_iter().chain(description);
    let deprecated = difference("deprecated", flag(we.deprecated), flag(they.deprecated));
    let texts = texts.map(Difference::documentation);
    texts.chain(deprecated).collect()
}

/// Compares the base URLs of two operations.
fn compare_servers(
    ours: &Document,
    upstream: &Document,
    our: &Declared<'_>,
    their: &Declared<'_>,
) -> Option<Difference> {
    let urls = |document: &Document, of: &Declared<'_>| {
        let nearest = [&of.operation.servers, &of.item.servers, &document.servers];
        let stated = nearest.into_iter().find(|it| !it.is_empty());
        let urls = stated.into_iter().flatten();
        let mut urls: Vec<String> = urls.map(|it| it.url.trim_end_matches('/').into()).collect();
        urls.sort_unstable();
        (!urls.is_empty()).then(|| urls.join(", "))
    };
    let (we, they) = (urls(ours, our), urls(upstream, their));
    (we != they).then(|| {
        let (we, they) = (
            (we, &our.operation.location),
            (they, &their.operation.location),
        );
        Difference::new("servers", "servers", we, they)
    })
}

/// Returns the operations of a document.
pub(super) fn declared(document: &Document) -> impl Iterator<Item = Declared<'_>> {
    let items = document.paths.iter();
    items.flat_map(|item| {
        let operations = item.operations.iter();
        operations.map(move |operation| Declared { item, operation })
    })
}

/// Returns a path with `{}` for each parameter.
fn pattern(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        text.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.trim_end_matches('/').to_owned()
}
