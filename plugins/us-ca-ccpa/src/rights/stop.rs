//! §§ 1798.120, 1798.121, 1798.135, 11 CCR §§ 7026-7028: opting out, limiting, opting in.

use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Thing, Things, mark, obligation};

use super::{day_of, proof_withheld, tell, uses};
use crate::deal;
use crate::law::{param, rule};
use crate::minor::knows_to_be_under;
use crate::sensitive::{beyond, sensitive};

/// § 1798.120: sale and sharing end; the rest goes on.
pub fn opt_out(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let uses = uses(q, request);
    if uses.is_empty() {
        let trades = q.controller().fact("sells-or-shares");
        let idle = trades.is("neither");
        if idle.is_yes() {
            let clause = rule::S_1798_120_NONE.when(idle).reason("r-not-covered");
            answer.on(request).no_right(clause);
        } else {
            stop(q, request, None, !known(idle), answer);
        }
    }
    for each in uses {
        let dealt = traded(q, each);
        if dealt.is_no() {
            let clause = rule::S_1798_120_NONE.when(!dealt).about(each).reason("r-not-covered");
            answer.on(request).no_right(clause);
        } else {
            stop(q, request, Some(each), dealt, answer);
        }
    }
}

/// Whether a use is sale or sharing. A use with several recipients is asked for each of those it names.
fn traded<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let neither = known(q.controller().fact("sells-or-shares").is("neither"));
    let called = known(each.operation().is_any_of(&["sell", "share-for-ads"]))
        | known(each.purpose().is_any_of(&["sell-data", "targeted-ads"]));
    if neither.is_yes() && called.is_no() { !neither } else { called | deal::deal(q, each) }
}

fn stop<'q>(
    q: Question<'q>,
    request: Thing<'q>,
    each: Option<Thing<'q>>,
    dealt: Cond<'q>,
    answer: &mut RightsAnswer,
) {
    let fraud = known(request.fact("fraud-belief-documented").is_true());
    let silent = signed_missing(q) & proof_withheld(q);
    let about = |clause: praetor_sdk::Clause<'q>| match each {
        Some(each) => clause.about(each),
        None => clause,
    };
    let mut on = answer.on(request);
    if fraud.is_yes() {
        on.may_refuse(about(rule::CCR_7026_E.when(fraud)).reason("r-fraud"), Outcome::Proceed);
    } else if silent.is_yes() {
        on.may_refuse(about(rule::CCR_7026_J.when(silent)).reason("r-agent-unproven"), Outcome::Proceed);
    } else {
        let day = day_of(q, request);
        let months = u32::try_from(param::MONTHS_WITHOUT_ASKING.on(day).or(12)).unwrap_or(12);
        let out = ["sell-data", "targeted-ads"].iter().fold(mark("opt-out", day), |m, scope| m.over(scope));
        let rest = mark("do-not-ask-before", day).until(day.plus_months(months).next());
        let rest = ["sell-data", "targeted-ads"].iter().fold(rest, |m, scope| m.over(scope));
        let outcome = if signed_missing(q).is_yes() { Outcome::AfterVerification } else { Outcome::Stop };
        let clause = about(rule::S_1798_120_REQUEST.when(dealt)).obliging(obligation("stop-sale-share"));
        on.owed(clause.marking(out).marking(rest), outcome);
        let items = each.map_or_else(|| q.items(), |each| items_of(q, each));
        tell_third(request, each, &items, answer);
    }
}

fn tell_third(request: Thing<'_>, of: Option<Thing<'_>>, items: &Things<'_>, answer: &mut RightsAnswer) {
    for item in items.iter() {
        tell::opt_out(request, item, of.unwrap_or(item), answer);
    }
}

/// 11 CCR § 7026(j): an agent shows a signed permission, and nothing else may be asked for.
fn signed_missing(q: Question<'_>) -> Cond<'_> {
    let requester = q.requester();
    let shown = ["signed-permission", "power-of-attorney", "parental-authority-shown"];
    known(requester.fact("relation").is_any_of(&["agent", "parent", "guardian"]))
        & !known(requester.fact("proof").is_any_of(&shown))
}

/// § 1798.121: sensitive data serve only what the person expects.
pub fn limit(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let version = request.fact("received-on").day();
    for each in uses(q, request).or_gap() {
        let delicate = Cond::any(items_of(q, each).or_gap().into_iter().map(|item| sensitive(q, item)));
        let limited = beyond(q, each) & delicate;
        let outcome = if signed_missing(q).is_yes() { Outcome::AfterVerification } else { Outcome::Stop };
        let remember = mark("limit-sensitive", day_of(q, request));
        let mut on = answer.on(request);
        let clause = rule::S_1798_121_REQUEST.when(limited.clone()).about(each).as_at(version);
        on.owed(clause.marking(remember), outcome);
        if limited.is_no() {
            let clause = rule::S_1798_121_NONE.when(!limited).about(each).as_at(version);
            on.no_right(clause.reason("r-not-covered"));
        }
        on.no_right(rule::BEFORE_2023.always().about(each).as_at(version).reason("r-not-in-force"));
    }
}

/// 11 CCR § 7028(a): opting in takes a request and a confirmation; for a child a parent asks.
pub fn opt_in(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let child = known(knows_to_be_under(q, param::AGE_OF_PARENT.on(q.as_of()).or(13)));
    let parent = known(q.requester().fact("proof").is("parental-authority-shown"));
    let confirmed = known(q.requester().fact("confirmation-demanded").is("confirmed"));
    let barred = child & !parent;
    let mut on = answer.on(request);
    if barred.is_yes() {
        on.must_not(rule::CCR_7028.when(barred).reason("r-minor"), Outcome::Refuse);
    } else {
        let outcome = if confirmed.is_yes() { Outcome::Fulfil } else { Outcome::AfterVerification };
        let asked = Cond::yes().resting_on(request.fact("right").at());
        on.owed(rule::CCR_7028.when(asked).obliging(obligation("keep-consent-proof")), outcome);
    }
}
