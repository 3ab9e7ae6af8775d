//! The ruling on a retention question as JSON: a schedule for each item.

use praetor_decision::answer::retention::Expiry;
use praetor_decision::decision::retention::{
    Bound, Ceiling, Conflict, Copy, Doubt, FloorRuling, Hold, ItemRuling, RowCutOff, Ruling, Start, Step,
};
use serde_json::{Map, Value as Json, json};

use super::{Writer, put, write_resolved};

impl Writer<'_> {
    pub(super) fn retention(&mut self, ruling: &Ruling) -> Map<String, Json> {
        let mut object = Map::new();
        object.insert("recheck_on".into(), ruling.recheck_on.map(|day| day.to_string()).into());
        let items = ruling.items.iter().map(|item| self.schedule(item));
        object.insert("items".into(), items.collect());
        object
    }

    fn schedule(&mut self, item: &ItemRuling) -> Json {
        let mut object = Map::new();
        object.insert("id".into(), self.name(item.item));
        if let Some(path) = self.told.paths.get(&item.item) {
            object.insert("path".into(), path.as_str().into());
        }
        object.insert("effect".into(), item.effect.as_str().into());
        object.insert("action_now".into(), item.now.as_str().into());
        object.insert("steps".into(), item.steps.iter().map(|step| self.step(step)).collect());
        put(&mut object, "after_release", item.after_release.iter().map(|s| self.step(s)).collect());
        put(&mut object, "ceilings", item.ceilings.iter().map(|c| self.ceiling(c)).collect());
        put(&mut object, "floors", item.floors.iter().map(|f| self.floor(f)).collect());
        put(&mut object, "holds", item.holds.iter().map(|h| self.hold(h)).collect());
        put(&mut object, "conflicts", item.conflicts.iter().map(|c| self.conflict(c)).collect());
        put(&mut object, "doubts", item.doubts.iter().map(|d| self.retention_doubt(d)).collect());
        put(&mut object, "row_cut_offs", item.cut_offs.iter().map(|c| self.cut_off(c)).collect());
        put(&mut object, "copies", item.copies.iter().map(|c| self.copy(c)).collect());
        object.insert("recheck_on".into(), item.recheck_on.map(|day| day.to_string()).into());
        object.insert("unlimited".into(), item.unlimited.into());
        object.insert("winners".into(), self.rules_of(&item.winners));
        object.insert("losers".into(), self.rules_of(&item.losers));
        Json::Object(object)
    }

    fn step(&mut self, step: &Step) -> Json {
        let mut object = Map::new();
        object.insert("from".into(), self.start(&step.from));
        object.insert("action".into(), step.action.as_str().into());
        if let Some(meanwhile) = step.meanwhile {
            object.insert("meanwhile".into(), meanwhile.as_str().into());
        }
        if !step.fields_kept.is_empty() {
            object.insert("fields_kept".into(), step.fields_kept.iter().map(|f| f.as_str()).collect());
        }
        if let Some(limit) = &step.use_limit {
            object.insert("use_limit".into(), limit.iter().map(|purpose| purpose.as_str()).collect());
        }
        object.insert("because".into(), self.rules_of(&step.because));
        Json::Object(object)
    }

    fn start(&self, start: &Start) -> Json {
        match start {
            Start::On(day) => Json::from(day.to_string()),
            Start::After(bound) => json!({ "after": self.bound(bound) }),
        }
    }

    /// The end of a ground, a limit or a duty.
    pub(super) fn bound(&self, bound: &Bound) -> Json {
        match bound {
            Bound::Ended => Json::from("ended"),
            Bound::Through(day) => Json::from(day.to_string()),
            Bound::Formula(resolved) => write_resolved(resolved, self.told),
            Bound::Release(matters) => {
                json!({ "release_of": matters.iter().map(|id| self.name(*id)).collect::<Vec<_>>() })
            }
            Bound::Latest(bounds) => json!({ "latest_of": self.bounds(bounds) }),
            Bound::Earliest(bounds) => json!({ "earliest_of": self.bounds(bounds) }),
            Bound::Open => Json::from("open"),
        }
    }

    fn bounds(&self, bounds: &[Bound]) -> Vec<Json> {
        bounds.iter().map(|bound| self.bound(bound)).collect()
    }

    fn ceiling(&mut self, ceiling: &Ceiling) -> Json {
        let recognises: Vec<&str> = ceiling.recognises.iter().map(AsRef::as_ref).collect();
        json!({
            "plugin": ceiling.plugin.as_str(),
            "order": ceiling.order.as_str(),
            "until": self.bound(&ceiling.until),
            "use_until": self.bound(&ceiling.use_until),
            "at_expiry": expiry_name(ceiling.at_expiry),
            "recognises": recognises,
            "decides": ceiling.decides,
            "unclear": ceiling.unclear,
            "rules": self.rules_of(&ceiling.from),
        })
    }

    fn floor(&mut self, floor: &FloorRuling) -> Json {
        json!({
            "order": floor.order.as_str(),
            "until": self.bound(&floor.until),
            "decides": floor.decides,
            "rule": self.rule(floor.from),
        })
    }

    fn hold(&mut self, hold: &Hold) -> Json {
        json!({
            "matter": self.name(hold.matter),
            "released_on": hold.released_on.map(|day| day.to_string()),
            "rules": self.rules_of(&hold.from),
        })
    }

    fn conflict(&mut self, conflict: &Conflict) -> Json {
        json!({
            "floor": self.rule(conflict.floor),
            "order": conflict.order.as_str(),
            "ceiling": self.rules_of(&conflict.ceiling),
            "from": self.start(&conflict.from),
            "until": self.bound(&conflict.until),
        })
    }

    fn cut_off(&mut self, cut_off: &RowCutOff) -> Json {
        json!({
            "fact": format!("{}.{}", cut_off.event.kind, cut_off.event.name),
            "through": cut_off.through.to_string(),
            "rule": self.rule(cut_off.from),
        })
    }

    fn copy(&mut self, copy: &Copy) -> Json {
        json!({
            "plugin": copy.plugin.as_str(),
            "until": self.bound(&copy.until),
            "at_expiry": expiry_name(copy.at_expiry),
            "review": copy.review,
            "rules": self.rules_of(&copy.from),
        })
    }

    fn retention_doubt(&mut self, doubt: &Doubt) -> Json {
        match doubt {
            Doubt::Unheard(voice) => json!({ "code": "unheard", "plugin": self.plugin(*voice) }),
            Doubt::Silent(voice) => json!({ "code": "silent", "plugin": self.plugin(*voice) }),
            Doubt::Unclear(voice) => json!({ "code": "unclear", "plugin": self.plugin(*voice) }),
            Doubt::NoDate(from, says) => {
                json!({ "code": "no-date", "rule": self.rule(*from), "says": says })
            }
            Doubt::NoLaw => json!({ "code": "no-law" }),
            Doubt::SwitchedOff(id) => {
                json!({ "code": "plugin-switched-off", "plugin": id.as_str() })
            }
            Doubt::Review(from) => json!({ "code": "review", "rule": self.rule(*from) }),
            Doubt::Contradiction(fact) => {
                json!({ "code": "contradiction", "fact": format!("{}.{}", fact.kind, fact.name) })
            }
            Doubt::Uncovered(place) => {
                json!({ "code": "place-not-covered", "place": place.as_str() })
            }
            Doubt::LowConfidence(from) => {
                json!({ "code": "low-confidence", "rule": self.rule(*from) })
            }
            Doubt::NeedFacts(from) => json!({ "code": "need-facts", "rule": self.rule(*from) }),
            Doubt::ResidenceUnknown(plugin) => {
                json!({ "code": "residence-unknown", "plugin": plugin.as_str() })
            }
        }
    }

    /// The id of the plugin whose voice this is.
    pub(super) fn plugin(&self, voice: u16) -> Json {
        let voice = self.told.decision.voices.get(usize::from(voice));
        Json::from(voice.map_or("", |voice| voice.plugin.as_str()))
    }
}

fn expiry_name(expiry: Expiry) -> &'static str {
    match expiry {
        Expiry::Erase => "erase",
        Expiry::Anonymise => "anonymise",
        Expiry::Separate => "separate",
    }
}
