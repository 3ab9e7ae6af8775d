//! Rights: order, refusals, clocks, erasure.

use std::collections::BTreeSet;

use praetor_decision::answer::rights::{Claim, Effect as Said, Finding};
use praetor_decision::answer::{Answer, ClockForm, Strength};
use praetor_decision::decision::rights::{ClockRuling, ClockState, Extension, Outcome, Stage};
use proptest::prelude::*;

use crate::case::*;
use crate::voices::*;

fn said_more(case: &Case, voice: usize, finding: Finding) -> Case {
    let mut case = case.clone();
    let at = voice % case.answering.len();
    let (manifest, reply) = &mut case.answering[at];
    if let Ok(Answer::Rights(answer)) = reply {
        let rule = manifest.rules[0].clone();
        manifest.rules.push(praetor_decision::manifest::Rule { id: finding.source.rule.clone(), ..rule });
        answer.findings.push(finding);
    }
    case
}

fn invoice(case: &Case) -> Option<praetor_decision::decision::rights::Line> {
    case.request().lines.into_iter().find(|line| line.entity == INVOICE)
}

fn erases(case: &Case) -> bool {
    case.rights().acts.iter().any(|act| act.stage == Stage::Erase && !act.interim)
}

proptest! {
    #[test]
    fn order_never_matters(case in any_request(), turn in 0..8_usize) {
        let mut turned = case.clone();
        turned.answering.reverse();
        turned.keeping.reverse();
        for (_, reply) in &mut turned.answering {
            if let Ok(Answer::Rights(answer)) = reply {
                let by = turn % answer.findings.len().max(1);
                answer.findings.rotate_left(by);
            }
        }
        prop_assert_eq!(case.rights_decision(), turned.rights_decision());
    }

    #[test]
    fn one_more_finding_never_lengthens_the_clock(
        case in any_request(), voice in 0..5_usize, more in any_answering(),
    ) {
        let before = case.request().respond_by;
        let after = said_more(&case, voice, more).request().respond_by;
        prop_assert!(before.is_none_or(|before| after.is_some_and(|after| after <= before)));
    }

    #[test]
    fn a_refusal_never_silently_replaces_a_fulfilment(
        case in any_request(), voice in 0..5_usize, more in any_word(),
    ) {
        let forbids = matches!(&more.effect, Said::Word(word) if word.claim == Claim::MustNot);
        let Some(before) = invoice(&case).filter(|line| line.outcome.gives()) else { return Ok(()) };
        let Some(after) = invoice(&said_more(&case, voice, more)) else { return Ok(()) };
        if matches!(after.outcome, Outcome::Refuse | Outcome::NotOwed | Outcome::Lapsed) {
            // Only a prohibition that every owing law recognises, and it stands among the winners.
            let won = after.words.iter().any(|word| word.wins && word.claim == Claim::MustNot);
            prop_assert!(forbids && won, "{before:?}\n{after:?}");
        }
    }

    #[test]
    fn what_lacks_facts_never_yields_an_erasure(
        case in any_request(), voice in 0..5_usize, more in any_unsure(),
    ) {
        // A law that said nothing was in doubt; a word that lacks facts may end its silence but
        // never grants.
        let after = said_more(&case, voice, more);
        prop_assert!(!erases(&after) || erases(&case));
    }

    #[test]
    fn a_failed_voice_never_yields_an_erasure_and_the_clocks_run(case in any_request()) {
        let before = case.request().respond_by;
        let mut failed = case.clone().fail(vendor());
        failed.keeping = case.keeping;
        prop_assert!(!erases(&failed));
        prop_assert_eq!(failed.request().respond_by, before);
    }

    #[test]
    fn nothing_is_erased_while_a_duty_or_matter_keeps_the_whole_record(case in any_request()) {
        let kept = case.retention().item(INVOICE).cloned().unwrap();
        for act in case.rights().acts {
            if act.stage == Stage::Erase && act.entity == INVOICE {
                let whole = act.outcome == Outcome::Fulfil;
                let open = kept.floors.iter().any(|floor| {
                    use praetor_decision::decision::retention::Bound;
                    !matches!(&floor.until, Bound::Ended)
                        && !matches!(&floor.until, Bound::Through(last) if *last < as_of())
                });
                prop_assert!(!(whole && open));
                prop_assert!(kept.doubts.is_empty());
            }
        }
    }

    #[test]
    fn only_winners_bring_obligations(case in any_request()) {
        let mut case = case;
        for (at, (_, reply)) in case.answering.iter_mut().enumerate() {
            if let Ok(Answer::Rights(answer)) = reply {
                for (n, finding) in answer.findings.iter_mut().enumerate() {
                    *finding = finding.clone().owing(&format!("duty-{at}-{n}"));
                }
            }
        }
        let winners: BTreeSet<_> = case.request().winners.into_iter().collect();
        for owed in &case.rights_decision().obligations {
            prop_assert!(owed.from.iter().all(|from| winners.contains(from)));
        }
    }

    #[test]
    fn the_persons_own_period_never_sets_the_day(case in any_request()) {
        let request = case.request();
        if let Some(from) = request.respond_by_from {
            let clock = request.clocks.iter().find(|clock| clock.from == from).unwrap();
            prop_assert_eq!(clock.form, ClockForm::Respond);
        }
    }

    #[test]
    fn the_answer_is_due_on_the_earliest_day_that_binds_and_the_persons_periods_stay_as_they_are(
        case in any_request(), voice in 0..5_usize,
    ) {
        let request = case.request();
        let days = request.clocks.iter().filter(|clock| binds(clock, ClockForm::Respond)).map(last_day);
        prop_assert_eq!(request.respond_by, days.min());
        let soon = month_from(day(2026, 10, 25), 1);
        let own = clock("own", ClockForm::PersonActs, Some(soon));
        let more = said_more(&case, voice, own).request();
        prop_assert_eq!((more.respond_by, &more.extension), (request.respond_by, &request.extension));
        prop_assert!(more.clocks.len() <= request.clocks.len() + 1);
    }

    #[test]
    fn an_extension_exists_only_if_every_law_still_running_has_one(case in any_request()) {
        let request = case.request();
        let running: BTreeSet<u16> = request
            .clocks
            .iter()
            .filter(|clock| binds(clock, ClockForm::Respond))
            .map(|clock| clock.from.voice)
            .collect();
        let of = |voice: u16, form| {
            request.clocks.iter().filter(move |clock| clock.from.voice == voice && clock.form == form)
        };
        let has_one = |voice: &u16| of(*voice, ClockForm::RespondExtended).next().is_some();
        let told = |voice: &u16| {
            let mut tells = of(*voice, ClockForm::TellExtension)
                .filter(|clock| clock.strength == Strength::Statutory)
                .peekable();
            tells.peek().is_some()
                && tells.all(|clock| clock.met_on.is_some_and(|met| met <= last_day(clock)))
        };
        match &request.extension {
            Extension::None => {}
            Extension::Available { .. } => prop_assert!(running.iter().all(has_one)),
            Extension::Valid { .. } => prop_assert!(running.iter().all(|v| has_one(v) && told(v))),
            Extension::Invalid { reasons } => prop_assert!(!reasons.is_empty()),
        }
        for clock in &request.clocks {
            if clock.state == ClockState::Extended {
                prop_assert!(has_one(&clock.from.voice) && told(&clock.from.voice));
            }
        }
    }
}

fn binds(clock: &ClockRuling, form: ClockForm) -> bool {
    clock.form == form && clock.strength == Strength::Statutory
}

fn last_day(clock: &ClockRuling) -> praetor_decision::Day {
    clock.latest.as_ref().and_then(|latest| latest.day()).unwrap()
}
