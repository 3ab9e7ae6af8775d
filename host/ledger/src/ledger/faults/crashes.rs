//! The power fails at any moment of mixed work on several threads, and again while the store recovers.

use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use super::whole::{attempt, name};
use super::*;
use crate::store::Prepared;

/// Runs of each test; every one crashes at another moment.
const RUNS: u64 = 24;

#[test]
fn after_a_power_failure_at_any_moment_of_mixed_work_all_that_was_told_holds() {
    let (mut random, mut begun) = (numbers(11), 0);
    for run in 0..RUNS {
        let (bench, disk) = (Bench::new(), Disk::default());
        let store = bench.open(&disk);
        disk.fail_after(random() % 500, Fault::Dead);
        let mut told = work(&store, run);
        drop(store);
        begun += told.records.len();
        let crashed = disk.after_crash(&mut random);
        crashed.fail_after(random() % 40, Fault::Dead);
        if let Ok(store) = bench.open_at(&crashed, system_clock) {
            // It may get so far that it answers before it dies again.
            let _ = append(&store, &mut told, run);
            let _ = store.shared.catch_up();
        }
        let store = bench.open(&crashed.after_crash(&mut random));
        assert_whole(&store, &told);
        append(&store, &mut told, run).unwrap();
        assert_whole(&store, &told);
    }
    assert!(begun > 100, "only {begun} records were answered before the crashes");
}

#[test]
fn after_a_power_failure_while_the_store_is_made_it_is_made_again() {
    for operations in 0..60 {
        let (bench, disk) = (Bench::new(), Disk::default());
        disk.fail_after(operations, Fault::Dead);
        let mut told = Told::default();
        if let Ok(store) = bench.open_at(&disk, system_clock) {
            let _ = append(&store, &mut told, 1);
        }
        let crashed = disk.after_crash(numbers(operations + 1));
        let store = bench.open(&crashed);
        append(&store, &mut told, 2).unwrap();
        assert_whole(&store, &told);
    }
}

/// Callers, an officer and an auditor work until the disk is dead.
fn work(store: &Ledger, run: u64) -> Told {
    let (told, over) = (Mutex::new(Told::default()), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let (told, over) = (&told, &over);
        let callers: Vec<_> = (0..3)
            .map(|caller| scope.spawn(move || call(store, told, run * 10_000 + caller * 1_000)))
            .collect();
        scope.spawn(move || officer(store, told));
        scope.spawn(move || auditor(store, told, over));
        callers.into_iter().for_each(|caller| caller.join().unwrap());
        over.store(true, std::sync::atomic::Ordering::Release);
    });
    told.into_inner().unwrap()
}

/// Appends one by one, several at once, and under idempotency keys.
fn call(store: &Ledger, told: &Mutex<Told>, first: u64) {
    for n in (first..first + 200).step_by(5) {
        let keyed = n % 2 == 0;
        let prepared = |n: u64| -> Option<Prepared> {
            let prepared = store.prepare(&draft(n)).ok()?;
            if !keyed {
                return Some(prepared);
            }
            match store.claim(&attempt(n)).wait().ok()? {
                Claimed::Fresh(claim) => Some(prepared.under(claim)),
                _ => None,
            }
        };
        let Some(batch) = (n..n + 1 + n / 5 % 5).map(|n| Some((n, prepared(n)?))).collect::<Option<Vec<_>>>()
        else {
            return;
        };
        let waiting: Vec<_> = batch.into_iter().map(|(n, prepared)| (n, store.append(prepared))).collect();
        for (n, waiting) in waiting {
            let Ok(receipt) = waiting.wait() else { return };
            let mut told = told.lock().unwrap();
            told.records.push((receipt, n));
            if keyed {
                told.keyed.push((n, receipt));
            }
        }
    }
}

/// Holds, erases and ends epochs.
fn officer(store: &Ledger, told: &Mutex<Told>) {
    let order =
        HoldOrder { subject: Some(name(9)), until: None, matter: "case-7".into(), actor: "officer".into() };
    for person in 0..4 {
        let Ok(hold) = store.hold(&order) else { return };
        told.lock().unwrap().asked.insert(person);
        let whose = Whose { subject: name(person), actor: "officer".into() };
        let Ok(Erasure::Erased { receipt, .. }) = store.erase(&whose) else { return };
        told.lock().unwrap().erased.insert(person, receipt.sequence);
        if person % 2 == 1 && store.end_epoch().is_err() {
            return;
        }
        if store.release(hold.number, &"officer".into()).is_err() {
            return;
        }
    }
}

/// Makes the follower go on, and keeps checkpoints and proofs.
fn auditor(store: &Ledger, told: &Mutex<Told>, over: &AtomicBool) {
    while !over.load(std::sync::atomic::Ordering::Acquire) {
        if store.shared.catch_up().is_err() {
            return;
        }
        let last = told.lock().unwrap().records.last().map(|(receipt, _)| receipt.id);
        let proof = last.and_then(|id| store.proof(id).wait().ok().flatten());
        let note = store.checkpoint().wait().ok().flatten();
        let mut told = told.lock().unwrap();
        told.proofs.extend(proof);
        told.notes.extend(note);
    }
}
