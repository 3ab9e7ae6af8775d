//! The ruling on a rights question as JSON: request by request, line by line.

use praetor_decision::answer::Strength;
use praetor_decision::answer::rights::{Claim, Fee, Proof, Verb};
use praetor_decision::clock::Timeliness;
use praetor_decision::decision::rights::{
    Act, ClockRuling, ClockState, Doubt, Extension, Kept, Line, Matter, Outcome, RequestRuling,
    RetentionDoubt, Ruling, Stage, Telling,
};
use serde_json::{Map, Value as Json, json};

use super::{Writer, put, write_resolved};

impl Writer<'_> {
    pub(super) fn rights(&mut self, ruling: &Ruling) -> Map<String, Json> {
        let mut object = Map::new();
        let requests = ruling.requests.iter().map(|request| self.request(request));
        object.insert("requests".into(), requests.collect());
        put(&mut object, "acts", ruling.acts.iter().map(|act| self.act(act)).collect());
        object
    }

    fn request(&mut self, request: &RequestRuling) -> Json {
        let mut object = Map::new();
        object.insert("id".into(), self.name(request.request));
        object.insert("right".into(), request.right.as_str().into());
        object.insert("effect".into(), request.effect.as_str().into());
        object.insert("respond_by".into(), request.respond_by.map(|day| day.to_string()).into());
        if let Some(from) = request.respond_by_from {
            object.insert("respond_by_rule".into(), self.rule(from));
        }
        object.insert("extension".into(), write_extension(&request.extension));
        object.insert("lines".into(), request.lines.iter().map(|line| self.line(line)).collect());
        object.insert("clocks".into(), request.clocks.iter().map(|clock| self.clock(clock)).collect());
        object.insert("identity".into(), self.identity(request));
        object.insert(
            "fee".into(),
            json!({ "fee": fee_name(request.fee.fee), "rules": self.rules_of(&request.fee.from) }),
        );
        put(&mut object, "tell", request.tellings.iter().map(|tell| self.telling(tell)).collect());
        put(&mut object, "must_state", self.statements(request));
        put(&mut object, "remedies", self.remedies(request));
        if !request.forward.is_empty() {
            object.insert("forward".into(), self.rules_of(&request.forward));
        }
        object.insert("winners".into(), self.rules_of(&request.winners));
        object.insert("losers".into(), self.rules_of(&request.losers));
        Json::Object(object)
    }

    fn line(&mut self, line: &Line) -> Json {
        let mut object = Map::new();
        let key = match line.matter {
            Matter::Item => "item",
            Matter::Use => "use",
            Matter::Request => "request",
        };
        object.insert(key.into(), self.name(line.entity));
        object.append(&mut write_outcome(&line.outcome));
        if line.after_verification {
            object.insert("after_verification".into(), true.into());
        }
        if let Some(interim) = &line.interim {
            object.insert("interim".into(), interim.as_str().into());
        }
        if let Some(kept) = &line.kept {
            object.insert("kept".into(), self.kept(kept));
        }
        put(&mut object, "reasons", line.reasons.iter().map(|r| Json::from(r.as_str())).collect());
        let words = line.words.iter().map(|word| {
            json!({ "rule": self.rule(word.from), "claim": claim_name(word.claim), "wins": word.wins })
        });
        let words = words.collect();
        put(&mut object, "words", words);
        put(&mut object, "doubts", line.doubts.iter().map(|d| self.rights_doubt(d)).collect());
        Json::Object(object)
    }

    fn kept(&mut self, kept: &Kept) -> Json {
        let mut object = Map::new();
        object.insert("until".into(), self.bound(&kept.until));
        put(&mut object, "fields", kept.fields.iter().map(|f| Json::from(f.as_str())).collect());
        if let Some(limit) = &kept.use_limit {
            object.insert("use_limit".into(), limit.iter().map(|purpose| purpose.as_str()).collect());
        }
        let floors = kept.floors.iter().map(|floor| {
            json!({
                "order": floor.order.as_str(),
                "rule": self.rule_of(&floor.plugin, &floor.rule),
                "until": floor.until.map(|day| day.to_string()),
            })
        });
        let floors = floors.collect();
        put(&mut object, "floors", floors);
        put(&mut object, "matters", kept.matters.iter().map(|id| self.name(*id)).collect());
        if kept.then_review {
            object.insert("then_review".into(), true.into());
        }
        Json::Object(object)
    }

    fn clock(&mut self, clock: &ClockRuling) -> Json {
        let mut object = Map::new();
        object.insert("form".into(), clock.form.as_str().into());
        object.insert("rule".into(), self.rule(clock.from));
        for (key, date) in [("latest", &clock.latest), ("target", &clock.target)] {
            if let Some(date) = date {
                object.insert(key.into(), write_resolved(date, self.told));
            }
        }
        object.insert("at_once".into(), clock.at_once.into());
        let strength = if clock.strength == Strength::Statutory { "statutory" } else { "recommended" };
        object.insert("strength".into(), strength.into());
        object.insert("met_on".into(), clock.met_on.map(|day| day.to_string()).into());
        object.insert("state".into(), write_clock_state(clock.state));
        if let Some(problem) = &clock.problem {
            object.insert("problem".into(), problem.as_str().into());
        }
        Json::Object(object)
    }

    fn identity(&mut self, request: &RequestRuling) -> Json {
        let identity = &request.identity;
        json!({
            "least": proof_name(identity.least),
            "most": proof_name(identity.most),
            "achieved": identity.achieved.map(proof_name),
            "crossing": identity.crossing,
            "rules": self.rules_of(&identity.from),
        })
    }

    fn telling(&mut self, tell: &Telling) -> Json {
        json!({
            "recipient": self.name(tell.recipient),
            "verb": verb_name(tell.verb),
            "action": tell.action.as_str(),
            "due": tell.due.as_ref().map(|due| write_resolved(due, self.told)),
            "rules": self.rules_of(&tell.from),
        })
    }

    fn statements(&mut self, request: &RequestRuling) -> Vec<Json> {
        let statements = request.statements.iter().map(|(statement, from)| {
            let mut object = Map::new();
            object.insert("id".into(), statement.id.as_str().into());
            if !statement.parameters.is_empty() {
                object.insert("parameters".into(), self.facts(&statement.parameters));
            }
            object.insert("rules".into(), self.rules_of(from));
            Json::Object(object)
        });
        statements.collect()
    }

    fn remedies(&mut self, request: &RequestRuling) -> Vec<Json> {
        let remedies = request.remedies.iter().map(|(remedy, from)| {
            json!({ "id": remedy.id.as_str(), "authority": remedy.authority, "rules": self.rules_of(from) })
        });
        remedies.collect()
    }

    fn act(&mut self, act: &Act) -> Json {
        let mut object = Map::new();
        object.insert("stage".into(), stage_name(act.stage).into());
        object.insert("request".into(), self.name(act.request));
        object.insert("entity".into(), self.name(act.entity));
        object.append(&mut write_outcome(&act.outcome));
        for (key, yes) in [("interim", act.interim), ("after_verification", act.after_verification)] {
            if yes {
                object.insert(key.into(), true.into());
            }
        }
        put(&mut object, "waits_for", act.waits_for.iter().map(|id| self.name(*id)).collect());
        Json::Object(object)
    }

    fn rights_doubt(&mut self, doubt: &Doubt) -> Json {
        match doubt {
            Doubt::Unheard(voice) => json!({ "code": "unheard", "plugin": self.plugin(*voice) }),
            Doubt::Silent(voice) => json!({ "code": "silent", "plugin": self.plugin(*voice) }),
            Doubt::Unclear(voice) => json!({ "code": "unclear", "plugin": self.plugin(*voice) }),
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
            Doubt::Collision(owed, barred) => {
                json!({ "code": "collision", "owed": self.rule(*owed), "must_not": self.rule(*barred) })
            }
            Doubt::Proof(least, most) => {
                json!({ "code": "proof", "least": self.rule(*least), "most": self.rule(*most) })
            }
            Doubt::Retention(doubt) => json!({ "code": retention_doubt_name(*doubt) }),
            Doubt::NeedFacts(from) => json!({ "code": "need-facts", "rule": self.rule(*from) }),
        }
    }
}

fn write_outcome(outcome: &Outcome) -> Map<String, Json> {
    let mut object = Map::new();
    object.insert("outcome".into(), outcome.as_str().into());
    if let Outcome::Part(part) = outcome {
        put(&mut object, "redact", part.redact.iter().map(|label| Json::from(label.as_str())).collect());
        if let Some(since) = part.since {
            object.insert("since".into(), since.to_string().into());
        }
        if part.describe_only {
            object.insert("describe_only".into(), true.into());
        }
    }
    object
}

fn write_extension(extension: &Extension) -> Json {
    let day = |day: &Option<praetor_decision::Day>| day.map(|day| day.to_string());
    match extension {
        Extension::None => json!({ "state": "none" }),
        Extension::Available { until, tell_by } => {
            json!({ "state": "available", "until": day(until), "tell_by": day(tell_by) })
        }
        Extension::Valid { until } => json!({ "state": "valid", "until": day(until) }),
        Extension::Invalid { reasons } => {
            let reasons: Vec<&str> = reasons.iter().map(AsRef::as_ref).collect();
            json!({ "state": "invalid", "reasons": reasons })
        }
    }
}

fn write_clock_state(state: ClockState) -> Json {
    match state {
        ClockState::Judged(Timeliness::OnTime) => Json::from("on-time"),
        ClockState::Judged(Timeliness::Late(last)) => json!({ "late_since": last.to_string() }),
        ClockState::Judged(Timeliness::Overdue(last)) => {
            json!({ "overdue_since": last.to_string() })
        }
        ClockState::Judged(Timeliness::Pending) => Json::from("pending"),
        ClockState::Judged(Timeliness::Unclear) => Json::from("unclear"),
        ClockState::Extended => Json::from("extended"),
        ClockState::NotClaimed => Json::from("not-claimed"),
        ClockState::NoDate => Json::from("no-date"),
    }
}

fn claim_name(claim: Claim) -> &'static str {
    match claim {
        Claim::Owed => "owed",
        Claim::MayRefuse => "may-refuse",
        Claim::MustNot => "must-not",
        Claim::NoRight => "no-right",
    }
}

fn fee_name(fee: Fee) -> &'static str {
    match fee {
        Fee::None => "none",
        Fee::Reasonable => "reasonable",
        Fee::Deposit => "deposit",
    }
}

fn proof_name(proof: Proof) -> &'static str {
    match proof {
        Proof::None => "none",
        Proof::Claim => "claim",
        Proof::Verified => "verified",
        Proof::Strong => "strong",
    }
}

fn verb_name(verb: Verb) -> &'static str {
    match verb {
        Verb::Command => "command",
        Verb::Instruct => "instruct",
        Verb::Notify => "notify",
        Verb::PassToSource => "pass-to-source",
    }
}

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Stop => "stop",
        Stage::Give => "give",
        Stage::Change => "change",
        Stage::Erase => "erase",
    }
}

fn retention_doubt_name(doubt: RetentionDoubt) -> &'static str {
    match doubt {
        RetentionDoubt::NotAsked => "retention-not-asked",
        RetentionDoubt::NeedFacts => "retention-needs-facts",
        RetentionDoubt::NeedsReview => "retention-needs-review",
        RetentionDoubt::Undetermined => "retention-undetermined",
    }
}
