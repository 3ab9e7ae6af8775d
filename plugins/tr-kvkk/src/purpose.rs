//! Arts 4(2)(c)-(ç), 10, 11(1)(g), 16: the purpose fits and is told, only what it needs is used, the controller is
//! registered.

use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{Cond, Event, Question, SharingAnswer, Thing, obligation};

use crate::consent::CONSENTS;
use crate::law::{gate, param, rule};
use crate::scope::area;

/// Art. 4(2)(c): a purpose that was found not to fit needs consent or a law of its own; whether those hold is asked at
/// the gate of art. 5.
pub fn purpose(each: Thing<'_>, answer: &mut SharingAnswer) {
    let strange = known(each.fact("compatible").is("incompatible"));
    let mut lawful = CONSENTS.to_vec();
    lawful.extend(["legal-obligation", "public-task"]);
    let mut at = answer.at(gate::PURPOSE).about(each);
    at.prohibit(rule::ART_4_2_C.when(strange).reason("r-purpose-incompatible"))
        .unless(rule::ART_4_2_C_LAWFUL.when(each.fact("declared-basis").is_any_of(&lawful)));
}

/// Art. 10, Communiqué art. 5(1)(b): told at collection, and of a new purpose before it begins. A new text on a website
/// alone tells nobody.
pub fn information(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let notice = q.one("notice");
    let untold = known(!notice.fact("given-at-collection").is_true());
    let duty = || obligation("inform-before").before().as_condition();
    let mut at = answer.at(gate::INFORMATION).about(each);
    at.permit(rule::ART_10.when(untold).with_conditions().obliging(duty()));
    let compatible = each.fact("compatible");
    let new = match compatible.value() {
        Some(_) => !compatible.is("same-purpose"),
        None => {
            each.purpose().is_any_of(names(&param::OWN_PURPOSES, q.as_of()))
                | known(each.operation().is("train"))
        }
    };
    if known(new.clone()).is_no() {
        return;
    }
    let (told, started) = (each.fact("told-on"), each.fact("started-on"));
    let hidden = known(notice.fact("change-channel").is_any_of(&["website", "none"]));
    let before = match (told.event(), started.day()) {
        (Event::On(day), Some(start)) => told.happened() & Cond::known(day < start),
        _ => told.happened(),
    };
    let can_still = known(!started.happened()) & known(told.not_yet()) & !hidden.clone();
    let duty = match each.purpose().code() {
        Some(purpose) => duty().with("purposes", [purpose]),
        None => duty(),
    };
    at.prohibit(rule::ART_10_NEW_PURPOSE.when(new & !(before & !hidden)).reason("r-not-informed"))
        .unless(rule::ART_10_NEW_PURPOSE_TOLD.when(can_still).with_conditions().obliging(duty));
}

/// Art. 4(2)(ç): what the use or the recipient does not need is left out.
pub fn minimisation(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let listed = q.recipient().fact("needs");
    for item in items_of(q, each) {
        let needed = match (item.fact("needed").value(), item.category().code()) {
            (None, Some(category)) if listed.value().is_some() => listed.contains(category),
            _ => item.fact("needed").is_true(),
        };
        let mut at = answer.at(gate::MINIMISATION).about(each).about(item);
        at.prohibit(rule::ART_4_2_CH.when(!needed).reason("r-not-necessary"));
    }
}

/// Art. 16: whoever is known not to be in VERBİS. Whether an exemption of the Board reaches a domestic controller turns
/// on employees and balance sheet, so a person looks.
pub fn register(q: Question<'_>, answer: &mut SharingAnswer) {
    let listed = q.controller().fact("authority-registered-in");
    let mut at = answer.at(gate::REGISTER);
    at.review(rule::ART_16.when(known(!listed.within(area(q)))));
}

/// Art. 11(1)(g): no prohibition, but a way to object.
pub fn automated(each: Thing<'_>, answer: &mut SharingAnswer) {
    let alone = known(each.fact("solely-automated").is_true())
        | (known(each.operation().is("decide-automatically"))
            & !known(!each.fact("solely-automated").is_true()));
    let harmless = known(each.fact("significant-effect").is("none"));
    let mut at = answer.at(gate::AUTOMATED).about(each);
    at.permit(rule::ART_11_1_G_OFFER.when(alone & !harmless).obliging(obligation("offer-human-review")));
}
