//! A yes has a permit in every closed gate; nothing else makes one.

use praetor_decision::answer::sharing::{Effect as Word, Finding};
use praetor_decision::answer::{Answer, StandingState};
use praetor_decision::decision::sharing::{Cell, GateState};
use praetor_decision::{EntityId, Question};
use proptest::prelude::*;

use crate::shapes::{ALL, cases, scenes};

/// Written anew, so that it shares nothing with what it tests.
fn covers(question: &Question, finding: &Finding, cell: &Cell) -> bool {
    let of = |kind: &str| -> Vec<EntityId> {
        let about = finding.source.about.iter();
        about.filter(|id| question.entity(**id).is_some_and(|e| e.kind == kind)).copied().collect()
    };
    let within = |list: Vec<EntityId>, one: Option<EntityId>| {
        list.is_empty() || one.is_none_or(|one| list.contains(&one))
    };
    within(of("item"), cell.item) && within(of("use"), cell.for_use)
}

fn holds(finding: &Finding) -> bool {
    matches!(finding.effect, Word::Permit(_) | Word::PermitWithConditions(_) | Word::Require)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn every_yes_has_a_permit_in_every_closed_gate_of_every_law_that_applies(scene in scenes(ALL)) {
        for cell in scene.rule().cells.iter().filter(|cell| cell.effect.is_yes()) {
            for (manifest, reply) in &scene.voices {
                let Ok(Answer::Sharing(answer)) = reply else {
                    return Err(TestCaseError::fail("a yes beside a voice that failed"));
                };
                if answer.standing.state != StandingState::Applies {
                    continue;
                }
                let permitted = answer.findings.iter().any(|finding| {
                    manifest.rule(&finding.source.rule).is_some_and(|rule| rule.gate == "a")
                        && holds(finding)
                        && covers(&scene.question, finding, cell)
                });
                prop_assert!(permitted, "{} has no permit", manifest.id);
            }
        }
    }

    #[test]
    fn every_prohibition_in_a_yes_was_displaced_by_name(scene in scenes(ALL)) {
        for cell in scene.rule().cells.iter().filter(|cell| cell.effect.is_yes()) {
            for (manifest, reply) in &scene.voices {
                let Ok(Answer::Sharing(answer)) = reply else { continue };
                if answer.standing.state == StandingState::Unclear {
                    continue;
                }
                for finding in answer.findings.iter().filter(|f| f.effect == Word::Prohibit) {
                    let here = covers(&scene.question, finding, cell) && hop_counts(&scene.question, finding);
                    let named = || scene.voices.iter().any(|(other, reply)| {
                        names(other.id == manifest.id, &manifest.id, finding, reply.as_ref().ok())
                    });
                    prop_assert!(!here || named());
                }
            }
        }
    }

    #[test]
    fn no_yes_has_a_gate_that_is_prohibited_or_undetermined(scene in scenes(ALL)) {
        let unclear = |voice: u16| {
            let mut ids: Vec<_> = scene.voices.iter().collect();
            ids.sort_by(|a, b| a.0.id.cmp(&b.0.id));
            let (_, reply) = ids[usize::from(voice)];
            matches!(reply, Ok(answer) if answer.standing().state == StandingState::Unclear)
        };
        for cell in scene.rule().cells.iter().filter(|cell| cell.effect.is_yes()) {
            for gate in cell.gates.iter().filter(|gate| !unclear(gate.voice)) {
                prop_assert!(!matches!(gate.state, GateState::Prohibited | GateState::Undetermined | GateState::Review | GateState::NeedFacts));
            }
        }
    }

    #[test]
    fn no_law_at_all_is_never_a_yes(scene in scenes(ALL)) {
        let mut lawless = scene;
        lawless.voices.retain(|(manifest, _)| manifest.id == "vendor" || manifest.id == "policy");
        prop_assert!(lawless.rule().cells.iter().all(|cell| !cell.effect.is_yes()));
    }
}

/// A finding on hops that the question does not hold speaks of the whole gate; one on hops that
/// it holds speaks of them.
fn hop_counts(question: &Question, finding: &Finding) -> bool {
    finding.source.about.iter().all(|id| question.entity(*id).is_some()) || finding.source.about.is_empty()
}

fn names(own: bool, plugin: &str, prohibition: &Finding, reply: Option<&Answer>) -> bool {
    let rule = &prohibition.source.rule;
    // A law may call its own rule by its short or by its full name.
    let full = format!("{plugin}/{rule}");
    let is_named = |one: &str| one == full || (own && one == rule.as_str());
    let Some(Answer::Sharing(answer)) = reply else {
        return false;
    };
    answer.findings.iter().any(|finding| holds(finding) && finding.displaces.iter().any(|one| is_named(one)))
}
