//! How fast records become durable, beside the limit of the disk: a plain file to which the same
//! bytes are appended with one fdatasync for all that wait.
//!
//! Judge by the ratios of the table: disks differ, and so does one disk from run to run.
//!
//! ```text
//! cargo bench -p praetor-ledger --bench append                                  all, on an empty store
//! cargo bench -p praetor-ledger --bench append -- --table                       the table alone
//! cargo bench -p praetor-ledger --bench append -- --table --preload 1000000 --csv FILE
//! ```
//!
//! `--preload N` stores N records first, `--folder DIR` keeps them for the next run, `--csv FILE` adds
//! the figures to a file, one a line.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot go on has nothing to say"
)]

mod figures;
mod plain;
mod preload;
mod runs;
#[path = "../../tests/sample/record.rs"]
mod sample;
mod table;

use std::path::PathBuf;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput};
use praetor_ledger::{Ledger, LedgerOptions, Store};

use plain::{Done, Plain};
use runs::{Drafts, run, store_alone, whole_pipeline};

fn main() {
    let asked = Asked::read();
    if !asked.table {
        let mut criterion = Criterion::default()
            .warm_up_time(Duration::from_millis(500))
            .measurement_time(Duration::from_secs(2))
            .sample_size(10)
            .configure_from_args();
        benchmark(&mut criterion);
        criterion.final_summary();
    }
    if !std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        table::print(&asked);
    }
}

/// What the command line asks for.
#[derive(Default)]
struct Asked {
    /// The table alone.
    table: bool,
    /// Records to store first.
    preload: u64,
    /// Where the store is, and stays.
    folder: Option<PathBuf>,
    /// Where the figures go.
    csv: Option<PathBuf>,
}

impl Asked {
    fn read() -> Self {
        let (mut asked, mut arguments) = (Self::default(), std::env::args().skip(1));
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().unwrap_or_else(|| panic!("`{argument}` wants a value"));
            match argument.as_str() {
                "--table" => asked.table = true,
                "--preload" => {
                    asked.preload = value().parse().expect("`--preload` wants a number of records")
                }
                "--folder" => asked.folder = Some(value().into()),
                "--csv" => asked.csv = Some(value().into()),
                _ => {}
            }
        }
        asked
    }
}

fn benchmark(criterion: &mut Criterion) {
    let folder = tempfile::tempdir_in(".").unwrap();
    let store = Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
    let (plain, mut drafts) = (Plain::start(folder.path()), Drafts::from(0));
    let mut group = criterion.benchmark_group("append");
    group.throughput(Throughput::Elements(1));
    for waiting in [1, 32, 256] {
        group.bench_function(BenchmarkId::new("plain file", waiting), |bencher| {
            bencher.iter_custom(|records| run(waiting, records, || plain.append(), Done::wait).elapsed);
        });
        group.bench_function(BenchmarkId::new("store alone", waiting), |bencher| {
            bencher.iter_custom(|records| store_alone(&store, &mut drafts, waiting, records).elapsed);
        });
        group.bench_function(BenchmarkId::new("whole pipeline", waiting), |bencher| {
            bencher.iter_custom(|records| whole_pipeline(&store, &mut drafts, waiting, records).elapsed);
        });
    }
    group.bench_function("prepare", |bencher| {
        bencher.iter(|| store.prepare(drafts.next()).unwrap());
    });
    group.bench_function("get", |bencher| {
        let receipt = store.append(store.prepare(&sample::draft(1)).unwrap()).wait().unwrap();
        bencher.iter(|| store.get(receipt.id).wait().unwrap().unwrap().receipt);
    });
}
