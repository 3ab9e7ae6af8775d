//! The ruling on a retention question: for each item a schedule of steps, and why.

use serde::{Deserialize, Serialize};

use super::FindingRef;
use crate::answer::retention::Expiry;
use crate::clock::Resolved;
use crate::question::{Day, EntityId, FactOf, Name};

/// The ruling on a retention question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// The least settled of the items' effects.
    pub effect: Effect,
    /// One ruling for each item of the question, in the order of their ids.
    pub items: Vec<ItemRuling>,
    /// When to ask again: the earliest date on which any of the schedules can change.
    pub recheck_on: Option<Day>,
}

impl Ruling {
    /// The ruling on one item.
    #[must_use]
    pub fn item(&self, item: EntityId) -> Option<&ItemRuling> {
        self.items.iter().find(|ruling| ruling.item == item)
    }
}

/// How far an item's schedule is settled. Ordered: the greater one is the less settled one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Effect {
    /// Every step is certain; a later step may still lie in the future.
    Settled,
    /// Facts are missing that could change the schedule; nothing is erased meanwhile.
    NeedFacts,
    /// A person must look, now or from a later step on; nothing is erased before.
    NeedsReview,
    /// A voice could not be heard or did not speak; nothing is erased, and that is an alarm.
    #[default]
    Undetermined,
}

impl Effect {
    /// The word that the API and the pages use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::NeedFacts => "need-facts",
            Self::NeedsReview => "needs-review",
            Self::Undetermined => "undetermined",
        }
    }
}

/// What is done with an item from a step on. Ordered from daily use to the end of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Action {
    /// Kept, in use.
    Keep,
    /// The person is warned that the end is near.
    Warn,
    /// Kept, locked away from daily use.
    Restrict,
    /// Kept, and no use at all is left: the duties to keep leave none in common.
    Block,
    /// Kept apart from live records.
    Separate,
    /// Kept for an open matter.
    Hold,
    /// A person must decide; `meanwhile` says what is done until then.
    Review,
    /// Every link to a person is removed.
    Anonymise,
    /// Erased.
    Erase,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 9] = [
        Self::Keep,
        Self::Warn,
        Self::Restrict,
        Self::Block,
        Self::Separate,
        Self::Hold,
        Self::Review,
        Self::Anonymise,
        Self::Erase,
    ];

    /// The word that the API and the pages use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Warn => "warn",
            Self::Restrict => "restrict",
            Self::Block => "block",
            Self::Separate => "separate",
            Self::Hold => "hold",
            Self::Review => "review",
            Self::Anonymise => "anonymise",
            Self::Erase => "erase",
        }
    }

    /// Whether the record is gone afterwards and cannot be brought back.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Anonymise | Self::Erase)
    }
}

/// The end of a ground, a limit or a duty: the last day on which it runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bound {
    /// It has ended, or never was.
    Ended,
    /// Through this day.
    Through(Day),
    /// Through a last day that waits for an event, or for the end of a pause.
    Formula(Box<Resolved>),
    /// Until all these matters are released.
    Release(Vec<EntityId>),
    /// Through the latest of these; at least one has no date yet.
    Latest(Vec<Bound>),
    /// Through the earliest of these; at least one has no date yet.
    Earliest(Vec<Bound>),
    /// It runs, and no end is known.
    Open,
}

/// When a step begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Start {
    /// With this day.
    On(Day),
    /// With the day after this bound.
    After(Bound),
}

/// One step of a schedule; it lasts until the next one begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When it begins.
    pub from: Start,
    /// What is done.
    pub action: Action,
    /// What is done beside a hold, a warning or a review: the record is kept so meanwhile.
    pub meanwhile: Option<Action>,
    /// The fields that may be kept; empty: the whole record.
    pub fields_kept: Vec<Name>,
    /// The purposes that the record may serve; none: the duties to keep state no limit.
    pub use_limit: Option<Vec<Name>>,
    /// The findings that lead to it.
    pub because: Vec<FindingRef>,
}

/// What a ceiling is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CeilingKind {
    /// The latest of the grounds on which one voice allows keeping.
    Grounds,
    /// A limit, whatever the grounds.
    Maximum,
}

/// The end of the time for which one voice allows keeping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ceiling {
    /// The voice, by index.
    pub voice: u16,
    /// Its plugin.
    pub plugin: Name,
    /// Its legal order; empty for the notice.
    pub order: Name,
    /// What it is made of.
    pub kind: CeilingKind,
    /// The last day on which keeping is allowed.
    pub until: Bound,
    /// The last day of daily use, where only restricted grounds run after it.
    pub use_until: Bound,
    /// What happens afterwards.
    pub at_expiry: Expiry,
    /// Days before the end on which the person is warned.
    pub warn_days: u32,
    /// The legal orders whose duties to keep it gives way to, beside its own.
    pub recognises: Vec<Name>,
    /// The findings that it is made of, in order.
    pub from: Vec<FindingRef>,
    /// How its dates came about, one for each finding that has a term.
    pub dates: Vec<(FindingRef, Resolved)>,
    /// It is the earliest: the first that ends daily use or keeping.
    pub decides: bool,
    /// Whether its law governs at all depends on missing facts.
    pub unclear: bool,
}

/// A duty to keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FloorRuling {
    /// The legal order that commands it.
    pub order: Name,
    /// The plugin that says so.
    pub plugin: Name,
    /// Its rule.
    pub rule: Name,
    /// The last day of the duty.
    pub until: Bound,
    /// What the record may be used for meanwhile.
    pub use_limit: Vec<Name>,
    /// The fields to keep; empty: the whole record.
    pub fields_kept: Vec<Name>,
    /// The finding.
    pub from: FindingRef,
    /// How its date came about.
    pub date: Option<Resolved>,
    /// It prolongs the keeping beyond a ceiling.
    pub decides: bool,
}

/// A duty to keep that outlasts a ceiling whose law does not recognise it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The duty.
    pub floor: FindingRef,
    /// The legal order that commands it.
    pub order: Name,
    /// The findings of the ceiling.
    pub ceiling: Vec<FindingRef>,
    /// When the conflict bites: after the ceiling and every duty that the ceiling recognises.
    pub from: Start,
    /// The last day of the duty.
    pub until: Bound,
}

/// A matter for which an item is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// The matter.
    pub matter: EntityId,
    /// The day on which it was released; none: it is open, or nobody said.
    pub released_on: Option<Day>,
    /// The findings that hold for it.
    pub from: Vec<FindingRef>,
}

/// Why nothing may be erased, whatever the dates say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Doubt {
    /// The voice with this index could not be heard.
    Unheard(u16),
    /// This law governs, and said neither that it commands keeping nor that it does not.
    Silent(u16),
    /// A date of this finding cannot be computed.
    NoDate(FindingRef, String),
    /// No law was heard at all.
    NoLaw,
    /// A plugin that is needed is switched off.
    SwitchedOff(Name),
    /// This finding says that a person must look.
    Review(FindingRef),
    /// Two sources contradict each other on this fact.
    Contradiction(FactOf),
    /// No plugin covers this place.
    Uncovered(Name),
    /// An erasure would rest on this finding, whose rule is of lower confidence than wanted.
    LowConfidence(FindingRef),
    /// This finding lacks facts, and they can change the schedule.
    NeedFacts(FindingRef),
    /// Whether this law governs depends on missing facts.
    Unclear(u16),
    /// The person's residence is unknown, so a law that was not asked may reach the record.
    ResidenceUnknown(Name),
}

impl Doubt {
    /// How far it unsettles the schedule.
    #[must_use]
    pub const fn effect(&self) -> Effect {
        match self {
            Self::Unheard(_) | Self::Silent(_) | Self::NoDate(..) => Effect::Undetermined,
            Self::NoLaw | Self::SwitchedOff(_) => Effect::Undetermined,
            Self::Review(_) | Self::Contradiction(_) => Effect::NeedsReview,
            Self::Uncovered(_) | Self::LowConfidence(_) => Effect::NeedsReview,
            Self::NeedFacts(_) | Self::Unclear(_) | Self::ResidenceUnknown(_) => Effect::NeedFacts,
        }
    }
}

/// Which rows of a whole table may be erased: those whose event was on this day or earlier.
/// Where an item has several, a row must satisfy all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCutOff {
    /// The event that starts the period.
    pub event: FactOf,
    /// The last day of the event.
    pub through: Day,
    /// The finding.
    pub from: FindingRef,
}

/// What becomes of the copy that a recipient holds, by its contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// The voice of the recipient's plugin, by index.
    pub voice: u16,
    /// Its plugin.
    pub plugin: Name,
    /// The last day on which the recipient keeps its copy.
    pub until: Bound,
    /// What the recipient does then.
    pub at_expiry: Expiry,
    /// The contract leaves it open: a person must look.
    pub review: bool,
    /// The findings.
    pub from: Vec<FindingRef>,
}

/// The ruling on one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRuling {
    /// The item.
    pub item: EntityId,
    /// How far the schedule is settled.
    pub effect: Effect,
    /// What is done on the day asked about: the first step's action.
    pub now: Action,
    /// The schedule; the first step begins on the day asked about.
    pub steps: Vec<Step>,
    /// The schedule that applies once every hold is released; empty without an open hold.
    pub after_release: Vec<Step>,
    /// Who limits the keeping, with the one that decides.
    pub ceilings: Vec<Ceiling>,
    /// Who commands keeping, with those that decide.
    pub floors: Vec<FloorRuling>,
    /// Laws that said they command no keeping.
    pub no_floor: Vec<FindingRef>,
    /// The matters.
    pub holds: Vec<Hold>,
    /// Duties to keep that a ceiling does not recognise.
    pub conflicts: Vec<Conflict>,
    /// Why nothing may be erased, in order.
    pub doubts: Vec<Doubt>,
    /// Which rows of a table may be erased on the day asked about, where dates are formulas.
    pub cut_offs: Vec<RowCutOff>,
    /// What becomes of the copies that recipients hold.
    pub copies: Vec<Copy>,
    /// When to ask again.
    pub recheck_on: Option<Day>,
    /// No voice limits how long the item may be kept: an alarm, since nothing ends it.
    pub unlimited: bool,
    /// The findings that the schedule rests on.
    pub winners: Vec<FindingRef>,
    /// The findings that were heard and changed nothing.
    pub losers: Vec<FindingRef>,
}
