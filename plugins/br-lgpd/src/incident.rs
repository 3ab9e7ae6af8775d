//! Art. 48, Resolution 15/2024: which incidents must be told to whom, and by when.

use praetor_sdk::person::under;
use praetor_sdk::reading::{known, names, some};
use praetor_sdk::{
    Audience, Clock, ClockForm, Cond, Day, IncidentAnswer, Question, Rule, Term, Thing, obligation,
};

use crate::law::{param, rule};

/// The authority and the persons within three business days of knowing that personal data were affected.
pub fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
    let breach = q.one("incident");
    let relevant = relevant(q, breach);
    before_the_resolution(q, breach, &relevant, answer);
    let small = known(q.controller().fact("small-agent").is_true());
    let tell = |told: &'static str| clock(q, breach, small.clone(), told);
    let authority = param::AUTHORITY.on(q.as_of()).or("");
    let told = rule(&small, rule::RES_15_6, rule::RES_15_6_SMALL).when(relevant.clone()).as_at(start(breach));
    let told = told.obliging(record()).obliging(complete(q, breach, &small));
    answer.notify(told, Audience::Authority, authority, tell("authority-notified"));
    let persons = rule(&small, rule::RES_15_9, rule::RES_15_9_SMALL).when(relevant).as_at(start(breach));
    answer.notify(persons.obliging(record()), Audience::Persons, "", tell("persons-notified"));
}

/// Art. 48 par. 1: what was known before the resolution was told within a reasonable time, which is read as at once.
fn before_the_resolution<'q>(
    q: Question<'q>,
    breach: Thing<'q>,
    relevant: &Cond<'q>,
    answer: &mut IncidentAnswer,
) {
    let authority = param::AUTHORITY.on(q.as_of()).or("");
    for (audience, name, told) in
        [(Audience::Authority, authority, "authority-notified"), (Audience::Persons, "", "persons-notified")]
    {
        let clause = rule::ART_48.when(relevant.clone()).as_at(start(breach));
        let clock = Clock::new(ClockForm::Notify).at_once().met_by(breach.fact(told));
        answer.notify(clause.obliging(record()), audience, name, clock);
    }
}

fn rule(small: &Cond<'_>, ordinary: Rule, doubled: Rule) -> Rule {
    if small.is_yes() { doubled } else { ordinary }
}

fn record() -> praetor_sdk::Obligation {
    obligation("document-breach").after()
}

/// Resolution 15/2024 art. 6 par. 3: what was not known yet follows within twenty business days of the first word.
fn complete(q: Question<'_>, breach: Thing<'_>, small: &Cond<'_>) -> praetor_sdk::Obligation {
    let days = number(param::DAYS_TO_COMPLETE_NOTICE.on(q.as_of()).or(20), small);
    let first = breach.fact("authority-notified");
    let due = Term::business_days(days).from(first).algorithm("business-days").calendar("BR");
    obligation("file-with-authority").after().due(due)
}

fn clock<'q>(q: Question<'q>, breach: Thing<'q>, small: Cond<'q>, told: &str) -> Clock {
    let days = number(param::DAYS_TO_NOTIFY.on(q.as_of()).or(3), &small);
    let length = Term::business_days(days);
    let term = match start(breach) {
        Some(day) => length.from(day),
        None => length.from(breach.fact("known-affected-on")),
    };
    let latest = term.algorithm("business-days").calendar("BR");
    Clock::new(ClockForm::Notify).latest(latest).met_by(breach.fact(told))
}

fn number(days: i64, small: &Cond<'_>) -> u32 {
    u32::try_from(if small.is_yes() { days.saturating_mul(2) } else { days }).unwrap_or(0)
}

/// The day on which it was known that personal data were affected; without it that of discovery or awareness.
fn start(breach: Thing<'_>) -> Option<Day> {
    let known_on = breach.fact("known-affected-on").day().or(breach.fact("discovered-on").day());
    known_on.or_else(|| breach.fact("aware-at").instant().and_then(praetor_sdk::Instant::day))
}

/// Art. 5 of the resolution: it can weigh on the person, and data of a delicate kind, of children, or of many are affected.
/// Whoever assessed the risk as unlikely has to be able to show why; without an assessment, such data are enough.
fn relevant<'q>(q: Question<'q>, breach: Thing<'q>) -> Cond<'q> {
    let risk = breach.fact("risk");
    let assessed = risk.is_any_of(&["likely", "high"]) | known(breach.fact("significant-harm").is_true());
    if risk.value().is_some() {
        return assessed;
    }
    let items =
        if breach.fact("items").value().is_some() { breach.follow("items", "item") } else { q.items() };
    let delicate =
        some(&items, |item| item.category().is_any_of(names(&param::DELICATE_IN_INCIDENT, q.as_of())));
    let child = known(under(q.subject(), param::MAJORITY.on(q.as_of()).or(18)));
    let unreadable = known(breach.fact("protected").is_true());
    ((delicate | child) & !unreadable) | assessed
}
