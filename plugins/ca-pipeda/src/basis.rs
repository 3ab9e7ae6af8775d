//! Schedule 1 clause 4.3, section 7: consent, express or implied, or an exception.

use praetor_sdk::marks::{self, Looked};
use praetor_sdk::reading::{claim_in_sight, items_of, known, names, some};
use praetor_sdk::{AtGate, Cond, Question, SharingAnswer, Thing, obligation};

use crate::consent;
use crate::ground::{CLAIMS, CONSENT, DUTY, IMPLIED, declared, rests};
use crate::law::{gate, param, rule};
use crate::scope::area;

/// Acts that nobody agrees to by ordering a service.
const BEYOND: [&str; 5] = ["train", "sell", "share-for-ads", "send-marketing", "make-template"];

/// What lets the use happen at all; without it the default prohibition stands.
pub fn basis(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let stated = each.fact("declared-basis");
    let because = Cond::yes().resting_on(stated.at());
    let mut at = answer.at(gate::BASIS).about(each);
    match declared(each) {
        None => {
            at.permit(rule::CL_4_3_6_IMPLIED.when(Cond::missing(stated.at())));
        }
        Some("vital-interest") => {
            at.review(rule::S_7_EMERGENCY.when(because).obliging(obligation("notify-subject").after()));
            return beside(q, each, answer);
        }
        Some("made-public") => {
            at.review(rule::S_7_PUBLIC.when(because));
            return beside(q, each, answer);
        }
        Some("consent") => express(q, each, &mut at),
        Some(_) => others(q, each, &mut at),
    }
    at.otherwise_prohibit(rule::CL_4_3.when(Cond::yes().resting_on(stated.at())).reason(reason(q, each)));
    beside(q, each, answer);
}

/// Item by item, for a consent may name categories.
fn express<'q>(q: Question<'q>, each: Thing<'q>, at: &mut AtGate<'_, gate::Basis>) {
    for item in items_of(q, each).or_gap() {
        let carried = rests(each, &CONSENT) & consent::carries(q, each, item);
        let clause = rule::CL_4_3_EXPRESS.when(carried).about(each).about(item).burden(1);
        at.permit(clause.obliging(obligation("keep-consent-proof")));
    }
}

fn others<'q>(q: Question<'q>, each: Thing<'q>, at: &mut AtGate<'_, gate::Basis>) {
    let holds = condition(q, each).resting_on(each.fact("declared-basis").at());
    match declared(each) {
        Some("implied-consent") => at.permit(rule::CL_4_3_6_IMPLIED.when(holds)),
        Some("legal-obligation") => at.permit(rule::S_7_REQUIRED.when(holds)),
        Some("legal-claims") => {
            at.permit(rule::S_7_CLAIMS.when(holds).obliging(obligation("document-disclosure")))
        }
        _ => at,
    };
}

/// Whether consent or an exception carries the use of all its items: disclosures build on it.
pub fn condition<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let stated = each.fact("declared-basis");
    match declared(each) {
        None => Cond::missing(stated.at()),
        Some("consent") => {
            Cond::all(items_of(q, each).or_gap().iter().map(|item| consent::carries(q, each, item)))
        }
        Some("implied-consent") => implied(q, each),
        Some("legal-obligation") => required(q, each),
        Some("legal-claims") => claim_in_sight(q, each),
        Some("vital-interest" | "made-public") => Cond::yes().resting_on(stated.at()),
        Some(_) => Cond::no(),
    }
}

/// Clauses 4.3.5, 4.3.6: what whoever orders the service reasonably expects. Somebody who ordered nothing implies nothing.
fn implied<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let (purpose, said) = (each.purpose(), each.fact("reasonable-expectation"));
    let usual = purpose.is_any_of(names(&param::EXPECTED_PURPOSES, q.as_of()));
    let expected = match (said.value(), usual.is_yes()) {
        (None, true) => usual,
        _ => said.is_true(),
    };
    let beyond = purpose.is_any_of(names(&param::OWN_PURPOSES, q.as_of()))
        | purpose.is_any_of(names(&param::MARKETING_PURPOSES, q.as_of()))
        | known(each.operation().is_any_of(&BEYOND));
    let without = known(!q.subject().fact("has-contract").is_true()) & rests(each, &["contract"]);
    expected & !beyond & !without
}

/// Section 7: a law of Canada that is named; foreign law is none.
pub fn required<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let ordered = some(&q.all("order"), |order| order.fact("legal-basis-cited").is_true());
    each.fact("obligation-of").within(area(q)) & (ordered | each.fact("obligation-cited").is_true())
}

/// A withdrawal that was remembered, a ground that was swapped, and information held for somebody else.
fn beside<'q>(q: Question<'q>, each: Thing<'q>, answer: &mut SharingAnswer) {
    let marketing = names(&param::MARKETING_PURPOSES, q.as_of());
    let looked = Looked { kinds: &["consent-withdrawn", "opt-out", "objection"], marketing };
    let agreed = rests(each, &CONSENT) | rests(each, &IMPLIED);
    let withdrawn = agreed & known(marks::stands(q, looked, each));
    let held = known(q.controller().role().is_any_of(&["processor", "sub-processor"]));
    let mut at = answer.at(gate::BASIS).about(each);
    at.prohibit(rule::CL_4_3_8.when(withdrawn).reason("r-consent-withdrawn"));
    at.review(rule::CL_4_3_DIFFERS.when(differs(each)).reason("r-not-informed"));
    at.review(rule::CL_4_1_HELD.when(held));
}

fn differs(each: Thing<'_>) -> Cond<'_> {
    let (stated, used) = (each.fact("declared-basis"), each.fact("basis"));
    match (stated.code(), used.code()) {
        (Some(one), Some(other)) => {
            let groups: [&[&str]; 4] = [&CONSENT, &IMPLIED, &DUTY, &CLAIMS];
            let together = groups.iter().any(|group| group.contains(&one) && group.contains(&other));
            Cond::because(used.at(), one != other && !together).resting_on(stated.at())
        }
        _ => Cond::no(),
    }
}

/// Other people in an upload: the consent of the uploader is not theirs, and their own may be on file.
pub fn third_persons(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    for item in items_of(q, each) {
        let shown = some(&q.labels(), |label| {
            let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
            let other = label.fact("owner").is("third-person") | label.fact("content").is("third-person");
            let person = label.follow_one("person", "person");
            let agreed = known(consent::express(q, person, each, "processing"));
            here & label.fact("state").is("present") & other & !agreed
        });
        let mut at = answer.at(gate::THIRD_PERSON).about(each).about(item);
        at.review(rule::THIRD_PERSON.when(shown).reason("r-consent-missing"));
    }
}

fn reason<'q>(q: Question<'q>, each: Thing<'q>) -> &'static str {
    if !rests(each, &CONSENT).is_yes() {
        return "r-no-basis";
    }
    let consents = q.consents();
    if consents.is_empty() {
        return "r-consent-missing";
    }
    let stands = consents.iter().any(|one| !praetor_sdk::consent::in_force(one).is_no());
    if stands { "r-consent-invalid" } else { "r-consent-withdrawn" }
}
