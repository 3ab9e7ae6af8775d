//! Proofs of a real store, checked by the crates that verify, and every flipped byte found.

mod flips;
mod oracle;
mod serving;

use std::path::Path;

use tlog_tiles::{check_tree, record_hash};

use super::super::tables::ENTRY;
use super::*;
use crate::proof::BadProof;
use crate::store::{Receipt, Store};
use crate::{Ledger, LedgerOptions, sample};
use flips::flip_hash;

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
    store.shared.catch_up().unwrap();
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
fn a_record_is_proven_under_any_checkpoint_that_covers_it_and_under_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    let early = fill(&store, 0..10);
    store.shared.catch_up().unwrap();
    let note = store.checkpoint().wait().unwrap().unwrap();
    let late = fill(&store, 10..30);
    store.shared.catch_up().unwrap();
    let cosigned = [note.as_slice(), "\u{2014} somebody.else AAAAAAAA\n".as_bytes()].concat();
    let proof = store.proof_under(early[3].id, &cosigned).wait().unwrap().unwrap();
    assert_eq!(proof.check(&store.verifier_key()).unwrap().size, 10);
    assert_eq!(proof.checkpoint, cosigned, "every signature stays");
    assert_eq!(store.proof_under(late[3].id, &cosigned).wait(), Err(LedgerError::Unsigned));
    assert_eq!(store.proof_under(early[3].id, b"no note").wait(), Err(LedgerError::Unsigned));
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
    let what = "an entry or its leaf";
    let options = LedgerOptions::in_folder(folder.path());
    let found = Ledger::verify_closed(&options, |_, _| {});
    assert_eq!(
        found,
        Err(LedgerError::TreeAltered { what, index: 2 }),
        "it is named although it is not opened"
    );
}

#[test]
fn an_entry_that_was_altered_near_the_end_is_found_when_the_store_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    fill(&store, 0..20);
    store.shared.catch_up().unwrap();
    flips::flip_bytes(&store, ENTRY, 13, 777);
    drop(store);
    let what = "an entry or its leaf";
    assert_eq!(refused(folder.path()), LedgerError::TreeAltered { what, index: 13 });
}

#[test]
fn a_crash_after_the_commit_and_before_the_release_signs_the_same_tree_again() {
    let folder = tempfile::tempdir().unwrap();
    let (record, copy) = (folder.path().join("ledger.checkpoint"), folder.path().join("copy"));
    let store = open_in(folder.path());
    let receipts = fill(&store, 0..5);
    store.shared.catch_up().unwrap();
    let (key, early) = (store.verifier_key(), store.proof(receipts[2].id).wait().unwrap().unwrap());
    std::fs::copy(&record, &copy).unwrap();
    fill(&store, 5..9);
    store.shared.catch_up().unwrap();
    let signed = store.checkpoint().wait().unwrap();
    drop(store);
    for before in [Some(&copy), None] {
        std::fs::remove_file(&record).unwrap();
        if let Some(before) = before {
            std::fs::copy(before, &record).unwrap();
        }
        let store = open_in(folder.path());
        assert_eq!(store.checkpoint().wait().unwrap(), signed);
        assert_eq!(
            std::fs::read(&record).unwrap(),
            signed.clone().unwrap(),
            "it is on record before it is seen"
        );
        assert!(early.check(&key).is_ok());
    }
}

#[test]
fn a_log_keeps_its_name_and_another_one_in_the_options_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let named = |origin: &str| LedgerOptions {
        origin: Some(origin.into()),
        ..LedgerOptions::in_folder(folder.path())
    };
    assert_eq!(
        Ledger::open_existing(&named("example.org/log")).err(),
        Some(LedgerError::NoLedger(folder.path().into()))
    );
    let store = Ledger::open(&named("example.org/log")).unwrap();
    assert!(store.verifier_key().starts_with("example.org/log+"));
    drop(store);
    let (stored, asked) = ("example.org/log".into(), "example.org/other".into());
    let other = Ledger::open(&named("example.org/other")).err();
    assert_eq!(other, Some(LedgerError::OtherOrigin { stored, asked }));
    drop(open_in(folder.path()));
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
