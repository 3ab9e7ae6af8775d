//! Art. 12(3): one month, counted by Regulation 1182/71, its pauses and its extension.

use praetor_sdk::reading::known;
use praetor_sdk::{Clock, ClockForm, Cond, FactAt, Question, RightsAnswer, Term, Thing};

use crate::law::{param, rule};
use crate::reading::{inside, state_of};

/// Rights whose effect does not wait for the answer.
const AT_ONCE: [&str; 6] = [
    "object-marketing",
    "withdraw-consent",
    "opt-out-targeted-ads",
    "opt-out-sale-share",
    "opt-out-profiling",
    "restrict",
];

/// The clocks of a request.
pub fn clocks(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let received = request.fact("received-on");
    let paused = pauses(q, request);
    let month = || on_calendar(q, Term::months(1).from(received));
    let late = || on_calendar(q, Term::months(3).from(received));
    let respond =
        Clock::new(ClockForm::Respond).latest(with(month(), &paused)).met_by(request.fact("answered"));
    let respond = if paused.is_empty() { respond } else { respond.target(month()) };
    let stepwise = with(late().algorithm("eu-1182-71-stepwise"), &paused);
    let extended = Clock::new(ClockForm::RespondExtended)
        .latest(with(late(), &paused))
        .target(stepwise)
        .met_by(request.fact("answered"));
    let told = Clock::new(ClockForm::TellExtension).latest(month()).met_by(request.fact("extension-told"));
    let mut on = answer.on(request);
    let rule = if paused.is_empty() { rule::ART_12_3 } else { rule::ART_12_3_PAUSE };
    on.clock(rule.always().as_at(received.day()), respond);
    on.clock(rule::ART_12_3_EXTENSION.always(), extended);
    on.clock(rule::ART_12_3_EXTENSION.always(), told);
    let marketing = known(q.uses().any(|each| {
        each.purpose().is_any_of(praetor_sdk::reading::names(&param::MARKETING_PURPOSES, q.as_of()))
    })) & request.fact("right").is("object");
    let now = known(request.fact("right").is_any_of(&AT_ONCE)) | marketing;
    let act = Clock::new(ClockForm::Act).at_once().met_by(request.fact("acted-on"));
    on.clock(rule::ART_12_3.when(now), act);
    extension(request, answer);
}

/// Holidays of the state where the controller acts, as far as it lies inside; those of regions
/// and of foreign seats are uncertain and move nothing.
fn on_calendar(q: Question<'_>, term: Term) -> Term {
    let controller = q.controller();
    let seats = ["acting-establishment", "main-establishment"].map(|name| controller.fact(name));
    let seat = seats.into_iter().flat_map(FactAt::places).next();
    let country = seat.and_then(|place| place.split('-').next());
    let state = country.map(|country| state_of(country, q.as_of()));
    let term = term.algorithm("eu-1182-71");
    match state.filter(|state| inside(q).contains(state)) {
        Some(state) => term.calendar(state),
        None => term,
    }
}

/// Pauses for a proof or a clarification that was asked for without delay and on good ground.
fn pauses<'q>(q: Question<'q>, request: Thing<'q>) -> Vec<(FactAt<'q>, FactAt<'q>)> {
    let doubts = q.requester().fact("doubts-documented").is_true();
    let large = request.fact("clarification-needed").is_true() & request.fact("large-volume").is_true();
    let (asked, proof) = (request.fact("identity-asked"), request.fact("identity-received"));
    let (which, answered) = (request.fact("clarification-asked"), request.fact("clarification-received"));
    let mut pauses = Vec::new();
    if (doubts & promptly(request, asked)).is_yes() {
        pauses.push((asked, proof));
    }
    if (large & promptly(request, which)).is_yes() {
        pauses.push((which, answered));
    }
    pauses
}

fn promptly<'q>(request: Thing<'q>, asked: FactAt<'q>) -> Cond<'q> {
    let Some(received) = request.fact("received-on").day() else { return Cond::no() };
    let days = param::ASKED_WITHOUT_DELAY.on(received).or(0);
    match received.plus_days(days) {
        Some(last) => asked.happened() & asked.on_or_before(last),
        None => Cond::no(),
    }
}

fn with(term: Term, pauses: &[(FactAt<'_>, FactAt<'_>)]) -> Term {
    pauses.iter().fold(term, |term, (from, to)| term.paused_between(*from, *to))
}

/// Valid only for one of the two reasons. Whether it was told within the first month is for the clock of
/// the telling, which the core compares with the day on which it was told.
fn extension(request: Thing<'_>, answer: &mut RightsAnswer) {
    let told = request.fact("extension-told");
    let reason = request.fact("extension-reason").contains_any(&["complexity", "number-of-requests"]);
    let claimed = known(told.happened()) | known(!reason.clone());
    if claimed.is_no() {
        return;
    }
    let code = if reason.is_yes() { "" } else { "r-extension-invalid" };
    let clause = rule::ART_12_3_EXTENSION.when(claimed).reason(code);
    let mut on = answer.on(request);
    on.extension(clause, reason.is_yes());
    on.must_state(rule::ART_12_3_EXTENSION.when(known(told.happened())), "extension-and-reasons");
}
