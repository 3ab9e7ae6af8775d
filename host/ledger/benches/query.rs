//! How fast stored decisions are found: fills a fresh ledger, then times searches.
//!
//! `cargo bench -p praetor-ledger --bench query -- --records 10000000 --subjects 1000000`. The memory
//! it takes does not grow with the records; the folder is made here and removed at the end.

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
use std::path::Path;
use std::time::{Duration, Instant};

use praetor_decision::Name;
use praetor_decision::answer::Answer;
use praetor_ledger::{
    Draft, Filter, Ledger, LedgerError, LedgerOptions, Order, Page, Pending, Receipt, Record, RecordId,
    Store, Timestamp, VoiceWord,
};

/// Records that wait for the writer while the ledger is filled.
const WAITING: usize = 512;

/// Searches of each kind; the median and the 99th percentile of them count.
const SEARCHES: u64 = 300;

/// One record in so many rests on the rare rule.
const RARE: u64 = 20_000;

fn main() {
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    let records = argument("--records").unwrap_or(100_000);
    let subjects = argument("--subjects").unwrap_or((records / 10).max(1));
    let folder = tempfile::tempdir_in(".").unwrap();
    let ledger = Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
    let filled = fill(&ledger, records, subjects);
    println!("{records} records about {subjects} subjects");
    drop(ledger);
    let begun = Instant::now();
    let ledger = Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
    println!("opened again in                        {:9.1} ms", millis(begun.elapsed()));
    search_all(&ledger, &filled, subjects);
    println!(
        "on disk                                {:9.0} B/record",
        on_disk(folder.path()) / records as f64
    );
}

/// What is known of the filled ledger.
struct Filled {
    first: Timestamp,
    last: Timestamp,
}

fn fill(ledger: &Ledger, records: u64, subjects: u64) -> Filled {
    let (begun, mut told) = (Instant::now(), Instant::now());
    let (mut waiting, mut first, mut last) = (VecDeque::<Pending<Receipt>>::new(), None, None);
    for n in 0..records {
        let prepared = ledger.prepare(&draft(n, subjects)).unwrap();
        waiting.push_back(ledger.append(prepared));
        if waiting.len() == WAITING || n + 1 == records {
            for pending in waiting.drain(..) {
                let receipt = pending.wait().unwrap();
                first.get_or_insert(receipt);
                last = Some(receipt);
            }
        }
        if told.elapsed() > Duration::from_secs(10) {
            told = Instant::now();
            eprintln!("{n} of {records} stored, {:.0}/s", n as f64 / begun.elapsed().as_secs_f64());
        }
    }
    let (stored, last) = (begun.elapsed(), last.unwrap());
    wait_for_index(ledger, last.id);
    let all = begun.elapsed();
    println!("stored beside the index and the tree   {:9.0} /s", records as f64 / stored.as_secs_f64());
    println!("indexed, with what was left at the end {:9.0} /s", records as f64 / all.as_secs_f64());
    Filled { first: first.unwrap().recorded_at, last: last.recorded_at }
}

/// Tree and index move in one transaction, so what can be proven is indexed.
fn wait_for_index(ledger: &Ledger, last: RecordId) {
    loop {
        match ledger.proof(last).wait() {
            Ok(_) => return,
            Err(LedgerError::Unsigned) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// Subjects in a random order, one rare rule.
fn draft(n: u64, subjects: u64) -> Draft {
    let mut draft = sample::draft(n);
    let subject = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    draft.subject = Some(format!("person-{}", subject % subjects));
    if n % RARE == RARE / 2
        && let Record::Decision(decision) = &mut draft.record
        && let Some(call) = decision.voices[1].calls.get_mut(1)
        && let VoiceWord::Answer(Answer::Sharing(answer)) = &mut call.word
    {
        answer.findings.iter_mut().for_each(|finding| finding.source.rule = Name::new("rare"));
    }
    draft
}

fn search_all(ledger: &Ledger, filled: &Filled, subjects: u64) {
    let page = |filter: Filter, order| Page { filter, order, limit: 100, ..Page::default() };
    let (newest, oldest) = (Order::NewestFirst, Order::OldestFirst);
    let effect = || Filter { effect: Some(Name::new("deny")), ..Filter::default() };
    let both = || Filter { plugin: Some(Name::new("eu-gdpr")), ..effect() };
    let rare = || Filter { rule: Some(Name::new("eu-gdpr/rare")), ..Filter::default() };
    let nothing = || Filter { rule: Some(Name::new("no/rule")), ..Filter::default() };
    let person = |n: u64| {
        let subject = Some(format!("person-{}", n.wrapping_mul(7_919) % subjects));
        Filter { subject, ..Filter::default() }
    };
    let span = filled.last.0 - filled.first.0;
    let at = |n: u64| Some(Timestamp(filled.first.0 + span / (SEARCHES + 1) * n));
    println!("                                         median       p99 ms      rows");
    time(ledger, "a subject, newest first", |n| page(person(n), newest));
    time(ledger, "a subject, oldest first", |n| page(person(n), oldest));
    time(ledger, "100 by time, newest first", |n| Page { until: at(n), ..page(Filter::default(), newest) });
    time(ledger, "100 by time, oldest first", |n| Page { from: at(n), ..page(Filter::default(), oldest) });
    time(ledger, "100 of an effect, from a time", |n| Page { from: at(n), ..page(effect(), oldest) });
    time(ledger, "100 of an effect and a plugin", |n| Page { until: at(n), ..page(both(), newest) });
    time(ledger, "a rare rule, newest first", |_| page(rare(), newest));
    time(ledger, "a rare rule, oldest first", |_| page(rare(), oldest));
    time(ledger, "a rule that nothing rests on", |_| page(nothing(), newest));
}

fn time(ledger: &Ledger, title: &str, page: impl Fn(u64) -> Page) {
    let mut rows = 0;
    let mut run = |n| {
        let begun = Instant::now();
        rows += ledger.list(&page(n)).wait().unwrap().records.len();
        millis(begun.elapsed())
    };
    // Once to warm up, as a server is.
    for n in 0..SEARCHES {
        run(n);
    }
    let mut took: Vec<f64> = (0..SEARCHES).map(&mut run).collect();
    took.sort_by(f64::total_cmp);
    let part = |part: f64| took[((took.len() - 1) as f64 * part) as usize];
    let rows = rows as f64 / (2 * SEARCHES) as f64;
    println!("{title:<38} {:9.3} {:12.3} {rows:9.1}", part(0.5), part(0.99));
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// Bytes that the file really takes.
fn on_disk(folder: &Path) -> f64 {
    let metadata = folder.join("ledger.redb").metadata().unwrap();
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::blocks(&metadata) as f64 * 512.0;
    #[cfg(not(unix))]
    return metadata.len() as f64;
}

fn argument(name: &str) -> Option<u64> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name).skip(1);
    arguments.next()?.replace('_', "").parse().ok()
}
