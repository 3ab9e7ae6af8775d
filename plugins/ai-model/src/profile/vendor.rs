//! The vendor itself.

use praetor_sdk::answer::{Profile, Stated};
use praetor_sdk::{EntityId, Question, Row};

use crate::contract::{Contract, first_day};

/// Plain settings that are facts of the recipient under the same name.
const SAME_NAME: [&str; 19] = [
    "legal-entity",
    "establishment",
    "processing-places",
    "parent-places",
    "subject-to-laws",
    "public-body",
    "own-uses",
    "training",
    "human-review",
    "zero-retention",
    "vendor-retention",
    "consideration",
    "contract-terms",
    "needs",
    "measures",
    "vetted-on",
    "erasure-route",
    "erasure-within",
    "confirms-erasure",
];

/// States the recipient.
pub(super) fn state(q: Question<'_>, profile: &mut Profile) -> EntityId {
    let (plain, contract) = (q.settings().plain(), Contract::on(q.as_of(), q.settings()));
    let mut vendor = profile.of(q.recipient());
    vendor
        .fact("class", plain.code("class").unwrap_or("ai-model"))
        .fact("role", plain.code("role").unwrap_or("processor"))
        .fact("contract", contract.code())
        .fact_if("contract-from", first_day(plain))
        .fact_if("contract-until", plain.day("contract-until"))
        .fact_if("purposes-agreed", plain.codes("purposes"))
        .fact("handles-content", plain.yes_no("handles-content").unwrap_or(true))
        .fact_if("training-switched", switched(plain))
        .fact_if("sub-processor-authorisation", plain.code("sub-processor-authorisation"))
        .fact_if("sub-processors-checked-on", plain.day("sub-processors-checked-on"));
    for name in SAME_NAME {
        same(&mut vendor, plain, name);
    }
    vendor.id()
}

fn same(vendor: &mut Stated<'_>, plain: Row<'_>, name: &str) {
    vendor.fact_if(name, plain.value(name).cloned());
}

/// How training is switched, where it can be switched; unknown if the operator does not say.
fn switched(plain: Row<'_>) -> Option<&str> {
    match plain.code("training") {
        Some("switchable") => plain.code("training-switched"),
        Some(_) => Some("not-applicable"),
        None => None,
    }
}
