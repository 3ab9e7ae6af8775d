//! Erasures and epochs beside live traffic: each record is either before an erasure or after it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::*;

/// Appends until it is told to stop, new persons now and then; gives every receipt.
fn traffic(store: &Ledger, stop: &AtomicBool, subject: impl Fn(u64) -> String) -> Vec<Receipt> {
    let mut receipts = Vec::new();
    for n in 0.. {
        if stop.load(Ordering::Acquire) {
            break;
        }
        receipts.push(append(store, &draft(&subject(n), n)));
    }
    receipts
}

#[test]
fn beside_live_traffic_exactly_what_comes_before_an_erasure_is_erased_and_nobody_else_is_lost() {
    let bench = Bench::new();
    let store = bench.open();
    let (stop, erased_at) = (AtomicBool::new(false), AtomicU64::new(0));
    let (mut others, mut person) = (Vec::new(), Vec::new());
    std::thread::scope(|scope| {
        let (store, stop) = (&store, &stop);
        let own = scope.spawn(move || traffic(store, stop, |_| "ada".into()));
        let many: Vec<_> = (0..3)
            .map(|caller| scope.spawn(move || traffic(store, stop, |n| format!("{caller}-{}", n / 3))))
            .collect();
        for round in 0..12 {
            std::thread::sleep(std::time::Duration::from_millis(10));
            if let Erasure::Erased { receipt, .. } = store.erase(&whose("ada")).unwrap() {
                erased_at.store(receipt.sequence, Ordering::Release);
            }
            if round % 2 == 0 {
                store.end_epoch().unwrap();
            }
        }
        stop.store(true, Ordering::Release);
        others.extend(many.into_iter().flat_map(|caller| caller.join().unwrap()));
        person.extend(own.join().unwrap());
    });
    assert!(others.len() > 50 && person.len() > 10, "{} {}", others.len(), person.len());
    let erased_at = erased_at.into_inner();
    for store in [store, bench.open()] {
        assert!(others.iter().all(|receipt| is_readable(&store, receipt)));
        for receipt in &person {
            assert_eq!(is_readable(&store, receipt), receipt.sequence > erased_at, "{}", receipt.sequence);
        }
        store.close().unwrap();
    }
}
