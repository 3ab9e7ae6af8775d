use std::collections::BTreeSet;

use praetor_decision::manifest::{Ability, Manifest, PluginKind, Rule, Setting, SettingType};
use praetor_wit::Dictionary;

use super::LoadError;

type Checked = Result<(), LoadError>;

/// Compares a manifest with itself, with what the component exports, and with the dictionary.
pub(super) fn check(manifest: &Manifest, exported: &[Ability]) -> Checked {
    identity(manifest)?;
    world(manifest.kind, exported)?;
    gates(manifest)?;
    unique("rule", manifest.rules.iter().map(|rule| rule.id.as_str()))?;
    manifest.rules.iter().try_for_each(|rule| rule_stands(manifest, rule))?;
    reads(manifest, exported)?;
    connections(manifest)?;
    settings(&manifest.settings)
}

fn identity(manifest: &Manifest) -> Checked {
    let id = &manifest.id;
    if !is_id(id) {
        return Err(LoadError::manifest(format!(
            "`{id}` is no id; write lower-case words joined by hyphens, `like-this`"
        )));
    }
    if manifest.version.is_empty() {
        return Err(LoadError::manifest("it has no version; write `1.0.0`"));
    }
    Ok(())
}

fn is_id(id: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !id.is_empty() && !id.starts_with('-') && !id.ends_with('-') && id.chars().all(letters)
}

fn world(kind: PluginKind, exported: &[Ability]) -> Checked {
    let answers = |ability: &Ability| match kind {
        PluginKind::Jurisdiction => *ability != Ability::Profile,
        PluginKind::Processor | PluginKind::Notice => *ability != Ability::Incident,
    };
    match exported.iter().find(|ability| !answers(ability)) {
        Some(ability) => {
            Err(LoadError::WrongWorld { kind: kind_name(kind), ability: ability_name(*ability) })
        }
        None if exported.is_empty() => {
            Err(LoadError::manifest("the plugin exports nothing but `about`, so it can answer nothing"))
        }
        None => Ok(()),
    }
}

/// Gates are unique, and each has a rule: a closed gate that no rule can pass denies for ever.
fn gates(manifest: &Manifest) -> Checked {
    unique("gate", manifest.gates.iter().map(|gate| gate.id.as_str()))?;
    let unused = manifest.gates.iter().find(|gate| !manifest.rules.iter().any(|rule| rule.gate == gate.id));
    unused.map_or(Ok(()), |gate| {
        Err(LoadError::manifest(format!("the gate `{}` has no rule; add one or remove it", gate.id)))
    })
}

fn rule_stands(manifest: &Manifest, rule: &Rule) -> Checked {
    let Rule { id, gate, .. } = rule;
    let wrong = |says: &str| Err(LoadError::manifest(format!("the rule `{id}` {says}")));
    if rule.citations.is_empty() {
        return wrong("cites nothing; say where it is written down");
    }
    if rule.citations.iter().any(|citation| citation.instrument.is_empty()) {
        return wrong("has a citation without an instrument");
    }
    if !gate.is_empty() && manifest.gate(gate).is_none() {
        return wrong(&format!("belongs to the gate `{gate}`, which is not declared"));
    }
    match (rule.applies_from, rule.applies_until) {
        (Some(from), Some(until)) if until < from => wrong("applies until a day before it begins"),
        _ => Ok(()),
    }
}

/// Each interface is listed once and exported; each fact is in the dictionary, and none says who
/// somebody is.
fn reads(manifest: &Manifest, exported: &[Ability]) -> Checked {
    unique("interface", manifest.reads.iter().map(|reads| ability_name(reads.ability)))?;
    for reads in &manifest.reads {
        let ability = ability_name(reads.ability);
        if !exported.contains(&reads.ability) {
            return Err(LoadError::manifest(format!(
                "it reads facts for `{ability}`, which it does not export"
            )));
        }
        unique("fact", reads.facts.iter().map(|fact| fact.as_str()))?;
        reads.facts.iter().try_for_each(|fact| known_fact(fact))?;
    }
    Ok(())
}

fn known_fact(path: &str) -> Checked {
    let dictionary = Dictionary::bundled_or_empty();
    match dictionary.fact_at(path) {
        Some(fact) if fact.personal => Err(LoadError::manifest(format!(
            "it reads `{path}`, which says who somebody is and never leaves the host"
        ))),
        Some(_) => Ok(()),
        None => Err(LoadError::manifest(format!(
            "it reads `{path}`, which is not in the dictionary{}",
            nearest(dictionary, path)
        ))),
    }
}

fn nearest(dictionary: &Dictionary, path: &str) -> String {
    let Some((kind, name)) = path.split_once('.') else {
        return "; write `kind.name`".to_owned();
    };
    match dictionary.nearest_fact(kind, name) {
        Some(near) => format!("; `{kind}.{near}` is near"),
        None => String::new(),
    }
}

fn connections(manifest: &Manifest) -> Checked {
    manifest.connections.iter().try_for_each(|connection| {
        known_fact(&connection.fact)?;
        if connection.places.is_empty() {
            let says = format!("the connection by `{}` names no place", connection.fact);
            return Err(LoadError::manifest(says));
        }
        Ok(())
    })
}

fn settings(settings: &[Setting]) -> Checked {
    let names: Vec<_> = settings.iter().map(path).collect();
    unique("setting", names.iter().map(String::as_str))?;
    settings.iter().try_for_each(|setting| {
        let named = matches!(setting.setting_type, SettingType::Code | SettingType::Codes);
        if setting.key.is_empty() {
            return Err(LoadError::manifest("a setting has no key"));
        }
        if !setting.allowed.is_empty() && !named {
            let says =
                format!("the setting `{}` allows codes, and is not of type code or codes", path(setting));
            return Err(LoadError::manifest(says));
        }
        Ok(())
    })
}

fn path(setting: &Setting) -> String {
    if setting.table.is_empty() {
        return setting.key.to_string();
    }
    format!("{}.{}", setting.table, setting.key)
}

fn unique<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> Checked {
    let mut seen = BTreeSet::new();
    for name in names {
        if name.is_empty() {
            return Err(LoadError::manifest(format!("a {what} has no name")));
        }
        if !seen.insert(name) {
            return Err(LoadError::manifest(format!("the {what} `{name}` is declared twice")));
        }
    }
    Ok(())
}

const fn kind_name(kind: PluginKind) -> &'static str {
    match kind {
        PluginKind::Jurisdiction => "jurisdiction",
        PluginKind::Processor => "processor",
        PluginKind::Notice => "notice",
    }
}

const fn ability_name(ability: Ability) -> &'static str {
    match ability {
        Ability::Profile => "profile",
        Ability::Sharing => "sharing",
        Ability::Retention => "retention",
        Ability::Rights => "rights",
        Ability::Incident => "incident",
    }
}

#[cfg(test)]
mod tests;
