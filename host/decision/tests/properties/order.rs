//! Order never matters.

use praetor_decision::answer::Answer;
use proptest::prelude::*;

use crate::scene::*;
use crate::shapes::{ALL, cases, scenes};

/// The same hearing with voices and findings in another order.
fn shuffled(scene: &Scene, seed: u64) -> Scene {
    let mut shuffled = scene.clone();
    shuffle(&mut shuffled.voices, seed);
    for (_, reply) in &mut shuffled.voices {
        if let Ok(Answer::Sharing(answer)) = reply {
            shuffle(&mut answer.findings, seed.rotate_left(17));
        }
    }
    shuffle(&mut shuffled.question.entities, 0);
    shuffled
}

fn shuffle<T>(all: &mut [T], mut seed: u64) {
    for at in (1..all.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all.swap(at, usize::try_from(seed >> 33).unwrap() % (at + 1));
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn the_order_of_voices_and_findings_never_matters(scene in scenes(ALL), seed in any::<u64>()) {
        let (one, other) = (scene.decide(), shuffled(&scene, seed).decide());
        prop_assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }

    #[test]
    fn putting_answers_in_order_changes_no_decision(scene in scenes(ALL)) {
        let mut ordered = scene.clone();
        for (_, reply) in &mut ordered.voices {
            if let Ok(answer) = reply {
                answer.put_in_order();
            }
        }
        prop_assert_eq!(scene.decide(), ordered.decide());
    }
}
