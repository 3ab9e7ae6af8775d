//! The ruling on an incident question as JSON.

use praetor_decision::decision::incident::{AudienceRuling, Duty, Ruling};
use serde_json::{Map, Value as Json};

use super::{Writer, put, write_resolved};

impl Writer<'_> {
    pub(super) fn incident(&mut self, ruling: &Ruling) -> Map<String, Json> {
        let mut object = Map::new();
        put(&mut object, "duties", ruling.duties.iter().map(|duty| self.duty(duty)).collect());
        let audiences = ruling.audiences.iter().map(|audience| self.audience(audience));
        object.insert("audiences".into(), audiences.collect());
        object
    }

    fn duty(&mut self, duty: &Duty) -> Json {
        let mut object = Map::new();
        object.insert("audience".into(), duty.audience.as_str().into());
        if !duty.name.is_empty() {
            object.insert("name".into(), duty.name.as_str().into());
        }
        object.insert("at_once".into(), duty.at_once.into());
        if let Some(latest) = &duty.latest {
            object.insert("latest".into(), write_resolved(latest, self.told));
        }
        let clocks = duty.clocks.iter().map(|clock| {
            let mut object = Map::new();
            object.insert("rule".into(), self.rule(clock.from));
            if let Some(latest) = &clock.latest {
                object.insert("latest".into(), write_resolved(latest, self.told));
            }
            if let Some(target) = &clock.target {
                object.insert("target".into(), write_resolved(target, self.told));
            }
            Json::Object(object)
        });
        let clocks = clocks.collect();
        object.insert("clocks".into(), Json::Array(clocks));
        Json::Object(object)
    }

    fn audience(&mut self, audience: &AudienceRuling) -> Json {
        let mut object = Map::new();
        object.insert("audience".into(), audience.audience.as_str().into());
        object.insert("effect".into(), audience.effect.as_str().into());
        for (key, findings) in [("no_duty", &audience.no_duty), ("open", &audience.open)] {
            if !findings.is_empty() {
                object.insert(key.into(), self.rules_of(findings));
            }
        }
        Json::Object(object)
    }
}
