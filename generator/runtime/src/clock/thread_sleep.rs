//! Sleeping with a thread, for environments without a timer.
//!
//! In: a duration. Out: `ThreadSleep`, a future that is ready when the duration has passed. Knows nothing about calls
//! or clocks.

use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

/// A future that sleeps on a thread of its own. The thread ends when the duration has passed or the future is dropped.
pub(crate) struct ThreadSleep {
    duration: Duration,
    shared: Option<Arc<Shared>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    over: bool,
    waker: Option<Waker>,
}

impl ThreadSleep {
    pub(crate) fn new(duration: Duration) -> Self {
        Self {
            duration,
            shared: None,
        }
    }
}

impl Future for ThreadSleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let duration = self.duration;
        let shared = self.shared.get_or_insert_with(|| {
            let shared = Arc::new(Shared::default());
            let timer = shared.clone();
            thread::spawn(move || {
                let state = lock(&timer.state);
                let waited = timer
                    .changed
                    .wait_timeout_while(state, duration, |state| !state.over);
                let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
                state.over = true;
                if let Some(waker) = state.waker.take() {
                    drop(state);
                    waker.wake();
                }
            });
            shared
        });
        let mut state = lock(&shared.state);
        if state.over {
            return Poll::Ready(());
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

impl Drop for ThreadSleep {
    fn drop(&mut self) {
        if let Some(shared) = &self.shared {
            let mut state = lock(&shared.state);
            state.over = true;
            state.waker = None;
            drop(state);
            shared.changed.notify_all();
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
