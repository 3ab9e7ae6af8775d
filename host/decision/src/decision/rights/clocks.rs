//! The clocks of a request: each law's own, and how it stands with an extension.

use serde::{Deserialize, Serialize};

use crate::answer::{ClockForm, Strength};
use crate::clock::{Resolved, Timeliness};
use crate::decision::FindingRef;
use crate::question::{Day, Name};

/// One law's clock for one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockRuling {
    /// The finding.
    pub from: FindingRef,
    /// What it measures.
    pub form: ClockForm,
    /// Its last day, computed; none: the law fixes none.
    pub latest: Option<Resolved>,
    /// The day to aim for, computed.
    pub target: Option<Resolved>,
    /// Owed at once.
    pub at_once: bool,
    /// Whether it binds.
    pub strength: Strength,
    /// The day on which it was met.
    pub met_on: Option<Day>,
    /// On time, overdue, late or pending.
    pub state: ClockState,
    /// Why a date cannot be computed, if so; a person must look.
    pub problem: Option<String>,
}

/// How a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ClockState {
    /// It binds, and was judged by its last day.
    Judged(Timeliness),
    /// A valid extension of this law has replaced it.
    Extended,
    /// It would run only with a valid extension, and there is none.
    NotClaimed,
    /// Its date cannot be computed.
    NoDate,
}

/// How it stands with an extension.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Extension {
    /// At least one law that still runs has none, or the time to tell the person of it is over.
    None,
    /// Every law that still runs has one, and under at least one of them nobody has told the person.
    Available {
        /// The earliest extended last day.
        until: Option<Day>,
        /// The earliest last day to tell the person.
        tell_by: Option<Day>,
    },
    /// Under every law that still runs the reason is allowed and the person was told in time.
    Valid {
        /// The earliest extended last day.
        until: Option<Day>,
    },
    /// It was claimed, and under at least one law it does not count: its reason is not allowed, or
    /// the person was not told in time.
    Invalid {
        /// Coded reasons of the dictionary, sorted.
        reasons: Vec<Name>,
    },
}
