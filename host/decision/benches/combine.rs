//! How long combining alone takes: 4 voices, 4 items, 6 findings each.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic here is a failing test"
)]

#[path = "../tests/support/scene.rs"]
mod scene;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use praetor_decision::Value;
use praetor_decision::answer::Timing;
use praetor_decision::answer::sharing::{Finding, Outcome};
use praetor_decision::combine;
use praetor_decision::question::Period;
use scene::*;

fn gates(plugin: Plugin) -> Plugin {
    plugin.closed("basis").rules("basis").open("device").rules("device").closed("transfer").rules("transfer")
}

/// An ordinary answer: alternatives with duties, a prohibition that is lifted, something missing.
fn findings() -> [Finding; 6] {
    let within = Value::Period(Period { months: 0, days: 30 });
    let delete = with(obligation("delete-inputs", Timing::After), "within", within);
    [
        permit("basis-1", 0).owing(obligation("notice-recipient-category", Timing::With)),
        permit("basis-2", 3).owing(obligation("keep-consent-proof", Timing::With)),
        permit("transfer-1", 1).owing(delete).owing(region_pin(&["DE", "FR", "US"])),
        prohibit("device-1").on(&[OTHER_ITEM]),
        permit("device-2", 1).lifting("device-1").treating(treatment("strip-exif")),
        need("device-3", Outcome::Silent, Outcome::Review, "residence").on(&[ITEM]),
    ]
}

fn question() -> Scene {
    let scene = scene_of(&[(1, "item"), (2, "item"), (3, "item"), (4, "item"), (USE, "use")]);
    let plugins = [law("eu"), law("fr"), processor("vendor"), notice("policy")];
    plugins.into_iter().fold(scene, |scene, plugin| scene.hear(gates(plugin), findings()))
}

fn combine_alone(criterion: &mut Criterion) {
    question().with_hearing(|hearing| {
        criterion.bench_function("combine alone", |bencher| {
            bencher.iter(|| combine(black_box(hearing)));
        });
    });
}

criterion_group!(benches, combine_alone);
criterion_main!(benches);
