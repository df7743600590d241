//! The report of a comparison, as text for a terminal or as Markdown for a changelog and a pull request.
//!
//! In: a [`Comparison`] and the versions of the package. Out: the report. Names and values come from documents and are escaped.

use crate::api::{ParameterLocation, Style};
use crate::diagnostic::escape;
use crate::rust::{Checks, Constant, Presence, Ty};
use crate::source::Node;

use super::rules::{Level, Rule, Section};
use super::surface::Parameter;
use super::{Comparison, Group, Kind, Version};

/// The format of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Lines for a terminal.
    #[default]
    Text,
    /// An entry of a changelog, and a comment on a pull request.
    Markdown,
}

/// The number of paths in one line. Further paths are only counted.
const LISTED: usize = 6;

/// The number of different beginnings of paths in one line.
const OWNERS: usize = 3;

/// The length at which values are truncated.
const LONGEST: usize = 120;

impl Comparison {
    /// Renders the report. `versions` are the old and new version of the package, if they are known.
    pub fn render(&self, format: Format, versions: Option<(Version, Version)>) -> String {
        let sides = format!("{} → {}", side(&self.old), side(&self.new));
        let Some(level) = self.level() else {
            return match format {
                Format::Text => format!("{sides}: no change\n"),
                Format::Markdown => "No change of the public API.\n".to_owned(),
            };
        };
        let mut report = match (format, versions) {
            (Format::Text, _) => format!("{sides}\n"),
            (Format::Markdown, Some((old, new))) if new > old => format!("## [{new}]\n"),
            (Format::Markdown, _) => "## [Unreleased]\n".to_owned(),
        };
        for (section, kinds) in &self.sections {
            let count: usize = kinds.iter().map(|kind| kind.count).sum();
            report.push_str(&match format {
                Format::Text => format!("\n{} ({count})\n", section.title()),
                Format::Markdown => format!("\n### {}\n\n", section.title()),
            });
            for line in kinds.iter().flat_map(Kind::sentences) {
                report.push_str(&match format {
                    Format::Text => format!("  {line}\n"),
                    Format::Markdown => format!("- {line}\n"),
                });
            }
        }
        if self.documentation > 0 {
            let title = Section::Documentation.title();
            let count = match self.documentation {
                1 => "1 place".to_owned(),
                count => format!("{count} places"),
            };
            report.push_str(&match format {
                Format::Text => format!("\n{title}: {count}\n"),
                Format::Markdown => format!("\n### {title}\n\n- {count}\n"),
            });
        }
        let verdict = verdict(level, versions.map(|(old, _)| old));
        report.push_str(&match format {
            Format::Text => format!("\nVerdict: {verdict}\n"),
            Format::Markdown => format!("\n**Verdict: {verdict}**\n"),
        });
        report
    }
}

fn side((document, revision): &(String, String)) -> String {
    if revision.is_empty() {
        escape(document).into_owned()
    } else {
        format!("{} at {}", escape(document), escape(revision))
    }
}

fn verdict(level: Level, version: Option<Version>) -> String {
    let Some(version) = version else {
        return level.name().to_owned();
    };
    let after = version.after(level);
    format!("{}, {version} → {after} or higher", level.name())
}

impl Kind {
    /// Returns the lines of the report.
    fn sentences(&self) -> Vec<String> {
        let mut sentences: Vec<String> = self.groups.iter().map(Group::sentence).collect();
        if self.hidden > 0 {
            let phrase = match self.rule.entry().phrase {
                "" => "another type",
                phrase => phrase,
            };
            sentences.push(format!("… and {} more: {phrase}", self.hidden));
        }
        sentences
    }
}

impl Group {
    /// Returns how many places have changed.
    pub fn count(&self) -> usize {
        self.paths.iter().map(|(_, members)| members.len()).sum()
    }

    /// Returns the line of the report.
    pub fn sentence(&self) -> String {
        let mut sentence = format!("{}:", self.head());
        let phrase = self.rule.entry().phrase;
        if !phrase.is_empty() {
            sentence.push(' ');
            sentence.push_str(phrase);
        }
        if let Some(part) = &self.part {
            sentence.push_str(&format!(" {}", code(part)));
        }
        let is_renamed = phrase == "renamed";
        let is_argument = self.part.is_some() || self.rule == Rule::RequiredFieldAdded;
        sentence.push_str(&match (&self.before, &self.after) {
            (Some(before), Some(after)) => {
                let colon = if self.part.is_some() { ":" } else { "" };
                format!("{colon} {} → {}", code(before), code(after))
            }
            (None, Some(after)) if is_renamed => format!(" to {}", code(after)),
            (None, Some(after)) if is_argument => {
                if after.starts_with('.') {
                    format!(", now {}", code(after))
                } else {
                    format!(": {}", code(after))
                }
            }
            (None, Some(value)) | (Some(value), None) => format!(" {}", code(value)),
            (None, None) => String::new(),
        });
        if self.named_after > 0 {
            let types = if self.named_after == 1 {
                "type"
            } else {
                "types"
            };
            sentence.push_str(&format!(
                ", and {} {types} named after it",
                self.named_after
            ));
        }
        if let Some(position) = &self.position {
            sentence.push_str(&format!(" ({})", escape(position)));
        }
        sentence
    }

    /// Returns the paths, those of one owner joined as in a `use` declaration.
    fn head(&self) -> String {
        let mut left = LISTED;
        let mut shown = Vec::new();
        for (owner, members) in self.paths.iter().take(OWNERS) {
            let separator = if owner.starts_with("types") || owner == "ClientBuilder" {
                "::"
            } else {
                "."
            };
            let count = members.len().min(left);
            left -= count;
            match &members[..count] {
                [] => {}
                // A setting has no Rust path.
                [member] if member.is_empty() && owner.contains(' ') => {
                    shown.push(escape(owner).into_owned());
                }
                [member] if member.is_empty() => shown.push(path(owner)),
                // A header of the response has no Rust path.
                [member] if member.contains(' ') => {
                    shown.push(format!("{}, {}", path(owner), escape(member)));
                }
                [member] => shown.push(path(&format!("{owner}{separator}{member}"))),
                members => {
                    let list = members.join(", ");
                    shown.push(path(&format!("{owner}{separator}{{{list}}}")));
                }
            }
        }
        let mut head = shown.join(", ");
        let listed = self.paths.iter().take(OWNERS);
        let listed: usize = listed.map(|(_, members)| members.len()).sum();
        let more = self.count() - listed.min(LISTED);
        if more > 0 {
            head.push_str(&format!(" and {more} more"));
        }
        head
    }
}

/// Returns a Rust path as code.
fn path(path: &str) -> String {
    format!("`{}`", escape(path))
}

/// Returns a value as code.
fn code(text: &str) -> String {
    let mut text = escape(text).replace('`', "'");
    if text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST).collect();
        text.push('…');
    }
    format!("`{text}`")
}

/// Returns a type without module paths.
pub(super) fn ty(of: &Ty) -> String {
    let generic = |wrapper: &str, inner: &Ty| format!("{wrapper}<{}>", ty(inner));
    match of {
        Ty::Bool => "bool".to_owned(),
        Ty::I32 => "i32".to_owned(),
        Ty::I64 => "i64".to_owned(),
        Ty::U32 => "u32".to_owned(),
        Ty::U64 => "u64".to_owned(),
        Ty::F64 => "f64".to_owned(),
        Ty::Number => "Number".to_owned(),
        Ty::String => "String".to_owned(),
        Ty::Parsed(path) => format!("Parsed<{path}>"),
        Ty::Timestamp => "Timestamp".to_owned(),
        Ty::Date => "Date".to_owned(),
        Ty::Bytes => "Bytes".to_owned(),
        Ty::File => "File".to_owned(),
        Ty::Json => "Value".to_owned(),
        Ty::JsonMap => "Map<String, Value>".to_owned(),
        Ty::Vec(inner) => generic("Vec", inner),
        Ty::Tuple(elements) => {
            let elements: Vec<String> = elements.iter().map(ty).collect();
            format!("({})", elements.join(", "))
        }
        Ty::Map(inner) => format!("BTreeMap<String, {}>", ty(inner)),
        Ty::Option(inner) => generic("Option", inner),
        Ty::Box(inner) => generic("Box", inner),
        Ty::Item(name) => name.as_str().to_owned(),
    }
}

/// Returns the type of a field, including `Option` or `Patch`.
pub(super) fn field_type(presence: Presence, of: &Ty) -> String {
    let wrapper = match presence {
        Presence::Required => return ty(of),
        Presence::RequiredNullable | Presence::Optional => "Option",
        Presence::Patch => "Patch",
    };
    let shown = format!("{wrapper}<{}>", ty(of));
    match presence {
        Presence::RequiredNullable => format!("{shown} (always sent)"),
        _ => shown,
    }
}

/// Returns the value of a constant, without the name of its enum.
pub(super) fn constant(constant: &Constant) -> String {
    match constant {
        Constant::Variant(_, variant) => variant.as_str().to_owned(),
        Constant::Boolean(value) => value.to_string(),
        Constant::Integer(value) => value.to_string(),
        Constant::Number(value) => value.to_string(),
    }
}

/// Returns how a parameter is encoded.
pub(super) fn encoding(parameter: &Parameter) -> String {
    let encoding = &parameter.encoding;
    let location = match encoding.location_in {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    let style = match encoding.style {
        Style::Simple => "simple",
        Style::Label => "label",
        Style::Matrix => "matrix",
        Style::Form => "form",
        Style::Space => "spaceDelimited",
        Style::Pipe => "pipeDelimited",
        Style::Deep => "deepObject",
        Style::Json => "JSON",
    };
    let mut written = format!("{location}, {style}");
    for (is_set, word) in [
        (encoding.explode, "explode"),
        (encoding.allow_reserved, "allowReserved"),
        (encoding.allow_empty, "allowEmptyValue"),
    ] {
        if is_set {
            written.push_str(", ");
            written.push_str(word);
        }
    }
    if let Some(segments) = &parameter.segments {
        written.push_str(", segments ");
        written.push_str(segments);
    }
    written
}

/// The constraints of a value that has none.
const NOTHING: &str = "nothing";

/// Returns the constraints that are checked before a value is sent, without those of its own type.
pub(super) fn checks(checks: &Checks) -> String {
    let mut parts = Vec::new();
    if let Some(number) = &checks.number {
        let bounds = [
            ("≥", number.minimum),
            ("≤", number.maximum),
            (">", number.exclusive_minimum),
            ("<", number.exclusive_maximum),
        ];
        let bounds = bounds.into_iter();
        parts.extend(bounds.filter_map(|(sign, bound)| Some(format!("{sign} {}", bound?))));
    }
    if let Some(integer) = &checks.integer {
        let bounds = [
            ("≥", integer.minimum),
            ("≤", integer.maximum),
            ("multiple of", integer.multiple_of),
        ];
        let bounds = bounds.into_iter();
        parts.extend(bounds.filter_map(|(sign, bound)| Some(format!("{sign} {}", bound?))));
    }
    for (noun, count) in [
        ("characters", checks.length),
        ("items", checks.items),
        ("members", checks.properties),
    ] {
        let Some((least, most)) = count else { continue };
        let bound = |bound: Option<u64>| bound.map_or(String::new(), |bound| bound.to_string());
        parts.push(format!("{}..={} {noun}", bound(least), bound(most)));
    }
    if checks.unique {
        parts.push("unique items".to_owned());
    }
    let each = checks.each.as_ref().map(|each| self::checks(each));
    if let Some(each) = each.filter(|each| each != NOTHING) {
        parts.push(format!("each: {each}"));
    }
    if parts.is_empty() {
        NOTHING.to_owned()
    } else {
        parts.join(", ")
    }
}

/// Returns a value of the document as JSON.
pub(super) fn value(node: &Node) -> String {
    let list = |parts: Vec<String>| parts.join(", ");
    match node {
        Node::Null => "null".to_owned(),
        Node::Bool(value) => value.to_string(),
        Node::Integer(value) => value.to_string(),
        Node::Float(value) => value.to_string(),
        Node::String(text) => serde_json::Value::from(text.as_str()).to_string(),
        Node::Array(elements) => format!("[{}]", list(elements.iter().map(value).collect())),
        Node::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, node)| format!("{name:?}: {}", value(node)));
            format!("{{{}}}", list(members.collect()))
        }
    }
}
