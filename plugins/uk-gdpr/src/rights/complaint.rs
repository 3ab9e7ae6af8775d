//! DPA 2018 s. 164A: complaints to the controller, from 19 June 2026.

use praetor_sdk::{Clock, ClockForm, Outcome, Question, RightsAnswer, Term, Thing};

use super::clock::on_calendar;
use crate::law::rule;
use crate::reading::version;

/// The rights by which a complaint is named: to the controller, or about it.
pub const COMPLAINTS: [&str; 2] = ["grievance", "complain"];

/// Acknowledged within 30 days, through whatever channel it came; then enquiries, progress and the
/// outcome without undue delay (s. 164A(3)-(5)).
pub fn complaint(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let received = request.fact("received-on");
    let day = version(q, request);
    // The ICO counts from the day after receipt; "beginning when received" ends a day before.
    let latest = on_calendar(q, Term::days(30).from(received));
    let target = Term::days(29).from(received);
    let acknowledge = Clock::new(ClockForm::Acknowledge).latest(latest).target(target);
    let outcome = Clock::new(ClockForm::Respond).at_once().met_by(request.fact("answered"));
    let mut on = answer.on(request);
    on.clock(rule::S_164A.always().as_at(day), acknowledge.met_by(request.fact("acknowledged")));
    on.clock(rule::S_164A.always().as_at(day), outcome);
    on.owed(rule::S_164A.always().as_at(day), Outcome::Fulfil);
    on.no_right(rule::S_164A_BEFORE.always().as_at(day).reason("r-not-in-force"));
    on.must_state(rule::S_164A.always().as_at(day), "complaint-route");
}
