//! What holds for all cells of a question alike.

use std::collections::BTreeSet;

use super::cell::Ruled;
use super::cells;
use super::lifting::{self, Lift};
use super::said::{Floor, Said};
use crate::answer::{Standing, StandingState};
use crate::combine::order::Speaker;
use crate::combine::{Hearing, laws_that_may_reach};
use crate::decision::{FindingRef, Remark};
use crate::manifest::{Confidence, PluginKind, Rule};
use crate::question::EntityId;

/// Everything that a cell is judged by.
pub(super) struct Court<'h, 'a> {
    pub hearing: &'h Hearing<'h>,
    pub floor: Floor<'a>,
    pub lifts: Vec<Lift<'a>>,
    pub hops: Vec<EntityId>,
    /// No voice was heard at all.
    pub no_voice: bool,
    /// No law was asked.
    pub no_law: bool,
    /// Something outside the findings denies every cell.
    pub denies_all: bool,
    /// Something outside the findings sends every cell to a person.
    pub reviews_all: bool,
}

impl<'h, 'a> Court<'h, 'a> {
    pub(super) fn open(hearing: &'h Hearing<'h>, speakers: &[Speaker<'a>]) -> Self {
        let floor = Floor::open(hearing, speakers);
        let is_law = |speaker: &Speaker<'_>| speaker.manifest.kind == PluginKind::Jurisdiction;
        let remarked = |is: fn(&Remark) -> bool| hearing.remarks.iter().any(is);
        let no_voice = floor.heard.is_empty();
        let no_law = !speakers.iter().any(is_law);
        Self {
            denies_all: no_voice || remarked(|remark| matches!(remark, Remark::SwitchedOff(_))),
            reviews_all: no_law
                || !hearing.contradictions.is_empty()
                || laws_that_may_reach(hearing).next().is_some()
                || remarked(|remark| matches!(remark, Remark::Uncovered(_))),
            lifts: lifting::lifts(&floor),
            hops: cells::hops(hearing.question),
            hearing,
            floor,
            no_voice,
            no_law,
        }
    }

    /// The finding with this reference.
    pub(super) fn said(&self, at: FindingRef) -> Option<&Said<'a>> {
        let found = self.floor.said.binary_search_by_key(&at, |said| said.at).ok()?;
        self.floor.said.get(found)
    }

    /// The findings that carry the results of the cells, each once.
    pub(super) fn prevailing(&self, ruled: &[Ruled]) -> impl Iterator<Item = &Said<'a>> {
        let all: BTreeSet<usize> = ruled.iter().flat_map(|ruled| ruled.prevailing.iter().copied()).collect();
        all.into_iter().filter_map(|at| self.floor.said.get(at))
    }

    /// What the voices say of themselves, with the index of each.
    pub(super) fn standings(&self) -> impl Iterator<Item = (u16, &'a Standing)> {
        self.floor
            .heard
            .iter()
            .filter_map(|heard| Some((heard.speaker.index, heard.speaker.reply.ok()?.standing())))
    }

    /// The standings by which a voice takes no part: a permission rests on them too.
    pub(super) fn absent(&self) -> impl Iterator<Item = FindingRef> {
        let absent = |state| matches!(state, StandingState::DoesNotApply | StandingState::NotYetInForce(_));
        self.standings()
            .filter(move |(_, standing)| absent(standing.state))
            .map(|(voice, _)| FindingRef::standing(voice))
    }

    /// The rule behind a finding or a standing.
    pub(super) fn rule(&self, at: FindingRef) -> Option<&'a Rule> {
        if at.finding != FindingRef::STANDING {
            return self.said(at)?.rule;
        }
        let heard = self.floor.heard.iter().find(|heard| heard.speaker.index == at.voice)?;
        let standing = heard.speaker.reply.ok()?.standing();
        heard.speaker.manifest.rule(&standing.source.rule)
    }

    /// How sure the author of a rule is; an unknown rule is not sure at all.
    pub(super) fn confidence(&self, at: FindingRef) -> Confidence {
        self.rule(at).map_or(Confidence::Low, |rule| rule.confidence)
    }
}
