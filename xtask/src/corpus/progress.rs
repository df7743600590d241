//! The progress of a run and an estimate of the time left.
//!
//! In: each finished piece, and its amount of work. Out: lines on standard error.

use std::time::Instant;

use crate::terminal;

/// The progress of a run of many pieces.
#[derive(Debug)]
pub(super) struct Progress {
    start: Instant,
    count: usize,
    finished: usize,
    work: u64,
    finished_work: u64,
}

impl Progress {
    /// Starts a run of this many pieces and this much work, in any unit.
    pub(super) fn new(count: usize, work: u64) -> Self {
        Self {
            start: Instant::now(),
            count,
            finished: 0,
            work,
            finished_work: 0,
        }
    }

    /// Records a finished piece and prints a line about it.
    pub(super) fn finish(&mut self, work: u64, message: &str) {
        self.finished += 1;
        self.finished_work += work;
        let left = remaining(
            self.start.elapsed().as_secs_f64(),
            self.finished_work,
            self.work.saturating_sub(self.finished_work),
        );
        terminal::note(&format!(
            "[{:>width$}/{}] {message}{left}\n",
            self.finished,
            self.count,
            width = self.count.to_string().len(),
        ));
    }
}

/// Returns an estimate of the time left, from the time that the finished work took.
fn remaining(seconds: f64, finished: u64, left: u64) -> String {
    if finished == 0 || left == 0 {
        return String::new();
    }
    let left = (seconds * left as f64 / finished as f64).round() as u64;
    format!(", {}:{:02} left", left / 60, left % 60)
}

#[cfg(test)]
mod tests {
    use super::remaining;

    #[test]
    fn the_estimate_follows_from_the_finished_work() {
        assert_eq!(remaining(10.0, 1, 6), ", 1:00 left");
        assert_eq!(remaining(10.0, 2, 13), ", 1:05 left");
        assert_eq!(remaining(10.0, 2, 0), "");
        assert_eq!(remaining(10.0, 0, 5), "");
    }
}
