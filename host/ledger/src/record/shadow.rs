//! What a plugin in shadow would have decided.

use praetor_decision::{Kind, Name};
use serde::{Deserialize, Serialize};

use crate::id::{Digest, RecordId};

/// A plugin that was asked beside those that serve would have made another decision. Nothing here is of a
/// person: days are told by how far they moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShadowRecord {
    /// The decision that was made without it.
    pub decision: RecordId,
    /// The binding.
    pub plugin: Name,
    /// SHA-256 of its original bytes.
    pub digest: Digest,
    /// SHA-256 of its canonical settings.
    pub settings: Digest,
    /// What the question was about.
    pub kind: Kind,
    /// The weight of the heaviest change, in the host's words.
    pub weight: Name,
    /// The effect that was decided.
    pub was: Name,
    /// The effect that it would have been.
    pub now: Name,
    /// What differs, each with its weight.
    pub changes: Vec<(Name, String)>,
    /// There are more changes than are listed.
    pub more: bool,
    /// Rules, as `plugin/rule`, that the outcome would not rest on.
    pub rules_gone: Vec<Name>,
    /// Rules that it would rest on.
    pub rules_new: Vec<Name>,
}
