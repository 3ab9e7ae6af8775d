//! The fee, whom to tell, what the reply must say, and what the person can do against it.

use std::collections::{BTreeMap, BTreeSet};

use super::line::Decided;
use super::request::{Request, Spoken};
use crate::answer::rights::{Effect, Fee, Remedy, Statement, Tell, Verb};
use crate::clock::{Resolved, resolve};
use crate::decision::FindingRef;
use crate::decision::rights::{FeeRuling, Outcome, Telling};
use crate::question::{EntityId, Name};

/// The voices whose words decide a line.
pub(super) fn deciding(lines: &[Decided]) -> BTreeSet<u16> {
    lines.iter().flat_map(|line| line.wins.iter().map(|from| from.voice)).collect()
}

/// The voices that shape the reply: those that decide a line and, where a line is open, every
/// voice that does not deny the right throughout. The notice and the vendors have no claim to win
/// with: what they say of the reply counts.
pub(super) fn replying(request: &Request<'_>, lines: &[Decided]) -> BTreeSet<u16> {
    let mut voices = deciding(lines);
    let spoken = request.spoken.iter().map(|spoken| spoken.from.voice);
    voices.extend(spoken.filter(|voice| !request.laws.contains_key(voice)));
    let open = |one: &Decided| matches!(one.line.outcome, Outcome::NeedsReview | Outcome::NeedFacts);
    if lines.is_empty() || lines.iter().any(open) {
        voices.extend(request.spoken.iter().map(|spoken| spoken.from.voice));
        voices.retain(|voice| !denies(request, *voice));
    }
    voices
}

fn denies(request: &Request<'_>, voice: u16) -> bool {
    use crate::answer::rights::Claim;
    let words = request.spoken.iter().filter(|spoken| spoken.from.voice == voice);
    let mut claims = words
        .filter_map(|spoken| match &spoken.finding.effect {
            Effect::Word(word) => Some(word.claim),
            _ => None,
        })
        .peekable();
    claims.peek().is_some() && claims.all(|claim| claim == Claim::NoRight)
}

/// A fee is due only if every law that decides allows one; then the lowest.
pub(super) fn fee(request: &Request<'_>, deciding: &BTreeSet<u16>) -> FeeRuling {
    let mut by_law: BTreeMap<u16, Fee> = BTreeMap::new();
    let mut from = Vec::new();
    for spoken in request.spoken.iter().filter(|spoken| deciding.contains(&spoken.from.voice)) {
        if let Effect::Fee(fee) = spoken.finding.effect {
            let lowest = by_law.entry(spoken.from.voice).or_insert(fee);
            *lowest = (*lowest).min(fee);
            from.push(spoken.from);
        }
    }
    let laws = deciding.iter().filter(|voice| request.laws.contains_key(voice));
    let allowed = laws.map(|voice| by_law.get(voice).copied().unwrap_or(Fee::None));
    let fee = allowed.min().unwrap_or(Fee::None);
    FeeRuling { fee, by_law: by_law.into_iter().collect(), from }
}

/// Whom to tell: only what follows from lines on which something is done.
pub(super) fn tellings(request: &Request<'_>, lines: &[Decided]) -> Vec<Telling> {
    let mut united: BTreeMap<(EntityId, Name), Telling> = BTreeMap::new();
    for spoken in &request.spoken {
        if let Effect::Tell(tell) = &spoken.finding.effect
            && follows(request, spoken, lines)
        {
            let telling =
                united.entry((tell.recipient, tell.action.clone())).or_insert_with(|| first(spoken, tell));
            telling.verb = stricter(telling.verb, tell.verb);
            telling.due = earlier(telling.due.take(), due(request, tell));
            telling.from.push(spoken.from);
        }
    }
    united.into_values().collect()
}

fn first(_: &Spoken<'_>, tell: &Tell) -> Telling {
    let (recipient, action, verb) = (tell.recipient, tell.action.clone(), tell.verb);
    Telling { recipient, action, verb, due: None, from: vec![] }
}

/// Verbs are ordered from the strictest: a command leaves the recipient no choice.
fn stricter(a: Verb, b: Verb) -> Verb {
    a.min(b)
}

/// A law's tellings follow from its own claim. A vendor or the notice has no claim: how it is told
/// follows from whoever has one.
fn follows(request: &Request<'_>, spoken: &Spoken<'_>, lines: &[Decided]) -> bool {
    let has_claims = request.laws.contains_key(&spoken.from.voice);
    lines.iter().any(|one| {
        let wins = !has_claims || one.wins.iter().any(|from| from.voice == spoken.from.voice);
        let covered = request.covers(spoken.finding, one.line.entity, one.line.matter);
        wins && covered && one.line.outcome.gives()
    })
}

fn due(request: &Request<'_>, tell: &Tell) -> Option<Resolved> {
    let hearing = request.hearing;
    resolve(tell.due.as_ref()?, hearing.calendars, hearing.question).ok()
}

/// The earlier of two dates; one that is known comes before one that waits for its event.
fn earlier(a: Option<Resolved>, b: Option<Resolved>) -> Option<Resolved> {
    let key = |date: &Resolved| (date.day().is_none(), date.day());
    match (a, b) {
        (Some(a), Some(b)) => Some(if key(&b) < key(&a) { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// What the reply must say, each statement once for each set of parameters.
pub(super) fn statements(request: &Request<'_>, voices: &BTreeSet<u16>) -> Vec<(Statement, Vec<FindingRef>)> {
    united(request, voices, |effect| match effect {
        Effect::MustState(statement) => Some(statement.clone()),
        _ => None,
    })
}

/// What the person can do against the answer.
pub(super) fn remedies(request: &Request<'_>, voices: &BTreeSet<u16>) -> Vec<(Remedy, Vec<FindingRef>)> {
    united(request, voices, |effect| match effect {
        Effect::Remedy(remedy) => Some(remedy.clone()),
        _ => None,
    })
}

fn united<T: Ord>(
    request: &Request<'_>,
    voices: &BTreeSet<u16>,
    of: impl Fn(&Effect) -> Option<T>,
) -> Vec<(T, Vec<FindingRef>)> {
    let mut united: BTreeMap<T, Vec<FindingRef>> = BTreeMap::new();
    for spoken in request.spoken.iter().filter(|spoken| voices.contains(&spoken.from.voice)) {
        if let Some(one) = of(&spoken.finding.effect) {
            united.entry(one).or_default().push(spoken.from);
        }
    }
    united.into_iter().collect()
}
