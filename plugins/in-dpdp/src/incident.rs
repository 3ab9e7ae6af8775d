//! S. 8(6), Rule 7; the directions of CERT-In.

use praetor_asia::record::works_here;
use praetor_sdk::{Audience, Clock, ClockForm, Cond, IncidentAnswer, Question, Term, obligation};

use crate::law::{param, rule};
use crate::scope::area;

/// Every breach is told, whatever the risk.
pub fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
    let breach = q.one("incident");
    let happened = Cond::yes().resting_on(breach.fact("state").at());
    let aware = breach.fact("aware-at");
    let written = || obligation("document-breach").after();
    let hours = |count| {
        let clock = Clock::new(ClockForm::Notify).latest(Term::hours(count).from(aware));
        clock.met_by(breach.fact("authority-notified"))
    };
    let board = param::BOARD.on(q.as_of()).or("");
    let clause = rule::RULE_7_2.when(happened.clone()).obliging(written());
    answer.notify(clause, Audience::Authority, board, hours(72).at_once());
    let tell = Clock::new(ClockForm::Notify).at_once().met_by(breach.fact("persons-notified"));
    answer.notify(rule::S_8_6.when(happened.clone()), Audience::Persons, "", tell);
    let reported = rule::CERT_IN_II.when(happened & works_here(q, area(q))).obliging(written());
    answer.notify(reported, Audience::Authority, "CERT-In", hours(6));
}
