//! How findings on a breach combine: duties to notify are united by addressee, each law's clock
//! is kept, and nobody is spared as long as anything is open.

mod duties;

use std::collections::{BTreeMap, BTreeSet};

use super::horizon::Horizon;
use super::missing::Wanted;
use super::obligations::{self, Duty};
use super::order::{Speaker, referred};
use super::{Combined, Hearing, marks};
use crate::answer::incident::{Audience, Effect as Word, Finding};
use crate::answer::{Answer, Standing, StandingState};
use crate::decision::incident::{AudienceRuling, Effect, Ruling};
use crate::decision::{self, FindingRef, Remark};
use crate::manifest::{Confidence, PluginKind, Rule};

pub(super) fn combine(hearing: &Hearing<'_>, speakers: &[Speaker<'_>]) -> Combined {
    let report = Report::read(hearing, speakers);
    let duties = obligations::unite(hearing, &report.obligations());
    let found = duties::unite(hearing, &report.findings);
    let (missing, immaterial) = report.missing();
    let (ruling, mut remarks) = report.ruling(found);
    remarks.extend(duties.undated.into_iter().map(Remark::NoDate));
    Combined {
        ruling: decision::Ruling::Incident(ruling),
        missing,
        immaterial,
        obligations: duties.owed,
        marks: marks::unite(report.holding().flat_map(|said| &said.finding.marks)),
        confidence: report.confidence(),
        valid_until: report.valid_until(),
        remarks,
    }
}

/// One finding, with its place and its rule.
#[derive(Clone, Copy)]
struct Said<'a> {
    at: FindingRef,
    finding: &'a Finding,
    rule: Option<&'a Rule>,
}

impl Said<'_> {
    fn holds(&self) -> bool {
        self.rule.is_some() && matches!(self.finding.effect, Word::Notify(_) | Word::NoDuty(_))
    }

    fn confidence(&self) -> Confidence {
        self.rule.map_or(Confidence::Low, |rule| rule.confidence)
    }
}

/// A voice that answered.
#[derive(Clone, Copy)]
struct Heard<'a> {
    index: u16,
    standing: &'a Standing,
    rule: Option<&'a Rule>,
    is_law: bool,
    /// It said something definite or asked for something.
    spoke: bool,
}

impl Heard<'_> {
    fn is_absent(&self) -> bool {
        matches!(self.standing.state, StandingState::DoesNotApply | StandingState::NotYetInForce(_))
    }
}

/// Everything that was said about the breach.
struct Report<'h, 'a> {
    hearing: &'h Hearing<'h>,
    no_law_asked: bool,
    heard: Vec<Heard<'a>>,
    silent: Vec<u16>,
    findings: Vec<Said<'a>>,
}

impl<'h, 'a> Report<'h, 'a> {
    fn read(hearing: &'h Hearing<'h>, speakers: &[Speaker<'a>]) -> Self {
        let is_law = |speaker: &Speaker<'_>| speaker.manifest.kind == PluginKind::Jurisdiction;
        let no_law_asked = !speakers.iter().any(is_law);
        let mut report = Self { hearing, no_law_asked, heard: vec![], silent: vec![], findings: vec![] };
        for speaker in speakers {
            let Ok(Answer::Incident(answer)) = speaker.reply else {
                report.silent.push(speaker.index);
                continue;
            };
            let rule_of = |id: &str| speaker.manifest.rule(id);
            let findings = referred(speaker.index, &answer.findings).into_iter();
            let said: Vec<Said<'a>> = findings
                .map(|(at, finding)| Said { at, finding, rule: rule_of(&finding.source.rule) })
                .collect();
            report.heard.push(Heard {
                index: speaker.index,
                standing: &answer.standing,
                rule: rule_of(&answer.standing.source.rule),
                is_law: is_law(speaker),
                spoke: said.iter().any(|said| !is_void(said.finding)),
            });
            report.findings.extend(said);
        }
        report
    }

    fn holding(&self) -> impl Iterator<Item = &Said<'a>> {
        self.findings.iter().filter(|said| said.holds())
    }

    fn obligations(&self) -> Vec<Duty<'a>> {
        let duties = |said: &Said<'a>| {
            let from = said.at;
            said.finding.obligations.iter().map(move |obligation| Duty { obligation, from })
        };
        self.holding().flat_map(duties).collect()
    }

    /// Every missing fact matters here: each can start a clock.
    fn missing(&self) -> (Vec<decision::Missing>, Vec<decision::Missing>) {
        let mut wanted = Wanted::default();
        for said in &self.findings {
            if matches!(said.finding.effect, Word::NeedFacts(_)) {
                wanted.note(said.at, &said.finding.source.missing, true);
            }
        }
        for heard in &self.heard {
            if heard.standing.state == StandingState::Unclear {
                let at = FindingRef::standing(heard.index);
                wanted.note(at, &heard.standing.source.missing, true);
            }
        }
        wanted.lists()
    }

    /// What leaves the answer open: a need for facts or for a person, an unclear standing, and a
    /// law that governs but says nothing.
    fn open(&self) -> BTreeSet<FindingRef> {
        let asks = |said: &&Said<'a>| {
            matches!(said.finding.effect, Word::NeedFacts(_) | Word::Review) || said.rule.is_none()
        };
        let mut open: BTreeSet<FindingRef> = self.findings.iter().filter(asks).map(|said| said.at).collect();
        let unsettled = |heard: &&Heard<'a>| match heard.standing.state {
            StandingState::Unclear => true,
            StandingState::Applies => heard.is_law && !heard.spoke,
            _ => false,
        };
        let heard = self.heard.iter().filter(unsettled);
        open.extend(heard.map(|heard| FindingRef::standing(heard.index)));
        open
    }

    /// Words that spare somebody and are not sure enough for it.
    fn unsure(&self) -> Vec<FindingRef> {
        let wanted = self.hearing.confidence_wanted;
        let spares = |said: &&Said<'a>| matches!(said.finding.effect, Word::NoDuty(_));
        let findings = self.holding().filter(spares).filter(|said| said.confidence() < wanted);
        let absent = self.heard.iter().filter(|heard| heard.is_absent());
        let low = absent.filter(|heard| heard.confidence() < wanted);
        findings.map(|said| said.at).chain(low.map(|heard| FindingRef::standing(heard.index))).collect()
    }

    fn ruling(&self, found: duties::Found) -> (Ruling, Vec<Remark>) {
        let open = self.open();
        let unsure = self.unsure();
        let outside = !self.hearing.contradictions.is_empty()
            || self.no_law_asked
            || self.hearing.remarks.iter().any(is_gap);
        let review = outside
            || !(open.is_empty() && unsure.is_empty() && self.silent.is_empty())
            || !found.undated.is_empty();
        let effect = match (found.duties.is_empty(), review) {
            (false, _) => Effect::Notify,
            (true, true) => Effect::NeedsReview,
            (true, false) => Effect::NoDuty,
        };
        let remarks = self.remarks(effect, found.undated, &unsure);
        let ruling = Ruling {
            effect,
            review,
            audiences: self.audiences(),
            duties: found.duties,
            undetermined: self.silent.clone(),
            deciding: self.deciding(effect, &open, &unsure),
            open: open.into_iter().collect(),
        };
        (ruling, remarks)
    }

    fn audiences(&self) -> Vec<AudienceRuling> {
        let mut audiences: BTreeMap<Audience, AudienceRuling> = BTreeMap::new();
        for said in self.findings.iter().filter(|said| said.rule.is_some()) {
            let (audience, effect) = match &said.finding.effect {
                Word::Notify(notice) => (notice.audience, Effect::Notify),
                Word::NoDuty(audience) => (*audience, Effect::NoDuty),
                Word::NeedFacts(audience) => (*audience, Effect::NeedsReview),
                _ => continue,
            };
            let ruling = audiences.entry(audience).or_insert_with(|| nothing_on(audience));
            ruling.effect = ruling.effect.max(effect);
            match effect {
                Effect::NoDuty => ruling.no_duty.push(said.at),
                Effect::NeedsReview => ruling.open.push(said.at),
                Effect::Notify => {}
            }
        }
        audiences.into_values().collect()
    }

    fn deciding(
        &self,
        effect: Effect,
        open: &BTreeSet<FindingRef>,
        unsure: &[FindingRef],
    ) -> Vec<FindingRef> {
        let holding = |is: fn(&Word) -> bool| -> BTreeSet<FindingRef> {
            self.holding().filter(|said| is(&said.finding.effect)).map(|said| said.at).collect()
        };
        let deciding = match effect {
            Effect::Notify => holding(|word| matches!(word, Word::Notify(_))),
            Effect::NoDuty => holding(|word| matches!(word, Word::NoDuty(_))),
            Effect::NeedsReview => open.iter().chain(unsure).copied().collect(),
        };
        deciding.into_iter().collect()
    }

    fn remarks(&self, effect: Effect, undated: Vec<FindingRef>, unsure: &[FindingRef]) -> Vec<Remark> {
        let mut remarks: Vec<Remark> = undated.into_iter().map(Remark::NoDate).collect();
        remarks.extend(unsure.iter().copied().map(Remark::LowConfidence));
        if self.heard.is_empty() {
            remarks.push(Remark::NoVoice);
        } else if self.no_law_asked {
            remarks.push(Remark::NoLawAsked);
        }
        let mut laws = self.heard.iter().filter(|heard| heard.is_law).peekable();
        if effect == Effect::NoDuty && laws.peek().is_some() && laws.all(Heard::is_absent) {
            remarks.push(Remark::NoLawObjects(self.valid_until()));
        }
        let pending = |said: &&Said<'a>| said.rule.is_some_and(|rule| !rule.pending.is_empty());
        remarks.extend(self.holding().filter(pending).map(|said| Remark::Pending(said.at)));
        remarks
    }

    fn confidence(&self) -> Confidence {
        let absent = self.heard.iter().filter(|heard| heard.is_absent()).map(Heard::confidence);
        let all = self.holding().map(Said::confidence).chain(absent);
        all.min().unwrap_or(Confidence::High)
    }

    fn valid_until(&self) -> Option<crate::question::Day> {
        let mut horizon = Horizon::after(self.hearing.question.as_of);
        for heard in &self.heard {
            horizon.note_source(&heard.standing.source);
            horizon.note_standing(heard.standing.state);
            heard.rule.into_iter().for_each(|rule| horizon.note_rule(rule));
        }
        for said in &self.findings {
            horizon.note_source(&said.finding.source);
            if let Word::NotYetInForce(day) = said.finding.effect {
                horizon.note(Some(day));
            }
            said.rule.into_iter().for_each(|rule| horizon.note_rule(rule));
        }
        horizon.first()
    }
}

impl Heard<'_> {
    fn confidence(&self) -> Confidence {
        self.rule.map_or(Confidence::Low, |rule| rule.confidence)
    }
}

/// Says nothing on whether anybody must be told.
fn is_void(finding: &Finding) -> bool {
    matches!(finding.effect, Word::Fails | Word::NotYetInForce(_))
}

/// A remark of the host by which something that counts was not heard.
fn is_gap(remark: &Remark) -> bool {
    matches!(remark, Remark::Uncovered(_) | Remark::SwitchedOff(_))
}

fn nothing_on(audience: Audience) -> AudienceRuling {
    AudienceRuling { audience, effect: Effect::NoDuty, no_duty: vec![], open: vec![] }
}
