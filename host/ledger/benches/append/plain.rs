//! The limit: a file, one writer, one fdatasync for all that wait.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::time::Instant;

/// Bytes of one record in the plain file; about those of an entry.
const PLAIN_BYTES: usize = 500;

/// A file that records are appended to.
pub struct Plain(Sender<tokio::sync::oneshot::Sender<()>>);

/// An answer of the plain file.
pub struct Done(tokio::sync::oneshot::Receiver<()>);

impl Plain {
    pub fn start(folder: &Path) -> Self {
        let mut file = File::create(folder.join(format!("plain-{:?}", Instant::now()))).unwrap();
        let (queue, jobs) = channel::<tokio::sync::oneshot::Sender<()>>();
        std::thread::spawn(move || {
            while let Ok(first) = jobs.recv() {
                let batch: Vec<_> = std::iter::once(first).chain(jobs.try_iter()).collect();
                file.write_all(&vec![7; batch.len() * PLAIN_BYTES]).unwrap();
                file.sync_data().unwrap();
                for reply in batch {
                    let _ = reply.send(());
                }
            }
        });
        Self(queue)
    }

    pub fn append(&self) -> Done {
        let (reply, done) = tokio::sync::oneshot::channel();
        self.0.send(reply).unwrap();
        Done(done)
    }
}

impl Done {
    pub fn wait(self) {
        self.0.blocking_recv().unwrap();
    }
}
