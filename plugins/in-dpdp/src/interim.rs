//! SPDI Rules 2011: until 12 May 2027 sensitive personal data alone need consent, in writing.

use praetor_asia::agreement::{CONSENTS, stands};
use praetor_asia::content::{touches, unsearched};
use praetor_asia::ground;
use praetor_asia::hop::stays;
use praetor_asia::part::{is_authority, is_processor, passes_on};
use praetor_sdk::consent::any;
use praetor_sdk::place::outside;
use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing};

use crate::law::{gate, param, rule};
use crate::scope::area;

/// Rules 3, 5, 6: item by item, and whoever receives.
pub fn interim(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    for item in items_of(q, each).or_gap() {
        let delicate = is_delicate(q, item);
        let law = known(each.fact("declared-basis").is("legal-obligation")) & ground::duty(q, each, area(q));
        let mut at = answer.at(gate::BASIS).about(each).about(item);
        at.permit(rule::INTERIM_ORDINARY.when(!delicate.clone()));
        at.permit(rule::SPDI_5_1.when(delicate.clone() & written(q, each, &[])).burden(1));
        at.permit(rule::SPDI_5_LAW.when(known(law)).burden(1));
        at.otherwise_prohibit(rule::SPDI_5.when(delicate).reason("r-consent-missing"));
        let unseen = known(unsearched(q, item, names(&param::SPDI_CONTENT, q.as_of())));
        let mut at = answer.at(gate::SENSITIVE).about(each).about(item);
        at.review(rule::SPDI_3_UNSCANNED.when(unseen).reason("r-not-scanned"));
    }
    disclosure(q, each, answer);
}

/// Rule 6(1): others get sensitive data with permission, by the contract with the person, or by law.
fn disclosure<'q>(q: Question<'q>, each: Thing<'q>, answer: &mut SharingAnswer) {
    let delicate = any_delicate(q, each);
    let receiver = q.recipient();
    let mut at = answer.at(gate::RECIPIENT).about(each);
    let alone = !known(passes_on(each)) & !receiver.exists();
    let works = receiver.exists() & is_processor(q) & receiver.fact("contract").is("signed");
    at.permit(rule::INTERIM_RECIPIENT.when(alone | works | !delicate.clone()));
    let agreed = known(each.fact("integral").is_true()) | written(q, each, &["disclosure"]);
    let law = known(ground::duty(q, each, area(q))) | is_authority(q);
    at.permit(rule::SPDI_6.when(agreed | law).burden(1));
    at.otherwise_prohibit(rule::SPDI_6_NONE.when(delicate).reason("r-consent-missing"));
}

/// Rule 7: the same protection there, and need or consent.
pub fn transfer(q: Question<'_>, answer: &mut SharingAnswer) {
    let uses = q.uses().or_gap();
    let delicate = Cond::any(uses.iter().map(|each| any_delicate(q, each)));
    let protected =
        q.recipient().fact("contract-terms").contains_any(&["same-protection", "equivalent-measures"]);
    let consented = || Cond::all(uses.iter().map(|each| written(q, each, &["transfer"])));
    if q.hops().is_empty() {
        let away = if q.recipient().exists().is_no() { Cond::no() } else { outside(q, area(q)) };
        let mut at = answer.at(gate::TRANSFER);
        at.permit(rule::INTERIM_TRANSFER.when(!delicate.clone() | !away));
        at.permit(rule::SPDI_7.when(protected.clone() & consented()).burden(1));
        at.otherwise_prohibit(rule::SPDI_7_NONE.when(delicate.clone()).reason("r-no-mechanism"));
    }
    for hop in q.hops() {
        let needed = known(hop.fact("necessity").is("contract-with-subject"));
        let mut at = answer.at(gate::TRANSFER).about(hop);
        at.permit(rule::INTERIM_TRANSFER.when(!delicate.clone() | stays(hop, area(q))));
        at.permit(rule::SPDI_7.when(protected.clone() & (needed | consented())).burden(1));
        at.otherwise_prohibit(rule::SPDI_7_NONE.when(delicate.clone()).reason("r-no-mechanism"));
    }
}

/// Rule 5(1): in writing, which a tick in a form is too, to these acts.
fn written<'q>(q: Question<'q>, each: Thing<'q>, acts: &[&str]) -> Cond<'q> {
    let rests = if acts.is_empty() { each.fact("declared-basis").is_any_of(&CONSENTS) } else { Cond::yes() };
    rests
        & any(q, q.subject(), |consent| {
            let act = if acts.is_empty() { Cond::yes() } else { consent.fact("acts").contains_any(acts) };
            stands(q, consent, q.subject(), each) & consent.fact("written").is_true() & act
        })
}

/// Whether the item is of the list of rule 3.
pub fn is_delicate<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    touches(q, item, names(&param::SPDI_CONTENT, q.as_of()))
}

fn any_delicate<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    Cond::any(items_of(q, each).or_gap().iter().map(|item| is_delicate(q, item)))
}
