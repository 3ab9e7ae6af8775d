//! § 312.6: the parent looks, refuses and has deleted.

use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{
    Clock, ClockForm, Cond, EntityId, Fee, Outcome, Proof, Question, RightsAnswer, Thing, Things, Verb, mark,
    obligation,
};

use crate::law::rule;

/// Each request; a vendor passes it on.
pub fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
    const FOR_OTHERS: [&str; 4] = ["processor", "sub-processor", "service-provider", "contractor"];
    for request in q.requests() {
        let vendor = known(q.controller().role().is_any_of(&FOR_OTHERS));
        if vendor.is_yes() {
            answer.on(request).forward(rule::FORWARD.when(vendor));
            continue;
        }
        reply(q, request, answer);
        words(q, request, answer);
    }
}

fn reply(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let mut on = answer.on(request);
    let respond = Clock::new(ClockForm::Respond).met_by(request.fact("answered"));
    on.clock(rule::REASONABLE_TIME.always(), respond);
    on.identity(rule::S_312_6_B.when(!known(by_child(q))), Proof::Verified, Proof::Strong);
    on.must_state(rule::S_312_6_B.when(unproven(q)).reason("r-agent-unproven"), "proof-needed");
    on.fee(rule::FREE.always(), Fee::None);
    on.remedy(rule::FTC.always(), "complaint", "Federal Trade Commission");
}

fn words(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let child = by_child(q);
    match request.fact("right").code() {
        Some(_) if known(child.clone()).is_yes() => {
            let clause = rule::S_312_6_SELF.when(child).reason("r-no-such-right");
            answer.on(request).no_right(clause);
        }
        Some("access" | "be-informed") => look(q, request, answer),
        Some("erase") => delete(q, request, answer),
        Some("withdraw-consent" | "object" | "opt-out-sale-share" | "opt-out-targeted-ads") => {
            refuse(q, request, answer);
        }
        Some(_) => {
            let asked = Cond::yes().resting_on(request.fact("right").at());
            answer.on(request).no_right(rule::S_312_6_NONE.when(asked).reason("r-no-such-right"));
        }
        None => {
            let missing = Cond::missing(request.fact("right").at());
            answer.on(request).owed(rule::S_312_6_A_1.when(missing), Outcome::Fulfil);
        }
    }
}

/// The child, or somebody who is no parent, asks.
fn by_child(q: Question<'_>) -> Cond<'_> {
    !q.requester().fact("relation").is_any_of(&["parent", "guardian"])
}

/// Nobody has shown that it is the parent.
fn unproven(q: Question<'_>) -> Cond<'_> {
    !known(q.requester().fact("proof").is("parental-authority-shown"))
}

/// Proof was refused, or nothing matched.
fn failed(q: Question<'_>, request: Thing<'_>) -> Cond<'static> {
    let refused = known(request.fact("identity-refused").happened())
        | known(q.requester().fact("proof-demanded").is("refused"));
    Cond::known((refused & unproven(q)).is_yes())
}

fn given(q: Question<'_>, outcome: Outcome) -> Outcome {
    if unproven(q).is_yes() { Outcome::AfterVerification } else { outcome }
}

fn look(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let asked = Cond::yes().resting_on(request.fact("right").at());
        let mut on = answer.on(request);
        if failed(q, request).is_yes() {
            let clause = rule::S_312_6_B.when(asked).about(item).reason("r-agent-unproven");
            on.may_refuse(clause, Outcome::Refuse);
        } else {
            on.owed(rule::S_312_6_A_1.when(asked).about(item), given(q, Outcome::Fulfil));
        }
    }
    answer.on(request).must_state(rule::S_312_6_A_1.always(), "categories");
}

fn delete(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let asked = Cond::yes().resting_on(request.fact("right").at());
        let mut on = answer.on(request);
        if failed(q, request).is_yes() {
            let clause = rule::S_312_6_B.when(asked).about(item).reason("r-agent-unproven");
            on.may_refuse(clause, Outcome::Refuse);
        } else {
            on.owed(rule::S_312_6_A_2.when(asked).about(item), given(q, Outcome::Fulfil));
            tell(request, (item, item), "erase", answer);
        }
    }
    answer.on(request).must_state(rule::S_312_6_C.always(), "consequences");
}

/// No further collection or use; what was agreed is remembered as withdrawn.
fn refuse(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let uses = if request.fact("uses").value().is_some() { request.follow("uses", "use") } else { q.uses() };
    for each in uses.or_gap() {
        let scope = each.purpose().code().unwrap_or_default();
        let remember = mark("consent-withdrawn", q.as_of()).over(scope);
        let asked = Cond::yes().resting_on(request.fact("right").at());
        let clause = rule::S_312_6_A_2.when(asked).about(each).marking(remember);
        let clause = clause.obliging(obligation("suppress").with("purposes", [scope]));
        answer.on(request).owed(clause, given(q, Outcome::Stop));
        for item in items_of(q, each) {
            tell(request, (item, each), "withdraw-consent", answer);
        }
    }
    answer.on(request).must_state(rule::S_312_6_C.always(), "consequences");
}

fn items<'q>(q: Question<'q>, request: Thing<'q>) -> Things<'q> {
    if request.fact("items").value().is_some() { request.follow("items", "item") } else { q.items() }
}

fn tell(request: Thing<'_>, (item, of): (Thing<'_>, Thing<'_>), action: &str, answer: &mut RightsAnswer) {
    let mut told: Vec<EntityId> = Vec::new();
    for disclosure in item.follow("disclosed-to", "disclosure") {
        let recipient = disclosure.follow_one("recipient", "recipient");
        let gone = known(disclosure.fact("still-held").is("erased"));
        let Some(id) = recipient.id() else { continue };
        if gone.is_yes() || told.contains(&id) {
            continue;
        }
        told.push(id);
        let works = matches!(
            recipient.role().code(),
            Some("processor" | "sub-processor" | "service-provider" | "contractor")
        );
        let verb = if works { Verb::Command } else { Verb::Notify };
        answer.on(request).tell(rule::TOLD.always().about(of), recipient, verb, action, None);
    }
}
