//! Our calendars, day by day, against the package's.

use std::collections::{BTreeMap, BTreeSet};

use praetor_decision::Day;
use praetor_decision::calendar::Calendars;

use crate::differences::{Ours, differences};
use crate::row::table;

const HOLIDAYS: &[u8] = include_bytes!("holidays.tsv.zst");

/// Place, then day, then the name of the holiday.
fn theirs() -> BTreeMap<String, BTreeMap<Day, String>> {
    let mut places: BTreeMap<String, BTreeMap<Day, String>> = BTreeMap::new();
    for line in table(HOLIDAYS) {
        let mut cells = line.splitn(3, '\t');
        let mut cell = || cells.next().expect("three cells").to_owned();
        let (place, day, name) = (cell(), cell().parse().expect("a day"), cell());
        places.entry(place).or_default().insert(day, name);
    }
    places
}

/// Every day that only one side counts: who, where, when, under which name.
fn only_one_side() -> Vec<(Ours, String, Day, String)> {
    let (bundled, theirs) = (Calendars::bundled().expect("bundled calendars"), theirs());
    let mut found = vec![];
    for calendar in bundled.places() {
        let place = calendar.place.as_str();
        let package = theirs.get(place).unwrap_or_else(|| panic!("the oracle knows no {place}"));
        for (day, name) in package.iter().filter(|(day, _)| !calendar.holidays.contains_key(day)) {
            found.push((Ours::LeftOut, place.to_owned(), *day, name.clone()));
        }
        for (day, name) in calendar.holidays.iter().filter(|(day, _)| !package.contains_key(day)) {
            found.push((Ours::Kept, place.to_owned(), *day, name.to_string()));
        }
    }
    found
}

#[test]
fn every_calendar_has_the_holidays_of_the_package_but_for_the_differences_that_are_explained() {
    let known = differences();
    let (mut used, mut unexplained) = (BTreeSet::new(), vec![]);
    for (ours, place, day, name) in only_one_side() {
        match known.iter().find(|one| one.explains(ours, &place, day, &name)) {
            Some(one) => drop(used.insert(one.id.clone())),
            None if ours == Ours::Kept => unexplained.push(format!("{place} {day} {name}: only ours")),
            None => unexplained.push(format!("{place} {day} {name}: only the package's")),
        }
    }
    assert!(unexplained.is_empty(), "explain or mend:\n{}", unexplained.join("\n"));
    let stale: Vec<&String> = known.iter().map(|one| &one.id).filter(|id| !used.contains(*id)).collect();
    assert!(stale.is_empty(), "no difference needs these any more: {stale:?}");
}

#[test]
fn no_calendar_that_dates_are_computed_from_has_a_working_day_of_the_package_as_a_holiday() {
    let wrong: Vec<String> = only_one_side()
        .into_iter()
        .filter(|(ours, place, day, _)| {
            *ours == Ours::Kept && place != "US-CA-wide" && day.weekday().to_monday_zero_offset() < 5
        })
        .map(|(_, place, day, name)| format!("{place} {day} {name}"))
        .collect();
    assert!(wrong.is_empty(), "a holiday too many makes a date late:\n{}", wrong.join("\n"));
}
