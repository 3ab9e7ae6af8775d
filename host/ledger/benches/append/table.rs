//! The table: throughput, latency and bytes for different numbers of records on their way, empty or
//! after many others; then what reading and verifying give.

use std::path::Path;
use std::time::{Duration, Instant};

use praetor_ledger::{Ledger, LedgerOptions, Page, RecordId, Store};

use crate::Asked;
use crate::figures::{Figure, allocated, append, at, written_bytes};
use crate::plain::{Done, Plain};
use crate::preload::{fill, settle};
use crate::runs::{Drafts, Run, run, store_alone, whole_pipeline};

/// Runs for each figure of the table; their median counts.
const RUNS: usize = 5;

/// Records on their way at the same time.
const WAITING: [usize; 5] = [1, 32, 64, 256, 512];

/// Records of one run at most: the rows must not change how many the store holds by much.
const RECORDS_MOST: u64 = 30_000;

/// Decisions on one page of a listing.
const PAGE: usize = 100;

pub fn print(asked: &Asked) {
    println!(
        "\nrecords/s, medians of {RUNS}; p50/p99 in ms of the whole pipeline; bytes written a record; {} records before",
        asked.preload
    );
    println!("waiting |   plain |   store  ratio |   whole  ratio |   p50    p99 | written");
    let kept = tempfile::tempdir_in(".").unwrap();
    let folder = asked.folder.as_deref().unwrap_or(kept.path());
    let figures =
        if asked.preload == 0 && asked.folder.is_none() { empty() } else { loaded(folder, asked.preload) };
    if let Some(file) = &asked.csv {
        append(file, asked.preload, &figures);
    }
}

/// Each row on a store of its own.
fn empty() -> Vec<Figure> {
    let mut figures = Vec::new();
    for waiting in WAITING {
        let folder = tempfile::tempdir_in(".").unwrap();
        let store = Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
        let mut drafts = Drafts::from(0);
        figures.extend(row(&store, folder.path(), &mut drafts, waiting));
        if Some(&waiting) == WAITING.last() {
            settle(&store, &mut drafts);
            figures.extend(reading(&store, folder.path(), &[]));
        }
    }
    figures
}

/// All rows on one store, which holds many records.
fn loaded(folder: &Path, preload: u64) -> Vec<Figure> {
    let store = Ledger::open(&LedgerOptions::in_folder(folder)).unwrap();
    let mut drafts = Drafts::from(store.health().records);
    let before = (written_bytes(), Instant::now(), store.health().records);
    let ids = fill(&store, &mut drafts, preload);
    settle(&store, &mut drafts);
    let loaded = (store.health().records - before.2) as f64;
    let mut figures = vec![
        Figure { name: "preload_per_s", waiting: None, value: loaded / before.1.elapsed().as_secs_f64() },
        Figure { name: "preload_written_bytes", waiting: None, value: (written_bytes() - before.0) / loaded },
    ];
    figures.iter().for_each(|figure| eprintln!("{} {:.0}", figure.name, figure.value));
    for waiting in WAITING {
        figures.extend(row(&store, folder, &mut drafts, waiting));
    }
    settle(&store, &mut drafts);
    figures.extend(reading(&store, folder, &ids));
    figures
}

/// One row of the table.
fn row(store: &Ledger, folder: &Path, drafts: &mut Drafts, waiting: usize) -> Vec<Figure> {
    let plain = Plain::start(folder);
    let records = records_for(&plain, waiting);
    let mut rates = [const { Vec::new() }; 3];
    let (mut latencies, mut written) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        rates[0].push(run(waiting, records, || plain.append(), Done::wait).rate());
        let before = written_bytes();
        rates[1].push(store_alone(store, drafts, waiting, records).rate());
        let whole = whole_pipeline(store, drafts, waiting, records);
        // The follower's share of these records is partly that of those before.
        written.push((written_bytes() - before) / (2 * records) as f64);
        rates[2].push(whole.rate());
        latencies.extend(whole.latencies.iter().map(Duration::as_secs_f64));
    }
    let [plain, alone, whole] = rates.map(|rates| at(rates, 0.5));
    let (p50, p99) = (at(latencies.clone(), 0.5) * 1e3, at(latencies, 0.99) * 1e3);
    let written = at(written, 0.5);
    println!(
        "{waiting:7} | {plain:7.0} | {alone:7.0}  {:5.2} | {whole:7.0}  {:5.2} | {p50:5.2}  {p99:5.2} | {written:7.0}",
        alone / plain,
        whole / plain,
    );
    let figures = [
        ("plain_per_s", plain),
        ("store_per_s", alone),
        ("store_ratio", alone / plain),
        ("whole_per_s", whole),
        ("whole_ratio", whole / plain),
        ("p50_ms", p50),
        ("p99_ms", p99),
        ("written_bytes", written),
    ];
    figures.into_iter().map(|(name, value)| Figure { name, waiting: Some(waiting), value }).collect()
}

/// As many records as the plain file takes in about a third of a second, up to a limit.
fn records_for(plain: &Plain, waiting: usize) -> u64 {
    let waiting_records = u64::try_from(waiting).unwrap();
    let trial: Run = run(waiting, waiting_records * 20, || plain.append(), Done::wait);
    ((trial.rate() / 3.0) as u64).clamp(waiting_records * 10, RECORDS_MOST)
}

/// What is stored, and how fast it is read and verified.
fn reading(store: &Ledger, folder: &Path, ids: &[RecordId]) -> Vec<Figure> {
    let records = store.health().records as f64;
    let stored = allocated(&folder.join("ledger.redb")) / records;
    let begun = Instant::now();
    let verified = store.verify(|_, _| {}).unwrap();
    let verify = verified.entries as f64 / begun.elapsed().as_secs_f64();
    let page = Page { limit: PAGE, ..Page::default() };
    let pages = per_second(200, |_| assert_eq!(store.list(&page).wait().unwrap().records.len(), PAGE));
    println!("\n{records:.0} records, {stored:.0} bytes stored a record");
    println!("verified {verify:.0} records/s; {pages:.0} pages of {PAGE} in a second");
    let mut figures = vec![
        Figure { name: "stored_bytes", waiting: None, value: stored },
        Figure { name: "verify_per_s", waiting: None, value: verify },
        Figure { name: "pages_of_100_per_s", waiting: None, value: pages },
    ];
    if !ids.is_empty() {
        // Another order than that of the file.
        let id = |n: usize| ids[n * 7_919 % ids.len()];
        let gets = per_second(20_000, |n| drop(store.get(id(n)).wait().unwrap().unwrap()));
        println!("{gets:.0} decisions read by id in a second, in random order");
        figures.push(Figure { name: "get_per_s", waiting: None, value: gets });
    }
    figures
}

fn per_second(times: usize, mut work: impl FnMut(usize)) -> f64 {
    let begun = Instant::now();
    (0..times).for_each(&mut work);
    times as f64 / begun.elapsed().as_secs_f64()
}
