//! How many values a YAML text has once its aliases are replaced by what they mean.
//!
//! In: a text. Out: whether there are too many. Counts in one pass without unfolding anything: an alias weighs what its
//! anchor weighs, so a text that doubles itself a hundred times costs no more than any other.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser};

/// Returns whether the first document of a text has more than `limit` values, members' names included.
///
/// A text that this parser rejects does not exceed anything here; the reading has a limit of its own.
pub(super) fn exceeds(text: &str, limit: usize) -> bool {
    let mut parser = Parser::new_from_str(text);
    let mut weights: HashMap<usize, usize> = HashMap::new();
    // The open collections: their anchors, zero for none, and the total before them.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut total = 0_usize;
    while let Some(Ok((event, _))) = parser.next_event() {
        match event {
            Event::Scalar(_, _, anchor, _) => {
                weights.insert(anchor, 1);
                total = total.saturating_add(1);
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                open.push((anchor, total));
                total = total.saturating_add(1);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some((anchor, before)) = open.pop() {
                    weights.insert(anchor, total - before);
                }
            }
            // An alias inside its own anchor weighs nothing yet; the reading refuses it.
            Event::Alias(anchor) => {
                total = total.saturating_add(weights.get(&anchor).copied().unwrap_or(1))
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
    fn aliases_weigh_what_they_mean() {
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
