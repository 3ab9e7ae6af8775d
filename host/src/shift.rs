//! What a decision would be with another plugin in place: how its meaning shifts, not its bytes.
//!
//! Both decisions are of one question. What is told of a shift names rules, categories and purposes, and
//! no person, so that it may be kept with the events of the log, which an erasure does not reach.

mod dates;
mod duties;
mod groups;
mod outcomes;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use praetor_decision::decision::VoiceState;
use praetor_decision::{Kind, Name};

use crate::limits::DIFFERENCES_SHOWN_MAX;
use crate::told::Told;
use crate::wire::decision::effect;

pub use groups::{Group, Groups, Moved};

/// What kind of shift it is. The first is to be looked at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    /// A no became a yes.
    Permitted,
    /// A person gets less than before, a duty to tell fell away, or what was kept is erased, or the other
    /// way round.
    Weakened,
    /// Another effect came out otherwise.
    Effect,
    /// A day is another.
    Dates,
    /// Duties, conditions or treatments are others.
    Obligations,
    /// The same for other reasons.
    Rules,
}

impl Weight {
    /// Every weight, in order.
    pub const ALL: [Self; 6] =
        [Self::Permitted, Self::Weakened, Self::Effect, Self::Dates, Self::Obligations, Self::Rules];

    /// The word for it in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Permitted => "permitted",
            Self::Weakened => "weakened",
            Self::Effect => "effect",
            Self::Dates => "dates",
            Self::Obligations => "obligations",
            Self::Rules => "rules",
        }
    }

    /// The weight of that name.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|weight| weight.as_str() == word)
    }
}

/// How one decision differs from another on the same question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// What the question is about.
    pub kind: Kind,
    /// The weight of its heaviest change.
    pub weight: Weight,
    /// The effect without the candidate.
    pub was: Name,
    /// The effect with it.
    pub now: Name,
    /// What differs, the heaviest first.
    pub changes: Vec<Change>,
    /// There are more than are listed.
    pub more: bool,
    /// Rules, as `plugin/rule`, that the outcome rests on no more.
    pub rules_gone: Vec<Name>,
    /// Rules that it rests on now.
    pub rules_new: Vec<Name>,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// How much it matters.
    pub weight: Weight,
    /// What it is, in words.
    pub says: String,
}

impl Change {
    fn new(weight: Weight, says: String) -> Self {
        Self { weight, says }
    }
}

/// How the decision shifts; none: it says the same for the same reasons.
#[must_use]
pub fn between(was: &Told, now: &Told) -> Option<Shift> {
    let mut changes = outcomes::changes(was, now);
    changes.extend(dates::changes(&was.decision, &now.decision));
    changes.extend(duties::changes(was, now));
    let (before, after) = (was.deciding(), now.deciding());
    let missing_in = |list: &[Name], other: &[Name]| -> Vec<Name> {
        list.iter().filter(|rule| !other.contains(rule)).cloned().collect()
    };
    let (rules_gone, rules_new) = (missing_in(&before, &after), missing_in(&after, &before));
    changes.extend(rules_gone.iter().map(|rule| of_rules(format!("rests on `{rule}` no more"))));
    changes.extend(rules_new.iter().map(|rule| of_rules(format!("rests on `{rule}` now"))));
    changes.extend(heard(was, now));
    changes.sort();
    let weight = changes.first()?.weight;
    let more = changes.len() > DIFFERENCES_SHOWN_MAX;
    changes.truncate(DIFFERENCES_SHOWN_MAX);
    let (kind, was, now) = (was.decision.kind, effect(&was.decision).into(), effect(&now.decision).into());
    Some(Shift { kind, weight, was, now, changes, more, rules_gone, rules_new })
}

fn of_rules(says: String) -> Change {
    Change::new(Weight::Rules, says)
}

/// What was heard otherwise: voices, rules that spoke without deciding, facts that are wanted.
fn heard(was: &Told, now: &Told) -> Vec<Change> {
    let pairs = [
        ("", voices(was), voices(now)),
        ("rule ", spoken(was), spoken(now)),
        ("missing fact ", missing(was), missing(now)),
    ];
    let changes = pairs.iter().flat_map(|(what, was, now)| {
        let gone = was.difference(now).map(move |one| of_rules(format!("{what}`{one}` is heard no more")));
        let new = now.difference(was).map(move |one| of_rules(format!("{what}`{one}` is heard now")));
        gone.chain(new)
    });
    changes.collect()
}

fn voices(told: &Told) -> BTreeSet<String> {
    let voices = told.decision.voices.iter().map(|voice| match &voice.state {
        VoiceState::Heard(state) => format!("{}: {state:?}", voice.plugin),
        VoiceState::Undetermined(fault) => format!("{}: {}", voice.plugin, fault.code),
    });
    voices.collect()
}

fn spoken(told: &Told) -> BTreeSet<String> {
    let answers = told.voices.iter().filter_map(|voice| match &voice.own {
        Some(Ok(answer)) => Some((&voice.manifest.id, answer)),
        _ => None,
    });
    answers.flat_map(|(id, answer)| answer.sources().map(move |from| format!("{id}/{}", from.rule))).collect()
}

fn missing(told: &Told) -> BTreeSet<String> {
    let decision = &told.decision;
    let missing = decision.missing.iter().map(|missing| &missing.fact);
    missing.map(|fact| format!("{}.{}", fact.kind, fact.name)).collect()
}
