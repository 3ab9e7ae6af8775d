//! S. 9: children under 18, and persons with a disability who have a lawful guardian.

use praetor_asia::agreement::stands;
use praetor_asia::ground;
use praetor_sdk::consent::{any, by_guardian};
use praetor_sdk::person::under;
use praetor_sdk::reading::{known, names};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::law::{gate, param, rule};
use crate::scope::area;

/// S. 9(1), (3): a parent's verified consent, and what no consent can lift.
pub fn minor(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let child = under(q.subject(), param::AGE_OF_CONSENT.on(q.as_of()).or(18));
    let parent = || any(q, q.subject(), |c| stands(q, c, q.subject(), each) & by_guardian(q, c));
    let law = known(each.fact("declared-basis").is("legal-obligation")) & ground::duty(q, each, area(q));
    let proof = obligation("keep-consent-proof");
    let mut at = answer.at(gate::MINOR).about(each);
    at.prohibit(rule::S_9_3.when(child.clone() & watches(q, each)).reason("r-banned"));
    at.prohibit(rule::S_9_1.when(child).reason("r-minor"))
        .unless(rule::S_9_1_PARENT.when(parent()).obliging(proof))
        .unless(rule::S_9_1_LAW.when(law).burden(1));
    let incapable = known(q.subject().fact("incapable").is_true());
    at.prohibit(rule::S_9_1_GUARDIAN.when(incapable).reason("r-minor"))
        .unless(rule::S_9_1_PARENT.when(parent()));
}

/// Tracking, watching behaviour, advertising that is aimed.
fn watches<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let operation = known(each.operation().is_any_of(&["profile", "share-for-ads"]));
    let purpose = each.purpose().is_any_of(names(&param::BARRED_FOR_CHILDREN, q.as_of()));
    purpose | operation | known(each.fact("profiling").is_true())
}
