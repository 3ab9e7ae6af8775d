//! What must hold of a store whatever happened to it, checked against what its callers were told and
//! against a tree that an independent crate makes of the entries.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use sha2_oracle::Sha256;
use tlog_tiles::record_hash;

use crate::proof::{Proof, open};
use crate::store::{Attempt, Claimed, Content, Order, Page, Receipt, Store, Stored};
use crate::{Draft, Ledger, LedgerError, sample};

/// What callers were told, each thing when it was answered.
#[derive(Default)]
pub(super) struct Told {
    /// Records, with the numbers of their drafts.
    pub(super) records: Vec<(Receipt, u64)>,
    /// Those under an idempotency key, by the number of their draft.
    pub(super) keyed: Vec<(u64, Receipt)>,
    /// Persons whose erasure was asked for.
    pub(super) asked: BTreeSet<u64>,
    /// Persons who were erased, and the sequence of that event.
    pub(super) erased: BTreeMap<u64, u64>,
    /// Checkpoints that were seen.
    pub(super) notes: Vec<Vec<u8>>,
    /// Proofs that were given.
    pub(super) proofs: Vec<Proof>,
}

/// Persons that the drafts are about.
const PERSONS: u64 = 12;

/// The draft with a number.
pub(super) fn draft(n: u64) -> Draft {
    let subject = Some(name(n % PERSONS));
    match n % 13 {
        5 => Draft { subject, record: sample::large_decision(n), ..sample::draft(n) },
        _ => Draft { subject, ..sample::draft(n) },
    }
}

/// The identifier of a person.
pub(super) fn name(person: u64) -> String {
    format!("person-{person}")
}

/// The request that a draft answers, under a key of its own.
pub(super) fn attempt(n: u64) -> Attempt {
    Attempt {
        caller: "caller".into(),
        key: format!("key-{n}"),
        item: None,
        request: n.to_be_bytes().to_vec(),
    }
}

/// Appends the draft with a number, and notes what is told.
pub(super) fn append(store: &Ledger, told: &mut Told, n: u64) -> Result<(), LedgerError> {
    let receipt = store.append(store.prepare(&draft(n))?).wait()?;
    told.records.push((receipt, n));
    Ok(())
}

/// Every answered record is there once, with its content unless it was erased; places are dense and
/// times never fall; the tree is the one that the entries make; checkpoints, proofs and idempotency
/// keys that were given are good.
#[track_caller]
pub(super) fn assert_whole(store: &Ledger, told: &Told) {
    let all = walk(store);
    assert!(all.iter().zip(0..).all(|(stored, at)| stored.receipt.sequence == at), "places are dense");
    assert!(all.windows(2).all(|two| two[0].receipt.recorded_at <= two[1].receipt.recorded_at));
    let ids: BTreeSet<_> = all.iter().map(|stored| stored.receipt.id).collect();
    assert_eq!(ids.len(), all.len(), "an id stands twice");
    for (receipt, n) in &told.records {
        let stored =
            all.get(usize::try_from(receipt.sequence).unwrap()).expect("an answered record is missing");
        assert_eq!(stored.receipt, *receipt);
        assert_content(told, stored, *n);
        assert_eq!(store.get(receipt.id).wait().unwrap().expect("its id is lost").receipt, *receipt);
    }
    assert!(all.iter().all(|stored| !matches!(stored.content, Content::Unreadable(_))));
    assert_keys(store, told);
    assert_tree(store, told);
    store.verify(|_, _| {}).unwrap();
}

fn walk(store: &Ledger) -> Vec<Stored> {
    let (mut page, mut all) = (Page { order: Order::OldestFirst, ..Page::default() }, vec![]);
    loop {
        let listing = store.list(&page).wait().unwrap();
        all.extend(listing.records);
        page.after = listing.next;
        if page.after.is_none() {
            return all;
        }
    }
}

fn assert_content(told: &Told, stored: &Stored, n: u64) {
    let erased = told.erased.get(&(n % PERSONS));
    match (&stored.content, erased) {
        (Content::Erased, Some(at)) if stored.receipt.sequence < *at => {}
        // Nobody was told how it went.
        (Content::Erased, None) if told.asked.contains(&(n % PERSONS)) => {}
        (Content::Record(record), at) if at.is_none_or(|at| stored.receipt.sequence > *at) => {
            assert!(*record == draft(n).record, "record {n} has another content");
        }
        (content, _) => panic!("record {n} at {}: {content:?}, erased {erased:?}", stored.receipt.sequence),
    }
}

fn assert_keys(store: &Ledger, told: &Told) {
    for (n, receipt) in &told.keyed {
        match store.claim(&attempt(*n)).wait().unwrap() {
            Claimed::Stored(stored) => assert_eq!(stored.receipt, *receipt),
            Claimed::Fresh(_) => panic!("key {n} is forgotten"),
            Claimed::InFlight => panic!("key {n} was never given back"),
            Claimed::OtherRequest => panic!("key {n} has another request"),
        }
    }
}

fn assert_tree(store: &Ledger, told: &Told) {
    catch_up(store);
    let key = store.verifier_key();
    let Some(note) = store.checkpoint().wait().unwrap() else {
        assert!(told.records.is_empty() && told.notes.is_empty());
        return;
    };
    let size = open(&note, &key).unwrap().size();
    let entries = store.shared.read(|reader| reader.raw(0..size)).unwrap();
    let notes: BTreeMap<u64, [u8; 32]> =
        told.notes.iter().chain([&note]).map(|note| signed(note, &key)).collect();
    let mut oracle = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    for (entry, grown) in entries.iter().zip(1..) {
        oracle.push(entry.clone().expect("an entry is missing"));
        if let Some(root) = notes.get(&grown) {
            assert_eq!(oracle.root().as_bytes().as_slice(), root, "the root of {grown} entries");
        }
    }
    assert!(notes.keys().all(|signed| *signed <= size), "entries that were signed are gone");
    for (receipt, _) in told.records.iter().step_by(1 + told.records.len() / 16) {
        let proof = store.proof(receipt.id).wait().unwrap().unwrap();
        assert_eq!(proof.check(&key).unwrap().index, receipt.sequence);
        assert_eq!(record_hash(&proof.entry).0, *receipt.leaf.as_bytes());
    }
    for proof in &told.proofs {
        let index = proof.check(&key).unwrap().index;
        assert_eq!(entries[usize::try_from(index).unwrap()].as_ref(), Some(&proof.entry));
    }
}

/// The follower may have met the fault too; then it pauses before it tries again.
pub(super) fn catch_up(store: &Ledger) {
    let begun = Instant::now();
    while let Err(error) = store.shared.catch_up() {
        assert!(matches!(error, LedgerError::Unavailable(_)) && begun.elapsed().as_secs() < 60, "{error}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn signed(note: &[u8], key: &str) -> (u64, [u8; 32]) {
    let checkpoint = open(note, key).unwrap();
    (checkpoint.size(), checkpoint.hash().0)
}
