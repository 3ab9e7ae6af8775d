//! Art. 14, the Civil Code and the ECA Digital (Lei 15.211/2025): children and adolescents.

use praetor_sdk::consent::{any, by_guardian, names_purpose};
use praetor_sdk::person::{under, under_when_given};
use praetor_sdk::reading::{any_listed, begun, known, names, runs};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::consent::stands;
use crate::ground::{CONSENT, CONTRACT, rests};
use crate::law::{gate, param, rule};

/// Services that are made for children, or that they are likely to use.
const AUDIENCES: [&str; 3] = ["directed-to-children", "likely-accessed-by-children", "mixed"];

/// Art. 14: the best interest first; then the consent of a parent below twelve, and the capacity for contracts.
pub fn minor(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let (child, adult) = (param::CHILD.on(q.as_of()).or(12), param::MAJORITY.on(q.as_of()).or(18));
    best_interest(q, each, adult, answer);
    let (on_consent, on_contract) = (rests(each, &CONSENT), rests(each, &CONTRACT));
    let mut at = answer.at(gate::MINOR).about(each);
    if on_consent.is_yes() {
        let parent = any(q, q.subject(), |c| {
            stands(q, c, q.subject(), each) & by_guardian(q, c) & !known(!c.fact("explicit").is_true())
        });
        let young = on_consent & too_young(q, each, child);
        at.prohibit(rule::ART_14_1.when(young).reason("r-minor"))
            .unless(rule::ART_14_1_PARENT.when(parent).obliging(obligation("keep-consent-proof")));
    } else if on_contract.is_yes() {
        let approved = q.subject().fact("contract-capacity").is_any_of(&["full", "approved"]);
        let young = on_contract & under(q.subject(), adult);
        at.prohibit(rule::CC_3_4.when(young).reason("r-minor")).unless(rule::CC_3_4_APPROVED.when(approved));
    }
}

/// Art. 14, caput: processing of a minor's data serves that minor. Whoever has not weighed it does so first.
fn best_interest<'q>(q: Question<'q>, each: Thing<'q>, adult: i64, answer: &mut SharingAnswer) {
    let assessed = |wanted: &'static [&'static str]| {
        any_listed(each, "assessments", "assessment", &q.assessments(), |a| {
            a.fact("kind").is("best-interest-of-child")
                & a.fact("result").is_any_of(wanted)
                & begun(a.fact("done-on"))
                & runs(a.fact("review-by"))
        })
    };
    let serves = known(assessed(&["positive", "positive-with-measures"]));
    let harms = known(assessed(&["negative"]));
    let weigh = obligation("make-assessment").before().with("kinds", ["best-interest-of-child"]);
    let open = rule::ART_14_TO_WEIGH.when(!serves.clone() & !harms).with_conditions();
    let mut at = answer.at(gate::BEST_INTEREST).about(each);
    at.prohibit(rule::ART_14.when(under(q.subject(), adult)).reason("r-minor"))
        .unless(rule::ART_14_WEIGHED.when(serves))
        .unless(open.burden(1).obliging(weigh.as_condition()));
}

/// Whether every consent for the purpose was given as a child. Without one the age of today counts.
fn too_young<'q>(q: Question<'q>, each: Thing<'q>, years: i64) -> Cond<'q> {
    let given = |c: Thing<'q>| c.fact("state").is_any_of(&["given", "renewed"]) & names_purpose(c, each);
    let own = q.consents().which(given);
    if own.is_empty() {
        return under(q.subject(), years);
    }
    Cond::all(own.into_iter().map(|consent| under_when_given(q, consent, years)))
}

/// ECA Digital: no profiling for advertising, protective defaults, accounts tied to a guardian's.
pub fn digital(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let adult = param::MAJORITY.on(q.as_of()).or(18);
    let young = under(q.subject(), adult);
    let audience = known(q.controller().fact("audience").is_any_of(&AUDIENCES));
    let defaults = known(young.clone()) & audience.clone();
    let mut at = answer.at(gate::ECA).about(each);
    at.prohibit(rule::ECA_22.when(advertises(q, each) & young).reason("r-banned"));
    at.permit(rule::ECA_7.when(defaults).obliging(obligation("child-design")));
    accounts(q, each, audience, answer);
}

/// Profiling so as to direct commercial advertising. Contextual advertising uses no profile.
fn advertises<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let targeted = each.purpose().is_any_of(names(&param::PROFILED_ADVERTISING, q.as_of()))
        | known(each.operation().is("share-for-ads"));
    let commercial = each.purpose().is_any_of(names(&param::MARKETING_PURPOSES, q.as_of()));
    let profiled = known(each.fact("profiling").is_true()) | known(each.operation().is("profile"));
    targeted | (commercial & profiled)
}

/// Art. 24: the accounts of those up to sixteen are tied to the account of a guardian. It stands in the chapter on social
/// networks; for other services that minors use a person looks.
fn accounts<'q>(q: Question<'q>, each: Thing<'q>, audience: Cond<'q>, answer: &mut SharingAnswer) {
    let years = param::AGE_OF_FREE_ACCOUNT.on(q.as_of()).or(17);
    let opens = known(each.purpose().is("account-management"));
    if opens.is_no() || under(q.subject(), years).is_no() {
        return;
    }
    let network = known(q.controller().fact("activities").contains("social-network"));
    let tied = known(
        q.subject().follow_one("guardian", "person").fact("authority").is_any_of(&["shown", "verified"]),
    );
    let young = known(under(q.subject(), years)) & opens;
    let mut at = answer.at(gate::ECA).about(each);
    at.prohibit(rule::ECA_24.when(young.clone() & network.clone()).reason("r-minor"))
        .unless(rule::ECA_24_TIED.when(tied.clone()));
    at.review(rule::ECA_24_OTHERS.when(young & audience & !network & !tied).reason("r-minor"));
}
