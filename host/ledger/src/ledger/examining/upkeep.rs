//! What stands beside the store: the plugins' bytes, the backup, the clock.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{Check, Seen};
use crate::error::LedgerError;
use crate::id::Digest;
use crate::ledger::backup::{KEY_FILE, Part, PartState};
use crate::ledger::reading::Reader;
use crate::ledger::shared::{Shared, storage};
use crate::ledger::tables::{EVENT, Place, number_of, place};
use crate::limits;
use crate::record::{EventRecord, Record};
use crate::store::{Content, RecordKind};

/// Every plugin that a generation on record names is kept, byte for byte.
pub(super) fn plugins(shared: &Shared) -> Seen {
    let name = "plugins";
    let digests = shared.read(|reader| reader.plugins_on_record())?;
    let Some(kept) = &shared.plugins else { return Ok(Check::ok(name, "none are kept beside this store")) };
    let next =
        "upload the original bytes again: decisions of that generation cannot be replayed without them";
    for digest in &digests {
        match kept.get(*digest) {
            Ok(Some(_)) => {}
            Ok(None) => {
                return Ok(Check::fail(name, format!("the bytes of plugin {digest} are missing"), next));
            }
            Err(error @ LedgerError::PluginAltered(_)) => {
                return Ok(Check::fail(name, error.to_string(), next));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(Check::ok(
        name,
        format!("all {} of the generations on record are kept, as their digests say", digests.len()),
    ))
}

impl Reader<'_> {
    fn plugins_on_record(&self) -> Result<BTreeSet<Digest>, LedgerError> {
        let (events, mut digests) = (self.table(EVENT)?, BTreeSet::new());
        let all = place(self.log(), 0)..=place(self.log(), u64::MAX);
        for event in events.range::<&Place>(&all.start()..=&all.end()).map_err(storage)? {
            let sequence = number_of(event.map_err(storage)?.0.value());
            let Some(entry) = self.raw(sequence..sequence + 1)?.pop().flatten() else { continue };
            let parsed = self.parse(sequence, &entry)?;
            if parsed.header.kind != RecordKind::Generation {
                continue;
            }
            if let Content::Record(Record::Event(EventRecord::Generation(generation))) =
                self.stored(sequence, &entry, &parsed)?.content
            {
                digests.extend(generation.bindings.iter().map(|binding| binding.digest));
            }
        }
        Ok(digests)
    }
}

/// Whether there is a backup, how old it is, and whether its keys are those in use.
pub(super) fn backup(shared: &Shared) -> Seen {
    let name = "backup";
    let Some(folders) = &shared.backup else {
        let next = "set `folder` and `keys` under `[ledger.backup]`, and run `praetor backup` daily";
        return Ok(Check::warn(name, "no backup is configured", next));
    };
    let Some(state) = Part::state(&folders.keys.join(KEY_FILE))? else {
        return Ok(Check::warn(name, "none was made yet", "run `praetor backup`, and then daily"));
    };
    Ok(judge(shared, &state))
}

fn judge(shared: &Shared, state: &PartState) -> Check {
    let name = "backup";
    let age = Duration::from_micros(shared.now().0.saturating_sub(state.taken_at.0));
    let hours = age.as_secs() / 3_600;
    let says = format!("of {} entries, {hours} hours old, with keys of epoch {}", state.size, state.epoch);
    if state.epoch < shared.ring.oldest_epoch() {
        let says = format!("{says}, which is over: it still opens what was erased since");
        return Check::fail(
            name,
            says,
            "run `praetor backup` now, which replaces the keys; destroy other copies",
        );
    }
    if age.as_secs() > limits::BACKUP_AGE_SECONDS {
        return Check::warn(name, says, "run `praetor backup`, and then daily");
    }
    Check::ok(name, says)
}

/// Times on record never fall: a clock that went back would stand still for as long.
pub(super) fn clock(shared: &Shared) -> Seen {
    let (_, last) = shared.read(|reader| reader.end())?;
    let ahead = Duration::from_micros(last.0.saturating_sub(shared.now().0)).as_secs();
    if ahead > limits::CLOCK_AHEAD_SECONDS {
        let says = format!("the last entry was recorded {ahead} seconds from now");
        return Ok(Check::fail(
            "clock",
            says,
            "set the machine's clock; until it has caught up, all entries get that time",
        ));
    }
    Ok(Check::ok("clock", "not behind the last entry"))
}
