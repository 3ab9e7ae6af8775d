//! A case on retention or rights built in words, for tests.
#![allow(dead_code, reason = "each test binary uses its own part of the words")]

use praetor_decision::answer::{
    Answer, Clock, ClockForm, Obligation, Source, Standing, StandingState, Strength, Timing, retention,
    rights,
};
use praetor_decision::calendar::Calendars;
use praetor_decision::decision::{self, Contradiction, Decision, Fault, NotAsked, Remark};
use praetor_decision::explain::explain;
use praetor_decision::manifest::{Authority, Citation, Confidence, Manifest, PluginKind, Rule};
use praetor_decision::term::{Anchor, Rounding, Span, Term};
use praetor_decision::{
    Day, Entity, EntityId, Fact, FactOf, Hearing, Kind, Name, Question, Value, Voice, combine,
};
use praetor_wit::Dictionary;

pub const SUBJECT: EntityId = 0;
pub const INVOICE: EntityId = 1;
pub const PROMPTS: EntityId = 2;
pub const ANALYTICS: EntityId = 11;
pub const REQUEST: EntityId = 21;
pub const SECOND_REQUEST: EntityId = 22;
pub const REQUESTER: EntityId = 31;
pub const MATTER: EntityId = 41;
pub const SECOND_MATTER: EntityId = 42;
pub const VENDOR: EntityId = 51;

pub fn day(year: i16, month: i8, day: i8) -> Day {
    jiff::civil::date(year, month, day)
}

pub fn as_of() -> Day {
    day(2026, 11, 23)
}

pub type Voices = Vec<(Manifest, Result<Answer, Fault>)>;

/// A question with the voices on retention and on rights.
#[derive(Clone, Debug)]
pub struct Case {
    pub as_of: Day,
    pub entities: Vec<Entity>,
    pub keeping: Voices,
    pub answering: Voices,
    pub remarks: Vec<Remark>,
    pub contradictions: Vec<Contradiction>,
    pub not_asked: Vec<NotAsked>,
    pub wanted: Confidence,
}

/// One invoice of 15 March 2026.
pub fn case() -> Case {
    let none = Case {
        as_of: as_of(),
        entities: vec![],
        keeping: vec![],
        answering: vec![],
        remarks: vec![],
        contradictions: vec![],
        not_asked: vec![],
        wanted: Confidence::Low,
    };
    none.with(INVOICE, "item").fact(INVOICE, "dated-on", Value::Day(day(2026, 3, 15)))
}

impl Case {
    pub fn with(mut self, id: EntityId, kind: &str) -> Self {
        self.entities.push(Entity { id, kind: kind.into(), facts: vec![] });
        self.entities.sort_by_key(|entity| entity.id);
        self
    }

    pub fn fact(mut self, id: EntityId, name: &str, value: Value) -> Self {
        let entity = self.entities.iter_mut().find(|entity| entity.id == id).unwrap();
        entity.facts.retain(|fact| fact.name != name);
        entity.facts.push(Fact { name: name.into(), value });
        entity.facts.sort_by(|a, b| a.name.cmp(&b.name));
        self
    }

    pub fn on(mut self, day: Day) -> Self {
        self.as_of = day;
        self
    }

    pub fn asks(self, request: EntityId, right: &str) -> Self {
        self.with(request, "request").fact(request, "right", Value::Code(right.into()))
    }

    pub fn proved(self, proof: &str) -> Self {
        self.with(REQUESTER, "requester").fact(REQUESTER, "identity-achieved", Value::Code(proof.into()))
    }

    pub fn keep(mut self, plugin: Plugin, findings: Vec<retention::Finding>) -> Self {
        let sources = findings.iter().map(|finding| &finding.source);
        let (manifest, standing) = plugin.of(sources);
        let answer = Answer::Retention(retention::Answer { standing, findings });
        self.keeping.push((manifest, Ok(answer)));
        self
    }

    pub fn answer(mut self, plugin: Plugin, findings: Vec<rights::Finding>) -> Self {
        let sources = findings.iter().map(|finding| &finding.source);
        let (manifest, standing) = plugin.of(sources);
        let answer = Answer::Rights(rights::Answer { standing, findings });
        self.answering.push((manifest, Ok(answer)));
        self
    }

    pub fn fail(mut self, plugin: Plugin) -> Self {
        let fault = Fault { code: "trapped".into(), says: "the plugin trapped".into() };
        let (manifest, _) = plugin.of(std::iter::empty());
        self.keeping.push((manifest.clone(), Err(fault.clone())));
        self.answering.push((manifest, Err(fault)));
        self
    }

    pub fn remark(mut self, remark: Remark) -> Self {
        self.remarks.push(remark);
        self
    }

    pub fn retention_decision(&self) -> Decision {
        self.hear(Kind::Retention, &self.keeping, None)
    }

    pub fn retention(&self) -> decision::retention::Ruling {
        match self.retention_decision().ruling {
            decision::Ruling::Retention(ruling) => ruling,
            other => panic!("no ruling on retention: {other:?}"),
        }
    }

    /// The ruling on the invoice.
    pub fn invoice(&self) -> decision::retention::ItemRuling {
        self.retention().item(INVOICE).unwrap().clone()
    }

    pub fn rights_decision(&self) -> Decision {
        let retention = (!self.keeping.is_empty()).then(|| self.retention());
        self.hear(Kind::Rights, &self.answering, retention.as_ref())
    }

    pub fn rights(&self) -> decision::rights::Ruling {
        match self.rights_decision().ruling {
            decision::Ruling::Rights(ruling) => ruling,
            other => panic!("no ruling on rights: {other:?}"),
        }
    }

    pub fn request(&self) -> decision::rights::RequestRuling {
        self.rights().request(REQUEST).unwrap().clone()
    }

    pub fn line(&self, entity: EntityId) -> decision::rights::Line {
        self.request().lines.into_iter().find(|line| line.entity == entity).unwrap()
    }

    fn hear(&self, kind: Kind, voices: &Voices, retention: Option<&decision::retention::Ruling>) -> Decision {
        self.heard(kind, voices, retention, combine)
    }

    fn heard<T>(
        &self,
        kind: Kind,
        voices: &Voices,
        retention: Option<&decision::retention::Ruling>,
        use_it: impl FnOnce(&Hearing<'_>) -> T,
    ) -> T {
        let question = Question { kind, as_of: self.as_of, entities: self.entities.clone() };
        let voices: Vec<Voice<'_>> =
            voices.iter().map(|(manifest, reply)| Voice { manifest, reply: reply.as_ref() }).collect();
        use_it(&Hearing {
            question: &question,
            voices: &voices,
            retention,
            not_asked: &self.not_asked,
            contradictions: &self.contradictions,
            remarks: &self.remarks,
            confidence_wanted: self.wanted,
            calendars: calendars(),
            dictionary: Dictionary::bundled().unwrap(),
        })
    }

    /// The explanation, one sentence a line.
    pub fn explained(&self, kind: Kind) -> String {
        let retention = (kind == Kind::Rights).then(|| self.retention());
        let voices = if kind == Kind::Rights { &self.answering } else { &self.keeping };
        self.heard(kind, voices, retention.as_ref(), |hearing| {
            let paragraphs = explain(&combine(hearing), hearing, &|_| None);
            let sentences = paragraphs.into_iter().flat_map(|paragraph| paragraph.sentences);
            sentences.collect::<Vec<_>>().join("\n")
        })
    }
}

/// The bundled calendars, read once.
fn calendars() -> &'static Calendars {
    static READ: std::sync::OnceLock<Calendars> = std::sync::OnceLock::new();
    READ.get_or_init(|| Calendars::bundled().unwrap())
}

/// A plugin with a standing.
#[derive(Clone, Debug)]
pub struct Plugin {
    id: &'static str,
    order: &'static str,
    kind: PluginKind,
    state: StandingState,
    confidence: Confidence,
    pending: &'static str,
}

pub fn law(id: &'static str, order: &'static str) -> Plugin {
    let (kind, state) = (PluginKind::Jurisdiction, StandingState::Applies);
    Plugin { id, order, kind, state, confidence: Confidence::High, pending: "" }
}

pub fn gdpr() -> Plugin {
    law("eu-gdpr", "EU")
}

pub fn german_tax() -> Plugin {
    law("de-ao", "DE")
}

pub fn notice() -> Plugin {
    Plugin { kind: PluginKind::Notice, ..law("notice", "") }
}

pub fn vendor() -> Plugin {
    Plugin { kind: PluginKind::Processor, ..law("vendor", "") }
}

impl Plugin {
    pub fn standing(self, state: StandingState) -> Self {
        Self { state, ..self }
    }

    pub fn confidence(self, confidence: Confidence) -> Self {
        Self { confidence, ..self }
    }

    /// A change is on its way for all its rules.
    pub fn pending(self, pending: &'static str) -> Self {
        Self { pending, ..self }
    }

    fn of<'a>(&self, sources: impl Iterator<Item = &'a Source>) -> (Manifest, Standing) {
        let mut manifest = Manifest {
            id: self.id.into(),
            version: "1.0.0".into(),
            kind: self.kind,
            title: String::new(),
            legal_order: self.order.into(),
            specialises: vec![],
            connections: vec![],
            gates: vec![],
            rules: vec![],
            reads: vec![],
            settings: vec![],
        };
        for id in sources.map(|source| &source.rule).chain([&Name::from("scope")]) {
            if manifest.rule(id).is_none() {
                manifest.rules.push(self.rule(id));
            }
        }
        let mut source = source("scope");
        if self.state == StandingState::Unclear {
            source.missing = vec![fact_of("subject", "residence")];
        }
        (manifest, Standing { source, state: self.state })
    }

    fn rule(&self, id: &Name) -> Rule {
        Rule {
            id: id.clone(),
            gate: "".into(),
            says: format!("The rule {id} says so."),
            citations: vec![Citation { instrument: "ACT".into(), place: format!("s. {id}") }],
            authority: Authority::Statute,
            confidence: self.confidence,
            checked: day(2026, 11, 1),
            applies_from: None,
            applies_until: None,
            pending: self.pending.to_owned(),
        }
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

// Terms.

pub fn term(anchor: Day, rounding: Rounding, span: Span, algorithm: &str) -> Term {
    Term {
        anchor: Anchor::On(anchor),
        rounding,
        span,
        algorithm: algorithm.into(),
        calendars: vec![],
        pauses: vec![],
        restart: None,
    }
}

/// The period ends with this day.
pub fn through(last: Day) -> retention::End {
    retention::End::At(term(last, Rounding::None, Span::Days(0), "calendar-days"))
}

/// So many years from the end of the calendar year of this day.
pub fn years_from_year_end(anchor: Day, years: u32) -> retention::End {
    let span = Span::Months(years * 12);
    retention::End::At(term(anchor, Rounding::EndOfCalendarYear, span, "calendar-months"))
}

/// So many days after a fact of the invoice that may be unknown.
pub fn days_after(fact: &str, days: u32) -> retention::End {
    let event = FactOf { kind: "item".into(), entity: Some(INVOICE), name: fact.into() };
    let day_zero = term(as_of(), Rounding::None, Span::Days(days), "calendar-days");
    retention::End::At(Term { anchor: Anchor::Event(event), ..day_zero })
}

pub fn names(names: &[&str]) -> Vec<Name> {
    names.iter().map(|name| Name::from(*name)).collect()
}

// Findings on retention.

pub fn keeps(rule: &str, effect: retention::Effect) -> retention::Finding {
    retention::Finding { source: source(rule), effect, obligations: vec![], marks: vec![] }
}

pub fn ground(rule: &str, end: retention::End) -> retention::Finding {
    keeps(rule, retention::Effect::Ground(retention::Ground { end, restricted: false, recognises: vec![] }))
}

pub fn maximum(rule: &str, end: retention::End) -> retention::Finding {
    let at_expiry = retention::Expiry::Erase;
    let maximum = retention::Maximum { end, at_expiry, recognises: vec![], warn_days: 0 };
    keeps(rule, retention::Effect::Maximum(maximum))
}

pub fn floor(rule: &str, order: &str, end: retention::End) -> retention::Finding {
    let (use_limit, fields_kept) = (vec![], vec![]);
    let floor = retention::Floor { end, order: order.into(), use_limit, fields_kept };
    keeps(rule, retention::Effect::Floor(floor))
}

pub fn no_floor(rule: &str) -> retention::Finding {
    keeps(rule, retention::Effect::NoFloor)
}

pub fn hold(rule: &str, matter: EntityId) -> retention::Finding {
    keeps(rule, retention::Effect::Hold(matter))
}

pub fn unsure(rule: &str, a: retention::WorstCase, b: retention::WorstCase) -> retention::Finding {
    keeps(rule, retention::Effect::NeedFacts(a, b)).missing("item", "category")
}

// Findings on rights.

pub fn finds(rule: &str, effect: rights::Effect) -> rights::Finding {
    let (obligations, marks) = (vec![], vec![]);
    rights::Finding { source: source(rule), request: REQUEST, effect, obligations, marks }
}

pub fn word(rule: &str, claim: rights::Claim, outcome: rights::Outcome) -> rights::Finding {
    finds(rule, rights::Effect::Word(rights::Word { claim, outcome }))
}

pub fn owed(rule: &str, outcome: rights::Outcome) -> rights::Finding {
    word(rule, rights::Claim::Owed, outcome)
}

pub fn clock(rule: &str, form: ClockForm, latest: Option<Term>) -> rights::Finding {
    let strength = Strength::Statutory;
    let clock = Clock { form, latest, target: None, at_once: false, strength, met_on: None };
    finds(rule, rights::Effect::Clock(clock))
}

/// The month of European law, with the holidays of Germany.
pub fn month_from(received: Day, months: u32) -> Term {
    let month = term(received, Rounding::None, Span::Months(months), "eu-1182-71");
    Term { calendars: names(&["DE"]), ..month }
}

pub fn identity(rule: &str, least: rights::Proof, most: rights::Proof) -> rights::Finding {
    finds(rule, rights::Effect::Identity(rights::Identity { least, most }))
}

/// The words that follow a finding.
pub trait Words: Sized {
    fn source(&mut self) -> &mut Source;
    fn duties(&mut self) -> &mut Vec<Obligation>;

    fn on(mut self, about: &[EntityId]) -> Self {
        self.source().about.extend(about);
        self
    }

    fn missing(mut self, kind: &str, name: &str) -> Self {
        self.source().missing.push(fact_of(kind, name));
        self
    }

    fn reason(mut self, reason: &str) -> Self {
        self.source().reason = reason.into();
        self
    }

    fn changing_on(mut self, day: Day) -> Self {
        self.source().changes_on = Some(day);
        self
    }

    fn owing(mut self, id: &str) -> Self {
        let (timing, parameters) = (Timing::With, vec![]);
        let duty = Obligation { id: id.into(), timing, condition: false, parameters, due: None };
        self.duties().push(duty);
        self
    }
}

impl Words for retention::Finding {
    fn source(&mut self) -> &mut Source {
        &mut self.source
    }

    fn duties(&mut self) -> &mut Vec<Obligation> {
        &mut self.obligations
    }
}

impl Words for rights::Finding {
    fn source(&mut self) -> &mut Source {
        &mut self.source
    }

    fn duties(&mut self) -> &mut Vec<Obligation> {
        &mut self.obligations
    }
}

/// The words that only some findings on retention know.
pub trait Terms: Sized {
    fn recognising(self, orders: &[&str]) -> Self;
    fn restricted(self) -> Self;
    fn for_uses(self, purposes: &[&str]) -> Self;
    fn fields(self, fields: &[&str]) -> Self;
    fn warning(self, days: u32) -> Self;
    fn then(self, expiry: retention::Expiry) -> Self;
}

impl Terms for retention::Finding {
    fn recognising(mut self, orders: &[&str]) -> Self {
        match &mut self.effect {
            retention::Effect::Ground(ground) => ground.recognises = names(orders),
            retention::Effect::Maximum(maximum) => maximum.recognises = names(orders),
            other => panic!("recognises nothing: {other:?}"),
        }
        self
    }

    fn restricted(mut self) -> Self {
        if let retention::Effect::Ground(ground) = &mut self.effect {
            ground.restricted = true;
        }
        self
    }

    fn for_uses(mut self, purposes: &[&str]) -> Self {
        if let retention::Effect::Floor(floor) = &mut self.effect {
            floor.use_limit = names(purposes);
        }
        self
    }

    fn fields(mut self, fields: &[&str]) -> Self {
        if let retention::Effect::Floor(floor) = &mut self.effect {
            floor.fields_kept = names(fields);
        }
        self
    }

    fn warning(mut self, days: u32) -> Self {
        if let retention::Effect::Maximum(maximum) = &mut self.effect {
            maximum.warn_days = days;
        }
        self
    }

    fn then(mut self, expiry: retention::Expiry) -> Self {
        if let retention::Effect::Maximum(maximum) = &mut self.effect {
            maximum.at_expiry = expiry;
        }
        self
    }
}

// The words of the answer.

/// The steps as day and action; a step without a day is left out.
pub fn plan(steps: &[decision::retention::Step]) -> Vec<(Day, decision::retention::Action)> {
    use decision::retention::Start;
    let dated = steps.iter().filter_map(|step| match step.from {
        Start::On(day) => Some((day, step.action)),
        Start::After(_) => None,
    });
    dated.collect()
}
