//! §§ 1798.140(d), (i), 1798.82, 1798.99.80: whom the law reaches.

use praetor_sdk::figure::{Looked, Of, reaches as reached};
use praetor_sdk::reading::{known, names, some};
use praetor_sdk::{Cond, Day, Question, Standing};

use crate::law::{param, rule};

/// Before this day employees and contacts of businesses were left out.
const ALL_CAPACITIES: Day = Day::of(2023, 1, 1);

/// A business over a threshold and a resident; breaches, deletions through DROP and books have a reach of their own.
pub fn reaches(q: Question<'_>) -> Standing {
    if q.one("incident").exists().is_yes() {
        return Standing::by(q, rule::S_1798_82.when(affected(q)));
    }
    let listed = some(&q.requests(), |request| request.fact("channel").is("data-broker-list"));
    let business = rule::S_1798_140_D.when(governs(q));
    let broker = rule::S_1798_99_80.when(listed & resident(q));
    Standing::by_any(q, [business, broker, rule::BOOKS.when(books(q))])
}

/// Whether the Act itself governs, and not only a duty to keep records.
pub fn governs(q: Question<'_>) -> Cond<'_> {
    let human = !known(q.subject().fact("kind").is("juristic"));
    let left_out = q.subject().fact("capacity").is_any_of(&["employee", "business"]);
    let left_out = if q.as_of() < ALL_CAPACITIES { known(left_out) } else { Cond::no() };
    resident(q) & human & !left_out & q.controller().fact("for-profit").is_true() & over_a_threshold(q)
}

/// The places in which the law applies.
pub fn area(q: Question<'_>) -> &'static [&'static str] {
    names(&param::AREA, q.as_of())
}

fn resident(q: Question<'_>) -> Cond<'_> {
    q.subject().residence().within(area(q))
}

/// § 1798.140(d)(1)(A)-(C): one will do. Collecting alone counts for nothing.
fn over_a_threshold(q: Question<'_>) -> Cond<'_> {
    let year = i64::from(q.as_of().year);
    let of = |measure, of, currency, years| Looked { measure, of, years: Some(years), currency };
    let before = of("revenue", Of::World, Some("USD"), year - 1..=year - 1);
    let revenue = reached(q, &before, |amount| amount.over(param::REVENUE.on(q.as_of())));
    let persons = of("persons-bought-sold-shared", Of::Place("US-CA"), None, year - 1..=year);
    let persons = reached(q, &persons, |amount| amount.at_least(param::PERSONS.on(q.as_of())));
    let share = of("sale-revenue-share", Of::Share, None, year - 1..=year);
    let share = reached(q, &share, |amount| amount.at_least(param::REVENUE_SHARE.on(q.as_of())));
    let idle = known(q.controller().fact("sells-or-shares").is("neither"));
    revenue | (!idle & (persons | share))
}

/// Books that were said to be Californian or American; only a question on keeping is told.
fn books(q: Question<'_>) -> Cond<'_> {
    let general = known(q.controller().fact("books-of").within(&["US"]));
    general | some(&q.items(), |item| item.fact("books-of").within(&["US"]))
}

/// A breach that reached a resident: the subject, or some of those counted.
fn affected(q: Question<'_>) -> Cond<'_> {
    let counted = some(&q.all("figure"), |figure| {
        figure.fact("measure").is("persons-affected")
            & figure.fact("place").within(area(q))
            & figure.fact("amount").at_least(1)
    });
    if counted.is_yes() { counted } else { resident(q) }
}
