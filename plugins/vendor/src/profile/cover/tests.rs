use praetor_sdk::wit::types::{Entity, Fact};
use praetor_sdk::{Day, IntoValue, Settings};

use super::status_on;

const TODAY: Day = Day::of(2026, 11, 23);

fn fact(name: &str, value: impl IntoValue) -> Fact {
    Fact { name: name.to_owned(), value: value.into_value() }
}

fn today(status: &str, from: Option<Day>, to: Option<Day>) -> Option<String> {
    let mut facts = vec![fact("status", status)];
    facts.extend(from.map(|day| fact("from", day)));
    facts.extend(to.map(|day| fact("to", day)));
    let rows = [Entity { id: 0, kind: "certifications".to_owned(), facts }];
    let row = Settings::new(&rows).rows("certifications").next()?;
    status_on(row, TODAY).map(str::to_owned)
}

#[test]
fn a_certification_that_ended_yesterday_has_lapsed_and_one_that_ends_today_has_not() {
    assert_eq!(today("active", None, Some(Day::of(2026, 11, 22))).as_deref(), Some("lapsed"));
    assert_eq!(today("active", None, Some(TODAY)).as_deref(), Some("active"));
}

#[test]
fn a_certification_that_begins_tomorrow_is_pending_and_one_that_begins_today_is_not() {
    assert_eq!(today("active", Some(Day::of(2026, 11, 24)), None).as_deref(), Some("pending"));
    assert_eq!(today("active", Some(TODAY), None).as_deref(), Some("active"));
}

#[test]
fn dates_do_not_revive_what_the_list_says_was_withdrawn() {
    assert_eq!(today("withdrawn", Some(Day::of(2026, 1, 1)), None).as_deref(), Some("withdrawn"));
}
