//! Two stores, or two processes, where only one may be; and files that a crash left in the way.

use std::fs;

use super::*;

fn options(folder: &std::path::Path, keys: &std::path::Path) -> LedgerOptions {
    LedgerOptions { keys: keys.into(), ..LedgerOptions::in_folder(folder) }
}

#[test]
fn a_new_store_does_not_take_the_keys_of_another() {
    let root = tempfile::tempdir().unwrap();
    let (one, two, keys) = (root.path().join("one"), root.path().join("two"), root.path().join("keys"));
    let mut told = Told::default();
    let store = Ledger::open(&options(&one, &keys)).unwrap();
    append(&store, &mut told, 1).unwrap();
    for closed in [false, true] {
        if closed {
            store.close().unwrap();
        }
        let refused = Ledger::open(&options(&two, &keys)).err().unwrap();
        assert_eq!(refused, LedgerError::KeysTaken(keys.clone()));
        assert!(refused.to_string().contains("name a new key file"), "{refused}");
    }
    drop(store);
    assert_whole(&Ledger::open(&options(&one, &keys)).unwrap(), &told);
}

#[test]
fn a_copy_of_a_store_does_not_serve_beside_it_with_the_same_keys() {
    let root = tempfile::tempdir().unwrap();
    let (one, copy, keys) = (root.path().join("one"), root.path().join("copy"), root.path().join("keys"));
    let mut told = Told::default();
    drop(Ledger::open(&options(&one, &keys)).unwrap());
    fs::create_dir(&copy).unwrap();
    fs::copy(one.join("ledger.redb"), copy.join("ledger.redb")).unwrap();
    let store = Ledger::open(&options(&one, &keys)).unwrap();
    append(&store, &mut told, 1).unwrap();
    let refused = Ledger::open(&options(&copy, &keys)).err().unwrap();
    assert_eq!(refused, LedgerError::KeysInUse(keys.clone()));
    assert_eq!(Ledger::verify_closed(&options(&copy, &keys), |_, _| {}), Err(refused));
    store.shared.catch_up().unwrap();
    store.close().unwrap();
    // It is the earlier state of a log that has signed since.
    let what = "entries that were signed are gone";
    let refused = Ledger::open(&options(&copy, &keys)).err();
    assert_eq!(refused, Some(LedgerError::TreeAltered { what, index: 0 }));
    drop(store);
    assert_whole(&Ledger::open(&options(&one, &keys)).unwrap(), &told);
}

#[test]
fn a_second_store_on_the_same_file_is_refused_and_the_first_goes_on() {
    let root = tempfile::tempdir().unwrap();
    let options = LedgerOptions::in_folder(root.path());
    let (store, mut told) = (Ledger::open(&options).unwrap(), Told::default());
    append(&store, &mut told, 1).unwrap();
    assert_eq!(Ledger::open(&options).err(), Some(LedgerError::InUse(root.path().into())));
    let refused = Ledger::verify_closed(&options, |_, _| {}).err();
    assert_eq!(refused, Some(LedgerError::InUse(root.path().into())));
    append(&store, &mut told, 2).unwrap();
    assert_whole(&store, &told);
}

#[test]
fn what_a_crash_left_half_written_beside_the_key_files_is_in_nobodys_way() {
    let root = tempfile::tempdir().unwrap();
    let options = LedgerOptions::in_folder(root.path());
    let (store, mut told) = (Ledger::open(&options).unwrap(), Told::default());
    append(&store, &mut told, 1).unwrap();
    store.shared.catch_up().unwrap();
    drop(store);
    for name in ["ledger.keys", "ledger.checkpoint", "ledger.checkpoint-key"] {
        fs::write(root.path().join(format!("{name}.part")), b"praetor-led").unwrap();
    }
    let store = Ledger::open(&options).unwrap();
    assert_whole(&store, &told);
    append(&store, &mut told, 2).unwrap();
    assert_eq!(store.end_epoch().unwrap(), 2);
    assert_whole(&store, &told);
    assert!(!root.path().join("ledger.keys.part").exists(), "it may hold a key");
}

#[test]
fn checkpoints_are_recorded_beside_key_epochs_and_neither_takes_the_place_of_the_other() {
    let root = tempfile::tempdir().unwrap();
    let options = LedgerOptions::in_folder(root.path());
    let (store, mut told) = (Ledger::open(&options).unwrap(), Told::default());
    std::thread::scope(|scope| {
        let epochs = scope.spawn(|| (0..12).map(|_| store.end_epoch().unwrap()).last());
        while !epochs.is_finished() {
            append(&store, &mut told, 1).unwrap();
            store.shared.catch_up().unwrap();
            told.notes.extend(store.checkpoint().wait().unwrap());
        }
        assert_eq!(epochs.join().unwrap(), Some(13));
    });
    assert_whole(&store, &told);
    drop(store);
    assert_whole(&Ledger::open(&options).unwrap(), &told);
}
