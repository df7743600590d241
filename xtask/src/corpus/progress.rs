//! Says how far a run has come and how long it will take.
//!
//! In: what is done, and what share of the work it was. Out: lines beside the result.

use std::time::Instant;

use crate::say;

/// A run of many like pieces of work.
#[derive(Debug)]
pub(super) struct Progress {
    start: Instant,
    count: usize,
    done: usize,
    work: u64,
    worked: u64,
}

impl Progress {
    /// Begins a run of this many pieces and this much work, in any unit.
    pub(super) fn new(count: usize, work: u64) -> Self {
        Self {
            start: Instant::now(),
            count,
            done: 0,
            work,
            worked: 0,
        }
    }

    /// Notes a piece that is done, with a few words about it.
    pub(super) fn done(&mut self, work: u64, words: &str) {
        self.done += 1;
        self.worked += work;
        let left = remaining(
            self.start.elapsed().as_secs_f64(),
            self.worked,
            self.work.saturating_sub(self.worked),
        );
        say::note(&format!(
            "[{:>width$}/{}] {words}{left}\n",
            self.done,
            self.count,
            width = self.count.to_string().len(),
        ));
    }
}

/// Returns how long the rest will take if it goes on as it went.
fn remaining(seconds: f64, worked: u64, rest: u64) -> String {
    if worked == 0 || rest == 0 {
        return String::new();
    }
    let left = (seconds * rest as f64 / worked as f64).round() as u64;
    format!(", {}:{:02} left", left / 60, left % 60)
}

#[cfg(test)]
mod tests {
    use super::remaining;

    #[test]
    fn the_rest_goes_on_as_it_went() {
        assert_eq!(remaining(10.0, 1, 6), ", 1:00 left");
        assert_eq!(remaining(10.0, 2, 13), ", 1:05 left");
        assert_eq!(remaining(10.0, 2, 0), "");
        assert_eq!(remaining(10.0, 0, 5), "");
    }
}
