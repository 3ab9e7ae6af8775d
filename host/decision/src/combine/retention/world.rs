//! The worlds that missing facts leave possible.

use std::collections::BTreeMap;

use crate::answer::retention::WorstCase;
use crate::decision::FindingRef;

/// What is assumed of the unknown; nothing assumed: it stays unknown.
#[derive(Clone, Debug, Default)]
pub(super) struct World {
    findings: BTreeMap<FindingRef, WorstCase>,
    laws: BTreeMap<u16, bool>,
}

/// Something unknown: a finding that lacks facts with its two outcomes, or a law of which it is
/// unclear whether it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    Finding(FindingRef, WorstCase, WorstCase),
    Law(u16),
}

impl Unknown {
    /// Which of its outcomes keeps: the safer one to assume where it makes no difference.
    pub(super) fn keeps_first(self) -> bool {
        match self {
            // `Erase` comes before `Keep` and `Review`; a review never erases either.
            Self::Finding(..) => false,
            Self::Law(_) => true,
        }
    }

    /// The finding that asks for the facts.
    pub(super) const fn asks(self) -> FindingRef {
        match self {
            Self::Finding(from, ..) => from,
            Self::Law(voice) => FindingRef::standing(voice),
        }
    }
}

impl World {
    /// What a finding that lacks facts is assumed to say.
    pub(super) fn assumed(&self, from: FindingRef) -> Option<WorstCase> {
        self.findings.get(&from).copied()
    }

    /// Whether an unclear law is assumed to govern.
    pub(super) fn governs(&self, voice: u16) -> Option<bool> {
        self.laws.get(&voice).copied()
    }

    /// The same world with one more assumption: the first or the second outcome.
    pub(super) fn with(&self, unknown: Unknown, first: bool) -> Self {
        let mut world = self.clone();
        match unknown {
            Unknown::Finding(from, a, b) => {
                world.findings.insert(from, if first { a.min(b) } else { a.max(b) });
            }
            Unknown::Law(voice) => {
                world.laws.insert(voice, first);
            }
        }
        world
    }

    /// The world in which everything unknown has its first or its second outcome.
    pub(super) fn all(unknown: &[Unknown], first: bool) -> Self {
        unknown.iter().fold(Self::default(), |world, one| world.with(*one, first))
    }
}
