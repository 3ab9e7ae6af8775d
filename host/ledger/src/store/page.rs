//! Pages of records: which, in what order, from where on.

use std::fmt;

use praetor_decision::{Day, Name};

use super::{RecordKind, Stored};
use crate::id::{Position, Timestamp};

/// Which way to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest first.
    #[default]
    NewestFirst,
    /// The earliest first.
    OldestFirst,
}

/// Which records to list.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Recorded at or after this time.
    pub from: Option<Timestamp>,
    /// Recorded before this time.
    pub until: Option<Timestamp>,
    /// Which way.
    pub order: Order,
    /// At most so many; 0 or more than [`crate::limits::PAGE_RECORDS`] means that limit.
    pub limit: usize,
    /// Continue after this place, which the page before gave.
    pub after: Option<Position>,
    /// Only records of these kinds; empty: of all. Costs no decryption of the others.
    pub kinds: Vec<RecordKind>,
    /// Only decisions that fit; by default, nothing is asked of them.
    pub filter: Filter,
}

/// What is asked of decisions. An erased one fits no filter but the one that asks nothing.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// About this person: the controller's identifier.
    pub subject: Option<String>,
    /// With this effect, in the word that answers have for it; of a rights question, on any request.
    pub effect: Option<Name>,
    /// This plugin took part.
    pub plugin: Option<Name>,
    /// It rests on a finding of this rule, `plugin/rule`: one that decided, passed or closed a gate,
    /// led to a step or a duty.
    pub rule: Option<Name>,
    /// One of these plugins took part and did not say that its law has no say in it.
    pub laws: Option<Vec<Name>>,
    /// An obligation, a clock or a step of a schedule is due from the first of these days to the last.
    pub due: Option<(Day, Day)>,
}

impl Filter {
    /// Whether it asks something of the content of records.
    pub(crate) const fn asks_for_content(&self) -> bool {
        let Self { subject: _, effect, plugin, rule, laws, due } = self;
        effect.is_some() || plugin.is_some() || rule.is_some() || laws.is_some() || due.is_some()
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the subject: this may end in a log.
        f.debug_struct("Filter").field("about_a_subject", &self.subject.is_some()).finish_non_exhaustive()
    }
}

/// One page of records.
pub struct Listing {
    /// The records, in the order asked for.
    pub records: Vec<Stored>,
    /// Where to go on; none: there is nothing more. It can be given with fewer records than asked for.
    pub next: Option<Position>,
}
