//! Grounds, limits, and what ends first.

use praetor_decision::answer::StandingState;
use praetor_decision::answer::retention::{End, Expiry};
use praetor_decision::decision::retention::{Action, Bound, Effect};

use crate::case::*;

#[test]
fn within_one_law_an_item_may_be_kept_until_the_latest_of_its_running_grounds() {
    let case = case().keep(
        gdpr(),
        vec![
            ground("purpose", through(day(2027, 1, 31))),
            ground("claims", through(day(2029, 12, 31))),
            no_floor("none"),
        ],
    );
    let plan = plan(&case.invoice().steps);
    assert_eq!(plan, [(as_of(), Action::Keep), (day(2030, 1, 1), Action::Erase)]);
}

#[test]
fn a_legal_maximum_caps_the_grounds() {
    let case = case().keep(
        gdpr(),
        vec![ground("purpose", End::Running), maximum("limit", through(day(2027, 6, 30))), no_floor("none")],
    );
    assert_eq!(plan(&case.invoice().steps).last(), Some(&(day(2027, 7, 1), Action::Erase)));
}

#[test]
fn across_laws_the_earliest_ceiling_ends_it_and_is_shown_as_the_winner() {
    let case = case()
        .keep(gdpr(), vec![ground("a", through(day(2028, 1, 1))), no_floor("none")])
        .keep(law("uk-gdpr", "GB"), vec![ground("b", through(day(2027, 1, 1))), no_floor("none")]);
    let invoice = case.invoice();
    assert_eq!(plan(&invoice.steps).last(), Some(&(day(2027, 1, 2), Action::Erase)));
    let decides: Vec<_> = invoice.ceilings.iter().map(|c| (c.plugin.as_str(), c.decides)).collect();
    assert_eq!(decides, [("eu-gdpr", false), ("uk-gdpr", true)]);
}

#[test]
fn when_all_grounds_have_ended_the_ceiling_is_now() {
    let case = case().keep(gdpr(), vec![ground("purpose", End::Now), no_floor("none")]);
    let invoice = case.invoice();
    assert_eq!((invoice.now, invoice.effect), (Action::Erase, Effect::Settled));
    assert_eq!(plan(&invoice.steps), [(as_of(), Action::Erase)]);
    assert_eq!(invoice.recheck_on, None);
}

#[test]
fn the_last_day_of_a_ground_is_still_a_day_of_keeping() {
    let findings = vec![ground("purpose", through(as_of())), no_floor("none")];
    let case = case().keep(gdpr(), findings);
    assert_eq!(case.invoice().now, Action::Keep);
    assert_eq!(case.clone().on(day(2026, 11, 24)).invoice().now, Action::Erase);
    assert_eq!(case.invoice().recheck_on, Some(day(2026, 11, 24)));
}

#[test]
fn what_nobody_limits_is_kept_and_marked_as_unlimited() {
    let invoice = case().keep(gdpr(), vec![no_floor("none")]).invoice();
    assert_eq!(invoice.now, Action::Keep);
    assert!(invoice.unlimited);
    assert!(invoice.recheck_on.is_some());
}

#[test]
fn a_restricted_ground_locks_the_record_away_from_daily_use() {
    let case = case().keep(
        gdpr(),
        vec![
            ground("purpose", through(day(2026, 12, 31))),
            ground("claims", through(day(2029, 12, 31))).restricted(),
            no_floor("none"),
        ],
    );
    let expected =
        [(as_of(), Action::Keep), (day(2027, 1, 1), Action::Restrict), (day(2030, 1, 1), Action::Erase)];
    assert_eq!(plan(&case.invoice().steps), expected);
}

#[test]
fn the_notice_binds_as_policy_so_its_shorter_promise_is_a_ceiling() {
    let case = case()
        .keep(gdpr(), vec![ground("purpose", End::Running), no_floor("none")])
        .keep(notice(), vec![maximum("promise", through(day(2027, 2, 28)))]);
    assert_eq!(plan(&case.invoice().steps).last(), Some(&(day(2027, 3, 1), Action::Erase)));
}

#[test]
fn the_promise_of_the_notice_yields_to_duties_that_it_recognises() {
    let case = case()
        .keep(german_tax(), vec![floor("books", "DE", years_from_year_end(day(2026, 3, 15), 8))])
        .keep(notice(), vec![maximum("promise", through(day(2027, 2, 28))).recognising(&["DE"])]);
    let expected =
        [(as_of(), Action::Keep), (day(2027, 3, 1), Action::Restrict), (day(2035, 1, 1), Action::Erase)];
    assert_eq!(plan(&case.invoice().steps), expected);
}

#[test]
fn what_a_recipient_keeps_by_contract_binds_only_its_own_copy() {
    let case = case()
        .keep(gdpr(), vec![ground("purpose", End::Running), no_floor("none")])
        .keep(vendor(), vec![maximum("terms", through(day(2026, 12, 23)))]);
    let invoice = case.invoice();
    assert_eq!(invoice.now, Action::Keep);
    assert_eq!(invoice.steps.len(), 1);
    assert_eq!(invoice.copies.first().map(|copy| &copy.until), Some(&Bound::Through(day(2026, 12, 23))));
}

#[test]
fn a_maximum_may_ask_to_anonymise_or_to_keep_apart() {
    let ends = |expiry| {
        let limit = maximum("limit", through(day(2026, 12, 31))).then(expiry);
        let findings = vec![ground("purpose", End::Running), limit, no_floor("none")];
        plan(&case().keep(gdpr(), findings).invoice().steps).last().copied()
    };
    assert_eq!(ends(Expiry::Anonymise), Some((day(2027, 1, 1), Action::Anonymise)));
    assert_eq!(ends(Expiry::Separate), Some((day(2027, 1, 1), Action::Separate)));
}

#[test]
fn erasing_satisfies_a_law_that_asks_to_anonymise() {
    let case = case().keep(gdpr(), vec![ground("purpose", End::Now), no_floor("none")]).keep(
        law("kr-pipa", "KR"),
        vec![maximum("limit", End::Now).then(Expiry::Anonymise), no_floor("none")],
    );
    assert_eq!(case.invoice().now, Action::Erase);
}

#[test]
fn the_person_is_warned_before_the_end_where_a_law_asks_for_it() {
    let limit = maximum("dormant", through(day(2026, 12, 31))).warning(2);
    let findings = vec![ground("purpose", End::Running), limit, no_floor("none")];
    let invoice = case().keep(law("in-dpdp", "IN"), findings).invoice();
    let expected =
        [(as_of(), Action::Keep), (day(2026, 12, 30), Action::Warn), (day(2027, 1, 1), Action::Erase)];
    assert_eq!(plan(&invoice.steps), expected);
}

#[test]
fn nobody_is_erased_unwarned_where_a_law_asks_for_a_warning() {
    let limit = maximum("dormant", End::Now).warning(2);
    let invoice = case().keep(law("in-dpdp", "IN"), vec![limit, no_floor("none")]).invoice();
    let expected = [(as_of(), Action::Warn), (day(2026, 11, 25), Action::Erase)];
    assert_eq!(plan(&invoice.steps), expected);
}

#[test]
fn a_law_that_does_not_apply_limits_nothing() {
    let elsewhere = law("uk-gdpr", "GB").standing(StandingState::DoesNotApply);
    let case = case()
        .keep(gdpr(), vec![ground("purpose", End::Running), no_floor("none")])
        .keep(elsewhere, vec![ground("purpose", End::Now)]);
    let invoice = case.invoice();
    assert_eq!((invoice.now, invoice.effect), (Action::Keep, Effect::Settled));
}

#[test]
fn the_recheck_date_is_the_earliest_coming_change() {
    let findings =
        vec![ground("purpose", through(day(2030, 1, 1))).changing_on(day(2027, 5, 13)), no_floor("none")];
    let decision = case().keep(gdpr(), findings).retention_decision();
    assert_eq!(decision.valid_until, Some(day(2027, 5, 13)));
}
