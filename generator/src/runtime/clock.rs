//! Time, as far as calls depend on it: limits, and the waits between attempts.
//!
//! In: nothing. Out: [`Clock`], a trait that tests and unusual environments implement, and the clocks that clients have
//! unless another is set. Knows nothing of calls.

use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use crate::runtime::transport::BoxFuture;

/// Tells the time, and waits.
pub trait Clock: Send + Sync + 'static {
    /// Returns the time since a moment that stays the same. Never goes back.
    fn now(&self) -> Duration;

    /// Waits for this long.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// Waits for a future, but no longer than `limit`.
///
/// The future goes first: one that holds up the thread until it is ready is never ended.
pub(crate) async fn within<F: Future>(
    clock: &dyn Clock,
    limit: Duration,
    future: F,
) -> Option<F::Output> {
    let mut future = std::pin::pin!(future);
    let mut limit = clock.sleep(limit);
    std::future::poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        limit.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// The clock of the system. Waits by the timer of the Tokio runtime, where there is one, else by a thread.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) struct SystemClock {
    start: std::time::Instant,
}

#[cfg(not(target_arch = "wasm32"))]
impl SystemClock {
    pub(crate) fn new() -> Self {
        Self {
            start: std::time::Instant::now(),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        #[cfg(feature = "reqwest")]
        if tokio::runtime::Handle::try_current().is_ok() {
            return Box::pin(async move { tokio::time::sleep(duration).await });
        }
        Box::pin(ThreadSleep::new(duration))
    }
}

/// The clock of blocking clients: waits without a runtime, also inside one.
#[cfg(feature = "blocking")]
pub(crate) struct BlockingClock(SystemClock);

#[cfg(feature = "blocking")]
impl BlockingClock {
    pub(crate) fn new() -> Self {
        Self(SystemClock::new())
    }
}

#[cfg(feature = "blocking")]
impl Clock for BlockingClock {
    fn now(&self) -> Duration {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        // By a thread of its own: a limit of time must not hold up what it limits.
        Box::pin(ThreadSleep::new(duration))
    }
}

/// A wait by a thread of its own, which ends when the wait is over or dropped.
#[cfg(not(target_arch = "wasm32"))]
struct ThreadSleep {
    duration: Duration,
    shared: Option<Arc<Shared>>,
}

#[cfg(not(target_arch = "wasm32"))]
#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[cfg(not(target_arch = "wasm32"))]
#[derive(Default)]
struct State {
    over: bool,
    waker: Option<Waker>,
}

#[cfg(not(target_arch = "wasm32"))]
impl ThreadSleep {
    fn new(duration: Duration) -> Self {
        Self {
            duration,
            shared: None,
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
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

#[cfg(not(target_arch = "wasm32"))]
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

#[cfg(not(target_arch = "wasm32"))]
fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The clock of the browser.
#[cfg(target_arch = "wasm32")]
pub(crate) struct SystemClock;

#[cfg(target_arch = "wasm32")]
impl SystemClock {
    pub(crate) fn new() -> Self {
        Self
    }
}

#[cfg(target_arch = "wasm32")]
impl Clock for SystemClock {
    fn now(&self) -> Duration {
        Duration::try_from_secs_f64(js_sys::Date::now() / 1000.0).unwrap_or_default()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let milliseconds = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX);
        Box::pin(gloo_timers::future::TimeoutFuture::new(milliseconds))
    }
}
