//! Proofs of a real store, checked by the crates that verify, and every flipped byte found.

use std::path::Path;

use redb::{ReadableTable, ReadableTableMetadata, TableDefinition};
use tlog_tiles::check_tree;

use super::super::tables::ENTRY;
use super::*;
use crate::proof::BadProof;
use crate::store::{Receipt, Store};
use crate::{Ledger, LedgerOptions, sample};

fn open_in(folder: &Path) -> Ledger {
    Ledger::open(&LedgerOptions::in_folder(folder)).unwrap()
}

fn fill(store: &Ledger, records: std::ops::Range<u64>) -> Vec<Receipt> {
    let pending: Vec<_> = records.map(|n| store.append(store.prepare(&sample::draft(n)).unwrap())).collect();
    pending.into_iter().map(|pending| pending.wait().unwrap()).collect()
}

#[test]
fn every_proof_verifies_with_the_key_alone_and_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    assert_eq!(store.checkpoint().wait().unwrap(), None);
    let mut receipts = fill(&store, 0..700);
    let early: Vec<Proof> =
        receipts.iter().step_by(50).map(|receipt| store.proof(receipt.id).wait().unwrap().unwrap()).collect();
    let key = store.verifier_key();
    drop(store);
    let store = open_in(folder.path());
    assert_eq!(store.verifier_key(), key);
    receipts.extend(fill(&store, 700..900));
    for receipt in &receipts {
        let proof = store.proof(receipt.id).wait().unwrap().unwrap();
        let text = proof.to_text();
        assert_eq!(Proof::read(&text).unwrap(), proof);
        let proven = proof.check(&key).unwrap();
        assert_eq!((proven.index, proven.size), (receipt.sequence, 900));
        assert_eq!(record_hash(&proof.entry).0, *receipt.leaf.as_bytes());
    }
    assert!(early.iter().all(|proof| proof.check(&key).is_ok()));
    assert_eq!(store.proof(RecordId::new()).wait().unwrap(), None);
}

#[test]
fn a_changed_proof_proves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    let receipts = fill(&store, 0..40);
    let key = store.verifier_key();
    let proof = store.proof(receipts[17].id).wait().unwrap().unwrap();
    let text = proof.to_text().into_bytes();
    for at in 0..text.len() {
        let mut changed = text.clone();
        changed[at] ^= 1;
        let Ok(changed) = String::from_utf8(changed) else { continue };
        if let Ok(read) = Proof::read(&changed) {
            // Base64 leaves spare bits in its last letter; they say nothing.
            assert!(read == proof || read.check(&key).is_err(), "byte {at} does not count");
        }
    }
    let other = open_in(&folder.path().join("other")).verifier_key();
    assert_eq!(proof.check(&other), Err(BadProof::Signature));
    assert_eq!(proof.check("no key"), Err(BadProof::VerifierKey));
    assert_eq!(Proof::read(""), Err(BadProof::Shape(1)));
}

#[test]
fn the_tree_of_one_size_is_shown_to_begin_that_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    let mut trees = vec![];
    for step in [1, 2, 60, 193, 1, 44, 300] {
        let size = trees.last().map_or(0, |(size, _)| *size);
        fill(&store, size..size + step);
        store.shared.catch_up().unwrap();
        let note = store.checkpoint().wait().unwrap().unwrap();
        let checkpoint = open(&note, &store.verifier_key()).unwrap();
        trees.push((checkpoint.size(), *checkpoint.hash()));
    }
    for (from, old) in &trees {
        for (to, new) in trees.iter().filter(|(to, _)| to >= from) {
            let hashes = store.consistency(*from, *to).wait().unwrap();
            let hashes: Vec<Hash> = hashes.iter().map(|hash| Hash(*hash.as_bytes())).collect();
            check_tree(&hashes, *to, *new, *from, *old).unwrap();
        }
    }
    for (from, to) in [(5, 10_000), (1, u64::MAX), (3, u64::MAX - 1), (u64::MAX, u64::MAX), (4, 3)] {
        let error = store.consistency(from, to).wait().unwrap_err();
        assert_eq!(error, LedgerError::NoSuchTree { from, to, size: 601 });
    }
}

/// Flips one bit of the value in one row of a table; twice is as before.
fn flip_bytes(store: &Ledger, table: TableDefinition<'_, &Place, &[u8]>, row: usize, bit: usize) -> u64 {
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
fn flip_hash<const N: usize>(
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
    assert_eq!(whole, Verified { entries: 270, deleted: 0, checkpoints: 1, unsigned: 0 });
    let mut random = 7_u64;
    let mut next = || {
        // A linear congruential generator (Knuth, MMIX): the same flips in every run.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap()
    };
    for _ in 0..2_400 {
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

fn refused(folder: &Path) -> LedgerError {
    Ledger::open(&LedgerOptions::in_folder(folder)).err().unwrap()
}

#[test]
fn a_store_that_contradicts_what_was_signed_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    fill(&store, 0..5);
    store.shared.catch_up().unwrap();
    flip_hash(&store, LEAF, 2, 9);
    drop(store);
    let what = "the root of a checkpoint";
    assert_eq!(refused(folder.path()), LedgerError::TreeAltered { what, index: 5 });
}

#[test]
fn a_store_put_back_to_an_earlier_state_never_signs_another_history() {
    let folder = tempfile::tempdir().unwrap();
    let (file, copy) = (folder.path().join("ledger.redb"), folder.path().join("copy"));
    let store = open_in(folder.path());
    fill(&store, 0..5);
    store.shared.catch_up().unwrap();
    drop(store);
    std::fs::copy(&file, &copy).unwrap();
    let store = open_in(folder.path());
    fill(&store, 5..9);
    store.shared.catch_up().unwrap();
    drop(store);
    std::fs::copy(&copy, &file).unwrap();
    let what = "entries that were signed are gone";
    assert_eq!(refused(folder.path()), LedgerError::TreeAltered { what, index: 5 });
}

#[test]
fn a_log_without_its_checkpoints_or_its_key_signs_nothing_more() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    fill(&store, 0..5);
    store.shared.catch_up().unwrap();
    {
        let database = store.shared.database.read().unwrap();
        let transaction = database.as_ref().unwrap().begin_write().unwrap();
        transaction.open_table(CHECKPOINT).unwrap().retain(|_, _| false).unwrap();
        transaction.commit().unwrap();
    }
    let what = "no checkpoint is left";
    assert_eq!(store.verify(|_, _| {}), Err(LedgerError::TreeAltered { what, index: 5 }));
    drop(store);
    let what = "the latest checkpoint";
    assert_eq!(refused(folder.path()), LedgerError::TreeAltered { what, index: 5 });

    let folder = tempfile::tempdir().unwrap();
    fill(&open_in(folder.path()), 0..5);
    open_in(folder.path()).shared.catch_up().unwrap();
    let key = folder.path().join("ledger.checkpoint-key");
    std::fs::remove_file(&key).unwrap();
    assert_eq!(refused(folder.path()), LedgerError::KeysMissing(key));
}
