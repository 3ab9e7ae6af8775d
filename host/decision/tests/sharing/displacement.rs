//! What lifts a prohibition, and what does not.

use praetor_decision::answer::sharing::Outcome;
use praetor_decision::answer::{StandingState, Timing};
use praetor_decision::decision::sharing::{Effect, GateState};

use crate::scene::*;

fn special() -> Plugin {
    law("eu").closed("special").rules("special").open("minor").rules("minor")
}

#[test]
fn an_exception_of_the_same_law_lifts_the_prohibition_that_it_names() {
    let consent = permit("special-2", 1).lifting("special-1");
    let ruling = scene().hear(special(), [prohibit("special-1"), consent]).rule();
    assert_eq!(ruling.effect, Effect::Allow);
    let gate = &ruling.cells[0].gates[1];
    assert_eq!((gate.displaced.len(), gate.prohibitions.len()), (1, 0));
}

#[test]
fn an_exception_that_names_another_rule_lifts_nothing() {
    let consent = permit("special-2", 1).lifting("special-3");
    assert_eq!(scene().hear(special(), [prohibit("special-1"), consent]).effect(), Effect::Deny);
}

#[test]
fn an_exception_that_fails_is_recorded_and_lifts_nothing() {
    let failed = fails("special-2").lifting("special-1");
    let ruling = scene().hear(special(), [prohibit("special-1"), failed]).rule();
    assert_eq!(ruling.effect, Effect::Deny);
    assert_eq!(ruling.cells[0].gates[1].failed.len(), 1);
}

#[test]
fn a_law_lifts_what_it_specialises() {
    let german = || law("de").rule("exception", "");
    let lifts = || permit("exception", 1).lifting("eu/minor-1");
    let europe = || (special(), [permit("special-1", 0), prohibit("minor-1")]);
    let (plugin, findings) = europe();
    let declared = scene().hear(plugin, findings).hear(german().specialises("eu"), [lifts()]);
    assert_eq!(declared.effect(), Effect::Allow);
    let (plugin, findings) = europe();
    let ruling = scene().hear(plugin, findings).hear(german(), [lifts()]).rule();
    assert_eq!(ruling.effect, Effect::Deny);
    let shown = ruling.cells[0].gates.iter().flat_map(|gate| &gate.not_displaced).count();
    assert_eq!(shown, 1, "a displacement that no manifest allows is shown");
}

#[test]
fn a_contract_never_lifts_a_law() {
    let vendor = processor("vendor").rule("clause", "").specialises("eu");
    let lifts = permit("clause", 0).lifting("eu/minor-1");
    let findings = [permit("special-1", 0), prohibit("minor-1")];
    assert_eq!(scene().hear(special(), findings).hear(vendor, [lifts]).effect(), Effect::Deny);
}

#[test]
fn a_law_that_does_not_apply_lifts_nothing_of_others() {
    let german = law("de").rule("exception", "").specialises("eu");
    let lifts = permit("exception", 1).lifting("eu/minor-1");
    let findings = [permit("special-1", 0), prohibit("minor-1")];
    let absent = german.standing(StandingState::DoesNotApply);
    assert_eq!(scene().hear(special(), findings).hear(absent, [lifts]).effect(), Effect::Deny);
}

#[test]
fn a_law_that_is_unclear_may_lift_once_it_is_known_to_apply() {
    let german = law("de").rule("exception", "").specialises("eu");
    let lifts = permit("exception", 1).lifting("eu/minor-1");
    let findings = [permit("special-1", 0), prohibit("minor-1")];
    let unclear = german.standing(StandingState::Unclear);
    let scene = scene().hear(special(), findings).hear(unclear, [lifts]);
    assert_eq!(scene.effect(), Effect::NeedFacts);
    assert_eq!(scene.decide().missing[0].fact, fact_of("subject", "residence"));
}

#[test]
fn the_conditions_of_what_lifts_a_prohibition_count_though_a_lighter_permit_is_there() {
    let light = permit("special-2", 0);
    let lifting =
        permit("special-3", 4).lifting("special-1").owing(obligation("obtain-consent", Timing::Before));
    let scene = scene().hear(special(), [prohibit("special-1"), light, lifting]);
    assert_eq!(scene.effect(), Effect::AllowWithConditions);
    assert_eq!(scene.decide().obligations[0].obligation.id, "obtain-consent");
}

#[test]
fn a_prohibition_that_is_lifted_does_not_rid_the_winner_of_its_conditions() {
    let winner = permit("special-2", 0).owing(obligation("obtain-consent", Timing::Before));
    let spare = permit("special-3", 1).lifting("special-1");
    let before = scene().hear(special(), [winner.clone(), spare.clone()]);
    let after = scene().hear(special(), [winner, spare, prohibit("special-1")]);
    assert_eq!(before.effect(), Effect::AllowWithConditions);
    assert_eq!(after.effect(), Effect::AllowWithConditions);
}

#[test]
fn an_exception_for_one_item_does_not_lift_for_another() {
    let consent = permit("special-2", 1).lifting("special-1").on(&[ITEM]);
    let ruling = square().hear(special(), [prohibit("special-1"), consent]).rule();
    let effects: Vec<_> = ruling.items.iter().map(|item| item.effect).collect();
    assert_eq!(effects, [Effect::Allow, Effect::Deny]);
}

#[test]
fn an_exception_for_one_hop_does_not_lift_for_another() {
    let plugin = law("eu").open("transfer").rules("transfer");
    let question = scene_of(&[(ITEM, "item"), (HOP, "hop"), (OTHER_HOP, "hop")]);
    let findings = [prohibit("transfer-1"), permit("transfer-2", 1).lifting("transfer-1").on(&[HOP])];
    let ruling = question.hear(plugin, findings).rule();
    let states: Vec<_> = ruling.cells[0].gates.iter().map(|gate| gate.state).collect();
    assert_eq!(states, [GateState::Passed, GateState::Prohibited]);
    assert_eq!(ruling.effect, Effect::Deny);
}

#[test]
fn a_permit_of_a_denied_gate_is_not_in_force_and_lifts_nothing() {
    let findings = [
        prohibit("special-1"),
        permit("minor-2", 0).lifting("special-1"),
        permit("special-2", 0),
        prohibit("minor-1"),
    ];
    let ruling = scene().hear(special(), findings).rule();
    let gate = ruling.cells[0].gates.iter().find(|gate| !gate.not_displaced.is_empty()).unwrap();
    assert_eq!((gate.state, gate.displaced.len()), (GateState::Prohibited, 0));
}

#[test]
fn a_prohibition_that_a_missing_fact_could_lift_asks_for_it() {
    let consent = need("special-2", Outcome::Permit, Outcome::Silent, "consent").lifting("special-1");
    let scene = scene().hear(special(), [prohibit("special-1"), consent]);
    assert_eq!(scene.effect(), Effect::NeedFacts);
    assert_eq!(scene.decide().missing.len(), 1);
}

#[test]
fn a_binding_order_against_a_vendor_is_a_review_of_what_is_demanded() {
    let order = law("de").rule("order", "");
    let vendor = || processor("vendor").rule("clause", "");
    let ruling = square()
        .hear(order.clone(), [require("order").on(&[ITEM])])
        .hear(vendor(), [prohibit("clause")])
        .rule();
    let effects: Vec<_> = ruling.items.iter().map(|item| item.effect).collect();
    assert_eq!(effects, [Effect::NeedsReview, Effect::Deny]);
    assert_eq!(ruling.cells[0].demanded_by.len(), 1);
    let notice = notice("policy").closed("declared");
    let undeclared = square().hear(order.clone(), [require("order").on(&[ITEM])]).hear(notice, []);
    assert_eq!(undeclared.rule().items[0].effect, Effect::NeedsReview);
    let other_law = law("fr").rule("clause", "");
    let against_law = square().hear(order, [require("order")]).hear(other_law, [prohibit("clause")]);
    assert_eq!(against_law.effect(), Effect::Deny);
}

#[test]
fn a_vendor_cannot_demand_anything() {
    let vendor = processor("vendor").rule("order", "");
    let denied = notice("policy").closed("declared");
    let scene = scene().hear(vendor, [require("order")]).hear(denied, []).hear(law("eu"), []);
    assert_eq!(scene.effect(), Effect::Deny);
}

/// The duties of a law and of the notice exclude each other, and an order is binding: refusing
/// silently would break the order, so a person must look. Between laws it stays a denial.
#[test]
fn duties_that_exclude_each_other_against_a_binding_order_are_a_review() {
    let europe = || law("eu").closed("a").rules("a");
    let wants = |country| permit("a-1", 0).owing(region_pin(&[country]));
    let order = |scene: Scene| scene.hear(law("order").open("a").rules("a"), [require("a-1")]);
    let against = |other: Plugin| scene().hear(europe(), [wants("FR")]).hear(other, [wants("US")]);
    let published = || against(notice("policy").closed("a").rules("a"));
    assert_eq!(published().effect(), Effect::Deny);
    assert_eq!(order(published()).effect(), Effect::NeedsReview);
    assert_eq!(order(against(law("us").closed("a").rules("a"))).effect(), Effect::Deny);
}
