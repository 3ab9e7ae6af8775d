//! Stores of earlier formats open, keep everything and verify; newer ones are refused.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use redb::Database;

use super::*;
use crate::LedgerError;
use crate::ledger::tables::{META, META_FORMAT};
use crate::ledger::{FORMAT, shared::storage};
use crate::store::Erasing;

/// A copy of a store that a server of an earlier version wrote.
fn frozen(format: &str, to: &Path) -> LedgerOptions {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen-stores").join(format);
    for name in ["ledger.keys", "ledger.checkpoint-key", "ledger.checkpoint"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
        std::fs::set_permissions(to.join(name), std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    let packed = std::fs::read(from.join("ledger.redb.zst")).unwrap();
    std::fs::write(to.join("ledger.redb"), zstd::decode_all(packed.as_slice()).unwrap()).unwrap();
    LedgerOptions::in_folder(to)
}

fn format_of(folder: &Path) -> u32 {
    let database = Database::open(folder.join("ledger.redb")).unwrap();
    let transaction = redb::ReadableDatabase::begin_read(&database).unwrap();
    let meta = transaction.open_table(META).unwrap();
    meta.get(META_FORMAT).unwrap().unwrap().value()
}

#[test]
fn a_store_of_format_2_is_brought_up_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let options = frozen("format-2", folder.path());
    assert_eq!(format_of(folder.path()), 2);
    let store = Ledger::open_existing(&options).unwrap();
    assert_eq!(store.health().records, 9);
    let page = Page { order: crate::Order::OldestFirst, ..Page::default() };
    let records = store.list(&page).wait().unwrap().records;
    for stored in &records {
        let erased = [2, 4].contains(&stored.receipt.sequence);
        match &stored.content {
            Content::Erased => assert!(erased, "{}", stored.receipt.sequence),
            Content::Record(_) => assert!(!erased, "{}", stored.receipt.sequence),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(store.holds().unwrap().len(), 1);
    let text =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen-stores/format-2/sequence-1.tlog-proof");
    let proof = Proof::read(&std::fs::read_to_string(text).unwrap()).unwrap();
    assert_eq!(proof.check(&store.verifier_key()).unwrap().index, 1);
    assert_eq!(proof.leaf(), records[1].receipt.leaf);
    assert_eq!(store.verify(|_, _| {}).unwrap().entries, 9);
    append(&store, &draft("ada", 1));
    note(&store);
    drop(store);
    assert_eq!(format_of(folder.path()), FORMAT);
    assert_eq!(Ledger::verify_closed(&options, |_, _| {}).unwrap().entries, 10);
}

#[test]
fn a_store_of_a_newer_format_is_refused_with_words() {
    let folder = tempfile::tempdir().unwrap();
    let options = frozen("format-2", folder.path());
    let database = Database::open(folder.path().join("ledger.redb")).unwrap();
    let write = || {
        let transaction = database.begin_write()?;
        transaction.open_table(META)?.insert(META_FORMAT, FORMAT + 1)?;
        transaction.commit()?;
        Ok::<_, redb::Error>(())
    };
    write().map_err(storage).unwrap();
    drop(database);
    let refused = Ledger::open_existing(&options).err().unwrap();
    assert_eq!(refused, LedgerError::OtherFormat(FORMAT + 1));
    assert!(refused.to_string().contains("use a newer version"), "{refused}");
}
