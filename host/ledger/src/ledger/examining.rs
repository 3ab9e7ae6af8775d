//! Looks a store over: what could keep it from serving, or from being restored, one day.

mod upkeep;

use redb::ReadableTable;
use tlog_tiles::tree_hash;

use super::FORMAT;
use super::opening::LOG_KEY;
use super::proving::{StoredHashes, no_proof};
use super::reading::Reader;
use super::shared::{Shared, storage};
use super::tables::{DERIVED, META, META_FORMAT};
use crate::error::LedgerError;
use crate::limits;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What it is about; a stable name.
    pub name: &'static str,
    /// How it is.
    pub state: CheckState,
    /// What was seen.
    pub says: String,
    /// What to do about it; none: nothing.
    pub next: Option<&'static str>,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckState {
    /// As it should be.
    Ok,
    /// It serves, and will not for ever.
    Warn,
    /// It must be mended.
    Fail,
}

impl Check {
    /// It is as it should be.
    #[must_use]
    pub fn ok(name: &'static str, says: impl Into<String>) -> Self {
        Self { name, state: CheckState::Ok, says: says.into(), next: None }
    }

    /// It serves, and will not for ever.
    #[must_use]
    pub fn warn(name: &'static str, says: impl Into<String>, next: &'static str) -> Self {
        Self { name, state: CheckState::Warn, says: says.into(), next: Some(next) }
    }

    /// It must be mended.
    #[must_use]
    pub fn fail(name: &'static str, says: impl Into<String>, next: &'static str) -> Self {
        Self { name, state: CheckState::Fail, says: says.into(), next: Some(next) }
    }
}

/// What a check gives, or what kept it from looking.
type Seen = Result<Check, LedgerError>;

/// A check: its name, and how it looks.
type Look = (&'static str, fn(&Shared) -> Seen);

/// Everything that is looked at, in order.
const LOOKS: [Look; 9] = [
    ("format", |shared| shared.read(format)),
    ("keys", |shared| shared.read(|reader| keys(shared, reader))),
    ("checkpoint", |shared| shared.read(|reader| checkpoint(shared, reader))),
    ("recorded-checkpoint", |shared| shared.read(|reader| recorded(shared, reader))),
    ("tail", |shared| shared.read(|reader| tail(shared, reader))),
    ("derived", |shared| shared.read(derived)),
    ("plugins", upkeep::plugins),
    ("backup", upkeep::backup),
    ("clock", upkeep::clock),
];

/// Looks everything over; what cannot be looked at has failed.
pub(super) fn examine(shared: &Shared) -> Vec<Check> {
    let look = |(name, look): &Look| {
        let next = "stop the server, restore the ledger from a backup, and find out who wrote to it";
        look(shared).unwrap_or_else(|error| Check::fail(name, error.to_string(), next))
    };
    LOOKS.iter().map(look).collect()
}

fn format(reader: &Reader<'_>) -> Seen {
    let format = reader.table(META)?.get(META_FORMAT).map_err(storage)?.map_or(0, |format| format.value());
    let says = format!("the store has format {format}; this version writes {FORMAT}");
    let newer = "use the version that wrote it, or a newer one";
    Ok(if format == FORMAT { Check::ok("format", says) } else { Check::fail("format", says, newer) })
}

/// The log's own key, and some of the others from the first to the last.
fn keys(shared: &Shared, reader: &Reader<'_>) -> Seen {
    let ring = &shared.ring;
    let own = reader.key_row(LOG_KEY)?;
    let own = own.map_or(Ok(false), |row| ring.is_own_log_key(LOG_KEY, &row))?;
    let (last, mut seen, mut bad) = (reader.last_key()?, 0_u64, Vec::new());
    let step = (last / limits::KEYS_EXAMINED).max(1);
    for first in (0..=last).step_by(usize::try_from(step).unwrap_or(usize::MAX)).chain([last]) {
        if let Some(row) = reader.key_rows_in(first, first.saturating_add(step))?.next() {
            let (id, row) = row?;
            seen += 1;
            if ring.owner(id, &row).is_err() {
                bad.push(id);
            }
        }
    }
    let next = "put back the key file that belongs to this ledger, or restore the keys from their backup";
    if !own {
        return Ok(Check::fail("keys", "the key file does not open the log's own key", next));
    }
    if let Some(first) = bad.first() {
        let says = format!("{} of {seen} keys that were tried do not open, the first is {first}", bad.len());
        return Ok(Check::fail("keys", says, next));
    }
    let (oldest, newest) = (ring.oldest_epoch(), ring.newest_epoch());
    let says =
        format!("the log's key and {seen} others open; epochs {oldest} to {newest}, keys up to {last}");
    Ok(Check::ok("keys", says))
}

fn checkpoint(shared: &Shared, reader: &Reader<'_>) -> Seen {
    let Some((_, size, root)) = reader.signed(shared.signer.verifier())? else {
        return Ok(Check::ok("checkpoint", "nothing was signed yet"));
    };
    if tree_hash(size, &StoredHashes(reader)).map_err(no_proof)? != root {
        return Err(LedgerError::TreeAltered { what: "the root of a checkpoint", index: size });
    }
    let says =
        format!("signed over {size} entries as `{}`, with the root of the tree", shared.signer.origin());
    Ok(Check::ok("checkpoint", says))
}

fn recorded(shared: &Shared, reader: &Reader<'_>) -> Seen {
    let name = "recorded-checkpoint";
    let Some((size, root)) = shared.signer.recorded()? else {
        let signed = reader.signed(shared.signer.verifier())?;
        let next = "start the server once; without it, a store that is put back to an earlier state is not \
                    noticed";
        return Ok(match signed {
            None => Check::ok(name, "nothing was signed yet"),
            Some(_) => Check::warn(name, "no checkpoint is on record beside the key", next),
        });
    };
    let (end, _) = reader.end()?;
    if size > end {
        return Err(LedgerError::TreeAltered { what: "entries that were signed are gone", index: end });
    }
    if tree_hash(size, &StoredHashes(reader)).map_err(no_proof)? != root {
        return Err(LedgerError::TreeAltered {
            what: "the checkpoint on record beside the key",
            index: size,
        });
    }
    Ok(Check::ok(name, format!("the one beside the key is of this tree, over {size} entries")))
}

fn tail(shared: &Shared, reader: &Reader<'_>) -> Seen {
    let size = reader.signed(shared.signer.verifier())?.map_or(0, |(_, size, _)| size);
    reader.rehash_tail(size)?;
    let hashed = size.min(limits::TAIL_RECORDS);
    Ok(Check::ok("tail", format!("the last {hashed} entries are those that were hashed and signed")))
}

/// How far each is behind that is derived from the entries.
fn derived(reader: &Reader<'_>) -> Seen {
    let (end, _) = reader.end()?;
    let (mut behind, mut names) = (0, Vec::new());
    for row in reader.table(DERIVED)?.iter().map_err(storage)? {
        let (key, next) = row.map_err(storage)?;
        let (log, name) = key.value();
        if log == reader.log() {
            behind = behind.max(end.saturating_sub(next.value()));
            names.push(name.to_owned());
        }
    }
    let says = format!("{} at most {behind} of {end} entries behind the log", names.join(", "));
    let next = "it catches up while the server runs; if it grows, look at the disk and at the server's log";
    let fine = behind <= limits::BEHIND_RECORDS;
    Ok(if fine { Check::ok("derived", says) } else { Check::warn("derived", says, next) })
}
