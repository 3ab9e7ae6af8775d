//! A ruling on rights or retention in sentences.

use praetor_decision::Kind;
use praetor_decision::answer::ClockForm;
use praetor_decision::answer::retention::End;
use praetor_decision::answer::rights::Outcome as Given;

use crate::case::*;

fn erasure() -> Case {
    let books = floor("ao-147", "DE", years_from_year_end(day(2026, 3, 15), 8));
    case()
        .asks(REQUEST, "erase")
        .answer(
            gdpr(),
            vec![
                owed("art-17", Given::Fulfil),
                clock("art-12", ClockForm::Respond, Some(month_from(as_of(), 1))),
            ],
        )
        .keep(gdpr(), vec![ground("account", End::Now).recognising(&["DE"]), no_floor("none")])
        .keep(german_tax(), vec![books])
}

#[test]
fn an_erasure_that_must_wait_says_until_when_why_and_by_when_to_answer() {
    let text = erasure().explained(Kind::Rights);
    for wanted in [
        "kept, locked away from daily use",
        "It is kept until 2034-12-31, for de-ao/ao-147 (DE, de-ao); then it is erased.",
        "Answer the person by 2026-12-23: The rule art-12 says so (ACT s. art-12).",
        "Because The rule art-17 says so (ACT s. art-17).",
        "Reason `r-legal-retention`",
    ] {
        assert!(text.contains(wanted), "no `{wanted}` in:\n{text}");
    }
}

#[test]
fn a_schedule_says_each_step_with_its_rules_and_how_its_dates_came_about() {
    let text = erasure().explained(Kind::Retention);
    for wanted in [
        "The schedule is settled.",
        "Now: keep it locked away from daily use. Because ",
        "From 2035-01-01: erase it.",
        "The law of DE commands keeping until 2034-12-31: The rule ao-147 says so (ACT s. ao-147).",
        "Computed: from 2026-03-15, end of calendar year of it: 2026-12-31, + 96 months: 2034-12-31.",
        "Ask again on 2035-01-01.",
    ] {
        assert!(text.contains(wanted), "no `{wanted}` in:\n{text}");
    }
}

#[test]
fn a_conflict_of_laws_names_both_and_what_to_do_meanwhile() {
    let india = vec![floor("rule-8-3", "IN", through(day(2027, 11, 23)))];
    let case = case()
        .keep(gdpr(), vec![ground("purpose", End::Now), no_floor("none")])
        .keep(law("in-dpdp", "IN"), india);
    let text = case.explained(Kind::Retention);
    assert!(text.contains("Conflict: The rule rule-8-3 says so"), "{text}");
    assert!(text.contains("a person must decide; meanwhile keep it apart"), "{text}");
}
