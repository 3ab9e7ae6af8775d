//! Choice of law: which plugins are asked, and which laws are left out and why.
//!
//! A manifest lists connecting facts with places. The host asks on any match; whether the law
//! really governs is for the plugin to say.

use std::collections::BTreeSet;

use crate::decision::NotAsked;
use crate::manifest::{Connection, Manifest, PluginKind};
use crate::question::{Entity, Name, Question, Value};

/// How a connecting fact stands to the places of a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// At least one place lies in the law's territory.
    Reaches,
    /// The fact is known and lies elsewhere.
    Elsewhere,
    /// Nobody stated the fact.
    Unknown,
}

/// Whether a law is asked. Processors and notices are asked by their bindings, not by places.
///
/// # Errors
/// The law is not asked: its connecting facts, and whether one of them is unknown.
pub fn reaches(manifest: &Manifest, question: &Question) -> Result<(), NotAsked> {
    if manifest.kind != PluginKind::Jurisdiction {
        return Ok(());
    }
    let found: Vec<Reach> = manifest.connections.iter().map(|c| reach_of(c, question)).collect();
    if found.contains(&Reach::Reaches) {
        return Ok(());
    }
    Err(NotAsked {
        plugin: manifest.id.clone(),
        connecting_facts: manifest.connections.iter().map(|c| c.fact.clone()).collect(),
        unknown: found.contains(&Reach::Unknown),
    })
}

/// The places of `subject.residence` that no law covers.
#[must_use]
pub fn uncovered_residences(manifests: &[&Manifest], question: &Question) -> Vec<Name> {
    uncovered(manifests, question, RESIDENCE)
}

/// The places where the books are kept and no law on records was asked, if the question holds a
/// record of the business: nobody could say that it must be kept.
#[must_use]
pub fn uncovered_books(manifests: &[&Manifest], question: &Question) -> Vec<Name> {
    if !question.of_kind("item").any(is_business_record) {
        return vec![];
    }
    let mut places = uncovered(manifests, question, CONTROLLER_BOOKS);
    places.extend(uncovered(manifests, question, ITEM_BOOKS));
    places.sort_unstable();
    places.dedup();
    places
}

fn is_business_record(item: &Entity) -> bool {
    let named = |name: &str| match item.fact(name) {
        Some(Value::Code(code)) => Some(code.clone()),
        _ => None,
    };
    let record = named("record").is_some_and(|record| record != "none");
    record || named("category").is_some_and(|category| BUSINESS_RECORDS.contains(&category.as_str()))
}

/// Categories that are records of the business whatever else is said of them.
const BUSINESS_RECORDS: [&str; 2] = ["invoice", "transaction-record"];
const CONTROLLER_BOOKS: &str = "controller.books-of";
const ITEM_BOOKS: &str = "item.books-of";

fn uncovered(manifests: &[&Manifest], question: &Question, fact: &str) -> Vec<Name> {
    let Some((kind, name)) = fact.split_once('.') else { return vec![] };
    let mut open: BTreeSet<Name> = places_of(question, kind, name).cloned().collect();
    for connection in manifests.iter().flat_map(|m| &m.connections) {
        if connection.fact == fact {
            open.retain(|place| !connection.places.iter().any(|law| overlaps(law, place)));
        }
    }
    open.into_iter().collect()
}

/// The connecting fact that every law of persons uses.
pub const RESIDENCE: &str = "subject.residence";

/// Whether `part` lies in `whole`, by ISO 3166 prefix: `DE` contains `DE` and `DE-BY`.
#[must_use]
pub fn contains(whole: &str, part: &str) -> bool {
    match part.strip_prefix(whole) {
        Some(rest) => rest.is_empty() || rest.starts_with('-'),
        None => false,
    }
}

/// Whether one of the two contains the other. A place that is less precise than the law's
/// territory may lie in it, so the law is asked and decides itself.
fn overlaps(law: &str, place: &str) -> bool {
    contains(law, place) || contains(place, law)
}

fn reach_of(connection: &Connection, question: &Question) -> Reach {
    let Some((kind, name)) = connection.fact.split_once('.') else { return Reach::Unknown };
    let mut known = false;
    for place in places_of(question, kind, name) {
        known = true;
        if connection.places.iter().any(|law| overlaps(law, place)) {
            return Reach::Reaches;
        }
    }
    if known { Reach::Elsewhere } else { Reach::Unknown }
}

fn places_of<'a>(question: &'a Question, kind: &'a str, name: &'a str) -> impl Iterator<Item = &'a Name> {
    question.of_kind(kind).filter_map(move |entity| entity.fact(name)).flat_map(places_in)
}

fn places_in(value: &Value) -> &[Name] {
    match value {
        Value::Places(places) | Value::Codes(places) => places,
        Value::Code(place) => std::slice::from_ref(place),
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Fact, Kind};

    fn question(residence: Option<&str>) -> Question {
        let facts = residence
            .map(|place| Fact { name: "residence".into(), value: Value::Places(vec![place.into()]) })
            .into_iter()
            .collect();
        let subject = Entity { id: 0, kind: "subject".into(), facts };
        let as_of = jiff::civil::date(2026, 11, 23);
        Question { kind: Kind::Sharing, as_of, entities: vec![subject] }
    }

    fn law(places: &[&str]) -> Manifest {
        Manifest {
            id: "law".into(),
            version: "1.0.0".into(),
            kind: PluginKind::Jurisdiction,
            title: String::new(),
            legal_order: "EU".into(),
            specialises: vec![],
            connections: vec![Connection {
                fact: RESIDENCE.into(),
                places: places.iter().map(|&place| place.into()).collect(),
            }],
            gates: vec![],
            rules: vec![],
            reads: vec![],
            settings: vec![],
        }
    }

    #[test]
    fn a_law_is_asked_when_a_place_lies_in_its_territory() {
        assert_eq!(reaches(&law(&["DE", "FR"]), &question(Some("DE-BY"))), Ok(()));
    }

    #[test]
    fn a_prefix_is_not_a_substring() {
        assert!(contains("DE", "DE-BY") && contains("DE", "DE"));
        assert!(!contains("D", "DE") && !contains("US-CA", "US-CAX"));
    }

    #[test]
    fn a_place_less_precise_than_the_territory_brings_the_law_in() {
        assert_eq!(reaches(&law(&["US-CA"]), &question(Some("US"))), Ok(()));
    }

    #[test]
    fn a_law_that_is_not_asked_names_its_connecting_facts() {
        let elsewhere = reaches(&law(&["FR"]), &question(Some("DE"))).unwrap_err();
        assert_eq!(elsewhere.connecting_facts, ["subject.residence"]);
        assert!(!elsewhere.unknown);
        assert!(reaches(&law(&["FR"]), &question(None)).unwrap_err().unknown);
    }

    #[test]
    fn an_invoice_needs_a_law_on_records_where_the_books_are() {
        let fact = |name: &str, value| Fact { name: name.into(), value };
        let books = fact("books-of", Value::Places(vec!["DE".into()]));
        let controller = Entity { id: 0, kind: "controller".into(), facts: vec![books] };
        let category = |name: &str| fact("category", Value::Code(name.into()));
        let item = |name| Entity { id: 1, kind: "item".into(), facts: vec![category(name)] };
        let asked = |name| Question { entities: vec![controller.clone(), item(name)], ..question(None) };
        let (persons, mut records) = (law(&["DE"]), law(&["DE"]));
        records.connections[0].fact = CONTROLLER_BOOKS.into();
        assert_eq!(uncovered_books(&[&persons], &asked("invoice")), ["DE"]);
        assert!(uncovered_books(&[&persons], &asked("prompt-text")).is_empty());
        assert!(uncovered_books(&[&persons, &records], &asked("invoice")).is_empty());
    }

    #[test]
    fn a_residence_without_a_law_is_named() {
        let (eu, us) = (law(&["DE"]), law(&["US-CA"]));
        assert_eq!(uncovered_residences(&[&eu, &us], &question(Some("BR"))), ["BR"]);
        assert!(uncovered_residences(&[&eu, &us], &question(Some("DE-BY"))).is_empty());
    }
}
