//! A hearing built in words, for tests and benchmarks.
#![allow(dead_code, reason = "each test binary uses its own part of the words")]

use praetor_decision::answer::sharing::{self, Effect, Finding, Outcome};
use praetor_decision::answer::{
    Answer, Mark, Obligation, Source, Standing, StandingState, Timing, Treatment, incident,
};
use praetor_decision::calendar::Calendars;
use praetor_decision::decision::{Contradiction, Decision, Fault, NotAsked, Remark, Ruling};
use praetor_decision::manifest::{Authority, Citation, Confidence, Gate, Manifest, PluginKind, Rule, Stance};
use praetor_decision::term::{Anchor, Rounding, Span, Term};
use praetor_decision::{Day, Entity, EntityId, Fact, FactOf, Hearing, Kind, Question, Value, Voice, combine};
use praetor_wit::Dictionary;

/// The first item, and the one after it.
pub const ITEM: EntityId = 1;
pub const OTHER_ITEM: EntityId = 2;
/// The first use, and the one after it.
pub const USE: EntityId = 11;
pub const OTHER_USE: EntityId = 12;
/// The first hop, and the one after it.
pub const HOP: EntityId = 21;
pub const OTHER_HOP: EntityId = 22;

pub fn day(year: i16, month: i8, day: i8) -> Day {
    jiff::civil::date(year, month, day)
}

pub fn as_of() -> Day {
    day(2026, 11, 23)
}

/// Everything that `combine` is given, owned.
#[derive(Clone)]
pub struct Scene {
    pub question: Question,
    pub voices: Vec<(Manifest, Result<Answer, Fault>)>,
    pub not_asked: Vec<NotAsked>,
    pub contradictions: Vec<Contradiction>,
    pub remarks: Vec<Remark>,
    pub wanted: Confidence,
}

/// Only what differs from scene to scene: who speaks, and what they find.
impl std::fmt::Debug for Scene {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let entities: Vec<_> = self.question.entities.iter().map(|e| (e.id, &e.kind)).collect();
        write!(to, "{entities:?} {:?}", self.remarks)?;
        for (manifest, reply) in &self.voices {
            let Ok(Answer::Sharing(answer)) = reply else {
                write!(to, "\n  {}: {reply:?}", manifest.id)?;
                continue;
            };
            write!(to, "\n  {}: {:?}", manifest.id, answer.standing.state)?;
            for f in &answer.findings {
                let missing: Vec<_> = f.source.missing.iter().map(|fact| &fact.name).collect();
                let (rule, about, effect, lifts) = (&f.source.rule, &f.source.about, f.effect, &f.displaces);
                write!(
                    to,
                    "\n    {rule} {effect:?} on {about:?} lifts {lifts:?} misses {missing:?} {:?} {:?}",
                    f.obligations, f.treatments
                )?;
            }
        }
        Ok(())
    }
}

/// A question on one item for one use.
pub fn scene() -> Scene {
    scene_of(&[(ITEM, "item"), (USE, "use")])
}

/// A question on these entities.
pub fn scene_of(entities: &[(EntityId, &str)]) -> Scene {
    let entity = |&(id, kind): &(EntityId, &str)| Entity { id, kind: kind.into(), facts: vec![] };
    let entities = entities.iter().map(entity).collect();
    Scene {
        question: Question { kind: Kind::Sharing, as_of: as_of(), entities },
        voices: vec![],
        not_asked: vec![],
        contradictions: vec![],
        remarks: vec![],
        wanted: Confidence::Low,
    }
}

/// Two items for two uses.
pub fn square() -> Scene {
    scene_of(&[(ITEM, "item"), (OTHER_ITEM, "item"), (USE, "use"), (OTHER_USE, "use")])
}

impl Scene {
    pub fn hear(mut self, plugin: Plugin, findings: impl IntoIterator<Item = Finding>) -> Self {
        let standing = plugin.standing.clone();
        let answer = sharing::Answer { standing, findings: findings.into_iter().collect() };
        self.voices.push((plugin.manifest, Ok(Answer::Sharing(answer))));
        self
    }

    pub fn hear_breach(mut self, plugin: Plugin, findings: Vec<incident::Finding>) -> Self {
        self.question.kind = Kind::Incident;
        let answer = incident::Answer { standing: plugin.standing.clone(), findings };
        self.voices.push((plugin.manifest, Ok(Answer::Incident(answer))));
        self
    }

    pub fn fail(mut self, plugin: Plugin) -> Self {
        let fault = Fault { code: "trapped".into(), says: "the plugin trapped".into() };
        self.voices.push((plugin.manifest, Err(fault)));
        self
    }

    pub fn attest(mut self, obligation: &str) -> Self {
        let facts = vec![Fact { name: "attested".into(), value: codes(&[obligation]) }];
        self.question.entities.push(Entity { id: 90, kind: "question".into(), facts });
        self
    }

    pub fn remark(mut self, remark: Remark) -> Self {
        self.remarks.push(remark);
        self
    }

    pub fn want(mut self, wanted: Confidence) -> Self {
        self.wanted = wanted;
        self
    }

    pub fn decide(&self) -> Decision {
        self.with_hearing(combine)
    }

    /// Hands the hearing over.
    pub fn with_hearing<T>(&self, use_it: impl FnOnce(&Hearing<'_>) -> T) -> T {
        let voices: Vec<Voice<'_>> =
            self.voices.iter().map(|(manifest, reply)| Voice { manifest, reply: reply.as_ref() }).collect();
        use_it(&Hearing {
            question: &self.question,
            voices: &voices,
            retention: None,
            not_asked: &self.not_asked,
            contradictions: &self.contradictions,
            remarks: &self.remarks,
            confidence_wanted: self.wanted,
            calendars: &Calendars::default(),
            dictionary: Dictionary::bundled().unwrap(),
        })
    }

    pub fn rule(&self) -> praetor_decision::decision::sharing::Ruling {
        let Ruling::Sharing(ruling) = self.decide().ruling else { panic!("no sharing ruling") };
        ruling
    }

    pub fn effect(&self) -> praetor_decision::decision::sharing::Effect {
        self.rule().effect
    }
}

/// A plugin with a standing.
#[derive(Clone, Debug)]
pub struct Plugin {
    pub manifest: Manifest,
    pub standing: Standing,
}

pub fn law(id: &str) -> Plugin {
    plugin(id, PluginKind::Jurisdiction)
}

pub fn processor(id: &str) -> Plugin {
    plugin(id, PluginKind::Processor)
}

pub fn notice(id: &str) -> Plugin {
    plugin(id, PluginKind::Notice)
}

pub fn plugin(id: &str, kind: PluginKind) -> Plugin {
    let mut manifest = Manifest {
        id: id.into(),
        version: "1.0.0".into(),
        kind,
        title: String::new(),
        legal_order: "".into(),
        specialises: vec![],
        connections: vec![],
        gates: vec![],
        rules: vec![],
        reads: vec![],
        settings: vec![],
    };
    manifest.legal_order = if kind == PluginKind::Jurisdiction { "EU".into() } else { "".into() };
    let standing = Standing { source: source("scope"), state: StandingState::Applies };
    Plugin { manifest, standing }.rule("scope", "")
}

impl Plugin {
    pub fn closed(self, gate: &str) -> Self {
        self.gate(gate, Stance::Closed)
    }

    pub fn open(self, gate: &str) -> Self {
        self.gate(gate, Stance::Open)
    }

    fn gate(mut self, id: &str, stance: Stance) -> Self {
        let says = format!("The condition {id} must be met.");
        self.manifest.gates.push(Gate { id: id.into(), stance, says });
        self
    }

    /// Adds rules `gate-1` to `gate-4` to a gate.
    pub fn rules(self, gate: &str) -> Self {
        (1..=4).fold(self, |plugin, n| plugin.rule(&format!("{gate}-{n}"), gate))
    }

    pub fn rule(mut self, id: &str, gate: &str) -> Self {
        self.manifest.rules.push(Rule {
            id: id.into(),
            gate: gate.into(),
            says: format!("The rule {id} says so."),
            citations: vec![Citation { instrument: "ACT".into(), place: format!("s. {id}") }],
            authority: Authority::Statute,
            confidence: Confidence::High,
            checked: day(2026, 11, 1),
            applies_from: None,
            applies_until: None,
            pending: String::new(),
        });
        self
    }

    pub fn edit(mut self, rule: &str, edit: impl FnOnce(&mut Rule)) -> Self {
        edit(self.manifest.rules.iter_mut().find(|one| one.id == rule).unwrap());
        self
    }

    pub fn confidence(self, rule: &str, confidence: Confidence) -> Self {
        self.edit(rule, |rule| rule.confidence = confidence)
    }

    pub fn specialises(mut self, other: &str) -> Self {
        self.manifest.specialises.push(other.into());
        self
    }

    pub fn standing(mut self, state: StandingState) -> Self {
        self.standing.state = state;
        if state == StandingState::Unclear {
            self.standing.source.missing = vec![fact_of("subject", "residence")];
        }
        self
    }
}

fn source(rule: &str) -> Source {
    Source {
        rule: rule.into(),
        about: vec![],
        because: vec![],
        missing: vec![],
        reason: "".into(),
        changes_on: None,
    }
}

pub fn fact_of(kind: &str, name: &str) -> FactOf {
    FactOf { kind: kind.into(), entity: None, name: name.into() }
}

pub fn finding(rule: &str, effect: Effect) -> Finding {
    Finding {
        source: source(rule),
        effect,
        displaces: vec![],
        obligations: vec![],
        treatments: vec![],
        marks: vec![],
    }
}

pub fn permit(rule: &str, burden: u8) -> Finding {
    finding(rule, Effect::Permit(burden))
}

pub fn permit_with_conditions(rule: &str, burden: u8) -> Finding {
    finding(rule, Effect::PermitWithConditions(burden))
}

pub fn prohibit(rule: &str) -> Finding {
    finding(rule, Effect::Prohibit)
}

pub fn require(rule: &str) -> Finding {
    finding(rule, Effect::Require)
}

pub fn review(rule: &str) -> Finding {
    finding(rule, Effect::Review)
}

pub fn fails(rule: &str) -> Finding {
    finding(rule, Effect::Fails)
}

/// A finding that hangs on the fact `subject.<fact>`.
pub fn need(rule: &str, best: Outcome, worst: Outcome, fact: &str) -> Finding {
    finding(rule, Effect::NeedFacts { best, worst }).missing(fact)
}

/// The words that follow a finding.
pub trait Words: Sized {
    fn on(self, about: &[EntityId]) -> Self;
    fn lifting(self, rule: &str) -> Self;
    fn owing(self, obligation: Obligation) -> Self;
    fn treating(self, treatment: Treatment) -> Self;
    fn marking(self, mark: Mark) -> Self;
    fn missing(self, fact: &str) -> Self;
    fn changing_on(self, day: Day) -> Self;
}

impl Words for Finding {
    fn on(mut self, about: &[EntityId]) -> Self {
        self.source.about.extend(about);
        self
    }

    fn lifting(mut self, rule: &str) -> Self {
        self.displaces.push(rule.into());
        self
    }

    fn owing(mut self, obligation: Obligation) -> Self {
        self.obligations.push(obligation);
        self
    }

    fn treating(mut self, treatment: Treatment) -> Self {
        self.treatments.push(treatment);
        self
    }

    fn marking(mut self, mark: Mark) -> Self {
        self.marks.push(mark);
        self
    }

    fn missing(mut self, fact: &str) -> Self {
        self.source.missing.push(fact_of("subject", fact));
        self
    }

    fn changing_on(mut self, day: Day) -> Self {
        self.source.changes_on = Some(day);
        self
    }
}

pub fn obligation(id: &str, timing: Timing) -> Obligation {
    Obligation { id: id.into(), timing, condition: false, parameters: vec![], due: None }
}

pub fn with(mut obligation: Obligation, name: &str, value: Value) -> Obligation {
    obligation.parameters.push(Fact { name: name.into(), value });
    obligation
}

pub fn due_in_days(mut obligation: Obligation, days: u32) -> Obligation {
    obligation.due = Some(term(Anchor::On(as_of()), days));
    obligation
}

pub fn term(anchor: Anchor, days: u32) -> Term {
    Term {
        anchor,
        rounding: Rounding::None,
        span: Span::Days(days),
        algorithm: "calendar-days".into(),
        calendars: vec![],
        pauses: vec![],
        restart: None,
    }
}

/// The data may be kept in these countries only.
pub fn region_pin(countries: &[&str]) -> Obligation {
    with(obligation("region-pin", Timing::With), "countries", places(countries))
}

pub fn treatment(id: &str) -> Treatment {
    Treatment { id: id.into(), parameters: vec![] }
}

pub fn treatment_with(id: &str, name: &str, value: Value) -> Treatment {
    Treatment { id: id.into(), parameters: vec![Fact { name: name.into(), value }] }
}

pub fn mark(id: &str, start: Day, end: Option<Day>) -> Mark {
    Mark { id: id.into(), scope: vec![], start, end }
}

pub fn codes(names: &[&str]) -> Value {
    let mut names: Vec<_> = names.iter().map(|&name| name.into()).collect();
    names.sort_unstable();
    Value::Codes(names)
}

pub fn places(names: &[&str]) -> Value {
    let mut names: Vec<_> = names.iter().map(|&name| name.into()).collect();
    names.sort_unstable();
    Value::Places(names)
}
