//! How deep types contain one another, as the compiler sees it.
//!
//! In: the planned type modules. Out: the recursion limit that the crate needs, if any. Knows nothing of operations.
//!
//! To find out whether a type is `Send`, the compiler visits all types that it contains, including lists and boxes, and gives up
//! at a limit. It stops at a type that it has visited, so a path goes at most once through each type of a cycle. What is
//! computed here is the longest path on which every cycle is counted whole: never less than what the compiler visits, and more
//! does no harm.

use std::collections::HashMap;

use super::super::model::{Ident, Item, Ty, TypeModule};

/// The compiler's default limit, less the types around one of ours: futures, results, responses.
const DEFAULT_LIMIT: u32 = 128 - 32;

/// Returns the recursion limit that is needed; `None` if the compiler's default is enough.
pub(in crate::rust) fn recursion_limit(modules: &[TypeModule]) -> Option<u32> {
    let deepest = Graph::new(modules).deepest();
    (deepest > DEFAULT_LIMIT).then(|| deepest.saturating_add(128).next_power_of_two().max(256))
}

/// Which types contain which.
struct Graph {
    /// The maximum number of steps from a type to one that it contains, or to one without parts.
    steps: Vec<u32>,
    contained: Vec<Vec<usize>>,
}

impl Graph {
    fn new(modules: &[TypeModule]) -> Self {
        let items: Vec<&Item> = modules.iter().flat_map(|module| &module.items).collect();
        let numbers: HashMap<&Ident, usize> = items
            .iter()
            .enumerate()
            .map(|(number, item)| (item.name(), number))
            .collect();
        let mut graph = Self {
            steps: Vec::with_capacity(items.len()),
            contained: Vec::with_capacity(items.len()),
        };
        for item in items {
            let (mut steps, mut contained) = (1, Vec::new());
            for ty in item.types() {
                for (further, name) in steps_to_items(ty) {
                    // One for the struct itself, and one for `Option` or `Patch` around the member.
                    steps = steps.max(further + 2);
                    contained.extend(name.and_then(|name| numbers.get(name).copied()));
                }
            }
            graph.steps.push(steps);
            graph.contained.push(contained);
        }
        graph
    }

    /// Returns the number of steps on the longest path. Tarjan's algorithm with an explicit stack: it finds the cycles, each
    /// after those that it leads to.
    fn deepest(&self) -> u32 {
        const NEW: usize = usize::MAX;
        let count = self.steps.len();
        let (mut order, mut lowest) = (vec![NEW; count], vec![0; count]);
        let mut depths: Vec<Option<u32>> = vec![None; count];
        let (mut met, mut waiting, mut deepest) = (0, Vec::new(), 0);
        for root in 0..count {
            let mut open = match order[root] {
                NEW => vec![(root, 0)],
                _ => Vec::new(),
            };
            while let Some((number, next)) = open.pop() {
                if next == 0 {
                    (order[number], lowest[number]) = (met, met);
                    met += 1;
                    waiting.push(number);
                }
                if let Some(inner) = self.contained[number].get(next).copied() {
                    open.push((number, next + 1));
                    if order[inner] == NEW {
                        open.push((inner, 0));
                    } else if depths[inner].is_none() {
                        lowest[number] = lowest[number].min(order[inner]);
                    }
                    continue;
                }
                if let Some((outer, _)) = open.last() {
                    lowest[*outer] = lowest[*outer].min(lowest[number]);
                }
                if lowest[number] == order[number] {
                    let first = waiting.iter().rposition(|waiting| *waiting == number);
                    let cycle = waiting.split_off(first.unwrap_or(0));
                    let depth = self.depth(&cycle, &depths);
                    deepest = deepest.max(depth);
                    for member in cycle {
                        depths[member] = Some(depth);
                    }
                }
            }
        }
        deepest
    }

    /// Returns the maximum number of steps from a type of this cycle to one without parts.
    fn depth(&self, cycle: &[usize], depths: &[Option<u32>]) -> u32 {
        let below = cycle
            .iter()
            .flat_map(|member| &self.contained[*member])
            .filter_map(|inner| depths[*inner])
            .max();
        cycle.iter().fold(below.unwrap_or(0), |sum, member| {
            sum.saturating_add(self.steps[*member])
        })
    }
}

/// Returns how many types of the standard library are around each item of a type, and which item. Other types have a small
/// constant depth: the margin of [`DEFAULT_LIMIT`] covers it.
fn steps_to_items(ty: &Ty) -> Vec<(u32, Option<&Ident>)> {
    let mut found = Vec::new();
    let mut open = vec![(ty, 0)];
    while let Some((ty, steps)) = open.pop() {
        match ty {
            Ty::Option(inner) => open.push((inner, steps + 1)),
            Ty::Box(inner) => open.push((inner, steps + 3)),
            Ty::Vec(inner) => open.push((inner, steps + 4)),
            Ty::Map(inner) => open.push((inner, steps + 7)),
            Ty::Tuple(elements) => open.extend(elements.iter().map(|inner| (inner, steps + 1))),
            Ty::Item(name) => found.push((steps, Some(name))),
            _ => found.push((steps, None)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the longest path of a graph in which each step counts one.
    fn deepest(contained: &[&[usize]]) -> u32 {
        let graph = Graph {
            steps: vec![1; contained.len()],
            contained: contained.iter().map(|inner| inner.to_vec()).collect(),
        };
        graph.deepest()
    }

    #[test]
    fn the_longest_path_is_counted() {
        assert_eq!(deepest(&[]), 0);
        assert_eq!(deepest(&[&[]]), 1);
        assert_eq!(deepest(&[&[1, 2], &[2], &[], &[2]]), 3);
    }

    #[test]
    fn cycles_are_counted_whole() {
        assert_eq!(deepest(&[&[0]]), 1);
        // 0, 1 and 2 form a cycle that leads to 3 and 4, and that 5 leads to.
        assert_eq!(deepest(&[&[1], &[2, 3], &[0], &[4], &[], &[1]]), 6);
        // Two cycles that share a type are one.
        assert_eq!(deepest(&[&[1, 2], &[0], &[0]]), 3);
    }

    #[test]
    fn long_chains_need_no_stack() {
        let contained: Vec<Vec<usize>> = (1..=100_000).map(|next| vec![next % 100_000]).collect();
        let graph = Graph {
            steps: vec![2; contained.len()],
            contained,
        };
        assert_eq!(graph.deepest(), 200_000);
    }

    #[test]
    fn types_around_an_item_count() {
        let item = Ty::Item(Ident::new_unchecked("Pet"));
        let ty = Ty::Vec(Box::new(Ty::Option(Box::new(item))));
        let names = |ty: &Ty| -> Vec<(u32, Option<String>)> {
            let found = steps_to_items(ty).into_iter();
            found
                .map(|(steps, name)| (steps, name.map(|name| name.as_str().to_owned())))
                .collect()
        };
        assert_eq!(names(&ty), [(5, Some("Pet".to_owned()))]);
        assert_eq!(names(&Ty::Map(Box::new(Ty::Json))), [(7, None)]);
        let pair = Ty::Tuple(vec![Ty::String, ty]);
        assert_eq!(names(&pair), [(6, Some("Pet".to_owned())), (1, None)]);
    }
}
