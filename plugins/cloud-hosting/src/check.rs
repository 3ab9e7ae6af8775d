//! Faults of the settings: keys, support and the hops that support needs.

use praetor_sdk::{Problem, Settings};
use praetor_vendor::check::{lies_in, problem, problems as shared};

use crate::{CLASS, keys};

/// All faults.
pub(crate) fn problems(settings: Settings<'_>) -> Vec<Problem> {
    let mut problems = shared(settings, CLASS);
    keys(settings, &mut problems);
    support(settings, &mut problems);
    problems
}

/// Own keys need no list of what needs them, and nobody reads under them.
fn keys(settings: Settings<'_>, problems: &mut Vec<Problem>) {
    let plain = settings.plain();
    if keys::are_yours(settings) && plain.codes("keys-needed").is_some() {
        let says = "only counts where `key-holder` is `vendor`; remove it or change that";
        problems.push(problem("keys-needed", says));
    }
    if keys::are_yours(settings) && plain.yes_no("handles-content") == Some(true) {
        let says = "is `true` although `key-holder` is `controller`; who has no key reads nothing: correct one of the two";
        problems.push(problem("handles-content", says));
    }
}

/// Whoever looks in does so from some place, and a hop leads there.
fn support(settings: Settings<'_>, problems: &mut Vec<Problem>) {
    let plain = settings.plain();
    let places = plain.places("support-places").unwrap_or_default();
    match plain.code("remote-support") {
        Some("never") if !places.is_empty() => {
            let says = "names places although `remote-support` is `never`; remove it or change that";
            problems.push(problem("support-places", says));
        }
        Some("on-approval" | "standing") if places.is_empty() => {
            let says = "is missing: its staff look in from somewhere; write the places, or `never` as `remote-support`";
            problems.push(problem("support-places", says));
        }
        Some("on-approval" | "standing") => {
            for place in places.iter().filter(|place| !is_reached(settings, place)) {
                let says = format!(
                    "leads nowhere with `access = \"remote\"` for `{place}` of `support-places`; add a row"
                );
                problems.push(problem("hops.to-place", says));
            }
        }
        _ => {}
    }
}

fn is_reached(settings: Settings<'_>, place: &str) -> bool {
    let mut remote = settings.rows("hops").filter(|row| row.code("access") == Some("remote"));
    remote.any(|row| row.places("to-place").unwrap_or_default().iter().any(|area| lies_in(place, area)))
}

#[cfg(test)]
mod tests;
