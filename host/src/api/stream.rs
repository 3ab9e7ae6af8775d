//! Answers that are written while they are read: a thread writes, the connection takes. Where the
//! writing ends early the connection is cut, so that nobody takes a part for the whole.

use std::fmt::Display;
use std::io::{self, Write};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use futures_util::{Stream, stream};
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::limits::{STREAM_PART_BYTES, STREAM_PARTS_AHEAD, STREAM_STALL_SECONDS};

/// Answers with what `write` writes, on a thread of its own. Memory: a few parts, whatever the size.
pub(super) fn answer<E: Display>(
    media_type: &'static str,
    write: impl FnOnce(&mut Outlet) -> Result<(), E> + Send + 'static,
) -> Response {
    let (parts, receiver) = channel(STREAM_PARTS_AHEAD);
    let runtime = Handle::current();
    drop(tokio::task::spawn_blocking(move || {
        let mut outlet = Outlet { runtime, parts, part: Vec::with_capacity(STREAM_PART_BYTES) };
        match write(&mut outlet) {
            // Whoever has gone does not need the end.
            Ok(()) => drop(outlet.end()),
            Err(error) => tracing::warn!(%error, "an answer was cut short"),
        }
    }));
    let mut response = Response::new(Body::from_stream(parts_of(receiver)));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// The way to the connection.
pub(super) struct Outlet {
    runtime: Handle,
    parts: Sender<Part>,
    part: Vec<u8>,
}

enum Part {
    Bytes(Bytes),
    /// Everything was written.
    End,
}

impl Outlet {
    fn send(&mut self, part: Part) -> io::Result<()> {
        let limit = Duration::from_secs(STREAM_STALL_SECONDS);
        let sent = self.runtime.block_on(async { tokio::time::timeout(limit, self.parts.send(part)).await });
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::Error::new(io::ErrorKind::BrokenPipe, "the caller has gone")),
            Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "the caller takes nothing")),
        }
    }

    fn end(&mut self) -> io::Result<()> {
        self.flush()?;
        self.send(Part::End)
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.part.extend_from_slice(bytes);
        if self.part.len() >= STREAM_PART_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.part.is_empty() {
            return Ok(());
        }
        let part = std::mem::replace(&mut self.part, Vec::with_capacity(STREAM_PART_BYTES));
        self.send(Part::Bytes(part.into()))
    }
}

/// The parts as they come. If the writer goes without saying that it has ended, that is an error,
/// which closes the connection before the answer's end.
fn parts_of(receiver: Receiver<Part>) -> impl Stream<Item = io::Result<Bytes>> {
    stream::unfold(Some(receiver), |receiver| async {
        let mut receiver = receiver?;
        match receiver.recv().await {
            Some(Part::Bytes(bytes)) => Some((Ok(bytes), Some(receiver))),
            Some(Part::End) => None,
            None => Some((Err(io::Error::other("the answer was cut short")), None)),
        }
    })
}
