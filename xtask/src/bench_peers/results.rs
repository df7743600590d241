//! The measurements of one generator with one document, and statistics.
//!
//! In: numbers. Out: medians and ratios with their spread. Runs nothing.

use std::collections::BTreeMap;

use super::Step;

/// What is measured in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quantity {
    /// Processor time in seconds.
    Seconds,
    /// Peak memory in MiB.
    Memory,
    /// Lines of Rust that depend on the document.
    Lines,
    /// Lines of the runtime.
    RuntimeLines,
    /// The size of the library in bytes.
    RlibBytes,
    /// The size of a stripped program with one call, in bytes.
    ProgramBytes,
    /// The number of crates in the dependency tree, with the crate itself.
    Crates,
}

/// The measurements of one generator with one document.
#[derive(Debug)]
pub(super) struct Column {
    /// The heading.
    pub(super) title: String,
    /// The step that failed, and why.
    pub(super) failure: Option<(Step, String)>,
    /// What else went wrong, without effect on the measurements.
    pub(super) notes: Vec<String>,
    values: BTreeMap<(Step, Quantity), Vec<f64>>,
}

impl Column {
    /// Creates a column without measurements.
    pub(super) fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            failure: None,
            notes: Vec::new(),
            values: BTreeMap::new(),
        }
    }

    /// Adds the measurement of a run.
    pub(super) fn push(&mut self, step: Step, quantity: Quantity, value: f64) {
        self.values.entry((step, quantity)).or_default().push(value);
    }

    /// Adds the measurement of a run, if the system has it.
    pub(super) fn push_optional(&mut self, step: Step, quantity: Quantity, value: Option<u64>) {
        if let Some(value) = value {
            self.push(step, quantity, value as f64);
        }
    }

    /// Sets a value that is the same in all runs.
    pub(super) fn set(&mut self, step: Step, quantity: Quantity, value: u64) {
        self.values.insert((step, quantity), vec![value as f64]);
    }

    /// Removes all measurements.
    pub(super) fn forget_values(&mut self) {
        self.values.clear();
    }

    /// Returns the measurements in the order of the runs; none if the step failed or was not run.
    pub(super) fn values(&self, step: Step, quantity: Quantity) -> &[f64] {
        let has_failed = self.failed_before_or_in(step);
        let values = self.values.get(&(step, quantity)).filter(|_| !has_failed);
        values.map_or(&[], Vec::as_slice)
    }

    fn failed_before_or_in(&self, step: Step) -> bool {
        let failure = self.failure.as_ref();
        failure.is_some_and(|(failed, _)| *failed <= step)
    }
}

/// The minimum, median and maximum of several measurements.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spread {
    /// The smallest value.
    pub(super) minimum: f64,
    /// The middle value, or the mean of the two middle values.
    pub(super) median: f64,
    /// The largest value.
    pub(super) maximum: f64,
}

impl Spread {
    /// Returns the spread of values; `None` without values.
    pub(super) fn new(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 {
            sorted[middle]
        } else {
            (sorted.get(middle.checked_sub(1)?)? + sorted[middle]) / 2.0
        };
        Some(Self {
            minimum: *sorted.first()?,
            median,
            maximum: *sorted.last()?,
        })
    }
}

/// Returns the ratio of each measurement to ours of the same run; none if one of ours is too small to be measured.
pub(super) fn ratios(values: &[f64], ours: &[f64]) -> Vec<f64> {
    if values.len() != ours.len() || ours.iter().any(|ours| *ours <= 0.0) {
        return Vec::new();
    }
    let pairs = values.iter().zip(ours);
    pairs.map(|(value, ours)| value / ours).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_the_mean_of_two() {
        let spread = |minimum, median, maximum| {
            Some(Spread {
                minimum,
                median,
                maximum,
            })
        };
        assert_eq!(Spread::new(&[]), None);
        assert_eq!(Spread::new(&[2.0]), spread(2.0, 2.0, 2.0));
        assert_eq!(Spread::new(&[3.0, 1.0]), spread(1.0, 2.0, 3.0));
        assert_eq!(Spread::new(&[9.0, 1.0, 2.0]), spread(1.0, 2.0, 9.0));
    }

    #[test]
    fn ratios_pair_the_measurements_of_one_run() {
        assert_eq!(ratios(&[1.0, 4.0], &[2.0, 2.0]), [0.5, 2.0]);
        assert!(ratios(&[1.0], &[2.0, 2.0]).is_empty());
        assert!(ratios(&[1.0], &[0.0]).is_empty());
        assert!(ratios(&[], &[]).is_empty());
    }

    #[test]
    fn measurements_of_a_step_that_failed_do_not_count() {
        let mut column = Column::new("a 1");
        column.push(Step::Generate, Quantity::Seconds, 1.0);
        column.push(Step::Check, Quantity::Seconds, 2.0);
        column.failure = Some((Step::Check, "error".to_owned()));
        assert_eq!(column.values(Step::Generate, Quantity::Seconds), [1.0]);
        assert!(column.values(Step::Check, Quantity::Seconds).is_empty());
        assert!(column.values(Step::Release, Quantity::Seconds).is_empty());
    }
}
