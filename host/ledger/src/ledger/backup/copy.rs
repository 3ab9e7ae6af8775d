//! The part of a backup with the log: a store without keys, with the tree over its entries.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use redb::{Builder, Database, DatabaseError, ReadableDatabase, ReadableTable, WriteTransaction};
use tlog_tiles::{Hash, check_tree, prove_tree, record_hash, tree_hash};

use super::LOG_FILE;
use crate::entry::{Parsed, leaf};
use crate::error::{Alteration, LedgerError};
use crate::id::LogId;
use crate::ledger::FORMAT;
use crate::ledger::proving::{Signed, StoredHashes, TREE, no_proof, write_hashes};
use crate::ledger::reading::Reader;
use crate::ledger::shared::{Shared, storage};
use crate::ledger::tables::{
    BLOB, CHECKPOINT, DERIVED, ENTRY, EVENT, ID, LEAF, META, META_FORMAT, META_LOG, Place, id_key, make_all,
    number_of, place,
};
use crate::ledger::writer::{Entry, append};
use crate::limits;
use crate::proof::{Tree, open};
use crate::record::{EventRecord, Record};
use crate::store::{Content, Receipt, RecordKind};

/// An entry on its way into a backup.
pub(super) struct Copied {
    /// None: it was deleted, and its leaf remains.
    entry: Option<Vec<u8>>,
    leaf: Hash,
    blob: Option<Vec<u8>>,
}

/// The part of a backup with the log.
pub(super) struct LogCopy {
    file: PathBuf,
    database: Database,
    log: LogId,
    tree: Tree,
    /// Size and root of the checkpoint that the backup ended at last.
    sealed: Option<(u64, Hash)>,
}

impl LogCopy {
    /// Opens the backup of this log, or begins one; refuses one that this log contradicts.
    pub(super) fn open(shared: &Shared, folder: &Path) -> Result<Self, LedgerError> {
        let file = folder.join(LOG_FILE);
        let database = open_file(&file)?;
        prepare(&database, shared.log)?;
        let transaction = database.begin_read().map_err(storage)?;
        let reader = Reader::new(&transaction, shared.log, &shared.ring)?;
        let tree = reader.tree(reader.watermark(TREE)?).map_err(|_| broken(&file))?;
        let sealed = reader.signed(shared.signer.verifier()).map_err(|_| foreign(&file))?;
        let sealed = sealed.map(|(_, size, root)| (size, root));
        let copy = Self { file, log: shared.log, tree, sealed, database };
        copy.must_be_the_beginning(shared)?;
        Ok(copy)
    }

    /// Entries in it.
    pub(super) const fn size(&self) -> u64 {
        self.tree.size()
    }

    /// Bytes of its file.
    pub(super) fn bytes(&self) -> Result<u64, LedgerError> {
        let size = self.file.metadata().map(|metadata| metadata.len());
        size.map_err(|error| storage(redb::StorageError::Io(error)))
    }

    /// A log that was put back, or altered, must not spoil the backup that could mend it.
    fn must_be_the_beginning(&self, shared: &Shared) -> Result<(), LedgerError> {
        let (there, live) = (self.size(), shared.end());
        if there > live {
            let says = format!(
                "`{}` holds {there} entries, and the log only {live}: the log was put back to an earlier \
                 state; restore it from this backup, or back it up into another folder",
                self.file.display()
            );
            return Err(LedgerError::Backup(says));
        }
        let Some((size, root)) = self.sealed else { return Ok(()) };
        signed_over(shared, size)?;
        let same = shared.read(|reader| tree_hash(size, &StoredHashes(reader)).map_err(no_proof))? == root;
        if same { Ok(()) } else { Err(foreign(&self.file)) }
    }

    /// Takes in all entries before a sequence.
    pub(super) fn follow(
        &mut self,
        shared: &Shared,
        end: u64,
        mut taken: impl FnMut(&Copied),
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), LedgerError> {
        while self.size() < end {
            let until = end.min(self.size() + limits::BACKUP_RECORDS);
            let batch = shared.read(|reader| reader.copied(self.size()..until))?;
            batch.iter().for_each(&mut taken);
            self.take(batch)?;
            progress(self.size(), end);
        }
        Ok(())
    }

    /// Takes in the next entries.
    pub(super) fn take(&mut self, batch: Vec<Copied>) -> Result<(), LedgerError> {
        let mut tree = self.tree.clone();
        let (mut entries, mut grown) =
            (Vec::with_capacity(batch.len()), Vec::with_capacity(batch.len() + 64));
        let transaction = self.database.begin_write().map_err(storage)?;
        for Copied { entry, leaf, blob } in batch {
            let key = place(self.log, tree.size());
            if let Some(bytes) = entry {
                entries.push(self.entry(&transaction, key, bytes, blob)?);
            }
            tree.push(leaf, |hash| grown.push(hash));
        }
        append(&transaction, self.log, &entries).map_err(storage)?;
        write_hashes(&transaction, self.log, &grown).map_err(storage)?;
        set_watermark(&transaction, self.log, tree.size()).map_err(storage)?;
        transaction.commit().map_err(storage)?;
        self.tree = tree;
        Ok(())
    }

    /// An entry for [`append`]; what few entries have beside them is written.
    fn entry(
        &self,
        transaction: &WriteTransaction,
        key: Place,
        bytes: Vec<u8>,
        blob: Option<Vec<u8>>,
    ) -> Result<Entry, LedgerError> {
        let sequence = number_of(&key);
        let parsed = Parsed::read(&bytes).map_err(|error| error.at(sequence))?;
        let (id, recorded_at, kind) = (parsed.header.id, parsed.recorded_at, parsed.header.kind);
        if !kind.is_decision() {
            transaction.open_table(EVENT).map_err(storage)?.insert(&key, ()).map_err(storage)?;
        }
        if let Some(blob) = blob {
            let mut blobs = transaction.open_table(BLOB).map_err(storage)?;
            blobs.insert(&key, blob.as_slice()).map_err(storage)?;
        }
        let receipt = Receipt { log: self.log, sequence, id, leaf: leaf(&bytes), recorded_at };
        Ok(Entry { key, bytes, receipt })
    }

    /// Ends at a signed checkpoint over exactly what was copied: the entries were hashed on the way, and
    /// the root must be that of a tree which the log has signed, or the beginning of one.
    pub(super) fn seal(&mut self, shared: &Shared) -> Result<(), LedgerError> {
        let size = self.size();
        if size == 0 || self.sealed.is_some_and(|(sealed, _)| sealed == size) {
            return Ok(());
        }
        let signed = signed_over(shared, size)?;
        let note = self.note(shared, &signed)?;
        let kept = shared.read(|reader| reader.notes(self.sealed.map_or(0, |(size, _)| size + 1)..size))?;
        let transaction = self.database.begin_write().map_err(storage)?;
        let mut table = transaction.open_table(CHECKPOINT).map_err(storage)?;
        for (size, note) in kept.into_iter().chain([(size, note)]) {
            table.insert(&place(self.log, size), note.as_slice()).map_err(storage)?;
        }
        drop(table);
        transaction.commit().map_err(storage)?;
        self.sealed = Some((size, self.tree.root()));
        Ok(())
    }

    /// The checkpoint of the copied tree: the released one, or one of its own that is consistent with it.
    fn note(&self, shared: &Shared, signed: &Signed) -> Result<Vec<u8>, LedgerError> {
        let (size, root) = (self.size(), self.tree.root());
        let checkpoint = open(&signed.note, shared.signer.verifier()).map_err(|_| LedgerError::Cipher)?;
        if signed.size == size {
            return if *checkpoint.hash() == root { Ok(signed.note.clone()) } else { Err(contradicts()) };
        }
        let proof =
            shared.read(|reader| prove_tree(signed.size, size, &StoredHashes(reader)).map_err(no_proof))?;
        check_tree(&proof, signed.size, *checkpoint.hash(), size, root).map_err(|_| contradicts())?;
        shared.signer.sign(size, root)
    }

    /// The log's own retention reaches its backup too: decisions of segments whose deletion was copied.
    pub(super) fn delete_what_was_deleted(&self, shared: &Shared) -> Result<(), LedgerError> {
        let (from, end) = (self.deletions_seen(shared)?, self.size());
        let deleted = shared.read(|reader| reader.deleted_between(from..end))?;
        for &segment in &deleted {
            let size = shared.retention.segment;
            let first = segment.saturating_mul(size);
            let (mut from, end) = (first, first.saturating_add(size).min(end));
            while from < end {
                let until = end.min(from + limits::BACKUP_DELETED);
                remove(&self.database, self.log, from..until, |kind| kind.is_decision())?;
                from = until;
            }
        }
        let transaction = self.database.begin_write().map_err(storage)?;
        shared.read(|reader| reader.copy_deletions(&deleted, &transaction))?;
        let mut watermarks = transaction.open_table(DERIVED).map_err(storage)?;
        watermarks.insert((self.log, DELETIONS), end).map_err(storage)?;
        drop(watermarks);
        transaction.commit().map_err(storage)
    }

    /// Events before this sequence were looked at for deletions.
    fn deletions_seen(&self, shared: &Shared) -> Result<u64, LedgerError> {
        let transaction = self.database.begin_read().map_err(storage)?;
        Reader::new(&transaction, self.log, &shared.ring)?.watermark(DELETIONS)
    }
}

/// A checkpoint over at least so many entries. Waits as long as the tree grows: under load what is derived
/// can be further behind than a query would wait for.
fn signed_over(shared: &Shared, size: u64) -> Result<Signed, LedgerError> {
    let mut before = None;
    loop {
        let signed = shared.released();
        let now = signed.as_ref().map_or(0, |signed| signed.size);
        match signed {
            Some(signed) if now >= size => return Ok(signed),
            _ if before == Some(now) => return Err(LedgerError::Unsigned),
            _ => before = Some(now),
        }
        let _ = shared.progress.catch_up(size);
    }
}

/// Removes entries of some kinds and what stands beside them, not their leaves.
pub(in crate::ledger) fn remove(
    database: &Database,
    log: LogId,
    range: Range<u64>,
    goes: impl Fn(RecordKind) -> bool,
) -> Result<(), LedgerError> {
    let keys = place(log, range.start)..place(log, range.end);
    let transaction = database.begin_write().map_err(storage)?;
    let mut gone = Vec::new();
    let mut table = transaction.open_table(ENTRY).map_err(storage)?;
    let goes = |entry: &[u8]| {
        let header = Parsed::read(entry).ok()?.header;
        goes(header.kind).then_some(header.id)
    };
    let rows = table.extract_from_if::<&Place, _>(&keys.start..&keys.end, |_, entry| goes(entry).is_some());
    for row in rows.map_err(storage)? {
        let (key, entry) = row.map_err(storage)?;
        gone.extend(goes(entry.value()).map(|id| (*key.value(), id_key(log, id))));
    }
    drop(table);
    let mut ids = transaction.open_table(ID).map_err(storage)?;
    let mut blobs = transaction.open_table(BLOB).map_err(storage)?;
    let mut events = transaction.open_table(EVENT).map_err(storage)?;
    for (key, id) in &gone {
        ids.remove(id).map_err(storage)?;
        blobs.remove(key).map_err(storage)?;
        events.remove(key).map_err(storage)?;
    }
    drop((ids, blobs, events));
    transaction.commit().map_err(storage)
}

/// The tree has this many leaves.
pub(in crate::ledger) fn set_watermark(
    transaction: &WriteTransaction,
    log: LogId,
    size: u64,
) -> Result<(), redb::Error> {
    transaction.open_table(DERIVED)?.insert((log, TREE), size)?;
    Ok(())
}

fn open_file(file: &Path) -> Result<Database, LedgerError> {
    let opened = Builder::new().set_cache_size(limits::BACKUP_CACHE_BYTES).create(file);
    opened.map_err(|error| match error {
        DatabaseError::DatabaseAlreadyOpen => {
            LedgerError::Backup(format!("`{}` is in use by another process", file.display()))
        }
        other => LedgerError::Backup(format!("`{}` cannot be opened: {other}", file.display())),
    })
}

/// Makes the tables of a new one, and brings up those of an earlier format.
pub(in crate::ledger) fn prepare(database: &Database, log: LogId) -> Result<(), LedgerError> {
    let transaction = database.begin_write().map_err(storage)?;
    make_all(&transaction).map_err(storage)?;
    let mut meta = transaction.open_table(META).map_err(storage)?;
    let number = |name| Ok(meta.get(name).map_err(storage)?.map(|number| number.value()));
    let (format, stored): (Option<u32>, Option<u32>) = (number(META_FORMAT)?, number(META_LOG)?);
    match (format, stored) {
        (Some(format), _) if format > FORMAT => return Err(LedgerError::OtherFormat(format)),
        (_, Some(stored)) if stored != log => return Err(LedgerError::OtherLog { stored, asked: log }),
        _ => {}
    }
    meta.insert(META_FORMAT, FORMAT).map_err(storage)?;
    meta.insert(META_LOG, log).map_err(storage)?;
    drop(meta);
    transaction.commit().map_err(storage)
}

fn foreign(file: &Path) -> LedgerError {
    let says = "holds the backup of another log, or was altered; back up into another folder, and keep this";
    LedgerError::Backup(format!("`{}` {says}", file.display()))
}

fn broken(file: &Path) -> LedgerError {
    LedgerError::Backup(format!("`{}` is damaged; back up into another folder", file.display()))
}

fn contradicts() -> LedgerError {
    let says = "what was copied is not what the log has signed; run `praetor log verify` on the log, and \
                back up into another folder";
    LedgerError::Backup(says.into())
}

impl Copied {
    /// The key that it is encrypted under.
    pub(super) fn key(&self) -> Option<u64> {
        Some(Parsed::read(self.entry.as_ref()?).ok()?.header.key_id)
    }
}

/// How far the events were looked at for deletions; a watermark of the backup alone.
pub(in crate::ledger) const DELETIONS: &str = "backup-deletions";

impl Reader<'_> {
    /// The segments that events in a range say were deleted.
    fn deleted_between(&self, range: Range<u64>) -> Result<BTreeSet<u64>, LedgerError> {
        let (events, mut segments) = (self.table(EVENT)?, BTreeSet::new());
        let (from, until) = (place(self.log(), range.start.min(range.end)), place(self.log(), range.end));
        for event in events.range::<&Place>(&from..&until).map_err(storage)? {
            let sequence = number_of(event.map_err(storage)?.0.value());
            let Some(entry) = self.raw(sequence..sequence + 1)?.pop().flatten() else { continue };
            let parsed = self.parse(sequence, &entry)?;
            if parsed.header.kind != RecordKind::Retention {
                continue;
            }
            match self.stored(sequence, &entry, &parsed)?.content {
                Content::Record(Record::Event(EventRecord::Retention(record))) => {
                    segments.extend(record.segments);
                }
                Content::Unreadable(error) => return Err(error),
                _ => {}
            }
        }
        Ok(segments)
    }

    /// Entries with what stands beside them, compared with their leaves.
    pub(super) fn copied(&self, range: Range<u64>) -> Result<Vec<Copied>, LedgerError> {
        let (leaves, blobs) = (self.table(LEAF)?, self.table(BLOB)?);
        let (mut copied, mut deleted) = (Vec::new(), None);
        for (entry, sequence) in self.raw(range.clone())?.into_iter().zip(range) {
            let key = place(self.log(), sequence);
            let kept = leaves.get(&key).map_err(storage)?.map(|leaf| Hash(*leaf.value()));
            let leaf = entry.as_deref().map(record_hash).or(kept);
            let missing = LedgerError::Altered { sequence, what: Alteration::Shape };
            let leaf = leaf.ok_or_else(|| missing.clone())?;
            if kept.is_some_and(|kept| kept != leaf) {
                return Err(LedgerError::TreeAltered { what: "an entry or its leaf", index: sequence });
            }
            if entry.is_none() {
                let deleted = match &deleted {
                    Some(deleted) => deleted,
                    None => deleted.insert(self.deletions_on_record()?.0),
                };
                if !deleted.contains(&(sequence / self.segment())) {
                    return Err(missing);
                }
            }
            let apart = entry.as_deref().is_some_and(|e| Parsed::read(e).is_ok_and(|p| p.is_detached()));
            let blob = if apart { blobs.get(&key).map_err(storage)? } else { None };
            copied.push(Copied { entry, leaf, blob: blob.map(|blob| blob.value().to_vec()) });
        }
        Ok(copied)
    }

    /// The checkpoints of these sizes that are kept.
    fn notes(&self, sizes: Range<u64>) -> Result<Vec<(u64, Vec<u8>)>, LedgerError> {
        let table = self.table(CHECKPOINT)?;
        let (from, until) = (place(self.log(), sizes.start), place(self.log(), sizes.end.max(sizes.start)));
        let rows = table.range::<&Place>(&from..&until).map_err(storage)?;
        rows.map(|row| {
            let (key, note) = row.map_err(storage)?;
            Ok((number_of(key.value()), note.value().to_vec()))
        })
        .collect()
    }
}
