//! How the findings of many voices become one decision (DESIGN section 5).
//!
//! `combine` is a pure function of the hearing: the order of voices and findings never matters.
//! Each kind of question has its own module; what they share stands in `order`, `obligations`,
//! `marks`, `missing` and `horizon`.

pub(crate) mod horizon;
mod incident;
pub(crate) mod marks;
pub(crate) mod missing;
pub(crate) mod obligations;
pub mod order;
pub(crate) mod parameters;
mod retention;
mod rights;
mod sharing;
pub(crate) mod treatments;

use praetor_wit::Dictionary;

use crate::answer::{Answer, Mark};
use crate::calendar::Calendars;
use crate::decision::{
    Contradiction, Decision, Fault, Missing, NotAsked, Owed, Remark, Ruling, VoiceHeard, VoiceState,
};
use crate::manifest::{Confidence, Manifest};
use crate::question::{Day, Kind, Name, Question};
use order::Speaker;

/// One plugin that was asked, and its answer or its fault.
#[derive(Clone, Copy, Debug)]
pub struct Voice<'a> {
    /// What the plugin says of itself.
    pub manifest: &'a Manifest,
    /// What it answered.
    pub reply: Result<&'a Answer, &'a Fault>,
}

/// Everything a decision depends on.
#[derive(Clone, Copy, Debug)]
pub struct Hearing<'a> {
    /// What was asked, with the facts of all sources.
    pub question: &'a Question,
    /// The voices. Their order does not matter.
    pub voices: &'a [Voice<'a>],
    /// How long the items are kept, for a rights question: what the same plugins say of
    /// retention, combined. None for other questions.
    pub retention: Option<&'a crate::decision::retention::Ruling>,
    /// Laws that were not asked.
    pub not_asked: &'a [NotAsked],
    /// Sources of facts that contradict each other.
    pub contradictions: &'a [Contradiction],
    /// Remarks that the host already made (fallbacks, uncovered places, plugins switched off).
    pub remarks: &'a [Remark],
    /// Permissions that rest on less than this become reviews.
    pub confidence_wanted: Confidence,
    /// The holiday calendars of the generation.
    pub calendars: &'a Calendars,
    /// The dictionary, for stricter directions.
    pub dictionary: &'a Dictionary,
}

/// What one kind of question contributes to the decision.
#[derive(Clone, Debug)]
pub(crate) struct Combined {
    /// What was decided.
    pub ruling: Ruling,
    /// Missing facts that can change the decision.
    pub missing: Vec<Missing>,
    /// Missing facts that cannot.
    pub immaterial: Vec<Missing>,
    /// Duties of the winning findings.
    pub obligations: Vec<Owed>,
    /// What the caller is asked to remember.
    pub marks: Vec<Mark>,
    /// The lowest confidence of the winning rules; `High` if there are none.
    pub confidence: Confidence,
    /// The first known date on which the decision can change.
    pub valid_until: Option<Day>,
    /// Remarks beside those of the host.
    pub remarks: Vec<Remark>,
}

/// Combines all findings into one decision.
#[must_use]
pub fn combine(hearing: &Hearing<'_>) -> Decision {
    let speakers = order::speakers(hearing.voices);
    let combined = match hearing.question.kind {
        Kind::Sharing => sharing::combine(hearing, &speakers),
        Kind::Retention => retention::combine(hearing, &speakers),
        Kind::Rights => rights::combine(hearing, &speakers),
        Kind::Incident => incident::combine(hearing, &speakers),
    };
    decision(hearing, &speakers, combined)
}

fn decision(hearing: &Hearing<'_>, speakers: &[Speaker<'_>], combined: Combined) -> Decision {
    let mut remarks = hearing.remarks.to_vec();
    remarks.extend(combined.remarks);
    Decision {
        kind: hearing.question.kind,
        as_of: hearing.question.as_of,
        ruling: combined.ruling,
        voices: speakers.iter().map(voice_heard).collect(),
        not_asked: in_order(hearing.not_asked.to_vec()),
        contradictions: in_order(hearing.contradictions.to_vec()),
        missing: combined.missing,
        immaterial: combined.immaterial,
        obligations: combined.obligations,
        marks: combined.marks,
        confidence: combined.confidence,
        valid_until: combined.valid_until,
        remarks: in_order(remarks),
    }
}

fn voice_heard(speaker: &Speaker<'_>) -> VoiceHeard {
    let state = match speaker.reply {
        Ok(answer) => VoiceState::Heard(answer.standing().state),
        Err(fault) => VoiceState::Undetermined(fault.clone()),
    };
    VoiceHeard { plugin: speaker.manifest.id.clone(), state }
}

/// Laws that were not asked and might reach the person, were the residence known, and for which
/// nothing stands in.
fn laws_that_may_reach<'h>(hearing: &'h Hearing<'_>) -> impl Iterator<Item = &'h Name> {
    let known = hearing.question.fact("subject", "residence").is_some();
    let fallback = hearing.remarks.iter().any(|remark| matches!(remark, Remark::Fallback(_)));
    let by_residence = |fact: &Name| fact == crate::choice::RESIDENCE;
    hearing
        .not_asked
        .iter()
        .filter(move |law| !known && !fallback && law.connecting_facts.iter().any(by_residence))
        .map(|law| &law.plugin)
}

/// Sorted and without repeats.
fn in_order<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}
