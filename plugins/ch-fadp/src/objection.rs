//! FADP arts 30(2)(b), 32(2): what the person forbade.

use praetor_sdk::marks::{Looked, stands, stands_on};
use praetor_sdk::reading::{claim_in_sight, items_of, known, names};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing};

use crate::justification::{contract, interest, marketing, swiss_duty};
use crate::law::{gate, param, rule};

const REFUSALS: [&str; 4] = ["objection", "opt-out", "suppression", "consent-withdrawn"];
const LOCKS: [&str; 3] = ["restriction", "quarantine", "accuracy-contested"];

/// Whether the person has forbidden the use. Without a list of marks: unknown.
pub fn forbidden<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    stands(q, Looked { kinds: &REFUSALS, marketing: names(&param::MARKETING_PURPOSES, q.as_of()) }, each)
}

/// Art. 30(2)(b): against the express word of the person only with a justification of art. 31.
/// Art. 32(2): what was locked away is only stored.
pub fn objection(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    // What an authority demands is for the gate of authorities.
    let demanded = crate::authority::is_authority(q) | known(each.purpose().is("authority-disclosure"));
    let said = if demanded.is_yes() { Cond::no() } else { forbidden(q, each) & !marketing(q, each) };
    let mut at = answer.at(gate::OBJECTION).about(each);
    at.prohibit(rule::ART_30_2_B.when(said).reason("r-objected"))
        .unless(rule::ART_31_2_A.when(contract(q, each)))
        .unless(rule::ART_31_1_INTEREST.when(interest(q, each)))
        .unless(rule::ART_31_1_LAW.when(known(swiss_duty(q, each))));
    let used = !known(each.operation().is("store"));
    let looked = Looked { kinds: &LOCKS, marketing: names(&param::MARKETING_PURPOSES, q.as_of()) };
    for item in items_of(q, each) {
        let locked = known(stands_on(q, looked, each, item)) | known(item.fact("restricted-on").happened());
        let mut at = answer.at(gate::OBJECTION).about(each).about(item);
        let claims = claim_in_sight(q, each)
            & known(each.purpose().is_any_of(&[
                "dispute-handling",
                "legal-compliance",
                "authority-disclosure",
            ]));
        at.prohibit(rule::ART_32_2_STOP.when(locked & used.clone()).reason("r-objected"))
            .unless(rule::ART_32_2_STOP_CLAIMS.when(claims));
    }
}
