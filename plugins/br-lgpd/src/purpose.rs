//! Arts 6 I-III, 8 par. 6, 9 par. 2, 20: the purpose fits and is told, only what it needs is used.

use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{Cond, Event, Question, SharingAnswer, Thing, obligation};

use crate::ground::{CONSENT, DUTY, POLICY, rests};
use crate::law::{gate, param, rule};

/// Art. 6 I-II: a purpose that was found not to fit needs consent or a law of its own; whether those hold is asked at
/// the gate of art. 7.
pub fn purpose(each: Thing<'_>, answer: &mut SharingAnswer) {
    let strange = known(each.fact("compatible").is("incompatible"));
    let mut lawful = CONSENT.to_vec();
    lawful.extend(DUTY.iter().chain(&POLICY));
    let mut at = answer.at(gate::PURPOSE).about(each);
    at.prohibit(rule::ART_6_I.when(strange).reason("r-purpose-incompatible"))
        .unless(rule::ART_6_I_LAWFUL.when(rests(each, &lawful)));
}

/// Arts 8 par. 6, 9: told at collection, and of a new purpose with emphasis before it begins. A new text on a website
/// alone tells nobody.
pub fn information(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let notice = q.one("notice");
    let untold = known(!notice.fact("given-at-collection").is_true());
    let duty = || obligation("inform-before").before().as_condition();
    let mut at = answer.at(gate::INFORMATION).about(each);
    at.permit(rule::ART_9.when(untold).with_conditions().obliging(duty()));
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
    at.prohibit(rule::ART_9_2.when(new & !(before & !hidden)).reason("r-not-informed"))
        .unless(rule::ART_9_2_TOLD.when(can_still).with_conditions().obliging(duty));
}

/// Art. 6 III: what the use or the recipient does not need is left out.
pub fn minimisation(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let listed = q.recipient().fact("needs");
    for item in items_of(q, each) {
        let needed = match (item.fact("needed").value(), item.category().code()) {
            (None, Some(category)) if listed.value().is_some() => listed.contains(category),
            _ => item.fact("needed").is_true(),
        };
        let mut at = answer.at(gate::MINIMISATION).about(each).about(item);
        at.prohibit(rule::ART_6_III.when(!needed).reason("r-not-necessary"));
    }
}

/// Art. 20: no prohibition, but a review for whoever asks.
pub fn automated(each: Thing<'_>, answer: &mut SharingAnswer) {
    let alone = known(each.fact("solely-automated").is_true())
        | (known(each.operation().is("decide-automatically"))
            & !known(!each.fact("solely-automated").is_true()));
    let harmless = known(each.fact("significant-effect").is("none"));
    let mut at = answer.at(gate::AUTOMATED).about(each);
    at.permit(rule::ART_20_OFFER.when(alone & !harmless).obliging(obligation("offer-objection")));
}
