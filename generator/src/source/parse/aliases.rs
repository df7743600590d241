//! Counts the values that a YAML text has once its aliases are expanded.
//!
//! In: a text. Out: whether there are too many. Counts in one pass without expanding anything: an alias counts as much as its
//! anchor, so a text that doubles itself a hundred times costs no more than any other.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser};

/// Returns whether the first document of a text has more than `limit` values, members' names included.
///
/// Returns `false` for a text that this parser rejects; the builder has its own limit.
pub(crate) fn exceeds(text: &str, limit: usize) -> bool {
    let mut parser = Parser::new_from_str(text);
    let mut counts: HashMap<usize, usize> = HashMap::new();
    // The open collections: their anchors, zero for none, and the total before them.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut total = 0_usize;
    while let Some(Ok((event, _))) = parser.next_event() {
        match event {
            Event::Scalar(_, _, anchor, _) => {
                counts.insert(anchor, 1);
                total = total.saturating_add(1);
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                open.push((anchor, total));
                total = total.saturating_add(1);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some((anchor, before)) = open.pop() {
                    counts.insert(anchor, total - before);
                }
            }
            // An alias inside its own anchor has no count yet; the builder rejects it.
            Event::Alias(anchor) => {
                total = total.saturating_add(counts.get(&anchor).copied().unwrap_or(1))
            }
            Event::DocumentEnd => break,
            _ => {}
        }
        if total > limit {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_counts_as_much_as_its_anchor() {
        // The object, its three names, and arrays of three, of one and two times three, of one and two times seven and two.
        let text = "a: &a [1, 2]\nb: &b [*a, *a]\nc: [*b, *b, &d 1, *d]\n";
        let total = 1 + 3 + 3 + 7 + (1 + 14 + 2);
        assert!(exceeds(text, total - 1));
        assert!(!exceeds(text, total));
        assert!(!exceeds("&a [*a]", 2));
        assert!(!exceeds("[\n", 5));
    }

    #[test]
    fn doubling_is_counted_at_once() {
        let mut text = "- &a0 x\n".to_owned();
        for level in 1..1000 {
            text.push_str(&format!("- &a{level} [*a{0}, *a{0}]\n", level - 1));
        }
        assert!(exceeds(&text, usize::MAX - 1));
    }
}
