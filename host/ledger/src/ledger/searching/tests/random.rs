//! Any order of recording, erasing, ending epochs and opening again, with any search in between.

use super::*;
use crate::keys::Scope;
use crate::ledger::epochs;
use crate::ledger::erasing::{Owned, durable};
use crate::store::RecordKind;

const SUBJECTS: u64 = 9;

/// What is known of a record.
struct Known {
    receipt: Receipt,
    kind: RecordKind,
    subject: Option<u64>,
    aspects: Option<Aspects>,
    erased: bool,
}

struct World {
    known: Vec<Known>,
    random: Box<dyn FnMut(u64) -> u64>,
    made: u64,
}

static NOW: AtomicU64 = AtomicU64::new(1_800_000_000_000_000);

fn clock() -> Timestamp {
    Timestamp(NOW.fetch_add(777, Ordering::SeqCst))
}

impl World {
    fn append(&mut self, ledger: &Ledger, count: u64) {
        for _ in 0..count {
            self.made += 1;
            let subject = Some((self.random)(SUBJECTS + 1)).filter(|subject| *subject < SUBJECTS);
            let draft = match (self.random)(12) {
                0 => sample::generation(self.made),
                _ => varied(subject, self.made),
            };
            let receipt = store(ledger, vec![draft.clone()])[0];
            let (kind, aspects) = match &draft.record {
                Record::Decision(decision) => {
                    (RecordKind::Decision(decision.question.kind), Some(Aspects::of(decision)))
                }
                Record::Event(event) => (event.kind(), None),
            };
            let subject = subject.filter(|_| aspects.is_some());
            self.known.push(Known { receipt, kind, subject, aspects, erased: false });
        }
    }

    fn erase(&mut self, ledger: &Ledger, subject: u64) {
        erase(ledger, subject);
        let own = self.known.iter_mut().filter(|known| known.subject == Some(subject));
        own.for_each(|known| known.erased = true);
    }

    /// One of the words, or none of them that any record has.
    fn word(&mut self, words: &[&str]) -> Option<Name> {
        let at = (self.random)(words.len() as u64 * 3) as usize;
        words.get(at).map(Name::new)
    }

    fn time(&mut self) -> Option<Timestamp> {
        let at = (self.random)(self.known.len() as u64 * 3) as usize;
        self.known.get(at).map(|known| known.receipt.recorded_at)
    }

    fn search(&mut self) -> Page {
        let kinds = match (self.random)(4) {
            0 => vec![RecordKind::Decision(Kind::Sharing)],
            1 => vec![RecordKind::Decision(Kind::Retention), RecordKind::Generation],
            _ => vec![],
        };
        let subject = Some((self.random)(SUBJECTS * 3)).filter(|subject| *subject <= SUBJECTS).map(name);
        let day = |n: u64| Day::constant(2026, 9, 1).checked_add(jiff::Span::new().days(n as i64)).unwrap();
        let due = ((self.random)(3) == 0).then(|| {
            let from = (self.random)(600);
            (day(from), day(from + (self.random)(500)))
        });
        let filter = Filter {
            subject,
            effect: self.word(&["deny", "allow-with-conditions", "no-such-effect"]),
            plugin: self.word(&["eu-gdpr", "ai-model", "nobody"]),
            rule: self.word(&["eu-gdpr/art-9-1", "eu-gdpr/art-6-1-b", "x/y"]),
            laws: self.word(&["us-ca-ccpa", "eu-gdpr"]).map(|law| vec![law, Name::new("nobody")]),
            due,
        };
        let order = if (self.random)(2) == 0 { Order::NewestFirst } else { Order::OldestFirst };
        let limit = 1 + (self.random)(30) as usize;
        Page { from: self.time(), until: self.time(), order, limit, after: None, kinds, filter }
    }

    /// What a search should give, without any index.
    fn expected(&self, page: &Page) -> Vec<u64> {
        let fits = |known: &&Known| {
            let at = known.receipt.recorded_at;
            let filter = &page.filter;
            let content = !known.erased && known.aspects.as_ref().is_some_and(|aspects| aspects.fits(filter));
            let subject = filter
                .subject
                .as_ref()
                .is_none_or(|subject| !known.erased && known.subject.map(name).as_ref() == Some(subject));
            page.from.is_none_or(|from| from <= at)
                && page.until.is_none_or(|until| at < until)
                && (page.kinds.is_empty() || page.kinds.contains(&known.kind))
                && subject
                && (!filter.asks_for_content() || content)
        };
        let mut found: Vec<u64> =
            self.known.iter().filter(fits).map(|known| known.receipt.sequence).collect();
        if page.order == Order::NewestFirst {
            found.reverse();
        }
        found
    }

    /// Sequences that are not the test's own: the events of erasures and epochs.
    fn own(&self, found: Vec<u64>) -> Vec<u64> {
        let known = |sequence: &u64| {
            self.known.binary_search_by_key(sequence, |known| known.receipt.sequence).is_ok()
        };
        found.into_iter().filter(known).collect()
    }

    fn check(&mut self, ledger: &Ledger, searches: usize) {
        for _ in 0..searches {
            let page = self.search();
            let found = self.own(all(ledger, &page));
            let kinds = &page.kinds;
            assert_eq!(found, self.expected(&page), "{page:?} {kinds:?} {:?}", page.filter.subject);
        }
        let shared = &ledger.shared;
        for subject in 0..=SUBJECTS {
            let (subject, person) = (name(subject), subject);
            let scope = Scope::Subject(&subject);
            let sought = shared.ring.seek(scope).unwrap();
            let mut plain = durable(shared, &sought).unwrap();
            plain.sort_unstable();
            assert_eq!(Owned::find(shared, scope).unwrap().keys, plain, "keys of {person}");
        }
    }
}

#[test]
fn every_search_gives_exactly_what_a_plain_filter_gives_whatever_happened_before() {
    for seed in 1..7 {
        let bench = Bench::new(clock);
        let mut world = World { known: Vec::new(), random: Box::new(numbers(seed)), made: 0 };
        let mut ledger = bench.open();
        for _ in 0..24 {
            match (world.random)(9) {
                0 => {
                    let subject = (world.random)(SUBJECTS);
                    world.erase(&ledger, subject);
                }
                1 => drop(ledger.end_epoch().unwrap()),
                2 => {
                    drop(ledger);
                    ledger = bench.open();
                }
                3 => ledger.shared.catch_up().unwrap(),
                // The next quarter: every subject gets another key.
                4 => drop(NOW.fetch_add(92 * 86_400_000_000, Ordering::SeqCst)),
                5 => {
                    let from = (world.random)(20);
                    epochs::begin(&ledger.shared, &ledger.queue, from).unwrap();
                }
                _ => {
                    let count = (world.random)(60);
                    world.append(&ledger, count);
                }
            }
            world.check(&ledger, 6);
        }
        world.append(&ledger, 200);
        ledger.shared.catch_up().unwrap();
        world.check(&ledger, 60);
    }
}
