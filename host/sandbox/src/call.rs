//! One call into a plugin: a fresh store, a fresh instance, every limit set, all dropped after.

mod classify;
mod export;
mod limiter;

use std::time::Instant;

use praetor_decision::Day;
use wasmtime::Store;
use wasmtime::component::{Instance as ComponentInstance, InstancePre};

use self::classify::Failure;
pub(crate) use self::export::{
    CheckSettings, Describe, Export, Incident, Profile, Retention, Rights, Shape, Sharing,
};
pub(crate) use self::limiter::CallState;
use crate::{CallError, Deadline, Limits};

/// A compiled plugin that can be instantiated at once, with the limits of its calls.
#[derive(Clone)]
pub(crate) struct Callee {
    pre: InstancePre<CallState>,
    limits: Limits,
}

/// What one call may take of the host, and which day it may know.
#[derive(Clone, Copy)]
pub(crate) struct Terms {
    /// Bytes that the host may allocate for the answer while it reads it.
    pub(crate) answer_bytes: usize,
    /// The day of the question, for a guest that asks a stubbed clock.
    pub(crate) day: Option<Day>,
}

impl Terms {
    /// For a call that is about no day.
    pub(crate) const fn of(answer_bytes: usize) -> Self {
        Self { answer_bytes, day: None }
    }
}

/// What a call gave, and what it cost.
pub(crate) struct Called<T> {
    /// The result as the contract has it.
    pub(crate) result: T,
    /// The fuel that it took, instantiation included.
    pub(crate) fuel_used: u64,
    /// The wall-clock time that it took.
    pub(crate) micros: u64,
    /// Bytes by which the guest's memory grew during the call.
    pub(crate) memory_grown: usize,
    /// Bytes of all of the guest's memories in the end.
    pub(crate) memory_taken: usize,
}

impl Callee {
    pub(crate) fn new(pre: InstancePre<CallState>, limits: Limits) -> Self {
        Self { pre, limits }
    }

    pub(crate) fn pre(&self) -> &InstancePre<CallState> {
        &self.pre
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// Calls one export with parameters that can be made again. A call that the wall clock
    /// caught is made once more: a starved machine is not the plugin's fault.
    pub(crate) fn call<'p, S: Shape>(
        &self,
        export: &Export<S>,
        params: impl Fn() -> S::Params<'p>,
        terms: Terms,
        deadline: Deadline,
    ) -> Result<Called<S::Returns>, CallError> {
        if deadline.passed() {
            return Err(CallError::TimedOut);
        }
        let once = self.once(export, params(), terms, deadline);
        let once = match once {
            Err(Failure::Known(CallError::TimedOut)) => self.once(export, params(), terms, Deadline::usual()),
            other => other,
        };
        once.map_err(|failure| match failure {
            Failure::Known(error) => error,
            Failure::Unreadable(says) => self.unreadable(export, params(), terms, says),
        })
    }

    /// wasmtime does not say in a type whether an answer was too large to be read or not
    /// readable at all. The call is a pure function, so it can be asked again with room enough.
    fn unreadable<S: Shape>(
        &self,
        export: &Export<S>,
        params: S::Params<'_>,
        terms: Terms,
        says: String,
    ) -> CallError {
        let room = Terms { answer_bytes: self.limits.memory_bytes.max(terms.answer_bytes), ..terms };
        match self.once(export, params, room, Deadline::usual()) {
            Err(Failure::Unreadable(_)) => CallError::Malformed { says },
            Err(Failure::Known(error)) if error.environmental() => error,
            _ => CallError::TooLarge { what: "size in bytes", allowed: terms.answer_bytes },
        }
    }

    fn once<S: Shape>(
        &self,
        export: &Export<S>,
        params: S::Params<'_>,
        terms: Terms,
        deadline: Deadline,
    ) -> Result<Called<S::Returns>, Failure> {
        let begun = Instant::now();
        let mut store = self.store(terms, deadline).map_err(|error| self.failure(&error))?;
        let called =
            self.pre.instantiate(&mut store).and_then(|instance| export.call(&mut store, &instance, params));
        let result = called.map_err(|error| self.failure(&error))?;
        let left = store.get_fuel().unwrap_or(0);
        Ok(Called {
            result,
            fuel_used: self.limits.fuel.saturating_sub(left),
            memory_grown: store.data().memory_grown(),
            memory_taken: store.data().memory_taken(),
            micros: u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX),
        })
    }

    /// An instance by itself, for comparing types.
    pub(crate) fn instance(&self) -> Result<(Store<CallState>, ComponentInstance), CallError> {
        let made =
            self.store(Terms::of(self.limits.answer_bytes), Deadline::usual()).and_then(|mut store| {
                let instance = self.pre.instantiate(&mut store)?;
                Ok((store, instance))
            });
        made.map_err(|error| match self.failure(&error) {
            Failure::Known(error) => error,
            Failure::Unreadable(says) => CallError::Malformed { says },
        })
    }

    fn failure(&self, error: &wasmtime::Error) -> Failure {
        Failure::of(error, self.limits)
    }

    fn store(&self, terms: Terms, deadline: Deadline) -> wasmtime::Result<Store<CallState>> {
        let mut store = Store::new(self.pre.engine(), CallState::new(self.limits).on(terms.day));
        store.limiter(|state| state);
        store.set_fuel(self.limits.fuel)?;
        store.set_hostcall_fuel(terms.answer_bytes);
        store.set_epoch_deadline(deadline.ticks());
        store.epoch_deadline_trap();
        Ok(store)
    }
}
