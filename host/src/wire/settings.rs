//! An operator's settings for a plugin, read by the schema of the plugin's manifest.

use praetor_decision::manifest::{Manifest, Setting, SettingType};
use praetor_decision::{Entity, Fact};
use praetor_wit::{Dictionary, FactSpec, ValueType};
use serde_json::{Map, Value as Json};

use super::problem::{InputError, InputProblem, step};
use super::value::read_value;

/// The kind of the entity that holds the plain settings.
pub const SETTINGS: &str = "settings";

/// Reads settings: one entity of kind `settings` with the plain values, and one for each row of
/// each table, its kind the name of the table.
///
/// # Errors
/// Everything that is wrong: unknown or missing keys, wrong types, values that are not allowed.
pub fn read_settings(
    json: &Map<String, Json>,
    manifest: &Manifest,
    dictionary: &Dictionary,
) -> Result<Vec<Entity>, InputError> {
    let mut reading = Reading { manifest, dictionary, problems: vec![], entities: vec![] };
    let (tables, plain): (Vec<_>, Vec<_>) =
        json.iter().partition(|(key, _)| manifest.settings.iter().any(|s| s.table == key.as_str()));
    reading.row("", SETTINGS, "", plain.into_iter());
    for (table, rows) in tables {
        reading.table(table, rows);
    }
    if reading.problems.is_empty() { Ok(reading.entities) } else { Err(InputError(reading.problems)) }
}

struct Reading<'a> {
    manifest: &'a Manifest,
    dictionary: &'a Dictionary,
    problems: Vec<InputProblem>,
    entities: Vec<Entity>,
}

impl Reading<'_> {
    fn table(&mut self, table: &str, rows: &Json) {
        let pointer = step("", table);
        let Json::Array(rows) = rows else {
            self.problems.push(InputProblem::at(pointer, "wants a list of tables"));
            return;
        };
        for (index, row) in rows.iter().enumerate() {
            let pointer = step(&pointer, index);
            match row {
                Json::Object(row) => self.row(table, table, &pointer, row.iter()),
                _ => self.problems.push(InputProblem::at(pointer, "wants a table")),
            }
        }
    }

    fn row<'j>(
        &mut self,
        table: &str,
        kind: &str,
        pointer: &str,
        values: impl Iterator<Item = (&'j String, &'j Json)>,
    ) {
        let id = u32::try_from(self.entities.len()).unwrap_or(u32::MAX);
        let mut facts: Vec<Fact> =
            values.filter_map(|(key, json)| self.value(table, key, json, pointer)).collect();
        facts.sort_by(|a, b| a.name.cmp(&b.name));
        let required = self.of_table(table).filter(|setting| setting.required);
        let missing = required.filter(|setting| !facts.iter().any(|fact| fact.name == setting.key));
        let missing: Vec<InputProblem> = missing
            .map(|s| InputProblem::at(step(pointer, &s.key), format!("is missing: {}", s.says)))
            .collect();
        self.problems.extend(missing);
        self.entities.push(Entity { id, kind: kind.into(), facts });
    }

    fn value(&mut self, table: &str, key: &str, json: &Json, pointer: &str) -> Option<Fact> {
        let pointer = step(pointer, key);
        let Some(setting) = self.of_table(table).find(|setting| setting.key == key) else {
            let problem = self.unknown(table, key, pointer);
            self.problems.push(problem);
            return None;
        };
        let spec = spec_of(setting);
        match read_value(json, &spec, &pointer, self.dictionary, &|_| None) {
            Ok(value) => Some(Fact { name: key.into(), value }),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    fn unknown(&self, table: &str, key: &str, pointer: String) -> InputProblem {
        let known: Vec<&str> = self.of_table(table).map(|setting| setting.key.as_str()).collect();
        let distance = |name: &&&str| strsim::damerau_levenshtein(name, key);
        let nearest = known.iter().min_by_key(distance).filter(|name| distance(name) <= 3).copied();
        let detail = format!("`{key}` is not a setting of `{}`", self.manifest.id);
        InputProblem::at(pointer, detail).allowing(known.iter().copied()).nearest(nearest)
    }

    fn of_table<'t>(&self, table: &'t str) -> impl Iterator<Item = &'_ Setting> + use<'_, 't> {
        self.manifest.settings.iter().filter(move |setting| setting.table == table)
    }
}

fn spec_of(setting: &Setting) -> FactSpec {
    FactSpec {
        kind: if setting.table.is_empty() { SETTINGS.to_owned() } else { setting.table.to_string() },
        name: setting.key.to_string(),
        value_type: value_type_of(setting.setting_type),
        event: false,
        values: setting.allowed.iter().map(ToString::to_string).collect(),
        from: None,
        open: setting.allowed.is_empty(),
        refers_to: vec![],
        meaning: setting.says.clone(),
        unit: None,
        combine: None,
        personal: false,
        fideslang: None,
        dpv: vec![],
    }
}

fn value_type_of(setting: SettingType) -> ValueType {
    match setting {
        SettingType::YesNo => ValueType::YesNo,
        SettingType::Integer => ValueType::Integer,
        SettingType::Decimal => ValueType::Decimal,
        SettingType::Code => ValueType::Code,
        SettingType::Codes => ValueType::Codes,
        SettingType::Day => ValueType::Day,
        SettingType::Days => ValueType::Days,
        SettingType::Period => ValueType::Period,
        SettingType::Places => ValueType::Places,
    }
}
