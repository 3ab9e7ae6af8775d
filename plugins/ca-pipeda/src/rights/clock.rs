//! Section 8(3)-(5): thirty days, once put off by thirty more for three reasons; silence is a refusal.

use praetor_sdk::reading::known;
use praetor_sdk::{Clock, ClockForm, Day, FactAt, Question, RightsAnswer, Term, Thing};

use crate::law::{param, rule};

/// Rights under section 8 and clause 4.9, which alone have a period.
const ACCESS: [&str; 5] = ["access", "be-informed", "list-third-parties", "recipients-told", "rectify"];

/// Rights by which a consent is withdrawn, on reasonable notice.
const STOPS: [&str; 5] =
    ["withdraw-consent", "object", "object-marketing", "opt-out-targeted-ads", "opt-out-sale-share"];

/// Reasons for which section 8(4) lets the limit be put off.
const REASONS: [&str; 3] = ["operations-hindered", "consultations", "format-conversion"];

/// The clocks of a request, and those of the person's complaint.
pub fn clocks(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let (received, day) = (request.fact("received-on"), day_of(q, request));
    let first = || days(param::DAYS_TO_ANSWER.on(day).or(30), received);
    let statutory = known(request.fact("right").is_any_of(&ACCESS)).is_yes();
    let respond = Clock::new(ClockForm::Respond).latest(first()).met_by(request.fact("answered"));
    let mut on = answer.on(request);
    if statutory {
        on.clock(rule::S_8_3.always().as_at(received.day()), respond);
        let extended = Clock::new(ClockForm::RespondExtended)
            .latest(days(param::DAYS_EXTENDED.on(day).or(60), received))
            .met_by(request.fact("answered"));
        on.clock(rule::S_8_4.always(), extended);
        let told = Clock::new(ClockForm::TellExtension).latest(first());
        on.clock(rule::S_8_4.always(), told.met_by(request.fact("extension-told")));
    } else {
        // Nobody set a period for these: the one of section 8 is what to aim at, and no law.
        on.clock(rule::S_8_3.always().as_at(received.day()), respond.recommended());
        let act = Clock::new(ClockForm::Act).at_once().met_by(request.fact("acted-on"));
        on.clock(rule::WITHDRAW.when(known(request.fact("right").is_any_of(&STOPS))), act);
    }
    complaint(q, request, answer);
    extension(request, statutory, answer);
}

/// Section 11(2): six months after a refusal.
fn complaint(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let refused = request.fact("refused");
    let months = u32::try_from(param::MONTHS_TO_COMPLAIN.on(q.as_of()).or(6)).unwrap_or(0);
    let term = Term::months(months).from(refused).algorithm("calendar-months");
    let clause = rule::S_11.when(known(refused.happened()));
    answer.on(request).clock(clause, Clock::new(ClockForm::PersonActs).latest(term));
}

/// Section 8(4): valid for its three reasons alone. Whether it was told in time is for the core to compare.
fn extension(request: Thing<'_>, statutory: bool, answer: &mut RightsAnswer) {
    let told = request.fact("extension-told");
    let reason = request.fact("extension-reason").contains_any(&REASONS);
    let claimed = known(told.happened()) | request.fact("extension-reason").is_stated();
    if claimed.is_no() {
        return;
    }
    let mut on = answer.on(request);
    if statutory && reason.is_yes() {
        on.extension(rule::S_8_4.when(claimed.clone()), true);
    } else {
        on.extension(rule::S_8_4_INVALID.when(claimed.clone()).reason("r-extension-invalid"), false);
    }
    for statement in ["extension-and-reasons", "answer-day", "complaint-route"] {
        on.must_state(rule::S_8_4.when(known(told.happened())), statement);
    }
}

/// The day that picks the numbers: of receipt, else of the question.
fn day_of(q: Question<'_>, request: Thing<'_>) -> Day {
    request.fact("received-on").day().unwrap_or(q.as_of())
}

/// The day of receipt is not counted, and a last day is not moved: the earlier day is safe under either reading.
fn days(count: i64, from: FactAt<'_>) -> Term {
    Term::days(u32::try_from(count).unwrap_or(0)).from(from).algorithm("calendar-days")
}
