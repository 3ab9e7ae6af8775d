//! Civil Code arts 16, 19, 19c: whether a child can judge what it consents to.

use praetor_sdk::consent as read;
use praetor_sdk::person::{MAJORITY, under, under_when_given};
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::consent::{CONSENTS, given_for, stands};
use crate::justification::contract;
use crate::law::{gate, param, rule};

/// There is no digital age: below the cautious age the capacity to judge is not assumed, and
/// whoever represents the child consents. A contract follows the Civil Code.
pub fn minor(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let rests = known(each.fact("declared-basis").is_any_of(&CONSENTS));
    let mut at = answer.at(gate::MINOR).about(each);
    if rests.is_yes() {
        let proof = obligation("keep-consent-proof");
        let young = rests & too_young(q, each);
        at.prohibit(rule::CC_16.when(young).reason("r-minor"))
            .unless(rule::CC_19C_2.when(by_guardian(q, each)).obliging(proof));
    }
    let child = known(under(q.subject(), MAJORITY)) & known(contract(q, each));
    let capacity = q.subject().fact("contract-capacity");
    at.prohibit(rule::CC_19.when(child.clone() & known(capacity.is("none"))).reason("r-minor"));
    at.review(rule::CC_19.when(child & known(capacity.is("limited"))).reason("r-minor"));
}

/// The age on the day of the consent counts; without a consent that of today.
fn too_young<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let years = param::AGE_OF_JUDGEMENT.on(q.as_of()).or(16);
    let own = given_for(q, each);
    if own.is_empty() {
        return under(q.subject(), years);
    }
    Cond::all(own.into_iter().map(|consent| under_when_given(q, consent, years)))
}

fn by_guardian<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    read::any(q, q.subject(), |consent| stands(q, consent, q.subject(), each) & read::by_guardian(q, consent))
}
