//! Where each erasure stands: requested, or erased and waiting for the end of an epoch.

use redb::ReadableTable;

use crate::error::LedgerError;
use crate::id::{LogId, Timestamp};
use crate::ledger::shared::storage;
use crate::ledger::tables::{Place, number_of, place};

/// Where an erasure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ledger) enum Standing {
    /// Asked for, and neither refused nor done.
    Requested,
    /// The rows are gone, and stale copies of them can be unwrapped as long as this epoch's key exists.
    Stale { since: Timestamp, epoch: u32 },
}

impl Standing {
    pub(in crate::ledger) fn encode(self) -> Vec<u8> {
        match self {
            Self::Requested => vec![1],
            Self::Stale { since, epoch } => {
                [[2].as_slice(), &since.0.to_be_bytes(), &epoch.to_be_bytes()].concat()
            }
        }
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [1] => Some(Self::Requested),
            [2, rest @ ..] => {
                let (since, epoch) = rest.split_first_chunk()?;
                let epoch = u32::from_be_bytes(epoch.try_into().ok()?);
                Some(Self::Stale { since: Timestamp(u64::from_be_bytes(*since)), epoch })
            }
            _ => None,
        }
    }
}

/// All erasures that are not at their end, with the sequence of their last event.
pub(in crate::ledger) fn standings(
    table: &impl ReadableTable<&'static Place, &'static [u8]>,
    log: LogId,
) -> Result<Vec<(u64, Standing)>, LedgerError> {
    let (first, last) = (place(log, 0), place(log, u64::MAX));
    let rows = table.range::<&Place>(&first..=&last).map_err(storage)?;
    rows.map(|row| {
        let (key, row) = row.map_err(storage)?;
        let sequence = number_of(key.value());
        Ok((sequence, standing(sequence, row.value())?))
    })
    .collect()
}

/// Reads one row.
pub(in crate::ledger) fn standing(sequence: u64, bytes: &[u8]) -> Result<Standing, LedgerError> {
    Standing::decode(bytes)
        .ok_or_else(|| LedgerError::Storage(format!("the row of erasure {sequence} was altered")))
}
