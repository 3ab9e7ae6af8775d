//! Hearings of all shapes, for properties.

use praetor_decision::answer::sharing::{Effect, Finding, Outcome};
use praetor_decision::answer::{Obligation, StandingState, Timing};
use praetor_decision::question::Period;
use praetor_decision::{EntityId, Value};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::scene::*;

/// So many cases; what fails is written down as a test, not as a seed.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// What a generator may use.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Obligations, treatments and marks.
    pub baggage: bool,
    /// Findings that displace prohibitions of other plugins.
    pub across: bool,
    /// Binding orders of laws whose standing may be unclear, and ranges whose order depends on
    /// the gate.
    pub odd: bool,
    /// Voices that failed, and rules that no manifest has.
    pub broken: bool,
}

pub const ALL: Shape = Shape { baggage: true, across: true, odd: true, broken: true };
pub const SOUND: Shape = Shape { broken: false, ..ALL };
pub const BARE: Shape = Shape { baggage: false, ..SOUND };
/// Where best and worst are what they say in every gate.
pub const PLAIN: Shape = Shape { across: false, odd: false, ..BARE };

const ENTITIES: [(EntityId, &str); 7] = [
    (ITEM, "item"),
    (OTHER_ITEM, "item"),
    (USE, "use"),
    (OTHER_USE, "use"),
    (HOP, "hop"),
    (OTHER_HOP, "hop"),
    (30, "recipient"),
];

pub const RULES: [&str; 5] = ["a-1", "a-2", "b-1", "b-2", "lone"];

/// A law of Europe, one that specialises it, a vendor and the notice.
pub fn plugins() -> [Plugin; 4] {
    let gates = |plugin: Plugin| {
        plugin
            .closed("a")
            .open("b")
            .rule("a-1", "a")
            .rule("a-2", "a")
            .rule("b-1", "b")
            .rule("b-2", "b")
            .rule("lone", "")
    };
    [
        gates(law("eu")),
        gates(law("de").specialises("eu")),
        gates(processor("vendor")),
        gates(notice("policy")),
    ]
}

/// A hearing of this shape.
pub fn scenes(shape: Shape) -> impl Strategy<Value = Scene> {
    let voice = |plugin: Plugin| {
        // A permit in the closed gate of most voices: else hardly anything would be allowed.
        let opening = proptest::option::weighted(0.75, baggage(shape))
            .prop_map(|baggage| baggage.map(|baggage| carrying(permit("a-1", 2), baggage)));
        let findings = (opening, proptest::collection::vec(findings(shape), 0..4))
            .prop_map(|(opening, findings)| opening.into_iter().chain(findings).collect());
        let fails = if shape.broken { 0.05 } else { 0.0 };
        (proptest::bool::weighted(0.55), proptest::bool::weighted(fails), standing(), findings).prop_map(
            move |(speaks, fails, state, findings)| {
                speaks.then(|| (plugin.clone().standing(state), fails, tame(shape, state, findings)))
            },
        )
    };
    let [eu, de, vendor, policy] = plugins().map(voice);
    (subsequence(ENTITIES.to_vec(), 0..=7), eu, de, vendor, policy).prop_map(
        |(entities, eu, de, vendor, policy)| {
            let voices = [eu, de, vendor, policy].into_iter().flatten();
            voices.fold(scene_of(&entities), |scene, (plugin, fails, findings)| {
                if fails { scene.fail(plugin) } else { scene.hear(plugin, findings) }
            })
        },
    )
}

fn tame(shape: Shape, state: StandingState, mut findings: Vec<Finding>) -> Vec<Finding> {
    let unclear = state == StandingState::Unclear;
    if !shape.odd && unclear {
        findings.retain(|finding| finding.effect != Effect::Require);
    }
    findings
}

fn standing() -> impl Strategy<Value = StandingState> {
    prop_oneof![
        6 => Just(StandingState::Applies),
        1 => Just(StandingState::Unclear),
        1 => Just(StandingState::DoesNotApply),
        1 => Just(StandingState::NotYetInForce(day(2027, 1, 1))),
    ]
}

/// A finding of this shape.
pub fn findings(shape: Shape) -> impl Strategy<Value = Finding> {
    let rules: Vec<&'static str> =
        if shape.broken { [RULES.as_slice(), &["unknown"]].concat() } else { RULES.to_vec() };
    let about: Vec<EntityId> = ENTITIES.iter().map(|(id, _)| *id).collect();
    let about = prop_oneof![2 => Just(vec![]), 1 => subsequence(about, 1..3)];
    (select(rules), effects(shape), about, lifted(shape), baggage(shape), subsequence(FACTS.to_vec(), 1..3))
        .prop_map(|(rule, effect, about, lifts, baggage, missing)| {
            let mut finding = finding(rule, effect).on(&about);
            if let Effect::NeedFacts { .. } = effect {
                finding = missing.iter().fold(finding, |finding, fact| finding.missing(fact));
            }
            finding.displaces = lifts.iter().map(|&rule| rule.into()).collect();
            carrying(finding, baggage)
        })
}

fn carrying(mut finding: Finding, baggage: Baggage) -> Finding {
    (finding.obligations, finding.treatments, finding.marks) = baggage;
    finding
}

const FACTS: [&str; 4] = ["f0", "f1", "f2", "f3"];

fn effects(shape: Shape) -> impl Strategy<Value = Effect> {
    prop_oneof![
        4 => (0_u8..5).prop_map(Effect::Permit),
        1 => (0_u8..5).prop_map(Effect::PermitWithConditions),
        2 => Just(Effect::Prohibit),
        1 => Just(Effect::Require),
        1 => Just(Effect::Review),
        3 => ranges(shape),
        1 => Just(Effect::Fails),
        1 => Just(Effect::NotYetInForce(day(2027, 6, 1))),
    ]
}

fn ranges(shape: Shape) -> impl Strategy<Value = Effect> {
    use Outcome::{Permit, Prohibit, Review, Silent};
    let mut ranges =
        vec![(Permit, Silent), (Permit, Review), (Permit, Prohibit), (Silent, Prohibit), (Permit, Permit)];
    if shape.odd {
        ranges.extend([(Silent, Review), (Review, Prohibit), (Prohibit, Permit), (Review, Review)]);
    }
    select(ranges).prop_map(|(best, worst)| Effect::NeedFacts { best, worst })
}

fn lifted(shape: Shape) -> impl Strategy<Value = Vec<&'static str>> {
    let own = vec!["a-1", "a-2", "b-1", "b-2"];
    let other = if shape.across { vec!["eu/a-1", "eu/b-1", "de/b-1", "lone"] } else { vec!["lone"] };
    let names = [own, other].concat();
    prop_oneof![2 => Just(vec![]), 1 => subsequence(names, 1..3)]
}

type Baggage =
    (Vec<Obligation>, Vec<praetor_decision::answer::Treatment>, Vec<praetor_decision::answer::Mark>);

fn baggage(shape: Shape) -> impl Strategy<Value = Baggage> {
    if !shape.baggage {
        return Just((vec![], vec![], vec![])).boxed();
    }
    let treatments = subsequence(vec!["strip-exif", "blur-faces"], 0..2);
    let marks = subsequence(vec!["opt-out", "objection"], 0..2);
    (proptest::collection::vec(obligations(), 0..3), treatments, marks, 1_i8..12)
        .prop_map(|(obligations, treatments, marks, month)| {
            let marks = marks.into_iter().map(|id| mark(id, day(2026, month, 1), None)).collect();
            (obligations, treatments.into_iter().map(treatment).collect(), marks)
        })
        .boxed()
}

/// Obligations with parameters, conditions and dates.
pub fn obligations() -> impl Strategy<Value = Obligation> {
    let timing = select(vec![Timing::Before, Timing::With, Timing::After]);
    let countries = subsequence(vec!["DE", "FR", "US"], 1..=3);
    (0_u8..4, timing, any::<bool>(), countries, 1_u32..90).prop_map(
        |(which, timing, condition, countries, days)| {
            let mut duty = match which {
                0 => region_pin(&countries),
                1 => {
                    let within = Value::Period(Period { months: 0, days });
                    with(obligation("delete-inputs", timing), "within", within)
                }
                2 => due_in_days(obligation("tia-recheck", timing), days),
                _ => obligation("no-train", timing),
            };
            (duty.timing, duty.condition) = (timing, condition);
            duty
        },
    )
}
