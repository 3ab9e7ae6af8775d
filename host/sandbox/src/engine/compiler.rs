use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use wasmtime::component::Component;

use super::EngineError;
use crate::{LoadError, step_back};

/// The one thread that compiles, at low priority: a large plugin takes seconds, and the calls
/// that are served meanwhile come first.
pub(super) struct Compiler {
    jobs: Mutex<Sender<Job>>,
}

struct Job {
    component: Vec<u8>,
    done: Sender<Result<Component, LoadError>>,
}

impl Compiler {
    /// Starts the thread. It ends when the compiler is dropped.
    pub(super) fn start(engine: &wasmtime::Engine) -> Result<Self, EngineError> {
        let (jobs, waiting) = channel::<Job>();
        let engine = engine.weak();
        let work = move || {
            step_back("praetor-compile");
            for job in waiting {
                let Some(engine) = engine.upgrade() else {
                    return;
                };
                // Who asked may have gone; the result then has no taker.
                let _ = job.done.send(compile(&engine, &job.component));
            }
        };
        let name = "praetor-compile";
        let thread = thread::Builder::new().name(name.into()).stack_size(STACK_BYTES).spawn(work);
        thread.map_err(|source| EngineError::Thread { name, source })?;
        Ok(Self { jobs: Mutex::new(jobs) })
    }

    /// Compiles and waits for the result.
    pub(super) fn compile(&self, component: &[u8]) -> Result<Component, LoadError> {
        let (done, result) = channel();
        let job = Job { component: component.to_vec(), done };
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = jobs.send(job).is_ok();
        drop(jobs);
        let lost = || LoadError::Compile { says: "the compiling thread has ended".to_owned() };
        if sent { result.recv().unwrap_or_else(|_| Err(lost())) } else { Err(lost()) }
    }
}

/// The compiler recurses over deeply nested code; validation bounds that nesting.
const STACK_BYTES: usize = 16 << 20;

fn compile(engine: &wasmtime::Engine, component: &[u8]) -> Result<Component, LoadError> {
    Component::from_binary(engine, component)
        .map_err(|error| LoadError::Compile { says: format!("{error:#}") })
}
