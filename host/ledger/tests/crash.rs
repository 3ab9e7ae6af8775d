//! A process that is killed while it appends under load has lost no record that it answered.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic here is a failing test"
)]

#[path = "sample/record.rs"]
mod sample;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use praetor_ledger::{Content, Ledger, LedgerError, LedgerOptions, Order, Page, RecordId, Store};

const KILLS: u64 = 8;
const CALLERS: u64 = 6;
/// Answers that a process has given before it is killed under load.
const ANSWERS: usize = 60;
/// Tells the test program that it is the one to be killed, and where its store is.
const STORE: &str = "PRAETOR_CRASH_TEST_STORE";

#[test]
fn every_answered_record_survives_being_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut answered = Vec::new();
    for kill in 0..KILLS {
        let (mut child, mut output) = start(folder.path());
        // Some are killed while they open the store, the others under load.
        let enough = answered.len() + if kill % 4 == 3 { 0 } else { ANSWERS };
        while answered.len() < enough {
            read_for(Duration::from_millis(5), &mut output, &mut answered);
        }
        read_for(Duration::from_millis(kill * 7), &mut output, &mut answered);
        child.kill().unwrap();
        child.wait().unwrap();
        // Answers that were written before the kill still stand in the pipe.
        answered.extend(output.lines().map_while(Result::ok).filter_map(|line| answer(&line)));
    }
    let store = Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
    for (id, sequence) in &answered {
        let stored = store.get(*id).wait().unwrap().expect("an answered record is missing");
        assert_eq!(stored.receipt.sequence, *sequence);
        assert!(matches!(stored.content, Content::Record(_)), "record {sequence} does not decrypt");
    }
    assert_eq!(walk(&store), store.health().records);
    assert!(store.health().records >= answered.len() as u64);
}

/// Reads the whole log; returns how many records it has, if they are dense.
fn walk(store: &Ledger) -> u64 {
    let (mut page, mut expected) = (Page { order: Order::OldestFirst, ..Page::default() }, 0);
    loop {
        let listing = store.list(&page).wait().unwrap();
        for stored in &listing.records {
            assert_eq!(stored.receipt.sequence, expected);
            assert!(matches!(stored.content, Content::Record(_)));
            expected += 1;
        }
        page.after = listing.next;
        if page.after.is_none() {
            return expected;
        }
    }
}

#[test]
fn a_second_process_is_refused_with_the_next_step() {
    let folder = tempfile::tempdir().unwrap();
    let (mut child, mut output) = start(folder.path());
    let mut answered = Vec::new();
    while answered.is_empty() {
        read_for(Duration::from_millis(20), &mut output, &mut answered);
    }
    let refused = Ledger::open(&LedgerOptions::in_folder(folder.path())).err().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(refused, LedgerError::InUse(folder.path().into()));
    assert!(refused.to_string().contains("ask the running server through its API"));
    Ledger::open(&LedgerOptions::in_folder(folder.path())).unwrap();
}

/// Starts this test program as the process that will be killed.
fn start(store: &Path) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "appends_until_it_is_killed", "--ignored", "--nocapture"])
        .env(STORE, store)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    (child, output)
}

fn read_for(time: Duration, output: &mut impl BufRead, answered: &mut Vec<(RecordId, u64)>) {
    let until = Instant::now() + time;
    let mut line = String::new();
    while Instant::now() < until && output.read_line(&mut line).unwrap() > 0 {
        answered.extend(answer(&line));
        line.clear();
    }
}

/// Reads `answered ID SEQUENCE`; a line that the kill cut short has no end mark.
fn answer(line: &str) -> Option<(RecordId, u64)> {
    let words: Vec<_> = line.split_whitespace().collect();
    let ["answered", id, sequence, "."] = words.as_slice() else {
        return None;
    };
    Some((id.parse().unwrap(), sequence.parse().unwrap()))
}

#[test]
#[ignore = "is started, and killed, by the other tests"]
fn appends_until_it_is_killed() {
    let Some(folder) = std::env::var_os(STORE) else {
        return;
    };
    let store = Ledger::open(&LedgerOptions::in_folder(folder)).unwrap();
    std::thread::scope(|scope| {
        for caller in 0..CALLERS {
            let store = &store;
            scope.spawn(move || append_for_ever(store, caller));
        }
    });
}

fn append_for_ever(store: &Ledger, caller: u64) {
    for n in 0_u64.. {
        let draft = match n % 40 {
            7 => sample::generation(n),
            9 => praetor_ledger::Draft { record: sample::large_decision(n), ..sample::draft(n) },
            _ => sample::draft(caller * 1_000 + n),
        };
        let receipt = store.append(store.prepare(&draft).unwrap()).wait().unwrap();
        let line = format!("answered {} {} .\n", receipt.id, receipt.sequence);
        std::io::stdout().write_all(line.as_bytes()).unwrap();
    }
}
