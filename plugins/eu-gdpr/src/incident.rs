//! Arts 33 and 34: whom a breach must be told to, and by when.

use praetor_sdk::reading::known;
use praetor_sdk::{Audience, Clock, ClockForm, IncidentAnswer, Question, Term, obligation};

use crate::law::{param, rule};

/// The authority within 72 hours unless a risk is unlikely; the people where it is high.
pub fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
    let breach = q.one("incident");
    let risk = breach.fact("risk");
    let affected = !known(breach.fact("state").is("suspected"));
    let aware = Term::hours(72).from(breach.fact("aware-at")).algorithm("hours");
    let notify = Clock::new(ClockForm::Notify).latest(aware).met_by(breach.fact("authority-notified"));
    let likely = risk.is_any_of(&["likely", "high"]) & affected.clone();
    let clause = rule::ART_33_1.when(likely).obliging(obligation("document-breach").after());
    answer.notify(clause, Audience::Authority, authority(q), notify);
    let spared = known(breach.fact("protected").is_true()) | known(breach.fact("harm-averted").is_true());
    let high = risk.is("high") & affected & !spared;
    let tell = Clock::new(ClockForm::Notify).at_once().met_by(breach.fact("persons-notified"));
    answer.notify(rule::ART_34_1.when(high), Audience::Persons, "", tell);
}

fn authority(q: Question<'_>) -> &'static str {
    let controller = q.controller();
    let seats = ["main-establishment", "acting-establishment"].map(|name| controller.fact(name));
    let named = |place: &String| param::AUTHORITY.of(place, q.as_of()).value;
    seats.into_iter().flat_map(praetor_sdk::FactAt::places).find_map(named).unwrap_or("")
}
