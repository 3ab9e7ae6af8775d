//! Matters for which a record is held.

use praetor_decision::Value;
use praetor_decision::answer::retention::End;
use praetor_decision::decision::retention::Action;

use crate::case::*;

fn held() -> Case {
    case().with(MATTER, "matter").with(SECOND_MATTER, "matter").keep(
        gdpr(),
        vec![
            ground("purpose", End::Now),
            no_floor("none"),
            hold("chargeback", MATTER),
            hold("suit", SECOND_MATTER),
        ],
    )
}

#[test]
fn a_hold_keeps_until_every_matter_is_released() {
    let one_released = held().fact(MATTER, "released-on", Value::Day(day(2026, 10, 1)));
    assert_eq!(one_released.invoice().now, Action::Hold);
    let both = one_released.fact(SECOND_MATTER, "released-on", Value::Day(day(2026, 11, 1)));
    assert_eq!(both.invoice().now, Action::Erase);
}

#[test]
fn a_matter_without_a_word_on_its_release_is_open() {
    let invoice = held().invoice();
    assert_eq!(invoice.now, Action::Hold);
    assert!(invoice.recheck_on.is_some());
    let not_yet = held().fact(MATTER, "released-on", Value::NotYet);
    assert_eq!(not_yet.invoice().now, Action::Hold);
}

#[test]
fn a_release_in_the_future_releases_nothing_yet() {
    let case = held().fact(MATTER, "released-on", Value::Day(day(2026, 12, 1))).fact(
        SECOND_MATTER,
        "released-on",
        Value::Day(day(2026, 11, 1)),
    );
    let invoice = case.invoice();
    assert_eq!((invoice.now, invoice.recheck_on), (Action::Hold, Some(day(2026, 12, 1))));
}

#[test]
fn the_other_steps_resume_after_the_release() {
    let case = case().with(MATTER, "matter").keep(
        gdpr(),
        vec![ground("purpose", through(day(2027, 1, 31))), no_floor("none"), hold("suit", MATTER)],
    );
    let invoice = case.invoice();
    assert_eq!(plan(&invoice.steps), [(as_of(), Action::Hold)]);
    assert_eq!(invoice.steps[0].meanwhile, Some(Action::Keep));
    let expected = [(as_of(), Action::Keep), (day(2027, 2, 1), Action::Erase)];
    assert_eq!(plan(&invoice.after_release), expected);
}

#[test]
fn a_record_that_would_be_erased_is_locked_away_while_it_is_held() {
    assert_eq!(held().invoice().steps[0].meanwhile, Some(Action::Restrict));
}
