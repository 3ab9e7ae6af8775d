//! Retention: order, floors, doubts.

use std::collections::BTreeSet;

use praetor_decision::answer::Answer;
use praetor_decision::answer::retention::{Effect as Word, End, Finding, WorstCase};
use praetor_decision::decision::retention::{Action, Bound, Ceiling, Effect, ItemRuling, Start};
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

/// The day by which the record is gone, whatever the unknown events turn out to be.
fn gone_by(ruling: &ItemRuling) -> Option<Day> {
    let last = ruling.steps.iter().find(|step| step.action.is_final())?;
    match &last.from {
        Start::On(day) => Some(*day),
        Start::After(bound) => at_latest(bound)?.tomorrow().ok(),
    }
}

fn at_latest(bound: &Bound) -> Option<Day> {
    match bound {
        Bound::Through(day) => Some(*day),
        Bound::Earliest(parts) => parts.iter().filter_map(at_latest).min(),
        Bound::Latest(parts) => parts.iter().map(at_latest).collect::<Option<Vec<_>>>()?.into_iter().max(),
        Bound::Ended | Bound::Formula(_) | Bound::Release(_) | Bound::Open => None,
    }
}

/// No erasure, or one that is not earlier. An erasure on a known day is not earlier than one on
/// an unknown day if that one would have happened by then in any case.
fn not_earlier(before: &ItemRuling, after: &ItemRuling) -> bool {
    match (gone_on(before), gone_on(after)) {
        (_, None) => true,
        (Some(before), Some(after)) => after >= before,
        (None, Some(after)) => gone_by(before).is_some_and(|before| after >= before),
    }
}

fn waits_for_facts(ruling: &ItemRuling) -> bool {
    use praetor_decision::decision::retention::Doubt;
    ruling.doubts.iter().any(|doubt| matches!(doubt, Doubt::NeedFacts(_) | Doubt::Unclear(_)))
}

/// The same case, with every law of unclear standing governing.
fn all_governing(case: &Case) -> Case {
    use praetor_decision::answer::StandingState;
    let mut case = case.clone();
    for (_, reply) in &mut case.keeping {
        if let Ok(Answer::Retention(answer)) = reply
            && answer.standing.state == StandingState::Unclear
        {
            answer.standing.state = StandingState::Applies;
        }
    }
    case
}

/// Every case that the missing facts of this one can turn out to be, with every law governing.
fn possible(case: &Case) -> Vec<Case> {
    let mut worlds = vec![all_governing(case)];
    for voice in 0..case.keeping.len() {
        let Ok(Answer::Retention(answer)) = &case.keeping[voice].1 else { continue };
        for finding in &answer.findings {
            if let Word::NeedFacts(a, b) = finding.effect {
                let settled = |to| move |world: &Case| as_if(world, voice, finding, to);
                worlds = worlds.iter().map(settled(a)).chain(worlds.iter().map(settled(b))).collect();
            }
        }
    }
    worlds
}

/// The case in which a finding that lacks facts comes out as one of its two outcomes. One that
/// erases ends its law's keeping and gives way to every duty.
fn as_if(case: &Case, voice: usize, finding: &Finding, outcome: WorstCase) -> Case {
    let mut case = case.clone();
    if let Ok(Answer::Retention(answer)) = &mut case.keeping[voice].1 {
        let Some(at) = answer.findings.iter().position(|one| one == finding) else { return case };
        let rule = &finding.source.rule;
        let said = match outcome {
            WorstCase::Erase => {
                vec![ground(rule, End::Now).recognising(&["EU", "DE", "IN", "US"]), no_floor(rule)]
            }
            settled => vec![unsure(rule, settled, settled)],
        };
        answer.findings.splice(at..=at, said);
    }
    case
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
            Just(ground("ground", End::Running)),
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
        let running = matches!(more.effect, Word::Ground(_));
        if let Some(after) = said_more(&case, voice, more).filter(|_| spoke) {
            let after = after.invoice();
            // A finding that makes missing facts immaterial ends the doubt. What is then said holds
            // whatever they are, so it is held against every case that they can turn out to be.
            let settled = waits_for_facts(&before) && !waits_for_facts(&after);
            let worlds = if settled { possible(&case) } else { vec![case] };
            for before in worlds.iter().map(Case::invoice) {
                let unlimited = running && before.ceilings.is_empty();
                let as_late = unlimited || not_earlier(&before, &after);
                prop_assert!(as_late, "{:?}\n{:?}\n{:?}", before.steps, before.doubts, after.steps);
            }
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
            let named_here = |c: &&Ceiling| step.because.iter().any(|f| c.from.contains(f));
            // One finding can keep both as a duty and as a ground that still runs; a ground that runs
            // limits nothing yet, so it has nothing to give way to.
            let over = |c: &&Ceiling| match c.until {
                Bound::Ended => true,
                Bound::Through(last) => last < from,
                _ => false,
            };
            for ceiling in ruling.ceilings.iter().filter(named_here).filter(over) {
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
