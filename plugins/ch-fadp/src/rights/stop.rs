//! FADP arts 6(6), 21, 30(2)(b): the express word against a use, the end of a consent, and a human
//! instead of a machine.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Says, Thing, mark, obligation};

use super::{claim, fulfil, tell, unproven, uses};
use crate::automated::decided_alone;
use crate::consent::{CONSENTS, express};
use crate::justification::marketing;
use crate::law::rule;

/// Rights that are about advertising, whatever the use is called.
const OF_ADS: [&str; 3] = ["object-marketing", "opt-out-targeted-ads", "opt-out-sale-share"];

/// Art. 30(2)(b): a use ends unless art. 31 justifies it; advertising always ends.
pub fn object(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for each in uses(q, request).or_gap() {
        let ads = marketing(q, each) | known(request.fact("right").is_any_of(&OF_ADS));
        let scope = each.purpose().code().unwrap_or_default();
        if ads.is_yes() {
            let suppress = obligation("suppress").with("purposes", [scope]);
            let clause = rule::ART_30_2_B_ADS.when(ads).about(each).reason("r-objected");
            let clause = clause.marking(mark("opt-out", q.as_of()).over(scope)).obliging(suppress);
            answer.on(request).owed(clause, stop(q));
            tell::of_use(q, request, each, "object", answer);
        } else {
            weighed(q, request, each, answer);
        }
    }
}

fn weighed<'q>(q: Question<'q>, request: Thing<'q>, each: Thing<'q>, answer: &mut RightsAnswer) {
    let contract = claim::contract_runs(q, each) | on_contract(each);
    let contract = contract & !claim::ended(q);
    let concrete = known(each.fact("claims-need").is("concrete"));
    let interest = claim::grounds(q, each) | concrete;
    let duty = claim::duty_runs(q, each);
    let scope = each.purpose().code().unwrap_or_default();
    let all = [
        (rule::ART_31_CONTRACT, contract.clone(), "r-contract-needed"),
        (rule::ART_31_DUTY, duty, "r-legal-retention"),
        (rule::ART_31_INTEREST, interest, "r-li-override"),
    ];
    let against: Vec<_> = all
        .into_iter()
        .filter(|(_, cond, _)| cond.is_yes())
        .map(|(rule, cond, reason)| (rule.when(cond).about(each).reason(reason), Outcome::Proceed))
        .collect();
    let free = against.is_empty();
    let clause = rule::ART_30_2_B_STOP.always().about(each);
    let clause = if free { clause.marking(mark("objection", q.as_of()).over(scope)) } else { clause };
    let mut on = answer.on(request);
    on.owed_unless(clause, stop(q), against);
    on.must_state(rule::ART_31_CONTRACT.when(contract.clone()).about(each), "how-to-cancel");
    let meant = request.fact("meant-as").codes();
    if !meant.is_empty() && !free {
        on.must_state(
            rule::ART_31_CONTRACT.when(contract).about(each),
            Says::of("treated-as").with("rights", meant),
        );
    }
    if free {
        tell::of_use(q, request, each, "object", answer);
    }
}

/// The contract was declared for a purpose of the service, and nobody said that it ended.
fn on_contract(each: Thing<'_>) -> Cond<'_> {
    known(each.fact("declared-basis").is("contract"))
        & !known(!each.fact("contract-necessary").is_true())
        & !known(each.fact("ended-on").happened())
}

/// Art. 6(6): what rested on the consent ends at once, for the future.
pub fn withdraw(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for each in uses(q, request).or_gap() {
        let rested = each.fact("declared-basis").is_any_of(&CONSENTS);
        let scope = each.purpose().code().unwrap_or_default();
        let remember = mark("consent-withdrawn", q.as_of()).over(scope);
        let mut on = answer.on(request);
        on.owed(rule::ART_6_6_STOP.when(rested.clone()).about(each).marking(remember), stop(q));
        if rested.is_no() {
            on.no_right(rule::ART_6_6_OTHER.when(!rested.clone()).about(each).reason("r-not-covered"));
        }
        if rested.is_yes() {
            tell::of_use(q, request, each, "withdraw-consent", answer);
        }
    }
}

/// Art. 21(2)-(3): a human looks at what a machine alone decided with weight.
pub fn contest(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let named = request.fact("of-decision").value().is_some();
    let contested = if named { request.follow("of-decision", "use") } else { uses(q, request) };
    for each in contested.or_gap() {
        let alone = decided_alone(each);
        let agreed = known(express(q, q.subject(), each, &["automated-decision"]));
        let mut on = answer.on(request);
        let review =
            rule::ART_21_2.when(alone.clone()).about(each).obliging(obligation("offer-human-review"));
        let waived = rule::ART_21_3_B.when(agreed.clone()).about(each).reason("r-not-covered");
        let grounds = if agreed.is_yes() { vec![(waived, Outcome::Proceed)] } else { Vec::new() };
        on.owed_unless(review, Outcome::StopWhileChecking, grounds);
        if alone.is_no() {
            on.no_right(rule::ART_21_1_NONE.when(!alone).about(each).reason("r-not-covered"));
        }
    }
}

fn stop(q: Question<'_>) -> Outcome {
    if unproven(q).is_yes() { fulfil(q) } else { Outcome::Stop }
}
