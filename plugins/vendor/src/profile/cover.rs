//! What covers the hops: contracts, certifications, assessments. Once the hops are written down,
//! the tables are taken for all that there is: a hop without a row is covered by nothing.

use praetor_sdk::answer::Profile;
use praetor_sdk::{Day, EntityId, NotYet, Question, Ref, Refs, Row};

use super::chain::copy;
use super::{Named, VENDOR, entity_of};

const INSTRUMENT: [&str; 6] = ["type", "module", "signed-on", "until", "annexes-complete", "unaltered"];
const CERTIFICATION: [&str; 7] = ["scheme", "entity", "from", "to", "checked-on", "covers", "commitments"];
const ASSESSMENT: [&str; 6] = ["kind", "result", "review-by", "valid-until", "measures", "in-place"];

/// A row that was stated, with the hop that it covers; none: all.
struct Cover<'q> {
    hop: Option<&'q str>,
    id: EntityId,
}

/// Everything that covers hops.
pub(super) struct Covers<'q> {
    instruments: Vec<Cover<'q>>,
    certifications: Vec<Cover<'q>>,
    assessments: Vec<Cover<'q>>,
}

impl Covers<'_> {
    /// The facts of a hop that name what covers it.
    pub(super) fn of_hop(&self, hop: &str) -> [(&'static str, Vec<EntityId>); 3] {
        [
            ("instruments", on_hop(hop, &self.instruments)),
            ("certifications", on_hop(hop, &self.certifications)),
            ("assessments", on_hop(hop, &self.assessments)),
        ]
    }
}

fn on_hop(hop: &str, covers: &[Cover<'_>]) -> Vec<EntityId> {
    let covering = covers.iter().filter(|cover| cover.hop.is_none_or(|name| name == hop));
    covering.map(|cover| cover.id).collect()
}

/// States the rows of the three tables.
pub(super) fn state<'q>(
    q: Question<'q>,
    vendor: EntityId,
    subs: &[Named<'_>],
    profile: &mut Profile,
) -> Covers<'q> {
    let settings = q.settings();
    let instruments = settings.rows("instruments").map(|row| instrument(q, row, vendor, profile)).collect();
    let certified = |row| certification(row, q.as_of(), entity_of(holder(row), vendor, subs), profile);
    let certifications = settings.rows("certifications").map(certified).collect();
    let assessments = settings.rows("assessments").map(|row| assessment(row, vendor, profile)).collect();
    Covers { instruments, certifications, assessments }
}

fn instrument<'q>(q: Question<'_>, row: Row<'q>, vendor: EntityId, profile: &mut Profile) -> Cover<'q> {
    let parties: Vec<EntityId> = q.controller().id().into_iter().chain([vendor]).collect();
    let signed = row.day("signed-on");
    let mut stated = profile.add("instrument");
    stated.fact("parties", Refs(&parties)).fact_if("effective-on", row.day("effective-on").or(signed));
    match row.day("terminated-on") {
        Some(day) => stated.fact("terminated-on", day),
        None => stated.fact("terminated-on", NotYet),
    };
    copy(&mut stated, row, &INSTRUMENT);
    Cover { hop: row.code("hop"), id: stated.id() }
}

fn holder(row: Row<'_>) -> &str {
    row.code("of").unwrap_or(VENDOR)
}

fn certification<'q>(row: Row<'q>, as_of: Day, of: Option<EntityId>, profile: &mut Profile) -> Cover<'q> {
    let mut stated = profile.add("certification");
    stated.fact_if("of", of.map(Ref)).fact_if("status", status_on(row, as_of));
    copy(&mut stated, row, &CERTIFICATION);
    Cover { hop: row.code("hop"), id: stated.id() }
}

/// The status on the day of the question: one that ended yesterday has lapsed today, and one that
/// begins tomorrow is pending, whatever was seen when the list was looked at.
fn status_on(row: Row<'_>, as_of: Day) -> Option<&str> {
    let status = row.code("status")?;
    if status != "active" {
        return Some(status);
    }
    if row.day("to").is_some_and(|last| as_of > last) {
        return Some("lapsed");
    }
    let begun = row.day("from").is_none_or(|first| as_of >= first);
    Some(if begun { status } else { "pending" })
}

/// An assessment of one hop is found through the hop; one of all hops is about the vendor.
fn assessment<'q>(row: Row<'q>, vendor: EntityId, profile: &mut Profile) -> Cover<'q> {
    let hop = row.code("hop");
    let mut stated = profile.add("assessment");
    stated.fact_if("about", hop.is_none().then_some(Refs(&[vendor])));
    match row.day("done-on") {
        Some(day) => stated.fact("done-on", day),
        None => stated.fact("done-on", NotYet),
    };
    copy(&mut stated, row, &ASSESSMENT);
    Cover { hop, id: stated.id() }
}

#[cfg(test)]
mod tests;
