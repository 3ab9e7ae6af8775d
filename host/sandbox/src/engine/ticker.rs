use std::thread;

use super::EngineError;
use crate::limits::TICK;

/// Starts the thread that counts wall-clock ticks. A thread of its own, since a task among
/// others is late just when the machine is starved. It ends with the engine.
pub(super) fn start(engine: &wasmtime::Engine) -> Result<(), EngineError> {
    let engine = engine.weak();
    let tick = move || {
        while let Some(engine) = engine.upgrade() {
            engine.increment_epoch();
            drop(engine);
            thread::sleep(TICK);
        }
    };
    let name = "praetor-tick";
    let thread = thread::Builder::new().name(name.into()).spawn(tick);
    thread.map(drop).map_err(|source| EngineError::Thread { name, source })
}
