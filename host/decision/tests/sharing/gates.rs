//! Within a gate, and across gates and voices.

use praetor_decision::answer::{StandingState, Timing};
use praetor_decision::decision::sharing::{Effect, GateOf, GateState};

use crate::scene::*;

fn basis() -> Plugin {
    law("eu").closed("basis").rules("basis").open("device").rules("device")
}

#[test]
fn a_closed_gate_with_a_permit_is_passed() {
    assert_eq!(scene().hear(basis(), [permit("basis-1", 0)]).effect(), Effect::Allow);
}

#[test]
fn a_closed_gate_without_a_finding_is_undetermined() {
    let ruling = scene().hear(basis(), []).rule();
    assert_eq!(ruling.effect, Effect::Deny);
    let gate = &ruling.cells[0].gates[0];
    assert_eq!((&gate.gate, gate.state), (&GateOf::Gate("basis".into()), GateState::Undetermined));
}

#[test]
fn a_closed_gate_whose_rules_all_fail_is_undetermined() {
    let ruling = scene().hear(basis(), [fails("basis-1"), fails("basis-2")]).rule();
    assert_eq!(ruling.cells[0].gates[0].state, GateState::Undetermined);
    assert_eq!(ruling.cells[0].gates[0].failed.len(), 2);
}

#[test]
fn an_open_gate_without_a_finding_is_no_objection() {
    let ruling = scene().hear(law("eu").open("device"), []).rule();
    assert_eq!(ruling.effect, Effect::Allow);
    assert_eq!(ruling.cells[0].gates[0].state, GateState::NoObjection);
}

#[test]
fn the_least_burdensome_permit_wins_and_the_others_are_fallbacks() {
    let heavy = permit("basis-1", 5).owing(obligation("transfer-notice", Timing::After));
    let light = permit("basis-2", 1).owing(obligation("update-ropa", Timing::After));
    let scene = scene().hear(basis(), [heavy, light]);
    let gate = &scene.rule().cells[0].gates[0];
    assert_eq!(gate.winner.unwrap().finding, 1);
    assert_eq!(gate.fallbacks[0].finding, 0);
    let owed: Vec<_> = scene.decide().obligations.into_iter().map(|owed| owed.obligation.id).collect();
    assert_eq!(owed, ["update-ropa"]);
}

#[test]
fn permits_of_equal_burden_are_chosen_by_rule_id() {
    let scene = scene().hear(basis(), [permit("basis-3", 1), permit("basis-2", 1)]);
    assert_eq!(scene.rule().cells[0].gates[0].winner.unwrap().finding, 0);
}

#[test]
fn a_prohibition_denies_its_gate_whatever_permits_there_are() {
    let scene = scene().hear(basis(), [permit("basis-1", 0), prohibit("basis-2")]);
    let ruling = scene.rule();
    assert_eq!(ruling.effect, Effect::Deny);
    let gate = &ruling.cells[0].gates[0];
    assert_eq!((gate.state, gate.winner, gate.losers.len()), (GateState::Prohibited, None, 1));
}

#[test]
fn across_gates_all_must_be_passed() {
    let findings = [permit("basis-1", 0), prohibit("device-1")];
    assert_eq!(scene().hear(basis(), findings).effect(), Effect::Deny);
}

#[test]
fn across_voices_the_strictest_wins() {
    let scene = scene()
        .hear(basis(), [permit("basis-1", 0)])
        .hear(law("de").rule("r", ""), [review("r")])
        .hear(processor("vendor"), []);
    assert_eq!(scene.effect(), Effect::NeedsReview);
    assert_eq!(scene.hear(notice("policy").closed("declared"), []).effect(), Effect::Deny);
}

#[test]
fn a_review_sends_its_gate_to_a_person() {
    let findings = [permit("basis-1", 0), review("basis-2")];
    assert_eq!(scene().hear(basis(), findings).effect(), Effect::NeedsReview);
}

#[test]
fn a_review_in_a_closed_gate_is_a_word_on_it_but_no_permission() {
    let ruling = scene().hear(basis(), [review("basis-1")]).rule();
    assert_eq!(ruling.effect, Effect::NeedsReview);
    assert_eq!(ruling.cells[0].gates[0].state, GateState::Review);
}

#[test]
fn a_rule_without_a_gate_is_an_open_gate_of_its_own() {
    let plugin = || law("eu").rule("a", "").rule("b", "");
    let owing = |rule, id| permit(rule, 0).owing(obligation(id, Timing::After));
    let scene = scene().hear(plugin(), [owing("a", "update-ropa"), owing("b", "log-disclosure")]);
    assert_eq!(scene.decide().obligations.len(), 2, "they are no alternatives");
    assert_eq!(scene.rule().cells[0].gates[0].gate, GateOf::Rule("a".into()));
}

#[test]
fn a_voice_that_failed_is_undetermined_and_denies() {
    let scene = scene().hear(basis(), [permit("basis-1", 0)]).fail(processor("vendor"));
    let ruling = scene.rule();
    assert_eq!(ruling.effect, Effect::Deny);
    let gate = ruling.cells[0].gates.last().unwrap();
    assert_eq!((&gate.gate, gate.state), (&GateOf::Voice, GateState::Undetermined));
}

#[test]
fn a_finding_of_an_unknown_rule_is_undetermined() {
    let findings = [permit("basis-1", 0), permit("no-such-rule", 0)];
    assert_eq!(scene().hear(basis(), findings).effect(), Effect::Deny);
}

#[test]
fn closed_gates_of_a_law_that_does_not_apply_are_not_needed() {
    let absent = basis().standing(StandingState::DoesNotApply);
    let other = law("de").closed("basis").rules("basis");
    let scene = scene().hear(absent, []).hear(other, [permit("basis-1", 0)]);
    assert_eq!(scene.effect(), Effect::Allow);
    let later = law("br").closed("basis").standing(StandingState::NotYetInForce(day(2027, 1, 1)));
    assert_eq!(scene.hear(later, []).effect(), Effect::Allow);
}

#[test]
fn a_rule_that_is_not_in_force_yet_has_no_effect_and_is_shown() {
    let later =
        finding("device-1", praetor_decision::answer::sharing::Effect::NotYetInForce(day(2027, 1, 1)));
    let scene = scene().hear(basis(), [permit("basis-1", 0), later]);
    assert_eq!(scene.effect(), Effect::Allow);
    assert_eq!(scene.rule().cells[0].gates[1].not_yet_in_force.len(), 1);
    assert_eq!(scene.decide().valid_until, Some(day(2027, 1, 1)));
}

#[test]
fn a_permit_for_one_hop_is_no_alternative_for_another() {
    let plugin = || law("eu").closed("transfer").rules("transfer");
    let question = || scene_of(&[(ITEM, "item"), (USE, "use"), (HOP, "hop"), (OTHER_HOP, "hop")]);
    let adequacy = || permit("transfer-1", 0).on(&[HOP]);
    let clauses = || {
        permit("transfer-2", 3)
            .on(&[OTHER_HOP])
            .owing(obligation("copy-of-safeguards-on-request", Timing::After))
    };
    assert_eq!(question().hear(plugin(), [adequacy()]).effect(), Effect::Deny);
    let both = question().hear(plugin(), [adequacy(), clauses()]);
    assert_eq!(both.effect(), Effect::Allow);
    assert_eq!(both.decide().obligations.len(), 1, "each hop passes by its own permit");
    assert_eq!(question().hear(plugin(), [permit("transfer-1", 0)]).effect(), Effect::Allow);
}
