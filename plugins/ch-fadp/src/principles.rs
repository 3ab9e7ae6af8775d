//! FADP arts 6, 8, 19: purpose, lawfulness, accuracy, proportionality, and what the person is told.

use praetor_sdk::reading::{items_of, known, some};
use praetor_sdk::{Cond, Event, Question, SharingAnswer, Term, Thing, obligation};

use crate::consent;
use crate::justification::{own_purpose, swiss_duty};
use crate::law::{gate, rule};
use crate::recipient::passes_on;

/// Arts 6, 30(1): what keeps to the principles is free. A purpose of its own must have been
/// recognisable, or must fit; any other is taken for that of collection until it is said otherwise.
pub fn principles(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let compatible = each.fact("compatible");
    let strange = match compatible.value() {
        Some(_) => !compatible.is_any_of(&["compatible", "same-purpose"]),
        None => own_purpose(q, each) & Cond::missing(compatible.at()),
    };
    let mut at = answer.at(gate::PRINCIPLES).about(each);
    at.permit(rule::ART_30_1.always());
    at.prohibit(rule::ART_6_3.when(strange).reason("r-purpose-incompatible"))
        .unless(rule::ART_6_3_CONSENT.when(agreed(q, each)))
        .unless(rule::ART_6_3_LAW.when(known(swiss_duty(q, each))))
        .unless(rule::ART_6_3_TOLD.when(told_at_collection(q, each)));
    let against = known(each.operation().is("decide-automatically"))
        | known(each.fact("significant-effect").is_any_of(&["legal", "similar"]));
    for item in items_of(q, each) {
        let unlawful = known(item.fact("lawfulness").is("unlawful"));
        let open = known(item.fact("accuracy-disputed").is_any_of(&["disputed", "undecidable"]));
        let mut at = answer.at(gate::PRINCIPLES).about(each).about(item);
        at.prohibit(rule::ART_6_1.when(unlawful).reason("r-no-basis"));
        at.review(rule::ART_6_5.when(open & against.clone()));
    }
}

fn agreed<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let items = items_of(q, each).or_gap();
    Cond::all(items.iter().map(|item| consent::carries(q, each, item)))
}

/// The notice declared the purpose when the items were collected.
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

/// Art. 19(1): a new purpose is told before it is followed. Art. 19(2)(c), (5): recipients, and
/// people from whom the data were not collected.
pub fn information(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    new_purpose(q, each, answer);
    let notice = q.one("notice");
    if passes_on(each).is_yes() & q.recipient().exists().is_yes() {
        let named = notice.fact("names-class").is_true() | notice.fact("names-recipient").is_true();
        let duty = obligation("notice-recipient-category");
        let duty = if named.is_no() { duty.before().as_condition() } else { duty };
        answer.at(gate::INFORMATION).about(each).permit(rule::ART_19_2_C.always().obliging(duty));
    }
    for item in items_of(q, each) {
        let elsewhere = known(!item.fact("source").is_any_of(&["subject", "own-systems"]));
        if elsewhere.is_yes() {
            let due = Term::months(1).from(item.fact("collected-on")).algorithm("calendar-months");
            let duty = obligation("notify-subject").after().due(due);
            let clause = rule::ART_19_5.when(elsewhere).about(each).about(item).obliging(duty);
            answer.at(gate::INFORMATION).permit(clause);
        }
    }
}

fn new_purpose(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let compatible = each.fact("compatible");
    let new = match compatible.value() {
        Some(_) => !compatible.is("same-purpose"),
        None => own_purpose(q, each) & !known(told_at_collection(q, each)),
    };
    if known(new.clone()).is_no() {
        return;
    }
    let hidden = known(q.one("notice").fact("change-channel").is_any_of(&["website", "none"]));
    let (told, started) = (each.fact("told-on"), each.fact("started-on"));
    let too_late = match (told.event(), started.day()) {
        (Event::On(told), Some(start)) => Cond::known(told >= start),
        _ => Cond::no(),
    };
    let before = told.happened() & !too_late;
    let can_still = known(!started.happened()) & known(told.not_yet()) & !hidden.clone();
    let duty = obligation("inform-before").before().as_condition();
    let duty = match each.purpose().code() {
        Some(purpose) => duty.with("purposes", [purpose]),
        None => duty,
    };
    let mut at = answer.at(gate::INFORMATION).about(each);
    at.prohibit(rule::ART_19_1.when(new & !(before & !hidden)).reason("r-not-informed"))
        .unless(rule::ART_19_1_STILL.when(can_still).with_conditions().obliging(duty));
}

/// Art. 6(2): what the use or the recipient does not need is left out.
pub fn minimisation(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let listed = q.recipient().fact("needs");
    for item in items_of(q, each) {
        let needed = match (item.fact("needed").value(), item.category().code()) {
            (None, Some(category)) if listed.value().is_some() => listed.contains(category),
            _ => item.fact("needed").is_true(),
        };
        let mut at = answer.at(gate::MINIMISATION).about(each).about(item);
        at.prohibit(rule::ART_6_2.when(!needed).reason("r-not-necessary"));
    }
}

/// Whether some item of the use is of other people, as its labels say.
pub fn shows_others<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    some(&q.labels(), |label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        let other = label.fact("owner").is("third-person") | label.fact("content").is("third-person");
        here & label.fact("state").is("present") & other
    })
}
