//! FADP art. 25(7), DPO arts 18, 19(3), 22: thirty days, the share of the costs, the later date.

use praetor_sdk::reading::known;
use praetor_sdk::{Clock, ClockForm, Cond, FactAt, Question, RightsAnswer, Term, Thing};

use super::fee;
use crate::law::{param, rule};
use crate::scope::inside;

/// Rights whose thirty days stand in the law: information, and handing over.
const BY_LAW: [&str; 3] = ["access", "portability", "list-third-parties"];

/// Rights whose effect does not wait for the answer.
const AT_ONCE: [&str; 6] = [
    "object-marketing",
    "withdraw-consent",
    "opt-out-targeted-ads",
    "opt-out-sale-share",
    "object",
    "opt-out-profiling",
];

/// The clocks of a request.
pub fn clocks(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let right = request.fact("right");
    let statutory = right.is_any_of(&BY_LAW) | right.is("explain-automated");
    let received = request.fact("received-on");
    if statutory.is_no() {
        let respond = Clock::new(ClockForm::Respond).latest(thirty(q, received)).recommended();
        let respond = respond.met_by(request.fact("answered"));
        answer.on(request).clock(rule::NO_PERIOD.always(), respond);
    } else {
        information(q, request, answer);
    }
    let act = Clock::new(ClockForm::Act).at_once().met_by(request.fact("acted-on"));
    let now = known(right.is_any_of(&AT_ONCE));
    answer.on(request).clock(rule::ART_6_6_STOP_NOW.when(now), act);
}

/// Thirty days, the later date of which the person was told, and the ten days to confirm costs.
fn information(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let received = request.fact("received-on");
    let begins = fee::reflection_ends(q, request);
    let term = || thirty(q, received).restarted_on(begins);
    let respond = Clock::new(ClockForm::Respond).latest(term()).met_by(request.fact("answered"));
    let rule_of_day = if begins.is_some() { rule::DPO_19_3_START } else { rule::ART_25_7 };
    let told = Clock::new(ClockForm::TellExtension).latest(term()).met_by(request.fact("extension-told"));
    let until = Term::days(0).from(request.fact("extension-until"));
    let later = Clock::new(ClockForm::RespondExtended).latest(until).met_by(request.fact("answered"));
    let mut on = answer.on(request);
    on.clock(rule_of_day.always(), respond);
    on.clock(rule::DPO_18_2.always(), told);
    on.clock(rule::DPO_18_2.always(), later);
    if begins.is_some() {
        let days = u32::try_from(param::DAYS_OF_REFLECTION.on(q.as_of()).or(10)).unwrap_or(10);
        let confirm = Clock::new(ClockForm::PersonActs)
            .latest(Term::days(days).from(request.fact("fee-told")))
            .met_by(request.fact("fee-confirmed"));
        on.clock(rule::DPO_19_3_PERSON.always(), confirm);
    }
    extension(request, answer);
}

/// DPO art. 18(2): any reason will do, if the person is told by when the answer comes. Whether it
/// was told within the thirty days the host compares.
fn extension(request: Thing<'_>, answer: &mut RightsAnswer) {
    let told = request.fact("extension-told");
    let claimed = known(told.happened()) | known(!request.fact("extension-reason").is_empty_set());
    if claimed.is_no() {
        return;
    }
    let dated = request.fact("extension-until").day().is_some();
    let valid = dated && told.day().is_some();
    let code = if valid { "" } else { "r-extension-invalid" };
    let mut on = answer.on(request);
    on.extension(rule::DPO_18_2.when(claimed.clone()).reason(code), valid);
    on.must_state(rule::DPO_18_2.when(claimed), "answer-day");
}

/// Thirty days by the calendar, rolled over the weekends and holidays of the seat in Switzerland.
/// A seat elsewhere has no calendar of this law: its days stay where they fall, never too late.
fn thirty(q: Question<'_>, received: FactAt<'_>) -> Term {
    let days = u32::try_from(param::DAYS_TO_ANSWER.on(q.as_of()).or(30)).unwrap_or(30);
    let term = Term::days(days).from(received);
    let controller = q.controller();
    let seats = ["acting-establishment", "main-establishment"].map(|name| controller.fact(name));
    let seat = seats.into_iter().find(|seat| !seat.places().is_empty());
    let here = seat.map_or(Cond::no(), |seat| seat.within(inside(q)));
    if here.is_yes() { term.algorithm("calendar-days-rolled").calendar("CH") } else { term }
}
