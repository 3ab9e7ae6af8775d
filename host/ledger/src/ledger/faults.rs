//! What happens when the disk, the clock or the callers misbehave.

mod beside;
mod clock;
mod crashes;
mod lasting;
mod whole;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::disk::{Disk, Fault};
use super::shared::{Clock, system_clock};
use super::*;
use crate::sample;
use crate::store::{Content, Erasing, Erasure, HoldOrder, Whose};
use whole::{Told, append, assert_whole, catch_up, draft};

/// A ledger on a disk that fails on demand.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn open(&self, disk: &Disk) -> Ledger {
        self.open_at(disk, system_clock).unwrap()
    }

    fn keys(&self) -> PathBuf {
        self.folder.path().join("keys")
    }

    fn open_at(&self, disk: &Disk, clock: Clock) -> Result<Ledger, LedgerError> {
        let keys = self.keys();
        let plugins = PluginFolder::open(self.folder.path().join("plugins")).unwrap();
        Ledger::start(opening::open_with(disk.opener(), &keys, 1, None, clock)?, plugins)
    }
}

#[test]
fn a_commit_that_fails_at_any_operation_fails_its_waiter_and_the_store_goes_on() {
    for fault in [Fault::Error, Fault::Panic] {
        for operations in 0..12 {
            let (bench, disk) = (Bench::new(), Disk::default());
            let store = bench.open(&disk);
            let mut told = Told::default();
            append(&store, &mut told, 0).unwrap();
            // Else the follower could meet the fault, and nobody would wait for that.
            catch_up(&store);
            disk.fail_after(operations, fault);
            let failed = (1..20).find(|n| match append(&store, &mut told, *n) {
                Ok(()) => false,
                Err(error) => {
                    assert!(matches!(error, LedgerError::OutcomeUnknown { .. }), "{error}");
                    true
                }
            });
            assert!(failed.is_some() || disk.is_sound(), "{fault:?} after {operations} operations");
            // The same subject again: its key may have been lost with the failed commit.
            append(&store, &mut told, failed.unwrap_or(20)).unwrap();
            assert!(store.health().serving);
            assert_whole(&store, &told);
            drop(store);
            assert_whole(&bench.open(&disk), &told);
        }
    }
}

#[test]
fn a_store_that_cannot_be_opened_again_stores_nothing_says_so_and_recovers() {
    let (bench, disk) = (Bench::new(), Disk::default());
    let store = bench.open(&disk);
    let mut told = Told::default();
    append(&store, &mut told, 1).unwrap();
    let receipt = told.records[0].0;
    catch_up(&store);
    disk.set_gone(true);
    disk.fail_after(0, Fault::Error);
    assert!(matches!(append(&store, &mut told, 2), Err(LedgerError::OutcomeUnknown { .. })));
    assert!(matches!(append(&store, &mut told, 2), Err(LedgerError::Unavailable(_))));
    assert!(matches!(store.get(receipt.id).wait(), Err(LedgerError::Unavailable(_))));
    let health = store.health();
    assert!(!health.serving && health.fault.is_some());
    disk.set_gone(false);
    recovers(&store, &mut told, 2);
    assert!(store.health().serving);
    assert_whole(&store, &told);
}

/// Appends as soon as the store can be used again.
fn recovers(store: &Ledger, told: &mut Told, n: u64) {
    let begun = Instant::now();
    while let Err(error) = append(store, told, n) {
        assert!(matches!(error, LedgerError::Unavailable(_)), "{error}");
        assert!(begun.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_panic_of_the_writer_outside_of_a_commit_fails_who_waits_and_nobody_after() {
    struct Panics;
    impl task::Task for Panics {
        fn write(&mut self, _: &task::Desk<'_>) -> Result<Vec<crate::EventRecord>, LedgerError> {
            Ok(vec![])
        }
        fn end(self: Box<Self>, _: &Shared, _: Result<Vec<Receipt>, LedgerError>) {
            panic!("as if it were wrong")
        }
    }
    let (bench, disk) = (Bench::new(), Disk::default());
    let (store, mut told) = (bench.open(&disk), Told::default());
    append(&store, &mut told, 1).unwrap();
    let nothing: Result<(), _> = store.queue.carry_out(|_| Box::new(Panics));
    assert!(matches!(nothing, Err(LedgerError::Unavailable(_))));
    recovers(&store, &mut told, 2);
    assert!(store.health().serving);
    assert_whole(&store, &told);
}

#[test]
fn a_full_queue_refuses_at_once_and_what_it_took_is_stored() {
    let (bench, disk) = (Bench::new(), Disk::default());
    let store = bench.open(&disk);
    disk.set_held(true);
    let overdue = sample::overdue();
    let mut taken = Vec::new();
    let refused = loop {
        // One batch may be in the writer's hands, and one fills the queue.
        assert!(taken.len() <= 2 * limits::QUEUE_RECORDS);
        let prepared = store.prepare(&overdue).unwrap();
        let pending = store.append(prepared);
        if store.health().waiting == limits::QUEUE_RECORDS {
            taken.push(pending);
            break store.append(store.prepare(&overdue).unwrap());
        }
        taken.push(pending);
    };
    assert_eq!(refused.wait(), Err(LedgerError::Full));
    disk.set_held(false);
    let receipts: Result<Vec<_>, _> = taken.into_iter().map(Pending::wait).collect();
    let sequences = receipts.unwrap().into_iter().map(|receipt| receipt.sequence);
    assert!(sequences.eq(0..store.health().records));
}

#[test]
fn an_erased_key_leaves_what_is_clear_and_nothing_else() {
    let (bench, disk) = (Bench::new(), Disk::default());
    let store = bench.open(&disk);
    let receipt = store.append(store.prepare(&draft(1)).unwrap()).wait().unwrap();
    store.close().unwrap();
    let database = disk.opener()().unwrap();
    let transaction = database.begin_write().unwrap();
    transaction.open_table(tables::KEY).unwrap().remove(&tables::place(1, 1)).unwrap();
    transaction.commit().unwrap();
    drop(database);
    let stored = bench.open(&disk).get(receipt.id).wait().unwrap().unwrap();
    assert_eq!((stored.receipt, stored.generation), (receipt, 7));
    assert_eq!(stored.content, Content::Erased);
}

/// Numbers that look random, the same in every run (xorshift64*).
fn numbers(mut state: u64) -> impl FnMut() -> u64 {
    move || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }
}
