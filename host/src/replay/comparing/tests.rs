//! One thing is changed in a record, and its place is named.

use praetor_decision::answer::Answer;
use praetor_decision::answer::sharing::Effect;
use praetor_decision::decision::{Fault, Ruling, sharing as ruled};
use praetor_decision::{Fact, Value};
use praetor_ledger::{Record, VoiceWord};

use super::*;

#[path = "../../../ledger/tests/sample/record.rs"]
mod sample;

fn record() -> DecisionRecord {
    let Record::Decision(record) = sample::decision(1) else { unreachable!() };
    *record
}

/// The differences after a change of what came out now.
fn differences(change: impl FnOnce(&mut DecisionRecord)) -> Vec<Difference> {
    let (stored, mut again) = (record(), record());
    change(&mut again);
    let found = compare(&stored, &again);
    assert!(!found.more);
    found.differences
}

fn only(change: impl FnOnce(&mut DecisionRecord)) -> Difference {
    let mut found = differences(change);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn facts(record: &mut DecisionRecord, voice: usize) -> &mut Vec<Fact> {
    let VoiceWord::Facts(entities) = &mut record.voices[voice].calls[0].word else { panic!("no facts") };
    &mut entities[0].facts
}

fn findings(
    record: &mut DecisionRecord,
    voice: usize,
) -> &mut Vec<praetor_decision::answer::sharing::Finding> {
    let VoiceWord::Answer(Answer::Sharing(answer)) = &mut record.voices[voice].calls[1].word else {
        panic!("no answer")
    };
    &mut answer.findings
}

#[test]
fn the_same_is_the_same_whoever_asked_and_whatever_it_cost() {
    let found = differences(|again| {
        again.actor = "another".into();
        again.engine = Digest::of(b"another");
        again.voices[0].calls[0].fuel += 1;
    });
    assert_eq!(found, []);
}

#[test]
fn a_fact_of_a_plugin_is_named_with_the_plugin_and_the_call() {
    let found = only(|again| facts(again, 0)[0].value = Value::Integer(77));
    assert_eq!(found.path, "plugins.ai-model.profile[0].facts[0].value");
    assert_eq!((found.plugin.as_deref(), found.call), (Some("ai-model"), Some("profile")));
    assert_eq!((found.was, found.now), (Some(1.into()), Some(77.into())));
}

#[test]
fn a_finding_is_named_with_its_rule() {
    let found = only(|again| findings(again, 1)[0].effect = Effect::Prohibit);
    assert_eq!(found.path, "plugins.eu-gdpr.sharing.findings[0].effect");
    assert_eq!(found.rule.as_deref(), Some("art-6-1-b"));
    assert_eq!(found.now, Some("Prohibit".into()));
    let found = only(|again| {
        findings(again, 1).pop();
    });
    assert_eq!((found.path.as_str(), found.now), ("plugins.eu-gdpr.sharing.findings[1]", None));
    assert!(found.was.unwrap().to_string().contains("art-9-1"));
}

#[test]
fn a_failure_in_place_of_an_answer_is_one_difference() {
    let failed = Fault { code: "trapped".into(), says: "it trapped".into() };
    let found = only(|again| again.voices[2].calls[1].word = VoiceWord::Failed(failed));
    assert_eq!(found.path, "plugins.gpt-image-2-notice.sharing");
    assert!(found.was.unwrap().as_str().unwrap().ends_with(" ..."), "a long value is cut");
    assert!(found.now.unwrap().to_string().contains("trapped"));
}

#[test]
fn the_combined_answer_and_the_question_are_compared_too() {
    let found = only(|again| {
        let Ruling::Sharing(ruling) = &mut again.decision.ruling else { panic!("not on sharing") };
        ruling.effect = ruled::Effect::Deny;
    });
    assert_eq!(found.path, "decision.ruling.effect");
    assert_eq!((found.plugin, found.call), (None, None));
    let found = only(|again| again.question.entities[1].facts.truncate(3));
    assert_eq!(found.path, "question.entities[1].facts[3]");
}

#[test]
fn another_plugin_and_other_bytes_are_said() {
    let found = differences(|again| {
        again.voices.pop();
        again.voices[0].digest = Digest::of(b"other bytes");
    });
    let paths: Vec<&str> = found.iter().map(|difference| difference.path.as_str()).collect();
    assert_eq!(paths, ["plugins.ai-model.digest", "plugins.us-ca-ccpa"]);
    assert_eq!(found[0].now, Some(Digest::of(b"other bytes").to_string().into()));
    assert_eq!(found[1].now, None);
}

#[test]
fn a_record_that_differs_everywhere_is_not_listed_without_end() {
    let Record::Decision(other) = sample::decision(5) else { unreachable!() };
    let found = compare(&record(), &other);
    assert_eq!((found.differences.len(), found.more), (DIFFERENCES_SHOWN_MAX, true));
}
