use std::sync::atomic::{AtomicU32, Ordering};

use super::{LoadError, open};
use crate::{Engine, EngineOptions, Limits};

#[path = "../../tests/hostile/guests.rs"]
mod guests;

/// Loads the guest that answers by chance, with a chance that this test provides.
fn differs(chance: fn() -> u32) -> Result<(), LoadError> {
    let options = EngineOptions { threads: 1, bindings: 1, ..EngineOptions::default() };
    let engine = Engine::with_chance(&options, chance).unwrap();
    open(&engine, &guests::guest("differs"), Limits::default())?.answers_alike(&[])
}

#[test]
fn a_plugin_whose_answers_differ_is_refused() {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let counted = || NEXT.fetch_add(1, Ordering::Relaxed);
    assert_eq!(differs(counted), Err(LoadError::Differs { asked: "a sharing question" }));
    assert_eq!(differs(|| 4), Ok(()), "the same number twice is no difference");
}
