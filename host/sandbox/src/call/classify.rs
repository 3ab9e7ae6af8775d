use wasmtime::{OutOfMemory, PoolConcurrencyLimitError, Trap};

use super::limiter::Exceeded;
use crate::limits::TABLE_ELEMENTS;
use crate::stubs::NoSystem;
use crate::{CallError, Limits, TrapKind};

/// Why one call gave nothing.
pub(super) enum Failure {
    /// The reason is certain.
    Known(CallError),
    /// The answer could not be read; whether it was too large is found out by asking again.
    Unreadable(String),
}

impl Failure {
    /// Told apart by the types of the error's causes, never by its text.
    pub(super) fn of(error: &wasmtime::Error, limits: Limits) -> Self {
        if let Some(exceeded) = error.downcast_ref::<Exceeded>() {
            return Self::Known(out_of_memory(*exceeded, limits));
        }
        if let Some(trap) = error.downcast_ref::<Trap>() {
            return Self::Known(trapped(*trap, limits));
        }
        if let Some(wanted) = error.downcast_ref::<NoSystem>() {
            return Self::Known(CallError::NoSystem { wanted: wanted.0.clone() });
        }
        if error.is::<PoolConcurrencyLimitError>() || of_machine(error) {
            return Self::Known(CallError::NoRoom);
        }
        Self::Unreadable(error.root_cause().to_string())
    }
}

/// Whether the system refused something, such as memory: that says nothing about the plugin, and it
/// may be otherwise a moment later.
pub(super) fn of_machine(error: &wasmtime::Error) -> bool {
    error.is::<std::io::Error>() || error.is::<rustix::io::Errno>() || error.is::<OutOfMemory>()
}

fn out_of_memory(exceeded: Exceeded, limits: Limits) -> CallError {
    match exceeded {
        Exceeded::Memory => CallError::OutOfMemory { allowed: limits.memory_bytes, unit: "bytes of memory" },
        Exceeded::Elements => CallError::OutOfMemory { allowed: TABLE_ELEMENTS, unit: "table elements" },
    }
}

fn trapped(trap: Trap, limits: Limits) -> CallError {
    let kind = match trap {
        Trap::OutOfFuel => {
            return CallError::OutOfFuel { allowed: limits.fuel };
        }
        Trap::Interrupt => return CallError::TimedOut,
        Trap::StackOverflow => return CallError::StackOverflow,
        Trap::UnreachableCodeReached => TrapKind::Unreachable,
        Trap::MemoryOutOfBounds | Trap::HeapMisaligned => TrapKind::OutOfBounds,
        Trap::TableOutOfBounds | Trap::IndirectCallToNull | Trap::BadSignature => TrapKind::IndirectCall,
        Trap::IntegerOverflow | Trap::IntegerDivisionByZero | Trap::BadConversionToInteger => {
            TrapKind::Arithmetic
        }
        _ => TrapKind::Other,
    };
    CallError::Trapped(kind)
}

#[cfg(test)]
mod tests {
    use wasmtime::ResourceLimiter;

    use super::*;
    use crate::call::CallState;

    fn refusals() -> Vec<wasmtime::Error> {
        vec![
            std::io::Error::from(std::io::ErrorKind::OutOfMemory).into(),
            wasmtime::Error::from(rustix::io::Errno::NOMEM).context("mmap failed"),
            OutOfMemory::new(1 << 20).into(),
        ]
    }

    #[test]
    fn what_the_system_refuses_is_never_the_plugins_fault() {
        for refusal in refusals() {
            let failure = Failure::of(&refusal, Limits::default());
            assert!(matches!(failure, Failure::Known(CallError::NoRoom)), "{refusal:?}");
        }
        let own = Failure::of(&wasmtime::Error::msg("no such enum"), Limits::default());
        assert!(matches!(own, Failure::Unreadable(_)));
    }

    #[test]
    fn a_guest_never_sees_that_the_system_had_no_memory() {
        let mut state = CallState::new(Limits::default());
        for refusal in refusals() {
            let stopped = state.memory_grow_failed(refusal).unwrap_err();
            assert!(matches!(Failure::of(&stopped, Limits::default()), Failure::Known(CallError::NoRoom)));
        }
        for refusal in refusals() {
            assert!(state.table_grow_failed(refusal).is_err());
        }
        let own = || wasmtime::Error::msg("memory maximum size exceeded");
        assert!(state.memory_grow_failed(own()).is_ok(), "a limit that the guest declares is its own");
        assert!(state.table_grow_failed(own()).is_ok());
    }
}
