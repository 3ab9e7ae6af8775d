//! Identity, agents, and what every reply says.

use praetor_sdk::reading::known;
use praetor_sdk::{Proof, Question, RightsAnswer, Rule, Thing};

use crate::request::unproven;

/// A channel that shows who asks needs nothing further; any other, proof. A withdrawal or a refusal
/// of advertising needs none. Whoever asks for another shows that they may.
pub fn identity(q: Question<'_>, request: Thing<'_>, (rule, agent): (Rule, Rule), answer: &mut RightsAnswer) {
    let requester = q.requester();
    let recognised = known(requester.fact("address-on-file").is_true())
        | known(requester.fact("signed-in").is_true())
        | known(requester.fact("identity-achieved").is_any_of(&["verified", "strong"]))
        | known(request.fact("channel").is_any_of(&["account", "in-person"]));
    let light = known(request.fact("right").is_any_of(&["object-marketing", "withdraw-consent"]));
    let plain = recognised | light;
    let mut on = answer.on(request);
    on.identity(rule.when(plain.clone()), Proof::None, Proof::Verified);
    on.identity(rule.when(!plain.clone()), Proof::Verified, Proof::Verified);
    on.must_state(rule.when(!plain), "proof-needed");
    on.must_state(agent.when(unproven(q)).reason("r-agent-unproven"), "proof-needed");
}

/// What a reply on information must say.
pub fn states(request: Thing<'_>, rule: Rule, rights: &[&str], says: &[&str], answer: &mut RightsAnswer) {
    let asked = known(request.fact("right").is_any_of(rights));
    for statement in says {
        answer.on(request).must_state(rule.when(asked.clone()), *statement);
    }
}
