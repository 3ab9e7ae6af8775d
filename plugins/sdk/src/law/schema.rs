//! Checking the operator's settings against the schema of `plugin.toml`.

use super::{Law, SettingText};
use crate::question::Settings;
use crate::wit::about::{Problem, SettingType};
use crate::wit::types::{Entity, Value};

const PLAIN: &str = "settings";

impl Law {
    /// What is wrong with the settings, as far as the schema can tell.
    #[must_use]
    pub fn check_settings(&self, settings: Settings<'_>) -> Vec<Problem> {
        let entities = settings.entities();
        let mut problems = Vec::new();
        for entity in entities {
            self.check_names(entity, &mut problems);
        }
        for text in self.settings {
            check_setting(text, entities, &mut problems);
        }
        problems
    }

    fn check_names(&self, entity: &Entity, problems: &mut Vec<Problem>) {
        let table = if entity.kind == PLAIN { "" } else { entity.kind.as_str() };
        for fact in &entity.facts {
            let known = self.settings.iter().any(|s| s.table == table && s.key == fact.name);
            if !known {
                problems.push(Problem {
                    key: path(table, &fact.name),
                    says: format!("unknown setting; known: {}", self.keys_of(table)),
                });
            }
        }
    }

    fn keys_of(&self, table: &str) -> String {
        let keys = self.settings.iter().filter(|s| s.table == table).map(|s| s.key);
        let keys: Vec<_> = keys.map(|key| format!("`{key}`")).collect();
        if keys.is_empty() { "none".to_owned() } else { keys.join(", ") }
    }
}

fn check_setting(text: &SettingText, entities: &[Entity], problems: &mut Vec<Problem>) {
    let kind = if text.table.is_empty() { PLAIN } else { text.table };
    let mut owners = entities.iter().filter(|entity| entity.kind == kind).peekable();
    if text.table.is_empty() && text.required && owners.peek().is_none() {
        problems.push(problem(text, format!("is missing: {}", text.says)));
    }
    for owner in owners {
        let found = owner.facts.iter().find(|fact| fact.name == text.key);
        if let Some(says) = found.map_or_else(|| absent(text), |fact| faulty(text, &fact.value)) {
            problems.push(problem(text, says));
        }
    }
}

fn absent(text: &SettingText) -> Option<String> {
    text.required.then(|| format!("is missing: {}", text.says))
}

fn faulty(text: &SettingText, value: &Value) -> Option<String> {
    match (text.setting_type, value) {
        (SettingType::Code, Value::Code(code)) => not_allowed(text, std::slice::from_ref(code)),
        (SettingType::Codes, Value::Codes(codes)) => not_allowed(text, codes),
        (SettingType::YesNo, Value::YesNo(_))
        | (SettingType::Integer, Value::Integer(_))
        | (SettingType::Decimal, Value::Decimal(_))
        | (SettingType::Day, Value::Day(_))
        | (SettingType::Days, Value::Days(_))
        | (SettingType::Period, Value::Period(_))
        | (SettingType::Places, Value::Places(_)) => None,
        (expected, _) => Some(format!("has the wrong type; write {}", words(expected))),
    }
}

fn not_allowed(text: &SettingText, codes: &[String]) -> Option<String> {
    let wrong =
        codes.iter().find(|code| !text.allowed.is_empty() && !text.allowed.contains(&code.as_str()))?;
    let allowed: Vec<_> = text.allowed.iter().map(|code| format!("`{code}`")).collect();
    Some(format!("`{wrong}` is not allowed; write one of {}", allowed.join(", ")))
}

const fn words(expected: SettingType) -> &'static str {
    match expected {
        SettingType::YesNo => "`true` or `false`",
        SettingType::Integer => "a whole number",
        SettingType::Decimal => "a decimal number",
        SettingType::Code => "a name in quotes",
        SettingType::Codes => "a list of names",
        SettingType::Day => "a date, `2026-11-23`",
        SettingType::Days => "a list of dates",
        SettingType::Period => "a length of time, `{ months = 1 }`",
        SettingType::Places => "a list of places, `[\"DE\"]`",
    }
}

fn problem(text: &SettingText, says: String) -> Problem {
    Problem { key: path(text.table, text.key), says }
}

fn path(table: &str, key: &str) -> String {
    if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") }
}

#[cfg(test)]
mod tests;
