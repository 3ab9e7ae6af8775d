//! The time for an answer, its extension, the appeal, and the end of what rested on a consent.

use praetor_sdk::reading::known;
use praetor_sdk::{Clock, ClockForm, FactAt, RightsAnswer, Term};

use super::On;
use crate::law::rule;

/// The clocks of a request under one state.
pub fn clocks(on: &On<'_>, answer: &mut RightsAnswer) {
    match on.right() {
        Some("appeal") => appeal(on, on.request.fact("received-on"), answer),
        Some("withdraw-consent") => revoked(on, answer),
        _ => {
            answered(on, answer);
            appeal(on, on.request.fact("appeal-received"), answer);
        }
    }
}

fn days(count: i64, from: FactAt<'_>) -> Term {
    Term::days(u32::try_from(count).unwrap_or(0)).from(from)
}

fn answered(on: &On<'_>, answer: &mut RightsAnswer) {
    let request = on.request;
    let received = request.fact("received-on");
    let (first, more) = (on.number("answer").unwrap_or(45), on.number("extend").unwrap_or(0));
    let governs = || on.governs.clone();
    let mut say = answer.on(request);
    let clock = |form, count| Clock::new(form).latest(days(count, received));
    let respond = clock(ClockForm::Respond, first).met_by(request.fact("answered"));
    say.clock(on.state.rights.when(governs()), respond);
    let extended = clock(ClockForm::RespondExtended, first + more).met_by(request.fact("answered"));
    say.clock(on.state.rights.when(governs()), extended);
    let told = clock(ClockForm::TellExtension, first).met_by(request.fact("extension-told"));
    say.clock(on.state.rights.when(governs()), told);
    let reason = request.fact("extension-reason").contains_any(&["complexity", "number-of-requests"]);
    let claimed =
        known(request.fact("extension-told").happened()) | request.fact("extension-reason").is_stated();
    let code = if reason.is_yes() { "" } else { "r-extension-invalid" };
    say.extension(rule::EXTENSION.when(governs() & claimed.clone()).reason(code), reason.is_yes());
    say.must_state(rule::EXTENSION.when(governs() & claimed), "extension-and-reasons");
    if on.state.place == "US-FL" {
        let done = Clock::new(ClockForm::Act).latest(days(60, received)).met_by(request.fact("acted-on"));
        say.clock(rule::COMPLETED.when(governs()), done);
    }
}

/// From the receipt of the appeal; Colorado and Minnesota know an extension that is told in time.
fn appeal(on: &On<'_>, received: FactAt<'_>, answer: &mut RightsAnswer) {
    let (Some(rule), Some(first)) = (on.state.appeal, on.number("appeal")) else { return };
    let own = on.right() == Some("appeal");
    if !own && received.day().is_none() {
        return;
    }
    let told = on.request.fact("appeal-extension-told");
    let last = received.day().and_then(|day| day.plus_days(first));
    let in_time = told.day().zip(last).is_some_and(|(told, last)| told <= last && told <= on.q.as_of());
    let more = on.number("appeal-extend").unwrap_or(0);
    let count = if in_time { first + more } else { first };
    let clock = Clock::new(ClockForm::DecideAppeal).latest(days(count, received));
    let mut say = answer.on(on.request);
    say.clock(rule.when(on.governs.clone()), clock.met_by(on.request.fact("appeal-answered")));
    if own && more > 0 {
        let extended = Clock::new(ClockForm::RespondExtended).latest(days(first + more, received));
        say.clock(rule.when(on.governs.clone()), extended);
        let tell = Clock::new(ClockForm::TellExtension).latest(days(first, received)).met_by(told);
        say.clock(rule.when(on.governs.clone()), tell);
    }
}

/// As soon as practicable; in some states within a number of days.
fn revoked(on: &On<'_>, answer: &mut RightsAnswer) {
    let act = Clock::new(ClockForm::Act).at_once().met_by(on.request.fact("acted-on"));
    let mut say = answer.on(on.request);
    match on.number("revoke") {
        Some(count) => {
            let latest = days(count, on.request.fact("received-on"));
            say.clock(rule::REVOKED_15.when(on.governs.clone()), act.latest(latest))
        }
        None => say.clock(rule::REVOKED.when(on.governs.clone()), act),
    };
}
