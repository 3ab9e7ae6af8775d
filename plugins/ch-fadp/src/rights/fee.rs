//! DPO art. 19: a share of the costs, and what follows from silence.

use praetor_sdk::reading::known;
use praetor_sdk::{Clause, Cond, Day, Event, Fee, Outcome, Question, RightsAnswer, Thing};

use crate::law::{param, rule};

/// Rights for which a share of the costs may be asked (DPO arts 19, 22).
const COSTLY: [&str; 3] = ["access", "portability", "list-third-parties"];

/// Art. 19(1)-(2): disproportionate effort, told before, 300 francs at most.
pub fn fee(request: Thing<'_>, q: Question<'_>, answer: &mut RightsAnswer) {
    let costly = known(request.fact("right").is_any_of(&COSTLY));
    let allowed = costly & request.fact("effort").is("disproportionate") & !too_high(q, request);
    let mut on = answer.on(request);
    let may = known(allowed);
    on.fee(rule::DPO_19_1.when(may.clone()), Fee::Reasonable);
    on.must_state(rule::DPO_19_1.when(may.clone()), "fee");
    on.fee(rule::ART_25_6.when(!may), Fee::None);
}

/// More than the highest share, or in a currency that cannot be compared with it.
fn too_high<'q>(q: Question<'q>, request: Thing<'q>) -> Cond<'q> {
    let highest = param::HIGHEST_FEE.on(q.as_of()).or(300);
    known(request.fact("fee-amount").over(highest)) | known(!request.fact("fee-currency").is("CHF"))
}

/// The day on which a share of the costs was told that this law accepts: not after the thirty days,
/// and not where it is known that the effort is ordinary or the sum too high.
fn told(q: Question<'_>, request: Thing<'_>) -> Option<Day> {
    let on = request.fact("fee-told").day()?;
    let received = request.fact("received-on").day()?;
    let last = received.plus_days(param::DAYS_TO_ANSWER.on(received).or(30))?;
    let ordinary = known(!request.fact("effort").is_any_of(&["disproportionate", "impossible"]));
    let costly = known(request.fact("right").is_any_of(&COSTLY));
    let stands = costly & !ordinary & !too_high(q, request) & request.fact("fee-told").happened();
    (stands.is_yes() && received <= on && on <= last).then_some(on)
}

/// DPO art. 19(3): the last of the ten days for reflection, after which the thirty days begin.
pub fn reflection_ends(q: Question<'_>, request: Thing<'_>) -> Option<Day> {
    let on = told(q, request)?;
    on.plus_days(param::DAYS_OF_REFLECTION.on(on).or(10))
}

/// DPO art. 19(3): silence for ten days, or a word that comes later, withdraws the request.
pub fn lapsed<'q>(q: Question<'q>, request: Thing<'q>) -> Option<(Clause<'q>, Outcome)> {
    let last = reflection_ends(q, request)?;
    let confirmed = request.fact("fee-confirmed");
    let over = Cond::known(q.as_of() > last).until((q.as_of() <= last).then(|| last.next()));
    let silent = match confirmed.event() {
        Event::On(day) => Cond::because(confirmed.at(), day > last),
        Event::NotYet => Cond::because(confirmed.at(), true),
        Event::Unknown => Cond::missing(confirmed.at()),
    };
    Some((rule::DPO_19_3.when(over & silent).reason("r-fee-unpaid"), Outcome::Lapsed))
}
