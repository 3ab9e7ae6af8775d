//! The combined answer: what the host returns, stores and replays.
//!
//! Everything here is plain and ordered, so that the same voices give the same bytes. Sentences
//! are not part of it; `explain` renders them on reading.

pub mod incident;
pub mod retention;
pub mod rights;
pub mod sharing;

use serde::{Deserialize, Serialize};

use crate::answer::{Mark, Obligation, StandingState};
use crate::clock::Resolved;
use crate::manifest::Confidence;
use crate::question::{Day, FactOf, Kind, Name, Value};

/// Points at one finding: the voice in `Decision::voices`, and the finding in its answer once
/// that is in order (`Answer::put_in_order`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FindingRef {
    /// Index of the voice.
    pub voice: u16,
    /// Index of the finding in the voice's answer.
    pub finding: u16,
}

impl FindingRef {
    /// The `finding` that stands for the voice's standing, which is no finding of its answer.
    pub const STANDING: u16 = u16::MAX;

    /// Points at the standing of a voice.
    #[must_use]
    pub const fn standing(voice: u16) -> Self {
        Self { voice, finding: Self::STANDING }
    }
}

/// Why a voice could not be heard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fault {
    /// A stable code: `out-of-fuel`, `trapped`, `lying-manifest`.
    pub code: Name,
    /// What happened, for the operator.
    pub says: String,
}

/// How a voice took part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VoiceState {
    /// It answered.
    Heard(StandingState),
    /// It failed; what it would have said is undetermined.
    Undetermined(Fault),
}

/// A voice that was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceHeard {
    /// The plugin's id.
    pub plugin: Name,
    /// How it took part.
    pub state: VoiceState,
}

/// A law that was not asked, and the facts that would have brought it in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NotAsked {
    /// The plugin's id.
    pub plugin: Name,
    /// `kind.name` of its connecting facts that are unknown or lie elsewhere.
    pub connecting_facts: Vec<Name>,
    /// One of them is unknown: the law might reach the question.
    pub unknown: bool,
}

/// Who stated a fact.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Origin {
    /// The caller, in the question.
    Caller,
    /// The controller profile.
    Profile,
    /// A plugin in round one.
    Plugin(Name),
    /// A mark that the caller passed back.
    Mark,
}

/// Two sources that contradict each other on one fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Contradiction {
    /// The fact.
    pub fact: FactOf,
    /// What each source said.
    pub said: Vec<(Origin, Value)>,
}

/// A missing fact and who wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The fact.
    pub fact: FactOf,
    /// The findings that miss it.
    pub wanted_by: Vec<FindingRef>,
}

/// A duty of the decision: the winners' obligations of one id, united.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// The obligation with its parameters in their stricter direction.
    pub obligation: Obligation,
    /// Its due date, computed; the earliest where several voices set one.
    pub due: Option<Resolved>,
    /// The question says that it has been done.
    pub attested: bool,
    /// The winning findings that it comes from.
    pub from: Vec<FindingRef>,
}

/// A coded remark on how the decision came about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Remark {
    /// Every law asked said that it does not apply, so what is allowed is allowed by no law's
    /// objection; with the first known day on which one of them begins to apply.
    NoLawObjects(Option<Day>),
    /// No law was asked at all: nobody can say that none objects.
    NoLawAsked,
    /// The residence is unknown; the operator's fallback jurisdictions were used.
    Fallback(Vec<Name>),
    /// A place that no plugin covers.
    Uncovered(Name),
    /// A plugin that is needed is switched off.
    SwitchedOff(Name),
    /// A permission rests on a rule of low confidence; the operator's threshold made it a review.
    LowConfidence(FindingRef),
    /// The deciding rule has a known change that is not law yet.
    Pending(FindingRef),
    /// No voice was heard at all.
    NoVoice,
    /// The due date of an obligation of this finding cannot be computed.
    NoDate(FindingRef),
    /// The notice is a draft that nobody has attested.
    DraftNotice,
    /// The residence is unknown and no fallback is set; this law was not asked and may reach the
    /// person.
    MayReach(Name),
}

/// What was decided, by kind of question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ruling {
    /// On a sharing question.
    Sharing(sharing::Ruling),
    /// On a retention question.
    Retention(retention::Ruling),
    /// On a rights question.
    Rights(rights::Ruling),
    /// On an incident question.
    Incident(incident::Ruling),
}

/// The combined answer, with every voice that led to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What was asked.
    pub kind: Kind,
    /// The date for which it was asked.
    pub as_of: Day,
    /// What was decided.
    pub ruling: Ruling,
    /// The voices, in the order of their plugin ids.
    pub voices: Vec<VoiceHeard>,
    /// Laws that were not asked.
    pub not_asked: Vec<NotAsked>,
    /// Contradicting sources.
    pub contradictions: Vec<Contradiction>,
    /// Missing facts that can change the decision.
    pub missing: Vec<Missing>,
    /// Missing facts that cannot.
    pub immaterial: Vec<Missing>,
    /// Duties that come with it, in the order of timing and id.
    pub obligations: Vec<Owed>,
    /// What the caller is asked to remember.
    pub marks: Vec<Mark>,
    /// The lowest confidence of the winning rules.
    pub confidence: Confidence,
    /// The first known date on which the decision can change; none: no such date is known.
    pub valid_until: Option<Day>,
    /// How it came about.
    pub remarks: Vec<Remark>,
}
