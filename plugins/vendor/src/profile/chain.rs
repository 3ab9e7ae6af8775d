//! Those behind the vendor, and the ways of the data.

use praetor_sdk::answer::{Profile, Stated};
use praetor_sdk::{EntityId, Question, Ref, Refs, Row, Value};

use super::cover::Covers;
use super::{CONTROLLER, Named, VENDOR, entity_of};

/// Settings of a sub-processor that are facts under the same name.
const SUB_FACTS: [&str; 8] = [
    "places",
    "purposes",
    "announced-on",
    "objection-until",
    "objected-on",
    "approved-on",
    "dropped-on",
    "same-terms",
];
/// Settings of a hop that are facts under the same name.
const HOP_FACTS: [&str; 6] = ["to-place", "access", "mechanism", "blocked", "clear-text", "measures"];

/// States the sub-processors. The list is whole if the operator says when it was compared; a
/// list that was never compared, and has no rows, says nothing.
pub(super) fn sub_processors<'q>(q: Question<'q>, vendor: EntityId, profile: &mut Profile) -> Vec<Named<'q>> {
    let subs: Vec<Named<'q>> =
        q.settings().rows("sub-processors").filter_map(|row| sub_processor(row, vendor, profile)).collect();
    let compared = q.settings().plain().day("sub-processors-checked-on").is_some();
    if compared || !subs.is_empty() {
        let ids: Vec<EntityId> = subs.iter().map(|sub| sub.id).collect();
        profile.of(q.recipient()).fact("sub-processors", Refs(&ids));
    }
    subs
}

fn sub_processor<'q>(row: Row<'q>, vendor: EntityId, profile: &mut Profile) -> Option<Named<'q>> {
    let name = row.code("id")?;
    let mut sub = profile.add("sub-processor");
    sub.fact("of", Ref(vendor))
        .fact("role", "sub-processor")
        .fact("legal-entity", row.code("legal-entity").unwrap_or(name))
        .fact("in-path", row.yes_no("in-path").unwrap_or(true));
    copy(&mut sub, row, &SUB_FACTS);
    // An objection that is not noted has not been made, nor has it been dropped.
    for event in ["objected-on", "dropped-on"] {
        if row.value(event).is_none() {
            sub.fact(event, Value::NotYet);
        }
    }
    Some(Named { name, id: sub.id() })
}

/// States the hops, each with all that covers it. Without a row nobody has written them down, and
/// they stay unknown.
pub(super) fn hops(
    q: Question<'_>,
    vendor: EntityId,
    subs: &[Named<'_>],
    covers: &Covers<'_>,
    profile: &mut Profile,
) {
    let rows = q.settings().rows("hops");
    let ids: Vec<EntityId> = rows.filter_map(|row| hop(q, row, (vendor, subs, covers), profile)).collect();
    if !ids.is_empty() {
        profile.of(q.recipient()).fact("hops", Refs(&ids));
    }
}

fn hop(
    q: Question<'_>,
    row: Row<'_>,
    (vendor, subs, covers): (EntityId, &[Named<'_>], &Covers<'_>),
    profile: &mut Profile,
) -> Option<EntityId> {
    let name = row.code("id")?;
    let (from, to) = (row.code("from").unwrap_or(CONTROLLER), row.code("to").unwrap_or(VENDOR));
    let sender = if from == CONTROLLER { q.controller().id() } else { entity_of(from, vendor, subs) };
    let mut hop = profile.add("hop");
    hop.fact_if("from", sender.map(Ref))
        .fact_if("to", entity_of(to, vendor, subs).map(Ref))
        .fact_if("from-place", from_place(q, row, from))
        .fact("frequency", row.code("frequency").unwrap_or("systematic"));
    copy(&mut hop, row, &HOP_FACTS);
    for (fact, ids) in covers.of_hop(name) {
        hop.fact(fact, Refs(&ids));
    }
    Some(hop.id())
}

/// The place that the data leave; where the controller sends and the row names none, its main
/// establishment.
fn from_place<'q>(q: Question<'q>, row: Row<'q>, from: &str) -> Option<Value> {
    let of_controller = || q.controller().fact("main-establishment").value().filter(|_| from == CONTROLLER);
    row.value("from-place").or_else(of_controller).cloned()
}

/// States settings of a row as facts of the same name.
pub(super) fn copy(stated: &mut Stated<'_>, row: Row<'_>, names: &[&str]) {
    for name in names {
        stated.fact_if(name, row.value(name).cloned());
    }
}
