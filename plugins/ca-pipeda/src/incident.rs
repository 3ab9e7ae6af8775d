//! Sections 10.1-10.3: a real risk of significant harm is reported and told; every breach is recorded.

use praetor_sdk::reading::known;
use praetor_sdk::{Audience, Clock, ClockForm, Cond, IncidentAnswer, Question, Thing, obligation};

use crate::law::{param, rule};

/// The Commissioner, the individuals, those who can reduce the harm, and the organisation's own record.
pub fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
    let breach = q.one("incident");
    let real = real_risk(breach);
    let commissioner = param::AUTHORITY.on(q.as_of()).or("");
    let clock = |met: &'static str| Clock::new(ClockForm::Notify).at_once().met_by(breach.fact(met));
    let record = || obligation("document-breach").after();
    let reported = rule::S_10_1_1.when(real.clone()).obliging(record());
    answer.notify(reported, Audience::Authority, commissioner, clock("authority-notified"));
    let told = rule::S_10_1_3.when(real.clone()).obliging(record());
    answer.notify(told, Audience::Persons, "", clock("persons-notified"));
    if real.is_yes() {
        let others = Clock::new(ClockForm::Notify).at_once();
        answer.notify(rule::S_10_2.when(real), Audience::Others, "", others);
        return;
    }
    let recorded = !known(breach.fact("state").is("suspected"));
    answer.no_duty(rule::S_10_3_RECORD.when(recorded).obliging(record()), Audience::Others);
}

/// Section 10.1(7)-(8): significant harm by the sensitivity of the information and the probability of its misuse. The
/// assessment of that counts; without one a risk that was found to be high or unlikely speaks for it.
fn real_risk(breach: Thing<'_>) -> Cond<'_> {
    let (harm, risk) = (breach.fact("significant-harm"), breach.fact("risk"));
    if harm.value().is_some() {
        return harm.is_true();
    }
    match risk.code() {
        Some("high" | "unlikely") => risk.is("high"),
        _ => harm.is_true(),
    }
}
