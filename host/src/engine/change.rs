//! What a change of the bindings was: kept in the record of the generation that it made.

use std::collections::BTreeSet;

use praetor_decision::Name;
use praetor_ledger::{BindingRecord, Mode, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::standing::Standing;

/// What somebody did to the bindings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Did {
    /// The first generation of a store was made from the config file.
    Seeded,
    /// A plugin was put to work, or is bound in another way.
    Activated,
    /// A plugin is not asked in shadow any more.
    ShadowEnded,
    /// The bindings of an earlier generation were put to work again.
    RolledBack,
    /// The bindings of the config file took the place of those on record.
    AppliedConfig,
    /// The bindings stayed, and what stands beside them changed: the profile, this version's dictionary.
    Restarted,
}

impl Did {
    /// The word for it in answers and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Seeded => "seeded",
            Self::Activated => "activated",
            Self::ShadowEnded => "shadow-ended",
            Self::RolledBack => "rolled-back",
            Self::AppliedConfig => "applied-config",
            Self::Restarted => "restarted",
        }
    }
}

/// A change with what stood before and after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What was done.
    pub did: Did,
    /// The generation that served before; none before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// The generation whose bindings were put to work again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_to: Option<u64>,
    /// The bindings that differ, in the order of their ids.
    #[serde(default)]
    pub bindings: Vec<Changed>,
}

/// How one id was bound before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The id.
    pub id: Name,
    /// How it was bound: one entry for each of its periods; none: it was not.
    pub before: Vec<Bound>,
    /// How it is bound now.
    pub after: Vec<Bound>,
}

/// How a plugin is bound. Settings by their digest: a value may be a secret of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The plugin's version.
    pub version: Name,
    /// SHA-256 of its bytes, in hex.
    pub digest: String,
    /// SHA-256 of its settings, in hex.
    pub settings: String,
    /// How it takes part.
    pub mode: Name,
    /// From this instant on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Before this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Its calls may use large memory.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub large_memory: bool,
    /// It gets stubs of WASI.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stubbed_wasi: bool,
    /// SHA-256 of the text of its signature, in hex, if it came with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

/// How all ids are bound in a generation: its record, and what stands in it beside the bindings.
#[derive(Clone, Copy, Debug)]
pub struct Bindings<'a> {
    /// Its bindings.
    pub bindings: &'a [BindingRecord],
    /// Limits and signatures; none: the record cannot be read.
    pub standing: Option<&'a Standing>,
}

impl Bindings<'_> {
    /// Those of a store without a generation.
    pub const NONE: Self = Self { bindings: &[], standing: None };

    fn of(&self, id: &Name) -> Vec<Bound> {
        let bindings = self.bindings.iter().filter(|binding| binding.plugin == *id);
        bindings.map(|binding| Bound::of(binding, self.standing)).collect()
    }
}

impl Bound {
    fn of(binding: &BindingRecord, standing: Option<&Standing>) -> Self {
        let hex = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let mode = match binding.mode {
            Mode::Enforce => "enforce",
            Mode::Shadow => "shadow",
            Mode::Off => "off",
        };
        Self {
            version: binding.version.clone(),
            digest: binding.digest.to_string(),
            settings: hex(&binding.settings),
            mode: mode.into(),
            from: binding.from,
            until: binding.until,
            large_memory: standing.is_some_and(|standing| standing.large_memory.contains(&binding.plugin)),
            stubbed_wasi: standing.is_some_and(|standing| standing.stubbed_wasi.contains(&binding.plugin)),
            signature: standing
                .and_then(|standing| standing.signatures.get(&binding.digest.to_string()))
                .map(|text| hex(text.as_bytes())),
        }
    }
}

/// The ids that are bound otherwise in one generation than in another.
#[must_use]
pub fn between(before: Bindings<'_>, after: Bindings<'_>) -> Vec<Changed> {
    let all = before.bindings.iter().chain(after.bindings);
    let ids: BTreeSet<&Name> = all.map(|binding| &binding.plugin).collect();
    let changed =
        ids.into_iter().map(|id| Changed { id: id.clone(), before: before.of(id), after: after.of(id) });
    changed.filter(|changed| changed.before != changed.after).collect()
}

#[cfg(test)]
mod tests {
    use praetor_ledger::Digest;

    use super::*;

    fn binding(id: &str, bytes: &[u8], from: Option<Timestamp>) -> BindingRecord {
        BindingRecord {
            plugin: id.into(),
            version: "1.0.0".into(),
            digest: Digest::of(bytes),
            settings: b"{}".to_vec(),
            mode: Mode::Enforce,
            from,
            until: None,
        }
    }

    fn between(before: &[BindingRecord], after: &[BindingRecord]) -> Vec<Changed> {
        let of = |bindings| Bindings { bindings, standing: None };
        super::between(of(before), of(after))
    }

    #[test]
    fn other_limits_or_another_signature_are_a_change_too() {
        let bindings = [binding("a", b"1", None), binding("b", b"1", None)];
        let plain = Standing::default();
        let large = Standing { large_memory: vec!["a".into()], ..plain.clone() };
        let stubbed = Standing { stubbed_wasi: vec!["b".into()], ..plain.clone() };
        let signatures = [(Digest::of(b"1").to_string(), "text".to_owned())].into();
        let signed = Standing { signatures, ..plain.clone() };
        let of = |standing| Bindings { bindings: &bindings, standing: Some(standing) };
        for (after, changed) in [(&plain, 0), (&large, 1), (&stubbed, 1), (&signed, 2)] {
            assert_eq!(super::between(of(&plain), of(after)).len(), changed, "{after:?}");
        }
    }

    #[test]
    fn only_what_differs_is_a_change() {
        let (a, b) = (binding("a", b"1", None), binding("b", b"1", None));
        let later = binding("b", b"2", Some(Timestamp(9)));
        let changes = between(&[a.clone(), b.clone()], &[a.clone(), b, later]);
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].before.len(), changes[0].after.len()), (1, 2));
        let gone = between(std::slice::from_ref(&a), &[]);
        assert_eq!((gone[0].id.as_str(), gone[0].after.len()), ("a", 0));
        assert!(between(std::slice::from_ref(&a), std::slice::from_ref(&a)).is_empty());
    }
}
