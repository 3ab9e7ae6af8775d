//! Faults of the settings: licence, card numbers.

use praetor_sdk::{Problem, Settings};
use praetor_vendor::check::{problem, problems as shared, reversed};

use crate::CLASS;

/// All faults.
pub(crate) fn problems(settings: Settings<'_>) -> Vec<Problem> {
    let plain = settings.plain();
    let mut problems = shared(settings, CLASS);
    reversed(plain, "", ("licence-from", "licence-until"), &mut problems);
    let licensed = plain.codes("regulated-as").is_some_and(|codes| !codes.is_empty());
    if !licensed && !CLASS.obeys(plain) {
        let says = "is missing: whoever moves money and decides for itself holds a licence; write it, or `processor` as `role`";
        problems.push(problem("regulated-as", says));
    }
    let certified = settings.rows("certifications").any(|row| row.code("scheme") == Some("pci-dss"));
    if plain.code("card-entry") == Some("through-you") && !certified {
        let says = "names no `pci-dss` although `card-entry` is `through-you`; add a row, or write `hosted`";
        problems.push(problem("certifications.scheme", says));
    }
    let laundering = plain.value("anti-laundering-kept").is_some();
    if laundering && !praetor_vendor::has(plain, "own-uses", "own-legal-duties") {
        let says =
            "lacks `own-legal-duties` although `anti-laundering-kept` has a period; add it or remove that";
        problems.push(problem("own-uses", says));
    }
    problems
}

#[cfg(test)]
mod tests;
