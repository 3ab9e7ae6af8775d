//! Faults of the settings: profession and class, admission, secrecy.

use praetor_sdk::{Problem, Settings};
use praetor_vendor::check::{problem, problems as shared, reversed};
use praetor_vendor::has;

use crate::CLASS;

/// All faults.
pub(crate) fn problems(settings: Settings<'_>) -> Vec<Problem> {
    let plain = settings.plain();
    let mut problems = shared(settings, CLASS);
    reversed(plain, "", ("admitted-from", "admitted-until"), &mut problems);
    if let Some(class @ ("lawyer" | "auditor")) = plain.code("class")
        && !has(plain, "regulated-as", class)
    {
        let says =
            format!("lacks `{class}` although `class` is `{class}`; add it, or write `adviser` as `class`");
        problems.push(problem("regulated-as", says));
    }
    let agreed = has(plain, "contract-terms", "confidentiality")
        || settings.rows("instruments").any(|row| row.code("type") == Some("confidentiality-agreement"));
    let by_law = plain.codes("regulated-as").is_some_and(|codes| !codes.is_empty());
    if !by_law && !agreed {
        let says = "lacks `confidentiality`, and no profession binds it to secrecy; add it, or a `confidentiality-agreement` to `instruments`";
        problems.push(problem("contract-terms", says));
    }
    problems
}

#[cfg(test)]
mod tests;
