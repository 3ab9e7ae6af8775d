//! The tables are the same, whether they grew with the log or were made anew from it, and after a
//! crash at any point.

use std::sync::PoisonError;

use redb::{ReadableTable, TableDefinition};

use super::*;
use crate::LedgerError;
use crate::ledger::tables::{DERIVED, DUE, DUE_COUNT, DUE_KEY, make_all};

type Rows = Vec<(Vec<u8>, Vec<u8>)>;

fn rows<K, V>(
    store: &Ledger,
    table: TableDefinition<'_, K, V>,
    bytes: fn(K::SelfType<'_>) -> Vec<u8>,
    value: fn(V::SelfType<'_>) -> Vec<u8>,
) -> Rows
where
    K: redb::Key + 'static,
    V: redb::Value + 'static,
{
    let read = store.shared.read(|reader| {
        let table = reader.table(table)?;
        let rows = table.iter().unwrap().map(|row| {
            let (key, row) = row.unwrap();
            (bytes(key.value()), value(row.value()))
        });
        Ok(rows.collect())
    });
    read.unwrap()
}

/// All three tables, byte for byte.
fn tables(store: &Ledger) -> [Rows; 3] {
    store.shared.catch_up().unwrap();
    [
        rows(store, DUE, |key| key.to_vec(), |row| row.to_vec()),
        rows(store, DUE_KEY, |key| key.to_vec(), |row| row.to_vec()),
        rows(store, DUE_COUNT, |key| key.to_vec(), |row| row.to_vec()),
    ]
}

/// Takes away the watermark, and the tables too if they are to be made anew.
fn forget(store: &Ledger, tables: bool) {
    let database = store.shared.database.read().unwrap_or_else(PoisonError::into_inner);
    let transaction = database.as_ref().unwrap().begin_write().unwrap();
    if tables {
        transaction.delete_table(DUE).unwrap();
        transaction.delete_table(DUE_KEY).unwrap();
        transaction.delete_table(DUE_COUNT).unwrap();
    }
    make_all(&transaction).unwrap();
    transaction.open_table(DERIVED).unwrap().remove((1, "due")).unwrap();
    transaction.commit().unwrap();
}

fn filled(store: &Ledger) {
    let outcomes = [None, Some(Outcome::Done), Some(Outcome::Failed), Some(Outcome::Waived)];
    for n in 0..40_i8 {
        let decision =
            append(store, &owing(&[("erase-by", Some(day(1 + n % 7))), ("human-review", Some(day(9)))]));
        for (number, of) in [(0, n), (1, n / 4)] {
            let outcome = outcomes[usize::try_from(of % 4).unwrap()];
            outcome.map(|outcome| recorded(store, DueId { decision: decision.id, number }, outcome));
        }
        if n % 5 == 0 {
            let decision = append(store, &breach(1_796_000_000 + i64::from(n), day(3)));
            recorded(store, DueId { decision: decision.id, number: 0 }, Outcome::Failed);
            recorded(store, DueId { decision: decision.id, number: 0 }, Outcome::Done);
        }
    }
}

#[test]
fn tables_made_anew_from_the_log_are_the_same_byte_for_byte() {
    let bench = Bench::new();
    let store = bench.open();
    filled(&store);
    let grown = tables(&store);
    assert!(grown.iter().all(|rows| !rows.is_empty()));
    store.close().unwrap();
    for taken_away in [true, false] {
        let store = bench.open();
        forget(&store, taken_away);
        store.close().unwrap();
        let store = bench.open();
        assert_eq!(tables(&store), grown, "tables taken away: {taken_away}");
        store.close().unwrap();
    }
}

#[test]
fn what_was_answered_as_recorded_is_closed_after_a_crash_and_nothing_is_counted_twice() {
    let bench = Bench::new();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random
    };
    let mut disk = bench.disk.clone();
    let mut closed = Vec::new();
    let mut asked = 0;
    for _ in 0..12 {
        let store = bench.open_at(&disk);
        for n in 0..6 {
            let decision = append(&store, &owing(&[("erase-by", Some(day(1 + n)))]));
            asked += 1;
            if n % 2 == 0 {
                recorded(&store, of(&decision, 0), Outcome::Done);
                closed.push(of(&decision, 0));
            }
        }
        let crashed = disk.after_crash(&mut next);
        drop(store);
        disk = crashed;
        let store = bench.open_at(&disk);
        let items = all(&store);
        let done: Vec<DueId> = items.iter().filter(|item| !item.is_open()).map(|item| item.id).collect();
        assert!(closed.iter().all(|id| done.contains(id)) && done.len() == closed.len());
        let open = (items.len() - done.len()) as u64;
        assert_eq!(store.due_counts(day(1), Timestamp(0)).unwrap(), DueCounts { open, overdue: 0 });
        assert_eq!(items.len(), asked);
        let crashed = disk.after_crash(&mut next);
        drop(store);
        disk = crashed;
    }
}

#[test]
fn a_disk_that_fails_answers_with_an_error_and_the_row_agrees_with_the_log() {
    for operations in 0..24 {
        let bench = Bench::new();
        let store = bench.open();
        let decision = append(&store, &owing(&[("erase-by", Some(day(5)))]));
        all(&store);
        bench.disk.fail_after(operations, crate::ledger::disk::Fault::Error);
        let answer = store.complete(&completion(of(&decision, 0), Outcome::Done));
        let (known, events) = (matches!(answer, Ok(Completed::Recorded(..))), |store: &Ledger| {
            let page = crate::Page { kinds: vec![crate::RecordKind::Completion], ..crate::Page::default() };
            store.list(&page).wait().unwrap().records.len()
        });
        assert!(
            known || matches!(answer, Err(LedgerError::Unavailable(_) | LedgerError::Storage(_))),
            "{answer:?}"
        );
        drop(store);
        bench.disk.fail_after(u64::MAX, crate::ledger::disk::Fault::Error);
        let store = bench.open();
        let open = all(&store)[0].is_open();
        assert_eq!(events(&store), usize::from(!open), "after {operations}");
        assert!(!(known && open));
    }
}
