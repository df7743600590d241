//! Runs a future on the current thread.
//!
//! In: a future. Out: its output. The futures of a blocking client block where others would wait, so most are ready at
//! once. A future that waits for another thread parks the current one. Needs no async runtime, and works inside one,
//! where it blocks the thread.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use crate::runtime::transport::{
    BlockingTransport, BoxFuture, Transport, TransportError, TransportRequest, TransportResponse,
};

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Blocks the current thread until the future is ready.
pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

/// Adapts a blocking transport to [`Transport`]. The future is ready when it is first polled.
pub(crate) struct BlockingAdapter<T>(pub(crate) T);

impl<T: BlockingTransport> Transport for BlockingAdapter<T> {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move { self.0.send(request) })
    }
}
