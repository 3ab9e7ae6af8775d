//! Worked cases of the law tables, with findings made by hand.

use praetor_decision::answer::retention::End;
use praetor_decision::decision::retention::{Action, Effect};

use crate::case::*;

/// EU-R04, seen from retention: the invoice of 2026-03-15 is kept until 2034-12-31, not until
/// the same day eight years later.
#[test]
fn a_german_invoice_is_kept_from_the_end_of_its_calendar_year() {
    let case = case()
        .keep(gdpr(), vec![ground("account", End::Now).recognising(&["DE", "FR"]), no_floor("none")])
        .keep(
            german_tax(),
            vec![
                floor("ao-147", "DE", years_from_year_end(day(2026, 3, 15), 8))
                    .fields(&["amount", "invoice-no", "tax"])
                    .for_uses(&["tax"]),
            ],
        );
    let invoice = case.invoice();
    let expected = [(as_of(), Action::Restrict), (day(2035, 1, 1), Action::Erase)];
    assert_eq!(plan(&invoice.steps), expected);
    assert_eq!(invoice.steps[0].fields_kept, names(&["amount", "invoice-no", "tax"]));
    assert!(!invoice.floors[0].date.as_ref().unwrap().steps().is_empty());
}

/// EU-K03: a dispute that arose on 2026-05-10 keeps the letters until 2029-12-31.
#[test]
fn a_claim_keeps_letters_locked_away_until_the_end_of_the_third_year() {
    let claims = ground("bgb-199", years_from_year_end(day(2026, 5, 10), 3)).restricted();
    let case = case().keep(gdpr(), vec![ground("contract", End::Now), claims, no_floor("none")]);
    let expected = [(as_of(), Action::Restrict), (day(2030, 1, 1), Action::Erase)];
    assert_eq!(plan(&case.invoice().steps), expected);
}

/// W57: a Chinese network log of four months ago stays until it is six months old.
#[test]
fn a_log_is_kept_for_six_months_for_storage_and_security_only() {
    let findings = vec![
        ground("pipl-47", End::Now),
        floor("csl-23", "CN", through(day(2027, 1, 23))).for_uses(&["security"]),
    ];
    let invoice = case().keep(law("cn-pipl", "CN"), findings).invoice();
    let expected = [(as_of(), Action::Restrict), (day(2027, 1, 24), Action::Erase)];
    assert_eq!((plan(&invoice.steps), invoice.effect), (expected.to_vec(), Effect::Settled));
    assert_eq!(invoice.steps[0].use_limit, Some(names(&["security"])));
}

/// India's year of keeping against Europe's ceiling, which recognises only its own members.
#[test]
fn an_indian_duty_against_a_european_ceiling_is_for_a_person_to_decide() {
    let case = case()
        .on(day(2027, 6, 1))
        .keep(gdpr(), vec![ground("purpose", End::Now).recognising(&["DE", "FR"]), no_floor("none")])
        .keep(law("in-dpdp", "IN"), vec![floor("rule-8-3", "IN", through(day(2028, 5, 31)))]);
    let invoice = case.invoice();
    assert_eq!((invoice.now, invoice.effect), (Action::Review, Effect::NeedsReview));
    assert_eq!(invoice.steps[0].meanwhile, Some(Action::Separate));
    assert_eq!(invoice.conflicts.len(), 1);
    assert_eq!(plan(&invoice.steps).last(), Some(&(day(2028, 6, 1), Action::Erase)));
}
