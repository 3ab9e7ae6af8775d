//! Shifts of decisions that real plugins would make, put together by hand.

use std::collections::BTreeMap;

use jiff::civil::date;
use praetor_decision::Question;
use praetor_decision::decision::sharing::{Cell, Effect, Ruling as Sharing};
use praetor_decision::decision::{Decision, Ruling, retention};
use praetor_decision::manifest::Confidence;
use praetor_decision::{Entity, Fact, Value};
use praetor_ledger::RecordId;

use super::*;

fn cell(item: u32, effect: Effect) -> Cell {
    Cell {
        item: Some(item),
        for_use: None,
        effect,
        deciding: vec![],
        gates: vec![],
        demanded_by: vec![],
        impossible: vec![],
    }
}

fn told(kind: Kind, ruling: Ruling) -> Told {
    let category = |name: &str| vec![Fact { name: "category".into(), value: Value::Code(name.into()) }];
    let entities = ["prompt-text", "uploaded-image"].into_iter().zip(0..);
    let entities = entities.map(|(name, id)| Entity { id, kind: "item".into(), facts: category(name) });
    let as_of = date(2026, 11, 23);
    let decision = Decision {
        kind,
        as_of,
        ruling,
        voices: vec![],
        not_asked: vec![],
        contradictions: vec![],
        missing: vec![],
        immaterial: vec![],
        obligations: vec![],
        marks: vec![],
        confidence: Confidence::High,
        valid_until: None,
        remarks: vec![],
    };
    Told {
        question: Question { kind, as_of, entities: entities.collect() },
        names: vec!["Miller's prompt".into(), "picture".into()],
        paths: BTreeMap::new(),
        origins: vec![],
        voices: vec![],
        decision,
        generation: 1,
    }
}

fn sharing(effects: &[Effect]) -> Told {
    let cells = effects.iter().zip(0..).map(|(effect, item)| cell(item, *effect)).collect();
    let effect = Effect::over(effects.iter().copied());
    told(Kind::Sharing, Ruling::Sharing(Sharing { effect, cells, items: vec![], deciding: vec![] }))
}

fn schedule(action: retention::Action, later: jiff::civil::Date) -> Told {
    let step = |from, action| retention::Step {
        from: retention::Start::On(from),
        action,
        meanwhile: None,
        fields_kept: vec![],
        use_limit: None,
        because: vec![],
    };
    let item = retention::ItemRuling {
        item: 0,
        effect: retention::Effect::Settled,
        now: action,
        steps: vec![step(date(2026, 11, 23), action), step(later, retention::Action::Erase)],
        after_release: vec![],
        ceilings: vec![],
        floors: vec![],
        no_floor: vec![],
        holds: vec![],
        conflicts: vec![],
        doubts: vec![],
        cut_offs: vec![],
        copies: vec![],
        recheck_on: None,
        unlimited: false,
        winners: vec![],
        losers: vec![],
    };
    let ruling =
        retention::Ruling { effect: retention::Effect::Settled, items: vec![item], recheck_on: None };
    told(Kind::Retention, Ruling::Retention(ruling))
}

#[test]
fn the_same_decision_does_not_shift() {
    let one = sharing(&[Effect::Allow, Effect::Deny]);
    assert_eq!(between(&one, &one.clone()), None);
}

#[test]
fn a_no_that_becomes_a_yes_is_the_heaviest_even_where_another_cell_goes_the_other_way() {
    let (was, now) = (sharing(&[Effect::Deny, Effect::Allow]), sharing(&[Effect::Allow, Effect::Deny]));
    let shift = between(&was, &now).unwrap();
    assert_eq!(shift.weight, Weight::Permitted);
    assert_eq!((shift.was.as_str(), shift.now.as_str()), ("partial", "partial"));
    let says: Vec<&str> = shift.changes.iter().map(|change| change.says.as_str()).collect();
    assert_eq!(says, ["prompt-text: deny -> allow", "uploaded-image: allow -> deny"]);
}

#[test]
fn what_the_caller_calls_a_thing_is_never_told() {
    let shift = between(&sharing(&[Effect::Deny]), &sharing(&[Effect::NeedsReview])).unwrap();
    assert!(!format!("{shift:?}").contains("Miller"), "{shift:?}");
    assert_eq!(shift.weight, Weight::Weakened);
}

#[test]
fn an_erasure_that_comes_or_goes_is_heavier_than_a_day_that_moves() {
    use retention::Action::{Erase, Keep, Restrict};
    let weight = |was: &Told, now: &Told| between(was, now).unwrap().weight;
    let keep = schedule(Keep, date(2027, 1, 1));
    assert_eq!(weight(&keep, &schedule(Erase, date(2027, 1, 1))), Weight::Weakened);
    assert_eq!(weight(&schedule(Erase, date(2027, 1, 1)), &keep), Weight::Weakened);
    assert_eq!(weight(&keep, &schedule(Restrict, date(2027, 1, 1))), Weight::Effect);
    let shift = between(&keep, &schedule(Keep, date(2027, 2, 1))).unwrap();
    assert_eq!((shift.weight, shift.changes[0].says.as_str()), (Weight::Dates, "step erase: 31 days later"));
}

#[test]
fn groups_are_told_heaviest_first_and_keep_some_examples() {
    let mut groups = Groups::default();
    let denied = between(&sharing(&[Effect::Allow]), &sharing(&[Effect::Deny])).unwrap();
    let allowed = between(&sharing(&[Effect::Deny]), &sharing(&[Effect::Allow])).unwrap();
    for _ in 0..9 {
        groups.add(RecordId::from_bytes([1; 16]), &denied);
    }
    groups.add(RecordId::from_bytes([2; 16]), &allowed);
    let list = groups.list();
    assert_eq!((list[0].weight, list[0].count), (Weight::Permitted, 1));
    assert_eq!((list[1].count, list[1].examples.len()), (9, 5));
    assert_eq!((groups.count(), groups.moved()[0].1), (10, 9));
}
