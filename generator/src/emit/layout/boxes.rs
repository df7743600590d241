//! Breaks text into lines of limited width, by the algorithm of Oppen's "Prettyprinting" (1980).
//!
//! In: pieces of text, possible breaks between them, and boxes around both. Out: lines. Knows nothing of Rust, but its width
//! and its rules are those of prettyplease, whose output it equals.

/// The width of a line in bytes.
const WIDTH: i64 = 89;

/// The least width of a line that is deeply indented.
const MIN_WIDTH: i64 = 60;

/// The width of what fits on no line.
const UNLIMITED: i64 = 0xffff;

/// What a break writes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Break {
    /// The number of spaces if the line goes on.
    pub(super) spaces: u16,
    /// The indentation of the next line, from that of the box.
    pub(super) offset: i8,
    /// What ends the line.
    pub(super) before: &'static str,
    /// What begins the next line.
    pub(super) after: &'static str,
    /// What is written if the line goes on.
    pub(super) unbroken: &'static str,
    /// Whether the break vanishes at the end of a box.
    pub(super) if_followed: bool,
    /// Whether the line always goes on.
    pub(super) never: bool,
}

/// A part of the input.
#[derive(Clone, Copy, Debug)]
enum Part<'a> {
    Text(&'a str),
    Break(Break),
    /// Begins a box. If it does not fit on the line, a consistent one breaks at each of its breaks, another only where needed.
    Begin {
        offset: i8,
        consistent: bool,
    },
    End,
    /// Lets the innermost box break if it is wider than this.
    Limit(i64),
}

/// The input of the algorithm.
#[derive(Debug, Default)]
pub(super) struct Boxes<'a> {
    parts: Vec<Part<'a>>,
    sizes: Vec<i64>,
    pending: Vec<usize>,
}

impl<'a> Boxes<'a> {
    /// Returns the place that is reached, before which a box can begin or end later.
    pub(super) fn mark(&self) -> usize {
        self.parts.len()
    }

    pub(super) fn text(&mut self, text: &'a str) {
        self.parts.push(Part::Text(text));
    }

    /// Begins a box that breaks at each of its breaks or at none.
    pub(super) fn consistent(&mut self, offset: i8) {
        self.parts.push(Part::Begin {
            offset,
            consistent: true,
        });
    }

    /// Begins a box that breaks only where needed.
    pub(super) fn filled(&mut self, offset: i8) {
        self.parts.push(Part::Begin {
            offset,
            consistent: false,
        });
    }

    /// Begins a consistent box before what has been added since a mark.
    pub(super) fn consistent_at(&mut self, mark: usize, offset: i8) {
        let consistent = true;
        self.parts.insert(mark, Part::Begin { offset, consistent });
    }

    /// Begins a filled box before what has been added since a mark.
    pub(super) fn filled_at(&mut self, mark: usize, offset: i8) {
        let consistent = false;
        self.parts.insert(mark, Part::Begin { offset, consistent });
    }

    /// Ends a box before what has been added since a mark.
    pub(super) fn end_at(&mut self, mark: usize) {
        self.parts.insert(mark, Part::End);
    }

    /// Removes a number of parts that begin at a mark.
    pub(super) fn remove_at(&mut self, mark: usize, count: usize) {
        self.parts.drain(mark..mark + count);
    }

    /// Ends a box. A break just before the end can vanish, and a box of nothing else too.
    pub(super) fn end(&mut self) {
        if let [.., Part::Begin { .. }, Part::Break(_)] = self.parts.as_slice() {
            self.parts.truncate(self.parts.len() - 2);
            return;
        }
        self.drop_if_followed();
        self.parts.push(Part::End);
    }

    /// Ends a box that breaks if it is wider than this.
    pub(super) fn end_limited(&mut self, width: i64) {
        if !self.drop_if_followed() {
            self.parts.push(Part::Limit(width));
        }
        self.parts.push(Part::End);
    }

    /// Lets the break before vanish, if it depends on what follows. The width of breaks before still ends there.
    fn drop_if_followed(&mut self) -> bool {
        match self.parts.last_mut() {
            Some(Part::Break(last)) if last.if_followed => {
                *last = Break {
                    never: true,
                    ..Break::default()
                };
                true
            }
            _ => false,
        }
    }

    pub(super) fn add_break(&mut self, part: Break) {
        self.parts.push(Part::Break(part));
    }

    /// A possible break without a space.
    pub(super) fn zero_break(&mut self) {
        self.add_break(Break::default());
    }

    /// A space or a break.
    pub(super) fn space(&mut self) {
        self.add_break(Break {
            spaces: 1,
            ..Break::default()
        });
    }

    /// A space or a break, unless the box ends here.
    pub(super) fn space_if_followed(&mut self) {
        self.add_break(Break {
            spaces: 1,
            if_followed: true,
            ..Break::default()
        });
    }

    /// Ends the line.
    pub(super) fn line_end(&mut self) {
        self.add_break(Break {
            spaces: UNLIMITED as u16,
            ..Break::default()
        });
    }

    /// Ends the line, unless the box ends here.
    pub(super) fn line_end_if_followed(&mut self) {
        self.add_break(Break {
            spaces: UNLIMITED as u16,
            if_followed: true,
            ..Break::default()
        });
    }

    /// Ends what the width of a break before is measured by.
    pub(super) fn never_break(&mut self) {
        self.add_break(Break {
            never: true,
            ..Break::default()
        });
    }

    /// A comma and a space, or after the last element a comma only if the line ends there.
    pub(super) fn comma(&mut self, is_last: bool) {
        self.comma_with_spaces(is_last, 0);
    }

    /// As [`comma`](Self::comma), with a space after the last element.
    pub(super) fn comma_or_space(&mut self, is_last: bool) {
        self.comma_with_spaces(is_last, 1);
    }

    fn comma_with_spaces(&mut self, is_last: bool, spaces: u16) {
        if is_last {
            self.add_break(Break {
                spaces,
                before: ",",
                ..Break::default()
            });
        } else {
            self.text(",");
            self.space();
        }
    }

    /// Changes the indentation of the break before.
    pub(super) fn offset(&mut self, offset: i8) {
        if let Some(Part::Break(last)) = self.parts.last_mut() {
            last.offset += offset;
        }
    }

    /// Replaces the end of a line before by a space.
    pub(super) fn line_end_to_space(&mut self) {
        if let Some(Part::Break(last)) = self.parts.last_mut() {
            last.spaces = 1;
        }
    }

    /// Returns whether the text before ends with a character.
    pub(super) fn ends_with(&self, character: char) -> bool {
        let mut parts = self.parts.iter().rev();
        parts
            .find_map(|part| match part {
                Part::Text(text) => Some(text.ends_with(character)),
                _ => None,
            })
            .unwrap_or(false)
    }

    /// Forgets all parts.
    pub(super) fn clear(&mut self) {
        self.parts.clear();
    }

    /// Writes the lines.
    pub(super) fn write(&mut self, out: &mut String) {
        self.measure();
        let mut lines = Lines {
            out,
            room: WIDTH,
            indentation: 0,
            pending_spaces: 0,
            open: Vec::new(),
        };
        for (part, size) in self.parts.iter().zip(&self.sizes) {
            match part {
                Part::Text(text) => lines.text(text),
                Part::Break(part) => lines.add_break(part, *size),
                Part::Begin { offset, consistent } => lines.begin(*offset, *consistent, *size),
                Part::End => lines.end(),
                Part::Limit(_) => {}
            }
        }
    }

    /// Finds the size of each box and break: the width up to the next break after it.
    fn measure(&mut self) {
        let (sizes, pending) = (&mut self.sizes, &mut self.pending);
        sizes.clear();
        pending.clear();
        let mut total = 0;
        for (index, part) in self.parts.iter().enumerate() {
            sizes.push(-total);
            match part {
                Part::Text(text) => total += text.len() as i64,
                Part::Begin { .. } | Part::End => pending.push(index),
                Part::Break(part) => {
                    settle(&self.parts, sizes, pending, total);
                    pending.push(index);
                    total += i64::from(part.spaces);
                }
                Part::Limit(width) => {
                    if innermost(&self.parts, pending).is_some_and(|at| sizes[at] + total > *width)
                    {
                        total += UNLIMITED;
                    }
                }
            }
        }
        for index in pending.drain(..) {
            sizes[index] += total;
        }
    }
}

/// Sets the sizes of what ends at a break: the break before it in the same box, and all boxes that have ended since.
fn settle(parts: &[Part<'_>], sizes: &mut [i64], pending: &mut Vec<usize>, total: i64) {
    let mut ended = 0;
    while let Some(&index) = pending.last() {
        match parts[index] {
            Part::Begin { .. } if ended == 0 => return,
            Part::Begin { .. } => {
                sizes[index] += total;
                ended -= 1;
            }
            Part::End => ended += 1,
            _ => {
                sizes[index] += total;
                if ended == 0 {
                    pending.pop();
                    return;
                }
            }
        }
        pending.pop();
    }
}

/// Returns the beginning of the innermost box that has not ended.
fn innermost(parts: &[Part<'_>], pending: &[usize]) -> Option<usize> {
    let mut ended = 0;
    pending.iter().rev().copied().find(|index| {
        match parts[*index] {
            Part::Begin { .. } if ended == 0 => return true,
            Part::Begin { .. } => ended -= 1,
            Part::End => ended += 1,
            _ => {}
        }
        false
    })
}

/// A box that has begun.
struct Open {
    /// Whether it did not fit on the line.
    is_broken: bool,
    consistent: bool,
    /// The indentation around it.
    indentation: i64,
}

/// The lines that are being written.
struct Lines<'a> {
    out: &'a mut String,
    /// The number of bytes that the line has left.
    room: i64,
    indentation: i64,
    /// Spaces that are written before the next text.
    pending_spaces: usize,
    open: Vec<Open>,
}

impl Lines<'_> {
    fn text(&mut self, text: &str) {
        self.spaces();
        self.out.push_str(text);
        self.room -= text.len() as i64;
    }

    fn spaces(&mut self) {
        const SPACES: &str = "                                                                ";
        while self.pending_spaces > 0 {
            let count = self.pending_spaces.min(SPACES.len());
            self.out.push_str(&SPACES[..count]);
            self.pending_spaces -= count;
        }
    }

    fn begin(&mut self, offset: i8, consistent: bool, size: i64) {
        let is_broken = size > self.room;
        self.open.push(Open {
            is_broken,
            consistent,
            indentation: self.indentation,
        });
        if is_broken {
            self.indentation += i64::from(offset);
        }
    }

    fn end(&mut self) {
        if let Some(open) = self.open.pop() {
            self.indentation = open.indentation;
        }
    }

    fn add_break(&mut self, part: &Break, size: i64) {
        let goes_on = part.never
            || match self.open.last() {
                Some(open) if !open.is_broken => true,
                Some(open) if open.consistent => false,
                _ => size <= self.room,
            };
        if goes_on {
            self.pending_spaces += usize::from(part.spaces);
            self.room -= i64::from(part.spaces);
            self.out.push_str(part.unbroken);
            self.room -= part.unbroken.len() as i64;
            return;
        }
        if !part.before.is_empty() {
            self.spaces();
            self.out.push_str(part.before);
        }
        self.out.push('\n');
        let indentation = (self.indentation + i64::from(part.offset)).max(0);
        self.pending_spaces = indentation as usize;
        self.room = (WIDTH - indentation).max(MIN_WIDTH);
        if !part.after.is_empty() {
            self.text(part.after);
        }
    }
}
