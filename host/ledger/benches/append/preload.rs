//! A store that holds many records already.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use praetor_ledger::{Ledger, RecordId, Store};

use crate::runs::Drafts;

/// Records on their way at the same time: half of what may wait.
const WAITING: usize = 2_048;

/// Ids that are kept, to be asked for afterwards.
const KEPT: u64 = 10_000;

/// Stores records until there are so many; gives ids of some that are spread over them.
pub fn fill(store: &Ledger, drafts: &mut Drafts, until: u64) -> Vec<RecordId> {
    let first = store.health().records;
    let (begun, mut told) = (Instant::now(), Instant::now());
    let (mut pending, mut kept) = (VecDeque::with_capacity(WAITING), Vec::new());
    let every = (until.saturating_sub(first) / KEPT).max(1);
    for number in first..until {
        if pending.len() == WAITING {
            wait(&mut pending);
        }
        let prepared = store.prepare(drafts.next()).unwrap();
        if number.is_multiple_of(every) {
            kept.push(prepared.id());
        }
        pending.push_back(store.append(prepared));
        if told.elapsed() >= Duration::from_secs(1) {
            told = Instant::now();
            let rate = (number - first) as f64 / begun.elapsed().as_secs_f64();
            eprintln!("preloaded {number} of {until} records, {rate:.0}/s");
        }
    }
    while !pending.is_empty() {
        wait(&mut pending);
    }
    kept
}

fn wait(pending: &mut VecDeque<praetor_ledger::Pending<praetor_ledger::Receipt>>) {
    pending.pop_front().unwrap().wait().unwrap();
}

/// Waits until the follower has taken in everything that is stored.
pub fn settle(store: &Ledger, drafts: &mut Drafts) {
    let receipt = store.append(store.prepare(drafts.next()).unwrap()).wait().unwrap();
    while store.proof(receipt.id).wait().is_err() {
        eprintln!("waiting for the follower");
    }
}
