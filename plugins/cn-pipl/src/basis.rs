//! Arts 5 to 27, 55: each use needs a basis of the list; principles, automated decisions, assessment.

use praetor_asia::agreement::{self, CONSENTS};
use praetor_asia::content::touches;
use praetor_asia::part::{is_authority, publishes};
use praetor_asia::{ground, principle};
use praetor_sdk::person::under;
use praetor_sdk::reading::{items_of, known, names, some};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::law::{gate, param, rule};
use crate::scope::area;

/// Art. 13(1): the basis that was declared must hold; without one nothing is lawful.
pub fn basis(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let declared = each.fact("declared-basis");
    let mut at = answer.at(gate::BASIS).about(each);
    match declared.code() {
        None => {
            at.permit(rule::ART_13_2.when(Cond::missing(declared.at())));
        }
        Some(code) if CONSENTS.contains(&code) => {
            for item in items_of(q, each).or_gap() {
                let carried = declared.is(code) & agreement::carries(q, each, item);
                let clause = rule::ART_13_1.when(carried).about(each).about(item).burden(1);
                at.permit(clause.obliging(obligation("keep-consent-proof")));
            }
        }
        Some("contract") => {
            at.permit(rule::ART_13_2.when(declared.is("contract") & ground::contract(q, each)));
        }
        Some(code @ ("legal-obligation" | "public-task")) => {
            at.permit(rule::ART_13_3.when(declared.is(code) & ground::duty(q, each, area(q))));
        }
        Some("made-public") => {
            at.permit(rule::ART_13_6.when(ground::published(q, each)));
        }
        Some("vital-interest") => {
            at.review(rule::ART_13_4.when(declared.is("vital-interest")));
            return;
        }
        Some(_) => {}
    }
    let none = Cond::yes().resting_on(declared.at());
    at.otherwise_prohibit(rule::ART_13.when(none).reason(agreement::reason(q, each)));
}

/// Arts 6, 13 to 17, 21: what goes beside the basis.
pub fn principles(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    principle::beside(q, each, (gate::BASIS, rule::ART_15, rule::ART_21_INSTRUCTIONS), answer);
    let others = (gate::THIRD_PERSON, rule::ART_13_THIRD, rule::ART_13_THIRD_AGREED);
    principle::third_persons(q, each, others, |item| principle::agreed_by_shown(q, each, item), answer);
    principle::purpose(each, (gate::PURPOSE, rule::ART_6, rule::ART_14_2), answer);
    let told = (gate::INFORMATION, rule::ART_17, rule::ART_17_2, rule::ART_17_2_TOLD);
    principle::information(q, each, told, answer);
    principle::minimisation(q, each, (gate::MINIMISATION, rule::ART_6_2), answer);
}

/// Art. 24: a machine alone, pushes and advertising.
pub fn automated(each: Thing<'_>, answer: &mut SharingAnswer) {
    let alone = known(each.fact("solely-automated").is_true())
        | (known(each.operation().is("decide-automatically"))
            & !known(!each.fact("solely-automated").is_true()));
    let harmless = known(each.fact("significant-effect").is("none"));
    let pushed = known(each.purpose().is_any_of(&ground::MARKETING))
        | known(each.purpose().is("engagement-profiling"))
        | known(each.operation().is("send-marketing"));
    let mut at = answer.at(gate::AUTOMATED).about(each);
    at.permit(rule::ART_24_3.when(alone & !harmless).obliging(obligation("offer-human-review")));
    at.permit(rule::ART_24_2.when(pushed).obliging(obligation("offer-opt-out")));
}

/// Art. 55: what has to be assessed before it begins. An assessment that nobody stated is a condition.
pub fn assessment(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let made =
        some(&q.assessments(), |a| a.fact("kind").is("cn-impact-assessment") & praetor_asia::hop::passed(a));
    let received = q.recipient().exists() & !is_authority(q);
    let grave = received | known(publishes(q, each)) | delicate(q, each) | machine(each) | leaves(q);
    let assess = obligation("make-assessment").with("kinds", ["cn-impact-assessment"]);
    let clause = rule::ART_55.when(grave & !made).with_conditions();
    let mut at = answer.at(gate::ASSESSMENT).about(each);
    at.permit(clause.obliging(assess.before().as_condition()));
}

fn delicate<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let sensitive = names(&param::SENSITIVE_CONTENT, q.as_of());
    let child = known(under(q.subject(), param::AGE_OF_CONSENT.on(q.as_of()).or(14)));
    child | some(&items_of(q, each), |item| touches(q, item, sensitive))
}

fn machine(each: Thing<'_>) -> Cond<'_> {
    known(each.fact("solely-automated").is_true()) | known(each.operation().is("decide-automatically"))
}

fn leaves(q: Question<'_>) -> Cond<'_> {
    some(&q.hops(), |hop| !praetor_asia::hop::stays(hop, area(q)))
}
