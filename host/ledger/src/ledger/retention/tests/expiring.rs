//! Keys expire by class and quarter, on their day, unless they are held.

use super::*;
use crate::record::EventRecord;
use crate::store::{Erasure, Order, Page, RecordKind, Whose};
use crate::{ExpiredKeys, Keep};

#[test]
fn keys_of_a_class_and_quarter_expire_on_their_day_and_no_others() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let bench =
        Bench::new(clock, &[class("logs", &[Kind::Sharing], "P6M"), class("claims", &[Kind::Rights], "P3Y")]);
    let store = bench.open();
    let first = append(&store, &draft(Kind::Sharing, "ada", 1));
    set("2026-03-31T23:59:59.999999Z");
    let last = append(&store, &draft(Kind::Sharing, "ada", 2));
    let claim = append(&store, &draft(Kind::Rights, "ada", 3));
    let unclassed = append(&store, &draft(Kind::Incident, "ada", 4));
    let anonymous = append(&store, &Draft { subject: None, ..draft(Kind::Sharing, "", 5) });
    set("2026-04-01T00:00:00Z");
    let next = append(&store, &draft(Kind::Sharing, "ada", 6));
    set("2026-09-30T23:59:59.999999Z");
    let plan = store.retention().unwrap();
    assert_eq!(quarters(&plan, Some("logs")), [("2026-Q1".into(), 2, 0, 3), ("2026-Q2".into(), 1, 0, 1)]);
    assert_eq!(quarters(&plan, Some("claims")), [("2026-Q1".into(), 1, 0, 1)]);
    assert_eq!(quarters(&plan, None), [("2026-Q1".into(), 1, 0, 1)]);
    assert_eq!(plan.next.unwrap().to_string(), "2026-10-01");
    let retained = retain(&store);
    assert_eq!((retained.keys, retained.receipts.len(), retained.complete_by), (0, 0, None));
    assert_eq!(found(&store, &first), Found::Readable, "the last moment of its last day");
    set("2026-10-01T00:00:00Z");
    assert!(store.retention().unwrap().classes[0].quarters[0].expired);
    assert_eq!(found(&store, &first), Found::Readable, "a plan changes nothing");
    let retained = retain(&store);
    assert_eq!((retained.keys, retained.receipts.len()), (2, 1));
    assert_eq!(retained.plan.next.unwrap().to_string(), "2026-12-31");
    let mut store = store;
    for _ in 0..2 {
        assert!([first, last, anonymous].iter().all(|receipt| found(&store, receipt) == Found::Erased));
        assert!([claim, unclassed, next].iter().all(|receipt| found(&store, receipt) == Found::Readable));
        assert_eq!(store.retention().unwrap().unreadable, 3);
        assert_eq!(store.verify(|_, _| {}).unwrap().deleted, 0);
        store = bench.reopened(store);
    }
}

#[test]
fn the_event_counts_keys_by_class_and_quarter_and_names_nobody() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let bench = Bench::new(clock, &[class("logs", &[], "P1D")]);
    let store = bench.open();
    fill(&store, 3);
    set("2026-04-01T00:00:00Z");
    fill(&store, 2);
    set("2026-08-01T00:00:00Z");
    assert_eq!(retain(&store).keys, 5);
    assert!(retain(&store).receipts.is_empty(), "there is nothing left to do");
    let page = Page { kinds: vec![RecordKind::Retention], order: Order::OldestFirst, ..Page::default() };
    let mut events = store.list(&page).wait().unwrap().records;
    assert_eq!(events.len(), 1);
    let Content::Record(Record::Event(EventRecord::Retention(event))) = events.remove(0).content else {
        panic!("an event of retention")
    };
    let keys = |quarter, count| ExpiredKeys { class: Name::new("logs"), quarter, count };
    assert_eq!(event.keys, [keys(225, 3), keys(226, 2)], "the first and second quarter of 2026");
    assert_eq!((event.actor.as_str(), event.segments.len(), event.decisions), ("operator", 0, 0));
}

#[test]
fn a_hold_keeps_the_keys_of_its_person_or_all_until_it_ends() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let bench = Bench::new(clock, &[class("logs", &[], "P1D")]);
    let store = bench.open();
    let (ada, bob) =
        (append(&store, &draft(Kind::Sharing, "ada", 1)), append(&store, &draft(Kind::Sharing, "bob", 2)));
    let everything = hold(&store, None, None);
    let person = hold(&store, Some("ada"), None);
    let dated = hold(&store, Some("bob"), Some(Timestamp(1_775_174_400_000_000)));
    set("2026-04-02T23:59:59Z");
    let retained = retain(&store);
    assert!(retained.plan.everything_held);
    assert_eq!(retained.plan.holds, [everything, person, dated]);
    assert_eq!(
        (retained.keys, quarters(&retained.plan, Some("logs"))),
        (0, vec![("2026-Q1".into(), 2, 2, 2)])
    );
    release(&store, everything);
    // An epoch that ends masks every tag anew, those of holds too.
    store.end_epoch().unwrap();
    assert_eq!(retain(&store).keys, 0);
    set("2026-04-03T00:00:00Z");
    let retained = retain(&store);
    assert_eq!(retained.plan.holds, [person], "2026-04-03 is when the dated one ends");
    assert_eq!(
        (retained.keys, quarters(&retained.plan, Some("logs"))),
        (1, vec![("2026-Q1".into(), 2, 1, 2)])
    );
    assert_eq!((found(&store, &ada), found(&store, &bob)), (Found::Readable, Found::Erased));
    release(&store, person);
    let store = bench.reopened(store);
    assert_eq!(retain(&store).keys, 1);
    assert_eq!(found(&store, &ada), Found::Deleted, "the events have filled the segment");
}

#[test]
fn what_is_stored_in_the_next_quarter_has_a_key_of_that_one() {
    let (clock, set) = clock!("2026-03-31T23:59:59Z");
    let bench = Bench::new(clock, &[class("logs", &[], "P1M")]);
    let store = bench.open();
    let before = append(&store, &draft(Kind::Sharing, "ada", 1));
    let late = store.prepare(&draft(Kind::Sharing, "ada", 2)).unwrap();
    let never_seen = store.prepare(&draft(Kind::Sharing, "eve", 3)).unwrap();
    set("2026-04-01T00:00:01Z");
    let late: Vec<_> = [late, never_seen].map(|late| store.append(late).wait().unwrap()).into();
    set("2026-05-01T00:00:00Z");
    assert_eq!(retain(&store).keys, 1);
    assert_eq!(found(&store, &before), Found::Erased);
    assert!(late.iter().all(|receipt| found(&store, receipt) == Found::Readable));
    let plan = store.retention().unwrap();
    assert_eq!(quarters(&plan, Some("logs")), [("2026-Q2".into(), 2, 0, 2)]);
    set("2026-07-31T00:00:00Z");
    assert_eq!(retain(&store).keys, 2);
}

#[test]
fn a_clock_that_was_put_back_lets_nothing_go() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let bench = Bench::new(clock, &[class("logs", &[], "P1M")]);
    let store = bench.open();
    let receipt = append(&store, &draft(Kind::Sharing, "ada", 1));
    set("2030-01-01T00:00:00Z");
    append(&store, &draft(Kind::Sharing, "bob", 2));
    set("2026-04-30T23:00:00Z");
    let later = append(&store, &draft(Kind::Sharing, "bob", 3));
    assert!(later.recorded_at.0 > 1_890_000_000_000_000, "times in the log never fall");
    assert_eq!(retain(&store).keys, 0);
    assert_eq!(found(&store, &receipt), Found::Readable);
}

#[test]
fn a_class_that_is_left_out_keeps_its_keys_and_one_that_comes_back_has_its_number() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let mut bench =
        Bench::new(clock, &[class("logs", &[Kind::Sharing], "P1M"), class("claims", &[Kind::Rights], "P1M")]);
    let store = bench.open();
    let (log, claim) =
        (append(&store, &draft(Kind::Sharing, "ada", 1)), append(&store, &draft(Kind::Rights, "ada", 2)));
    let unclassed = append(&store, &draft(Kind::Incident, "ada", 3));
    set("2026-08-01T00:00:00Z");
    // Another comes first, and one goes.
    bench.classes = vec![class("rest", &[Kind::Incident], "P1D"), class("claims", &[Kind::Rights], "P1M")];
    let store = bench.reopened(store);
    let retained = retain(&store);
    assert_eq!(retained.keys, 1);
    let kept = &retained.plan.classes[2];
    assert_eq!((kept.name.as_deref(), kept.keep, kept.quarters.len()), (Some("logs"), None, 1));
    assert_eq!(retained.plan.classes[3].name, None, "a class that was declared later does not reach back");
    assert_eq!(
        [&log, &claim, &unclassed].map(|receipt| found(&store, receipt)),
        [Found::Readable, Found::Erased, Found::Readable]
    );
    bench.classes = vec![class("logs", &[Kind::Sharing], "P1Y")];
    let store = bench.reopened(store);
    assert_eq!(store.retention().unwrap().classes[0].keep, Some("P1Y".parse::<Keep>().unwrap()));
    assert_eq!(retain(&store).keys, 0, "how long counts as it is declared now");
    bench.classes = vec![class("logs", &[Kind::Sharing], "P2M")];
    let store = bench.reopened(store);
    assert_eq!(retain(&store).keys, 1);
    assert_eq!(found(&store, &log), Found::Erased);
}

#[test]
fn a_person_is_erased_in_every_class() {
    let (clock, _) = clock!("2026-01-01T00:00:00Z");
    let bench =
        Bench::new(clock, &[class("logs", &[Kind::Sharing], "P1M"), class("claims", &[Kind::Rights], "P3Y")]);
    let store = bench.open();
    let all =
        [Kind::Sharing, Kind::Rights, Kind::Incident].map(|kind| append(&store, &draft(kind, "ada", 1)));
    let whose = Whose { subject: "ada".into(), actor: Name::new("officer") };
    assert!(matches!(store.erase(&whose).unwrap(), Erasure::Erased { keys: 3, .. }));
    assert!(all.iter().all(|receipt| found(&store, receipt) == Found::Erased));
}

#[test]
fn many_keys_go_in_bounded_steps_and_stale_copies_die_with_the_epoch() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let bench = Bench::new(clock, &[class("logs", &[], "P1M")]);
    let store = bench.open();
    let count = crate::limits::KEYS_EXPIRED as u64 + 5;
    let drafts = (0..count).map(|n| store.prepare(&draft(Kind::Sharing, &format!("person-{n}"), n)).unwrap());
    let pending: Vec<_> = drafts.collect::<Vec<_>>().into_iter().map(|one| store.append(one)).collect();
    assert!(pending.into_iter().all(|one| one.wait().is_ok()));
    let row = store.shared.key_row(1).unwrap().unwrap().encode();
    set("2026-05-01T00:00:00Z");
    let begun = std::time::Instant::now();
    let retained = retain(&store);
    println!("{count} keys expired in {:?}", begun.elapsed());
    // Two for the keys, one for the segments.
    assert_eq!((retained.keys, retained.receipts.len()), (count, 3));
    let week = 7 * 86_400 * 1_000_000;
    assert_eq!(retained.complete_by, Some(Timestamp(retained.receipts[0].recorded_at.0 + week)));
    let stale = crate::keys::KeyRow::decode(&row).unwrap();
    let opens = |store: &Ledger| store.shared.ring.owner(1, &stale).is_ok();
    assert!(opens(&store), "until the epoch ends");
    store.end_epoch().unwrap();
    assert!(!opens(&store));
}
