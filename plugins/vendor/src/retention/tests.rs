use praetor_sdk::testing::Given;
use praetor_sdk::{Day, Ref, Refs};

use super::{last_disclosure, reached};

const TODAY: Day = Day::of(2026, 11, 23);
/// Ids in the order in which `item` and the disclosures are added.
const VENDOR: u32 = 1;
const OTHER: u32 = 2;
const FIRST: u32 = 4;
const SECOND: u32 = 5;

/// An item that was disclosed as named.
fn item(disclosed_to: &[u32]) -> Given {
    Given::on(TODAY).a("recipient").a("recipient").a("item").with("disclosed-to", Refs(disclosed_to))
}

fn last_day(given: &Given) -> Option<Day> {
    let question = given.question();
    let item = question.items().iter().next()?;
    last_disclosure(question, item).day()
}

#[test]
fn the_latest_of_several_disclosures_counts() {
    let given = item(&[FIRST, SECOND])
        .a("disclosure")
        .with("recipient", Ref(VENDOR))
        .with("on", Day::of(2026, 3, 1))
        .a("disclosure")
        .with("recipient", Ref(VENDOR))
        .with("on", Day::of(2026, 2, 1))
        .with("last-on", Day::of(2026, 5, 1));
    assert_eq!(last_day(&given), Some(Day::of(2026, 5, 1)));
}

#[test]
fn a_disclosure_whose_day_is_unknown_may_be_the_latest_and_leaves_a_formula() {
    let given = item(&[FIRST, SECOND])
        .a("disclosure")
        .with("recipient", Ref(VENDOR))
        .with("on", Day::of(2026, 3, 1))
        .a("disclosure")
        .with("recipient", Ref(VENDOR));
    assert_eq!(last_day(&given), None);
}

#[test]
fn what_another_recipient_got_says_nothing_of_this_vendor() {
    let given = item(&[FIRST]).a("disclosure").with("recipient", Ref(OTHER)).with("on", Day::of(2026, 3, 1));
    assert_eq!(reached(given.question()).len(), 0);
}

#[test]
fn an_item_of_which_nobody_looked_where_it_went_may_have_reached_the_vendor() {
    let given = Given::on(TODAY).a("recipient").a("item").with("category", "prompt-text");
    assert_eq!(reached(given.question()).len(), 1);
    assert_eq!(reached(item(&[]).question()).len(), 0);
}
