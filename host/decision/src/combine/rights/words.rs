//! From the words on one line to its outcome: `owed` beats `may-refuse` and `no-right`; `owed`
//! against `must-not` is resolved only by recognition, else a person must look.

use std::collections::BTreeSet;

use crate::answer::rights::{Claim, Outcome as Said};
use crate::decision::FindingRef;
use crate::decision::rights::{Doubt, Matter, Outcome, Part};
use crate::question::{Day, Name};

/// One voice's word on a line.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    pub from: FindingRef,
    pub claim: Claim,
    pub outcome: Said,
    /// It is a law's word. A notice may promise and a vendor may forbid, but only a law refuses.
    pub law: bool,
}

/// The outcome of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub outcome: Outcome,
    /// An owing law asks for proof first.
    pub after_verification: bool,
    /// The words on which it rests.
    pub wins: BTreeSet<FindingRef>,
    /// Why it is open.
    pub doubts: Vec<Doubt>,
    /// The person has a claim, by a law or by the notice.
    pub owed: bool,
}

/// The outcome that a claim stands for when nothing more is said.
pub(super) fn plain(claim: Claim, matter: Matter) -> Said {
    match (claim, matter) {
        (Claim::Owed, Matter::Use) => Said::Stop,
        (Claim::Owed, _) => Said::Fulfil,
        (_, Matter::Use) => Said::Proceed,
        (Claim::MayRefuse | Claim::MustNot, _) => Said::Refuse,
        (Claim::NoRight, _) => Said::NotOwed,
    }
}

/// The outcome of all words on a line. `silent` are the laws that govern and said nothing; where
/// no law owes, their silence is not a refusal. `recognises(owing, forbidding)` tells whether the
/// law of the first voice gives way to the second's.
pub(super) fn verdict(
    matter: Matter,
    words: &[Heard],
    silent: &[u16],
    recognises: &dyn Fn(u16, u16) -> bool,
) -> Verdict {
    let of = |claim: Claim, all: bool| -> Vec<&Heard> {
        words.iter().filter(|word| word.claim == claim && (all || word.law)).collect()
    };
    let (owed, forbidden) = (of(Claim::Owed, true), of(Claim::MustNot, true));
    if !owed.is_empty() {
        return owing(matter, &owed, &forbidden, recognises);
    }
    let (outcome, wins) =
        denied(matter, &forbidden, &of(Claim::MayRefuse, false), &of(Claim::NoRight, false));
    if (outcome.gives() || silent.is_empty()) && !wins.is_empty() {
        return Verdict { outcome, after_verification: false, wins, doubts: vec![], owed: false };
    }
    open(silent.iter().map(|voice| Doubt::Silent(*voice)).collect(), false)
}

/// A line that a person must look at.
pub(super) fn open(doubts: Vec<Doubt>, owed: bool) -> Verdict {
    let outcome = Outcome::NeedsReview;
    Verdict { outcome, after_verification: false, wins: BTreeSet::new(), doubts, owed }
}

fn owing(
    matter: Matter,
    owed: &[&Heard],
    forbidden: &[&Heard],
    recognises: &dyn Fn(u16, u16) -> bool,
) -> Verdict {
    let mut doubts: Vec<Doubt> = Vec::new();
    for word in owed.iter().filter(|word| !can_be_owed(&word.outcome)) {
        doubts.push(Doubt::Review(word.from));
    }
    for word in forbidden.iter().filter(|word| !can_forbid(&word.outcome)) {
        doubts.push(Doubt::Review(word.from));
    }
    for (owing, no) in owed.iter().flat_map(|o| forbidden.iter().map(move |no| (o, no))) {
        if !recognises(owing.from.voice, no.from.voice) {
            doubts.push(Doubt::Collision(owing.from, no.from));
        }
    }
    if !doubts.is_empty() {
        return open(doubts, true);
    }
    let given = most_for_the_person(matter, owed);
    Verdict {
        outcome: limited(given, forbidden),
        after_verification: owed.iter().any(|word| word.outcome == Said::AfterVerification),
        wins: owed.iter().chain(forbidden).map(|word| word.from).collect(),
        doubts,
        owed: true,
    }
}

const fn can_be_owed(outcome: &Said) -> bool {
    !matches!(outcome, Said::Refuse | Said::Lapsed | Said::NotOwed)
}

const fn can_forbid(outcome: &Said) -> bool {
    !matches!(outcome, Said::Fulfil | Said::AfterVerification | Said::Stop | Said::StopWhileChecking)
}

/// What the person gets where several laws owe: the most, but what any of them leaves out for
/// the sake of others stays out.
fn most_for_the_person(matter: Matter, owed: &[&Heard]) -> Outcome {
    let has = |wanted: fn(&Said) -> bool| owed.iter().any(|word| wanted(&word.outcome));
    if has(|said| *said == Said::Stop) {
        return Outcome::Stop;
    }
    if has(|said| *said == Said::StopWhileChecking) {
        return Outcome::StopWhileChecking;
    }
    if has(|said| matches!(said, Said::Fulfil | Said::Redact(_) | Said::Since(_))) {
        return part(owed);
    }
    if has(|said| *said == Said::DescribeOnly) {
        return Outcome::Part(Part { describe_only: true, ..Part::default() });
    }
    if has(|said| *said == Said::Restrict) {
        return Outcome::Restrict;
    }
    if has(|said| *said == Said::AfterVerification) {
        return if matter == Matter::Use { Outcome::Stop } else { Outcome::Fulfil };
    }
    Outcome::Proceed
}

fn part(owed: &[&Heard]) -> Outcome {
    let mut redact: BTreeSet<Name> = BTreeSet::new();
    let mut since: Option<Day> = None;
    let mut all_of_it = false;
    for word in owed {
        match &word.outcome {
            Said::Fulfil => all_of_it = true,
            Said::Redact(labels) => {
                all_of_it = true;
                redact.extend(labels.iter().cloned());
            }
            Said::Since(day) => since = Some(since.map_or(*day, |since| since.min(*day))),
            _ => {}
        }
    }
    let since = since.filter(|_| !all_of_it);
    part_of(redact.into_iter().collect(), since)
}

fn part_of(redact: Vec<Name>, since: Option<Day>) -> Outcome {
    let part = Part { redact, since, describe_only: false };
    if part == Part::default() { Outcome::Fulfil } else { Outcome::Part(part) }
}

/// What is left after prohibitions that every owing law recognises.
fn limited(given: Outcome, forbidden: &[&Heard]) -> Outcome {
    let has = |wanted: fn(&Said) -> bool| forbidden.iter().any(|word| wanted(&word.outcome));
    if has(|said| matches!(said, Said::Refuse | Said::Lapsed | Said::NotOwed)) {
        return Outcome::Refuse;
    }
    if has(|said| *said == Said::Proceed) {
        return Outcome::Proceed;
    }
    if has(|said| *said == Said::Restrict) || given == Outcome::Restrict {
        return if forbidden.is_empty() { given } else { Outcome::Restrict };
    }
    let mut part = match given {
        Outcome::Fulfil => Part::default(),
        Outcome::Part(part) => part,
        other => return other,
    };
    for word in forbidden {
        match &word.outcome {
            Said::DescribeOnly => part.describe_only = true,
            Said::Redact(labels) => part.redact.extend(labels.iter().cloned()),
            Said::Since(day) => part.since = part.since.max(Some(*day)),
            _ => {}
        }
    }
    part.redact.sort_unstable();
    part.redact.dedup();
    if part == Part::default() { Outcome::Fulfil } else { Outcome::Part(part) }
}

/// Nobody owes it: a prohibition, else a permission to refuse, else no right.
fn denied(
    matter: Matter,
    forbidden: &[&Heard],
    may_refuse: &[&Heard],
    no_right: &[&Heard],
) -> (Outcome, BTreeSet<FindingRef>) {
    let refs = |words: &[&Heard]| words.iter().map(|word| word.from).collect();
    let not_done = |refused| {
        if matter == Matter::Use { Outcome::Proceed } else { refused }
    };
    if !forbidden.is_empty() {
        return (not_done(Outcome::Refuse), refs(forbidden));
    }
    let lapsed = |words: &[&Heard]| words.iter().all(|word| word.outcome == Said::Lapsed);
    if !may_refuse.is_empty() {
        let giving: Vec<&Heard> = may_refuse.iter().filter(|w| gives(&w.outcome)).copied().collect();
        let outcome = match (giving.is_empty(), lapsed(may_refuse)) {
            (false, _) => most_for_the_person(matter, &giving),
            (true, true) => Outcome::Lapsed,
            (true, false) => not_done(Outcome::Refuse),
        };
        return (outcome, refs(may_refuse));
    }
    let outcome = match no_right.is_empty() {
        true => Outcome::NeedsReview,
        false if lapsed(no_right) => Outcome::Lapsed,
        false => not_done(Outcome::NotOwed),
    };
    (outcome, refs(no_right))
}

/// Whether a word gives something, so that a permission to refuse is one to give less.
const fn gives(said: &Said) -> bool {
    matches!(
        said,
        Said::Redact(_) | Said::DescribeOnly | Said::Since(_) | Said::Restrict | Said::StopWhileChecking
    )
}
