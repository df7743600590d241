//! Keeps a process within bounds of time and memory.
//!
//! In: a process that was just started. Out: how it ended, how long it took and how much memory it had at most.
//!
//! On Linux (`/proc`) the time is that of the processor, which says the same on a busy machine, and a process that waits for
//! ever is stopped all the same. Elsewhere it is the time that passes, and memory is not bounded.

use std::io;
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// How often the process is looked at.
const INTERVAL: Duration = Duration::from_millis(10);

/// How many times longer than its bound a process may take, where the bound is one of the processor's time.
const PATIENCE: f64 = 10.0;

/// The units in which Linux gives the time of the processor, for each second; the same on all machines.
const TICKS: f64 = 100.0;

/// What a process may use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    /// How long it may run, in seconds.
    pub(super) seconds: f64,
    /// How much memory it may have, in MiB.
    pub(super) mebibytes: u64,
}

/// How a process ended.
#[derive(Debug)]
pub(super) struct Ended {
    /// Its status.
    pub(super) status: ExitStatus,
    /// How long it took, in seconds.
    pub(super) seconds: f64,
    /// The most memory it had, in MiB, where that is known.
    pub(super) peak: Option<u64>,
    /// Why it was stopped, if it was.
    pub(super) stopped: Option<String>,
}

/// Waits for the end of a process, and stops it where it breaks a bound.
pub(super) fn watch(child: &mut Child, bounds: Bounds) -> io::Result<Ended> {
    let start = Instant::now();
    let mut used: Option<f64> = None;
    let mut peak = None;
    let mut stopped = None;
    loop {
        if let Some(seconds) = processor_seconds(child.id()) {
            used = Some(seconds);
        }
        peak = peak.max(peak_kibibytes(child.id()).map(|kibibytes| kibibytes.div_ceil(1024)));
        if let Some(status) = child.try_wait()? {
            return Ok(Ended {
                status,
                seconds: used.unwrap_or_else(|| start.elapsed().as_secs_f64()),
                peak,
                stopped,
            });
        }
        if stopped.is_none() {
            let passed = start.elapsed().as_secs_f64();
            let seconds = used.map_or(passed, |used| used.max(passed / PATIENCE));
            stopped = broken(seconds, peak, bounds);
            if stopped.is_some() {
                child.kill()?;
            }
        }
        thread::sleep(INTERVAL);
    }
}

/// Returns which bound is broken.
fn broken(seconds: f64, peak: Option<u64>, bounds: Bounds) -> Option<String> {
    if seconds > bounds.seconds {
        return Some(format!("stopped after {:.0} s", bounds.seconds));
    }
    peak.filter(|peak| *peak > bounds.mebibytes)
        .map(|_| format!("stopped above {} MiB", bounds.mebibytes))
}

/// Returns how long the processor has worked for a process so far, in all its threads.
fn processor_seconds(process: u32) -> Option<f64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program, in parentheses, can hold anything; the state follows it as the third field.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_ascii_whitespace().skip(11);
    let user: u64 = times.next()?.parse().ok()?;
    let system: u64 = times.next()?.parse().ok()?;
    Some((user + system) as f64 / TICKS)
}

/// Returns the most memory that a process has had so far.
fn peak_kibibytes(process: u32) -> Option<u64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_told() {
        let bounds = Bounds {
            seconds: 2.0,
            mebibytes: 64,
        };
        assert_eq!(broken(1.9, Some(64), bounds), None);
        assert_eq!(broken(1.9, None, bounds), None);
        assert_eq!(
            broken(2.1, None, bounds),
            Some("stopped after 2 s".to_owned())
        );
        assert_eq!(
            broken(1.0, Some(65), bounds),
            Some("stopped above 64 MiB".to_owned())
        );
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn what_runs_too_long_is_stopped() {
        let mut child = std::process::Command::new("sleep")
            .arg("60")
            .spawn()
            .expect("there is a program `sleep`");
        let bounds = Bounds {
            seconds: 0.1,
            mebibytes: 1024,
        };
        let ended = watch(&mut child, bounds).expect("it can be waited for");
        assert!(!ended.status.success());
        // It waits, which takes no time of the processor.
        assert!(ended.seconds < 0.1);
        assert_eq!(ended.stopped, Some("stopped after 0 s".to_owned()));
        assert!(ended.peak.is_some());
    }
}
