//! What happens when the disk, the clock or the callers misbehave.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::disk::{Disk, Fault};
use super::shared::{Clock, system_clock};
use super::*;
use crate::id::Timestamp;
use crate::store::{Content, Order};
use crate::{Draft, sample};

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

    fn open_at(&self, disk: &Disk, clock: Clock) -> Result<Ledger, LedgerError> {
        let keys: PathBuf = self.folder.path().join("keys");
        let plugins = PluginFolder::open(self.folder.path().join("plugins")).unwrap();
        Ledger::start(opening::open_with(disk.opener(), &keys, 1, None, clock)?, plugins)
    }
}

fn append(store: &Ledger, draft: &Draft) -> Result<Receipt, LedgerError> {
    store.append(store.prepare(draft).unwrap()).wait()
}

/// Every receipt's record is there, in its place, readable; places are dense, times never fall.
fn assert_holds(store: &Ledger, receipts: &[Receipt]) {
    for receipt in receipts {
        let stored = store.get(receipt.id).wait().unwrap().expect("an answered record is missing");
        assert_eq!(stored.receipt, *receipt);
        assert!(matches!(stored.content, Content::Record(_)), "{:?}", stored.content);
    }
    let page = Page { order: Order::OldestFirst, ..Page::default() };
    let listing = store.list(&page).wait().unwrap();
    assert!(listing.next.is_none());
    let listed: Vec<_> = listing.records.iter().map(|stored| stored.receipt).collect();
    assert!(listed.iter().map(|receipt| receipt.sequence).eq(0..store.health().records));
    assert!(listed.windows(2).all(|two| two[0].recorded_at <= two[1].recorded_at));
    assert!(listing.records.iter().all(|stored| matches!(stored.content, Content::Record(_))));
}

#[test]
fn a_commit_that_fails_at_any_operation_fails_its_waiter_and_the_store_goes_on() {
    for fault in [Fault::Error, Fault::Panic] {
        for operations in 0..12 {
            let (bench, disk) = (Bench::new(), Disk::default());
            let store = bench.open(&disk);
            let mut receipts = vec![append(&store, &sample::draft(0)).unwrap()];
            disk.fail_after(operations, fault);
            let failed = (1..20).find(|n| match append(&store, &sample::draft(*n)) {
                Ok(receipt) => {
                    receipts.push(receipt);
                    false
                }
                Err(error) => {
                    assert!(matches!(error, LedgerError::OutcomeUnknown { .. }), "{error}");
                    true
                }
            });
            assert!(failed.is_some(), "{fault:?} after {operations} operations reached no commit");
            // The same subject again: its key may have been lost with the failed commit.
            let next = append(&store, &sample::draft(failed.unwrap()));
            receipts.push(next.unwrap_or_else(|error| panic!("{fault:?} {operations}: {error}")));
            assert!(store.health().serving);
            assert_holds(&store, &receipts);
            drop(store);
            assert_holds(&bench.open(&disk), &receipts);
        }
    }
}

#[test]
fn after_a_power_failure_at_any_point_every_answered_record_is_there() {
    let mut random = numbers(7);
    for round in 0..60_u64 {
        let (bench, disk) = (Bench::new(), Disk::default());
        let store = bench.open(&disk);
        disk.fail_after(random() % 60, Fault::Error);
        let receipts: Vec<_> = (0..random() % 30)
            .map_while(|n| {
                let drafts = (0..1 + random() % 4).map(|m| sample::draft(n * 7 + m));
                let pending: Vec<_> =
                    drafts.map(|draft| store.append(store.prepare(&draft).unwrap())).collect();
                pending.into_iter().map(Pending::wait).collect::<Result<Vec<_>, _>>().ok()
            })
            .flatten()
            .collect();
        let crashed = disk.after_crash(&mut random);
        let store = bench.open(&crashed);
        assert_holds(&store, &receipts);
        let mut receipts = receipts;
        receipts.push(append(&store, &sample::draft(round)).unwrap());
        assert_holds(&store, &receipts);
    }
}

#[test]
fn a_store_that_cannot_be_opened_again_stores_nothing_says_so_and_recovers() {
    let (bench, disk) = (Bench::new(), Disk::default());
    let store = bench.open(&disk);
    let receipt = append(&store, &sample::draft(1)).unwrap();
    disk.set_gone(true);
    disk.fail_after(0, Fault::Error);
    assert!(matches!(append(&store, &sample::draft(2)), Err(LedgerError::OutcomeUnknown { .. })));
    assert!(matches!(append(&store, &sample::draft(2)), Err(LedgerError::Unavailable(_))));
    assert!(matches!(store.get(receipt.id).wait(), Err(LedgerError::Unavailable(_))));
    let health = store.health();
    assert!(!health.serving && health.fault.is_some());
    disk.set_gone(false);
    let begun = Instant::now();
    let next = loop {
        match append(&store, &sample::draft(2)) {
            Ok(receipt) => break receipt,
            Err(error) => assert!(matches!(error, LedgerError::Unavailable(_)), "{error}"),
        }
        assert!(begun.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(store.health().serving);
    assert_holds(&store, &[receipt, next]);
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
fn a_clock_that_jumps_back_never_makes_times_fall() {
    static NOW: AtomicU64 = AtomicU64::new(0);
    let (bench, disk) = (Bench::new(), Disk::default());
    let mut receipts = Vec::new();
    for now in [5_000, 9_000, 2_000, 8_999, 9_001, 1] {
        NOW.store(now, Ordering::SeqCst);
        let store = bench.open_at(&disk, || Timestamp(NOW.load(Ordering::SeqCst))).unwrap();
        receipts.push(append(&store, &sample::draft(now)).unwrap());
    }
    let times: Vec<_> = receipts.iter().map(|receipt| receipt.recorded_at.0).collect();
    assert_eq!(times, [5_000, 9_000, 9_000, 9_000, 9_001, 9_001]);
}

#[test]
fn a_subject_gets_a_new_key_in_each_quarter_and_old_records_stay_readable() {
    static NOW: AtomicU64 = AtomicU64::new(0);
    const QUARTER: u64 = 92 * 86_400_000_000;
    let (bench, disk) = (Bench::new(), Disk::default());
    let mut receipts = Vec::new();
    // The last one steps back, and stays in the quarter that was reached.
    for quarter in [0, 0, 1, 1, 2, 1] {
        NOW.store(quarter * QUARTER, Ordering::SeqCst);
        let store = bench.open_at(&disk, || Timestamp(NOW.load(Ordering::SeqCst))).unwrap();
        receipts.push(append(&store, &sample::draft(1)).unwrap());
    }
    let store = bench.open(&disk);
    assert_holds(&store, &receipts);
    let keys = store.shared.read(|reader| Ok(reader.key_rows()?.count())).unwrap();
    assert_eq!(keys, 4, "three quarters and the log itself");
}

#[test]
fn an_erased_key_leaves_what_is_clear_and_nothing_else() {
    let (bench, disk) = (Bench::new(), Disk::default());
    let store = bench.open(&disk);
    let receipt = append(&store, &sample::draft(1)).unwrap();
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
