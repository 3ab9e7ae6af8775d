//! Sends checkpoints off the machine, where the operator of this one cannot take them back: each is
//! a pin on everything before it. Only the latest counts, so nothing waits in a queue; a receiver
//! that fails gets the next one sooner.

mod send;
mod witness;

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use praetor_ledger::{Store, stated_size};

use crate::config::{Publishing, Receiver};
use crate::limits::PUBLISH_RETRY_SECONDS;
use witness::Witness;

/// The thread that sends, and what became of it.
pub struct Publisher {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct Shared {
    stopped: Mutex<bool>,
    changed: Condvar,
    sent: Mutex<Vec<Sent>>,
    cosigned: Mutex<Option<Cosigned>>,
}

/// How a receiver is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// What it is: `file`, `syslog`, `http`, `witness`.
    pub to: &'static str,
    /// The size of the log in the last checkpoint that it took.
    pub size: Option<u64>,
    /// Attempts that failed since.
    pub failures: u32,
}

/// A checkpoint and the lines of those who cosigned it.
struct Cosigned {
    checkpoint: Vec<u8>,
    lines: String,
}

impl Publisher {
    /// Starts to send.
    ///
    /// # Errors
    /// The system starts no more threads.
    pub fn start(config: &Publishing, store: Arc<dyn Store>) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        *shared.sent.lock().unwrap_or_else(PoisonError::into_inner) =
            config.receivers.iter().map(|receiver| Sent { to: word(receiver), ..Sent::default() }).collect();
        if config.receivers.is_empty() {
            return Ok(Self { shared, thread: Mutex::new(None) });
        }
        let receivers = config.receivers.iter().cloned().map(Line::of).collect();
        let mut work = Work { store, receivers, every: config.every, shared: Arc::clone(&shared) };
        let thread = std::thread::Builder::new().name("checkpoints".into()).spawn(move || work.run())?;
        Ok(Self { shared, thread: Mutex::new(Some(thread)) })
    }

    /// How each receiver is doing, in the order of the config.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.shared.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The latest checkpoint that a witness cosigned, with all its cosignatures.
    #[must_use]
    pub fn cosigned(&self) -> Option<Vec<u8>> {
        let cosigned = self.shared.cosigned.lock().unwrap_or_else(PoisonError::into_inner);
        cosigned.as_ref().map(|cosigned| [cosigned.checkpoint.as_slice(), cosigned.lines.as_bytes()].concat())
    }

    /// Ends after the attempt that is under way.
    pub fn stop(&self) {
        *self.shared.stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        self.stop();
    }
}

const fn word(receiver: &Receiver) -> &'static str {
    match receiver {
        Receiver::File(_) => "file",
        Receiver::Syslog(_) => "syslog",
        Receiver::Http(_) => "http",
        Receiver::Witness { .. } => "witness",
    }
}

/// A receiver with what is known of it.
enum Line {
    Plain(Receiver),
    Witness(Witness),
}

impl Line {
    fn of(receiver: Receiver) -> Self {
        match receiver {
            Receiver::Witness { url, key } => Self::Witness(Witness::new(url, key)),
            plain => Self::Plain(plain),
        }
    }
}

struct Work {
    store: Arc<dyn Store>,
    receivers: Vec<Line>,
    every: Duration,
    shared: Arc<Shared>,
}

impl Work {
    fn run(&mut self) {
        // The first checkpoint is made within the first second.
        let mut pause = Duration::from_secs(1).min(self.every);
        while !self.wait(pause) {
            let failing = self.round();
            let retry = Duration::from_secs(PUBLISH_RETRY_SECONDS);
            pause = if failing { self.every.min(retry) } else { self.every };
        }
    }

    /// True: it is to end.
    fn wait(&self, pause: Duration) -> bool {
        let stopped = self.shared.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.shared.changed.wait_timeout_while(stopped, pause, |stopped| !*stopped);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Sends the latest checkpoint to all who have not got it. True: one of them failed, or there is
    /// none yet.
    fn round(&mut self) -> bool {
        let Ok(Some(note)) = self.store.checkpoint().wait() else { return true };
        let Some(size) = stated_size(&note) else { return true };
        let mut failing = false;
        for number in 0..self.receivers.len() {
            if self.is_stopped() {
                return false;
            }
            let had = self.sent(number, |sent| sent.size == Some(size)).unwrap_or(true);
            failing |= !had && !self.attempt(number, &note, size);
        }
        failing
    }

    fn attempt(&mut self, number: usize, note: &[u8], size: u64) -> bool {
        let done = match self.receivers.get_mut(number) {
            Some(Line::Plain(receiver)) => send::send(receiver, note, size),
            Some(Line::Witness(witness)) => {
                let line = witness.ask(note, size, &*self.store);
                line.map(|line| self.keep(note, &line))
            }
            None => return true,
        };
        let failed = self.sent(number, |sent| sent.failures).unwrap_or(0);
        match &done {
            Ok(()) if failed > 0 => tracing::info!(receiver = number, "checkpoints are taken again"),
            Ok(()) => {}
            Err(cause) => tracing::error!(receiver = number, cause, "a checkpoint was not taken"),
        }
        let ok = done.is_ok();
        self.sent(number, |sent| match ok {
            true => (sent.size, sent.failures) = (Some(size), 0),
            false => sent.failures = sent.failures.saturating_add(1),
        });
        ok
    }

    fn keep(&self, note: &[u8], line: &str) {
        let mut cosigned = self.shared.cosigned.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *cosigned {
            Some(kept) if kept.checkpoint == note => kept.lines.push_str(&format!("{line}\n")),
            other => *other = Some(Cosigned { checkpoint: note.to_vec(), lines: format!("{line}\n") }),
        }
    }

    fn sent<T>(&self, number: usize, with: impl FnOnce(&mut Sent) -> T) -> Option<T> {
        self.shared.sent.lock().unwrap_or_else(PoisonError::into_inner).get_mut(number).map(with)
    }

    fn is_stopped(&self) -> bool {
        *self.shared.stopped.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
