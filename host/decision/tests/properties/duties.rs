//! Obligations come from winners only, and combine in their stricter direction.

use std::collections::BTreeSet;

use praetor_decision::answer::{Answer, Timing};
use praetor_decision::decision::sharing::{Effect, Ruling};
use praetor_decision::decision::{Decision, FindingRef, Ruling as AnyRuling};
use praetor_decision::question::Period;
use praetor_decision::{Name, Value};
use proptest::prelude::*;
use proptest::sample::subsequence;

use crate::scene::*;
use crate::shapes::{ALL, SOUND, cases, scenes};

/// The hearing with one obligation of its own on every finding, and the findings as the
/// decision refers to them.
fn tagged(scene: &Scene) -> Scene {
    let mut tagged = scene.clone();
    tagged.voices.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    for (voice, (_, reply)) in tagged.voices.iter_mut().enumerate() {
        let Ok(answer) = reply else { continue };
        answer.put_in_order();
        let Answer::Sharing(answer) = answer else {
            continue;
        };
        for (at, finding) in answer.findings.iter_mut().enumerate() {
            finding.obligations = vec![obligation(&format!("tag-{voice}-{at}"), Timing::After)];
            finding.treatments.clear();
        }
        // Tags may change the order of equal findings, so the references are read anew.
        let sorted = answer.findings.is_sorted_by_key(|finding| &finding.source.rule);
        assert!(sorted);
    }
    tagged
}

fn ruling(decision: &Decision) -> &Ruling {
    let AnyRuling::Sharing(ruling) = &decision.ruling else { panic!("no sharing ruling") };
    ruling
}

/// Findings that prevail somewhere: winners and what lifts prohibitions where the cell is not
/// denied, prohibitions that stand where it is.
fn prevailing(ruling: &Ruling) -> BTreeSet<FindingRef> {
    let mut prevailing = BTreeSet::new();
    for cell in &ruling.cells {
        for gate in &cell.gates {
            if cell.effect == Effect::Deny {
                prevailing.extend(&gate.prohibitions);
            } else {
                prevailing.extend(gate.winner);
                prevailing.extend(gate.displaced.iter().map(|one| one.by));
            }
        }
    }
    prevailing
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn obligations_of_losers_never_appear(scene in scenes(ALL)) {
        let decision = tagged(&scene).decide();
        let prevailing = prevailing(ruling(&decision));
        for owed in &decision.obligations {
            for from in &owed.from {
                prop_assert!(prevailing.contains(from), "{from:?} of {:?}", owed.obligation.id);
            }
        }
    }

    #[test]
    fn alternatives_within_a_gate_never_add_up(scene in scenes(ALL)) {
        let decision = tagged(&scene).decide();
        let owed: BTreeSet<FindingRef> =
            decision.obligations.iter().flat_map(|owed| owed.from.iter().copied()).collect();
        let ruling = ruling(&decision);
        let [cell] = ruling.cells.as_slice() else { return Ok(()) };
        let lifting: BTreeSet<FindingRef> =
            cell.gates.iter().flat_map(|gate| gate.displaced.iter().map(|one| one.by)).collect();
        let elsewhere = |at: &FindingRef| cell.gates.iter().any(|gate| gate.winner == Some(*at));
        for at in cell.gates.iter().flat_map(|gate| gate.fallbacks.iter().chain(&gate.losers)) {
            prop_assert!(!owed.contains(at) || lifting.contains(at) || elsewhere(at));
        }
    }

    #[test]
    fn obligations_of_a_cell_that_is_denied_are_its_prohibitions_own(scene in scenes(SOUND)) {
        let decision = tagged(&scene).decide();
        let ruling = ruling(&decision);
        if ruling.cells.iter().all(|cell| cell.effect == Effect::Deny) {
            let standing: BTreeSet<FindingRef> = ruling
                .cells.iter().flat_map(|cell| &cell.gates).flat_map(|gate| gate.prohibitions.iter().copied()).collect();
            prop_assert!(decision.obligations.iter().flat_map(|owed| &owed.from).all(|at| standing.contains(at)));
        }
    }

    #[test]
    fn every_obligation_is_as_strict_as_each_of_its_sources(scene in scenes(SOUND)) {
        let decision = scene.decide();
        let mut ordered = scene.clone();
        ordered.voices.sort_by(|a, b| a.0.id.cmp(&b.0.id));
        for (_, reply) in &mut ordered.voices {
            reply.as_mut().unwrap().put_in_order();
        }
        for owed in &decision.obligations {
            for from in &owed.from {
                let (_, reply) = &ordered.voices[usize::from(from.voice)];
                let Ok(Answer::Sharing(answer)) = reply else { continue };
                let finding = &answer.findings[usize::from(from.finding)];
                let mut sources = finding.obligations.iter().filter(|one| one.id == owed.obligation.id).peekable();
                prop_assert!(sources.peek().is_some());
                let strict = sources.any(|source| is_as_strict(&owed.obligation, source));
                prop_assert!(strict, "{:?} of {:?}", owed, finding.obligations);
            }
        }
    }

    #[test]
    fn treatments_of_a_yes_are_those_of_all_its_winners(scene in scenes(SOUND)) {
        let decision = scene.decide();
        for item in &ruling(&decision).items {
            let ids: Vec<&Name> = item.treatments.iter().map(|due| &due.treatment.id).collect();
            let unique: BTreeSet<&Name> = ids.iter().copied().collect();
            prop_assert_eq!(ids.len(), unique.len(), "a set");
            let denied = ruling(&decision).cells.iter().filter(|cell| cell.item == item.item).all(|cell| cell.effect == Effect::Deny);
            prop_assert!(!denied || ids.is_empty());
            prop_assert!(item.effect != Effect::Allow || ids.is_empty(), "a treatment is a condition");
        }
    }

    #[test]
    fn places_that_have_nothing_in_common_deny(
        pins in proptest::collection::vec(subsequence(vec!["DE", "FR", "US"], 1..=3), 1..4),
    ) {
        let plugin = (0..pins.len()).fold(law("eu"), |plugin, n| plugin.rule(&format!("r-{n}"), ""));
        let findings = pins.iter().enumerate().map(|(n, pin)| permit(&format!("r-{n}"), 0).owing(region_pin(pin)));
        let scene = scene().hear(plugin, findings.collect::<Vec<_>>());
        let common = ["DE", "FR", "US"].into_iter().filter(|one| pins.iter().all(|pin| pin.contains(one)));
        let common: Vec<&str> = common.collect();
        if common.is_empty() {
            prop_assert_eq!(scene.effect(), Effect::Deny);
            prop_assert_eq!(&scene.rule().cells[0].impossible, &[Name::from("region-pin")]);
        } else {
            prop_assert_eq!(scene.effect(), Effect::Allow);
            let decision = scene.decide();
            prop_assert_eq!(&decision.obligations[0].obligation.parameters[0].value, &places(&common));
        }
    }
}

fn is_as_strict(
    owed: &praetor_decision::answer::Obligation,
    source: &praetor_decision::answer::Obligation,
) -> bool {
    let value = |name: &str, of: &praetor_decision::answer::Obligation| {
        of.parameters.iter().find(|fact| fact.name == name).map(|fact| fact.value.clone())
    };
    let shorter = match (value("within", owed), value("within", source)) {
        (Some(Value::Period(a)), Some(Value::Period(b))) => days(a) <= days(b),
        (_, None) => true,
        _ => false,
    };
    let narrower = match (value("countries", owed), value("countries", source)) {
        (Some(Value::Places(a)), Some(Value::Places(b))) => a.iter().all(|place| b.contains(place)),
        (_, None) => true,
        _ => false,
    };
    shorter && narrower && owed.timing <= source.timing && (owed.condition || !source.condition)
}

fn days(period: Period) -> u32 {
    assert_eq!(period.months, 0);
    period.days
}
