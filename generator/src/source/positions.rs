//! The positions of locations in the text of their files.
//!
//! In: the files and the [`Location`]s to render. Out: a byte range for each, on one line. Each file is parsed once more, by a
//! parser that reports positions, and all its locations are found in that pass. A location that is not found (below an alias,
//! or in a file that the two parsers read differently) gets the range of the nearest one around it.

mod json;

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use crate::diagnostic::{FileId, Location, Part, SourceRange};

use self::json::Place;
use super::{File, origin};

/// Returns the range of each wanted location whose file has a text.
pub(super) fn source_ranges<'a>(
    files: &'a [File],
    wanted: &[&Location],
) -> BTreeMap<Location, SourceRange<'a>> {
    let origins: Vec<Location> = wanted
        .iter()
        .map(|location| origin(files, location))
        .collect();
    let mut by_file: BTreeMap<FileId, (Vec<&Location>, Vec<&Location>)> = BTreeMap::new();
    for (location, origin) in wanted.iter().zip(&origins) {
        let (wanted, written) = by_file.entry(origin.file).or_default();
        wanted.push(location);
        written.push(origin);
    }
    let mut found = BTreeMap::new();
    for (id, (wanted, written)) in by_file {
        let Some(file) = files.get(id.0 as usize) else {
            continue;
        };
        let ranges = ranges(&file.text, &written);
        let lines = lines(&file.text, &ranges);
        for (location, range) in wanted.into_iter().zip(ranges) {
            let range = SourceRange {
                name: &file.name,
                text: &file.text,
                line: lines.get(&range.start).copied().unwrap_or_default(),
                range,
            };
            found.insert(location.clone(), range);
        }
    }
    found
}

/// Returns the byte range of each location in a text, cut to the line it begins on.
pub(super) fn ranges(text: &str, wanted: &[&Location]) -> Vec<Range<usize>> {
    let mut tree = Tree {
        branches: vec![Branch::default()],
    };
    let leaves: Vec<usize> = wanted
        .iter()
        .map(|location| tree.insert(location))
        .collect();
    if tree.branches.len() > 1
        || wanted
            .iter()
            .any(|location| !matches!(location.part, Part::Byte(_)))
    {
        tree.walk(text);
    }
    let found: Vec<Option<Range<usize>>> = wanted
        .iter()
        .zip(&leaves)
        .map(|(location, leaf)| tree.range(*leaf, location.part))
        .collect();
    let bytes = byte_offsets(
        text,
        found
            .iter()
            .flatten()
            .flat_map(|range| [range.start, range.end]),
    );
    let byte = |character: usize| bytes.get(&character).copied().unwrap_or(text.len());
    wanted
        .iter()
        .zip(found)
        .map(|(location, found)| match (location.part, found) {
            (Part::Byte(offset), _) => one_line(text, offset as usize..offset as usize),
            (_, Some(found)) => one_line(text, byte(found.start)..byte(found.end)),
            (_, None) => one_line(text, 0..0),
        })
        .collect()
}

/// The wanted pointers as a tree, so that the pass knows at each value whether anything below it is wanted.
struct Tree {
    branches: Vec<Branch>,
}

/// A wanted location, or one with a wanted location below it. Ranges count characters.
#[derive(Default)]
struct Branch {
    parent: usize,
    children: BTreeMap<String, usize>,
    key: Option<Range<usize>>,
    repeated: Option<Range<usize>>,
    value: Option<Range<usize>>,
    /// The first `<<` in it, which adds members that it does not have itself.
    merge: Option<Range<usize>>,
}

impl Branch {
    /// Forgets what was found.
    fn forget(&mut self) {
        self.key = None;
        self.repeated = None;
        self.value = None;
        self.merge = None;
    }
}

fn place(marker: &Marker) -> Place {
    Place {
        index: marker.index(),
        line: marker.line(),
    }
}

/// An open collection.
struct Frame {
    /// The wanted location of the collection, if any.
    branch: Option<usize>,
    kind: FrameKind,
    start: Place,
}

enum FrameKind {
    /// An array and the index of its next element.
    Array(usize),
    /// An object, and the branch of the member whose value comes next; before a name, nothing.
    Object(Option<Option<usize>>),
    /// A collection that is the name of a member, which no pointer can express.
    Key,
}

impl Tree {
    /// Adds the branches of a location's pointer. Returns the last.
    fn insert(&mut self, location: &Location) -> usize {
        let mut branch = 0;
        for token in location.tokens() {
            branch = match self.branches[branch].children.get(&token) {
                Some(child) => *child,
                None => {
                    let child = self.branches.len();
                    self.branches.push(Branch {
                        parent: branch,
                        ..Branch::default()
                    });
                    self.branches[branch].children.insert(token, child);
                    child
                }
            };
        }
        branch
    }

    /// Returns the range of a part of a branch, or of the nearest branch around it.
    fn range(&self, leaf: usize, part: Part) -> Option<Range<usize>> {
        let mut branch = &self.branches[leaf];
        let exact = match part {
            Part::Key => branch.key.clone(),
            Part::RepeatedKey => branch.repeated.clone().or_else(|| branch.key.clone()),
            Part::Value | Part::Byte(_) => None,
        };
        if exact.is_some() {
            return exact;
        }
        for _ in 0..self.branches.len() {
            if let Some(range) = branch.value.clone().or_else(|| branch.key.clone()) {
                return Some(range);
            }
            branch = &self.branches[branch.parent];
            if let Some(range) = &branch.merge {
                return Some(range.clone());
            }
        }
        None
    }

    /// Parses a text and records the ranges of the branches. If the parser fails, the ranges found so far stay.
    fn walk(&mut self, text: &str) {
        let looks_like_json = text.trim_start().starts_with(['{', '[']);
        if !(looks_like_json && self.walk_json(text)) {
            for branch in &mut self.branches {
                branch.forget();
            }
            self.walk_yaml(text);
        }
    }

    /// Records the ranges of the branches in a text of JSON. Returns whether it is one.
    fn walk_json(&mut self, text: &str) -> bool {
        let mut frames: Vec<Frame> = Vec::new();
        json::walk(text, |event, start, end| match event {
            json::Event::Scalar(value) => self.scalar(&mut frames, &value, start, end, true),
            json::Event::Array => self.open(&mut frames, FrameKind::Array(0), start),
            json::Event::Object => self.open(&mut frames, FrameKind::Object(None), start),
            json::Event::End => {
                if let Some(frame) = frames.pop() {
                    self.close(frame.branch, frame.start, end);
                }
            }
        })
    }

    fn walk_yaml(&mut self, text: &str) {
        let mut frames: Vec<Frame> = Vec::new();
        let mut parser = Parser::new_from_str(text);
        while let Some(Ok((event, span))) = parser.next_event() {
            let (start, end) = (place(&span.start), place(&span.end));
            match event {
                Event::Scalar(value, style, ..) => {
                    // A value that is not written has only the range of its name.
                    let written = style != ScalarStyle::Plain || !value.is_empty();
                    self.scalar(&mut frames, &value, start, end, written);
                }
                Event::Alias(_) => self.scalar(&mut frames, "", start, end, true),
                Event::SequenceStart(..) => self.open(&mut frames, FrameKind::Array(0), start),
                Event::MappingStart(..) => self.open(&mut frames, FrameKind::Object(None), start),
                Event::SequenceEnd | Event::MappingEnd => {
                    let Some(frame) = frames.pop() else {
                        return;
                    };
                    self.close(frame.branch, frame.start, end);
                }
                // The first document is the one that was read.
                Event::DocumentEnd => return,
                _ => {}
            }
        }
    }

    /// Handles a scalar: the name of a member or a value.
    fn scalar(
        &mut self,
        frames: &mut [Frame],
        text: &str,
        start: Place,
        end: Place,
        written: bool,
    ) {
        if self.take_key(frames, text, start.index..end.index) {
            return;
        }
        let branch = self.enter(frames);
        if written {
            self.close(branch, start, end);
        }
    }

    /// Handles a scalar as the name of a member, if one is expected. Returns whether it was.
    fn take_key(&mut self, frames: &mut [Frame], name: &str, range: Range<usize>) -> bool {
        let Some(Frame {
            branch,
            kind: FrameKind::Object(next @ None),
            ..
        }) = frames.last_mut()
        else {
            return false;
        };
        let child = branch.and_then(|branch| self.branches[branch].children.get(name).copied());
        if let Some(branch) = branch.filter(|_| name == "<<") {
            let merge = &mut self.branches[branch].merge;
            merge.get_or_insert_with(|| range.clone());
        }
        *next = Some(child);
        if let Some(index) = child {
            let child = &mut self.branches[index];
            if child.key.is_none() {
                child.key = Some(range);
            } else {
                // Pointers refer to the first member of a name, so nothing below this one is wanted.
                child.repeated.get_or_insert(range);
                *next = Some(None);
            }
        }
        true
    }

    /// Returns the branch of the value that begins now.
    fn enter(&self, frames: &mut [Frame]) -> Option<usize> {
        let Some(frame) = frames.last_mut() else {
            return Some(0);
        };
        match &mut frame.kind {
            FrameKind::Array(index) => {
                let token = index.to_string();
                *index += 1;
                self.branches[frame.branch?].children.get(&token).copied()
            }
            FrameKind::Object(next) => next.take().flatten(),
            FrameKind::Key => None,
        }
    }

    fn open(&mut self, frames: &mut Vec<Frame>, kind: FrameKind, start: Place) {
        if let Some(FrameKind::Object(next @ None)) = frames.last_mut().map(|frame| &mut frame.kind)
        {
            *next = Some(None);
            let kind = FrameKind::Key;
            frames.push(Frame {
                branch: None,
                kind,
                start,
            });
            return;
        }
        let branch = self.enter(frames);
        frames.push(Frame {
            branch,
            kind,
            start,
        });
    }

    /// Records the range of the value of a branch. A value of several lines is marked at its name, if it has one.
    fn close(&mut self, branch: Option<usize>, start: Place, end: Place) {
        let Some(branch) = branch.map(|branch| &mut self.branches[branch]) else {
            return;
        };
        let several_lines = end.line > start.line;
        if branch.value.is_none() && !(several_lines && branch.key.is_some()) {
            branch.value = Some(start.index..end.index);
        }
    }
}

/// Cuts a range at the end of the line it begins on, and moves its ends to characters.
fn one_line(text: &str, range: Range<usize>) -> Range<usize> {
    let mut start = range.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = range.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let marked = &text[start..end];
    let line = marked.split(['\n', '\r']).next().unwrap_or_default();
    start..start + line.trim_end().len()
}

/// Returns the line on which each range begins, counted from zero.
fn lines(text: &str, ranges: &[Range<usize>]) -> BTreeMap<usize, usize> {
    let mut lines: BTreeMap<usize, usize> = ranges.iter().map(|range| (range.start, 0)).collect();
    let mut seen = 0;
    let mut line = 0;
    for (offset, found) in &mut lines {
        let between = &text.as_bytes()[seen..*offset];
        line += between.iter().filter(|byte| **byte == b'\n').count();
        *found = line;
        seen = *offset;
    }
    lines
}

/// Returns the byte offset of each character index.
fn byte_offsets(text: &str, indices: impl Iterator<Item = usize>) -> BTreeMap<usize, usize> {
    let mut offsets: BTreeMap<usize, usize> = indices.map(|index| (index, text.len())).collect();
    let mut characters = text.char_indices().map(|(offset, _)| offset);
    let mut next = 0;
    for (index, offset) in &mut offsets {
        if let Some(found) = characters.nth(index - next) {
            *offset = found;
        }
        next = index + 1;
    }
    offsets
}

#[cfg(test)]
mod tests;
