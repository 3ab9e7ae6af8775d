//! A crash between any two steps loses no survivor and leaves no half of an epoch.

use super::*;
use crate::ledger::disk::Fault;
use crate::ledger::erasing::{request, standings};
use crate::ledger::tables::ERASURE;
use crate::ledger::{epochs, task::Queue};

const SUBJECTS: u64 = 12;

fn filled(store: &Ledger) -> Vec<Receipt> {
    (0..SUBJECTS).map(|n| append(store, &draft(&format!("person-{n}"), n))).collect()
}

/// After everything went on by itself: one epoch, nothing stale, all readable but the erased one.
fn assert_settled(store: &Ledger, receipts: &[Receipt], erased: usize, epoch: u32) {
    let begun = std::time::Instant::now();
    let settled = || {
        let stale = store.shared.read(|reader| standings(&reader.table(ERASURE)?, 1)).unwrap();
        let ring = &store.shared.ring;
        stale.is_empty() && ring.oldest_epoch() == epoch && ring.newest_epoch() == epoch
    };
    while !settled() {
        assert!(begun.elapsed().as_secs() < 20, "it does not go on by itself");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    for (index, receipt) in receipts.iter().enumerate() {
        assert_eq!(is_readable(store, receipt), index != erased, "{index}");
    }
}

#[test]
fn an_epoch_that_is_cut_short_after_any_step_ends_when_the_store_is_opened_again() {
    for steps in 0..5 {
        let bench = Bench::new();
        let store = bench.open();
        let receipts = filled(&store);
        erase(&store, "person-3");
        let queue: &Queue = &store.queue;
        if steps > 0 {
            store.shared.ring.begin_epoch().unwrap();
        }
        if steps > 1 {
            epochs::rewrap_some(queue, 5).unwrap();
        }
        if steps > 2 {
            epochs::rewrap_some(queue, 0).unwrap();
        }
        if steps > 3 {
            epochs::destroy(queue).unwrap();
        }
        let mut receipts = receipts;
        receipts.push(append(&store, &draft("person-in-between", 1)));
        receipts.push(append(&store, &draft("person-1", 1)));
        store.close().unwrap();
        let store = bench.open();
        if steps == 0 {
            store.end_epoch().unwrap();
        }
        assert_settled(&store, &receipts, 3, 2);
    }
}

#[test]
fn a_disk_that_fails_at_any_moment_of_an_epochs_end_loses_nobody() {
    let mut failed = 0;
    for operations in 0..40 {
        let bench = Bench::new();
        let store = bench.open();
        let receipts = filled(&store);
        erase(&store, "person-3");
        bench.disk.fail_after(operations, Fault::Error);
        failed += u32::from(store.end_epoch().is_err());
        let mut random = numbers(operations + 1);
        let crashed = bench.disk.after_crash(&mut random);
        drop(store);
        // Only the key file of the moment of the crash counts, and it may be later than the disk.
        let store = bench.open_at(&crashed, system_clock);
        store.end_epoch().unwrap();
        for (index, receipt) in receipts.iter().enumerate() {
            assert_eq!(is_readable(&store, receipt), index != 3, "{operations}: {index}");
        }
    }
    assert!(failed > 5, "{failed}");
}

#[test]
fn an_erasure_that_fails_at_any_moment_is_whole_or_not_at_all_and_can_be_asked_again() {
    for operations in 0..24 {
        let bench = Bench::new();
        let store = bench.open();
        let receipts = filled(&store);
        bench.disk.fail_after(operations, Fault::Error);
        let first = store.erase(&whose("person-3"));
        assert!(first.is_err() || !is_readable(&store, &receipts[3]));
        let again = || store.append(store.prepare(&draft("person-3", 77)).ok()?).wait().ok();
        let after = (0..3).find_map(|_| again()).expect("it recovers");
        let mut random = numbers(operations + 1);
        let crashed = bench.disk.after_crash(&mut random);
        drop(store);
        let store = bench.open_at(&crashed, system_clock);
        // A request on record is taken up; else it is asked again.
        store.erase(&whose("person-3")).unwrap();
        assert!(!is_readable(&store, &receipts[3]) && !is_readable(&store, &after));
        assert!(is_readable(&store, &receipts[4]));
    }
}

#[test]
fn a_request_that_was_cut_short_is_carried_out_when_the_store_is_opened_again() {
    let bench = Bench::new();
    let store = bench.open();
    let receipts = filled(&store);
    let keys = vec![4];
    store.queue.carry_out(|reply| request::task(Name::new("officer"), keys, reply)).unwrap();
    store.close().unwrap();
    let store = bench.open();
    let begun = std::time::Instant::now();
    while is_readable(&store, &receipts[3]) {
        assert!(begun.elapsed().as_secs() < 10);
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert!(is_readable(&store, &receipts[2]));
    assert!(matches!(&steps(&store)[..], [_, ErasureState::Erased { keys, .. }] if *keys == [4]));
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
