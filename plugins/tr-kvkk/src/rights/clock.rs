//! Arts 13(2) and 14(1): thirty days for the controller, and the person's own days for the Board.

use praetor_sdk::reading::known;
use praetor_sdk::{Clock, ClockForm, Day, FactAt, Question, RightsAnswer, Term, Thing};

use crate::law::{param, rule};

/// The clocks of an application. No extension, no roll-over, no pause.
pub fn clocks(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let received = request.fact("received-on");
    let month = || days(param::DAYS_TO_ANSWER.on(day_of(q, request)).or(0), received);
    let answered = request.fact("answered");
    let right = request.fact("right");
    let mut on = answer.on(request);
    let respond = Clock::new(ClockForm::Respond).latest(month()).met_by(answered);
    on.clock(rule::ART_13_2.always().as_at(received.day()), respond);
    let act = || Clock::new(ClockForm::Act).met_by(request.fact("acted-on"));
    let erasing = known(right.is_any_of(&["erase", "de-index"]));
    on.clock(rule::BY_LAW_12.when(erasing), act().latest(month()));
    let withdrawn = known(right.is_any_of(&["withdraw-consent", "object"]));
    on.clock(rule::WITHDRAWAL.when(withdrawn), act().at_once());
    let stopped = known(right.is_any_of(&["object-marketing", "opt-out-targeted-ads"]));
    let count = u32::try_from(param::DAYS_TO_STOP_MESSAGES.on(day_of(q, request)).or(0)).unwrap_or(0);
    let three = Term::business_days(count).from(received).algorithm("business-days").calendar("TR");
    on.clock(rule::LAW_6563_8_STOP.when(stopped), act().at_once().latest(three));
    on.clock(rule::ART_14_1.always(), Clock::new(ClockForm::PersonActs).latest(complaint(q, request)));
    extension(request, answer);
}

/// The day that picks the numbers: of receipt, else of the question.
fn day_of(q: Question<'_>, request: Thing<'_>) -> Day {
    request.fact("received-on").day().unwrap_or(q.as_of())
}

fn days(count: i64, from: FactAt<'_>) -> Term {
    Term::days(u32::try_from(count).unwrap_or(0)).from(from).algorithm("calendar-days")
}

/// Art. 14(1): thirty days from learning the answer, sixty from the application in any case; the earlier one. Of an
/// answer of which only the giving is known, the person is taken to have learned on that day.
fn complaint(q: Question<'_>, request: Thing<'_>) -> Term {
    let day = day_of(q, request);
    let received = request.fact("received-on");
    let (short, cap) = (param::DAYS_TO_COMPLAIN.on(day).or(0), param::DAYS_TO_COMPLAIN_AT_MOST.on(day).or(0));
    let (given, learned) = (request.fact("answered"), request.fact("answer-learned"));
    let known_on = if learned.day().is_some() { learned } else { given };
    let by_answer = known_on.day().and_then(|day| day.plus_days(short));
    let by_application = received.day().and_then(|day| day.plus_days(cap));
    match (by_answer, by_application) {
        (Some(one), Some(other)) if one < other => days(short, known_on),
        (Some(_), None) => days(short, known_on),
        _ => days(cap, received),
    }
}

/// Art. 13(2): an extension that somebody claims is none.
fn extension(request: Thing<'_>, answer: &mut RightsAnswer) {
    let told = known(request.fact("extension-told").happened());
    let claimed =
        told | request.fact("extension-reason").is_stated() | request.fact("extension-until").is_stated();
    let clause = rule::ART_13_2_NO_EXTENSION.when(claimed).reason("r-no-extension");
    answer.on(request).extension(clause, false);
}
