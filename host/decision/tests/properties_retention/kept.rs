//! Retention: order, floors, doubts.

use std::collections::BTreeSet;

use praetor_decision::answer::Answer;
use praetor_decision::answer::retention::{Effect as Word, Finding};
use praetor_decision::decision::retention::{Action, Bound, Effect, ItemRuling, Start};
use praetor_decision::{Day, FactOf};
use proptest::prelude::*;

use crate::case::*;
use crate::voices::*;

/// The day on which the record is surely gone at the earliest; none: never on a known day.
fn gone_on(ruling: &ItemRuling) -> Option<Day> {
    let last = ruling.steps.iter().find(|step| step.action.is_final())?;
    match last.from {
        Start::On(day) => Some(day),
        Start::After(_) => None,
    }
}

/// No erasure, or one that is not earlier.
fn not_earlier(before: &ItemRuling, after: &ItemRuling) -> bool {
    match (gone_on(before), gone_on(after)) {
        (_, None) => true,
        (Some(before), Some(after)) => after >= before,
        (None, Some(_)) => false,
    }
}

fn said_more(case: &Case, voice: usize, finding: Finding) -> Option<Case> {
    let mut case = case.clone();
    let at = voice % case.keeping.len();
    let (manifest, reply) = case.keeping.get_mut(at)?;
    let Ok(Answer::Retention(answer)) = reply else {
        return None;
    };
    let rule = manifest
        .rules
        .first()
        .cloned()
        .map(|rule| praetor_decision::manifest::Rule { id: finding.source.rule.clone(), ..rule });
    manifest.rules.extend(rule);
    answer.findings.push(finding);
    Some(case)
}

proptest! {
    #[test]
    fn order_never_matters(case in any_case(), turn in 0..8_usize) {
        let mut turned = case.clone();
        turned.keeping.reverse();
        for (_, reply) in &mut turned.keeping {
            if let Ok(Answer::Retention(answer)) = reply {
                let by = turn % answer.findings.len().max(1);
                answer.findings.rotate_left(by);
            }
        }
        prop_assert_eq!(case.retention_decision(), turned.retention_decision());
    }

    #[test]
    fn one_more_duty_hold_or_doubt_never_erases_earlier(
        case in any_case(),
        voice in 0..5_usize,
        more in prop_oneof![
            any_floor(),
            any_need(),
            Just(hold("hold", MATTER)),
            Just(keeps("review", Word::Review)),
            Just(keeps("fails", Word::Fails)),
            Just(ground("ground", praetor_decision::answer::retention::End::Running)),
        ],
    ) {
        let before = case.invoice();
        // One more ground may give a ceiling to a law that had none: that is no shorter duty.
        if matches!(more.effect, Word::Ground(_)) && before.ceilings.is_empty() {
            return Ok(());
        }
        // A duty speaks for its law, which may have been silent: then it is no longer in doubt.
        let spoke = !before.doubts.iter().any(|doubt| {
            matches!(doubt, praetor_decision::decision::retention::Doubt::Silent(_))
        });
        if let Some(after) = said_more(&case, voice, more).filter(|_| spoke) {
            prop_assert!(not_earlier(&before, &after.invoice()), "{:?}\n{:?}", before.steps, after.invoice().steps);
        }
    }

    #[test]
    fn nothing_is_erased_before_every_duty_has_ended(case in any_case()) {
        let ruling = case.invoice();
        if let Some(gone) = gone_on(&ruling) {
            for floor in &ruling.floors {
                match &floor.until {
                    Bound::Ended => {}
                    Bound::Through(last) => prop_assert!(*last < gone),
                    other => prop_assert!(false, "erased while a duty runs: {other:?}"),
                }
            }
        }
    }

    #[test]
    fn a_doubt_never_erases(case in any_case()) {
        let ruling = case.invoice();
        let finals = ruling.steps.iter().chain(&ruling.after_release).any(|step| step.action.is_final());
        if !ruling.doubts.is_empty() {
            prop_assert!(!finals);
            prop_assert!(ruling.cut_offs.is_empty());
            prop_assert!(ruling.effect > Effect::Settled);
        }
    }

    #[test]
    fn one_more_voice_that_failed_never_erases(case in any_case()) {
        let ruling = case.fail(vendor()).invoice();
        prop_assert_eq!(gone_on(&ruling), None);
        prop_assert_eq!(ruling.effect, Effect::Undetermined);
    }

    #[test]
    fn a_duty_restricts_only_ceilings_that_recognise_it(case in any_case()) {
        let ruling = case.invoice();
        let Some(Start::On(from)) = ruling.steps.first().map(|step| step.from.clone()) else {
            return Ok(());
        };
        let step = &ruling.steps[0];
        if step.action != Action::Restrict || !ruling.doubts.is_empty() || !ruling.conflicts.is_empty() {
            return Ok(());
        }
        for floor in ruling.floors.iter().filter(|floor| step.because.contains(&floor.from)) {
            for ceiling in ruling.ceilings.iter().filter(|c| step.because.iter().any(|f| c.from.contains(f))) {
                let own = ceiling.order == floor.order;
                let named = ceiling.recognises.iter().any(|o| floor.order == *o || floor.order.starts_with(&format!("{o}-")));
                prop_assert!(own || named || from < as_of());
            }
        }
    }

    #[test]
    fn every_schedule_begins_today_and_holds_its_order(case in any_case()) {
        let ruling = case.invoice();
        let days: Vec<Day> = plan(&ruling.steps).into_iter().map(|(day, _)| day).collect();
        prop_assert_eq!(days.first(), Some(&as_of()));
        prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
        let last = ruling.steps.iter().position(|step| step.action.is_final());
        prop_assert!(last.is_none_or(|at| at + 1 == ruling.steps.len()));
        prop_assert!(ruling.recheck_on.is_none_or(|day| day > as_of()));
        prop_assert!(ruling.recheck_on.is_some() || ruling.now.is_final());
    }

    #[test]
    fn only_winners_bring_obligations(case in any_case()) {
        let mut case = case;
        for (at, (_, reply)) in case.keeping.iter_mut().enumerate() {
            if let Ok(Answer::Retention(answer)) = reply {
                for (n, finding) in answer.findings.iter_mut().enumerate() {
                    *finding = finding.clone().owing(&format!("duty-{at}-{n}"));
                }
            }
        }
        let decision = case.retention_decision();
        let winners: BTreeSet<_> = case.invoice().winners.into_iter().collect();
        for owed in &decision.obligations {
            prop_assert!(owed.from.iter().all(|from| winners.contains(from)));
        }
    }

    #[test]
    fn facts_are_asked_for_only_if_they_can_change_the_schedule(case in any_case()) {
        let decision = case.retention_decision();
        let ruling = case.invoice();
        let needs = decision.missing.iter().any(|m| {
            m.fact == FactOf { entity: None, ..fact_of("item", "category") }
        });
        if needs {
            use praetor_decision::decision::retention::Doubt;
            prop_assert!(ruling.doubts.iter().any(|doubt| matches!(doubt, Doubt::NeedFacts(_))));
        }
    }
}
