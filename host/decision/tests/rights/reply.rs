//! Whom to tell, what the reply says, and whose duties come with it.

use praetor_decision::answer::rights::{
    Claim, Effect as Said, Outcome as Given, Remedy, Statement, Tell, Verb,
};
use praetor_decision::term::{Rounding, Span};

use crate::case::*;

fn access() -> Case {
    case().with(VENDOR, "recipient").asks(REQUEST, "rectify")
}

fn tell(verb: Verb, days: Option<u32>) -> praetor_decision::answer::rights::Finding {
    let due = days.map(|days| term(as_of(), Rounding::None, Span::Days(days), "calendar-days"));
    finds("19", Said::Tell(Tell { recipient: VENDOR, verb, action: "rectify".into(), due }))
}

fn state(id: &str) -> praetor_decision::answer::rights::Finding {
    finds(id, Said::MustState(Statement { id: id.into(), parameters: vec![] }))
}

#[test]
fn tellings_are_united_with_the_stricter_verb_and_the_earliest_day() {
    let case = access()
        .answer(gdpr(), vec![owed("16", Given::Fulfil), tell(Verb::Notify, Some(30))])
        .answer(law("uk-gdpr", "GB"), vec![owed("16", Given::Fulfil), tell(Verb::Command, None)])
        .answer(law("br-lgpd", "BR"), vec![owed("18", Given::Fulfil), tell(Verb::Instruct, Some(10))]);
    let tellings = case.request().tellings;
    assert_eq!(tellings.len(), 1);
    assert_eq!(tellings[0].verb, Verb::Command);
    assert_eq!(tellings[0].due.as_ref().and_then(|due| due.day()), Some(day(2026, 12, 3)));
    assert_eq!(tellings[0].from.len(), 3);
}

#[test]
fn nobody_is_told_of_what_is_not_done() {
    let case = access()
        .answer(gdpr(), vec![word("12-5", Claim::MayRefuse, Given::Refuse), tell(Verb::Notify, None)]);
    assert!(case.request().tellings.is_empty());
}

#[test]
fn a_vendor_says_how_it_is_told_of_what_a_law_owes() {
    let case = access()
        .answer(gdpr(), vec![owed("16", Given::Fulfil)])
        .answer(vendor(), vec![tell(Verb::Command, Some(7))]);
    let tellings = case.request().tellings;
    assert_eq!(tellings.len(), 1);
    assert_eq!(tellings[0].verb, Verb::Command);
}

#[test]
fn what_the_notice_wants_said_is_said_though_only_a_law_owes() {
    let case = access()
        .answer(gdpr(), vec![owed("16", Given::Fulfil), state("complaint-route")])
        .answer(notice(), vec![state("contact")]);
    let said: Vec<_> = case.request().statements.into_iter().map(|(statement, _)| statement.id).collect();
    assert_eq!(said, ["complaint-route", "contact"]);
}

#[test]
fn a_vendor_is_not_told_of_what_no_law_owes() {
    let case = access()
        .answer(gdpr(), vec![word("12-5", Claim::MayRefuse, Given::Refuse)])
        .answer(vendor(), vec![tell(Verb::Command, Some(7))]);
    assert!(case.request().tellings.is_empty());
}

#[test]
fn statements_and_remedies_of_all_deciding_laws_are_united() {
    let remedy = |authority: &str| {
        finds("77", Said::Remedy(Remedy { id: "complaint".into(), authority: authority.into() }))
    };
    let case = access()
        .answer(gdpr(), vec![owed("16", Given::Fulfil), state("complaint-route"), remedy("CNIL")])
        .answer(
            law("uk-gdpr", "GB"),
            vec![owed("16", Given::Fulfil), state("complaint-route"), remedy("ICO")],
        );
    let request = case.request();
    assert_eq!(request.statements.len(), 1);
    assert_eq!(request.statements[0].1.len(), 2);
    let authorities: Vec<_> = request.remedies.iter().map(|(r, _)| r.authority.as_str()).collect();
    assert_eq!(authorities, ["CNIL", "ICO"]);
}

#[test]
fn obligations_of_losers_never_appear() {
    let case = access().answer(gdpr(), vec![owed("16", Given::Fulfil).owing("inform-person")]).answer(
        law("tr-kvkk", "TR"),
        vec![word("11", Claim::NoRight, Given::NotOwed).owing("tell-recipients")],
    );
    let owed: Vec<_> = case.rights_decision().obligations.into_iter().map(|o| o.obligation.id).collect();
    assert_eq!(owed, ["inform-person"]);
    let request = case.request();
    assert_eq!((request.winners.len(), request.losers.len()), (1, 1));
}

#[test]
fn the_statements_of_a_law_without_the_right_are_not_stated() {
    let case = access().answer(gdpr(), vec![owed("16", Given::Fulfil), state("complaint-route")]).answer(
        law("tr-kvkk", "TR"),
        vec![word("11", Claim::NoRight, Given::NotOwed), state("refusal-reasons")],
    );
    let stated: Vec<_> = case.request().statements.into_iter().map(|(s, _)| s.id).collect();
    assert_eq!(stated, ["complaint-route"]);
}
