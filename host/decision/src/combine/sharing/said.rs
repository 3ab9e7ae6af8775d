//! Findings made ready: what each says, of which gate, and of which cells.

use std::collections::BTreeMap;

use super::cells::Place;
use crate::answer::StandingState;
use crate::answer::sharing::{Effect, Finding, Outcome};
use crate::clock;
use crate::combine::Hearing;
use crate::combine::order::{Speaker, referred};
use crate::decision::FindingRef;
use crate::decision::sharing::GateOf;
use crate::manifest::{Confidence, PluginKind, Rule, Stance};
use crate::question::{EntityId, Name, Question};

/// What a finding comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A permit with its burden, and whether it holds only under conditions.
    Permit {
        burden: u8,
        conditions: bool,
    },
    Require,
    Prohibit,
    Review,
    /// Depends on missing facts; `best` is better than `worst`, and `worst` is never a permit.
    Need {
        best: Outcome,
        worst: Outcome,
    },
    Fails,
    NotYet,
    /// It names a rule that the manifest does not have: nobody knows what it means.
    Unknown,
}

impl Word {
    fn of(effect: Effect) -> Self {
        match effect {
            Effect::Permit(burden) => Self::Permit { burden, conditions: false },
            Effect::PermitWithConditions(burden) => Self::Permit { burden, conditions: true },
            Effect::Prohibit => Self::Prohibit,
            Effect::Require => Self::Require,
            Effect::Review => Self::Review,
            Effect::NeedFacts { best, worst } => Self::need(best, worst),
            Effect::Fails => Self::Fails,
            Effect::NotYetInForce(_) => Self::NotYet,
        }
    }

    /// A range of one outcome is that outcome; yet missing facts never make a permit.
    fn need(best: Outcome, worst: Outcome) -> Self {
        let (best, worst) = (best.min(worst), best.max(worst).max(Outcome::Silent));
        match (best, worst) {
            (Outcome::Silent, Outcome::Silent) => Self::Fails,
            (Outcome::Review, Outcome::Review) => Self::Review,
            (Outcome::Prohibit, Outcome::Prohibit) => Self::Prohibit,
            (best, worst) => Self::Need { best, worst },
        }
    }

    /// The burden of a permit that holds.
    pub(super) fn burden(self) -> Option<u8> {
        match self {
            Self::Permit { burden, .. } => Some(burden),
            Self::Require => Some(0),
            _ => None,
        }
    }

    /// Whether it may come out as a permit.
    pub(super) fn may_permit(self) -> bool {
        matches!(self, Self::Need { best: Outcome::Permit, .. })
    }

    /// Whether it forbids, now or if the missing facts are unfavourable.
    pub(super) fn forbids(self) -> bool {
        matches!(self, Self::Prohibit | Self::Need { worst: Outcome::Prohibit, .. })
    }

    /// Whether a person is to look, now or for some values of the missing facts.
    pub(super) fn may_review(self) -> bool {
        let of = |outcome| outcome == Outcome::Review;
        matches!(self, Self::Need { best, worst } if of(best) || of(worst)) || self == Self::Review
    }
}

/// One finding, made ready.
#[derive(Debug)]
pub(super) struct Said<'a> {
    /// How the decision names it.
    pub at: FindingRef,
    /// The finding.
    pub finding: &'a Finding,
    /// Its rule, if the manifest has it.
    pub rule: Option<&'a Rule>,
    /// What it comes to.
    pub word: Word,
    /// The items, uses and hops that it speaks of; an empty list speaks of all.
    pub items: Vec<EntityId>,
    pub uses: Vec<EntityId>,
    pub hops: Vec<EntityId>,
    /// A due date of its obligations cannot be computed.
    pub undated: bool,
}

impl Said<'_> {
    /// Whether it speaks of a cell.
    pub(super) fn covers(&self, place: Place) -> bool {
        speaks_of(&self.items, place.item) && speaks_of(&self.uses, place.for_use)
    }

    /// How sure its author is.
    pub(super) fn confidence(&self) -> Confidence {
        self.rule.map_or(Confidence::Low, |rule| rule.confidence)
    }
}

/// An empty list speaks of everything; so does any list of a dimension that the question lacks.
fn speaks_of(list: &[EntityId], one: Option<EntityId>) -> bool {
    list.is_empty() || one.is_none_or(|one| list.contains(&one))
}

/// A gate of a voice, with the findings that belong to it.
#[derive(Debug)]
pub(super) struct Seat {
    /// Which one.
    pub of: GateOf,
    /// Nothing said is no permission.
    pub closed: bool,
    /// Positions in `Floor::said`.
    pub said: Vec<usize>,
}

/// A voice that answered a sharing question.
#[derive(Debug)]
pub(super) struct Heard<'a> {
    /// The voice.
    pub speaker: Speaker<'a>,
    /// Whether its law governs the question.
    pub state: StandingState,
    /// Its gates, in order.
    pub seats: Vec<Seat>,
}

impl Heard<'_> {
    /// Whether it is the word of a law, not of a contract or a policy.
    pub(super) fn is_law(&self) -> bool {
        self.speaker.manifest.kind == PluginKind::Jurisdiction
    }
}

/// Everything that was said.
#[derive(Debug, Default)]
pub(super) struct Floor<'a> {
    /// The voices that answered.
    pub heard: Vec<Heard<'a>>,
    /// The voices that could not be heard.
    pub silent: Vec<u16>,
    /// All findings.
    pub said: Vec<Said<'a>>,
}

impl<'a> Floor<'a> {
    /// Reads the answers.
    pub(super) fn open(hearing: &Hearing<'_>, speakers: &[Speaker<'a>]) -> Self {
        let mut floor = Self::default();
        for &speaker in speakers {
            match speaker.reply {
                Ok(crate::answer::Answer::Sharing(answer)) => {
                    let state = answer.standing.state;
                    let seats = floor.seat(hearing, speaker, state, &answer.findings);
                    floor.heard.push(Heard { speaker, state, seats });
                }
                _ => floor.silent.push(speaker.index),
            }
        }
        floor
    }

    fn seat(
        &mut self,
        hearing: &Hearing<'_>,
        speaker: Speaker<'a>,
        state: StandingState,
        findings: &'a [Finding],
    ) -> Vec<Seat> {
        let governs = matches!(state, StandingState::Applies | StandingState::Unclear);
        let mut seats: BTreeMap<GateOf, Seat> = BTreeMap::new();
        for gate in &speaker.manifest.gates {
            let closed = governs && gate.stance == Stance::Closed;
            let of = GateOf::Gate(gate.id.clone());
            seats.insert(of.clone(), Seat { of, closed, said: Vec::new() });
        }
        for (at, finding) in referred(speaker.index, findings) {
            let rule = speaker.manifest.rule(&finding.source.rule);
            let of = gate_of(rule, &finding.source.rule);
            // A gate that the manifest does not have: closed, for nobody said that it is open.
            let closed = governs && matches!(of, GateOf::Gate(_));
            let seat = seats.entry(of.clone());
            seat.or_insert(Seat { of, closed, said: Vec::new() }).said.push(self.said.len());
            self.said.push(said(hearing, at, finding, rule));
        }
        seats.into_values().collect()
    }
}

fn gate_of(rule: Option<&Rule>, id: &Name) -> GateOf {
    match rule {
        Some(rule) if !rule.gate.is_empty() => GateOf::Gate(rule.gate.clone()),
        _ => GateOf::Rule(id.clone()),
    }
}

fn said<'a>(hearing: &Hearing<'_>, at: FindingRef, finding: &'a Finding, rule: Option<&'a Rule>) -> Said<'a> {
    let of = |kind| about(hearing.question, finding, kind);
    let word = if rule.is_some() { Word::of(finding.effect) } else { Word::Unknown };
    let (items, uses, hops) = (of("item"), of("use"), of("hop"));
    Said { at, finding, rule, word, items, uses, hops, undated: is_undated(hearing, finding) }
}

fn about(question: &Question, finding: &Finding, kind: &str) -> Vec<EntityId> {
    let is = |id: &&EntityId| question.entity(**id).is_some_and(|entity| entity.kind == kind);
    finding.source.about.iter().filter(is).copied().collect()
}

fn is_undated(hearing: &Hearing<'_>, finding: &Finding) -> bool {
    let terms = finding.obligations.iter().filter_map(|obligation| obligation.due.as_ref());
    let mut dates = terms.map(|term| clock::resolve(term, hearing.calendars, hearing.question));
    dates.any(|date| date.is_err())
}
