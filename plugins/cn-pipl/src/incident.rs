//! Art. 57 and the National Cybersecurity Incident Reporting Measures.

use praetor_asia::record::works_here;
use praetor_sdk::reading::known;
use praetor_sdk::{Audience, Clock, ClockForm, Cond, IncidentAnswer, Question, Term, Thing, obligation};

use crate::law::{param, rule};
use crate::scope::area;

/// To whom an incident of some gravity is reported.
const PROVINCIAL: &str = "provincial Cyberspace Administration";

/// Who is told of a leak, tampering or loss that happened or may have happened.
pub fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
    let breach = q.one("incident");
    let happened = Cond::yes().resting_on(breach.fact("state").at());
    let authority = param::AUTHORITY.on(q.as_of()).or("");
    let written = obligation("document-breach").after();
    let tell = Clock::new(ClockForm::Notify).at_once().met_by(breach.fact("authority-notified"));
    answer.notify(
        rule::ART_57.when(happened.clone()).obliging(written),
        Audience::Authority,
        authority,
        tell,
    );
    let spared = known(breach.fact("harm-averted").is_true());
    let tell = Clock::new(ClockForm::Notify).at_once().met_by(breach.fact("persons-notified"));
    answer.notify(rule::ART_57_PERSONS.when(happened & !spared), Audience::Persons, "", tell);
    report(q, breach, answer);
}

/// Measures arts 4, 8: hours from the awareness, and the closing report.
fn report(q: Question<'_>, breach: Thing<'_>, answer: &mut IncidentAnswer) {
    let here = works_here(q, area(q));
    let graded = breach.fact("grave").is_any_of(&["relatively-serious", "serious", "especially-serious"]);
    let many = param::PERSONS_OF_SERIOUS_INCIDENT.on(q.as_of()).or(1_000_000);
    let grave = match breach.fact("grave").value() {
        Some(_) => graded | known(breach.fact("persons").at_least(many)),
        None => breach.fact("persons").at_least(many) | Cond::missing(breach.fact("grave").at()),
    };
    let critical = known(q.controller().fact("ciio").is_true());
    let hours = |count| {
        let term = Term::hours(count).from(breach.fact("aware-at"));
        Clock::new(ClockForm::Notify).latest(term).met_by(breach.fact("authority-notified"))
    };
    let due = here & grave;
    let one = rule::REPORT_1.when(due.clone() & critical.clone());
    let four = rule::REPORT_4.when(due.clone() & !critical.clone());
    if critical.is_yes() {
        answer.notify(one, Audience::Authority, PROVINCIAL, hours(1));
    } else {
        answer.notify(four, Audience::Authority, PROVINCIAL, hours(4));
    }
    let closing = Term::days(30).from(breach.fact("contained-on"));
    let contained = known(breach.fact("contained-on").happened());
    if (due.clone() & contained.clone()).is_yes() {
        let clock = Clock::new(ClockForm::Notify).latest(closing);
        answer.notify(rule::REPORT_CLOSING.when(due & contained), Audience::Authority, PROVINCIAL, clock);
    }
}
