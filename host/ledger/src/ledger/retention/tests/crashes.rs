//! Whenever the power fails, what is on record is carried through, and nothing else is lost.

use super::*;
use crate::ledger::disk::Fault;

/// Numbers that look random, the same in every run (xorshift64*).
fn numbers(mut state: u64) -> impl FnMut() -> u64 {
    move || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }
}

#[test]
fn a_disk_that_fails_at_any_moment_of_a_run_leaves_a_store_that_goes_on() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let (mut failed, mut unfinished) = (0, 0);
    for operations in 0..60 {
        set("2026-01-01T00:00:00Z");
        let bench = Bench::new(clock, &[class("logs", &[], "P1M")]);
        let store = bench.open();
        let receipts = fill(&store, 17);
        let kept = append(&store, &draft(Kind::Sharing, "held", 1));
        hold(&store, Some("held"), None);
        store.shared.catch_up().unwrap();
        let proof = store.proof(receipts[3].id).wait().unwrap().unwrap();
        set("2026-05-01T00:00:00Z");
        let fault = if operations % 2 == 0 { Fault::Error } else { Fault::Panic };
        bench.disk.fail_after(operations / 2, fault);
        let ended = store.retain(&Name::new("operator")).and_then(|_| store.finish_deletions());
        failed += u32::from(ended.is_err());
        let crashed = bench.disk.after_crash(numbers(operations + 1));
        drop(store);
        let store = bench.open_at(&crashed);
        store.verify(|_, _| {}).unwrap();
        unfinished += store.retention().unwrap().segments.unfinished;
        assert_eq!(found(&store, &kept), Found::Readable, "{operations}");
        retain(&store);
        let plan = store.retention().unwrap();
        assert_eq!((plan.segments.deleted, plan.segments.unfinished), (2, 0), "{operations}");
        assert!(
            receipts[..16].iter().all(|receipt| found(&store, receipt) == Found::Deleted),
            "{operations}"
        );
        assert_eq!((found(&store, &receipts[16]), found(&store, &kept)), (Found::Erased, Found::Readable));
        let seen = store.verify(|_, _| {}).unwrap();
        assert_eq!((seen.deleted, seen.entries), (16, store.health().records - 16), "{operations}");
        assert!(proof.check(&store.verifier_key()).is_ok());
        store.end_epoch().unwrap();
        assert_eq!(found(&store, &kept), Found::Readable);
    }
    println!("{failed} runs failed, {unfinished} deletions were left unfinished");
    assert!(failed > 10, "{failed}");
}

#[test]
fn a_deletion_that_was_cut_short_goes_on_by_itself_when_the_store_is_opened_again() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let bench = Bench::new(clock, &[class("logs", &[], "P1M")]);
    let store = bench.open();
    let receipts = fill(&store, 9);
    set("2026-05-01T00:00:00Z");
    // On record, and no row is gone: a hold stood in the way, whose time is over at the next start.
    retain_keys(&store);
    let doomed = super::super::deleting::doomed(&store.shared, &[0]).unwrap();
    store.queue.carry_out(|reply| super::super::deleting::log(Name::new("operator"), doomed, reply)).unwrap();
    store.close().unwrap();
    let store = bench.open();
    let begun = std::time::Instant::now();
    while found(&store, &receipts[7]) != Found::Deleted {
        assert!(begun.elapsed().as_secs() < 20, "it does not go on by itself");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert_eq!(found(&store, &receipts[8]), Found::Erased);
}

/// Expires the keys, and deletes nothing.
fn retain_keys(store: &Ledger) {
    let ids = super::super::survey::Survey::of(&store.shared).unwrap().expired();
    store.queue.carry_out(|reply| super::super::expiring::task(Name::new("operator"), ids, reply)).unwrap();
}
