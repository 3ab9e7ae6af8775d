//! FADP art. 24, DPO art. 15: whom a breach of data security must be told to.

use praetor_sdk::reading::known;
use praetor_sdk::{Audience, Clock, ClockForm, Cond, IncidentAnswer, Question, Thing, obligation};

use crate::law::{param, rule};

/// The FDPIC where a high risk is likely, as soon as possible; the people where they must protect
/// themselves. A processor tells its controller of every breach.
pub fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
    let breach = q.one("incident");
    let at_once = || Clock::new(ClockForm::Notify).at_once();
    let processor = known(q.controller().role().is_any_of(&["processor", "sub-processor"]));
    if processor.is_yes() {
        let clause = rule::ART_24_3.when(processor).obliging(obligation("document-breach").after());
        answer.notify(clause, Audience::Controller, "", at_once());
        return;
    }
    let risk = breach.fact("risk");
    let suspected = known(breach.fact("state").is("suspected"));
    let name = param::AUTHORITY.on(q.as_of()).or("");
    let high = rule::ART_24_1.when(risk.is("high")).obliging(obligation("document-breach").after());
    answer.notify(high, Audience::Authority, name, at_once().met_by(breach.fact("authority-notified")));
    if suspected.is_yes() && !risk.is("high").is_yes() {
        answer.review(rule::ART_24_1_DOUBT.when(suspected), Audience::Authority);
    }
    persons(breach, answer, at_once().met_by(breach.fact("persons-notified")));
}

/// Art. 24(4)-(5).
fn persons(breach: Thing<'_>, answer: &mut IncidentAnswer, clock: Clock) {
    let put_off = known(breach.fact("police-delay").is("asked"));
    let needed = must_protect_themselves(breach);
    if put_off.is_yes() && !needed.is_no() {
        answer.review(rule::ART_24_5.when(put_off), Audience::Persons);
    }
    answer.notify(rule::ART_24_4.when(needed), Audience::Persons, "", clock);
}

/// A high risk that nothing has averted, or a harm that only the person can still keep off, such
/// as from data that are on offer.
fn must_protect_themselves(breach: Thing<'_>) -> Cond<'_> {
    let spared = known(breach.fact("protected").is_true()) | known(breach.fact("harm-averted").is_true());
    let open = known(breach.fact("found-traded").is_true())
        | known(breach.fact("property-damage").is_true())
        | known(breach.fact("significant-harm").is_true());
    (breach.fact("risk").is("high") | open) & !spared
}
