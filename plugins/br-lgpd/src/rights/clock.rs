//! Arts 18-19: at once, and fifteen days for the complete declaration; twice that for small agents.

use praetor_sdk::reading::known;
use praetor_sdk::{Clock, ClockForm, Cond, Day, FactAt, Question, RightsAnswer, Term, Thing};

use crate::law::{param, rule};

/// Confirmation and access.
pub const ACCESS: [&str; 4] = ["access", "be-informed", "list-third-parties", "explain-automated"];

/// The clocks of a request. No extension, no roll-over, no pause.
pub fn clocks(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let doubled = param::DAYS_COMPLETE_SMALL.on(day_of(q, request)).or(0) > 0;
    let small = known(q.controller().fact("small-agent").is_true()) & Cond::known(doubled);
    if known(request.fact("right").is_any_of(&ACCESS)).is_yes() {
        access(q, request, small, answer);
    } else {
        at_once(q, request, answer);
    }
    extension(request, answer);
}

/// Art. 19 I-II: simplified at once, complete within fifteen days; a small agent has fifteen and thirty.
fn access<'q>(q: Question<'q>, request: Thing<'q>, small: Cond<'q>, answer: &mut RightsAnswer) {
    let (received, day) = (request.fact("received-on"), day_of(q, request));
    let asked = request.fact("asks-for");
    let only = known(asked.contains("confirmation") & asked.contains_only(&["confirmation"]));
    let simple = if small.is_yes() { param::DAYS_SIMPLIFIED_SMALL.on(day).or(15) } else { 0 };
    let full = if small.is_yes() { param::DAYS_COMPLETE_SMALL.on(day) } else { param::DAYS_COMPLETE.on(day) };
    let simplified = if small.is_yes() { rule::RES_2_14_SIMPLIFIED } else { rule::ART_19_I };
    let complete = if small.is_yes() { rule::RES_2_14 } else { rule::ART_19_II };
    let mut on = answer.on(request);
    let clause = simplified.always().as_at(received.day());
    if only.is_yes() {
        let clock = Clock::new(ClockForm::Respond).latest(days(simple, received));
        on.clock(clause, prompt(clock, small).met_by(request.fact("answered")));
        return;
    }
    let clock = Clock::new(ClockForm::Acknowledge).latest(days(simple, received));
    on.clock(clause, prompt(clock, small).met_by(request.fact("acknowledged")));
    let respond = Clock::new(ClockForm::Respond).latest(days(full.or(15), received));
    on.clock(complete.always().as_at(received.day()), respond.met_by(request.fact("answered")));
}

fn prompt(clock: Clock, small: Cond<'_>) -> Clock {
    if small.is_yes() { clock } else { clock.at_once() }
}

/// Art. 18 pars 3-5: every other right at once, or an answer with reasons; fifteen days are a target, no period of the law.
fn at_once(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let (received, day) = (request.fact("received-on"), day_of(q, request));
    let aim = days(param::DAYS_COMPLETE.on(day).or(15), received);
    let respond = Clock::new(ClockForm::Respond).at_once().target(aim).met_by(request.fact("answered"));
    let mut on = answer.on(request);
    on.clock(rule::ART_18_4.always().as_at(received.day()), respond);
    let act = Clock::new(ClockForm::Act).at_once().met_by(request.fact("acted-on"));
    on.clock(rule::ART_18_4.always().as_at(received.day()), act);
}

/// The day that picks the numbers: of receipt, else of the question.
fn day_of(q: Question<'_>, request: Thing<'_>) -> Day {
    request.fact("received-on").day().unwrap_or(q.as_of())
}

fn days(count: i64, from: FactAt<'_>) -> Term {
    Term::days(u32::try_from(count).unwrap_or(0)).from(from).algorithm("calendar-days")
}

/// Art. 19: an extension that somebody claims is none.
fn extension(request: Thing<'_>, answer: &mut RightsAnswer) {
    let told = known(request.fact("extension-told").happened());
    let claimed =
        told | request.fact("extension-reason").is_stated() | request.fact("extension-until").is_stated();
    let clause = rule::ART_19_NO_EXTENSION.when(claimed).reason("r-no-extension");
    answer.on(request).extension(clause, false);
}
