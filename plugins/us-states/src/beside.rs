//! Illinois and Texas on biometrics, New York on minors, the federal rule on bulk data.

use praetor_sdk::consent::{any, in_force, of_person, valid};
use praetor_sdk::figure::{Looked, Of, reaches};
use praetor_sdk::reading::{items_of, known, names, some};
use praetor_sdk::{Cond, Question, Rule, SharingAnswer, Thing};

use crate::deal::sale;
use crate::law::{gate, param, rule};
use crate::minor::{knows_to_be_under, parent};
use crate::sensitive::labelled;

/// The reach of each of these laws.
pub fn reach(q: Question<'_>) -> Vec<(Rule, Cond<'_>)> {
    let lives = |place: &'static str| q.subject().residence().within(&[place]);
    let minors = knows_to_be_under(q, 18) | known(q.controller().fact("audience").is("directed-to-children"));
    vec![
        (rule::IL_BIPA, lives("US-IL") & takes_biometrics(q)),
        (rule::TX_CUBI_SCOPE, lives("US-TX") & takes_biometrics(q)),
        (rule::NY_SCOPE, lives("US-NY") & minors),
        (rule::BULK_SCOPE, exposes(q)),
    ]
}

/// Whether the question is about templates or faces by which somebody is told apart.
fn takes_biometrics(q: Question<'_>) -> Cond<'_> {
    some(&q.uses(), |each| takes(q, each)) | some(&q.items(), |item| item.category().is("biometric-template"))
}

fn takes<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let template = some(&items_of(q, each), |item| item.category().is("biometric-template"));
    known(each.operation().is("make-template")) | known(each.fact("identifies-persons").is_true()) | template
}

/// 740 ILCS 14/15, Tex. Bus. & Com. Code § 503.001.
pub fn biometrics(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let taken = takes(q, each);
    if taken.is_no() {
        return;
    }
    let lives = |place: &'static str| q.subject().residence().within(&[place]);
    let schedule = q.one("notice").fact("topics").contains("biometric-schedule");
    let released = consented(q, |consent| {
        (consent.fact("method").is("written-release") | known(consent.fact("written").is_true()))
            & consent.fact("informed").is_true()
    });
    let agreed = consented(q, |consent| valid(consent));
    let sold = sale(q, each, false);
    let mut at = answer.at(gate::BIOMETRIC).about(each);
    at.prohibit(rule::IL_RELEASE.when(lives("US-IL") & taken.clone()).reason("r-biometric"))
        .unless(rule::IL_RELEASED.when(released & schedule));
    at.prohibit(rule::IL_SALE.when(lives("US-IL") & taken.clone() & sold).reason("r-banned"));
    at.prohibit(rule::TX_CUBI.when(lives("US-TX") & taken).reason("r-biometric"))
        .unless(rule::TX_CONSENTED.when(agreed));
}

fn consented<'q>(q: Question<'q>, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
    any(q, q.subject(), |consent| {
        in_force(consent)
            & of_person(q, consent, q.subject())
            & consent.fact("acts").contains("biometric-template")
            & test(consent)
    })
}

/// N.Y. Gen. Bus. Law art. 39-FF.
pub fn new_york(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let here = q.subject().residence().within(&["US-NY"]);
    if here.is_no() {
        return;
    }
    let child = knows_to_be_under(q, 13);
    let teen = knows_to_be_under(q, 18) & !child.clone();
    let id = q.subject().id().unwrap_or_default();
    let own = any(q, q.subject(), |c| in_force(c) & valid(c) & c.fact("given-by").points_at(id));
    let necessary = each.fact("contract-necessary").is_true();
    let mut at = answer.at(gate::MINOR).about(each);
    at.prohibit(rule::NY_CHILD.when(here.clone() & child).reason("r-minor"))
        .unless(rule::PARENTAL_CONSENT.when(parent(q, each)));
    at.prohibit(rule::NY_TEEN.when(here & teen).reason("r-minor"))
        .unless(rule::TEEN_CONSENT.when(own))
        .unless(rule::NY_NECESSARY.when(necessary).burden(1));
}

/// A controller of the United States, and a recipient of concern.
fn exposes(q: Question<'_>) -> Cond<'_> {
    let controller = q.controller();
    let american = known(controller.fact("main-establishment").within(&["US"]))
        | known(controller.fact("establishments").within(&["US"]));
    american & of_concern(q)
}

fn of_concern(q: Question<'_>) -> Cond<'_> {
    let receiver = q.recipient();
    let places = names(&param::COUNTRIES_OF_CONCERN, q.as_of());
    known(receiver.fact("covered-person").is_any_of(&["country-of-concern", "covered-person"]))
        | known(receiver.fact("establishment").within(places))
        | known(receiver.fact("processing-places").within(places))
}

/// 28 CFR part 202: bulk sensitive data, sold or given access to.
pub fn bulk(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let concern = exposes(q);
    if concern.is_no() {
        return;
    }
    let sold = sale(q, each, false);
    for item in items_of(q, each) {
        let Some(least) = item.category().code().and_then(|code| threshold(q, item, code)) else { continue };
        let looked = Looked { measure: "us-persons-exposed", of: Of::Share, years: None, currency: None };
        let many = concern.clone() & reaches(q, &looked, |amount| amount.at_least(least));
        let mut at = answer.at(gate::BULK_DATA).about(each).about(item);
        at.prohibit(rule::BULK_SALE.when(many.clone() & sold.clone()).reason("r-banned"));
        at.review(rule::BULK_SECURITY.when(many & !sold.clone()).reason("r-measures-missing"));
    }
}

fn threshold(q: Question<'_>, item: Thing<'_>, category: &str) -> Option<i64> {
    let kinds = ["biometric", "precise-location", "health"];
    let shown = kinds.iter().find(|kind| labelled(q, item, &[**kind]).is_yes());
    let kind = match shown {
        Some(&"biometric") => "biometric-template",
        Some(kind) => kind,
        None => category,
    };
    if param::BULK.has(kind) { param::BULK.of(kind, q.as_of()).value } else { None }
}
