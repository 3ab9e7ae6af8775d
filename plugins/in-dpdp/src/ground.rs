//! Ss. 4 to 7: consent after a notice, or a legitimate use of the list, and no other ground.

use praetor_asia::agreement::{self, CONSENTS};
use praetor_asia::{ground, principle};
use praetor_sdk::marks::{self, Looked};
use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::law::{gate, rule};
use crate::scope::area;

/// What a person gives of their own accord by using a service.
const GIVEN: [&str; 12] = [
    "account-name",
    "account-email",
    "account-avatar",
    "account-settings",
    "prompt-text",
    "uploaded-image",
    "uploaded-asset",
    "support-message",
    "postal-address",
    "phone",
    "payment-card",
    "privacy-choice",
];

/// S. 4: the ground that was declared must hold on the facts.
pub fn basis(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let declared = each.fact("declared-basis");
    let mut at = answer.at(gate::BASIS).about(each);
    match declared.code() {
        None => {
            at.permit(rule::S_6.when(Cond::missing(declared.at())));
        }
        Some(code) if CONSENTS.contains(&code) => {
            for item in items_of(q, each).or_gap() {
                let carried = declared.is(code) & agreement::carries(q, each, item);
                let clause = rule::S_6.when(carried).about(each).about(item).burden(1);
                at.permit(clause.obliging(obligation("keep-consent-proof")));
            }
        }
        Some("vital-interest") => {
            at.review(rule::S_7_EMERGENCY.when(declared.is("vital-interest")));
            return;
        }
        Some("legitimate-use" | "contract") => {
            at.permit(rule::S_7_A.when(given(q, each).resting_on(declared.at())));
        }
        Some("legal-obligation" | "public-task") => {
            at.permit(rule::S_7_LAW.when(ground::duty(q, each, area(q)).resting_on(declared.at())));
        }
        Some("made-public") => {
            at.permit(rule::S_3_PUBLIC.when(ground::published(q, each)));
        }
        Some(_) => {}
    }
    let none = Cond::yes().resting_on(declared.at());
    at.otherwise_prohibit(rule::S_4.when(none).reason(agreement::reason(q, each)));
}

/// S. 7(a): given by the person for the purpose of the service, and no word against it. A contract as
/// such is no ground; what the person gives for an ordered service is.
fn given<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let provided = |item: Thing<'q>| {
        let origin = item.fact("origin");
        match origin.value() {
            Some(_) => origin.is("provided"),
            None if item.category().is_any_of(&GIVEN).is_yes() => item.category().is_any_of(&GIVEN),
            None => Cond::missing(origin.at()),
        }
    };
    let looked =
        Looked { kinds: &["objection", "opt-out", "consent-withdrawn"], marketing: &ground::MARKETING };
    let objected = known(marks::stands(q, looked, each));
    let all = Cond::all(items_of(q, each).or_gap().iter().map(provided));
    all & ground::contract(q, each) & !objected
}

/// Whether the ground of a use holds: who decides for itself receives on it too.
pub fn holds<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let declared = each.fact("declared-basis");
    match declared.code() {
        None => Cond::missing(declared.at()),
        Some(code) if CONSENTS.contains(&code) => agreement::carries_all(q, each),
        Some("legitimate-use" | "contract") => given(q, each),
        Some("legal-obligation" | "public-task") => ground::duty(q, each, area(q)),
        Some("made-public") => ground::published(q, each),
        Some(_) => Cond::no(),
    }
}

/// What goes beside the ground.
pub fn principles(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    principle::beside(q, each, (gate::BASIS, rule::S_6_4, rule::S_8_HELD), answer);
    let others = (gate::THIRD_PERSON, rule::S_4_THIRD, rule::S_4_THIRD_AGREED);
    principle::third_persons(q, each, others, |item| principle::agreed_by_shown(q, each, item), answer);
    principle::purpose(each, (gate::PURPOSE, rule::S_6_1_PURPOSE, rule::S_6_1_NEW), answer);
    let told = (gate::INFORMATION, rule::S_5, rule::S_5_NEW, rule::S_5_NEW_TOLD);
    principle::information(q, each, told, answer);
    principle::minimisation(q, each, (gate::MINIMISATION, rule::S_6_1_NEEDED), answer);
}
