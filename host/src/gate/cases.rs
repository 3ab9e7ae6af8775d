//! The last two steps: the cases that a plugin carries, and what they peak.

use std::collections::BTreeMap;
use std::path::Path;

use praetor_sandbox::{Limits, Plugin};

use super::{Refused, Step};
use crate::cases::{Case, CaseFailure, Runner, cases_inside};
use crate::limits::{CASE_LINES_SHOWN, CASES_SHARE};

/// What a plugin's own cases have shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Cases that were run, and passed.
    pub cases: usize,
    /// Cases that name other plugins, and so say nothing of this one alone.
    pub left_out: usize,
    /// The most that one call took.
    pub peak: Peak,
}

/// What a call takes of its limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Peak {
    /// Fuel.
    pub fuel: u64,
    /// Bytes of memory.
    pub memory: usize,
}

impl Peak {
    /// The greater of each.
    #[must_use]
    pub fn most(self, other: Self) -> Self {
        Self { fuel: self.fuel.max(other.fuel), memory: self.memory.max(other.memory) }
    }
}

/// Runs the cases that travel in the bytes, each against this plugin alone.
pub(super) fn prove(bytes: &[u8], plugin: &Plugin) -> Result<Proof, Refused> {
    let refused = |code, says| Refused { step: Step::Cases, code, says };
    let cases = cases_inside(bytes, Path::new("praetor:cases"))
        .map_err(|error| refused("plugin-cases-unreadable", error.to_string()))?;
    let mut runner = Runner::new(plugin.clone(), BTreeMap::new());
    let (own, others): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|case| case.with.is_empty());
    for case in &own {
        match runner.run(case).failure {
            None => {}
            Some(CaseFailure::TooSlow) => {
                return Err(refused(
                    Refused::NOT_CHECKED,
                    "the machine was too slow to run its cases; try again".into(),
                ));
            }
            Some(failure) => return Err(refused("plugin-cases-fail", says(case, &failure))),
        }
    }
    let proof = Proof { cases: own.len(), left_out: others.len(), peak: runner.peak() };
    within_budget(proof.peak, plugin.limits())?;
    Ok(proof)
}

fn says(case: &Case, failure: &CaseFailure) -> String {
    let lines = match failure {
        CaseFailure::NotAsked(says) => std::slice::from_ref(says),
        CaseFailure::Differs { lines, .. } => lines,
        CaseFailure::TooSlow => &[],
    };
    let shown: Vec<&str> = lines.iter().take(CASE_LINES_SHOWN).map(String::as_str).collect();
    format!(
        "its own case \"{}\" comes out otherwise: {}; `praetor plugin test` shows all",
        case.name,
        shown.join("; ")
    )
}

fn within_budget(peak: Peak, limits: Limits) -> Result<(), Refused> {
    let over = |what: &str, taken: u64, limit: u64| {
        let allowed = limit / CASES_SHARE;
        let says = format!(
            "one of its own cases takes {taken} {what}, and a quarter of the limit, {allowed}, is allowed: larger questions would go over the limit"
        );
        (taken > allowed).then_some(Refused { step: Step::Budget, code: "plugin-near-limits", says })
    };
    let fuel = over("units of fuel", peak.fuel, limits.fuel);
    let memory = || over("bytes of memory", peak.memory as u64, limits.memory_bytes as u64);
    fuel.or_else(memory).map_or(Ok(()), Err)
}
