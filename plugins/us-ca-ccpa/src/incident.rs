//! § 1798.82: whom a breach must be told to, and by when.

use praetor_sdk::figure::{Looked, Of, reaches};
use praetor_sdk::reading::{known, names};
use praetor_sdk::{Audience, Clock, ClockForm, Cond, IncidentAnswer, Question, Term, Thing, obligation};

use crate::law::{param, rule};
use crate::sensitive::holds;

/// Residents, and the Attorney General where there are more than 500 of them.
pub fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
    let breach = q.one("incident");
    let taken = taken(q, breach);
    let clock = || Clock::new(ClockForm::Notify).met_by(breach.fact("persons-notified"));
    let delayed = known(breach.fact("police-delay").is("asked"));
    let written = || obligation("document-breach").after();
    if delayed.is_yes() {
        let clause = rule::S_1798_82_A_DELAY.when(taken.clone() & delayed).obliging(written());
        answer.notify(clause, Audience::Persons, "", clock());
    } else {
        let days = u32::try_from(param::DAYS_TO_TELL_RESIDENTS.on(q.as_of()).or(0)).unwrap_or(0);
        let latest = Term::days(days).from(breach.fact("discovered-on"));
        let clause = rule::S_1798_82_A.when(taken.clone()).as_at(breach.fact("discovered-on").day());
        answer.notify(clause.obliging(written()), Audience::Persons, "", clock().latest(latest));
        let clause = rule::S_1798_82_BEFORE.when(taken.clone()).as_at(breach.fact("discovered-on").day());
        answer.notify(clause.obliging(written()), Audience::Persons, "", clock().at_once());
    }
    attorney_general(q, breach, taken, answer);
}

fn attorney_general<'q>(q: Question<'q>, breach: Thing<'q>, taken: Cond<'q>, answer: &mut IncidentAnswer) {
    let name = param::ATTORNEY_GENERAL.on(q.as_of()).or("");
    let many = taken & many(q, breach);
    let days = u32::try_from(param::DAYS_TO_TELL_ATTORNEY_GENERAL.on(q.as_of()).or(0)).unwrap_or(0);
    let latest = Term::days(days).from(breach.fact("persons-notified"));
    let clock = || Clock::new(ClockForm::Notify).met_by(breach.fact("authority-notified"));
    let day = breach.fact("discovered-on").day();
    let clause = rule::S_1798_82_F.when(many.clone()).as_at(day);
    answer.notify(clause, Audience::Authority, name, clock().latest(latest));
    let clause = rule::S_1798_82_F_BEFORE.when(many).as_at(day);
    answer.notify(clause, Audience::Authority, name, clock());
}

/// More than 500 residents; as many persons in all cannot be fewer residents than that.
fn many<'q>(q: Question<'q>, breach: Thing<'q>) -> Cond<'q> {
    let bound = || param::RESIDENTS_FOR_ATTORNEY_GENERAL.on(q.as_of());
    let few = known(breach.fact("persons").at_most(bound()));
    let counted = Looked { measure: "persons-affected", of: Of::Place("US-CA"), years: None, currency: None };
    if few.is_yes() { !few } else { reaches(q, &counted, |amount| amount.over(bound())) }
}

/// Unprotected data of the listed kinds that somebody got, or is believed to have got.
fn taken<'q>(q: Question<'q>, breach: Thing<'q>) -> Cond<'q> {
    let protected = breach.fact("protected").is_true();
    let lost = breach.fact("kind").contains("confidentiality");
    let got = !known(breach.fact("obtained-by-others").is("no"));
    let items =
        if breach.fact("items").value().is_some() { breach.follow("items", "item") } else { q.items() };
    let categories = names(&param::BREACH_CATEGORIES, q.as_of());
    let labels = names(&param::BREACH_LABELS, q.as_of());
    let listed = items.any(|item| {
        let safe = known(item.fact("encrypted").is_true());
        holds(q, item, categories, labels) & !safe
    });
    lost & got & !protected & listed
}
