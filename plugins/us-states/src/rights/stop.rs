//! Opt-outs, revoked consent, contested profiling.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Outcome, RightsAnswer, Thing, mark, obligation};

use super::{On, unknown_agent, unproven};
use crate::deal::{advertising, profiling, sale};
use crate::law::rule;

/// What rests on a consent.
const CONSENTS: [&str; 4] = ["consent", "explicit-consent", "separate-consent", "parental-consent"];

/// Sale, targeted advertising and profiling end; the rest goes on.
pub fn opt_out(on: &On<'_>, answer: &mut RightsAnswer) {
    let fraud = known(on.request.fact("fraud-belief-documented").is_true());
    let lists = match on.right() {
        Some("opt-out-profiling") => on.has("opt-out-profiling"),
        Some("opt-out-targeted-ads") => on.has("opt-out-ads"),
        _ => true,
    };
    if !lists {
        super::absent(on, answer);
        return;
    }
    let uses = on.uses();
    for each in uses.clone().or_gap() {
        let covered = if uses.is_empty() { Cond::yes() } else { covered(on, each) };
        let mut say = answer.on(on.request);
        if covered.is_no() {
            let clause = rule::NOT_COVERED.when(on.governs.clone() & !covered).about(each);
            say.no_right(clause.reason("r-not-covered"));
        } else if unknown_agent(on).is_yes() {
            let clause = rule::NO_AGENTS.when(on.asked() & unknown_agent(on)).about(each);
            say.may_refuse(clause.reason("r-agent-unproven"), Outcome::Proceed);
        } else if fraud.is_yes() && !on.has("authenticates-opt-outs") {
            let clause = rule::FRAUD.when(on.asked() & fraud.clone()).about(each).reason("r-fraud");
            say.may_refuse(clause, Outcome::Proceed);
        } else {
            let out = ["sell-data", "targeted-ads"];
            let remember = match (on.right(), each.purpose().code()) {
                (Some("opt-out-profiling"), Some(purpose)) => mark("opt-out", on.day()).over(purpose),
                (Some("opt-out-profiling"), None) => mark("opt-out", on.day()),
                _ => out.iter().fold(mark("opt-out", on.day()), |mark, scope| mark.over(scope)),
            };
            let clause = on.state.opt_out.when(on.asked() & covered).about(each).marking(remember);
            say.owed(clause.obliging(obligation("stop-sale-share")), stop(on));
        }
    }
}

/// Whether the use is of the kind that the request names.
fn covered<'q>(on: &On<'q>, each: Thing<'q>) -> Cond<'q> {
    let sold = || {
        let called = known(each.operation().is("sell")) | known(each.purpose().is("sell-data"));
        let idle = known(on.q.controller().fact("sells-or-shares").is_any_of(&["neither", "shares-for-ads"]));
        if called.is_yes() { called } else { !idle & sale(on.q, each, on.has("sells-for-money")) }
    };
    match on.right() {
        Some("opt-out-profiling") => profiling(each),
        Some("opt-out-targeted-ads") => advertising(each),
        _ => sold() | advertising(each),
    }
}

fn stop(on: &On<'_>) -> Outcome {
    if unproven(on.q).is_yes() { Outcome::AfterVerification } else { Outcome::Stop }
}

/// A use that rested on the consent ends.
pub fn revoke(on: &On<'_>, answer: &mut RightsAnswer) {
    for each in on.uses().or_gap() {
        let rested = each.fact("declared-basis").is_any_of(&CONSENTS);
        let scope = each.purpose().code().unwrap_or_default();
        let mut say = answer.on(on.request);
        if rested.is_no() {
            let clause = rule::NOT_COVERED.when(on.governs.clone() & !rested).about(each);
            say.no_right(clause.reason("r-not-covered"));
        } else {
            let remember = mark("consent-withdrawn", on.day()).over(scope);
            let clause = rule::REVOKED.when(on.asked() & rested).about(each).marking(remember);
            say.owed(clause, stop(on));
        }
    }
}

/// Minnesota, Connecticut: the result of profiling is looked at again.
pub fn contest(on: &On<'_>, answer: &mut RightsAnswer) {
    let named = on.request.fact("of-decision").value().is_some();
    let contested = if named { on.request.follow("of-decision", "use") } else { on.uses() };
    for each in contested.or_gap() {
        let weighty = profiling(each);
        let mut say = answer.on(on.request);
        if weighty.is_no() {
            let clause = rule::NOT_COVERED.when(on.governs.clone() & !weighty).about(each);
            say.no_right(clause.reason("r-not-covered"));
        } else {
            let clause = rule::CONTEST_PROFILING.when(on.asked() & weighty).about(each);
            say.owed(clause.obliging(obligation("offer-human-review")), Outcome::StopWhileChecking);
            say.must_state(rule::CONTEST_PROFILING.when(on.asked()), "automated-logic");
        }
    }
}
