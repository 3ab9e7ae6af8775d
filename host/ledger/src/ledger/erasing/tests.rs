//! A person who was erased cannot be read any more, from anywhere; everybody else can.

mod crashes;
mod random;
mod stale;
mod traffic;

use std::path::PathBuf;

use praetor_decision::Name;

use crate::ledger::disk::Disk;
use crate::ledger::shared::{Clock, system_clock};
use crate::ledger::{Ledger, opening};
use crate::plugins::PluginFolder;
use crate::store::{Content, Erasing, Erasure, HoldOrder, Receipt, RecordKind, Store, Whose};
use crate::{Draft, ErasureState, EventRecord, Order, Page, Record, Timestamp, sample};

/// A ledger on a disk whose every byte can be looked at.
pub(super) struct Bench {
    pub(super) folder: tempfile::TempDir,
    pub(super) disk: Disk,
}

impl Bench {
    pub(super) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), disk: Disk::default() }
    }

    pub(super) fn keys(&self) -> PathBuf {
        self.folder.path().join("keys")
    }

    pub(super) fn open(&self) -> Ledger {
        self.open_at(&self.disk, system_clock)
    }

    pub(super) fn open_at(&self, disk: &Disk, clock: Clock) -> Ledger {
        let plugins = PluginFolder::open(self.folder.path().join("plugins")).unwrap();
        Ledger::start(opening::open_with(disk.opener(), &self.keys(), 1, None, clock).unwrap(), plugins)
            .unwrap()
    }
}

pub(super) fn draft(subject: &str, n: u64) -> Draft {
    Draft { subject: Some(subject.into()), ..sample::draft(n) }
}

pub(super) fn append(store: &Ledger, draft: &Draft) -> Receipt {
    store.append(store.prepare(draft).unwrap()).wait().unwrap()
}

pub(super) fn whose(subject: &str) -> Whose {
    Whose { subject: subject.into(), actor: Name::new("officer") }
}

pub(super) fn erase(store: &Ledger, subject: &str) -> usize {
    match store.erase(&whose(subject)).unwrap() {
        Erasure::Erased { keys, .. } => keys,
        refused => panic!("{refused:?}"),
    }
}

pub(super) fn hold_order(subject: Option<&str>, until: Option<Timestamp>) -> HoldOrder {
    let subject = subject.map(Into::into);
    HoldOrder { subject, until, matter: Name::new("case-7"), actor: Name::new("officer") }
}

/// What can be read of a record: whether it can be read at all. Place, time and leaf never change.
pub(super) fn is_readable(store: &Ledger, receipt: &Receipt) -> bool {
    let stored = store.get(receipt.id).wait().unwrap().expect("a record is missing");
    assert_eq!(stored.receipt, *receipt, "place, time and leaf stay");
    match stored.content {
        Content::Record(_) => true,
        Content::Erased => false,
        other => panic!("{other:?}"),
    }
}

/// The erasures in the log, in order.
fn steps(store: &Ledger) -> Vec<ErasureState> {
    let page = Page { kinds: vec![RecordKind::Erasure], order: Order::OldestFirst, ..Page::default() };
    let records = store.list(&page).wait().unwrap().records.into_iter();
    let state = |content| match content {
        Content::Record(Record::Event(EventRecord::Erasure(record))) => record.state,
        other => panic!("{other:?}"),
    };
    records.map(|stored| state(stored.content)).collect()
}

#[test]
fn an_erased_person_cannot_be_read_and_all_else_stays_as_it_was() {
    let bench = Bench::new();
    let store = bench.open();
    let large = Draft { record: sample::large_decision(3), ..draft("ada", 3) };
    let ada: Vec<_> = [draft("ada", 1), draft("ada", 2), large].iter().map(|d| append(&store, d)).collect();
    let other = append(&store, &draft("bob", 3));
    assert!(ada.iter().all(|receipt| is_readable(&store, receipt)));
    let Erasure::Erased { receipt, keys: 1, complete_by: Some(by) } = store.erase(&whose("ada")).unwrap()
    else {
        panic!("one key")
    };
    let week = 7 * 86_400 * 1_000_000;
    assert_eq!(by.0, receipt.recorded_at.0 + week);
    for store in [store, bench.open()] {
        assert!(ada.iter().all(|receipt| !is_readable(&store, receipt)));
        assert!(is_readable(&store, &other));
        assert_eq!(store.health().records, 6, "four decisions, asked, erased");
        store.close().unwrap();
    }
}

#[test]
fn the_steps_are_in_the_log_and_name_keys_alone() {
    let bench = Bench::new();
    let store = bench.open();
    append(&store, &draft("ada", 1));
    erase(&store, "ada");
    assert_eq!(erase(&store, "ada"), 0, "nothing is left to erase");
    let expected = [
        ErasureState::Requested { keys: vec![1] },
        ErasureState::Erased { request: 1, keys: vec![1] },
        ErasureState::Requested { keys: vec![] },
        ErasureState::Erased { request: 3, keys: vec![] },
    ];
    assert_eq!(steps(&store), expected);
}

#[test]
fn what_is_recorded_afterwards_has_a_new_key_even_if_it_was_prepared_before() {
    let bench = Bench::new();
    let store = bench.open();
    let before = append(&store, &draft("ada", 1));
    let late = store.prepare(&draft("ada", 2)).unwrap();
    let large = store.prepare(&Draft { record: sample::large_decision(5), ..draft("ada", 5) }).unwrap();
    let never_stored = store.prepare(&draft("eve", 9)).unwrap();
    erase(&store, "ada");
    erase(&store, "eve");
    let pending: Vec<_> = [late, large, never_stored].into_iter().map(|late| store.append(late)).collect();
    let late: Vec<_> = pending.into_iter().map(|late| late.wait().unwrap()).collect();
    let after = append(&store, &draft("ada", 3));
    for store in [store, bench.open()] {
        assert!(!is_readable(&store, &before));
        assert!(late.iter().chain([&after]).all(|receipt| is_readable(&store, receipt)));
        store.close().unwrap();
    }
}

#[test]
fn keys_of_all_quarters_are_found() {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NOW: AtomicU64 = AtomicU64::new(0);
    const QUARTER: u64 = 92 * 86_400_000_000;
    let bench = Bench::new();
    let receipts: Vec<_> = (0..4)
        .map(|quarter| {
            NOW.store(quarter * QUARTER, Ordering::SeqCst);
            let store = bench.open_at(&bench.disk, || Timestamp(NOW.load(Ordering::SeqCst)));
            (append(&store, &draft("ada", quarter)), append(&store, &draft("bob", quarter)))
        })
        .collect();
    let store = bench.open_at(&bench.disk, || Timestamp(NOW.load(Ordering::SeqCst)));
    assert_eq!(erase(&store, "ada"), 4);
    assert!(receipts.iter().all(|(ada, bob)| !is_readable(&store, ada) && is_readable(&store, bob)));
}

#[test]
fn a_hold_refuses_until_its_date_or_its_release_and_then_no_more() {
    let bench = Bench::new();
    let store = bench.open();
    let receipt = append(&store, &draft("ada", 1));
    let later = Timestamp(store.shared.now().0 + 3_600_000_000);
    let dated = store.hold(&hold_order(Some("ada"), Some(later))).unwrap();
    assert!(matches!(store.erase(&whose("ada")).unwrap(),
        Erasure::Refused { holds, until: Some(until), .. } if holds == [dated.number] && until == later));
    let open_ended = store.hold(&hold_order(None, None)).unwrap();
    let over = store.hold(&hold_order(Some("ada"), Some(Timestamp(1)))).unwrap();
    assert!(!over.is_active(store.shared.now()));
    assert!(matches!(store.erase(&whose("ada")).unwrap(), Erasure::Refused { holds, until: None, .. }
        if holds == [dated.number, open_ended.number]));
    assert!(is_readable(&store, &receipt));
    assert_eq!(erase_of_bob(&store), None, "everything is held");
    drop(store);
    let store = bench.open();
    assert_eq!(store.holds().unwrap(), [dated.clone(), open_ended.clone(), over]);
    for hold in [&dated, &open_ended] {
        assert!(store.release(hold.number, &Name::new("officer")).unwrap().is_some());
        assert!(store.release(hold.number, &Name::new("officer")).unwrap().is_none());
    }
    assert_eq!(erase(&store, "ada"), 1);
    assert!(!is_readable(&store, &receipt));
}

fn erase_of_bob(store: &Ledger) -> Option<usize> {
    match store.erase(&whose("bob")).unwrap() {
        Erasure::Erased { keys, .. } => Some(keys),
        Erasure::Refused { .. } => None,
    }
}

#[test]
fn all_that_is_stored_about_a_person_is_given_and_that_is_on_record_first() {
    let bench = Bench::new();
    let store = bench.open();
    let large = Draft { record: sample::large_decision(3), ..draft("ada", 3) };
    let mut ada = vec![append(&store, &draft("ada", 1)), append(&store, &large)];
    append(&store, &draft("bob", 2));
    drop(store);
    let store = bench.open();
    ada.push(append(&store, &draft("ada", 4)));
    let disclosure = store.disclose(&whose("ada")).unwrap();
    append(&store, &draft("ada", 5));
    assert_eq!((disclosure.before, disclosure.receipt.sequence), (4, 4));
    let page = store.disclosed(&disclosure, 0).unwrap();
    assert!(page.next.is_none());
    assert!(page.records.iter().map(|stored| stored.receipt).eq(ada));
    assert!(page.records.iter().all(|stored| matches!(stored.content, Content::Record(_))));
    let nobody = store.disclose(&whose("eve")).unwrap();
    assert!(store.disclosed(&nobody, 0).unwrap().records.is_empty());
}

#[test]
fn a_subject_is_never_repeated_in_what_may_be_logged() {
    let text = format!("{:?} {:?}", whose("ada@example.org"), hold_order(Some("ada@example.org"), None));
    assert!(!text.contains("ada@"), "{text}");
}
