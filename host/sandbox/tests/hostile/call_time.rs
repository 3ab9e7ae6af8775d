use std::time::Duration;

use praetor_decision::answer::{Answer, sharing};
use praetor_decision::manifest::Ability;
use praetor_sandbox::limits::{
    ANSWER_BYTES, FUEL, MAX_FINDINGS, MAX_NAME_BYTES, MEMORY_BYTES, MEMORY_BYTES_ASKED,
};
use praetor_sandbox::{CallError, Deadline, Limits, Plugin, TrapKind, project};

use crate::{ask, engine, guests, honest, load, nothing_happened, questions};

fn load_with(name: &str, limits: Limits) -> Plugin {
    engine().load(&guests::guest(name), limits).unwrap()
}

#[test]
fn the_honest_guest_answers_six_findings_and_its_memory_never_grows() {
    let (plugin, answer) = honest();
    let Answer::Sharing(sharing) = answer else { panic!("{answer:?}") };
    assert_eq!(sharing.findings.len(), 6);
    let reply = plugin.ask(&questions::sharing(), &[], Deadline::usual()).unwrap();
    assert_eq!(reply.memory_grown, 0);
    assert!(reply.fuel_used > 1_000 && reply.fuel_used < FUEL / 100, "{}", reply.fuel_used);
}

#[test]
fn an_endless_loop_runs_out_of_fuel() {
    let guest = load("endless-loop").unwrap();
    assert!(ask(&guest, 1_000).is_ok(), "a loop that ends is no fault");
    assert_eq!(ask(&guest, i64::MAX), Err(CallError::OutOfFuel { allowed: FUEL }));
    nothing_happened();
}

#[test]
fn fuel_without_end_is_caught_by_the_clock_and_is_environmental() {
    // Loading asks the loop as well, so the fuel is large but ends within the usual deadline
    // only on a machine that does not exist.
    let limits = Limits { fuel: u64::MAX / 2, ..Limits::default() };
    let error = engine().load(&guests::guest("endless-loop"), limits).map(|_| ()).unwrap_err();
    assert_eq!(error.code(), "plugin-not-checked");
    let guest = load("endless-loop").unwrap();
    let passed = guest.ask(&questions::sharing(), &[], Deadline::after(Duration::ZERO));
    let error = passed.unwrap_err();
    assert_eq!(error, CallError::TimedOut);
    assert!(error.environmental() && !error.is_replayable());
    nothing_happened();
}

#[test]
fn a_memory_hog_runs_out_of_memory() {
    let wants = 64 << 20;
    let guest = load("memory-hog").unwrap();
    assert!(ask(&guest, 4 << 20).is_ok(), "a little memory is no fault");
    let out = CallError::OutOfMemory { allowed: MEMORY_BYTES, unit: "bytes of memory" };
    assert_eq!(ask(&guest, wants), Err(out));
    let large = load_with("memory-hog", Limits { fuel: 10 * FUEL, ..Limits::large() });
    assert!(ask(&large, wants).is_ok(), "with more memory allowed it is no fault");
    let out = CallError::OutOfMemory { allowed: MEMORY_BYTES_ASKED, unit: "bytes of memory" };
    assert_eq!(ask(&large, 256 << 20), Err(out));
    nothing_happened();
}

#[test]
fn a_deep_recursion_overflows_the_stack() {
    let guest = load("deep-recursion").unwrap();
    assert!(ask(&guest, 100).is_ok(), "a hundred calls deep is no fault");
    assert_eq!(ask(&guest, 1_000_000), Err(CallError::StackOverflow));
    nothing_happened();
}

#[test]
fn a_trap_is_named_by_its_kind() {
    let guest = load("trap").unwrap();
    assert!(ask(&guest, 0).is_ok(), "it traps only when told to");
    let error = ask(&guest, 1).unwrap_err();
    assert_eq!(error, CallError::Trapped(TrapKind::Unreachable));
    assert!(error.is_replayable());
    nothing_happened();
}

#[test]
fn a_huge_answer_is_refused_by_number_and_by_size() {
    let most = i64::try_from(MAX_FINDINGS).unwrap();
    let roomy = Limits { answer_bytes: 16 << 20, ..Limits::default() };
    let guest = load_with("huge-answer", roomy);
    assert!(ask(&guest, most).is_ok(), "as many findings as allowed");
    let many = CallError::TooLarge { what: "number of findings", allowed: MAX_FINDINGS };
    assert_eq!(ask(&guest, most + 1), Err(many));
    let guest = load("huge-answer").unwrap();
    let large = CallError::TooLarge { what: "size in bytes", allowed: ANSWER_BYTES };
    assert_eq!(ask(&guest, 20_000), Err(large));
    nothing_happened();
}

#[test]
fn a_huge_string_is_refused_by_length_and_by_size() {
    let most = i64::try_from(MAX_NAME_BYTES).unwrap();
    let guest = load("huge-strings").unwrap();
    assert_eq!(ask(&guest, 0).map(|_| ()), Ok(()));
    assert_eq!(ask(&guest, most).unwrap_err().code(), "malformed", "read, and not in the dictionary");
    let long = CallError::TooLarge { what: "name", allowed: MAX_NAME_BYTES };
    assert_eq!(ask(&guest, most + 1), Err(long));
    let large = CallError::TooLarge { what: "size in bytes", allowed: ANSWER_BYTES };
    assert_eq!(ask(&guest, 2 << 20), Err(large));
    nothing_happened();
}

#[test]
fn a_rule_that_is_not_declared_is_a_lie() {
    let error = ask(&load("undeclared-rule").unwrap(), 0).unwrap_err();
    assert_eq!(error, CallError::Lying { says: "the rule `invented` is not declared".into() });
    nothing_happened();
}

#[test]
fn a_fact_that_is_not_declared_is_a_lie() {
    let error = ask(&load("undeclared-fact").unwrap(), 0).unwrap_err();
    let says = "the fact `subject.location` is not declared for this interface";
    assert_eq!(error, CallError::Lying { says: says.into() });
    nothing_happened();
}

#[test]
fn other_lies_and_unknown_names_are_told_apart() {
    let guest = load("unknown-names").unwrap();
    assert!(ask(&guest, 0).is_ok(), "the answer beneath all lies is true");
    let said = |n| ask(&guest, n).unwrap_err().to_string();
    let lying = "the plugin contradicts its manifest: ";
    let malformed = "the plugin's answer is malformed: ";
    assert!(said(1).starts_with(&format!("{malformed}`be-nice` is not one of the obligations")));
    assert_eq!(said(2), format!("{malformed}`delete-inputs` needs the parameter `within`"));
    assert_eq!(said(3), format!("{lying}the question has no entity 99"));
    assert_eq!(said(4), format!("{lying}the rule `scope` permits, but belongs to no gate"));
    assert!(said(5).ends_with("but does not specialise `other-law`"));
    assert_eq!(said(6), format!("{malformed}`2026-02-30` is no day"));
    assert!(said(7).starts_with(&format!("{malformed}`because` is not one of the reasons")));
    nothing_happened();
}

#[test]
fn an_instance_remembers_nothing() {
    let guest = load("remembers").unwrap();
    let first = ask(&guest, 0).unwrap();
    for _ in 0..100 {
        assert_eq!(ask(&guest, 0).unwrap(), first);
    }
}

#[test]
fn only_declared_facts_are_passed() {
    let (plugin, answer) = honest();
    let question = questions::sharing();
    let seen = project(&question, plugin.declared(Ability::Sharing));
    assert!(question.fact("recipient", "group-member").is_some());
    assert!(seen.fact("recipient", "group-member").is_none());
    assert!(seen.fact("recipient", "role").is_some());
    let reply = plugin.ask(&seen, &[], Deadline::usual()).unwrap();
    assert_eq!(&reply.answer, answer);
}

#[test]
fn an_interface_that_is_not_exported_is_not_asked() {
    let (plugin, _) = honest();
    let facts = plugin.state_facts(&questions::sharing(), 100, &[], Deadline::usual());
    assert_eq!(facts.unwrap_err(), CallError::NotExported { asked: "profile" });
}

#[test]
fn calls_on_many_threads_do_not_disturb_each_other() {
    let (plugin, answer) = honest();
    let hog = load("memory-hog").unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..200).for_each(|_| assert_eq!(ask(plugin, 0).as_ref(), Ok(answer))));
            scope.spawn(|| (0..3).for_each(|_| assert!(ask(&hog, 64 << 20).is_err())));
        }
    });
}

#[test]
fn a_stubbed_clock_says_the_day_of_the_question_and_what_has_no_stub_ends_the_call() {
    let stubbed = Limits { stubbed_wasi: true, ..Limits::default() };
    let guest = load_with("wants-system", stubbed);
    let Ok(Answer::Sharing(answer)) = ask(&guest, 0) else { panic!("no answer") };
    // 2026-06-15 is day 20,619 after 1970-01-01; the guest answers with the last digits.
    let effects: Vec<_> = answer.findings.iter().map(|finding| &finding.effect).collect();
    assert_eq!(effects, [&sharing::Effect::Permit(19)]);
    let wanted = "wasi:clocks/timezone#utc-offset".to_owned();
    assert_eq!(ask(&guest, 1), Err(CallError::NoSystem { wanted }));
    nothing_happened();
}

#[test]
fn stubbed_chance_is_nought() {
    let guest = load_with("imports-wasi", Limits { stubbed_wasi: true, ..Limits::default() });
    let Ok(Answer::Sharing(answer)) = ask(&guest, 0) else { panic!("no answer") };
    assert!(answer.findings.is_empty(), "the guest is silent only if chance is nought");
}

#[test]
fn stubs_are_for_the_system_alone() {
    let stubbed = Limits { stubbed_wasi: true, ..Limits::default() };
    let error = engine().load(&guests::guest("differs"), stubbed).map(|_| ()).unwrap_err();
    assert_eq!(error.code(), "plugin-imports");
}
