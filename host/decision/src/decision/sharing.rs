//! The ruling on a sharing question: cell by cell, gate by gate.

use serde::{Deserialize, Serialize};

use super::FindingRef;
use crate::answer::Treatment;
use crate::question::{EntityId, Name};

/// What may be done. Ordered, so that the greater one is the stricter one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Effect {
    /// Yes.
    Allow,
    /// Yes, once the conditions are kept.
    AllowWithConditions,
    /// Yes for some cells, not for others: read the items. Never the effect of one cell.
    Partial,
    /// Nobody can say before the missing facts are known.
    NeedFacts,
    /// A person must look.
    NeedsReview,
    /// No.
    #[default]
    Deny,
}

impl Effect {
    /// The word that the API and the pages use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::AllowWithConditions => "allow-with-conditions",
            Self::Partial => "partial",
            Self::NeedFacts => "need-facts",
            Self::NeedsReview => "needs-review",
            Self::Deny => "deny",
        }
    }

    /// The effect of several cells together: the strictest, or `Partial` where only some are a
    /// yes. Of no cells at all: `Deny`.
    #[must_use]
    pub fn over(cells: impl IntoIterator<Item = Self>) -> Self {
        let (mut strictest, mut some_yes) = (None, false);
        for effect in cells {
            some_yes |= effect.is_yes() || effect == Self::Partial;
            strictest = strictest.max(Some(effect));
        }
        match strictest {
            Some(effect) if some_yes && !effect.is_yes() => Self::Partial,
            other => other.unwrap_or_default(),
        }
    }

    /// Whether the act may be done, if need be under conditions.
    #[must_use]
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Allow | Self::AllowWithConditions)
    }
}

/// Which condition of which voice a gate ruling speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GateOf {
    /// The voice as a whole: it failed, or it is unclear whether it governs the question.
    Voice,
    /// A gate of the manifest.
    Gate(Name),
    /// A rule that belongs to no gate: an open gate of its own.
    Rule(Name),
}

/// How a gate came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GateState {
    /// An open gate against which nothing was said.
    NoObjection,
    /// A permit holds.
    Passed,
    /// A permit holds if its conditions are kept.
    PassedWithConditions,
    /// The missing facts decide.
    NeedFacts,
    /// A person must look.
    Review,
    /// A prohibition stands.
    Prohibited,
    /// No finding although one is needed, or a voice that could not be heard.
    Undetermined,
}

impl GateState {
    /// What the gate alone means for its cell.
    #[must_use]
    pub const fn effect(self) -> Effect {
        match self {
            Self::NoObjection | Self::Passed => Effect::Allow,
            Self::PassedWithConditions => Effect::AllowWithConditions,
            Self::NeedFacts => Effect::NeedFacts,
            Self::Review => Effect::NeedsReview,
            Self::Prohibited | Self::Undetermined => Effect::Deny,
        }
    }

    /// The word that the API and the pages use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoObjection => "no-objection",
            Self::Passed => "passed",
            Self::PassedWithConditions => "passed-with-conditions",
            Self::NeedFacts => "need-facts",
            Self::Review => "needs-review",
            Self::Prohibited => "prohibited",
            Self::Undetermined => "undetermined",
        }
    }
}

/// One finding lifts, or tries to lift, a prohibition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Displacement {
    /// The prohibition.
    pub prohibition: FindingRef,
    /// The finding that names it.
    pub by: FindingRef,
}

/// How one gate of one voice came out in one cell. All lists are in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateRuling {
    /// Index of the voice.
    pub voice: u16,
    /// The gate.
    pub gate: GateOf,
    /// The hop, where the gate's findings speak of single hops: each hop passes it for itself.
    pub hop: Option<EntityId>,
    /// How it came out.
    pub state: GateState,
    /// The least burdensome permit that holds, where the gate is passed.
    pub winner: Option<FindingRef>,
    /// Other permits that hold: what would be left, were the winner gone.
    pub fallbacks: Vec<FindingRef>,
    /// Permits that did not pass the gate, since something stands against them.
    pub losers: Vec<FindingRef>,
    /// Prohibitions that stand.
    pub prohibitions: Vec<FindingRef>,
    /// Findings that ask for a person.
    pub reviews: Vec<FindingRef>,
    /// Findings that depend on missing facts.
    pub needs: Vec<FindingRef>,
    /// Prohibitions of this gate that were lifted, and by what.
    pub displaced: Vec<Displacement>,
    /// Displacements of this gate's prohibitions without effect: no manifest allows them, or the
    /// finding that names the prohibition is itself not in force here.
    pub not_displaced: Vec<Displacement>,
    /// Rules that were tested and do not hold.
    pub failed: Vec<FindingRef>,
    /// Rules that are not in force yet.
    pub not_yet_in_force: Vec<FindingRef>,
}

/// One item for one use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The item; none if the question holds no items.
    pub item: Option<EntityId>,
    /// The use; none if the question holds no uses.
    pub for_use: Option<EntityId>,
    /// What may be done; never `Partial`.
    pub effect: Effect,
    /// The findings to which the effect is owed.
    pub deciding: Vec<FindingRef>,
    /// The gates of all voices, in the order of voices, gates and hops.
    pub gates: Vec<GateRuling>,
    /// Binding orders to hand the item over; a denial of the notice or of a processor against
    /// one of them is a review.
    pub demanded_by: Vec<FindingRef>,
    /// Obligations or treatments that exclude each other here, by id: nothing could satisfy all.
    pub impossible: Vec<Name>,
}

/// A treatment that is due, united from the winning findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreatmentDue {
    /// The treatment with its parameters in their stricter direction.
    pub treatment: Treatment,
    /// The winning findings that it comes from.
    pub from: Vec<FindingRef>,
}

/// An item over all its uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRuling {
    /// The item; none stands for the whole of a question that holds no items.
    pub item: Option<EntityId>,
    /// The strictest of its uses; `Partial` if it may serve some of them only.
    pub effect: Effect,
    /// What must be done to it before it may be used as asked.
    pub treatments: Vec<TreatmentDue>,
    /// It is denied while others are not: the act may go on without it.
    pub may_be_dropped: bool,
}

impl Ruling {
    /// What one voice alone makes of the question: the strictest of its gates in each cell.
    #[must_use]
    pub fn effect_of(&self, voice: u16) -> Effect {
        let of_cell = |cell: &Cell| {
            let gates = cell.gates.iter().filter(|gate| gate.voice == voice);
            gates.map(|gate| gate.state.effect()).max().unwrap_or(Effect::Allow)
        };
        Effect::over(self.cells.iter().map(of_cell))
    }
}

/// The ruling on a sharing question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// What may be done with the question as a whole.
    pub effect: Effect,
    /// Every item for every use, in the order of their ids.
    pub cells: Vec<Cell>,
    /// Every item, in the order of their ids.
    pub items: Vec<ItemRuling>,
    /// The findings to which the effect is owed.
    pub deciding: Vec<FindingRef>,
}
