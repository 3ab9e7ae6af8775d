//! Faults of the settings: the restricted mode, the bits of an address, what runs before consent.

use praetor_sdk::{Problem, Settings};
use praetor_vendor::check::{problem, problems as shared, reversed};

use crate::CLASS;
use crate::restricted::BARRED;

/// The longest part of an address of either kind that no longer leads to one line.
const BITS: std::ops::RangeInclusive<i64> = 8..=56;

/// All faults.
pub(crate) fn problems(settings: Settings<'_>) -> Vec<Problem> {
    let plain = settings.plain();
    let mut problems = shared(settings, CLASS);
    reversed(plain, "", ("restricted-from", "restricted-until"), &mut problems);
    let restricts = plain.value("restricted-from").is_some();
    if restricts && !praetor_vendor::lists(plain, "own-uses", &BARRED) {
        let says = "only counts where `own-uses` names what the mode bars; remove it, or name that";
        problems.push(problem("restricted-from", says));
    }
    if !restricts && plain.value("restricted-until").is_some() {
        problems
            .push(problem("restricted-from", "is missing although the mode has a last day; write its first"));
    }
    if plain.integer("ip-bits").is_some_and(|bits| !BITS.contains(&bits)) {
        let says = "is no part of an address that hides the line; write a number from 8 to 56";
        problems.push(problem("ip-bits", says));
    }
    if plain.code("consent-mode") == Some("always")
        && plain.code("device-access") == Some("strictly-necessary")
    {
        let says = "is `strictly-necessary`, which analytics is not; write `statistics` or `other`";
        problems.push(problem("device-access", says));
    }
    problems
}

#[cfg(test)]
mod tests;
