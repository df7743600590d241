//! Shortens the names of components that are paths of packages, as in `io.k8s.api.core.v1.PodSpec`.
//!
//! In: the names of all components. Out: for each path, the end of it that tells it from the other components: `PodSpec`, or
//! where there is another one of that name, `V1PodSpec`, and so on. Knows nothing of types or of identifiers.

use std::collections::HashMap;

use super::words::words;

/// No path of packages has more segments.
const MOST_SEGMENTS: usize = 16;

/// Returns the part of each path that is its name. Names that are no paths are their own names, and are not listed.
pub(super) fn short_names<'a>(names: &[&'a str]) -> HashMap<&'a str, &'a str> {
    if !names.iter().any(|name| is_path(name)) {
        return HashMap::new();
    }
    // How many segments of each path are left out, from the front.
    let mut ends: Vec<(&str, usize)> = names
        .iter()
        .map(|name| (*name, if is_path(name) { segments(name) - 1 } else { 0 }))
        .collect();
    // Each round gives those that are called alike one more segment, until nothing is left that can be told apart.
    for _ in 0..MOST_SEGMENTS {
        let called: Vec<String> = ends
            .iter()
            .map(|(name, left_out)| words(end(name, *left_out)).concat())
            .collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for name in &called {
            *counts.entry(name).or_default() += 1;
        }
        let mut changed = false;
        for ((_, left_out), name) in ends.iter_mut().zip(&called) {
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

/// Returns whether a name is that of a type within packages: small letters in all segments, but a capital begins the last.
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
        && segments(name) <= MOST_SEGMENTS
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
    fn a_path_is_called_by_its_end() {
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
    fn other_dots_mean_more() {
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
