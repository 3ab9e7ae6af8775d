//! Faults of the settings that the schema cannot see: dates that are reversed, names that lead
//! nowhere, words that contradict each other. Each says the key and what would be right.

mod tables;

use praetor_sdk::{Problem, Row, Settings, Truth};

use crate::class::Class;
use crate::{has, lists};

/// Uses of its own that nobody has who works on instructions.
const OWN_PURPOSES: [&str; 4] = ["advertising", "enrich-profiles", "sell-on", "combine-sources"];

/// All faults that any class can have.
#[must_use]
pub fn problems(settings: Settings<'_>, class: Class) -> Vec<Problem> {
    let plain = settings.plain();
    let mut problems = Vec::new();
    contract(plain, class, &mut problems);
    part(settings, class, &mut problems);
    keeping(plain, &mut problems);
    region(settings, &mut problems);
    tables::check(settings, &mut problems);
    problems
}

/// A fault of one key.
pub fn problem(key: &str, says: impl Into<String>) -> Problem {
    Problem { key: key.to_owned(), says: says.into() }
}

/// A processor without a contract, and dates of a contract in the wrong order.
fn contract(plain: Row<'_>, class: Class, problems: &mut Vec<Problem>) {
    let signed = plain.day("contract-signed-on");
    let processor = class.role_in(plain) == "processor";
    if signed.is_none() && processor {
        let says = "is missing: a processor needs a contract; write the day on which it was signed, or another `role`";
        problems.push(problem("contract-signed-on", says));
    }
    let dated = plain.value("contract-from").or(plain.value("contract-until")).is_some();
    if signed.is_none() && dated && !processor {
        problems.push(problem(
            "contract-signed-on",
            "is missing although the contract has dates; write the day of signing",
        ));
    }
    reversed(plain, "", ("contract-from", "contract-until"), problems);
    reversed(plain, "", ("contract-signed-on", "contract-until"), problems);
}

/// Two days of which the first lies after the second.
pub fn reversed(row: Row<'_>, table: &str, (first, last): (&str, &str), problems: &mut Vec<Problem>) {
    let (Some(begins), Some(ends)) = (row.day(first), row.day(last)) else {
        return;
    };
    if begins > ends {
        let key = if table.is_empty() { last.to_owned() } else { format!("{table}.{last}") };
        problems.push(problem(&key, format!("lies before `{first}`; correct one of the two")));
    }
}

/// The role must agree with what it does for itself, unless a restricted mode bars that for a time,
/// and with what was signed.
fn part(settings: Settings<'_>, class: Class, problems: &mut Vec<Problem>) {
    let plain = settings.plain();
    if plain.code("role") == Some("joint-controller") && !signed(settings, "joint-arrangement") {
        let says = "names no `joint-arrangement` although `role` is `joint-controller`; add a row with that `type`, or write another `role`";
        problems.push(problem("instruments.type", says));
    }
    let barred = plain.value("restricted-from").is_some();
    if class.obeys(plain) && !barred && lists(plain, "own-uses", &OWN_PURPOSES) {
        let says = format!(
            "is `{}` although `own-uses` names purposes of its own; write `independent-controller`, `joint-controller` or `third-party`",
            class.role_in(plain)
        );
        problems.push(problem("role", says));
    }
    if has(plain, "contract-terms", "no-sale-or-sharing") && has(plain, "own-uses", "sell-on") {
        let says = "names `no-sale-or-sharing` although `own-uses` names `sell-on`; correct one of the two";
        problems.push(problem("contract-terms", says));
    }
}

fn signed(settings: Settings<'_>, instrument: &str) -> bool {
    settings.rows("instruments").any(|row| row.code("type") == Some(instrument))
}

/// What they say of the vendor's copy and of erasure must agree.
fn keeping(plain: Row<'_>, problems: &mut Vec<Problem>) {
    if plain.code("zero-retention") == Some("on") && plain.value("vendor-retention").is_some() {
        let says = "names a period although `zero-retention` is `on`; remove one of the two";
        problems.push(problem("vendor-retention", says));
    }
    let told = matches!(plain.code("erasure-route"), Some("none" | "notice-only"));
    if told && plain.truth("confirms-erasure") == Truth::Yes {
        let says = "is `true` although no instruction reaches it; change `erasure-route` or this";
        problems.push(problem("confirms-erasure", says));
    }
}

/// What is tied to places is not stored elsewhere.
fn region(settings: Settings<'_>, problems: &mut Vec<Problem>) {
    let Some(pinned) = settings.plain().places("region-pin") else {
        return;
    };
    for row in settings.rows("hops").filter(|row| row.code("access") == Some("store")) {
        for place in row.places("to-place").unwrap_or_default() {
            if !pinned.iter().any(|area| lies_in(place, area)) {
                let says = format!(
                    "`{place}` lies outside `region-pin`, and the data are stored there; correct one of the two"
                );
                problems.push(problem("hops.to-place", says));
            }
        }
    }
}

/// Whether a place is an area or a part of it: `US-CA` lies in `US`.
#[must_use]
pub fn lies_in(place: &str, area: &str) -> bool {
    place.strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests;
