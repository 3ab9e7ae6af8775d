//! A result that may still be on its way.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use tokio::sync::oneshot;

use crate::error::LedgerError;
use crate::id::RecordId;

/// The result of a request to a store: await it, or call [`Pending::wait`] on a thread that may
/// block. Dropping it does not undo the request.
#[must_use = "the request may have failed"]
#[derive(Debug)]
pub struct Pending<T>(State<T>);

#[derive(Debug)]
enum State<T> {
    Known(Option<Result<T, LedgerError>>),
    Coming(RecordId, oneshot::Receiver<Result<T, LedgerError>>),
}

impl<T> Pending<T> {
    /// A result that is known already.
    pub const fn known(result: Result<T, LedgerError>) -> Self {
        Self(State::Known(Some(result)))
    }

    /// A result about this record that somebody else will send.
    pub(crate) const fn coming(id: RecordId, receiver: oneshot::Receiver<Result<T, LedgerError>>) -> Self {
        Self(State::Coming(id, receiver))
    }
}

impl<T: Unpin> Pending<T> {
    /// Blocks the thread until the result is there. Works inside and outside of a runtime, but an
    /// async task should await instead.
    ///
    /// # Errors
    /// What the request failed with.
    pub fn wait(self) -> Result<T, LedgerError> {
        let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
        let mut context = Context::from_waker(&waker);
        let mut pending = pin!(self);
        loop {
            match pending.as_mut().poll(&mut context) {
                Poll::Ready(result) => return result,
                Poll::Pending => std::thread::park(),
            }
        }
    }
}

impl<T: Unpin> Future for Pending<T> {
    type Output = Result<T, LedgerError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            // Polled after the end: the result is gone, and so is the request.
            State::Known(result) => Poll::Ready(result.take().unwrap_or(Err(LedgerError::Closed))),
            State::Coming(id, receiver) => Pin::new(receiver).poll(context).map(|sent| {
                // The sender ended without a word, perhaps after its commit.
                sent.unwrap_or_else(|_| {
                    Err(LedgerError::OutcomeUnknown { id: *id, cause: "the writer ended".into() })
                })
            }),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
