//! What must hold for every breach.

use praetor_decision::answer::incident::{Audience, Effect as Word, Finding, Notice};
use praetor_decision::answer::{Answer, Clock, ClockForm, Source, StandingState, Strength};
use praetor_decision::decision::Ruling as AnyRuling;
use praetor_decision::decision::incident::{Duty, Effect, Ruling};
use praetor_decision::term::Anchor;
use proptest::prelude::*;
use proptest::sample::select;

use crate::scene::*;
use crate::shapes::cases;

fn findings() -> impl Strategy<Value = Finding> {
    let audience = || select(vec![Audience::Authority, Audience::Persons]);
    let notify = (audience(), 1_u32..30, any::<bool>()).prop_map(|(audience, days, at_once)| {
        let clock = Clock {
            form: ClockForm::Notify,
            latest: Some(term(Anchor::On(as_of()), days)),
            target: None,
            at_once,
            strength: Strength::Statutory,
            met_on: None,
        };
        Word::Notify(Notice { audience, name: "the authority".into(), clock })
    });
    let effect = prop_oneof![
        3 => notify,
        3 => audience().prop_map(Word::NoDuty),
        1 => audience().prop_map(Word::NeedFacts),
        1 => Just(Word::Review),
        1 => Just(Word::Fails),
    ];
    (select(vec!["r-1", "r-2"]), effect).prop_map(|(rule, effect)| Finding {
        source: Source {
            rule: rule.into(),
            about: vec![],
            because: vec![],
            missing: vec![],
            reason: "".into(),
            changes_on: None,
        },
        effect,
        obligations: vec![],
        marks: vec![],
    })
}

fn scenes() -> impl Strategy<Value = Scene> {
    let standing = select(vec![StandingState::Applies, StandingState::Unclear, StandingState::DoesNotApply]);
    let voice = (standing, proptest::collection::vec(findings(), 0..4));
    proptest::collection::vec(voice, 1..4).prop_map(|voices| {
        let names = ["at", "de", "eu"];
        names.into_iter().zip(voices).fold(scene_of(&[]), |scene, (name, (state, findings))| {
            let plugin = law(name).rule("r-1", "").rule("r-2", "").standing(state);
            scene.hear_breach(plugin, findings)
        })
    })
}

fn rule(scene: &Scene) -> Ruling {
    let AnyRuling::Incident(ruling) = scene.decide().ruling else { panic!("no incident ruling") };
    ruling
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn one_more_finding_never_takes_a_duty_away(scene in scenes(), finding in findings()) {
        let mut more = scene.clone();
        let Ok(Answer::Incident(answer)) = &mut more.voices[0].1 else { return Ok(()) };
        answer.findings.push(finding);
        let (before, after) = (rule(&scene), rule(&more));
        for duty in &before.duties {
            let kept = after.duties.iter().find(|one| one.audience == duty.audience && one.name == duty.name);
            let day = |duty: &Duty| duty.latest.as_ref().and_then(|latest| latest.day());
            let as_early = kept.is_some_and(|kept| day(kept) <= day(duty));
            prop_assert!(as_early);
        }
        prop_assert!(before.effect != Effect::Notify || after.effect == Effect::Notify);
    }

    #[test]
    fn nobody_is_spared_while_anything_is_open(scene in scenes()) {
        let ruling = rule(&scene);
        if ruling.effect == Effect::NoDuty {
            prop_assert!(ruling.open.is_empty() && ruling.undetermined.is_empty() && !ruling.review);
        }
        let failed = rule(&scene.fail(law("zz")));
        prop_assert!(failed.review && failed.effect != Effect::NoDuty);
    }

    #[test]
    fn the_order_of_laws_never_matters_to_a_breach(scene in scenes()) {
        let mut reversed = scene.clone();
        reversed.voices.reverse();
        for (_, reply) in &mut reversed.voices {
            if let Ok(Answer::Incident(answer)) = reply {
                answer.findings.reverse();
            }
        }
        prop_assert_eq!(scene.decide(), reversed.decide());
    }
}
