//! Whole segments vanish; everything that reads goes on over the gap.

use redb::ReadableTable;

use super::*;
use crate::ledger::tables::{ENTRY, LEAF, place};
use crate::proof::{Proof, TileAddress};
use crate::store::{Order, Page, RecordKind};

/// Two segments of what expires, with a generation among them, and some of the next quarter.
fn filled(store: &Ledger, set: impl Fn(&str)) -> Vec<Receipt> {
    let mut receipts = fill(store, 5);
    receipts.push(append(store, &sample::generation(3)));
    let large = Draft { subject: Some("large".into()), generation: 7, record: sample::large_decision(9) };
    receipts.push(append(store, &large));
    receipts.extend(fill(store, 10));
    set("2026-04-01T00:00:00Z");
    receipts.extend(fill(store, 6));
    receipts
}

pub(super) fn sequences(store: &Ledger, page: &Page) -> Vec<u64> {
    let (mut page, mut seen) = (page.clone(), vec![]);
    loop {
        let listing = store.list(&page).wait().unwrap();
        seen.extend(listing.records.iter().map(|record| record.receipt.sequence));
        match listing.next {
            Some(next) => page.after = Some(next),
            None => return seen,
        }
    }
}

#[test]
fn whole_segments_go_and_everything_else_is_as_it_was() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let bench = Bench::new(clock, &[class("logs", &[], "P1M")]);
    let store = bench.open();
    let receipts = filled(&store, set);
    assert_eq!(receipts.len(), 23);
    store.shared.catch_up().unwrap();
    let proofs: Vec<Proof> = receipts.iter().map(|r| store.proof(r.id).wait().unwrap().unwrap()).collect();
    let consistency = store.consistency(5, 23).wait().unwrap();
    let held = hold(&store, Some("nobody"), None);
    set("2026-05-01T00:00:00Z");
    let retained = retain(&store);
    assert_eq!(retained.segments, [0, 1]);
    assert_eq!(retained.decisions, 15, "the generation stays");
    assert_eq!(retained.receipts.len(), 2, "the keys, then the segments");
    let plan = store.retention().unwrap();
    assert_eq!((plan.segments.deleted, plan.segments.unfinished, plan.segments.minimum_index), (2, 0, 16));
    assert_eq!((plan.segments.full, plan.segments.readable, plan.unreadable), (3, 1, 1), "{plan:?}");
    let mut store = store;
    for _ in 0..2 {
        store.shared.catch_up().unwrap();
        for (index, receipt) in receipts.iter().enumerate() {
            let expected = match index {
                5 | 17.. => Found::Readable,
                16 => Found::Erased,
                _ => Found::Deleted,
            };
            assert_eq!(found(&store, receipt), expected, "{index}");
            if expected == Found::Deleted {
                assert_eq!(store.proof(receipt.id).wait().err(), Some(LedgerError::Deleted));
                let checkpoint = &proofs[index].checkpoint;
                assert_eq!(
                    store.proof_under(receipt.id, checkpoint).wait().err(),
                    Some(LedgerError::Deleted)
                );
            } else {
                store.proof(receipt.id).wait().unwrap().unwrap().check(&store.verifier_key()).unwrap();
            }
        }
        assert_eq!(store.get(crate::RecordId::new()).wait().map(|stored| stored.is_none()), Ok(true));
        assert!(proofs.iter().all(|proof| proof.check(&store.verifier_key()).is_ok()));
        assert_eq!(store.consistency(5, 23).wait().unwrap(), consistency);
        let tile = |text: &str| store.tile(text.parse::<TileAddress>().unwrap()).wait().unwrap();
        assert!(tile("0/000.p/23").is_some() && tile("entries/000.p/23").is_none());
        let seen = store.verify(|_, _| {}).unwrap();
        assert_eq!((seen.deleted, seen.entries), (15, store.health().records - 15));
        assert_eq!(store.latest_generation().wait().unwrap().unwrap().1.number, 3);
        assert_eq!(store.holds().unwrap()[0].number, held);
        store = bench.reopened(store);
    }
}

#[test]
fn pages_and_times_go_over_the_gap_in_both_directions() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let bench = Bench::new(clock, &[class("logs", &[Kind::Sharing], "P1M")]);
    let store = bench.open();
    // Segment 0 stays for one decision in no class, segment 1 goes, segment 2 is of the next quarter.
    let kept = append(&store, &draft(Kind::Rights, "ada", 1));
    let mut all = vec![kept];
    for day in 1..24 {
        set(&if day < 16 {
            format!("2026-03-{day:02}T00:00:00Z")
        } else {
            format!("2026-04-{day:02}T00:00:00Z")
        });
        all.push(append(&store, &draft(Kind::Sharing, &format!("person-{day}"), day)));
    }
    set("2026-05-01T00:00:00Z");
    assert_eq!(retain(&store).segments, [1]);
    let there: Vec<u64> = (0..8).chain(16..24).collect();
    let decisions = vec![RecordKind::Decision(Kind::Sharing), RecordKind::Decision(Kind::Rights)];
    for limit in [1, 3, 7, 0] {
        let page = Page { limit, kinds: decisions.clone(), order: Order::OldestFirst, ..Page::default() };
        assert_eq!(sequences(&store, &page), there);
        let page = Page { order: Order::NewestFirst, ..page };
        assert_eq!(sequences(&store, &page), there.iter().rev().copied().collect::<Vec<_>>());
    }
    // From and until each moment that a record, also a deleted one, was recorded at, and just beside it.
    let bounds = all
        .iter()
        .flat_map(|receipt| [receipt.recorded_at.0 - 1, receipt.recorded_at.0, receipt.recorded_at.0 + 1]);
    let bounds: Vec<u64> = bounds.collect();
    for &from in &bounds {
        for &until in bounds.iter().step_by(5) {
            let page = Page {
                from: Some(Timestamp(from)),
                until: Some(Timestamp(until)),
                order: Order::OldestFirst,
                ..Page::default()
            };
            let wanted = |receipt: &&Receipt| {
                (from..until).contains(&receipt.recorded_at.0) && there.contains(&receipt.sequence)
            };
            let expected: Vec<u64> = all.iter().filter(wanted).map(|receipt| receipt.sequence).collect();
            assert_eq!(sequences(&store, &page), expected, "{from} {until}");
        }
    }
    let whose = crate::Whose { subject: "person-20".into(), actor: Name::new("officer") };
    let disclosure = store.disclose(&whose).unwrap();
    let given = store.disclosed(&disclosure, 0).unwrap();
    assert_eq!(given.records.iter().map(|record| record.receipt.sequence).collect::<Vec<_>>(), [20]);
}

#[test]
fn a_hold_on_everything_stops_deletions_at_any_moment() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let bench = Bench::new(clock, &[class("logs", &[], "P1M")]);
    let store = bench.open();
    let receipts = fill(&store, 20);
    let person = hold(&store, Some("person-9"), None);
    set("2026-05-01T00:00:00Z");
    assert_eq!(retain(&store).segments, [0], "one decision of the second can be read");
    let everything = hold(&store, None, None);
    release(&store, person);
    let retained = retain(&store);
    assert_eq!((retained.keys, retained.segments.len(), retained.receipts.len()), (0, 0, 0));
    release(&store, everything);
    store.shared.catch_up().unwrap();
    // Logged, and then held before its rows are gone: the thread that deletes them waits meanwhile.
    for ids in super::super::survey::Survey::of(&store.shared).unwrap().expired().chunks(7) {
        let actor = Name::new("operator");
        store.queue.carry_out(|reply| super::super::expiring::task(actor, ids.to_vec(), reply)).unwrap();
    }
    let still = store.shared.stale.epochs.lock().unwrap();
    let doomed = super::super::deleting::doomed(&store.shared, &[1]).unwrap();
    let log = super::super::deleting::log;
    let logged = store.queue.carry_out(|reply| log(Name::new("operator"), doomed.clone(), reply)).unwrap();
    assert_eq!((logged.segments.len(), logged.decisions), (1, 8));
    let again = store.queue.carry_out(|reply| log(Name::new("operator"), doomed, reply)).unwrap();
    assert!(again.receipt.is_none(), "once");
    let everything = hold(&store, None, None);
    assert!(!store.finish_deletions().unwrap());
    drop(still);
    assert_eq!(found(&store, &receipts[9]), Found::Erased);
    assert_eq!(store.retention().unwrap().segments.unfinished, 1);
    store.verify(|_, _| {}).unwrap();
    release(&store, everything);
    assert!(store.finish_deletions().unwrap());
    assert_eq!(found(&store, &receipts[9]), Found::Deleted);
    store.verify(|_, _| {}).unwrap();
}

#[test]
fn what_was_altered_in_a_deleted_segment_is_found() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let bench = Bench::new(clock, &[class("logs", &[], "P1M")]);
    let store = bench.open();
    filled(&store, set);
    set("2026-05-01T00:00:00Z");
    retain(&store);
    store.verify(|_, _| {}).unwrap();
    let write = |change: &dyn Fn(&redb::WriteTransaction)| {
        let database = store.shared.database.read().unwrap();
        let transaction = database.as_ref().unwrap().begin_write().unwrap();
        change(&transaction);
        transaction.commit().unwrap();
    };
    // The leaf of an entry that is gone: the root of the checkpoint is another then.
    let flip = |change: &redb::WriteTransaction| {
        let mut leaves = change.open_table(LEAF).unwrap();
        let mut leaf = *leaves.get(&place(1, 3)).unwrap().unwrap().value();
        leaf[7] ^= 1;
        leaves.insert(&place(1, 3), &leaf).unwrap();
    };
    write(&flip);
    assert!(matches!(
        store.verify(|_, _| {}),
        Err(LedgerError::TreeAltered { what: "the root of a checkpoint" | "a node of the tree", .. })
    ));
    write(&flip);
    store.verify(|_, _| {}).unwrap();
    // An event of a deleted segment is not deleted with it.
    write(&|change| drop(change.open_table(ENTRY).unwrap().remove(&place(1, 5)).unwrap()));
    let what = "an entry is missing";
    assert_eq!(store.verify(|_, _| {}), Err(LedgerError::TreeAltered { what, index: 5 }));
}
