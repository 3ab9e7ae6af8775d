//! Withdrawal of consent, refusal of messages, objection to the result of a machine, and objections that the law does
//! not know.

use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Thing, mark, obligation};

use super::{tell, treated_as, unproven, uses};
use crate::consent::CONSENTS;
use crate::law::{param, rule};

/// Art. 5(1): what rested on the consent ends at once and for the future; the rest goes on.
pub fn withdraw(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for each in uses(q, request).or_gap() {
        let rested = each.fact("declared-basis").is_any_of(&CONSENTS);
        end_of_consent(q, request, each, rested.clone(), answer);
        if rested.is_no() {
            let other = rule::WITHDRAWAL_OTHER.when(!rested).about(each);
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
    let clause = rule::WITHDRAWAL.when(rested.clone()).about(each).marking(remember);
    answer.on(request).owed(clause, stop(q));
    if rested.is_yes() {
        for item in items_of(q, each) {
            tell::processors(request, item, each, "withdraw-consent", answer);
        }
    }
}

/// Law No. 6563 art. 8: further messages end; with them the consent to advertising.
pub fn marketing(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for each in uses(q, request).or_gap() {
        let advertising = is_advertising(q, each);
        refuse_messages(q, request, each, advertising.clone(), answer);
        if advertising.is_no() {
            let clause = rule::ART_11_ABSENT.when(!advertising).about(each);
            answer.on(request).no_right(clause.reason("r-not-covered"));
        }
    }
}

fn refuse_messages<'q>(
    q: Question<'q>,
    request: Thing<'q>,
    each: Thing<'q>,
    advertising: Cond<'q>,
    answer: &mut RightsAnswer,
) {
    let scope = each.purpose().code().unwrap_or_default();
    let clause = rule::LAW_6563_8_STOP.when(advertising).about(each).reason("r-objected");
    let clause = clause.marking(mark("opt-out", q.as_of()).over(scope));
    answer.on(request).owed(clause.obliging(obligation("suppress").with("purposes", [scope])), stop(q));
}

fn is_advertising<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    each.purpose().is_any_of(names(&param::MARKETING_PURPOSES, q.as_of()))
        | known(each.operation().is("send-marketing"))
}

/// The law knows no general objection. What rests on consent is taken for its withdrawal, advertising for a refusal of
/// messages, the rest for a request for information.
pub fn object(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for each in uses(q, request).or_gap() {
        let agreed = each.fact("declared-basis").is_any_of(&CONSENTS);
        let advertising = known(is_advertising(q, each));
        if advertising.is_yes() {
            refuse_messages(q, request, each, advertising, answer);
        } else if agreed.is_no() {
            let clause = rule::ART_11_ABSENT.when(!agreed).about(each);
            answer.on(request).no_right(clause.reason("r-no-such-right"));
            treated_as(request, "access", answer);
        } else {
            end_of_consent(q, request, each, agreed, answer);
        }
    }
}

/// Art. 11(1)(g): a result against the person that comes from automated analysis alone.
pub fn contest(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let named = request.fact("of-decision").value().is_some();
    let contested = if named { request.follow("of-decision", "use") } else { uses(q, request) };
    for each in contested.or_gap() {
        let effect = each.fact("significant-effect");
        let harmless = known(effect.is("none"));
        let adverse = each.fact("solely-automated").is_true() & !harmless;
        let mut on = answer.on(request);
        let review = rule::ART_11_1_G.when(adverse.clone()).about(each);
        on.owed(review.obliging(obligation("offer-human-review")), Outcome::StopWhileChecking);
        if adverse.is_no() {
            on.no_right(rule::ART_11_1_G_NONE.when(!adverse).about(each).reason("r-not-covered"));
        }
    }
}

/// Stops at once, or once whoever asks for another has shown that they may.
fn stop(q: Question<'_>) -> Outcome {
    if unproven(q).is_yes() { Outcome::AfterVerification } else { Outcome::Stop }
}
