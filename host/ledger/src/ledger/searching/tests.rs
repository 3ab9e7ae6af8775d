//! Search against a plain filter over everything, whatever happened before.

mod beside;
mod index;
mod random;

use std::sync::atomic::{AtomicU64, Ordering};

use praetor_decision::answer::StandingState;
use praetor_decision::clock::{Dated, Resolved};
use praetor_decision::decision::VoiceState;
use praetor_decision::{Day, Kind, Name};

use super::*;
use crate::ledger::disk::Disk;
use crate::ledger::shared::{Clock, system_clock};
use crate::ledger::{Ledger, opening};
use crate::plugins::PluginFolder;
use crate::store::{Receipt, Store};
use crate::{Draft, Erasing, Erasure, Whose, sample};

/// A ledger on a disk of its own.
struct Bench {
    folder: tempfile::TempDir,
    disk: Disk,
    clock: Clock,
}

impl Bench {
    fn new(clock: Clock) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), disk: Disk::default(), clock }
    }

    fn open(&self) -> Ledger {
        self.open_on(&self.disk)
    }

    fn open_on(&self, disk: &Disk) -> Ledger {
        let plugins = PluginFolder::open(self.folder.path().join("plugins")).unwrap();
        let keys = self.folder.path().join("keys");
        Ledger::start(opening::open_with(disk.opener(), &keys, 1, None, self.clock).unwrap(), plugins)
            .unwrap()
    }
}

fn name(subject: u64) -> String {
    format!("person-{subject}")
}

/// A decision that differs from the next in kind, effect, laws, rules and due days.
fn varied(subject: Option<u64>, n: u64) -> Draft {
    let Record::Decision(mut decision) = sample::decision(n) else { unreachable!() };
    if n % 4 == 1 {
        decision.question.kind = Kind::Retention;
    }
    if n.is_multiple_of(3) {
        let day =
            Day::constant(2026, 11, 20).checked_add(jiff::Span::new().days(n as i64 * 7 % 500)).unwrap();
        decision.decision.obligations[0].due = Some(Resolved::Day(Dated { day, steps: Vec::new() }));
    }
    let law = &mut decision.decision.voices[n as usize % 4];
    law.state = VoiceState::Heard(StandingState::DoesNotApply);
    let gone = decision.voices[n as usize % 3].plugin.clone();
    decision.voices.retain(|voice| !n.is_multiple_of(7) || voice.plugin != gone);
    Draft { subject: subject.map(name), generation: 7, record: Record::Decision(decision) }
}

fn store(ledger: &Ledger, drafts: Vec<Draft>) -> Vec<Receipt> {
    let pending: Vec<_> = drafts.iter().map(|draft| ledger.append(ledger.prepare(draft).unwrap())).collect();
    pending.into_iter().map(|pending| pending.wait().unwrap()).collect()
}

fn erase(ledger: &Ledger, subject: u64) {
    let whose = Whose { subject: name(subject), actor: Name::new("officer") };
    assert!(matches!(ledger.erase(&whose).unwrap(), Erasure::Erased { .. }));
}

/// Every sequence that a search gives, over all its pages.
fn all(ledger: &Ledger, page: &Page) -> Vec<u64> {
    let (mut page, mut found) = (page.clone(), Vec::new());
    loop {
        let listing = ledger.list(&page).wait().unwrap();
        assert!(listing.records.len() <= page.limit);
        found.extend(listing.records.iter().map(|stored| stored.receipt.sequence));
        match listing.next {
            Some(next) => page.after = Some(next),
            None => return found,
        }
    }
}

/// Numbers that look random, the same in every run (xorshift64*).
fn numbers(mut state: u64) -> impl FnMut(u64) -> u64 {
    move |below| {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16) % below.max(1)
    }
}
