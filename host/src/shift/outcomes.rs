//! What is done with each thing that a question names, and how that shifts.

use std::collections::BTreeMap;

use praetor_decision::decision::{Ruling, incident, retention, rights, sharing};
use praetor_decision::{EntityId, Question, Value};

use super::{Change, Weight};
use crate::told::Told;

/// What is done with one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word<'d> {
    Cell(sharing::Effect),
    Item(retention::Action, retention::Effect),
    Request(rights::Effect),
    Line(&'d rights::Outcome),
    Audience(incident::Effect),
}

/// The thing, by the entities that make it; those of one kind are in order.
type Thing = (u8, Option<EntityId>, Option<EntityId>);

struct Outcome<'d> {
    label: String,
    word: Word<'d>,
}

/// Every thing of which something else is said.
pub(super) fn changes(was: &Told, now: &Told) -> Vec<Change> {
    let (before, after) = (outcomes(was), outcomes(now));
    let mut changes = vec![];
    for (thing, old) in &before {
        match after.get(thing) {
            Some(new) if new.word == old.word => {}
            Some(new) => changes.push(Change::new(
                weight(old.word, new.word),
                format!("{}: {} -> {}", old.label, old.word, new.word),
            )),
            None => changes
                .push(Change::new(fallen_away(old.word), format!("{}: {} -> nothing", old.label, old.word))),
        }
    }
    let added = after.iter().filter(|(thing, _)| !before.contains_key(thing));
    changes.extend(
        added.map(|(_, new)| Change::new(Weight::Effect, format!("{}: nothing -> {}", new.label, new.word))),
    );
    changes
}

fn outcomes(told: &Told) -> BTreeMap<Thing, Outcome<'_>> {
    match &told.decision.ruling {
        Ruling::Sharing(ruling) => ruling.cells.iter().map(|cell| of_cell(cell, &told.question)).collect(),
        Ruling::Retention(ruling) => ruling.items.iter().map(|item| of_item(item, &told.question)).collect(),
        Ruling::Rights(ruling) => {
            ruling.requests.iter().flat_map(|request| of_request(request, &told.question)).collect()
        }
        Ruling::Incident(ruling) => ruling.audiences.iter().map(of_audience).collect(),
    }
}

fn of_cell<'d>(cell: &'d sharing::Cell, question: &Question) -> (Thing, Outcome<'d>) {
    let item = label(question, cell.item, "category", "the whole");
    let label = match cell.for_use {
        Some(_) => format!("{item} for {}", label(question, cell.for_use, "purpose", "a use")),
        None => item,
    };
    ((0, cell.item, cell.for_use), Outcome { label, word: Word::Cell(cell.effect) })
}

fn of_item<'d>(item: &'d retention::ItemRuling, question: &Question) -> (Thing, Outcome<'d>) {
    let label = label(question, Some(item.item), "category", "an item");
    ((1, Some(item.item), None), Outcome { label, word: Word::Item(item.now, item.effect) })
}

fn of_request<'d>(
    request: &'d rights::RequestRuling,
    question: &'d Question,
) -> impl Iterator<Item = (Thing, Outcome<'d>)> {
    let right = format!("request for {}", request.right);
    let whole = Outcome { label: right.clone(), word: Word::Request(request.effect) };
    let lines = request.lines.iter().map(move |line| {
        let name = match line.matter {
            rights::Matter::Item => label(question, Some(line.entity), "category", "an item"),
            rights::Matter::Use => label(question, Some(line.entity), "purpose", "a use"),
            rights::Matter::Request => "the request itself".to_owned(),
        };
        let outcome = Outcome { label: format!("{right}, {name}"), word: Word::Line(&line.outcome) };
        ((3, Some(request.request), Some(line.entity)), outcome)
    });
    [((2, Some(request.request), None), whole)].into_iter().chain(lines)
}

fn of_audience(ruling: &incident::AudienceRuling) -> (Thing, Outcome<'_>) {
    let label = format!("telling the {}", ruling.audience.as_str());
    let outcome = Outcome { label, word: Word::Audience(ruling.effect) };
    ((4, EntityId::try_from(ruling.audience as usize).ok(), None), outcome)
}

/// A thing by a code of the dictionary, never by the caller's name for it, which may be a person's.
fn label(question: &Question, id: Option<EntityId>, fact: &str, unknown: &str) -> String {
    let entity = id.and_then(|id| question.entity(id));
    match entity.and_then(|entity| entity.fact(fact)) {
        Some(Value::Code(code)) => code.to_string(),
        _ => unknown.to_owned(),
    }
}

fn weight(was: Word<'_>, now: Word<'_>) -> Weight {
    match (was, now) {
        (Word::Cell(was), Word::Cell(now)) if now.is_yes() && !was.is_yes() => Weight::Permitted,
        (Word::Cell(was), Word::Cell(now)) if now < was => Weight::Weakened,
        (Word::Item(was, _), Word::Item(now, _)) if was.is_final() != now.is_final() => Weight::Weakened,
        (Word::Request(was), Word::Request(now)) if given(now) < given(was) => Weight::Weakened,
        (Word::Line(was), Word::Line(now)) if was.gives() && !now.gives() => Weight::Weakened,
        (Word::Audience(was), Word::Audience(now)) if now < was => Weight::Weakened,
        _ => Weight::Effect,
    }
}

fn fallen_away(was: Word<'_>) -> Weight {
    match was {
        Word::Audience(incident::Effect::NoDuty) => Weight::Effect,
        _ => Weight::Weakened,
    }
}

/// How much a person gets of what they asked for.
const fn given(effect: rights::Effect) -> u8 {
    use rights::Effect::{AfterVerification, Forward, Fulfil, Lapsed, NeedFacts, NeedsReview};
    use rights::Effect::{NotOwed, Partial, Refuse, Restrict};
    match effect {
        Fulfil => 5,
        AfterVerification => 4,
        Partial => 3,
        Restrict | Forward => 2,
        NeedFacts | NeedsReview => 1,
        Refuse | NotOwed | Lapsed => 0,
    }
}

impl std::fmt::Display for Word<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cell(effect) => f.write_str(effect.as_str()),
            Self::Item(action, retention::Effect::Settled) => f.write_str(action.as_str()),
            Self::Item(action, effect) => write!(f, "{} ({})", action.as_str(), effect.as_str()),
            Self::Request(effect) => f.write_str(effect.as_str()),
            Self::Line(outcome) => f.write_str(outcome.as_str()),
            Self::Audience(effect) => f.write_str(effect.as_str()),
        }
    }
}
