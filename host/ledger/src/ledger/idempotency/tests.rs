//! A request under a key is stored once, whatever becomes of its first attempt.

use std::sync::atomic::AtomicU64;

use super::*;
use crate::ledger::disk::{Disk, Fault};
use crate::ledger::shared::{Clock, system_clock};
use crate::ledger::{Ledger, opening};
use crate::plugins::PluginFolder;
use crate::store::{Content, Erasing, Store, Stored, Whose};
use crate::{Draft, sample};

struct Bench {
    folder: tempfile::TempDir,
    disk: Disk,
}

impl Bench {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), disk: Disk::default() }
    }

    fn open(&self) -> Ledger {
        self.open_at(system_clock)
    }

    fn open_at(&self, clock: Clock) -> Ledger {
        let keys = self.folder.path().join("keys");
        let plugins = PluginFolder::open(self.folder.path().join("plugins")).unwrap();
        let shared = opening::open_with(self.disk.opener(), &keys, 1, None, clock).unwrap();
        Ledger::start(shared, plugins).unwrap()
    }
}

fn attempt(key: &str, request: u64) -> Attempt {
    let (caller, request) = ("checkout".into(), request.to_be_bytes().to_vec());
    Attempt { caller, key: key.into(), item: None, request }
}

fn claim(store: &Ledger, attempt: &Attempt) -> Claimed {
    store.claim(attempt).wait().unwrap()
}

#[track_caller]
fn fresh(store: &Ledger, attempt: &Attempt) -> Claim {
    match claim(store, attempt) {
        Claimed::Fresh(claim) => claim,
        Claimed::Stored(_) => panic!("it is stored"),
        Claimed::InFlight => panic!("it is in flight"),
        Claimed::OtherRequest => panic!("it is another request"),
    }
}

#[track_caller]
fn stored(store: &Ledger, attempt: &Attempt) -> Stored {
    match claim(store, attempt) {
        Claimed::Stored(stored) => *stored,
        _ => panic!("it is not stored"),
    }
}

fn append(store: &Ledger, draft: &Draft, claim: Claim) -> Result<Receipt, LedgerError> {
    store.append(store.prepare(draft).unwrap().under(claim)).wait()
}

fn once(store: &Ledger, key: &str, request: u64) -> Receipt {
    append(store, &sample::draft(request), fresh(store, &attempt(key, request))).unwrap()
}

fn rows(store: &Ledger) -> usize {
    let count = |reader: &Reader<'_>| Ok(reader.table(IDEMPOTENCY)?.iter().map_err(storage)?.count());
    store.shared.read(count).unwrap()
}

#[test]
fn the_same_request_is_given_again_and_another_one_is_told_apart() {
    let bench = Bench::new();
    let store = bench.open();
    let receipt = once(&store, "k-1", 1);
    store.append(store.prepare(&sample::draft(2)).unwrap()).wait().unwrap();
    assert_eq!(rows(&store), 1, "a record without a key has no row");
    drop(store);
    let store = bench.open();
    assert_eq!(stored(&store, &attempt("k-1", 1)).receipt, receipt);
    assert_eq!(stored(&store, &attempt("k-1", 1)).receipt, receipt, "as often as it is asked for");
    assert!(matches!(claim(&store, &attempt("k-1", 2)), Claimed::OtherRequest));
    let of_another = Attempt { caller: "other".into(), ..attempt("k-1", 1) };
    drop(fresh(&store, &of_another));
    drop(fresh(&store, &Attempt { item: Some(0), ..attempt("k-1", 1) }));
    assert_eq!(store.health().records, 2);
}

#[test]
fn the_parts_of_an_attempt_cannot_be_shifted_into_each_other() {
    let bench = Bench::new();
    let store = bench.open();
    let hash = |caller: &str, key: &str, item| {
        let attempt = Attempt { caller: caller.into(), item, ..attempt(key, 1) };
        store.shared.ring.idempotent(&attempt).unwrap()
    };
    let all = [
        hash("ab", "c", None),
        hash("a", "bc", None),
        hash("ab", "c", Some(0)),
        hash("ab", "c", Some(1)),
        hash("ab", "c\0\0\0\0\0", None),
    ];
    let (hashes, prints): (std::collections::BTreeSet<_>, std::collections::BTreeSet<_>) =
        all.into_iter().unzip();
    assert_eq!((hashes.len(), prints.len()), (5, 5));
}

#[test]
fn two_at_the_same_time_do_not_both_store() {
    let bench = Bench::new();
    let store = bench.open();
    let first = fresh(&store, &attempt("k-1", 1));
    assert!(matches!(claim(&store, &attempt("k-1", 1)), Claimed::InFlight));
    assert!(matches!(claim(&store, &attempt("k-1", 2)), Claimed::InFlight));
    bench.disk.set_held(true);
    let waiting = store.append(store.prepare(&sample::draft(1)).unwrap().under(first));
    assert!(matches!(claim(&store, &attempt("k-1", 1)), Claimed::InFlight), "the writer has it");
    bench.disk.set_held(false);
    let receipt = waiting.wait().unwrap();
    assert_eq!(stored(&store, &attempt("k-1", 1)).receipt, receipt);
    drop(fresh(&store, &attempt("k-2", 1)));
    drop(fresh(&store, &attempt("k-2", 1)));
}

#[test]
fn callers_that_race_for_one_key_store_one_record() {
    let bench = Bench::new();
    let store = bench.open();
    let race = |key: u64| {
        let attempt = attempt(&format!("k-{key}"), key);
        loop {
            match claim(&store, &attempt) {
                Claimed::Fresh(claim) => return append(&store, &sample::draft(key), claim).unwrap(),
                Claimed::Stored(stored) => return stored.receipt,
                Claimed::InFlight => std::thread::yield_now(),
                Claimed::OtherRequest => panic!("it is the same request"),
            }
        }
    };
    let answers: Vec<Vec<Receipt>> = std::thread::scope(|scope| {
        let callers: Vec<_> = (0..4).map(|_| scope.spawn(|| (0..60).map(race).collect())).collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).collect()
    });
    assert!(answers.windows(2).all(|two| two[0] == two[1]));
    assert_eq!(store.health().records, 60);
}

#[test]
fn after_an_unknown_outcome_the_same_key_finds_the_record_or_stores_it_once() {
    let (mut durable, mut lost) = (0, 0);
    for fault in [Fault::Error, Fault::Panic] {
        for operations in 0..14 {
            let bench = Bench::new();
            let store = bench.open();
            once(&store, "before", 7);
            // Else the follower could meet the fault, and nobody would wait for that.
            store.shared.catch_up().unwrap();
            bench.disk.fail_after(operations, fault);
            let asked = attempt("k-1", 1);
            let first = append(&store, &sample::draft(1), fresh(&store, &asked));
            let id = match first {
                Err(LedgerError::OutcomeUnknown { id, .. }) => id,
                Ok(receipt) => receipt.id,
                Err(error) => panic!("{error}"),
            };
            bench.disk.mend();
            // Sent again at once, before anybody knows that the store was opened again.
            let again = again(&store, &asked);
            if again.id == id {
                durable += 1
            } else {
                lost += 1
            }
            let found = stored(&store, &asked).receipt;
            assert_eq!(found, again);
            // The writer counts a moment after it has opened the store again.
            let begun = std::time::Instant::now();
            while store.health().records != 2 && begun.elapsed().as_secs() < 10 {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            assert_eq!(store.health().records, 2, "{fault:?} after {operations} operations");
            store.shared.verify_idempotency().unwrap();
        }
    }
    assert!(durable > 2 && lost > 2, "{durable} {lost}");
}

/// What a service does: it claims the key again when it is told that the record is stored after all.
fn again(store: &Ledger, asked: &Attempt) -> Receipt {
    for _ in 0..20 {
        match store.claim(asked).wait() {
            Ok(Claimed::Stored(stored)) => return stored.receipt,
            // The store is about to be opened again.
            Err(LedgerError::Storage(_) | LedgerError::Unavailable(_)) => {}
            Ok(Claimed::Fresh(claim)) => match append(store, &sample::draft(1), claim) {
                Ok(receipt) => return receipt,
                Err(LedgerError::Repeated | LedgerError::Unavailable(_)) => {}
                Err(error) => panic!("{error}"),
            },
            _ => panic!("nobody else has the key"),
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("it does not recover")
}

#[test]
fn a_key_that_was_claimed_before_the_store_was_opened_again_is_looked_up_again_by_the_writer() {
    let bench = Bench::new();
    let store = bench.open();
    let asked = attempt("k-1", 1);
    let claimed = fresh(&store, &asked);
    // As if the first attempt had been durable in spite of its failed commit.
    let (hash, fingerprint) = store.shared.ring.idempotent(&asked).unwrap();
    let unclaimed = Claim { hash, fingerprint, opened: 0, in_flight: Arc::default() };
    let receipt = append(&store, &sample::draft(1), unclaimed).unwrap();
    store.shared.distrusted.store(true, Ordering::Release);
    assert_eq!(append(&store, &sample::draft(1), claimed), Err(LedgerError::Repeated));
    assert_eq!(stored(&store, &asked).receipt, receipt);
    assert_eq!(store.health().records, 1);
}

#[test]
fn an_erased_record_is_known_and_told_as_erased() {
    let bench = Bench::new();
    let store = bench.open();
    let asked = attempt("k-1", 1);
    let receipt =
        append(&store, &Draft { subject: Some("ada".into()), ..sample::draft(1) }, fresh(&store, &asked));
    store.erase(&Whose { subject: "ada".into(), actor: "officer".into() }).unwrap();
    let found = stored(&store, &asked);
    assert_eq!((Ok(found.receipt), found.content), (receipt, Content::Erased));
}

#[test]
fn a_row_that_was_moved_gives_no_other_record_for_an_answer() {
    let bench = Bench::new();
    let store = bench.open();
    let (one, other) = (once(&store, "k-1", 1), once(&store, "k-2", 2));
    {
        let database = store.shared.database.read().unwrap();
        let transaction = database.as_ref().unwrap().begin_write().unwrap();
        let mut table = transaction.open_table(IDEMPOTENCY).unwrap();
        let rows: Vec<(Key, Row)> =
            table.iter().unwrap().map(|row| row.map(|(k, v)| (*k.value(), *v.value())).unwrap()).collect();
        for (key, mut row) in rows {
            row[7] ^= 1;
            table.insert(&key, &row).unwrap();
        }
        drop(table);
        transaction.commit().unwrap();
    }
    assert_ne!(one.sequence, other.sequence);
    assert!(matches!(claim(&store, &attempt("k-1", 1)), Claimed::OtherRequest));
    assert!(matches!(claim(&store, &attempt("k-2", 2)), Claimed::OtherRequest));
}

#[test]
fn a_key_is_known_for_a_day_whatever_the_clock_does_and_then_its_row_is_gone() {
    static NOW: AtomicU64 = AtomicU64::new(0);
    let at = |hours: u64, minutes: u64| NOW.store(hours * HOUR + minutes * HOUR / 60, Ordering::SeqCst);
    let bench = Bench::new();
    at(1_000, 59);
    let store = bench.open_at(|| Timestamp(NOW.load(Ordering::SeqCst)));
    let receipt = once(&store, "k-1", 1);
    for (hours, minutes) in [(1_024, 58), (1_000, 0), (3, 0)] {
        at(hours, minutes);
        drop_expired(&store.shared, &store.queue).unwrap();
        assert_eq!(stored(&store, &attempt("k-1", 1)).receipt, receipt, "{hours}:{minutes}");
    }
    at(1_025, 0);
    drop(fresh(&store, &attempt("k-1", 1)));
    assert_eq!(rows(&store), 1);
    drop_expired(&store.shared, &store.queue).unwrap();
    assert_eq!(rows(&store), 0);
    assert_eq!(store.health().records, 1, "dropping is no event");
}

#[test]
fn many_rows_are_dropped_in_small_pieces() {
    static NOW: AtomicU64 = AtomicU64::new(5_000 * HOUR);
    let bench = Bench::new();
    let store = bench.open_at(|| Timestamp(NOW.load(Ordering::SeqCst)));
    let many = limits::IDEMPOTENCY_DROPPED as u64 * 2 + 7;
    let pending: Vec<_> = (0..many)
        .map(|n| {
            let claim = fresh(&store, &attempt(&format!("k-{n}"), n));
            store.append(store.prepare(&sample::overdue()).unwrap().under(claim))
        })
        .collect();
    for pending in pending {
        pending.wait().unwrap();
    }
    assert_eq!(rows(&store) as u64, many);
    NOW.store(5_025 * HOUR, Ordering::SeqCst);
    let more = |_| store.queue.carry_out(|reply| Box::new(Expire { more: false, reply })).unwrap();
    assert_eq!((0..3).map(more).collect::<Vec<bool>>(), [true, true, false]);
    assert_eq!(rows(&store), 0);
}

#[test]
fn neither_the_key_nor_the_request_is_in_the_file_and_no_row_is_found_without_the_key_file() {
    let bench = Bench::new();
    let store = bench.open();
    let (key, request) = ("marked-key-8e03978e", u64::from_be_bytes(*b"MARKED!!"));
    once(&store, key, request);
    let bytes = bench.disk.bytes();
    let stands = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    let (hash, _) = store.shared.ring.idempotent(&attempt(key, request)).unwrap();
    assert!(stands(&hash), "the test finds rows");
    assert!(!stands(key.as_bytes()) && !stands(b"MARKED!!"));
    let other = Bench::new().open();
    assert_ne!(other.shared.ring.idempotent(&attempt(key, request)).unwrap().0, hash);
    let text = format!("{:?}", attempt(key, request));
    assert!(!text.contains("marked"), "{text}");
}
