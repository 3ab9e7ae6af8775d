use std::sync::atomic::{AtomicU32, Ordering};

use super::{LoadError, open_linked};
use crate::{Engine, EngineOptions, Limits};

#[path = "../../tests/hostile/guests.rs"]
mod guests;

/// Loads the guest that answers by chance, with a chance that this test provides.
fn differs(chance: impl Fn() -> u32 + Send + Sync + 'static) -> Result<(), LoadError> {
    let options = EngineOptions { threads: 1, bindings: 1, ..EngineOptions::default() };
    let engine = Engine::new(&options).unwrap();
    let name = "test:chance/number@1.0.0";
    let mut linker = engine.linker();
    let mut number = linker.instance(name).unwrap();
    number.func_wrap("next", move |_, ()| Ok((chance(),))).unwrap();
    open_linked(&engine, &guests::guest("differs"), Limits::default(), &linker, &[name])?.answers_alike(&[])
}

#[test]
fn a_plugin_whose_answers_differ_is_refused() {
    let next = AtomicU32::new(0);
    let counted = move || next.fetch_add(1, Ordering::Relaxed);
    assert_eq!(differs(counted), Err(LoadError::Differs { asked: "a sharing question" }));
    assert_eq!(differs(|| 4), Ok(()), "the same number twice is no difference");
}
