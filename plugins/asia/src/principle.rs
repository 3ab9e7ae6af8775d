//! Principles that these laws share: the purpose fits and is told, nothing beyond it is used, what
//! was taken back carries nothing.

use praetor_sdk::consent::any;
use praetor_sdk::marks::{self, Looked};
use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{Cond, Event, Gate, Question, Rule, SharingAnswer, Thing, obligation};

use crate::agreement::{CONSENTS, stands};
use crate::content::is_on;
use crate::ground::{MARKETING, OWN_PURPOSES};

/// A purpose that was found not to fit needs one of these bases, which its own gate then tests.
pub fn purpose<G: Gate>(
    each: Thing<'_>,
    (gate, strange, lawful): (G, Rule<G>, Rule<G>),
    answer: &mut SharingAnswer,
) {
    let other = known(each.fact("compatible").is("incompatible"));
    let bases = [CONSENTS.as_slice(), &["legal-obligation", "public-task"]].concat();
    let mut at = answer.at(gate).about(each);
    at.prohibit(strange.when(other).reason("r-purpose-incompatible"))
        .unless(lawful.when(each.fact("declared-basis").is_any_of(&bases)));
}

/// Told at collection, and of a new purpose before it begins. A new text on a website alone tells
/// nobody.
pub fn information<G: Gate>(
    q: Question<'_>,
    each: Thing<'_>,
    (gate, told_of, new_one, told_first): (G, Rule<G>, Rule<G>, Rule<G>),
    answer: &mut SharingAnswer,
) {
    let notice = q.one("notice");
    let untold = known(!notice.fact("given-at-collection").is_true());
    let duty = || obligation("inform-before").before().as_condition();
    let mut at = answer.at(gate).about(each);
    at.permit(told_of.when(untold).with_conditions().obliging(duty()));
    let compatible = each.fact("compatible");
    let new = match compatible.value() {
        Some(_) => !compatible.is("same-purpose"),
        None => each.purpose().is_any_of(&OWN_PURPOSES) | known(each.operation().is("train")),
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
    at.prohibit(new_one.when(new & !(before & !hidden)).reason("r-not-informed"))
        .unless(told_first.when(can_still).with_conditions().obliging(duty));
}

/// What the use or the recipient does not need is left out.
pub fn minimisation<G: Gate>(
    q: Question<'_>,
    each: Thing<'_>,
    (gate, rule): (G, Rule<G>),
    answer: &mut SharingAnswer,
) {
    let listed = q.recipient().fact("needs");
    for item in items_of(q, each) {
        let needed = match (item.fact("needed").value(), item.category().code()) {
            (None, Some(category)) if listed.value().is_some() => listed.contains(category),
            _ => item.fact("needed").is_true(),
        };
        let mut at = answer.at(gate).about(each).about(item);
        at.prohibit(rule.when(!needed).reason("r-not-necessary"));
    }
}

/// A consent that was taken back, as remembered, carries nothing; data held for another are used on
/// that other's word.
pub fn beside<G: Gate>(
    q: Question<'_>,
    each: Thing<'_>,
    (gate, withdrawn, held): (G, Rule<G>, Rule<G>),
    answer: &mut SharingAnswer,
) {
    let looked = Looked { kinds: &["consent-withdrawn", "opt-out", "objection"], marketing: &MARKETING };
    let taken_back = known(marks::stands(q, looked, each));
    let rests =
        each.fact("declared-basis").is_any_of(&CONSENTS) | known(each.purpose().is_any_of(&MARKETING));
    let for_others = known(q.controller().role().is_any_of(&["processor", "sub-processor"]));
    let mut at = answer.at(gate).about(each);
    at.prohibit(withdrawn.when(known(rests) & taken_back).reason("r-consent-withdrawn"));
    at.review(held.when(for_others));
}

/// Other people in an upload have no contract with the service, and the consent of the uploader is
/// not theirs. `unless` is what carries them.
pub fn third_persons<'q, G: Gate>(
    q: Question<'q>,
    each: Thing<'q>,
    (gate, rule, carried): (G, Rule<G>, Rule<G>),
    unless: impl Fn(Thing<'q>) -> Cond<'q>,
    answer: &mut SharingAnswer,
) {
    let personal = [CONSENTS.as_slice(), &["contract", "legitimate-use"]].concat();
    let rests = each.fact("declared-basis").is_any_of(&personal);
    for item in items_of(q, each) {
        let shown = crate::content::shows_others(q, item);
        if shown.is_yes() {
            let mut at = answer.at(gate).about(each).about(item);
            at.prohibit(rule.when(shown & rests.clone()).reason("r-no-basis"))
                .unless(carried.when(unless(item)));
        }
    }
}

/// Everybody whom a label names as another person has agreed to the use.
pub fn agreed_by_shown<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let shown = q.labels().which(|label| {
        let other = label.fact("owner").is("third-person") | label.fact("content").is("third-person");
        is_on(label, item) & label.fact("state").is("present") & other
    });
    Cond::all(shown.into_iter().map(|label| {
        let person = label.follow_one("person", "person");
        any(q, person, |consent| stands(q, consent, person, each))
    }))
}
