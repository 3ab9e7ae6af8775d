//! Makes a question that shows a fault as small as it gets: what can go, goes.

use serde_json::Value as Json;

use super::trial::{Fault, with_consent};
use crate::limits::FUZZ_SMALLER_TRIALS;

/// Whether a question, and a consent that is added to it, still show the fault.
pub type Again<'a> = &'a dyn Fn(&Json, Option<&Json>) -> Option<Fault>;

/// The smallest question that was found. If the fault needs a consent, it stands in the question under
/// the id `added-consent`.
pub fn smallest(question: Json, consent: Option<Json>, again: Again<'_>) -> Json {
    let consent = consent.filter(|_| again(&question, None).is_none());
    let mut smallest = question;
    let mut trials = 0;
    while let Some(smaller) = smaller(&smallest, consent.as_ref(), again, &mut trials) {
        smallest = smaller;
    }
    match consent {
        Some(consent) => with_consent(&smallest, &consent),
        None => smallest,
    }
}

/// The question without one of its parts, if that shows the fault still.
fn smaller(question: &Json, consent: Option<&Json>, again: Again<'_>, trials: &mut usize) -> Option<Json> {
    for pointer in parts(question) {
        *trials += 1;
        if *trials > FUZZ_SMALLER_TRIALS {
            return None;
        }
        let without = without(question, &pointer);
        if again(&without, consent).is_some() {
            return Some(without);
        }
    }
    None
}

/// What can be taken away, the largest first: kinds of entities, entities, facts.
fn parts(question: &Json) -> Vec<Vec<String>> {
    let (mut kinds, mut entities, mut facts) = (vec![], vec![], vec![]);
    for (key, value) in question.as_object().into_iter().flatten() {
        if key == "kind" || key == "as_of" {
            continue;
        }
        kinds.push(vec![key.clone()]);
        let list = value.as_array().into_iter().flatten().enumerate();
        for (at, entity) in list {
            entities.push(vec![key.clone(), at.to_string()]);
            facts.extend(keys(entity).map(|fact| vec![key.clone(), at.to_string(), fact]));
        }
        facts.extend(keys(value).map(|fact| vec![key.clone(), fact]));
    }
    kinds.into_iter().chain(entities).chain(facts).collect()
}

fn keys(entity: &Json) -> impl Iterator<Item = String> {
    let keys = entity.as_object().into_iter().flatten().map(|(key, _)| key.clone());
    keys.filter(|key| key != "id").collect::<Vec<_>>().into_iter()
}

fn without(question: &Json, pointer: &[String]) -> Json {
    let mut question = question.clone();
    let Some((last, parents)) = pointer.split_last() else { return question };
    let parent = parents.iter().try_fold(&mut question, |at, step| match at {
        Json::Array(list) => list.get_mut(step.parse::<usize>().ok()?),
        Json::Object(object) => object.get_mut(step),
        _ => None,
    });
    match (parent, last.parse::<usize>()) {
        (Some(Json::Array(list)), Ok(at)) if at < list.len() => {
            list.remove(at);
        }
        (Some(Json::Object(object)), _) => {
            object.remove(last);
        }
        _ => {}
    }
    question
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_shows_the_fault_is_left() {
        let question = json!({
            "kind": "sharing", "as_of": "2026-11-23",
            "subject": { "age": 12, "residence": ["DE"] },
            "items": [{ "id": "a", "category": "x" }, { "id": "b", "category": "y" }],
        });
        let shows = |question: &Json, _: Option<&Json>| {
            let b = question["items"].as_array()?.iter().any(|item| item["id"] == "b");
            (b && question["subject"]["age"] == 12).then_some(Fault::Differs)
        };
        let left = smallest(question, None, &shows);
        assert_eq!(
            left,
            json!({
                "kind": "sharing", "as_of": "2026-11-23",
                "subject": { "age": 12 }, "items": [{ "id": "b" }],
            })
        );
    }
}
