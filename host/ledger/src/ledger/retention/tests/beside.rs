//! What stands beside the entries goes on over the gap: the index of queries, and backups.

use crate::ledger::index::INDEX;
use crate::ledger::restoring::{RestoreOptions, restore};
use crate::ledger::tables::{DERIVED, POSTING, SUBJECT, TAG, TAGGED};
use crate::ledger::{BackupFolders, LedgerOptions};
use crate::store::{Filter, Order, Page, Upkeep};

use super::deleting::sequences;
use super::*;

/// In some segments one decision of two is in no class; all of the others go.
fn mixed(store: &Ledger, goes: &[u64]) -> Vec<Receipt> {
    let stays = |n: u64| !goes.contains(&(n / SEGMENT)) && (n.is_multiple_of(3) || n.is_multiple_of(5));
    let kind = |n| if stays(n) { Kind::Rights } else { Kind::Sharing };
    (0..40).map(|n| append(store, &draft(kind(n), &format!("person-{}", n % 7), n))).collect()
}

fn search(store: &Ledger, filter: &Filter) -> Vec<u64> {
    let page = Page { limit: 3, order: Order::OldestFirst, filter: filter.clone(), ..Page::default() };
    sequences(store, &page)
}

fn filters() -> [Filter; 4] {
    let word = |word: &'static str| Some(Name::new(word));
    [
        Filter { effect: word("deny"), ..Filter::default() },
        Filter { rule: word("eu-gdpr/art-9-1"), ..Filter::default() },
        Filter { subject: Some("person-6".into()), ..Filter::default() },
        Filter { subject: Some("person-5".into()), effect: word("deny"), ..Filter::default() },
    ]
}

#[test]
fn a_search_finds_what_is_left_and_so_does_an_index_that_is_made_anew() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let bench = Bench::new(clock, &[class("logs", &[Kind::Sharing], "P1M")]);
    let store = bench.open();
    let receipts = mixed(&store, &[1, 3]);
    store.shared.catch_up().unwrap();
    let before: Vec<Vec<u64>> = filters().iter().map(|filter| search(&store, filter)).collect();
    assert!(before.iter().all(|found| !found.is_empty()), "{before:?}");
    set("2026-05-01T00:00:00Z");
    assert_eq!(retain(&store).segments, [1, 3]);
    let left = |n: &u64| found(&store, &receipts[usize::try_from(*n).unwrap()]) == Found::Readable;
    let after: Vec<Vec<u64>> = before.iter().map(|all| all.iter().copied().filter(left).collect()).collect();
    assert!(after.iter().filter(|left| !left.is_empty()).count() == 3, "{after:?}");
    let holds = |store: &Ledger| {
        for (filter, left) in filters().iter().zip(&after) {
            assert_eq!(search(store, filter), *left);
        }
    };
    holds(&store);
    store.shared.catch_up().unwrap();
    holds(&store);
    drop(store);
    let database = bench.disk.opener()().unwrap();
    let transaction = database.begin_write().unwrap();
    assert!(transaction.delete_table(POSTING).unwrap() && transaction.delete_table(SUBJECT).unwrap());
    assert!(transaction.delete_table(TAG).unwrap() && transaction.delete_table(TAGGED).unwrap());
    transaction.open_table(DERIVED).unwrap().remove((1, INDEX)).unwrap();
    transaction.commit().unwrap();
    drop(database);
    let store = bench.open();
    holds(&store);
    store.shared.catch_up().unwrap();
    holds(&store);
    // No key is missed by whoever looks for all of a person's.
    let whose = crate::Whose { subject: "person-6".into(), actor: Name::new("officer") };
    store.erase(&whose).unwrap();
    let own: Vec<&Receipt> = receipts.iter().skip(6).step_by(7).collect();
    assert!(own.iter().all(|receipt| found(&store, receipt) != Found::Readable));
    store.verify(|_, _| {}).unwrap();
}

#[test]
fn a_restored_log_knows_what_was_deleted_and_under_which_classes() {
    let (clock, set) = clock!("2026-01-01T00:00:00Z");
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let backup = BackupFolders { folder: at("backup"), keys: at("backup-keys") };
    let options = |name: &str, classes: &[RetentionClass]| {
        std::fs::create_dir_all(at(&format!("{name}-keys"))).unwrap();
        LedgerOptions {
            keys: at(&format!("{name}-keys")).join("ledger.keys"),
            backup: Some(backup.clone()),
            retention: classes.to_vec(),
            clock,
            ..LedgerOptions::in_folder(at(name))
        }
    };
    let open = |options: &LedgerOptions| {
        let plugins = PluginFolder::open(options.folder.join("plugins")).unwrap();
        let shared = opening::open(options).unwrap();
        let retention =
            Retention { segment: SEGMENT, ..Retention::declared(&shared, &options.retention).unwrap() };
        Ledger::start(crate::ledger::shared::Shared { retention, ..shared }, plugins).unwrap()
    };
    let store = open(&options("live", &[class("logs", &[Kind::Sharing], "P1M")]));
    // The first alone: the restoring counts segments of the usual size.
    let receipts = mixed(&store, &[0]);
    append(&store, &draft(Kind::Sharing, "ada", 1));
    hold(&store, Some("ada"), None);
    let back_up = || store.back_up(&Name::new("operator"), &mut |_, _| {}).unwrap();
    back_up();
    set("2026-05-01T00:00:00Z");
    assert_eq!(retain(&store).segments, [0]);
    back_up();
    let expected: Vec<Found> = receipts.iter().map(|receipt| found(&store, receipt)).collect();
    assert!(expected.contains(&Found::Deleted) && expected.contains(&Found::Readable));
    let newest = store.checkpoint().wait().unwrap().into_iter().collect();
    drop(store);
    // The class is declared no more: its name is known all the same.
    let to = options("restored", &[]);
    let BackupFolders { folder, keys } = backup.clone();
    restore(&RestoreOptions { folder, keys, to: to.clone(), newest, new_origin: None }, |_, _| {}).unwrap();
    let store = open(&to);
    assert_eq!(quarters(&store.retention().unwrap(), Some("logs")).len(), 1);
    let again: Vec<Found> = receipts.iter().map(|receipt| found(&store, receipt)).collect();
    assert_eq!(again, expected);
    let plan = store.retention().unwrap();
    assert_eq!((plan.segments.deleted, plan.segments.unfinished), (1, 0));
    assert_eq!(store.verify(|_, _| {}).unwrap().deleted, 8);
    append(&store, &draft(Kind::Sharing, "ada", 1));
    store.verify(|_, _| {}).unwrap();
}
