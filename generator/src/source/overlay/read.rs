//! The objects of an overlay.
//!
//! In: the content of its file. Out: its version and its actions, without those that have an error.

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Location};
use crate::source::Node;
use crate::suggest::closest;

/// The version of an overlay, without the number of the patch, which changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// 1.0: targets are objects and arrays.
    V1_0,
    /// 1.1: targets may be primitive, and `copy` exists.
    V1_1,
}

/// An action.
#[derive(Debug)]
pub(super) struct Action<'a> {
    /// Where it is.
    pub location: Location,
    /// The JSONPath expression of what it changes.
    pub target: &'a str,
    pub change: Change<'a>,
}

/// What an action does.
#[derive(Debug)]
pub(super) enum Change<'a> {
    /// It removes what it matches.
    Remove,
    /// It merges a value.
    Update(&'a Node),
    /// It merges the value that a JSONPath expression matches.
    Copy(&'a str),
    /// It has no effect.
    None,
}

/// Reads an overlay. Returns `None` if it is not one, or of an unsupported version.
pub(super) fn read<'a>(
    root: &'a Node,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<(Version, Vec<Action<'a>>)> {
    let at = Location::root(file);
    let version = match version(root, &at) {
        Ok(version) => version,
        Err(error) => {
            diagnostics.push(*error);
            return None;
        }
    };
    let mut reader = Reader {
        version,
        diagnostics,
    };
    reader.members(root, &at, &["overlay", "info", "extends", "actions"]);
    reader.string(root, &at, "extends", false);
    match root.get("info") {
        Some(info @ Node::Object(_)) => {
            let at = at.child("info");
            let names: &[&str] = match version {
                Version::V1_0 => &["title", "version"],
                Version::V1_1 => &["title", "version", "description"],
            };
            reader.members(info, &at, names);
            for name in names {
                reader.string(info, &at, name, *name != "description");
            }
        }
        Some(other) => reader.wrong_kind(&at.child("info"), "info", "an object", other),
        None => reader.missing(&at, "info"),
    }
    let actions = reader.actions(root, &at);
    Some((version, actions))
}

/// Returns the version of an overlay.
fn version(root: &Node, at: &Location) -> Result<Version, Box<Diagnostic>> {
    let help = "an overlay begins with `overlay: 1.1.0`, and has the members `info` and `actions`";
    let Some(found) = root.get("overlay") else {
        let error = Diagnostic::error(
            "not-overlay",
            at.clone(),
            "this is not an overlay: it has no member `overlay`",
        );
        return Err(Box::new(error.help(help)));
    };
    let is_patch =
        |patch: &str| !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit());
    let at = at.child("overlay");
    let message = match found {
        Node::String(text) => {
            let feature_set = text
                .rsplit_once('.')
                .filter(|(_, patch)| is_patch(patch))
                .map(|(feature_set, _)| feature_set);
            match feature_set {
                Some("1.0") => return Ok(Version::V1_0),
                Some("1.1") => return Ok(Version::V1_1),
                _ => format!("version `{text}` of the Overlay Specification is not supported"),
            }
        }
        other => format!("`overlay` must be a string, found {}", other.kind()),
    };
    let help = "supported versions are 1.0 and 1.1; write `1.0.0` or `1.1.0`";
    Err(Box::new(
        Diagnostic::error("overlay-version", at, message).help(help),
    ))
}

struct Reader<'d> {
    version: Version,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    /// Reads the actions.
    fn actions<'a>(&mut self, root: &'a Node, at: &Location) -> Vec<Action<'a>> {
        let actions = match root.get("actions") {
            Some(Node::Array(actions)) => actions,
            Some(other) => {
                self.wrong_kind(&at.child("actions"), "actions", "an array", other);
                return Vec::new();
            }
            None => {
                self.missing(at, "actions");
                return Vec::new();
            }
        };
        let at = at.child("actions");
        if actions.is_empty() {
            let message = "`actions` must have at least one element";
            self.diagnostics
                .push(Diagnostic::error("overlay-member", at.clone(), message));
        }
        let mut read = Vec::new();
        for (index, action) in actions.iter().enumerate() {
            let location = at.child(index);
            // Equal actions are rare, and an overlay has few actions.
            if let Some(first) = actions[..index].iter().position(|other| other == action) {
                let message = "this action repeats an earlier one";
                self.diagnostics.push(
                    Diagnostic::error("overlay-member", location, message)
                        .label("repeated here")
                        .related(at.child(first), "first defined here")
                        .help("remove one of them"),
                );
                continue;
            }
            read.extend(self.action(action, location));
        }
        read
    }

    /// Reads an action, unless it has an error.
    fn action<'a>(&mut self, action: &'a Node, at: Location) -> Option<Action<'a>> {
        if !matches!(action, Node::Object(_)) {
            self.wrong_kind(&at, "an action", "an object", action);
            return None;
        }
        let names: &[&str] = match self.version {
            Version::V1_0 => &["target", "description", "update", "remove"],
            Version::V1_1 => &["target", "description", "update", "remove", "copy"],
        };
        let before = self.diagnostics.errors();
        self.members(action, &at, names);
        self.string(action, &at, "description", false);
        let target = self.string(action, &at, "target", true);
        let copy = match self.version {
            Version::V1_0 => None,
            Version::V1_1 => self.string(action, &at, "copy", false),
        };
        let removes = match action.get("remove") {
            Some(Node::Bool(removes)) => *removes,
            Some(other) => {
                self.wrong_kind(&at.child("remove"), "remove", "a boolean", other);
                false
            }
            None => false,
        };
        let change = match (removes, action.get("update"), copy) {
            (true, _, _) => Change::Remove,
            (false, Some(_), Some(_)) => {
                let message = "an action has either `update` or `copy`, not both";
                self.diagnostics.push(
                    Diagnostic::error("overlay-member", at.child("copy").key(), message)
                        .related(at.child("update").key(), "the other one")
                        .help("write two actions: they are applied in order"),
                );
                Change::None
            }
            (false, Some(value), None) => Change::Update(value),
            (false, None, Some(source)) => Change::Copy(source),
            (false, None, None) => Change::None,
        };
        if self.diagnostics.errors() > before {
            return None;
        }
        if matches!(change, Change::None) {
            let message = match self.version {
                Version::V1_0 => "this action has neither `update` nor `remove: true`; ignored",
                Version::V1_1 => {
                    "this action has none of `update`, `copy` and `remove: true`; ignored"
                }
            };
            self.diagnostics.push(Diagnostic::warning(
                "overlay-without-effect",
                at.clone(),
                message,
            ));
        }
        Some(Action {
            location: at,
            target: target?,
            change,
        })
    }

    /// Reports members that an object does not have.
    fn members(&mut self, object: &Node, at: &Location, known: &[&str]) {
        let Node::Object(members) = object else {
            return;
        };
        for (name, _) in members {
            if known.contains(&name.as_str()) || name.starts_with("x-") {
                continue;
            }
            let mut error = Diagnostic::error(
                "overlay-member",
                at.child(name).key(),
                format!("unknown member `{name}`"),
            );
            if name == "copy" && known.contains(&"target") {
                error = error.help("`copy` needs version 1.1: write `overlay: 1.1.0`");
            } else if let Some(near) = closest(name, known.iter().copied()) {
                error = error.help(format!("did you mean `{near}`?"));
            }
            self.diagnostics.push(error);
        }
    }

    /// Returns a member that is a string.
    fn string<'a>(
        &mut self,
        object: &'a Node,
        at: &Location,
        name: &str,
        required: bool,
    ) -> Option<&'a str> {
        match object.get(name) {
            Some(Node::String(text)) => return Some(text),
            Some(other) => self.wrong_kind(&at.child(name), name, "a string", other),
            None if required => self.missing(at, name),
            None => {}
        }
        None
    }

    fn missing(&mut self, at: &Location, name: &str) {
        let message = format!("missing member `{name}`");
        self.diagnostics
            .push(Diagnostic::error("overlay-member", at.clone(), message));
    }

    fn wrong_kind(&mut self, at: &Location, name: &str, expected: &str, found: &Node) {
        let message = if name.contains(' ') {
            format!("{name} must be {expected}, found {}", found.kind())
        } else {
            format!("`{name}` must be {expected}, found {}", found.kind())
        };
        self.diagnostics
            .push(Diagnostic::error("overlay-member", at.clone(), message));
    }
}
