use praetor_sdk::testing::Given;
use praetor_sdk::{Day, Ref, Refs};

use super::followed;

const TODAY: Day = Day::of(2026, 11, 23);
/// Ids in the order in which `erasing` adds them.
const VENDOR: u32 = 1;
const GONE: u32 = 3;
const ITEM: u32 = 2;

fn followed_in(given: &Given) -> Option<&'static str> {
    let question = given.question();
    question.requests().iter().next().and_then(|request| followed(question, request))
}

fn asked(right: &str) -> Given {
    Given::on(TODAY).a("recipient").a("item").a("request").with("right", right)
}

#[test]
fn the_rights_that_change_something_are_passed_on_and_those_that_only_tell_are_not() {
    for right in ["erase", "rectify", "restrict", "object", "withdraw-consent"] {
        assert_eq!(followed_in(&asked(right)), Some(right));
    }
    for right in ["access", "portability", "complain"] {
        assert_eq!(followed_in(&asked(right)), None);
    }
}

/// A request to erase an item whose only disclosure to the vendor is in this state.
fn erasing(still_held: Option<&str>) -> Given {
    let given = Given::on(TODAY)
        .a("recipient")
        .a("item")
        .with("disclosed-to", Refs(&[GONE]))
        .a("disclosure")
        .with("recipient", Ref(VENDOR));
    let given = match still_held {
        Some(state) => given.with("still-held", state),
        None => given,
    };
    given.a("request").with("right", "erase").with("items", Refs(&[ITEM]))
}

#[test]
fn a_copy_that_is_known_to_be_erased_is_not_erased_again() {
    assert_eq!(followed_in(&erasing(Some("erased"))), None);
    assert_eq!(followed_in(&erasing(Some("held"))), Some("erase"));
}

#[test]
fn a_copy_of_which_nobody_knows_is_taken_for_held() {
    assert_eq!(followed_in(&erasing(None)), Some("erase"));
}

#[test]
fn a_request_about_what_never_reached_the_vendor_stops_with_the_controller() {
    let given = Given::on(TODAY)
        .a("recipient")
        .a("item")
        .with("disclosed-to", Refs(&[]))
        .a("request")
        .with("right", "erase")
        .with("items", Refs(&[ITEM]));
    assert_eq!(followed_in(&given), None);
}
