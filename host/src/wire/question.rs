//! Reads a question from JSON, driven by the dictionary: unknown kinds, facts and codes are
//! errors with a pointer and the nearest name. Every problem is collected, none is guessed away.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use praetor_decision::{Entity, EntityId, Fact, Kind, Question};
use praetor_wit::{Dictionary, KindSpec};
use serde_json::{Map, Value as Json};

use super::problem::{InputError, InputProblem, step};
use super::value::{read_day, read_value};
use crate::limits::{ENTITIES_MAX, ENTITIES_OF_KIND_MAX, PROBLEMS_SHOWN_MAX, STRING_BYTES_MAX};

/// The kinds of questions by their names in the API.
pub const KINDS: [(&str, Kind); 4] = [
    ("sharing", Kind::Sharing),
    ("retention", Kind::Retention),
    ("rights", Kind::Rights),
    ("incident", Kind::Incident),
];

/// A question as it was asked, with what never leaves the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The question, its entities numbered.
    pub question: Question,
    /// The caller's name of each entity, by its number.
    pub names: Vec<String>,
    /// Where the caller keeps an item, by its number.
    pub paths: BTreeMap<EntityId, String>,
    /// Who the subject is; never shown to a plugin.
    pub subject: Option<String>,
    /// The caller stated no date: today was used.
    pub as_of_today: bool,
}

/// Reads a question.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_question(
    json: &Json,
    kind: Option<Kind>,
    today: Date,
    dictionary: &Dictionary,
) -> Result<Asked, InputError> {
    let Json::Object(object) = json else {
        return Err(InputProblem::at("", "a question is a JSON object").into());
    };
    let mut problems = vec![];
    let kind = kind_of(object, kind).map_err(|p| problems.push(p)).ok();
    let as_of = day_of(object).map_err(|p| problems.push(p)).ok().flatten();
    let read = Reading::new(object, &["kind", "as_of"], dictionary).read(&mut problems);
    let Some(kind) = kind.filter(|_| problems.is_empty()) else {
        problems.truncate(PROBLEMS_SHOWN_MAX);
        return Err(InputError(problems));
    };
    let question = Question { kind, as_of: as_of.unwrap_or(today), entities: read.entities };
    let as_of_today = as_of.is_none();
    Ok(Asked { question, names: read.names, paths: read.paths, subject: read.subject, as_of_today })
}

/// Reads entities alone: a controller profile.
///
/// # Errors
/// Everything that is wrong with them.
pub fn read_entities(json: &Json, dictionary: &Dictionary) -> Result<Vec<Entity>, InputError> {
    let Json::Object(object) = json else {
        return Err(InputProblem::at("", "a table of entities").into());
    };
    let mut problems = vec![];
    let read = Reading::new(object, &[], dictionary).read(&mut problems);
    if problems.is_empty() { Ok(read.entities) } else { Err(InputError(problems)) }
}

fn kind_of(object: &Map<String, Json>, wanted: Option<Kind>) -> Result<Kind, InputProblem> {
    let names = KINDS.iter().map(|(name, _)| *name);
    let stated = match object.get("kind") {
        None => None,
        Some(json) => {
            let found = KINDS.iter().find(|(name, _)| json.as_str() == Some(name));
            let wrong = || InputProblem::at("/kind", "not a kind of question").allowing(names.clone());
            Some(found.ok_or_else(wrong)?.1)
        }
    };
    match (stated, wanted) {
        (Some(stated), Some(wanted)) if stated != wanted => {
            Err(InputProblem::at("/kind", "another kind of question than the route answers"))
        }
        (None, None) => Err(InputProblem::at("/kind", "`kind` is missing").allowing(names)),
        (stated, wanted) => stated.or(wanted).ok_or_else(|| InputProblem::at("/kind", "`kind` is missing")),
    }
}

fn day_of(object: &Map<String, Json>) -> Result<Option<Date>, InputProblem> {
    let Some(json) = object.get("as_of") else {
        return Ok(None);
    };
    let day = json.as_str().and_then(read_day);
    day.map(Some).ok_or_else(|| InputProblem::at("/as_of", "wants a day, `2026-11-23`"))
}

#[derive(Default)]
struct Read {
    entities: Vec<Entity>,
    names: Vec<String>,
    paths: BTreeMap<EntityId, String>,
    subject: Option<String>,
}

/// One entity of the JSON before its facts are read.
struct Raw<'a> {
    spec: &'a KindSpec,
    pointer: String,
    object: &'a Map<String, Json>,
    name: String,
}

struct Reading<'a> {
    object: &'a Map<String, Json>,
    fields: &'a [&'a str],
    dictionary: &'a Dictionary,
}

impl<'a> Reading<'a> {
    fn new(object: &'a Map<String, Json>, fields: &'a [&'a str], dictionary: &'a Dictionary) -> Self {
        Self { object, fields, dictionary }
    }

    /// Two passes: first every entity gets its number, then facts can refer to any of them.
    fn read(&self, problems: &mut Vec<InputProblem>) -> Read {
        let raws = self.entities(problems);
        let numbers = number(&raws, problems);
        let mut read = Read::default();
        for (id, raw) in (0..).zip(&raws) {
            self.host_only(raw, id, &mut read, problems);
            let facts = self.facts(raw, &numbers, problems);
            read.entities.push(Entity { id, kind: raw.spec.id.as_str().into(), facts });
            read.names.push(raw.name.clone());
        }
        read
    }

    fn entities(&self, problems: &mut Vec<InputProblem>) -> Vec<Raw<'a>> {
        let mut raws = vec![];
        for spec in self.dictionary.kinds() {
            let Some(json) = self.object.get(&spec.json) else {
                continue;
            };
            let pointer = step("", &spec.json);
            match (json, spec.many) {
                (Json::Object(object), false) => raws.push(Raw::new(spec, pointer, object, 0)),
                (Json::Array(list), true) if list.len() <= ENTITIES_OF_KIND_MAX => {
                    for (index, json) in list.iter().enumerate() {
                        let pointer = step(&pointer, index);
                        match json.as_object() {
                            Some(object) => raws.push(Raw::new(spec, pointer, object, index)),
                            None => problems.push(InputProblem::at(pointer, "wants an object")),
                        }
                    }
                }
                (Json::Array(_), true) => {
                    let detail = format!("more than {ENTITIES_OF_KIND_MAX} entities of one kind");
                    problems.push(InputProblem::at(pointer, detail));
                }
                (_, false) => problems.push(InputProblem::at(pointer, "wants an object")),
                (_, true) => problems.push(InputProblem::at(pointer, "wants a list of objects")),
            }
        }
        if raws.len() > ENTITIES_MAX {
            problems.push(InputProblem::at("", format!("more than {ENTITIES_MAX} entities")));
            raws.clear();
        }
        self.unknown_keys(problems);
        raws
    }

    fn unknown_keys(&self, problems: &mut Vec<InputProblem>) {
        for key in self.object.keys() {
            let known = self.fields.contains(&key.as_str()) || self.dictionary.kind_by_json(key).is_some();
            if !known {
                let nearest = self.dictionary.nearest_json_key(key);
                let detail = format!("`{key}` is not a part of a question");
                let keys = self.dictionary.kinds().map(|spec| spec.json.as_str());
                problems.push(InputProblem::at(step("", key), detail).allowing(keys).nearest(nearest));
            }
        }
    }

    /// The subject's id and the items' paths, which no plugin ever sees.
    fn host_only(&self, raw: &Raw<'_>, id: EntityId, read: &mut Read, problems: &mut Vec<InputProblem>) {
        if raw.spec.id == "subject" {
            read.subject = raw.object.get("id").and_then(Json::as_str).map(str::to_owned);
        }
        match raw.object.get("path") {
            None => {}
            Some(Json::String(path)) if path.len() <= STRING_BYTES_MAX => {
                read.paths.insert(id, path.clone());
            }
            Some(_) => problems.push(InputProblem::at(step(&raw.pointer, "path"), "wants a short string")),
        }
    }

    fn facts(
        &self,
        raw: &Raw<'_>,
        numbers: &HashMap<&str, (EntityId, &str)>,
        problems: &mut Vec<InputProblem>,
    ) -> Vec<Fact> {
        let referred = |name: &str| numbers.get(name).map(|(id, kind)| (*id, (*kind).to_owned()));
        let mut facts = vec![];
        for (key, json) in raw.object {
            if HOST_ONLY.contains(&key.as_str()) {
                continue;
            }
            let pointer = step(&raw.pointer, key);
            let Some(spec) = self.dictionary.fact(&raw.spec.id, key) else {
                problems.push(self.unknown_fact(raw, key, pointer));
                continue;
            };
            match read_value(json, spec, &pointer, self.dictionary, &referred) {
                Ok(value) => facts.push(Fact { name: key.as_str().into(), value }),
                Err(problem) => problems.push(problem),
            }
        }
        facts.sort_by(|a, b| a.name.cmp(&b.name));
        facts
    }

    fn unknown_fact(&self, raw: &Raw<'_>, key: &str, pointer: String) -> InputProblem {
        let kind = &raw.spec.id;
        let names = self.dictionary.facts_of(kind).map(|fact| fact.name.as_str());
        InputProblem::at(pointer, format!("`{key}` is not a fact of `{kind}`"))
            .allowing(names)
            .nearest(self.dictionary.nearest_fact(kind, key))
    }
}

/// Keys of an entity that are not facts and stay in the host.
const HOST_ONLY: [&str; 2] = ["id", "path"];

impl<'a> Raw<'a> {
    fn new(spec: &'a KindSpec, pointer: String, object: &'a Map<String, Json>, index: usize) -> Self {
        let stated = object.get("id").and_then(Json::as_str).filter(|_| spec.id != "subject");
        let name = match stated {
            Some(name) => name.to_owned(),
            None if spec.many => format!("{}/{index}", spec.json),
            None => spec.id.clone(),
        };
        Self { spec, pointer, object, name }
    }
}

/// Numbers the entities; ids must be strings and unique in the question.
fn number<'a>(
    raws: &'a [Raw<'_>],
    problems: &mut Vec<InputProblem>,
) -> HashMap<&'a str, (EntityId, &'a str)> {
    let mut numbers = HashMap::with_capacity(raws.len());
    for (id, raw) in (0..).zip(raws) {
        let pointer = || step(&raw.pointer, "id");
        match raw.object.get("id") {
            Some(Json::String(text)) if text.is_empty() || text.len() > STRING_BYTES_MAX => {
                let detail = format!("an id has 1 to {STRING_BYTES_MAX} bytes");
                problems.push(InputProblem::at(pointer(), detail));
            }
            Some(json) if !json.is_string() => {
                problems.push(InputProblem::at(pointer(), "an id is a string"));
            }
            _ => {}
        }
        if numbers.insert(raw.name.as_str(), (id, raw.spec.id.as_str())).is_some() {
            let detail = format!("two entities have the id `{}`", raw.name);
            problems.push(InputProblem::at(pointer(), detail));
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use praetor_decision::Value;
    use serde_json::json;

    use super::*;

    fn read(json: &Json) -> Result<Asked, InputError> {
        let today = jiff::civil::date(2026, 11, 23);
        read_question(json, Some(Kind::Sharing), today, Dictionary::bundled().unwrap())
    }

    fn only_problem(json: &Json) -> InputProblem {
        let InputError(problems) = read(json).unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
        problems.into_iter().next().unwrap()
    }

    #[test]
    fn the_subjects_id_and_the_paths_stay_in_the_host() {
        let asked = read(&json!({
            "subject": { "id": "user-4711", "residence": ["FR"] },
            "items": [{ "id": "prompt", "path": "/body/prompt", "category": "prompt-text" }],
        }))
        .unwrap();
        assert_eq!(asked.subject.as_deref(), Some("user-4711"));
        assert_eq!(asked.paths.values().collect::<Vec<_>>(), ["/body/prompt"]);
        assert!(!format!("{:?}", asked.question).contains("4711"));
        assert!(!format!("{:?}", asked.question).contains("/body"));
    }

    #[test]
    fn an_unknown_fact_is_an_error_with_the_nearest_name() {
        let problem = only_problem(&json!({ "subject": { "residense": ["FR"] } }));
        assert_eq!(problem.pointer, "/subject/residense");
        assert_eq!(problem.nearest.as_deref(), Some("residence"));
    }

    #[test]
    fn an_unknown_code_is_an_error_that_lists_what_is_allowed() {
        let problem = only_problem(&json!({ "items": [{ "category": "promt-text" }] }));
        assert_eq!(problem.pointer, "/items/0/category");
        assert_eq!(problem.nearest.as_deref(), Some("prompt-text"));
        assert!(problem.allowed.iter().any(|name| name == "uploaded-image"));
    }

    #[test]
    fn a_reference_to_nothing_is_an_error() {
        let problem = only_problem(&json!({ "labels": [{ "item": "prompt" }] }));
        assert_eq!(problem.pointer, "/labels/0/item");
    }

    #[test]
    fn references_become_numbers() {
        let asked = read(&json!({
            "labels": [{ "item": "prompt", "state": "present" }],
            "items": [{ "id": "prompt" }],
        }))
        .unwrap();
        let label = asked.question.of_kind("label").next().unwrap();
        let item = asked.question.of_kind("item").next().unwrap();
        assert_eq!(label.fact("item"), Some(&Value::Ref(item.id)));
    }

    #[test]
    fn two_entities_with_one_id_are_an_error() {
        let problem = only_problem(&json!({ "items": [{ "id": "a" }, { "id": "a" }] }));
        assert_eq!(problem.pointer, "/items/1/id");
    }

    #[test]
    fn without_a_date_today_is_used_and_said() {
        assert!(read(&json!({})).unwrap().as_of_today);
        assert!(!read(&json!({ "as_of": "2020-01-01" })).unwrap().as_of_today);
    }
}
