//! What is due is listed to the day, closed once, and made anew from the log as it was.

mod rebuilding;

use praetor_decision::answer::Timing;
use praetor_decision::answer::{Clock, ClockForm, Obligation, Strength, incident::Audience};
use praetor_decision::clock::{Dated, Resolved, Timed};
use praetor_decision::decision::incident::{self, Duty, RunningClock};
use praetor_decision::decision::{FindingRef, Owed, Ruling};
use praetor_decision::due::DueKind;
use praetor_decision::question::Instant;
use praetor_decision::{Day, Name};

use crate::ledger::disk::Disk;
use crate::ledger::shared::system_clock;
use crate::ledger::{Ledger, opening};
use crate::plugins::PluginFolder;
use crate::record::Outcome;
use crate::store::{
    Completed, Completion, DueCounts, DueId, DueItem, DuePage, DueStates, Duties, Erasing, Receipt, Store,
    Whose,
};
use crate::{Content, Draft, EventRecord, Record, Timestamp, sample};

const fn day(day: i8) -> Day {
    Day::constant(2026, 12, day)
}

/// Microseconds of a time on the second day of the month, 12 h UTC.
const NOON: u64 = 1_796_212_800_000_000;

struct Bench {
    folder: tempfile::TempDir,
    disk: Disk,
}

impl Bench {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), disk: Disk::default() }
    }

    fn open(&self) -> Ledger {
        self.open_at(&self.disk)
    }

    fn open_at(&self, disk: &Disk) -> Ledger {
        let (keys, plugins) = (self.folder.path().join("keys"), self.folder.path().join("plugins"));
        let shared = opening::open_with(disk.opener(), &keys, 1, None, system_clock).unwrap();
        Ledger::start(shared, PluginFolder::open(plugins).unwrap()).unwrap()
    }
}

/// A decision that owes each of these by its day.
fn owing(duties: &[(&str, Option<Day>)]) -> Draft {
    let Record::Decision(mut record) = sample::decision(2) else { unreachable!() };
    let owed = |(id, day): &(&str, Option<Day>)| Owed {
        obligation: Obligation {
            id: Name::new(id),
            timing: Timing::After,
            condition: false,
            parameters: vec![],
            due: None,
        },
        due: day.map(|day| Resolved::Day(Dated { day, steps: vec![] })),
        attested: false,
        from: vec![FindingRef { voice: 1, finding: 0 }],
    };
    record.decision.obligations = duties.iter().map(owed).collect();
    Draft { subject: Some("ada".into()), generation: 7, record: Record::Decision(record) }
}

/// A decision on a breach: tell the authority by a moment, and as good practice the persons by a day.
fn breach(seconds: i64, persons: Day) -> Draft {
    let Record::Decision(mut record) = sample::decision(2) else { unreachable!() };
    let duty = |audience, latest: Resolved, strength| {
        let clock = Clock {
            form: ClockForm::Notify,
            latest: None,
            target: None,
            at_once: false,
            strength,
            met_on: None,
        };
        let from = FindingRef { voice: 1, finding: 1 };
        let running = RunningClock { from, clock, latest: Some(latest), target: None };
        Duty { audience, name: String::new(), clocks: vec![running], latest: None, at_once: false }
    };
    let moment = Resolved::Moment(Timed { instant: Instant { seconds, offset_minutes: 0 }, steps: vec![] });
    let whole = Resolved::Day(Dated { day: persons, steps: vec![] });
    record.decision.obligations = vec![];
    record.decision.ruling = Ruling::Incident(incident::Ruling {
        effect: incident::Effect::Notify,
        review: false,
        open: vec![],
        audiences: vec![],
        duties: vec![
            duty(Audience::Authority, moment, Strength::Statutory),
            duty(Audience::Persons, whole, Strength::Recommended),
        ],
        undetermined: vec![],
        deciding: vec![],
    });
    Draft { subject: None, generation: 7, record: Record::Decision(record) }
}

fn append(store: &Ledger, draft: &Draft) -> Receipt {
    store.append(store.prepare(draft).unwrap()).wait().unwrap()
}

fn of(receipt: &Receipt, number: u32) -> DueId {
    DueId { decision: receipt.id, number }
}

fn completion(item: DueId, outcome: Outcome) -> Completion {
    let (reference, actor) = (Name::new("ticket-123"), Name::new("checkout"));
    Completion { item, outcome, reference, on: day(1), actor }
}

fn recorded(store: &Ledger, item: DueId, outcome: Outcome) -> (Receipt, Box<DueItem>) {
    match store.complete(&completion(item, outcome)).unwrap() {
        Completed::Recorded(receipt, item) => (receipt, item),
        other => panic!("{other:?}"),
    }
}

fn listed(store: &Ledger, page: DuePage) -> Vec<DueItem> {
    let listing = store.due(&page).unwrap();
    assert_eq!(listing.next, None);
    listing.items
}

fn all(store: &Ledger) -> Vec<DueItem> {
    listed(store, DuePage { states: DueStates::All, ..DuePage::default() })
}

fn names(items: &[DueItem]) -> Vec<&str> {
    items.iter().map(|item| item.name.as_str()).collect()
}

#[test]
fn what_is_due_is_listed_by_its_day_and_before_excludes_the_day() {
    let bench = Bench::new();
    let store = bench.open();
    let first = append(&store, &owing(&[("late", Some(day(9))), ("undated", None), ("soon", Some(day(2)))]));
    append(&store, &owing(&[("also-soon", Some(day(2)))]));
    let items = all(&store);
    assert_eq!(names(&items), ["soon", "also-soon", "late"]);
    assert_eq!(
        (items[0].id, items[2].id),
        (of(&first, 2), of(&first, 0)),
        "the undated one has its number too"
    );
    assert_eq!((items[0].kind, items[0].sequence), (DueKind::Obligation, first.sequence));
    assert_eq!(items[0].rules, [(Name::new("eu-gdpr"), Name::new("art-6-1-b"))]);
    let before = |day| names(&listed(&store, DuePage { before: Some(day), ..DuePage::default() })).len();
    assert_eq!((before(day(2)), before(day(3)), before(day(9)), before(day(10))), (0, 2, 2, 3));
}

#[test]
fn a_day_is_overdue_when_it_is_over_and_a_moment_when_it_has_passed() {
    let bench = Bench::new();
    let store = bench.open();
    append(&store, &owing(&[("day", Some(day(2)))]));
    append(&store, &breach(i64::try_from(NOON / 1_000_000).unwrap(), day(1)));
    all(&store);
    let count = |today, now| store.due_counts(today, Timestamp(now)).unwrap();
    assert_eq!(count(day(2), NOON), DueCounts { open: 3, overdue: 0 }, "the last moment is in time");
    assert_eq!(count(day(2), NOON + 1_000_000), DueCounts { open: 3, overdue: 1 });
    assert_eq!(count(day(3), NOON), DueCounts { open: 3, overdue: 1 });
    assert_eq!(count(day(3), NOON + 1_000_000), DueCounts { open: 3, overdue: 2 });
    let overdue = |today, now| {
        let page = DuePage { overdue: Some((today, Timestamp(now))), ..DuePage::default() };
        listed(&store, page).iter().map(|item| item.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(overdue(day(2), NOON + 1_000_000), ["authority"], "good practice is never overdue");
    assert_eq!(overdue(day(3), NOON + 1_000_000), ["authority", "day"]);
    assert_eq!(overdue(day(1), NOON + 1_000_000), ["authority"], "a moment is one everywhere");
}

#[test]
fn what_is_done_or_waived_is_closed_once_and_what_failed_stays_due() {
    let bench = Bench::new();
    let store = bench.open();
    let decision = append(&store, &owing(&[("erase-by", Some(day(5))), ("human-review", Some(day(6)))]));
    let (erase, review) = (of(&decision, 0), of(&decision, 1));
    let (failed, item) = recorded(&store, erase, Outcome::Failed);
    assert!(item.is_open() && item.failures == 1);
    recorded(&store, erase, Outcome::Failed);
    assert_eq!(store.due_counts(day(6), Timestamp(0)).unwrap(), DueCounts { open: 2, overdue: 1 });
    let (done, item) = recorded(&store, erase, Outcome::Done);
    assert!(!item.is_open() && item.failures == 2 && done.sequence > failed.sequence);
    recorded(&store, review, Outcome::Waived);
    let Completed::Closed(closed) = store.complete(&completion(erase, Outcome::Waived)).unwrap() else {
        panic!("closed before")
    };
    let last = closed.last.unwrap();
    assert_eq!(
        (last.outcome, last.sequence, last.recorded_at),
        (Outcome::Done, done.sequence, done.recorded_at)
    );
    assert_eq!((last.actor.as_str(), last.reference.as_str(), last.on), ("checkout", "ticket-123", day(1)));
    assert_eq!(store.due_counts(day(9), Timestamp(0)).unwrap(), DueCounts::default());
    assert_eq!(all(&store).len(), 2, "what is closed can still be listed");
    assert_eq!(store.health().records, 5, "nothing was recorded for the second closing");
    let Content::Record(Record::Event(EventRecord::Completion(event))) =
        store.get(done.id).wait().unwrap().unwrap().content
    else {
        panic!("an event")
    };
    assert_eq!((event.decision, event.number, event.outcome), (decision.id, 0, Outcome::Done));
}

#[test]
fn nothing_is_due_under_another_name() {
    let bench = Bench::new();
    let store = bench.open();
    let decision = append(&store, &owing(&[("undated", None), ("erase-by", Some(day(5)))]));
    for wrong in [of(&decision, 0), of(&decision, 2), DueId { decision: crate::RecordId::new(), number: 1 }] {
        assert_eq!(store.complete(&completion(wrong, Outcome::Done)).unwrap(), Completed::Unknown);
    }
    assert_eq!(store.health().records, 1);
}

#[test]
fn pages_hold_everything_once_in_order_whatever_its_state() {
    let bench = Bench::new();
    let store = bench.open();
    for n in 0..23 {
        let decision = append(&store, &owing(&[("erase-by", Some(day(1 + n % 7)))]));
        if n % 3 == 0 {
            recorded(&store, of(&decision, 0), Outcome::Done);
        }
    }
    let whole = all(&store);
    for (states, expected) in [(DueStates::All, 23), (DueStates::Open, 15), (DueStates::Closed, 8)] {
        let mut page = DuePage { states, limit: 4, ..DuePage::default() };
        let mut items = Vec::new();
        loop {
            let listing = store.due(&page).unwrap();
            assert!(listing.items.len() <= 4);
            items.extend(listing.items);
            match listing.next {
                Some(next) => page.after = Some(next),
                None => break,
            }
        }
        assert_eq!(items.len(), expected);
        let of_state = whole.iter().filter(|item| match states {
            DueStates::All => true,
            DueStates::Open => item.is_open(),
            DueStates::Closed => !item.is_open(),
        });
        assert!(items.iter().eq(of_state), "{states:?}");
    }
}

#[test]
fn what_is_due_outlives_the_person_and_names_nobody() {
    let bench = Bench::new();
    let store = bench.open();
    let decision = append(&store, &owing(&[("erase-by", Some(day(5)))]));
    assert_eq!(all(&store).len(), 1);
    store.erase(&Whose { subject: "ada".into(), actor: Name::new("officer") }).unwrap();
    let stored = store.get(decision.id).wait().unwrap().unwrap();
    assert!(matches!(stored.content, Content::Erased));
    assert_eq!(names(&all(&store)), ["erase-by"]);
    recorded(&store, of(&decision, 0), Outcome::Done);
    let bytes = bench.disk.bytes();
    assert!(!bytes.windows(3).any(|window| window == b"ada"));
}
