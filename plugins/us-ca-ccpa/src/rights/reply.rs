//! 11 CCR §§ 7022-7026, 7060-7063, 7101: proof, fee, what the reply says, where the person can turn.

use praetor_sdk::reading::known;
use praetor_sdk::{Fee, Proof, Question, RightsAnswer, Term, Thing, obligation};

use super::{KNOWING, UNPROVEN, excessive, know, unproven};
use crate::law::{param, rule};

/// Everything beside the words on items and uses.
pub fn reply(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    identity(q, request, answer);
    let many = excessive(request);
    let mut on = answer.on(request);
    on.fee(rule::S_1798_145_H_3.when(many.clone()), Fee::Reasonable);
    on.fee(rule::S_1798_130_FREE.when(!many), Fee::None);
    on.must_state(rule::REPLY.always(), "reasons");
    on.remedy(rule::S_1798_199_45.always(), "complaint", param::AGENCY.on(q.as_of()).or(""));
    let attorney = param::ATTORNEY_GENERAL.on(q.as_of()).or("");
    on.remedy(rule::S_1798_199_90.always(), "attorney-general", attorney);
    let months = u32::try_from(param::MONTHS_OF_REQUEST_RECORDS.on(q.as_of()).or(24)).unwrap_or(24);
    let due = Term::months(months).from(request.fact("received-on")).algorithm("calendar-months");
    let keep = obligation("keep-request-record").after().due(due);
    on.must_state(rule::CCR_7101.always().obliging(keep), "record-kept");
    content(request, answer);
}

/// None for opt-outs and limits; else by what is asked for.
fn identity(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let right = request.fact("right");
    let free = known(right.is_any_of(&UNPROVEN)) | known(right.is("withdraw-consent"));
    let listed = known(request.fact("channel").is("data-broker-list"));
    let free = free | listed;
    let strong = know::asks_for_pieces(request) & !know::at_home(q) & !known(know::by_categories(q, request));
    let mut on = answer.on(request);
    on.identity(rule::CCR_7060_B.when(free.clone()), Proof::None, Proof::None);
    on.identity(rule::CCR_7060.when(!free.clone() & strong.clone()), Proof::Strong, Proof::Strong);
    on.identity(rule::CCR_7060.when(!free.clone() & !strong), Proof::Verified, Proof::Strong);
    let agent = unproven(q);
    let clause = |rule: praetor_sdk::Rule| rule.when(agent.clone()).reason("r-agent-unproven");
    let rule = if free.is_yes() { rule::CCR_7026_J } else { rule::CCR_7063 };
    on.must_state(clause(rule), "proof-needed");
}

/// What the reply to this right has to contain.
fn content(request: Thing<'_>, answer: &mut RightsAnswer) {
    let right = request.fact("right");
    let mut on = answer.on(request);
    let asked = known(right.is_any_of(&KNOWING));
    for statement in ["categories", "purposes", "origin", "recipient-categories"] {
        on.must_state(rule::S_1798_110.when(asked.clone()), statement);
    }
    on.must_state(rule::S_1798_105.when(known(right.is("erase"))), "kept-and-why");
    let out = known(right.is_any_of(&["opt-out-sale-share", "opt-out-targeted-ads", "withdraw-consent"]));
    let shown = rule::CCR_7025_C_6.when(out).as_at(request.fact("received-on").day());
    on.must_state(shown.obliging(obligation("show-opt-out-status").after()), "opt-out-status");
}
