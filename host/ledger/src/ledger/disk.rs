//! A disk for tests: it fails on demand, and what it did not sync is lost, kept or torn in a crash.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use redb::{Builder, StorageBackend};

use super::shared::{Opener, storage};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The operation fails.
    Error,
    /// The operation panics.
    Panic,
}

/// A disk; its clones are the same one.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk(Arc<(Mutex<Platter>, Condvar)>);

#[derive(Debug, Default)]
struct Platter {
    live: Vec<u8>,
    synced: Vec<u8>,
    unsynced: Vec<(usize, Vec<u8>)>,
    /// After so many operations that change it, the next one goes wrong; once.
    fault: Option<(u64, Fault)>,
    /// Operations that change it stand still.
    held: bool,
    /// Opening fails.
    gone: bool,
}

impl Disk {
    /// Opens what is on the disk.
    pub(super) fn opener(&self) -> Opener {
        let disk = self.clone();
        Box::new(move || {
            if disk.platter().gone {
                return Err(crate::LedgerError::Storage("no disk".into()));
            }
            Builder::new().create_with_backend(disk.clone()).map_err(storage)
        })
    }

    /// After `operations` more writes or syncs, the next one goes wrong.
    pub(super) fn fail_after(&self, operations: u64, fault: Fault) {
        self.platter().fault = Some((operations, fault));
    }

    pub(super) fn set_held(&self, held: bool) {
        self.platter().held = held;
        self.0.1.notify_all();
    }

    /// All that is on it now, also in pages that are free.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.platter().live.clone()
    }

    pub(super) fn set_gone(&self, gone: bool) {
        self.platter().gone = gone;
    }

    /// The disk after the power failed: of what was not synced, some writes are lost, some are
    /// there, one is torn.
    pub(super) fn after_crash(&self, mut random: impl FnMut() -> u64) -> Self {
        let platter = self.platter();
        let mut left = platter.synced.clone();
        for (offset, bytes) in &platter.unsynced {
            let kept = match random() % 3 {
                0 => 0,
                1 => bytes.len(),
                _ => usize::try_from(random()).unwrap_or(0) % (bytes.len() + 1),
            };
            write(&mut left, *offset, &bytes[..kept]);
        }
        let platter = Platter { live: left.clone(), synced: left, ..Platter::default() };
        Self(Arc::new((Mutex::new(platter), Condvar::new())))
    }

    fn platter(&self) -> MutexGuard<'_, Platter> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The disk for an operation that changes it, if that does not go wrong.
    fn change(&self) -> io::Result<MutexGuard<'_, Platter>> {
        let platter = self.platter();
        let mut platter = self.0.1.wait_while(platter, |platter| platter.held).unwrap();
        match platter.fault {
            Some((0, Fault::Error)) => {
                platter.fault = None;
                Err(io::Error::other("the disk failed"))
            }
            Some((0, Fault::Panic)) => {
                platter.fault = None;
                drop(platter);
                panic!("the disk panicked")
            }
            Some((operations, fault)) => {
                platter.fault = Some((operations - 1, fault));
                Ok(platter)
            }
            None => Ok(platter),
        }
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.platter().live.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let offset = usize::try_from(offset).unwrap();
        let platter = self.platter();
        let bytes = platter.live.get(offset..offset + out.len());
        out.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        let mut platter = self.change()?;
        let length = usize::try_from(length).unwrap();
        platter.live.resize(length, 0);
        // A length reaches the disk at once: a shorter one is only ever set after a sync.
        platter.synced.resize(length, 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut platter = self.change()?;
        let unsynced = std::mem::take(&mut platter.unsynced);
        for (offset, bytes) in unsynced {
            write(&mut platter.synced, offset, &bytes);
        }
        Ok(())
    }

    fn write(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let offset = usize::try_from(offset).unwrap();
        let mut platter = self.change()?;
        write(&mut platter.live, offset, bytes);
        platter.unsynced.push((offset, bytes.to_vec()));
        Ok(())
    }
}

fn write(disk: &mut [u8], offset: usize, bytes: &[u8]) {
    // Beyond the end: the disk was cut after this write, which then does not matter.
    if let Some(place) = disk.get_mut(offset..offset + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}
