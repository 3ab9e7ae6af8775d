//! What is kept, what goes, and that nothing goes before its day.

mod beside;
mod crashes;
mod deleting;
mod expiring;

use std::path::PathBuf;

use praetor_decision::{Kind, Name};

use crate::ledger::disk::Disk;
use crate::ledger::retention::Retention;
use crate::ledger::shared::Clock;
use crate::ledger::{Ledger, opening};
use crate::plugins::PluginFolder;
use crate::retention::RetentionClass;
use crate::store::{Content, Erasing, HoldOrder, Receipt, Retained, Retaining, Store};
use crate::{Draft, LedgerError, Record, RetentionPlan, Timestamp, sample};

/// A clock that a test sets; each test has its own, for tests run beside each other.
macro_rules! clock {
    ($at:literal) => {{
        static NOW: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let set = |at: &str| {
            let at: jiff::Timestamp = at.parse().unwrap();
            let micros = u64::try_from(at.as_microsecond()).unwrap();
            NOW.store(micros, std::sync::atomic::Ordering::SeqCst);
        };
        set($at);
        let clock: Clock = || Timestamp(NOW.load(std::sync::atomic::Ordering::SeqCst));
        (clock, set)
    }};
}
use clock;

/// Entries of a segment in these tests.
const SEGMENT: u64 = 8;

/// A ledger with small segments on a disk whose every byte can be looked at.
struct Bench {
    folder: tempfile::TempDir,
    disk: Disk,
    clock: Clock,
    classes: Vec<RetentionClass>,
}

impl Bench {
    fn new(clock: Clock, classes: &[RetentionClass]) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), disk: Disk::default(), clock, classes: classes.to_vec() }
    }

    fn keys(&self) -> PathBuf {
        self.folder.path().join("keys")
    }

    fn open(&self) -> Ledger {
        self.open_at(&self.disk)
    }

    /// Closed, and opened again with the classes that are declared now.
    fn reopened(&self, store: Ledger) -> Ledger {
        store.close().unwrap();
        drop(store);
        self.open()
    }

    fn open_at(&self, disk: &Disk) -> Ledger {
        let plugins = PluginFolder::open(self.folder.path().join("plugins")).unwrap();
        let mut shared = opening::open_with(disk.opener(), &self.keys(), 1, None, self.clock).unwrap();
        let retention = Retention::declared(&shared, &self.classes).unwrap();
        shared.retention = Retention { segment: SEGMENT, ..retention };
        Ledger::start(shared, plugins).unwrap()
    }
}

fn class(name: &str, kinds: &[Kind], keep: &str) -> RetentionClass {
    let keep = keep.parse().unwrap();
    RetentionClass { name: Name::new(name), kinds: kinds.to_vec(), jurisdictions: vec![], keep }
}

/// A decision of a kind about a person.
fn draft(kind: Kind, subject: &str, n: u64) -> Draft {
    let Record::Decision(mut record) = sample::decision(n) else { panic!() };
    record.question.kind = kind;
    Draft { subject: Some(subject.into()), generation: 7, record: Record::Decision(record) }
}

fn append(store: &Ledger, draft: &Draft) -> Receipt {
    store.append(store.prepare(draft).unwrap()).wait().unwrap()
}

/// Sharing decisions about one person each, with no event among them.
fn fill(store: &Ledger, count: u64) -> Vec<Receipt> {
    (0..count).map(|n| append(store, &draft(Kind::Sharing, &format!("person-{n}"), n))).collect()
}

fn retain(store: &Ledger) -> Retained {
    let retained = store.retain(&Name::new("operator")).unwrap();
    store.finish_deletions().unwrap();
    retained
}

fn hold(store: &Ledger, subject: Option<&str>, until: Option<Timestamp>) -> u64 {
    let (subject, actor) = (subject.map(Into::into), Name::new("officer"));
    store.hold(&HoldOrder { subject, until, matter: Name::new("case-7"), actor }).unwrap().number
}

fn release(store: &Ledger, hold: u64) {
    store.release(hold, &Name::new("officer")).unwrap().unwrap();
}

/// What has become of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Readable,
    Erased,
    Deleted,
}

fn found(store: &Ledger, receipt: &Receipt) -> Found {
    match store.get(receipt.id).wait() {
        Err(LedgerError::Deleted) => Found::Deleted,
        stored => {
            let stored = stored.unwrap().expect("a record is missing");
            assert_eq!(stored.receipt, *receipt, "place, time and leaf stay");
            match stored.content {
                Content::Record(_) => Found::Readable,
                Content::Erased => Found::Erased,
                other => panic!("{other:?}"),
            }
        }
    }
}

/// The numbers of a class's keys by quarter: keys, held, decisions.
fn quarters(plan: &RetentionPlan, class: Option<&str>) -> Vec<(String, u64, u64, u64)> {
    let class = plan.classes.iter().find(|own| own.name.as_deref() == class).expect("no such class");
    let row = |quarter: &crate::QuarterPlan| {
        (quarter.quarter.clone(), quarter.keys, quarter.held, quarter.decisions)
    };
    class.quarters.iter().map(row).collect()
}
