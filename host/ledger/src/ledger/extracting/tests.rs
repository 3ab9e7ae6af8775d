//! What is given in bulk is complete, in order, on record, and covered by a checkpoint.

use praetor_decision::{Kind, Name};

use crate::ledger::tables::{ENTRY, place};
use crate::proof::open;
use crate::store::{
    Content, Erasing, Extract, ExtractOrder, Extracted, Extracting, Receipt, RecordKind, Store, Stored, Whose,
};
use crate::{
    Draft, EventRecord, ExtractRecord, Ledger, LedgerError, LedgerOptions, Record, RetentionRecord, sample,
};

fn append(store: &Ledger, draft: &Draft) -> Receipt {
    store.append(store.prepare(draft).unwrap()).wait().unwrap()
}

fn fill(store: &Ledger, count: u64) -> Vec<Receipt> {
    let pending: Vec<_> =
        (0..count).map(|n| store.append(store.prepare(&sample::draft(n)).unwrap())).collect();
    pending.into_iter().map(|pending| pending.wait().unwrap()).collect()
}

fn order() -> ExtractOrder {
    let (actor, format) = (Name::new("auditor"), Name::new("ndjson"));
    ExtractOrder { actor, from: None, until: None, kinds: vec![], format, by_reference: false }
}

/// All pages, and how many entries were deleted.
fn all(store: &Ledger, extract: &Extract) -> (Vec<Stored>, u64) {
    let (mut decisions, mut deleted, mut next) = (vec![], 0, Some(0));
    while let Some(from) = next {
        let page = store.extracted(extract, from).unwrap();
        assert!(page.decisions.len() <= crate::limits::EXTRACT_RECORDS);
        decisions.extend(page.decisions);
        (deleted, next) = (deleted + page.deleted, page.next);
    }
    (decisions, deleted)
}

fn sequences(decisions: &[Stored]) -> Vec<u64> {
    decisions.iter().map(|stored| stored.receipt.sequence).collect()
}

#[test]
fn every_decision_before_the_event_is_given_once_in_order_beside_new_ones() {
    let folder = tempfile::tempdir().unwrap();
    let store = Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
    append(&store, &sample::generation(1));
    let receipts = fill(&store, 700);
    let extract = store.extract(&order()).unwrap();
    let meanwhile = std::thread::scope(|scope| {
        let live = scope.spawn(|| fill(&store, 300));
        let (decisions, deleted) = all(&store, &extract);
        assert_eq!((sequences(&decisions), deleted), ((1..701).collect(), 0));
        for (stored, receipt) in decisions.iter().zip(&receipts) {
            assert_eq!(stored.receipt, *receipt);
            assert!(matches!(stored.content, Content::Record(Record::Decision(_))));
        }
        live.join().unwrap()
    });
    assert_eq!(meanwhile.len(), 300);
    let (again, _) = all(&store, &extract);
    assert_eq!(again.len(), 700, "what is given never changes");
}

#[test]
fn the_access_is_on_record_and_its_checkpoint_covers_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
    let receipts = fill(&store, 5);
    let until = Some(receipts[4].recorded_at);
    let order = ExtractOrder { until, kinds: vec![Kind::Sharing], by_reference: true, ..order() };
    let extract = store.extract(&order).unwrap();
    let checkpoint = open(&extract.checkpoint, &store.verifier_key()).unwrap();
    assert!(checkpoint.size() > extract.receipt.sequence);
    let stored = store.get(extract.receipt.id).wait().unwrap().unwrap();
    assert_eq!(stored.kind, RecordKind::Extract);
    let event = ExtractRecord {
        actor: order.actor,
        from: None,
        until,
        kinds: order.kinds,
        format: order.format,
        by_reference: true,
        before: 5,
    };
    assert!(
        matches!(stored.content, Content::Record(Record::Event(EventRecord::Extract(found))) if found == event)
    );
}

#[test]
fn a_range_of_time_and_a_kind_bound_what_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let store = Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
    let receipts: Vec<_> = (0..9).map(|n| append(&store, &sample::draft(n))).collect();
    let (from, until) = (receipts[3].recorded_at, receipts[7].recorded_at);
    let bounded = ExtractOrder { from: Some(from), until: Some(until), ..order() };
    let within = receipts.iter().filter(|receipt| (from..until).contains(&receipt.recorded_at));
    let extract = store.extract(&bounded).unwrap();
    let given = sequences(&all(&store, &extract).0);
    assert_eq!(given, within.map(|receipt| receipt.sequence).collect::<Vec<_>>());
    assert!(!given.is_empty());
    let others = store.extract(&ExtractOrder { kinds: vec![Kind::Rights], ..order() }).unwrap();
    assert_eq!(all(&store, &others).0.len(), 0);
    let inverted = ExtractOrder { from: Some(until), until: Some(from), ..order() };
    let inverted = store.extract(&inverted).unwrap();
    assert_eq!(all(&store, &inverted).0.len(), 0);
}

#[test]
fn what_was_erased_remains_as_a_place_and_by_reference_nothing_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let store = Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
    fill(&store, 3);
    store.erase(&Whose { subject: "person-1".into(), actor: Name::new("officer") }).unwrap();
    let states = |order: &ExtractOrder| -> Vec<&'static str> {
        let extract = store.extract(order).unwrap();
        let state = |stored: &Stored| match stored.content {
            Content::Record(_) => "record",
            Content::Erased => "erased",
            Content::Sealed => "sealed",
            Content::Unreadable(_) => "unreadable",
        };
        all(&store, &extract).0.iter().map(state).collect()
    };
    assert_eq!(states(&order()), ["record", "erased", "record"]);
    let by_reference = ExtractOrder { by_reference: true, ..order() };
    assert_eq!(states(&by_reference), ["sealed", "erased", "sealed"]);
}

#[test]
fn a_missing_entry_is_counted_if_its_deletion_is_on_record_and_else_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let store = Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
    fill(&store, 4);
    let extract = store.extract(&order()).unwrap();
    {
        let database = store.shared.database.read().unwrap();
        let transaction = database.as_ref().unwrap().begin_write().unwrap();
        transaction.open_table(ENTRY).unwrap().remove(&place(1, 2)).unwrap();
        transaction.commit().unwrap();
    }
    let refused = store.extracted(&extract, 0).map(|_: Extracted| ());
    assert!(matches!(refused, Err(LedgerError::Altered { sequence: 2, .. })), "{refused:?}");
    let event = RetentionRecord { actor: "clerk".into(), segments: vec![0], decisions: 1, keys: vec![] };
    let record = Record::Event(EventRecord::Retention(event));
    append(&store, &Draft { subject: None, generation: 1, record });
    let (decisions, deleted) = all(&store, &extract);
    assert_eq!((sequences(&decisions), deleted), (vec![0, 1, 3], 1));
}

#[test]
fn large_decisions_make_short_pages() {
    let folder = tempfile::tempdir().unwrap();
    let store = Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
    let large = |n| Draft { record: sample::large_decision(n), ..sample::draft(n) };
    for n in 0..20 {
        append(&store, &large(n));
    }
    let extract = store.extract(&order()).unwrap();
    let first = store.extracted(&extract, 0).unwrap();
    assert!((2..15).contains(&first.decisions.len()), "{}", first.decisions.len());
    assert_eq!(sequences(&all(&store, &extract).0), (0..20).collect::<Vec<_>>());
}
