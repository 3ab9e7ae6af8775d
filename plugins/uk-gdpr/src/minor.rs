//! Arts 8 and 25, DPA 2018 s. 123: a child's consent, design for children, and what a minor's
//! contract is left to.

use praetor_sdk::person::{MAJORITY, under};
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::basis::CONSENTS;
use crate::consent;
use crate::law::{gate, rule};
use crate::person::{too_young_for, too_young_today};

/// Art. 8 speaks of consent only; a contract is left to the law of the nation.
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

/// Art. 8(1): below 13 the child's own consent does not count, unless a holder of parental
/// responsibility gave or authorised it.
fn consent_of_child<'q>(q: Question<'q>, each: Thing<'q>, on_consent: Cond<'q>, answer: &mut SharingAnswer) {
    let child = known(under(q.subject(), MAJORITY));
    let unfit =
        consent::any(q, q.subject(), |c| consent::names_purpose(c, each) & !c.fact("child-fit").is_true());
    let mut at = answer.at(gate::MINOR).about(each);
    let young = on_consent.clone() & too_young(q, each);
    at.prohibit(rule::ART_8_1.when(young).reason("r-minor"))
        .unless(rule::ART_8_1_PARENT.when(by_parent(q, each)).obliging(obligation("keep-consent-proof")));
    let informed = obligation("plain-language-notice");
    at.prohibit(rule::ART_12_1.when(child.clone() & known(unfit)).reason("r-consent-invalid"));
    at.permit(rule::ART_12_1.when(child & on_consent).obliging(informed));
}

/// DPA 2018 s. 123, Art. 25: a service that children are likely to use is designed for them.
pub fn design(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let audience = q.controller().fact("audience");
    let likely = known(audience.is_any_of(&["mixed", "directed-to-children", "likely-accessed-by-children"]));
    let used = likely | known(under(q.subject(), MAJORITY));
    if used.is_yes() {
        let mut at = answer.at(gate::DESIGN).about(each);
        at.permit(rule::S_123.when(used.clone()).obliging(obligation("child-design")));
        at.permit(rule::ART_25_CHILDREN.when(used).obliging(obligation("child-design")));
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
