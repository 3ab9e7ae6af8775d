//! How fast records become durable, beside the limit of the disk: a plain file to which the same
//! bytes are appended with one fdatasync for all that wait.
//!
//! Judge by the ratios of the table at the end: disks differ, and so does one disk from run to run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot go on has nothing to say"
)]

#[path = "../tests/sample/record.rs"]
mod sample;

use std::collections::VecDeque;
use std::fs::File;
use std::io::Write;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput};
use praetor_ledger::{Ledger, LedgerOptions, Pending, Prepared, Receipt, Store};

/// Records prepared ahead, so that making them is not what is measured.
const AHEAD: usize = 2_000;

/// Bytes of one record in the plain file; about those of an entry.
const PLAIN_BYTES: usize = 500;

/// Runs for each figure of the table; their median counts.
const RUNS: usize = 5;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .sample_size(10)
        .configure_from_args();
    benchmark(&mut criterion);
    criterion.final_summary();
    if !std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        print_table();
    }
}

fn benchmark(criterion: &mut Criterion) {
    let folder = tempfile::tempdir_in(".").unwrap();
    let store = Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
    let plain = Plain::start(&folder);
    let mut group = criterion.benchmark_group("append");
    group.throughput(Throughput::Elements(1));
    for waiting in [1, 32, 256] {
        group.bench_function(BenchmarkId::new("plain file", waiting), |bencher| {
            bencher.iter_custom(|records| run(waiting, records, || plain.append(), Done::wait).elapsed);
        });
        group.bench_function(BenchmarkId::new("store alone", waiting), |bencher| {
            bencher.iter_custom(|records| store_alone(&store, waiting, records).elapsed);
        });
        group.bench_function(BenchmarkId::new("whole pipeline", waiting), |bencher| {
            bencher.iter_custom(|records| whole_pipeline(&store, waiting, records).elapsed);
        });
    }
    group.bench_function("prepare", |bencher| {
        let drafts: Vec<_> = (0..100).map(sample::draft).collect();
        let mut next = drafts.iter().cycle();
        bencher.iter(|| store.prepare(next.next().unwrap()).unwrap());
    });
    group.bench_function("get", |bencher| {
        let receipt = store.append(store.prepare(&sample::draft(1)).unwrap()).wait().unwrap();
        bencher.iter(|| store.get(receipt.id).wait().unwrap().unwrap().receipt);
    });
}

/// What a run took.
struct Run {
    records: u64,
    elapsed: Duration,
    latencies: Vec<Duration>,
}

/// Keeps `waiting` records on their way until `records` have arrived.
fn run<P>(waiting: usize, records: u64, mut start: impl FnMut() -> P, end: fn(P)) -> Run {
    let begun = Instant::now();
    let mut pending = VecDeque::with_capacity(waiting);
    let mut latencies = Vec::with_capacity(usize::try_from(records).unwrap());
    for _ in 0..records {
        if pending.len() == waiting {
            finish(&mut pending, end, &mut latencies);
        }
        pending.push_back((Instant::now(), start()));
    }
    while !pending.is_empty() {
        finish(&mut pending, end, &mut latencies);
    }
    Run { records, elapsed: begun.elapsed(), latencies }
}

fn finish<P>(pending: &mut VecDeque<(Instant, P)>, end: fn(P), latencies: &mut Vec<Duration>) {
    let (since, oldest) = pending.pop_front().unwrap();
    end(oldest);
    latencies.push(since.elapsed());
}

fn arrived(pending: Pending<Receipt>) {
    pending.wait().unwrap();
}

/// Records prepared beforehand: what is measured is the queue, the commit and the answer.
fn store_alone(store: &Ledger, waiting: usize, records: u64) -> Run {
    let mut left = records;
    let mut sum = Run { records, elapsed: Duration::ZERO, latencies: Vec::new() };
    while left > 0 {
        let now = left.min(AHEAD.max(waiting * 8) as u64);
        let mut prepared: Vec<Prepared> =
            (0..now).map(|n| store.prepare(&sample::draft(n)).unwrap()).collect();
        let part = run(waiting, now, || store.append(prepared.pop().unwrap()), arrived);
        sum.elapsed += part.elapsed;
        sum.latencies.extend(part.latencies);
        left -= now;
    }
    sum
}

/// Records encoded, compressed and encrypted by the one caller, beside the writer.
fn whole_pipeline(store: &Ledger, waiting: usize, records: u64) -> Run {
    let drafts: Vec<_> = (0..500).map(sample::draft).collect();
    let mut next = drafts.iter().cycle();
    let append = || store.append(store.prepare(next.next().unwrap()).unwrap());
    run(waiting, records, append, arrived)
}

/// The limit: a file, one writer, one fdatasync for all that wait.
struct Plain(Sender<tokio::sync::oneshot::Sender<()>>);

/// An answer of the plain file.
struct Done(tokio::sync::oneshot::Receiver<()>);

impl Plain {
    fn start(folder: &tempfile::TempDir) -> Self {
        let mut file = File::create(folder.path().join(format!("plain-{:?}", Instant::now()))).unwrap();
        let (queue, jobs) = channel::<tokio::sync::oneshot::Sender<()>>();
        std::thread::spawn(move || {
            while let Ok(first) = jobs.recv() {
                let batch: Vec<_> = std::iter::once(first).chain(jobs.try_iter()).collect();
                file.write_all(&vec![7; batch.len() * PLAIN_BYTES]).unwrap();
                file.sync_data().unwrap();
                for reply in batch {
                    let _ = reply.send(());
                }
            }
        });
        Self(queue)
    }

    fn append(&self) -> Done {
        let (reply, done) = tokio::sync::oneshot::channel();
        self.0.send(reply).unwrap();
        Done(done)
    }
}

impl Done {
    fn wait(self) {
        self.0.blocking_recv().unwrap();
    }
}

fn print_table() {
    println!(
        "\nrecords/s, medians of {RUNS}; p50/p99 in ms of the whole pipeline; KB written a record by the store"
    );
    println!("waiting |   plain |   store  ratio |   whole  ratio |   p50    p99 | KB/record");
    for waiting in [1, 32, 64, 256, 512] {
        let folder = tempfile::tempdir_in(".").unwrap();
        let store = Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
        let plain = Plain::start(&folder);
        let records = records_for(&plain, waiting);
        let mut rates = [const { Vec::new() }; 3];
        let (mut latencies, mut written) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            rates[0].push(rate(&run(waiting, records, || plain.append(), Done::wait)));
            let before = written_bytes();
            rates[1].push(rate(&store_alone(&store, waiting, records)));
            written.push((written_bytes() - before) / records as f64);
            let whole = whole_pipeline(&store, waiting, records);
            rates[2].push(rate(&whole));
            latencies.extend(whole.latencies.iter().map(Duration::as_secs_f64));
        }
        let [plain, alone, whole] = rates.map(|rates| at(rates, 0.5));
        println!(
            "{waiting:7} | {plain:7.0} | {alone:7.0}  {:5.2} | {whole:7.0}  {:5.2} | {:5.2}  {:5.2} | {:.2}",
            alone / plain,
            whole / plain,
            at(latencies.clone(), 0.5) * 1e3,
            at(latencies, 0.99) * 1e3,
            at(written, 0.5) / 1e3,
        );
    }
}

/// As many records as the plain file takes in about a third of a second.
fn records_for(plain: &Plain, waiting: usize) -> u64 {
    let waiting_records = u64::try_from(waiting).unwrap();
    let trial = run(waiting, waiting_records * 20, || plain.append(), Done::wait);
    ((rate(&trial) / 3.0) as u64).clamp(waiting_records * 10, 100_000)
}

fn rate(run: &Run) -> f64 {
    run.records as f64 / run.elapsed.as_secs_f64()
}

fn at(mut values: Vec<f64>, part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * part) as usize]
}

/// Bytes that this process has had written to disks; 0 where the system does not say.
fn written_bytes() -> f64 {
    let text = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("write_bytes: "));
    line.and_then(|bytes| bytes.parse().ok()).unwrap_or(0.0)
}
