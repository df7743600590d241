//! `schema/upstream.toml`: how our schema relates to the document that the owner of the API publishes.
//!
//! In: the text of the file. Out: accepted differences and names, or the line with a mistake; and the text with other entries, in
//! which all other lines stay as they are.
//!
//! The file has one table `[names]` and tables `[[accepted]]`, whose values are strings on one line: a small part of TOML, which any
//! editor and any TOML parser reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

/// The file of the project.
pub(crate) const UPSTREAM: &str = "schema/upstream.toml";

/// The contents of the file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Upstream {
    /// The differences that are accepted.
    pub(crate) accepted: Vec<Accepted>,
    /// What upstream calls something, and what we call it, in the order of the file.
    pub(crate) names: Vec<(String, String)>,
    text: String,
}

/// A difference that is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Accepted {
    /// The place of the difference.
    pub(crate) at: String,
    /// Its kind.
    pub(crate) kind: String,
    /// A hash of what upstream says.
    pub(crate) upstream: String,
    /// Why it is accepted.
    pub(crate) reason: String,
    /// The number of the line where the entry begins, from 1.
    pub(crate) line: usize,
    /// The indices of its lines.
    lines: Range<usize>,
}

/// What to change in the file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Edit {
    /// The indices of entries to remove.
    pub(crate) removed: BTreeSet<usize>,
    /// The indices of entries whose upstream changed, with the new hash. Their reasons become empty.
    pub(crate) changed: BTreeMap<usize, String>,
    /// Entries to add, with their places, kinds and hashes. Their reasons are empty.
    pub(crate) added: Vec<[String; 3]>,
}

impl Upstream {
    /// Reads a file. One that does not exist has no entries.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or has a mistake: one line with the number of the line in the file.
    pub(crate) fn read(path: &Path, name: &str) -> Result<Self, String> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).map_err(|error| format!("{name}:{error}")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(format!("cannot read {name}: {error}")),
        }
    }

    /// Parses the text of a file.
    ///
    /// # Errors
    ///
    /// The number of a line, and what is wrong there: `12: expected …`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut upstream = Self {
            text: text.to_owned(),
            ..Self::default()
        };
        let mut table = Table::None;
        for (index, line) in text.lines().enumerate() {
            let located = |error: String| format!("{}: {error}", index + 1);
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if line.starts_with('[') {
                table.finish(&mut upstream)?;
                table = Table::begin(line, index).map_err(located)?;
            } else {
                let (key, value) = pair(line).map_err(located)?;
                table.add(key, value, index).map_err(located)?;
            }
        }
        table.finish(&mut upstream)?;
        Ok(upstream)
    }

    /// Returns the text with other entries. All other lines, and the line ends, are kept.
    pub(crate) fn edited(&self, edit: &Edit) -> String {
        let end = if self.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let removed = edit.removed.iter().filter_map(|it| self.accepted.get(*it));
        let removed: Vec<&Range<usize>> = removed.map(|it| &it.lines).collect();
        let mut text = String::with_capacity(self.text.len());
        let mut is_after_removed = false;
        for (index, line) in self.text.split_inclusive('\n').enumerate() {
            if removed.iter().any(|lines| lines.contains(&index)) {
                is_after_removed = true;
                continue;
            }
            // The blank line that separates an entry from the next goes with it.
            let is_separator = is_after_removed && line.trim().is_empty();
            is_after_removed = false;
            if is_separator {
                continue;
            }
            match self.changed_line(edit, index, line) {
                Some(changed) => text.push_str(&format!("{changed}{end}")),
                None => text.push_str(line),
            }
        }
        for [at, kind, upstream] in &edit.added {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push_str(end);
            }
            if !text.is_empty() && !text.ends_with(&format!("{end}{end}")) {
                text.push_str(end);
            }
            text.push_str(&format!("[[accepted]]{end}"));
            let pairs = [("at", at.as_str()), ("kind", kind), ("upstream", upstream)];
            for (key, value) in pairs.into_iter().chain([("reason", "")]) {
                text.push_str(&format!("{key} = {}{end}", quoted(value)));
            }
        }
        text
    }
}

impl Upstream {
    /// Returns a line of an entry whose upstream changed, if it is one that changes with it.
    fn changed_line(&self, edit: &Edit, index: usize, line: &str) -> Option<String> {
        let mut changed = edit.changed.iter();
        let (_, hash) = changed.find(|(entry, _)| {
            let entry = self.accepted.get(**entry);
            entry.is_some_and(|entry| entry.lines.contains(&index))
        })?;
        let (key, _) = pair(line.trim()).ok()?;
        match key.as_str() {
            "upstream" => Some(format!("upstream = {}", quoted(hash))),
            "reason" => Some("reason = \"\"".to_owned()),
            _ => None,
        }
    }
}

/// The table that is read.
enum Table {
    None,
    Names(Vec<(String, String)>),
    Accepted {
        values: [Option<String>; 4],
        lines: Range<usize>,
    },
}

/// The keys of an accepted difference.
const KEYS: [&str; 4] = ["at", "kind", "upstream", "reason"];

impl Table {
    fn begin(line: &str, index: usize) -> Result<Self, String> {
        let header = without_comment(line);
        let words: String = header.split_whitespace().collect();
        match words.as_str() {
            "[names]" => Ok(Self::Names(Vec::new())),
            "[[accepted]]" => Ok(Self::Accepted {
                values: [const { None }; 4],
                lines: index..index + 1,
            }),
            _ => Err(format!(
                "expected the table `[names]` or `[[accepted]]`, found `{header}`"
            )),
        }
    }

    fn add(&mut self, key: String, value: String, index: usize) -> Result<(), String> {
        match self {
            Self::None => Err(format!("`{key}` is before the first table")),
            Self::Names(names) => {
                if names.iter().any(|(name, _)| *name == key) {
                    return Err(format!("`{key}` is there twice"));
                }
                names.push((key, value));
                Ok(())
            }
            Self::Accepted { values, lines } => {
                let Some(known) = KEYS.iter().position(|known| *known == key) else {
                    return Err(format!(
                        "expected `at`, `kind`, `upstream` or `reason`, found `{key}`"
                    ));
                };
                if values[known].is_some() {
                    return Err(format!("`{key}` is there twice"));
                }
                values[known] = Some(value);
                lines.end = index + 1;
                Ok(())
            }
        }
    }

    fn finish(&mut self, upstream: &mut Upstream) -> Result<(), String> {
        match std::mem::replace(self, Self::None) {
            Self::None => Ok(()),
            Self::Names(names) => {
                upstream.names.extend(names);
                Ok(())
            }
            Self::Accepted { values, lines } => {
                let line = lines.start + 1;
                let mut missing = KEYS.iter().zip(&values).filter(|(_, it)| it.is_none());
                if let Some((key, _)) = missing.next() {
                    return Err(format!("{line}: the entry has no `{key}`"));
                }
                let [at, kind, hash, reason] = values.map(Option::unwrap_or_default);
                upstream.accepted.push(Accepted {
                    at,
                    kind,
                    upstream: hash,
                    reason,
                    line,
                    lines,
                });
                Ok(())
            }
        }
    }
}

/// Splits a line `key = "value"`.
fn pair(line: &str) -> Result<(String, String), String> {
    let wrong = || format!("expected `key = \"value\"` on one line, found `{line}`");
    let (key, rest) = if line.starts_with(['"', '\'']) {
        string(line)?.ok_or_else(wrong)?
    } else {
        let end = line.find(|it: char| !(it.is_ascii_alphanumeric() || it == '_' || it == '-'));
        let (key, rest) = line.split_at(end.unwrap_or(line.len()));
        (key.to_owned(), rest)
    };
    let rest = rest.trim_start().strip_prefix('=').ok_or_else(wrong)?;
    if key.is_empty() {
        return Err(wrong());
    }
    let (value, rest) = string(rest.trim_start())?.ok_or_else(wrong)?;
    let rest = rest.trim_start();
    if !rest.is_empty() && !rest.starts_with('#') {
        return Err(wrong());
    }
    Ok((key, value))
}

/// Reads the string that a text begins with, and returns it with the rest; `None` if there is none, or none on one line.
fn string(text: &str) -> Result<Option<(String, &str)>, String> {
    if text.starts_with("\"\"\"") || text.starts_with("'''") {
        return Err("expected a string on one line, without `\"\"\"` or `'''`".to_owned());
    }
    if let Some(rest) = text.strip_prefix('\'') {
        let split = rest.split_once('\'');
        return Ok(split.map(|(value, rest)| (value.to_owned(), rest)));
    }
    let Some(rest) = text.strip_prefix('"') else {
        return Ok(None);
    };
    let mut value = String::new();
    let mut characters = rest.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Ok(Some((value, &rest[index + 1..]))),
            '\\' => {
                let (at, sign) = characters.next().unwrap_or((index, ' '));
                let digits = match sign {
                    'u' => 4,
                    'U' => 8,
                    _ => 0,
                };
                let plain = match sign {
                    '"' | '\\' => Some(sign),
                    'n' => Some('\n'),
                    't' => Some('\t'),
                    'r' => Some('\r'),
                    'b' => Some('\u{8}'),
                    'f' => Some('\u{c}'),
                    _ => {
                        let hex = rest.get(at + 1..at + 1 + digits).unwrap_or_default();
                        let code = u32::from_str_radix(hex, 16).ok();
                        code.filter(|_| digits > 0).and_then(char::from_u32)
                    }
                };
                let Some(plain) = plain else {
                    return Err(format!("`\\{sign}` is not a valid escape of TOML"));
                };
                value.push(plain);
                for _ in 0..digits {
                    characters.next();
                }
            }
            other => value.push(other),
        }
    }
    Ok(None)
}

/// Returns a string as TOML writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            other if other.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(other)));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

fn without_comment(header: &str) -> &str {
    header.split('#').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# Why.

[names]
up_pet = \"Pet\" # a comment
'up.owner' = 'Owner'

# About the first.
[[accepted]]
at = \"Pet.\\u00e4 \\\"x\\\"\"
kind = \"type\"
upstream = \"12\"
reason = \"\"

[[accepted]] # second
reason = \"It is so: # is no comment.\"
upstream = \"none\"
kind = \"default\"
at = \"Pet\"
";

    fn entry(at: &str, lines: Range<usize>) -> Accepted {
        Accepted {
            at: at.to_owned(),
            kind: "type".to_owned(),
            upstream: "12".to_owned(),
            reason: String::new(),
            line: lines.start + 1,
            lines,
        }
    }

    #[test]
    fn the_file_is_read() {
        let upstream = Upstream::parse(FILE).expect("the file is valid");
        let names = [("up_pet", "Pet"), ("up.owner", "Owner")];
        let names = names.map(|(from, to)| (from.to_owned(), to.to_owned()));
        assert_eq!(upstream.names, names);
        let second = Accepted {
            kind: "default".to_owned(),
            upstream: "none".to_owned(),
            reason: "It is so: # is no comment.".to_owned(),
            ..entry("Pet", 13..18)
        };
        let first = entry("Pet.ä \"x\"", 7..12);
        assert_eq!(upstream.accepted, [first, second]);
    }

    #[test]
    fn mistakes_are_reported_with_their_line() {
        for (text, message) in [
            ("a = \"b\"", "1: `a` is before the first table"),
            (
                "\n[other]",
                "2: expected the table `[names]` or `[[accepted]]`, found `[other]`",
            ),
            (
                "[names]\na = 1",
                "2: expected `key = \"value\"` on one line, found `a = 1`",
            ),
            (
                "[names]\na = \"b",
                "2: expected `key = \"value\"` on one line, found `a = \"b`",
            ),
            (
                "[names]\na = \"\"\"",
                "2: expected a string on one line, without `\"\"\"` or `'''`",
            ),
            (
                "[names]\na = \"\\x\"",
                "2: `\\x` is not a valid escape of TOML",
            ),
            (
                "[names]\na = \"\\u12é\"",
                "2: `\\u` is not a valid escape of TOML",
            ),
            ("[names]\na = 'b'\na = 'c'", "3: `a` is there twice"),
            (
                "[[accepted]]\nwhy = 'b'",
                "2: expected `at`, `kind`, `upstream` or `reason`, found `why`",
            ),
            (
                "[[accepted]]\nat = 'b'\nkind = 'k'\nreason = ''\n[names]",
                "1: the entry has no `upstream`",
            ),
        ] {
            let error = Upstream::parse(text).expect_err(text);
            assert_eq!(error, message);
        }
    }

    #[test]
    fn the_project_accepts_nothing_without_a_reason() {
        let path = crate::workspace::folder().join(UPSTREAM);
        let upstream = Upstream::read(&path, UPSTREAM).expect("the file is valid");
        let mut reasons = upstream.accepted.iter().map(|it| it.reason.trim());
        assert!(reasons.all(|reason| !reason.is_empty()));
    }

    #[test]
    fn edits_keep_all_other_lines() {
        let edit = Edit {
            removed: [0].into(),
            changed: [(1, "34".to_owned())].into(),
            added: vec![["a\"b".to_owned(), "type".to_owned(), "none".to_owned()]],
        };
        for end in ["\n", "\r\n"] {
            let upstream = Upstream::parse(&FILE.replace('\n', end)).expect("the file is valid");
            let edited = upstream.edited(&edit);
            let expected = "\
# Why.

[names]
up_pet = \"Pet\" # a comment
'up.owner' = 'Owner'

# About the first.
[[accepted]] # second
reason = \"\"
upstream = \"34\"
kind = \"default\"
at = \"Pet\"

[[accepted]]
at = \"a\\\"b\"
kind = \"type\"
upstream = \"none\"
reason = \"\"
";
            assert_eq!(edited, expected.replace('\n', end));
            assert!(Upstream::parse(&edited).is_ok());
            assert_eq!(upstream.edited(&Edit::default()), FILE.replace('\n', end));
        }
    }
}
