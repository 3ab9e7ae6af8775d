//! Sentences, word for word.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic here is a failing test"
)]

#[path = "support/scene.rs"]
mod scene;

use praetor_decision::answer::sharing::Outcome;
use praetor_decision::answer::{StandingState, Timing};
use praetor_decision::explain::{Paragraph, explain};
use praetor_decision::manifest::{Authority, Citation, Confidence};
use praetor_decision::{EntityId, Fact, Value};
use scene::*;

fn europe() -> Plugin {
    let says = |plugin: Plugin, rule: &str, says: &str, place: &str| {
        plugin.edit(rule, |rule| {
            rule.says = says.to_owned();
            rule.citations = vec![Citation { instrument: "GDPR".into(), place: place.to_owned() }];
        })
    };
    let plugin = law("eu-gdpr").closed("basis").rules("basis").closed("special").rules("special");
    let plugin = says(plugin, "basis-1", "A contract needs it.", "Art. 6(1)(b)");
    let plugin = says(plugin, "basis-2", "The person consented.", "Art. 6(1)(a)");
    let plugin = says(plugin, "special-1", "Health data are off limits.", "Art. 9(1)");
    let mut plugin = says(plugin, "special-2", "Explicit consent was given.", "Art. 9(2)(a)");
    plugin.manifest.title = "The GDPR".to_owned();
    plugin
}

fn naming(id: EntityId) -> Option<String> {
    let names = [(ITEM, "uploaded-image"), (OTHER_ITEM, "prompt-text"), (USE, "image-generation")];
    names.into_iter().find(|(one, _)| *one == id).map(|(_, name)| name.to_owned())
}

fn told(scene: &Scene) -> Vec<Paragraph> {
    let decision = scene.decide();
    scene.with_hearing(|hearing| explain(&decision, hearing, &naming))
}

fn under<'a>(paragraphs: &'a [Paragraph], heading: &str) -> Vec<&'a str> {
    let found = paragraphs.iter().find(|paragraph| paragraph.heading == heading);
    let all: Vec<_> = paragraphs.iter().map(|paragraph| &paragraph.heading).collect();
    let found = found.unwrap_or_else(|| panic!("no `{heading}` among {all:?}"));
    found.sentences.iter().map(String::as_str).collect()
}

#[test]
fn a_permission_names_its_rule_and_what_would_be_left_without_it() {
    let findings = [
        permit("basis-1", 0).owing(due_in_days(obligation("log-disclosure", Timing::After), 10)),
        permit("basis-2", 3),
        permit("special-2", 0).lifting("special-1"),
        prohibit("special-1"),
    ];
    let told = told(&scene().hear(europe(), findings));
    assert_eq!(under(&told, "Answer"), ["Yes.", "Nothing stands in the way."]);
    assert_eq!(
        under(&told, "uploaded-image for image-generation"),
        [
            "Allowed.",
            "Permitted by The GDPR: A contract needs it (GDPR Art. 6(1)(b)).",
            "If that fell away, this would remain: The person consented (GDPR Art. 6(1)(a)).",
            "Permitted by The GDPR: Explicit consent was given (GDPR Art. 9(2)(a)).",
            "Health data are off limits (GDPR Art. 9(1)): lifted, because Explicit consent was given \
             (GDPR Art. 9(2)(a)).",
        ]
    );
    let [owed] = under(&told, "What is owed")[..] else { panic!("one duty") };
    assert!(owed.starts_with("After the act: `log-disclosure` ("), "{owed}");
    assert!(owed.ends_with("), by 2026-12-03."), "{owed}");
}

#[test]
fn a_denial_names_the_rule_the_facts_and_the_failed_alternative() {
    let mut forbidden = prohibit("special-1");
    forbidden.source.because = vec![fact_of("subject", "residence"), fact_of("subject", "id")];
    let mut scene = scene().hear(europe(), [permit("basis-1", 0), forbidden, fails("special-2")]);
    scene.question.entities.push(praetor_decision::Entity {
        id: 50,
        kind: "subject".into(),
        facts: vec![
            Fact { name: "id".into(), value: Value::Code("jane".into()) },
            Fact { name: "residence".into(), value: places(&["FR"]) },
        ],
    });
    let told = told(&scene);
    assert_eq!(
        under(&told, "uploaded-image for image-generation")[..4],
        [
            "Denied.",
            "Forbidden by The GDPR: Health data are off limits (GDPR Art. 9(1)).",
            "This rests on `residence` of subject = FR and `id` of subject.",
            "Tested and found wanting: Explicit consent was given (GDPR Art. 9(2)(a)).",
        ]
    );
    assert!(!format!("{told:?}").contains("jane"), "what is personal is never shown");
}

#[test]
fn a_gate_without_a_permit_says_what_it_needs() {
    let told = told(&scene().hear(europe(), [permit("basis-1", 0)]));
    assert_eq!(
        under(&told, "uploaded-image for image-generation")[..2],
        [
            "Denied.",
            "Nothing in The GDPR permits it, and it needs a permit: The condition special must be met.",
        ]
    );
}

#[test]
fn a_missing_fact_is_asked_for_with_what_hangs_on_it() {
    let mut age = need("basis-2", Outcome::Permit, Outcome::Silent, "residence");
    age.source.missing = vec![fact_of("subject", "no-such-fact")];
    let told = told(&scene().hear(europe(), [age, permit("special-2", 0)]));
    assert_eq!(under(&told, "Answer")[0], "Nobody can say yet.");
    assert_eq!(
        under(&told, "What is missing"),
        ["State `no-such-fact` of subject. On it hangs: The person consented (GDPR Art. 6(1)(a))."]
    );
}

#[test]
fn cells_that_came_out_alike_share_a_paragraph() {
    let scene = scene_of(&[(ITEM, "item"), (OTHER_ITEM, "item"), (USE, "use")]);
    let told = told(&scene.hear(europe(), [permit("basis-1", 0), permit("special-2", 0)]));
    let shared = "uploaded-image for image-generation and prompt-text for image-generation";
    assert_eq!(under(&told, shared)[0], "Allowed.");
}

#[test]
fn an_item_that_may_be_dropped_is_named() {
    let scene = scene_of(&[(ITEM, "item"), (OTHER_ITEM, "item")]);
    let findings = [permit("basis-1", 0), permit("special-2", 0), prohibit("special-1").on(&[OTHER_ITEM])];
    let told = told(&scene.hear(europe(), findings));
    assert_eq!(
        under(&told, "What must be done to the items"),
        ["prompt-text: leave it out; the rest may go on without it."]
    );
}

#[test]
fn an_answer_by_no_laws_objection_says_until_when() {
    let later = europe().standing(StandingState::NotYetInForce(day(2027, 5, 13)));
    let told = told(&scene().hear(later, []));
    assert_eq!(
        under(&told, "How sure this is"),
        [
            "Every law that was asked says that it does not apply; one of them may from 2027-05-13.",
            "The deciding rules were last checked on 2026-11-01 or later.",
            "Ask again on 2027-05-13: this is the first known date on which the answer can change.",
        ]
    );
}

#[test]
fn a_voice_that_failed_is_named_without_what_it_said() {
    let told = told(&scene().hear(law("de"), []).fail(europe()));
    assert_eq!(
        under(&told, "What was heard"),
        ["`eu-gdpr` could not be heard (trapped); what it would have said is undetermined."]
    );
}

#[test]
fn a_decision_that_rests_on_an_unsure_rule_says_which_how_sure_and_when_it_was_checked() {
    let plugin = europe().confidence("basis-1", Confidence::Low).edit("basis-1", |rule| {
        rule.authority = Authority::Guidance;
        rule.checked = day(2026, 10, 5);
        rule.pending = "The Digital Omnibus would change it.".to_owned();
    });
    let told = told(&scene().hear(plugin, [permit("basis-1", 0), permit("special-2", 0)]));
    assert_eq!(
        under(&told, "How sure this is"),
        [
            "A contract needs it (GDPR Art. 6(1)(b)): a change is on its way: The Digital Omnibus would \
             change it.",
            "The author of a deciding rule is in doubt about it.",
            "Low confidence: A contract needs it (GDPR Art. 6(1)(b)) (guidance, last checked on 2026-10-05).",
            "The deciding rules were last checked on 2026-10-05 or later.",
        ]
    );
}

#[test]
fn guidance_is_never_shown_as_statute() {
    let plugin = europe().edit("basis-1", |rule| rule.authority = Authority::Guidance);
    let told = told(&scene().hear(plugin, [permit("basis-1", 0), permit("special-2", 0)]));
    assert_eq!(
        under(&told, "How sure this is")[0],
        "Guidance, not law: A contract needs it (GDPR Art. 6(1)(b)) (guidance, last checked on 2026-11-01)."
    );
}

#[test]
fn an_unsure_rule_that_does_not_decide_is_not_held_against_the_answer() {
    let plugin = europe().confidence("basis-2", Confidence::Low);
    let findings = [permit("basis-1", 0), permit("basis-2", 3), permit("special-2", 0)];
    let told = told(&scene().hear(plugin, findings));
    assert_eq!(
        under(&told, "How sure this is"),
        ["The deciding rules were last checked on 2026-11-01 or later."]
    );
}
