//! A clock whose sleeps return immediately, for tests.
//!
//! In: the sleeps of calls. Out: the simulated time, and the durations of all sleeps. Knows nothing about calls.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::runtime::clock::Clock;
use crate::runtime::transport::BoxFuture;

/// A clock whose sleeps return immediately. Each sleep advances the time and is recorded. Clones share the time and the
/// record.
///
/// Timeouts are sleeps too, so a future that is not ready when it is first polled, such as that of a real transport,
/// times out.
#[derive(Clone, Default)]
pub struct MockClock(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    now: Duration,
    sleeps: Vec<Duration>,
}

impl MockClock {
    /// Creates a clock that starts at zero.
    pub fn new() -> Self {
        Self::default()
    }

    /// Advances the time, as it would pass between calls.
    pub fn advance(&self, duration: Duration) {
        let mut state = self.lock();
        state.now = state.now.saturating_add(duration);
    }

    /// Returns the durations of all completed sleeps, in order.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.lock().sleeps.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for MockClock {
    fn now(&self) -> Duration {
        self.lock().now
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        // A sleep that is never polled takes no time. Each attempt creates one for its timeout.
        Box::pin(async move {
            self.advance(duration);
            self.lock().sleeps.push(duration);
        })
    }
}

impl fmt::Debug for MockClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockClock")
            .field("now", &self.now())
            .finish_non_exhaustive()
    }
}
