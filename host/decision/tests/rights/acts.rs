//! The order of what is done.

use praetor_decision::answer::retention::End;
use praetor_decision::answer::rights;
use praetor_decision::answer::rights::{Claim, Effect as Said, Outcome as Given};
use praetor_decision::decision::rights::Stage;

use crate::case::*;

fn of(request: praetor_decision::EntityId, mut finding: rights::Finding) -> rights::Finding {
    finding.request = request;
    finding
}

#[test]
fn stops_come_first_and_access_comes_before_erasure() {
    let case = case()
        .with(ANALYTICS, "use")
        .asks(REQUEST, "erase")
        .asks(SECOND_REQUEST, "access")
        .keep(gdpr(), vec![ground("account", End::Now), no_floor("none")])
        .answer(
            gdpr(),
            vec![
                owed("17", Given::Fulfil).on(&[INVOICE]),
                of(SECOND_REQUEST, owed("15", Given::Fulfil).on(&[INVOICE])),
                owed("21", Given::Stop).on(&[ANALYTICS]),
            ],
        );
    let acts = case.rights().acts;
    let stages: Vec<_> = acts.iter().map(|act| act.stage).collect();
    assert_eq!(stages, [Stage::Stop, Stage::Give, Stage::Erase]);
    assert_eq!(acts[2].waits_for, [SECOND_REQUEST]);
}

#[test]
fn an_interim_stop_is_an_act_although_the_answer_is_open() {
    let findings = vec![finds("18", Said::Interim(Given::Restrict)), finds("look", Said::Review)];
    let acts = case().asks(REQUEST, "rectify").answer(gdpr(), findings).rights().acts;
    assert_eq!(acts.len(), 1);
    assert!(acts[0].interim && acts[0].stage == Stage::Stop);
}

#[test]
fn a_refused_access_holds_up_no_erasure() {
    let case = case()
        .asks(REQUEST, "erase")
        .asks(SECOND_REQUEST, "access")
        .keep(gdpr(), vec![ground("account", End::Now), no_floor("none")])
        .answer(
            gdpr(),
            vec![
                owed("17", Given::Fulfil),
                of(SECOND_REQUEST, word("12-5", Claim::MayRefuse, Given::Refuse)),
            ],
        );
    let acts = case.rights().acts;
    assert_eq!(acts.len(), 1);
    assert!(acts[0].waits_for.is_empty());
}
