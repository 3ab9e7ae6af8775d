//! Faults of the settings: addresses, scrubbing.

use praetor_sdk::{Problem, Settings};
use praetor_vendor::check::{problem, problems as shared};

use crate::CLASS;

/// The longest part of an address of either kind that no longer leads to one line.
const BITS: std::ops::RangeInclusive<i64> = 8..=56;

/// All faults.
pub(crate) fn problems(settings: Settings<'_>) -> Vec<Problem> {
    let plain = settings.plain();
    let mut problems = shared(settings, CLASS);
    if plain.integer("ip-bits").is_some_and(|bits| !BITS.contains(&bits)) {
        let says = "is no part of an address that hides the line; write a number from 8 to 56";
        problems.push(problem("ip-bits", says));
    }
    if plain.yes_no("keeps-ip") == Some(true)
        && !praetor_vendor::lists(plain, "purposes", &["security", "abuse-prevention", "fraud-prevention"])
    {
        let says = "is `true` although no purpose needs whole addresses; add `security` or `abuse-prevention` to `purposes`, or remove it";
        problems.push(problem("keeps-ip", says));
    }
    if plain.codes("scrubbed-fields").is_some_and(<[String]>::is_empty) {
        problems
            .push(problem("scrubbed-fields", "is empty; name the fields that are taken out, or remove it"));
    }
    problems
}

#[cfg(test)]
mod tests;
