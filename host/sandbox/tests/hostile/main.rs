//! Guests that misbehave, one for each limit: each ends in its named error, and the next question
//! to a good plugin is answered as if nothing had happened.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failing test")]

mod call_time;
mod guests;
mod load_time;
mod questions;

use std::sync::OnceLock;
use std::time::Duration;

use praetor_decision::answer::Answer;
use praetor_sandbox::{CallError, Deadline, Engine, EngineOptions, Limits, LoadError, Plugin};

/// One engine for all tests, as a server has one.
fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::new(&EngineOptions::default()).unwrap())
}

fn load(name: &str) -> Result<Plugin, LoadError> {
    engine().load(&guests::guest(name), Limits::default())
}

/// Asks a loaded guest the usual question with the setting `n`. The time is ample, so that a busy
/// test machine is not mistaken for a guilty guest.
fn ask(plugin: &Plugin, n: i64) -> Result<Answer, CallError> {
    let time = Deadline::after(Duration::from_secs(60));
    let reply = plugin.ask(&questions::sharing(), &questions::settings(n), time)?;
    Ok(reply.answer)
}

fn honest() -> &'static (Plugin, Answer) {
    static HONEST: OnceLock<(Plugin, Answer)> = OnceLock::new();
    HONEST.get_or_init(|| {
        let plugin = load("honest").unwrap();
        let answer = ask(&plugin, 0).unwrap();
        (plugin, answer)
    })
}

/// The next question to a good plugin is answered as if nothing had happened.
fn nothing_happened() {
    let (plugin, answer) = honest();
    assert_eq!(ask(plugin, 0).as_ref(), Ok(answer));
}
