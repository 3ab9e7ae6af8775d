//! Arts 5(1)(b), 5(1)(c), 8A (before: 6(4)), 13(3), 27: the purpose must fit and be told, and only what it needs
//! is used.

use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{Cond, Event, Places, Question, SharingAnswer, Thing, obligation};

use crate::basis::CONSENTS;
use crate::consent;
use crate::law::{gate, param, rule};
use crate::reading::{home_duty, inside};

/// Arts 5(1)(b), 8A (until the amendment 6(4)): a purpose of its own is compatible only if somebody
/// has found so; any other is taken as that of collection until it is said otherwise.
pub fn purpose(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let compatible = each.fact("compatible");
    let strange = match compatible.value() {
        Some(_) => !compatible.is_any_of(&["compatible", "same-purpose"]),
        None => own_purpose(q, each) & Cond::missing(compatible.at()),
    };
    if !strange.is_no() {
        incompatible(q, each, strange, answer);
    }
    collected_on_consent(q, each, answer);
}

fn incompatible<'q>(q: Question<'q>, each: Thing<'q>, strange: Cond<'q>, answer: &mut SharingAnswer) {
    let lawful = agreed(q, each) | (each.fact("declared-basis").is("legal-obligation") & home_duty(q, each));
    let told = told_at_collection(q, each);
    let mut at = answer.at(gate::PURPOSE).about(each);
    at.prohibit(rule::ART_5_1_B.when(strange.clone()).reason("r-purpose-incompatible"))
        .unless(rule::ART_6_4_CONSENT.when(lawful.clone()))
        .unless(rule::ART_6_4.when(told.clone()));
    at.prohibit(rule::ART_8A.when(strange).reason("r-purpose-incompatible"))
        .unless(rule::ART_8A_3_A.when(lawful))
        .unless(rule::ART_8A_2.when(told))
        .unless(rule::ART_8A_3_ANNEX_2.when(annex_2(q, each)).burden(1));
}

/// Art. 8A(4): what was collected on consent serves a new purpose only with new consent, or in the
/// narrow cases of Annex 2 and of the law, even where the two purposes are compatible.
fn collected_on_consent(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let compatible = each.fact("compatible");
    let new = known(compatible.is_any_of(&["compatible", "not-assessed", "incompatible"]))
        | known(own_purpose(q, each) & !known(compatible.is("same-purpose")));
    let lawful = agreed(q, each) | (each.fact("declared-basis").is("legal-obligation") & home_duty(q, each));
    for item in items_of(q, each) {
        let consented = known(rests_on_consent(q, each, item));
        let mut at = answer.at(gate::PURPOSE).about(each).about(item);
        at.prohibit(rule::ART_8A_4.when(new.clone() & consented).reason("r-purpose-incompatible"))
            .unless(rule::ART_8A_4_EXCEPTED.when(known(lawful.clone()) | annex_2(q, each)));
    }
}

/// Another use of the item, the one for which it was collected, rests on consent.
fn rests_on_consent<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let others = q.uses().which(|other| Cond::known(other.id() != each.id()));
    Cond::any(others.into_iter().map(|other| {
        let here = match (item.id(), other.fact("items").value()) {
            (Some(id), Some(_)) => other.fact("items").points_at(id),
            _ => Cond::no(),
        };
        here & other.fact("declared-basis").is_any_of(&CONSENTS)
    }))
}

/// Art. 8A(3)(d): a condition of Annex 2. It is only found where the interest was said.
fn annex_2<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    known(each.fact("interest").is_any_of(names(&param::ANNEX_2, q.as_of())))
}

/// Training and the like are never part of the service that was ordered.
fn own_purpose<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    each.purpose().is_any_of(names(&param::OWN_PURPOSES, q.as_of())) | known(each.operation().is("train"))
}

fn agreed<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let items = items_of(q, each).or_gap();
    let carried = Cond::all(items.iter().map(|item| consent::carries(q, each, item)));
    each.fact("declared-basis").is_any_of(&CONSENTS) & carried
}

/// The notice declared the purpose when the items were collected; an assessment that was made and
/// found otherwise is not undone by it.
fn told_at_collection<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let declared = q.all("declared-use");
    let Some(purpose) = each.purpose().code() else { return Cond::no() };
    if declared.is_empty() || each.fact("compatible").value().is_some() {
        return Cond::no();
    }
    let items = items_of(q, each).or_gap();
    Cond::all(items.iter().map(|item| match item.fact("collected-on").day() {
        Some(day) => {
            declared.any(|use_| use_.purpose().is(purpose) & use_.fact("declared-from").on_or_before(day))
        }
        None => Cond::missing(item.fact("collected-on").at()),
    }))
}

/// Arts 13(3), 14(4): the person is told of a new purpose before it is followed; a new text on a
/// website alone tells nobody.
pub fn information(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let compatible = each.fact("compatible");
    let new = match compatible.value() {
        Some(_) => !compatible.is("same-purpose"),
        None => own_purpose(q, each),
    };
    if !known(new.clone()).is_no() {
        let (told, started) = (each.fact("told-on"), each.fact("started-on"));
        let hidden = known(q.one("notice").fact("change-channel").is_any_of(&["website", "none"]));
        let before = match (told.event(), started.day()) {
            (Event::On(day), Some(start)) => told.happened() & Cond::known(day < start),
            _ => told.happened(),
        };
        let in_time = match (told.day(), started.day()) {
            (Some(told), Some(start)) => Cond::known(told < start),
            _ => Cond::yes(),
        };
        let can_still = known(!started.happened()) & known(told.not_yet()) & in_time & !hidden.clone();
        let mut at = answer.at(gate::INFORMATION).about(each);
        let duty = obligation("inform-before").before().as_condition();
        let duty = match each.purpose().code() {
            Some(purpose) => duty.with("purposes", [purpose]),
            None => duty,
        };
        at.prohibit(rule::ART_13_3.when(new & !(before & !hidden)).reason("r-not-informed"))
            .unless(rule::ART_13_3_TOLD.when(can_still).with_conditions().obliging(duty));
    }
}

/// Art. 27: a controller without an establishment inside has a representative there.
pub fn representative(q: Question<'_>, answer: &mut SharingAnswer) {
    let controller = q.controller();
    let area = inside(q);
    let outside = known(!controller.fact("establishments").within(area))
        & !known(controller.fact("main-establishment").within(area));
    let named = controller.fact("representatives").within(area);
    if outside.is_no() || named.is_yes() {
        return;
    }
    let duty = obligation("representative").with("places", Places(&["GB"]));
    let clause = rule::ART_27.when(outside);
    let mut at = answer.at(gate::INFORMATION);
    if named.is_no() {
        at.permit(clause.with_conditions().obliging(duty.before().as_condition()));
    } else {
        at.permit(clause.obliging(duty));
    }
}

/// Art. 5(1)(c): what the use or the recipient does not need is left out.
pub fn minimisation(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let listed = q.recipient().fact("needs");
    for item in items_of(q, each) {
        let needed = match (item.fact("needed").value(), item.category().code()) {
            (None, Some(category)) if listed.value().is_some() => listed.contains(category),
            _ => item.fact("needed").is_true(),
        };
        let mut at = answer.at(gate::MINIMISATION).about(each).about(item);
        at.prohibit(rule::ART_5_1_C.when(!needed).reason("r-not-necessary"));
    }
}
