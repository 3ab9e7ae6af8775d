//! Records on their way: so many at the same time, until so many have arrived.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use praetor_ledger::{Draft, Ledger, Pending, Prepared, Receipt, Store};

use crate::sample;

/// Records prepared ahead, so that making them is not what is measured.
const AHEAD: usize = 2_000;

/// Drafts that are made beforehand.
const DRAFTS: u64 = 500;

/// What a run took.
pub struct Run {
    pub records: u64,
    pub elapsed: Duration,
    pub latencies: Vec<Duration>,
}

impl Run {
    /// Records in a second.
    pub fn rate(&self) -> f64 {
        self.records as f64 / self.elapsed.as_secs_f64()
    }
}

/// Drafts about ever more persons: one in ten is about a new one, the others about any of those before.
pub struct Drafts {
    made: Vec<Draft>,
    number: u64,
}

impl Drafts {
    /// Drafts for a log that has so many records.
    pub fn from(number: u64) -> Self {
        Self { made: (0..DRAFTS).map(sample::draft).collect(), number }
    }

    pub fn next(&mut self) -> &Draft {
        let number = self.number;
        self.number += 1;
        let draft = &mut self.made[usize::try_from(number % DRAFTS).unwrap()];
        draft.subject = Some(format!("person-{}", person(number)));
        draft
    }
}

fn person(number: u64) -> u64 {
    let known = number / 10 + 1;
    // Fibonacci hashing spreads the others over all who are known.
    if number.is_multiple_of(10) {
        known - 1
    } else {
        (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16) % known
    }
}

/// Keeps `waiting` records on their way until `records` have arrived.
pub fn run<P>(waiting: usize, records: u64, mut start: impl FnMut() -> P, end: fn(P)) -> Run {
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
pub fn store_alone(store: &Ledger, drafts: &mut Drafts, waiting: usize, records: u64) -> Run {
    let mut left = records;
    let mut sum = Run { records, elapsed: Duration::ZERO, latencies: Vec::new() };
    while left > 0 {
        let now = left.min(AHEAD.max(waiting * 8) as u64);
        let prepared: Vec<Prepared> = (0..now).map(|_| store.prepare(drafts.next()).unwrap()).collect();
        let mut prepared = prepared.into_iter();
        let part = run(waiting, now, || store.append(prepared.next().unwrap()), arrived);
        sum.elapsed += part.elapsed;
        sum.latencies.extend(part.latencies);
        left -= now;
    }
    sum
}

/// Records encoded, compressed and encrypted by the one caller, beside the writer.
pub fn whole_pipeline(store: &Ledger, drafts: &mut Drafts, waiting: usize, records: u64) -> Run {
    let append = || store.append(store.prepare(drafts.next()).unwrap());
    run(waiting, records, append, arrived)
}
