//! A store is looked over, and compacted.

use super::*;
use crate::ledger::examining::{Check, CheckState};
use crate::store::Erasing;

fn states(checks: &[Check]) -> Vec<(&'static str, CheckState)> {
    checks.iter().map(|check| (check.name, check.state)).collect()
}

fn state(checks: &[Check], name: &str) -> CheckState {
    let check = checks.iter().find(|check| check.name == name).unwrap();
    assert_eq!(check.next.is_some(), check.state != CheckState::Ok, "{check:?}");
    check.state
}

#[test]
fn a_store_as_it_should_be_has_nothing_to_mend() {
    let site = Site::new();
    let store = site.open("live");
    append(&store, &sample::generation(1));
    fill(&store, 0..300);
    assert_eq!(state(&store.examine(), "plugins"), CheckState::Fail, "the sample's plugins are not kept");
    assert_eq!(state(&store.examine(), "backup"), CheckState::Warn, "none was made");
    back_up(&store);
    note(&store);
    let checks = store.examine();
    let rest: Vec<_> = states(&checks).into_iter().filter(|(name, _)| *name != "plugins").collect();
    assert!(rest.iter().all(|(_, state)| *state == CheckState::Ok), "{checks:?}");
    assert_eq!(rest.len(), 8);
    drop(store);
    assert_eq!(states(&Ledger::examine_closed(&site.options("live")).unwrap()), states(&checks));
}

#[test]
fn what_is_wrong_is_named() {
    let site = Site::new();
    let store = site.open("live");
    fill(&store, 0..300);
    back_up(&store);
    note(&store);
    let part = site.folders().keys.join(KEY_FILE);
    let old = std::fs::read(&part).unwrap();
    store.end_epoch().unwrap();
    while Part::state(&part).unwrap().unwrap().epoch < 2 {
        std::thread::yield_now();
    }
    drop(store.shared.backing_up.lock().unwrap());
    store.close().unwrap();
    // As if the backup's disk had not been there when the epoch ended.
    std::fs::write(&part, old).unwrap();
    let record = site.options("live").keys.with_extension("checkpoint");
    let signed = std::fs::read_to_string(&record).unwrap();
    std::fs::write(&record, signed.replacen("3", "4", 1)).unwrap();
    let checks = Ledger::examine_closed(&site.options("live")).unwrap();
    assert_eq!(state(&checks, "recorded-checkpoint"), CheckState::Fail);
    assert_eq!(state(&checks, "backup"), CheckState::Fail);
    assert_eq!(state(&checks, "keys"), CheckState::Ok);
    std::fs::remove_file(&record).unwrap();
    assert_eq!(
        state(&Ledger::examine_closed(&site.options("live")).unwrap(), "recorded-checkpoint"),
        CheckState::Warn
    );
}

#[test]
fn a_compacted_store_is_smaller_and_whole() {
    let site = Site::new();
    let store = site.open("live");
    let receipts = fill(&store, 0..3_000);
    note(&store);
    let busy = Ledger::compact_closed(&site.options("live")).unwrap_err();
    assert!(matches!(busy, LedgerError::InUse(_)), "{busy}");
    drop(store);
    let done = Ledger::compact_closed(&site.options("live")).unwrap();
    assert!(done.after < done.before, "{done:?}");
    assert_eq!(Ledger::verify_closed(&site.options("live"), |_, _| {}).unwrap().entries, 3_000);
    let store = site.open("live");
    assert!(receipts.iter().all(|receipt| matches!(content(&store, receipt), Content::Record(_))));
}
