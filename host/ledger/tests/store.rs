//! What every caller of the store relies on.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic here is a failing test"
)]

#[path = "sample/record.rs"]
mod sample;

use std::collections::BTreeSet;
use std::sync::Arc;

use praetor_ledger::{
    Content, Digest, Draft, Ledger, LedgerError, LedgerOptions, Order, Page, Position, Receipt, Record,
    RecordId, RecordKind, Store, Stored, Timestamp, limits,
};

fn open(folder: &tempfile::TempDir) -> Ledger {
    Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap()
}

fn append(store: &dyn Store, draft: &Draft) -> Receipt {
    store.append(store.prepare(draft).unwrap()).wait().unwrap()
}

fn record_of(stored: &Stored) -> &Record {
    let Content::Record(record) = &stored.content else { panic!("not readable") };
    record
}

/// All pages of a listing, in one.
fn list_all(store: &dyn Store, page: &Page) -> Vec<u64> {
    let (mut page, mut sequences) = (page.clone(), Vec::new());
    loop {
        let listing = store.list(&page).wait().unwrap();
        sequences.extend(listing.records.iter().map(|record| record.receipt.sequence));
        let Some(next) = listing.next else {
            return sequences;
        };
        page.after = Some(next.to_string().parse::<Position>().unwrap());
    }
}

#[test]
fn a_record_is_found_by_its_id_before_and_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let (store, draft) = (open(&folder), sample::draft(1));
    let prepared = store.prepare(&draft).unwrap();
    let id = prepared.id();
    let receipt = store.append(prepared).wait().unwrap();
    assert_eq!((receipt.id, receipt.sequence, receipt.log), (id, 0, 1));
    let assert_there = |store: &Ledger| {
        let stored = store.get(id).wait().unwrap().unwrap();
        assert!(*record_of(&stored) == draft.record);
        assert_eq!((stored.receipt, stored.generation), (receipt, 7));
        assert!(store.get(RecordId::new()).wait().unwrap().is_none());
    };
    assert_there(&store);
    store.close().unwrap();
    assert_there(&open(&folder));
}

#[test]
fn records_without_a_subject_and_events_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    let anonymous = Draft { subject: None, ..sample::draft(2) };
    for draft in [anonymous, sample::generation(3), sample::overdue()] {
        let receipt = append(&store, &draft);
        let stored = store.get(receipt.id).wait().unwrap().unwrap();
        assert!(*record_of(&stored) == draft.record);
    }
}

#[test]
fn a_payload_too_large_for_an_entry_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    let draft = Draft { record: sample::large_decision(1), ..sample::draft(1) };
    let receipt = append(&store, &draft);
    store.close().unwrap();
    let stored = open(&folder).get(receipt.id).wait().unwrap().unwrap();
    assert!(*record_of(&stored) == draft.record);
}

#[test]
fn what_is_beyond_a_limit_is_refused_without_repeating_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    let subject = "someone@example.org".repeat(100);
    let error = store.prepare(&Draft { subject: Some(subject), ..sample::draft(1) }).err().unwrap();
    assert_eq!(error, LedgerError::SubjectTooLong { bytes: 1_900 });
    assert!(!error.to_string().contains("someone"));
    let Record::Decision(mut decision) = sample::decision(1) else { unreachable!() };
    decision.paths = vec![0; limits::PAYLOAD_BYTES];
    let large = Draft { record: Record::Decision(decision), ..sample::draft(1) };
    assert!(matches!(store.prepare(&large), Err(LedgerError::TooLarge { .. })));
}

#[tokio::test]
async fn many_callers_get_dense_sequences_rising_times_and_their_own_records() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(open(&folder));
    let callers = (0..8_u64).map(|caller| {
        let store = Arc::clone(&store);
        std::thread::spawn(move || {
            let drafts = (0..50).map(|n| sample::draft(caller * 50 + n));
            let stored = drafts.map(|draft| (append(&*store, &draft), draft.record));
            stored.collect::<Vec<_>>()
        })
    });
    let callers: Vec<_> = callers.collect();
    let mut stored: Vec<_> = callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect();
    stored.sort_by_key(|(receipt, _)| receipt.sequence);
    assert!(stored.iter().map(|(receipt, _)| receipt.sequence).eq(0..400));
    assert!(stored.windows(2).all(|two| two[0].0.recorded_at <= two[1].0.recorded_at));
    let leaves: BTreeSet<Digest> = stored.iter().map(|(receipt, _)| receipt.leaf).collect();
    assert_eq!(leaves.len(), 400);
    for (receipt, record) in &stored {
        let found = store.get(receipt.id).await.unwrap().unwrap();
        assert!(found.receipt == *receipt && record_of(&found) == record);
    }
}

#[test]
fn pages_cover_a_time_range_in_both_directions_without_gaps_or_repeats() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    let receipts: Vec<_> = (0..60_u64)
        .map(|n| {
            let receipt =
                append(&store, &if n.is_multiple_of(10) { sample::generation(n) } else { sample::draft(n) });
            std::thread::sleep(std::time::Duration::from_micros(50));
            receipt
        })
        .collect();
    let (from, until) = (receipts[20].recorded_at, receipts[40].recorded_at);
    for limit in [1, 7, 20, 0] {
        let page = Page { from: Some(from), until: Some(until), limit, ..Page::default() };
        assert!(list_all(&store, &page).into_iter().eq((20..40).rev()), "limit {limit}");
        let page = Page { order: Order::OldestFirst, ..page };
        assert!(list_all(&store, &page).into_iter().eq(20..40), "limit {limit}");
        let page = Page { kinds: vec![RecordKind::Generation], limit, ..Page::default() };
        assert!(list_all(&store, &page).into_iter().eq([50, 40, 30, 20, 10, 0]), "limit {limit}");
    }
    let beyond = Page { from: Some(Timestamp(u64::MAX)), ..Page::default() };
    assert!(list_all(&store, &beyond).is_empty());
    let other_log = "00000002ffffffffffffffff".parse().unwrap();
    assert!(list_all(&store, &Page { after: Some(other_log), ..Page::default() }).is_empty());
}

#[test]
fn the_latest_generation_is_the_one_recorded_last() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    assert!(store.latest_generation().wait().unwrap().is_none());
    for number in 1..=3 {
        append(&store, &sample::generation(number));
        append(&store, &sample::draft(number));
        append(&store, &sample::overdue());
    }
    store.close().unwrap();
    let (receipt, generation) = open(&folder).latest_generation().wait().unwrap().unwrap();
    assert_eq!((receipt.sequence, generation.number), (6, 3));
}

#[test]
fn one_subject_keeps_its_key_and_another_has_another() {
    let folder = tempfile::tempdir().unwrap();
    let key_rows = |path: &std::path::Path| {
        let database = redb::Builder::new().open(path.join("ledger.redb")).unwrap();
        let transaction = redb::ReadableDatabase::begin_read(&database).unwrap();
        let table = redb::TableDefinition::<&[u8; 12], &[u8]>::new("key");
        redb::ReadableTableMetadata::len(&transaction.open_table(table).unwrap()).unwrap()
    };
    for _ in 0..2 {
        let store = open(&folder);
        for n in 0..20 {
            append(&store, &Draft { subject: Some(format!("person-{}", n % 2)), ..sample::draft(n) });
        }
    }
    assert_eq!(key_rows(folder.path()), 3, "two persons and the log itself");
}

#[test]
fn nothing_clear_in_the_files_names_the_subject_or_what_was_decided() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    append(&store, &Draft { subject: Some("ada.lovelace@example.org".into()), ..sample::draft(1) });
    store.close().unwrap();
    let bytes = std::fs::read(folder.path().join("ledger.redb")).unwrap();
    for secret in ["ada.lovelace", "uploaded-image", "residence", "checkout", "eu-gdpr"] {
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "`{secret}`");
    }
}

#[test]
fn a_store_that_is_open_cannot_be_opened_again_and_the_error_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let _store = open(&folder);
    let error = Ledger::open(&LedgerOptions::in_folder(folder.path())).err().unwrap();
    assert_eq!(error, LedgerError::InUse(folder.path().into()));
    assert!(error.to_string().contains("through its API"));
}

#[test]
fn a_store_opens_only_with_its_own_keys_and_its_own_log() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop((open(&folder), open(&other)));
    let options = LedgerOptions::in_folder(folder.path());
    let foreign = LedgerOptions { keys: other.path().join("ledger.keys"), ..options.clone() };
    assert_eq!(Ledger::open(&foreign).err(), Some(LedgerError::WrongKeys(foreign.keys)));
    let missing = LedgerOptions { keys: other.path().join("none"), ..options.clone() };
    assert_eq!(Ledger::open(&missing).err(), Some(LedgerError::KeysMissing(missing.keys.clone())));
    assert!(!missing.keys.exists(), "keys are never made for a store that has some");
    let log = LedgerOptions { log: 2, ..options };
    assert_eq!(Ledger::open(&log).err(), Some(LedgerError::OtherLog { stored: 1, asked: 2 }));
}

#[test]
fn a_closed_store_takes_and_gives_nothing_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    let prepared = store.prepare(&sample::draft(1)).unwrap();
    assert!(store.health().serving);
    store.close().unwrap();
    store.close().unwrap();
    assert_eq!(store.append(prepared).wait(), Err(LedgerError::Closed));
    assert_eq!(store.get(RecordId::new()).wait().err(), Some(LedgerError::Closed));
    assert!(!store.health().serving);
}

#[test]
fn what_was_accepted_before_closing_is_answered_and_durable() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    let pending: Vec<_> = (0..500).map(|n| store.append(store.prepare(&sample::draft(n)).unwrap())).collect();
    store.close().unwrap();
    let receipts: Vec<_> = pending.into_iter().map(|pending| pending.wait().unwrap()).collect();
    assert!(receipts.iter().map(|receipt| receipt.sequence).eq(0..500));
    assert_eq!(open(&folder).health().records, 500);
}

#[test]
fn plugins_are_kept_beside_the_records() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    let digest = store.put_plugin(b"component".to_vec()).wait().unwrap();
    assert_eq!(digest, Digest::of(b"component"));
    assert_eq!(store.plugin(digest).wait().unwrap().unwrap(), b"component");
    assert_eq!(store.plugin(Digest::of(b"unknown")).wait().unwrap(), None);
}

#[test]
fn a_replay_finds_generations_by_number_and_records_by_place() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    append(&store, &sample::generation(1));
    let receipts: Vec<Receipt> = (0..5).map(|n| append(&store, &sample::draft(n))).collect();
    append(&store, &sample::generation(2));
    append(&store, &sample::overdue());
    for number in [1, 2] {
        assert_eq!(store.generation(number).wait().unwrap().unwrap().number, number);
    }
    assert!(store.generation(7).wait().unwrap().is_none(), "an event of that generation is none");
    assert_eq!(store.span(None, None).wait().unwrap(), 0..8);
    assert_eq!(store.span(Some(receipts[0].recorded_at), None).wait().unwrap().end, 8);
    assert!(store.span(None, Some(receipts[0].recorded_at)).wait().unwrap().end <= 1);
    let kinds = [RecordKind::Decision(praetor_decision::Kind::Sharing), RecordKind::Overdue];
    let found = store.records(4..99, &kinds).wait();
    let found: Vec<u64> = found.unwrap().iter().map(|stored| stored.receipt.sequence).collect();
    assert_eq!(found, [4, 5, 7]);
    assert_eq!(store.records(0..8, &[]).wait().unwrap().len(), 8);
}
