//! Shortens component names that are package paths, such as `io.k8s.api.core.v1.PodSpec`.
//!
//! In: the names of all components. Out: for each path, the shortest end that is unique: `PodSpec`, or if there is another one
//! of that name, `v1.PodSpec`, and so on. Knows nothing of types or of identifiers.

use std::collections::HashMap;

use super::words::words;

/// A package path has at most this many segments.
const MAX_SEGMENTS: usize = 16;

/// Returns the short form of each path. Names that are not paths, or cannot be shortened, are left out.
pub(super) fn short_names<'a>(names: &[&'a str]) -> HashMap<&'a str, &'a str> {
    if !names.iter().any(|name| is_path(name)) {
        return HashMap::new();
    }
    // How many segments of each path are left out at the beginning.
    let mut ends: Vec<(&str, usize)> = names
        .iter()
        .map(|name| (*name, if is_path(name) { segments(name) - 1 } else { 0 }))
        .collect();
    // Each round adds a segment to names that are equal, until all names are distinct or complete.
    for _ in 0..MAX_SEGMENTS {
        let short: Vec<String> = ends
            .iter()
            .map(|(name, left_out)| words(end(name, *left_out)).concat())
            .collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for name in &short {
            *counts.entry(name).or_default() += 1;
        }
        let mut changed = false;
        for ((_, left_out), name) in ends.iter_mut().zip(&short) {
            if *left_out > 0 && counts[name.as_str()] > 1 {
                *left_out -= 1;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    let paths = ends.iter().filter(|(_, left_out)| *left_out > 0);
    paths
        .map(|(name, left_out)| (*name, end(name, *left_out)))
        .collect()
}

/// Returns whether a name is that of a type in packages: all segments are lowercase, except the last, which begins with a
/// capital.
fn is_path(name: &str) -> bool {
    let Some((packages, last)) = name.rsplit_once('.') else {
        return false;
    };
    let is_package = |segment: &str| {
        segment.starts_with(|first: char| first.is_ascii_lowercase())
            && segment.chars().all(|letter| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_-".contains(letter)
            })
    };
    last.starts_with(|first: char| first.is_ascii_uppercase())
        && segments(name) <= MAX_SEGMENTS
        && packages.split('.').all(is_package)
}

fn segments(name: &str) -> usize {
    name.split('.').count()
}

/// Returns a name without its first segments.
fn end(name: &str, left_out: usize) -> &str {
    name.splitn(left_out + 1, '.').last().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short<'a>(names: &[&'a str]) -> Vec<&'a str> {
        let short = short_names(names);
        names
            .iter()
            .map(|name| short.get(name).copied().unwrap_or(name))
            .collect()
    }

    #[test]
    fn a_path_is_named_by_its_end() {
        assert_eq!(
            short(&[
                "io.k8s.api.core.v1.PodSpec",
                "io.k8s.api.core.v1.Event",
                "io.k8s.api.events.v1.Event",
                "v1.Pod",
                "v2.Pod",
                "models.User",
                "User",
            ]),
            [
                "PodSpec",
                "core.v1.Event",
                "events.v1.Event",
                "v1.Pod",
                "v2.Pod",
                "models.User",
                "User",
            ]
        );
    }

    #[test]
    fn other_dots_are_kept() {
        let names = [
            "issuing.card",
            "Order.Line",
            "microsoft.graph.user",
            "a..B",
            ".B",
            "a.",
            "A",
        ];
        assert_eq!(short(&names), names);
    }
}
