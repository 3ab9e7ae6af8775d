//! Rights: access, correction, deletion, portability, opt-outs, lists of recipients, appeals.

mod clock;
mod copy;
mod delete;
mod reply;
mod stop;

use praetor_sdk::reading::known;
use praetor_sdk::{Clause, Cond, Day, Outcome, Question, RightsAnswer, Thing, Things};

use crate::law::rule;
use crate::scope;
use crate::states::State;

/// Rights that stop something, for which most states ask no proof of identity.
const OPT_OUTS: [&str; 3] = ["opt-out-sale-share", "opt-out-targeted-ads", "opt-out-profiling"];

/// Each state that governs speaks on each request. A processor passes it on.
pub fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
    let states = scope::governing(q);
    for request in q.requests() {
        let processor = held_for_others(q, request);
        if processor.is_yes() {
            answer.on(request).forward(rule::FORWARD.when(processor));
            continue;
        }
        if states.is_empty() {
            elsewhere(q, request, answer);
        }
        for (state, governs) in &states {
            let on = On { q, state, governs: governs.clone(), request };
            if state.scope.as_ref().from.is_some_and(|first| on.day() < first) {
                too_early(&on, answer);
                continue;
            }
            clock::clocks(&on, answer);
            reply::reply(&on, answer);
            words(&on, answer);
        }
    }
}

/// One request under the law of one state.
pub struct On<'q> {
    q: Question<'q>,
    state: &'static State,
    governs: Cond<'q>,
    request: Thing<'q>,
}

impl<'q> On<'q> {
    /// The day of receipt picks the numbers and the rights.
    fn day(&self) -> Day {
        self.request.fact("received-on").day().unwrap_or(self.q.as_of())
    }

    fn has(&self, name: &str) -> bool {
        scope::has(self.state, name, self.day())
    }

    fn number(&self, name: &str) -> Option<i64> {
        scope::number(self.state, name, self.day())
    }

    fn right(&self) -> Option<&'q str> {
        self.request.fact("right").code()
    }

    /// That the law governs and the right was asked for.
    fn asked(&self) -> Cond<'q> {
        self.governs.clone().resting_on(self.request.fact("right").at())
    }

    fn items(&self) -> Things<'q> {
        let named = self.request.fact("items").value().is_some();
        if named { self.request.follow("items", "item") } else { self.q.items() }
    }

    fn uses(&self) -> Things<'q> {
        let named = self.request.fact("uses").value().is_some();
        if named { self.request.follow("uses", "use") } else { self.q.uses() }
    }
}

fn words(on: &On<'_>, answer: &mut RightsAnswer) {
    match on.right() {
        Some("access" | "portability" | "be-informed") => copy::copy(on, answer),
        Some("list-third-parties") => copy::list(on, answer),
        Some("rectify") if on.has("correct") => copy::correct(on, answer),
        Some("erase") => delete::delete(on, answer),
        Some("opt-out-sale-share" | "opt-out-targeted-ads" | "opt-out-profiling") => {
            stop::opt_out(on, answer);
        }
        Some("withdraw-consent") => stop::revoke(on, answer),
        Some("explain-automated" | "no-solely-automated") if on.has("contest-profiling") => {
            stop::contest(on, answer);
        }
        Some("appeal") if on.state.appeal.is_some() => appeal(on, answer),
        Some(_) => absent(on, answer),
        None => {
            let missing = Cond::missing(on.request.fact("right").at());
            answer.on(on.request).owed(on.state.rights.when(missing), Outcome::Fulfil);
        }
    }
}

/// Received before the law of the state began: it gives nothing.
fn too_early(on: &On<'_>, answer: &mut RightsAnswer) {
    nothing(on, |on| on.state.scope.when(on.asked()).reason("r-not-in-force"), answer);
}

/// The controller looks again, and answers in writing.
fn appeal(on: &On<'_>, answer: &mut RightsAnswer) {
    let Some(rule) = on.state.appeal else { return };
    let mut say = answer.on(on.request);
    say.owed(rule.when(on.asked()), Outcome::Fulfil);
    say.must_state(rule.when(on.asked()), "regulator-contact");
}

/// What the law of the state does not list.
fn absent(on: &On<'_>, answer: &mut RightsAnswer) {
    let appeal = on.right() == Some("appeal");
    let rule = if appeal { rule::NO_APPEAL } else { rule::NO_SUCH_RIGHT };
    nothing(on, |on| rule.when(on.asked()).reason("r-no-such-right"), answer);
}

/// No right to anything that the request is about: uses, if it names some or would stop some, else items.
fn nothing<'q>(on: &On<'q>, clause: impl Fn(&On<'q>) -> Clause<'q>, answer: &mut RightsAnswer) {
    let stops = on.right().is_some_and(|right| OPT_OUTS.contains(&right));
    let of_uses = stops || on.request.fact("uses").value().is_some();
    let about = if of_uses { on.uses() } else { on.items() };
    let mut say = answer.on(on.request);
    for thing in about.or_gap() {
        say.no_right(clause(on).about(thing));
    }
}

/// Where none of the comprehensive laws governs, only one beside them does: no right of this kind.
fn elsewhere(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let asked = Cond::yes().resting_on(request.fact("right").at());
    let minor = known(q.subject().residence().within(&["US-NY"]));
    let rule = if minor.is_yes() { rule::NY_SILENT } else { rule::NO_SUCH_RIGHT };
    answer.on(request).no_right(rule.when(asked).reason("r-no-such-right"));
}

fn held_for_others<'q>(q: Question<'q>, request: Thing<'q>) -> Cond<'q> {
    const FOR_OTHERS: [&str; 4] = ["processor", "sub-processor", "service-provider", "contractor"];
    let named = request.fact("items").value().is_some();
    let items = if named { request.follow("items", "item") } else { q.items() };
    let all = items.iter().all(|item| item.fact("held-as").is_any_of(&FOR_OTHERS).is_yes());
    known(q.controller().role().is_any_of(&FOR_OTHERS)) | Cond::known(all && !items.is_empty())
}

/// Somebody acts for the person and has not shown that they may.
fn unproven(q: Question<'_>) -> Cond<'_> {
    let shown = ["signed-permission", "power-of-attorney", "parental-authority-shown"];
    known(q.requester().fact("relation").is_any_of(&["agent", "parent", "guardian"]))
        & !known(q.requester().fact("proof").is_any_of(&shown))
}

/// Whether somebody acts by a mere permission where the state knows no agents, or knows them for opt-outs alone.
fn unknown_agent<'q>(on: &On<'q>) -> Cond<'q> {
    let requester = on.q.requester();
    let stops = on.right().is_some_and(|right| OPT_OUTS.contains(&right));
    let attorney = known(requester.fact("proof").is("power-of-attorney"));
    let agent = known(requester.fact("relation").is("agent"));
    agent & !attorney & Cond::known(!(stops && on.has("opt-out-agents")))
}

/// In full, or once whoever asks for another has shown that they may.
fn fulfil(q: Question<'_>) -> Outcome {
    if unproven(q).is_yes() { Outcome::AfterVerification } else { Outcome::Fulfil }
}

/// The identity was checked and the check failed: the request need not be met.
fn failed(on: &On<'_>) -> Cond<'static> {
    let requester = on.q.requester();
    let refused = known(on.request.fact("identity-refused").happened());
    let nothing = known(requester.fact("points-matched").under(1));
    let good = known(requester.fact("identity-achieved").is_any_of(&["verified", "strong"]));
    Cond::known(((refused | nothing) & !good).is_yes())
}

/// What the controller shows to be unfounded or excessive.
fn excessive<'q>(request: Thing<'q>) -> Cond<'q> {
    known(request.fact("unfounded").is_true()) | known(request.fact("abuse").is("proven"))
}
