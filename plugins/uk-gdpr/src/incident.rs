//! Arts 33 and 34, PECR reg. 5A: whom a breach must be told to, and by when.

use praetor_sdk::reading::known;
use praetor_sdk::{Audience, Clock, ClockForm, Cond, IncidentAnswer, Question, Term, Thing, obligation};

use crate::law::rule;
use crate::reading::authority;

/// Who operates the processing: a processor tells its controller, whoever carries communications
/// follows PECR instead of Arts 33 and 34 (Art. 95).
pub fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
    let breach = q.one("incident");
    let controller = q.controller();
    let processor = known(controller.role().is_any_of(&["processor", "sub-processor"]));
    if processor.is_yes() {
        let tell = Clock::new(ClockForm::Notify).at_once();
        answer.notify(rule::ART_33_2.when(processor), Audience::Controller, "", tell);
        return;
    }
    let carries = known(controller.fact("activities").contains_any(&["telecom", "internet-access"]));
    let affected = !known(breach.fact("state").is("suspected"));
    if carries.is_yes() {
        communications(q, breach, carries & affected, answer);
    } else {
        general(q, breach, affected, answer);
    }
}

/// The Commissioner within 72 hours unless a risk is unlikely; the people where it is high; a record
/// of it always.
fn general<'q>(q: Question<'q>, breach: Thing<'q>, affected: Cond<'q>, answer: &mut IncidentAnswer) {
    let risk = breach.fact("risk");
    let likely = risk.is_any_of(&["likely", "high"]) & affected.clone();
    let clause = rule::ART_33_1.when(likely).obliging(obligation("document-breach").after());
    answer.notify(clause, Audience::Authority, authority(q), within(breach, 72));
    let spared = known(breach.fact("protected").is_true()) | known(breach.fact("harm-averted").is_true());
    let high = risk.is("high") & affected & !spared;
    answer.notify(rule::ART_34_1.when(high), Audience::Persons, "", at_once(breach));
    let record = rule::ART_33_5.always().obliging(obligation("document-breach").after());
    answer.no_duty(record, Audience::Others);
}

/// PECR reg. 5A: every breach, whatever the risk; within 72 hours, before 2026 within 24.
fn communications<'q>(q: Question<'q>, breach: Thing<'q>, affected: Cond<'q>, answer: &mut IncidentAnswer) {
    let record = || obligation("document-breach").after();
    for (rule, hours) in [(rule::PECR_5A, 72), (rule::PECR_5A_24, 24)] {
        let clause = rule.when(affected.clone()).obliging(record());
        answer.notify(clause, Audience::Authority, authority(q), within(breach, hours));
    }
    let harmed = breach.fact("risk").is_any_of(&["likely", "high"]) & affected;
    let harmed = harmed & !known(breach.fact("protected").is_true());
    answer.notify(rule::PECR_5A_3.when(harmed), Audience::Persons, "", at_once(breach));
}

fn within(breach: Thing<'_>, hours: u32) -> Clock {
    let aware = Term::hours(hours).from(breach.fact("aware-at")).algorithm("hours");
    Clock::new(ClockForm::Notify).latest(aware).met_by(breach.fact("authority-notified"))
}

fn at_once(breach: Thing<'_>) -> Clock {
    Clock::new(ClockForm::Notify).at_once().met_by(breach.fact("persons-notified"))
}
