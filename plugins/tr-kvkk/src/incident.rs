//! Art. 12(5), Decisions of the Board 2019/10 and 2019/271: whom a breach must be told to, and by when.

use praetor_sdk::{
    Audience, Clock, ClockForm, Cond, IncidentAnswer, Instant, Question, Term, Thing, obligation,
};

use crate::law::{param, rule};

const SECONDS_PER_HOUR: i64 = 3_600;

/// The Board whatever the risk, and the persons, once others have or may have obtained data by unlawful means.
pub fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
    let breach = q.one("incident");
    let obtained = breach.fact("obtained-by-others").is_any_of(&["suspected", "yes"]);
    let authority = param::AUTHORITY.on(q.as_of()).or("");
    let written = || obligation("document-breach").after();
    let clock = Clock::new(ClockForm::Notify).met_by(breach.fact("authority-notified"));
    match param::HOURS_TO_NOTIFY_BREACH.on(q.as_of()).value.and_then(|hours| u32::try_from(hours).ok()) {
        None => {
            let clause = rule::ART_12_5.when(obtained.clone()).obliging(written());
            answer.notify(clause, Audience::Authority, authority, clock.at_once());
        }
        Some(hours) => {
            let latest = Term::hours(hours).from(breach.fact("aware-at")).algorithm("hours");
            let late = obtained.clone() & late(breach, hours);
            let clause = if late.is_yes() {
                let clause = rule::BOARD_2019_10_LATE.when(obtained.clone());
                clause.obliging(obligation("explain-delay"))
            } else {
                rule::BOARD_2019_10.when(obtained.clone())
            };
            answer.notify(clause.obliging(written()), Audience::Authority, authority, clock.latest(latest));
        }
    }
    let tell = Clock::new(ClockForm::Notify).at_once().met_by(breach.fact("persons-notified"));
    answer.notify(rule::ART_12_5_PERSONS.when(obtained), Audience::Persons, "", tell);
}

/// Whether the notification is known to have come after its hours, or on a day after the last one.
fn late(breach: Thing<'_>, hours: u32) -> Cond<'_> {
    let Some(aware) = breach.fact("aware-at").instant() else { return Cond::no() };
    let seconds = aware.seconds.saturating_add(i64::from(hours).saturating_mul(SECONDS_PER_HOUR));
    let (at, on) = (breach.fact("authority-notified-at"), breach.fact("authority-notified"));
    if let Some(at_instant) = at.instant() {
        return Cond::because(at.at(), at_instant.seconds > seconds);
    }
    match (Instant { seconds, ..aware }).day() {
        Some(last) => on.after(last),
        None => Cond::no(),
    }
}
