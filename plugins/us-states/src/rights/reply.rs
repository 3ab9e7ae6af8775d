//! Authentication, fee, what the reply says, where the person can turn.

use praetor_sdk::reading::known;
use praetor_sdk::{Day, Fee, Proof, RightsAnswer};

use super::{OPT_OUTS, On, excessive, unproven};
use crate::law::rule;

/// Everything beside the words on items and uses.
pub fn reply(on: &On<'_>, answer: &mut RightsAnswer) {
    let governs = || on.governs.clone();
    let stops = on.right().is_some_and(|right| OPT_OUTS.contains(&right));
    let free = (stops && !on.has("authenticates-opt-outs")) || on.right() == Some("withdraw-consent");
    let charged = excessive(on.request) | praetor_sdk::Cond::known(over_the_number(on));
    let mut say = answer.on(on.request);
    if free {
        say.identity(rule::NO_AUTHENTICATION.when(governs()), Proof::None, Proof::None);
    } else {
        say.identity(rule::AUTHENTICATION.when(governs()), Proof::Verified, Proof::Strong);
    }
    say.fee(rule::FEE.when(governs() & charged.clone()), Fee::Reasonable);
    say.fee(rule::FREE.when(governs() & !charged), Fee::None);
    say.must_state(rule::REASONS.when(governs()), "reasons");
    match on.state.appeal {
        Some(appeal) => {
            say.must_state(rule::REASONS.when(governs()), "appeal-route");
            say.remedy(appeal.when(governs()), "appeal", "");
        }
        None => {
            say.must_state(rule::NO_APPEAL.when(governs()), "regulator-contact");
        }
    }
    say.remedy(rule::ATTORNEY_GENERAL.when(governs()), "attorney-general", on.state.authority);
    say.must_state(rule::AGENT.when(governs() & unproven(on.q)).reason("r-agent-unproven"), "proof-needed");
}

/// As many answers in the 12 months before as the state gives for free.
fn over_the_number(on: &On<'_>) -> bool {
    let Some(free) = on.number("free") else { return false };
    let received = on.day();
    let recent = |day: Option<Day>| day.is_some_and(|d| d <= received && d.plus_months(12) > received);
    let answered = on.q.earlier_requests().which(|earlier| {
        let same = match on.right() {
            Some(right) => earlier.fact("right").is(right),
            None => praetor_sdk::Cond::no(),
        };
        known(same) & praetor_sdk::Cond::known(recent(earlier.fact("answered-on").day()))
    });
    i64::try_from(answered.len()).unwrap_or(i64::MAX) >= free
}
