use super::*;
use crate::law::Rule;
use crate::testing::{Given, rulings_of};
use crate::{Cond, FactRef, obligation};

#[derive(Clone, Copy)]
struct Contract;

impl Gate for Contract {
    const ID: &'static str = "contract";
}

const TODAY: Day = Day::of(2026, 11, 23);
const PERMIT: Rule<Contract> = Rule::generated("permit", None, None);
const OTHER: Rule<Contract> = Rule::generated("other", None, None);
const DEFAULT: Rule<Contract> = Rule::generated("default", None, None);
const LATER: Rule<Contract> = Rule::generated("later", Some(Day::of(2027, 1, 1)), None);
const OVER: Rule<Contract> = Rule::generated("over", None, Some(Day::of(2026, 11, 22)));

fn open() -> Cond<'static> {
    Cond::missing(FactRef { kind: "recipient", entity: None, name: "role" })
}

fn answered(speak: impl FnOnce(&mut SharingAnswer)) -> SharingAnswer {
    let given = Given::on(TODAY);
    let mut answer = SharingAnswer::new(given.question());
    speak(&mut answer);
    answer
}

fn displaces(answer: &SharingAnswer) -> Vec<&[String]> {
    answer.findings().iter().map(|finding| finding.displaces.as_slice()).collect()
}

#[test]
fn a_default_prohibition_is_lifted_by_the_permits_that_hold_or_may_hold() {
    let answer = answered(|answer| {
        answer
            .at(Contract)
            .permit(PERMIT.always())
            .permit(OTHER.when(open()))
            .permit(OTHER.when(false))
            .otherwise_prohibit(DEFAULT.always());
    });
    let said = ["permit permits", "other needs facts", "other fails", "default prohibits"];
    assert_eq!(rulings_of(answer.findings()), said);
    assert_eq!(displaces(&answer), [&["default".to_owned()][..], &["default".to_owned()], &[], &[]]);
}

#[test]
fn an_unknown_permit_is_at_best_a_permit_and_at_worst_silent() {
    let answer = answered(|answer| {
        answer.at(Contract).permit(PERMIT.when(open()));
    });
    let best_and_worst = Range { best: Outcome::Permit, worst: Outcome::Silent };
    assert_eq!(answer.findings()[0].effect, Effect::NeedFacts(best_and_worst));
    assert_eq!(answer.findings()[0].source.missing.len(), 1);
}

#[test]
fn an_exception_lifts_its_prohibition_and_a_failed_one_is_shown() {
    let answer = answered(|answer| {
        let mut gate = answer.at(Contract);
        gate.prohibit(DEFAULT.always()).unless(PERMIT.always()).unless(OTHER.when(false));
    });
    assert_eq!(rulings_of(answer.findings()), ["default prohibits", "permit permits", "other fails"]);
    assert_eq!(displaces(&answer), [&[][..], &["default".to_owned()], &[]]);
}

#[test]
fn a_prohibition_that_does_not_hold_says_nothing_and_asks_for_no_exception() {
    let answer = answered(|answer| {
        answer.at(Contract).prohibit(DEFAULT.when(false)).unless(PERMIT.when(open()));
    });
    assert!(answer.findings().is_empty());
}

#[test]
fn a_failed_permit_leaves_its_obligations_behind() {
    let answer = answered(|answer| {
        answer.at(Contract).permit(PERMIT.when(false).obliging(obligation("no-train")));
    });
    assert!(answer.findings()[0].obligations.is_empty());
}

#[test]
fn a_rule_speaks_neither_before_its_first_day_nor_after_its_last() {
    let answer = answered(|answer| {
        answer.at(Contract).permit(LATER.always()).permit(OVER.always());
    });
    assert_eq!(rulings_of(answer.findings()), ["later is not in force yet"]);
    assert_eq!(answer.findings()[0].source.changes_on, Some(Day::of(2027, 1, 1)));
}

#[test]
fn a_rule_that_ends_says_so_while_it_applies() {
    let answer = answered(|answer| {
        answer.at(Contract).permit(OVER.always().as_at(None));
    });
    assert!(answer.findings().is_empty());
    let before = Given::on(Day::of(2026, 11, 1));
    let mut answer = SharingAnswer::new(before.question());
    answer.at(Contract).permit(OVER.always());
    assert_eq!(answer.findings()[0].source.changes_on, Some(TODAY));
}

#[test]
fn a_prohibition_that_is_silent_today_keeps_the_day_on_which_it_begins() {
    let (may, june) = (Day::of(2027, 5, 1), Day::of(2027, 6, 1));
    let answer = answered(|answer| {
        answer.at(Contract).prohibit(PERMIT.when(Cond::no().until(june)));
        answer.at(Contract).prohibit(OTHER.when(Cond::no().until(may)));
        answer.at(Contract).prohibit(OTHER.when(Cond::no().until(Day::of(2026, 1, 1))));
    });
    assert!(answer.findings().is_empty());
    assert_eq!(answer.silent_until(), Some(may));
}
