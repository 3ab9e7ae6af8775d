use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::{io, thread};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use thiserror::Error;
use tokio::sync::oneshot;

use crate::Deadline;
use crate::limits::{QUEUE, THREAD_STACK_BYTES};

/// The threads that run plugin calls, behind one bounded queue. The calls of one decision run
/// one after another in one piece of work, on one thread.
pub struct Workers {
    queue: Sender<Work>,
    threads: usize,
}

type Work = Box<dyn FnOnce() + Send>;

/// The queue is full: answer 503 with `Retry-After`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("all threads are busy and {QUEUE} calls wait; ask again in a moment")]
pub struct Busy;

/// The work ended without a result, which only a fault of the host can cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the work ended without a result; this is a fault of Praetor, please report it")]
pub struct Lost;

impl Workers {
    /// Starts this many threads, at least one. They end when this is dropped and the queue is
    /// empty.
    ///
    /// # Errors
    /// The system starts no more threads.
    pub fn start(threads: usize) -> io::Result<Self> {
        Self::with_queue(threads, QUEUE)
    }

    fn with_queue(threads: usize, places: usize) -> io::Result<Self> {
        let threads = threads.max(1);
        let (queue, waiting) = bounded(places);
        for number in 0..threads {
            let waiting = waiting.clone();
            let name = format!("praetor-call-{number}");
            let thread = thread::Builder::new().name(name).stack_size(THREAD_STACK_BYTES);
            thread.spawn(move || serve(&waiting))?;
        }
        Ok(Self { queue, threads })
    }

    /// Puts work into the queue. The deadline starts now, so that waiting counts, and is handed
    /// to the work for its calls.
    ///
    /// # Errors
    /// [`Busy`] if the queue is full.
    pub fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(Deadline) -> T + Send + 'static,
    ) -> Result<Waiting<T>, Busy> {
        let (done, result) = oneshot::channel();
        let deadline = Deadline::usual();
        let work = move || {
            // Who asked may have gone away.
            let _ = done.send(work(deadline));
        };
        match self.queue.try_send(Box::new(work)) {
            Ok(()) => Ok(Waiting { result }),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => Err(Busy),
        }
    }

    /// How many threads there are.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.threads
    }

    /// How many pieces of work wait for a thread.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }
}

/// Takes work until nobody can bring more. A panic loses its own work only.
fn serve(waiting: &Receiver<Work>) {
    for work in waiting {
        if catch_unwind(AssertUnwindSafe(work)).is_err() {
            tracing::error!("a plugin call panicked in the host; its decision is lost");
        }
    }
}

/// The result to come: a future, or [`Waiting::wait`] where there is none.
#[derive(Debug)]
pub struct Waiting<T> {
    result: oneshot::Receiver<T>,
}

impl<T> Waiting<T> {
    /// Blocks until the result is there. Not to be called on a thread of an async runtime.
    ///
    /// # Errors
    /// [`Lost`] if the work panicked.
    pub fn wait(self) -> Result<T, Lost> {
        self.result.blocking_recv().map_err(|_| Lost)
    }
}

impl<T> Future for Waiting<T> {
    type Output = Result<T, Lost>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.result).poll(context).map(|result| result.map_err(|_| Lost))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::{Busy, Lost, Workers};

    #[test]
    fn work_gives_its_result() {
        let workers = Workers::start(2).unwrap();
        assert_eq!(workers.run(|_| 6 * 7).unwrap().wait(), Ok(42));
    }

    #[test]
    fn a_full_queue_is_busy_and_takes_work_again_afterwards() {
        let workers = Workers::with_queue(1, 1).unwrap();
        let (begin, begun) = channel();
        let (release, held) = channel::<()>();
        let first = workers.run(move |_| {
            begin.send(()).unwrap();
            held.recv().ok();
        });
        begun.recv().unwrap();
        let second = workers.run(|_| ()).unwrap();
        assert_eq!(workers.run(|_| ()).unwrap_err(), Busy);
        release.send(()).unwrap();
        first.unwrap().wait().unwrap();
        second.wait().unwrap();
        assert_eq!(workers.run(|_| 1).unwrap().wait(), Ok(1));
    }

    #[test]
    fn a_panic_loses_its_own_work_only() {
        let workers = Workers::start(1).unwrap();
        assert_eq!(workers.run(|_| panic!("on purpose")).unwrap().wait(), Err::<(), _>(Lost));
        assert_eq!(workers.run(|_| 1).unwrap().wait(), Ok(1));
    }
}
