//! Arts 12(3) and 12A: one month from the relevant time, its pause and its extension.

mod start;

use praetor_sdk::reading::known;
use praetor_sdk::{Clock, ClockForm, Cond, Day, FactAt, Question, RightsAnswer, Term, Thing, Truth};

use crate::law::{param, rule};
use crate::reading::{inside, version};
use start::{Start, relevant_time};

/// Rights whose effect does not wait for the answer.
const AT_ONCE: [&str; 6] = [
    "object-marketing",
    "withdraw-consent",
    "opt-out-targeted-ads",
    "opt-out-sale-share",
    "opt-out-profiling",
    "restrict",
];

/// What Art. 15 gives: the clarification pause is for these alone (Art. 12A(5)).
const ACCESS: [&str; 3] = ["access", "list-third-parties", "recipients-told"];

/// The clocks of a request under the law of the day on which it was received. A withdrawal of
/// consent (Art. 7(3)) and a complaint (s. 164A) have none of Art. 12A.
pub fn clocks(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    at_once(q, request, answer);
    if known(request.fact("right").is("withdraw-consent")).is_yes() {
        return;
    }
    before_2026(q, request, answer);
    article_12a(q, request, answer);
    extension(q, request, answer);
}

fn at_once(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let advertising = praetor_sdk::reading::names(&param::MARKETING_PURPOSES, q.as_of());
    let marketing = known(q.uses().any(|each| each.purpose().is_any_of(advertising)))
        & request.fact("right").is("object");
    let now = known(request.fact("right").is_any_of(&AT_ONCE)) | marketing;
    let act = Clock::new(ClockForm::Act).at_once().met_by(request.fact("acted-on"));
    answer.on(request).clock(rule::AT_ONCE.when(now), act);
}

/// Art. 12(3) as it stood until 4 February 2026: one month of receipt. Its text knew no later start
/// and no pause; the practice that did is not followed, because it lets the person wait longer.
fn before_2026(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let received = request.fact("received-on");
    let day = version(q, request);
    let months = |count: u32| on_calendar(q, Term::months(count).from(received));
    let mut on = answer.on(request);
    let respond = respond(months(1), day_before(received.day()), request);
    on.clock(rule::ART_12_3.when(dated(request)).as_at(day), respond);
    on.clock(rule::ART_12_3_EXTENSION.always().as_at(day), extended(months(3), request));
    on.clock(rule::ART_12_3_EXTENSION.always().as_at(day), told(months(1), request));
}

/// Art. 12A: from the relevant time; the days that a necessary clarification takes do not count.
fn article_12a(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let day = version(q, request);
    let start = relevant_time(q, request);
    let pause = clarification(request, start);
    let counted = |count: u32| paused(on_calendar(q, start.months(request, count)), pause);
    let target = day_before(start.day()).map(|term| paused(term, pause));
    let rule = if pause.is_some() { rule::ART_12A_5 } else { rule::ART_12A };
    let mut on = answer.on(request);
    on.clock(rule.when(dated(request)).as_at(day), respond(counted(1), target, request));
    on.clock(rule::ART_12A_3.always().as_at(day), extended(counted(3), request));
    on.clock(rule::ART_12A_3.always().as_at(day), told(counted(1), request));
    if let Some((asked, Some(answered))) = pause {
        let longer = Some((asked, Some(answered.next())));
        let limit = paused(on_calendar(q, start.months(request, 1)), longer);
        let outer = Clock::new(ClockForm::Act).latest(limit).met_by(request.fact("answered"));
        on.clock(rule::ART_12A_5_OUTER.always().as_at(day), outer);
    }
}

/// The day of receipt is asked for where nobody said it; the clock runs meanwhile.
fn dated(request: Thing<'_>) -> Cond<'_> {
    request.fact("received-on").test(|_| Some(Truth::Yes))
}

fn respond(latest: Term, target: Option<Term>, request: Thing<'_>) -> Clock {
    let clock = Clock::new(ClockForm::Respond).latest(latest).met_by(request.fact("answered"));
    target.into_iter().fold(clock, Clock::target)
}

fn extended(latest: Term, request: Thing<'_>) -> Clock {
    Clock::new(ClockForm::RespondExtended).latest(latest).met_by(request.fact("answered"))
}

fn told(latest: Term, request: Thing<'_>) -> Clock {
    Clock::new(ClockForm::TellExtension).latest(latest).met_by(request.fact("extension-told"))
}

/// The words "one month beginning with" can end a day before the corresponding date: the day to aim
/// for, wherever it falls.
fn day_before(start: Option<Day>) -> Option<Term> {
    let start = start?;
    let days = month_later(start)?.epoch_days() - start.epoch_days() - 1;
    Some(Term::days(u32::try_from(days).ok()?).from(start))
}

/// Bank holidays of the nation where the controller acts (DPA 2018 s. 205(2)). Where the nation is
/// unknown, or the seat abroad, only those that all nations share move a date.
pub fn on_calendar(q: Question<'_>, term: Term) -> Term {
    let controller = q.controller();
    let seats = ["acting-establishment", "main-establishment"].map(|name| controller.fact(name));
    let mut here = seats.into_iter().flat_map(FactAt::places);
    let nation = here.find(|place| praetor_sdk::place::lies_in_any(place, inside(q)).is_yes());
    term.algorithm("corresponding-date").calendar(nation.map_or("GB", String::as_str))
}

/// Art. 12A(5): asked for while the month runs, and needed to know which data are meant. As the ICO
/// counts, these are the days that the person took.
fn clarification(request: Thing<'_>, start: Start) -> Option<(Day, Option<Day>)> {
    let reached = request.fact("right").is_any_of(&ACCESS) & request.fact("clarification-needed").is_true();
    let asked = request.fact("clarification-asked").day()?;
    let begins = start.day()?;
    let answered = request.fact("clarification-received");
    let waiting = known(answered.not_yet()).is_yes() || answered.day().is_some();
    (reached.is_yes() && waiting && asked >= begins)
        .then_some((asked, answered.day().filter(|day| *day >= asked)))
}

fn paused(term: Term, pause: Option<(Day, Option<Day>)>) -> Term {
    match pause {
        Some((asked, answered)) => term.paused(asked, answered),
        None => term,
    }
}

/// Arts 12(3), 12A(3)-(4): complexity or number; whether it was told in time is for the clock.
fn extension(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let told = request.fact("extension-told");
    let reason = request.fact("extension-reason").contains_any(&["complexity", "number-of-requests"]);
    let claimed = known(told.happened()) | known(!reason.clone());
    if claimed.is_no() {
        return;
    }
    let code = if reason.is_yes() { "" } else { "r-extension-invalid" };
    let old = version(q, request) < Some(crate::reading::AMENDED);
    let rule = if old { rule::ART_12_3_EXTENSION } else { rule::ART_12A_3 };
    let day = version(q, request);
    let mut on = answer.on(request);
    on.extension(rule.when(claimed).reason(code).as_at(day), reason.is_yes());
    on.must_state(rule.when(known(told.happened())).as_at(day), "extension-and-reasons");
}

/// The day of the same number a month later, else the last of that month.
pub fn month_later(day: Day) -> Option<Day> {
    let (year, month) = if day.month == 12 { (day.year + 1, 1) } else { (day.year, day.month + 1) };
    let mut same = (1..=day.day).rev().map(|number| Day::of(year, month, number));
    same.find(|d| Day::from_epoch_days(d.epoch_days()) == Some(*d))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_later_is_the_same_number_or_the_last_day() {
        assert_eq!(month_later(Day::of(2026, 11, 23)), Some(Day::of(2026, 12, 23)));
        assert_eq!(month_later(Day::of(2026, 8, 31)), Some(Day::of(2026, 9, 30)));
        assert_eq!(month_later(Day::of(2027, 1, 31)), Some(Day::of(2027, 2, 28)));
        assert_eq!(month_later(Day::of(2028, 1, 31)), Some(Day::of(2028, 2, 29)));
        assert_eq!(month_later(Day::of(2026, 12, 31)), Some(Day::of(2027, 1, 31)));
    }
}
