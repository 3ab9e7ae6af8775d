//! What a notice leaves out or leaves vague.

use praetor_decision::{Entity, Value};

use super::register::{Register, code, codes};
use super::rows::Check;

/// Something that the notice leaves out or leaves vague.
#[derive(Clone, Debug)]
pub struct Gap<'c> {
    /// The check that found it.
    pub check: &'c Check,
    /// The purposes for which it is so; empty: the notice as a whole.
    pub purposes: Vec<String>,
}

/// Looks a notice over. What it does not state counts as not said.
#[must_use]
pub fn lint<'c>(register: &Register, checks: &'c [Check]) -> Vec<Gap<'c>> {
    checks.iter().filter_map(|check| gap(register, check)).collect()
}

fn gap<'c>(register: &Register, check: &'c Check) -> Option<Gap<'c>> {
    if check.on == "notice" {
        return found(&register.notice, check).then(|| Gap { check, purposes: vec![] });
    }
    let found = register.uses.iter().filter(|declared| found(declared, check));
    let purposes: Vec<String> =
        found.map(|declared| code(declared, "purpose").unwrap_or_default().to_owned()).collect();
    (!purposes.is_empty()).then_some(Gap { check, purposes })
}

fn found(entity: &Entity, check: &Check) -> bool {
    let value = entity.fact(&check.fact);
    let names = codes(entity, &check.fact);
    if let Some(name) = &check.lacks {
        return !names.iter().any(|stated| stated == name);
    }
    if !check.is.is_empty() {
        return code(entity, &check.fact).is_none_or(|stated| check.is.iter().any(|bad| bad == stated));
    }
    if check.yes || check.no {
        return value.is_none() || value == Some(&Value::YesNo(check.yes));
    }
    if check.several { names.len() > 1 } else { names.is_empty() }
}
