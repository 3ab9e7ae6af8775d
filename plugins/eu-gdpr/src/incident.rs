//! Arts 33 and 34: whom a breach must be told to, and by when.

use praetor_sdk::reading::{known, names};
use praetor_sdk::{
    Audience, Clause, Clock, ClockForm, Cond, FactAt, IncidentAnswer, Question, Term, Thing, obligation,
};

use crate::law::{param, rule};
use crate::reading::authority_of;

/// Art. 33(2) for a processor, else the authority, the people and the controller's own record.
pub fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
    let breach = q.one("incident");
    let parts = names(&param::PARTS_OF_PROCESSOR, q.as_of());
    let for_others = known(q.controller().role().is_any_of(parts));
    if for_others.is_yes() {
        let at_once = Clock::new(ClockForm::Notify).at_once();
        answer.notify(rule::ART_33_2.when(for_others), Audience::Controller, "", at_once);
        return;
    }
    let affected = !known(breach.fact("state").is("suspected"));
    to_authority(q, breach, &affected, answer);
    to_persons(breach, &affected, answer);
    let recorded = rule::ART_33_5.when(affected).obliging(obligation("document-breach").after());
    answer.no_duty(recorded, Audience::Others);
}

/// Art. 33(1): within 72 hours of awareness, weekends included, unless a risk is unlikely.
fn to_authority<'q>(q: Question<'q>, breach: Thing<'q>, affected: &Cond<'q>, answer: &mut IncidentAnswer) {
    let likely = breach.fact("risk").is_any_of(&["likely", "high"]) & affected.clone();
    let aware = Term::hours(HOURS).from(breach.fact("aware-at")).algorithm("hours");
    let clock =
        || Clock::new(ClockForm::Notify).latest(aware.clone()).met_by(breach.fact("authority-notified"));
    let late = known(late(q, breach));
    let explained = |clause: Clause<'q>| {
        if late.is_yes() { clause.obliging(obligation("explain-delay")) } else { clause }
    };
    let document = || obligation("document-breach").after();
    match lead(q) {
        Some(name) => {
            let rule = if late.is_yes() { rule::ART_33_1_LATE } else { rule::ART_33_1 };
            let clause = explained(rule.when(likely).obliging(document()));
            answer.notify(clause, Audience::Authority, name, clock());
        }
        None => {
            for name in each(q) {
                let clause = explained(rule::ART_33_1_EACH.when(likely.clone()).obliging(document()));
                answer.notify(clause, Audience::Authority, name, clock());
            }
        }
    }
}

/// The hours of Art. 33(1).
const HOURS: u32 = 72;

/// Art. 34(1), (3): the people without undue delay where the risk is high and nothing spares them.
fn to_persons<'q>(breach: Thing<'q>, affected: &Cond<'q>, answer: &mut IncidentAnswer) {
    let spared = known(breach.fact("protected").is_true()) | known(breach.fact("harm-averted").is_true());
    let high = breach.fact("risk").is("high") & affected.clone();
    if (high.clone() & spared.clone()).is_yes() {
        answer.no_duty(rule::ART_34_3.when(high & spared), Audience::Persons);
        return;
    }
    let tell = Clock::new(ClockForm::Notify).at_once().met_by(breach.fact("persons-notified"));
    answer.notify(rule::ART_34_1.when(high & !spared), Audience::Persons, "", tell);
}

/// The 72 hours are over: by the time of the notification where it is known, else by its day.
fn late<'q>(q: Question<'q>, breach: Thing<'q>) -> Cond<'q> {
    let (aware, told) = (breach.fact("aware-at"), breach.fact("authority-notified-at"));
    if let (Some(from), Some(to)) = (aware.instant(), told.instant()) {
        let limit = from.seconds.saturating_add(i64::from(HOURS) * 3_600);
        return Cond::because(told.at(), to.seconds > limit).resting_on(aware.at());
    }
    let day = breach.fact("authority-notified");
    let last = aware.instant().and_then(praetor_sdk::Instant::day).and_then(|day| day.plus_days(3));
    match (last, day.day()) {
        (Some(last), Some(_)) => day.after(last),
        (Some(last), None) => day.not_yet() & Cond::known(q.as_of() > last),
        _ => Cond::missing(aware.at()),
    }
}

/// Arts 55, 56: the authority of the main or only establishment inside, where there is one; an empty
/// name where it is inside and has no name here. None: no establishment inside is known.
fn lead(q: Question<'_>) -> Option<&'static str> {
    let controller = q.controller();
    let seats = ["main-establishment", "acting-establishment", "establishments"];
    let all = seats.map(|name| controller.fact(name)).into_iter().flat_map(FactAt::places);
    let mut here = all.filter(|place| crate::reading::is_inside(q, place)).peekable();
    here.peek()?;
    Some(here.find_map(|place| authority_of(place, q.as_of())).unwrap_or(""))
}

/// The authorities of the states in which the affected people live, as far as anybody said; one
/// without a name if nobody did.
fn each(q: Question<'_>) -> Vec<&'static str> {
    let counted = q.all("figure").which(|figure| figure.fact("measure").is("persons-affected"));
    let mut places: Vec<&String> = counted.iter().flat_map(|figure| figure.fact("place").places()).collect();
    for name in ["residence", "location"] {
        places.extend(q.subject().fact(name).places());
    }
    places.retain(|place| crate::reading::is_inside(q, place));
    let mut found: Vec<&'static str> =
        places.into_iter().filter_map(|place| authority_of(place, q.as_of())).collect();
    found.sort_unstable();
    found.dedup();
    if found.is_empty() { vec![""] } else { found }
}
