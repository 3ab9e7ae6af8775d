//! The first known date on which a decision can change.

use crate::answer::{Source, StandingState};
use crate::manifest::Rule;
use crate::question::Day;

/// Collects days after the question's date, and keeps the first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Horizon {
    as_of: Day,
    first: Option<Day>,
}

impl Horizon {
    /// Nothing is known to change after this day.
    pub(crate) fn after(as_of: Day) -> Self {
        Self { as_of, first: None }
    }

    /// A day on which something changes. Days that are past change nothing any more.
    pub(crate) fn note(&mut self, day: Option<Day>) {
        let future = day.filter(|day| *day > self.as_of);
        self.first = match (self.first, future) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }

    /// The day on which a finding or standing says that it can change.
    pub(crate) fn note_source(&mut self, source: &Source) {
        self.note(source.changes_on);
    }

    /// The days on which a rule begins and has ceased to apply.
    pub(crate) fn note_rule(&mut self, rule: &Rule) {
        self.note(rule.applies_from);
        self.note(rule.applies_until.and_then(|last| last.tomorrow().ok()));
    }

    /// The day on which a law comes into force.
    pub(crate) fn note_standing(&mut self, state: StandingState) {
        if let StandingState::NotYetInForce(day) = state {
            self.note(Some(day));
        }
    }

    /// The first of all days noted.
    pub(crate) fn first(self) -> Option<Day> {
        self.first
    }
}
