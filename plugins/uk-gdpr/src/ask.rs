//! Arts 4(11), 7: asking for a consent, and for how long whoever said no is left alone.

use praetor_sdk::reading::{any_listed, known, names};
use praetor_sdk::{Cond, Day, Mark, Question, SharingAnswer, Thing, mark};

use crate::consent;
use crate::law::{gate, param, rule};
use crate::marks;

/// What stands against asking once more.
const NOT_AGAIN: [&str; 1] = ["do-not-ask-before"];

/// Whether the use only asks for a consent to what its purpose would do.
pub fn asks(each: Thing<'_>) -> Cond<'_> {
    known(each.operation().is("ask-consent"))
}

/// Asking needs no consent, but time must have passed since the person said no.
pub fn ask(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let mut at = answer.at(gate::BASIS).about(each);
    at.permit(rule::ART_7_2_ASK.when(asks(each)));
    let marked = marks::stands(q, &NOT_AGAIN, each);
    let said_no = known(any_listed(q.subject(), "consents", "consent", &q.consents(), |c| {
        turned_down(c) & consent::names_purpose(c, each) & recent(q, c)
    }));
    let soon = marked | (said_no & !renewed(q, each));
    at.prohibit(rule::ART_7_TOO_SOON.when(soon).reason("r-asked-too-soon"));
}

/// Refused or taken back, and no other consent for the purpose took its place.
pub fn said_no<'q>(q: Question<'q>, each: Thing<'q>) -> Vec<Thing<'q>> {
    if known(renewed(q, each)).is_yes() {
        return Vec::new();
    }
    q.consents().which(|c| turned_down(c) & consent::names_purpose(c, each))
}

/// What is to be remembered of a consent that was turned down; nothing where the time is over. A refusal
/// without a day counts from the question, unless somebody remembered it before.
pub fn not_again<'q>(q: Question<'q>, each: Thing<'q>, c: Thing<'q>) -> Option<Mark> {
    let told = turned_down_on(c);
    let before = known(q.marks().any(|mark| mark.fact("kind").is_any_of(&NOT_AGAIN)));
    let day = told.or_else(|| before.is_no().then(|| q.as_of()))?;
    let last = last(q, day);
    (last >= q.as_of()).then(|| until(each, day, last))
}

/// A mark on the purpose of a use, from the day on which the person took the consent back.
pub fn since(q: Question<'_>, each: Thing<'_>, day: Day) -> Mark {
    until(each, day, last(q, day))
}

fn until(each: Thing<'_>, day: Day, last: Day) -> Mark {
    let scope = each.purpose().code();
    scope.into_iter().fold(mark("do-not-ask-before", day), Mark::over).until(last)
}

/// The last day on which the person is not asked.
fn last(q: Question<'_>, day: Day) -> Day {
    let months = u32::try_from(param::MONTHS_BEFORE_ASKING.on(q.as_of()).or(0)).unwrap_or(0);
    day.plus_months(months)
}

fn turned_down(c: Thing<'_>) -> Cond<'_> {
    known(c.fact("state").is_any_of(&["refused", "withdrawn"])) | known(c.fact("withdrawn-on").happened())
}

fn turned_down_on(c: Thing<'_>) -> Option<Day> {
    let days = ["refused-on", "withdrawn-on"].map(|name| c.fact(name).day());
    days.into_iter().flatten().max()
}

/// Within the time; a refusal whose day nobody said is left to the mark.
fn recent<'q>(q: Question<'q>, c: Thing<'q>) -> Cond<'q> {
    turned_down_on(c).map_or(Cond::no(), |day| {
        let last = last(q, day);
        Cond::known(last >= q.as_of()).until((last >= q.as_of()).then(|| last.next()))
    })
}

/// Another consent for the purpose is in force.
fn renewed<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    consent::any(q, q.subject(), |c| consent::in_force(c) & consent::names_purpose(c, each))
}

/// Whether what is asked for is advertising, which an objection ends with the asking.
pub fn for_marketing<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    asks(each) & known(each.purpose().is_any_of(names(&param::MARKETING_PURPOSES, q.as_of())))
}
