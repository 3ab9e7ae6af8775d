//! Arts 7(3), 21, 22C: objections, withdrawal, and contesting a decision of a machine.

use praetor_sdk::reading::{known, names};
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Says, Thing, mark, obligation};

use super::{fulfil, tell, unproven, uses};
use crate::ask;
use crate::automated::decided_alone;
use crate::basis::{BALANCED, CONSENTS};
use crate::law::{param, rule};
use crate::reading::version;

/// Art. 21: marketing ends at once; a balancing ends unless compelling grounds were shown; what
/// rests on anything else goes on.
pub fn object(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for each in uses(q, request).or_gap() {
        let marketing = known(each.purpose().is_any_of(names(&param::MARKETING_PURPOSES, q.as_of())));
        let declared = each.fact("declared-basis");
        let general = !known(request.fact("right").is("object-marketing"));
        let balanced = declared.is_any_of(&BALANCED) & !marketing.clone() & general;
        let claim = known(each.fact("claims-need").is("concrete"));
        let compelling = known(each.fact("compelling-grounds").is("documented")) | claim;
        let other = !(balanced.clone() | marketing.clone());
        let scope = each.purpose().code().unwrap_or_default();
        let remember = |kind: &str| mark(kind, q.as_of()).over(scope);
        let suppress = obligation("suppress").with("purposes", [scope]);
        let mut on = answer.on(request);
        let absolute = rule::ART_21_3_STOP.when(marketing.clone()).about(each).reason("r-objected");
        let absolute = absolute.marking(remember("opt-out")).marking(remember("suppression"));
        on.owed(absolute.obliging(suppress), stop(q));
        let weighed = balanced.clone() & !compelling.clone();
        let ends = rule::ART_21_1_STOP.when(weighed.clone()).about(each).marking(remember("objection"));
        on.owed(ends, stop(q));
        on.interim(rule::ART_18_1_D.when(known(weighed.clone())).about(each), Outcome::StopWhileChecking);
        let goes_on = rule::ART_21_1_COMPELLING.when(known(balanced & compelling)).about(each);
        on.may_refuse(goes_on.reason("r-li-override"), Outcome::Proceed);
        refused(request, each, other, answer);
        if (marketing | known(weighed)).is_yes() {
            tell::of_use(q, request, each, "object", answer);
        }
    }
}

/// Art. 21(1) a contrario: the reply says how to end the contract, and as what else the request
/// is taken.
fn refused(request: Thing<'_>, each: Thing<'_>, other: Cond<'_>, answer: &mut RightsAnswer) {
    let contract = known(each.fact("declared-basis").is("contract"));
    let reason = if contract.is_yes() { "r-contract-needed" } else { "r-not-covered" };
    let other = known(other);
    let mut on = answer.on(request);
    on.may_refuse(rule::ART_21_1_OTHER.when(other.clone()).about(each).reason(reason), Outcome::Proceed);
    on.must_state(rule::ART_21_1_OTHER.when(other.clone() & contract).about(each), "how-to-cancel");
    let meant = request.fact("meant-as").codes();
    if !meant.is_empty() {
        on.must_state(
            rule::ART_21_1_OTHER.when(other).about(each),
            Says::of("treated-as").with("rights", meant),
        );
    }
}

/// Art. 7(3): what rested on the consent ends at once; the rest goes on.
pub fn withdraw(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for each in uses(q, request).or_gap() {
        let rested = each.fact("declared-basis").is_any_of(&CONSENTS);
        let scope = each.purpose().code().unwrap_or_default();
        let remember = mark("consent-withdrawn", q.as_of()).over(scope);
        let mut on = answer.on(request);
        on.owed(rule::ART_7_3_STOP.when(rested.clone()).about(each).marking(remember), stop(q));
        let day = request.fact("received-on").day().unwrap_or_else(|| q.as_of());
        let left_alone = rule::ART_7_3_NOT_AGAIN.when(known(rested.clone())).about(each);
        on.owed(left_alone.marking(ask::since(q, each, day)), stop(q));
        if rested.is_no() {
            on.no_right(rule::ART_7_3_OTHER.when(!rested.clone()).about(each).reason("r-not-covered"));
        }
        if rested.is_yes() {
            tell::of_use(q, request, each, "withdraw-consent", answer);
        }
    }
}

/// Art. 22C, before 2026 Art. 22(3): a human looks at what a machine alone decided with weight.
pub fn contest(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let named = request.fact("of-decision").value().is_some();
    let contested = if named { request.follow("of-decision", "use") } else { uses(q, request) };
    let day = version(q, request);
    for each in contested.or_gap() {
        let alone = decided_alone(each);
        let mut on = answer.on(request);
        for owed in [rule::ART_22_3, rule::ART_22C_RIGHT] {
            let review = owed.when(alone.clone()).about(each).as_at(day);
            let review = review.obliging(obligation("offer-human-review"));
            on.owed(review, Outcome::StopWhileChecking);
        }
        for none in [rule::ART_22_1_NONE, rule::ART_22A_NONE] {
            if alone.is_no() {
                let clause = none.when(!alone.clone()).about(each).as_at(day);
                on.no_right(clause.reason("r-not-covered"));
            }
        }
    }
}

/// Stops at once, or once whoever asks for another has shown that they may.
fn stop(q: Question<'_>) -> Outcome {
    if unproven(q).is_yes() { fulfil(q) } else { Outcome::Stop }
}
