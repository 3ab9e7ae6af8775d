//! A disk for tests, under a cache as an operating system has it: it fails on demand, and what was not
//! synced before a crash is lost, kept or torn, sector by sector and in any order.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use redb::{Builder, StorageBackend};

use super::shared::{Opener, storage};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The operation fails; the next ones do not.
    Error,
    /// The operation panics; the next ones do not.
    Panic,
    /// The next sync fails, and never again is written what it should have written, though the cache
    /// shows it: so does Linux.
    LostSync,
    /// From here on every change fails: the disk is full.
    Full,
    /// From here on every change fails: it was mounted again for reading alone.
    ReadOnly,
    /// From here on every change fails: the machine is about to lose its power.
    Dead,
}

impl Fault {
    fn error(self) -> io::Error {
        match self {
            // As Linux numbers them, so that the words are those that an operator sees.
            Self::Full => io::Error::from_raw_os_error(28),
            Self::ReadOnly => io::Error::from_raw_os_error(30),
            _ => io::Error::other("the disk failed"),
        }
    }

    const fn lasts(self) -> bool {
        matches!(self, Self::Full | Self::ReadOnly | Self::Dead)
    }
}

/// A disk; its clones are the same one.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk(Arc<(Mutex<Platter>, Condvar)>);

#[derive(Debug, Default)]
struct Platter {
    /// What is read: the cache.
    live: Vec<u8>,
    /// What a power failure leaves for certain.
    synced: Vec<u8>,
    /// What the next sync writes.
    unsynced: Vec<(usize, Vec<u8>)>,
    /// After so many operations that change it, the next one goes wrong.
    fault: Option<(u64, Fault)>,
    /// Operations that change it stand still.
    held: bool,
    /// Opening fails.
    gone: bool,
    /// Operations that changed it.
    operations: u64,
}

/// Which operation it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Write,
    Sync,
}

impl Disk {
    /// Opens what is on the disk, and forgets what the cache wrongly shows.
    pub(super) fn opener(&self) -> Opener {
        let disk = self.clone();
        Box::new(move || {
            if disk.platter().gone {
                return Err(crate::LedgerError::Storage("no disk".into()));
            }
            disk.forget_cache();
            Builder::new().create_with_backend(disk.clone()).map_err(storage)
        })
    }

    fn forget_cache(&self) {
        let platter = &mut *self.platter();
        // A store is made beside, and has its name only once it is whole; the first bytes come last.
        if platter.live.starts_with(&[0; 9]) {
            *platter = Platter { fault: platter.fault, held: platter.held, ..Platter::default() };
        }
        platter.live.clone_from(&platter.synced);
        for (offset, bytes) in &platter.unsynced {
            write(&mut platter.live, *offset, bytes);
        }
    }

    /// After `operations` more writes or syncs, the next one goes wrong.
    pub(super) fn fail_after(&self, operations: u64, fault: Fault) {
        self.platter().fault = Some((operations, fault));
    }

    /// Nothing is about to go wrong any more.
    pub(super) fn is_sound(&self) -> bool {
        self.platter().fault.is_none()
    }

    /// What lasts is over.
    pub(super) fn mend(&self) {
        self.platter().fault = None;
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

    /// The disk after the power failed. Of what was not synced each sector was written or not, whatever
    /// became of the others and of what was to be written before.
    pub(super) fn after_crash(&self, mut random: impl FnMut() -> u64) -> Self {
        let platter = self.platter();
        let mut left = platter.synced.clone();
        let sector = if random().is_multiple_of(2) { 512 } else { 4_096 };
        let mut pieces: Vec<_> = platter.unsynced.iter().flat_map(|write| pieces(write, sector)).collect();
        // Nearly all, nearly nothing, or a half.
        let share = [1, 8, 15][usize::try_from(random() % 3).unwrap()];
        for end in (0..pieces.len()).rev() {
            pieces.swap(end, usize::try_from(random()).unwrap() % (end + 1));
            if random() % 16 < share {
                write(&mut left, pieces[end].0, pieces[end].1);
            }
        }
        let platter = Platter { live: left.clone(), synced: left, ..Platter::default() };
        Self(Arc::new((Mutex::new(platter), Condvar::new())))
    }

    fn platter(&self) -> MutexGuard<'_, Platter> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The disk for an operation that changes it, if that does not go wrong.
    fn change(&self, change: Change) -> io::Result<MutexGuard<'_, Platter>> {
        let platter = self.platter();
        let mut platter = self.0.1.wait_while(platter, |platter| platter.held).unwrap();
        platter.operations += 1;
        let Some((operations, fault)) = platter.fault else { return Ok(platter) };
        if operations > 0 {
            platter.fault = Some((operations - 1, fault));
            return Ok(platter);
        }
        if fault == Fault::LostSync {
            if change == Change::Write {
                return Ok(platter);
            }
            platter.lose();
        }
        if !fault.lasts() {
            platter.fault = None;
        }
        if fault == Fault::Panic {
            drop(platter);
            panic!("the disk panicked")
        }
        Err(fault.error())
    }
}

impl Platter {
    /// What a failed sync leaves: some of it is written, and the rest is never tried again.
    fn lose(&mut self) {
        let unsynced = std::mem::take(&mut self.unsynced);
        for (at, (offset, bytes)) in unsynced.iter().flat_map(|write| pieces(write, 4_096)).enumerate() {
            if (at as u64 + self.operations).is_multiple_of(3) {
                write(&mut self.synced, offset, bytes);
            }
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
        let mut platter = self.change(Change::Write)?;
        let length = usize::try_from(length).unwrap();
        platter.live.resize(length, 0);
        // A length reaches the disk at once: a shorter one is only ever set after a sync.
        platter.synced.resize(length, 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut platter = self.change(Change::Sync)?;
        let unsynced = std::mem::take(&mut platter.unsynced);
        for (offset, bytes) in unsynced {
            write(&mut platter.synced, offset, &bytes);
        }
        Ok(())
    }

    fn write(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let offset = usize::try_from(offset).unwrap();
        let mut platter = self.change(Change::Write)?;
        write(&mut platter.live, offset, bytes);
        platter.unsynced.push((offset, bytes.to_vec()));
        Ok(())
    }
}

/// A write, cut where the sectors of the disk end.
fn pieces((offset, bytes): &(usize, Vec<u8>), sector: usize) -> Vec<(usize, &[u8])> {
    let (mut pieces, mut at, mut rest) = (vec![], *offset, bytes.as_slice());
    while !rest.is_empty() {
        let (piece, more) = rest.split_at(rest.len().min(sector - at % sector));
        pieces.push((at, piece));
        (at, rest) = (at + piece.len(), more);
    }
    pieces
}

fn write(disk: &mut [u8], offset: usize, bytes: &[u8]) {
    // Beyond the end: the disk was cut after this write, which then does not matter.
    if let Some(place) = disk.get_mut(offset..offset + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}
