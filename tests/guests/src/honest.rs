//! A small law that answers as a real one does: six findings on a question of some 25 facts.

use crate::about::{
    Ability, Authority, Citation, Confidence, Connection, Gate, Manifest, PluginKind, Reads, Rule,
    Stance,
};
use crate::sharing::{Answer, Effect, Finding, Outcome, Range};
use crate::types::{
    Anchor, Day, Entity, Fact, FactOf, Obligation, Period, Question, Rounding, Source, Span,
    Standing, StandingState, Term, Timing, Treatment, Value,
};

const FACTS: [&str; 25] = [
    "subject.residence",
    "subject.kind",
    "subject.age-at-least",
    "subject.age-knowledge",
    "subject.has-contract",
    "subject.account-opened-on",
    "subject.place-at-collection",
    "item.category",
    "item.origin",
    "item.collected-on",
    "item.needed",
    "item.identifiability",
    "item.encrypted",
    "use.purpose",
    "use.operation",
    "use.items",
    "use.basis",
    "use.contract-necessary",
    "use.lia-on",
    "recipient.legal-entity",
    "recipient.role",
    "recipient.establishment",
    "recipient.processing-places",
    "recipient.training",
    "recipient.public-body",
];

/// The rules: id and gate.
const RULES: [(&str, &str); 8] = [
    ("scope", ""),
    ("basis-contract", "basis"),
    ("basis-consent", "basis"),
    ("minor", "minor"),
    ("transfer-adequate", "transfer"),
    ("transfer-clauses", "transfer"),
    ("needed-only", "minimisation"),
    ("processing-contract", "contract"),
];

/// The manifest of the honest guest.
#[must_use]
pub fn manifest() -> Manifest {
    let reads = [Ability::Sharing, Ability::Retention, Ability::Rights];
    Manifest {
        id: "honest".into(),
        version: "1.0.0".into(),
        kind: PluginKind::Jurisdiction,
        title: "A law for tests".into(),
        legal_order: "EU".into(),
        specialises: Vec::new(),
        connections: vec![Connection {
            fact: FACTS[0].into(),
            places: vec!["DE".into()],
        }],
        gates: ["basis", "minor", "transfer", "minimisation", "contract"]
            .map(gate)
            .into(),
        rules: RULES.map(rule).into(),
        reads: reads
            .map(|ability| Reads {
                ability,
                facts: FACTS.map(Into::into).into(),
            })
            .into(),
        settings: Vec::new(),
    }
}

fn gate(id: &str) -> Gate {
    Gate {
        id: id.into(),
        stance: Stance::Closed,
        says: format!("The gate {id} is passed."),
    }
}

fn rule((id, gate): (&str, &str)) -> Rule {
    Rule {
        id: id.into(),
        gate: gate.into(),
        says: format!("The rule {id} for tests."),
        citations: vec![Citation {
            instrument: "Test Act".into(),
            place: format!("s. {id}"),
        }],
        authority: Authority::Statute,
        confidence: Confidence::High,
        checked: Day {
            year: 2026,
            month: 11,
            day: 1,
        },
        applies_from: None,
        applies_until: None,
        pending: String::new(),
    }
}

/// A source that names this rule and rests on nothing.
#[must_use]
pub fn source(rule: &str) -> Source {
    Source {
        rule: rule.into(),
        about: Vec::new(),
        because: Vec::new(),
        missing: Vec::new(),
        reason: String::new(),
        changes_on: None,
    }
}

/// The standing of a law that does not apply.
#[must_use]
pub fn silence() -> Standing {
    Standing {
        source: source("scope"),
        state: StandingState::DoesNotApply,
    }
}

/// An answer with these findings.
#[must_use]
pub fn allow(findings: Vec<Finding>) -> Answer {
    let standing = Standing {
        source: source("scope"),
        state: StandingState::Applies,
    };
    Answer { standing, findings }
}

/// A finding of this rule without obligations.
#[must_use]
pub fn finding(source: Source, effect: Effect) -> Finding {
    Finding {
        source,
        effect,
        displaces: Vec::new(),
        obligations: Vec::new(),
        treatments: Vec::new(),
        marks: Vec::new(),
    }
}

/// The setting `n`, by which a test says how much a guest shall misbehave.
#[must_use]
pub fn number(question: &Question) -> u64 {
    let facts = question.settings.iter().flat_map(|entity| &entity.facts);
    let n = facts
        .filter(|fact| fact.name == "n")
        .find_map(|fact| match fact.value {
            Value::Integer(n) => u64::try_from(n).ok(),
            _ => None,
        });
    n.unwrap_or(1 << 40)
}

/// The honest answer.
#[must_use]
pub fn share(question: Question) -> Answer {
    let items: Vec<u32> = ids(&question, "item");
    let uses: Vec<u32> = ids(&question, "use");
    let because = |facts: &[&str]| {
        facts
            .iter()
            .filter_map(|path| present(&question, path))
            .collect()
    };
    let on = |rule: &str, about: &[u32], facts: &[&str]| Source {
        about: about.to_vec(),
        because: because(facts),
        ..source(rule)
    };
    let contract = Finding {
        obligations: vec![obligation("no-train", None, None)],
        ..finding(
            on(
                "basis-contract",
                &uses,
                &["use.basis", "use.contract-necessary"],
            ),
            Effect::Permit(0),
        )
    };
    let minor = match fact(&question, "subject.age-at-least") {
        Some(Value::Integer(age)) if *age >= 16 => finding(
            on(
                "minor",
                &items,
                &["subject.age-at-least", "subject.age-knowledge"],
            ),
            Effect::Permit(0),
        ),
        Some(_) => finding(
            on("minor", &items, &["subject.age-at-least"]),
            Effect::Prohibit,
        ),
        None => Finding {
            source: Source {
                missing: vec![missing("subject", "age-at-least")],
                ..source("minor")
            },
            ..finding(
                source("minor"),
                Effect::NeedFacts(Range {
                    best: Outcome::Permit,
                    worst: Outcome::Prohibit,
                }),
            )
        },
    };
    let adequate = finding(
        on(
            "transfer-adequate",
            &items,
            &["recipient.establishment", "recipient.processing-places"],
        ),
        Effect::Fails,
    );
    let clauses = Finding {
        obligations: vec![
            obligation(
                "delete-inputs",
                Some(Period {
                    months: 0,
                    days: 30,
                }),
                Some(thirty_days(&question)),
            ),
            obligation("processing-contract", None, None),
        ],
        ..finding(
            on("transfer-clauses", &items, &["recipient.role"]),
            Effect::PermitWithConditions(2),
        )
    };
    let needed = Finding {
        treatments: vec![Treatment {
            id: "strip-exif".into(),
            parameters: Vec::new(),
        }],
        ..finding(
            on("needed-only", &items, &["item.needed", "item.category"]),
            Effect::Permit(0),
        )
    };
    let processor = finding(
        on(
            "processing-contract",
            &uses,
            &["recipient.role", "recipient.legal-entity"],
        ),
        Effect::Permit(0),
    );
    allow(vec![contract, minor, adequate, clauses, needed, processor])
}

fn ids(question: &Question, kind: &str) -> Vec<u32> {
    question
        .entities
        .iter()
        .filter(|entity| entity.kind == kind)
        .map(|entity| entity.id)
        .collect()
}

fn entity<'a>(question: &'a Question, kind: &str) -> Option<&'a Entity> {
    question.entities.iter().find(|entity| entity.kind == kind)
}

fn fact<'a>(question: &'a Question, path: &str) -> Option<&'a Value> {
    let (kind, name) = path.split_once('.')?;
    let facts: &Vec<Fact> = &entity(question, kind)?.facts;
    facts
        .iter()
        .find(|fact| fact.name == name)
        .map(|fact| &fact.value)
}

fn present(question: &Question, path: &str) -> Option<FactOf> {
    let (kind, name) = path.split_once('.')?;
    fact(question, path)?;
    let entity = entity(question, kind).map(|entity| entity.id);
    Some(FactOf {
        kind: kind.into(),
        entity,
        name: name.into(),
    })
}

fn missing(kind: &str, name: &str) -> FactOf {
    FactOf {
        kind: kind.into(),
        entity: None,
        name: name.into(),
    }
}

fn obligation(id: &str, within: Option<Period>, due: Option<Term>) -> Obligation {
    let parameters = within.map(|period| Fact {
        name: "within".into(),
        value: Value::Period(period),
    });
    Obligation {
        id: id.into(),
        timing: Timing::With,
        condition: true,
        parameters: parameters.into_iter().collect(),
        due,
    }
}

fn thirty_days(question: &Question) -> Term {
    Term {
        anchor: Anchor::On(question.as_of),
        rounding: Rounding::None,
        span: Span::Days(30),
        algorithm: "calendar-days".into(),
        calendars: Vec::new(),
        pauses: Vec::new(),
        restart: None,
    }
}
