//! Need-facts asks only for what can change the answer, and for all of it: compared with trying
//! every best and worst case.

use std::collections::BTreeSet;

use praetor_decision::FactOf;
use praetor_decision::answer::sharing::{Effect as Word, Outcome};
use praetor_decision::answer::{Answer, StandingState};
use praetor_decision::decision::Missing;
use praetor_decision::decision::sharing::Effect;
use proptest::prelude::*;

use crate::scene::*;
use crate::shapes::{PLAIN, cases, scenes};

/// More would take too long to try.
const MAX_OPEN: usize = 7;

/// Something that is open: a finding of a voice, or the voice's standing.
type Open = (usize, Option<usize>);

fn open_in(scene: &Scene) -> Vec<(Open, Vec<FactOf>)> {
    let mut open = Vec::new();
    for (voice, (_, reply)) in scene.voices.iter().enumerate() {
        let Ok(Answer::Sharing(answer)) = reply else {
            continue;
        };
        if answer.standing.state == StandingState::Unclear {
            open.push(((voice, None), answer.standing.source.missing.clone()));
        }
        for (at, finding) in answer.findings.iter().enumerate() {
            if let Word::NeedFacts { .. } = finding.effect {
                open.push(((voice, Some(at)), finding.source.missing.clone()));
            }
        }
    }
    open
}

/// The hearing once everything open is settled; `best` has a bit for each.
fn settled(scene: &Scene, open: &[(Open, Vec<FactOf>)], best: usize) -> Scene {
    let mut settled = scene.clone();
    for (bit, ((voice, finding), _)) in open.iter().enumerate() {
        let well = best & (1 << bit) != 0;
        let Ok(Answer::Sharing(answer)) = &mut settled.voices[*voice].1 else {
            continue;
        };
        match finding {
            Some(at) => {
                let effect = &mut answer.findings[*at].effect;
                let Word::NeedFacts { best, worst } = *effect else {
                    continue;
                };
                *effect = come_out(if well { best } else { worst.max(Outcome::Silent) });
            }
            None if well => answer.standing.state = StandingState::DoesNotApply,
            None => answer.standing.state = StandingState::Applies,
        }
    }
    for (_, reply) in &mut settled.voices {
        let Ok(Answer::Sharing(answer)) = reply else {
            continue;
        };
        let was_open = answer.standing.source.missing.is_empty();
        if answer.standing.state == StandingState::DoesNotApply && !was_open {
            answer.findings.clear();
        }
    }
    settled
}

/// A permit that only missing facts could give is heavier than any other.
fn come_out(outcome: Outcome) -> Word {
    match outcome {
        Outcome::Permit => Word::Permit(u8::MAX),
        Outcome::Silent => Word::Fails,
        Outcome::Review => Word::Review,
        Outcome::Prohibit => Word::Prohibit,
    }
}

/// Yes, review or no, for each cell.
fn classes(scene: &Scene) -> Vec<Effect> {
    let class = |effect: Effect| {
        if effect.is_yes() { Effect::Allow } else { effect }
    };
    scene.rule().cells.iter().map(|cell| class(cell.effect)).collect()
}

fn facts(missing: &[Missing]) -> BTreeSet<FactOf> {
    missing.iter().map(|missing| missing.fact.clone()).collect()
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn the_facts_asked_for_are_exactly_those_that_can_change_a_cell(scene in scenes(PLAIN)) {
        let open = open_in(&scene);
        prop_assume!(open.len() <= MAX_OPEN);
        let tried: Vec<Vec<Effect>> =
            (0..1 << open.len()).map(|best| classes(&settled(&scene, &open, best))).collect();
        let (asked, covered) = (facts(&scene.decide().missing), covered(&scene, &open));
        let mut matter = BTreeSet::new();
        for (bit, (_, missing)) in open.iter().enumerate() {
            let flips = |best: &usize| tried[*best] != tried[*best ^ (1 << bit)];
            if (0..tried.len()).any(|best| flips(&best)) {
                matter.extend(missing.iter().cloned());
            }
        }
        // A law's standing may also lift conditions off a yes, which no class shows.
        let only_conditions: BTreeSet<FactOf> = asked.difference(&matter).cloned().collect();
        for fact in only_conditions {
            prop_assert_eq!(&fact, &fact_of("subject", "residence"));
            prop_assert!(scene.rule().cells.iter().any(|cell| cell.effect == Effect::AllowWithConditions));
        }
        prop_assert!(matter.is_subset(&asked), "missed {:?}", matter.difference(&asked));
        let apart = facts(&scene.decide().immaterial);
        prop_assert!(asked.is_disjoint(&apart));
        prop_assert_eq!(&(&asked | &apart), &covered);
    }

    #[test]
    fn a_cell_is_what_its_best_and_worst_case_make_of_it(scene in scenes(PLAIN)) {
        let open = open_in(&scene);
        let best = classes(&settled(&scene, &open, (1 << open.len()) - 1));
        let worst = classes(&settled(&scene, &open, 0));
        for (cell, (best, worst)) in scene.rule().cells.iter().zip(best.into_iter().zip(worst)) {
            let expected = match (best, worst) {
                (best, worst) if best == worst => best,
                (best, _) => best.max(Effect::NeedFacts),
            };
            let class = if cell.effect.is_yes() { Effect::Allow } else { cell.effect };
            prop_assert_eq!(class, expected, "{:?} to {:?}", best, worst);
        }
    }
}

/// The facts missed by what speaks of any cell: all are listed, here or there.
fn covered(scene: &Scene, open: &[(Open, Vec<FactOf>)]) -> BTreeSet<FactOf> {
    let decision = scene.decide();
    let listed = &facts(&decision.missing) | &facts(&decision.immaterial);
    let all: BTreeSet<FactOf> = open.iter().flat_map(|(_, missing)| missing.iter().cloned()).collect();
    assert!(listed.is_subset(&all));
    listed
}
