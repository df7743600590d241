//! Runs a call on the thread that asks for it.
//!
//! In: a future. Out: what it gives. The futures of a blocking client block where they would wait, so nearly all are ready
//! at once; one that waits for another thread parks this one. Needs no runtime, and does no harm inside one but to hold up
//! its thread.

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

/// Waits for a future.
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

/// A blocking transport as the rest of the runtime sees it: ready as soon as it is asked.
pub(crate) struct BlockingAdapter<T>(pub(crate) T);

impl<T: BlockingTransport> Transport for BlockingAdapter<T> {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move { self.0.send(request) })
    }
}
