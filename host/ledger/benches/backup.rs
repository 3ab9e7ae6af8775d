//! How fast a backup copies, and what it costs the records that are stored meanwhile.
//!
//! `cargo bench -p praetor-ledger --bench backup -- [RECORDS]`, 200,000 if no number is given. Judge by the
//! ratio: disks differ, and so does one disk from run to run.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a benchmark that cannot go on has nothing to say"
)]

#[path = "../tests/sample/record.rs"]
mod sample;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use praetor_ledger::{BackupFolders, Ledger, LedgerOptions, RestoreOptions, Store, Upkeep, restore};

/// Callers that wait at the same time.
const WAITING: u64 = 64;

/// How long appends are measured without a backup.
const ALONE: Duration = Duration::from_secs(3);

fn main() {
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    let stated = std::env::args().filter_map(|argument| argument.parse().ok()).next();
    let records: u64 = stated.unwrap_or(200_000);
    let root = tempfile::tempdir_in(".").unwrap();
    let at = |name: &str| root.path().join(name);
    let folders = BackupFolders { folder: at("backup"), keys: at("backup-keys") };
    let options = LedgerOptions { backup: Some(folders.clone()), ..LedgerOptions::in_folder(at("live")) };
    let store = Ledger::open(&options).unwrap();
    for first in (0..records).step_by(2_000) {
        append(&store, first, 2_000.min(records - first));
    }
    let alone = rate_until(&store, |begun| begun.elapsed() < ALONE);
    let ended = AtomicBool::new(false);
    let (beside, seconds, done) = std::thread::scope(|scope| {
        let writing = scope.spawn(|| rate_until(&store, |_| !ended.load(Ordering::Relaxed)));
        let begun = Instant::now();
        let done = store.back_up(&"bench".into(), &mut |_, _| {});
        let seconds = begun.elapsed().as_secs_f64();
        ended.store(true, Ordering::Relaxed);
        (writing.join().unwrap(), seconds, done.unwrap())
    });
    println!(
        "backup       {} entries in {seconds:.2} s: {:.0}/s, {} MB",
        done.size,
        done.size as f64 / seconds,
        done.bytes >> 20
    );
    println!("appends      {alone:.0}/s alone, {beside:.0}/s beside it: {:.2}", beside / alone);
    let begun = Instant::now();
    let again = store.back_up(&"bench".into(), &mut |_, _| {}).unwrap();
    println!("next backup  {} new entries in {:.2} s", again.copied, begun.elapsed().as_secs_f64());
    store.checkpoint().wait().unwrap().unwrap();
    let keys = options.keys.with_extension("checkpoint");
    drop(store);
    let begun = Instant::now();
    let to = LedgerOptions::in_folder(at("restored"));
    let newest = vec![std::fs::read(keys).unwrap()];
    let BackupFolders { folder, keys } = folders;
    let restored =
        restore(&RestoreOptions { folder, keys, to, newest, new_origin: None }, |_, _| {}).unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    println!("restore      {} entries verified in {seconds:.2} s", restored.verified.entries);
}

/// Stores records, a few waiting at a time, as long as `goes_on`; gives the rate.
fn rate_until(store: &Ledger, goes_on: impl Fn(Instant) -> bool) -> f64 {
    let (begun, mut stored) = (Instant::now(), 0);
    while goes_on(begun) {
        append(store, stored, WAITING);
        stored += WAITING;
    }
    stored as f64 / begun.elapsed().as_secs_f64()
}

fn append(store: &Ledger, first: u64, count: u64) {
    let pending: Vec<_> =
        (first..first + count).map(|n| store.append(store.prepare(&sample::draft(n)).unwrap())).collect();
    for pending in pending {
        pending.wait().unwrap();
    }
}
