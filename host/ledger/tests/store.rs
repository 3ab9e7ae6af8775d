//! What every caller of the store relies on.

#[path = "sample/record.rs"]
mod sample;

use praetor_ledger::{
    Content, Ledger, LedgerError, LedgerOptions, Order, Page, Receipt, RecordId, RecordKind, Store,
    Stored, Timestamp,
};

fn open(folder: &tempfile::TempDir) -> Ledger {
    Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap()
}

fn append(store: &dyn Store, draft: &praetor_ledger::Draft) -> Receipt {
    store.append(store.prepare(draft).unwrap()).wait().unwrap()
}

fn sequences(records: &[Stored]) -> Vec<u64> {
    records
        .iter()
        .map(|record| record.receipt.sequence)
        .collect()
}

fn record_of(stored: &Stored) -> &praetor_ledger::Record {
    let Content::Record(record) = &stored.content else {
        panic!("not readable")
    };
    record
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
