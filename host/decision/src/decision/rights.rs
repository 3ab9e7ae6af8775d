//! The ruling on a rights question: for each request what is done with each item and use, by
//! when, and what the person is told.

mod clocks;

use serde::{Deserialize, Serialize};

pub use clocks::{ClockRuling, ClockState, Extension};

use super::{FindingRef, retention};
use crate::answer::rights::{Claim, Fee, Proof, Remedy, Statement, Verb};
use crate::clock::Resolved;
use crate::question::{Day, EntityId, FactOf, Name};

/// The ruling on a rights question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// One ruling for each request, in the order of their ids.
    pub requests: Vec<RequestRuling>,
    /// What is to be done, in this order: stops and restrictions first, erasure last.
    pub acts: Vec<Act>,
}

impl Ruling {
    /// The ruling on one request.
    #[must_use]
    pub fn request(&self, request: EntityId) -> Option<&RequestRuling> {
        self.requests.iter().find(|ruling| ruling.request == request)
    }
}

/// The outcome of a request in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Effect {
    /// Everything is done as asked.
    Fulfil,
    /// Read the lines: some are done, some are not, or not wholly.
    Partial,
    /// Everything is kept locked away, or rests, in place of what was asked.
    Restrict,
    /// Nothing is done; the reasons are coded.
    Refuse,
    /// Done once the person has proved who they are.
    AfterVerification,
    /// Passed on: the controller is only a processor here.
    Forward,
    /// No law asked gives this right.
    NotOwed,
    /// The request has ended by itself.
    Lapsed,
    /// Nobody can say before the missing facts are known; the clocks run.
    NeedFacts,
    /// A person must look; the clocks run.
    NeedsReview,
}

impl Effect {
    /// The word that the API and the pages use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fulfil => "fulfil",
            Self::Partial => "partial",
            Self::Restrict => "restrict",
            Self::Refuse => "refuse",
            Self::AfterVerification => "after-verification",
            Self::Forward => "forward",
            Self::NotOwed => "not-owed",
            Self::Lapsed => "lapsed",
            Self::NeedFacts => "need-facts",
            Self::NeedsReview => "needs-review",
        }
    }
}

/// What a part of a fulfilment leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Labels or fields that are left out or blackened, united over all voices.
    pub redact: Vec<Name>,
    /// Only what was collected since this day; none: all of it.
    pub since: Option<Day>,
    /// Described, never handed over.
    pub describe_only: bool,
}

/// What is done with one item or use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Done in full.
    Fulfil,
    /// Done in part.
    Part(Part),
    /// Kept, locked away from daily use.
    Restrict,
    /// Not done.
    Refuse,
    /// The request has ended by itself.
    Lapsed,
    /// Not owed by any law asked.
    NotOwed,
    /// The use ends.
    Stop,
    /// The use rests while the objection or doubt is checked.
    StopWhileChecking,
    /// The use goes on.
    Proceed,
    /// Nobody can say before the missing facts are known.
    NeedFacts,
    /// A person must look.
    NeedsReview,
}

impl Outcome {
    /// The word that the API and the pages use.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Fulfil => "fulfil",
            Self::Part(_) => "part",
            Self::Restrict => "restrict",
            Self::Refuse => "refuse",
            Self::Lapsed => "lapsed",
            Self::NotOwed => "not-owed",
            Self::Stop => "stop",
            Self::StopWhileChecking => "stop-while-checking",
            Self::Proceed => "proceed",
            Self::NeedFacts => "need-facts",
            Self::NeedsReview => "needs-review",
        }
    }

    /// Whether something is done for the person, wholly or in part.
    #[must_use]
    pub const fn gives(&self) -> bool {
        matches!(self, Self::Fulfil | Self::Part(_) | Self::Restrict | Self::Stop | Self::StopWhileChecking)
    }
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Matter {
    /// An item.
    Item,
    /// A use.
    Use,
    /// The request as a whole: the question names neither items nor uses that it concerns.
    Request,
}

/// One voice's word on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordHeard {
    /// The finding.
    pub from: FindingRef,
    /// What it claims.
    pub claim: Claim,
    /// The outcome rests on it.
    pub wins: bool,
}

/// Why a line is open.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Doubt {
    /// The voice with this index could not be heard.
    Unheard(u16),
    /// This law governs and said nothing on the line, while no other law owes it.
    Silent(u16),
    /// No law was heard at all.
    NoLaw,
    /// A plugin that is needed is switched off.
    SwitchedOff(Name),
    /// This finding says that a person must look, or says what makes no sense.
    Review(FindingRef),
    /// Two sources contradict each other on this fact.
    Contradiction(FactOf),
    /// No plugin covers this place.
    Uncovered(Name),
    /// One law owes what another forbids, and does not recognise it: both findings.
    Collision(FindingRef, FindingRef),
    /// The least proof that one law asks for is more than another lets be asked.
    Proof(FindingRef, FindingRef),
    /// Erasure was not, or cannot be, settled with the duties to keep.
    Retention(RetentionDoubt),
    /// This finding lacks facts, and they can change the outcome.
    NeedFacts(FindingRef),
    /// Whether this law governs depends on missing facts.
    Unclear(u16),
}

/// Why the duties to keep leave an erasure open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RetentionDoubt {
    /// Retention has not been asked for the item.
    NotAsked,
    /// Its schedule needs facts.
    NeedFacts,
    /// Its schedule needs a person's look.
    NeedsReview,
    /// A voice could not be heard or did not speak.
    Undetermined,
}

/// An item that is kept although its erasure is owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The last day of keeping; it is erased afterwards, unless `then_review`.
    pub until: retention::Bound,
    /// The fields that are kept, the others are erased now; empty: the whole record.
    pub fields: Vec<Name>,
    /// The purposes that it may serve meanwhile; none: no limit is stated.
    pub use_limit: Option<Vec<Name>>,
    /// The duties to keep: plugin and rule, each with its last day.
    pub floors: Vec<KeptFor>,
    /// The matters for which it is held.
    pub matters: Vec<EntityId>,
    /// A further duty to keep is not recognised: a person must decide before the end.
    pub then_review: bool,
}

/// A duty to keep, as the retention ruling names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KeptFor {
    /// The legal order that commands it.
    pub order: Name,
    /// The plugin that says so, in its answer on retention.
    pub plugin: Name,
    /// Its rule.
    pub rule: Name,
    /// The last day, if it is known.
    pub until: Option<Day>,
}

/// What is done with one item or use on one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The item, the use, or the request itself.
    pub entity: EntityId,
    /// Which of them.
    pub matter: Matter,
    /// What is done.
    pub outcome: Outcome,
    /// It is done only once the person has proved who they are.
    pub after_verification: bool,
    /// What is done at once, whatever the final answer.
    pub interim: Option<Outcome>,
    /// For an erasure that must wait: until when, why, and what is kept.
    pub kept: Option<Kept>,
    /// Coded reasons of the dictionary, sorted.
    pub reasons: Vec<Name>,
    /// Every word on the line, with those that win.
    pub words: Vec<WordHeard>,
    /// Why it is open, in order.
    pub doubts: Vec<Doubt>,
}

/// How much proof of identity a request takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityRuling {
    /// The least: the highest minimum.
    pub least: Proof,
    /// The most that may be asked for: the lowest maximum.
    pub most: Proof,
    /// What has been reached; none: nobody said.
    pub achieved: Option<Proof>,
    /// The least is more than the most: a person must look.
    pub crossing: bool,
    /// The findings.
    pub from: Vec<FindingRef>,
}

/// What the person may be charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRuling {
    /// The lowest that every law which owes allows.
    pub fee: Fee,
    /// What each law allows.
    pub by_law: Vec<(u16, Fee)>,
    /// The findings.
    pub from: Vec<FindingRef>,
}

/// Somebody who must be told, united over all laws that ask for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    /// Who.
    pub recipient: EntityId,
    /// What they must do.
    pub action: Name,
    /// How: the stricter verb.
    pub verb: Verb,
    /// The earliest last day.
    pub due: Option<Resolved>,
    /// The findings.
    pub from: Vec<FindingRef>,
}

/// The ruling on one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRuling {
    /// The request.
    pub request: EntityId,
    /// The right that is exercised, or empty if nobody said.
    pub right: Name,
    /// The outcome in one word.
    pub effect: Effect,
    /// What is done with each item and use, in the order of their ids.
    pub lines: Vec<Line>,
    /// How much proof.
    pub identity: IdentityRuling,
    /// What may be charged.
    pub fee: FeeRuling,
    /// The clocks of each law; none is merged.
    pub clocks: Vec<ClockRuling>,
    /// The earliest last day for the answer, without an extension.
    pub respond_by: Option<Day>,
    /// The clock that sets it.
    pub respond_by_from: Option<FindingRef>,
    /// How it stands with an extension.
    pub extension: Extension,
    /// Whom to tell.
    pub tellings: Vec<Telling>,
    /// What the reply must say.
    pub statements: Vec<(Statement, Vec<FindingRef>)>,
    /// What the person can do against the answer.
    pub remedies: Vec<(Remedy, Vec<FindingRef>)>,
    /// Voices for which the controller is only a processor: pass the request on.
    pub forward: Vec<FindingRef>,
    /// The findings that the ruling rests on.
    pub winners: Vec<FindingRef>,
    /// The findings that were heard and changed nothing.
    pub losers: Vec<FindingRef>,
}

impl RequestRuling {
    /// The findings that the ruling rests on, with those for which a person must look.
    pub fn resting_on(&self) -> impl Iterator<Item = FindingRef> + '_ {
        let doubts = self.lines.iter().flat_map(|line| &line.doubts);
        let looked_at = doubts.filter_map(|doubt| match doubt {
            Doubt::Review(from) => Some(*from),
            _ => None,
        });
        self.winners.iter().copied().chain(looked_at)
    }
}

/// When an act comes. Ordered: the earlier one is done first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// Stops and restrictions, interim ones too.
    Stop,
    /// Copies and information, before anything is erased.
    Give,
    /// Corrections and everything else.
    Change,
    /// Erasure.
    Erase,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// When it comes.
    pub stage: Stage,
    /// The request.
    pub request: EntityId,
    /// The item, the use, or the request itself.
    pub entity: EntityId,
    /// What is done.
    pub outcome: Outcome,
    /// It is done at once and may be undone by the final answer.
    pub interim: bool,
    /// It waits for the person's proof.
    pub after_verification: bool,
    /// Requests on the same record that give copies and are still open: they come first.
    pub waits_for: Vec<EntityId>,
}
