//! What a survey means: which classes have what, what expires when, what can be deleted.

use std::collections::BTreeMap;

use praetor_decision::Name;

use super::survey::{Segment, Survey};
use crate::error::LedgerError;
use crate::keys::{Class, Period, quarter_name};
use crate::ledger::shared::Shared;
use crate::store::{ClassPlan, QuarterPlan, RetentionPlan, SegmentPlan};

impl Survey {
    /// The plan.
    pub(super) fn plan(&self, shared: &Shared) -> Result<RetentionPlan, LedgerError> {
        let names = shared.read(|reader| reader.class_names())?;
        let classes = self.classes(shared, &names);
        let quarters = classes.iter().flat_map(|class| &class.quarters);
        let to_come = quarters.filter(|quarter| !quarter.expired).filter_map(|quarter| quarter.expires_on);
        Ok(RetentionPlan {
            day: self.day,
            next: to_come.min(),
            classes,
            segments: self.segment_plan(shared),
            holds: self.forbidden.holds.clone(),
            everything_held: self.forbidden.everything,
            unreadable: self.unreadable,
        })
    }

    /// The declared classes in their order, those that are declared no more, and what is in none.
    fn classes(&self, shared: &Shared, names: &BTreeMap<Class, Name>) -> Vec<ClassPlan> {
        let declared = &shared.retention.classes;
        let mut order: Vec<Class> = declared.0.iter().map(|(number, _)| *number).collect();
        let has_keys = |class: &Class| self.groups.keys().any(|(own, _)| own == class);
        let mut former: Vec<Class> = self.groups.keys().map(|(class, _)| *class).collect();
        former.retain(|class| *class != 0 && declared.get(*class).is_none());
        former.dedup();
        order.extend(former);
        order.extend(Some(0).filter(has_keys));
        // A store that was restored may not know the name of a class that is declared no more.
        let name = |number| names.get(&number).cloned().unwrap_or_else(|| format!("{number:016x}").into());
        let class = |number: Class| ClassPlan {
            name: (number != 0).then(|| name(number)),
            keep: declared.get(number).map(|class| class.keep),
            quarters: self.quarters(shared, number),
        };
        order.into_iter().map(class).collect()
    }

    fn quarters(&self, shared: &Shared, class: Class) -> Vec<QuarterPlan> {
        let own = self.groups.range((class, 0)..=(class, Period::MAX));
        let quarter = |(&(_, period), group): (&(Class, Period), &super::survey::Group)| {
            let expires_on = shared.retention.classes.expires_on(class, period);
            QuarterPlan {
                quarter: quarter_name(period),
                expires_on,
                expired: expires_on.is_some_and(|day| day <= self.day),
                keys: group.keys,
                held: group.held,
                decisions: group.decisions,
            }
        };
        own.map(quarter).collect()
    }

    fn segment_plan(&self, shared: &Shared) -> SegmentPlan {
        let size = shared.retention.segment;
        let covered = shared.covered();
        let is_covered = |segment: &&Segment| (segment.number + 1) * size <= covered;
        // One without a decision is deleted already, in a store that was restored, or all of it are events.
        let unread = self.segments.iter().filter(|segment| segment.readable == 0 && segment.decisions > 0);
        let deletable: Vec<&Segment> =
            unread.clone().filter(is_covered).filter(|_| !self.forbidden.everything).collect();
        let numbers = self.deletions.iter().zip(0..).take_while(|(deletion, at)| deletion.segment == *at);
        SegmentPlan {
            size,
            full: (self.segments.len() + self.deletions.len()) as u64,
            deleted: self.deletions.len() as u64,
            unfinished: self.deletions.iter().filter(|deletion| deletion.is_unfinished(size)).count() as u64,
            decisions: deletable.iter().map(|segment| segment.decisions).sum(),
            deletable: deletable.iter().map(|segment| segment.number).collect(),
            readable: self.segments.iter().filter(|segment| segment.readable > 0).count() as u64,
            uncovered: unread.filter(|segment| !is_covered(segment)).count() as u64,
            minimum_index: numbers.count() as u64 * size,
        }
    }
}

impl Shared {
    /// Entries before this sequence are under a checkpoint that was released, and all that is derived has
    /// taken them in.
    fn covered(&self) -> u64 {
        self.signed_size().min(self.progress.all_reached())
    }
}
