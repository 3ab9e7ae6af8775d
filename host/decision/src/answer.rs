//! What a plugin answers: a standing and findings, one answer type per kind of question.
//!
//! The shapes follow `wit/v1` word for word; the sandbox converts, and nothing else knows WIT.

pub mod incident;
pub mod retention;
pub mod rights;
pub mod sharing;

use serde::{Deserialize, Serialize};

use crate::question::{Day, EntityId, Fact, FactOf, Name};
use crate::term::Term;

/// Where a finding comes from and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// The id of a rule of the manifest.
    pub rule: Name,
    /// The entities that the finding speaks about; empty: all items and uses.
    pub about: Vec<EntityId>,
    /// The facts that made the rule come out as it did.
    pub because: Vec<FactOf>,
    /// The facts that are missing.
    pub missing: Vec<FactOf>,
    /// A coded reason of the dictionary, or empty.
    pub reason: Name,
    /// The first known date on which the finding can change, though no fact does.
    pub changes_on: Option<Day>,
}

/// Whether the plugin's law or contract governs the question at all.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Standing {
    /// The rule that says so.
    pub source: Source,
    /// What it says.
    pub state: StandingState,
}

/// The states of a standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum StandingState {
    /// The law governs the question.
    Applies,
    /// It does not.
    DoesNotApply,
    /// Enacted, but not applicable before this day.
    NotYetInForce(Day),
    /// Depends on missing facts; the findings are given as if it applied.
    Unclear,
}

/// When an obligation is owed, seen from the act that was asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Timing {
    /// Before the act; not yet a yes until it is attested.
    Before,
    /// With the act, or at all times.
    With,
    /// After the act.
    After,
}

/// A duty that comes with a decision.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Obligation {
    /// An obligation of the dictionary.
    pub id: Name,
    /// When it is owed.
    pub timing: Timing,
    /// The permission depends on it.
    pub condition: bool,
    /// Named parameters.
    pub parameters: Vec<Fact>,
    /// When it must be done.
    pub due: Option<Term>,
}

/// What must be done to items before they may be used as asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Treatment {
    /// A treatment of the dictionary.
    pub id: Name,
    /// Named parameters.
    pub parameters: Vec<Fact>,
}

/// What the caller is asked to remember and to pass back.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mark {
    /// A mark of the dictionary.
    pub id: Name,
    /// Purposes, categories or rights that it covers; empty: everything asked about.
    pub scope: Vec<Name>,
    /// Its first day.
    pub start: Day,
    /// Its last day; none: until further notice.
    pub end: Option<Day>,
}

/// What a clock measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ClockForm {
    /// Confirm that the request arrived.
    Acknowledge,
    /// Do what was asked.
    Act,
    /// Answer the person.
    Respond,
    /// Answer the person after a valid extension.
    RespondExtended,
    /// Tell the person of an extension.
    TellExtension,
    /// Notify an authority or persons.
    Notify,
    /// Decide on an appeal.
    DecideAppeal,
    /// The person's own period; never merged with others.
    PersonActs,
}

impl ClockForm {
    /// Every form.
    pub const ALL: [Self; 8] = [
        Self::Acknowledge,
        Self::Act,
        Self::Respond,
        Self::RespondExtended,
        Self::TellExtension,
        Self::Notify,
        Self::DecideAppeal,
        Self::PersonActs,
    ];

    /// The word that the API and the pages use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Act => "act",
            Self::Respond => "respond",
            Self::RespondExtended => "respond-extended",
            Self::TellExtension => "tell-extension",
            Self::Notify => "notify",
            Self::DecideAppeal => "decide-appeal",
            Self::PersonActs => "person-acts",
        }
    }
}

/// Whether a date binds or is only good practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Strength {
    /// The law's own date.
    Statutory,
    /// Good practice.
    Recommended,
}

/// A period with its legal last day and the day to aim for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Clock {
    /// What it measures.
    pub form: ClockForm,
    /// The last day; none: the law fixes none.
    pub latest: Option<Term>,
    /// The day to aim for, where it is earlier.
    pub target: Option<Term>,
    /// Owed at once; `latest` is only the outer limit.
    pub at_once: bool,
    /// Whether the date binds.
    pub strength: Strength,
    /// The day on which the duty was met.
    pub met_on: Option<Day>,
}

/// One plugin's answer, whatever the kind of question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Answer {
    /// To a sharing question.
    Sharing(sharing::Answer),
    /// To a retention question.
    Retention(retention::Answer),
    /// To a rights question.
    Rights(rights::Answer),
    /// To an incident question.
    Incident(incident::Answer),
}

impl Answer {
    /// Whether the plugin's law governs the question.
    #[must_use]
    pub fn standing(&self) -> &Standing {
        match self {
            Self::Sharing(answer) => &answer.standing,
            Self::Retention(answer) => &answer.standing,
            Self::Rights(answer) => &answer.standing,
            Self::Incident(answer) => &answer.standing,
        }
    }

    /// The sources of all findings, in order.
    pub fn sources(&self) -> Box<dyn Iterator<Item = &Source> + '_> {
        match self {
            Self::Sharing(answer) => Box::new(answer.findings.iter().map(|f| &f.source)),
            Self::Retention(answer) => Box::new(answer.findings.iter().map(|f| &f.source)),
            Self::Rights(answer) => Box::new(answer.findings.iter().map(|f| &f.source)),
            Self::Incident(answer) => Box::new(answer.findings.iter().map(|f| &f.source)),
        }
    }
}
