//! A plugin's manifest as JSON.

use praetor_decision::manifest::{Ability, Manifest, PluginKind, Rule, Setting, SettingType, Stance};
use serde_json::{Map, Value as Json, json};

use super::decision::{authority_name, confidence_name};

/// The spelling of a plugin's kind.
#[must_use]
pub fn kind_name(kind: PluginKind) -> &'static str {
    match kind {
        PluginKind::Jurisdiction => "jurisdiction",
        PluginKind::Processor => "processor",
        PluginKind::Notice => "notice",
    }
}

/// The spelling of an ability.
#[must_use]
pub fn ability_name(ability: Ability) -> &'static str {
    match ability {
        Ability::Profile => "profile",
        Ability::Sharing => "sharing",
        Ability::Retention => "retention",
        Ability::Rights => "rights",
        Ability::Incident => "incident",
    }
}

/// The whole manifest.
#[must_use]
pub fn write_manifest(manifest: &Manifest) -> Map<String, Json> {
    let names = |names: &[praetor_decision::Name]| -> Json { names.iter().map(|n| n.as_str()).collect() };
    let connections = manifest.connections.iter();
    let connections = connections.map(|c| json!({ "fact": c.fact.as_str(), "places": names(&c.places) }));
    let gates = manifest.gates.iter().map(|gate| {
        let stance = if gate.stance == Stance::Closed { "closed" } else { "open" };
        json!({ "id": gate.id.as_str(), "stance": stance, "says": gate.says })
    });
    let reads = manifest.reads.iter();
    let reads = reads.map(|reads| (ability_name(reads.ability).to_owned(), names(&reads.facts)));
    let mut object = Map::new();
    object.insert("id".into(), manifest.id.as_str().into());
    object.insert("version".into(), manifest.version.as_str().into());
    object.insert("kind".into(), kind_name(manifest.kind).into());
    object.insert("title".into(), manifest.title.as_str().into());
    object.insert("legal_order".into(), manifest.legal_order.as_str().into());
    object.insert("specialises".into(), names(&manifest.specialises));
    object.insert("connections".into(), connections.collect());
    object.insert("gates".into(), gates.collect());
    object.insert("rules".into(), manifest.rules.iter().map(write_rule).collect());
    object.insert("reads".into(), Json::Object(reads.collect()));
    object.insert("settings".into(), manifest.settings.iter().map(write_setting).collect());
    object
}

fn write_rule(rule: &Rule) -> Json {
    let cites = rule.citations.iter().map(|cite| format!("{} {}", cite.instrument, cite.place));
    json!({
        "id": rule.id.as_str(),
        "gate": rule.gate.as_str(),
        "says": rule.says,
        "cites": cites.collect::<Vec<_>>(),
        "authority": authority_name(rule.authority),
        "confidence": confidence_name(rule.confidence),
        "checked": rule.checked.to_string(),
        "applies_from": rule.applies_from.map(|day| day.to_string()),
        "applies_until": rule.applies_until.map(|day| day.to_string()),
        "pending": rule.pending,
    })
}

fn write_setting(setting: &Setting) -> Json {
    json!({
        "table": setting.table.as_str(),
        "key": setting.key.as_str(),
        "type": setting_type_name(setting.setting_type),
        "required": setting.required,
        "allowed": setting.allowed.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
        "says": setting.says,
    })
}

/// The spelling of a setting's type.
#[must_use]
pub fn setting_type_name(setting: SettingType) -> &'static str {
    match setting {
        SettingType::YesNo => "yes-no",
        SettingType::Integer => "integer",
        SettingType::Decimal => "decimal",
        SettingType::Code => "code",
        SettingType::Codes => "codes",
        SettingType::Day => "day",
        SettingType::Days => "days",
        SettingType::Period => "period",
        SettingType::Places => "places",
    }
}
