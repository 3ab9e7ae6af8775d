//! How findings on retention combine: for each item the schedule that every law allows and every
//! duty to keep gets (DESIGN section 5, Retention).
//!
//! Within one law an item may be kept until the latest of its grounds; across laws the earliest
//! such ceiling ends it. Duties to keep meet ceilings in pairs: a ceiling gives way only to the
//! legal orders that it recognises. Doubts never erase.

pub(super) mod bound;
mod cut_off;
mod evidence;
mod recheck;
mod said;
pub(super) mod schedule;
mod settle;
mod world;

use std::collections::BTreeMap;

use super::horizon::Horizon;
use super::missing::Wanted;
use super::obligations::{self, Duty};
use super::order::{Speaker, referred};
use super::{Combined, Hearing, marks};
use crate::answer::StandingState;
use crate::answer::retention::{Effect as Word, Finding};
use crate::decision::retention::{Doubt, Effect, ItemRuling, Ruling};
use crate::decision::{self, FindingRef, Remark};
use crate::manifest::{Confidence, Rule};
use crate::question::EntityId;
pub(crate) use schedule::recognises;
use settle::Settled;

/// The rulings on all items, with what they share.
pub(super) fn combine(hearing: &Hearing<'_>, speakers: &[Speaker<'_>]) -> Combined {
    let items = hearing.question.of_kind("item").map(|item| item.id);
    let settled: Vec<(EntityId, Settled)> =
        items.map(|item| (item, settle::settle(hearing, speakers, item))).collect();
    let heard = Heard::new(speakers);
    let mut items: Vec<ItemRuling> = settled.iter().map(|(_, one)| one.ruling.clone()).collect();
    for ruling in &mut items {
        ruling.recheck_on = recheck::recheck_on(hearing.question.as_of, ruling, &heard);
    }
    heard.combined(hearing, &settled, items)
}

/// All findings that were heard, by reference, with their rules.
pub(super) struct Heard<'a> {
    findings: BTreeMap<FindingRef, (&'a Finding, Option<&'a Rule>)>,
    speakers: &'a [Speaker<'a>],
}

impl<'a> Heard<'a> {
    fn new(speakers: &'a [Speaker<'a>]) -> Self {
        let mut findings = BTreeMap::new();
        for speaker in speakers {
            let Some((_, heard)) = evidence::findings(speaker) else {
                continue;
            };
            for (from, finding) in referred(speaker.index, heard) {
                findings.insert(from, (finding, speaker.manifest.rule(&finding.source.rule)));
            }
        }
        Self { findings, speakers }
    }

    fn finding(&self, from: &FindingRef) -> Option<&'a Finding> {
        self.findings.get(from).map(|(finding, _)| *finding)
    }

    fn rule(&self, from: &FindingRef) -> Option<&'a Rule> {
        self.findings.get(from).and_then(|(_, rule)| *rule)
    }

    fn combined(
        &self,
        hearing: &Hearing<'_>,
        settled: &[(EntityId, Settled)],
        items: Vec<ItemRuling>,
    ) -> Combined {
        let mut winners: Vec<FindingRef> =
            items.iter().flat_map(|item| item.winners.iter().copied()).collect();
        winners.sort_unstable();
        winners.dedup();
        let united = obligations::unite(hearing, &self.duties(&winners));
        let (missing, immaterial) = self.wanted(settled, &winners).lists();
        let recheck_on = items.iter().filter_map(|item| item.recheck_on).min();
        let effect = items.iter().map(|item| item.effect).max().unwrap_or(Effect::Undetermined);
        Combined {
            confidence: self.confidence(&winners),
            valid_until: self.horizon(hearing, recheck_on),
            remarks: self.remarks(&items, &winners, &united.undated),
            marks: marks::unite(self.found(&winners).flat_map(|finding| &finding.marks)),
            obligations: united.owed,
            missing,
            immaterial,
            ruling: decision::Ruling::Retention(Ruling { effect, items, recheck_on }),
        }
    }

    fn found(&self, refs: &[FindingRef]) -> impl Iterator<Item = &'a Finding> {
        refs.iter().filter_map(|from| self.finding(from))
    }

    fn duties(&self, winners: &[FindingRef]) -> Vec<Duty<'a>> {
        let of = |from: &FindingRef| {
            let from = *from;
            let owed = self.finding(&from).map_or(&[][..], |finding| &finding.obligations);
            owed.iter().map(move |obligation| Duty { obligation, from })
        };
        winners.iter().flat_map(of).collect()
    }

    fn confidence(&self, winners: &[FindingRef]) -> Confidence {
        let rules = winners.iter().filter_map(|from| self.rule(from));
        rules.map(|rule| rule.confidence).min().unwrap_or(Confidence::High)
    }

    fn remarks(&self, items: &[ItemRuling], winners: &[FindingRef], undated: &[FindingRef]) -> Vec<Remark> {
        let pending = |from: &&FindingRef| self.rule(from).is_some_and(|r| !r.pending.is_empty());
        let pending = winners.iter().filter(pending).map(|from| Remark::Pending(*from));
        let mut remarks: Vec<Remark> = pending.collect();
        remarks.extend(undated.iter().map(|from| Remark::NoDate(*from)));
        remarks.extend(items.iter().flat_map(|item| &item.doubts).filter_map(|doubt| match doubt {
            Doubt::LowConfidence(from) => Some(Remark::LowConfidence(*from)),
            _ => None,
        }));
        remarks.extend(self.speakers.is_empty().then_some(Remark::NoVoice));
        remarks
    }

    /// Facts of findings that lack them matter where they can change a schedule; facts that a
    /// winning finding lacks besides can change its dates.
    fn wanted(&self, settled: &[(EntityId, Settled)], winners: &[FindingRef]) -> Wanted<'a> {
        let mut wanted = Wanted::default();
        for (_, one) in settled {
            for (from, material) in &one.asks {
                wanted.note(*from, self.missing_of(from), *material);
            }
        }
        for (from, (finding, _)) in &self.findings {
            let asked = settled.iter().any(|(_, one)| one.asks.contains_key(from));
            // One whose outcomes are equal asks for nothing.
            let equal = matches!(finding.effect, Word::NeedFacts(..));
            if !asked {
                wanted.note(*from, &finding.source.missing, winners.contains(from) && !equal);
            }
        }
        wanted
    }

    fn missing_of(&self, from: &FindingRef) -> &'a [crate::question::FactOf] {
        if let Some(finding) = self.finding(from) {
            return &finding.source.missing;
        }
        let speaker = self.speakers.iter().find(|speaker| speaker.index == from.voice);
        match speaker.map(|speaker| speaker.reply) {
            Some(Ok(answer)) => &answer.standing().source.missing,
            _ => &[],
        }
    }

    fn horizon(&self, hearing: &Hearing<'_>, recheck_on: Option<crate::Day>) -> Option<crate::Day> {
        let mut horizon = Horizon::after(hearing.question.as_of);
        horizon.note(recheck_on);
        for speaker in self.speakers {
            if let Ok(answer) = speaker.reply {
                horizon.note_standing(answer.standing().state);
                horizon.note_source(&answer.standing().source);
            }
        }
        horizon.first()
    }

    /// The standings under which laws said that they are not in force yet.
    fn standings(&self) -> impl Iterator<Item = (StandingState, Option<crate::Day>)> {
        self.speakers.iter().filter_map(|speaker| speaker.reply.ok()).map(|answer| {
            let standing = answer.standing();
            (standing.state, standing.source.changes_on)
        })
    }
}
