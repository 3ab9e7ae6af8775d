//! The data behind the checks: `host/policy/checks.toml` and `steps.toml`.

use serde::Deserialize;

/// How much a gap weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// A law wants it, and it is not there.
    Missing,
    /// It is there in words that say too little, or may be needed.
    Vague,
}

/// One thing that a notice is looked over for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Its stable name.
    pub id: String,
    /// The kind of entity whose fact is looked at: `notice` or `declared-use`.
    pub on: String,
    /// The fact.
    pub fact: String,
    /// Found if the set lacks this name.
    pub lacks: Option<String>,
    /// Found if the name is one of these, or nothing is said.
    #[serde(default)]
    pub is: Vec<String>,
    /// Found if it says yes, or nothing.
    #[serde(default)]
    pub yes: bool,
    /// Found if it says no, or nothing.
    #[serde(default)]
    pub no: bool,
    /// Found if the set is empty, or nothing is said.
    #[serde(default)]
    pub empty: bool,
    /// Found if the set has more than one name.
    #[serde(default)]
    pub several: bool,
    /// How much it weighs.
    pub weight: Weight,
    /// What is wrong, in a sentence.
    pub says: String,
    /// The provisions that want it.
    pub cite: Vec<String>,
    /// What to do.
    pub next: String,
}

/// What a law asks for before a change of the notice takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Nothing.
    None,
    /// Tell people beforehand.
    Notice,
    /// A new consent.
    FreshConsent,
}

impl StepKind {
    /// The word that the pages use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Notice => "notice",
            Self::FreshConsent => "fresh consent",
        }
    }
}

/// One law's step for one kind of change.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The kind of change.
    pub change: String,
    /// Only for purposes on this basis.
    pub basis: Option<String>,
    /// The plugin id of the law.
    pub law: String,
    /// What it asks for.
    pub step: StepKind,
    /// In a sentence.
    pub says: String,
    /// The provisions.
    pub cite: Vec<String>,
    /// How sure the reading is: `low`, `medium` or `high`.
    pub confidence: Certainty,
}

/// How sure a reading of a law is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// The law is silent or open, and this is a cautious reading.
    Low,
    /// The words carry it, or guidance says so.
    Medium,
    /// The law says so.
    High,
}

impl Certainty {
    /// The word that the pages use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

#[derive(Deserialize)]
struct Checks {
    check: Vec<Check>,
}

#[derive(Deserialize)]
struct Steps {
    step: Vec<Step>,
}

/// Every check, in the order of the file.
///
/// # Errors
/// The bundled file is broken; a test excludes that.
pub fn checks() -> Result<Vec<Check>, toml::de::Error> {
    let read: Checks = toml::from_str(include_str!("../../policy/checks.toml"))?;
    Ok(read.check)
}

/// Every step, in the order of the file.
///
/// # Errors
/// The bundled file is broken; a test excludes that.
pub fn step_rows() -> Result<Vec<Step>, toml::de::Error> {
    let read: Steps = toml::from_str(include_str!("../../policy/steps.toml"))?;
    Ok(read.step)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use praetor_wit::Dictionary;

    use super::*;
    use crate::policy::ChangeKind;

    #[test]
    fn every_check_looks_at_a_fact_and_a_name_of_the_dictionary_and_cites() {
        let dictionary = Dictionary::bundled().unwrap();
        for check in checks().unwrap() {
            let fact = dictionary.fact(&check.on, &check.fact);
            let fact = fact.unwrap_or_else(|| panic!("{}: no fact {}.{}", check.id, check.on, check.fact));
            for name in check.lacks.iter().chain(&check.is) {
                assert!(dictionary.allows(fact, name), "{}: `{name}`", check.id);
            }
            let tests = [check.lacks.is_some(), !check.is.is_empty(), check.yes, check.no, check.empty];
            let tests = tests.into_iter().chain([check.several]).filter(|test| *test).count();
            assert_eq!(tests, 1, "{} has {tests} tests", check.id);
            assert!(!check.cite.is_empty() && !check.next.is_empty(), "{}", check.id);
        }
    }

    #[test]
    fn every_step_is_of_a_known_change_and_cites() {
        for step in step_rows().unwrap() {
            let known = ChangeKind::ALL.iter().any(|kind| kind.as_str() == step.change);
            assert!(known && !step.cite.is_empty(), "{step:?}");
        }
    }

    #[test]
    fn every_law_has_one_step_for_every_change_whatever_the_basis() {
        let rows = step_rows().unwrap();
        let laws: BTreeSet<&str> = rows.iter().map(|row| row.law.as_str()).collect();
        assert_eq!(laws, BTreeSet::from(["ch-fadp", "eu-gdpr", "tr-kvkk", "uk-gdpr", "us-ca-ccpa"]));
        for (kind, law) in ChangeKind::ALL.iter().flat_map(|kind| laws.iter().map(move |law| (kind, law))) {
            let of = |row: &&Step| row.change == kind.as_str() && row.law == *law && row.basis.is_none();
            assert_eq!(rows.iter().filter(of).count(), 1, "{law}, {}", kind.as_str());
        }
    }

    #[test]
    fn a_step_for_one_basis_asks_for_more_than_the_step_for_all() {
        let rows = step_rows().unwrap();
        for narrow in rows.iter().filter(|row| row.basis.is_some()) {
            let wide =
                |row: &&Step| row.change == narrow.change && row.law == narrow.law && row.basis.is_none();
            assert!(rows.iter().find(wide).is_some_and(|wide| wide.step < narrow.step), "{narrow:?}");
        }
    }
}
