//! 11 CCR §§ 7021, 7026(f), 7027(g), 7221: the clocks. The 45 days run while identity is being verified.

use praetor_sdk::reading::known;
use praetor_sdk::{Clock, ClockForm, Question, RightsAnswer, Term, Thing};

use super::{KNOWING, MACHINES, UNPROVEN, day_of};
use crate::law::{param, rule};

/// The clocks of a request.
pub fn clocks(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let right = request.fact("right");
    let mut ordinary = KNOWING.to_vec();
    ordinary.extend(["erase", "rectify"]);
    let listed = known(request.fact("channel").is("data-broker-list"));
    if listed.is_yes() {
        by_list(q, request, answer);
    } else if right.is_any_of(&ordinary).is_yes() {
        answered(q, request, answer);
    } else if right.is_any_of(&UNPROVEN).is_yes() || right.is("withdraw-consent").is_yes() {
        stopped(q, request, answer);
    } else if right.is_any_of(&MACHINES).is_yes() {
        let clause = rule::CCR_7221_CLOCK.always().as_at(request.fact("received-on").day());
        answer.on(request).clock(clause, act(q, request));
    }
}

fn days(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(0)
}

/// Knowing, deleting, correcting: acknowledged, answered, once extended.
fn answered(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let received = request.fact("received-on");
    let (day, version) = (day_of(q, request), received.day());
    let first = || Term::days(days(param::DAYS_TO_ANSWER.on(day).or(45))).from(received);
    let whole = Term::days(days(param::DAYS_TO_ANSWER_EXTENDED.on(day).or(90))).from(received);
    let ten = days(param::BUSINESS_DAYS_TO_ACKNOWLEDGE.on(day).or(10));
    let ten = Term::business_days(ten).from(received).algorithm("business-days").calendar("US-CA");
    let answered = request.fact("answered");
    let mut on = answer.on(request);
    let acknowledge = Clock::new(ClockForm::Acknowledge).latest(ten).met_by(request.fact("acknowledged"));
    on.clock(rule::CCR_7021_A.always().as_at(version), acknowledge);
    let respond = Clock::new(ClockForm::Respond).latest(first()).met_by(answered);
    on.clock(rule::CCR_7021_B.always().as_at(version), respond);
    let extended = Clock::new(ClockForm::RespondExtended).latest(whole).met_by(answered);
    on.clock(rule::CCR_7021_B_EXTENSION.always().as_at(version), extended);
    let told = Clock::new(ClockForm::TellExtension).latest(first()).met_by(request.fact("extension-told"));
    on.clock(rule::CCR_7021_B_EXTENSION.always().as_at(version), told);
    extension(request, answer);
}

/// Reasonably necessary: complexity, number, consultations and the like; never the staff's holidays.
fn extension(request: Thing<'_>, answer: &mut RightsAnswer) {
    const GOOD: [&str; 8] = [
        "complexity",
        "number-of-requests",
        "consultations",
        "operations-hindered",
        "format-conversion",
        "records-elsewhere",
        "large-search",
        "justifiable-reason",
    ];
    let reason = request.fact("extension-reason").contains_any(&GOOD);
    let told = known(request.fact("extension-told").happened());
    let claimed = told.clone() | request.fact("extension-reason").is_stated();
    let code = if reason.is_yes() { "" } else { "r-extension-invalid" };
    let mut on = answer.on(request);
    on.extension(rule::CCR_7021_B_EXTENSION.when(claimed).reason(code), reason.is_yes());
    on.must_state(rule::CCR_7021_B_EXTENSION.when(told), "extension-and-reasons");
}

/// As soon as feasible, within 15 business days, without extension.
fn act<'q>(q: Question<'q>, request: Thing<'q>) -> Clock {
    let count = days(param::BUSINESS_DAYS_TO_STOP.on(day_of(q, request)).or(15));
    let term = Term::business_days(count).from(request.fact("received-on"));
    let term = term.algorithm("business-days").calendar("US-CA");
    Clock::new(ClockForm::Act).at_once().latest(term).met_by(request.fact("acted-on"))
}

fn stopped(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let version = request.fact("received-on").day();
    let limit = request.fact("right").is("limit-sensitive");
    let claimed = known(request.fact("extension-told").happened())
        | request.fact("extension-reason").is_stated()
        | request.fact("extension-until").is_stated();
    let mut on = answer.on(request);
    on.clock(rule::CCR_7026_F.when(!limit.clone()).as_at(version), act(q, request));
    on.clock(rule::CCR_7027_G.when(limit).as_at(version), act(q, request));
    on.extension(rule::NO_EXTENSION.when(claimed).reason("r-no-extension"), false);
}

/// § 1798.99.86(c): the list is fetched at least every 45 days.
fn by_list(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let count = days(param::DAYS_TO_DELETE_BY_DROP.on(day_of(q, request)).or(45));
    let term = Term::days(count).from(request.fact("received-on"));
    let clock = Clock::new(ClockForm::Act).latest(term).met_by(request.fact("acted-on"));
    let broker = known(super::delete::broker(q));
    answer.on(request).clock(rule::S_1798_99_86.when(broker).as_at(request.fact("received-on").day()), clock);
}
