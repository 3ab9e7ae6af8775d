//! Breaches: the fixed days of some states, and no undue delay elsewhere.

use praetor_sdk::figure::{Looked, Of, reaches};
use praetor_sdk::reading::{known, names, some};
use praetor_sdk::{Audience, Clock, ClockForm, Cond, IncidentAnswer, Question, Term, Thing, obligation};

use crate::law::{param, rule};
use crate::sensitive::labelled;
use crate::states::STATES;

/// New York has its own law on breaches beside the states of the list.
const FURTHER: [&str; 1] = ["US-NY"];

/// A resident of one of the states is affected: the subject, or some of those counted.
pub fn affected(q: Question<'_>) -> Cond<'_> {
    Cond::any(places().map(|place| lives(q, &[place])))
}

fn places() -> impl Iterator<Item = &'static str> {
    STATES.iter().map(|state| state.place).chain(FURTHER)
}

fn lives<'q>(q: Question<'q>, areas: &[&str]) -> Cond<'q> {
    let counted = some(&q.all("figure"), |figure| {
        figure.fact("measure").is("persons-affected")
            & figure.fact("place").within(areas)
            & figure.fact("amount").at_least(1)
    });
    counted | q.subject().residence().within(areas)
}

/// The persons, by state, and the Attorney General of Texas.
pub fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
    let breach = q.one("incident");
    let taken = taken(q, breach);
    let thirty = names(&param::BREACH_30_PLACES, q.as_of());
    let sixty = names(&param::BREACH_60_PLACES, q.as_of());
    let other: Vec<&str> =
        places().filter(|place| !thirty.contains(place) && !sixty.contains(place)).collect();
    let clock = || Clock::new(ClockForm::Notify).met_by(breach.fact("persons-notified"));
    let days = |count| Term::days(count).from(breach.fact("discovered-on"));
    let delayed = known(breach.fact("police-delay").is("asked")).is_yes();
    let by = |count: u32| if delayed { clock() } else { clock().latest(days(count)) };
    let written = || obligation("document-breach").after();
    for (rule, areas, clock) in [
        (rule::BREACH_30, thirty, by(30)),
        (rule::BREACH_60, sixty, by(60)),
        (rule::BREACH_OTHER, other.as_slice(), clock().at_once()),
    ] {
        let here = known(lives(q, areas));
        if !here.is_no() {
            let clause = rule.when(here & taken.clone()).obliging(written());
            answer.notify(clause, Audience::Persons, "", clock);
        }
    }
    texas(q, breach, taken, answer);
}

fn texas<'q>(q: Question<'q>, breach: Thing<'q>, taken: Cond<'q>, answer: &mut IncidentAnswer) {
    let here = known(lives(q, &["US-TX"]));
    if here.is_no() {
        return;
    }
    let bound = || param::TEXANS_FOR_ATTORNEY_GENERAL.on(q.as_of());
    let few = known(breach.fact("persons").under(bound()));
    let of = Of::Place("US-TX");
    let looked = Looked { measure: "persons-affected", of, years: None, currency: None };
    let many = if few.is_yes() { !few } else { reaches(q, &looked, |amount| amount.at_least(bound())) };
    let latest = Term::days(30).from(breach.fact("discovered-on"));
    let clock = Clock::new(ClockForm::Notify).latest(latest).met_by(breach.fact("authority-notified"));
    let clause = rule::BREACH_TX_AG.when(here & taken & many);
    answer.notify(clause, Audience::Authority, "Attorney General of Texas", clock);
}

/// Unprotected data of the listed kinds that somebody got, or is believed to have got.
fn taken<'q>(q: Question<'q>, breach: Thing<'q>) -> Cond<'q> {
    let lost = breach.fact("kind").contains("confidentiality");
    let got = !known(breach.fact("obtained-by-others").is("no"));
    let named = breach.fact("items").value().is_some();
    let items = if named { breach.follow("items", "item") } else { q.items() };
    let listed = items.any(|item| {
        let safe = known(item.fact("encrypted").is_true());
        holds(q, item) & !safe
    });
    lost & got & !breach.fact("protected").is_true() & listed
}

fn holds<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let listed = item.category().is_any_of(names(&param::BREACH_CATEGORIES, q.as_of()));
    let shown = labelled(q, item, names(&param::BREACH_LABELS, q.as_of()));
    let open = known(item.category().is_any_of(names(&param::ANY_CONTENT, q.as_of())));
    let unseen = open & !item.fact("scan").is_any_of(&["full", "not-applicable"]);
    let unseen = if unseen.is_yes() { Cond::missing(item.fact("scan").at()) } else { unseen };
    listed | shown | unseen
}
