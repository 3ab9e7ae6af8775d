//! What is left on the disk and in backups is worthless once the epoch is over.

use super::*;
use crate::LedgerError;
use crate::keys::{KeyFile, KeyRing, KeyRow};

/// How many rows anywhere in these bytes can be unwrapped as the key with this number.
fn openable(bytes: &[u8], keys: &std::path::Path, id: u64) -> usize {
    let ring = KeyRing::new(KeyFile::read(keys).unwrap().unwrap(), keys);
    let rows = bytes.windows(107).filter(|row| row[0] == 3 && row[27..30] == [0, 0, 0]);
    rows.filter_map(|row| KeyRow::decode(row).ok()).filter(|row| ring.owner(id, row).is_ok()).count()
}

#[test]
fn rows_in_stale_pages_and_in_backups_cannot_be_unwrapped_after_the_epoch() {
    let bench = Bench::new();
    let store = bench.open();
    let ada = append(&store, &draft("ada", 1));
    let bob: Vec<_> = (0..200).map(|n| append(&store, &draft(&format!("bob-{n}"), n))).collect();
    let backup = bench.disk.bytes();
    assert!(openable(&backup, &bench.keys(), 1) > 0, "the test finds rows");
    erase(&store, "ada");
    assert!(openable(&bench.disk.bytes(), &bench.keys(), 1) > 0, "copy-on-write leaves the row in the file");
    assert_eq!(store.end_epoch().unwrap(), 2);
    for bytes in [&bench.disk.bytes(), &backup] {
        assert_eq!(openable(bytes, &bench.keys(), 1), 0);
    }
    assert!(openable(&bench.disk.bytes(), &bench.keys(), 2) > 0, "survivors live on");
    assert_eq!(openable(&backup, &bench.keys(), 2), 0, "only in the file that is in use");
    for store in [store, bench.open()] {
        assert!(!is_readable(&store, &ada));
        assert!(bob.iter().all(|receipt| is_readable(&store, receipt)));
        store.close().unwrap();
    }
}

#[test]
fn a_whole_backup_from_before_does_not_open_with_the_present_keys() {
    let bench = Bench::new();
    let store = bench.open();
    append(&store, &draft("ada", 1));
    store.close().unwrap();
    let mut never = || 1;
    let backup = bench.disk.after_crash(&mut never);
    let store = bench.open();
    erase(&store, "ada");
    store.end_epoch().unwrap();
    let refused = opening::open_with(backup.opener(), &bench.keys(), 1, None, system_clock).err();
    assert_eq!(refused, Some(LedgerError::WrongKeys(bench.keys())));
}

#[test]
fn a_stale_row_is_tied_to_nobody_though_the_name_is_guessed() {
    let bench = Bench::new();
    let store = bench.open();
    append(&store, &draft("ada", 1));
    let tag = |subject| {
        let ring = KeyRing::new(KeyFile::read(&bench.keys()).unwrap().unwrap(), bench.keys());
        ring.seek(crate::keys::Scope::Subject(subject)).unwrap().forms
    };
    let stands = |bytes: &[u8], forms: &[crate::keys::Tag]| {
        bytes.windows(16).any(|window| forms.iter().any(|form| form == window))
    };
    assert!(stands(&bench.disk.bytes(), &tag("ada")), "the test finds tags");
    store.hold(&hold_order(Some("ada"), Some(Timestamp(1)))).unwrap();
    erase(&store, "ada");
    for hold in store.holds().unwrap() {
        store.release(hold.number, &Name::new("officer")).unwrap();
    }
    store.end_epoch().unwrap();
    assert!(!stands(&bench.disk.bytes(), &tag("ada")));
}

#[test]
fn the_deadline_ends_the_epoch_by_itself() {
    let bench = Bench::new();
    let plugins = PluginFolder::open(bench.folder.path().join("plugins")).unwrap();
    let mut shared = opening::open_with(bench.disk.opener(), &bench.keys(), 1, None, system_clock).unwrap();
    shared.erasure_deadline = std::time::Duration::from_millis(50);
    let store = Ledger::start(shared, plugins).unwrap();
    let bob = append(&store, &draft("bob", 1));
    append(&store, &draft("ada", 1));
    erase(&store, "ada");
    let begun = std::time::Instant::now();
    while store.shared.ring.oldest_epoch() == 1 {
        assert!(begun.elapsed().as_secs() < 10);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(is_readable(&store, &bob));
}
