//! The tags that alternatives of a union are written with.
//!
//! In: a value, and the tags of its alternative. Out: the value's members with one of the tags, whatever the value says in
//! its place. What the object writes itself is looked at when it has been written, so that values need not know of it.

use super::{Json, Writer};

/// The tag of an object: written at its end, or in place of what the object itself says that is no tag of its.
#[derive(Clone, Copy, Debug)]
pub(super) struct PendingTag {
    /// How many more arrays and objects may be opened within the object.
    depth: u16,
    name: &'static str,
    tags: &'static [&'static str],
    /// Whether the tags are JSON text and no strings.
    raw: bool,
    /// Where the member begins that the object has written itself, with its comma.
    written: Option<usize>,
}

impl Writer {
    /// Writes an alternative of a union with its tag: what the value itself says if that is one of the tags, else the first
    /// of them.
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

    /// Writes an alternative as [`Writer::tagged`] does; the tags are numbers or booleans as JSON text.
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
        // A union within a union knows better which alternative it is.
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

    /// Forgets what no object has taken: the value was none.
    fn drop_pending_tags(&mut self) {
        let depth = self.depth.saturating_sub(1);
        while self
            .pending_tags
            .pop_if(|pending| pending.depth <= depth)
            .is_some()
        {}
    }

    /// Looks at the member that the open object has written last, and notes whether the next one is its tag.
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
        while let Some(pending) = self.pending_tags.pop_if(|pending| pending.depth == depth) {
            if let Some(tag) = pending.tags.first() {
                self.write_tag(&pending, tag);
            }
        }
    }

    /// Writes the tag anew that the open object has just written itself, if it is none of its tags.
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
