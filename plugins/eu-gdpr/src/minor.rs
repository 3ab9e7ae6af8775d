//! Art. 8: a child's consent, and what a minor's contract is left to.

use praetor_sdk::person::{MAJORITY, under};
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::basis::CONSENTS;
use crate::consent;
use crate::law::{gate, param, rule};
use crate::person::{consents_jointly, too_young_for, too_young_today};

/// Art. 8 speaks of consent only; a contract is left to national law.
pub fn minor(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let on_consent = each.fact("declared-basis").is_any_of(&CONSENTS);
    if on_consent.is_yes() {
        consent_of_child(q, each, on_consent, answer);
    }
    let minor = known(under(q.subject(), MAJORITY));
    let contract = minor & each.fact("declared-basis").is("contract");
    let capacity = q.subject().fact("contract-capacity");
    let mut at = answer.at(gate::MINOR).about(each);
    let incapable = contract.clone() & capacity.is("none");
    at.prohibit(rule::ART_8_3.when(incapable).reason("r-minor"));
    at.review(rule::ART_8_3.when(contract & known(capacity.is("limited"))).reason("r-minor"));
}

/// Art. 8(1): below the national age the child's own consent does not count, unless a holder of
/// parental responsibility gave or authorised it. France wants both together.
fn consent_of_child<'q>(q: Question<'q>, each: Thing<'q>, on_consent: Cond<'q>, answer: &mut SharingAnswer) {
    let joint = consents_jointly(q);
    let parent = by_parent(q, each);
    let both = parent.clone() & by_child(q, each);
    let child = known(under(q.subject(), MAJORITY));
    let unfit =
        consent::any(q, q.subject(), |c| consent::names_purpose(c, each) & !c.fact("child-fit").is_true());
    let mut at = answer.at(gate::MINOR).about(each);
    let young = on_consent.clone() & too_young(q, each);
    at.prohibit(rule::ART_8_1.when(young).reason("r-minor"))
        .unless(rule::ART_8_1_PARENT.when(parent & !joint.clone()).obliging(obligation("keep-consent-proof")))
        .unless(rule::ART_8_1_JOINT.when(both & joint).obliging(obligation("keep-consent-proof")));
    let informed = obligation("plain-language-notice");
    at.prohibit(rule::ART_12_1.when(child.clone() & known(unfit)).reason("r-consent-invalid"));
    let of_age = child & on_consent;
    at.permit(informing_rule(q, each).when(of_age).obliging(informed));
}

/// The rule under which a child is informed; it tells of a number of Art. 8 that is in doubt where
/// the child's own consent is relied on.
fn informing_rule(q: Question<'_>, each: Thing<'_>) -> praetor_sdk::Rule<gate::Minor> {
    let own = !too_young(q, each).is_yes();
    let says = |of: &praetor_sdk::Parameter<bool>| {
        let residence = q.subject().residence();
        residence.places().iter().any(|place| of.of(place, q.as_of()).or(false))
    };
    if own && says(&param::AGE_UNDER_REVISION) {
        rule::ART_8_1_UNSETTLED
    } else if own && says(&param::AGE_UNSURE) {
        rule::ART_8_1_UNSURE
    } else {
        rule::ART_12_1
    }
}

/// Whether no consent for the purpose was given at an age at which it counts.
fn too_young<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let own: Vec<Thing<'q>> = q
        .consents()
        .which(|c| c.fact("state").is_any_of(&["given", "renewed"]) & consent::names_purpose(c, each));
    if own.is_empty() {
        return too_young_today(q);
    }
    Cond::all(own.into_iter().map(|c| too_young_for(q, c)))
}

fn by_parent<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    consent::any(q, q.subject(), |c| {
        consent::in_force(c)
            & consent::valid(c)
            & consent::of_person(q, c, q.subject())
            & consent::names_purpose(c, each)
            & consent::by_guardian(q, c)
    })
}

fn by_child<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let Some(id) = q.subject().id() else { return Cond::no() };
    consent::any(q, q.subject(), |c| {
        consent::in_force(c) & consent::names_purpose(c, each) & c.fact("given-by").points_at(id)
    })
}
