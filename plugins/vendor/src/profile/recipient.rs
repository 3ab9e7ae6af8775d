//! The vendor itself.

use praetor_sdk::answer::Profile;
use praetor_sdk::{EntityId, Question};

use crate::class::Class;
use crate::contract::{Contract, first_day};

/// Plain settings that are facts of the recipient under the same name, for every class.
const SAME_NAME: [&str; 18] = [
    "legal-entity",
    "establishment",
    "processing-places",
    "parent-places",
    "subject-to-laws",
    "public-body",
    "human-review",
    "zero-retention",
    "vendor-retention",
    "consideration",
    "contract-terms",
    "needs",
    "measures",
    "vetted-on",
    "erasure-within",
    "confirms-erasure",
    "sub-processor-authorisation",
    "sub-processors-checked-on",
];

/// States the recipient.
pub(super) fn state(q: Question<'_>, class: Class, also: &[&str], profile: &mut Profile) -> EntityId {
    let (plain, contract) = (q.settings().plain(), Contract::on(q.as_of(), q.settings()));
    let mut vendor = profile.of(q.recipient());
    vendor
        .fact("class", class.class_in(plain))
        .fact("role", class.role_in(plain))
        .fact("contract", contract.code())
        .fact_if("contract-from", first_day(plain))
        .fact_if("contract-until", plain.day("contract-until"))
        .fact_if("purposes-agreed", plain.codes("purposes"))
        .fact("handles-content", plain.yes_no("handles-content").unwrap_or(class.handles_content))
        .fact_if("erasure-route", class.route_in(plain));
    for name in SAME_NAME.iter().chain(also) {
        vendor.fact_if(name, plain.value(name).cloned());
    }
    vendor.id()
}
