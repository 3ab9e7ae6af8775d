//! Beside live traffic, after crashes, and where entries were deleted.

use super::*;
use crate::ledger::disk::Fault;
use crate::ledger::tables::{ENTRY, place};

fn denied(limit: usize, order: Order) -> Page {
    let filter = Filter { effect: Some(Name::new("deny")), ..Filter::default() };
    Page { limit, order, filter, ..Page::default() }
}

fn about(subject: u64) -> Page {
    let filter = Filter { subject: Some(name(subject)), ..Filter::default() };
    Page { limit: 50, filter, ..Page::default() }
}

#[test]
fn what_was_acknowledged_is_found_at_once_and_pages_miss_nothing_while_the_log_grows() {
    let bench = Bench::new(system_clock);
    let ledger = bench.open();
    let first: Vec<Receipt> = store(&ledger, (0..300).map(|n| varied(Some(n % 40), n * 5)).collect());
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for n in 300..700 {
                let receipt = store(&ledger, vec![varied(Some(n), n * 5)])[0];
                assert_eq!(all(&ledger, &about(n)), [receipt.sequence], "of {n}");
                let newest = ledger.list(&denied(1, Order::NewestFirst)).wait().unwrap();
                assert_eq!(newest.records[0].receipt.sequence, receipt.sequence);
            }
        });
        while !writer.is_finished() {
            let found = all(&ledger, &denied(7, Order::OldestFirst));
            assert!(found.windows(2).all(|two| two[0] < two[1]), "each once, in order");
            assert!(found.len() >= first.len());
            assert!(found[..first.len()].iter().copied().eq(first.iter().map(|one| one.sequence)));
        }
        writer.join().unwrap();
    });
    assert_eq!(all(&ledger, &denied(50, Order::NewestFirst)).len(), 700);
}

#[test]
fn after_a_crash_at_any_moment_of_the_follower_everything_is_found() {
    let mut random = numbers(11);
    for round in 0..30 {
        let bench = Bench::new(system_clock);
        let ledger = bench.open();
        let mut receipts = store(&ledger, (0..90).map(|n| varied(Some(n % 7), n * 5)).collect());
        bench.disk.fail_after(random(40), Fault::Error);
        // Its steps fail, and so may a commit.
        let _ = ledger.shared.catch_up();
        let more = (90..120).map(|n| ledger.append(ledger.prepare(&varied(Some(n % 7), n * 5)).unwrap()));
        let more: Vec<_> = more.collect();
        receipts.extend(more.into_iter().filter_map(|pending| pending.wait().ok()));
        let crashed = bench.disk.after_crash(|| random(1 << 40));
        drop(ledger);
        let ledger = bench.open_on(&crashed);
        for caught_up in [false, true] {
            if caught_up {
                ledger.shared.catch_up().unwrap();
            }
            let found = all(&ledger, &denied(50, Order::OldestFirst));
            assert!(receipts.iter().all(|one| found.binary_search(&one.sequence).is_ok()), "{round}");
            let of_all: usize = (0..7).map(|subject| all(&ledger, &about(subject)).len()).sum();
            assert_eq!(of_all, found.len(), "{round}");
        }
    }
}

#[test]
fn deleted_entries_are_passed_over_by_every_search() {
    let bench = Bench::new(system_clock);
    let ledger = bench.open();
    let receipts = store(&ledger, (0..400).map(|n| varied(Some(n % 7), n * 5)).collect());
    ledger.shared.catch_up().unwrap();
    drop(ledger);
    let database = bench.disk.opener()().unwrap();
    let transaction = database.begin_write().unwrap();
    {
        let mut entries = transaction.open_table(ENTRY).unwrap();
        for sequence in (0..128).filter(|sequence| sequence % 50 != 9) {
            entries.remove(&place(1, sequence)).unwrap();
        }
    }
    transaction.commit().unwrap();
    drop(database);
    let ledger = bench.open();
    let left: Vec<u64> = (0..400).filter(|n| *n >= 128 || n % 50 == 9).collect();
    for order in [Order::OldestFirst, Order::NewestFirst] {
        let mut left = left.clone();
        if order == Order::NewestFirst {
            left.reverse();
        }
        assert_eq!(all(&ledger, &Page { order, limit: 9, ..Page::default() }), left);
        assert_eq!(all(&ledger, &denied(9, order)), left);
        let own: Vec<u64> = left.iter().copied().filter(|n| n % 7 == 3).collect();
        assert_eq!(all(&ledger, &Page { order, ..about(3) }), own);
    }
    let from = Some(receipts[60].recorded_at);
    let since = all(&ledger, &Page { from, order: Order::OldestFirst, limit: 500, ..Page::default() });
    let at = |n: &u64| receipts[*n as usize].recorded_at;
    assert!(since.iter().copied().eq(left.iter().copied().filter(|n| Some(at(n)) >= from)));
}
