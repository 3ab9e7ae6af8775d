//! Dates that wait for their event, and the rows of whole tables.

use praetor_decision::Value;
use praetor_decision::answer::retention::End;
use praetor_decision::decision::retention::{Action, Bound, Effect, Start};

use crate::case::*;

#[test]
fn without_its_anchor_a_date_is_a_formula_and_the_rows_have_a_cut_off() {
    let case = case().keep(gdpr(), vec![ground("purpose", days_after("collected-on", 30)), no_floor("none")]);
    let invoice = case.invoice();
    assert_eq!((invoice.now, invoice.effect), (Action::Keep, Effect::Settled));
    let last = invoice.steps.last().unwrap();
    assert_eq!(last.action, Action::Erase);
    assert!(matches!(&last.from, Start::After(Bound::Formula(_))));
    let cut_off = invoice.cut_offs.first().unwrap();
    assert_eq!((cut_off.event.name.as_str(), cut_off.through), ("collected-on", day(2026, 10, 23)));
}

#[test]
fn an_event_that_has_not_happened_has_no_cut_off() {
    let case = case()
        .fact(INVOICE, "collected-on", Value::NotYet)
        .keep(gdpr(), vec![ground("purpose", days_after("collected-on", 30)), no_floor("none")]);
    let invoice = case.invoice();
    assert_eq!(invoice.now, Action::Keep);
    assert!(invoice.cut_offs.is_empty());
}

#[test]
fn a_row_must_satisfy_the_ceiling_and_every_duty() {
    let case = case()
        .keep(
            gdpr(),
            vec![ground("purpose", days_after("collected-on", 30)).recognising(&["DE"]), no_floor("none")],
        )
        .keep(german_tax(), vec![floor("books", "DE", days_after("issued-on", 365))]);
    let cut_offs = case.invoice().cut_offs;
    let days: Vec<_> = cut_offs.iter().map(|c| (c.event.name.as_str(), c.through)).collect();
    assert_eq!(days, [("collected-on", day(2026, 10, 23)), ("issued-on", day(2025, 11, 22))]);
}

#[test]
fn a_formula_restricts_first_and_erases_after_the_duty() {
    let case = case()
        .keep(
            gdpr(),
            vec![ground("purpose", days_after("closed-on", 30)).recognising(&["DE"]), no_floor("none")],
        )
        .keep(german_tax(), vec![floor("books", "DE", through(day(2034, 12, 31)))]);
    let steps = case.invoice().steps;
    let actions: Vec<_> = steps.iter().map(|step| step.action).collect();
    assert_eq!(actions, [Action::Keep, Action::Restrict, Action::Erase]);
    assert!(matches!(&steps[2].from, Start::After(Bound::Latest(all)) if all.len() == 2));
}

#[test]
fn a_duty_without_a_date_keeps_what_a_known_ceiling_ends() {
    let case = case()
        .keep(gdpr(), vec![ground("purpose", End::Now).recognising(&["DE"]), no_floor("none")])
        .keep(german_tax(), vec![floor("books", "DE", days_after("assessed-on", 30))]);
    let invoice = case.invoice();
    assert_eq!(invoice.now, Action::Restrict);
    let last = invoice.steps.last().unwrap();
    assert!(last.action == Action::Erase && matches!(last.from, Start::After(Bound::Formula(_))));
}

#[test]
fn a_formula_with_a_doubt_erases_nothing_and_cuts_nothing_off() {
    let case = case()
        .keep(gdpr(), vec![ground("purpose", days_after("collected-on", 30)), no_floor("none")])
        .keep(german_tax(), vec![]);
    let invoice = case.invoice();
    assert!(invoice.steps.iter().all(|step| !step.action.is_final()));
    assert!(invoice.cut_offs.is_empty());
}
