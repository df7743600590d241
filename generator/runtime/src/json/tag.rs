//! Writes the tags of union alternatives.
//!
//! In: a value, and the tags of its alternative. Out: the members of the value, with one of the tags. A tag that the
//! object writes itself is checked afterwards, so the types of alternatives need not know about tags.

use super::{Json, Writer};

/// The tag of an object. It is written at the end of the object, or replaces a tag of another alternative that the
/// object has written.
#[derive(Clone, Copy, Debug)]
pub(super) struct PendingTag {
    /// The remaining depth inside the object.
    depth: u16,
    name: &'static str,
    tags: &'static [&'static str],
    /// Whether the tags are JSON text and not strings.
    raw: bool,
    /// The offset of the tag that the object has written itself, including its comma.
    written: Option<usize>,
}

impl Writer {
    /// Writes an alternative of a union with its tag. If the value writes one of these tags itself, it is kept;
    /// otherwise the first tag is written.
    pub fn tagged<T: Json>(
        &mut self,
        name: &'static str,
        tags: &'static [&'static str],
        value: &T,
    ) {
        self.push_pending_tag(name, tags, false);
        value.encode(self);
        self.drop_pending_tags();
    }

    /// Same as [`Writer::tagged`], with numbers or booleans as tags, given as JSON.
    pub fn tagged_raw<T: Json>(
        &mut self,
        name: &'static str,
        tags: &'static [&'static str],
        value: &T,
    ) {
        self.push_pending_tag(name, tags, true);
        value.encode(self);
        self.drop_pending_tags();
    }

    fn push_pending_tag(&mut self, name: &'static str, tags: &'static [&'static str], raw: bool) {
        let depth = self.depth.saturating_sub(1);
        // A nested union has a more precise tag.
        self.pending_tags
            .retain(|pending| pending.depth != depth || pending.name != name);
        self.pending_tags.push(PendingTag {
            depth,
            name,
            tags,
            raw,
            written: None,
        });
    }

    /// Drops tags that were not written because the value is not an object.
    fn drop_pending_tags(&mut self) {
        let depth = self.depth.saturating_sub(1);
        let is_kept = |pending: &PendingTag| pending.depth > depth;
        let kept = self.pending_tags.iter().rposition(is_kept);
        self.pending_tags.truncate(kept.map_or(0, |last| last + 1));
    }

    /// Checks the last member that the open object has written, and records whether the next one is its tag.
    #[inline(never)]
    pub(super) fn check_pending_tags(&mut self, next: &str) {
        self.correct_pending_tag();
        let (depth, written) = (self.depth, self.len());
        for pending in &mut self.pending_tags {
            if pending.depth == depth && pending.name == next {
                pending.written = Some(written);
            }
        }
    }

    /// Writes the tags that the open object has not written itself.
    #[inline(never)]
    pub(super) fn write_pending_tags(&mut self) {
        self.correct_pending_tag();
        let depth = self.depth;
        while let Some(pending) = self.pending_tags.pop() {
            if pending.depth != depth {
                self.pending_tags.push(pending);
                return;
            }
            if let Some(tag) = pending.tags.first() {
                self.write_tag(&pending, tag);
            }
        }
    }

    /// Replaces a tag that the open object has just written, if it belongs to another alternative.
    fn correct_pending_tag(&mut self) {
        let depth = self.depth;
        let own = |pending: &PendingTag| pending.depth == depth && pending.written.is_some();
        let Some(index) = self.pending_tags.iter().position(own) else {
            return;
        };
        let pending = self.pending_tags.remove(index);
        let Some(start) = pending.written else { return };
        let end = self.len();
        for tag in pending.tags {
            self.write_tag(&pending, tag);
            let is_same = self.is_same_member(start, end);
            self.truncate(end);
            if is_same {
                return;
            }
        }
        if let Some(tag) = pending.tags.first() {
            self.truncate(start);
            self.write_tag(&pending, tag);
        }
    }

    fn write_tag(&mut self, pending: &PendingTag, tag: &str) {
        if self.key(pending.name) {
            if pending.raw {
                self.raw(tag)
            } else {
                self.string(tag)
            }
        }
    }
}
