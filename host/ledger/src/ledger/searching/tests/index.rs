//! What the index holds, and what it forgets.

use redb::ReadableTable;

use super::*;
use crate::ledger::index::{INDEX, Set, UNIT};
use crate::ledger::tables::{DERIVED, POSTING, SUBJECT, TAG, TAGGED};

/// Sequences that stand in some row of terms of content.
fn in_content(ledger: &Ledger) -> std::collections::BTreeSet<u64> {
    let read = |reader: &Reader<'_>| {
        let mut found = std::collections::BTreeSet::new();
        for row in reader.table(POSTING)?.iter().unwrap() {
            let (key, row) = row.unwrap();
            let unit = u64::from_be_bytes(*key.value()[4..].first_chunk().unwrap());
            if key.value()[12] >= 2 {
                found.extend(Set::decode(row.value())?.iter().map(|low| unit * UNIT + u64::from(low)));
            }
        }
        Ok(found)
    };
    ledger.shared.read(read).unwrap()
}

fn tags(ledger: &Ledger) -> usize {
    let read = |reader: &Reader<'_>| {
        Ok(reader.table(TAG)?.iter().unwrap().map(|row| row.unwrap().1.value().len() / 10).sum())
    };
    ledger.shared.read(read).unwrap()
}

#[test]
fn of_an_erased_person_nothing_is_left_in_the_terms_nor_in_the_tags() {
    let bench = Bench::new(system_clock);
    let ledger = bench.open();
    let receipts = store(&ledger, (0..300).map(|n| varied(Some(n % 7), n)).collect());
    ledger.shared.catch_up().unwrap();
    let before = in_content(&ledger);
    assert!(receipts.iter().all(|receipt| before.contains(&receipt.sequence)));
    assert_eq!(tags(&ledger), 7);
    erase(&ledger, 3);
    ledger.shared.catch_up().unwrap();
    let after = in_content(&ledger);
    assert!(receipts.iter().all(|one| after.contains(&one.sequence) == (one.sequence % 7 != 3)));
    // The log's own key came in with the events of the erasure.
    assert_eq!(tags(&ledger), 6);
    ledger.end_epoch().unwrap();
    ledger.shared.catch_up().unwrap();
    assert_eq!(tags(&ledger), 7, "one row for each key of the new epoch, with the log's own");
}

#[test]
fn no_row_of_the_index_names_a_rule_or_a_plugin() {
    let bench = Bench::new(system_clock);
    let ledger = bench.open();
    store(&ledger, (0..300).map(|n| varied(Some(n % 7), n)).collect());
    ledger.shared.catch_up().unwrap();
    let read = |reader: &Reader<'_>| {
        let (postings, mut bytes) = (reader.table(POSTING)?, Vec::new());
        for row in postings.iter().unwrap() {
            let (key, row) = row.unwrap();
            bytes.extend([key.value().as_slice(), row.value()].concat());
        }
        for table in [reader.table(SUBJECT)?, reader.table(TAG)?] {
            for row in table.iter().unwrap() {
                let (key, row) = row.unwrap();
                bytes.extend([key.value().as_slice(), row.value()].concat());
            }
        }
        Ok(bytes)
    };
    let bytes = ledger.shared.read(read).unwrap();
    assert!(bytes.len() > 5_000);
    for word in ["eu-gdpr", "art-9-1", "deny", "person-3", "2026-11"] {
        assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
    }
}

#[test]
fn a_store_of_before_the_index_is_searched_whole_and_indexed_behind() {
    let bench = Bench::new(system_clock);
    let ledger = bench.open();
    let receipts = store(&ledger, (0..200).map(|n| varied(Some(n % 7), n * 5)).collect());
    ledger.shared.catch_up().unwrap();
    drop(ledger);
    let database = bench.disk.opener()().unwrap();
    let transaction = database.begin_write().unwrap();
    assert!(transaction.delete_table(POSTING).unwrap() && transaction.delete_table(SUBJECT).unwrap());
    assert!(transaction.delete_table(TAG).unwrap() && transaction.delete_table(TAGGED).unwrap());
    transaction.open_table(DERIVED).unwrap().remove((1, INDEX)).unwrap();
    transaction.commit().unwrap();
    drop(database);
    let ledger = bench.open();
    let filter = Filter { subject: Some(name(2)), effect: Some(Name::new("deny")), ..Filter::default() };
    let page = Page { limit: 10, order: Order::OldestFirst, filter, ..Page::default() };
    let own: Vec<u64> = receipts.iter().map(|one| one.sequence).filter(|n| n % 7 == 2).collect();
    assert_eq!(all(&ledger, &page), own);
    ledger.shared.catch_up().unwrap();
    assert_eq!(all(&ledger, &page), own);
    let watermark = ledger.shared.read(|reader| reader.watermark(INDEX)).unwrap();
    assert_eq!(watermark, 200);
}
