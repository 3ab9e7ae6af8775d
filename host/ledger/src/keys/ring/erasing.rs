//! How keys leave the ring, and how an epoch ends.

use std::collections::HashSet;
use std::sync::Arc;

use super::{KeyRing, Scope};
use crate::error::{Alteration, LedgerError};
use crate::keys::KeyRow;
use crate::keys::row::{Owner, Tag};

/// Whose keys are looked for, and what a look at the durable rows alone could miss.
pub(crate) struct Sought {
    pub(crate) tag: Tag,
    /// The forms of the tag in rows.
    pub(crate) forms: Vec<Tag>,
    /// The same with the epochs of the rows; epoch 0: rows of the first layout.
    pub(crate) masked: Vec<(u32, Tag)>,
    /// Keys from this number on were made after the look began.
    pub(crate) next: u64,
    /// Keys of the subject that were not durable then.
    pub(crate) unwritten: Vec<u64>,
}

impl KeyRing {
    /// Begins to look for all keys of a subject.
    pub(crate) fn seek(&self, scope: Scope<'_>) -> Result<Sought, LedgerError> {
        let tag = self.tag(scope)?;
        let held = self.held();
        let (forms, masked) = (held.file.forms(tag), held.file.masked(tag));
        let own = held.unwritten.iter().filter(|(_, row)| forms.contains(&row.tag));
        let unwritten = own.map(|(id, _)| *id).collect();
        Ok(Sought { tag, unwritten, next: held.next, forms, masked })
    }

    /// The forms in which a tag may stand in rows now.
    pub(crate) fn forms_of(&self, tag: Tag) -> Vec<Tag> {
        self.file().forms(tag)
    }

    /// Whose key it is that stands in this row.
    pub(crate) fn owner(&self, id: u64, row: &KeyRow) -> Result<Tag, Alteration> {
        Ok(row.open(&self.file(), id)?.tag)
    }

    /// A row that stands for this owner and holds no key of any record.
    pub(crate) fn token(&self, id: u64, tag: Tag) -> Result<KeyRow, LedgerError> {
        Ok(KeyRow::make(&self.file(), id, Owner { period: 0, class: 0, tag })?.0)
    }

    /// Erasures that were seen since the store was opened.
    pub(crate) fn erasures(&self) -> u64 {
        self.held().erasures
    }

    /// Forgets these keys, and all of these owners that were never stored.
    pub(crate) fn forget(&self, ids: &[u64], forms: &[Tag]) {
        let mut held = self.held();
        let mut gone: HashSet<u64> = ids.iter().copied().collect();
        gone.extend(held.unwritten.iter().filter(|(_, row)| forms.contains(&row.tag)).map(|(id, _)| *id));
        for id in &gone {
            held.unwritten.remove(id);
            held.unwrapped.remove(id);
        }
        held.by_tag.retain(|owner, id| !gone.contains(id) && !forms.contains(&owner.tag));
        held.erasures += 1;
    }

    /// The epoch that new rows are wrapped under.
    pub(crate) fn newest_epoch(&self) -> u32 {
        self.file().newest().0
    }

    /// The oldest epoch whose key-encryption key exists.
    pub(crate) fn oldest_epoch(&self) -> u32 {
        self.file().oldest()
    }

    /// New keys have this number or a greater one.
    pub(crate) fn number_from(&self, floor: u64) {
        let mut held = self.held();
        held.next = held.next.max(floor);
    }

    /// Makes the key-encryption key of the next epoch; it is on the disk before anything is wrapped
    /// under it. The file before is overwritten: it holds the key that is to be destroyed.
    pub(crate) fn begin_epoch(&self) -> Result<u32, LedgerError> {
        let mut held = self.held();
        let next = held.file.with_next_epoch()?;
        next.write_over(&self.path)?;
        let rows = held.unwritten.iter().map(|(id, row)| Ok((*id, row.rewrap(&next, *id)?)));
        let rows: Vec<(u64, KeyRow)> = rows.collect::<Result<_, LedgerError>>()?;
        held.file = Arc::new(next);
        for (id, row) in rows {
            held.by_tag.insert(row.owner(), id);
            held.unwritten.insert(id, row);
        }
        Ok(held.file.newest().0)
    }

    /// The row of the same key under the newest epoch; none if it stands under that already.
    pub(crate) fn rewrap(&self, id: u64, row: &KeyRow) -> Result<Option<KeyRow>, LedgerError> {
        let file = self.file();
        if row.epoch == file.newest().0 {
            return Ok(None);
        }
        row.rewrap(&file, id).map(Some)
    }

    /// Rows were replaced durably: from old tags to new ones.
    pub(crate) fn rewrapped<'a>(&self, rows: impl Iterator<Item = &'a (u64, Tag, KeyRow)>) {
        let mut held = self.held();
        for (id, tag, row) in rows {
            if held.by_tag.remove(&Owner { tag: *tag, ..row.owner() }).is_some() {
                held.by_tag.insert(row.owner(), *id);
            }
        }
    }

    /// Destroys the key-encryption keys of all epochs but the newest, on the disk and then in memory.
    /// Nothing that is still wanted may be wrapped under them.
    pub(crate) fn end_epochs(&self) -> Result<(), LedgerError> {
        let mut held = self.held();
        let alone = held.file.with_newest_epoch_alone();
        alone.write_over(&self.path)?;
        held.file = Arc::new(alone);
        Ok(())
    }
}
