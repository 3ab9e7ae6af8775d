use praetor_sdk::Day;
use praetor_sdk::testing::Given;

use super::Contract;

const TODAY: Day = Day::of(2026, 11, 23);
const YESTERDAY: Day = Day::of(2026, 11, 22);
const TOMORROW: Day = Day::of(2026, 11, 24);

fn today(settings: &[(&str, Day)]) -> Contract {
    let given = settings.iter().fold(Given::on(TODAY), |given, (key, day)| given.setting(key, *day));
    Contract::on(TODAY, given.question().settings())
}

#[test]
fn a_contract_that_nobody_signed_is_none_whatever_its_end() {
    assert_eq!(today(&[]), Contract::None);
    assert_eq!(today(&[("contract-until", TOMORROW)]), Contract::None);
}

#[test]
fn the_first_and_the_last_day_belong_to_the_term() {
    assert_eq!(today(&[("contract-signed-on", TODAY)]), Contract::Runs(None));
    assert_eq!(
        today(&[("contract-signed-on", YESTERDAY), ("contract-until", TODAY)]),
        Contract::Runs(Some(TODAY))
    );
}

#[test]
fn a_contract_that_ended_yesterday_is_over_today() {
    let over = today(&[("contract-signed-on", Day::of(2026, 1, 10)), ("contract-until", YESTERDAY)]);
    assert_eq!((over, over.code()), (Contract::Over, "ended"));
}

#[test]
fn what_is_signed_and_begins_tomorrow_is_a_draft_today() {
    let later = today(&[("contract-signed-on", YESTERDAY), ("contract-from", TOMORROW)]);
    assert_eq!((later, later.code()), (Contract::NotBegun(TOMORROW), "draft"));
}

#[test]
fn a_term_that_is_said_to_begin_before_the_signing_begins_with_it() {
    let backdated = today(&[("contract-signed-on", TOMORROW), ("contract-from", YESTERDAY)]);
    assert_eq!(backdated, Contract::NotBegun(TOMORROW));
}
