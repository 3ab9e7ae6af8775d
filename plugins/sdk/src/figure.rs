//! Yearly figures of the controller, by which laws draw their scope: revenue, consumers, shares of revenue.
//! A figure that nobody stated is unknown; nothing is converted, and nothing is guessed from another place.

use std::ops::RangeInclusive;

use crate::cond::{Cond, FactRef};
use crate::place::is_part;
use crate::question::{FactAt, Question, Thing};
use crate::wit::types::Value;

/// Which figure is looked for.
#[derive(Clone, Debug)]
pub struct Looked<'k> {
    /// What is counted, a value of `figure.measure`.
    pub measure: &'k str,
    /// Whose residents or sales are counted.
    pub of: Of<'k>,
    /// The calendar years of which one will do; none: of whatever time.
    pub years: Option<RangeInclusive<i64>>,
    /// The currency of a sum of money; another one is a missing fact.
    pub currency: Option<&'k str>,
}

/// The place for which a figure counts.
#[derive(Clone, Copy, Debug)]
pub enum Of<'k> {
    /// The whole world: a part of it can only show that a threshold is reached.
    World,
    /// This place: a wider one can only show that a threshold is missed, a part of it only that it is reached.
    Place(&'k str),
    /// Any: a percentage.
    Share,
}

/// How far a figure settles a threshold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Settles {
    Both,
    Reached,
    Missed,
    Nothing,
}

/// Whether a figure of the controller reaches a threshold, which `test` compares its amount with.
pub fn reaches<'q>(q: Question<'q>, looked: &Looked<'_>, test: impl Fn(FactAt<'q>) -> Cond<'q>) -> Cond<'q> {
    let figures = q.all("figure");
    let tried = figures.iter().map(|figure| settled(figure, looked, &test));
    let tried: Vec<Cond<'q>> = tried.flatten().collect();
    let yes = tried.iter().find(|cond| cond.is_yes());
    let no = || tried.iter().find(|cond| cond.is_no());
    match yes.or_else(no) {
        Some(found) => found.clone(),
        None => tried
            .into_iter()
            .next()
            .unwrap_or_else(|| Cond::missing(FactRef { kind: "figure", entity: None, name: "amount" })),
    }
}

/// What one figure says; nothing if it counts something else.
fn settled<'q>(
    figure: Thing<'q>,
    looked: &Looked<'_>,
    test: &impl Fn(FactAt<'q>) -> Cond<'q>,
) -> Option<Cond<'q>> {
    let year = figure.fact("year");
    let in_years = |year| looked.years.as_ref().is_none_or(|years| years.contains(&year));
    let elsewhen = year.integer().is_some_and(|year| !in_years(year));
    let how = how(figure.fact("place"), looked.of);
    if !figure.fact("measure").is(looked.measure).is_yes() || elsewhen || how == Settles::Nothing {
        return None;
    }
    if year.integer().is_none() && looked.years.is_some() {
        return Some(Cond::missing(year.at()));
    }
    if let Some(currency) = looked.currency
        && !figure.fact("currency").is(currency).is_yes()
    {
        return Some(Cond::missing(figure.fact("currency").at()));
    }
    let cond = test(figure.fact("amount"));
    let open = (cond.is_yes() && how == Settles::Missed) || (cond.is_no() && how == Settles::Reached);
    Some(if open { Cond::missing(figure.fact("place").at()) } else { cond })
}

fn how(place: FactAt<'_>, of: Of<'_>) -> Settles {
    let places = match place.value() {
        Some(Value::Places(places)) => Some(places.as_slice()),
        _ => None,
    };
    match (of, places) {
        (Of::Share, _) | (Of::World, None) => Settles::Both,
        (Of::World, Some(_)) => Settles::Reached,
        (Of::Place(_), None) => Settles::Missed,
        (Of::Place(place), Some([one])) if one == place => Settles::Both,
        (Of::Place(place), Some(all)) if all.iter().all(|one| is_part(one, place)) => Settles::Reached,
        (Of::Place(place), Some(all)) if all.iter().any(|one| is_part(place, one)) => Settles::Missed,
        _ => Settles::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Places;
    use crate::day::Day;
    use crate::testing::Given;
    use crate::truth::Truth;
    use crate::wit::types::Decimal;

    fn truth(of: Of<'_>, place: Option<&str>, year: i64, amount: i64) -> Truth {
        let given =
            Given::on(Day::of(2026, 11, 23)).a("figure").with("measure", "consumers").with("year", year);
        let given = given.with("amount", Decimal { digits: amount, scale: 0 });
        let given = match place {
            Some(place) => given.with("place", Places(&[place])),
            None => given,
        };
        let looked = Looked { measure: "consumers", of, years: Some(2025..=2026), currency: None };
        reaches(given.question(), &looked, |amount| amount.at_least(100)).truth
    }

    #[test]
    fn the_figure_of_the_very_place_settles_both_ways() {
        assert_eq!(truth(Of::Place("US-VA"), Some("US-VA"), 2025, 100), Truth::Yes);
        assert_eq!(truth(Of::Place("US-VA"), Some("US-VA"), 2025, 99), Truth::No);
    }

    #[test]
    fn a_wider_place_can_only_miss_a_threshold_and_a_part_of_the_world_only_reach_it() {
        assert_eq!(truth(Of::Place("US-VA"), Some("US"), 2025, 100), Truth::Unknown);
        assert_eq!(truth(Of::Place("US-VA"), Some("US"), 2025, 99), Truth::No);
        assert_eq!(truth(Of::World, Some("US"), 2025, 100), Truth::Yes);
        assert_eq!(truth(Of::World, Some("US"), 2025, 99), Truth::Unknown);
    }

    #[test]
    fn another_year_or_another_place_says_nothing() {
        assert_eq!(truth(Of::Place("US-VA"), Some("US-VA"), 2020, 100), Truth::Unknown);
        assert_eq!(truth(Of::Place("US-VA"), Some("US-CO"), 2025, 100), Truth::Unknown);
    }
}
