//! What a generation is besides its bindings, as the ledger keeps it: JSON in the record of the
//! generation, from which a replay makes it again.

use std::collections::BTreeMap;

use praetor_decision::calendar::BUNDLED;
use praetor_decision::manifest::Confidence;
use praetor_decision::{Day, Name};
use praetor_wit::Dictionary;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::change::Change;
use crate::config::{BindingConfig, Config, ProfileEntry};
use crate::wire::decision::confidence_name;

/// What else a decision depends on. Fields are only added, each with a default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Standing {
    /// The controller's standing facts.
    pub profile: Vec<Entry>,
    /// Places to assume for a person of unknown residence.
    pub fallback_jurisdictions: Vec<Name>,
    /// Permissions that rest on less become reviews: `low`, `medium`, `high`.
    pub confidence_wanted: String,
    /// The controller's time zone.
    pub time_zone: String,
    /// The fingerprint of the dictionary.
    pub dictionary: String,
    /// The version of Praetor, and so of the core that combines.
    pub praetor: String,
    /// The fingerprint of the calendars.
    pub calendars: String,
    /// The bindings whose calls may use large memory.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub large_memory: Vec<Name>,
    /// The bindings whose plugins may import WASI and get stubs of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stubbed_wasi: Vec<Name>,
    /// The texts of the plugins' signatures, by the digests of their bytes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub signatures: BTreeMap<String, String>,
    /// Names the bindings that the config file declared when they were last put to work. While the file
    /// declares the same, the bindings on record serve.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared: Option<String>,
    /// The digests of the files of the watched folder that were put to work last, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub watched: BTreeMap<String, String>,
    /// What made this generation of the one before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
}

/// One entity of the profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    kind: String,
    facts: Map<String, Json>,
    from: Option<Day>,
    until: Option<Day>,
}

impl Standing {
    /// What a config declares, under this version.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        Self {
            profile: config.profile.iter().map(Entry::of).collect(),
            fallback_jurisdictions: config.fallback_jurisdictions.clone(),
            confidence_wanted: confidence_name(config.confidence_wanted).to_owned(),
            time_zone: config.time_zone.clone(),
            large_memory: those(config, |binding| binding.large_memory),
            stubbed_wasi: those(config, |binding| binding.allow_stubbed_wasi),
            signatures: config.bindings.iter().filter_map(signature_of).collect(),
            ..Self::of_this_version()
        }
    }

    /// Whether decisions depend on the same: who declared it and why it changed does not matter.
    #[must_use]
    pub fn weighs_the_same(&self, other: &Self) -> bool {
        let bare = |one: &Self| Self {
            signatures: BTreeMap::new(),
            declared: None,
            watched: BTreeMap::new(),
            change: None,
            ..one.clone()
        };
        bare(self) == bare(other)
    }

    /// Dictionary, calendars and version that run now, and nothing else.
    #[must_use]
    pub fn of_this_version() -> Self {
        Self {
            dictionary: Dictionary::bundled_or_empty().fingerprint(),
            praetor: env!("CARGO_PKG_VERSION").to_owned(),
            calendars: calendars(),
            ..Self::default()
        }
    }

    /// The profile as a config declares it.
    #[must_use]
    pub fn profile(&self) -> Vec<ProfileEntry> {
        self.profile.iter().map(Entry::declared).collect()
    }

    /// The confidence that is wanted.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        let all = [Confidence::High, Confidence::Medium, Confidence::Low];
        all.into_iter().find(|one| confidence_name(*one) == self.confidence_wanted).unwrap_or(Confidence::Low)
    }
}

/// The ids of the bindings of which this holds, in an order of their own.
fn those(config: &Config, holds: fn(&BindingConfig) -> bool) -> Vec<Name> {
    let bindings = config.bindings.iter().filter(|binding| holds(binding));
    let mut ids: Vec<Name> = bindings.map(|binding| binding.id.as_str().into()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn signature_of(binding: &BindingConfig) -> Option<(String, String)> {
    Some((binding.digest?.to_string(), binding.signature.clone()?))
}

impl Entry {
    fn of(entry: &ProfileEntry) -> Self {
        let ProfileEntry { json_key, facts, from, until } = entry.clone();
        Self { kind: json_key, facts, from, until }
    }

    fn declared(&self) -> ProfileEntry {
        let Self { kind, facts, from, until } = self.clone();
        ProfileEntry { json_key: kind, facts, from, until }
    }
}

/// Names the calendars that come with this version.
fn calendars() -> String {
    let mut sum = Sha256::new();
    for (name, text) in BUNDLED {
        for part in [name, text] {
            sum.update((part.len() as u64).to_be_bytes());
            sum.update(part);
        }
    }
    sum.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn what_is_kept_is_what_was_declared() {
        let text = r#"
            confidence_wanted = "medium"
            fallback_jurisdictions = ["DE", "FR"]
            [profile.controller]
            valid_from = 2026-01-01
            main-establishment = ["DE"]
            [[bindings]]
            id = "small"
            [[bindings]]
            id = "python"
            large_memory = true
            allow_stubbed_wasi = true
        "#;
        let config = Config::parse(text, Path::new("."), std::iter::empty()).unwrap();
        let kept = serde_json::to_vec(&Standing::of(&config)).unwrap();
        let read: Standing = serde_json::from_slice(&kept).unwrap();
        assert_eq!(read.profile(), config.profile);
        assert_eq!(read.confidence(), config.confidence_wanted);
        assert_eq!(read.fallback_jurisdictions, config.fallback_jurisdictions);
        assert_eq!(read.large_memory, ["python"]);
        assert_eq!(read.stubbed_wasi, ["python"]);
        assert_eq!(read.calendars.len(), 16);
    }

    #[test]
    fn a_generation_of_an_earlier_version_is_read() {
        let earlier = r#"{"profile":[],"fallback_jurisdictions":[],"confidence_wanted":"low","time_zone":"UTC",
            "dictionary":"00","praetor":"0.0.1"}"#;
        let read: Standing = serde_json::from_str(earlier).unwrap();
        assert_eq!((read.calendars.as_str(), read.praetor.as_str()), ("", "0.0.1"));
    }
}
