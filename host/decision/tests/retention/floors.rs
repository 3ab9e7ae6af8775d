//! Duties to keep, and the ceilings that recognise them or do not.

use praetor_decision::answer::retention::End;
use praetor_decision::decision::retention::{Action, Effect, Start};

use crate::case::*;

fn ended(recognised: &[&str]) -> Case {
    let findings = vec![ground("purpose", End::Now).recognising(recognised), no_floor("none")];
    case().keep(gdpr(), findings)
}

#[test]
fn a_recognised_duty_keeps_the_record_locked_away_from_the_ceiling_until_its_end() {
    let case = ended(&["DE"]).keep(german_tax(), vec![floor("books", "DE", through(day(2034, 12, 31)))]);
    let invoice = case.invoice();
    let expected = [(as_of(), Action::Restrict), (day(2035, 1, 1), Action::Erase)];
    assert_eq!((plan(&invoice.steps), invoice.effect), (expected.to_vec(), Effect::Settled));
    assert!(invoice.conflicts.is_empty());
}

#[test]
fn a_duty_that_is_not_recognised_makes_only_the_time_after_the_ceiling_a_review() {
    let case = case()
        .keep(gdpr(), vec![ground("purpose", through(day(2027, 1, 31))), no_floor("none")])
        .keep(law("in-dpdp", "IN"), vec![floor("logs", "IN", through(day(2027, 11, 23)))]);
    let invoice = case.invoice();
    let expected =
        [(as_of(), Action::Keep), (day(2027, 2, 1), Action::Review), (day(2027, 11, 24), Action::Erase)];
    assert_eq!(plan(&invoice.steps), expected);
    assert_eq!(invoice.effect, Effect::NeedsReview);
    assert_eq!(invoice.steps[1].meanwhile, Some(Action::Separate));
}

#[test]
fn a_conflict_names_both_sides() {
    let case =
        ended(&["DE"]).keep(law("in-dpdp", "IN"), vec![floor("logs", "IN", through(day(2027, 11, 23)))]);
    let invoice = case.invoice();
    let conflict = invoice.conflicts.first().unwrap();
    assert_eq!((conflict.order.as_str(), &conflict.from), ("IN", &Start::On(as_of())));
    assert_ne!(conflict.floor.voice, conflict.ceiling.first().unwrap().voice);
}

#[test]
fn only_the_time_after_the_latest_recognised_duty_is_in_conflict() {
    let case = ended(&["DE"])
        .keep(german_tax(), vec![floor("books", "DE", through(day(2030, 12, 31)))])
        .keep(law("in-dpdp", "IN"), vec![floor("logs", "IN", through(day(2032, 6, 30)))]);
    let invoice = case.invoice();
    let expected =
        [(as_of(), Action::Restrict), (day(2031, 1, 1), Action::Review), (day(2032, 7, 1), Action::Erase)];
    assert_eq!(plan(&invoice.steps), expected);
    assert_eq!(invoice.conflicts.first().map(|c| c.from.clone()), Some(Start::On(day(2031, 1, 1))));
}

#[test]
fn a_duty_that_ends_before_the_ceiling_conflicts_with_nothing() {
    let case = case()
        .keep(gdpr(), vec![ground("purpose", through(day(2030, 1, 1))), no_floor("none")])
        .keep(law("in-dpdp", "IN"), vec![floor("logs", "IN", through(day(2027, 11, 23)))]);
    let invoice = case.invoice();
    assert!(invoice.conflicts.is_empty());
    assert_eq!(plan(&invoice.steps).last(), Some(&(day(2030, 1, 2), Action::Erase)));
    assert_eq!(invoice.effect, Effect::Settled);
}

#[test]
fn a_ceiling_that_has_not_passed_yet_need_not_recognise_anything() {
    let case =
        ended(&["DE"]).keep(german_tax(), vec![floor("books", "DE", through(day(2034, 12, 31)))]).keep(
            law("us-bipa", "US-IL"),
            vec![maximum("three-years", through(day(2029, 6, 30))), no_floor("none")],
        );
    let expected =
        [(as_of(), Action::Restrict), (day(2029, 7, 1), Action::Review), (day(2035, 1, 1), Action::Erase)];
    assert_eq!(plan(&case.invoice().steps), expected);
}

#[test]
fn a_law_recognises_its_own_duties() {
    let findings = vec![
        maximum("then-erase", through(day(2027, 6, 1))),
        floor("logs", "IN", through(day(2027, 11, 23))),
    ];
    let invoice = case().keep(law("in-dpdp", "IN"), findings).invoice();
    assert!(invoice.conflicts.is_empty());
    assert_eq!(plan(&invoice.steps).last(), Some(&(day(2027, 11, 24), Action::Erase)));
}

#[test]
fn the_fields_of_all_running_duties_are_kept_and_only_their_common_uses() {
    let case = ended(&["DE", "FR"])
        .keep(
            german_tax(),
            vec![
                floor("books", "DE", through(day(2034, 12, 31)))
                    .fields(&["amount", "tax"])
                    .for_uses(&["tax", "audit"]),
            ],
        )
        .keep(
            law("fr-commerce", "FR"),
            vec![
                floor("books", "FR", through(day(2036, 12, 31)))
                    .fields(&["amount", "name"])
                    .for_uses(&["tax", "accounting"]),
            ],
        );
    let steps = case.invoice().steps;
    assert_eq!(steps[0].fields_kept, names(&["amount", "name", "tax"]));
    assert_eq!(steps[0].use_limit, Some(names(&["tax"])));
    assert_eq!(steps[1].from, Start::On(day(2035, 1, 1)));
    assert_eq!(steps[1].fields_kept, names(&["amount", "name"]));
    assert_eq!(steps[1].use_limit, Some(names(&["accounting", "tax"])));
}

#[test]
fn a_duty_to_keep_the_whole_record_keeps_all_fields() {
    let case = ended(&["DE", "FR"])
        .keep(german_tax(), vec![floor("books", "DE", through(day(2034, 12, 31))).fields(&["tax"])])
        .keep(law("fr-commerce", "FR"), vec![floor("books", "FR", through(day(2036, 12, 31)))]);
    assert!(case.invoice().steps[0].fields_kept.is_empty());
}

#[test]
fn duties_without_a_common_use_block_the_record() {
    let case = ended(&["DE", "FR"])
        .keep(german_tax(), vec![floor("a", "DE", through(day(2034, 12, 31))).for_uses(&["tax"])])
        .keep(law("fr", "FR"), vec![floor("b", "FR", through(day(2034, 12, 31))).for_uses(&["audit"])]);
    let step = case.invoice().steps.remove(0);
    assert_eq!((step.action, step.use_limit), (Action::Block, Some(vec![])));
}

#[test]
fn who_won_and_who_lost_is_shown() {
    let case = ended(&["DE", "FR"]).keep(
        german_tax(),
        vec![
            floor("six", "DE", through(day(2020, 12, 31))),
            floor("eight", "DE", through(day(2034, 12, 31))),
        ],
    );
    let invoice = case.invoice();
    let decides: Vec<_> = invoice.floors.iter().map(|f| (f.rule.as_str(), f.decides)).collect();
    assert_eq!(decides, [("eight", true), ("six", false)]);
}

#[test]
fn duties_of_losers_are_not_returned() {
    let case = case().keep(
        gdpr(),
        vec![
            ground("long", through(day(2030, 1, 1))).owing("inform-person"),
            ground("short", through(day(2027, 1, 1))).owing("tell-recipients"),
            no_floor("none"),
        ],
    );
    let owed: Vec<_> = case.retention_decision().obligations.into_iter().map(|o| o.obligation.id).collect();
    assert_eq!(owed, ["inform-person"]);
}
