//! Missing facts: asked for only if they matter.

use praetor_decision::FactOf;
use praetor_decision::answer::StandingState;
use praetor_decision::answer::sharing::Outcome::{Permit, Prohibit, Review, Silent};
use praetor_decision::decision::sharing::Effect;

use crate::scene::*;

fn gates() -> Plugin {
    law("eu").closed("a").rules("a").open("b").rules("b")
}

fn asked(scene: &Scene) -> (Vec<FactOf>, Vec<FactOf>) {
    let decision = scene.decide();
    let facts = |list: Vec<praetor_decision::decision::Missing>| list.into_iter().map(|m| m.fact).collect();
    (facts(decision.missing), facts(decision.immaterial))
}

fn fact(name: &str) -> FactOf {
    fact_of("subject", name)
}

#[test]
fn a_need_for_facts_is_never_a_permission() {
    for (best, worst) in [(Permit, Silent), (Permit, Review), (Permit, Prohibit), (Permit, Permit)] {
        let scene = scene().hear(gates(), [need("a-1", best, worst, "age")]);
        assert_eq!(scene.effect(), Effect::NeedFacts, "{best:?} to {worst:?}");
        assert_eq!(asked(&scene), (vec![fact("age")], vec![]));
    }
}

#[test]
fn equal_outcomes_ask_for_nothing() {
    let findings = [permit("a-1", 0), need("a-2", Permit, Silent, "age")];
    let scene = scene().hear(gates(), findings);
    assert_eq!(scene.effect(), Effect::Allow);
    assert_eq!(asked(&scene), (vec![], vec![fact("age")]));
}

#[test]
fn a_denial_in_the_best_case_asks_nothing() {
    let findings = [need("a-1", Permit, Prohibit, "age"), prohibit("b-1")];
    let scene = scene().hear(gates(), findings);
    assert_eq!(scene.effect(), Effect::Deny);
    assert_eq!(asked(&scene), (vec![], vec![fact("age")]));
}

#[test]
fn each_of_two_alternatives_may_open_a_closed_gate() {
    let findings = [need("a-1", Permit, Silent, "age"), need("a-2", Permit, Silent, "status")];
    assert_eq!(asked(&scene().hear(gates(), findings)).0, [fact("age"), fact("status")]);
}

#[test]
fn two_prohibitions_in_one_gate_both_matter() {
    let findings =
        [permit("a-1", 0), need("b-1", Silent, Prohibit, "age"), need("b-2", Silent, Prohibit, "status")];
    assert_eq!(asked(&scene().hear(gates(), findings)).0, [fact("age"), fact("status")]);
}

#[test]
fn a_fact_that_several_findings_miss_is_asked_for_once_with_all_of_them() {
    let findings =
        [permit("a-1", 0), need("b-1", Silent, Prohibit, "age"), need("b-2", Silent, Prohibit, "age")];
    let decision = scene().hear(gates(), findings).decide();
    assert_eq!((decision.missing.len(), decision.missing[0].wanted_by.len()), (1, 2));
}

#[test]
fn a_permit_in_an_open_gate_is_not_asked_for() {
    let findings = [permit("a-1", 0), need("b-1", Permit, Silent, "age")];
    let scene = scene().hear(gates(), findings);
    assert_eq!(scene.effect(), Effect::Allow);
    assert_eq!(asked(&scene).1, [fact("age")]);
}

#[test]
fn a_fact_that_matters_for_one_item_only_is_asked_for() {
    let findings = [permit("a-1", 0), need("b-1", Silent, Prohibit, "age").on(&[ITEM])];
    let scene = square().hear(gates(), findings);
    let effects: Vec<_> = scene.rule().items.iter().map(|item| item.effect).collect();
    assert_eq!(effects, [Effect::NeedFacts, Effect::Allow]);
    assert_eq!(asked(&scene).0, [fact("age")]);
}

#[test]
fn a_standing_that_is_unclear_counts_as_if_the_law_applied_or_was_not_there() {
    let unclear = || gates().standing(StandingState::Unclear);
    let denied = scene().hear(unclear(), []);
    assert_eq!(denied.effect(), Effect::NeedFacts);
    assert_eq!(asked(&denied).0, [fact("residence")]);
    let passed = scene().hear(unclear(), [permit("a-1", 0)]);
    assert_eq!(passed.effect(), Effect::Allow);
    assert_eq!(asked(&passed).1, [fact("residence")]);
}

#[test]
fn a_review_stays_a_review_while_facts_are_missing() {
    let findings = [permit("a-1", 0), review("b-1"), need("b-2", Silent, Prohibit, "age")];
    let scene = scene().hear(gates(), findings);
    assert_eq!(scene.effect(), Effect::NeedsReview);
    assert_eq!(asked(&scene).0, [fact("age")], "it could still become a denial");
}

#[test]
fn a_need_between_review_and_prohibition_is_a_review() {
    let findings = [permit("a-1", 0), need("b-1", Review, Prohibit, "age")];
    assert_eq!(scene().hear(gates(), findings).effect(), Effect::NeedsReview);
}

#[test]
fn a_need_that_can_only_prohibit_prohibits() {
    let findings = [permit("a-1", 0), need("b-1", Prohibit, Prohibit, "age")];
    let scene = scene().hear(gates(), findings);
    assert_eq!(scene.effect(), Effect::Deny);
    assert!(asked(&scene).0.is_empty());
}
