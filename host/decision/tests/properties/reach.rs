//! The generators reach every shape, so that the properties are not empty.

use std::collections::BTreeMap;

use praetor_decision::decision::sharing::Cell;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::shapes::{SOUND, scenes};

#[test]
fn the_generators_reach_every_effect_and_every_kind_of_result() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..3000 {
        let scene = scenes(SOUND).new_tree(&mut runner).unwrap().current();
        let ruling = scene.rule();
        *seen.entry(ruling.effect.as_str().to_owned()).or_default() += 1;
        for cell in &ruling.cells {
            for shape in shapes(cell) {
                *seen.entry(shape).or_default() += 1;
            }
        }
    }
    for shape in EXPECTED {
        assert!(seen.get(shape).is_some_and(|count| *count >= 10), "{shape}: {seen:?}");
    }
}

const EXPECTED: [&str; 20] = [
    "allow",
    "allow-with-conditions",
    "partial",
    "need-facts",
    "needs-review",
    "deny",
    "gate passed",
    "gate passed-with-conditions",
    "gate no-objection",
    "gate need-facts",
    "gate needs-review",
    "gate prohibited",
    "gate undetermined",
    "fallbacks",
    "losers",
    "displaced",
    "not displaced",
    "demanded",
    "impossible",
    "hops",
];

fn shapes(cell: &Cell) -> Vec<String> {
    let mut shapes: Vec<String> =
        cell.gates.iter().map(|gate| format!("gate {}", gate.state.as_str())).collect();
    let any =
        |is: &dyn Fn(&praetor_decision::decision::sharing::GateRuling) -> bool| cell.gates.iter().any(is);
    let marks = [
        ("fallbacks", any(&|gate| !gate.fallbacks.is_empty())),
        ("losers", any(&|gate| !gate.losers.is_empty())),
        ("displaced", any(&|gate| !gate.displaced.is_empty())),
        ("not displaced", any(&|gate| !gate.not_displaced.is_empty())),
        ("hops", any(&|gate| gate.hop.is_some())),
        ("demanded", !cell.demanded_by.is_empty()),
        ("impossible", !cell.impossible.is_empty()),
    ];
    shapes.extend(marks.into_iter().filter(|(_, is)| *is).map(|(name, _)| name.to_owned()));
    shapes
}
