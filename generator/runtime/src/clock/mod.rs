//! Time: timeouts and delays.
//!
//! Out: the trait [`Clock`], which tests and special environments implement, and the default clocks of
//! clients. Knows nothing about calls.

#[cfg(not(target_arch = "wasm32"))]
pub mod thread_sleep;

use std::task::Poll;
use std::time::Duration;

#[cfg(not(target_arch = "wasm32"))]
use crate::runtime::clock::thread_sleep::ThreadSleep;
use crate::runtime::transport::BoxFuture;

/// A clock that can also sleep.
pub trait Clock: Send + Sync + 'static {
    /// Returns the time since a fixed point in the past. Monotonic.
    fn now(&self) -> Duration;

    /// Waits for this duration.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// Waits for a future, up to `limit`. Returns `None` on timeout.
///
/// The future is polled first. A future that blocks the thread until it is ready is never timed out.
pub(crate) async fn timeout<F: Future>(
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

/// The system clock. Sleeps with the Tokio timer inside a Tokio runtime, and with a thread elsewhere.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) struct SystemClock {
    start: std::time::Instant,
    /// Whether the Tokio timer may be used. A blocking client would block the thread that drives it.
    #[cfg(feature = "reqwest")]
    may_use_tokio: bool,
}

#[cfg(not(target_arch = "wasm32"))]
impl SystemClock {
    pub(crate) fn new() -> Self {
        Self {
            start: std::time::Instant::now(),
            #[cfg(feature = "reqwest")]
            may_use_tokio: true,
        }
    }

    /// Returns the clock of blocking clients. It does not depend on an async runtime, even inside one.
    #[cfg(feature = "blocking")]
    pub(crate) fn blocking() -> Self {
        Self {
            #[cfg(feature = "reqwest")]
            may_use_tokio: false,
            ..Self::new()
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
        if self.may_use_tokio && tokio::runtime::Handle::try_current().is_ok() {
            return Box::pin(async move { tokio::time::sleep(duration).await });
        }
        Box::pin(ThreadSleep::new(duration))
    }
}

/// The clock of the browser.
#[cfg(target_arch = "wasm32")]
pub(crate) struct SystemClock {
    /// The latest time that was returned, in milliseconds. The time of the browser can be set back.
    latest: std::sync::atomic::AtomicU64,
}

#[cfg(target_arch = "wasm32")]
impl SystemClock {
    pub(crate) fn new() -> Self {
        Self {
            latest: std::sync::atomic::AtomicU64::new(0),
        }
    }
}

#[cfg(target_arch = "wasm32")]
impl Clock for SystemClock {
    fn now(&self) -> Duration {
        let now = js_sys::Date::now() as u64;
        let before = self
            .latest
            .fetch_max(now, std::sync::atomic::Ordering::Relaxed);
        Duration::from_millis(now.max(before))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        // Browsers treat a longer timeout as zero.
        let milliseconds = duration.as_millis().min(i32::MAX.unsigned_abs().into());
        let milliseconds = u32::try_from(milliseconds).expect("it was clamped to i32::MAX");
        Box::pin(gloo_timers::future::TimeoutFuture::new(milliseconds))
    }
}
