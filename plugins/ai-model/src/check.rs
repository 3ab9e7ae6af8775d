//! Faults of the settings that the schema cannot see: dates that are reversed, names that lead
//! nowhere, words that contradict each other. Each says the key and what would be right.

mod tables;

use praetor_sdk::{Problem, Row, Settings, Truth};

/// All faults.
pub(crate) fn problems(settings: Settings<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    contract(settings.plain(), &mut problems);
    training(settings.plain(), &mut problems);
    keeping(settings.plain(), &mut problems);
    tables::check(settings, &mut problems);
    problems
}

pub(crate) fn problem(key: &str, says: impl Into<String>) -> Problem {
    Problem { key: key.to_owned(), says: says.into() }
}

/// A processor without a contract, and dates of a contract in the wrong order.
fn contract(plain: Row<'_>, problems: &mut Vec<Problem>) {
    let signed = plain.day("contract-signed-on");
    let role = plain.code("role").unwrap_or("processor");
    if signed.is_none() && role == "processor" {
        let says = "is missing: a processor needs a contract; write the day on which it was signed, or another `role`";
        problems.push(problem("contract-signed-on", says));
    }
    let dated = plain.value("contract-from").or(plain.value("contract-until")).is_some();
    if signed.is_none() && dated && role != "processor" {
        problems.push(problem(
            "contract-signed-on",
            "is missing although the contract has dates; write the day of signing",
        ));
    }
    reversed(plain, "", ("contract-from", "contract-until"), problems);
    reversed(plain, "", ("contract-signed-on", "contract-until"), problems);
}

/// Two days of which the first lies after the second.
pub(crate) fn reversed(row: Row<'_>, table: &str, (first, last): (&str, &str), problems: &mut Vec<Problem>) {
    let (Some(begins), Some(ends)) = (row.day(first), row.day(last)) else {
        return;
    };
    if begins > ends {
        let key = if table.is_empty() { last.to_owned() } else { format!("{table}.{last}") };
        problems.push(problem(&key, format!("lies before `{first}`; correct one of the two")));
    }
}

/// What the settings say of training must agree.
fn training(plain: Row<'_>, problems: &mut Vec<Problem>) {
    let (training, switched) = (plain.code("training"), plain.code("training-switched"));
    if switched.is_some() && training != Some("switchable") {
        problems.push(problem(
            "training-switched",
            "only counts where `training` is `switchable`; remove it or change that",
        ));
    }
    let has =
        |key: &str, code: &str| plain.codes(key).is_some_and(|codes| codes.iter().any(|one| one == code));
    if training == Some("off") && has("own-uses", "train-own-models") {
        let says = "names `train-own-models` although `training` is `off`; correct one of the two";
        problems.push(problem("own-uses", says));
    }
    if training == Some("on") && has("contract-terms", "no-training") {
        let says = "names `no-training` although `training` is `on`; correct one of the two";
        problems.push(problem("contract-terms", says));
    }
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

#[cfg(test)]
mod tests;
