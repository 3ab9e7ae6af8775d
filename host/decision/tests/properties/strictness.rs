//! Invariant 8: for a question whose laws and facts are fixed, one more finding never moves a
//! cell towards allow. The exceptions are named: a finding that displaces, a binding order, and a
//! first word in a closed gate in which nothing permitted anything.

use praetor_decision::answer::Answer;
use praetor_decision::answer::sharing::{Effect as Word, Finding};
use praetor_decision::decision::sharing::{Cell, Effect, GateOf, GateState, Ruling};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::scene::*;
use crate::shapes::{BARE, SOUND, cases, findings, plugins, scenes};

/// The hearing with one more finding of one voice, and that voice's index.
fn with_one_more(scene: &Scene, voice: Index, finding: &Finding) -> Option<(Scene, u16)> {
    let mut more = scene.clone();
    if more.voices.is_empty() {
        return None;
    }
    let at = voice.index(more.voices.len());
    let (manifest, reply) = &mut more.voices[at];
    let id = manifest.id.clone();
    let Ok(Answer::Sharing(answer)) = reply else {
        return None;
    };
    answer.findings.push(finding.clone());
    let mut ids: Vec<_> = scene.voices.iter().map(|(manifest, _)| manifest.id.clone()).collect();
    ids.sort_unstable();
    let index = ids.iter().position(|one| *one == id).unwrap();
    Some((more, u16::try_from(index).unwrap()))
}

fn gate_of(rule: &str) -> GateOf {
    match rule.split_once('-') {
        Some((gate, _)) => GateOf::Gate(gate.into()),
        None => GateOf::Rule(rule.into()),
    }
}

/// The states of a gate in a cell, one for each hop.
fn states(cell: &Cell, voice: u16, gate: &GateOf) -> Vec<GateState> {
    cell.gates.iter().filter(|one| one.voice == voice && one.gate == *gate).map(|one| one.state).collect()
}

fn pairs<'a>(before: &'a Ruling, after: &'a Ruling) -> impl Iterator<Item = (&'a Cell, &'a Cell)> {
    before.cells.iter().zip(&after.cells)
}

/// Allow with and without conditions are both a yes.
fn class(effect: Effect) -> Effect {
    if effect.is_yes() { Effect::Allow } else { effect }
}

/// A finding without displacement that permits nothing by itself.
fn objections() -> impl Strategy<Value = Finding> {
    let objects = |finding: &Finding| {
        !matches!(finding.effect, Word::Permit(_) | Word::PermitWithConditions(_) | Word::Require)
    };
    findings(SOUND).prop_filter("an objection", objects).prop_map(|mut finding| {
        finding.displaces.clear();
        finding
    })
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn an_objection_never_loosens_a_gate_in_which_something_was_said(
        scene in scenes(SOUND), voice in any::<Index>(), objection in objections(),
    ) {
        let Some((more, voice)) = with_one_more(&scene, voice, &objection) else { return Ok(()) };
        let gate = gate_of(&objection.source.rule);
        let (before, after) = (scene.rule(), more.rule());
        for (before, after) in pairs(&before, &after) {
            if !states(before, voice, &gate).contains(&GateState::Undetermined) {
                prop_assert!(after.effect >= before.effect, "{:?} to {:?}", before, after);
            }
        }
    }

    #[test]
    fn a_prohibition_never_loosens_anything(
        scene in scenes(SOUND), voice in any::<Index>(), rule in 0_usize..5,
    ) {
        let objection = prohibit(crate::shapes::RULES[rule]);
        let Some((more, _)) = with_one_more(&scene, voice, &objection) else { return Ok(()) };
        let (before, after) = (scene.rule(), more.rule());
        prop_assert!(after.effect >= before.effect);
        for (before, after) in pairs(&before, &after) {
            prop_assert!(after.effect >= before.effect);
        }
    }

    #[test]
    fn a_rule_that_fails_or_is_not_in_force_changes_no_cell(
        scene in scenes(SOUND), voice in any::<Index>(), mut void in objections(), later in any::<bool>(),
    ) {
        void.effect = if later { Word::NotYetInForce(day(2027, 6, 1)) } else { Word::Fails };
        void.source.about.clear();
        let Some((more, _)) = with_one_more(&scene, voice, &void) else { return Ok(()) };
        for (before, after) in pairs(&scene.rule(), &more.rule()) {
            prop_assert_eq!(before.effect, after.effect);
        }
    }

    #[test]
    fn a_heavier_permit_never_loosens_a_gate_that_is_passed_or_prohibited(
        scene in scenes(SOUND), voice in any::<Index>(), rule in 0_usize..5,
    ) {
        let permit = permit(crate::shapes::RULES[rule], 200);
        let Some((more, voice)) = with_one_more(&scene, voice, &permit) else { return Ok(()) };
        let gate = gate_of(&permit.source.rule);
        for (before, after) in pairs(&scene.rule(), &more.rule()) {
            if settled(before, voice, &gate) {
                prop_assert!(after.effect >= before.effect, "{:?} to {:?}", before, after);
            }
        }
    }

    /// A lighter permit may take the place of the winner and of its conditions, but never turns
    /// what is no yes into one.
    #[test]
    fn a_lighter_permit_never_makes_a_yes_of_a_gate_that_is_passed_or_prohibited(
        scene in scenes(BARE), voice in any::<Index>(), rule in 0_usize..5, burden in 0_u8..5,
    ) {
        let permit = permit(crate::shapes::RULES[rule], burden);
        let Some((more, voice)) = with_one_more(&scene, voice, &permit) else { return Ok(()) };
        let gate = gate_of(&permit.source.rule);
        for (before, after) in pairs(&scene.rule(), &more.rule()) {
            if settled(before, voice, &gate) {
                prop_assert!(class(after.effect) >= class(before.effect), "{:?} to {:?}", before, after);
            }
        }
    }

    #[test]
    fn a_voice_that_cannot_be_heard_denies_everything(scene in scenes(SOUND)) {
        let ruling = scene.fail(law("zz")).rule();
        prop_assert_eq!(ruling.effect, Effect::Deny);
        prop_assert!(ruling.cells.iter().all(|cell| cell.effect == Effect::Deny));
    }

    #[test]
    fn one_more_voice_never_loosens_unless_it_displaces_or_demands(
        scene in scenes(SOUND), objections in proptest::collection::vec(objections(), 0..4),
    ) {
        let [law, ..] = plugins();
        let mut other = law;
        other.manifest.id = "zz".into();
        let has_law = scene.voices.iter().any(|(manifest, _)| manifest.kind == other.manifest.kind);
        if scene.voices.is_empty() || !has_law {
            return Ok(());
        }
        let more = scene.clone().hear(other, objections);
        for (before, after) in pairs(&scene.rule(), &more.rule()) {
            prop_assert!(after.effect >= before.effect);
        }
    }
}

fn settled(cell: &Cell, voice: u16, gate: &GateOf) -> bool {
    let settled = |state: &GateState| {
        matches!(
            state,
            GateState::NoObjection
                | GateState::Passed
                | GateState::PassedWithConditions
                | GateState::Prohibited
        )
    };
    states(cell, voice, gate).iter().all(settled)
}
