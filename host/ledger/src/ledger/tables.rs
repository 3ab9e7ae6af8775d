//! The tables of the redb file. The log comes first in every key, numbers are big-endian, so that
//! the order of the bytes is the order of the log.
//!
//! Only the first three, and `idempotency` for records that have such a key, are written by the hot commit. What is derived from `entry` is written by
//! the follower, and `derived` says how far each has come.

use super::idempotency::IDEMPOTENCY;
use redb::{TableDefinition, WriteTransaction};

use crate::id::{LogId, RecordId};

/// Log and sequence.
pub(super) type Place = [u8; 12];

/// Log, unit and term.
pub(super) type PostingKey = [u8; 21];

/// Log, unit, part, and the first item of a chunk of the run.
pub(super) type RunKey = [u8; 23];

/// Place of an entry to its bytes. Written with every commit, at the end.
pub(super) const ENTRY: TableDefinition<&Place, &[u8]> = TableDefinition::new("entry");

/// Log and record id to sequence. Ids are nearly in order, so it is written near its end.
pub(super) const ID: TableDefinition<&[u8; 20], u64> = TableDefinition::new("id");

/// Log and number of a key to its row. Written when a subject is new.
pub(super) const KEY: TableDefinition<&Place, &[u8]> = TableDefinition::new("key");

/// Place of an entry to its payload, if that is too large for the entry.
pub(super) const BLOB: TableDefinition<&Place, &[u8]> = TableDefinition::new("blob");

/// Places of the entries that are events.
pub(super) const EVENT: TableDefinition<&Place, ()> = TableDefinition::new("event");

/// Place of an entry to its leaf in the Merkle tree; derived. It outlives the entry.
pub(super) const LEAF: TableDefinition<&Place, &[u8; 32]> = TableDefinition::new("leaf");

/// Log, tile level from 1 and index to the root of a full tile of the level below; derived.
pub(super) const NODE: TableDefinition<&[u8; 13], &[u8; 32]> = TableDefinition::new("node");

/// Log and size to the checkpoint that was signed for it: the latest, and one of each hour; derived.
pub(super) const CHECKPOINT: TableDefinition<&Place, &[u8]> = TableDefinition::new("checkpoint");

/// Log and name of something derived to the sequence of the first entry that it has not taken in.
pub(super) const DERIVED: TableDefinition<(u32, &str), u64> = TableDefinition::new("derived");

/// Log, unit of entries and term to the entries of the unit that it belongs to; derived.
pub(super) const POSTING: TableDefinition<&PostingKey, &[u8]> = TableDefinition::new("posting");

/// Sorted runs of the keys' numbers with the entries that were encrypted under them; derived.
pub(super) const SUBJECT: TableDefinition<&RunKey, &[u8]> = TableDefinition::new("subject");

/// Sorted runs of the tags of rows of keys with the keys' numbers; derived from `key`.
pub(super) const TAG: TableDefinition<&RunKey, &[u8]> = TableDefinition::new("tag");

/// Log and block of keys' numbers to those of them whose tags stand in `tag`; derived.
pub(super) const TAGGED: TableDefinition<&Place, &[u8]> = TableDefinition::new("tagged");

/// Log and sequence of a request to erase, or of an erasure whose stale copies may still be read, to
/// where it stands.
pub(super) const ERASURE: TableDefinition<&Place, &[u8]> = TableDefinition::new("erasure");

/// Log to the least number that a new key may have: the number of a removed key is never given again.
pub(super) const KEY_FLOOR: TableDefinition<u32, u64> = TableDefinition::new("key_floor");

/// Log and number of a hold to what it holds.
pub(super) const HOLD: TableDefinition<&Place, &[u8]> = TableDefinition::new("hold");

/// Log, state (0: open, 1: closed), day, moment, sequence and number of what is due by a decision, in
/// the order in which it is due, to its row. Written by the follower, and where something is recorded
/// as done by the writer.
pub(super) const DUE: TableDefinition<&[u8; 29], &[u8]> = TableDefinition::new("due");

/// Log, decision and number to the key in `due`.
pub(super) const DUE_KEY: TableDefinition<&[u8; 24], &[u8; 29]> = TableDefinition::new("due_key");

/// Log and a day (0) or a moment (1) to how much is open that is due by then: all of it, and what binds.
pub(super) const DUE_COUNT: TableDefinition<&[u8; 13], &[u8; 16]> = TableDefinition::new("due_count");
/// Log and number of a retention class to its name, so that one that is declared no more can be named.
pub(super) const CLASS: TableDefinition<(u32, u64), &str> = TableDefinition::new("retention_class");

/// Log and number of a segment to how far its deletion has come, and which ids were in it.
pub(super) const DELETION: TableDefinition<&Place, &[u8]> = TableDefinition::new("deletion");

/// Format and log of the file; written when it is made or upgraded.
pub(super) const META: TableDefinition<&str, u32> = TableDefinition::new("meta");

/// The key of `META` under which the format stands.
pub(super) const META_FORMAT: &str = "format";

/// The key of `META` under which the newest epoch of keys stands whose beginning is logged.
pub(super) const META_EPOCH: &str = "epoch";

/// The key of `META` under which the log stands.
pub(super) const META_LOG: &str = "log";

/// Makes every table that is missing, so that reading never finds one missing.
pub(super) fn make_all(transaction: &WriteTransaction) -> Result<(), redb::Error> {
    transaction.open_table(ENTRY)?;
    transaction.open_table(ID)?;
    transaction.open_table(KEY)?;
    transaction.open_table(BLOB)?;
    transaction.open_table(EVENT)?;
    transaction.open_table(LEAF)?;
    transaction.open_table(NODE)?;
    transaction.open_table(CHECKPOINT)?;
    transaction.open_table(DERIVED)?;
    transaction.open_table(POSTING)?;
    transaction.open_table(SUBJECT)?;
    transaction.open_table(TAG)?;
    transaction.open_table(TAGGED)?;
    transaction.open_table(ERASURE)?;
    transaction.open_table(HOLD)?;
    transaction.open_table(KEY_FLOOR)?;
    transaction.open_table(DUE)?;
    transaction.open_table(DUE_KEY)?;
    transaction.open_table(DUE_COUNT)?;
    transaction.open_table(IDEMPOTENCY)?;
    transaction.open_table(CLASS)?;
    transaction.open_table(DELETION)?;
    transaction.open_table(META)?;
    Ok(())
}

/// The key of an entry, a blob, an event or a subject's key.
pub(super) fn place(log: LogId, number: u64) -> Place {
    let mut key = [0; 12];
    let (first, rest) = key.split_at_mut(4);
    first.copy_from_slice(&log.to_be_bytes());
    rest.copy_from_slice(&number.to_be_bytes());
    key
}

/// The key of a node of the tree.
pub(super) fn node_key(log: LogId, level: u8, index: u64) -> [u8; 13] {
    let mut key = [0; 13];
    let (first, rest) = key.split_at_mut(4);
    first.copy_from_slice(&log.to_be_bytes());
    if let Some((byte, number)) = rest.split_first_mut() {
        *byte = level;
        number.copy_from_slice(&index.to_be_bytes());
    }
    key
}

/// The sequence, or the number of a key, in a key.
pub(super) fn number_of(place: &Place) -> u64 {
    place.last_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

/// The key of the id table.
pub(super) fn id_key(log: LogId, id: RecordId) -> [u8; 20] {
    let mut key = [0; 20];
    let (first, rest) = key.split_at_mut(4);
    first.copy_from_slice(&log.to_be_bytes());
    rest.copy_from_slice(id.as_bytes());
    key
}
