//! Shifts put together by what they have in common, however many there are.

use std::collections::BTreeMap;

use praetor_decision::{Kind, Name};
use praetor_ledger::RecordId;

use super::{Shift, Weight};
use crate::limits::{SHIFT_EXAMPLES, SHIFT_GROUPS_MAX};

/// What the shifts of a group have in common. The first group is to be looked at first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    weight: Weight,
    kind: Kind,
    was: Name,
    now: Name,
    rules_gone: Vec<Name>,
    rules_new: Vec<Name>,
}

#[derive(Clone, Debug, Default)]
struct Members {
    count: u64,
    examples: Vec<RecordId>,
}

/// Shifts by weight, effect and rules.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    groups: BTreeMap<Key, Members>,
    moved: BTreeMap<Moved, u64>,
    /// Shifts of further groups, which are only counted.
    pub ungrouped: u64,
}

/// From which effect to which.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moved {
    /// The kind of question.
    pub kind: Kind,
    /// Without the candidate.
    pub was: Name,
    /// With it.
    pub now: Name,
}

/// The shifts of one weight, effect and rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Their weight.
    pub weight: Weight,
    /// The effects.
    pub moved: Moved,
    /// The rules that their outcomes rest on no more.
    pub rules_gone: Vec<Name>,
    /// The rules that they rest on now.
    pub rules_new: Vec<Name>,
    /// How many there are.
    pub count: u64,
    /// Some of the decisions.
    pub examples: Vec<RecordId>,
}

impl Groups {
    /// Counts the shift of a decision.
    pub fn add(&mut self, id: RecordId, shift: &Shift) {
        let moved = Moved { kind: shift.kind, was: shift.was.clone(), now: shift.now.clone() };
        *self.moved.entry(moved).or_default() += 1;
        let key = Key {
            weight: shift.weight,
            kind: shift.kind,
            was: shift.was.clone(),
            now: shift.now.clone(),
            rules_gone: shift.rules_gone.clone(),
            rules_new: shift.rules_new.clone(),
        };
        if self.groups.len() >= SHIFT_GROUPS_MAX && !self.groups.contains_key(&key) {
            self.ungrouped += 1;
            return;
        }
        let members = self.groups.entry(key).or_default();
        members.count += 1;
        if members.examples.len() < SHIFT_EXAMPLES {
            members.examples.push(id);
        }
    }

    /// How many decisions shifted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.moved.values().sum()
    }

    /// From what to what, and how many: of each kind of question, the most first.
    #[must_use]
    pub fn moved(&self) -> Vec<(&Moved, u64)> {
        let mut moved: Vec<(&Moved, u64)> = self.moved.iter().map(|(moved, count)| (moved, *count)).collect();
        moved.sort_by_key(|(moved, count)| (moved.kind, std::cmp::Reverse(*count)));
        moved
    }

    /// The groups: the heaviest first, and of one weight the largest.
    #[must_use]
    pub fn list(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = self.groups.iter().map(|(key, members)| group(key, members)).collect();
        groups.sort_by_key(|group| (group.weight, std::cmp::Reverse(group.count)));
        groups
    }
}

fn group(key: &Key, members: &Members) -> Group {
    let Key { weight, kind, was, now, rules_gone, rules_new } = key.clone();
    let Members { count, examples } = members.clone();
    Group { weight, moved: Moved { kind, was, now }, rules_gone, rules_new, count, examples }
}
