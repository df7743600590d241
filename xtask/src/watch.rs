//! Limits the time and memory of a process.
//!
//! In: a process that was just started. Out: how it ended, how long it took and its peak memory.
//!
//! On Linux, `/proc` provides the processor time, which does not depend on how busy the machine is. A process that waits
//! forever is stopped too. On other systems, time is wall-clock time, and memory is not limited.

use std::io;
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// How long to wait before a process is examined again: a twentieth of its time so far, so that the peak memory of a short process
/// is seen too, within these bounds.
const INTERVALS: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(10));

/// The limit of wall-clock time, as a multiple of the limit of processor time.
const WALL_CLOCK_FACTOR: f64 = 10.0;

/// The units of processor time in `/proc` for each second; the same on all machines.
const TICKS_PER_SECOND: f64 = 100.0;

/// How much time and memory a process may use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ProcessLimits {
    /// The time limit, in seconds.
    pub(crate) seconds: f64,
    /// The memory limit, in MiB.
    pub(crate) mebibytes: u64,
}

/// How a process ended.
#[derive(Debug)]
pub(crate) struct Exit {
    /// The exit status.
    pub(crate) status: ExitStatus,
    /// How long it took, in seconds.
    pub(crate) seconds: f64,
    /// Its peak memory in MiB, if known.
    pub(crate) peak_mebibytes: Option<u64>,
    /// Why it was stopped, if a limit was exceeded.
    pub(crate) stopped: Option<String>,
}

/// Waits for a process to end, and stops it if it exceeds a limit.
pub(crate) fn wait(child: &mut Child, limits: ProcessLimits) -> io::Result<Exit> {
    let start = Instant::now();
    let mut used: Option<f64> = None;
    let mut peak = None;
    let mut stopped = None;
    let process = child.id().to_string();
    loop {
        if let Some(seconds) = processor_seconds(&process, PROCESS) {
            used = Some(seconds);
        }
        peak = peak.max(peak_kibibytes(child.id()).map(|kibibytes| kibibytes.div_ceil(1024)));
        if let Some(status) = child.try_wait()? {
            return Ok(Exit {
                status,
                seconds: used.unwrap_or_else(|| start.elapsed().as_secs_f64()),
                peak_mebibytes: peak,
                stopped,
            });
        }
        if stopped.is_none() {
            let elapsed = start.elapsed().as_secs_f64();
            let seconds = used.map_or(elapsed, |used| used.max(elapsed / WALL_CLOCK_FACTOR));
            stopped = exceeded(seconds, peak, limits);
            if stopped.is_some() {
                child.kill()?;
            }
        }
        let (shortest, longest) = INTERVALS;
        thread::sleep((start.elapsed() / 20).clamp(shortest, longest));
    }
}

/// Waits for a process to end like [`wait`], if no other child of this program ends meanwhile.
///
/// The time is exact on Linux, because it is what the kernel adds to the times of this program's children when one of them has
/// ended. It includes the processes that the child started, such as rustfmt.
pub(crate) fn wait_alone(child: &mut Child, limits: ProcessLimits) -> io::Result<Exit> {
    let before = processor_seconds("self", CHILDREN);
    let mut exit = wait(child, limits)?;
    let after = processor_seconds("self", CHILDREN);
    if let (Some(before), Some(after)) = (before, after) {
        exit.seconds = after - before;
    }
    Ok(exit)
}

/// Returns which limit is exceeded.
fn exceeded(seconds: f64, peak: Option<u64>, limits: ProcessLimits) -> Option<String> {
    if seconds > limits.seconds {
        return Some(format!("stopped after {:.0} s", limits.seconds));
    }
    peak.filter(|peak| *peak > limits.mebibytes)
        .map(|_| format!("stopped above {} MiB", limits.mebibytes))
}

/// The first field of `/proc/…/stat` with the time of a process, in all its threads; counted from the name of the program.
const PROCESS: usize = 11;

/// The same for the children of the process that have ended.
const CHILDREN: usize = 13;

/// Returns the processor time of a process or of its children so far. The time is in two fields: in user mode, and in the kernel.
fn processor_seconds(process: &str, first_field: usize) -> Option<f64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The second field is the name of the program in parentheses, which can contain anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_ascii_whitespace().skip(first_field);
    let user: u64 = times.next()?.parse().ok()?;
    let system: u64 = times.next()?.parse().ok()?;
    Some((user + system) as f64 / TICKS_PER_SECOND)
}

/// Returns the peak memory of a process so far.
fn peak_kibibytes(process: u32) -> Option<u64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

/// Returns the memory that the system can give to new processes without swapping, if known.
pub(crate) fn available_mebibytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text
        .lines()
        .find(|line| line.starts_with("MemAvailable:"))?;
    let kibibytes: u64 = line.split_ascii_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceeded_limits_are_named() {
        let limits = ProcessLimits {
            seconds: 2.0,
            mebibytes: 64,
        };
        assert_eq!(exceeded(1.9, Some(64), limits), None);
        assert_eq!(exceeded(1.9, None, limits), None);
        assert_eq!(
            exceeded(2.1, None, limits),
            Some("stopped after 2 s".to_owned())
        );
        assert_eq!(
            exceeded(1.0, Some(65), limits),
            Some("stopped above 64 MiB".to_owned())
        );
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_that_waits_forever_is_stopped() {
        let mut child = std::process::Command::new("sleep")
            .arg("60")
            .spawn()
            .expect("there is a program `sleep`");
        let limits = ProcessLimits {
            seconds: 0.1,
            mebibytes: 1024,
        };
        let exit = wait(&mut child, limits).expect("the process ends");
        assert!(!exit.status.success());
        // It sleeps, which takes no processor time.
        assert!(exit.seconds < 0.1);
        assert_eq!(exit.stopped, Some("stopped after 0 s".to_owned()));
        assert!(exit.peak_mebibytes.is_some());
    }
}
