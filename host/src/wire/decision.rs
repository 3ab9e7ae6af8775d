//! A decision as JSON: what the API answers and `--json` prints.
//!
//! Rules are named `plugin/rule`; the object `rules` holds each of them once, in words and with
//! citations. Empty lists are left out.

mod effect;
mod incident;
mod retention;
mod rights;
mod sharing;
mod time;

use praetor_decision::answer::{Mark, StandingState, Timing};
use praetor_decision::decision::{FindingRef, Missing, Origin, Owed, Remark, Ruling, VoiceState};
use praetor_decision::manifest::{Authority, Confidence, Rule};
use praetor_decision::{EntityId, Fact, FactOf, Kind};
use serde_json::{Map, Value as Json, json};

use super::period::write_period;
use super::value::write_value;
use crate::told::{RuleTold, Told};

pub use effect::{effect, effects};
pub use time::write_resolved;

/// The name of a kind of question.
#[must_use]
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Sharing => "sharing",
        Kind::Retention => "retention",
        Kind::Rights => "rights",
        Kind::Incident => "incident",
    }
}

/// A decision as JSON.
#[must_use]
pub fn write_decision(told: &Told) -> Map<String, Json> {
    let mut out = Writer { told, rules: Map::new() };
    let decision = &told.decision;
    let mut object = Map::new();
    object.insert("kind".into(), kind_name(decision.kind).into());
    object.insert("as_of".into(), decision.as_of.to_string().into());
    object.insert("effect".into(), effect(decision).into());
    object.append(&mut out.ruling(&decision.ruling));
    put(&mut object, "obligations", decision.obligations.iter().map(|o| out.owed(o)).collect());
    put(&mut object, "marks", decision.marks.iter().map(write_mark).collect());
    put(&mut object, "missing", decision.missing.iter().map(|m| out.missing(m)).collect());
    put(&mut object, "immaterial", decision.immaterial.iter().map(|m| out.missing(m)).collect());
    put(&mut object, "contradictions", out.contradictions());
    put(&mut object, "remarks", decision.remarks.iter().map(|r| out.remark(r)).collect());
    object.insert("confidence".into(), confidence_name(decision.confidence).into());
    object.insert("valid_until".into(), decision.valid_until.map(|day| day.to_string()).into());
    object.insert("voices".into(), out.voices());
    put(&mut object, "not_asked", out.not_asked());
    put(&mut object, "facts_from_others", out.origins());
    object.insert("generation".into(), told.generation.into());
    object.insert("rules".into(), Json::Object(std::mem::take(&mut out.rules)));
    object
}

/// Renders the parts of one decision and remembers which rules it named.
struct Writer<'a> {
    told: &'a Told,
    rules: Map<String, Json>,
}

impl Writer<'_> {
    fn ruling(&mut self, ruling: &Ruling) -> Map<String, Json> {
        match ruling {
            Ruling::Sharing(ruling) => self.sharing(ruling),
            Ruling::Retention(ruling) => self.retention(ruling),
            Ruling::Rights(ruling) => self.rights(ruling),
            Ruling::Incident(ruling) => self.incident(ruling),
        }
    }

    fn name(&self, id: EntityId) -> Json {
        Json::from(self.told.name_of(id))
    }

    fn rule(&mut self, finding: FindingRef) -> Json {
        let told = self.told;
        self.named(told.rule(finding), finding)
    }

    /// A rule by its names, for words that were spoken beside the question.
    fn rule_of(&mut self, plugin: &str, rule: &str) -> Json {
        let id = format!("{plugin}/{rule}");
        let voice = self.told.voices.iter().find(|voice| voice.manifest.id == plugin);
        if let Some(spec) = voice.and_then(|voice| voice.manifest.rule(rule)) {
            self.rules.entry(id.as_str()).or_insert_with(|| write_rule(spec));
        }
        Json::from(id)
    }

    fn rules_of(&mut self, findings: &[FindingRef]) -> Json {
        let mut rules: Vec<Json> = findings.iter().map(|finding| self.rule(*finding)).collect();
        rules.dedup();
        Json::Array(rules)
    }

    fn named(&mut self, rule: Option<RuleTold<'_>>, finding: FindingRef) -> Json {
        let Some(rule) = rule else {
            return Json::from(format!("unknown/{}-{}", finding.voice, finding.finding));
        };
        let id = rule.id();
        if let Some(spec) = rule.rule {
            self.rules.entry(id.as_str()).or_insert_with(|| write_rule(spec));
        }
        Json::from(id.as_str())
    }

    fn owed(&mut self, owed: &Owed) -> Json {
        let mut object = Map::new();
        object.insert("id".into(), owed.obligation.id.as_str().into());
        object.insert("timing".into(), timing_name(owed.obligation.timing).into());
        object.insert("condition".into(), owed.obligation.condition.into());
        if let Some(due) = &owed.due {
            object.insert("due".into(), write_resolved(due, self.told));
        }
        if !owed.obligation.parameters.is_empty() {
            object.insert("parameters".into(), self.facts(&owed.obligation.parameters));
        }
        object.insert("attested".into(), owed.attested.into());
        object.insert("rules".into(), self.rules_of(&owed.from));
        Json::Object(object)
    }

    fn facts(&self, facts: &[Fact]) -> Json {
        let name_of = |id| self.told.name_of(id);
        let facts = facts.iter().map(|fact| (fact.name.to_string(), write_value(&fact.value, &name_of)));
        Json::Object(facts.collect())
    }

    fn missing(&mut self, missing: &Missing) -> Json {
        let mut object = self.fact_of(&missing.fact);
        object.insert("wanted_by".into(), self.rules_of(&missing.wanted_by));
        Json::Object(object)
    }

    fn fact_of(&self, fact: &FactOf) -> Map<String, Json> {
        let mut object = Map::new();
        object.insert("fact".into(), format!("{}.{}", fact.kind, fact.name).into());
        if let Some(entity) = fact.entity {
            object.insert("entity".into(), self.name(entity));
        }
        object
    }

    fn contradictions(&self) -> Vec<Json> {
        let name_of = |id| self.told.name_of(id);
        let contradictions = self.told.decision.contradictions.iter();
        let write = contradictions.map(|contradiction| {
            let mut object = self.fact_of(&contradiction.fact);
            let said = contradiction.said.iter().map(|(origin, value)| {
                json!({ "source": origin_name(origin), "value": write_value(value, &name_of) })
            });
            object.insert("said".into(), said.collect());
            Json::Object(object)
        });
        write.collect()
    }

    fn remark(&mut self, remark: &Remark) -> Json {
        match remark {
            Remark::NoLawObjects(until) => {
                json!({ "code": "no-law-objects", "until": until.map(|day| day.to_string()) })
            }
            Remark::NoLawAsked => json!({ "code": "no-law-asked" }),
            Remark::Fallback(places) => {
                let places: Vec<&str> = places.iter().map(AsRef::as_ref).collect();
                json!({ "code": "fallback-jurisdictions", "places": places })
            }
            Remark::Uncovered(place) => {
                json!({ "code": "place-not-covered", "place": place.as_str() })
            }
            Remark::SwitchedOff(id) => {
                json!({ "code": "plugin-switched-off", "plugin": id.as_str() })
            }
            Remark::LowConfidence(f) => json!({ "code": "low-confidence", "rule": self.rule(*f) }),
            Remark::Pending(f) => json!({ "code": "pending-change", "rule": self.rule(*f) }),
            Remark::NoDate(f) => json!({ "code": "no-due-date", "rule": self.rule(*f) }),
            Remark::NoVoice => json!({ "code": "no-voice" }),
            Remark::MayReach(id) => json!({
                "code": "residence-unknown", "plugin": id.as_str(), "fact": "subject.residence",
            }),
            Remark::DraftNotice => json!({ "code": "draft-notice" }),
        }
    }

    fn voices(&self) -> Json {
        let states = &self.told.decision.voices;
        let voices = self.told.voices.iter().map(|voice| {
            let id = &voice.manifest.id;
            let state = states.iter().find(|heard| heard.plugin == *id).map(|heard| &heard.state);
            let mut object = Map::new();
            object.insert("plugin".into(), id.as_str().into());
            object.insert("version".into(), voice.manifest.version.as_str().into());
            object.insert("digest".into(), voice.digest.as_str().into());
            object.append(&mut write_period(voice.period));
            object.append(&mut write_state(state));
            Json::Object(object)
        });
        voices.collect()
    }

    fn not_asked(&self) -> Vec<Json> {
        let not_asked = self.told.decision.not_asked.iter();
        let write = not_asked.map(|law| {
            let facts: Vec<&str> = law.connecting_facts.iter().map(AsRef::as_ref).collect();
            json!({ "plugin": law.plugin.as_str(), "connecting_facts": facts, "unknown": law.unknown })
        });
        write.collect()
    }

    fn origins(&self) -> Vec<Json> {
        let origins = self.told.origins.iter();
        let write = origins.map(|fact| {
            let entity = self.told.question.entity(fact.entity);
            let value = entity.and_then(|entity| entity.fact(&fact.name));
            let kind = entity.map_or("", |entity| entity.kind.as_str());
            let name_of = |id| self.told.name_of(id);
            json!({
                "entity": self.told.name_of(fact.entity),
                "fact": format!("{kind}.{}", fact.name),
                "value": value.map(|value| write_value(value, &name_of)),
                "source": origin_name(&fact.origin),
            })
        });
        write.collect()
    }
}

fn write_state(state: Option<&VoiceState>) -> Map<String, Json> {
    let mut object = Map::new();
    let name = match state {
        None => "facts-only",
        Some(VoiceState::Undetermined(fault)) => {
            object.insert("fault".into(), fault.code.as_str().into());
            "undetermined"
        }
        Some(VoiceState::Heard(StandingState::Applies)) => "applies",
        Some(VoiceState::Heard(StandingState::DoesNotApply)) => "does-not-apply",
        Some(VoiceState::Heard(StandingState::Unclear)) => "unclear",
        Some(VoiceState::Heard(StandingState::NotYetInForce(from))) => {
            object.insert("in_force_from".into(), from.to_string().into());
            "not-yet-in-force"
        }
    };
    object.insert("standing".into(), name.into());
    object
}

fn write_rule(rule: &Rule) -> Json {
    let cite = rule.citations.iter().map(|cite| format!("{} {}", cite.instrument, cite.place));
    let mut object = Map::new();
    object.insert("says".into(), rule.says.as_str().into());
    object.insert("cites".into(), cite.collect());
    object.insert("authority".into(), authority_name(rule.authority).into());
    object.insert("confidence".into(), confidence_name(rule.confidence).into());
    object.insert("checked".into(), rule.checked.to_string().into());
    if !rule.pending.is_empty() {
        object.insert("pending".into(), rule.pending.as_str().into());
    }
    Json::Object(object)
}

fn write_mark(mark: &Mark) -> Json {
    let scope: Vec<&str> = mark.scope.iter().map(AsRef::as_ref).collect();
    json!({
        "kind": mark.id.as_str(),
        "scope": scope,
        "start": mark.start.to_string(),
        "end": mark.end.map(|day| day.to_string()),
    })
}

/// Adds a list, unless it is empty.
fn put(object: &mut Map<String, Json>, key: &str, list: Vec<Json>) {
    if !list.is_empty() {
        object.insert(key.into(), Json::Array(list));
    }
}

/// Who stated a fact.
#[must_use]
pub fn origin_name(origin: &Origin) -> String {
    match origin {
        Origin::Caller => "caller".into(),
        Origin::Profile => "controller-profile".into(),
        Origin::Plugin(id) => format!("plugin:{id}"),
        Origin::Mark => "mark".into(),
    }
}

/// How sure a rule is.
#[must_use]
pub fn confidence_name(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}

/// What kind of text a rule rests on.
#[must_use]
pub fn authority_name(authority: Authority) -> &'static str {
    match authority {
        Authority::Statute => "statute",
        Authority::CaseLaw => "case-law",
        Authority::Guidance => "guidance",
        Authority::Contract => "contract",
        Authority::Policy => "policy",
    }
}

fn timing_name(timing: Timing) -> &'static str {
    match timing {
        Timing::Before => "before",
        Timing::With => "with",
        Timing::After => "after",
    }
}
