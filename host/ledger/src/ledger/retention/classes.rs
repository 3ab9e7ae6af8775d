//! The classes that are declared, and the numbers under which keys know them.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use praetor_decision::Name;

use crate::error::LedgerError;
use crate::id::Timestamp;
use crate::keys::{Class, period_of};
use crate::ledger::reading::Reader;
use crate::ledger::shared::{Shared, storage};
use crate::ledger::tables::CLASS;
use crate::limits;
use crate::record::Record;
use crate::retention::{Classes, RetentionClass};

/// How long what is kept.
pub(in crate::ledger) struct Retention {
    pub(super) classes: Classes,
    /// Entries of a segment; other than the constant only in tests.
    pub(in crate::ledger) segment: u64,
}

impl Default for Retention {
    fn default() -> Self {
        Self { classes: Classes::default(), segment: limits::SEGMENT_RECORDS }
    }
}

impl Retention {
    /// The classes that are declared. Their names are kept, so that they can be told later.
    pub(in crate::ledger) fn declared(
        shared: &Shared,
        classes: &[RetentionClass],
    ) -> Result<Self, LedgerError> {
        let numbered: Vec<(Class, RetentionClass)> =
            classes.iter().map(|class| (class.number(), class.clone())).collect();
        let known = shared.read(|reader| reader.class_names())?;
        if numbered.iter().any(|(number, _)| !known.contains_key(number)) {
            keep_names(shared, &numbered)?;
        }
        Ok(Self { classes: Classes(numbered), ..Self::default() })
    }

    /// The class of a new record; 0: none, or it is an event, which lives as long as the log.
    pub(in crate::ledger) fn class_of(&self, record: &Record, now: Timestamp) -> Class {
        match record {
            Record::Decision(record) => self.classes.class_of(record, period_of(now)),
            Record::Event(_) => 0,
        }
    }
}

fn keep_names(shared: &Shared, classes: &[(Class, RetentionClass)]) -> Result<(), LedgerError> {
    let database = shared.database.read().unwrap_or_else(PoisonError::into_inner);
    let database = database.as_ref().ok_or(LedgerError::Closed)?;
    let transaction = database.begin_write().map_err(storage)?;
    let mut table = transaction.open_table(CLASS).map_err(storage)?;
    for (number, class) in classes {
        table.insert((shared.log, *number), class.name.as_str()).map_err(storage)?;
    }
    drop(table);
    transaction.commit().map_err(storage)
}

impl Reader<'_> {
    /// Every class that was ever declared.
    pub(super) fn class_names(&self) -> Result<BTreeMap<Class, Name>, LedgerError> {
        let table = self.table(CLASS)?;
        let rows = table.range((self.log(), 0)..=(self.log(), Class::MAX)).map_err(storage)?;
        rows.map(|row| {
            let (key, name) = row.map_err(storage)?;
            Ok((key.value().1, Name::from(name.value())))
        })
        .collect()
    }
}
