//! Applies the actions of an overlay in order.
//!
//! In: a document with its origins, and the content of an overlay. Out: the changed document, and diagnostics located in the
//! overlay. After an action with an error the others are still checked, although there will be no output.

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Location};
use crate::limits::source::{NESTING, OVERLAY_VALUES};
use crate::source::Node;
use crate::source::origins::Origins;

use super::merge::{Kind, Mismatch, append, merge};
use super::query::{NodePath, View, matches};
use super::read::{Action, Change, Version, read};
use super::unmatched::explain;

/// A document to which overlays are applied.
#[derive(Debug)]
pub(crate) struct Overlaid {
    /// Its content.
    pub root: Node,
    /// Where the parts of its content are written.
    pub origins: Origins,
    /// How many values overlays may still add.
    values_left: usize,
}

impl Overlaid {
    /// Starts with the content of a file.
    pub fn new(root: Node, file: FileId) -> Self {
        Self {
            root,
            origins: Origins::at(Location::root(file)),
            values_left: OVERLAY_VALUES,
        }
    }
}

/// Applies an overlay. A target that matches nothing is an error, or with `lenient` a warning.
pub(crate) fn apply(
    document: &mut Overlaid,
    overlay: &Node,
    file: FileId,
    lenient: bool,
    diagnostics: &mut Diagnostics,
) {
    if !cfg!(feature = "overlay") {
        let message = "this build of the generator does not support overlays";
        diagnostics.push(
            Diagnostic::error("overlay-support", None, message)
                .help("build it with the cargo feature `overlay`"),
        );
        return;
    }
    let Some((version, actions)) = read(overlay, file, diagnostics) else {
        return;
    };
    let mut view = View::new(&document.root);
    for action in &actions {
        let mut applier = Applier {
            document,
            view: &view,
            version,
            action,
        };
        let targets = match applier.targets() {
            Ok(targets) => targets,
            Err(error) => {
                diagnostics.push(*error);
                continue;
            }
        };
        if targets.is_empty() {
            diagnostics.push(applier.unmatched(lenient));
            continue;
        }
        match applier.apply(&targets) {
            Ok(()) => update_view(&mut view, &action.change, &targets, &document.root),
            Err(error) => {
                diagnostics.push(*error);
                view = View::new(&document.root);
            }
        }
    }
}

/// Makes the view equal to the changed document. Converting a large document for each action would take longer than all else.
fn update_view(view: &mut View, change: &Change<'_>, targets: &[NodePath], root: &Node) {
    match change {
        Change::None => {}
        Change::Remove => {
            for target in targets.iter().rev() {
                view.remove(&target.tokens);
            }
        }
        Change::Update(_) | Change::Copy(_) => {
            for target in targets {
                if let Some(node) = target.get(root) {
                    view.replace(&target.tokens, node);
                }
            }
        }
    }
}

/// The application of one action.
struct Applier<'a> {
    document: &'a mut Overlaid,
    view: &'a View,
    version: Version,
    action: &'a Action<'a>,
}

/// A value to merge.
struct Source {
    value: Node,
    origins: Origins,
    /// The member of the action that it is from.
    member: &'static str,
}

impl Applier<'_> {
    /// Returns what the target matches.
    fn targets(&self) -> Result<Vec<NodePath>, Box<Diagnostic>> {
        self.matches("target", self.action.target)
    }

    /// Evaluates the expression of a member of the action.
    fn matches(&self, member: &str, path: &str) -> Result<Vec<NodePath>, Box<Diagnostic>> {
        matches(path, &self.document.root, self.view).map_err(|reason| {
            let at = self.action.location.child(member);
            let message = format!("`{member}` is not a valid JSONPath expression: {reason}");
            Box::new(Diagnostic::error("overlay-json-path", at, message).help(
                "the syntax is that of RFC 9535, such as `$.paths['/pets'].get` or `$.tags[?@.name == 'pets']`",
            ))
        })
    }

    /// Returns the diagnostic of a target that matches nothing.
    fn unmatched(&self, lenient: bool) -> Diagnostic {
        let at = self.action.location.child("target");
        let message = "the target matches nothing in the document";
        let mut diagnostic = if lenient {
            Diagnostic::warning("overlay-no-match", at, format!("{message}; ignored"))
        } else {
            Diagnostic::error("overlay-no-match", at, message)
        };
        if let Some(unmatched) = explain(self.action.target, &self.document.root, self.view) {
            let nearest = self.origin(&unmatched.nearest.tokens);
            let label = format!("`{}` matches this", unmatched.part);
            diagnostic = diagnostic.related(nearest, label);
            diagnostic.help = unmatched.help;
        }
        diagnostic
    }

    /// Changes the targets.
    fn apply(&mut self, targets: &[NodePath]) -> Result<(), Box<Diagnostic>> {
        self.check_version(targets)?;
        let source = match self.action.change {
            Change::None => return Ok(()),
            Change::Remove => return self.remove(targets),
            Change::Update(value) => Source {
                value: value.clone(),
                origins: Origins::at(self.action.location.child("update")),
                member: "update",
            },
            Change::Copy(path) => self.copied(path)?,
        };
        self.check_size(targets, &source)?;
        self.check_kinds(targets, &source)?;
        for target in targets {
            self.update(target, &source)?;
        }
        Ok(())
    }

    /// Returns the value that `copy` matches.
    fn copied(&self, path: &str) -> Result<Source, Box<Diagnostic>> {
        let found = self.matches("copy", path)?;
        let at = self.action.location.child("copy");
        let [source] = found.as_slice() else {
            let count = found.len();
            let message = format!("`copy` must match one value, but matches {count}");
            let mut error = Diagnostic::error("overlay-copy-source", at, message);
            for path in found.iter().take(2) {
                error = error.related(self.origin(&path.tokens), "it matches this");
            }
            if let Some(unmatched) = found
                .is_empty()
                .then(|| explain(path, &self.document.root, self.view))
                .flatten()
            {
                let nearest = self.origin(&unmatched.nearest.tokens);
                error = error.related(nearest, format!("`{}` matches this", unmatched.part));
                error.help = unmatched.help;
            }
            return Err(Box::new(error));
        };
        let value = source.get(&self.document.root).cloned();
        Ok(Source {
            value: value.unwrap_or(Node::Null),
            origins: self.document.origins.extract(&source.tokens),
            member: "copy",
        })
    }

    /// Checks that an overlay of version 1.0 targets no primitive value.
    fn check_version(&self, targets: &[NodePath]) -> Result<(), Box<Diagnostic>> {
        if self.version >= Version::V1_1 {
            return Ok(());
        }
        let primitive = targets.iter().find_map(|target| {
            let node = target.get(&self.document.root)?;
            (Kind::of(node) == Kind::Primitive).then_some((target, node))
        });
        let Some((target, node)) = primitive else {
            return Ok(());
        };
        let message = format!(
            "the target matches {}, but in version 1.0 it must match objects or arrays",
            node.kind()
        );
        let at = self.action.location.child("target");
        let error = Diagnostic::error("overlay-target-kind", at, message)
            .related(self.origin(&target.tokens), "it matches this")
            .help("write `overlay: 1.1.0`, which allows it, or target the object that contains it");
        Err(Box::new(error))
    }

    /// Checks that the targets are of one kind, and that the value can be merged with it.
    fn check_kinds(&self, targets: &[NodePath], source: &Source) -> Result<(), Box<Diagnostic>> {
        let root = &self.document.root;
        let mut kinds = targets
            .iter()
            .filter_map(|target| Some((target, target.get(root)?)));
        let Some((first, first_node)) = kinds.next() else {
            return Ok(());
        };
        let kind = Kind::of(first_node);
        if let Some((other, other_node)) = kinds.find(|(_, node)| Kind::of(node) != kind) {
            let message =
                "the target must match only objects, only arrays, or only primitive values";
            let at = self.action.location.child("target");
            let error = Diagnostic::error("overlay-target-kind", at, message)
                .related(
                    self.origin(&first.tokens),
                    format!("it matches {} here", first_node.kind()),
                )
                .related(
                    self.origin(&other.tokens),
                    format!("and {} here", other_node.kind()),
                );
            return Err(Box::new(error));
        }
        if kind == Kind::Array || kind == Kind::of(&source.value) {
            return Ok(());
        }
        Err(self.mismatch(
            first,
            source,
            &Mismatch {
                path: Vec::new(),
                target: first_node.kind(),
                value: source.value.kind(),
            },
        ))
    }

    /// Checks that the result is not too large.
    fn check_size(&mut self, targets: &[NodePath], source: &Source) -> Result<(), Box<Diagnostic>> {
        let (values, depth) = measure(&source.value);
        let deepest = targets.iter().map(|target| target.tokens.len()).max();
        let added = values.saturating_mul(targets.len());
        let left = self.document.values_left.checked_sub(added);
        let is_flat = deepest.unwrap_or_default() + depth <= NESTING;
        let (Some(left), true) = (left, is_flat) else {
            let message = format!(
                "this action makes the document too large: overlays may add {OVERLAY_VALUES} values, and values may be \
                 nested {NESTING} deep"
            );
            let at = self.action.location.clone();
            return Err(Box::new(Diagnostic::error(
                "overlay-too-large",
                at,
                message,
            )));
        };
        self.document.values_left = left;
        Ok(())
    }

    /// Merges a value into one target.
    fn update(&mut self, target: &NodePath, source: &Source) -> Result<(), Box<Diagnostic>> {
        let Some(node) = target.get_mut(&mut self.document.root) else {
            return Ok(());
        };
        let origins = self.document.origins.walk_mut(&target.tokens);
        let result = match node {
            Node::Array(elements) if Kind::of(&source.value) != Kind::Array => {
                append(elements, origins, &source.value, source.origins.clone());
                Ok(())
            }
            node => merge(node, origins, &source.value, &source.origins),
        };
        result.map_err(|mismatch| self.mismatch(target, source, &mismatch))
    }

    /// Returns the error for two values of different kinds.
    fn mismatch(&self, target: &NodePath, source: &Source, mismatch: &Mismatch) -> Box<Diagnostic> {
        let mut at = self.action.location.child(source.member);
        if source.member == "update" {
            at = mismatch.path.iter().fold(at, |at, token| at.child(token));
        }
        let message = format!(
            "{} cannot be merged into {}",
            mismatch.value, mismatch.target
        );
        let tokens: Vec<String> = target
            .tokens
            .iter()
            .chain(&mismatch.path)
            .cloned()
            .collect();
        let label = format!("{} in the document", mismatch.target);
        let error = Diagnostic::error("overlay-value-kind", at, message)
            .related(self.origin(&tokens), label)
            .help(
                "to replace a value by one of another kind, remove it in an action before this one",
            );
        Box::new(error)
    }

    /// Removes the targets.
    fn remove(&mut self, targets: &[NodePath]) -> Result<(), Box<Diagnostic>> {
        if targets.iter().any(|target| target.positions.is_empty()) {
            let at = self.action.location.child("target");
            let message = "the whole document cannot be removed";
            return Err(Box::new(Diagnostic::error(
                "overlay-target-kind",
                at,
                message,
            )));
        }
        // The last first, so that the positions of the others stay valid.
        for target in targets.iter().rev() {
            let Some((parent, position)) = target.split() else {
                continue;
            };
            let at = self.origin(&parent.tokens);
            let origins = self.document.origins.walk_mut(&parent.tokens);
            match parent.get_mut(&mut self.document.root) {
                Some(Node::Array(elements)) if position < elements.len() => {
                    origins.remove_element(position, elements.len(), &at);
                    elements.remove(position);
                }
                Some(Node::Object(members)) if position < members.len() => {
                    let (name, _) = members.remove(position);
                    origins.remove_member(&name);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Returns where the value at a path is written.
    fn origin(&self, tokens: &[String]) -> Location {
        let result = tokens
            .iter()
            .fold(Location::root(FileId(0)), |location, token| {
                location.child(token)
            });
        self.document.origins.origin(&result)
    }
}

/// Returns how many values a value has, and how deep they are nested.
fn measure(node: &Node) -> (usize, usize) {
    let (values, depth) = match node {
        Node::Array(elements) => elements.iter().map(measure).fold((0, 0), larger),
        Node::Object(members) => members
            .iter()
            .map(|(_, value)| measure(value))
            .fold((0, 0), larger),
        _ => return (1, 0),
    };
    (values + 1, depth + 1)
}

fn larger(one: (usize, usize), other: (usize, usize)) -> (usize, usize) {
    (one.0 + other.0, one.1.max(other.1))
}
