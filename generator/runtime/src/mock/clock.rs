//! A clock whose waits take no time, for tests of what uses the client.
//!
//! In: the waits of calls. Out: what time it would be after them, and how long they were. Knows nothing of calls.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::runtime::clock::Clock;
use crate::runtime::transport::BoxFuture;

/// A clock whose waits are over at once: the time advances by each, and each is kept. Clones share both.
///
/// A limit of time is such a wait as well, so what is not ready as soon as it is asked, as a real transport, is too late.
#[derive(Clone, Default)]
pub struct MockClock(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    now: Duration,
    sleeps: Vec<Duration>,
}

impl MockClock {
    /// Returns a clock that stands at zero.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets time pass, as it does between calls.
    pub fn advance(&self, duration: Duration) {
        let mut state = self.lock();
        state.now = state.now.saturating_add(duration);
    }

    /// Returns how long each wait was, in the order of their ends.
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
        // A wait that is never awaited takes no time: limits are set whether or not they are needed.
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
