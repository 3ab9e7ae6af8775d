//! An erasure that is owed against the duties to keep.
//!
//! The request ends the grounds that it defeats, and the laws say so themselves in their answers
//! on retention. What is left are duties to keep and open matters: they hold the record, locked
//! away, as long as every law that owes the erasure recognises them.

use crate::combine::Hearing;
use crate::combine::retention::bound::{latest, passed};
use crate::combine::retention::schedule::{fields, outlasts, use_limit};
use crate::decision::retention::{Bound, Effect, FloorRuling, ItemRuling};
use crate::decision::rights::{Kept, KeptFor, RetentionDoubt};
use crate::question::{Day, EntityId};

/// What becomes of an erasure that is owed.
pub(super) enum Settled {
    /// Nothing stands against it.
    Free,
    /// The record is kept for a time.
    Kept(Box<Kept>),
    /// It is not settled.
    Open(RetentionDoubt),
}

/// Settles the erasure of one item. `recognised` tells whether every law that owes it gives way
/// to the duties to keep of a legal order.
pub(super) fn settle(hearing: &Hearing<'_>, item: EntityId, recognised: &dyn Fn(&str) -> bool) -> Settled {
    let Some(ruling) = hearing.retention.and_then(|ruling| ruling.item(item)) else {
        return Settled::Open(RetentionDoubt::NotAsked);
    };
    if let Some(doubt) = doubt(ruling) {
        return Settled::Open(doubt);
    }
    let as_of = hearing.question.as_of;
    let running = ruling.floors.iter().filter(|floor| !passed(&floor.until, as_of));
    let (good, bad): (Vec<&FloorRuling>, Vec<&FloorRuling>) =
        running.partition(|floor| recognised(&floor.order));
    let matters = open_matters(ruling, as_of);
    if good.is_empty() && matters.is_empty() {
        return if bad.is_empty() { Settled::Free } else { Settled::Open(RetentionDoubt::NeedsReview) };
    }
    Settled::Kept(Box::new(kept(&good, &bad, matters, as_of)))
}

fn doubt(ruling: &ItemRuling) -> Option<RetentionDoubt> {
    match ruling.doubts.iter().map(|doubt| doubt.effect()).max()? {
        Effect::Settled => None,
        Effect::NeedFacts => Some(RetentionDoubt::NeedFacts),
        Effect::NeedsReview => Some(RetentionDoubt::NeedsReview),
        Effect::Undetermined => Some(RetentionDoubt::Undetermined),
    }
}

fn open_matters(ruling: &ItemRuling, as_of: Day) -> Vec<EntityId> {
    let open = ruling.holds.iter().filter(|hold| hold.released_on.is_none_or(|day| day > as_of));
    open.map(|hold| hold.matter).collect()
}

fn kept(good: &[&FloorRuling], bad: &[&FloorRuling], matters: Vec<EntityId>, as_of: Day) -> Kept {
    let release = (!matters.is_empty()).then(|| Bound::Release(matters.clone()));
    let until = latest(good.iter().map(|floor| &floor.until).chain(&release));
    let running: Vec<&FloorRuling> = good.iter().chain(bad).copied().collect();
    let then_review = bad.iter().any(|floor| outlasts(&floor.until, &until, as_of));
    // A matter may need the whole record.
    let fields = if matters.is_empty() { fields(&running) } else { vec![] };
    let use_limit = if matters.is_empty() { use_limit(&running) } else { None };
    let mut floors: Vec<KeptFor> = good.iter().map(|floor| kept_for(floor)).collect();
    floors.sort_unstable();
    Kept { until, fields, use_limit, floors, matters, then_review }
}

fn kept_for(floor: &FloorRuling) -> KeptFor {
    KeptFor {
        order: floor.order.clone(),
        plugin: floor.plugin.clone(),
        rule: floor.rule.clone(),
        until: match floor.until {
            Bound::Through(day) => Some(day),
            _ => None,
        },
    }
}
