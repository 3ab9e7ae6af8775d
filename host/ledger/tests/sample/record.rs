//! Records as a service would leave them: synthetic, and of the size and variety of real ones.

#![allow(dead_code, reason = "not every test uses every sample")]

use praetor_decision::answer::sharing::{self, Effect};
use praetor_decision::answer::{Answer, Obligation, Source, Standing, StandingState, Timing};
use praetor_decision::decision::{
    Decision, Fault, FindingRef, Owed, Ruling, VoiceHeard, VoiceState, sharing as ruled,
};
use praetor_decision::manifest::{Ability, Confidence};
use praetor_decision::question::{Decimal, Instant, Period};
use praetor_decision::{Day, Entity, Fact, FactOf, Kind, Name, Question, Value};
use praetor_ledger::{
    BindingRecord, DecisionRecord, Digest, Draft, EventRecord, GenerationRecord, Mode, OverdueRecord, Record,
    VoiceCall, VoiceRecord, VoiceWord,
};

const PLACES: [&str; 6] = ["DE", "FR", "US-CA", "BR", "JP", "CH"];
const CATEGORIES: [&str; 6] =
    ["prompt", "uploaded-image", "email-address", "payment", "usage-log", "account"];
const PURPOSES: [&str; 4] = ["provide-service", "train-model", "security", "billing"];
const VOICES: [&str; 4] = ["ai-model", "eu-gdpr", "gpt-image-2-notice", "us-ca-ccpa"];

/// A draft about one of a few persons.
pub fn draft(n: u64) -> Draft {
    Draft { subject: Some(format!("person-{}", n % 97)), generation: 7, record: decision(n) }
}

/// A sharing decision; each number gives another one.
pub fn decision(n: u64) -> Record {
    Record::Decision(Box::new(DecisionRecord {
        question: question(n),
        paths: format!(r#"{{"items":["/items/0","/items/1"],"trace":"{n:032x}"}}"#).into_bytes(),
        actor: Name::new("checkout"),
        engine: Digest::of(b"engine"),
        voices: VOICES.iter().map(|plugin| voice(plugin, n)).collect(),
        decision: combined(n),
        environmental: n.is_multiple_of(31),
    }))
}

/// A decision whose payload does not fit into an entry.
pub fn large_decision(n: u64) -> Record {
    let Record::Decision(mut decision) = decision(n) else { unreachable!() };
    // Digests do not compress, so that it stays large.
    decision.paths =
        (0..4_000_u64).flat_map(|at| *Digest::of(&(at ^ n << 32).to_be_bytes()).as_bytes()).collect();
    Record::Decision(decision)
}

/// A decision on a question that holds a value of every type.
pub fn every_value() -> Record {
    let Record::Decision(mut decision) = decision(2) else { unreachable!() };
    let (code, date) = (Name::new("code"), Day::constant(2028, 2, 29));
    let values = [
        Value::YesNo(true),
        Value::Integer(i64::MIN),
        Value::Decimal(Decimal { digits: -1_250, scale: 2 }),
        Value::Code(code.clone()),
        Value::Codes(vec![code.clone(), Name::new("a name too long to be held inline")]),
        Value::Day(date),
        Value::Days(vec![date, Day::constant(2029, 1, 1)]),
        Value::Instant(Instant { seconds: -1, offset_minutes: -570 }),
        Value::Period(Period { months: 14, days: 3 }),
        Value::Places(vec![Name::new("DE-BY")]),
        Value::Ref(3),
        Value::Refs(vec![1, 2, u32::MAX]),
        Value::NotYet,
    ];
    let facts =
        values.into_iter().zip(b'a'..).map(|(value, letter)| fact(&char::from(letter).to_string(), value));
    decision.question.entities.push(Entity { id: 9, kind: Name::new("matter"), facts: facts.collect() });
    Record::Decision(decision)
}

/// A generation with one binding.
pub fn generation(number: u64) -> Draft {
    let binding = BindingRecord {
        plugin: Name::new("eu-gdpr"),
        version: Name::new("1.0.0"),
        digest: Digest::of(b"eu-gdpr"),
        settings: b"{}".to_vec(),
        mode: Mode::Enforce,
        from: None,
        until: None,
    };
    let generation = GenerationRecord {
        number,
        actor: Name::new("operator"),
        bindings: vec![binding],
        standing: vec![1, 2],
    };
    Draft { subject: None, generation: number, record: Record::Event(EventRecord::Generation(generation)) }
}

/// A call that took too long.
pub fn overdue() -> Draft {
    let overdue = OverdueRecord {
        plugin: Name::new("eu-gdpr"),
        digest: Digest::of(b"eu-gdpr"),
        kind: Kind::Rights,
        ability: Ability::Rights,
    };
    Draft { subject: None, generation: 7, record: Record::Event(EventRecord::Overdue(overdue)) }
}

fn pick(of: &[&str], n: u64) -> Name {
    Name::new(of[usize::try_from(n % of.len() as u64).unwrap()])
}

fn day(n: u64) -> Day {
    Day::constant(2026, 1, 1).checked_add(jiff::Span::new().days(i64::try_from(n % 600).unwrap())).unwrap()
}

fn fact(name: &str, value: Value) -> Fact {
    Fact { name: Name::new(name), value }
}

fn question(n: u64) -> Question {
    let subject = vec![
        fact("age", Value::Integer(i64::try_from(n % 80).unwrap())),
        fact("age-knowledge", Value::Code(Name::new("declared"))),
        fact("residence", Value::Places(vec![pick(&PLACES, n)])),
    ];
    let item = |at: u64| {
        vec![
            fact("category", Value::Code(pick(&CATEGORIES, n + at))),
            fact("collected-on", Value::Day(day(n + at * 13))),
            fact("labels", Value::Codes(vec![Name::new("contains-face"), Name::new("health")])),
            fact("third-person", Value::YesNo(n.is_multiple_of(2))),
        ]
    };
    let use_ = vec![
        fact("basis", Value::Code(Name::new("contract"))),
        fact("operation", Value::Code(Name::new("disclose"))),
        fact("purpose", Value::Code(pick(&PURPOSES, n / 3))),
    ];
    let recipient = vec![
        fact("places", Value::Places(vec![Name::new("IE"), Name::new("US")])),
        fact("plugin", Value::Code(Name::new("ai-model"))),
        fact("retention", Value::Period(Period { months: 0, days: 30 })),
    ];
    let facts =
        [("subject", subject), ("item", item(0)), ("item", item(1)), ("use", use_), ("recipient", recipient)];
    let entities =
        facts.into_iter().zip(0..).map(|((kind, facts), id)| Entity { id, kind: Name::new(kind), facts });
    Question { kind: Kind::Sharing, as_of: day(n / 7), entities: entities.collect() }
}

fn source(rule: &str, n: u64) -> Source {
    Source {
        rule: Name::new(rule),
        about: vec![1, 2],
        because: vec![FactOf { kind: Name::new("subject"), entity: Some(0), name: Name::new("residence") }],
        missing: Vec::new(),
        reason: Name::new(if n.is_multiple_of(5) { "no-basis" } else { "" }),
        changes_on: (n.is_multiple_of(3)).then(|| day(n + 400)),
    }
}

fn obligation() -> Obligation {
    Obligation {
        id: Name::new("delete-inputs"),
        timing: Timing::After,
        condition: true,
        parameters: vec![fact("within", Value::Period(Period { months: 0, days: 30 }))],
        due: None,
    }
}

fn voice(plugin: &str, n: u64) -> VoiceRecord {
    let finding = |rule: &str, effect| sharing::Finding {
        source: source(rule, n),
        effect,
        displaces: Vec::new(),
        obligations: vec![obligation()],
        treatments: Vec::new(),
        marks: Vec::new(),
    };
    let refusal = if n.is_multiple_of(5) { Effect::Prohibit } else { Effect::Fails };
    let answer = sharing::Answer {
        standing: Standing { source: source("scope", n), state: StandingState::Applies },
        findings: vec![finding("art-6-1-b", Effect::Permit(10)), finding("art-9-1", refusal)],
    };
    let word = if n.is_multiple_of(41) && plugin == "ai-model" {
        VoiceWord::Failed(Fault {
            code: Name::new("out-of-fuel"),
            says: "used more than 50000000 fuel".into(),
        })
    } else {
        VoiceWord::Answer(Answer::Sharing(answer))
    };
    VoiceRecord {
        plugin: Name::new(plugin),
        version: Name::new("1.2.0"),
        digest: Digest::of(plugin.as_bytes()),
        settings: Digest::of(&[0]),
        mode: Mode::Enforce,
        calls: vec![
            VoiceCall {
                ability: Ability::Profile,
                word: VoiceWord::Facts(question(n).entities),
                fuel: 10_000 + n,
            },
            VoiceCall { ability: Ability::Sharing, word, fuel: 20_000 + n },
        ],
    }
}

fn combined(n: u64) -> Decision {
    let denied = n.is_multiple_of(5);
    let effect = if denied { ruled::Effect::Deny } else { ruled::Effect::AllowWithConditions };
    let won = FindingRef { voice: 1, finding: u16::from(denied) };
    Decision {
        kind: Kind::Sharing,
        as_of: day(n / 7),
        ruling: Ruling::Sharing(ruled::Ruling {
            effect,
            cells: Vec::new(),
            items: Vec::new(),
            deciding: vec![won],
        }),
        voices: VOICES
            .iter()
            .map(|plugin| VoiceHeard {
                plugin: Name::new(plugin),
                state: VoiceState::Heard(StandingState::Applies),
            })
            .collect(),
        not_asked: Vec::new(),
        contradictions: Vec::new(),
        missing: Vec::new(),
        immaterial: Vec::new(),
        obligations: vec![Owed { obligation: obligation(), due: None, attested: false, from: vec![won] }],
        marks: Vec::new(),
        confidence: Confidence::High,
        valid_until: (n.is_multiple_of(3)).then(|| day(n + 400)),
        remarks: Vec::new(),
    }
}
