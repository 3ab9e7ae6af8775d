//! Arts 8 par. 5, 18 IX and par. 2, 20: withdrawal of consent, objection, and decisions by machines.

use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Thing, mark, obligation};

use super::{tell, unproven, uses};
use crate::ground::{CONSENT, INTEREST, rests};
use crate::law::{param, rule};

/// Arts 8 par. 5, 18 IX: what rested on the consent ends at once and for the future; the rest goes on.
pub fn withdraw(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for each in uses(q, request).or_gap() {
        let rested = rests(each, &CONSENT);
        end_of_consent(q, request, each, rested.clone(), answer);
        if rested.is_no() {
            let other = rule::ART_7_REMAINS.when(!rested).about(each);
            answer.on(request).no_right(other.reason("r-not-covered"));
        }
    }
}

fn end_of_consent<'q>(
    q: Question<'q>,
    request: Thing<'q>,
    each: Thing<'q>,
    rested: Cond<'q>,
    answer: &mut RightsAnswer,
) {
    let remember = mark("consent-withdrawn", q.as_of()).over(each.purpose().code().unwrap_or_default());
    let clause = rule::ART_18_IX.when(rested.clone()).about(each).marking(remember);
    answer.on(request).owed(clause, stop(q));
    if rested.is_yes() {
        for item in items_of(q, each) {
            tell::operators(request, item, each, "withdraw-consent", answer);
        }
    }
}

/// Art. 18 par. 2: against what rests on another ground and breaks the law. Advertising on a legitimate interest ends when
/// the person says so (art. 10 II, medium); what rests on consent is withdrawn.
pub fn object(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for each in uses(q, request).or_gap() {
        let agreed = rests(each, &CONSENT);
        if !agreed.is_no() {
            end_of_consent(q, request, each, agreed, answer);
            continue;
        }
        let advertising = known(each.purpose().is_any_of(names(&param::MARKETING_PURPOSES, q.as_of())))
            | known(each.operation().is("send-marketing"));
        if advertising.is_yes() {
            refuse_advertising(q, request, each, advertising, answer);
        } else {
            in_breach(q, request, each, answer);
        }
    }
}

fn refuse_advertising<'q>(
    q: Question<'q>,
    request: Thing<'q>,
    each: Thing<'q>,
    advertising: Cond<'q>,
    answer: &mut RightsAnswer,
) {
    let scope = each.purpose().code().unwrap_or_default();
    let clause = rule::ART_10_II.when(advertising).about(each).reason("r-objected");
    let clause = clause.marking(mark("objection", q.as_of()).over(scope));
    answer.on(request).owed(clause.obliging(obligation("suppress").with("purposes", [scope])), stop(q));
}

/// The objection holds if the use breaks the law: its data are unlawful, or its balancing failed.
fn in_breach<'q>(q: Question<'q>, request: Thing<'q>, each: Thing<'q>, answer: &mut RightsAnswer) {
    let unlawful = Cond::any(items_of(q, each).iter().map(|i| known(i.fact("lawfulness").is("unlawful"))));
    let unweighed = rests(each, &INTEREST) & !each.fact("lia").is("passed");
    let breach = unlawful | unweighed;
    let scope = each.purpose().code().unwrap_or_default();
    let mut on = answer.on(request);
    let clause = rule::ART_18_2.when(breach.clone()).about(each).reason("r-objected");
    on.owed(clause.marking(mark("objection", q.as_of()).over(scope)), stop(q));
    if breach.is_no() {
        on.no_right(rule::ART_7_REMAINS.when(!breach).about(each).reason("r-not-covered"));
    }
}

/// Art. 20: a review of what a machine alone decided about the person's interests. The law no longer says by whom.
pub fn review(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let named = request.fact("of-decision").value().is_some();
    let contested = if named { request.follow("of-decision", "use") } else { uses(q, request) };
    for each in contested.or_gap() {
        let harmless = known(each.fact("significant-effect").is("none"));
        let alone = each.fact("solely-automated").is_true() & !harmless;
        let mut on = answer.on(request);
        on.owed(rule::ART_20.when(alone.clone()).about(each), Outcome::StopWhileChecking);
        if alone.is_no() {
            on.no_right(rule::ART_20_NONE.when(!alone).about(each).reason("r-not-covered"));
        }
    }
}

/// Stops at once, or once whoever asks for another has shown that they may.
fn stop(q: Question<'_>) -> Outcome {
    if unproven(q).is_yes() { Outcome::AfterVerification } else { Outcome::Stop }
}
