//! What the voices said on one request, and the lines on which it is decided.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::rights::{Effect, Finding, Outcome as Said};
use crate::answer::{Answer, StandingState};
use crate::combine::Hearing;
use crate::combine::order::{Speaker, referred};
use crate::decision::rights::{Doubt, Matter};
use crate::decision::{FindingRef, Remark};
use crate::manifest::PluginKind;
use crate::question::{Entity, EntityId, Name, Value};

/// One finding on a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spoken<'a> {
    pub from: FindingRef,
    pub finding: &'a Finding,
    pub law: bool,
}

/// What was said on one request.
pub(super) struct Request<'a> {
    pub hearing: &'a Hearing<'a>,
    pub speakers: &'a [Speaker<'a>],
    pub id: EntityId,
    pub right: Name,
    /// The findings of the voices that govern.
    pub spoken: Vec<Spoken<'a>>,
    /// The laws that govern, and whether that is unclear.
    pub laws: BTreeMap<u16, bool>,
    /// What stands against every decision on the request.
    pub doubts: BTreeSet<Doubt>,
}

/// The findings of a voice that could be heard.
pub(super) fn findings<'a>(speaker: &Speaker<'a>) -> Option<(StandingState, &'a [Finding])> {
    match speaker.reply {
        Ok(Answer::Rights(answer)) => Some((answer.standing.state, &answer.findings)),
        // An answer to another question is no answer to this one.
        Ok(_) | Err(_) => None,
    }
}

pub(super) fn is_law(speaker: &Speaker<'_>) -> bool {
    speaker.manifest.kind == PluginKind::Jurisdiction
}

impl<'a> Request<'a> {
    pub(super) fn new(hearing: &'a Hearing<'a>, speakers: &'a [Speaker<'a>], entity: &Entity) -> Self {
        let right = match entity.fact("right") {
            Some(Value::Code(right)) => right.clone(),
            _ => Name::default(),
        };
        let doubts = doubts_of_the_host(hearing);
        let (spoken, laws) = (vec![], BTreeMap::new());
        let mut request = Self { hearing, speakers, id: entity.id, right, spoken, laws, doubts };
        request.hear();
        request
    }

    fn hear(&mut self) {
        let mut law_heard = false;
        for speaker in self.speakers {
            let Some((state, findings)) = findings(speaker) else {
                self.doubts.insert(Doubt::Unheard(speaker.index));
                continue;
            };
            let law = is_law(speaker);
            law_heard |= law;
            if !matches!(state, StandingState::Applies | StandingState::Unclear) {
                continue;
            }
            if law {
                self.laws.insert(speaker.index, state == StandingState::Unclear);
            }
            let on = referred(speaker.index, findings).into_iter();
            let on = on.filter(|(_, finding)| finding.request == self.id);
            self.spoken.extend(on.map(|(from, finding)| Spoken { from, finding, law }));
        }
        if !law_heard {
            self.doubts.insert(Doubt::NoLaw);
        }
    }

    /// The voice with this index.
    pub(super) fn speaker(&self, voice: u16) -> Option<&'a Speaker<'a>> {
        self.speakers.iter().find(|speaker| speaker.index == voice)
    }

    /// The lines: the items and uses that the request concerns and that a voice speaks of, or
    /// the request itself if there are none.
    pub(super) fn lines(&self) -> BTreeMap<EntityId, Matter> {
        let named = self.named();
        let (mut items, mut uses, mut either) = (false, false, false);
        for spoken in self.spoken.iter().filter(|spoken| decides(&spoken.finding.effect)) {
            let about: Vec<Matter> = self.about(spoken.finding);
            match (about.is_empty(), speaks_of(&spoken.finding.effect)) {
                (false, _) => {
                    items |= about.contains(&Matter::Item);
                    uses |= about.contains(&Matter::Use);
                }
                (true, Some(matter)) => {
                    items |= matter == Matter::Item;
                    uses |= matter == Matter::Use;
                }
                (true, None) => either = true,
            }
        }
        let scope = |kind: &str, fact: &str, spoken: bool| self.scope(kind, fact, spoken);
        let mut lines: BTreeMap<EntityId, Matter> =
            scope("item", "items", items).into_iter().map(|id| (id, Matter::Item)).collect();
        lines.extend(scope("use", "uses", uses).into_iter().map(|id| (id, Matter::Use)));
        lines.extend(named);
        if lines.is_empty() && either {
            lines.extend(scope("item", "items", true).into_iter().map(|id| (id, Matter::Item)));
        }
        if lines.is_empty() {
            lines.insert(self.id, Matter::Request);
        }
        lines
    }

    /// Items and uses that a word names, whether or not the request did.
    fn named(&self) -> Vec<(EntityId, Matter)> {
        let decided = self.spoken.iter().filter(|spoken| decides(&spoken.finding.effect));
        let about = decided.flat_map(|spoken| &spoken.finding.source.about);
        about.filter_map(|id| self.matter(*id).map(|matter| (*id, matter))).collect()
    }

    /// The entities of a kind that the request names, or all of them if it names none.
    fn scope(&self, kind: &str, fact: &str, spoken: bool) -> Vec<EntityId> {
        let request = self.hearing.question.entity(self.id);
        match request.and_then(|request| request.fact(fact)) {
            Some(Value::Refs(refs)) => refs.clone(),
            Some(Value::Ref(one)) => vec![*one],
            _ if spoken => self.hearing.question.of_kind(kind).map(|entity| entity.id).collect(),
            _ => vec![],
        }
    }

    fn matter(&self, id: EntityId) -> Option<Matter> {
        match self.hearing.question.entity(id)?.kind.as_str() {
            "item" => Some(Matter::Item),
            "use" => Some(Matter::Use),
            _ => None,
        }
    }

    fn about(&self, finding: &Finding) -> Vec<Matter> {
        finding.source.about.iter().filter_map(|id| self.matter(*id)).collect()
    }

    /// Whether a finding speaks of a line. One that names neither items nor uses speaks of all
    /// lines of its kind.
    pub(super) fn covers(&self, finding: &Finding, line: EntityId, matter: Matter) -> bool {
        if finding.source.about.contains(&line) {
            return true;
        }
        if !self.about(finding).is_empty() {
            return false;
        }
        let of = speaks_of(&finding.effect);
        matter == Matter::Request || of.is_none_or(|of| of == matter)
    }
}

/// Whether an effect decides about lines; the others are about the request as a whole.
const fn decides(effect: &Effect) -> bool {
    matches!(effect, Effect::Word(_) | Effect::NeedFacts { .. } | Effect::Review | Effect::Interim(_))
}

/// Whether an effect can only speak of items or only of uses.
const fn speaks_of(effect: &Effect) -> Option<Matter> {
    let outcome = match effect {
        Effect::Word(word) => &word.outcome,
        Effect::Interim(outcome) => outcome,
        _ => return None,
    };
    match outcome {
        Said::Stop | Said::StopWhileChecking | Said::Proceed => Some(Matter::Use),
        _ => Some(Matter::Item),
    }
}

/// What the host already noticed that a person must look at.
fn doubts_of_the_host(hearing: &Hearing<'_>) -> BTreeSet<Doubt> {
    let remarks = hearing.remarks.iter().filter_map(|remark| match remark {
        Remark::Uncovered(place) => Some(Doubt::Uncovered(place.clone())),
        Remark::SwitchedOff(plugin) => Some(Doubt::SwitchedOff(plugin.clone())),
        _ => None,
    });
    remarks.collect()
}
