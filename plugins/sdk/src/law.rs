//! What the build step makes of `plugin.toml` and `law/`: the manifest, typed rules and gates,
//! and dated numbers.

mod manifest;
mod parameter;
mod rule;
mod schema;
mod table;

pub use parameter::{Dated, InForce, Parameter};
pub use rule::{Gate, NoGate, Rule, RuleRef};
pub use table::{Row as TableRow, Table};

use crate::day::Day;
use crate::wit::about::{Ability, Authority, Confidence, PluginKind, SettingType, Stance};

/// All that a plugin says of itself, as the build step found it.
#[derive(Debug)]
pub struct Law {
    /// The plugin's id, equal to the name of its folder.
    pub id: &'static str,
    /// The plugin's version.
    pub version: &'static str,
    /// A law, a vendor or a notice.
    pub kind: PluginKind,
    /// The full title.
    pub title: &'static str,
    /// The legal order that speaks; empty for a vendor or a notice.
    pub legal_order: &'static str,
    /// Plugins whose prohibitions this one's exceptions may lift.
    pub specialises: &'static [&'static str],
    /// Facts by which the law may reach a question, with their places.
    pub connections: &'static [(&'static str, &'static [&'static str])],
    /// The gates.
    pub gates: &'static [GateText],
    /// The rules.
    pub rules: &'static [RuleText],
    /// The facts that each interface reads.
    pub reads: &'static [(Ability, &'static [&'static str])],
    /// The settings schema.
    pub settings: &'static [SettingText],
}

/// A gate as the manifest shows it.
#[derive(Debug)]
pub struct GateText {
    /// Unique in the plugin.
    pub id: &'static str,
    /// Whether it needs a permit.
    pub stance: Stance,
    /// The condition in a sentence.
    pub says: &'static str,
}

/// A rule as the manifest shows it.
#[derive(Debug)]
pub struct RuleText {
    /// Unique in the plugin.
    pub id: &'static str,
    /// The gate, or empty.
    pub gate: &'static str,
    /// The rule in a sentence.
    pub says: &'static str,
    /// Instrument and place.
    pub citations: &'static [(&'static str, &'static str)],
    /// The kind of text that it rests on.
    pub authority: Authority,
    /// How sure the author is.
    pub confidence: Confidence,
    /// The day on which it was last compared with its source.
    pub checked: Day,
    /// The first day on which it applies.
    pub from: Option<Day>,
    /// The last day on which it applies.
    pub until: Option<Day>,
    /// A known change that is not law yet, or empty.
    pub pending: &'static str,
}

/// A setting as the manifest shows it.
#[derive(Debug)]
pub struct SettingText {
    /// The table, or empty.
    pub table: &'static str,
    /// The key.
    pub key: &'static str,
    /// The type of its value.
    pub setting_type: SettingType,
    /// Whether it may not be left out.
    pub required: bool,
    /// Allowed codes; empty: any.
    pub allowed: &'static [&'static str],
    /// What it means.
    pub says: &'static str,
}
