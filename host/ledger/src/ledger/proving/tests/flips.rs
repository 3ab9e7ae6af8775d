//! Every flipped bit is found, and every row that nothing accounts for.

use redb::{ReadableTable, ReadableTableMetadata, TableDefinition};

use super::super::super::tables::{BLOB, EVENT, ID, id_key, node_key};
use super::*;
use crate::entry::Parsed;
use crate::{Draft, EventRecord, Record, RetentionRecord};

/// Flips one bit of the value in one row of a table; twice is as before.
pub(super) fn flip_bytes(
    store: &Ledger,
    table: TableDefinition<'_, &Place, &[u8]>,
    row: usize,
    bit: usize,
) -> u64 {
    let database = store.shared.database.read().unwrap();
    let transaction = database.as_ref().unwrap().begin_write().unwrap();
    let key = {
        let mut table = transaction.open_table(table).unwrap();
        let count = usize::try_from(table.len().unwrap()).unwrap();
        let (key, mut value) = {
            let (key, value) = table.iter().unwrap().nth(row % count).unwrap().unwrap();
            (*key.value(), value.value().to_vec())
        };
        let bit = bit % (value.len() * 8);
        value[bit / 8] ^= 1 << (bit % 8);
        table.insert(&key, value.as_slice()).unwrap();
        key
    };
    transaction.commit().unwrap();
    number_of(&key)
}

/// The same for a table of hashes; gives the last eight bytes of the key, which are its index.
pub(super) fn flip_hash<const N: usize>(
    store: &Ledger,
    table: TableDefinition<'_, &'static [u8; N], &'static [u8; 32]>,
    row: usize,
    bit: usize,
) -> u64 {
    let database = store.shared.database.read().unwrap();
    let transaction = database.as_ref().unwrap().begin_write().unwrap();
    let key = {
        let mut table = transaction.open_table(table).unwrap();
        let count = usize::try_from(table.len().unwrap()).unwrap();
        let (key, mut value) = {
            let (key, value) = table.iter().unwrap().nth(row % count).unwrap().unwrap();
            (*key.value(), *value.value())
        };
        value[bit / 8 % 32] ^= 1 << (bit % 8);
        table.insert(&key, &value).unwrap();
        key
    };
    transaction.commit().unwrap();
    u64::from_be_bytes(*key.last_chunk().unwrap())
}

fn flip(store: &Ledger, row: usize, bit: usize) -> (u64, bool) {
    match row % 4 {
        0 => (flip_bytes(store, ENTRY, row / 4, bit), true),
        1 => (flip_hash(store, LEAF, row / 4, bit), true),
        2 => (flip_hash(store, NODE, row / 4, bit), false),
        _ => (flip_bytes(store, CHECKPOINT, row / 4, bit), false),
    }
}

#[test]
fn any_flipped_bit_of_an_entry_a_leaf_a_node_or_a_checkpoint_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    fill(&store, 0..270);
    let whole = store.verify(|_, _| {}).unwrap();
    assert_eq!(whole, Verified { entries: 270, deleted: 0, blobs: 0, checkpoints: 1, unsigned: 0 });
    let mut random = 7_u64;
    let mut next = || {
        // A linear congruential generator (Knuth, MMIX): the same flips in every run.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap()
    };
    for _ in 0..4_000 {
        let (row, bit) = (next(), next());
        let (index, is_leaf) = flip(&store, row, bit);
        let found = store.verify(|_, _| {});
        let Err(LedgerError::TreeAltered { index: first, .. }) = found else {
            panic!("row {row}, bit {bit}: {found:?}");
        };
        assert!(!is_leaf || first == index, "entry {index} was altered, {first} was named");
        flip(&store, row, bit);
    }
    assert_eq!(store.verify(|_, _| {}).unwrap(), whole);
}

/// Changes the file as somebody would who has it open.
fn write(store: &Ledger, change: impl FnOnce(&WriteTransaction)) {
    let database = store.shared.database.read().unwrap();
    let transaction = database.as_ref().unwrap().begin_write().unwrap();
    change(&transaction);
    transaction.commit().unwrap();
}

#[test]
fn any_flipped_bit_of_a_payload_that_stands_apart_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    fill(&store, 0..3);
    for n in 0..2 {
        let draft = Draft { record: sample::large_decision(n), ..sample::draft(n) };
        store.append(store.prepare(&draft).unwrap()).wait().unwrap();
    }
    assert_eq!(store.verify(|_, _| {}).unwrap().blobs, 2);
    for n in 0..200 {
        let index = flip_bytes(&store, BLOB, n, n * 7_919 + 3);
        let what = "a payload that stands apart";
        assert_eq!(store.verify(|_, _| {}), Err(LedgerError::TreeAltered { what, index }));
        flip_bytes(&store, BLOB, n, n * 7_919 + 3);
    }
    assert!(matches!(sample::decision(1), Record::Decision(_)));
    write(&store, |change| drop(change.open_table(BLOB).unwrap().remove(&place(1, 4)).unwrap()));
    let what = "a payload that stands apart";
    assert_eq!(store.verify(|_, _| {}), Err(LedgerError::TreeAltered { what, index: 4 }));
}

#[test]
fn a_row_that_nothing_accounts_for_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    let receipts = fill(&store, 0..300);
    store.verify(|_, _| {}).unwrap();
    let hash = &[7; 32];
    let ids = [id_key(1, receipts[3].id), id_key(1, RecordId::new())];
    let found = |add: &dyn Fn(&WriteTransaction), remove: &dyn Fn(&WriteTransaction)| {
        write(&store, add);
        let found = store.verify(|_, _| {}).unwrap_err();
        write(&store, remove);
        store.verify(|_, _| {}).unwrap();
        let LedgerError::TreeAltered { what, index } = found else { panic!("{found}") };
        (what, index)
    };
    let leaf = found(
        &|change| drop(change.open_table(LEAF).unwrap().insert(&place(1, 300), hash).unwrap()),
        &|change| drop(change.open_table(LEAF).unwrap().remove(&place(1, 300)).unwrap()),
    );
    assert_eq!(leaf, ("a leaf after the end of the tree", 300));
    let node = found(
        &|change| drop(change.open_table(NODE).unwrap().insert(&node_key(1, 2, 0), hash).unwrap()),
        &|change| drop(change.open_table(NODE).unwrap().remove(&node_key(1, 2, 0)).unwrap()),
    );
    assert_eq!(node, ("a node after the end of the tree", 300));
    let moved =
        found(&|change| drop(change.open_table(ID).unwrap().insert(&ids[0], 4).unwrap()), &|change| {
            drop(change.open_table(ID).unwrap().insert(&ids[0], 3).unwrap())
        });
    assert_eq!(moved, ("the place of an id", 3));
    let id = found(&|change| drop(change.open_table(ID).unwrap().insert(&ids[1], 3).unwrap()), &|change| {
        drop(change.open_table(ID).unwrap().remove(&ids[1]).unwrap())
    });
    assert_eq!(id, ("an id too many", 300));
    let event = found(
        &|change| drop(change.open_table(EVENT).unwrap().insert(&place(1, 9), ()).unwrap()),
        &|change| drop(change.open_table(EVENT).unwrap().remove(&place(1, 9)).unwrap()),
    );
    assert_eq!(event, ("the list of events", 9));
    let blob = found(
        &|change| drop(change.open_table(BLOB).unwrap().insert(&place(1, 999), [1].as_slice()).unwrap()),
        &|change| drop(change.open_table(BLOB).unwrap().remove(&place(1, 999)).unwrap()),
    );
    assert_eq!(blob, ("a payload too many", 300));
}

#[test]
fn an_entry_may_be_missing_only_if_its_deletion_is_on_record() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    fill(&store, 0..30);
    store.verify(|_, _| {}).unwrap();
    write(&store, |change| {
        let mut entries = change.open_table(ENTRY).unwrap();
        let id = Parsed::read(entries.remove(&place(1, 11)).unwrap().unwrap().value()).unwrap().header.id;
        change.open_table(ID).unwrap().remove(&id_key(1, id)).unwrap();
    });
    let what = "an entry is missing";
    assert_eq!(store.verify(|_, _| {}), Err(LedgerError::TreeAltered { what, index: 11 }));
    let event = RetentionRecord { actor: "clerk".into(), segments: vec![0], decisions: 1, keys: vec![] };
    let record = Record::Event(EventRecord::Retention(event));
    store.append(store.prepare(&Draft { subject: None, generation: 1, record }).unwrap()).wait().unwrap();
    let seen = store.verify(|_, _| {}).unwrap();
    assert_eq!((seen.entries, seen.deleted), (30, 1));
    drop(store);
    let seen = Ledger::verify_closed(&LedgerOptions::in_folder(folder.path()), |_, _| {}).unwrap();
    assert_eq!((seen.entries, seen.deleted), (30, 1));
}

#[test]
fn a_flipped_bit_of_the_second_level_of_tiles_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    // The first hash of the second level comes with the 65,536th entry.
    let mut next = 0;
    while next < 65_540 {
        let until = (next + 4_000).min(65_540);
        fill(&store, next..until);
        next = until;
    }
    let begun = std::time::Instant::now();
    assert_eq!(store.verify(|_, _| {}).unwrap().entries, 65_540);
    println!("verified {:.0} entries a second", 65_540.0 / begun.elapsed().as_secs_f64());
    for (row, bit) in [(256, 0), (256, 255), (255, 8), (0, 77)] {
        // Nodes are ordered by their level: 256 of the first, one of the second.
        flip_hash(&store, NODE, row, bit);
        let index = if row == 256 { 65_535 } else { row as u64 * 256 + 255 };
        let what = "a node of the tree";
        assert_eq!(store.verify(|_, _| {}), Err(LedgerError::TreeAltered { what, index }));
        flip_hash(&store, NODE, row, bit);
    }
    let proof = store.consistency(65_000, 65_540).wait().unwrap();
    assert!(!proof.is_empty());
}
