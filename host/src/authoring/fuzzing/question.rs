//! Random questions that are valid: of the kinds and facts that the manifest reads, with the names that
//! the dictionary allows, around the days and places of which the law speaks.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use praetor_decision::manifest::{Ability, Manifest, PluginKind};
use praetor_decision::{Day, Kind};
use praetor_wit::{Dictionary, FactSpec, KindSpec, ValueType};
use serde_json::{Map, Value as Json, json};

use super::chance::Chance;
use crate::wire::decision::kind_name;

/// What questions are made from.
pub struct Questions<'m> {
    manifest: &'m Manifest,
    dictionary: &'static Dictionary,
    /// Places of the law, and some others.
    places: Vec<String>,
    /// Days on which a rule begins or ends, and some others.
    days: Vec<Day>,
}

/// Places beside those of the law: of other laws, parts of a whole, and the whole.
const PLACES: [&str; 8] = ["DE", "FR", "GB", "CH", "TR", "US", "US-CA", "JP"];
/// Days beside those of the law: leap days, ends of years, and the ends of what is supported.
const DAYS: [Date; 6] = [
    jiff::civil::date(2018, 1, 1),
    jiff::civil::date(2024, 2, 29),
    jiff::civil::date(2025, 6, 30),
    jiff::civil::date(2026, 11, 23),
    jiff::civil::date(2026, 12, 31),
    jiff::civil::date(2032, 2, 29),
];
/// Numbers around which laws turn: ages, days of a period, counts.
const NUMBERS: [i64; 12] = [0, 1, 12, 13, 14, 15, 16, 17, 18, 30, 250, 100_000];
/// A name for a fact that any name fits.
const ANY_NAME: &str = "example";

impl<'m> Questions<'m> {
    /// From what a plugin says of itself.
    pub fn of(manifest: &'m Manifest) -> Self {
        let own = manifest.connections.iter().flat_map(|connection| &connection.places);
        let mut places: Vec<String> = own.map(ToString::to_string).collect();
        places.extend(PLACES.map(str::to_owned));
        let ends = manifest.rules.iter().flat_map(|rule| [rule.applies_from, rule.applies_until]);
        let mut days: Vec<Day> = ends.flatten().collect();
        days.extend(DAYS);
        Self { manifest, dictionary: Dictionary::bundled_or_empty(), places, days }
    }

    /// A question of a kind, as the HTTP API takes it.
    pub fn one(&self, kind: Kind, chance: &mut Chance) -> Json {
        let read = self.read(kind);
        let names = self.names(&read, chance);
        let mut question = Map::new();
        question.insert("kind".into(), kind_name(kind).into());
        question.insert("as_of".into(), self.day(chance).to_string().into());
        for (spec, ids) in &names {
            let facts = read.get(spec.id.as_str());
            let entities = ids.iter().map(|id| {
                let mut entity = self.facts(&spec.id, facts, &names, chance);
                if spec.many {
                    entity.insert("id".into(), id.as_str().into());
                }
                Json::Object(entity)
            });
            let mut entities: Vec<Json> = entities.collect();
            let value = if spec.many { Json::Array(entities) } else { entities.pop().unwrap_or_default() };
            question.insert(spec.json.clone(), value);
        }
        self.reach(&mut question, chance);
        Json::Object(question)
    }

    /// Whether the plugin reads of consents.
    pub fn have_consents(&self) -> bool {
        self.read(Kind::Sharing).contains_key("consent")
    }

    /// A consent, if the plugin reads of any.
    pub fn consent(&self, chance: &mut Chance) -> Option<Json> {
        let read = self.read(Kind::Sharing);
        let facts = read.get("consent")?;
        let nobody = vec![];
        let mut consent = self.facts("consent", Some(facts), &nobody, chance);
        consent.insert("id".into(), "added-consent".into());
        Some(Json::Object(consent))
    }

    /// The facts that the plugin reads for a kind of question and for its profile, by kind of entity.
    fn read(&self, kind: Kind) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut read: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for ability in [Ability::from(kind), Ability::Profile] {
            for path in self.manifest.facts_read(ability).unwrap_or_default() {
                if let Some((kind, name)) = path.split_once('.') {
                    read.entry(kind).or_default().insert(name);
                }
            }
        }
        for always in ["item", "use"] {
            read.entry(always).or_default();
        }
        if self.manifest.kind == PluginKind::Processor {
            read.entry("recipient").or_default();
        }
        read
    }

    /// Which entities there are, by kind. A vendor is always the recipient, under the id of its binding.
    fn names<'a>(
        &'a self,
        read: &BTreeMap<&str, BTreeSet<&str>>,
        chance: &mut Chance,
    ) -> Vec<(&'a KindSpec, Vec<String>)> {
        let kinds = self.dictionary.kinds().filter(|spec| read.contains_key(spec.id.as_str()));
        let vendor = self.manifest.kind == PluginKind::Processor;
        let names = kinds.filter_map(|spec| {
            if spec.id == "recipient" && vendor {
                return Some((spec, vec![self.manifest.id.to_string()]));
            }
            if !spec.many {
                return chance.percent(85).then(|| (spec, vec![spec.id.clone()]));
            }
            let count = 1 + chance.below(3);
            let ids = (0..count).map(|at| format!("{}-{at}", spec.id)).collect();
            chance.percent(85).then_some((spec, ids))
        });
        names.collect()
    }

    /// Some facts of an entity; what is left out is unknown.
    fn facts(
        &self,
        kind: &str,
        read: Option<&BTreeSet<&str>>,
        names: &[(&KindSpec, Vec<String>)],
        chance: &mut Chance,
    ) -> Map<String, Json> {
        let mut facts = Map::new();
        for name in read.into_iter().flatten() {
            let Some(spec) = self.dictionary.fact(kind, name) else { continue };
            if !chance.percent(75) {
                continue;
            }
            if let Some(value) = self.value(spec, names, chance) {
                facts.insert((*name).to_owned(), value);
            }
        }
        facts
    }

    fn value(
        &self,
        spec: &FactSpec,
        names: &[(&KindSpec, Vec<String>)],
        chance: &mut Chance,
    ) -> Option<Json> {
        if spec.event && chance.percent(20) {
            return Some("not-yet".into());
        }
        let mut codes = self.dictionary.allowed(spec);
        if codes.is_empty() {
            codes.push(ANY_NAME);
        }
        let refers = |(kind, _): &&(&KindSpec, Vec<String>)| spec.refers_to.contains(&kind.id);
        let entities: Vec<String> = names.iter().filter(refers).flat_map(|(_, ids)| ids.clone()).collect();
        Some(match spec.value_type {
            ValueType::YesNo => chance.percent(50).into(),
            ValueType::Integer => chance.one_of(&NUMBERS).copied()?.into(),
            ValueType::Decimal => format!("{}.5", chance.one_of(&NUMBERS)?).into(),
            ValueType::Code => (*chance.one_of(&codes)?).into(),
            ValueType::Codes => chance.some_of(&codes).into(),
            ValueType::Day => self.day(chance).to_string().into(),
            ValueType::Days => json!([self.day(chance).to_string(), self.day(chance).to_string()]),
            ValueType::Instant => format!("{}T12:00:00+02:00", self.day(chance)).into(),
            ValueType::Period => (*chance.one_of(&["P1M", "P3Y", "P30D", "P0D"])?).into(),
            ValueType::Places => chance.some_of(&self.places).into(),
            ValueType::Ref => chance.one_of(&entities)?.as_str().into(),
            ValueType::Refs => chance.some_of(&entities).into(),
        })
    }

    /// A day of the law or another, or one near to it.
    fn day(&self, chance: &mut Chance) -> Day {
        let day = chance.one_of(&self.days).copied().unwrap_or(super::TODAY);
        let near: [Span; 7] = [0.days(), 0.days(), 1.days(), -1.days(), 30.days(), -1.years(), 1.years()];
        let moved = chance.one_of(&near).copied().unwrap_or_default();
        day.checked_add(moved).unwrap_or(day)
    }

    /// A law that no place brings to the question is not asked, so most questions have one.
    fn reach(&self, question: &mut Map<String, Json>, chance: &mut Chance) {
        let Some(connection) = chance.one_of(&self.manifest.connections) else { return };
        let (Some((kind, name)), Some(place)) =
            (connection.fact.split_once('.'), chance.one_of(&connection.places))
        else {
            return;
        };
        let Some(spec) = self.dictionary.kind(kind).filter(|_| chance.percent(90)) else { return };
        let places = json!([place.as_str()]);
        if !spec.many {
            let entity = question.entry(spec.json.clone()).or_insert_with(|| json!({}));
            if let Some(entity) = entity.as_object_mut() {
                entity.insert(name.to_owned(), places);
            }
        } else if let Some(Json::Array(entities)) = question.get_mut(&spec.json)
            && let Some(entity) = entities.first_mut().and_then(Json::as_object_mut)
        {
            entity.insert(name.to_owned(), places);
        }
    }
}
