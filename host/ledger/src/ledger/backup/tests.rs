//! Real files: a store under load is backed up, lost, and restored.

mod formats;
mod keys;
mod looking;

use std::sync::atomic::{AtomicBool, Ordering};

use super::copy::LogCopy;
use super::*;
use crate::ledger::restoring::{RestoreError, RestoreOptions, Restored, restore};
use crate::ledger::{Ledger, LedgerOptions};
use crate::store::{Content, RecordKind, Store, Upkeep};
use crate::{Draft, Page, Proof, RetentionRecord, sample};

/// A store, its backup and where it is restored, all in one folder.
pub(super) struct Site(pub(super) tempfile::TempDir);

impl Site {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(super) fn folders(&self) -> BackupFolders {
        BackupFolders { folder: self.0.path().join("backup"), keys: self.0.path().join("backup-keys") }
    }

    /// Each name is a store with a key file in a folder of its own.
    pub(super) fn options(&self, name: &str) -> LedgerOptions {
        let keys = self.0.path().join(format!("{name}-keys"));
        std::fs::create_dir_all(&keys).unwrap();
        LedgerOptions {
            keys: keys.join("ledger.keys"),
            backup: Some(self.folders()),
            ..LedgerOptions::in_folder(self.0.path().join(name))
        }
    }

    pub(super) fn open(&self, name: &str) -> Ledger {
        Ledger::open(&self.options(name)).unwrap()
    }

    pub(super) fn restoring(&self, newest: Option<Vec<u8>>) -> RestoreOptions {
        let BackupFolders { folder, keys } = self.folders();
        let (to, newest) = (self.options("restored"), newest.into_iter().collect());
        RestoreOptions { folder, keys, to, newest, new_origin: None }
    }

    pub(super) fn restore(&self, newest: Option<Vec<u8>>) -> Result<Restored, RestoreError> {
        restore(&self.restoring(newest), |_, _| {})
    }
}

/// Waits for a renewal of the keys that may be under way.
pub(super) fn back_up(store: &Ledger) -> BackedUp {
    loop {
        match store.back_up(&Name::new("operator"), &mut |_, _| {}) {
            Err(LedgerError::BackupUnderWay) => std::thread::yield_now(),
            done => return done.unwrap(),
        }
    }
}

pub(super) fn refused(store: &Ledger) -> String {
    store.back_up(&Name::new("operator"), &mut |_, _| {}).unwrap_err().to_string()
}

pub(super) fn draft(subject: &str, n: u64) -> Draft {
    Draft { subject: Some(subject.into()), ..sample::draft(n) }
}

pub(super) fn append(store: &Ledger, draft: &Draft) -> Receipt {
    store.append(store.prepare(draft).unwrap()).wait().unwrap()
}

pub(super) fn fill(store: &Ledger, records: std::ops::Range<u64>) -> Vec<Receipt> {
    let pending: Vec<_> = records.map(|n| store.append(store.prepare(&sample::draft(n)).unwrap())).collect();
    pending.into_iter().map(|pending| pending.wait().unwrap()).collect()
}

/// What can be read of a record that must be there in its place.
pub(super) fn content(store: &Ledger, receipt: &Receipt) -> Content {
    let stored = store.get(receipt.id).wait().unwrap().expect("a record is missing");
    assert_eq!(stored.receipt, *receipt, "place, time and leaf stay");
    stored.content
}

pub(super) fn note(store: &Ledger) -> Vec<u8> {
    store.shared.catch_up().unwrap();
    store.checkpoint().wait().unwrap().unwrap()
}

#[test]
fn a_store_at_rest_comes_back_whole_under_its_name() {
    let site = Site::new();
    let store = site.open("live");
    let plugin = store.put_plugin(b"a plugin".to_vec()).wait().unwrap();
    let mut receipts = fill(&store, 0..700);
    receipts.push(append(&store, &Draft { record: sample::large_decision(3), ..draft("ada", 3) }));
    let before: Vec<Content> = receipts.iter().map(|receipt| content(&store, receipt)).collect();
    note(&store);
    let proof = store.proof(receipts[650].id).wait().unwrap().unwrap();
    let (done, key) = (back_up(&store), store.verifier_key());
    assert_eq!((done.size, done.copied), (702, 702), "the backup's own event is in it");
    let newest = note(&store);
    drop(store);
    let restored = site.restore(Some(newest)).unwrap();
    assert_eq!((restored.verified.entries, restored.lost, restored.without_keys), (702, 0, 0));
    let store = site.open("restored");
    assert_eq!(store.verifier_key(), key);
    for (receipt, before) in receipts.iter().zip(&before) {
        assert_eq!(&content(&store, receipt), before);
    }
    proof.check(&key).unwrap();
    assert_eq!(store.plugin(plugin).wait().unwrap().unwrap(), b"a plugin");
    receipts.extend(fill(&store, 1_000..1_100));
    note(&store);
    for receipt in receipts.iter().step_by(90) {
        let proof: Proof = store.proof(receipt.id).wait().unwrap().unwrap();
        assert_eq!(proof.check(&key).unwrap().size, 802);
    }
    assert_eq!(store.verify(|_, _| {}).unwrap().entries, 802);
    let page = Page { kinds: vec![RecordKind::Backup], ..Page::default() };
    assert_eq!(store.list(&page).wait().unwrap().records.len(), 1);
}

#[test]
fn a_backup_beside_live_appends_holds_every_record_before_its_end() {
    let site = Site::new();
    let store = site.open("live");
    fill(&store, 0..3_000);
    let stop = AtomicBool::new(false);
    let (receipts, sizes) = std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            let (mut receipts, mut n) = (vec![], 0);
            while !stop.load(Ordering::Relaxed) {
                let new: Vec<_> = (0..200).map(|i| draft(&format!("live-{}", n + i), n + i)).collect();
                let pending: Vec<_> = new.iter().map(|d| store.append(store.prepare(d).unwrap())).collect();
                receipts.extend(pending.into_iter().map(|pending| pending.wait().unwrap()));
                n += 200;
            }
            receipts
        });
        let sizes: Vec<u64> = (0..3).map(|_| back_up(&store).size).collect();
        stop.store(true, Ordering::Relaxed);
        (writing.join().unwrap(), sizes)
    });
    assert!(sizes.is_sorted() && sizes[0] >= 3_000);
    let newest = note(&store);
    let end = store.health().records;
    drop(store);
    let size = sizes[2];
    // What was recorded after the backup was signed: the log must not go on under its name.
    assert_eq!(site.restore(Some(newest.clone())), Err(RestoreError::Older { backup: size, newest: end }));
    let mut options = site.restoring(Some(newest));
    options.new_origin = Some("example.org/again".into());
    let restored = restore(&options, |_, _| {}).unwrap();
    assert_eq!((restored.lost, restored.verified.entries, restored.without_keys), (end - size, size, 0));
    let store = site.open("restored");
    assert!(store.verifier_key().starts_with("example.org/again+"));
    assert!(receipts.iter().any(|receipt| receipt.sequence < size));
    for receipt in receipts.iter().filter(|receipt| receipt.sequence < size) {
        assert!(matches!(content(&store, receipt), Content::Record(_)), "{receipt:?}");
    }
}

#[test]
fn the_next_backup_copies_only_what_is_new() {
    let site = Site::new();
    let store = site.open("live");
    fill(&store, 0..500);
    assert_eq!(back_up(&store).copied, 501);
    assert_eq!(back_up(&store).copied, 1, "its own event");
    fill(&store, 500..520);
    let done = back_up(&store);
    assert_eq!((done.copied, done.size), (21, 523));
    let event = store.get(done.receipt.unwrap().id).wait().unwrap().unwrap();
    let Content::Record(crate::Record::Event(EventRecord::Backup(record))) = event.content else { panic!() };
    assert_eq!((record.size, record.epoch, record.actor.as_str()), (522, 1, "operator"));
}

#[test]
fn a_backup_that_was_cut_short_is_taken_up_and_what_nothing_vouches_for_is_not_restored() {
    let site = Site::new();
    let store = site.open("live");
    fill(&store, 0..300);
    let whole = back_up(&store).size;
    let newest = note(&store);
    fill(&store, 300..900);
    let mut copy = LogCopy::open(&store.shared, &site.folders().folder).unwrap();
    copy.follow(&store.shared, 777, |_| {}, &mut |_, _| {}).unwrap();
    drop(copy);
    let mut options = site.restoring(Some(newest));
    options.to = site.options("early");
    assert_eq!(restore(&options, |_, _| {}).unwrap().verified.entries, whole);
    assert_eq!(Ledger::open(&options.to).unwrap().health().records, whole);
    assert_eq!(back_up(&store).copied, 902 - 777);
    let newest = note(&store);
    assert_eq!(site.restore(Some(newest)).unwrap().verified.entries, 902);
}

#[test]
fn a_first_backup_that_never_ended_restores_nothing() {
    let site = Site::new();
    let store = site.open("live");
    fill(&store, 0..10);
    std::fs::create_dir_all(site.folders().folder).unwrap();
    let mut copy = LogCopy::open(&store.shared, &site.folders().folder).unwrap();
    std::fs::create_dir_all(site.folders().keys).unwrap();
    super::keys::copy(&store.shared, &site.folders().keys, &mut copy, &mut |_, _| {}).unwrap();
    assert_eq!(site.restore(None), Err(RestoreError::InUse(site.folders().folder)));
    drop(copy);
    assert_eq!(site.restore(None), Err(RestoreError::Unfinished));
    assert!(!site.options("restored").folder.join("ledger.redb").exists());
}

#[test]
fn without_a_word_on_how_far_the_log_had_come_it_is_not_signed_again() {
    let site = Site::new();
    let store = site.open("live");
    fill(&store, 0..10);
    let early = note(&store);
    back_up(&store);
    let record = store.shared.signer.record_file().to_owned();
    drop(store);
    assert!(matches!(site.restore(None), Err(RestoreError::NothingKnown(_))));
    assert_eq!(site.restore(Some(b"nonsense".to_vec())), Err(RestoreError::NotACheckpoint));
    assert_eq!(site.restore(Some(early)).unwrap().lost, 0);
    assert!(matches!(site.restore(None), Err(RestoreError::NotEmpty(_))));
    // The record beside a key file that outlived the store speaks too.
    let mut options = site.restoring(None);
    options.to = LedgerOptions { keys: site.options("live").keys, ..site.options("third") };
    assert!(record.exists());
    assert_eq!(restore(&options, |_, _| {}).unwrap().verified.entries, 11);
}

#[test]
fn a_log_that_contradicts_its_backup_does_not_spoil_it() {
    let site = Site::new();
    let (store, other) = (site.open("live"), site.open("other"));
    fill(&store, 0..50);
    back_up(&store);
    fill(&other, 0..80);
    assert!(refused(&other).contains("holds the backup of another log"), "{}", refused(&other));
    let copied = site.0.path().join("copied");
    store.close().unwrap();
    std::fs::copy(site.0.path().join("live/ledger.redb"), &copied).unwrap();
    let store = site.open("live");
    fill(&store, 50..60);
    let size = back_up(&store).size;
    drop(store);
    // Put back, and the record beside the key with it: the store opens, its backup knows better.
    std::fs::copy(&copied, site.0.path().join("live/ledger.redb")).unwrap();
    std::fs::remove_file(site.0.path().join("live-keys/ledger.checkpoint")).unwrap();
    let store = site.open("live");
    assert!(refused(&store).contains("was put back to an earlier state"), "{}", refused(&store));
    fill(&store, 1_000..1_100);
    note(&store);
    assert!(refused(&store).contains("holds the backup of another log"), "{}", refused(&store));
    drop(store);
    let options = RestoreOptions { new_origin: Some("example.org/again".into()), ..site.restoring(None) };
    assert_eq!(restore(&options, |_, _| {}).unwrap().verified.entries, size, "nothing was spoilt");
}

#[test]
fn folders_that_do_not_keep_log_and_keys_apart_are_refused() {
    let site = Site::new();
    let root = site.0.path();
    for (folder, keys, says) in [
        ("b", "b", "folder of their own"),
        ("b", "b/keys", "folder of their own"),
        ("k/b", "k", "folder of their own"),
        ("live/b", "k2", "outside of `data_dir`"),
        ("b2", "live/k", "outside of `data_dir`"),
    ] {
        let backup = Some(BackupFolders { folder: root.join(folder), keys: root.join(keys) });
        let store = Ledger::open(&LedgerOptions { backup, ..site.options("live") }).unwrap();
        assert!(refused(&store).contains(says), "{folder} {keys}: {}", refused(&store));
    }
    let none = Ledger::open(&LedgerOptions { backup: None, ..site.options("none") }).unwrap();
    assert!(refused(&none).contains("[ledger.backup]"));
}

#[test]
fn what_the_log_deleted_is_deleted_from_its_backup_too() {
    let site = Site::new();
    let store = site.open("live");
    let receipts = fill(&store, 0..300);
    note(&store);
    let proof = store.proof(receipts[7].id).wait().unwrap().unwrap();
    back_up(&store);
    let backup = || std::fs::read(site.folders().folder.join(LOG_FILE)).unwrap();
    assert!(backup().windows(proof.entry.len()).any(|part| part == proof.entry));
    let event = RetentionRecord { actor: "clerk".into(), segments: vec![0], decisions: 300, keys: vec![] };
    let record = crate::Record::Event(EventRecord::Retention(event));
    append(&store, &Draft { subject: None, generation: 1, record });
    back_up(&store);
    let (newest, key) = (note(&store), store.verifier_key());
    drop(store);
    let restored = site.restore(Some(newest)).unwrap();
    assert_eq!((restored.verified.entries, restored.verified.deleted), (3, 300));
    let store = site.open("restored");
    assert!(receipts.iter().all(|receipt| store.get(receipt.id).wait().unwrap().is_none()));
    proof.check(&key).unwrap();
    append(&store, &draft("ada", 1));
    assert_eq!(store.verify(|_, _| {}).unwrap().deleted, 300);
}
