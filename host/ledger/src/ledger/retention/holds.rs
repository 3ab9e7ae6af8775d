//! What the active holds forbid.

use std::collections::HashSet;

use crate::error::{Alteration, LedgerError};
use crate::id::Timestamp;
use crate::keys::{KeyRing, Tag};
use crate::ledger::holding::HoldRow;

/// What the active holds forbid.
#[derive(Default)]
pub(super) struct Forbidden {
    /// Everything.
    pub(super) everything: bool,
    /// The holds, by their numbers.
    pub(super) holds: Vec<u64>,
    /// The forms in which the tags of those may stand in rows whose keys are held.
    forms: HashSet<Tag>,
}

impl Forbidden {
    /// What these holds forbid at a time. A row that cannot be read might be anybody's, so it is an error.
    pub(super) fn by(holds: &[HoldRow], ring: &KeyRing, now: Timestamp) -> Result<Self, LedgerError> {
        let mut forbidden = Self::default();
        for hold in holds.iter().filter(|hold| hold.until.is_none_or(|until| until > now)) {
            forbidden.holds.push(hold.number);
            match &hold.whose {
                None => forbidden.everything = true,
                Some(row) => {
                    let altered = |_: Alteration| {
                        LedgerError::Storage(format!("the row of hold {} was altered", hold.number))
                    };
                    let tag = ring.owner(hold.token(), row).map_err(altered)?;
                    forbidden.forms.extend(ring.forms_of(tag));
                }
            }
        }
        Ok(forbidden)
    }

    /// Whether the key with this tag must stay.
    pub(super) fn forbids(&self, tag: &Tag) -> bool {
        self.everything || self.forms.contains(tag)
    }
}
