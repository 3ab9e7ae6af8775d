//! Compares a stored decision with the same one made again: the bytes first, and if they differ the
//! places at which they do.

use std::collections::BTreeSet;

use praetor_decision::sources::{FactOrigin, Restated};
use praetor_decision::{Decision, Name, Question};
use praetor_ledger::{DecisionRecord, Digest, Mode, VoiceCall, VoiceRecord, VoiceWord, canonical};
use serde::Serialize;
use serde_json::Value as Json;

use crate::engine::record::sources;
use crate::limits::{DIFFERENCE_BYTES_MAX, DIFFERENCES_SHOWN_MAX};
use crate::wire::manifest::ability_name;

/// In what two records differ; nothing: they are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The differences, those of the plugins first: what follows rests on them.
    pub differences: Vec<Difference>,
    /// There are more than are listed.
    pub more: bool,
}

/// One difference and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where: `plugins.eu-gdpr.sharing.findings[3].effect`, `decision.ruling.effect`.
    pub path: String,
    /// The plugin that said it, if one did.
    pub plugin: Option<Name>,
    /// The interface through which it was said.
    pub call: Option<&'static str>,
    /// The rule of the finding, as it is stored.
    pub rule: Option<String>,
    /// What is stored; none: nothing stands there.
    pub was: Option<Json>,
    /// What came out now; none: nothing stands there.
    pub now: Option<Json>,
}

/// Compares all that plugins and core have a part in: the gathered facts, what each call gave, and the
/// decision. Who asked, the engine and the fuel are left out.
#[must_use]
pub fn compare(stored: &DecisionRecord, again: &DecisionRecord) -> Comparison {
    let (was, now) = (Made::of(stored), Made::of(again));
    // What cannot be encoded is never the same.
    if let (Ok(was), Ok(now)) = (canonical(&was), canonical(&now))
        && was == now
    {
        return Comparison::default();
    }
    let mut finding = Finding::default();
    finding.plugins(stored, again);
    finding.part("question", &was.question, &now.question);
    finding.part("facts_from_others", &was.origins, &now.origins);
    finding.part("restated", &was.restated, &now.restated);
    finding.part("decision", &was.decision, &now.decision);
    if finding.found.differences.is_empty() {
        finding.differs("record", None, None);
    }
    finding.found
}

/// All that is compared.
#[derive(Serialize)]
struct Made<'a> {
    question: &'a Question,
    origins: Vec<FactOrigin>,
    restated: Vec<Restated>,
    plugins: Vec<PluginMade<'a>>,
    decision: &'a Decision,
}

#[derive(Serialize)]
struct PluginMade<'a> {
    plugin: &'a Name,
    version: &'a Name,
    digest: Digest,
    settings: Digest,
    mode: Mode,
    calls: Vec<(&'static str, &'a VoiceWord)>,
}

impl<'a> Made<'a> {
    fn of(record: &'a DecisionRecord) -> Self {
        let (origins, restated) = sources(record);
        let plugins = record.voices.iter().map(PluginMade::of).collect();
        Self { question: &record.question, origins, restated, plugins, decision: &record.decision }
    }
}

impl<'a> PluginMade<'a> {
    fn of(voice: &'a VoiceRecord) -> Self {
        let calls = voice.calls.iter().map(|call| (ability_name(call.ability), &call.word));
        Self {
            plugin: &voice.plugin,
            version: &voice.version,
            digest: voice.digest,
            settings: voice.settings,
            mode: voice.mode,
            calls: calls.collect(),
        }
    }
}

/// Looks for the places, with where it is.
#[derive(Default)]
struct Finding {
    found: Comparison,
    plugin: Option<Name>,
    call: Option<&'static str>,
    rule: Option<String>,
}

impl Finding {
    fn plugins(&mut self, stored: &DecisionRecord, again: &DecisionRecord) {
        let ids: BTreeSet<&Name> = stored.voices.iter().chain(&again.voices).map(|v| &v.plugin).collect();
        for id in ids {
            let of = |record: &'_ DecisionRecord| record.voices.iter().position(|voice| voice.plugin == *id);
            let was = of(stored).and_then(|at| stored.voices.get(at));
            let now = of(again).and_then(|at| again.voices.get(at));
            self.plugin = Some(id.clone());
            match (was, now) {
                (Some(was), Some(now)) => self.plugin(&format!("plugins.{id}"), was, now),
                (was, now) => {
                    let asked = |voice: Option<&VoiceRecord>| voice.map(|_| Json::from("asked"));
                    self.differs(&format!("plugins.{id}"), asked(was), asked(now));
                }
            }
        }
        self.plugin = None;
    }

    fn plugin(&mut self, path: &str, was: &VoiceRecord, now: &VoiceRecord) {
        let texts = |voice: &VoiceRecord| {
            let mode = serde_json::to_value(voice.mode).unwrap_or_default();
            let (digest, settings) = (voice.digest.to_string(), voice.settings.to_string());
            [
                ("version", Json::from(voice.version.as_str())),
                ("digest", digest.into()),
                ("settings", settings.into()),
                ("mode", mode),
            ]
        };
        for ((name, was), (_, now)) in texts(was).into_iter().zip(texts(now)) {
            self.walk(&format!("{path}.{name}"), &was, &now);
        }
        for index in 0..was.calls.len().max(now.calls.len()) {
            self.call(path, was.calls.get(index), now.calls.get(index));
        }
        self.call = None;
    }

    fn call(&mut self, path: &str, was: Option<&VoiceCall>, now: Option<&VoiceCall>) {
        let name = was.or(now).map_or("", |call| ability_name(call.ability));
        self.call = Some(name);
        let path = format!("{path}.{name}");
        match (was, now) {
            (Some(was), Some(now)) if was.ability == now.ability => self.part(&path, &was.word, &now.word),
            (was, now) => {
                let called = |call: Option<&VoiceCall>| call.map(|call| ability_name(call.ability).into());
                self.differs(&path, called(was), called(now));
            }
        }
    }

    fn part<T: Serialize>(&mut self, path: &str, was: &T, now: &T) {
        let json = |value: &T| serde_json::to_value(value).unwrap_or_default();
        self.walk(path, &json(was), &json(now));
    }

    fn walk(&mut self, path: &str, was: &Json, now: &Json) {
        if was == now || self.found.more {
            return;
        }
        match (was, now) {
            (Json::Object(was), Json::Object(now)) => match (variant(was), variant(now)) {
                (Some((a, was)), Some((b, now))) if a == b => self.walk(path, was, now),
                (None, None) => self.object(path, was, now),
                _ => self.differs(path, Some(was.clone().into()), Some(now.clone().into())),
            },
            (Json::Array(was), Json::Array(now)) => {
                for index in 0..was.len().max(now.len()) {
                    self.either(&format!("{path}[{index}]"), was.get(index), now.get(index));
                }
            }
            _ => self.differs(path, Some(was.clone()), Some(now.clone())),
        }
    }

    fn object(&mut self, path: &str, was: &Map, now: &Map) {
        let outer = self.rule.clone();
        let rule = was.get("source").and_then(|source| source.get("rule")).and_then(Json::as_str);
        self.rule = rule.map(str::to_owned).or(outer.clone());
        let keys = was.keys().chain(now.keys().filter(|key| !was.contains_key(*key)));
        for key in keys {
            self.either(&format!("{path}.{key}"), was.get(key), now.get(key));
        }
        self.rule = outer;
    }

    fn either(&mut self, path: &str, was: Option<&Json>, now: Option<&Json>) {
        match (was, now) {
            (Some(was), Some(now)) => self.walk(path, was, now),
            (was, now) => self.differs(path, was.cloned(), now.cloned()),
        }
    }

    fn differs(&mut self, path: &str, was: Option<Json>, now: Option<Json>) {
        if self.found.differences.len() >= DIFFERENCES_SHOWN_MAX {
            self.found.more = true;
            return;
        }
        let (plugin, call, rule) = (self.plugin.clone(), self.call, self.rule.clone());
        let (was, now) = (was.map(brief), now.map(brief));
        self.found.differences.push(Difference { path: path.to_owned(), plugin, call, rule, was, now });
    }
}

type Map = serde_json::Map<String, Json>;

/// The content of an enum's variant, which serde writes as an object with the variant's name alone.
fn variant(object: &Map) -> Option<(&String, &Json)> {
    let (name, content) = object.iter().next().filter(|_| object.len() == 1)?;
    name.starts_with(|first: char| first.is_ascii_uppercase()).then_some((name, content))
}

/// A value that is not too long to be read.
fn brief(value: Json) -> Json {
    let text = value.to_string();
    if text.len() <= DIFFERENCE_BYTES_MAX {
        return value;
    }
    let cut = text.floor_char_boundary(DIFFERENCE_BYTES_MAX);
    format!("{} ...", text.get(..cut).unwrap_or_default()).into()
}

#[cfg(test)]
#[path = "comparing/tests.rs"]
mod tests;
