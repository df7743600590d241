//! The documentation of errors that most methods have in common.
//!
//! In: the tree of resources. Out: the lines that are documented once for all, and methods that document only what differs.

use std::collections::HashMap;

use super::super::model::Resource;

/// The minimum number of methods with the same documentation of errors.
const MIN_METHODS: usize = 3;

/// Takes the documentation of errors from the methods that have the most frequent one, and returns it. Returns nothing,
/// and changes nothing, unless more than half of all methods have it.
pub(in crate::rust) fn take(resources: &mut [Resource]) -> Vec<String> {
    let mut errors = Vec::new();
    collect(resources, &mut errors);
    take_most_frequent(errors)
}

/// Collects the documentation of errors of all methods.
fn collect<'a>(resources: &'a mut [Resource], errors: &mut Vec<&'a mut Vec<String>>) {
    for resource in resources {
        errors.extend(resource.methods.iter_mut().map(|method| &mut method.errors));
        collect(&mut resource.children, errors);
    }
}

fn take_most_frequent(all: Vec<&mut Vec<String>>) -> Vec<String> {
    let mut counts: HashMap<&[String], usize> = HashMap::new();
    for errors in &all {
        *counts.entry(errors.as_slice()).or_default() += 1;
    }
    let is_common = |errors: &[String], count| {
        !errors.is_empty() && count >= MIN_METHODS && count * 2 > all.len()
    };
    let found = counts
        .into_iter()
        .find(|(errors, count)| is_common(errors, *count));
    let Some(common) = found.map(|(errors, _)| errors.to_vec()) else {
        return Vec::new();
    };
    for errors in all {
        if *errors == common {
            errors.clear();
        } else if errors.is_empty() {
            errors.push("The API documents no failures.".to_owned());
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::take_most_frequent;

    /// Returns the common errors of methods with these, and what remains.
    fn taken(errors: &[&str]) -> (Vec<String>, Vec<String>) {
        let lines = |errors: &&str| errors.lines().map(str::to_owned).collect();
        let mut all: Vec<Vec<String>> = errors.iter().map(lines).collect();
        let common = take_most_frequent(all.iter_mut().collect());
        (common, all.iter().map(|errors| errors.join(" ")).collect())
    }

    #[test]
    fn only_errors_that_differ_remain() {
        let (common, rest) = taken(&["404", "404", "409", "404", "", "404"]);
        assert_eq!(common, ["404"]);
        let none = "The API documents no failures.";
        assert_eq!(rest, ["", "", "409", "", none, ""]);
    }

    #[test]
    fn nothing_changes_if_most_methods_differ() {
        for errors in [
            &["404", "404"][..],
            &["404", "404", "404", "", "", ""],
            &["", "", ""],
        ] {
            let (common, rest) = taken(errors);
            assert!(common.is_empty());
            assert_eq!(rest, errors);
        }
    }
}
