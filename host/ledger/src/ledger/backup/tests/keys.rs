//! Persons in a backup: who was erased stays erased, and who is held stays held.

use super::*;
use crate::store::{Erasing, Erasure, HoldOrder, Whose};

fn whose(subject: &str) -> Whose {
    Whose { subject: subject.into(), actor: Name::new("officer") }
}

fn erase(store: &Ledger, subject: &str) {
    assert!(matches!(store.erase(&whose(subject)).unwrap(), Erasure::Erased { keys: 1, .. }));
}

fn hold(store: &Ledger, subject: Option<&str>) -> u64 {
    let (subject, matter, actor) = (subject.map(Into::into), Name::new("case-7"), Name::new("officer"));
    store.hold(&HoldOrder { subject, until: None, matter, actor }).unwrap().number
}

fn is_readable(store: &Ledger, receipt: &Receipt) -> bool {
    match content(store, receipt) {
        Content::Record(_) => true,
        Content::Erased => false,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_was_erased_after_the_keys_were_copied_stays_erased() {
    let site = Site::new();
    let store = site.open("live");
    let (ada, bob) = (append(&store, &draft("ada", 1)), append(&store, &draft("bob", 2)));
    back_up(&store);
    let part = site.folders().keys.join(KEY_FILE);
    let old = std::fs::read(&part).unwrap();
    let number = hold(&store, Some("bob"));
    hold(&store, None);
    store.release(number + 1, &Name::new("officer")).unwrap().unwrap();
    erase(&store, "ada");
    let late = append(&store, &draft("eve", 3));
    back_up(&store);
    let newest = note(&store);
    drop(store);
    // As if the second backup had ended between the log and the keys.
    std::fs::write(&part, old).unwrap();
    let restored = site.restore(Some(newest)).unwrap();
    assert_eq!((restored.erased_again, restored.without_keys), (1, 1));
    let store = site.open("restored");
    assert!(!is_readable(&store, &ada) && is_readable(&store, &bob));
    assert!(!is_readable(&store, &late), "its key is in no backup");
    let holds: Vec<u64> = store.holds().unwrap().iter().map(|hold| hold.number).collect();
    assert_eq!(holds, [number]);
    assert!(matches!(store.erase(&whose("bob")).unwrap(), Erasure::Refused { .. }));
    let again = append(&store, &draft("ada", 4));
    assert!(is_readable(&store, &again) && !is_readable(&store, &ada), "her number is not given again");
    assert_eq!(store.end_epoch().unwrap(), 2);
}

#[test]
fn keys_that_are_newer_than_the_log_bring_no_event_that_it_does_not_have() {
    let site = Site::new();
    let store = site.open("live");
    let (ada, bob) = (append(&store, &draft("ada", 1)), append(&store, &draft("bob", 2)));
    back_up(&store);
    let newest = note(&store);
    let log = site.folders().folder.join(LOG_FILE);
    let old = std::fs::read(&log).unwrap();
    let number = hold(&store, Some("bob"));
    erase(&store, "ada");
    back_up(&store);
    drop(store);
    std::fs::write(&log, old).unwrap();
    let restored = site.restore(Some(newest)).unwrap();
    assert_eq!(restored.holds_lost, [number]);
    let store = site.open("restored");
    assert!(store.holds().unwrap().is_empty());
    assert!(!is_readable(&store, &ada) && is_readable(&store, &bob));
    append(&store, &draft("eve", 3));
}

#[test]
fn a_hold_and_an_unfinished_epoch_come_back_with_the_backup() {
    let site = Site::new();
    let store = site.open("live");
    let (ada, bob) = (append(&store, &draft("ada", 1)), append(&store, &draft("bob", 2)));
    let number = hold(&store, Some("bob"));
    erase(&store, "ada");
    back_up(&store);
    let newest = note(&store);
    drop(store);
    site.restore(Some(newest)).unwrap();
    let store = site.open("restored");
    assert_eq!(store.holds().unwrap()[0].number, number);
    assert!(matches!(store.erase(&whose("bob")).unwrap(), Erasure::Refused { .. }));
    assert!(!is_readable(&store, &ada) && is_readable(&store, &bob));
    let epoch = store.end_epoch().unwrap();
    assert_eq!(epoch, 2);
    assert!(is_readable(&store, &bob));
}

#[test]
fn the_end_of_an_epoch_replaces_the_backup_of_the_keys() {
    let site = Site::new();
    let store = site.open("live");
    let (ada, bob) = (append(&store, &draft("ada", 1)), append(&store, &draft("bob", 2)));
    back_up(&store);
    let part = site.folders().keys.join(KEY_FILE);
    let stale = std::fs::File::open(&part).unwrap();
    erase(&store, "ada");
    store.end_epoch().unwrap();
    while Part::state(&part).unwrap().unwrap().epoch < 2 {
        std::thread::yield_now();
    }
    // The log follows the keys: a store that is closed in between leaves the backup to be taken up.
    drop(store.shared.backing_up.lock().unwrap());
    store.close().unwrap();
    let mut bytes = vec![];
    std::io::copy(&mut { stale }, &mut bytes).unwrap();
    assert!(!bytes.is_empty() && bytes.iter().all(|byte| *byte == 0), "the one before is overwritten");
    let live = site.options("live").keys.with_extension("checkpoint");
    let newest = std::fs::read(live).unwrap();
    site.restore(Some(newest)).unwrap();
    let store = site.open("restored");
    assert!(!is_readable(&store, &ada) && is_readable(&store, &bob));
}

#[test]
fn a_key_file_that_outlived_the_store_and_went_on_is_used_together_with_the_backup() {
    let site = Site::new();
    let store = site.open("live");
    let (ada, bob) = (append(&store, &draft("ada", 1)), append(&store, &draft("bob", 2)));
    back_up(&store);
    let part = site.folders().keys.join(KEY_FILE);
    let old = std::fs::read(&part).unwrap();
    erase(&store, "ada");
    store.end_epoch().unwrap();
    back_up(&store);
    drop(store);
    std::fs::write(&part, old).unwrap();
    let mut options = site.restoring(None);
    options.to.keys = site.options("live").keys;
    let restored = restore(&options, |_, _| {}).unwrap();
    assert!(restored.keys_outdated && restored.erased_again == 1);
    let store = Ledger::open(&options.to).unwrap();
    assert!(!is_readable(&store, &ada) && is_readable(&store, &bob));
    // The epoch that outlived the store is taken up, by the thread that watches or by this call.
    assert!(store.end_epoch().unwrap() >= 2);
    assert!(is_readable(&store, &bob));
}
